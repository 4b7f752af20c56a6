"""Cutting the place of a hit out of a text, at clause boundaries, with the hits marked. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.search.folding import fold_line

LENGTH = 90  # characters, about three lines on a telephone
BEFORE = 36  # of them at most before the first hit
GAP = "……"
_CLAUSE_END = re.compile(r"[，。；：！？、…,;!?][”’』」）】》]*")


@dataclass(frozen=True)
class Part:
    """A stretch of text as written; `is_hit` where a phrase of the query stands."""

    text: str
    is_hit: bool


def marked(line: str, phrases: Iterable[str]) -> tuple[Part, ...]:
    """The whole line, its hits apart."""
    return _parts(line, 0, len(line), _hits(line, phrases))


def cut(line: str, phrases: Iterable[str], *, length: int = LENGTH) -> tuple[Part, ...]:
    """At most about `length` characters of the line around its first hit; what is left out shows as ……"""
    hits = _hits(line, phrases)
    if len(line) <= length:
        return _parts(line, 0, len(line), hits)
    first = hits[0][0] if hits else 0
    start = _beginning(line, first)
    end = _end(line, start, max(start + length, hits[0][1] if hits else 0))
    lead = (Part(GAP, False),) if start else ()
    tail = (Part(GAP, False),) if end < len(line) else ()
    return lead + _parts(line, start, end, hits) + tail


def best_line(lines: Sequence[str], phrases: Sequence[str]) -> int | None:
    """Which of the folded lines holds the most of the phrases, the first of the best; None where none holds any."""
    counts = [sum(phrase in line for phrase in phrases) for line in lines]
    most = max(counts, default=0)
    return counts.index(most) if most else None


def _hits(line: str, phrases: Iterable[str]) -> list[tuple[int, int]]:
    """Where the phrases stand, those that touch or overlap as one."""
    folded = fold_line(line)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(place for phrase in phrases for place in folded.places(phrase)):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _beginning(line: str, hit: int) -> int:
    """The first clause that begins not too far before the hit, else a plain cut."""
    if hit <= BEFORE:
        return 0
    ends = [match.end() for match in _CLAUSE_END.finditer(line, hit - BEFORE, hit)]
    return ends[0] if ends else hit - BEFORE // 2


def _end(line: str, start: int, most: int) -> int:
    """The last clause that ends in time, else a plain cut."""
    if most >= len(line):
        return len(line)
    ends = [match.end() for match in _CLAUSE_END.finditer(line, start, most)]
    return ends[-1] if ends and ends[-1] - start > (most - start) // 2 else most


def _parts(line: str, start: int, end: int, hits: Iterable[tuple[int, int]]) -> tuple[Part, ...]:
    parts, last = [], start
    for hit_start, hit_end in hits:
        if hit_end <= start or hit_start >= end:
            continue
        hit = max(hit_start, start)
        parts.append(Part(line[last:hit], False))
        last = min(hit_end, end)
        parts.append(Part(line[hit:last], True))
    parts.append(Part(line[last:end], False))
    return tuple(part for part in parts if part.text)
