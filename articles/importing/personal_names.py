"""Personal names: how likely a text is one, and how names that were printed without spaces are divided."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from .byline_words import JOINT, SPACES
from .surnames import COMMON, COMPOUND, NOT_A_NAME, RARE

# --- judging names --------------------------------------------------------------------------------
IMPROBABLE = 4.0  # a name dearer than this is none
SPLIT_ANYWHERE = 2.0
SPLIT_AT_LINE_END = 0.4
PADDED = 0.5
CLOSE_CALL = 1.0  # another division this near makes the split a guess


@lru_cache(maxsize=4096)
def cost_of_name(name: str) -> float:
    """How unlike a Chinese personal name this is: 0.3 for an ordinary one, more than 4 for none."""
    length = len(name)
    if length < 2 or length > 4:
        return 9.0
    if name[:2] in COMPOUND and length >= 3:
        return 0.3
    if name[:2] in NOT_A_NAME:
        # 叶子 and 孙子 may be people, but only where nothing else is likelier.
        return 3.2 if length < 4 else 6.0
    base = 0.0 if name[0] in COMMON else 1.0 if name[0] in RARE else 5.0
    return base + {2: 0.6, 3: 0.3, 4: 3.6}[length]


def divide_names(text: str, roster: Collection[str] = ()) -> tuple[list[str], float, list[list[str]]] | None:
    """The names in a text of nothing but names, spaces and `JOINT`s: (names, cost of the worst, other divisions).

    None when no division is possible.

    >>> divide_names("于宁卢小飞龚达发杜若原")[0]
    ['于宁', '卢小飞', '龚达发', '杜若原']
    >>> divide_names("张 胜 男")[0], divide_names("左林 马力")[0]
    (['张胜男'], ['左林', '马力'])
    """
    tokens = [token for token in re.split(f"[{SPACES}]+", text) if token.strip(JOINT)]
    characters: list[str] = []
    before: list[str] = []  # what stands before each character: "", " ", JOINT
    alone: list[bool] = []  # whether the character is a token of its own
    for token in tokens:
        gap = " "
        for part in token.split(JOINT):
            for char in part:
                characters.append(char)
                before.append(gap)
                alone.append(len(part) == 1)
                gap = ""
            gap = gap or JOINT
    size = len(characters)
    if not size or size > 80:
        return None
    # best[i]: up to two cheapest divisions of the first i characters, as (cost, worst, names).
    best: list[list[tuple[float, float, tuple[str, ...]]]] = [[] for _ in range(size + 1)]
    best[0] = [(0.0, 0.0, ())]
    for end in range(1, size + 1):
        options = []
        for length in range(2, 5):
            start = end - length
            if start < 0 or not best[start]:
                continue
            name = "".join(characters[start:end])
            cost = own = -4.0 if name in roster else cost_of_name(name)
            for inside in range(start + 1, end):
                if before[inside] == " ":
                    padding = alone[inside - 1] and alone[inside]
                    compound = "".join(characters[start:inside]) in COMPOUND and alone[inside]
                    surname_apart = inside == start + 1 and alone[start]
                    apart = PADDED if padding else 0.8 if compound else 1.5 if surname_apart else 8.0
                    cost += apart
                    own += apart if apart > 2 else 0.0
            if start:
                gap = before[start]
                cost += 0.0 if gap == " " else SPLIT_AT_LINE_END if gap else SPLIT_ANYWHERE
            for total, worst, names in best[start]:
                options.append((total + cost, max(worst, own), (*names, name)))
        best[end] = sorted(options)[:3]
    if not best[size]:
        return None
    cost, worst, names = best[size][0]
    others = [list(other[2]) for other in best[size][1:] if other[0] - cost < CLOSE_CALL and other[1] < IMPROBABLE]
    return list(names), worst, others
