"""What was typed is read as phrases; nothing that can be typed is an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.queries import Query, parse

READ = [
    ("防汛", Query(("防汛",))),
    ("防汛 抗旱　演练", Query(("防汛", "抗旱", "演练"))),
    ("防汛 防汛", Query(("防汛",))),
    ("98.6", Query(("98.6",))),
    ("1+6+5+N", Query(("1+6+5+n",))),
    ("７·２０", Query(("7·20",))),
    ('"社区 食堂"', Query(("社区食堂",))),
    ('"new york"', Query(("new york",))),
    ('"new\nyork"', Query(("new york",))),
    ('防汛 -"应急\r\n演练"', Query(("防汛",), ("应急演练",))),
    ("new york", Query(("new", "york"))),
    ("“社区 食堂” 开张", Query(("社区食堂", "开张"))),
    ("别让“随手拍”变成“随手派”", Query(('别让"随手拍"变成"随手派"',))),
    ('"没有合上 食堂', Query(("没有合上", "食堂"))),
    ("防汛 -演练", Query(("防汛",), ("演练",))),
    ("防汛 －演练", Query(("防汛",), ("演练",))),
    ('防汛 -"应急 演练"', Query(("防汛",), ("应急演练",))),
    ("防汛 - 演练", Query(("防汛", "演练"))),
    ("2020-2025", Query(("2020-2025",))),
    ("——记一次防汛", Query(("--记一次防汛",))),
    ("防汛 ， 抗旱", Query(("防汛", "抗旱"))),
    ("防汛，抗旱", Query(("防汛,抗旱",))),
    ("防汛\x00\x07\ud800", Query(("防汛",))),
    ("防汛 OR NOT NEAR(a, b) AND *", Query(("防汛", "or", "not", "near(a,", "b)", "and"))),
    ("' OR 1=1; DROP TABLE articles_article; --", Query(("or", "1=1;", "drop", "table", "articles_article;"))),
    ("😀", Query(("😀",))),
    ("国", Query(("国",))),
    ("+", Query(("+",))),
]


@pytest.mark.parametrize(("typed", "query"), READ)
def test_a_query_is_read_so(typed, query):
    assert parse(typed) == query


NO_QUERY = [
    ("", "empty"),
    ("  　\n", "empty"),
    ("\x00\x1b\ud800\u200b", "empty"),
    ("，。！？", "marks"),
    ('""', "marks"),
    ("“”", "marks"),
    ("- -", "marks"),
    ("-演练", "excluded"),
    ("防" * 201, "long"),
    ("防" * 10_000, "long"),
    (" ".join("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌"), "many"),
]


@pytest.mark.parametrize(("typed", "problem"), NO_QUERY)
def test_what_is_no_query_has_its_reason(typed, problem):
    assert parse(typed).problem == problem
    assert not parse(typed).phrases


@given(st.text(st.characters(codec=None)))
def test_whatever_is_typed_is_a_query_or_has_a_reason(typed):
    query = parse(typed)
    assert bool(query.phrases) != bool(query.problem)
    assert all(phrase.strip() for phrase in query.phrases + query.excluded)
