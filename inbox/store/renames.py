"""A channel gets another name: everything that it left in the store goes along."""

from __future__ import annotations

import json
from typing import Any

from inbox.errors import ConflictError, NotFoundError
from inbox.store import feeds
from inbox.store.acts import audit
from inbox.store.agents import COMMAND_LINE
from inbox.store.base import Tx

_CARRIERS = ("feed", "fact", "grant", "tally", "ledger", "opt_out", "ref", "message", "attachment", "delivery", "event",
             "conversation")
# where addresses are kept as [kind, value, name] in JSON
_PACKED = (("message", "people"), ("delivery", "outbound"))


def rename(tx: Tx, old: str, new: str) -> bool:
    """Renames a channel that no daemon works on. Whether it was made in the browser. Raises NotFoundError, ConflictError."""
    if feeds.channel(tx, old) is None:
        raise NotFoundError(f"the store knows no channel {old!r}")
    if feeds.channel(tx, new) is not None:
        raise ConflictError(f"the store knows a channel {new!r} already; two histories cannot become one", code="exists")
    if tx.value("SELECT 1 FROM lease WHERE name = :name AND expires_at > :now", name=f"channel:{old}", now=tx.now):
        raise ConflictError(f"a daemon works on {old!r}; stop it first", code="busy")
    tx.run("DELETE FROM lease WHERE name IN :names", names=[f"channel:{old}", f"channel:{new}"])
    tx.run("UPDATE channel SET name = :new WHERE name = :old", old=old, new=new)
    made = tx.run("UPDATE installed_channel SET name = :new WHERE name = :old", old=old, new=new) > 0
    for table in _CARRIERS:
        tx.run(f'UPDATE "{table}" SET channel = :new WHERE channel = :old', old=old, new=new)  # noqa: S608 - names of our own
    if tx.value("SELECT 1 FROM address WHERE kind = :old LIMIT 1", old=old):
        _respace(tx, old, new)
    audit(tx, COMMAND_LINE, "channel.rename", f"channel:{new}", was=old)
    tx.emit("channel.updated", channel=new, state="ok", reason="")
    return made


def _respace(tx: Tx, old: str, new: str) -> None:
    """Where ids mean something only inside one account, the channel's name is the space of its addresses."""
    tx.run("UPDATE address SET kind = :new WHERE kind = :old", old=old, new=new)
    tx.run("UPDATE recipient SET kind = :new WHERE kind = :old", old=old, new=new)
    for table in ("conversation", "message"):
        tx.run(f"UPDATE {table} SET ours = :new || SUBSTR(ours, :after) WHERE SUBSTR(ours, 1, :n) = :start",  # noqa: S608
               new=new, after=len(old) + 1, n=len(old) + 1, start=old + ":")
    for table, column in _PACKED:
        for row in tx.all(f"SELECT id, {column} AS packed FROM {table} WHERE {column} LIKE :part", part=f'%"{old}"%'):  # noqa: S608
            tx.run(f"UPDATE {table} SET {column} = :packed WHERE id = :id", id=row.id,  # noqa: S608
                   packed=json.dumps(_moved(json.loads(row.packed), old, new), ensure_ascii=False))
    for row in tx.all("SELECT id, meta FROM ledger WHERE channel = :new AND meta LIKE :part", new=new, part=f'%"{old}"%'):
        meta = {key: new if value == old else value for key, value in json.loads(row.meta).items()}
        tx.run("UPDATE ledger SET meta = :meta WHERE id = :id", id=row.id, meta=json.dumps(meta, ensure_ascii=False))


def _moved(value: Any, old: str, new: str) -> Any:
    """The same JSON, with every packed address of the old space in the new one."""
    if isinstance(value, dict):
        return {key: _moved(inner, old, new) for key, inner in value.items()}
    if isinstance(value, list):
        if len(value) == 3 and value[0] == old and all(isinstance(part, str) for part in value):
            return [new, *value[1:]]
        return [_moved(inner, old, new) for inner in value]
    return value
