"""The outbox: deliveries, their recipients and attempts. What it says is the truth, also after a crash."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from inbox.compact import dump
from inbox.errors import ConflictError, NotFoundError
from inbox.store import blobs, messages
from inbox.store.base import Rows, Tx
from inbox.store.times import SERVER_NOW, clock
from inbox.types import Address, NotSent, OutboundMessage, Receipt

# of several recipients a delivery shows who is not settled yet, then the worst; what was canceled counts only when all were
WORST = ("sending", "uncertain", "queued", "failed", "bounced", "sent", "delivered", "read", "canceled")
SECOND = 1_000_000  # microseconds
LOOK_AFTER = (20, 60, 300, 1800, 7200)  # seconds after which an uncertain send is looked up at the provider
UNTOLD = 20  # seconds after which a claim whose answer never came back is given up
COMPLETE_AFTER = (5, 30, 300, 1800, 7200)  # seconds between tries of the step after a send


def enqueue(tx: Tx, *, message: int, conversation: int, channel: str, key: str, outbound: Mapping[str, Any],
            recipients: Sequence[tuple[str, Address]], next_at: int) -> int:
    """A message is to go out; its recipients are frozen here."""
    delivery = tx.insert("delivery", message_id=message, conversation_id=conversation, channel=channel, key=key,
                         outbound=dump(outbound), next_at=next_at, created_at=tx.now, at=tx.now)
    tx.insert_many("recipient", [
        {"delivery_id": delivery, "position": n, "role": role, "kind": a.kind, "value": a.value, "name": a.name, "at": tx.now}
        for n, (role, a) in enumerate(recipients)])
    return delivery


# ---------------------------------------------------------------- claim, phase, settle

class Claimed(NamedTuple):
    """A delivery (`full`) that was taken, with its recipients."""

    row: Any
    recipients: list[Any]


def claim(tx: Tx, channel: str, owner: str, limit: int, lease_us: int) -> list[Claimed]:
    """Takes what is due, oldest first, one per conversation; the attempts are committed before the wire is touched."""
    lock = " FOR UPDATE SKIP LOCKED" if tx.dialect == "postgresql" else ""
    due = tx.all(
        "SELECT d.id, d.attempts FROM delivery d WHERE d.channel = :channel AND d.state = 'queued' AND d.next_at <= :now "  # noqa: S608
        "AND NOT EXISTS (SELECT 1 FROM delivery e WHERE e.conversation_id = d.conversation_id AND e.channel = d.channel "
        "AND e.id < d.id AND (e.state = 'sending' OR (e.state = 'queued' AND (e.attempts > 0 OR e.next_at <= :now)))) "
        f"ORDER BY d.next_at, d.id LIMIT :n{lock}", channel=channel, now=tx.now, n=limit)
    if not due:
        return []
    ids = [row.id for row in due]
    tx.run("UPDATE delivery SET state = 'sending', attempts = attempts + 1, owner = :owner, fence = fence + 1, "  # noqa: S608 - our words
           f"lease_until = {clock(tx.dialect)} + :lease, phase = '', at = :now, "
           "created_at = CASE WHEN attempts = 0 THEN :now ELSE created_at END WHERE id IN :ids", owner=owner, lease=lease_us, now=tx.now,
           ids=ids)
    tx.run("UPDATE recipient SET state = 'sending', at = :now WHERE delivery_id IN :ids AND state = 'queued'", now=tx.now, ids=ids)
    tx.insert_many("attempt", [{"delivery_id": row.id, "number": row.attempts + 1, "owner": owner, "started_at": tx.now} for row in due])
    people: dict[int, list[Any]] = {one: [] for one in ids}
    for recipient in tx.all("SELECT * FROM recipient WHERE delivery_id IN :ids ORDER BY delivery_id, position", ids=ids):
        people[recipient.delivery_id].append(recipient)
    rows = {row.id: row for row in tx.all(f"{_FULL} WHERE d.id IN :ids", ids=ids)}
    for one in ids:
        tell(tx, rows[one], "sending")
    return [Claimed(rows[one], people[one]) for one in ids]


_FULL = ("SELECT d.*, m.text, m.html, m.subject, m.sent_at, m.external_id AS message_external, "
         "(SELECT COUNT(*) FROM attachment a WHERE a.message_id = m.id) AS files FROM delivery d JOIN message m ON m.id = d.message_id")


def full(rows: Rows, delivery: int) -> Any:
    """A delivery with its message, as the outbox needs it. Raises NotFoundError."""
    row = rows.one(f"{_FULL} WHERE d.id = :id", id=delivery)
    if row is None:
        raise NotFoundError(f"there is no delivery {delivery}")
    return row


def recipients(rows: Rows, delivery: int) -> list[Any]:
    """All recipients in their order."""
    return rows.all("SELECT * FROM recipient WHERE delivery_id = :id ORDER BY position", id=delivery)


def _held(tx: Tx, delivery: int, fence: int, *, late: bool = False) -> Any:
    """The row, if this attempt holds it still. `late`: also if it was only given up since (`recover`): its answer is the truth."""
    row = tx.one(f"SELECT * FROM delivery WHERE id = :id{tx.locking}", id=delivery)  # noqa: S608 - words of our own
    if late and row is not None and row.fence == fence + 1 and row.state == "uncertain":
        return row
    if row is None or row.fence != fence or row.state != "sending":
        raise ConflictError("this delivery was taken by another daemon, or settled", code="fence")
    return row


def prepared(tx: Tx, delivery: int, fence: int, message: OutboundMessage) -> None:
    """Keeps what `prepare` made, with the id under which answers will come."""
    _prepared(tx, _held(tx, delivery, fence), message)


def _prepared(tx: Tx, row: Any, message: OutboundMessage) -> None:
    sha = blobs.keep(tx, message.prepared) if message.prepared is not None else ""
    tx.run("UPDATE delivery SET prepared = :sha, external_id = :external WHERE id = :id", sha=sha, external=message.external_id,
           id=row.id)
    if message.external_id:
        _name(tx, row, message.external_id)


def _name(tx: Tx, row: Any, external_id: str, thread_id: str = "") -> None:
    tx.run("UPDATE message SET external_id = :external, thread_id = CASE WHEN :thread = '' THEN thread_id ELSE :thread END "
           "WHERE id = :id", external=external_id, thread=thread_id, id=row.message_id)
    messages.refer(tx, row.channel, row.conversation_id, row.message_id, external_id, (), thread_id)


def phase(tx: Tx, delivery: int, fence: int, name: str, evidence: Mapping[str, Any], message: OutboundMessage | None = None) -> None:
    """Records how far a send has come. `data_sent` is the border behind which nothing is sure. `message`: see `prepared`."""
    row = _held(tx, delivery, fence)
    if message is not None:
        _prepared(tx, row, message)
    progress = json.loads(row.progress)
    if name != "data_sent":
        progress.update(evidence)
    text = ", ".join(f"{k} {' '.join(map(str, v)) if isinstance(v, (list, tuple)) else v}" for k, v in evidence.items())
    tx.run("UPDATE delivery SET phase = :phase, progress = :progress, evidence = :evidence WHERE id = :id", phase=name,
           progress=dump(progress), evidence=dump({"phase": name, "at": tx.now, "text": text}), id=delivery)
    tx.run("UPDATE attempt SET phase = :phase WHERE delivery_id = :id AND number = :n", phase=name, id=delivery, n=row.attempts)


def sent(tx: Tx, delivery: int, fence: int, receipt: Receipt, *, completes: bool) -> None:
    """The service has it. Refused recipients are failed; news that came before the answer is kept."""
    row = _held(tx, delivery, fence, late=True)
    for refusal in receipt.refused:
        tx.run("UPDATE recipient SET state = 'failed', detail = :detail, at = :now WHERE delivery_id = :id AND value = :value",
               detail=f"{refusal.detail} ({refusal.code})" if refusal.code else refusal.detail, now=tx.now, id=delivery,
               value=refusal.address.value)
    tx.run("UPDATE recipient SET state = 'sent', detail = '', at = :now WHERE delivery_id = :id "
           "AND state IN ('queued', 'sending', 'uncertain')", now=tx.now, id=delivery)
    error = dump({"code": receipt.refused[0].code or "refused", "detail": receipt.refused[0].detail}) if receipt.refused else ""
    tx.run("UPDATE delivery SET error = :error, evidence = '', next_at = NULL, lease_until = NULL, receipt = :receipt, "
           "complete_state = CASE WHEN complete_state = 'done' THEN 'done' ELSE :complete END, complete_at = :now WHERE id = :id",
           error=error, now=tx.now, id=delivery,
           receipt=dump({"external_ids": receipt.external_ids, "thread_id": receipt.thread_id}),
           complete="queued" if completes else "")
    _end_attempt(tx, row, "sent", receipt.detail)
    if receipt.external_ids and (row.external_id, "") != (receipt.external_ids[0], receipt.thread_id):  # else it has its name already
        tx.run("UPDATE delivery SET external_id = :e WHERE id = :id", e=receipt.external_ids[0], id=delivery)
        _name(tx, row, receipt.external_ids[0], receipt.thread_id)
    messages.refer(tx, row.channel, row.conversation_id, row.message_id, None, receipt.external_ids[1:], "")
    tx.run("UPDATE channel SET last_out_at = :now WHERE name = :name", now=tx.now, name=row.channel)
    _derive(tx, row)


def requeue(tx: Tx, delivery: int, fence: int, next_at: int, code: str, detail: str, *, counts: bool = True) -> None:
    """Nothing went out; it will be tried again at `next_at`. `counts`: whether this was an attempt at all. No `code`: nothing is wrong."""
    row = _held(tx, delivery, fence)
    tx.run("UPDATE recipient SET state = 'queued', at = :now WHERE delivery_id = :id AND state = 'sending'", now=tx.now, id=delivery)
    tx.run("UPDATE delivery SET next_at = :next, lease_until = NULL, error = :error, evidence = '', "
           "attempts = attempts - :uncounted WHERE id = :id", next=next_at, id=delivery, uncounted=0 if counts else 1,
           error=dump({"code": code, "detail": detail}) if code else "")
    _end_attempt(tx, row, "again", detail)
    _derive(tx, row)


def failed(tx: Tx, delivery: int, fence: int, code: str, detail: str) -> None:
    """It will never go out."""
    row = _held(tx, delivery, fence, late=True)
    tx.run("UPDATE recipient SET state = 'failed', detail = :detail, at = :now WHERE delivery_id = :id "
           "AND state IN ('queued', :held)", detail=detail, now=tx.now, id=delivery, held=row.state)
    tx.run("UPDATE delivery SET next_at = NULL, lease_until = NULL, error = :error, evidence = '' WHERE id = :id", id=delivery,
           error=dump({"code": code, "detail": detail}))
    _end_attempt(tx, row, "failed", detail)
    _derive(tx, row)


def uncertain(tx: Tx, delivery: int, fence: int, text: str) -> None:
    """It may have gone out: only a look at the provider, its news, or a person settles it."""
    row = _held(tx, delivery, fence)
    _uncertain(tx, row, text)


def _uncertain(tx: Tx, row: Any, text: str) -> None:
    before = json.loads(row.evidence) if row.evidence else {}
    evidence = {"phase": row.phase or "unknown", "at": before.get("at", tx.now),
                "text": "; ".join(part for part in (before.get("text", ""), text) if part)}
    tx.run("UPDATE recipient SET state = 'uncertain', at = :now WHERE delivery_id = :id AND state = 'sending'", now=tx.now, id=row.id)
    tx.run("UPDATE delivery SET next_at = NULL, lease_until = NULL, evidence = :evidence, look_at = :look, "
           "looks = 0 WHERE id = :id", evidence=dump(evidence), id=row.id, look=tx.now + LOOK_AFTER[0] * SECOND)
    _end_attempt(tx, row, "uncertain", text)
    _derive(tx, row)


def _end_attempt(tx: Tx, row: Any, outcome: str, detail: str) -> None:
    tx.run("UPDATE attempt SET outcome = :outcome, detail = :detail, ended_at = :now WHERE delivery_id = :id AND number = :n "
           "AND ended_at IS NULL", outcome=outcome, detail=detail, now=tx.now, id=row.id, n=row.attempts)


def recover(tx: Tx, *, idempotent: Sequence[str], owner_alive: bool, owner: str = "", in_hand: Sequence[int] = ()) -> int:
    """Deliveries whose daemon died in mid-send become `uncertain` or `queued`; how many.

    `owner_alive`: other daemons may be at work, so only what expired or belongs to a daemon that holds no lease counts;
    else everything that is `sending`. One taken from a daemon that lives after all is fenced: it cannot begin to send.
    `owner` asks, and has `in_hand`: what else is in its name it was never told of, for the answer to its claim was lost.
    """
    expired = ""
    if owner_alive:
        expired = f" AND (lease_until < {clock(tx.dialect)} OR (owner = :owner AND at < :untold AND id NOT IN :in_hand)"
        if tx.dialect == "postgresql":
            expired += (" OR NOT EXISTS (SELECT 1 FROM lease l WHERE l.name = 'daemon:' || delivery.owner "  # noqa: S608 - words of our own
                        f"AND l.expires_at > {SERVER_NOW})")
        expired += ")"
    rows = tx.all(f"SELECT * FROM delivery WHERE state = 'sending'{expired}{tx.locking}", now=tx.now, owner=owner,  # noqa: S608 - words of our own
                  untold=tx.now - UNTOLD * SECOND, in_hand=[0, *in_hand])
    for row in rows:
        if row.phase == "data_sent" and row.channel not in idempotent:
            tx.run("UPDATE delivery SET fence = fence + 1 WHERE id = :id", id=row.id)
            _uncertain(tx, row, "the daemon stopped before the service answered")
        else:
            tx.run("UPDATE delivery SET fence = fence + 1, next_at = :now, lease_until = NULL, evidence = '' WHERE id = :id",
                   now=tx.now, id=row.id)
            tx.run("UPDATE recipient SET state = 'queued', at = :now WHERE delivery_id = :id AND state = 'sending'",
                   now=tx.now, id=row.id)
            _end_attempt(tx, row, "again", "the daemon stopped before anything was sent")
            _derive(tx, row)
    if not owner_alive:  # a step after a send that was broken off is nobody's now
        tx.run("UPDATE delivery SET complete_at = :now WHERE complete_state = 'queued' AND complete_at > :now", now=tx.now)
    return len(rows)


# ---------------------------------------------------------------- what a delivery shows

def derive(tx: Tx, delivery: int) -> None:
    """Sets the delivery's state from its recipients, keeps the conversation's counts, and tells."""
    row = tx.one("SELECT id, state, conversation_id, message_id, channel FROM delivery WHERE id = :id", id=delivery)
    if row is None:
        raise NotFoundError(f"there is no delivery {delivery}")
    _derive(tx, row)


def _derive(tx: Tx, row: Any) -> None:
    """As `derive`; `row`: the delivery, with the state that it has until now."""
    states = {r.state for r in tx.all("SELECT DISTINCT state FROM recipient WHERE delivery_id = :id", id=row.id)}
    state = next((s for s in WORST if s in states), row.state)
    tx.run("UPDATE delivery SET state = :state, at = :now WHERE id = :id", state=state, now=tx.now, id=row.id)
    if state in ("failed", "bounced") and row.state not in ("failed", "bounced"):
        _wait_again(tx, row.conversation_id, opens=True)
        messages.first_reply(tx, row.conversation_id)
    elif state == "canceled":
        _wait_again(tx, row.conversation_id, opens=False)
        messages.first_reply(tx, row.conversation_id)
    elif row.state in ("failed", "bounced") and state in ("queued", "sending", "sent", "delivered", "read"):
        tx.run("UPDATE conversation SET waiting_since = NULL WHERE id = :id AND last_in_id < :message",
               id=row.conversation_id, message=row.message_id)
        tx.run("UPDATE conversation SET returned = '', returned_at = NULL WHERE id = :id AND returned = 'failed'", id=row.conversation_id)
        messages.first_reply(tx, row.conversation_id)
    if {state, row.state} & {"failed", "bounced", "uncertain"}:
        recount(tx, row.conversation_id)
    else:
        tx.run("UPDATE conversation SET version = version + 1 WHERE id = :id", id=row.conversation_id)
    tell(tx, row, state)


def recount(tx: Tx, conversation: int) -> None:
    """The conversation's numbers of failed and uncertain deliveries."""
    tx.run("UPDATE conversation SET version = version + 1, "
           "failed = (SELECT COUNT(*) FROM delivery WHERE conversation_id = :id AND state IN ('failed', 'bounced')), "
           "uncertain = (SELECT COUNT(*) FROM delivery WHERE conversation_id = :id AND state = 'uncertain') WHERE id = :id",
           id=conversation)


def _wait_again(tx: Tx, conversation: int, *, opens: bool) -> None:
    """Nobody was answered after all: the customer waits since the first message that has no answer."""
    since = tx.value(
        "SELECT MIN(COALESCE(m.received_at, m.sent_at)) FROM message m WHERE m.conversation_id = :id AND m.direction = 'in' "
        "AND m.flags NOT LIKE '%\"automatic\"%' AND m.id > COALESCE((SELECT MAX(o.id) FROM message o LEFT JOIN delivery d ON "
        "d.message_id = o.id WHERE o.conversation_id = :id AND o.direction = 'out' AND o.kind = 'message' AND (d.id IS NULL "
        "OR d.state IN ('queued', 'sending', 'sent', 'delivered', 'read', 'uncertain'))), 0)",
        id=conversation)
    opened = (", status = CASE WHEN status IN ('closed', 'snoozed') THEN 'open' ELSE status END, closed_at = NULL, snoozed_until = NULL, "
              "returned = 'failed', returned_at = :now")
    tx.run(f"UPDATE conversation SET waiting_since = COALESCE(waiting_since, :since){opened if opens else ''} WHERE id = :id",  # noqa: S608
           since=since, now=tx.now, id=conversation)
    tx.emit("conversation.updated", conversation=conversation, changed=["status", "waiting_since"])


def tell(tx: Tx, row: Any, state: str) -> None:
    """Journals what a delivery shows."""
    tx.emit("message.updated", conversation=row.conversation_id, message=row.message_id, channel=row.channel, delivery=state)


# ---------------------------------------------------------------- what a person may do

def _of_message(tx: Tx, message: int) -> Any:
    row = tx.one(f"SELECT * FROM delivery WHERE message_id = :id{tx.locking}", id=message)  # noqa: S608 - as above
    if row is None:
        raise NotFoundError(f"message {message} was never to go out")
    return row


def retry(tx: Tx, message: int) -> None:
    """A failed send goes again, only to those it failed for. Raises ConflictError when nothing failed."""
    row = _of_message(tx, message)
    if row.state not in ("failed", "bounced"):
        raise ConflictError(f"it is {row.state}; only what failed can be tried again", code="state")
    tx.run("UPDATE recipient SET state = 'queued', detail = '', at = :now WHERE delivery_id = :id "
           "AND state IN ('failed', 'bounced')", now=tx.now, id=row.id)
    _again(tx, row)


def _again(tx: Tx, row: Any) -> None:
    tx.run("UPDATE delivery SET next_at = :now, error = '', evidence = '', phase = '', created_at = :now, receipt = '' "
           "WHERE id = :id", now=tx.now, id=row.id)
    _derive(tx, row)


def cancel(tx: Tx, message: int) -> None:
    """Takes back what still waits. Raises ConflictError once it is on its way."""
    row = _of_message(tx, message)
    if row.state != "queued":
        raise ConflictError(f"it is {row.state}; only what still waits can be taken back", code="state")
    tx.run("UPDATE recipient SET state = 'canceled', at = :now WHERE delivery_id = :id AND state = 'queued'", now=tx.now, id=row.id)
    tx.run("UPDATE delivery SET next_at = NULL WHERE id = :id", id=row.id)
    _derive(tx, row)


def resolve(tx: Tx, message: int, sent: bool) -> None:
    """A person settles an uncertain send: it went out, or it goes again with the same bytes. Raises ConflictError."""
    row = _of_message(tx, message)
    if row.state != "uncertain":
        raise ConflictError(f"it is {row.state}; only an uncertain send can be settled", code="state")
    state = "sent" if sent else "queued"
    tx.run("UPDATE recipient SET state = :state, at = :now WHERE delivery_id = :id AND state = 'uncertain'", state=state,
           now=tx.now, id=row.id)
    if sent:
        tx.run("UPDATE delivery SET evidence = '', error = '', next_at = NULL WHERE id = :id", id=row.id)
        _derive(tx, row)
    else:
        _again(tx, row)


# ---------------------------------------------------------------- after a send

def to_complete(rows: Rows, channel: str) -> list[Any]:
    """Sent deliveries whose next step (a copy to Sent) waits."""
    return [full(rows, row.id) for row in rows.all(
        "SELECT id FROM delivery WHERE channel = :channel AND complete_state = 'queued' ORDER BY complete_at LIMIT 20",
        channel=channel)]


def completing(tx: Tx, delivery: int, lease_us: int) -> bool:
    """Whether the step after the send is ours to do now; another daemon waits as long as it may take."""
    return tx.run("UPDATE delivery SET complete_at = :until WHERE id = :id AND complete_state = 'queued' AND complete_at <= :now",
                  until=tx.now + lease_us, id=delivery, now=tx.now) > 0


def completed(tx: Tx, delivery: int, attempts: int, error: str) -> None:
    """How the step after the send ended; it never touches what the delivery shows."""
    if error and attempts < len(COMPLETE_AFTER):
        tx.run("UPDATE delivery SET complete_at = :at, complete_attempts = :n, complete_error = :error WHERE id = :id",
               at=tx.now + COMPLETE_AFTER[attempts] * SECOND, n=attempts + 1, error=error, id=delivery)
    else:
        tx.run("UPDATE delivery SET complete_state = :state, complete_error = :error WHERE id = :id",
               state="failed" if error else "done", error=error, id=delivery)


def to_look_at(rows: Rows, channel: str) -> list[Any]:
    """Uncertain deliveries that a look at the provider may settle."""
    return [full(rows, row.id) for row in rows.all(
        "SELECT id FROM delivery WHERE channel = :channel AND state = 'uncertain' AND look_at IS NOT NULL "
        "ORDER BY look_at LIMIT 20", channel=channel)]


def looked(tx: Tx, delivery: int, fence: int, found: Receipt | NotSent | None) -> None:
    """What the look told: it is there, it surely is not, or nothing yet. A look from before another attempt tells nothing."""
    row = tx.one(f"SELECT * FROM delivery WHERE id = :id{tx.locking}", id=delivery)  # noqa: S608 - words of our own
    if row is None or row.state != "uncertain" or row.fence != fence:
        return
    if isinstance(found, Receipt):
        resolve(tx, row.message_id, True)
        if found.external_ids:
            tx.run("UPDATE delivery SET external_id = :e WHERE id = :id", e=found.external_ids[0], id=delivery)
            _name(tx, row, found.external_ids[0], found.thread_id)
    elif isinstance(found, NotSent):
        resolve(tx, row.message_id, False)
    else:
        looks = row.looks + 1
        at = tx.now + LOOK_AFTER[looks] * SECOND if looks < len(LOOK_AFTER) else None
        tx.run("UPDATE delivery SET looks = :n, look_at = :at WHERE id = :id", n=looks, at=at, id=delivery)
