"""Which piece of a page a photo goes with, where it stands, and which caption in the text is its own. No Django.

By its name a photo has no number, one or two (`A01-2.jpg`, `A01-3-1.jpg`). Two: the piece's place on the page, then the
photo's within it. One: it has the caption of that place among the captions of the page. A Word manuscript says itself
after which line a picture stands. A row of a table names its photos and their words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .byline_places import read_closing_byline
from .records import Caption, Page, ParsedArticle, Remark

# must match: 图一： 图2  图片说明： 图片说明（A01-1.jpg）： ▲ ; they say where the photo stood, not what it shows
POINTER = re.compile(
    r"^(?:图片说明(?:（[^（）]+\.jpg）)?|图说|[▲△◀▶←→↑↓●■□]|图[①-⑨一二三四五六七八九\d]{1,2}(?=[：:、 　]))[：:、 　]*"
)


@dataclass(frozen=True, slots=True)
class Photograph:
    """A photo's file with what is known of it: numbers in its name, the line it stands after, its words."""

    name: str
    load: Callable[[], bytes]
    numbers: tuple[int, ...] = ()
    line: int | None = None
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A photo in its piece. `place` counts the paragraphs before it, as the rows beside a body do."""

    photograph: Photograph
    piece: int  # its index on the page
    place: int
    caption: str = ""
    credit: str = ""
    used: Caption | None = None  # the caption of the text that became this photo's
    remark: Remark | None = None


def place_pictures(page: Page, photographs: Sequence[Photograph]) -> tuple[Placed, ...]:
    """Every photo in a piece of the page, in the order of the names; doubt about the piece is a remark."""
    free = [(index, caption) for index, article in enumerate(page.articles) for caption in article.captions]
    placed = []
    for photograph in sorted(photographs, key=lambda one: (one.line or 0, one.numbers, one.name)):
        index, remark = _piece(page, photograph, free)
        caption = _caption(photograph, index, free)
        if caption:
            free.remove((index, caption))
        article = page.articles[index]
        words, credit = split_caption(caption.text) if caption else ("", "")
        line = caption.first_line if caption else photograph.line
        placed.append(
            Placed(
                photograph,
                index,
                _paragraphs_before(article, line) if line else 0,
                photograph.caption or words,
                photograph.credit or credit,
                caption,
                remark,
            )
        )
    return tuple(placed)


def _piece(page: Page, photograph: Photograph, free: list[tuple[int, Caption]]) -> tuple[int, Remark | None]:
    """The index of its piece, and a remark where nothing tells."""
    count = len(page.articles)
    if photograph.line is not None:
        started = [index for index, article in enumerate(page.articles) if article.first_line <= photograph.line]
        return (started[-1] if started else 0), None
    if len(photograph.numbers) >= 2 and 1 <= photograph.numbers[-2] <= count:
        return photograph.numbers[-2] - 1, None
    if count == 1:
        return 0, None
    captions = [(index, caption) for index, article in enumerate(page.articles) for caption in article.captions]
    number = photograph.numbers[-1] if photograph.numbers else 1
    if 1 <= number <= len(captions):
        return captions[number - 1][0], None
    if free:
        return free[0][0], None
    lines = (page.articles[0].first_line,)
    return 0, Remark("picture_for_which_piece", (("picture", photograph.name),), lines)


def _caption(photograph: Photograph, index: int, free: list[tuple[int, Caption]]) -> Caption | None:
    """The caption of the text that is this photo's: the nearest to its line in Word, else the next of its piece."""
    own = [caption for piece, caption in free if piece == index]
    if photograph.caption or not own:
        return None
    if photograph.line is not None:
        near = min(own, key=lambda caption: abs(caption.first_line - photograph.line))
        return near if abs(near.first_line - photograph.line) <= 2 else None
    return own[0]


def _paragraphs_before(article: ParsedArticle, line: int) -> int:
    return sum(paragraph.last_line <= line for paragraph in article.paragraphs)


def split_caption(text: str) -> tuple[str, str]:
    """A printed caption as its words and its credit line.

    >>> split_caption("图为会议现场。记者 张三 摄")
    ('图为会议现场。', '记者 张三 摄')
    """
    text = POINTER.sub("", text.strip())
    found = read_closing_byline(text)
    if not found:
        return text, ""
    words, credit = text[: found[1]].rstrip(" 　（("), text[found[1] :].strip(" 　（）()")
    return (words, credit) if words else (text, "")
