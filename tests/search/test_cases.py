"""One table of cases for both engines: what is found is exactly what stands in the text, folded."""

import random
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import search
from bench import corpus
from tests.search.paper import found, make_public, tag_key, truth

pytestmark = pytest.mark.django_db

REPORT = "。".join(f"第{number}项工作已经完成，{'防汛抗旱' * 3}" for number in range(1500)) + "。最后一句说到了长江大桥"


@pytest.fixture
def pieces():
    return [
        make_public(
            1, "党建引领基层治理", "全区党建工作会议召开。会议指出，要抓好防汛、抗旱工作。", reporters=["周明远"]
        ),
        make_public(2, "南京市长江大桥通车", "昨天，南京市长江大桥通车，ＧＤＰ增长９８．６％。", tags=["长江大桥"]),
        make_public(
            3,
            "社区建立“1+6+5+N”机制",
            "郑州7·20之后，石佛建起 5G 基站。\n党员带头，建设家园。",
            captions=["王　伟在食堂。"],
        ),
        make_public(4, "防汛抗旱", "周明远说，水位是 98.7 米。New York 的朋友也来了。", source="河阳日报"),
        make_public(5, "政府工作报告", REPORT, reporters=["王伟"], day=date(1998, 3, 5)),
        make_public(6, "𠮷田𠮷先生与😀", "㎡与①，c++。国", kicker="副刊", tags=["防汛", "C++"]),
        make_public(7, "更正", "抗旱。防汛。\n抗\n旱"),
    ]


CASES = [
    ("防汛", {1, 4, 5, 6, 7}),
    ("防汛抗旱", {4, 5}),
    ("防汛、抗旱", {1}),
    ("防汛 抗旱", {1, 4, 5, 7}),
    ("党建", {1}),  # not 党员带头，建设家园
    ("长江大桥", {2, 5}),
    ("市长", {2}),
    ("周明远", {1, 4}),
    ("王伟", {3, 5}),
    ("王 伟", {3, 5}),  # two words, both in 王　伟 and in 王伟
    ('"王 伟"', {3, 5}),
    ("98.6", {2}),
    ("98.6%", {2}),
    ("９８．６", {2}),
    ("98", {2, 4, 5}),
    ("8.7", {4}),
    ("gdp", {2}),
    ("GDP增长", {2}),
    ("dp", {2}),
    ("1+6+5+N", {3}),
    ("１＋６＋５＋ｎ", {3}),
    ("“1+6+5+N”", {3}),
    ("7·20", {3}),
    ("7・20", {3}),
    ("7.20", set()),
    ("5G基站", {3}),
    ("5g 基站", {3}),
    ('"new york"', {4}),
    ("newyork", set()),
    ("york new", {4}),
    ("河阳日报", {4}),
    ("国", {6}),
    ("先", {6}),
    ("𠮷", {6}),
    ("𠮷田", {6}),
    ("𠮷田𠮷先生", {6}),
    ("田𠮷田", set()),
    ("😀", {6}),
    ("m2", {6}),
    ("c++", {6}),
    ("+", {3, 6}),
    ("副刊", {6}),
    ("防汛 -抗旱", {6}),
    ("防汛 -抗旱 -😀", set()),
    ('防汛 -"抗旱工作"', {4, 5, 6, 7}),
    ("抗旱防汛", {5}),  # it repeats; in 7 a full stop lies between
    ("第1499项工作", {5}),
    ("最后一句说到了长江大桥", {5}),
    ("旱更", set()),
    ("机制郑州", set()),  # nothing is found across fields or lines
    ("量子纠缠", set()),
    ("治理基层", set()),
    ("的的的的", set()),
]


@pytest.mark.parametrize(("query", "numbers"), CASES)
def test_a_query_finds_these_pieces(pieces, query, numbers):
    assert sorted(found(query)) == sorted(numbers)


def test_every_case_is_tried_on_the_same_pieces_at_once_with_all_pages_and_orders(pieces):
    for query, numbers in CASES:
        results = search.search(query)
        assert (results.total, results.is_capped) == (len(numbers), False), query
        assert sorted(found(query, order="relevance")) == sorted(numbers), query


def test_the_newest_public_date_comes_first_and_archives_that_come_late_fall_into_place():
    for number, day in enumerate([date(2026, 11, 20), date(2024, 2, 29), date(2026, 11, 19), date(1949, 10, 1)], 1):
        make_public(number, "防汛", day=day)
    make_public(99, "防汛", day=date(2024, 2, 29))
    assert found("防汛") == [1, 3, 99, 2, 4]


def test_relevance_is_headline_then_credits_and_tags_then_text():
    make_public(1, "防汛动员", day=date(2020, 1, 1))
    make_public(2, "又一篇", "防汛。", day=date(2026, 1, 1))
    make_public(3, "又一篇", tags=["防汛"], day=date(2021, 1, 1))
    make_public(4, "又一篇", "讲讲防汛。", day=date(2019, 1, 1), reporters=["防汛办"])
    make_public(5, "防汛演练", "防汛", kicker="又一篇", day=date(2022, 1, 1))
    assert found("防汛", order="relevance") == [5, 1, 3, 4, 2]
    assert found("防汛 又一篇", order="relevance") == [5, 3, 4, 2]
    assert found("防汛演练", order="relevance") == [5]
    assert found("又一篇 动员", order="relevance") == []


@pytest.mark.parametrize("order", ["newest", "relevance"])
def test_pages_follow_each_other_without_a_gap_or_a_double(order):
    for number in range(1, 68):
        make_public(
            number, "防汛" if number % 3 else "要闻", "防汛防汛" * (number % 2), tags=["防汛"] * (number % 5 == 0)
        )
    everything = found("防汛", order=order)
    assert len(everything) == len(set(everything)) == search.search("防汛").total
    first = search.search("防汛", order=order)
    assert len(first.hits) == 20
    make_public(100, "防汛")  # Something new while the reader turns the page.
    second = search.search("防汛", order=order, page=first.older)
    assert [hit.number for hit in (*first.hits, *second.hits)] == everything[:40]


@pytest.mark.parametrize("page", ["x", "1", "4-5", "0-", "-1", "0-99999999999999999999", "0-１", "0--1", "\x00"])
def test_a_page_that_was_never_given_is_refused(page):
    with pytest.raises(search.UnreadablePage):
        search.search("防汛", page=page)


def test_filters_narrow_and_can_be_joined():
    make_public(1, "防汛", section="要闻", reporters=["周明远"], tags=["安全"], day=date(2025, 12, 31))
    make_public(2, "防汛", section="民生类", reporters=["王伟"], tags=["安全"], day=date(2026, 1, 1))
    make_public(3, "防汛", section="民生类", reporters=["周明远", "王伟"], day=date(2026, 6, 1))
    life = make_public(4, "抗旱", section="民生类", day=date(2026, 6, 1)).section_id
    reporter = make_public(5, "演练", reporters=["周明远"]).credits[0]["reporter"]
    assert found("防汛", section=life) == [3, 2]
    assert found("防汛", reporter=reporter) == [3, 1]
    assert found("防汛", tag=tag_key("安全")) == [2, 1]
    assert found("防汛", since=date(2026, 1, 1)) == [3, 2]
    assert found("防汛", until=date(2025, 12, 31)) == [1]
    assert found("防汛", since=date(2026, 1, 1), until=date(2026, 1, 1)) == [2]
    assert found("防汛", section=life, reporter=reporter, since=date(2026, 1, 2), order="relevance") == [3]
    assert found("防汛", section=life, tag=999) == []


def test_counts_stop_at_a_thousand_and_say_so(monkeypatch):
    monkeypatch.setattr("articles.search.finding.MOST_COUNTED", 25)
    for number in range(1, 31):
        make_public(number, "防汛", day=date(2000 + number, 1, 1), section="民生类" if number > 28 else "要闻")
    results = search.search("防汛")
    assert (results.total, results.is_capped, len(results.hits)) == (25, True, 20)
    facets = search.facets(results.query)
    assert facets.is_capped
    assert sorted(count for _section, count in facets.sections) == [2, 23]
    assert facets.years[:2] == ((2030, 1), (2029, 1))
    exact = search.search("防汛", since=date(2010, 1, 1), until=date(2020, 1, 1))
    assert (exact.total, exact.is_capped) == (11, False)


def test_hypothesis_finds_no_query_that_differs_from_the_truth():
    """Pieces of the bench's corpus and of a small alphabet in which everything repeats; queries cut out of them."""
    chance = random.Random(6)
    alphabet = "国中人民防汛ab1９．·+“”，- 　\n"
    pieces = [
        make_public(one.number, one.headline, one.body.replace("</p><p>", "\n")[3:-4], reporters=one.reporters)
        for one in corpus.pieces(30)
    ]
    pieces += [
        make_public(number, "".join(chance.choices(alphabet[:12], k=5)), "".join(chance.choices(alphabet, k=60)))
        for number in range(100, 160)
    ]
    bodies = [line for piece in pieces for line in piece.body.replace("</p>", "").split("<p>") if line]

    @st.composite
    def phrases(draw):
        line = draw(st.sampled_from(bodies))
        start = draw(st.integers(0, len(line) - 1))
        return draw(
            st.sampled_from([line[start : start + draw(st.integers(1, 24))], draw(st.text(alphabet, max_size=5))])
        )

    @given(
        st.lists(phrases(), min_size=1, max_size=3),
        st.lists(phrases(), max_size=1),
        st.sampled_from(["newest", "relevance"]),
    )
    @settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def check(wanted, unwanted, order):
        wanted = [phrase.replace('"', "").replace("“", "").replace("”", "") for phrase in wanted]
        unwanted = [phrase.replace('"', "").replace("“", "").replace("”", "") for phrase in unwanted]
        query = " ".join([*(f'"{phrase}"' for phrase in wanted), *(f'-"{phrase}"' for phrase in unwanted)])
        read = search.search(query).query
        if read.problem:
            return
        numbers = found(query, order=order)
        assert len(numbers) == len(set(numbers))
        assert set(numbers) == truth(pieces, *read.phrases, without=read.excluded), query

    check()
