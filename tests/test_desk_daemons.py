"""Two daemons on one store: what two people do at the same moment through different ones."""

from __future__ import annotations

import asyncio
from typing import Any

import stores
from desks import ADA, BEN, Room, room

from inbox.errors import ConflictError
from inbox.store import drafts


def test_two_daemons_agree(databases: stores.Databases, tmp_path: Any) -> None:
    url = databases.url()

    def make(clock: Any = None) -> stores.Store:
        return stores.Store(url, tmp_path / "data", clock=clock)

    async def main() -> None:
        async with room(make) as here:
            other_store = await make().open()
            try:
                other = Room(other_store)
                for n in range(10):  # one key is one message
                    conversation, seen = await here.say()
                    made = await asyncio.gather(*(
                        side.desk.reply(ADA, conversation, text="Hi", idempotency_key=f"k{n}") for side in (here, other) * 5))
                    assert len(set(made)) == 1
                    both = await asyncio.gather(*(
                        side.desk.reply(by, conversation, text="Me", expected_last_message=made[0])
                        for side, by in ((here, ADA), (other, BEN))), return_exceptions=True)
                    assert sorted(type(b).__name__ for b in both) == ["ConflictError", "int"]
                    assert seen < made[0]
                for _ in range(10):  # merges crosswise end, and one of them wins
                    one, _m = await here.say()
                    two, _m = await here.say(None, "bob")
                    done = await asyncio.gather(here.desk.merge(ADA, one, two), other.desk.merge(BEN, two, one),
                                                return_exceptions=True)
                    assert sorted(type(d).__name__ for d in done) == ["ConflictError", "str"], done
                ids = [(await here.say())[0] for _ in range(20)]
                done = await asyncio.gather(  # many writes in opposite orders share transactions: deadlocks are tried again
                    *(here.desk.patch(ADA, i, None, priority="high") for i in ids),
                    *(other.desk.patch(BEN, i, None, tags=["x"]) for i in reversed(ids)), return_exceptions=True)
                assert [d for d in done if isinstance(d, BaseException)] == []
                versions = await asyncio.gather(*(here.conversation(i) for i in ids))
                assert {row.priority for row in versions} == {"high"}
                raced = await asyncio.gather(*(
                    side.desk.patch(by, ids[0], versions[0].version, status="closed" if by is ADA else "spam")
                    for side, by in ((here, ADA), (other, BEN))), return_exceptions=True)
                assert sum(isinstance(r, ConflictError) for r in raced) == 1
                assert ADA.id is not None
                seen = (await here.store.write(drafts.save, ADA.id, 0, "new", 0, "begun", {}))["version"]
                for n in range(10):  # of two tabs that write on at the same moment one is told of the other
                    saved = await asyncio.gather(*(side.store.write(drafts.save, ADA.id, 0, "new", seen, f"{name} {n}", {})
                                                   for side, name in ((here, "one"), (other, "two"))), return_exceptions=True)
                    assert sorted(type(s).__name__ for s in saved) == ["ConflictError", "dict"], saved
                    seen = next(s["version"] for s in saved if isinstance(s, dict))
            finally:
                await other_store.close()
    asyncio.run(main())
