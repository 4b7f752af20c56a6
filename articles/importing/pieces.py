"""Units become pieces: where one ends and the next begins, and whose a byline is.

`divide(items, layout) -> list[list[Item]]`. A piece begins at a sign: a dateline, a headline group, a byline with a
mark (□) before a text, at the page's head. A closing byline makes the heading after it a headline; without a heading it
parts two pieces only if the second has a closing byline as well, since a byline may stand in mid-piece. A heading in
mid-text is a headline or a subhead; the evidence for both is weighed (`weigh_heading`): how it is set against the
column, the blank lines around it, and whether the texts before and after speak of the same things.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .bylines import MARKS
from .passages import Passage
from .records import Byline, Dateline, Layout, Line, Unit


@dataclass
class Item:
    """A unit with what was read in it."""

    unit: Unit
    passage: Passage
    kind: str
    dateline: tuple[Dateline, int] | None = None
    lead: tuple[Byline, int, bool] | None = None  # a byline in brackets at the head, without a dateline
    closing: tuple[Byline, int] | None = None
    byline: Byline | None = None
    tail_dateline: tuple[Dateline, int] | None = None
    is_doubtful: bool = field(default=False)
    is_verse: bool = field(default=False)

    @property
    def gap(self) -> int:
        return self.unit.lines[0].gap

    @property
    def opens(self) -> bool:
        return self.dateline is not None or self.lead is not None

    @property
    def closes(self) -> bool:
        """Whether a writer's byline ends the text here; a photographer's may stand anywhere."""
        byline = self.closing[0] if self.closing else self.byline if self.kind == "byline" else None
        return byline is not None and not _is_photo_credit(byline)


PHOTO_ROLES = ("摄", "摄影", "图", "图片", "供图", "发")


def divide(items: Sequence[Item], layout: Layout) -> list[list[Item]]:
    """The items of a page, piece by piece; each item is in exactly one."""
    pieces: list[list[Item]] = []
    current: list[Item] = []
    index = 0
    while index < len(items):
        run_end = index
        while run_end < len(items) and items[run_end].kind == "head":
            run_end += 1
        if run_end > index:
            run = items[index:run_end]
            if current and _begins_piece(current, run, items[run_end:], layout):
                pieces.append(current)
                current = []
            current += run
            index = run_end
            continue
        item = items[index]
        if _has_text(current):
            begins = item.kind == "paragraph" and (
                item.opens or (_is_complete(current, item, layout) and _another_follows(items[index:]))
            )
            if item.kind == "byline":
                begins = _is_top_byline(current, item, items[index + 1 :])
            if begins:
                # Headings and a marked byline right before a dateline are that piece's.
                pieces.append(current)
                current = []
        current.append(item)
        index += 1
    if current:
        pieces.append(current)
    return pieces


def _has_text(piece: Sequence[Item]) -> bool:
    return any(item.kind in ("paragraph", "caption") for item in piece)


def _is_top_byline(current: Sequence[Item], item: Item, after: Sequence[Item]) -> bool:
    """Whether a byline on a line of its own, after text, belongs to the text below it."""
    if not after or after[0].kind != "paragraph" or after[0].opens:
        return False
    if item.passage.letters[0] in MARKS:
        return True
    if _is_bracketed(item):
        return False
    # Unmarked: where the piece above has its writer already, or the blank line stands above and not below.
    if any(_names_writer(before) for before in current):
        return True
    return bool(current) and current[-1].closes and item.gap > 0 and after[0].gap == 0


def _is_bracketed(item: Item) -> bool:
    return item.passage.letters[0] in "（("


def _is_complete(current: Sequence[Item], item: Item, layout: Layout) -> bool:
    """Whether the piece so far has a writer's byline, and what follows may be another's text."""
    if _closed(current):
        return True
    stands_off = item.gap > 0 and (layout.blank_means in ("column", "none") or item.gap > 1)
    return stands_off and not item.unit.column and any(_names_writer(before) for before in current)


def _names_writer(item: Item) -> bool:
    bylines = [item.byline, item.closing and item.closing[0], item.lead and item.lead[0]]
    return any(not _is_photo_credit(byline) for byline in bylines if byline)


def _is_photo_credit(byline: Byline) -> bool:
    return all(credit.role in PHOTO_ROLES for credit in byline.credits)


def _another_follows(after: Sequence[Item]) -> bool:
    """Whether the text from here on, up to the next sign of a piece, ends with a writer's byline of its own."""
    for index, item in enumerate(after):
        if item.kind == "head" or (index and item.opens):
            return False
        if item.closes:
            # Between two texts a byline on its own line closes the first only if the page's last one closes a text too.
            between = item.kind == "byline" and _has_text(after[index + 1 : index + 2])
            return not between or _is_bracketed(item) or after[-1].kind == "byline"
    return False


def _begins_piece(current: Sequence[Item], run: Sequence[Item], after: Sequence[Item], layout: Layout) -> bool:
    if not _has_text(current):
        return False
    if not after:
        return False
    follower = after[0]
    if follower.kind == "byline":
        return len(after) > 1 and after[1].kind == "paragraph"
    if follower.opens:
        return True
    if _closed(current):
        return True
    weight = weigh_heading(current, run, after, layout)
    run[0].is_doubtful = abs(weight) < 1.5
    return weight > 0


def _closed(current: Sequence[Item]) -> bool:
    """Whether the piece so far ended with a writer's byline (captions may follow it)."""
    for item in reversed(current):
        if item.kind == "caption":
            continue
        return item.closes and (item.kind == "paragraph" or _has_text(current))
    return False


def weigh_heading(current: Sequence[Item], run: Sequence[Item], after: Sequence[Item], layout: Layout) -> float:
    """More than 0: the heading begins a piece; less: it is a subhead of the text around it."""
    lines = [line for item in run for line in item.unit.lines]
    first, follower = lines[0], after[0]
    head = "".join(line.plain for line in lines)
    column = current[-1].unit.column
    # Before a text without dateline and after one without a closing byline, most headings are subheads.
    weight = -3.2
    if current[-1].kind == "caption":
        weight += 3.0
    widest = max(line.width for line in lines)
    if not column:
        weight -= 2.0
    elif widest > 2 * column:
        weight += 5.0
    elif widest > 2 * column - 2:
        weight += 1.5
    if layout.indent:
        weight += 5.0 if first.indent < layout.indent else -5.0
    columns = {column, run[0].unit.column, follower.unit.column}
    if len(lines) > 1 and not any(_was_wrapped(lines, either, layout) for either in columns):
        weight += 4.0 if column else 5.0
    if layout.blank_means == "paragraph":
        if first.gap == 0:
            weight -= 2.0
        if follower.gap == 0:
            weight += 6.0
    elif layout.blank_means == "column":
        weight += 4.0 if first.gap else -4.0
        if first.gap and follower.gap:
            weight += 1.0
    if first.gap > 1 and layout.blank_means != "every":
        weight += 1.0
    if len(head) > 5 and _folded(follower.passage.letters).startswith(_folded(head)[:12]):
        weight += 6.0
    if NEWS_LEAD.match(follower.passage.letters):
        weight += 1.2
    weight += _change_of_subject(current, head, after)
    return weight


# How news begins, and sections of a long piece seldom do.   Must match: 10月26日，在… | 近日，… | 记者今天从…获悉
NEWS_LEAD = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|近日|日前|昨[日天]|记者.{0,6}从.{2,20}(?:获悉|了解到)|\d{1,2}日(?:上午|下午|晚)?，"
)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def _was_wrapped(lines: Sequence[Line], column: int, layout: Layout) -> bool:
    """Whether a heading of two or three lines is one that the column's end broke: all but its last line are full."""
    if not column or not 2 <= len(lines) <= 3:
        return False
    rooms = [2 * column - line.width for line in lines[:-1]]
    rooms[0] -= layout.first_line_short
    return all(-2 <= room < 4 for room in rooms) and lines[-1].width <= 2 * column


WORDS = re.compile("[\u4e00-\u9fff]{2,}")
# Two characters before 市, 县, 区 …: enough of a place's name to know it again.
PLACE = re.compile("[\u4e00-\u9fff]{2}[市县区]")


def _pairs(text: str) -> Counter[str]:
    pairs: Counter[str] = Counter()
    for run in WORDS.findall(text):
        pairs.update(run[i : i + 2] for i in range(len(run) - 1))
    return pairs


def _change_of_subject(current: Sequence[Item], head: str, after: Sequence[Item]) -> float:
    """-2 … 2: whether the text after a heading speaks of other things than the text before it."""
    before = "".join(item.passage.letters for item in current if item.kind == "paragraph")[-1500:]
    text = ""
    for item in after:
        if item.kind in ("head", "byline") or item.opens or len(text) > 800:
            break
        text += item.passage.letters
    known, new = _pairs(before), _pairs(text)
    total = sum(new.values())
    if total < 20 or sum(known.values()) < 40:
        return 0.0
    shared = sum(count for pair, count in new.items() if pair in known) / total
    headline = _pairs(head)
    in_new = sum(pair in new for pair in headline) / max(1, len(headline))
    in_old = sum(pair in known for pair in headline) / max(1, len(headline))
    places, new_places = set(PLACE.findall(before)), set(PLACE.findall(text + head))
    moved = 0.0 if not places or not new_places else -1.5 if places & new_places else 1.5
    return max(-1.0, min(1.0, (0.25 - shared) * 5)) + 0.5 * (in_new - in_old) + moved
