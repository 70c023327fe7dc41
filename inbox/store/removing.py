"""Deleting a conversation at an agent's wish. What the ledger knows of its items stays, so that nothing of it comes back."""

from __future__ import annotations

from collections.abc import Collection

from inbox.errors import ConflictError, PolicyError
from inbox.store import privacy, triage, unused
from inbox.store.acts import Actor, audit
from inbox.store.base import Tx

DONE_WITH = ("closed", "spam")


def delete(tx: Tx, by: Actor, conversation: int, hidden: Collection[str] = ()) -> None:
    """Removes it with its messages, files and drafts; there is no way back. The files go with `unused.unlink`.

    ConflictError: `state` while it is neither closed nor spam (an admin may all the same) or was merged; `sending` while one
    of its replies is on its way, or nobody has said yet whether it went out. PolicyError `channels`: some of it is of a channel
    that this agent does not see (`hidden`).
    """
    row = triage.lock_open(tx, conversation)
    if hidden and triage.channels(tx, conversation) & set(hidden):
        raise PolicyError("channels", "a part of it is of a channel that you do not see")
    if row.status not in DONE_WITH and by.role != "admin":
        raise ConflictError("only what is closed or spam can be deleted: close it first", code="state")
    if tx.value("SELECT 1 FROM delivery WHERE conversation_id = :id AND state IN :states LIMIT 1", id=conversation,
                states=privacy.ON_ITS_WAY) is not None:
        raise ConflictError("one of its replies is on its way, or uncertain: wait for it, cancel it or settle it first",
                            code="sending")
    gone = privacy.Gone()
    doomed = [m.id for m in tx.all("SELECT id FROM message WHERE conversation_id = :id", id=conversation)]
    privacy.remove_messages(tx, doomed, gone)
    privacy.remove_conversation(tx, conversation, gone)
    audit(tx, by, "conversation.delete", f"conversation:{conversation}", messages=gone.messages)
    unused.drop(tx, gone.blobs)
