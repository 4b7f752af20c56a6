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
    Wanted(("防汛",), excluded=("的", "演练", "工作会议")),
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
    by_number = {entry.number: entry for entry in entries[:size]}
    list(keeping.rebuild(keeping.Kept(PUBLIC, lambda: by_number, lambda numbers: [by_number[n] for n in numbers])))
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


def test_what_is_as_short_as_a_gram_is_left_out_without_reading_a_text():
    """A frequent word but for pieces with another frequent word: it would be to read most of the paper."""
    assert Wanted(("防汛",), excluded=("的", "演练", "𠮷")).confirmations("instr") == ([], [])
    assert Wanted(("防汛",), excluded=("应急演练",)).confirmations("instr") == (["instr(e.text, %s) = 0"], ["应急演练"])
