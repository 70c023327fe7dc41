"""Email addresses: parsed, normalised, refused. One spelling for one mailbox, so that a contact is found again."""

from __future__ import annotations

import re
from email.utils import parseaddr

from inbox.types import Address

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+)*")
_QUOTED = re.compile(r'"(?:[^"\\\x00-\x1f\x7f]|\\[\x20-\x7e])*"')
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?")


def domain_to_ascii(domain: str) -> str:
    """A domain as it goes over the wire: lower case, A-labels (RFC 5891). Raises ValueError."""
    name = domain.strip().rstrip(".").lower()
    if name.startswith("[") and name.endswith("]"):
        return name
    if not name.isascii():
        import idna  # its tables are large, and most domains are ASCII
        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise ValueError(f"{domain!r} is no domain: {error}") from None
    if len(name) > 253 or not all(len(label) <= 63 and _LABEL.fullmatch(label) for label in name.split(".")):
        raise ValueError(f"{domain!r} is no domain")
    return name


def normalise(value: str) -> str:
    """`Ann@Bücher.example` is `ann@xn--bcher-kva.example`. Raises ValueError with a sentence for people.

    The local part is lower-cased too: RFC 5321 lets servers tell case apart, none that matters does, and people type
    either.
    """
    value = value.strip()
    if len(value) > 320:
        raise ValueError("that is too long for an e-mail address")
    local, at, domain = value.rpartition("@")
    if not at or not local:
        raise ValueError(f"{value!r} is no e-mail address: it should look like name@example.com")
    if not (_LOCAL.fullmatch(local) or _QUOTED.fullmatch(local)):
        raise ValueError(f"{value!r} is no e-mail address: something before the @ is not allowed")
    if len(local.encode()) > 64:
        raise ValueError(f"{value!r} is no e-mail address: more than 64 characters before the @")
    return f"{local.lower()}@{domain_to_ascii(domain)}"


def parse(text: str) -> Address:
    """What a person typed: `ann@example.net` or `Ann Lee <ann@example.net>`. Raises ValueError."""
    if re.search(r"[\x00-\x1f\x7f]", text.strip()):
        raise ValueError("an e-mail address is one line without control characters")
    stripped = text.strip()
    if not stripped:
        raise ValueError("an e-mail address is missing")
    if len(stripped) > 1_000:
        raise ValueError("that is too long for an e-mail address")
    framed = re.fullmatch(r"(.*)<([^<>]*)>", stripped)
    if framed:
        name = parseaddr(f"{framed[1].strip()} <x@x.example>")[0] or framed[1].strip().strip('"').strip()
        return Address(kind="email", value=normalise(framed[2]), name=name)
    return Address(kind="email", value=normalise(stripped.removeprefix("mailto:")))
