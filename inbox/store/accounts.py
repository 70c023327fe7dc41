"""Links that let their holder set a password once, and the mails that carry them. Only hashes of links are kept."""

from __future__ import annotations

import secrets
from typing import Any, Literal

from inbox.errors import NotFoundError
from inbox.store import agents
from inbox.store.acts import Actor, audit
from inbox.store.agents import DAY, HOUR, MINUTE, digest
from inbox.store.base import Rows, Tx

Kind = Literal["reset", "invite"]
LIFE = {"reset": HOUR, "invite": 7 * DAY}  # microseconds that a link holds
PATIENCE = {"reset": 20 * MINUTE, "invite": DAY}  # after which nobody waits for the mail any more
LEASE = 2 * MINUTE  # for one try


def make(tx: Tx, agent: int, kind: Kind, by: Actor = agents.COMMAND_LINE) -> str:
    """A new link's token, which is told this once. Raises NotFoundError."""
    agents.get(tx, agent)
    token = secrets.token_urlsafe(32)
    tx.run("DELETE FROM account_token WHERE expires_at < :now", now=tx.now)
    tx.put("account_token", hash=digest(token), agent_id=agent, kind=kind, created_at=tx.now, expires_at=tx.now + LIFE[kind])
    audit(tx, by, f"account.{kind}", f"agent:{agent}")
    return token


def holder(rows: Rows, token: str, kind: str, now: int) -> Any | None:
    """Whose link it is: (id, email, name), None when it does not hold (any more)."""
    return rows.one("SELECT a.id, a.email, a.name FROM account_token t JOIN agent a ON a.id = t.agent_id "
                    "WHERE t.hash = :hash AND t.kind = :kind AND t.expires_at > :now AND a.disabled = 0",
                    hash=digest(token), kind=kind, now=now)


def settle(tx: Tx, token: str, kind: str, password: str) -> tuple[str, str]:
    """Sets the password (its hash), ends every link and login of the agent, and logs them in: cookie, CSRF token.

    Raises NotFoundError when the link does not hold (any more): of two at the same moment one finds it gone.
    """
    row = holder(tx, token, kind, tx.now)
    if row is None or not tx.run("DELETE FROM account_token WHERE hash = :hash", hash=digest(token)):
        raise NotFoundError("this link does not hold any more")
    agents.change(tx, row.id, password=password, by=Actor("agent", row.id, row.name))
    return agents.open_session(tx, row.id)


# ---------------------------------------------------------------- the mails

def ask(tx: Tx, agent: int, kind: Kind, language: str) -> None:
    """A mail is to be sent; one that waits already is enough."""
    if tx.value("SELECT 1 FROM account_mail WHERE agent_id = :agent AND kind = :kind", agent=agent, kind=kind) is None:
        tx.insert("account_mail", agent_id=agent, kind=kind, language=language, due_at=tx.now, created_at=tx.now)


def forgot(tx: Tx, email: str, language: str) -> None:
    """A mail for whoever has this address, if somebody has. The same work in either case but for one row."""
    row = tx.one("SELECT id FROM agent WHERE email = :email AND disabled = 0", email=email.strip().lower())
    if row is not None:
        ask(tx, row.id, "reset", language)


def due(rows: Rows) -> int | None:
    """When the next mail is due; None: there is none."""
    found: int | None = rows.value("SELECT MIN(due_at) FROM account_mail")
    return found


def claim(tx: Tx) -> Any | None:
    """A mail that is due, held for this try: (id, kind, language, email, name, token). Too old ones go."""
    for kind, patience in PATIENCE.items():
        tx.run("DELETE FROM account_mail WHERE kind = :kind AND created_at < :old", kind=kind, old=tx.now - patience)
    row = tx.one("UPDATE account_mail SET due_at = :until, tries = tries + 1 WHERE id = (SELECT MIN(id) FROM account_mail "
                 "WHERE due_at <= :now) AND due_at <= :now RETURNING id, agent_id, kind, language", now=tx.now, until=tx.now + LEASE)
    if row is None:
        return None
    agent = agents.get(tx, row.agent_id)
    return row.id, row.kind, row.language, agent.email, agent.name, make(tx, row.agent_id, row.kind, agents.COMMAND_LINE)


def done(tx: Tx, mail: int) -> None:
    """It was handed over."""
    tx.run("DELETE FROM account_mail WHERE id = :id", id=mail)


def refused(tx: Tx, mail: int, again: int | None) -> None:
    """It could not be handed over: once more in `again` microseconds, None: never."""
    if again is None:
        done(tx, mail)
    else:
        tx.run("UPDATE account_mail SET due_at = :at WHERE id = :id", id=mail, at=tx.now + again)
