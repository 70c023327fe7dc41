"""Where a reply goes: the channel, our address there, the message it answers, and to whom."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from inbox.connector import Connector, Features
from inbox.desk.draft import Draft, InvalidError, addresses, options, parts
from inbox.errors import NotFoundError, PolicyError
from inbox.store import replies, triage
from inbox.store.base import Rows
from inbox.types import Address

Who = tuple[str, str]


class Roster(Protocol):
    """The channels, as far as the desk needs them."""

    def names(self) -> Sequence[str]:
        """The configured channels."""

    def connector(self, name: str) -> Connector[Any]:
        """Raises NotFoundError when the channel left the configuration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A way out. `answered`: the inbound row that is answered (None: a first word); `typed`: who was named by a person."""

    name: str
    connector: Connector[Any]
    features: Features
    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    typed: frozenset[Who] = frozenset()
    options: Mapping[str, Any] = field(default_factory=dict)
    answered: Any = None
    thread_id: str = ""
    parent: str = ""  # the external id that is answered
    subject: str = ""

    @property
    def everyone(self) -> tuple[Address, ...]:
        """All recipients."""
        return (*self.to, *self.cc, *self.bcc)


def channel(roster: Roster, name: str) -> Connector[Any]:
    """The connector of a channel that can send. Raises PolicyError (`no_channel`)."""
    try:
        connector = roster.connector(name)
    except NotFoundError as error:
        raise PolicyError("no_channel", str(error) or f"the channel {name} is no longer configured") from None
    if not connector.config.enabled:
        raise PolicyError("no_channel", f"the channel {name} is switched off")
    return connector


def admitted(roster: Roster, name: str) -> frozenset[str] | None:
    """Who may see a channel (empty: everybody); None: it left the configuration."""
    try:
        return frozenset(email.lower() for email in roster.connector(name).config.agents)
    except NotFoundError:
        return None


def same_audience(roster: Roster, names: Iterable[str]) -> bool:
    """Whether these channels may stand in one conversation: the same agents see them all."""
    several = set(names)
    return len(several) < 2 or len({admitted(roster, name) for name in several}) == 1


def ours(roster: Roster) -> frozenset[Who]:
    """All our own addresses on every channel."""
    found: set[Who] = set()
    for name in roster.names():
        try:
            found |= {(a.kind, a.value) for a in roster.connector(name).addresses()}
        except NotFoundError:  # it left between the two calls
            continue
    return frozenset(found)


def who(address: Address) -> Who:
    """What makes an address the same as another."""
    return (address.kind, address.value)


def _sender(name: str, connector: Connector[Any], draft: Draft, default: str) -> Address:
    """Our address to send from: the one asked for, else the one that was written to, else what suits the recipients."""
    own = connector.addresses()
    if draft.from_:
        asked = addresses(connector, "from", draft.from_)
        for address in own:
            if [who(a) for a in asked] == [who(address)]:
                return address
        raise InvalidError(("from", f"{draft.from_!r} is none of the channel's own addresses"))
    for address in own:
        if f"{address.kind}:{address.value}" == default:
            return address
    suits = connector.sender_for(list(parts(draft.to))) if draft.to else None
    return suits or (own[0] if own else Address(kind=name, value=name))


def _people(row: Any, role: str) -> list[Address]:
    return [Address(kind=kind, value=value, name=name) for kind, value, name in json.loads(row.people).get(role, ())]


def _base(address: Address) -> Who:
    """Without its tag: what comes to `support+m.…@example.com` comes to `support@example.com` (RFC 5233)."""
    return (address.kind, re.sub(r"\+[^@]*@", "@", address.value))


def _but(found: Iterable[Address], *without: Iterable[Who]) -> tuple[Address, ...]:
    """Each once, in order, without those."""
    gone = {one for some in without for one in some}
    kept: dict[Who, Address] = {}
    for address in found:
        if who(address) not in gone:
            kept.setdefault(who(address), address)
    return tuple(kept.values())


def _answerable(rows: Sequence[Any], shunned: frozenset[Who] | set[Who]) -> Any | None:
    """The last inbound message whose sender may be answered: known, and a person before a machine."""
    known = [row for row in rows if not any(who(a) in shunned for a in _people(row, "from"))]
    return next((row for row in known if "automatic" not in json.loads(row.flags)), known[0] if known else None)


def reply(tx: Rows, roster: Roster, row: Any, draft: Draft) -> Route:
    """The route of a reply in a conversation. Raises PolicyError (`no_channel`, `no_recipient`, `channels`), InvalidError.

    Default recipients: the Reply-To, else the sender, of the last inbound message on the channel, and where the service
    knows copies, whoever else it was addressed to; never ourselves, and never a newcomer by itself.
    """
    name = draft.channel or row.channel
    connector = channel(roster, name)
    if name != row.channel and not same_audience(roster, {name, *triage.channels(tx, row.id)}):
        raise PolicyError("channels", f"other agents see {name} than see this conversation")
    own = ours(roster)
    new = replies.newcomers(tx, row.id)
    chosen = options(connector, draft.options)
    answered = _answerable(replies.inbound(tx, row.id, name), own | new)
    last = replies.outbound(tx, row.id, name)
    sender = _sender(name, connector, draft, row.ours if name == row.channel else "")
    to, cc = _defaults(tx, connector, row, answered, last, own | new)
    bcc: tuple[Address, ...] = ()
    typed: set[Who] = set()
    if draft.to is not None:
        usual = to
        to, cc = addresses(connector, "to", draft.to), ()
        typed |= set(map(who, to))
        one_to_one = connector.features_for(to, sender, options=chosen).max_recipients == 1
        if one_to_one and set(map(who, to)) != set(map(who, usual)):
            answered = last = None  # where a thread is a person, another person is another thread
    if draft.cc is not None:
        cc = addresses(connector, "cc", draft.cc)
        typed |= set(map(who, cc))
    if draft.bcc is not None:
        bcc = addresses(connector, "bcc", draft.bcc)
        typed |= set(map(who, bcc))
    to, cc, bcc = to, _but(cc, map(who, to)), _but(bcc, map(who, to), map(who, cc))
    thread = _first(answered, last, "thread_id")
    features = connector.features_for((*to, *cc, *bcc), sender, thread_id=thread, options=chosen)
    if not features.cc and draft.cc is None:
        cc = ()
    return Route(
        name=name, connector=connector, features=features, sender=sender, to=to, cc=cc, bcc=bcc, typed=frozenset(typed),
        options=chosen, answered=answered, thread_id=thread, parent=_first(answered, last, "external_id"),
        subject=_first(answered, last, "subject") or row.subject)


def _first(answered: Any, last: Any, name: str) -> str:
    return next((getattr(row, name) for row in (answered, last) if row is not None and getattr(row, name)), "")


def _defaults(tx: Rows, connector: Connector[Any], row: Any, answered: Any, last: Any,
              shunned: frozenset[Who]) -> tuple[tuple[Address, ...], tuple[Address, ...]]:
    """(to, cc) when nobody typed any."""
    def named(message: Any, *roles: str) -> list[Address]:
        found = [address for role in roles for address in _people(message, role)]
        return [address for address in found if who(address) not in shunned and _base(address) not in shunned]

    if answered is not None:
        to = _but(named(answered, "reply_to") or named(answered, "from"))
        return to, _but(named(answered, "to", "cc"), map(who, to))
    if last is not None:
        to = _but(named(last, "to"))
        return to, _but(named(last, "cc"), map(who, to))
    own = connector.addresses()
    if own and row.contact_id is not None:  # the first word on another channel to the same person
        return _but(replies.reachable(tx, row.contact_id, own[0].kind), shunned)[:1], ()
    return (), ()


def first(roster: Roster, draft: Draft) -> Route:
    """The route of a first message. Raises PolicyError, InvalidError."""
    connector = channel(roster, draft.channel)
    sender = _sender(draft.channel, connector, draft, "")
    to = addresses(connector, "to", draft.to)
    cc = _but(addresses(connector, "cc", draft.cc), map(who, to))
    bcc = _but(addresses(connector, "bcc", draft.bcc), map(who, to), map(who, cc))
    everyone = (*to, *cc, *bcc)
    chosen = options(connector, draft.options)
    return Route(
        name=draft.channel, connector=connector, features=connector.features_for(everyone, sender, options=chosen), sender=sender,
        to=to, cc=cc, bcc=bcc, typed=frozenset(map(who, everyone)), options=chosen)
