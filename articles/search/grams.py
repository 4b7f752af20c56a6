"""Grams: what the index knows of a text. Pure.

A gram is one character or a pair of neighbours; the index holds of every text the set of its grams, without positions.
So a phrase of one or two characters stands in a text exactly when its gram is in the set, and a longer one stands only
where all its pairs are: the folded text, kept beside the index, confirms those. Nothing depends on how long a text is.

Characters are taken as units of UTF-16, because two of them fit into the 32 bits of a gram whatever they are. A rare
name's 𠮷 is two units and thereby a pair by itself.
"""

import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import pairwise

#: A longer phrase is sought by this many of its pairs, spread evenly; the folded text confirms the rest.
MOST_GRAMS_OF_A_PHRASE = 16
LINE_END = ord("\n")


def grams(text: str) -> set[int]:
    """All grams of a folded text; none crosses a line end."""
    units = _singles(text)
    found = {*units, *_pairs(text)}
    for place in _places(LINE_END, units):
        found -= {LINE_END, *(_pair(*pair) for pair in pairwise(units[max(place - 1, 0) : place + 2]))}
    return found


def grams_of_phrase(phrase: str) -> tuple[int, ...]:
    """The grams that a text must have where this folded phrase stands, each once."""
    pairs = _pairs(phrase)
    if not pairs:
        return _singles(phrase)
    if len(pairs) > MOST_GRAMS_OF_A_PHRASE:
        step = (len(pairs) - 1) / (MOST_GRAMS_OF_A_PHRASE - 1)
        pairs = tuple(pairs[round(place * step)] for place in range(MOST_GRAMS_OF_A_PHRASE))
    return tuple(dict.fromkeys(pairs))


def is_exact(phrase: str) -> bool:
    """Whether the index alone tells that the phrase stands in a text: it is not longer than a gram."""
    return len(phrase.encode("utf-16-be")) <= 4


def _singles(line: str) -> tuple[int, ...]:
    units = line.encode("utf-16-be")
    return struct.unpack(f">{len(units) // 2}H", units)


def _places(unit: int, units: Sequence[int]) -> Iterator[int]:
    place = -1
    with suppress(ValueError):  # how a tuple says that there is none
        while True:
            place = units.index(unit, place + 1)
            yield place


def _pair(one: int, other: int) -> int:
    """The same number as in `_pairs`: signed, as databases keep it."""
    return (one << 16 | other) - (one >> 15 << 32)


def _pairs(line: str) -> tuple[int, ...]:
    units = line.encode("utf-16-be")
    even, odd = units[: len(units) // 4 * 4], units[2 : 2 + max(len(units) - 2, 0) // 4 * 4]
    pairs: list[int] = [0] * (len(even) // 4 + len(odd) // 4)
    pairs[::2] = struct.unpack(f">{len(even) // 4}i", even)
    pairs[1::2] = struct.unpack(f">{len(odd) // 4}i", odd)
    return tuple(pairs)
