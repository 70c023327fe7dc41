"""Contacts that may be the same person: candidates that share something, and (pure) why two may be one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from inbox.store.base import Rows
from inbox.store.fold import fold

MOST = 200  # candidates that are looked at
# everybody is there, so that two of one name need not be one person
COMMON = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "icloud.com", "me.com", "gmx.de",
    "gmx.net", "web.de", "t-online.de", "aol.com", "proton.me", "protonmail.com", "mail.ru", "yandex.ru", "qq.com", "163.com"})
# mailboxes of an office, not of a person
ROLES = frozenset({"info", "support", "sales", "contact", "hello", "office", "admin", "mail", "service", "kontakt", "noreply",
                   "no-reply", "billing", "help", "team", "post", "webmaster", "postmaster"})
_PHONE = re.compile(r"\+?[\d\s().-]{7,24}")


@dataclass(frozen=True, slots=True)
class Person:
    """A name, and addresses as (kind, value, name)."""

    name: str
    addresses: tuple[tuple[str, str, str], ...]


def phones(person: Person) -> set[str]:
    """The telephone numbers among the addresses, whatever channel they belong to: digits only."""
    found = (re.sub(r"\D", "", value) for _, value, _ in person.addresses if _PHONE.fullmatch(value))
    return {digits for digits in found if 8 <= len(digits) <= 15}


def handles(person: Person) -> dict[str, set[str]]:
    """What they call themselves -> the addresses that say so: a handle, or what stands before the @ of a mail address."""
    found: dict[str, set[str]] = {}
    for kind, value, name in person.addresses:
        for text in (value, name.split()[0] if name.startswith("@") else ""):  # "@ann (Ann Lee)"
            local = text.partition("@")[0] if "@" in text[1:] else text.lstrip("@")
            plain = re.sub(r"[._+-]", "", local.partition("+")[0].lower())
            if len(plain) >= 5 and not plain.isdigit() and " " not in plain and local.lower() not in ROLES:
                found.setdefault(plain, set()).add(f"{kind}:{value}")
    return found


def domains(person: Person) -> set[str]:
    """Domains of their mail addresses, but for those where everybody is."""
    found = {value.rpartition("@")[2].lower() for _, value, _ in person.addresses if "@" in value[1:]}
    return found - COMMON - {""}


def full_name(person: Person) -> str:
    """The name in one spelling, its words in order; empty when it is one word or no name."""
    words = re.findall(r"[^\W\d_]+", fold(person.name))
    return " ".join(sorted(words)) if len(words) > 1 and "@" not in person.name else ""


def why(one: Person, other: Person) -> str | None:
    """Why two may be the same: same_phone, same_handle, same_name_domain, same_name; None: nothing says so."""
    if phones(one) & phones(other):
        return "same_phone"
    if handles(one).keys() & handles(other).keys():
        return "same_handle"
    if full_name(one) and full_name(one) == full_name(other):
        return "same_name_domain" if domains(one) & domains(other) else "same_name"
    return None


ORDER = ("same_phone", "same_name_domain", "same_handle", "same_name")  # the likeliest first


def _person(row: Any, addresses: Sequence[Any]) -> Person:
    return Person(row.name, tuple((a.kind, a.value, a.name) for a in addresses))


def find(rows: Rows, contact: int, limit: int = 10) -> list[tuple[int, str]]:
    """(contact, why) of those who may be the same person as this one, the likeliest first."""
    mine = rows.all("SELECT kind, value, name FROM address WHERE contact_id = :id", id=contact)
    row = rows.one("SELECT name FROM contact WHERE id = :id", id=contact)
    if row is None:
        return []
    person = _person(row, mine)
    found = []
    for other in _candidates(rows, contact, person):
        theirs = rows.all("SELECT kind, value, name FROM address WHERE contact_id = :id", id=other.id)
        reason = why(person, _person(other, theirs))
        if reason is not None:
            found.append((ORDER.index(reason), other.id, reason))
    return [(id_, reason) for _, id_, reason in sorted(found)[:limit]]


def _candidates(rows: Rows, contact: int, person: Person) -> list[Any]:
    """Contacts that share the name or a piece of an address, as far as the database can tell cheaply."""
    values = {form for digits in phones(person) for form in (digits, "+" + digits)}
    values |= {form for name in handles(person) for form in (name, "@" + name)}
    locals_ = {value.partition("@")[0].partition("+")[0].lower() for _, value, _ in person.addresses if "@" in value[1:]}
    locals_ |= {value.lstrip("@").lower() for _, value, _ in person.addresses if "@" not in value[1:]}
    begins = sorted(local for local in locals_ if len(local) >= 5 and local not in ROLES)[:8]
    words = re.findall(r"\w+", person.name)
    names = {person.name.lower(), " ".join(reversed(words)).lower()} if full_name(person) else {""}
    where = ["LOWER(p.name) IN :names", "LOWER(d.value) IN :values"]
    params: dict[str, Any] = {"names": sorted(names), "values": sorted(values | set(begins) | {"@" + b for b in begins}) or [""]}
    for n, local in enumerate(begins):
        where.append(f"LOWER(d.value) LIKE :b{n} ESCAPE '\\'")
        for sign in "\\%_":
            local = local.replace(sign, "\\" + sign)
        params[f"b{n}"] = local + "@%"
    for n, handle in enumerate(sorted(handles(person))[:8]):  # without the signs that LIKE knows
        where.append(f"LOWER(d.name) LIKE :h{n} OR REPLACE(REPLACE(REPLACE(LOWER(d.value), '.', ''), '_', ''), '-', '') LIKE :m{n}")
        params[f"h{n}"], params[f"m{n}"] = f"@{handle.replace('%', '')}%", f"{handle.replace('%', '')}@%"
    return rows.all(
        "SELECT DISTINCT p.id, p.name FROM contact p LEFT JOIN address d ON d.contact_id = p.id WHERE p.merged_into IS NULL "  # noqa: S608
        f"AND p.id <> :id AND ({' OR '.join(where)}) ORDER BY p.id LIMIT :n", id=contact, n=MOST, **params)
