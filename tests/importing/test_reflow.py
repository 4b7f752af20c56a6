"""Lines become paragraphs again, whatever a column's end did to them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importing.joining import join
from articles.importing.layout import detect
from articles.importing.reflow import reflow, reflow_lines
from articles.importing.split import is_letter_spaced, plain, split, width
from tests.importing.typesetter import set_with_blank_lines, set_with_indents, wrap

CLAUSES = st.sampled_from(
    [
        "青岚县召开防汛工作会议",
        "会议要求各镇落实责任",
        "记者在现场看到工人们正在施工",
        "“今年收成好”",
        "新建便民驿站128处",
        "总投资约35.6亿元",
        "形成了“1+6+5+N”的工作模式",
        "全县干部群众（含驻村队员）共同参与",
        "从春到夏",
        "《关于加强汛期管理的意见》印发",
        "大家说——值得",
        "APP注册用户突破2万人",
    ]
)
SENTENCES = st.builds(
    lambda clauses, mark: "，".join(clauses) + mark,
    st.lists(CLAUSES, min_size=1, max_size=5),
    st.sampled_from("。。。。！？"),
)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4).map("".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(PARAGRAPHS, min_size=1, max_size=8), st.integers(9, 24))
def test_kept_indents_give_the_paragraphs_back(paragraphs: list[str], column: int) -> None:
    assert reflow(set_with_indents(paragraphs, column)) == paragraphs


@settings(max_examples=150, deadline=None)
@given(st.lists(PARAGRAPHS.filter(lambda text: width(text) > 60), min_size=3, max_size=8), st.integers(9, 20))
def test_blank_lines_between_paragraphs_give_them_back_when_the_indents_are_lost(
    paragraphs: list[str], column: int
) -> None:
    assert reflow(set_with_blank_lines(paragraphs, column)) == paragraphs


@settings(max_examples=60, deadline=None)
@given(st.lists(PARAGRAPHS.filter(lambda text: width(text) > 100), min_size=2, max_size=8))
def test_a_line_a_paragraph_stays_so(paragraphs: list[str]) -> None:
    assert reflow("\n".join(paragraphs)) == paragraphs
    assert reflow("\n\n".join(paragraphs)) == paragraphs


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="青岚县召开会议。，！“”（）123 A\n\u3000\f.", max_size=300))
def test_no_character_is_lost_or_invented(text: str) -> None:
    assert "".join("".join(reflow(text)).split()) == "".join(text.split())


LONG = (
    "4月3日上午，青岚县召开防汛工作会议，总结去年工作，分析今年形势，部署重点任务。县长何景行出席会议并讲话。",
    "会议要求，要压实各级责任，紧盯山洪、地质灾害和城市内涝等重点环节，把各项措施落到实处，确保人民群众生命财产安全。",
    "何景行强调，要加强值班值守，严格执行二十四小时值班制度，遇有险情第一时间报告、第一时间处置，决不能麻痹大意。",
    "会后，与会人员观看了防汛警示教育片。",
)


def column_breaks(lines: list[str], every: int) -> list[str]:
    """The lines with a blank one after each `every` of them, as a column's end leaves it."""
    return [part for i, line in enumerate(lines, 1) for part in ((line, "") if i % every == 0 else (line,))]


@pytest.mark.parametrize("column", [10, 12, 15, 18])
def test_a_blank_line_at_a_columns_end_is_no_paragraphs_end(column: int) -> None:
    pages = [wrap(paragraph, column) for paragraph in LONG]
    lines: list[str] = []
    for page in pages:
        lines += column_breaks(page, 4) if len(page) % 4 else page
        lines.append("")
    assert reflow("\n".join(lines)) == list(LONG)


def test_a_blank_line_after_every_line_means_nothing() -> None:
    lines = [line for paragraph in LONG for line in wrap(paragraph, 12)]
    assert reflow("\n\n".join(lines)) == list(LONG)


def test_lost_indents_without_any_blank_line_still_tell_the_paragraphs() -> None:
    lines = [line for paragraph in LONG for line in wrap(paragraph, 14)]
    assert reflow("\n".join(lines)) == list(LONG)


def test_columns_without_any_indent_end_paragraphs_with_a_short_line() -> None:
    lines = [line for paragraph in LONG for line in wrap(paragraph, 17, first_line_short=0)]
    assert reflow("\n".join(lines)) == list(LONG)


def test_the_columns_width_may_change_within_a_piece() -> None:
    lines = [*wrap(LONG[0], 16), "", *wrap(LONG[1], 12), "", *wrap(LONG[2], 16)]
    assert reflow("\n".join(lines)) == list(LONG[:3])


def test_lines_broken_after_a_number_of_characters_are_joined() -> None:
    text = "".join(LONG[:3])
    lines = [text[i : i + 19] for i in range(0, len(text), 19)]
    assert reflow("\n".join(lines)) == [text]


def test_one_long_line_is_divided_at_its_indents() -> None:
    assert reflow("　　" + "　　".join(LONG)) == list(LONG)


def test_line_ends_that_became_spaces_are_seen_through() -> None:
    lines = [line for paragraph in LONG for line in wrap(paragraph, 15)]
    assert reflow(" ".join(lines)) == list(LONG)


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["现有“1+", "6+5+N”体系"], "现有“1+6+5+N”体系"),
        (["突破64", "7人"], "突破647人"),
        (["告诉Michael", "Maedel"], "告诉Michael Maedel"),
        (["Hello,", "world"], "Hello, world"),
        (["智慧", "停车"], "智慧停车"),
        (["使用APP", "的用户"], "使用APP的用户"),
    ],
)
def test_words_join_with_a_space_and_all_else_without(lines: list[str], joined: str) -> None:
    assert join(lines) == joined


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("本 报 讯 记 者", "本报讯记者"),
        ("【 本 报 讯 】", "【本报讯】"),
        ("4 月 3 日", "4月3日"),
        ("截至 4月 3日", "截至4月3日"),
        ("记者 何川", "记者 何川"),
        ("本报讯 4月3日", "本报讯 4月3日"),
    ],
)
def test_letter_spacing_and_stray_spaces_are_seen_through(printed: str, read: str) -> None:
    assert plain(printed) == read


def test_padded_names_are_not_letter_spacing() -> None:
    assert not is_letter_spaced("记者 张 三")


def test_a_sentence_that_ends_at_the_full_width_is_doubted_only_when_nothing_else_tells() -> None:
    first = "青岚县召开防汛工作会议安排部署。"
    second = "会后观看警示片。"
    lines = split(f"{first}\n\n{second}").lines
    units, _ = reflow_lines(lines, detect(lines))
    assert sum(len(unit.doubtful) for unit in units) <= 1
