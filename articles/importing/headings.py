"""A heading in mid-text: the headline of a new piece, or a subhead of the text around it.

`weigh(before, run, after, layout, page_places) -> float`: more than 0 for a headline. How the heading is set against
the column, the blank lines around it, and whether the texts before and after it speak of the same things are weighed
together.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence

from .boxes import NOTICE
from .headline_groups import is_group
from .items import Item
from .records import Layout, Line

CERTAIN = 10.0
# How news begins, and sections of a long piece seldom do.   Must match: 10月26日，在… | 近日，… | 记者今天从…获悉
NEWS_LEAD = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|近日|日前|昨[日天]|记者.{0,6}从.{2,20}(?:获悉|了解到)|\d{1,2}日(?:上午|下午|晚)?，"
)
WORDS = re.compile("[\u4e00-\u9fff]{2,}")
# Two characters before 市, 县, 区: enough of a place's name to know it again.
# Must match: 清河县 | 柳东区 ; must not: 全市, 老旧小区, 示范区, 一座城市
PLACE = re.compile(
    "[\u4e00-\u9fff]{2}(?<![全我该各本两外省])(?<!示范|自治|经开|高新|加工|开发|实验|试验|保护)"
    "(?<![小社城园校景地辖山灾片街厂库林牧矿院郊营牌])[市县区](?<![城上超都股楼夜集门]市)"
)


def weigh(
    before: Sequence[Item],
    run: Sequence[Item],
    after: Sequence[Item],
    layout: Layout,
    page_places: Collection[str] = (),
    *,
    section_only: bool = True,
) -> float:
    """More than 0: the heading begins a piece; less: it is a subhead of the text around it.

    `page_places` are those that all pieces of the page name: they tell nothing. What follows is compared with what
    stands before up to the next heading, or all of it.
    """
    lines = [line for item in run for line in item.unit.lines]
    first, follower = lines[0], after[0]
    head = "".join(line.plain for line in lines)
    if NOTICE.fullmatch(head):
        return CERTAIN
    column = before[-1].unit.column
    # Before a text without dateline and after one without a closing byline, most headings are subheads.
    weight = -3.2
    if before[-1].kind == "caption":
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
    if is_group(run):
        weight += 2.0
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
    if _opens_as_before(before, follower):
        weight -= 3.0
    weight += _change_of_subject(before, head, after, page_places, section_only)
    return weight


# Must match the label of ［演练实录］作战时间… | 案例一：… ; must not: 近日，…
LABEL_OF_SECTION = re.compile("[［【\\[][^］】\\]]{2,8}[］】\\]]|[\u4e00-\u9fff]{2,4}[一二三四五六七八九十][：:]")


def _opens_as_before(before: Sequence[Item], follower: Item) -> bool:
    """Whether the text after the heading opens with a label like one before: the sections of one piece do."""
    found = LABEL_OF_SECTION.match(follower.passage.letters)
    label = found.group().rstrip("：:")[:-1] if found else ""
    return bool(label) and any(item.kind == "paragraph" and item.passage.letters.startswith(label) for item in before)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def _was_wrapped(lines: Sequence[Line], column: int, layout: Layout) -> bool:
    """Whether a heading of two or three lines is one that the column's end broke: all but its last line are full."""
    if not column or not 2 <= len(lines) <= 3:
        return False
    rooms = [2 * column - line.width for line in lines[:-1]]
    rooms[0] -= layout.first_line_short
    return all(-2 <= room < 4 for room in rooms) and lines[-1].width <= 2 * column


def places_of_page(items: Sequence[Item]) -> frozenset[str]:
    """The places that most of what surely are pieces name, as a district's paper names its district."""
    pieces: list[set[str]] = [set()]
    has_text = False
    for item in items:
        if item.opens:
            pieces.append(set())
        pieces[-1].update(PLACE.findall(item.passage.letters))
        has_text = item.kind == "paragraph" or (has_text and not item.opens)
        if item.closes and has_text:
            pieces.append(set())
            has_text = False
    named = [places for places in pieces if places]
    counts = Counter(place for places in named for place in places)
    return frozenset(place for place, count in counts.items() if count > 1 and 3 * count >= 2 * len(named))


def _change_of_subject(
    before: Sequence[Item], head: str, after: Sequence[Item], page_places: Collection[str], section_only: bool
) -> float:
    """-3 … 3: whether the text after a heading speaks of other things than the text before it."""
    said = "".join(item.passage.letters for item in before if item.kind == "paragraph")[-1500:]
    text = ""
    for item in after:
        if section_only and (item.kind in ("head", "byline") or item.opens or len(text) > 800):
            break
        text += item.passage.letters
    known, new = _pairs(said), _pairs(text)
    total = sum(new.values())
    if total < 20 or sum(known.values()) < 40:
        return 0.0
    shared = sum(count for pair, count in new.items() if pair in known) / total
    headline = _pairs(head)
    in_new = sum(pair in new for pair in headline) / max(1, len(headline))
    in_old = sum(pair in known for pair in headline) / max(1, len(headline))
    places = {*PLACE.findall(said)} - {*page_places}
    new_places = {*PLACE.findall(text + head)} - {*page_places}
    moved = 0.0 if not places or not new_places else -1.5 if places & new_places else 1.5
    return max(-1.0, min(1.0, (0.25 - shared) * 5)) + 0.5 * (in_new - in_old) + moved


def _pairs(text: str) -> Counter[str]:
    pairs: Counter[str] = Counter()
    for run in WORDS.findall(text):
        pairs.update(run[i : i + 2] for i in range(len(run) - 1))
    return pairs
