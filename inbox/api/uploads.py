"""Files: uploads that wait for a message, and the attachments of messages."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from inbox.api import answers
from inbox.api.describe import Call, Routes
from inbox.api.messages import content
from inbox.api.problems import Problem, invalid
from inbox.store import LEAST_DISK, message_views

routes = Routes()
MOST = 100 * 1024 * 1024  # bytes of one upload
CHUNK = 256 * 1024
# what aiohttp's reader raises where the multipart is not well formed
_BROKEN = (ValueError, AssertionError, web.RequestPayloadError, HttpProcessingError)
# what a browser may show by itself; everything else is saved
_SHOWN = re.compile(r"image/(png|jpeg|gif|webp|avif|bmp)|audio/(mpeg|mp4|ogg|webm|wav|aac|amr)|video/(mp4|webm|ogg)|text/plain")
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")


@routes("POST", "/uploads", answer=answers.Upload, status=201, takes="multipart/form-data")
async def upload(call: Call[None, None]) -> Any:
    """Takes one file (multipart, the part that has a file name); it waits two days for its message."""
    request, store = call.request, call.app.store
    if request.content_type != "multipart/form-data":
        raise Problem(415, "media_type", "an upload is multipart/form-data with one file")
    if store.disk_free() < LEAST_DISK:
        raise Problem(503, "disk_full", "there is too little disk left to take files in")
    try:
        part = await _file_of(request)
        with store.shelf.spool() as path:
            await _stream(part, path)
            name = re.sub(r"[\x00-\x1f\x7f/\\]", "_", part.filename or "")[-200:] or "file"
            media_type = part.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            if not _MEDIA_TYPE.fullmatch(media_type):
                media_type = "application/octet-stream"
            made = await call.app.desk.upload(call.by, name=name, media_type=media_type, path=path)
    except _BROKEN as error:
        raise invalid([("", f"this is not well-formed multipart/form-data: {str(error)[:120]}")]) from None
    return {"id": made.key, "name": made.name, "media_type": made.media_type, "size": made.size}


async def _file_of(request: web.Request) -> BodyPartReader:
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.filename is not None:
            return part
    raise invalid([("file", "there is no file in it: one part must have a file name")])


async def _stream(part: BodyPartReader, path: Path) -> None:
    """Writes the part to the disk as it comes. Raises Problem 413."""
    size = 0
    with path.open("wb") as file:
        while chunk := await part.read_chunk(CHUNK):
            size += len(chunk)
            if size > MOST:
                raise Problem(413, "too_large", f"a file may have {MOST // 1024 // 1024} MB")
            await asyncio.to_thread(file.write, _decoded(part, chunk) if "Content-Transfer-Encoding" in part.headers else chunk)


def _decoded(part: BodyPartReader, chunk: Any) -> Any:
    try:
        return part.decode(chunk)
    except RuntimeError as error:  # aiohttp's word for an encoding that it does not know
        raise ValueError(str(error)) from error


@routes("POST", "/attachments/{id}/again", answer=answers.Upload, status=201)
async def again(call: Call[None, None]) -> Any:
    """A file of a message as an upload: to forward it, or to write the message anew."""
    made = await call.app.desk.upload_again(call.by, call.path("id"), call.sight)
    return {"id": made.key, "name": made.name, "media_type": made.media_type, "size": made.size}


@routes("GET", "/attachments/{id}", media="application/octet-stream")
async def attachment(call: Call[None, None]) -> Any:
    """The bytes of a file; only pictures, sound, video and plain text may show in the browser."""
    store = call.app.store
    row = await store.quick(message_views.attachment, call.path("id"), call.sight)
    if row.state != "stored":
        text = "it is still being fetched" if row.state == "pending" else f"it could not be fetched: {row.error}"
        raise Problem(409, row.state, text)
    etag = f'"{row.sha}"'
    if call.request.headers.get("If-None-Match") == etag:
        return web.Response(status=304, headers={"ETag": etag})
    media_type = row.media_type if _MEDIA_TYPE.fullmatch(row.media_type) else "application/octet-stream"
    found = await store.blob(row.sha)
    answer = content(call.request, found, media_type, row.name, inline=_SHOWN.fullmatch(media_type) is not None)
    if isinstance(found, bytes):  # aiohttp sets its own for a file
        answer.headers["ETag"] = etag
    return answer
