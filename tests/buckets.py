"""A stand-in for an S3-compatible service at the wire: it checks signatures (Signature Version 4), and fails when it is told to.

    with Service() as service:
        service.settings("bucket", "prefix")        # for [store.bucket]
        service.fail = lambda method, key: 503      # a status, "cut" (the answer ends in the middle) or "drop"; None: as it should

Sources: Amazon S3 API reference (PutObject, GetObject, HeadObject, DeleteObject, ListObjectsV2, multipart uploads),
"Create a signed AWS API request".
"""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
import time
from collections.abc import Callable
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

ACCESS, SECRET, REGION = "AKIDEXAMPLE", "a secret of the bucket's", "eu-test-1"
PAGE = 3  # keys in one page of a listing


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service: Service

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""

    def _act(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
        self.service.asked.append((self.command, key))
        fault = self.service.fail(self.command, key)
        if fault == "drop":
            self.close_connection = True
        elif isinstance(fault, int):
            self._error(fault, "SlowDown" if fault == 503 else "InternalError")
        elif not _signed(self.command, parts.path, parts.query, self.headers, body):
            self._error(403, "SignatureDoesNotMatch")
        elif bucket != self.service.bucket:
            self._error(404, "NoSuchBucket")
        else:
            getattr(self, "_" + self.command.lower())(key, query, body, fault == "cut")

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _act

    def _put(self, key: str, query: dict[str, str], body: bytes, cut: bool) -> None:
        if "uploadId" in query:
            self.service.parts.setdefault(query["uploadId"], {})[int(query["partNumber"])] = body
        else:
            self.service.keep(key, body)
        self._answer(200, b"", ETag=_etag(body))

    def _post(self, key: str, query: dict[str, str], body: bytes, cut: bool) -> None:
        if "uploads" in query:
            upload = f"upload-{len(self.service.asked)}"
            self._answer(200, f"<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>{escape(key)}</Key><UploadId>{upload}</UploadId>"
                         "</InitiateMultipartUploadResult>".encode())
            return
        pieces = self.service.parts.pop(query["uploadId"])
        wanted = [int(n) for n in re.findall(rb"<PartNumber>(\d+)</PartNumber>", body)]
        self.service.keep(key, b"".join(pieces[n] for n in wanted))
        self._answer(200, b"<CompleteMultipartUploadResult><ETag>\"many\"</ETag></CompleteMultipartUploadResult>")

    def _get(self, key: str, query: dict[str, str], body: bytes, cut: bool) -> None:
        if not key:
            self._list(query)
        elif key not in self.service.objects:
            self._error(404, "NoSuchKey")
        else:
            data, at = self.service.objects[key]
            given = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
            start, end = (int(given[1]), min(int(given[2]), len(data) - 1)) if given else (0, len(data) - 1)
            span = {"Content-Range": f"bytes {start}-{end}/{len(data)}"} if given else {}
            self._answer(206 if given else 200, data[start:end + 1], cut=cut, ETag=_etag(data),
                         **{"Last-Modified": formatdate(at, usegmt=True)}, **span)

    def _head(self, key: str, query: dict[str, str], body: bytes, cut: bool) -> None:
        if key not in self.service.objects:
            self._answer(404, b"")
            return
        data, at = self.service.objects[key]
        self._answer(200, data, ETag=_etag(data), **{"Last-Modified": formatdate(at, usegmt=True)})

    def _delete(self, key: str, query: dict[str, str], body: bytes, cut: bool) -> None:
        if "uploadId" in query:
            self.service.parts.pop(query["uploadId"], None)
        else:
            self.service.objects.pop(key, None)
        self._answer(204, b"")

    def _list(self, query: dict[str, str]) -> None:
        after = query.get("continuation-token", "")
        keys = sorted(k for k in self.service.objects if k.startswith(query.get("prefix", "")) and k > after)
        shown = keys[:PAGE]
        more = f"<NextContinuationToken>{escape(shown[-1])}</NextContinuationToken>" if len(keys) > PAGE else ""
        items = "".join(
            f"<Contents><Key>{escape(k)}</Key><LastModified>{_iso(at)}</LastModified><ETag>{escape(_etag(data))}</ETag><Size>{len(data)}</Size>"
            "</Contents>" for k, (data, at) in ((k, self.service.objects[k]) for k in shown))
        self._answer(200, f"<ListBucketResult><Name>b</Name><IsTruncated>{str(bool(more)).lower()}</IsTruncated>{more}{items}"
                     "</ListBucketResult>".encode())

    def _error(self, status: int, code: str) -> None:
        self._answer(status, f"<Error><Code>{code}</Code><Message>as it was told</Message></Error>".encode())

    def _answer(self, status: int, body: bytes, *, cut: bool = False, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[:len(body) // 2] if cut else body)
        if cut:
            self.close_connection = True


def _etag(data: bytes) -> str:
    return f'"{hashlib.sha256(data).hexdigest()[:32]}"'


def _iso(at: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(at))


def _mac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _signed(method: str, path: str, query: str, headers: Any, body: bytes) -> bool:
    """Whether the request was signed with our key, its body included."""
    found = re.fullmatch(r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)",
                         headers.get("Authorization", ""))
    if not found or found[1] != ACCESS or headers["x-amz-content-sha256"] != hashlib.sha256(body).hexdigest():
        return False
    _, day, region, names, signature = found.groups()
    pairs = sorted((quote(k, safe="-_.~"), quote(v, safe="-_.~")) for k, v in parse_qsl(query, keep_blank_values=True))
    canonical = "\n".join([method, path, "&".join(f"{k}={v}" for k, v in pairs),
                           *(f"{name}:{headers[name].strip()}" for name in names.split(";")), "", names, headers["x-amz-content-sha256"]])
    text = "\n".join(["AWS4-HMAC-SHA256", headers["x-amz-date"], f"{day}/{region}/s3/aws4_request",
                      hashlib.sha256(canonical.encode()).hexdigest()])
    key = _mac(_mac(_mac(_mac(b"AWS4" + SECRET.encode(), day), region), "s3"), "aws4_request")
    return region == REGION and hmac.compare_digest(hmac.new(key, text.encode(), hashlib.sha256).hexdigest(), signature)


class Service:
    """The service with one bucket. `objects`: key -> (bytes, seconds since 1970); `asked`: every request."""

    def __init__(self, bucket: str = "files") -> None:
        self.bucket = bucket
        self.objects: dict[str, tuple[bytes, float]] = {}
        self.parts: dict[str, dict[int, bytes]] = {}
        self.asked: list[tuple[str, str]] = []
        self.fail: Callable[[str, str], int | str | None] = lambda method, key: None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"service": self}))
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

    def __enter__(self) -> Service:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def keep(self, key: str, data: bytes, at: float | None = None) -> None:
        """An object, as if it had been put at that moment."""
        self.objects[key] = (data, time.time() if at is None else at)

    def settings(self, bucket: str | None = None, prefix: str = "our/own") -> dict[str, str]:
        """For [store.bucket]."""
        return {"url": f"s3://{bucket or self.bucket}/{prefix}", "endpoint": f"http://127.0.0.1:{self.port}", "region": REGION,
                "access_key": ACCESS, "secret_key": SECRET}
