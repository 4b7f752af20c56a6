"""What the newsroom has done, by reporter, section and month, and what its reviewers read and found.

Counted from the record of publications and reviews, never from working copies: a piece counts once, in the month of
the newspaper's day on which it came out, with the text that was public last; a correction does not make it two. One
that was withdrawn is told apart and adds nothing to characters and pictures.

Bodies are counted once (`counting`); the tables are sums that the database makes of those rows.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, Case, Count, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, TruncMonth

from articles.counting import ERRORS, SIGNATURES
from articles.models.counted import CountedCredit, CountedPiece, CountedSignature, Work
from articles.models.published import PublishedArticle
from articles.models.shared import Section
from articles.workflow import PublicState
from staff.models import Reporter, User


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included."""

    first: date
    last: date

    @property
    def days(self) -> tuple[date, date]:
        return self.first, self.last


@dataclass(frozen=True)
class PersonsWork:
    """What one person did in a month, or in the whole period (then `month` is None). Withdrawn pieces stand apart."""

    month: date | None
    reporter: int | None  # None for a name that is nobody's row
    name: str
    pieces: int = 0
    text: int = 0
    picture: int = 0
    video: int = 0
    edit: int = 0
    proof: int = 0
    other: int = 0
    characters: int = 0  # of the pieces that he wrote, alone or with others
    share: int = 0  # his part of them, divided evenly
    pictures: int = 0  # of the pieces that he photographed
    withdrawn: int = 0


@dataclass(frozen=True)
class SectionsWork:
    month: date | None
    name: str
    pieces: int
    characters: int
    pictures: int
    withdrawn: int


@dataclass(frozen=True)
class ReviewersWork:
    """What one member of the staff read and signed; `rate` are errors per ten thousand characters of his proofs."""

    month: date | None
    name: str
    first_review: int = 0
    second_review: int = 0
    final_review: int = 0
    proofread: int = 0
    print_check: int = 0
    release: int = 0
    characters: int = 0  # that were proofread
    words: int = 0
    punctuation: int = 0
    facts: int = 0
    other: int = 0

    @property
    def errors(self) -> int:
        return self.words + self.punctuation + self.facts + self.other

    @property
    def rate(self) -> float | None:
        return round(self.errors * 10_000 / self.characters, 1) if self.characters else None


IS_GONE = Q(article__public_state=PublicState.WITHDRAWN)
#: What is added up of counted pieces.
TOTALS = {
    "total": Count("pk", filter=~IS_GONE),
    "written": Coalesce(Sum("characters", filter=~IS_GONE), 0),
    "shown": Coalesce(Sum("pictures", filter=~IS_GONE), 0),
    "withdrawn": Count("pk", filter=IS_GONE),
}
NOTHING = dict.fromkeys(TOTALS, 0)


def persons(period: Period, *, by_month: bool = False, reporter: int | None = None) -> list[PersonsWork]:
    """Everybody who is credited in the period, or one reporter; who wrote most comes first. Three statements."""
    who = Coalesce("reporter__merged_into", "reporter")
    printed = Case(When(reporter__isnull=True, then=F("name")), default=Value(""))
    gone = Q(piece__article__public_state=PublicState.WITHDRAWN)
    rows = CountedCredit.objects.filter(piece__day__range=period.days).annotate(who=who, printed=printed)
    keys = ["who", "printed"]
    if by_month:
        rows, keys = rows.annotate(month=TruncMonth("piece__day")), ["month", *keys]
    if reporter is not None:
        rows = rows.filter(who=reporter)
    found: dict[tuple, dict[str, int]] = defaultdict(dict)
    for row in rows.values(*keys).annotate(
        total=Count("piece", distinct=True, filter=~gone), withdrawn=Count("piece", distinct=True, filter=gone)
    ):
        found[tuple(row[key] for key in keys)] = {"pieces": row["total"], "withdrawn": row["withdrawn"]}
    each = (
        rows.filter(~gone)
        .values(*keys, "work")
        .annotate(
            total=Count("piece", distinct=True),
            characters=Sum("piece__characters"),
            shares=Sum("share"),
            pictures=Sum("piece__pictures"),
        )
    )
    for row in each:
        numbers = found[tuple(row[key] for key in keys)]
        numbers[row["work"]] = row["total"]
        if row["work"] == Work.TEXT:
            numbers |= {"characters": row["characters"], "share": row["shares"]}
        if row["work"] == Work.PICTURE:
            numbers["pictures"] = row["pictures"]
    names = dict(Reporter.objects.filter(pk__in={key[-2] for key in found if key[-2]}).values_list("pk", "name"))
    people = [
        PersonsWork(month=key[0] if by_month else None, reporter=key[-2], name=names.get(key[-2], key[-1]), **numbers)
        for key, numbers in found.items()
    ]
    return sorted(people, key=lambda one: (one.month or date.min, -one.share, -one.pieces, one.name))


def sections(period: Period, *, by_month: bool = False) -> list[SectionsWork]:
    """Every section in which something came out, in the paper's order; where a piece stands now. Two statements."""
    now = PublishedArticle.objects.filter(pk=OuterRef("pk")).values("section")
    rows = CountedPiece.objects.filter(day__range=period.days).annotate(
        where=Coalesce(Subquery(now), F("section_id"), output_field=BigIntegerField())
    )
    keys = ["where"]
    if by_month:
        rows, keys = rows.annotate(month=TruncMonth("day")), ["month", "where"]
    names = dict(Section.objects.values_list("pk", "name"))
    order = {pk: place for place, pk in enumerate(names)}
    totals = rows.values(*keys).annotate(**TOTALS)
    found = sorted(totals, key=lambda row: (row.get("month") or date.min, order.get(row["where"], len(order))))
    return [_of_section(row.get("month"), names.get(row["where"], ""), row) for row in found]


def _of_section(month: date | None, name: str, row: dict) -> SectionsWork:
    return SectionsWork(month, name, row["total"], row["written"], row["shown"], row["withdrawn"])


def reviewers(period: Period, *, by_month: bool = False, user: int | None = None) -> list[ReviewersWork]:
    """Everybody who signed a review in the period, or one account; by month, by name. Two statements."""
    rows = CountedSignature.objects.filter(day__range=period.days)
    keys = ["by"]
    if by_month:
        rows, keys = rows.annotate(month=TruncMonth("day")), ["month", "by"]
    if user is not None:
        rows = rows.filter(by=user)
    proof = Q(step="proofread")
    totals = rows.values(*keys).annotate(
        **{f"of_{step}": Count("pk", filter=Q(step=step)) for step in SIGNATURES},
        read=Coalesce(Sum("characters", filter=proof), 0),
        **{f"sum_{kind}": Sum(kind) for kind in ERRORS},
    )
    totals = list(totals)
    people = User.objects.in_bulk([row["by"] for row in totals])
    found = [
        ReviewersWork(
            month=row.get("month"),
            name=str(people[row["by"]]),
            **{step: row[f"of_{step}"] for step in SIGNATURES if step not in {"release", "express"}},
            release=row["of_release"] + row["of_express"],
            characters=row["read"],
            **{kind: row[f"sum_{kind}"] for kind in ERRORS},
        )
        for row in totals
    ]
    return sorted(found, key=lambda one: (one.month or date.min, one.name))


def months(period: Period) -> list[SectionsWork]:
    """The whole paper month by month, the months in which nothing came out included. One statement."""
    rows = CountedPiece.objects.filter(day__range=period.days).annotate(month=TruncMonth("day"))
    found = {row["month"]: row for row in rows.values("month").annotate(**TOTALS)}
    every = []
    month = period.first.replace(day=1)
    while month <= period.last:
        every.append(_of_section(month, "", found.get(month, NOTHING)))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return every
