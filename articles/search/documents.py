"""What of a public piece can be found, line by line, and by what it can be filtered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from articles import body as bodies
from articles.models.content import Snapshot
from articles.models.published import PublishedArticle
from articles.search.entries import Entry

#: A key is the day of the public date, counted from the year 1, and behind it the number in this many bits. The nearer
#: the keys of neighbours, the smaller is FTS5's index, which keeps their differences: with the second of the first
#: publication × 2³⁰ in their place it is three times the text, instead of 0.9 times.
NUMBER_BITS = 24


@dataclass(frozen=True)
class Lines:
    """A piece's lines as written: headline group; credits, sources and tags; the rest."""

    head: tuple[str, ...]
    near: tuple[str, ...]
    rest: tuple[str, ...]

    @classmethod
    def of(cls, piece: Snapshot, *, text: str | None = None) -> "Lines":
        """`text` is that of the body, where it is known."""
        near = [piece.printed_byline]
        for credit in piece.credits:
            near += [credit["name"], credit["organisation"]]
        near += [piece.source, piece.original_author, *(tag["name"] for tag in piece.tags)]
        rest = [piece.dateline, *(bodies.plain_text(piece.body) if text is None else text).split("\n")]
        for photo in piece.photos:
            rest += [photo["caption"], photo["credit"]]
        return cls(_kept((piece.kicker, piece.headline, piece.subheading)), _kept(near), _kept(rest))


def _kept(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for line in lines if line and not line.isspace()))


def entry(piece: PublishedArticle) -> Entry:
    """The public piece as the index has it."""
    lines = Lines.of(piece)
    return Entry.of(
        key=key(piece.public_date, piece.number),
        number=piece.number,
        labels=labels(piece, piece.section_id),
        head=lines.head,
        near=lines.near,
        rest=lines.rest,
    )


def key(day: date, number: int) -> int:
    """The piece's place in the order of all, by public date, then by number: late archives fall into place."""
    return day.toordinal() << NUMBER_BITS | number % (1 << NUMBER_BITS)


def first_key(day: date) -> int:
    """The least key of a day."""
    return day.toordinal() << NUMBER_BITS


def last_key(day: date) -> int:
    """The greatest key of a day."""
    return (day.toordinal() + 1 << NUMBER_BITS) - 1


def number_of(key_: int) -> int:
    """The number that a key was made of; the key of a working copy is its number."""
    return key_ % (1 << NUMBER_BITS)


def day_of(key_: int) -> date:
    """The public date that a key was made of."""
    return date.fromordinal(key_ >> NUMBER_BITS)


def labels(piece: Snapshot, section: int | None) -> str:
    """What the piece can be filtered by: its section, its reporters, its tags."""
    reporters = dict.fromkeys(credit["reporter"] for credit in piece.credits if credit["reporter"])
    named = [f"s{section}"] if section else []
    named += [f"r{reporter}" for reporter in reporters]
    named += [f"t{tag['tag']}" for tag in piece.tags]
    return " ".join(named)
