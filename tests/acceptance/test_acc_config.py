"""Contract, section 2: every key with a wrong value is named, with the nearest known key; secrets by reference."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from daemons import Sandbox, toml

GOOD: dict[str, dict[str, Any]] = {
    "server": {"listen": "127.0.0.1:8080", "public_url": "https://inbox.example.com", "trusted_proxies": ["10.0.0.1"],
               "egress_allow": ["10.1.0.0/16"], "reopen_days": 30},
    "store": {"url": "sqlite", "data_dir": "data"},
    "mail": {"from_channel": "support"},
    "log": {"level": "info", "format": "text"},
    "channels.support": {
        "type": "email", "enabled": True, "address": "support@example.com", "name": "Example", "aliases": ["help@example.com"],
        "signature": "Kind regards", "poll_seconds": 1, "initial_sync": "since:14", "after_ingest": "move:Done", "sent_folder": "-",
        "trusted_authserv_ids": ["mx.example.com"], "agents": ["a@example.com"], "keep_days": 0,
        "imap": {"host": "imap.example.com", "port": 993, "tls": "implicit", "username": "support", "password": "env:SUPPORT_PASSWORD",
                 "folders": ["INBOX"], "idle": True},
        "smtp": {"host": "smtp.example.com", "port": 465, "tls": "implicit"}},
    "channels.x": {"type": "x", "api_key": "a", "api_secret": "b", "access_token": "c", "access_token_secret": "d",
                   "feeds": ["mentions", "dms"], "monthly_budget_usd": 50, "api_url": "https://api.x.com"},
    "channels.sms": {"type": "twilio", "account_sid": "AC" + "0" * 32, "auth_token": "env:TWILIO_TOKEN",
                     "numbers": ["+15005550006", "whatsapp:+15005550006"], "api_url": "https://api.twilio.com"},
    "channels.shop": {"type": "webhook", "secret": "file:shop.secret", "outbound_url": "https://shop.example.com/inbox-replies"},
}


class Checked:
    """`inbox check` of a configuration: its exit code and what it said on stderr."""

    def __init__(self, folder: Path, sections: dict[str, dict[str, Any]], *args: str, mode: int = 0o600) -> None:
        path = folder / "config.toml"
        (folder / "shop.secret").write_text("a long enough secret")
        (folder / "shop.secret").chmod(0o600)
        path.unlink(missing_ok=True)
        path.write_text("\n".join(f"[{name}]\n" + "".join(f"{k} = {toml(v)}\n" for k, v in values.items())
                                  for name, values in sections.items()))
        path.chmod(mode)
        env = {**os.environ, "SUPPORT_PASSWORD": "env-secret-value", "TWILIO_TOKEN": "f" * 32}
        done = subprocess.run([sys.executable, "-m", "inbox", "check", *args, "--config", str(path)], cwd=folder, env=env,
                              capture_output=True, text=True, timeout=120, check=False)
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr
        assert "Traceback" not in self.err


def changed(**sections: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The good configuration with some values changed; a name's `__` stands for a dot; None takes a key away."""
    made = {name: dict(values) for name, values in GOOD.items()}
    for name, values in sections.items():
        section = made.setdefault(name.replace("__", "."), {})
        for key, value in values.items():
            if value is None:
                section.pop(key, None)
            else:
                section[key] = value
    return made


def test_the_contracts_own_example_is_fine(tmp_path: Path) -> None:
    found = Checked(tmp_path, GOOD)
    assert (found.code, found.err) == (0, "")
    assert "env-secret-value" not in found.out


MAIL = GOOD["channels.support"]


SEVERAL: dict[str, dict[str, Any]] = {
    "server": {"listen": "nowhere", "public_url": "inbox", "reopen_days": -1, "trusted_proxies": ["x"], "egress_allow": ["y"],
               "liste": "x"},
    "store": {"url": "mysql://x", "dat_dir": "x"},
    "log": {"level": "loud", "format": "xml", "levl": 1},
    "mail": {"from_chanel": "x"},
    "channels__support": {"poll_seconds": 0, "initial_sync": "some", "after_ingest": "burn", "address": "nothing", "keep_days": -1,
                          "poll_second": 1, "enabled": "maybe", "aliases": ["zzz"], "imap": {
                              **MAIL["imap"], "tls": "perhaps", "port": 99999, "hots": "x", "password": "env:NOT_SET_ANYWHERE"}},
    "channels__x": {"feeds": ["likes"], "monthly_budget_usd": -5, "api_url": "https://api.x.com/2/path", "feds": []},
    "channels__sms": {"account_sid": "nothing", "numbers": ["12"], "api_url": "ftp://x", "number": "x"},
    "channels__shop": {"secret": "file:/not/there", "outbound_url": "shop", "outbound_ur": "x"},
}


def test_every_problem_is_named_at_once_by_its_key(tmp_path: Path) -> None:
    found = Checked(tmp_path, changed(**SEVERAL))
    assert found.code == 2
    for section, values in SEVERAL.items():
        for key in values:
            if key != "imap":
                assert f"{section.replace('__', '.')}.{key}" in found.err, (section, key, found.err)
    for inner in ("tls", "port", "hots", "password", "NOT_SET_ANYWHERE"):
        assert inner in found.err
    for meant in ("'listen'", "'data_dir'", "'level'", "'from_channel'", "'poll_seconds'", "'host'", "'feeds'", "'numbers'",
                  "'outbound_url'"):
        assert meant in found.err, meant
    assert all(line.startswith("inbox: ") for line in found.err.strip().splitlines())


@pytest.mark.parametrize(("sections", "words"), [
    ({"channels__support": {"imap": {**MAIL["imap"], "tls": "none"}}, "channels__x": {"access_token_secret": None},
      "channels__shop": {"secret": "cred:nothing"}},
     ("channels.support", "imap.tls", "channels.x", "access_token_secret", "channels.shop.secret", "nothing")),
    ({"channels__support": {"smtp": {"host": "smtp.example.com", "port": 465, "tls": "none", "username": "u", "password": "p"}},
      "channels__shop": {"type": "webhok"}, "mail": {"from_channel": "nobody"}, "server": {"key": "short"}},
     ("smtp.tls", "channels.shop.type", "webhook", "mail.from_channel", "server.key")),
])
def test_what_does_not_go_together_is_named(tmp_path: Path, sections: dict[str, dict[str, Any]], words: tuple[str, ...]) -> None:
    found = Checked(tmp_path, changed(**sections))
    assert found.code == 2
    for word in words:
        assert word in found.err, (word, found.err)


def test_literal_secrets_are_for_the_owner_alone(tmp_path: Path) -> None:
    found = Checked(tmp_path, GOOD, mode=0o644)
    assert found.code == 2
    assert "chmod" in found.err
    bare = {"channels.sms": GOOD["channels.sms"]}
    assert Checked(tmp_path, bare, mode=0o644).code == 0, "it holds references alone"


def test_a_channel_name_and_toml_that_is_none(tmp_path: Path) -> None:
    found = Checked(tmp_path, {'channels."Bad Name"': {"type": "loopback"}})
    assert found.code == 2
    assert "Bad Name" in found.err
    (tmp_path / "config.toml").write_text("[server\n")
    done = subprocess.run([sys.executable, "-m", "inbox", "run", "--config", str(tmp_path / "config.toml")], capture_output=True, text=True,
                          timeout=60, check=False)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


# ---------------------------------------------------------------- check --connect

@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


def test_connect_changes_nothing_and_names_what_is_wrong(tmp_path: Path, sandbox: Sandbox) -> None:
    sandbox.say("support", "ann@example.net", "unread", subject="x")
    good = sandbox.email()
    twilio = sandbox.info["twilio"]
    sms = {"type": "twilio", "api_url": twilio["url"], **{k: twilio[k] for k in ("account_sid", "auth_token", "numbers")}}
    found = Checked(tmp_path, {"store": {"data_dir": "data"}, "channels.good": good, "channels.sms": sms}, "--connect")
    assert (found.code, found.err) == (0, ""), found.out + found.err
    assert sandbox.received("support") == []
    wrong = {
        "password": {**good, "imap": {**good["imap"], "password": "wrong-secret"}},
        "port": {**good, "imap": {**good["imap"], "port": 1}},
        "smtp": {**good, "smtp": {**good["smtp"], "port": 1}},
        "host": {**good, "imap": {**good["imap"], "host": "no.such.host.invalid", "tls": "implicit"}},
        "tls": {**good, "imap": {**good["imap"], "tls": "implicit"}},
        "token": {**sms, "auth_token": "0" * 32},
    }
    found = Checked(tmp_path, {"store": {"data_dir": "data"}, **{f"channels.{k}": v for k, v in wrong.items()}}, "--connect")
    assert found.code == 1
    fails = [line for line in found.out.splitlines() if ": fail " in line]
    assert {line.partition(":")[0] for line in fails} == set(wrong), found.out
    assert all("; " in line for line in fails), "each with its cure"
    assert len(found.err.strip().splitlines()) == 1, found.err
    assert "wrong-secret" not in found.out + found.err
    assert "0" * 32 not in found.out + found.err
