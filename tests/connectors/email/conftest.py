"""Fixtures of the email tests: a private Dovecot, certificates of our own authority, a channel in three words."""

from __future__ import annotations

import asyncio
import importlib.util
import ssl
import sys
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from connectors.email import Email
from inbox.testing.context import FakeContext

PATIENCE = 20.0  # seconds; no test waits so long unless it fails


def _servers() -> ModuleType:
    """tests/ is no package, so the helper is loaded by its path, once."""
    if "inbox_test_servers" not in sys.modules:
        spec = importlib.util.spec_from_file_location("inbox_test_servers", Path(__file__).parents[2] / "servers.py")
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules["inbox_test_servers"] = module
        spec.loader.exec_module(module)
    return sys.modules["inbox_test_servers"]


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Any]:
    """One Dovecot for all; each test takes a user name of its own."""
    with _servers().DovecotServer() as server:
        yield server


@pytest.fixture
def own_dovecot() -> Iterator[Any]:
    """A Dovecot that the test may stop and start."""
    with _servers().DovecotServer() as server:
        yield server


@pytest.fixture
def run() -> Callable[[Coroutine[Any, Any, Any]], Any]:
    """Runs a coroutine to its end, bounded."""
    def runner(work: Coroutine[Any, Any, Any]) -> Any:
        async def bounded() -> Any:
            async with asyncio.timeout(PATIENCE * 3):
                return await work
        return asyncio.run(bounded())
    return runner


@pytest.fixture
def channel() -> Callable[..., Email]:
    """`channel(context, imap=…, smtp=…, **settings)`: an Email with sensible settings."""
    def make(context: FakeContext, **settings: Any) -> Email:
        config = Email.Config.model_validate(
            {"type": "email", "address": "support@example.com", "name": "Example Support"} | settings)
        return Email(config, context)  # type: ignore[arg-type] # Config is declared by its base class
    return make


@pytest.fixture
def at() -> Callable[..., dict[str, Any]]:
    """`at(server, **more)`: the settings that reach a scripted server."""
    def settings(server: Any, **more: Any) -> dict[str, Any]:
        return {"host": server.host, "port": server.port, "tls": "none", "username": "ann", "password": "secret",
                "timeout": 5} | more
    return settings


class Authority:
    """A certificate authority that trusts nobody and lives as long as the test run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        now = datetime.now(UTC)
        self.cert = (
            x509.CertificateBuilder().subject_name(self.name).issuer_name(self.name).public_key(self.key.public_key())
            .serial_number(1).not_valid_before(now - timedelta(days=400)).not_valid_after(now + timedelta(days=400))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(
                digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
                key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False),
                critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()), critical=False)
            .sign(self.key, hashes.SHA256()))
        self.file = folder / "ca.pem"
        self.file.write_bytes(self.cert.public_bytes(serialization.Encoding.PEM))

    def server(self, *, days: int = 90, name: str = "localhost") -> ssl.SSLContext:
        """A server's side with a certificate for `name`, good for `days` from now (negative: expired)."""
        key = ec.generate_private_key(ec.SECP256R1())
        now = datetime.now(UTC)
        alternative: x509.GeneralName = x509.DNSName(name)
        names: list[x509.GeneralName] = [alternative]
        if name == "localhost":
            names.append(x509.IPAddress(ip_address("127.0.0.1")))
        cert = (
            x509.CertificateBuilder().subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(self.name).public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=200)).not_valid_after(now + timedelta(days=days))
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
            .sign(self.key, hashes.SHA256()))
        file = self.folder / f"{name}{days}.pem"
        file.write_bytes(cert.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tls"))
