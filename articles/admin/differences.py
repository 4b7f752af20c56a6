"""Differences between two revisions, made ready for the page: what changed in full, what did not folded away."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from articles import photos, revisions
from articles.admin.preview import private_picture
from articles.editing import SomeoneWasFirst
from articles.models.content import Snapshot
from articles.models.newsroom import Revision
from articles.text_differences import Span, TextDifference


@dataclass(frozen=True)
class Stretch:
    """Paragraphs that did not change, or one that did; `spans` holds old and new words in reading order."""

    kind: str  # same, changed, added, removed
    lines: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Thumbnail:
    """A picture that came or went, to be seen."""

    kind: str  # added, removed
    number: int
    source: str
    alt: str


@dataclass(frozen=True)
class ChangedField:
    """One field of a piece that differs, with its stretches in reading order."""

    label: str
    stretches: tuple[Stretch, ...]
    pictures: tuple[Thumbnail, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """Somebody else saved first: what this person saw, what is there now, and what differs between the two."""

    seen: Revision | None
    now: Revision | None
    differences: tuple[ChangedField, ...]


def conflict_of(first: SomeoneWasFirst) -> Conflict:
    """What the person who comes second should see."""
    now = first.article.current_revision
    seen = first.seen if first.seen and first.seen.article_id == first.article.pk else None
    return Conflict(seen, now, between(seen, now) if seen and now else ())


def between(old: Snapshot, new: Snapshot) -> tuple[ChangedField, ...]:
    """Every field that differs between two revisions; empty when they say the same."""
    return tuple(
        ChangedField(found.label, _stretches(found.lines), _pictures(old, new) if found.field == "photos" else ())
        for found in revisions.differences(old, new)
    )


def _pictures(old: Snapshot, new: Snapshot) -> tuple[Thumbnail, ...]:
    """The pictures that only one of the two revisions has."""
    before, after = {row["photo"] for row in old.photos}, {row["photo"] for row in new.photos}
    gone = [("removed", row) for row in old.photos if row["photo"] not in after]
    come = [("added", row) for row in new.photos if row["photo"] not in before]
    return tuple(
        Thumbnail(kind, row["photo"], private_picture(_smallest(row)), row["alt"] or row["caption"])
        for kind, row in [*gone, *come]
    )


def _smallest(row: Mapping) -> str:
    made = photos.renditions(sha256=row["sha256"], width=row["width"], height=row["height"], focal=tuple(row["focal"]))
    return next(rendition.name for rendition in made if rendition.format == "webp")


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
