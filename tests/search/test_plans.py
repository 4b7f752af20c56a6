"""A search is one walk through the index, whatever the word and the size of the table: no plan flips to a scan."""

import pytest
from django.db import connection

from articles import search
from articles.search import engines, keeping
from articles.search.entries import Entry, Wanted
from articles.search.finding import PUBLIC
from bench import corpus

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = (100, 4000)  # pieces; PostgreSQL would like to read small tables whole
WANTED = [
    Wanted(("推进",)),
    Wanted(("防汛抗旱",)),
    Wanted(("量子纠缠",)),
    Wanted(("的",)),
    Wanted(("会议强调,各单位要提高认识,压实责任",)),
    Wanted(("防汛", "群众"), excluded=("演练",), labels=("s1",)),
    Wanted(("防汛",), tier=1),
    Wanted(("防汛",), tier=2),
    Wanted(("防汛",), tier=3),
    Wanted(("防汛",), first_key=(corpus.LAST_DAY.toordinal() - 3) << 24, last_key=corpus.LAST_DAY.toordinal() << 24),
]


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return [
        Entry.of(
            key=piece.day.toordinal() << 24 | piece.number,
            number=piece.number,
            labels=f"s{piece.section}",
            head=[piece.headline],
            near=piece.reporters,
            rest=[piece.body],
        )
        for piece in corpus.pieces(max(SIZES))
    ]


@pytest.mark.parametrize("size", SIZES)
def test_every_question_goes_through_the_index(entries, size):
    list(keeping.rebuild(keeping.Kept(PUBLIC, lambda: range(size), lambda numbers: [entries[n] for n in numbers])))
    assert search.search("推进").total > size // 10
    engine = engines.of(connection)
    for wanted in WANTED:
        for output, limit in (("hits", 21), ("count", 1001)):
            sql, parameters = engine.statement(PUBLIC, wanted, output=output, limit=limit)
            explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
            plan = "\n".join(str(row[-1]) for row in engine.ask(f"{explain} {sql}", parameters))
            if connection.vendor == "postgresql":
                assert "Bitmap Index Scan on articles_searchentry_grams" in plan, (wanted, output, plan)
                assert "Seq Scan" not in plan, (wanted, output, plan)
            else:
                assert "VIRTUAL TABLE INDEX" in plan, (wanted, output, plan)
                assert "USE TEMP B-TREE" not in plan, (wanted, output, plan)
                assert "SCAN e" not in plan, (wanted, output, plan)
