"""The socket's promises, kept by X."""

from __future__ import annotations

from connectors.x import X
from inbox.testing.suite import ConnectorSuite


class TestX(ConnectorSuite):
    connector = X
    good_addresses = ("@ann", "ANN", "https://x.com/Ann", "twitter.com/ann/", "12345")
    bad_addresses = (*ConnectorSuite.bad_addresses, "@", "@ann smith", "@sixteen_letters_", "ann@example.net", "@änn",
                     "https://x.com/ann/status/1", "https://example.com/ann")
