"""Email keeps the promises of the socket, and says early what it cannot do."""

from __future__ import annotations

import pytest

from connectors.email import Email
from inbox.errors import RefusedError
from inbox.testing.context import START, FakeContext
from inbox.testing.suite import ConnectorSuite
from inbox.types import OutboundMessage, RawItem


class TestEmail(ConnectorSuite):
    connector = Email
    good_addresses = ("ann@example.net", "Ann Lee <Ann@Example.NET>", "jörg@bücher.example", "a+b@localhost",
                      "mailto:ann@example.net", '"odd one"@example.net')
    bad_addresses = (*ConnectorSuite.bad_addresses, "ann", "ann@", "@example.net", "ann@@example.net", "a@b@c.example",
                     "ann@exa mple.net", "ann@example..net", "<ann>", "ann@example.net, bob@example.net",
                     "ann@example.net\r\nBcc: eve@example.net", "x" * 65 + "@example.net")


def test_what_cannot_be_sent_is_known_before_it_is_written() -> None:
    made = Email(Email.Config.model_validate(Email.example), FakeContext())  # type: ignore[arg-type] # declared by its base
    us = made.addresses()[0]
    assert made.features_for((us,), us).sends
    deaf = Email(Email.Config.model_validate({**Email.example, "smtp": None}), FakeContext())  # type: ignore[arg-type]
    assert not deaf.features_for((us,), us).sends


def test_a_line_break_in_a_subject_makes_no_header() -> None:
    made = Email(Email.Config.model_validate(Email.example), FakeContext())  # type: ignore[arg-type] # declared by its base
    us = made.addresses()[0]
    message = OutboundMessage(key="k", sender=us, to=(us,), text="x", subject="a\r\nBcc: eve@example.net", at=START)
    with pytest.raises(RefusedError, match="line break"):
        made.prepare(message)


def test_mail_that_the_server_could_not_give_goes_to_quarantine() -> None:
    sample = Email.samples[0]
    with pytest.raises(ValueError, match="cannot give"):
        Email.read(RawItem(item="INBOX/7/7", kind="mail", data=b"",
                           meta={**sample.meta, "unfetchable": "the server cannot give this mail"}))
