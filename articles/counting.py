"""Counting what came out and what was signed, once, into small rows (`models.counted`) that `statistics` adds up.

What is counted never changes, so all rows may be deleted at any time and are counted anew.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from articles import body as bodies
from articles.models.counted import CountedCredit, CountedPiece, CountedSignature, Work
from articles.models.record import Publication, Review
from staff.models import Reporter

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
