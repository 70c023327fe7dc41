"""Secrets in a configuration: as they are, or by the name of where they lie."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, SecretStr, ValidationInfo
from pydantic_core import PydanticCustomError


def _unread(why: str) -> PydanticCustomError:
    """A kind of its own: the same reference may well be readable to another process, such as the daemon."""
    return PydanticCustomError("unread_secret", "{why}", {"why": why})


def _resolve_secret(value: Any, info: ValidationInfo) -> Any:
    """`env:NAME`, `file:/path` and `cred:NAME` become what they name; a literal stays, and is reported to the checker."""
    if not isinstance(value, str) or (isinstance(info.context, dict) and info.context.get("literal")):
        return value  # from a browser: there a reference would read files and variables of the machine
    kind, _, rest = value.partition(":")
    if kind == "env" and re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", rest):
        if rest not in os.environ:
            raise _unread(f"the environment has no {rest}; set it, or name the secret another way")
        return os.environ[rest]
    if kind in ("file", "cred") and rest:
        folder = os.environ.get("CREDENTIALS_DIRECTORY", "/run/credentials/inbox.service")
        path = Path(rest) if kind == "file" else Path(folder) / rest
        try:
            return path.read_text(encoding="utf-8").strip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            why = "it is not text in UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
            raise _unread(f"cannot read the secret file {path}: {why}") from None
    if isinstance(info.context, dict):
        info.context.setdefault("literals", []).append(info.field_name)
    return value


Secret = Annotated[SecretStr, BeforeValidator(_resolve_secret)]
"""A setting that is a secret: literal, `env:NAME`, `file:/path` or `cred:NAME`. It never shows in a repr."""
