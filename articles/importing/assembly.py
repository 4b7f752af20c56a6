"""The items of a piece put together: headline group, dateline, days, credits, paragraphs, captions, remarks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from .byline_places import read_closing_byline
from .byline_words import BOTH, EDITS, KNOWN_ORGANISATION, STANDING
from .datelines import read_event_date
from .headline_groups import headline_group
from .items import PHOTO_ROLES, Item
from .passages import Passage
from .recognition import Recogniser
from .records import (
    Byline,
    Caption,
    Credit,
    Dateline,
    Layout,
    Paragraph,
    ParsedArticle,
    PrintedDate,
    Remark,
)
from .traditional import as_printed, fold


def line_numbers(piece: Sequence[Item]) -> list[int]:
    return sorted({line.number for item in piece for line in item.unit.lines})


def assemble(piece: Sequence[Item], layout: Layout, reader: Recogniser) -> ParsedArticle:
    heads: list[Item] = []
    paragraphs: list[Paragraph] = []
    captions: list[Caption] = []
    credits: list[Credit] = []
    printed: list[str] = []
    remarks: list[Remark] = []
    dateline: Dateline | None = None
    dateline_at = place = ""
    event: PrintedDate | None = None
    filed: PrintedDate | None = None
    seen_text = False

    def take(byline: Byline, passage: Passage, lines: Sequence[int], at: str, words: str | None) -> None:
        nonlocal place
        byline = as_printed(byline, passage.printed)
        for credit in byline.credits:
            if credit not in credits:
                credits.append(credit)
        if words is not None:
            printed.append(words)
            place = place or at
        if any(credit.is_guess for credit in byline.credits):
            remarks.append(Remark("names_divided_by_guess", lines=tuple(lines), alternatives=byline.alternatives))
        if byline.shares_role:
            remarks.append(Remark("shared_role", lines=tuple(lines)))

    last_text = max((i for i, item in enumerate(piece) if item.kind == "paragraph"), default=-1)
    for index, item in enumerate(piece):
        numbers = [line.number for line in item.unit.lines]
        letters, passage = item.passage.letters, item.passage
        if item.kind == "head":
            if seen_text:
                paragraphs.append(Paragraph(passage.printed, numbers[0], numbers[-1], is_subhead=index < last_text))
            else:
                heads.append(item)
            if item.is_doubtful:
                remarks.append(Remark("head_or_subhead", lines=tuple(numbers)))
            continue
        if item.kind == "byline":
            take(item.byline, passage, numbers, "end" if seen_text else "head", _byline_as_printed(passage))
            if (
                seen_text
                and index < last_text
                and any(credit.role not in PHOTO_ROLES for credit in item.byline.credits)
            ):
                remarks.append(Remark("byline_for_which_piece", lines=tuple(numbers)))
            continue
        if item.kind == "caption":
            found = read_closing_byline(letters, roster=reader.roster) or read_closing_byline("。" + letters)
            credited = as_printed(found[0], passage.printed).credits if found else ()
            captions.append(Caption(passage.printed, credited, numbers[0], numbers[-1]))
            seen_text = True
            continue
        if item.is_verse:
            if not (index and piece[index - 1].is_verse):
                rest = itertools.takewhile(lambda one: one.is_verse, piece[index:])
                remarks.append(Remark("verse_lines", lines=tuple(line_numbers(list(rest)))))
            paragraphs.append(Paragraph(passage.printed, numbers[0], numbers[-1]))
            seen_text = True
            continue
        start, end = 0, len(letters)
        told = 0
        first = not any(not paragraph.is_subhead for paragraph in paragraphs)
        if item.dateline and dateline is None:
            dateline, start = item.dateline
            dateline_at, filed = "head", dateline.filed
            if not dateline.source and dateline.kind != "消息":
                remarks.append(Remark("agency_lost", lines=(numbers[0],)))
            dateline = _dateline_as_printed(dateline, passage.printed[: passage.printed_offset(start)].strip())
        if item.lead and (first or item.dateline):
            byline, after, stays = item.lead
            words = None
            told = after
            if not stays:
                words = passage.printed[passage.printed_offset(start) : passage.printed_offset(after)].strip()
                start = after
            take(byline, passage, numbers[:1], "head", words)
        if item.tail_dateline and dateline is None:
            dateline, end = item.tail_dateline
            dateline_at, filed = "end", dateline.filed
            dateline = _dateline_as_printed(dateline, passage.printed[passage.printed_offset(end) :].strip())
        if item.closing and item.closing[1] >= start and end == len(letters):
            byline, end = item.closing
            words = passage.printed[passage.printed_offset(end) :].strip()
            # What stands after the closing bracket, as in 。（完）, is the text's.
            take(byline, passage, (passage.line_at(end),), "end", words)
        text = passage.printed[
            passage.printed_offset(start) if start else 0 : passage.printed_offset(end) if end < len(letters) else None
        ]
        if first:
            event = read_event_date(letters[max(start, told) : end], reader.issue)
        text = text.strip()
        if text:
            paragraphs.append(Paragraph(text, passage.line_at(start), passage.line_at(max(start, end - 1))))
        seen_text = True
        remarks += [Remark("column_or_paragraph", lines=(number,)) for number in item.unit.doubtful]
    kicker, headline, subheading = headline_group(heads)
    if len(headline) > 1:
        params = (("parts", "\n".join(headline)),)
        remarks.append(Remark("headline_of_lines", params, tuple(line.number for line in heads[0].unit.lines[:1])))
    headline = " ".join(headline)
    if not headline:
        remarks.append(Remark("headline_missing", lines=tuple(line_numbers(piece)[:1])))
    for day in (event, filed):
        if day and day.year_is_proposed:
            remarks.append(Remark("year_proposed", (("year", day.year),), lines=tuple(line_numbers(piece)[:1])))
    return ParsedArticle(
        kicker,
        headline,
        subheading,
        dateline.printed if dateline else "",
        dateline.source if dateline else "",
        dateline.kind if dateline else "",
        dateline.place if dateline else "",
        dateline_at,
        event,
        filed,
        tuple(paragraphs),
        tuple(credits),
        "\n".join(printed),
        place,
        tuple(captions),
        "",
        tuple(remarks),
        tuple(line_numbers(piece)),
    )


def _dateline_as_printed(dateline: Dateline, printed: str) -> Dateline:
    """The dateline with what was printed; its place, too, in the characters that it was printed in."""
    compact = "".join(printed.split())
    at = fold(compact).find(dateline.place)
    return replace(
        dateline, printed=printed, place=compact[at : at + len(dateline.place)] if at >= 0 else dateline.place
    )


# A line of a byline that begins a part of it.   Must match: 通讯员 李四 | 编 辑：王五 ; must not: 博强 文/图
NEW_PART = re.compile(
    f"(?:{KNOWN_ORGANISATION})?(?:{STANDING})|(?:{BOTH}|{EDITS})[:：/\u3000 ]|"
    "[编校审一二三][ \u3000]+[辑对核审][ \u3000]*[:：]"
)


def _byline_as_printed(passage: Passage) -> str:
    """The lines of a byline; one that broke off within a name or a word is joined again."""
    first, *others = passage.lines
    return first.text + "".join(("\n" if NEW_PART.match(line.plain) else "") + line.text for line in others)
