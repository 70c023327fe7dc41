"""Real mail through a real IMAP server: each in the ledger once, threads as three independent threaders see them."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import apps
import pytest
import servers

from inbox import registry

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="../shared/samples is not here")
CAUSES_WITHOUT_A_MESSAGE = {"unknown_message", "own_copy"}


def _channel(server: servers.DovecotServer, user: str) -> Any:
    return registry.connector("email").Config.model_validate({
        "type": "email", "address": "support@shop.example", "initial_sync": "all", "poll_seconds": 1,
        "imap": {"host": server.host, "port": server.port, "tls": "none", "username": user, "password": server.password, "idle": False},
        "smtp": {"host": "127.0.0.1", "port": 9, "tls": "none"}})


async def _ledger(app: Any, count: int) -> list[Any]:
    async def settled() -> list[Any]:
        found = await apps.rows(app, "SELECT l.item, l.state, l.cause, l.message_id, m.conversation_id, m.flags "
                                     "FROM ledger l LEFT JOIN message m ON m.id = l.message_id ORDER BY l.id")
        return found if len(found) >= count and all(row.state != "received" for row in found) else []
    return list(await apps.until(settled, seconds=120))


def _fetched(folder: Path, files: list[Path]) -> dict[str, Any]:
    """File -> what the ledger says of it; they were appended in this order."""
    async def flow() -> list[Any]:
        with servers.DovecotServer() as dovecot:
            dovecot.deliver("ann", [file.read_bytes() for file in files])
            async with apps.running(folder, {"support": _channel(dovecot, "ann")}) as app:
                found = await _ledger(app, len(files))
                state = await apps.rows(app, "SELECT state, reason FROM channel")
                assert [row.state for row in state] == ["ok"], state
                return found
    by_uid = {int(row.item.rpartition("/")[2]): row for row in asyncio.run(flow())}
    assert len(by_uid) == len(files)
    return {str(file.relative_to(SAMPLES)): by_uid[n] for n, file in enumerate(files, 1)}


def _mails() -> list[dict[str, Any]]:
    cases = [json.loads(line) for line in (SAMPLES / "expect.jsonl").read_text().splitlines()]
    return [case for case in cases if case["kind"] in ("mail", "bounce") and not case.get("conflict")]


def test_every_mail_is_in_the_ledger_once(tmp_path: Path) -> None:
    cases = {case["file"]: case for case in _mails()}
    names = sorted(cases)
    files = [SAMPLES / name for name in names if (SAMPLES / name).is_file()]
    found = _fetched(tmp_path, files)
    states = Counter(row.state for row in found.values())
    assert states["quarantined"] == 0, [(name, row.cause) for name, row in found.items() if row.state == "quarantined"]
    assert states["received"] == 0
    for name, row in found.items():
        if row.state == "stored":
            assert row.message_id, name
        if row.state == "ignored":
            assert json.loads(row.cause)["code"] in CAUSES_WITHOUT_A_MESSAGE, (name, row.cause)
    bounces = [name for name in found if cases[name].get("is_bounce")]
    assert len(bounces) > 100
    assert not [name for name in bounces if found[name].state in ("stored", "duplicate")], "a bounce became a message"
    replies = [name for name in found if cases[name].get("is_auto_reply")]
    assert {found[name].state for name in replies} <= {"stored", "duplicate"}
    assert all("automatic" in found[name].flags for name in replies if found[name].state == "stored")


@pytest.mark.parametrize("seed", [None, 1, 2])
def test_threads_are_those_that_all_threaders_agree_on(tmp_path: Path, seed: int | None) -> None:
    oracle = json.loads((SAMPLES / "threading_oracle" / "threads_visible.json").read_text())["notmuch_default"]
    names = sorted({name for group in oracle["dovecot_refs"] for name in group})
    if seed is not None:
        random.Random(seed).shuffle(names)
    found = _fetched(tmp_path, [SAMPLES / name for name in names])
    where = {name: row.conversation_id for name, row in found.items()}
    for group in oracle["always_together"]:
        assert len({where[name] for name in group if where[name]}) == 1, group
    apart = [{where[name] for name in group if where[name]} for group in oracle["never_together_across"]]
    assert not [(a, b) for a, b in itertools.combinations(apart, 2) if a & b]
