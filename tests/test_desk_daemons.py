"""Two daemons on one store: what two people do at the same moment through different ones."""

from __future__ import annotations

import asyncio
from typing import Any

import stores
from desks import ADA, BEN, Room, room

from inbox.errors import ConflictError
from inbox.store import agents, drafts, installed, settings


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
                assert ADA.id is not None and BEN.id is not None
                seen = (await here.store.write(drafts.save, ADA.id, 0, "new", 0, "begun", {}))["version"]
                for n in range(10):  # of two tabs that write on at the same moment one is told of the other
                    saved = await asyncio.gather(*(side.store.write(drafts.save, ADA.id, 0, "new", seen, f"{name} {n}", {})
                                                   for side, name in ((here, "one"), (other, "two"))), return_exceptions=True)
                    assert sorted(type(s).__name__ for s in saved) == ["ConflictError", "dict"], saved
                    seen = next(s["version"] for s in saved if isinstance(s, dict))
                await here.store.write(installed.add, "shop", "webhook", "{}", "{}", [], ADA)
                for version in range(1, 6):  # of two admins who change a channel that both have seen one is told
                    changed = await asyncio.gather(*(side.store.write(installed.change, "shop", version, ADA, settings="{}", shown="{}")
                                                     for side in (here, other)), return_exceptions=True)
                    assert sorted(type(c).__name__ for c in changed) == ["ConflictError", "NoneType"], changed
                for _ in range(5):  # two admins who take the role from each other: one stays
                    for agent in (ADA.id, BEN.id):
                        await here.store.write(agents.change, agent, role="admin")
                    left = await asyncio.gather(here.store.write(agents.change, ADA.id, role="agent"),
                                                other.store.write(agents.change, BEN.id, role="agent"), return_exceptions=True)
                    assert sorted(type(one).__name__ for one in left) == ["ConflictError", "NoneType"], left
                for n in range(5):  # what two tabs choose at the same moment is chosen, both of it
                    await asyncio.gather(*(side.store.write(settings.change, ADA, ADA.id, None, {name: f"{name} {n}"})
                                           for side, name in ((here, "theme"), (other, "language"))))
                    assert (await here.store.read(settings.mine, ADA.id))[0] == {"theme": f"theme {n}", "language": f"language {n}"}
            finally:
                await other_store.close()
    asyncio.run(main())
