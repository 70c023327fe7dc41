"""Agents: who may log in, their tokens and sessions, and the throttle of logins. What is changed here is audited."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from typing import Any

from inbox.errors import ConflictError, NotFoundError
from inbox.store.acts import Actor, audit
from inbox.store.base import Rows, Tx

MINUTE = 60_000_000  # microseconds
HOUR = 60 * MINUTE
DAY = 24 * HOUR
SESSION_LIFE = 14 * DAY
SESSION_REST = 4 * DAY  # after which a login ends that nobody used: longer than most weekends
WINDOW = 15 * MINUTE  # in which failed logins are counted
ROLES = ("agent", "admin")
RESTRICTED = "inbox:agents"  # the fact of a channel that names who may see it, for when it leaves the configuration
_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]{1,64}@[^@\s\x00-\x1f\x7f]{1,255}")


COMMAND_LINE = Actor("system", None, "command line", "admin")


def digest(secret: str) -> str:
    """What is stored of a token or a cookie. They are random, so one round of SHA-256 is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


# ---------------------------------------------------------------- agents

def normal_email(text: str) -> str:
    """The address as it is stored. Raises ValueError with a sentence for people."""
    email = text.strip().lower()
    if not _EMAIL.fullmatch(email):
        raise ValueError(f"{text.strip()[:80]!r} is no e-mail address")
    return email


def add(tx: Tx, *, email: str, name: str, role: str = "agent", password: str = "", by: Actor = COMMAND_LINE) -> int:
    """A new agent; `password` is the hash (`passwords.hashed`) or empty. Raises ValueError, ConflictError."""
    email = normal_email(email)
    if role not in ROLES:
        raise ValueError(f"a role is one of {', '.join(ROLES)}")
    if tx.value("SELECT id FROM agent WHERE email = :email", email=email) is not None:
        raise ConflictError(f"there is an agent {email} already", code="exists")
    agent = tx.insert("agent", email=email, name=name.strip() or email.partition("@")[0], role=role, password=password,
                      created_at=tx.now)
    audit(tx, by, "agent.add", f"agent:{agent}", email=email, role=role)
    tx.emit("agent.updated", agent=str(agent))
    return agent


def find(rows: Rows, email: str) -> Any:
    """The row of the agent with this address. Raises NotFoundError."""
    row = rows.one("SELECT id, email, name, role, password, disabled, settings, created_at FROM agent WHERE email = :email",
                   email=email.strip().lower())
    if row is None:
        raise NotFoundError(f"there is no agent {email.strip()[:80]!r}")
    return row


def get(rows: Rows, agent: int) -> Any:
    """The row of an agent. Raises NotFoundError."""
    row = rows.one("SELECT id, email, name, role, password, disabled, settings, created_at FROM agent WHERE id = :id", id=agent)
    if row is None:
        raise NotFoundError("there is no such agent")
    return row


def page(rows: Rows, limit: int = 200, after: int = 0) -> list[Any]:
    """Agents by the order in which they were made."""
    return rows.all("SELECT id, email, name, role, disabled, created_at FROM agent WHERE id > :after ORDER BY id LIMIT :n",
                    after=after, n=limit)


def change(tx: Tx, agent: int, *, name: str | None = None, role: str | None = None, password: str | None = None,
           disabled: bool | None = None, by: Actor = COMMAND_LINE, keep: str = "") -> None:
    """Changes what is given. Who is disabled or gets another password is logged out everywhere, but for the session with the cookie
    `keep`; the last admin stays one."""
    if disabled or role is not None:
        tx.alone("admins")  # two who end each other's role at the same moment
    row = get(tx, agent)
    if role is not None and role not in ROLES:
        raise ValueError(f"a role is one of {', '.join(ROLES)}")
    if row.role == "admin" and not row.disabled and (disabled or role == "agent") and not tx.value(
            "SELECT COUNT(*) FROM agent WHERE role = 'admin' AND disabled = 0 AND id <> :id", id=agent):
        raise ConflictError("this is the last admin; make another one first", code="last_admin")
    given = {"name": name, "role": role, "password": password, "disabled": None if disabled is None else int(disabled)}
    values = {key: value for key, value in given.items() if value is not None}
    for key, value in values.items():
        tx.run(f"UPDATE agent SET {key} = :value WHERE id = :id", value=value, id=agent)  # noqa: S608 - our own names
    if disabled or password is not None:
        close_sessions(tx, agent, keep=keep)
        tx.run("DELETE FROM account_token WHERE agent_id = :id", id=agent)  # a link that was sent sets no other password now
        tx.run("DELETE FROM account_mail WHERE agent_id = :id", id=agent)
    audit(tx, by, "agent.change", f"agent:{agent}", **{k: "changed" if k == "password" else v for k, v in values.items()})
    tx.emit("agent.updated", agent=str(agent))


# ---------------------------------------------------------------- tokens

def add_token(tx: Tx, agent: int, name: str, *, by: Actor = COMMAND_LINE) -> tuple[int, str]:
    """A new API token: its id, and the token itself, which is shown once and never stored."""
    get(tx, agent)
    token = "inbox_" + secrets.token_urlsafe(32)
    row = tx.insert("token", agent_id=agent, name=name, hash=digest(token), created_at=tx.now)
    audit(tx, by, "token.add", f"token:{row}", agent=str(agent), name=name)
    tx.emit("agent.updated", agent=str(agent))
    return row, token


def tokens(rows: Rows, agent: int = 0, limit: int = 200, after: int = 0) -> list[Any]:
    """Tokens, of one agent or (0) of all, revoked ones too."""
    return rows.all("SELECT t.id, t.agent_id, a.email, t.name, t.created_at, t.used_at, t.revoked_at FROM token t "
                    "JOIN agent a ON a.id = t.agent_id WHERE t.id > :after AND (:agent = 0 OR t.agent_id = :agent) "
                    "ORDER BY t.id LIMIT :n", after=after, agent=agent, n=limit)


def revoke_token(tx: Tx, token: int, *, agent: int = 0, by: Actor = COMMAND_LINE) -> None:
    """Ends a token (of this agent, or 0: of anybody) at once. Raises NotFoundError."""
    row = tx.one("SELECT agent_id, revoked_at FROM token WHERE id = :id", id=token)
    if row is None or agent not in (0, row.agent_id):
        raise NotFoundError("there is no such token")
    if row.revoked_at is None:
        tx.run("UPDATE token SET revoked_at = :now WHERE id = :id", now=tx.now, id=token)
        audit(tx, by, "token.revoke", f"token:{token}", agent=str(row.agent_id))
        tx.emit("agent.updated", agent=str(row.agent_id))


def bearer(rows: Rows, token: str) -> Any | None:
    """Whose token this is: (id, email, name, role, token_id, used_at), or None."""
    return rows.one("SELECT a.id, a.email, a.name, a.role, t.id AS token_id, t.used_at FROM token t "
                    "JOIN agent a ON a.id = t.agent_id WHERE t.hash = :hash AND t.revoked_at IS NULL AND a.disabled = 0",
                    hash=digest(token))


def touch_token(tx: Tx, token: int) -> None:
    """Notes that a token was used; asked for once an hour at most."""
    tx.run("UPDATE token SET used_at = :now WHERE id = :id", now=tx.now, id=token)


# ---------------------------------------------------------------- sessions

def open_session(tx: Tx, agent: int, who: str = "") -> tuple[str, str]:
    """A login: the cookie, which is stored as a hash only, and its CSRF token. Failures of `who` are forgotten."""
    cookie, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    tx.run('DELETE FROM "session" WHERE expires_at < :now', now=tx.now)
    tx.put("session", hash=digest(cookie), agent_id=agent, csrf=csrf, created_at=tx.now, expires_at=tx.now + SESSION_REST)
    if who:
        tx.run("DELETE FROM login_failure WHERE who = :who", who=who)
    return cookie, csrf


def session(rows: Rows, cookie: str, now: int) -> Any | None:
    """Whose session this is: (id, email, name, role, csrf, created_at, expires_at), or None."""
    return rows.one('SELECT a.id, a.email, a.name, a.role, s.csrf, s.created_at, s.expires_at FROM "session" s '
                    "JOIN agent a ON a.id = s.agent_id "
                    "WHERE s.hash = :hash AND s.expires_at > :now AND a.disabled = 0", hash=digest(cookie), now=now)


def session_end(created: int, now: int) -> int:
    """When a session that is used now ends, unless it is used again."""
    return min(created + SESSION_LIFE, now + SESSION_REST)


def touch_session(tx: Tx, cookie: str, end: int) -> None:
    """Notes that a session was used, and when it ends now; asked for once an hour at most."""
    tx.run('UPDATE "session" SET expires_at = :end WHERE hash = :hash', end=end, hash=digest(cookie))


def close_session(tx: Tx, cookie: str) -> None:
    """Logs out."""
    tx.run('DELETE FROM "session" WHERE hash = :hash', hash=digest(cookie))


def close_sessions(tx: Tx, agent: int, *, keep: str = "") -> None:
    """Logs an agent out wherever they are logged in, but for the session with the cookie `keep`. Their API tokens stay."""
    tx.run('DELETE FROM "session" WHERE agent_id = :id AND hash <> :kept', id=agent, kept=digest(keep) if keep else "")


# ---------------------------------------------------------------- the throttle of logins

def failures(rows: Rows, who: str, now: int) -> int:
    """Failed logins of `who` in the last quarter of an hour. Those of later are of a clock that was set back since."""
    return int(rows.value("SELECT COUNT(*) FROM login_failure WHERE who = :who AND at BETWEEN :since AND :until",
                          who=who, since=now - WINDOW, until=now + WINDOW))


def failed(tx: Tx, *who: str) -> None:
    """Counts a failed login for each of `who`."""
    tx.run("DELETE FROM login_failure WHERE at < :old", old=tx.now - DAY)
    for name in who:
        tx.put("login_failure", who=name, at=tx.now)


# ---------------------------------------------------------------- who may see which channel

def remember_restrictions(tx: Tx, channels: dict[str, list[str]]) -> None:
    """Keeps who may see each configured channel, so that one that leaves the configuration is not open to all."""
    for channel, emails in channels.items():
        tx.run("INSERT INTO fact (channel, key, value) VALUES (:channel, :key, :value) "
               "ON CONFLICT (channel, key) DO UPDATE SET value = excluded.value",
               channel=channel, key=RESTRICTED, value=json.dumps(emails))


def restrictions(rows: Rows) -> dict[str, frozenset[str]]:
    """Channels that not every agent may see: name -> addresses of those who may."""
    found = {row.channel: frozenset(json.loads(row.value))
             for row in rows.all("SELECT channel, value FROM fact WHERE key = :key", key=RESTRICTED)}
    return {channel: emails for channel, emails in found.items() if emails}
