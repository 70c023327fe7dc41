"""Suggested settings fit the connector's own model, and every domain leads to one provider."""

from __future__ import annotations

from collections import Counter

import pytest

from connectors.email import Email
from connectors.email.config import EmailConfig
from connectors.email.providers import PROVIDERS


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda p: f"{p.title}-{p.domains[0]}")
def test_what_is_suggested_lacks_only_the_secret(provider: object) -> None:
    domain = provider.domains[0]  # type: ignore[attr-defined]
    found = Email.suggest(f"Ann@{domain.upper()}")
    assert found is not None and found.known and found.provider == provider.title  # type: ignore[attr-defined]
    settings = {"type": "email", **found.settings}
    if "oauth" in settings:
        settings["oauth"] = {**settings["oauth"], "client_id": "app"}
    else:
        settings |= {part: {**settings[part], "password": "typed"} for part in ("imap", "smtp")}
    config = EmailConfig.model_validate(settings)
    assert config.imap is not None and config.smtp is not None
    assert (config.smtp.at_port, config.smtp.tls) in ((465, "implicit"), (587, "starttls"))


def test_a_domain_stands_in_the_list_once() -> None:
    assert [domain for domain, n in Counter(d for p in PROVIDERS for d in p.domains).items() if n > 1] == []


def test_an_unknown_domain_is_guessed_and_what_is_no_address_is_not() -> None:
    found = Email.suggest("ann@shop.example")
    assert found is not None and not found.known and found.settings["imap"]["host"] == "imap.shop.example"
    assert Email.suggest("nobody") is None
