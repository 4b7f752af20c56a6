"""Reviewers see what was changed, paragraph by paragraph, and what is layout alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text_differences import Span, is_layout_only, paragraph_differences

# What a reviewer sees


def kinds(old, new):
    return [difference.kind for difference in paragraph_differences(old, new)]


def test_a_changed_character_is_marked_and_the_rest_of_its_paragraph_is_not():
    (difference,) = paragraph_differences(["第一句很长，第二句。第三句。"], ["第一句很长，第四句。第三句。"])
    assert difference.kind == "changed"
    assert difference.old_spans == (Span("same", "第一句很长，第"), Span("removed", "二"), Span("same", "句。第三句。"))
    assert difference.new_spans == (Span("same", "第一句很长，第"), Span("added", "四"), Span("same", "句。第三句。"))


def test_a_clause_that_says_something_else_is_replaced_whole_and_not_in_crumbs():
    (difference,) = paragraph_differences(
        ["会议指出，要加强学习，认真贯彻。全体干部参加。"], ["会议指出，各单位须立即排查隐患。全体干部参加。"]
    )
    assert [span.text for span in difference.old_spans if span.kind == "removed"] == ["要加强学习，认真贯彻。"]
    assert [span.text for span in difference.new_spans if span.kind == "added"] == ["各单位须立即排查隐患。"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([], [], []),
        (["甲段的话。"], ["甲段的话。"], ["same"]),
        (["甲段的话。"], ["甲段的话。", "完全不同的一段。"], ["same", "added"]),
        (["完全不同的一段。", "甲段的话。"], ["甲段的话。"], ["removed", "same"]),
        (["今天下了雨。"], ["完全另一段文字！"], ["removed", "added"]),
        # The paragraph that was only mended is found behind the one that was put before it.
        (
            ["全区召开防汛工作会议。", "尾段。"],
            ["新加的导语段落！", "全区召开防汛工作大会。", "尾段。"],
            ["added", "changed", "same"],
        ),
        (["全区召开防汛工作会议。", "旧的一段，删去！"], ["全区召开防汛工作大会。"], ["changed", "removed"]),
    ],
)
def test_paragraphs_are_paired_with_the_ones_that_they_came_from(old, new, expected):
    assert kinds(old, new) == expected


SOME_LINES = st.lists(st.text(alphabet="甲乙丙，。”1 a", max_size=12), max_size=6)


@given(SOME_LINES, SOME_LINES)
def test_no_character_of_either_text_is_lost_or_invented(old, new):
    differences = paragraph_differences(old, new)
    assert [d.old_text for d in differences if d.kind != "added"] == old
    assert [d.new_text for d in differences if d.kind != "removed"] == new
    for difference in differences:
        common = ["".join(span.text for span in side if span.kind == "same") for side in
                  (difference.old_spans, difference.new_spans)]  # fmt: skip
        assert common[0] == common[1]
        if difference.kind in ("same", "changed"):
            assert (difference.kind == "same") == (difference.old_text == difference.new_text)


# Layout


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("4月 3日上午", "4月3日上午"),
        ("高新区召开\n会议。", "高新区召开会议。"),
        ("第一段。\n第二段。", "第一段。第二段。"),
        ("　　本报讯", "本报讯"),
        ("“1+\n6+5+N”", "“1+6+5+N”"),
        ("张 胜 男", "张胜男"),
        ("零\u200b宽", "零宽"),
        ("New  York", "New\nYork"),
        ("同", "同"),
    ],
)
def test_blanks_and_line_ends_are_layout(old, new):
    assert is_layout_only(old, new)
    assert is_layout_only(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1 2人", "12人"),
        ("１ ２人", "１２人"),
        ("New York", "NewYork"),
        ("高新区。", "高新区"),
        ("高新区，", "高新区,"),
        ("共3人", "共4人"),
        ("有字", ""),
    ],
)
def test_anything_else_is_not_layout(old, new):
    assert not is_layout_only(old, new)
    assert not is_layout_only(new, old)
