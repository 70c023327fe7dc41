"""Rows of channels that were made in the browser. Every change asks the daemons to take it up (`channel.command`, reload)."""

from __future__ import annotations

from typing import Any

from inbox.errors import ConflictError, NotFoundError
from inbox.store import agents, feeds
from inbox.store.acts import Actor, audit
from inbox.store.base import Rows, Tx


def every(rows: Rows) -> list[Any]:
    """All of them, by name."""
    return rows.all("SELECT name, type, enabled, version, settings, shown FROM installed_channel ORDER BY name")


def get(rows: Rows, name: str) -> Any | None:
    """One, or None."""
    return rows.one("SELECT name, type, enabled, version, settings, shown FROM installed_channel WHERE name = :name", name=name)


def add(tx: Tx, name: str, type_: str, settings: str, shown: str, who: list[str], by: Actor) -> None:
    """Makes one. `who`: addresses of the agents who may see it, none: all. Raises ConflictError when the name has a history
    of another kind, or is taken."""
    known = feeds.channel(tx, name)
    if known is not None and known.type not in ("", type_):
        raise ConflictError(f"the name {name!r} belongs to a channel of the kind {known.type!r} that was here before; its "
                            "conversations keep it, so take another name", code="exists")
    if not tx.run("INSERT INTO installed_channel (name, type, enabled, version, created_at, updated_at, settings, shown) "
                  "VALUES (:name, :type, 1, 1, :now, :now, :settings, :shown) ON CONFLICT DO NOTHING",
                  name=name, type=type_, now=tx.now, settings=settings, shown=shown):
        raise ConflictError(f"there is a channel {name!r} already", code="exists")
    tx.run('DELETE FROM "grant" WHERE channel = :name', name=name)  # of one that had the name before: given for another place
    feeds.ensure_channel(tx, name, type_)
    feeds.set_paused(tx, name, False)
    agents.remember_restrictions(tx, {name: sorted(who)})
    audit(tx, by, "channel.create", f"channel:{name}", type=type_)
    feeds.command(tx, name, "reload")


def change(tx: Tx, name: str, version: int | None, by: Actor, *, settings: str | None = None, shown: str = "",
           who: list[str] | None = None, enabled: bool | None = None, fields: list[str] | None = None,
           forget: bool = False) -> None:
    """Changes one. `fields`: which settings, for the audit; `forget`: its tokens were for another place and go.

    Raises NotFoundError, ConflictError when `version` is not the one that stands there.
    """
    row = get(tx, name)
    if row is None:
        raise NotFoundError("there is no such channel")
    # another daemon may write between our look and our words: then its version stands there
    if (version is not None and row.version != version) or not tx.run(
            "UPDATE installed_channel SET version = version + 1, updated_at = :now, enabled = COALESCE(:enabled, enabled), "
            "settings = COALESCE(:settings, settings), shown = CASE WHEN :settings IS NULL THEN shown ELSE :shown END "
            "WHERE name = :name AND version = :seen", name=name, now=tx.now, enabled=None if enabled is None else int(enabled),
            settings=settings, shown=shown, seen=row.version):
        raise ConflictError("somebody changed this channel meanwhile; look again", code="version")
    if who is not None:
        agents.remember_restrictions(tx, {name: sorted(who)})
    if forget:
        tx.run('DELETE FROM "grant" WHERE channel = :name', name=name)
    audit(tx, by, "channel.change", f"channel:{name}", fields=fields or [], **({} if enabled is None else {"enabled": enabled}))
    feeds.command(tx, name, "reload")


def remove(tx: Tx, name: str, by: Actor) -> None:
    """Forgets its settings and tokens; its conversations, ledger and cursors stay, as of one that leaves the file."""
    if not tx.run("DELETE FROM installed_channel WHERE name = :name", name=name):
        raise NotFoundError("there is no such channel")
    tx.run('DELETE FROM "grant" WHERE channel = :name', name=name)
    audit(tx, by, "channel.delete", f"channel:{name}")
    feeds.command(tx, name, "reload")
