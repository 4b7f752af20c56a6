"""Lists of pieces in pages, by keyset: the hundredth page costs what the first does.

A cursor is the public date and the number of a piece, as `20230407-12`; `before` it are older pieces, `after` it newer.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from articles.models.published import PublishedArticle
from articles.presentation.addresses import address
from articles.presentation.frame import LAST
from articles.presentation.teasers import Teaser, teaser
from articles.site.pages import nothing_here

PAGE_SIZE = 30  # pieces
Place = tuple[date, int]  # in a list: the day and the number of a piece
CURSOR = re.compile(r"([0-9]{8})-([0-9]{1,18})")


@dataclass(frozen=True)
class Day:
    """The pieces of one newspaper day, in the order of its pages."""

    date: date
    teasers: tuple[Teaser, ...]

    @property
    def address(self) -> str:
        return address("day", self.date.year, self.date.month, self.date.day)


@dataclass(frozen=True)
class Leaf:
    """One page of a list; `older` and `newer` are cursors, "" at the ends; `place` is the query that turns to it."""

    pieces: tuple[PublishedArticle, ...]
    older: str
    newer: str
    place: Mapping[str, str]

    @property
    def days(self) -> tuple[Day, ...]:
        return tuple(
            Day(day, tuple(teaser(piece) for piece in in_page_order(pieces)))
            for day, pieces in groupby(self.pieces, key=lambda piece: piece.public_date)
        )


@dataclass(frozen=True)
class Rows:
    """Rows that say which pieces a list has, read off their own index of dates: a tag may have 100,000 pieces.

    Those of each of `values` are read by themselves, so that the rows of a rare role are not looked for among all.
    """

    table: str
    key: str  # the column with the number of the piece
    where: str
    values: tuple[tuple, ...]  # what `where` is asked with

    def numbers(self, place: Place | None, most: int, *, ascending: bool) -> RawSQL:
        """The numbers of the nearest pieces on one side of a place, or of the newest."""
        way, sign = ("ASC", ">") if ascending else ("DESC", "<")
        beyond = f" AND (public_date, {self.key}) {sign} (%s, %s)" if place else ""
        ordered = f"ORDER BY public_date {way}, number {way} LIMIT {int(most)}"
        part = (
            f"SELECT DISTINCT public_date, {self.key} AS number FROM {self.table} WHERE {self.where}{beyond} {ordered}"
        )
        parts = " UNION ALL ".join(f"SELECT * FROM ({part}) AS part{nth}" for nth in range(len(self.values)))
        nearest = part if len(self.values) == 1 else f"SELECT DISTINCT * FROM ({parts}) AS parts {ordered}"
        values = [value for asked in self.values for value in (*asked, *(place or ()))]
        return RawSQL(f"SELECT number FROM ({nearest}) AS nearest", values)  # noqa: S611 - the columns are named by us


def of_tag(pk: int) -> Rows:
    """The pieces with this tag."""
    return Rows("articles_publishedtag", "content_object_id", "tag_id = %s", ((pk,),))


def of_reporter(pk: int, roles: Iterable[str] | None = None) -> Rows:
    """The pieces that credit this reporter: in any role, or in these, as printed."""
    if roles is None:
        return Rows("articles_publishedbyline", "article_id", "reporter_id = %s", ((pk,),))
    asked = tuple((pk, role) for role in roles)
    return Rows("articles_publishedbyline", "article_id", "reporter_id = %s AND role = %s", asked)


def leaf(
    pieces: QuerySet[PublishedArticle], turned: Mapping[str, str], *, size: int = PAGE_SIZE, rows: Rows | None = None
) -> Leaf:
    """The page of these pieces that the query asks for, newest first; a cursor that cannot be read is no address.

    `rows` narrows them to the pieces of a tag or a reporter.
    """
    if turned.get("after"):
        found = _nearest(pieces, rows, _read(turned["after"]), size + 1, ascending=True)
        if len(found) > size:
            shown = tuple(reversed(found[:size]))
            return Leaf(shown, _cursor(shown[-1]), _cursor(shown[0]), place={"after": turned["after"]})
        turned = {}  # That is the first page, and the first page is a full one.
    before = _read(turned["before"]) if turned.get("before") else None
    found = _nearest(pieces, rows, before, size + 1, ascending=False)
    shown = tuple(found[:size])
    if not shown and before:
        raise nothing_here()
    return Leaf(
        shown,
        older=_cursor(shown[-1]) if len(found) > size else "",
        newer=_cursor(shown[0]) if before else "",
        place={"before": turned["before"]} if before else {},
    )


def _nearest(
    pieces: QuerySet[PublishedArticle], rows: Rows | None, place: Place | None, most: int, *, ascending: bool
) -> list[PublishedArticle]:
    """The pieces nearest to a place on one side of it; one statement."""
    if rows is not None:
        pieces = pieces.filter(pk__in=rows.numbers(place, most, ascending=ascending))
    elif place:
        day, number = place
        side = "gt" if ascending else "lt"
        pieces = pieces.filter(**{f"public_date__{side}e": day})
        pieces = pieces.filter(Q(**{f"public_date__{side}": day}) | Q(**{f"number__{side}": number}))
    return list(pieces.order_by(*(("public_date", "number") if ascending else ("-public_date", "-number")))[:most])


def in_page_order(pieces: Iterable[PublishedArticle]) -> list[PublishedArticle]:
    """By page and place on it; what was never printed comes last, the newest first."""
    return sorted(pieces, key=lambda piece: (not piece.page_label, piece.page_label, _order(piece), -piece.number))


def _order(piece: PublishedArticle) -> int:
    return LAST if piece.page_order is None else piece.page_order


def _cursor(piece: PublishedArticle) -> str:
    return f"{piece.public_date:%Y%m%d}-{piece.number}"


def _read(cursor: str) -> Place:
    match = CURSOR.fullmatch(cursor)
    try:
        return datetime.strptime(match[1], "%Y%m%d").date(), int(match[2])  # noqa: DTZ007 - a newspaper's date
    except (TypeError, ValueError):
        raise nothing_here() from None
