"""The columns of a table, and what a cell in each of them says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape

from .bylines import read_byline
from .records import Byline, Credit, Paragraph, PrintedDate, Remark

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


def storable(value: object) -> object:
    """A value of a row without what no database keeps."""
    if isinstance(value, str):
        return UNFIT.sub("", value)
    if isinstance(value, list):
        return [storable(one) for one in value]
    if isinstance(value, dict):
        return {name: storable(one) for name, one in value.items()}
    return value


def cell(values: Mapping, column: str) -> str:
    value = values.get(column, "")
    if isinstance(value, (list, tuple)):
        value = "、".join(str(one) for one in value)
    return str(value).strip()


def listed(value: object, separators: str) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else re.split(separators, str(value))
    return tuple(dict.fromkeys(text for part in parts if (text := str(part).strip())))


def body_of(value: object, lines: tuple[int, ...]) -> tuple[str, tuple[Paragraph, ...]]:
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


def credits_in(value: object, roster: frozenset[str]) -> tuple[str, tuple[Credit, ...]]:
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


def genre_of(values: Mapping) -> str:
    named = cell(values, "genre")
    return GENRES.get(named, named if named in GENRES.values() else "")


def photos_of(values: Mapping) -> tuple[NamedPhoto, ...]:
    """The photos that a row names, by its columns."""
    value = values.get("photos", "")
    said = values.get("captions", "")
    captions = [str(part).strip() for part in (said if isinstance(said, list) else str(said).split("\n"))]
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return tuple(
            NamedPhoto(str(one.get("file", "")), str(one.get("caption", "")), str(one.get("credit", "")))
            for one in value
            if isinstance(one, dict) and one.get("file")
        )
    names = listed(value, r"[；;，、,\n]+")
    return tuple(NamedPhoto(name, captions[place] if place < len(captions) else "") for place, name in enumerate(names))


def day_of(values: Mapping, column: str, lines: tuple[int, ...], remarks: list[Remark]) -> date | None:
    printed = cell(values, column)
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


def printed_day(day: date | None) -> PrintedDate | None:
    return PrintedDate(day.year, day.month, day.day, as_printed=day.isoformat()) if day else None


def whole_day(day: PrintedDate) -> date | None:
    try:
        return date(day.year or 0, day.month, day.day)
    except ValueError:
        return None
