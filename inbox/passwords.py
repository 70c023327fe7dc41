"""Passwords of agents: argon2id (RFC 9106) with the library's defaults. They block for some 50 ms of CPU."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST = 8  # characters; a shorter one is taken with a warning, for that is a matter of the house's own policy
MOST = 1024  # characters; argon2 would hash a megabyte as well, at the caller's pleasure and our cost


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # the daemon starts without it
    return PasswordHasher()


def objection(password: str) -> str:
    """Why this may not be a password, as a sentence for people; empty when it may."""
    if not password:
        return "a password may not be empty"
    if len(password) > MOST:
        return f"a password has at most {MOST} characters"
    return ""


def weak(password: str) -> bool:
    """Whether it is so short that people should be warned."""
    return len(password) < LEAST


def hashed(password: str) -> str:
    """What is stored instead of the password."""
    return _hasher().hash(password)


@cache
def _nobody() -> str:
    return hashed("nobody has this password")


def matches(stored: str, password: str) -> bool:
    """Whether the password is the stored one. An empty `stored` (no such agent) costs the same time and never matches."""
    from argon2.exceptions import InvalidHashError, VerificationError
    try:
        _hasher().verify(stored or _nobody(), password[:MOST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return bool(stored)
