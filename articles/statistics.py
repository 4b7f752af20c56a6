"""What the newsroom has done, by reporter, section and month, and what its reviewers read and found.

Counted from the record of publications and reviews, never from working copies: a piece counts once, in the month of
the newspaper's day on which it came out, with the text that was public last; a correction does not make it two. One
that was withdrawn is told apart and adds nothing to characters and pictures.

Bodies are counted once, into small rows (`models.counted`); the tables are sums that the database makes of those.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import BigIntegerField, Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from articles import body as bodies
from articles.models.counted import CountedCredit, CountedPiece, CountedSignature, Work
from articles.models.newsroom import Publication, Review
from articles.models.published import PublishedArticle
from articles.models.shared import Section
from articles.workflow import PublicState
from staff.models import Reporter, User

#: Steps in which somebody reads a whole piece and signs it.
SIGNATURES = ("first_review", "second_review", "final_review", "proofread", "print_check", "release", "express")
#: What the express lane left out and somebody makes up for counts as what it is.
OWED = "owed_"
ERRORS = ("words", "punctuation", "facts", "other")

# What a printed role says of the work; the first that is found in it counts, and a role may say two.
# must match: 文/图 图文 文并摄 摄影报道; 摄 摄影 供图 图; 视频 摄像; 编辑 责编; 校对; 文 撰文 译 整理, and no role
BOTH = re.compile("[文报].*[图摄]|[图摄].*[文报]")
WORKS = (
    (Work.VIDEO, re.compile("视频|摄像|音频|直播")),
    (Work.PICTURE, re.compile("图|摄|照片")),
    (Work.PROOF, re.compile("校对|责校")),
    (Work.EDIT, re.compile("编辑|责编|美编|版式|统筹|策划|审核|监制")),
    (Work.TEXT, re.compile("文|报道|撰|译|整理|采写|供稿|作者")),
)


def works(role: str, standing: str = "") -> tuple[Work, ...]:
    """What somebody did, from the role as printed; without one, 摄影记者 takes pictures and everybody else writes.

    >>> works("文/图"), works("摄"), works(""), works("", "摄影记者"), works("校对"), works("航拍")
    ((Work.TEXT, Work.PICTURE), (Work.PICTURE,), (Work.TEXT,), (Work.PICTURE,), (Work.PROOF,), (Work.OTHER,))
    """
    if not role:
        return (Work.PICTURE,) if "摄影" in standing else (Work.TEXT,)
    if BOTH.search(role):
        return Work.TEXT, Work.PICTURE
    return (next((work for work, pattern in WORKS if pattern.search(role)), Work.OTHER),)


# --- counting --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Left:
    """What is not counted yet."""

    pieces: int = 0
    signatures: int = 0

    def __bool__(self) -> bool:
        return bool(self.pieces or self.signatures)


def count(most: int) -> Left:
    """Count what has come out or was signed since the last time, at most so many of each; gives what is left."""
    with transaction.atomic():
        has_more_pieces = _count_pieces(most) == most
    with transaction.atomic():
        has_more_signatures = _count_signatures(most) == most
    return Left(
        _uncounted_pieces().count() if has_more_pieces else 0,
        _uncounted_signatures().count() if has_more_signatures else 0,
    )


def _uncounted_pieces() -> QuerySet[Publication]:
    """The last publication of each piece, where that is not the one that was counted."""
    later = Publication.objects.filter(article=OuterRef("article"), pk__gt=OuterRef("pk"))
    counted = CountedPiece.objects.filter(pk=OuterRef("article"), revision=OuterRef("revision"))
    return Publication.objects.filter(~Exists(later), ~Exists(counted))


def _uncounted_signatures() -> QuerySet[Review]:
    """The record only grows, so what is newer than the last one counted is not counted."""
    last = CountedSignature.objects.order_by("-pk").values_list("review__position", flat=True).first() or 0
    steps = [*SIGNATURES, *(f"{OWED}{step}" for step in SIGNATURES)]
    return Review.objects.filter(position__gt=last, step__in=steps, by__isnull=False)


def _count_pieces(most: int) -> int:
    rows = _uncounted_pieces().select_for_update(of=("self",)).order_by("-pk")
    rows = list(rows.select_related("revision", "article")[:most])
    if not rows:
        return 0
    pieces, credits = [], []
    for row in rows:
        revision = row.revision
        piece = CountedPiece(
            article_id=row.article_id,
            revision=revision,
            day=row.article.public_date,
            section_id=revision.section_id,
            characters=bodies.character_count(revision.body),
            pictures=len(revision.photos),
        )
        pieces.append(piece)
        credits += _credits_of(piece, revision.credits)
    CountedPiece.objects.bulk_create(
        pieces,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["revision", "day", "section", "characters", "pictures"],
    )
    CountedCredit.objects.filter(piece__in=[piece.pk for piece in pieces]).delete()
    known = set(Reporter.objects.values_list("pk", flat=True))
    for credit in credits:
        if credit.reporter_id not in known:
            credit.reporter_id = None  # a reporter of an undone import: he is printed, and no row any more
    CountedCredit.objects.bulk_create(credits)
    return len(pieces)


def _credits_of(piece: CountedPiece, rows: Iterable[dict]) -> Iterator[CountedCredit]:
    done = dict.fromkeys(
        (row["reporter"], row["name"], work) for row in rows for work in works(row["role"], row["standing"])
    )
    writers = sum(work == Work.TEXT for _reporter, _name, work in done)
    for reporter, name, work in done:
        share = round(piece.characters / writers) if work == Work.TEXT else 0
        yield CountedCredit(piece=piece, reporter_id=reporter, name=name, work=work, share=share)


def _count_signatures(most: int) -> int:
    rows = _uncounted_signatures().select_for_update(of=("self",)).select_related("revision").order_by("position")
    signatures = []
    for review in rows[:most]:
        errors = review.details.get("errors") or {}
        signatures.append(
            CountedSignature(
                review=review,
                by_id=review.by_id,
                step=review.step.removeprefix(OWED),
                day=timezone.localdate(review.at),
                characters=bodies.character_count(review.revision.body),
                **{kind: errors.get(kind) or 0 for kind in ERRORS},
            )
        )
    CountedSignature.objects.bulk_create(signatures, ignore_conflicts=True)
    return len(signatures)


# --- the tables ------------------------------------------------------------------------------------------------------


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


IS_GONE = Case(When(article__public_state=PublicState.WITHDRAWN, then=Value(1)), default=Value(0))


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
        where=Coalesce(Subquery(now), F("section_id"), output_field=BigIntegerField()), gone=IS_GONE
    )
    keys = ["where"]
    if by_month:
        rows, keys = rows.annotate(month=TruncMonth("day")), ["month", "where"]
    names = dict(Section.objects.values_list("pk", "name"))
    order = {pk: place for place, pk in enumerate(names)}
    totals = rows.values(*keys).annotate(
        total=Count("pk", filter=Q(gone=0)),
        written=Coalesce(Sum("characters", filter=Q(gone=0)), 0),
        shown=Coalesce(Sum("pictures", filter=Q(gone=0)), 0),
        withdrawn=Count("pk", filter=Q(gone=1)),
    )
    found = sorted(totals, key=lambda row: (row.get("month") or date.min, order.get(row["where"], len(order))))
    return [
        SectionsWork(
            row.get("month"),
            names.get(row["where"], ""),
            row["total"],
            row["written"],
            row["shown"],
            row["withdrawn"],
        )
        for row in found
    ]


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
    rows = CountedPiece.objects.filter(day__range=period.days).annotate(month=TruncMonth("day"), gone=IS_GONE)
    totals = rows.values("month").annotate(
        total=Count("pk", filter=Q(gone=0)),
        written=Coalesce(Sum("characters", filter=Q(gone=0)), 0),
        shown=Coalesce(Sum("pictures", filter=Q(gone=0)), 0),
        withdrawn=Count("pk", filter=Q(gone=1)),
    )
    found = {row["month"]: row for row in totals}
    nothing = {"total": 0, "written": 0, "shown": 0, "withdrawn": 0}
    every = []
    month = period.first.replace(day=1)
    while month <= period.last:
        row = found.get(month, nothing)
        every.append(SectionsWork(month, "", row["total"], row["written"], row["shown"], row["withdrawn"]))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return every
