"""Differences between two texts, for the eyes of a reviewer.

Texts are compared paragraph by paragraph, a changed paragraph by clauses, a changed clause by characters: a reader of
Chinese sees whole words and clauses that way, not a confetti of single characters.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# A pair of paragraphs is "the same one, changed" from this similarity on; below, one was removed and another added.
ALIKE = 0.4
# Clauses with less in common are shown as replaced whole.
CLAUSE_ALIKE = 0.5
# Cost limits: pairs of paragraphs that are compared for likeness in one changed stretch, and characters of one clause.
MOST_PAIRS = 2500
LONGEST_CLAUSE = 600
MOST_COMPARISONS = 4_000_000  # 2,000 changed clauses against 2,000: about two seconds at the worst
CLAUSE = re.compile(r"[^，。；：！？!?;]*[，。；：！？!?;]+[”’」』）)》]*|[^，。；：！？!?;]+")
# must match: "高新区 4月" (the blank), line ends, full-width blanks, zero-width characters
BLANKS = re.compile(r"[\s\u200b-\u200f\ufeff\u2060]+")
# A blank between these two kinds of character is part of the words: "New York", "2023 12".
WESTERN = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]")


@dataclass(frozen=True)
class Span:
    """A stretch of one paragraph: in both texts ("same"), only in the old ("removed") or only in the new ("added")."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True)
class TextDifference:
    """One paragraph of the old text, of the new, or of both; the spans of a side make up its paragraph."""

    kind: Literal["same", "changed", "added", "removed"]
    old_spans: tuple[Span, ...]
    new_spans: tuple[Span, ...]

    @property
    def old_text(self) -> str:
        return "".join(span.text for span in self.old_spans)

    @property
    def new_text(self) -> str:
        return "".join(span.text for span in self.new_spans)


def paragraph_differences(old_lines: Sequence[str], new_lines: Sequence[str]) -> tuple[TextDifference, ...]:
    """Return every paragraph of both texts in reading order, each once."""
    found: list[TextDifference] = []
    for kind, old_from, old_to, new_from, new_to in opcodes(old_lines, new_lines):
        old, new = old_lines[old_from:old_to], new_lines[new_from:new_to]
        if kind == "equal":
            found += [TextDifference("same", (Span("same", line),), (Span("same", line),)) for line in old]
        else:
            found += _stretch(old, new)
    return tuple(found)


def is_layout_only(old: str, new: str) -> bool:
    """Say whether two texts differ in blanks and line ends only (or not at all).

    A blank between Western letters or digits counts: "1 2人" is not "12人".
    """
    return without_layout(old) == without_layout(new)


def _stretch(old: Sequence[str], new: Sequence[str]) -> Iterator[TextDifference]:
    """Pair the paragraphs of a changed stretch, as alike as possible and in order; the others were removed or added."""
    old_at = new_at = 0
    for old_partner, new_partner in [*_pairs(old, new), (len(old), len(new))]:
        for line in old[old_at:old_partner]:
            yield TextDifference("removed", (Span("removed", line),), ())
        for line in new[new_at:new_partner]:
            yield TextDifference("added", (), (Span("added", line),))
        if old_partner < len(old):
            yield TextDifference("changed", *_spans(old[old_partner], new[new_partner]))
        old_at, new_at = old_partner + 1, new_partner + 1


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of the paragraphs that are the same one: the pairs with the greatest likeness in all."""
    if len(old) * len(new) > MOST_PAIRS:
        return [(at, at) for at in range(min(len(old), len(new)))]
    old_bigrams, new_bigrams = [_bigrams(line) for line in old], [_bigrams(line) for line in new]
    likeness = [[_likeness(one, other) for other in new_bigrams] for one in old_bigrams]
    # best[i][j]: the greatest sum for what follows old[i] and new[j], both included.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            if likeness[i][j] >= ALIKE:
                best[i][j] = max(best[i][j], likeness[i][j] + best[i + 1][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if likeness[i][j] >= ALIKE and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _bigrams(line: str) -> Counter[str]:
    return Counter(line[at : at + 2] for at in range(max(len(line) - 1, 1)))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return how much two paragraphs have in common, from 0 to 1 (Dice's coefficient of their pairs of characters)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _spans(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    old_spans: list[Span] = []
    new_spans: list[Span] = []
    for same, removed, added in by_clause(old, new):
        for side, kind, text in (
            (old_spans, "same", same),
            (new_spans, "same", same),
            (old_spans, "removed", removed),
            (new_spans, "added", added),
        ):
            if text and side and side[-1].kind == kind:
                side[-1] = Span(kind, side[-1].text + text)
            elif text:
                side.append(Span(kind, text))
    return tuple(old_spans), tuple(new_spans)


def by_clause(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    """Yield (same, removed, added) in order; either `same` is empty or the other two are."""
    old_clauses, new_clauses = CLAUSE.findall(old), CLAUSE.findall(new)
    for kind, old_from, old_to, new_from, new_to in opcodes(old_clauses, new_clauses):
        removed, added = "".join(old_clauses[old_from:old_to]), "".join(new_clauses[new_from:new_to])
        if kind == "equal":
            yield removed, "", ""
        else:
            yield from _by_character(removed, added)


def _by_character(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if max(len(old), len(new)) > LONGEST_CLAUSE or matcher.ratio() < CLAUSE_ALIKE:
        yield "", old, new
        return
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            yield old[old_from:old_to], "", ""
        else:
            yield "", old[old_from:old_to], new[new_from:new_to]


def without_layout(text: str) -> str:
    """Return the text without the blanks that are layout."""
    return BLANKS.sub(kept_blank, text)


def kept_blank(match: re.Match[str]) -> str:
    """Return what stays of a run of blanks: one between Western letters or digits, nothing elsewhere."""
    before = match.string[max(match.start() - 1, 0) : match.start()]
    after = match.string[match.end() : match.end() + 1]
    return " " if WESTERN.match(before) and WESTERN.match(after) else ""


def opcodes(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Return difflib's opcodes at a bounded cost: difflib alone takes quadratic time over long repetitions."""
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    tail = next((at for at in range(shorter - head) if old[-1 - at] != new[-1 - at]), shorter - head)
    old_end, new_end = len(old) - tail, len(new) - tail
    found = [("equal", 0, head, 0, head)] if head else []
    if (old_end - head) * (new_end - head) > MOST_COMPARISONS:
        found.append(("replace", head, old_end, head, new_end))
    else:
        matcher = SequenceMatcher(None, old[head:old_end], new[head:new_end], autojunk=False)
        found += [(kind, *(place + head for place in places)) for kind, *places in matcher.get_opcodes()]
    return [*found, ("equal", old_end, len(old), new_end, len(new))] if tail else found
