"""What the installation's key does: sign what comes back to us, encrypt what we must keep secret.

The first key makes; every key checks, so that an old one stays valid while the new one spreads.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Sequence

from inbox.errors import StoreError

TOKEN = re.compile(r"m\.([a-z0-9]{16,40})\.([a-z2-7]{16})", re.IGNORECASE)


class Signer:
    """`keys`: 32 random bytes each, the newest first."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(key) != 32 for key in keys):
            raise ValueError("a key is 32 bytes")
        self._keys = tuple(keys)

    def __repr__(self) -> str:
        return "Signer(…)"

    def sign(self, text: str) -> str:
        """Sixteen lower-case letters and digits (80 bits of HMAC-SHA256)."""
        return self._mac(self._keys[0], text)

    def verify(self, text: str, signature: str) -> bool:
        """Whether one of our keys made the signature. Takes the same time for every wrong one."""
        given = signature.lower().encode("utf-8", "replace")  # what is compared as text must be ASCII
        return any([hmac.compare_digest(self._mac(key, text).encode(), given) for key in self._keys])

    @staticmethod
    def _mac(key: bytes, text: str) -> str:
        return base64.b32encode(hmac.digest(key, text.encode(), "sha256")[:10]).decode().lower()

    def reply_token(self, delivery_key: str) -> str:
        """What goes into a Message-ID or a plus address: `m.<delivery key>.<signature>`."""
        return f"m.{delivery_key}.{self.sign('reply:' + delivery_key)}"

    def delivery_of(self, text: str) -> str | None:
        """The delivery key of a token of ours within `text`; None without one. See `forged`."""
        found = TOKEN.search(text)
        if found and self.verify("reply:" + found[1].lower(), found[2]):
            return found[1].lower()
        return None

    def forged(self, text: str) -> bool:
        """Whether it has the form of our tokens but not our signature."""
        return TOKEN.search(text) is not None and self.delivery_of(text) is None

    def encrypt(self, data: bytes) -> str:
        """Fernet under the first key (AES-128-CBC with HMAC-SHA256)."""
        from cryptography.fernet import Fernet  # not loaded by an installation without OAuth
        return Fernet(base64.urlsafe_b64encode(self._keys[0])).encrypt(data).decode()

    def decrypt(self, text: str) -> bytes:
        """Raises StoreError when no key of ours opens it."""
        from cryptography.fernet import Fernet, InvalidToken, MultiFernet
        try:
            return MultiFernet([Fernet(base64.urlsafe_b64encode(k)) for k in self._keys]).decrypt(text.encode())
        except InvalidToken as error:
            raise StoreError("a stored secret was encrypted with a key that is no longer configured") from error
