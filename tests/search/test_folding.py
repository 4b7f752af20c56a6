"""What a reader would call the same characters is the same to the search."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.search.folding import fold, fold_line

SAME = [
    ("ＧＤＰ增长９８．６％", "gdp增长98.6%"),
    ("１＋６＋５＋Ｎ", "1+6+5+N"),
    ("7・20", "7·20"),
    ("7•20", "7·20"),
    ("王　伟", "王伟"),
    ("王 伟", "王伟"),
    ("5G 基站", "5G基站"),
    ("1 + 6", "1+6"),
    ("New  York", "new york"),
    ("“随手拍”", '"随手拍"'),
    ("＂随手拍＂", "“随手拍”"),
    ("2020—2025", "2020-2025"),
    ("2020－2025", "2020–2025"),
    ("党\u200b建\ufeff", "党建"),
    ("党\u00ad建\x00\x1b", "党建"),
    ("a\ud800b", "ab"),
    ("㎡", "m2"),
    ("①", "1"),
    ("ﬁnal", "FINAL"),
    ("cafe\u0301", "CAFÉ"),
    ("❤\ufe0f", "❤"),
    ("ΟΔΟΣ", "οδος"),
    ("\t 防汛 \n", "防汛"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_these_are_the_same(one, other):
    assert fold(one) == fold(other)


DIFFERENT = [("newyork", "new york"), ("98.6", "986"), ("1+6", "16"), ("7·20", "720"), ("王伟", "王玮"), ("国", "國")]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_these_are_not(one, other):
    assert fold(one) != fold(other)


def test_a_line_end_stays_and_takes_the_spaces_around_it():
    assert fold("  防汛 \r\n\r\n　抗旱\u2028演练  ") == "防汛\n抗旱\n演练"


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(codec=None), max_size=40))
def test_nothing_that_can_be_typed_breaks_it(text):
    assert not set(fold(text)) & set("\x00\t\r\u3000\ud800")


@example("A\u200b\u0301")
@given(st.text("国中 　Aａb１·・“”—\u0301\u200b", max_size=30))
def test_a_folded_line_knows_where_its_characters_come_from(line):
    folded = fold_line(line)
    assert folded.folded == fold(line)
    for place, character in enumerate(folded.folded):
        assert character in fold(line[folded.origins[place] : folded.ends[place]]) or character == " "
