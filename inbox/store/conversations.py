"""Conversations: merging two, splitting one, and taking that back. What changes within one is in triage.py."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from inbox.errors import ConflictError, NotFoundError
from inbox.store import deliveries, drafts
from inbox.store.acts import SYSTEM, Actor, audit, keep_undo
from inbox.store.base import Rows, Tx
from inbox.store.messages import PREVIEW, create_conversation, first_reply, relate
from inbox.store.triage import lock, lock_open, retag, tags
from inbox.store.triage import wake as wake

SPLIT = "split"  # the reason in `related` that keeps two conversations apart for good
MANY = 5_000  # ids in one statement: SQLite takes 32,766 parameters at most
_ROUTE = ("channel", "ours")
STATE = ("status", "snoozed_until", "closed_at", "waiting_since", "assignee_id", "team_id", "merged_into")


def refresh(tx: Tx, conversation: int) -> None:
    """Works out again what the list shows, after messages came or went: the last message, the route, the counters."""
    last = tx.one("SELECT id, COALESCE(received_at, sent_at) AS at, direction, text FROM message WHERE conversation_id = :id "
                  "AND kind = 'message' ORDER BY COALESCE(received_at, sent_at) DESC, id DESC LIMIT 1", id=conversation)
    came = tx.one("SELECT id, channel, ours FROM message WHERE conversation_id = :id AND kind = 'message' AND "
                  "direction = 'in' ORDER BY id DESC LIMIT 1", id=conversation)
    values: dict[str, Any] = {
        "last_id": None, "last_at": 0, "last_direction": None, "last_text": "", "last_in_id": 0}
    if last is not None:
        values |= {"last_id": last.id, "last_at": last.at, "last_direction": last.direction,
                   "last_text": " ".join(last.text.split())[:PREVIEW]}
    if came is not None:
        values |= {"last_in_id": came.id, "channel": came.channel, "ours": came.ours}
    assign(tx, conversation, values)
    deliveries.recount(tx, conversation)
    first_reply(tx, conversation)


def assign(tx: Tx, conversation: int, values: Mapping[str, Any]) -> None:
    """Sets columns; the version goes on."""
    sets = ", ".join(["version = version + 1", *(f"{name} = :{name}" for name in values)])
    tx.run(f"UPDATE conversation SET {sets} WHERE id = :id", id=conversation, **values)  # noqa: S608 - columns


def columns(row: Any, names: Sequence[str]) -> dict[str, Any]:
    """These columns of a row."""
    return {name: getattr(row, name) for name in names}


def _portions(ids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), MANY):
        yield list(ids[start:start + MANY])


def carry(tx: Tx, messages: Sequence[int], source: int, target: int) -> None:
    """Moves those of the messages that are in `source`, with their deliveries."""
    for ids in _portions(messages):
        tx.run("UPDATE delivery SET conversation_id = :target WHERE message_id IN :ids AND conversation_id = :source",
               target=target, source=source, ids=ids)
        tx.run("UPDATE message SET conversation_id = :target WHERE id IN :ids AND conversation_id = :source",
               target=target, source=source, ids=ids)
        tx.run("UPDATE mention SET conversation_id = :target WHERE message_id IN :ids AND conversation_id = :source",
               target=target, source=source, ids=ids)


def parted(rows: Rows, one: int, other: int) -> bool:
    """Whether a person has split these two, so that nothing may merge them by itself."""
    return rows.value("SELECT 1 FROM related WHERE conversation_id = :one AND other_id = :other AND reason = :reason",
                      one=one, other=other, reason=SPLIT) is not None


def merge_into(tx: Tx, source: int, into: int, reason: str, by: Actor = SYSTEM) -> str | None:
    """Moves everything of `source` into `into` and returns the undo key.

    `source` stays behind as `merged`; ids that led to it lead on, so later replies follow. By itself (`by` a system)
    it never joins what a person has split: then it answers None. Raises NotFoundError, ConflictError (`state`).
    """
    if source == into:
        raise ConflictError("a conversation cannot be merged into itself", code="state")
    if by.kind == "system" and parted(tx, source, into):
        return None
    for one in sorted((source, into)):  # always in this order: two merges at once must not wait for each other
        lock(tx, one)
    was, home = lock_open(tx, source), lock_open(tx, into)
    messages = [row.id for row in tx.all("SELECT id FROM message WHERE conversation_id = :id ORDER BY id", id=source)]
    data: dict[str, Any] = {
        "source": source, "into": into, "auto": by.kind == "system", "messages": messages,
        "was": columns(was, STATE + _ROUTE), "home": columns(home, STATE + _ROUTE),
        **_merge_refs(tx, source, into), **_merge_people(tx, source, into), **_merge_labels(tx, source, into),
        "drafts": drafts.carry(tx, source, into)}
    carry(tx, messages, source, into)
    refresh(tx, into)
    waiting = [at for at in (was.waiting_since, home.waiting_since) if at is not None]
    opened = home.status != "open" and was.status == "open"
    assign(tx, into, {
        "waiting_since": min(waiting) if waiting else None, "assignee_id": home.assignee_id or was.assignee_id,
        "team_id": home.team_id or was.team_id,
        **({"status": "open", "snoozed_until": None, "closed_at": None} if opened else {})})
    data["became"] = columns(lock(tx, into), STATE + _ROUTE)
    assign(tx, source, {"status": "merged", "merged_into": into, "waiting_since": None, "snoozed_until": None, "last_id": None,
                      "failed": 0, "uncertain": 0})
    tx.emit("conversation.merged", conversation=source, channel=was.channel, into=str(into))
    tx.emit("conversation.updated", conversation=into, channel=home.channel, changed=["messages", "status", "tags"])
    undo = keep_undo(tx, by, "merge", data)
    audit(tx, by, "conversation.merge", f"conversation:{source}", into=str(into), reason=reason, undo=undo)
    return undo


def _merge_refs(tx: Tx, source: int, into: int) -> dict[str, Any]:
    """Ids that both have stay with `into`, and lead to the message that one of them has; the source's rows are kept for undo."""
    both = tx.all("SELECT r.id, r.value, r.channel, r.message_id, r.kind FROM ref r WHERE r.conversation_id = :source AND EXISTS "
                  "(SELECT 1 FROM ref o WHERE o.conversation_id = :into AND o.value = r.value AND o.channel = r.channel)",
                  source=source, into=into)
    tx.many("UPDATE ref SET kind = 'own', message_id = :message WHERE conversation_id = :into AND value = :value AND "
            "channel = :channel AND message_id IS NULL", [
                {"message": row.message_id, "into": into, "value": row.value, "channel": row.channel} for row in both if row.kind == "own"])
    for ids in _portions([row.id for row in both]):
        tx.run("DELETE FROM ref WHERE id IN :ids", ids=ids)
    moved = [row.id for row in tx.all("SELECT id FROM ref WHERE conversation_id = :id", id=source)]
    tx.run("UPDATE ref SET conversation_id = :into WHERE conversation_id = :source", into=into, source=source)
    return {"refs": moved, "refs_gone": [[r.value, r.channel, r.message_id, r.kind] for r in both]}


def _merge_people(tx: Tx, source: int, into: int) -> dict[str, Any]:
    """Who takes part there takes part here; who is no newcomer in one is none in both."""
    theirs = tx.all("SELECT address_id, newcomer FROM participant WHERE conversation_id = :id", id=source)
    ours = {row.address_id: row.newcomer for row in
            tx.all("SELECT address_id, newcomer FROM participant WHERE conversation_id = :id", id=into)}
    tx.insert_many("participant", [{"conversation_id": into, "address_id": row.address_id, "newcomer": row.newcomer}
                                   for row in theirs if row.address_id not in ours])
    known = [row.address_id for row in theirs if ours.get(row.address_id) and not row.newcomer]
    if known:
        tx.run("UPDATE participant SET newcomer = 0 WHERE conversation_id = :id AND address_id IN :who", id=into, who=known)
    return {"people": [row.address_id for row in theirs if row.address_id not in ours], "newcomers": known}


def _merge_labels(tx: Tx, source: int, into: int) -> dict[str, Any]:
    """Tags, links and reading marks: who had read both has read the whole."""
    new = sorted(set(tags(tx, source)) - set(tags(tx, into)))
    retag(tx, into, add=new)
    links = tx.all("SELECT other_id, reason FROM related WHERE conversation_id = :source AND other_id <> :into AND "
                   "other_id NOT IN (SELECT other_id FROM related WHERE conversation_id = :into)", source=source, into=into)
    for link in links:
        relate(tx, into, link.other_id, link.reason)
    tx.run("UPDATE read_mark SET up_to = (SELECT MAX(last_in_id) FROM conversation WHERE id IN (:into, :source)) "
           "WHERE conversation_id = :into AND agent_id IN (SELECT id FROM agent) AND "  # the key of a mark begins with its agent
           "up_to >= (SELECT last_in_id FROM conversation WHERE id = :into) AND EXISTS "
           "(SELECT 1 FROM read_mark r JOIN conversation c ON c.id = r.conversation_id "
           "WHERE r.agent_id = read_mark.agent_id AND c.id = :source AND r.up_to >= c.last_in_id)", source=source, into=into)
    return {"tags": new, "links": [link.other_id for link in links]}


def undo_merge(tx: Tx, data: Mapping[str, Any]) -> None:
    """Takes a merge back: what it moved goes home, and what came since stays.

    Raises ConflictError (`state`) when either has been merged on since.
    """
    source, into = int(data["source"]), int(data["into"])
    for one in sorted((source, into)):
        lock(tx, one)
    was, home = lock(tx, source), lock_open(tx, into)
    if was.status != "merged" or was.merged_into != into:
        raise ConflictError("the conversation has gone elsewhere since", code="state")
    carry(tx, data["messages"], into, source)
    for ids in _portions(data["refs"]):
        tx.run("UPDATE ref SET conversation_id = :source WHERE id IN :ids AND conversation_id = :into",
               source=source, into=into, ids=ids)
    for value, channel, message, kind in data["refs_gone"]:
        tx.put("ref", value=value, channel=channel, message_id=message, kind=kind, conversation_id=source)
        if kind == "own":
            tx.run("UPDATE ref SET kind = 'named', message_id = NULL WHERE conversation_id = :into AND value = :value AND "
                   "channel = :channel AND message_id = :message", into=into, value=value, channel=channel, message=message)
    undo_people(tx, into, data)
    retag(tx, into, remove=data["tags"])
    for other in data["links"]:
        unrelate(tx, into, other)
    drafts.carry_back(tx, source, into, data.get("drafts", ()))  # merges of an earlier version did not know of drafts
    refresh(tx, source)
    refresh(tx, into)
    assign(tx, source, data["was"])
    became = data["became"]
    assign(tx, into, {name: value for name, value in data["home"].items() if getattr(home, name) == became[name]})
    if data["auto"]:  # a person has said that they are two
        part(tx, source, into)
    for row in (was, home):
        tx.emit("conversation.updated", conversation=row.id, channel=row.channel, changed=["messages", "status", "tags"])


def undo_people(tx: Tx, into: int, data: Mapping[str, Any]) -> None:
    """Those that the merge brought leave, but for whom a message that stays names."""
    brought = set(data["people"])
    if brought:
        brought -= present(tx, into)
        tx.run("DELETE FROM participant WHERE conversation_id = :id AND address_id IN :who", id=into, who=sorted(brought))
    if data["newcomers"]:
        tx.run("UPDATE participant SET newcomer = 1 WHERE conversation_id = :id AND address_id IN :who",
               id=into, who=data["newcomers"])


def part(tx: Tx, one: int, other: int) -> None:
    """Links the two as split: related, and never merged by themselves again."""
    relate(tx, one, other, SPLIT)
    tx.run("UPDATE related SET reason = :reason WHERE (conversation_id = :a AND other_id = :b) OR "
           "(conversation_id = :b AND other_id = :a)", reason=SPLIT, a=one, b=other)


def present(rows: Rows, conversation: int) -> set[int]:
    """The addresses that its messages name, as row ids."""
    who: dict[str, set[str]] = {}
    for row in rows.all("SELECT people FROM message WHERE conversation_id = :id AND kind = 'message'", id=conversation):
        for addresses in json.loads(row.people).values():
            for kind, value, _ in addresses:
                who.setdefault(kind, set()).add(value)
    return {row.id for kind, values in who.items() for row in
            rows.all("SELECT id FROM address WHERE kind = :kind AND value IN :values", kind=kind, values=sorted(values))}


def split(tx: Tx, by: Actor, conversation: int, message: int) -> tuple[int, str]:
    """Moves this message and everything after it into a new conversation, linked as related. (its id, undo key)

    Raises NotFoundError, ConflictError (`state`) when nothing would remain.
    """
    row = lock_open(tx, conversation)
    ids = [r.id for r in tx.all("SELECT id FROM message WHERE conversation_id = :id ORDER BY id", id=conversation)]
    if message not in ids:
        raise NotFoundError("there is no such message in this conversation")
    moved = ids[ids.index(message):]
    if len(moved) == len(ids):
        raise ConflictError("nothing would remain: this is the first message", code="state")
    return part_off(tx, by, row, moved)


def part_off(tx: Tx, by: Actor, row: Any, moved: Sequence[int]) -> tuple[int, str]:
    """Moves some messages of a locked conversation into a new one. (its id, undo key)"""
    conversation, message = row.id, moved[0]
    first = tx.one("SELECT subject, channel, ours FROM message WHERE id = :id", id=message)
    assert first is not None  # it was among the ids
    new = create_conversation(tx, channel=first.channel, ours=first.ours or row.ours, subject=first.subject or row.subject,
                              contact=_sender(tx, conversation, message) or row.contact_id, at=tx.now,
                              status="open" if row.status == "snoozed" else row.status)
    carry(tx, moved, conversation, new)
    waits = [None, None] if row.waiting_since is None else [waits_since(tx, conversation, row.waiting_since), waits_since(tx, new, 0)]
    assign(tx, conversation, {"waiting_since": waits[0]})
    assign(tx, new, {"waiting_since": waits[1], "assignee_id": row.assignee_id, "team_id": row.team_id, "priority": row.priority,
                   "closed_at": row.closed_at})
    retag(tx, new, add=tags(tx, conversation))
    _split_refs(tx, conversation, new, moved)
    _split_people(tx, conversation, new)
    part(tx, conversation, new)
    refresh(tx, conversation)
    refresh(tx, new)
    tx.emit("conversation.updated", conversation=conversation, channel=row.channel, changed=["messages", "related"])
    audit(tx, by, "conversation.split", f"conversation:{conversation}", into=str(new), message=str(message))
    return new, keep_undo(tx, by, "split", {"source": conversation, "new": new, "waits": waits,
                                            "waited": row.waiting_since})


def waits_since(tx: Tx, conversation: int, since: int) -> int | None:
    """Since when its customer waits, not earlier than `since`: the first inbound message after our last."""
    return tx.value(  # type: ignore[no-any-return]  # one column of whole numbers
        "SELECT MIN(COALESCE(received_at, sent_at)) FROM message WHERE conversation_id = :id AND direction = 'in' AND "
        "COALESCE(received_at, sent_at) >= :since AND id > COALESCE((SELECT MAX(id) FROM message WHERE "
        "conversation_id = :id AND direction = 'out'), 0)", id=conversation, since=since)


def _sender(tx: Tx, conversation: int, message: int) -> int | None:
    """The contact who wrote the first inbound message from this one on."""
    row = tx.one("SELECT people FROM message WHERE conversation_id = :id AND id >= :message AND direction = 'in' "
                 "ORDER BY id LIMIT 1", id=conversation, message=message)
    who = json.loads(row.people).get("from") if row is not None else None
    return None if not who else tx.value("SELECT contact_id FROM address WHERE kind = :kind AND value = :value",
                                         kind=who[0][0], value=who[0][1])


def _split_refs(tx: Tx, source: int, new: int, moved: Sequence[int]) -> None:
    """Ids of the moved messages go with them; the provider's thread goes with its newest message."""
    threads: set[str] = set()
    for ids in _portions(moved):
        tx.run("UPDATE ref SET conversation_id = :new WHERE conversation_id = :source AND message_id IN :ids",
               new=new, source=source, ids=ids)
        threads |= {row.thread_id for row in tx.all(
            "SELECT DISTINCT thread_id FROM message WHERE id IN :ids AND thread_id <> ''", ids=ids)}
    if threads:
        tx.run("UPDATE ref SET conversation_id = :new WHERE conversation_id = :source AND value IN :values",
               new=new, source=source, values=[f"thread:{thread}" for thread in sorted(threads)])


def _split_people(tx: Tx, source: int, new: int) -> None:
    """Whom the moved messages name takes part there, as a newcomer where he was one; nobody leaves the source."""
    who = present(tx, new)
    if who:
        tx.run("INSERT INTO participant (conversation_id, address_id, newcomer) SELECT :new, address_id, newcomer "
               "FROM participant WHERE conversation_id = :source AND address_id IN :who", new=new, source=source, who=sorted(who))


def undo_split(tx: Tx, by: Actor, data: Mapping[str, Any]) -> None:
    """Brings everything back into the conversation that it was split from. Raises ConflictError (`state`)."""
    source, new = int(data["source"]), int(data["new"])
    unrelate(tx, source, new)
    rows = [lock_open(tx, source), lock_open(tx, new)]
    merge_into(tx, new, source, "a split was taken back", by)
    if [row.waiting_since for row in rows] == data["waits"]:
        assign(tx, source, {"waiting_since": data["waited"]})


def unrelate(tx: Tx, one: int, other: int) -> None:
    """Takes a link away, both ways."""
    tx.run("DELETE FROM related WHERE (conversation_id = :a AND other_id = :b) OR (conversation_id = :b AND other_id = :a)",
           a=one, b=other)
