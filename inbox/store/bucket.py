"""Large blobs in a bucket of an S3-compatible service, for daemons that share no folder.

What is read is fetched into `data_dir/cache` first, in pieces, and goes from there an hour after its last use. The library
is chosen in docs/decisions/0008-attachments-in-a-bucket.md; it is loaded only where a bucket is configured.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from inbox.errors import ConfigError, StoreError
from inbox.store.shelf import PORTION, SMALL, DamagedError, Folder, MissingError, sha, sum_of, sweep

R = TypeVar("R")

PIECE = 8 * 1024 * 1024  # bytes of one request
SIDE_BY_SIDE = 4  # blobs of one batch that are put at once
KEPT = 3_600.0  # seconds since its last use for which a fetched blob stays here
_CODE = re.compile(r"<Code>(\w+)</Code>")


class Hidden(Protocol):
    """A secret that shows itself only when asked."""

    def get_secret_value(self) -> str: ...


class BucketSettings(Protocol):
    """What the configuration says of it. Without keys the machine's own role is asked, as on Amazon's machines."""

    @property
    def url(self) -> str: ...
    @property
    def endpoint(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def access_key(self) -> Hidden | None: ...
    @property
    def secret_key(self) -> Hidden | None: ...


class Bucket(Folder):
    """A bucket, with a folder before it for what is in use here. Blobs that lie in `data_dir/blobs` from before are read there."""

    remote = True

    def __init__(self, data_dir: Path, settings: BucketSettings) -> None:
        super().__init__(data_dir)
        self.cache = data_dir / "cache"
        self._settings = settings
        self._made: Any = None

    @property
    def _bucket(self) -> Any:
        if self._made is None:
            self._made = _connected(self._settings)
        return self._made

    def path(self, name: str) -> Path:
        """Where the bytes of this name are read, once they are fetched."""
        before = super().path(name)
        return before if before.exists() else self._cached(name)

    def _cached(self, name: str) -> Path:
        return self.cache / name[:2] / name

    async def stage(self, contents: Iterable[bytes]) -> None:
        turns = asyncio.Semaphore(SIDE_BY_SIDE)

        async def put(data: bytes) -> None:
            async with turns:
                await self._put(sha(data), data)
        # each is put anew though it may be there: what looks for objects without a row must wait for this one
        await asyncio.gather(*(put(data) for data in contents if len(data) > SMALL))

    async def adopt(self, path: Path, name: str) -> None:
        await self._put(name, path)
        await asyncio.to_thread(_rename, path, self._cached(name))

    async def _put(self, name: str, what: bytes | Path) -> None:
        import obstore
        await self._asked(obstore.put_async(self._bucket, _key(name), what, chunk_size=PIECE, max_concurrency=2))

    async def fetch(self, name: str) -> None:
        try:
            os.utime(self.path(name))
        except FileNotFoundError:
            with self.spool() as path:
                await self.download(name, path)
                await asyncio.to_thread(_rename, path, self._cached(name))

    async def download(self, name: str, path: Path) -> None:
        """Writes a blob into a file, whose bytes are as they were kept. Raises MissingError, DamagedError, StoreError."""
        import obstore
        digest, done = hashlib.sha256(), 0
        first = await self._asked(obstore.get_async(self._bucket, _key(name), options={"range": (0, PIECE)}))
        size, piece = first.meta["size"], bytes(await self._asked(first.bytes_async()))
        with path.open("wb") as file:
            while True:
                digest.update(piece)
                await asyncio.to_thread(file.write, piece)
                done += len(piece)
                if done >= size or not piece:
                    break
                piece = bytes(await self._asked(obstore.get_range_async(self._bucket, _key(name), start=done, end=min(done + PIECE, size))))
        if digest.hexdigest() != name:
            raise DamagedError(f"the blob {name[:12]}… in the bucket is damaged")

    async def probe(self) -> None:
        """Puts an object, reads it and removes it. Raises StoreError, ConfigError."""
        data = os.urandom(64)
        await self._put(sha(data), data)
        with self.spool() as path:
            await self.download(sha(data), path)
        await self.remove([sha(data)])

    async def take_over(self, done: Callable[[str], None]) -> list[str]:
        """Puts what lies in `data_dir/blobs` into the bucket; what lies here stays. `done` is told of each.

        Returns the names of files that are damaged, and so were not put. Raises StoreError.
        """
        damaged = []
        for path in sorted(self.folder.glob("??/*")):
            if await asyncio.to_thread(sum_of, path) == path.name:
                await self._put(path.name, path)
            else:
                damaged.append(path.name)
            done(path.name)
        return damaged

    async def remove(self, names: Sequence[str]) -> None:
        import obstore
        await super().remove(names)
        for name in names:
            self._cached(name).unlink(missing_ok=True)
            try:
                await self._asked(obstore.delete_async(self._bucket, _key(name)))
            except MissingError:
                pass  # somebody was faster

    async def old(self, before: float) -> AsyncIterator[list[str]]:
        import obstore
        listed = obstore.list(self._bucket, chunk_size=PORTION)
        while True:
            try:
                portion = await self._asked(listed.__anext__())
            except StopAsyncIteration:
                return
            yield [one["path"].rpartition("/")[2] for one in portion if one["last_modified"].timestamp() < before]

    async def tidy(self) -> int:
        gone = await asyncio.to_thread(sweep, self.cache, "??/*", time.time() - KEPT)
        return gone + await super().tidy()

    async def _asked(self, answer: Awaitable[R]) -> R:
        """The answer of the service, its errors in our words."""
        from obstore.exceptions import BaseError, NotFoundError
        try:
            return await answer
        except (BaseError, OSError) as error:
            code = _CODE.search(str(error))
            words = code[1] if code else str(error).partition("\n")[0][:300]
            if isinstance(error, (FileNotFoundError, NotFoundError)) and words != "NoSuchBucket":
                raise MissingError(f"there is no such blob in the bucket: {words}") from None
            raise StoreError(f"the bucket {self._settings.url}: {words}") from error


def _connected(settings: BucketSettings) -> Any:
    try:
        from obstore.store import S3Store
    except ImportError:
        raise ConfigError("attachments in a bucket need the package obstore", key="store.bucket",
                          cure="pip install 'shared-inbox[s3]'") from None
    parts = urlsplit(settings.url)
    given: dict[str, Any] = {"region": settings.region}
    if settings.endpoint:
        given |= {"endpoint": settings.endpoint}
    if settings.access_key is not None and settings.secret_key is not None:
        given |= {"access_key_id": settings.access_key.get_secret_value(), "secret_access_key": settings.secret_key.get_secret_value()}
    return S3Store(parts.netloc, prefix=parts.path.strip("/") or None, disable_bulk_delete=True,
                   client_options={"timeout": "60s", "connect_timeout": "5s", "allow_http": settings.endpoint.startswith("http://")},
                   retry_config={"max_retries": 3}, **given)


def _key(name: str) -> str:
    return f"{name[:2]}/{name}"


def _rename(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    path.replace(target)
