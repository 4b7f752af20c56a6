"""Tags are typed between Chinese or Western commas, and what is shown is what can be typed again."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.tags import from_string, to_string


@dataclass
class NamedTag:
    name: str


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("党建，防汛、新 标签", ["党建", "防汛", "新 标签"]),
        ("党建,防汛;教育；医疗", ["党建", "防汛", "教育", "医疗"]),
        ("党建\n防汛\r\n教育", ["党建", "防汛", "教育"]),
        ("  党建 ， 防汛　、　教育  ", ["党建", "防汛", "教育"]),
        ("防汛，党建", ["防汛", "党建"]),
        ("防汛，防汛，，、", ["防汛"]),
        ("5G，5g，AI", ["5G", "AI"]),
        ("ＡＩ", ["ＡＩ"]),
        ("党\u200b建，党建", ["党建"]),
        ("\u200b", []),
        ("， 、\n", []),
        ("", []),
        (None, []),
    ],
)
def test_a_line_of_tags_is_cut_at_its_commas(typed, tags):
    assert from_string(typed) == tags


def test_tags_are_shown_in_the_order_of_their_names():
    assert to_string([NamedTag("防汛"), NamedTag("党建")]) == "党建，防汛"


@given(st.text())
def test_tags_that_are_shown_can_be_typed_again(typed):
    tags = from_string(typed)
    assert sorted(from_string(to_string(NamedTag(tag) for tag in tags))) == sorted(tags)
