"""Addresses and the contacts behind them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from inbox.fit import unmasked
from inbox.store.base import Tx
from inbox.types import Address

Who = tuple[str, str]

MANY = 2_000  # values in one statement: SQLite takes 32,766 parameters at most


def ensure(tx: Tx, addresses: Iterable[Address]) -> dict[Who, Any]:
    """The rows (id, contact_id) of these addresses by (kind, value); who is new becomes a contact."""
    wanted: dict[Who, str] = {}
    for address in addresses:
        who = (address.kind, address.value)
        wanted[who] = wanted.get(who) or unmasked(address.name)
    out: dict[Who, Any] = {}
    for kind in {kind for kind, _ in wanted}:
        values = [value for k, value in wanted if k == kind]
        for start in range(0, len(values), MANY):
            for row in tx.all("SELECT id, contact_id, value, name FROM address WHERE kind = :kind AND value IN :values",
                              kind=kind, values=values[start:start + MANY]):
                out[kind, row.value] = row
                if not row.name and wanted[kind, row.value]:
                    _learn_name(tx, row, wanted[kind, row.value])
    for who, name in wanted.items():
        if who not in out:
            out[who] = _create(tx, who, name)
    return out


def _create(tx: Tx, who: Who, name: str) -> Any:
    contact = tx.insert("contact", name=name or who[1], created_at=tx.now)
    tx.run("INSERT INTO address (kind, value, name, contact_id, created_at) VALUES (:kind, :value, :name, :contact, :at) "
           "ON CONFLICT (kind, value) DO NOTHING", kind=who[0], value=who[1], name=name, contact=contact, at=tx.now)
    row: Any = tx.one("SELECT id, contact_id, value, name FROM address WHERE kind = :kind AND value = :value",
                 kind=who[0], value=who[1])
    if row.contact_id != contact:  # another daemon was faster
        tx.run("DELETE FROM contact WHERE id = :id", id=contact)
    return row


def _learn_name(tx: Tx, row: Any, name: str) -> None:
    tx.run("UPDATE address SET name = :name WHERE id = :id", name=name, id=row.id)
    tx.run("UPDATE contact SET name = :name WHERE id = :id AND name = :value", name=name, id=row.contact_id, value=row.value)


def blocked(tx: Tx, contacts: Iterable[int]) -> set[int]:
    """Those of the contacts that an agent has blocked."""
    every = sorted(set(contacts))
    return {row.id for start in range(0, len(every), MANY) for row in
            tx.all("SELECT id FROM contact WHERE id IN :ids AND blocked <> 0", ids=every[start:start + MANY])}


def opt(tx: Tx, channel: str, address: Address, out: bool) -> None:
    """Somebody wants nothing more from a channel, or wants it again."""
    row = ensure(tx, [address])[address.kind, address.value]
    if out:
        tx.put("opt_out", channel=channel, address_id=row.id, at=tx.now)
    else:
        tx.run("DELETE FROM opt_out WHERE channel = :channel AND address_id = :id", channel=channel, id=row.id)
    tx.emit("contact.updated", channel=channel, contact=str(row.contact_id), opted_out=out)
