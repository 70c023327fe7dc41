"""A question that would take for ever is given up, and keeps nobody from asking the next one."""

from __future__ import annotations

import asyncio

import pytest
import stores

from inbox.api.problems import from_error
from inbox.errors import TooBroadError
from inbox.store import Rows

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 - i FROM n) SELECT COUNT(*) FROM n"


def _given_up(rows: Rows) -> int:
    with pytest.raises(TooBroadError), rows.within(0.1):
        rows.value(ENDLESS)
    return int(rows.value("SELECT 7"))  # the transaction goes on


def _fast(rows: Rows) -> int:
    with rows.within(30.0):
        return int(rows.value("SELECT 8"))


def _another_error(rows: Rows) -> int:
    with pytest.raises(ZeroDivisionError), rows.within(30.0):
        raise ZeroDivisionError
    return int(rows.value("SELECT 9"))


def test_what_takes_too_long_is_given_up_and_the_reader_goes_on(make_store: stores.MakeStore) -> None:
    async def run() -> None:
        store = await make_store().open()
        try:
            for _ in range(4):  # more than there are readers
                assert await store.read(_given_up) == 7
                assert await store.read(_fast) == 8
                assert await store.read(_another_error) == 9
        finally:
            await store.close()
    asyncio.run(run())


def test_it_is_no_outage() -> None:
    problem = from_error(TooBroadError("this question takes too long"))
    assert (problem.status, problem.code) == (422, "too_broad")
