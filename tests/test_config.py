"""The configuration: what is right is read, what is wrong is all named, with key and cure; no secret shows."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from inbox import config, sections
from inbox.errors import ConfigError

Write = Callable[..., Path]
KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.delenv("INBOX_CONFIG", raising=False)

    def fn(text: str, mode: int = 0o600) -> Path:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)
        return path
    return fn


def problems(path: Path) -> dict[str, config.Problem]:
    found, wrong = config.examine(path)
    return {p.key: p for p in [*wrong, *(p for ps in found.broken.values() for p in ps)]}


def test_an_empty_file_is_a_configuration(write: Write) -> None:
    found = config.load(write(""))
    assert (found.server.listen, found.server.host, found.server.port) == ("127.0.0.1:8080", "127.0.0.1", 8080)
    assert found.server.public_url == "http://127.0.0.1:8080"
    assert found.store.url == "sqlite"
    assert found.channels == {}


def test_every_problem_is_found_at_once_with_its_key_and_cure(write: Write) -> None:
    found = problems(write("""
        [server]
        listn = "x"
        data_dir = "/x"
        reopen_days = -1
        [store]
        url = "mysql://db"
        [log]
        level = "loud"
        [chanels.a]
        [channels.a]
        type = "loopbak"
        [channels.b]
        type = "loopback"
        poll_seconds = 0
        nam = "x"
        initial_sync = "yesterday"
        [channels.c]
        [channels."Not A Name"]
        type = "loopback"
    """))
    assert set(found) == {
        "server.listn", "server.data_dir", "server.reopen_days", "store.url", "log.level", "chanels", "channels.a.type",
        "channels.b.poll_seconds", "channels.b.nam", "channels.b.initial_sync", "channels.c.type", "channels.Not A Name"}
    assert "'listen'" in found["server.listn"].cure
    assert "[server]" in found["server.listn"].text
    assert "[store]" in found["server.data_dir"].cure
    assert "'channels'" in found["chanels"].cure
    assert "'loopback'" in found["channels.a.type"].cure
    assert "'name'" in found["channels.b.nam"].cure
    assert "since:N" in found["channels.b.initial_sync"].text
    assert all(problem.cure for problem in found.values() if problem.key != "channels.b.initial_sync")


def test_an_unknown_key_deep_inside_is_named_with_its_neighbour(write: Write) -> None:
    found = problems(write("""
        [channels.support]
        type = "email"
        address = "support@example.com"
        imap = { host = "imap.example.com", usrname = "x", password = "file:/nowhere" }
    """))
    assert "'username'" in found["channels.support.imap.usrname"].cure
    assert "/nowhere" in found["channels.support.imap.password"].text


def test_a_broken_channel_leaves_the_others_running(write: Write) -> None:
    found = config.load(write('[channels.good]\ntype = "loopback"\n[channels.bad]\ntype = "loopback"\nx = 1\n'))
    assert list(found.channels) == ["good"]
    assert [p.key for p in found.broken["bad"]] == ["channels.bad.x"]


@pytest.mark.parametrize(("text", "words"), [
    ("[server\n", "not TOML"), ('a = "1"\na = "2"\n', "not TOML"), ("server = 3\n", "must be a table"),
    ("channels = []\n", "must be a table"), ('[mail]\nfrom_chanel = "support"\n', "unknown key 'from_chanel'"),
    ('[server]\nlisten = "8080"\n', 'HOST:PORT; write listen = "127.0.0.1:8080"'),
    ('[server]\nlisten = 8080\n', 'HOST:PORT; write listen = "127.0.0.1:8080"'), ('[server]\nlisten = "intern"\n', "HOST:PORT"),
    ('[server]\nlisten = "127.0.0.1:99999"\n', "HOST:PORT, and a port is at most 65535"),
    ('[server]\npublic_url = "inbox.example.com"\n', "https://"), ('[server]\negress_allow = ["intern"]\n', "no IP address"),
    ('[server]\nkey = "c2hvcnQ="\n', "32 random bytes"),
])
def test_what_stops_the_whole_says_so(write: Write, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words) as raised:
        config.load(write(text))
    assert "\n" not in str(raised.value)


def test_the_sender_of_notices_may_have_been_made_in_the_browser(write: Write) -> None:
    path = write('[mail]\nfrom_channel = "nobody"\n')
    assert config.load(path).mail.from_channel == "nobody"
    _, problems = config.examine(path)
    assert [(p.key, p.text, p.passing) for p in problems] == [("mail.from_channel", "there is no channel 'nobody'", True)]


def test_bytes_that_are_no_utf8_and_a_file_that_is_not_there(write: Write, tmp_path: Path) -> None:
    path = write("")
    path.write_bytes(b'[server]\nlisten = "\xff"\n')
    with pytest.raises(ConfigError, match="UTF-8"):
        config.load(path)
    with pytest.raises(ConfigError, match="no configuration") as raised:
        config.load(tmp_path / "nowhere.toml")
    assert "inbox init" in raised.value.cure


def test_where_it_is_looked_for(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("")
    monkeypatch.chdir(tmp_path)
    assert config.find() == path
    other = tmp_path / "other.toml"
    other.write_text("")
    monkeypatch.setenv("INBOX_CONFIG", str(other))
    assert config.find() == other
    assert config.find(path) == path
    monkeypatch.setenv("INBOX_CONFIG", str(tmp_path / "gone.toml"))
    with pytest.raises(ConfigError, match=r"gone\.toml"):
        config.find()


# ---------------------------------------------------------------- secrets

EMAIL = '[channels.m]\ntype = "email"\naddress = "a@b.example"\nimap = {{ host = "localhost", username = "a", password = {} }}\n'


@pytest.mark.parametrize(("secret", "mode", "fine"), [
    ('"hunter-two"', 0o600, True), ('"hunter-two"', 0o400, True), ('"hunter-two"', 0o644, False), ('"hunter-two"', 0o604, False),
    ('"hunter-two"', 0o640, False), ('"env:INBOX_TEST_SECRET"', 0o644, True),
])
def test_a_file_with_secrets_is_for_its_owner_alone(write: Write, monkeypatch: pytest.MonkeyPatch, secret: str, mode: int,
                                                    fine: bool) -> None:
    monkeypatch.setenv("INBOX_TEST_SECRET", "hunter-two")
    monkeypatch.setattr(config, "GROUP", "no-such-group")
    path = write(EMAIL.format(secret), mode)
    if fine:
        assert config.load(path).secrets == {"hunter-two"}
    else:
        with pytest.raises(ConfigError, match="read by others") as raised:
            config.load(path)
        assert "chmod 600" in raised.value.cure


def test_the_group_inbox_may_read_it_too(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    import grp
    path = write(EMAIL.format('"hunter-two"'), 0o640)
    monkeypatch.setattr(config, "GROUP", grp.getgrgid(path.stat().st_gid).gr_name)
    assert "m" in config.load(path).channels


def test_a_password_in_the_url_of_the_store_is_a_secret(write: Write) -> None:
    text = '[store]\nurl = "postgres://inbox:hunter-two@db/inbox"\n'
    with pytest.raises(ConfigError, match="read by others"):
        config.load(write(text, 0o644))
    assert config.load(write('[store]\nurl = "postgresql://inbox@db/inbox"\n', 0o644)).secrets == frozenset()
    found = config.load(write(text))
    assert found.store.url == "postgresql://inbox:hunter-two@db/inbox"
    assert found.secrets == {"hunter-two"}
    assert "hunter" not in repr(found)


def test_references_are_followed(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("from-a-file\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    for reference in (f'"file:{tmp_path}/a"', '"cred:a"'):
        found = config.load(write(EMAIL.format(reference), 0o644))
        assert found.secrets == {"from-a-file"}


def test_no_secret_shows(write: Write) -> None:
    path = write(f'[server]\nkey = "{KEY}"\n' + EMAIL.format('"hunter-two"') + "[channels.n]\ntype = \"email\"\n"
                 'address = "b@example.com"\nimap = { host = "x", password = 4711 }\nwrong = "hunter-three"\n')
    found, wrong = config.examine(path)
    shown = repr(found) + "".join(map(str, wrong)) + "".join(str(p) for ps in found.broken.values() for p in ps)
    for secret in ("hunter", KEY, "4711"):
        assert secret not in shown


# ---------------------------------------------------------------- the key

def test_keys_the_first_one_signs(write: Write) -> None:
    other = base64.urlsafe_b64encode(bytes(32)).decode()
    found = config.load(write(f'[server]\nkey = ["{KEY}", "{other.rstrip("=")}"]\n'))
    assert found.keys == [bytes(range(32)), bytes(32)]
    assert config.load(write(f'[server]\nkey = "{KEY}"\n')).keys == [bytes(range(32))]


@pytest.mark.parametrize("key", ['"env:INBOX_NO_SUCH_KEY"', '"file:/nowhere/INBOX_NO_SUCH_KEY"',
                                 '["' + KEY + '", "cred:INBOX_NO_SUCH_KEY"]'])
def test_a_key_that_cannot_be_read_stops_only_those_who_need_it(write: Write, key: str) -> None:
    found = config.load(write(f'[server]\nreopen_days = 7\nkey = {key}\n'))
    assert found.server.reopen_days == 7
    with pytest.raises(ConfigError, match="INBOX_NO_SUCH_KEY") as raised:
        found.ensure_key()
    assert raised.value.key.startswith("server.key")
    assert not found.key_file.exists()


def test_without_a_key_one_is_made_once(write: Write, tmp_path: Path) -> None:
    found = config.load(write('[store]\ndata_dir = "data"\n'))
    assert found.store.data_dir == tmp_path / "data"
    assert found.keys == []
    made = found.ensure_key()
    assert len(made[0]) == 32
    assert found.ensure_key() == made
    assert found.key_file.stat().st_mode & 0o777 == 0o600
    found.key_file.write_text("rubbish")
    with pytest.raises(ConfigError, match="cannot be used") as raised:
        _ = found.keys
    assert "put the right key back" in raised.value.cure


@pytest.mark.parametrize(("data_dir", "key"), [(True, "server.key"), (False, "store.data_dir")])
def test_what_may_not_be_read_is_called_by_its_name(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data_dir: bool,
                                                    key: str) -> None:
    def refuse(*_: object) -> str:
        raise PermissionError(13, "Permission denied")
    found = config.load(write('[store]\ndata_dir = "data"\n'))
    found.ensure_key()
    monkeypatch.setattr(Path, "read_text", refuse)  # root may read everything
    monkeypatch.setattr(os, "access", lambda *_: data_dir)
    with pytest.raises(ConfigError) as raised:
        _ = found.keys
    assert (raised.value.key, "as root or as the owner" in raised.value.cure, "Errno" in str(raised.value)) == (key, True, False)
    assert str(found.key_file if data_dir else tmp_path / "data") in str(raised.value)


@pytest.mark.parametrize(("url", "shown"), [
    ("postgresql://ann:hunter-two@db:5432/box?password=hunter-two", "postgresql://ann@db:5432/box"),
    ("postgresql:///box", "postgresql:///box"), ("postgresql://ann:hunter-two@db:none/box", "postgresql"),
])
def test_a_url_is_shown_without_its_password(url: str, shown: str) -> None:
    assert sections.without_password(url) == shown


def test_a_daemon_on_every_address_is_reached_on_this_one(write: Write) -> None:
    found = config.load(write('[server]\nlisten = "0.0.0.0:9000"\n'))
    assert found.server.public_url == "http://127.0.0.1:9000"
    assert config.load(write('[server]\nlisten = "[::1]:9000"\n')).server.host == "::1"


def test_root_may_hold_a_config_that_it_alone_reads(write: Write) -> None:
    path = write("")
    path.chmod(0)
    if os.geteuid() == 0:
        assert config.load(path).channels == {}
    else:
        with pytest.raises(ConfigError, match="cannot read"):
            config.load(path)
