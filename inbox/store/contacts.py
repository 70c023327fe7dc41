"""Contacts: people and the ways to reach them. Merging two can be taken back."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from inbox.compact import dump
from inbox.errors import ConflictError, NotFoundError
from inbox.store.acts import Actor, audit, keep_undo
from inbox.store.base import Rows, Tx
from inbox.types import Address

PLAIN = ("name", "notes", "language", "time_zone")  # columns that a person sets
SWITCHES = ("blocked", "show_images")
JSON = ("tags", "fields")  # columns that hold it
COLUMNS = (*PLAIN, *SWITCHES, *JSON)


def get(rows: Rows, contact: int) -> Any:
    """The row; of a merged one that of the contact it went into. Raises NotFoundError."""
    for _ in range(100):  # a chain of merges has no circle, but a broken store might
        row = rows.one("SELECT * FROM contact WHERE id = :id", id=contact)
        if row is None:
            break
        if row.merged_into is None:
            return row
        contact = row.merged_into
    raise NotFoundError("there is no such contact")


def lock(tx: Tx, contact: int) -> Any:
    """The row of a contact that was not merged, held until this transaction ends. Raises NotFoundError."""
    tx.run("UPDATE contact SET version = version WHERE id = :id", id=contact)
    row = get(tx, contact)
    if row.id != contact:
        raise ConflictError("this contact was merged into another", code="state", extra={"into": str(row.id)})
    return row


def columns(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given as the store keeps it."""
    return {name: dump(value) if name in JSON else int(value) if name in SWITCHES else value for name, value in given.items()}


def create(tx: Tx, by: Actor, /, *, name: str, addresses: Sequence[Address], **given: Any) -> int:
    """A new contact; `given`: COLUMNS. Raises ConflictError (`address`) when an address belongs to somebody else."""
    contact = tx.insert("contact", name=name or (addresses[0].value if addresses else ""), created_at=tx.now, **columns(given))
    for address in addresses:
        _give(tx, contact, address)
    tx.emit("contact.updated", contact=str(contact))
    audit(tx, by, "contact.create", f"contact:{contact}")
    return contact


def _give(tx: Tx, contact: int, address: Address) -> None:
    row = tx.one("SELECT id, contact_id FROM address WHERE kind = :kind AND value = :value",
                 kind=address.kind, value=address.value)
    if row is None:
        tx.insert("address", kind=address.kind, value=address.value, name=address.name, contact_id=contact, created_at=tx.now)
    elif row.contact_id != contact:
        raise ConflictError(f"{address.value} belongs to another contact; merge the two instead", code="address",
                            extra={"contact": str(row.contact_id)})
    else:  # named again by a person: whatever was wrong with it may be mended
        tx.run("UPDATE address SET health = '' WHERE id = :id", id=row.id)


def patch(tx: Tx, by: Actor, contact: int, version: int | None, given: Mapping[str, Any], addresses: Sequence[Address] | None,
          unseen: Collection[str] = ()) -> str | None:
    """Changes what is given (COLUMNS); `addresses` replaces the list, and one that is left out becomes a contact of its own.

    `unseen`: kinds of address that stay because the one who asks does not see them. Returns the undo key, None when
    nothing changed. Raises NotFoundError, ConflictError (`version`, `address`).
    """
    row = lock(tx, contact)
    if version is not None and version != row.version:
        raise ConflictError("somebody changed it meanwhile", code="version", extra={"version": row.version})
    after = {name: value for name, value in columns(given).items() if value != getattr(row, name)}
    before = {name: getattr(row, name) for name in after}
    data: dict[str, Any] = {"contact": contact, "before": before, "after": after}
    if addresses is not None:
        data |= _addresses(tx, contact, addresses, unseen)
    if not before and not data.get("given") and not data.get("left"):
        return None
    _assign(tx, contact, after)
    tx.emit("contact.updated", contact=str(contact))
    audit(tx, by, "contact.update", f"contact:{contact}",
          changed=sorted(before) + (["addresses"] if addresses is not None else []))
    return keep_undo(tx, by, "contact", data)


def _assign(tx: Tx, contact: int, values: Mapping[str, Any]) -> None:
    sets = ", ".join(["version = version + 1", *(f"{name} = :{name}" for name in values)])
    tx.run(f"UPDATE contact SET {sets} WHERE id = :id", id=contact, **values)  # noqa: S608 - columns


def _addresses(tx: Tx, contact: int, wanted: Sequence[Address], unseen: Collection[str]) -> dict[str, Any]:
    """Makes the contact's addresses these, but for the kinds that are not seen. {given: ids that were added, left: ids that went}"""
    had = {(row.kind, row.value): row.id for row in
           tx.all("SELECT id, kind, value FROM address WHERE contact_id = :id", id=contact)}
    for address in wanted:
        _give(tx, contact, address)
    keep = {(a.kind, a.value) for a in wanted}
    left = [had[key] for key in had if key not in keep and key[0] not in unseen]
    for address_id in left:
        _alone(tx, address_id)
    given = [row.id for row in tx.all("SELECT id FROM address WHERE contact_id = :id", id=contact) if row.id not in had.values()]
    return {"given": given, "left": left}


def _alone(tx: Tx, address_id: int) -> None:
    """The address becomes a contact of its own."""
    row = tx.one("SELECT name, value FROM address WHERE id = :id", id=address_id)
    assert row is not None  # its id was read in this transaction
    other = tx.insert("contact", name=row.name or row.value, created_at=tx.now)
    tx.run("UPDATE address SET contact_id = :other WHERE id = :id", other=other, id=address_id)


def undo_patch(tx: Tx, data: Mapping[str, Any]) -> None:
    """Takes a `patch` back. Raises ConflictError (`state`) when a field was set again since."""
    row = lock(tx, int(data["contact"]))
    for column, value in data["before"].items():
        if getattr(row, column) not in (value, data["after"][column]):
            raise ConflictError(f"the {column} was changed again since", code="state")
    _assign(tx, row.id, data["before"])
    for address_id in data.get("given", ()):
        if tx.value("SELECT contact_id FROM address WHERE id = :id", id=address_id) == row.id:
            _alone(tx, address_id)
    _bring(tx, row.id, data.get("left", ()))
    tx.emit("contact.updated", contact=str(row.id))


def _bring(tx: Tx, contact: int, addresses: Iterable[int]) -> None:
    """The addresses come back, and contacts that stand empty without them go, unless a conversation names them."""
    for address_id in addresses:
        other = tx.value("SELECT contact_id FROM address WHERE id = :id", id=address_id)
        tx.run("UPDATE address SET contact_id = :contact WHERE id = :id", contact=contact, id=address_id)
        tx.run("DELETE FROM contact WHERE id = :id AND notes = '' AND NOT EXISTS (SELECT 1 FROM address WHERE contact_id = :id) "
               "AND NOT EXISTS (SELECT 1 FROM conversation WHERE contact_id = :id)", id=other)


def merge(tx: Tx, by: Actor, contact: int, into: int) -> str:
    """Everything of `contact` goes to `into`; returns the undo key. Raises NotFoundError, ConflictError (`state`)."""
    if contact == into:
        raise ConflictError("a contact cannot be merged into itself", code="state")
    rows = {one: lock(tx, one) for one in sorted((contact, into))}
    gone, home = rows[contact], rows[into]
    addresses = [row.id for row in tx.all("SELECT id FROM address WHERE contact_id = :id", id=contact)]
    conversations = [row.id for row in tx.all("SELECT id FROM conversation WHERE contact_id = :id", id=contact)]
    tx.run("UPDATE address SET contact_id = :into WHERE contact_id = :contact", into=into, contact=contact)
    tx.run("UPDATE conversation SET contact_id = :into, version = version + 1 WHERE contact_id = :contact",
           into=into, contact=contact)
    becomes = _joined(home, gone)
    before = {name: getattr(home, name) for name in becomes}
    _assign(tx, into, becomes)
    tx.run("UPDATE contact SET merged_into = :into, version = version + 1 WHERE id = :id", into=into, id=contact)
    tx.emit("contact.updated", contact=str(contact), into=str(into))
    tx.emit("contact.updated", contact=str(into))
    for conversation in conversations:
        tx.emit("conversation.updated", conversation=conversation, changed=["contact"])
    audit(tx, by, "contact.merge", f"contact:{contact}", into=str(into))
    return keep_undo(tx, by, "contact_merge", {
        "contact": contact, "into": into, "addresses": addresses, "conversations": conversations, "before": before,
        "after": becomes, "at": tx.now})


def _joined(home: Any, gone: Any) -> dict[str, Any]:
    """What the one who stays takes from the other: notes and tags of both, and whatever was not known."""
    fields = {**json.loads(gone.fields), **json.loads(home.fields)}
    tags = list(dict.fromkeys([*json.loads(home.tags), *json.loads(gone.tags)]))
    becomes = {
        "notes": "\n\n".join(text for text in (home.notes, gone.notes) if text), "language": home.language or gone.language,
        "time_zone": home.time_zone or gone.time_zone, "fields": dump(fields), "tags": dump(tags),
        "blocked": int(home.blocked or gone.blocked)}
    return {name: value for name, value in becomes.items() if value != getattr(home, name)}


def undo_merge(tx: Tx, data: Mapping[str, Any]) -> None:
    """Two again: addresses and conversations go back, those that began since with these addresses too.

    Raises ConflictError (`state`) when either has been merged on since.
    """
    contact, into = int(data["contact"]), int(data["into"])
    home = lock(tx, into)
    if not tx.run("UPDATE contact SET merged_into = NULL, version = version + 1 WHERE id = :id AND merged_into = :into",
                  id=contact, into=into):
        raise ConflictError("the contact has gone elsewhere since", code="state")
    if data["addresses"]:
        tx.run("UPDATE address SET contact_id = :contact WHERE id IN :ids AND contact_id = :into",
               contact=contact, into=into, ids=data["addresses"])
    theirs = set(data["conversations"])
    if data["addresses"]:
        theirs |= {r.id for r in tx.all(
            "SELECT c.id FROM conversation c JOIN participant p ON p.conversation_id = c.id WHERE c.contact_id = :into AND "
            "c.created_at >= :at AND p.address_id IN :ids", into=into, at=data["at"], ids=data["addresses"])}
    for conversation in sorted(theirs):
        if tx.run("UPDATE conversation SET contact_id = :contact, version = version + 1 WHERE id = :id AND contact_id = :into",
                  contact=contact, into=into, id=conversation):
            tx.emit("conversation.updated", conversation=conversation, changed=["contact"])
    if "before" not in data:  # merged by the version before
        data = {**data, "before": {"notes": data["home_notes"]}, "after": {"notes": data["notes"]}}
    _assign(tx, into, {name: value for name, value in data["before"].items() if getattr(home, name) == data["after"][name]})
    for one in (contact, into):
        tx.emit("contact.updated", contact=str(one))
