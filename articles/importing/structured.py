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

In JSON, `byline` may also be a list of {"name", "standing", "role", "organisation"}; `tags`, `photos`, `captions` and
`body` may be lists of texts, `photos` a list of {"file", "caption", "credit"}.

Excel's habits are read: a byte order mark, semicolons or tabs, `sep=;`, GB18030, days as 2023/4/7, 2023-04-07 0:00,
2023年4月7日 or its own count of days (45023).
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from .cells import (
    COLUMNS,
    NAMES,
    NamedPhoto,
    body_of,
    cell,
    credits_in,
    day_of,
    genre_of,
    listed,
    photos_of,
    printed_day,
    storable,
    whole_day,
)
from .datelines import read_dateline
from .records import ParsedArticle, Remark, UnreadablePage

SEPARATORS = ",;\t，；"
LARGEST_CELL = 16 * 1024 * 1024  # characters


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
    raw_rows = list(object_rows(text.removeprefix("\ufeff").split("\n")))
    if raw_rows and isinstance(raw_rows[0], RawRow):
        check_columns(raw_rows[0])
    unknown = dict.fromkeys(name for row in raw_rows if isinstance(row, RawRow) for name in unknown_names(row))
    return Rows(tuple(unknown), _pieces(raw_rows, roster))


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
        for column, value in zip(columns, cells, strict=False):
            if column and value.strip():
                values.setdefault(column, value.strip())
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


def unknown_names(raw: RawRow) -> list[str]:
    """What an object says under names that are no column's: it is set aside."""
    return [name for name in raw.values if name not in COLUMNS]


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
    fit, lines = {name: storable(value) for name, value in raw.values.items()}, raw.lines
    values = {name: value for name, value in fit.items() if value not in (None, "", [])}
    html, paragraphs = body_of(values.get("body", ""), lines)
    headline = cell(values, "headline")
    if not headline and not paragraphs and not html:
        return Remark("row_without_text", lines=lines)
    remarks: list[Remark] = []
    days = {name: day_of(values, name, lines, remarks) for name in ("issue_date", "event_date", "filed_date")}
    printed, credits = credits_in(values.get("byline", ""), roster)
    dateline, place = cell(values, "dateline"), cell(values, "place")
    if dateline and (read := read_dateline(dateline + "　", days["issue_date"])):
        place = place or read[0].place
        if not days["filed_date"] and read[0].filed and read[0].filed.year:
            days["filed_date"] = whole_day(read[0].filed)
    if not headline:
        remarks.append(Remark("headline_missing", lines=lines[:1]))
    if cell(values, "genre") and not genre_of(values):
        remarks.append(Remark("genre_unknown", (("genre", cell(values, "genre")),), lines[:1]))
    parsed = ParsedArticle(
        kicker=cell(values, "kicker"),
        headline=headline,
        subheading=cell(values, "subheading"),
        dateline=dateline,
        dateline_source="",
        dateline_kind="",
        dateline_place=place,
        dateline_at="head" if dateline else "",
        event_date=printed_day(days["event_date"]),
        filed_date=printed_day(days["filed_date"]),
        paragraphs=paragraphs,
        credits=credits,
        printed_byline=printed,
        printed_byline_place="end" if printed else "",
        captions=(),
        source=cell(values, "source"),
        remarks=tuple(remarks),
        lines=lines,
    )
    order = cell(values, "order")
    row = Row(
        key=cell(values, "id"),
        html=html,
        section=cell(values, "section"),
        genre=genre_of(values),
        summary=cell(values, "summary"),
        tags=listed(values.get("tags", ""), r"[，、,；;\n]+"),
        issue_date=days["issue_date"],
        page_label=cell(values, "page"),
        page_order=int(order) if re.fullmatch(r"\d{1,4}", order) else None,
        original_author=cell(values, "original_author"),
        original_title=cell(values, "original_title"),
        original_url=cell(values, "original_url"),
        editor=cell(values, "editor"),
        proofreader=cell(values, "proofreader"),
        approver=cell(values, "approver"),
        photos=photos_of(values),
    )
    return parsed, row
