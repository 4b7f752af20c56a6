"""Items become pieces: where one ends and the next begins, and whose a byline is.

`divide(items, layout) -> list[list[Item]]`. A piece begins at a sign: a dateline, a headline group, a byline with a
mark (□) before a text, at the page's head. A closing byline makes the heading after it a headline; without a heading it
parts two pieces only if the second has a closing byline as well, since a byline may stand in mid-piece. A heading in
mid-text is a headline or a subhead: `headings.weigh` tells. What is signed at its head and by somebody else at its end
is two pieces, and the likeliest of the headings between is the second one's headline.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from .boxes import BESIDE
from .byline_words import MARKS
from .headings import places_of_page, weigh
from .items import Item, has_text, writers
from .records import Layout

# How much lighter than a headline a heading may weigh where the text around it is signed twice.
SIGNED_TWICE = 5.0


def divide(items: Sequence[Item], layout: Layout) -> list[list[Item]]:
    """The items of a page, piece by piece; each item is in exactly one."""
    page_places = places_of_page(items)
    pieces: list[list[Item]] = []
    current: list[Item] = []
    index = 0
    while index < len(items):
        run_end = index
        while run_end < len(items) and items[run_end].kind == "head":
            run_end += 1
        if run_end > index:
            run = items[index:run_end]
            if current and _begins_piece(current, run, items[run_end:], layout, page_places):
                pieces.append(current)
                current = []
            current += run
            index = run_end
            continue
        item = items[index]
        if has_text(current):
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
    return [part for piece in pieces for part in _signed_once(piece, layout, page_places)]


def _signed_once(piece: list[Item], layout: Layout, page_places: Collection[str]) -> list[list[Item]]:
    """The piece, or the two that it holds: one signed at its head, the other, under its headline, at its end."""
    text = next((at for at, item in enumerate(piece) if item.kind == "paragraph"), len(piece))
    above = {name for item in piece[: text + 1] if not item.closing for name in writers(item)}
    end = next((at for at in range(len(piece) - 1, text, -1) if piece[at].closes and writers(piece[at])), text)
    if not above or end == text or above & {*writers(piece[end])}:
        return [piece]
    best, begin = -SIGNED_TWICE, 0
    for at in range(text + 1, end):
        if piece[at].kind != "head" or piece[at - 1].kind == "head":
            continue
        below = next(index for index in range(at, end + 1) if piece[index].kind != "head")
        weight = weigh(piece[:at], piece[at:below], piece[below:], layout, page_places, section_only=False)
        if weight > best:
            best, begin = weight, at
    if not begin:
        return [piece]
    piece[begin].is_doubtful = True
    return [piece[:begin], piece[begin:]]


def _is_top_byline(current: Sequence[Item], item: Item, after: Sequence[Item]) -> bool:
    """Whether a byline on a line of its own, after text, belongs to the text below it."""
    if not after or after[0].kind != "paragraph" or after[0].opens:
        return False
    if item.passage.letters[0] in MARKS:
        return True
    if _is_bracketed(item):
        return False
    # Unmarked: where the piece above has its writer already, or the blank line stands above and not below.
    if any(writers(before) for before in current):
        return True
    return bool(current) and current[-1].closes and item.gap > 0 and after[0].gap == 0


def _is_bracketed(item: Item) -> bool:
    return item.passage.letters[0] in "（("


def _is_complete(current: Sequence[Item], item: Item, layout: Layout) -> bool:
    """Whether the piece so far has a writer's byline, and what follows may be another's text."""
    if _closed(current):
        return True
    stands_off = item.gap > 0 and (layout.blank_means in ("column", "none") or item.gap > 1)
    return stands_off and not item.unit.column and any(writers(before) for before in current)


def _another_follows(after: Sequence[Item]) -> bool:
    """Whether the text from here on, up to the next sign of a piece, ends with a writer's byline of its own."""
    for index, item in enumerate(after):
        if item.kind == "head" or (index and item.opens):
            return False
        if item.closes:
            # Between two texts a byline on its own line closes the first only if the page's last one closes a text too.
            between = item.kind == "byline" and has_text(after[index + 1 : index + 2])
            return not between or _is_bracketed(item) or after[-1].kind == "byline"
    return False


def _begins_piece(
    current: Sequence[Item], run: Sequence[Item], after: Sequence[Item], layout: Layout, page_places: Collection[str]
) -> bool:
    if not has_text(current):
        return False
    if not after:
        return False
    if BESIDE.fullmatch(run[0].passage.letters):
        return False
    follower = after[0]
    if follower.kind == "byline":
        return len(after) > 1 and after[1].kind == "paragraph"
    if follower.opens:
        return True
    if _closed(current):
        return True
    weight = weigh(current, run, after, layout, page_places)
    run[0].is_doubtful = abs(weight) < 1.5
    return weight > 0


def _closed(current: Sequence[Item]) -> bool:
    """Whether the piece so far ended with a writer's byline (captions may follow it)."""
    for item in reversed(current):
        if item.kind == "caption":
            continue
        return item.closes and (item.kind == "paragraph" or has_text(current))
    return False
