"""A source's bytes become pieces, whatever it is: page text, Word manuscript, table, JSON lines. No Django.

`read(name, data, …) -> Reading`. The kind is told by the name, and by the bytes where a name says nothing. Raises
UnreadablePage with the reason; everything else is a remark.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from .decode import decode
from .parse import parse_page
from .pictures import Photograph, Placed, place_pictures
from .records import Furniture, Layout, Page, Paragraph, ParsedArticle, Remark, UnreadablePage
from .sources import DOCUMENT_SUFFIXES, PICTURE_SUFFIXES, ROW_SUFFIXES, WORD_SUFFIXES
from .structured import Row, read_objects, read_table
from .word import WordParagraph, is_word, read_word

#: Pieces of one table that become drafts at once. An archive is brought in by its own loader.
MOST_ROWS = 5000
#: Characters of one text, manuscript or row: an issue of forty pages has some 300,000. What is longer is no page, would
#: hold a process up for minutes, and make a piece that no form can save.
LONGEST_TEXT = 1_000_000
#: Of the paragraphs of a manuscript, at most this share ends in mid-sentence.
MOST_BROKEN = 0.3
SHORTEST_LINE = 14  # characters; shorter ones may be bylines and subheads
SENTENCE_END = "。！？!?…；：”」』）)"
OPENING = 16  # characters by which a line is found again
OBJECT_SUFFIXES = {".jsonl", ".ndjson"}

# must match: <!DOCTYPE html> <html lang="zh"> at the beginning ; not: 本报讯 <html> <p>本报讯
WEB_PAGE = re.compile(r"[\s\ufeff]*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
# must match: 2023-04-07 20230407 2023年4月7日 2023.4.7 in a path ; not: 120230407 20231399
DAY_IN_NAME = re.compile(r"(?<!\d)(19\d\d|20\d\d)(?:[-._年](\d{1,2})[-._月](\d{1,2})日?|(\d\d)(\d\d))(?!\d)")
# must match: A01 | A01_要闻 | 2023-04-07-B12 | 第3版 | 03版 ; not: AA01, A0112
LABEL_IN_NAME = re.compile(r"(?<![A-Za-z0-9])([A-Z]\d{1,2})(?!\d)|第?(\d{1,2})版")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source became, before anything of it is kept. `rows` says more of a piece, where it came from a table."""

    page: Page
    text: str  # what the line numbers count in
    encoding: str
    rows: tuple[Row | None, ...]
    pictures: tuple[Placed, ...] = ()


def read(
    name: str,
    data: bytes,
    *,
    encoding: str | None = None,
    issue_date: date | None = None,
    roster: Collection[str] = (),
    pictures: Sequence[Photograph] = (),
) -> Reading:
    """The pieces of one file; see the module. `name` is its name, `pictures` are the photos that go with it."""
    suffix, roster = PurePath(name).suffix.lower(), frozenset(roster)
    if suffix in ROW_SUFFIXES:
        return _rows(suffix, data, encoding, roster, pictures)
    if suffix in {".xlsx", ".xls", ".et"}:
        raise UnreadablePage("excel", "this is a workbook of Excel")
    if suffix in WORD_SUFFIXES | {".doc"} or (suffix not in DOCUMENT_SUFFIXES and is_word(data)):
        return _word(data, issue_date, roster, pictures)
    if suffix in PICTURE_SUFFIXES:
        raise UnreadablePage("picture_alone", "no text has the name of this photo")
    if data.startswith(b"%PDF-"):
        raise UnreadablePage("pdf", "this is a PDF")
    if data.startswith(b"{\\rtf"):
        raise UnreadablePage("rtf", "this is a text in Rich Text Format")
    decoded = decode(data, encoding)
    if WEB_PAGE.match(decoded.text):
        raise UnreadablePage("web_page", "this is a web page, with its marks")
    _check_length(len(decoded.text))
    page = parse_page(decoded.text, roster=roster, issue_date=issue_date)
    if not page.articles:
        raise UnreadablePage("no_piece", "no piece was found in it")
    placed = place_pictures(page, pictures)
    return Reading(page, decoded.text, decoded.encoding, (None,) * len(page.articles), placed)


def _check_length(characters: int) -> None:
    if characters > LONGEST_TEXT:
        raise UnreadablePage("text_too_long", f"the text has more than {LONGEST_TEXT} characters", most=LONGEST_TEXT)


def day_in(address: str) -> date | None:
    """The issue date that a file's name says, else one of its two nearest folders.

    >>> day_in("报纸/2023-04-07/A01.txt"), day_in("20230407_A02.txt"), day_in("A01.txt")
    (datetime.date(2023, 4, 7), datetime.date(2023, 4, 7), None)
    """
    for part in reversed(PurePath(address).parts[-3:]):
        for found in DAY_IN_NAME.finditer(part):
            year, month, day = found[1], found[2] or found[4], found[3] or found[5]
            try:
                return date(int(year), int(month), int(day))
            except ValueError:
                continue
    return None


def label_in(name: str) -> str:
    """The page's label that a file's name says.

    >>> label_in("2023-04-07-A01.txt"), label_in("第3版.txt"), label_in("会议.txt")
    ('A01', '03', '')
    """
    found = LABEL_IN_NAME.search(DAY_IN_NAME.sub(" ", PurePath(name).stem))
    if not found:
        return ""
    return found[1] or f"{int(found[2]):02d}"


# --- Word ------------------------------------------------------------------------------------------------------------


def _word(data: bytes, issue_date: date | None, roster: frozenset[str], pictures: Sequence[Photograph]) -> Reading:
    """A manuscript: a paragraph is a line of the text. Headings of level 1 begin pieces, deeper ones are subheads."""
    document = read_word(data)
    lines, starts = _lines(document.paragraphs)
    if not any(line.strip() for line in lines):
        raise UnreadablePage("empty", "the file is empty")
    _check_length(sum(map(len, lines)))
    tops = [
        _group_begins(document.paragraphs, index)
        for index, paragraph in enumerate(document.paragraphs)
        if paragraph.level == 1 and (not index or document.paragraphs[index - 1].level != 1)
    ]
    bounds = sorted({0, *tops, len(document.paragraphs)})
    parts = []
    for first, end in itertools.pairwise(bounds):
        parts.append(_chapter(document.paragraphs[first:end], starts[first:end], issue_date, roster))
    page = _joined(parts, lines)
    if not page.articles:
        raise UnreadablePage("no_piece", "no piece was found in it")
    if not _is_wrapped(document.paragraphs):
        page = replace(page, articles=tuple(_as_typed(article, lines) for article in page.articles))
    own = [
        Photograph(picture.name, picture.load, line=starts[index] + max(0, paragraph.text.count("\n")))
        for index, paragraph in enumerate(document.paragraphs)
        for picture in paragraph.pictures
    ]
    placed = place_pictures(page, [*own, *pictures])
    said = tuple(Remark(code, (("count", count),), (page.articles[0].first_line,)) for code, count in document.left_out)
    first = replace(page.articles[0], remarks=(*page.articles[0].remarks, *said))
    page = replace(page, articles=(first, *page.articles[1:]))
    return Reading(page, "\n".join(lines) + "\n", "docx", (None,) * len(page.articles), placed)


def _group_begins(paragraphs: Sequence[WordParagraph], headline: int) -> int:
    """Where the headline group of this headline begins: a kicker of a lower level may stand above it, after text."""
    first = headline
    while first and paragraphs[first - 1].level > 1:
        first -= 1
    return first if not first or not paragraphs[first - 1].level else headline


def _lines(paragraphs: Sequence[WordParagraph]) -> tuple[list[str], list[int]]:
    """The manuscript as lines, and the number of each paragraph's first one."""
    lines: list[str] = []
    starts = []
    for paragraph in paragraphs:
        starts.append(len(lines) + 1)
        lines += paragraph.text.split("\n")
    return lines, starts


def _chapter(
    paragraphs: Sequence[WordParagraph],
    starts: Sequence[int],
    issue_date: date | None,
    roster: frozenset[str],
) -> Page:
    """A manuscript from one headline to the next. Headings are not shown to the parser: they are settled."""
    heads: list[tuple[int, str, int]] = []
    body: dict[int, str] = {}
    for paragraph, start in zip(paragraphs, starts, strict=True):
        for offset, line in enumerate(paragraph.text.split("\n")):
            if paragraph.level and line.strip():
                heads.append((start + offset, line.strip(), paragraph.level))
            else:
                body[start + offset] = line
    last = max((*body, *(line for line, _text, _level in heads)), default=0)
    page = parse_page(
        "\n".join(body.get(number, "") for number in range(1, last + 1)),
        roster=roster,
        issue_date=issue_date,
    )
    if not heads:
        return page
    if not page.articles:
        numbers = tuple(line for line, _text, _level in heads)
        return replace(page, remarks=(Remark("head_without_text", lines=numbers),), articles=())
    text_begins = page.articles[0].first_line
    above = [head for head in heads if head[0] < text_begins]
    articles = [_headed(page.articles[0], above), *page.articles[1:]]
    for line, text, _level in (head for head in heads if head[0] > text_begins):
        at = max(index for index, article in enumerate(articles) if article.first_line < line)
        subhead = Paragraph(text, line, line, is_subhead=True)
        paragraphs_now = sorted((*articles[at].paragraphs, subhead), key=lambda one: one.first_line)
        numbers = tuple(sorted((*articles[at].lines, line)))
        articles[at] = replace(articles[at], paragraphs=tuple(paragraphs_now), lines=numbers)
    return replace(page, articles=tuple(articles))


def _is_wrapped(paragraphs: Sequence[WordParagraph]) -> bool:
    """Whether a page text with broken lines was pasted into Word: then its paragraphs are lines, else they are true."""
    texts = [one.text for one in paragraphs if not one.level and len(one.text) > SHORTEST_LINE]
    broken = sum("\n" in text or text[-1] not in SENTENCE_END for text in texts)
    return broken > MOST_BROKEN * len(texts)


def _as_typed(article: ParsedArticle, lines: Sequence[str]) -> ParsedArticle:
    """The piece with the manuscript's own paragraphs, where the parser took several lines for one."""
    paragraphs: list[Paragraph] = []
    for paragraph in article.paragraphs:
        text, first = paragraph.text, paragraph.first_line
        for number in range(paragraph.first_line + 1, paragraph.last_line + 1):
            opening = lines[number - 1].strip()[:OPENING]
            at = text.find(opening) if opening else -1
            if at > 0:
                paragraphs.append(replace(paragraph, text=text[:at].strip(), first_line=first, last_line=number - 1))
                text, first = text[at:], number
        paragraphs.append(replace(paragraph, text=text.strip(), first_line=first))
    remarks = tuple(remark for remark in article.remarks if remark.code != "column_or_paragraph")
    return replace(article, paragraphs=tuple(paragraphs), remarks=remarks)


def _headed(article: ParsedArticle, heads: Sequence[tuple[int, str, int]]) -> ParsedArticle:
    """A piece with the headline group that its headings are: the first of the highest level is the headline."""
    if not heads:
        return article
    highest = min(level for _line, _text, level in heads)
    place = next(index for index, head in enumerate(heads) if head[2] == highest)
    kicker = [text for _line, text, _level in heads[:place]]
    under = [text for _line, text, _level in heads[place + 1 :]]
    # What the parser took for a headline stands below the real one.
    under += [text for text in (article.kicker, article.headline, article.subheading) if text]
    return replace(
        article,
        kicker=" ".join(kicker),
        headline=heads[place][1],
        subheading=" ".join(under),
        lines=tuple(sorted((*article.lines, *(line for line, _text, _level in heads)))),
        remarks=tuple(
            remark for remark in article.remarks if remark.code not in {"headline_missing", "headline_of_lines"}
        ),
    )


def _joined(parts: Sequence[Page], lines: Sequence[str]) -> Page:
    """The parts of a manuscript as one page: each has its lines numbered as in the whole."""
    blank = tuple(number for number, line in enumerate(lines, start=1) if not line.strip())
    return replace(
        parts[0],
        articles=tuple(article for part in parts for article in part.articles),
        furniture=tuple(sorted((item for part in parts for item in part.furniture), key=lambda item: item.line)),
        credits=tuple(credit for part in parts for credit in part.credits),
        page_date=next((part.page_date for part in parts if part.page_date), None),
        remarks=tuple(remark for part in parts for remark in part.remarks if remark.code != "page_without_pieces"),
        line_count=len(lines),
        blank_lines=blank,
    )


# --- tables ----------------------------------------------------------------------------------------------------------


def _rows(
    suffix: str, data: bytes, encoding: str | None, roster: frozenset[str], pictures: Sequence[Photograph]
) -> Reading:
    decoded = decode(data, encoding)
    reads = read_objects if suffix in OBJECT_SUFFIXES else read_table
    found = reads(decoded.text, roster=roster)
    articles: list[ParsedArticle] = []
    rows: list[Row] = []
    remarks: list[Remark] = []
    if found.set_aside:
        remarks.append(Remark("columns_set_aside", (("columns", "、".join(found.set_aside)),)))
    for item in found.pieces:
        if isinstance(item, Remark):
            remarks.append(item)
            continue
        _check_length(len(item[1].html) + sum(len(paragraph.text) for paragraph in item[0].paragraphs))
        articles.append(item[0])
        rows.append(item[1])
        if len(articles) > MOST_ROWS:
            raise UnreadablePage("too_many_rows", f"the table has more than {MOST_ROWS} pieces", most=MOST_ROWS)
    if not articles:
        raise UnreadablePage("no_piece", "no piece was found in it")
    articles, placed = named_pictures(articles, rows, pictures)
    page = _page_of_rows(articles, remarks, decoded.text)
    return Reading(page, decoded.text, decoded.encoding, tuple(rows), placed)


def _page_of_rows(articles: Sequence[ParsedArticle], remarks: Sequence[Remark], text: str) -> Page:
    """The rows as a page, so that they are told and kept like one; its furniture are the head and rows set aside."""
    lines = text.removesuffix("\n").split("\n")
    known = {number for article in articles for number in article.lines}
    others = [(number, line.strip()) for number, line in enumerate(lines, start=1) if number not in known]
    return Page(
        articles=tuple(articles),
        furniture=tuple(Furniture(number, line[:200], "row") for number, line in others if line),
        credits=(),
        page_date=None,
        layout=Layout("none", 0, (("rows", len(articles)),)),
        remarks=tuple(remarks),
        line_count=len(lines),
        blank_lines=tuple(number for number, line in others if not line),
    )


def named_pictures(
    articles: Sequence[ParsedArticle], rows: Sequence[Row], pictures: Sequence[Photograph]
) -> tuple[list[ParsedArticle], tuple[Placed, ...]]:
    """The photos that the rows name; one that is not among the files is a remark on its piece."""
    by_name = {picture.name.casefold(): picture for picture in pictures}
    placed: list[Placed] = []
    told: list[ParsedArticle] = []
    for index, (article, row) in enumerate(zip(articles, rows, strict=True)):
        missing: list[Remark] = []
        for photo in row.photos:
            picture = by_name.get(PurePath(photo.file.replace("\\", "/")).name.casefold())
            if picture:
                placed.append(Placed(picture, index, 0, photo.caption, photo.credit))
            else:
                missing.append(Remark("picture_missing", (("picture", photo.file),), article.lines[:1]))
        told.append(replace(article, remarks=(*article.remarks, *missing)))
    return told, tuple(placed)
