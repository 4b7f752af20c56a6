"""Reviewers see what was changed, and an amendment may mend the wording but no fact."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.rewording import changed_facts
from articles.text_differences import Span, is_layout_only, paragraph_differences

TEXT = (
    "4月3日上午，长河区委书记张红军主持召开防汛工作会议。张红军强调，要强化责任意识，做好各项工作。会议进行的很热烈，"
    "截止4月3日，全区共有三千余人参加演练，同比增长7.3%。居民李明说：“我们放心了。”活动由《长河日报》社承办，大家一齐动手，"
    "气氛高度热列。高新区主任王芳、赵强等出席，未发现隐患。"
)


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


# What an amendment may do


def amended(old, new):
    assert TEXT.count(old) >= 1, "the table is wrong"
    return TEXT.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("进行的很热烈", "进行得很热烈"),
        ("截止4月3日", "截至4月3日"),
        ("气氛高度热列", "气氛高度热烈"),
        ("做好各项工作", "作好各项工作"),
        ("责任意识，做好", "责任意识、做好"),
        ("演练，同比", "演练；同比"),
        ("各项工作", "各类工作"),
        ("4月3日", "4月 3日"),
        ("4月3日", "４月３日"),
        ("。张红军强调", "。\n张红军强调"),
        ("大家一齐动手", "大家都一齐动手"),
    ],
)
def test_an_amendment_may_mend_the_wording(old, new):
    assert changed_facts(TEXT, amended(old, new)) == ()
    assert changed_facts(amended(old, new), TEXT) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("4月3日上午", "4月4日上午"),
        ("4月3日上午", "4月3日下午"),
        ("4月3日上午，", ""),
        ("三千", "四千"),
        ("三千余人", "三千人"),
        ("三千余人", "3000余人"),
        ("7.3%", "7.8%"),
        ("7.3%", "73%"),
        ("7.3%", "7.3‰"),
        ("增长", "下降"),
        ("同比", "环比"),
        ("区委书记", "区委副书记"),
        ("区委书记", "县委书记"),
        ("主任王芳", "主任王方"),
        ("主任王芳", "副主任王芳"),
        ("张红军强调", "张洪军强调"),
        ("张红军强调", "张红强调"),
        ("张红军", "李红军"),
        ("王芳、赵强", "赵强、王芳"),
        ("、赵强", ""),
        ("、赵强", "、赵刚"),
        ("李明说", "李鸣说"),
        ("居民李明", "村民李明"),
        ("长河区委", "金水区委"),
        ("《长河日报》", "《长江日报》"),
        ("我们放心了", "我们满意了"),
        ("未发现", "发现"),
        ("要强化", "不要强化"),
        ("做好各项工作。", "做好各项工作，会后还察看了现场。"),
        ("会议进行的很热烈，", ""),
        # Not facts, but too near to what may be a surname (任, 方) to be sure.
        ("意识", "意思"),
        ("各项工作", "各方面工作"),
    ],
)
def test_an_amendment_may_not_change_a_fact(old, new):
    assert changed_facts(TEXT, amended(old, new))
    assert changed_facts(amended(old, new), TEXT)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("共12人。", "共13人。", ("12人", "13人")),
        ("气温-5℃。", "气温5℃。", ("-5℃", "5℃")),
        ("比分3:2。", "比分2:3。", ("3:2", "2:3")),
        ("二〇二三年", "二〇二四年", ("二〇二三年", "二〇二四年")),
        ("第①项", "第②项", ("①", "②")),
        ("用户用APP办理", "用户用App办理", ("APP", "App")),
        ("男3人女5人", "女3人男5人", ("女",)),
        ("“丰收”路", "“丰收年”路", ("“丰收”", "“丰收年”")),
        ("星期三举行", "星期四举行", ("三", "四")),
    ],
)
def test_the_facts_that_changed_are_told_as_they_stand(old, new, told):
    facts = changed_facts(old, new)
    assert set(told) <= set(facts)


@given(st.text(alphabet="甲，。3月 \n张书记“”", max_size=40))
def test_a_text_differs_from_itself_in_no_fact(text):
    assert changed_facts(text, text) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("不" * 60_000, "不" * 59_999 + "没"),
        ("不，" * 30_000, "没，" * 2 + "不，" * 29_998),
        ("李明，" * 20_000 + "完", "，李明" * 20_000),
        ("的" * 60_000, "得" * 60_000),
        (TEXT * 120, TEXT.replace("意识", "意思") * 120),
    ],
)
def test_long_and_monotonous_texts_are_compared_in_bounded_time(old, new):
    began = time.process_time()
    changed_facts(old, new)
    paragraph_differences([old] * 3, [new] * 3)
    paragraph_differences(old.split("，"), new.split("，"))
    assert time.process_time() - began < 20  # seconds of CPU; about two on a quiet machine, hours without the bounds
