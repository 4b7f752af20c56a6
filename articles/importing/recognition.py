"""Datelines, bylines and captions recognised in the lines and paragraphs of one page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from .byline_places import read_closing_byline, read_lead_byline
from .byline_words import JOINT, KNOWN_ORGANISATION, LABEL, MARKS, STANDING
from .bylines import read_byline
from .datelines import begins_with_dateline, read_dateline, read_tail_dateline
from .items import Item
from .line_costs import LIST_ITEM
from .passages import Passage
from .personal_names import cost_of_name
from .records import (
    Byline,
    Dateline,
    Line,
    Unit,
)

# A caption on a line of its own; the last form is that of our own export (articles.exporting).
# Must match: 图为会议现场。记者 张三 摄 | 左图：…（李四摄） | 图片说明（A01-1-1.jpg）：会场 ; must not: 图为首的干部
CAPTION = re.compile(
    "^(?:图为|图片说明|[上下左右题配]图|压题照片|压题图片|图[一二三四五\\d])[^\n]{2,70}?(?:摄|供图|发|摄影|提供|/图)[）)]?$"
    "|^图为[^\n]{2,40}。$"
    "|^图(?:[①-⑳]|[一二三四五六\\d]+[：:])[^\n]{2,60}$"
    "|^图片说明（[^（）]+\\.jpg）：."
)
# Must match: 一是落实责任； | （二）登记时间 | 3、 ; must not: 一只鸟
ITEM_OF_LIST = re.compile(f"{LIST_ITEM.pattern}|[一二三四五六七八九十]是|第[一二三四五六七八九十]{{1,2}}[、，：是]")
# Must match: （记者 罗阳 | 首席记者邓华 特约通 ; must not: 记者在现场看到，
BEGINS_BYLINE = re.compile(f"[（(]?(?:{KNOWN_ORGANISATION})?(?:{STANDING})[ \u3000]*[^，。：]{{0,24}}$")
MAYBE_BYLINE = re.compile(
    "记者|通讯员|实习生|作者|评论员|观察员|撰|主播|摄|[/／]|报道|供图|供稿|(?:图|照片|稿件|资料).*提供|编辑|责编|校对|审核|综合|译|统筹|监制|"
    f"[编校审][ \u3000]+[辑对核]|[一二三初终]\\s*审|^[（(【口{MARKS}]"
)
# Marks that more often stand before an item of a list than before an author: his name must be an ordinary one.
BULLETS = "○◆◇★☆▲△▌◣◤※"
MAYBE_CLOSING = re.compile("记者|通讯员|实习生|作者|摄|[/／]|报道|供图|供稿|整理|编译|[）)]$|编辑")
MAYBE_DATELINE = re.compile("[讯电]|消息")


class Recogniser:
    """Reads datelines and bylines for one page; remembers what it has read, since lines are asked about often."""

    def __init__(self, roster: frozenset[str], issue: date | None) -> None:
        self.roster = roster
        self.issue = issue
        self._bylines: dict[str, Byline | None] = {}

    def byline(self, text: str) -> Byline | None:
        if text not in self._bylines:
            bare = text[0] in MARKS + "（(【[" or text[-1] in MARKS
            found = None
            if len(text) <= 80 and MAYBE_BYLINE.search(text):
                found = read_byline(text, roster=self.roster, bare=bare)
            if found and text[0] in BULLETS and any(cost_of_name(credit.name) > 0.7 for credit in found.credits):
                found = None
            self._bylines[text] = found
        return self._bylines[text]

    def is_byline(self, text: str) -> bool:
        return self.byline(text) is not None

    def is_no_verse(self, text: str) -> bool:
        is_other = CAPTION.match(text) or ITEM_OF_LIST.match(text)
        return is_other is not None or self.is_byline(text) or self.opens_piece(text, "")

    def is_name(self, text: str) -> bool:
        """Whether a line is nothing but an ordinary name."""
        found = read_byline(text, roster=self.roster, bare=True)
        return found is not None and all(cost_of_name(credit.name) <= 0.7 for credit in found.credits)

    def opens_piece(self, line: str, following: str) -> bool:
        return MAYBE_DATELINE.search((line + following)[:50]) is not None and begins_with_dateline(line, following)

    def ends_with_byline(self, text: str) -> bool:
        return (
            MAYBE_CLOSING.search(text[-40:]) is not None and read_closing_byline(text, roster=self.roster) is not None
        )

    def lines_of_byline(self, lines: Sequence[Line]) -> int:
        """How many of these lines are one byline that a narrow column broke; 0 where the first needs no other."""
        first = lines[0].plain
        if not BEGINS_BYLINE.match(first) or len(first) > 30:
            return 0
        is_whole = self.is_byline(first)
        for count in range(2, len(lines) + 1):
            passage = Passage(lines[:count])
            if is_whole and not passage.breaks_a_word_at(len(first)):
                return 0
            is_closed = first[0] not in "（(" or passage.letters[-1] in "）)"
            if is_closed and self._byline_over_lines(passage):
                return count
        return 0

    def item(self, unit: Unit) -> Item:
        passage = Passage(unit.lines)
        item = Item(unit, passage, unit.kind)
        if unit.kind == "verse":
            item.kind, item.is_verse = "paragraph", True
        elif unit.kind == "byline":
            item.byline = self.byline(passage.letters)
        elif unit.kind in ("paragraph", "head"):
            item.byline = self._byline_over_lines(passage)
            if item.byline:
                item.kind = "byline"
            elif unit.kind == "paragraph":
                self._read_paragraph(item)
        return item

    def _byline_over_lines(self, passage: Passage) -> Byline | None:
        """The byline that a short paragraph is as a whole, when a column broke it."""
        letters = passage.letters
        if len(letters) > 60 or not MAYBE_BYLINE.search(letters):
            return None
        return read_byline(passage.with_joints(), roster=self.roster, bare=letters[0] in MARKS + "（(")

    def _read_paragraph(self, item: Item) -> None:
        letters = item.passage.letters
        start = 0
        if MAYBE_DATELINE.search(letters[:60]):
            item.dateline = read_dateline(letters, self.issue)
        if item.dateline:
            start = item.dateline[1]
            item.lead = self._lead(item, start, item.dateline[0])
        elif letters[:1] in "（([【" or LABEL.match(letters) or letters.startswith("本报"):
            item.lead = self._lead(item, 0, None)
        if MAYBE_CLOSING.search(letters[-60:]) or letters[-1] not in "。！？”…":
            tail_from = max(start, len(letters) - 160)
            text = item.passage.with_joints(tail_from)
            found = read_closing_byline(text, roster=self.roster)
            if found:
                # Joints are not letters: count them out of the offset.
                offset = tail_from + found[1] - text[: found[1]].count(JOINT)
                if offset > start and (item.lead is None or offset >= item.lead[1]):
                    item.closing = (found[0], offset)
        if letters[-1] in "）)】":
            item.tail_dateline = read_tail_dateline(letters, self.issue)

    def _lead(self, item: Item, start: int, dateline: Dateline | None) -> tuple[Byline, int, bool] | None:
        text = item.passage.with_joints(start)[:220]
        organisation = dateline.source.removeprefix("据") if dateline and not dateline.source.startswith("本") else ""
        found = read_lead_byline(
            text, roster=self.roster, organisation=organisation, after_dateline=dateline is not None
        )
        if not found:
            return None
        byline, end, stays = found
        return byline, start + end - text[:end].count(JOINT), stays
