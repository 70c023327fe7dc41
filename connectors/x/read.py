"""A post or a direct message, as X gave it, becomes what the core understands. Pure.

Shapes: docs.x.com, "X API v2 data dictionary". Everything in it was written by strangers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from inbox.types import Address, Attachment, Ignore, InboundMessage, RawItem, Read, Update

from .feed import moment_of
from .text import plain, whole

KIND = "x"
_TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
          "mp4": "video/mp4"}


def read(raw: RawItem) -> list[Read]:
    """One post or direct message. Raises ValueError when it has no id or no author; then it is quarantined."""
    found = json.loads(raw.data)
    one, includes = found["data"], found.get("includes") or {}
    return _post(one, includes, raw.meta) if raw.kind == "post" else _direct(one, includes, raw.meta)


def person(user: Mapping[str, Any] | None, name: str) -> Address:
    """Somebody: the value is the account's number, which stays when the handle changes."""
    if not name.isdigit():
        raise ValueError("the author has no id")
    handle, called = (str(user.get(key) or "") for key in ("username", "name")) if user else ("", "")
    shown = f"@{handle} ({called})" if handle and called else f"@{handle}" if handle else called
    return Address(kind=KIND, value=name, name=shown[:200])


def _post(one: Mapping[str, Any], includes: Mapping[str, Any], meta: Mapping[str, Any]) -> list[Read]:
    me, author, name = str(meta["me"]), str(one.get("author_id", "")), str(one["id"])
    if author == me:
        return [Ignore(code="own_copy", detail="our own post")]
    at = _moment(one, name)
    text = whole(one)
    referenced = {str(r.get("type")): str(r.get("id")) for r in _list(one, "referenced_tweets")}
    parent = referenced.get("replied_to") or referenced.get("quoted", "")
    versions = [str(v) for v in one.get("edit_history_tweet_ids") or [name]]
    earlier = [v for v in versions if v != name]
    message = InboundMessage(
        external_id=name, content_key=f"post:{versions[0]}", sender=person(_user(includes, author), author), text=text,
        sent_at=at, our_address=_ours(meta), to=(_ours(meta),), in_reply_to=parent,
        references=(parent,) if parent else (), thread_id=f"post:{one.get('conversation_id') or name}:{author}",
        attachments=_files(one, includes, authorised=False), flags=frozenset({"public", *(("edited",) if earlier else ())}),
        no_reply="" if summoned(one, includes, meta) else "not_summoned",
        notes=_notes(one, includes, referenced, name, author))
    # an edited post has a new id: whichever version we have takes the new text, and if we have none it is a message
    return [message, *(Update(state="edited", at=at, external_id=v, text=text, detail="edited at X") for v in earlier)]


def summoned(one: Mapping[str, Any], includes: Mapping[str, Any], meta: Mapping[str, Any]) -> bool:
    """Whether X lets us reply through the API: the author mentions us, quotes us or answers us (rule of 2026-02-23)."""
    me, handle = str(meta["me"]), str(meta.get("username") or "")
    if str(one.get("in_reply_to_user_id", "")) == me:
        return True
    note = one.get("note_tweet")
    for part in (one, note if isinstance(note, dict) else {}):
        entities = part.get("entities")
        mentions = entities.get("mentions") if isinstance(entities, dict) else None
        for mention in mentions if isinstance(mentions, list) else ():
            if isinstance(mention, dict) and (str(mention.get("id", "")) == me
                                              or str(mention.get("username", "")).lower() == handle.lower() != ""):
                return True
        if handle and re.search(rf"(?<![\w@])@{re.escape(handle)}(?!\w)", str(part.get("text", "")), re.IGNORECASE):
            return True
    quoted = {str(r.get("id")) for r in _list(one, "referenced_tweets") if r.get("type") == "quoted"}
    return any(str(t.get("author_id", "")) == me and str(t.get("id")) in quoted for t in _list(includes, "tweets"))


def _direct(one: Mapping[str, Any], includes: Mapping[str, Any], meta: Mapping[str, Any]) -> list[Read]:
    me, author, name = str(meta["me"]), str(one.get("sender_id", "")), str(one["id"])
    if one.get("event_type", "MessageCreate") != "MessageCreate":
        return [Ignore(code="not_a_message", detail=f"news about the conversation: {one['event_type']}"[:200])]
    if author == me:
        return [Ignore(code="own_copy", detail="our own direct message")]
    conversation = str(one.get("dm_conversation_id") or "-".join(sorted((me, author), key=int)))
    sender = person(_user(includes, author), author)
    if meta.get("met_as"):  # we wrote first, to a handle: this person is known here under that name
        sender = Address(kind=KIND, value=str(meta["met_as"]), name=sender.name)
    group = not re.fullmatch(r"\d+-\d+", conversation)
    return [InboundMessage(
        external_id=name, content_key=f"dm:{name}", sender=sender, text=plain(one), sent_at=_moment(one, name),
        our_address=_ours(meta), to=(_ours(meta),), thread_id=f"dm:{conversation}",
        attachments=_files(one, includes, authorised=True),
        flags=frozenset({"direct", *(("list",) if group else ())}))]  # of a group every member takes part


def _ours(meta: Mapping[str, Any]) -> Address:
    return Address(kind=KIND, value=str(meta["me"]), name=f"@{meta.get('username', '')}")


def _user(includes: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    return next((u for u in _list(includes, "users") if str(u.get("id")) == name), None)


def _list(value: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = value.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _moment(one: Mapping[str, Any], name: str) -> datetime:
    """When it was said; the id knows it too."""
    try:
        said = datetime.fromisoformat(str(one.get("created_at", "")))
        return said if said.tzinfo is not None else moment_of(name)
    except ValueError:
        return moment_of(name)


def _notes(one: Mapping[str, Any], includes: Mapping[str, Any], referenced: Mapping[str, str], name: str,
           author: str) -> dict[str, Any]:
    """What an agent wants to see beside it: where it is at X, and what it answers or quotes."""
    user = _user(includes, author)
    notes: dict[str, Any] = {"url": f"https://x.com/{(user or {}).get('username') or 'i'}/status/{name}"}
    if one.get("lang"):
        notes["lang"] = str(one["lang"])
    for kind, which in (("answers", "replied_to"), ("quotes", "quoted")):
        if which not in referenced:
            continue
        post = next((t for t in _list(includes, "tweets") if str(t.get("id")) == referenced[which]), None)
        notes[kind] = {"id": referenced[which], **({"text": whole(post)} if post else {"missing": True})}
    return notes


def _files(one: Mapping[str, Any], includes: Mapping[str, Any], *, authorised: bool) -> tuple[Attachment, ...]:
    """Media to be fetched later. `authorised`: X gives media of direct messages only to the account itself."""
    attachments = one.get("attachments")
    keys = [str(k) for k in attachments.get("media_keys") or ()] if isinstance(attachments, dict) else []
    known = {str(m.get("media_key")): m for m in _list(includes, "media")}
    files = []
    for number, key in enumerate(keys, 1):
        media = known.get(key, {})
        url, media_type = _best(media)
        kind = str(media.get("type") or "media")
        if url:
            suffix = next((s for s, t in _TYPES.items() if t == media_type), "bin")
            files.append(Attachment(name=f"{re.sub(r'[^a-z_]', '', kind)}-{number}.{suffix}", media_type=media_type,
                                    pending={"url": url, "authorised": authorised}))
    return tuple(files)


def _best(media: Mapping[str, Any]) -> tuple[str, str]:
    """(url, media type) of the best form of a medium: the film with most bits a second, else the picture."""
    films = [v for v in _list(media, "variants") if v.get("content_type") == "video/mp4" and v.get("url")]
    if films:
        return str(max(films, key=lambda v: int(v.get("bit_rate") or 0))["url"]), "video/mp4"
    url = str(media.get("url") or media.get("preview_image_url") or "")
    if urlsplit(url).scheme not in ("http", "https"):
        return "", ""
    ending = urlsplit(url).path.rpartition(".")[2].lower()
    film = media.get("type") in ("video", "animated_gif") and not media.get("preview_image_url")
    return url, _TYPES.get(ending, "video/mp4" if film else "image/jpeg")
