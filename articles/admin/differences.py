"""Differences between two revisions, made ready for the page: what changed in full, what did not folded away."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from articles import revisions
from articles.models.content import Snapshot
from articles.text_differences import Span, TextDifference


@dataclass(frozen=True)
class Stretch:
    """Paragraphs that did not change, or one that did; `spans` holds old and new words in reading order."""

    kind: str  # same, changed, added, removed
    lines: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class ChangedField:
    """One field of a piece that differs, with its stretches in reading order."""

    label: str
    stretches: tuple[Stretch, ...]


def between(old: Snapshot, new: Snapshot) -> tuple[ChangedField, ...]:
    """Every field that differs between two revisions; empty when they say the same."""
    return tuple(ChangedField(found.label, _stretches(found.lines)) for found in revisions.differences(old, new))


def _stretches(lines: Iterable[TextDifference]) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for is_same, group in groupby(lines, key=lambda line: line.kind == "same"):
        if is_same:
            found.append(Stretch("same", lines=tuple(line.new_text for line in group)))
        else:
            found += [Stretch(line.kind, spans=tuple(_in_reading_order(line))) for line in group]
    return tuple(found)


def _in_reading_order(line: TextDifference) -> Iterator[Span]:
    """One row of spans out of the two sides: what was removed stands before what came in its place."""
    old, new = list(line.old_spans), list(line.new_spans)
    while old or new:
        if old and old[0].kind == "removed":
            yield old.pop(0)
        elif new and new[0].kind == "added":
            yield new.pop(0)
        else:  # Both sides go on with the same words, though perhaps with fewer of them on one side.
            length = min(len(old[0].text), len(new[0].text))
            yield Span("same", old[0].text[:length])
            for side in (old, new):
                rest = side[0].text[length:]
                side[:1] = [Span("same", rest)] if rest else []
