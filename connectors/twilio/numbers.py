"""Telephone numbers as people type them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inbox.types import Address

from .config import WHATSAPP


def parse(text: str, region: str) -> Address:
    """A number in E.164, or a short code. Possible numbers are taken, not only those of known ranges: ranges are added
    every month. Raises ValueError with a sentence for people."""
    typed = text.strip().removeprefix("tel:")
    bare = typed[len(WHATSAPP):].strip() if typed.lower().startswith(WHATSAPP) else typed
    if re.fullmatch(r"\d{3,6}", bare):
        return Address(kind="tel", value=bare)
    if re.search(r"[A-Za-z@]", bare):
        raise ValueError(f"{text!r} is no telephone number")
    if re.match(r"00\s*[1-9]", bare):  # how most of the world types a plus
        bare = "+" + bare[2:]
    import phonenumbers  # 10 MB that only typing a number needs
    try:
        number = phonenumbers.parse(bare, region or None)
    except phonenumbers.NumberParseException as error:
        if error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE:
            raise ValueError(f"{text!r} has no country: write it like +49 30 1234567") from None
        raise ValueError(f"{text!r} is no telephone number: write it like +49 30 1234567") from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError(f"{text!r} cannot be a telephone number: it has too few or too many digits")
    return Address(kind="tel", value=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def sender_for(own: Sequence[Address], typed: Sequence[str]) -> Address | None:
    """Which of our numbers writes first to what a person typed; None without a fitting one."""
    whatsapp = any(text.strip().lower().startswith(WHATSAPP) for text in typed)
    fitting = [address for address in own if address.value.startswith(WHATSAPP) == whatsapp]
    return fitting[0] if fitting else own[0] if own and not whatsapp else None
