"""Search finds what a person would, in any script, the same on both databases."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Awaitable, Callable

import pytest
import stores

from inbox.store import Tx, search
from inbox.store.fold import _plain, fold, tsvector

TEXTS = (
    '東京都で注文した商品が届きません',
    '订单号 12345 已经发货',
    'قیمت کتاب ۱۲۳ تومان است',
    'السعر ٤٥٦ ريال لكتاب اللغة',
    'Größe für Müller & Łódź, naïve façade',
    'สวัสดีครับ ผมสั่งของแล้ว',
    'நன்றி வணக்கம்',
    'mail me at foo.bar+x@example.com; order #A-77',
    'שָׁלוֹם לכולם',
    'Übergröße co\xadoperate İSTANBUL ĐÀ NẴNG',
    '한국어로 주문했습니다',
    'ﾊﾝｶｸ ガギグ',
    'she said "quoted words" OR NOT (this) AND that*',
)
FOUND = {
    '東京': 0, '注文': 0,
    '订单': 1, '发货': 1,
    'قيمت': 2, 'كتاب': 2, '123': 2, '١٢٣': 2,
    '٤٥٦': 3, '456': 3, 'اللغه': 3,
    'grosse': 4, 'GRÖSSE': 4, 'muller': 4, 'łódź': 4, 'lodz': 4, 'naive': 4,
    'ครับ': 5, 'สั่งของ': 5,
    'வணக்கம்': 6, 'நன்றி': 6,
    'foo.bar+x@example.com': 7, 'example.com': 7, 'a-77': 7,
    'שלום': 8,
    'cooperate': 9, 'istanbul': 9, 'da nang': 9,
    '주문': 10,
    'ハンカク': 11, 'ガギ': 11,
    '"quoted words"': 12, 'NOT (this)': 12, 'quot': 12,
}
NOT_FOUND = ("京東", "订货", "' OR 1=1 --", "foo@bar.com", "รับครั", "\" \" *", "quoted thus")


def with_store(make_store: stores.MakeStore, work: Callable[[stores.Store], Awaitable[None]]) -> None:
    async def run() -> None:
        store = await make_store().open()
        try:
            await work(store)
        finally:
            await store.close()
    asyncio.run(run())




def test_what_is_asked_is_found(make_store: stores.MakeStore) -> None:
    def put(tx: Tx) -> None:
        search.index(tx, list(enumerate(TEXTS)))

    async def work(store: stores.Store) -> None:
        await store.write(put)

        async def ask(asked: str) -> set[int]:
            if not search.asks(asked):
                return set()
            return {row.rowid for row in await store.read(
                lambda rows: rows.all(f"SELECT rowid FROM search WHERE {search.clause(rows)}", q=search.question(rows, asked)))}
        wrong = {asked: found for asked, at in FOUND.items() if at not in (found := await ask(asked))}
        assert wrong == {}
        for asked in NOT_FOUND:
            assert await ask(asked) == set(), asked
    with_store(make_store, work)


NONE, ALL = (0, 0), (search.SAMPLE, search.SAMPLE)


@pytest.mark.parametrize(("met", "top", "walks"), [
    ([ALL] * 5, 5_000_000, True),  # the first page is full after a hundred
    ([NONE] * 5, 5_000_000, False),  # rare: the index names what there is
    ([NONE] + [ALL] * 4, 5_000_000, True),  # what came last is of another kind
    ([NONE] * 4 + [(900, 900)], 5_000_000, True),  # a walk past a quarter costs less than to fetch three
    ([NONE] * 4 + [(10, 10)], 5_000_000, False),
    ([(3, 900)] * 5, 5_000_000, True),  # words that all have, seldom in a row
    ([(0, 900)] * 5, 100, True),
    ([NONE] * 5, 0, False),  # an empty store
])
def test_the_shorter_way_is_found(met: list[tuple[int, int]], top: int, walks: bool) -> None:
    assert search.walks(met, top) is walks


def test_postgresql_walks_for_what_is_common_and_asks_its_index_for_what_is_rare(
        make_store: stores.MakeStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "SAMPLE", 4)

    def put(tx: Tx) -> None:
        search.index(tx, [(n, f"common word {'once' * (n == 2)} {'early' * (n < 10)}") for n in range(1, 41)])

    async def work(store: stores.Store) -> None:
        await store.write(put)

        async def ways(asked: str, before: int | None = None) -> tuple[bool, bool]:
            found = await store.read(lambda rows: search.newest(rows, search.question(rows, asked), before))
            return "ts_match_vq" in found, "rowid + 0" in found
        walk, index = ((False, False), (False, False)) if store.dialect == "sqlite" else ((True, False), (False, True))
        assert [await ways(asked) for asked in ("common", "comm", '"common word"', "word common")] == [walk] * 4
        assert [await ways(asked) for asked in ("never", "once", "nev")] == [index] * 3
        assert await ways("early", 9) == walk
    with_store(make_store, work)


def test_a_hostile_document_fits_into_the_index(make_store: stores.MakeStore) -> None:
    marks = "".join(f"{chr(0x0c05 + n % 40)}\u0c3e\u0c3f\u0c40\u0c41{n:x} " for n in range(60_000))

    async def work(store: stores.Store) -> None:
        await store.write(search.index, [(1, marks), (2, "ab " * 200_000), (3, "\u0c3e" * 300_000), (4, "的" * 300_000)])
        assert await store.read(lambda rows: rows.value("SELECT COUNT(*) FROM search")) == 4
    with_store(make_store, work)
    assert len(tsvector(fold(marks))) < 4_000_000


@pytest.mark.parametrize("text", ["Größe “für” Łódź – 5 € İ ı ǅ ½ ª", "ﬁn ÀÉ Ðæ ŉ µm ſ"])
def test_the_short_way_for_latin_is_the_long_way(text: str) -> None:
    assert fold(text) == fold(text + " 東").removesuffix(" 東")
    assert fold(text) == fold(unicodedata.normalize("NFD", text))
    assert _plain("É") == "e"
