"""Lists of pieces in pages, by keyset: the hundredth page costs what the first does.

A cursor is the public date and the number of a piece, as `20230407-12`; `before` it are older pieces, `after` it newer.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Q, QuerySet

from articles.models.published import PublishedArticle
from articles.presentation.frame import LAST
from articles.presentation.teasers import Teaser, teaser
from articles.site.pages import nothing_here

PAGE_SIZE = 30  # pieces
CURSOR = re.compile(r"([0-9]{8})-([0-9]{1,18})")


@dataclass(frozen=True)
class Day:
    """The pieces of one newspaper day, in the order of its pages."""

    date: date
    teasers: tuple[Teaser, ...]


@dataclass(frozen=True)
class Leaf:
    """One page of a list; `older` and `newer` are cursors, "" at the ends."""

    pieces: tuple[PublishedArticle, ...]
    older: str
    newer: str

    @property
    def days(self) -> tuple[Day, ...]:
        return tuple(
            Day(day, tuple(teaser(piece) for piece in in_page_order(pieces)))
            for day, pieces in groupby(self.pieces, key=lambda piece: piece.public_date)
        )


def leaf(pieces: QuerySet[PublishedArticle], turned: Mapping[str, str], *, size: int = PAGE_SIZE) -> Leaf:
    """The page of these pieces that the query asks for, newest first; a cursor that cannot be read is no address."""
    if turned.get("after"):
        day, number = _read(turned["after"])
        newer = pieces.filter(public_date__gte=day).filter(Q(public_date__gt=day) | Q(number__gt=number))
        found = list(newer.order_by("public_date", "number")[: size + 1])
        if len(found) > size:
            rows = tuple(reversed(found[:size]))
            return Leaf(rows, older=_cursor(rows[-1]), newer=_cursor(rows[0]))
        turned = {}  # That is the first page, and the first page is a full one.
    older = pieces
    if turned.get("before"):
        day, number = _read(turned["before"])
        older = pieces.filter(public_date__lte=day).filter(Q(public_date__lt=day) | Q(number__lt=number))
    found = list(older.order_by("-public_date", "-number")[: size + 1])
    rows = tuple(found[:size])
    if not rows and turned.get("before"):
        raise nothing_here()
    return Leaf(
        rows,
        older=_cursor(rows[-1]) if len(found) > size else "",
        newer=_cursor(rows[0]) if turned.get("before") else "",
    )


def in_page_order(pieces: Iterable[PublishedArticle]) -> list[PublishedArticle]:
    """By page and place on it; what was never printed comes last, the newest first."""
    return sorted(pieces, key=lambda piece: (not piece.page_label, piece.page_label, _order(piece), -piece.number))


def _order(piece: PublishedArticle) -> int:
    return LAST if piece.page_order is None else piece.page_order


def _cursor(piece: PublishedArticle) -> str:
    return f"{piece.public_date:%Y%m%d}-{piece.number}"


def _read(cursor: str) -> tuple[date, int]:
    match = CURSOR.fullmatch(cursor)
    try:
        return datetime.strptime(match[1], "%Y%m%d").date(), int(match[2])  # noqa: DTZ007 - a newspaper's date
    except (TypeError, ValueError):
        raise nothing_here() from None
