"""Verse: lines that end where the poet ended them.

`lines_of_verse(lines, ...) -> numbers of the lines`. Running text that a column broke fills its lines and has its
commas in mid-line. Where all short lines between two signs of other pieces (bylines, datelines, wide lines) have hardly
any there, and end with a mark each, or end without one though the next character would have found room, they are verse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from .records import Line

INNER_MARK = re.compile("[，。、；：！？,;:].")
ENDS_WITH_MARK = re.compile("[，。、；：！？…—,;:]$")
ENDS_SENTENCE = re.compile("[。！？…]$")
PROSAIC = re.compile("[\\d“”《》（）()【】]")
WIDEST = 40  # half-width units: a line of verse is shorter than a column of running text
NARROW = 16  # half-width units: no column of running text is narrower
FEWEST, FEWEST_WITHOUT_MARKS = 4, 6  # lines
LONGEST_NAME = 4  # characters of an author's name


def lines_of_verse(
    lines: Sequence[Line],
    *,
    is_apart: Callable[[str], bool],
    opens_piece: Callable[[str], bool],
    is_name: Callable[[str], bool],
) -> frozenset[int]:
    """The numbers of the lines that are verse.

    `is_apart` tells lines of another kind, `opens_piece` those among them above which a headline stands, `is_name` the
    name of an author.
    """
    found: set[int] = set()
    block: list[Line] = []
    for line in (*lines, None):
        if line and line.width <= WIDEST and not is_apart(line.plain):
            block.append(line)
            continue
        verse = _without_title(block, is_name)
        if line and opens_piece(line.plain):
            verse = _without_headline_below(verse)
        if _is_verse(verse):
            found.update(one.number for one in verse)
        block = []
    return frozenset(found)


def _without_title(block: Sequence[Line], is_name: Callable[[str], bool]) -> Sequence[Line]:
    """The block without the title and the author's name above it."""
    if len(block) > 1 and len(block[1].plain) <= LONGEST_NAME and is_name(block[1].plain):
        return block[2:]
    if len(block) > 1 and block[1].gap and not ENDS_WITH_MARK.search(block[0].plain):
        return block[1:]
    return block


def _without_headline_below(block: Sequence[Line]) -> Sequence[Line]:
    """The block without the headline of the next piece: what stands below its last blank line, or its last line."""
    at = max((index for index, line in enumerate(block) if index and line.gap), default=len(block) - 1)
    return block[: max(at, len(block) - 3)]


def _is_verse(block: Sequence[Line]) -> bool:
    if len(block) < FEWEST or any(PROSAIC.search(line.plain) for line in block):
        return False
    inner = sum(INNER_MARK.search(line.plain) is not None for line in block)
    open_ends = [line for line in block[:-1] if not ENDS_WITH_MARK.search(line.plain)]
    if not open_ends and not inner:
        ends = [ENDS_SENTENCE.search(line.plain) is not None for line in block]
        return ends[-1] and not all(ends)
    widest = max(line.width for line in block)
    if len(open_ends) == len(block) - 1 and not inner and widest < NARROW:
        return True
    if len(block) < FEWEST_WITHOUT_MARKS or inner > len(block) / 4:
        return False
    had_room = [
        before
        for before, after in pairwise(block)
        if before in open_ends and not after.gap and before.width + 2 <= widest and not after.plain[0].isascii()
    ]
    return len(had_room) >= max(2, len(block) / 4)
