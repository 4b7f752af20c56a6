"""What holds for any text: every line ends somewhere, no character is lost or invented, nothing is raised."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.importing.decode import decode
from articles.importing.parse import parse_page
from articles.importing.records import Page, UnreadablePage
from articles.importing.split import ZERO_WIDTH

PAGES = sorted((Path(__file__).parent.parent / "pages").glob("*.txt"))

# Pieces of pages, thrown together at random: headings, datelines, bylines, furniture, text.
SCRAPS = st.sampled_from(
    [
        "本报讯 4月3日，青岚县召开会议。",
        "本报讯（记者 何川",
        "通讯员 方远山）昨日，",
        "【本报讯】",
        "新华社北京5月6日电（记者顾南枝）",
        "记者 陆知秋",
        "□本报记者 何 川",
        "何川/文 方远山/图",
        "（记者 陆知秋）",
        "柳溪大桥通车",
        "A01 要闻",
        "2023年4月7日 星期五",
        "责编 何川 美编 方远",
        "责任编辑：何川",
        "来源：青岚网",
        "图为会场。何川 摄",
        "会议要求，要压实责任，紧盯重点",
        "环节，确保安全。",
        "“真方便！”何大壮说。",
        "本報訊（記者 陸知秋）縣長何景行調研。",
        "記者 劉 曉 東 攝",
        "一、严格落实责任；",
        "（完）",
        "（本报柳溪12月30日电）",
        "本 报 讯 记 者",
        "Michael",
        "",
        "",
        " ",
        "　　",
        "\f",
    ]
)
TEXTS = st.one_of(
    st.lists(SCRAPS, max_size=30).map("\n".join),
    st.lists(SCRAPS, max_size=12).map(" ".join),
    st.text(max_size=200),
)


def letters(text: str) -> Counter[str]:
    return Counter("".join(ZERO_WIDTH.sub("", text).split()))


def stored_letters(page: Page) -> Counter[str]:
    stored: Counter[str] = Counter()
    for article in page.articles:
        stored += letters(article.kicker + article.headline + article.subheading)
        stored += letters(article.dateline + article.printed_byline)
        for paragraph in article.paragraphs:
            stored += letters(paragraph.text)
        for caption in article.captions:
            stored += letters(caption.text)
    for item in page.furniture:
        stored += letters(item.text)
    return stored


@settings(max_examples=400, deadline=None)
@given(TEXTS)
@example("柳溪大桥昨日通车。　　" * 12 + "美编 方一")  # furniture and text on one line
def test_every_line_and_every_character_ends_somewhere(text: str) -> None:
    page = parse_page(text)
    assert page.unaccounted_lines() == []
    assert stored_letters(page) == letters(text)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_no_line_is_in_two_places(text: str) -> None:
    page = parse_page(text)
    places = [*page.blank_lines, *{item.line for item in page.furniture}]
    for article in page.articles:
        places += article.lines
    if page.line_count > 3:  # one long line may hold several pieces
        assert len(places) == len(set(places))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_page_or_the_clear_error(data: bytes) -> None:
    try:
        text = decode(data).text
    except UnreadablePage:
        return
    assert parse_page(text).unaccounted_lines() == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_laws_hold_for_whole_pages(path: Path) -> None:
    text = decode(path.read_bytes()).text
    page = parse_page(text)
    assert page.unaccounted_lines() == []
    assert stored_letters(page) == letters(text)
