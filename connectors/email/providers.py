"""Well-known mail providers, by the domain of an address. The pages that say so stand beside each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from inbox.connector import Suggestion

from .addresses import parse

Tls = Literal["implicit", "starttls"]
_APP = "Make an app password there; the account's own password is refused."


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Where a provider's servers are. `tls` is that of `smtp`."""

    title: str
    domains: tuple[str, ...]
    imap: str
    smtp: str
    tls: Tls = "implicit"
    note: str = ""
    code: str = ""
    help_url: str = ""
    oauth: Mapping[str, str] | None = None


PROVIDERS = (
    Provider(title="Gmail", domains=("gmail.com", "googlemail.com"), imap="imap.gmail.com", smtp="smtp.gmail.com",
             note="With 2-step verification on, make an app password and enter it here; or use OAuth with an app of your own.",
             code="gmail",
             help_url="https://support.google.com/mail/answer/185833"),
    Provider(title="Microsoft 365", domains=("outlook.com", "hotmail.com", "live.com", "msn.com", "outlook.de", "hotmail.de",
                                             "live.de", "hotmail.co.uk", "hotmail.fr"),
             imap="outlook.office365.com", smtp="smtp.office365.com", tls="starttls", oauth={"provider": "microsoft"},
             note="Microsoft takes no passwords for IMAP: register an app, enter its client ID, then authorise the channel.",
             code="microsoft",
             help_url="https://learn.microsoft.com/exchange/client-developer/legacy-protocols/"
                      "how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth"),
    Provider(title="iCloud Mail", domains=("icloud.com", "me.com", "mac.com"), imap="imap.mail.me.com", smtp="smtp.mail.me.com",
             tls="starttls", note="Make an app-specific password at account.apple.com and enter it here.", code="icloud",
             help_url="https://support.apple.com/102525"),
    Provider(title="Fastmail", domains=("fastmail.com", "fastmail.fm", "fastmail.net", "fastmail.org", "messagingengine.com"),
             imap="imap.fastmail.com", smtp="smtp.fastmail.com", note=_APP, code="app-password",
             help_url="https://www.fastmail.help/hc/en-us/articles/1500000278342"),
    Provider(title="Yahoo Mail", domains=("yahoo.com", "yahoo.de", "yahoo.co.uk", "yahoo.fr", "yahoo.it", "yahoo.es", "ymail.com",
                                          "rocketmail.com"),
             imap="imap.mail.yahoo.com", smtp="smtp.mail.yahoo.com", note=_APP, code="app-password",
             help_url="https://help.yahoo.com/kb/SLN4075.html"),
    Provider(title="AOL Mail", domains=("aol.com", "aol.de"), imap="imap.aol.com", smtp="smtp.aol.com", note=_APP, code="app-password",
             help_url="https://help.aol.com/articles/how-do-i-use-other-email-applications-to-send-and-receive-my-aol-mail"),
    Provider(title="Zoho Mail", domains=("zoho.com", "zohomail.com"), imap="imap.zoho.com", smtp="smtp.zoho.com",
             note="IMAP must be switched on in Zoho's settings; with two factors, make an app password.", code="imap-password",
             help_url="https://www.zoho.com/mail/help/imap-access.html"),
    Provider(title="Zoho Mail (EU)", domains=("zoho.eu", "zohomail.eu"), imap="imap.zoho.eu", smtp="smtp.zoho.eu",
             note="IMAP must be switched on in Zoho's settings; with two factors, make an app password.", code="imap-password",
             help_url="https://www.zoho.com/mail/help/imap-access.html"),
    Provider(title="GMX", domains=("gmx.de", "gmx.net", "gmx.at", "gmx.ch"), imap="imap.gmx.net", smtp="mail.gmx.net",
             note="IMAP must be allowed in GMX's settings; with two factors, make an application-specific password.", code="imap-password",
             help_url="https://hilfe.gmx.net/pop-imap/imap/index.html"),
    Provider(title="GMX", domains=("gmx.com", "gmx.us", "gmx.co.uk"), imap="imap.gmx.com", smtp="mail.gmx.com",
             note="IMAP must be allowed in GMX's settings.", code="imap", help_url="https://support.gmx.com/pop-imap/imap/index.html"),
    Provider(title="WEB.DE", domains=("web.de",), imap="imap.web.de", smtp="smtp.web.de", tls="starttls",
             note="IMAP must be allowed in WEB.DE's settings.", code="imap", help_url="https://hilfe.web.de/pop-imap/imap/index.html"),
    Provider(title="mailbox.org", domains=("mailbox.org",), imap="imap.mailbox.org", smtp="smtp.mailbox.org"),
    Provider(title="Posteo", domains=("posteo.de", "posteo.net", "posteo.eu", "posteo.org"), imap="posteo.de", smtp="posteo.de"),
    Provider(title="T-Online", domains=("t-online.de", "magenta.de"), imap="secureimap.t-online.de", smtp="securesmtp.t-online.de",
             note="Set an e-mail password of its own in the customer centre and enter it here.", code="own-password"),
)
_BY_DOMAIN = {domain: provider for provider in PROVIDERS for domain in provider.domains}


def suggest(address: str) -> Suggestion | None:
    """Settings for an address; of an unknown domain the names that most servers have. None: this is no address."""
    try:
        value = parse(address).value
    except ValueError:
        return None
    domain = value.rpartition("@")[2]
    provider = _BY_DOMAIN.get(domain)
    if provider is None:
        return Suggestion(known=False, settings=_settings(value, f"imap.{domain}", f"smtp.{domain}", "implicit"),
                          code="guessed", note="Guessed from the domain; the provider's own page says what the servers are called.")
    settings = _settings(value, provider.imap, provider.smtp, provider.tls)
    if provider.oauth is not None:
        settings["oauth"] = dict(provider.oauth)
    return Suggestion(settings=settings, provider=provider.title, note=provider.note, help_url=provider.help_url,
                      code=provider.code)


def _settings(address: str, imap: str, smtp: str, tls: Tls) -> dict[str, Any]:
    ports = {"implicit": 465, "starttls": 587}
    return {"address": address, "imap": {"host": imap, "port": 993, "tls": "implicit", "username": address},
            "smtp": {"host": smtp, "port": ports[tls], "tls": tls, "username": address}}
