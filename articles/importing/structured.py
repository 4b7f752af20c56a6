"""Pieces that are structured already: the rows of a table (.csv) or one JSON object a line (.jsonl). No Django.

The first line of a table names its columns, in Chinese or in English; their order does not matter, none but a body or a
headline must be there, and what is unknown is set aside and said.

    标题 headline      引题 kicker           副题 subheading        正文 body (a paragraph a line, or HTML)
    电头 dateline      电头地点 place        事件日期 event_date    电头日期 filed_date
    见报日期 issue_date  版次 page           版内序 order           栏目 section
    体裁 genre         标签 tags             摘要 summary           署名 byline (as printed: 记者 张三 通讯员 李四)
    来源 source        原作者 original_author  原标题 original_title  原链接 original_url
    责任编辑 editor    校对 proofreader      审核 approver
    图片 photos (file names, ；between)      图说 captions (one a line, as many as photos)
    编号 id (the piece's own key: it is known again by it, wherever its row stands)

In JSON, `byline` may also be a list of {"name", "standing", "role", "organisation"}; `tags`, `photos` and `body` may be
lists of texts, `photos` a list of {"file", "caption", "credit"}.

Excel's habits are read: a byte order mark, semicolons or tabs, `sep=;`, GB18030, days as 2023/4/7, 2023-04-07 0:00,
2023年4月7日 or its own count of days (45023).
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape

from .bylines import read_byline
from .datelines import read_dateline
from .records import Byline, Credit, Paragraph, ParsedArticle, PrintedDate, Remark, UnreadablePage

COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("编号", "稿件编号", "key", "guid"),
    "headline": ("标题", "主题", "主标题", "title"),
    "kicker": ("引题", "肩题", "眉题"),
    "subheading": ("副题", "副标题", "subtitle"),
    "body": ("正文", "内容", "content", "text"),
    "dateline": ("电头",),
    "place": ("电头地点", "dateline_place"),
    "event_date": ("事件日期",),
    "filed_date": ("电头日期", "发稿日期"),
    "issue_date": ("见报日期", "日期", "出版日期", "date"),
    "page": ("版次", "版面", "page_label"),
    "order": ("版内序", "序号", "page_order"),
    "section": ("栏目", "频道"),
    "genre": ("体裁",),
    "tags": ("标签", "关键词", "keywords"),
    "summary": ("摘要", "导语"),
    "byline": ("署名", "作者", "记者", "author", "authors", "printed_byline"),
    "source": ("来源", "稿源"),
    "original_author": ("原作者",),
    "original_title": ("原标题",),
    "original_url": ("原链接", "原文链接"),
    "editor": ("责任编辑", "责编"),
    "proofreader": ("校对",),
    "approver": ("审核",),
    "photos": ("图片", "照片", "images"),
    "captions": ("图说", "图片说明"),
}
NAMES = {name: column for column, others in COLUMNS.items() for name in (column, *others)}

GENRES = {"消息": "news", "通讯": "feature", "评论": "comment", "图片新闻": "pictures", "公告": "notice",
          "转载": "reprint", "副刊": "supplement"}  # fmt: skip
SEPARATORS = ",;\t，；"
LARGEST_CELL = 16 * 1024 * 1024  # characters
# Day 1 of Excel is 1900-01-01, and it believes in 1900-02-29: so day 60 and later count from here.
EXCEL_BEGINS = date(1899, 12, 30)
EXCEL_DAYS = range(18264, 73051)  # 1950 to 2099: other numbers are years or slips

# must match: 2023-04-07 2023/4/7 2023.4.7 2023年4月7日 2023-04-07T00:00:00+08:00 2023/4/7 0:00 ; not: 2023-04 4/7/2023
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ].*)?")
COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
MARKUP = re.compile(r"</?(?:p|br|div|h[1-6]|ul|ol|table|blockquote|span|strong)\b[^>]*>", re.IGNORECASE)
# JSON may hold what no database keeps and no feed may carry: controls, halves of surrogate pairs, characters without
# a shape. Line ends and tabs stay.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200b-\u200f\u2060\ufeff]")
NAME_ENDS = re.compile(r"[、，,;；\s]+")


@dataclass(frozen=True, slots=True)
class NamedPhoto:
    """A photo that a row names: the name of its file, and its words."""

    file: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says of a piece beyond its text. `html` is its body where it came as HTML, else ""."""

    key: str = ""
    html: str = ""
    section: str = ""
    genre: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    issue_date: date | None = None
    page_label: str = ""
    page_order: int | None = None
    original_author: str = ""
    original_title: str = ""
    original_url: str = ""
    editor: str = ""
    proofreader: str = ""
    approver: str = ""
    photos: tuple[NamedPhoto, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """The columns that were set aside, and the pieces: read them once, one after the other."""

    set_aside: tuple[str, ...]
    pieces: Iterator[tuple[ParsedArticle, Row] | Remark]  # a remark stands for a row that holds no piece


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row before its cells are read: what stands in its known columns, and the lines that it stands on."""

    values: dict[str, object]
    lines: tuple[int, ...]


def read_table(text: str, *, roster: frozenset[str] = frozenset()) -> Rows:
    """The rows of a table. Raises UnreadablePage for the head now, for a broken row while the pieces are read."""
    set_aside, raw_rows = table_rows(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return Rows(set_aside, _pieces(raw_rows, roster))


def read_objects(text: str, *, roster: frozenset[str] = frozenset()) -> Rows:
    """The objects of a JSON-lines text, one a line. Raises UnreadablePage for a broken line while they are read."""
    raw_rows = object_rows(text.removeprefix("\ufeff").split("\n"))
    first = next(raw_rows, None)
    if isinstance(first, UnreadablePage):
        raise first
    set_aside = ()
    if first:
        check_columns(first)
        set_aside = tuple(name for name in first.values if name not in COLUMNS)
    return Rows(set_aside, _pieces(itertools.chain([first] if first else [], raw_rows), roster))


def _pieces(raw_rows: Iterable[RawRow | UnreadablePage], roster: frozenset[str]):
    for raw in raw_rows:
        if isinstance(raw, UnreadablePage):
            raise raw
        yield piece_of(raw, roster)


def table_rows(stream: Iterator[str]) -> tuple[tuple[str, ...], Iterator[RawRow | UnreadablePage]]:
    """The columns of a table of any length that are set aside, and its rows one after the other.

    `stream` gives its lines with their ends. Raises UnreadablePage for the head. A row with too many cells comes as
    the error that it is, and so does one that is no row, which is the last: what follows cannot be told apart.
    """
    first, skipped, separator = next(stream, ""), 0, ""
    mark = first.strip().strip('"')
    if mark.lower().startswith("sep=") and len(mark) == 5:  # Excel's own mark
        separator, skipped, first = mark[4], 1, next(stream, "")
    csv.field_size_limit(LARGEST_CELL)
    lines = itertools.chain([first], stream)
    reader = csv.reader(lines, delimiter=separator or _separator(first), strict=True)
    try:
        head = [_folded(cell) for cell in next(reader, [])]
    except csv.Error as error:
        raise UnreadablePage("row_broken", f"line 1: {error}", line=skipped + 1) from error
    columns = [NAMES.get(name, "") for name in head]
    _check_head(columns)
    set_aside = tuple(name for name, column in zip(head, columns, strict=True) if not column and name)
    return set_aside, _table_rows(reader, columns, skipped)


def _table_rows(reader, columns: list[str], skipped: int) -> Iterator[RawRow | UnreadablePage]:
    before = reader.line_num
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            line = before + 1 + skipped
            yield UnreadablePage("row_broken", f"line {line} is no row of a table", line=line)
            return
        if cells is None:
            return
        first, last, before = before + 1 + skipped, reader.line_num + skipped, reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(columns) :]):
            yield UnreadablePage(
                "row_too_long",
                f"line {first} has {len(cells)} cells under {len(columns)} columns",
                line=first,
                cells=len(cells),
                columns=len(columns),
            )
            continue
        values: dict[str, object] = {}
        for column, cell in zip(columns, cells, strict=False):
            if column and cell.strip():
                values.setdefault(column, cell.strip())
        yield RawRow(values, tuple(range(first, last + 1)))


def object_rows(lines: Iterable[str]) -> Iterator[RawRow | UnreadablePage]:
    """The objects of JSON lines of any length, one after the other; unknown names stay. A broken line is its error."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            said = _object(line, number)
        except UnreadablePage as error:
            yield error
            continue
        yield RawRow({NAMES.get(_folded(name), name): value for name, value in said.items()}, (number,))


def check_columns(raw: RawRow) -> None:
    """Raise UnreadablePage where an object names neither a headline nor a body."""
    _check_head(list(raw.values))


def _object(line: str, number: int) -> dict:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadablePage("json_broken", f"line {number} is no JSON object", line=number) from error
    if not isinstance(value, dict):
        raise UnreadablePage("json_broken", f"line {number} is no JSON object", line=number)
    return value


def _folded(name: str) -> str:
    return name.strip().strip("*＊").strip().lower().replace(" ", "_")


def _separator(text: str) -> str:
    """The sign that makes the most known columns out of the first line."""
    head = text.split("\n", 1)[0]
    known = {sign: sum(_folded(cell.strip('"\r')) in NAMES for cell in head.split(sign)) for sign in SEPARATORS}
    return max(known, key=known.get)


def _check_head(columns: list[str]) -> None:
    if not {"body", "headline"} & set(columns):
        raise UnreadablePage("no_columns", "the first line names neither a headline nor a body")


def piece_of(raw: RawRow, roster: frozenset[str]) -> tuple[ParsedArticle, Row] | Remark:
    """The piece that a row is; the remark that it holds none."""
    fit, lines = {name: _fit(value) for name, value in raw.values.items()}, raw.lines
    values = {name: value for name, value in fit.items() if value not in (None, "", [])}
    html, paragraphs = _body(values.get("body", ""), lines)
    headline = _text(values, "headline")
    if not headline and not paragraphs and not html:
        return Remark("row_without_text", lines=lines)
    remarks: list[Remark] = []
    days = {name: _day(values, name, lines, remarks) for name in ("issue_date", "event_date", "filed_date")}
    printed, credits = _credits(values.get("byline", ""), roster)
    dateline, place = _text(values, "dateline"), _text(values, "place")
    if dateline and (read := read_dateline(dateline + "　", days["issue_date"])):
        place = place or read[0].place
        if not days["filed_date"] and read[0].filed and read[0].filed.year:
            days["filed_date"] = _whole(read[0].filed)
    if not headline:
        remarks.append(Remark("headline_missing", lines=lines[:1]))
    if _text(values, "genre") and not _genre(values):
        remarks.append(Remark("genre_unknown", (("genre", _text(values, "genre")),), lines[:1]))
    parsed = ParsedArticle(
        kicker=_text(values, "kicker"),
        headline=headline,
        subheading=_text(values, "subheading"),
        dateline=dateline,
        dateline_source="",
        dateline_kind="",
        dateline_place=place,
        dateline_at="head" if dateline else "",
        event_date=_printed(days["event_date"]),
        filed_date=_printed(days["filed_date"]),
        paragraphs=paragraphs,
        credits=credits,
        printed_byline=printed,
        printed_byline_place="end" if printed else "",
        captions=(),
        source=_text(values, "source"),
        remarks=tuple(remarks),
        lines=lines,
    )
    order = _text(values, "order")
    row = Row(
        key=_text(values, "id"),
        html=html,
        section=_text(values, "section"),
        genre=_genre(values),
        summary=_text(values, "summary"),
        tags=_listed(values.get("tags", ""), r"[，、,；;\n]+"),
        issue_date=days["issue_date"],
        page_label=_text(values, "page"),
        page_order=int(order) if re.fullmatch(r"\d{1,4}", order) else None,
        original_author=_text(values, "original_author"),
        original_title=_text(values, "original_title"),
        original_url=_text(values, "original_url"),
        editor=_text(values, "editor"),
        proofreader=_text(values, "proofreader"),
        approver=_text(values, "approver"),
        photos=photos_of(values),
    )
    return parsed, row


def _fit(value: object) -> object:
    """A value of a row without what no database keeps."""
    if isinstance(value, str):
        return UNFIT.sub("", value)
    if isinstance(value, list):
        return [_fit(one) for one in value]
    if isinstance(value, dict):
        return {name: _fit(one) for name, one in value.items()}
    return value


def _text(values: Mapping, column: str) -> str:
    value = values.get(column, "")
    if isinstance(value, (list, tuple)):
        value = "、".join(str(one) for one in value)
    return str(value).strip()


def _listed(value: object, separators: str) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else re.split(separators, str(value))
    return tuple(dict.fromkeys(text for part in parts if (text := str(part).strip())))


def _body(value: object, lines: tuple[int, ...]) -> tuple[str, tuple[Paragraph, ...]]:
    """The body as HTML where it is HTML, and as paragraphs: their source is the whole row."""
    if isinstance(value, list):
        value = "\n".join(str(part) for part in value)
    text = str(value)
    html = text if MARKUP.search(text) else ""
    if html:
        text = re.sub(r"</(?:p|div|h[1-6]|li|tr)>|<br[^>]*>", "\n", text, flags=re.IGNORECASE)
        text = unescape(re.sub(r"<[^>]+>", "", text))
    parts = [part.strip(" \t\u3000\u00a0\r") for part in text.split("\n")]
    return html, tuple(Paragraph(part, lines[0], lines[-1]) for part in parts if part)


def _credits(value: object, roster: frozenset[str]) -> tuple[str, tuple[Credit, ...]]:
    """A byline as printed and its rows."""
    if isinstance(value, list):
        if all(isinstance(one, dict) for one in value):
            rows = tuple(
                Credit(
                    str(one["name"]).strip(),
                    *(str(one.get(key, "")).strip() for key in ("standing", "role", "organisation")),
                )
                for one in value
                if str(one.get("name", "")).strip()
            )
            return " ".join(filter(None, (f"{row.standing} {row.name} {row.role}".strip() for row in rows))), rows
        value = "、".join(str(one) for one in value)
    printed = str(value).strip()
    if not printed:
        return "", ()
    found: Byline | None = read_byline(printed, roster=roster, bare=True)
    if found:
        return printed, found.credits
    return printed, tuple(Credit(name) for name in NAME_ENDS.split(printed) if name)


def _genre(values: Mapping) -> str:
    named = _text(values, "genre")
    return GENRES.get(named, named if named in GENRES.values() else "")


def photos_of(values: Mapping) -> tuple[NamedPhoto, ...]:
    """The photos that a row names, by its columns."""
    value = values.get("photos", "")
    captions = [part.strip() for part in str(values.get("captions", "")).split("\n")]
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return tuple(
            NamedPhoto(str(one.get("file", "")), str(one.get("caption", "")), str(one.get("credit", "")))
            for one in value
            if isinstance(one, dict) and one.get("file")
        )
    names = _listed(value, r"[；;，、,\n]+")
    return tuple(NamedPhoto(name, captions[place] if place < len(captions) else "") for place, name in enumerate(names))


def _day(values: Mapping, column: str, lines: tuple[int, ...], remarks: list[Remark]) -> date | None:
    printed = _text(values, column)
    day = read_day(printed)
    if printed and day is None:
        remarks.append(Remark("date_unreadable", (("column", COLUMNS[column][0]), ("text", printed[:40])), lines[:1]))
    return day


def read_day(text: str) -> date | None:
    """The day that a cell means, or None.

    >>> read_day("2023/4/7"), read_day("45023"), read_day("4/7/2023")
    (datetime.date(2023, 4, 7), datetime.date(2023, 4, 7), None)
    """
    text = text.strip().removesuffix(".0")
    found = DAY.fullmatch(text) or COMPACT_DAY.fullmatch(text)
    if found:
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError:
            return None
    if text.isdecimal() and text.isascii() and int(text[:9]) in EXCEL_DAYS and len(text) < 9:
        return EXCEL_BEGINS + timedelta(days=int(text))
    return None


def _printed(day: date | None) -> PrintedDate | None:
    return PrintedDate(day.year, day.month, day.day, as_printed=day.isoformat()) if day else None


def _whole(day: PrintedDate) -> date | None:
    try:
        return date(day.year or 0, day.month, day.day)
    except ValueError:
        return None
