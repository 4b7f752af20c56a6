"""What somebody has to have looked at before he signs: what differs from what was signed, what the checks doubt."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from articles import findings, revisions, workflow
from articles.models.newsroom import Article
from articles.models.record import Review
from articles.proofing import checking
from articles.workflow import Step

#: Doubts that the record of a final review names; a piece with more of them goes back to its writer.
DOUBTS_KEPT = 100


def doubts_of(article: Article, *, now: datetime) -> list[dict[str, str]]:
    """What the checks call doubtful in the piece, as the record keeps it."""
    found = checking.doubts(findings.of(article, today=timezone.localdate(now)))
    return [{"code": one.code, "field": one.place.field, "text": one.quote} for one in found[:DOUBTS_KEPT]]


def must_acknowledge(article: Article, step: Step, *, now: datetime) -> bool:
    """Whether something must be looked at before this step: what differs since final review, or what is doubtful."""
    if step.name == "final_review":
        return bool(doubts_of(article, now=now))
    return step.name == "release" and bool(differences_since_signed(article))


def signed_before_release(taken: Iterable[Review]) -> Review | None:
    """The signature that a release rests on after these reviews: 终审; of a printed page 核对, of an amendment 校对."""
    taken = list(taken)
    standing = workflow.standing(taken)
    step = next((name for name in ("final_review", "print_check", "proofread") if name in standing), None)
    return next((review for review in reversed(taken) if review.step == step), None)


def differences_since_signed(article: Article) -> tuple[revisions.FieldDifference, ...]:
    """What differs between the revision that was signed before the release and the current one."""
    signed = signed_before_release(article.reviews.select_related("revision__section"))
    return revisions.differences(signed.revision, article.current_revision) if signed else ()
