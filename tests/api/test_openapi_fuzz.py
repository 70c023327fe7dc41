"""The server against its own description: made-up calls of every operation, bounded, with a fixed seed."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from inbox.api.server import operations
from inbox.store import agents
from inbox.store.base import Tx

ENDLESS = "/api/v1/events"  # its answer does not end
MORE = int(os.environ.get("INBOX_FUZZ_EXAMPLES", "0"))  # calls of each operation, other ones each time (./run.sh fuzz)


@contextmanager
def beside(serve: Callable[..., None]) -> Iterator[tuple[str, str]]:
    """The server in a thread of its own: its URL and the admin's token."""
    ready, over = threading.Event(), threading.Event()
    found: list[str] = []
    errors: list[BaseException] = []

    async def run(desk: Any) -> None:
        home, _ = await desk.said("something was said")

        def prepare(tx: Tx) -> str:
            tx.put("tag", conversation_id=home, name="x")
            root = agents.add(tx, email="root@example.com", name="Root", role="admin")  # the calls may disable agent 1
            return agents.add_token(tx, root, "fuzz")[1]
        found.extend((desk.url, await desk.app.store.write(prepare)))
        ready.set()
        while not over.is_set():
            await asyncio.sleep(0.02)

    def work() -> None:
        try:
            serve(run, seconds=240 + 30 * MORE)
        except BaseException as error:  # noqa: BLE001 - it is raised again in the test's own thread
            errors.append(error)
            ready.set()
    thread = threading.Thread(target=work)
    thread.start()
    try:
        assert ready.wait(30) and not errors, errors
        yield found[0], found[1]
    finally:
        over.set()
        thread.join(30)
        assert not errors, errors


def test_made_up_calls_meet_no_server_error_and_answers_keep_their_shape(
        serve: Callable[..., None], caplog: pytest.LogCaptureFixture) -> None:
    with beside(serve) as (url, token):
        schema = schemathesis.openapi.from_url(url + "/api/openapi.json")
        schema.config.base_url = url
        seen = 0
        for result in schema.get_all_operations():
            operation = result.ok()
            if operation.path == ENDLESS:
                continue
            seen += 1

            @settings(max_examples=MORE or 6, deadline=None, derandomize=not MORE, database=None, phases=[Phase.explicit, Phase.generate],
                      suppress_health_check=list(HealthCheck))
            @given(case=operation.as_strategy())
            def call(case: Any) -> None:
                path = {name: "loop" if name == "name" else "1" for name in case.path_parameters or {}}
                for made_up in (case.path_parameters, path):  # also ids that there are
                    case.path_parameters = made_up
                    answer = case.call(headers={"Authorization": f"Bearer {token}"}, timeout=20)
                    said = f"{case.method} {case.path}: {answer.text[:500]}"
                    assert answer.status_code not in (401, 500, 503) or case.path.endswith("/session"), said
                    case.validate_response(answer, checks=[
                        status_code_conformance, content_type_conformance, response_schema_conformance])
            call()
        assert seen == len(operations()) - 1
    assert "broke" not in caplog.text
