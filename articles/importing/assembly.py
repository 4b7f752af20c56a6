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
    Paragraph,
    ParsedArticle,
    PrintedDate,
    Remark,
)
from .traditional import as_printed, fold


def line_numbers(piece: Sequence[Item]) -> list[int]:
    return sorted({line.number for item in piece for line in item.unit.lines})


def assemble(piece: Sequence[Item], reader: Recogniser) -> ParsedArticle:
    """The piece that these items are; every line of theirs is a line of it."""
    parts = _Parts(reader)
    last_text = max((index for index, item in enumerate(piece) if item.kind == "paragraph"), default=-1)
    for index, item in enumerate(piece):
        is_followed = index < last_text
        if item.kind == "head":
            parts.add_head(item, is_followed=is_followed)
        elif item.kind == "byline":
            parts.add_byline(item, is_followed=is_followed)
        elif item.kind == "caption":
            parts.add_caption(item)
        elif item.is_verse:
            if not (index and piece[index - 1].is_verse):
                stanzas = itertools.takewhile(lambda one: one.is_verse, piece[index:])
                parts.remarks.append(Remark("verse_lines", lines=tuple(line_numbers(list(stanzas)))))
            parts.add_verse(item)
        else:
            parts.add_paragraph(item)
    return parts.article(line_numbers(piece))


class _Parts:
    """What the items of a piece have said so far."""

    def __init__(self, reader: Recogniser) -> None:
        self.reader = reader
        self.heads: list[Item] = []
        self.paragraphs: list[Paragraph] = []
        self.captions: list[Caption] = []
        self.credits: list[Credit] = []
        self.printed: list[str] = []  # bylines, verbatim
        self.byline_at = ""
        self.dateline: Dateline | None = None
        self.dateline_at = ""
        self.event: PrintedDate | None = None
        self.remarks: list[Remark] = []
        self.has_text = False

    def add_head(self, item: Item, *, is_followed: bool) -> None:
        """A heading: above the text one of its headlines, in it a subhead, below it a paragraph."""
        numbers = _numbers(item)
        if self.has_text:
            self.paragraphs.append(Paragraph(item.passage.printed, numbers[0], numbers[-1], is_subhead=is_followed))
        else:
            self.heads.append(item)
        if item.is_doubtful:
            self.remarks.append(Remark("head_or_subhead", lines=numbers))

    def add_byline(self, item: Item, *, is_followed: bool) -> None:
        """A byline on lines of its own."""
        self._credit(item.byline, item.passage, _numbers(item))
        self._print(_byline_as_printed(item.passage), "end" if self.has_text else "head")
        names_writers = any(credit.role not in PHOTO_ROLES for credit in item.byline.credits)
        if self.has_text and is_followed and names_writers:
            self.remarks.append(Remark("byline_for_which_piece", lines=_numbers(item)))

    def add_caption(self, item: Item) -> None:
        letters, printed, numbers = item.passage.letters, item.passage.printed, _numbers(item)
        found = read_closing_byline(letters, roster=self.reader.roster) or read_closing_byline("。" + letters)
        credits = as_printed(found[0], printed).credits if found else ()
        self.captions.append(Caption(printed, credits, numbers[0], numbers[-1]))
        self.has_text = True

    def add_verse(self, item: Item) -> None:
        numbers = _numbers(item)
        self.paragraphs.append(Paragraph(item.passage.printed, numbers[0], numbers[-1]))
        self.has_text = True

    def add_paragraph(self, item: Item) -> None:
        """A paragraph, without the dateline and the bylines that were run in at its head and its end."""
        passage, letters = item.passage, item.passage.letters
        start, told, end = 0, 0, len(letters)
        is_first = all(paragraph.is_subhead for paragraph in self.paragraphs)
        if item.dateline and self.dateline is None:
            dateline, start = item.dateline
            if not dateline.source and dateline.kind != "消息":
                self.remarks.append(Remark("agency_lost", lines=_numbers(item)[:1]))
            self._date(dateline, passage.printed[: passage.printed_offset(start)], "head")
        if item.lead and (is_first or item.dateline):
            byline, told, stays = item.lead
            self._credit(byline, passage, _numbers(item)[:1])
            if not stays:
                self._print(passage.printed[passage.printed_offset(start) : passage.printed_offset(told)], "head")
                start = told
        if item.tail_dateline and self.dateline is None:
            dateline, end = item.tail_dateline
            self._date(dateline, passage.printed[passage.printed_offset(end) :], "end")
        if item.closing and item.closing[1] >= start and end == len(letters):
            byline, end = item.closing
            self._credit(byline, passage, (passage.line_at(end),))
            # What stands after the closing bracket, as in 。（完）, is the text's.
            self._print(passage.printed[passage.printed_offset(end) :], "end")
        if is_first:
            self.event = read_event_date(letters[max(start, told) : end], self.reader.issue)
        text = passage.printed[
            passage.printed_offset(start) if start else 0 : passage.printed_offset(end) if end < len(letters) else None
        ].strip()
        if text:
            self.paragraphs.append(Paragraph(text, passage.line_at(start), passage.line_at(max(start, end - 1))))
        self.has_text = True
        self.remarks += [Remark("column_or_paragraph", lines=(number,)) for number in item.unit.doubtful]

    def article(self, numbers: Sequence[int]) -> ParsedArticle:
        """The piece of all that was added; `numbers` are its lines."""
        first = tuple(numbers[:1])
        kicker, headline, subheading = headline_group(self.heads)
        if len(headline) > 1:
            params = (("parts", "\n".join(headline)),)
            self.remarks.append(Remark("headline_of_lines", params, _numbers(self.heads[0])[:1]))
        if not any(headline):
            self.remarks.append(Remark("headline_missing", lines=first))
        filed = self.dateline.filed if self.dateline else None
        for day in (self.event, filed):
            if day and day.year_is_proposed:
                self.remarks.append(Remark("year_proposed", (("year", day.year),), lines=first))
        return ParsedArticle(
            kicker=kicker,
            headline=" ".join(headline),
            subheading=subheading,
            dateline=self.dateline.printed if self.dateline else "",
            dateline_source=self.dateline.source if self.dateline else "",
            dateline_kind=self.dateline.kind if self.dateline else "",
            dateline_place=self.dateline.place if self.dateline else "",
            dateline_at=self.dateline_at,
            event_date=self.event,
            filed_date=filed,
            paragraphs=tuple(self.paragraphs),
            credits=tuple(self.credits),
            printed_byline="\n".join(self.printed),
            printed_byline_place=self.byline_at,
            captions=tuple(self.captions),
            source="",
            remarks=tuple(self.remarks),
            lines=tuple(numbers),
        )

    def _credit(self, byline: Byline, passage: Passage, numbers: tuple[int, ...]) -> None:
        byline = as_printed(byline, passage.printed)
        self.credits += [credit for credit in dict.fromkeys(byline.credits) if credit not in self.credits]
        if any(credit.is_guess for credit in byline.credits):
            self.remarks.append(Remark("names_divided_by_guess", lines=numbers, alternatives=byline.alternatives))
        if byline.shares_role:
            self.remarks.append(Remark("shared_role", lines=numbers))

    def _print(self, byline: str, at: str) -> None:
        """Keep a byline as it was printed; the first one says where the piece is signed."""
        self.printed.append(byline.strip())
        self.byline_at = self.byline_at or at

    def _date(self, dateline: Dateline, printed: str, at: str) -> None:
        self.dateline, self.dateline_at = _dateline_as_printed(dateline, printed.strip()), at


def _numbers(item: Item) -> tuple[int, ...]:
    return tuple(line.number for line in item.unit.lines)


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
