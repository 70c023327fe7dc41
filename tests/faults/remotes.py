"""The providers of a history: each a stand-in of the sandbox (or a real Dovecot) behind a proxy, some behind TLS."""

from __future__ import annotations

import asyncio
import base64
import imaplib
import json
import ssl
import sys
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # as tests do: plain names

from proxy import Proxy, Terminator
from servers import DovecotServer

from inbox.sandbox.said import File, Said
from inbox.sandbox.stage import SHOP, Stage

SECRET = "a shared secret of the shop and the inbox"
TLS_TARGETS = ("imap", "smtp", "twilio", "shop")  # X signs over its URL, which its stand-in knows without TLS only


class Authority:
    """A certificate authority of the run; `file` is what daemons trust (SSL_CERT_FILE)."""

    def __init__(self, folder: Path) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Fault harness")])
        self.file, self._server = folder / "ca.pem", folder / "server.pem"
        authority = self._signed(self._name, self._key, ca=True)
        self.file.write_bytes(authority)
        key = ec.generate_private_key(ec.SECP256R1())
        own = self._signed(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")]), key, ca=False)
        self._server.write_bytes(own + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))

    def _signed(self, name: x509.Name, key: ec.EllipticCurvePrivateKey, *, ca: bool) -> bytes:
        now = datetime.now(UTC)
        made = (x509.CertificateBuilder().subject_name(name).issuer_name(self._name).public_key(key.public_key())
                .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=30))
                .not_valid_after(now + timedelta(days=30))
                .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
                .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
                .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False))
        if ca:
            made = made.add_extension(x509.KeyUsage(
                digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
                key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False), critical=True)
        else:
            made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        return made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def server(self) -> ssl.SSLContext:
        """A server's side for 127.0.0.1."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._server)
        return context


@dataclass
class Shop:
    """The service behind the webhook channel: it keeps one message for each key, as it promises."""

    seen: dict[str, str] = field(default_factory=dict)  # key -> text
    posts: int = 0
    faults: list[str] = field(default_factory=list)  # 500 | 429 | html | drop | die_after_accept, each met once
    url: str = ""

    def app(self) -> web.Application:
        app = web.Application(client_max_size=8 << 20)
        app.router.add_post("/in", self.take)
        return app

    async def take(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "drop" and request.transport:
            request.transport.abort()
        if fault == "html":
            return web.Response(status=503, content_type="text/html", text="<html>503</html>")
        if fault in ("500", "429"):
            return web.json_response({"detail": "later"}, status=int(fault), headers={"Retry-After": "1"} if fault == "429" else None)
        if fault == "drop":
            return web.Response()
        key = request.headers["Idempotency-Key"]
        self.posts += 1
        if self.seen.setdefault(key, body["text"]) != body["text"]:
            return web.json_response({"detail": "this key came with another text"}, status=422)
        if fault == "die_after_accept" and request.transport:
            request.transport.abort()
        return web.json_response({"external_id": f"shop-{key}"})


class Remotes:
    """Everything that the daemon talks to. `proxies` by name: imap, smtp, x, twilio, shop; `api` and `db` are the world's."""

    def __init__(self, authority: Authority, *, tls: bool, dovecot: DovecotServer | None, user: str, poll_seconds: int) -> None:
        self.stage = Stage()
        self.shop = Shop()
        self.tls = tls
        self.proxies: dict[str, Proxy] = {}
        self.appended: Counter[str] = Counter()  # Message-ID -> how often it was put into INBOX
        self._authority, self._dovecot, self._user, self._poll_seconds = authority, dovecot, user, poll_seconds
        self._stack = AsyncExitStack()

    async def start(self) -> None:
        stack, stage = self._stack, self.stage
        await stack.enter_async_context(stage)
        from inbox.sandbox.web import serve
        self.shop.url = await serve(self.shop.app(), stack)
        targets = {"imap": stage.imap.port, "smtp": stage.smtp.port, "x": _port(stage.x.url), "twilio": _port(stage.twilio.url),
                   "shop": _port(self.shop.url)}
        if self._dovecot is not None:
            targets["imap"] = self._dovecot.port
        for name, port in targets.items():
            if self.tls and name in TLS_TARGETS:
                port = await self._encrypted(port)
            self.proxies[name] = await Proxy(name, ("127.0.0.1", port)).start()
            stack.push_async_callback(self.proxies[name].stop)
        stage.twilio.url = self._url("twilio")  # where its media are
        stage.x.url = self._url("x")

    async def _encrypted(self, port: int) -> int:
        front = await Terminator(("127.0.0.1", port), self._authority.server).start()
        self._stack.push_async_callback(front.stop)
        return front.port

    async def stop(self) -> None:
        self.lift()
        await self._stack.aclose()

    def _url(self, name: str) -> str:
        scheme = "https" if self.tls and name in TLS_TARGETS else "http"
        return f"{scheme}://127.0.0.1:{self.proxies[name].port}"

    def lift(self) -> None:
        """Ends every fault at every provider."""
        for proxy in self.proxies.values():
            proxy.lift()
        self.stage.faults.clear()
        self.shop.faults.clear()

    def channels(self) -> dict[str, dict[str, Any]]:
        """The channels' settings."""
        info = self.stage.ready()
        imap = {"host": "127.0.0.1", "port": self.proxies["imap"].port, "tls": "implicit" if self.tls else "none", "timeout": 5.0,
                "connect_timeout": 3.0, **({"ca_file": str(self._authority.file)} if self.tls else {})}
        smtp = {**imap, "port": self.proxies["smtp"].port}
        login = {"username": info["imap"]["username"], "password": info["imap"]["password"]}
        if self._dovecot is not None:
            login = {"username": self._user, "password": self._dovecot.password}
        x, twilio = info["x"], info["twilio"]
        return {
            "support": {"type": "email", "address": SHOP, "name": "Shop", "poll_seconds": self._poll_seconds, "initial_sync": "all",
                        "imap": {**imap, **login}, "smtp": smtp},
            "x": {"type": "x", "poll_seconds": self._poll_seconds, "api_url": self._url("x"), "initial_sync": "all",
                  **{key: x[key] for key in ("api_key", "api_secret", "access_token", "access_token_secret")}},
            "sms": {"type": "twilio", "poll_seconds": self._poll_seconds, "api_url": self._url("twilio"), "initial_sync": "all",
                    "timeout_seconds": 5,
                    **{key: twilio[key] for key in ("account_sid", "auth_token", "numbers")}},
            "shop": {"type": "webhook", "name": "Shop", "secret": SECRET, "outbound_url": self._url("shop") + "/in"}}

    # ------------------------------------------------------------ customers

    async def mail(self, raw: bytes, message_id: str) -> None:
        """Puts a mail into INBOX."""
        self.appended[message_id] += 1
        if self._dovecot is not None:
            await asyncio.to_thread(self._dovecot.deliver, self._user, [raw])
        else:
            await self.stage.imap._append(raw)  # past the stand-in's own repetitions: each is one item

    async def says(self, channel: str, sender: str, text: str, files: tuple[File, ...] = (), **more: Any) -> str:
        """A customer writes on X or by text message; the external id."""
        return await self.stage.voices[channel].say(Said(sender=sender, text=text, files=files, more=more))

    # ------------------------------------------------------------ what they saw

    def sent(self) -> list[bytes]:
        """The mails in the Sent folder. Blocks."""
        port = self._dovecot.port if self._dovecot is not None else self.stage.imap.port
        settings = self.channels()["support"]["imap"]
        client = imaplib.IMAP4("127.0.0.1", port, timeout=30)
        try:
            client.login(settings["username"], settings["password"])
            kind, count = client.select("Sent", readonly=True)
            if kind != "OK" or count == [b"0"]:
                return []
            _, answer = client.fetch("1:*", "(BODY.PEEK[])")
            return [part[1] for part in answer if isinstance(part, tuple)]
        finally:
            client.logout()

    def arrived(self) -> Counter[str]:
        """How often each text of ours was accepted. X puts the names of those who are answered before it."""
        texts = [item.text.strip() for item in self.stage.received.items]
        return Counter([_ours(text) for text in texts] + [_ours(text) for text in self.shop.seen.values()])

    def fault(self, at: str, kind: str) -> None:
        """A provider's own failure, met once."""
        if at == "shop":
            self.shop.faults.append(kind)
        else:
            self.stage.faults.set(at, kind, 1, 1.0 if kind == "429" else None)


def _ours(text: str) -> str:
    """`answer-17-3` of `@ann answer-17-3`, and of a mail that has a signature below it."""
    at = text.find("answer-")
    return text[at:].split()[0] if at >= 0 else text


def _port(url: str) -> int:
    return int(url.rpartition(":")[2].partition("/")[0])


def written(*, sender: str, message_id: str, text: str, subject: str, answers: str = "", headers: str = "", html: bool = False,
            file: bytes = b"") -> bytes:
    """A mail, as a plain string: what it says is the test's, not a library's."""
    head = (f"From: {sender}\r\nTo: {SHOP}\r\nSubject: {subject}\r\nMessage-ID: <{message_id}>\r\n"
            f"Date: {datetime.now(UTC):%a, %d %b %Y %H:%M:%S +0000}\r\n{headers}")
    if answers:
        head += f"In-Reply-To: <{answers}>\r\nReferences: <{answers}>\r\n"
    if html:
        return (head + f"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>{text}</p>\r\n").encode()
    if file:
        return (head + 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="=b"\r\n\r\n'
                f"--=b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--=b\r\nContent-Type: application/octet-stream\r\n"
                'Content-Disposition: attachment; filename="f.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
                f"{base64.encodebytes(file).decode().replace(chr(10), chr(13) + chr(10))}--=b--\r\n").encode()
    return (head + f"\r\n{text}\r\n").encode()


def posted(external_id: str, sender: str, text: str, thread: str = "") -> bytes:
    """What the shop posts."""
    return json.dumps({"external_id": external_id, "sender": {"id": sender, "name": sender}, "text": text,
                       **({"thread_id": thread} if thread else {})}).encode()

