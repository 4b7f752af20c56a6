"""One step for several pieces at once: each by the same rules, on the revision that the person saw, by itself.

What one cannot do blindly is not done here: a piece with something to be looked at has a page of its own for it.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import acknowledging, editing, findings, revisions, workflow
from articles import facts as facts_of_pieces
from articles.models.newsroom import Article
from articles.models.record import Review, StepBatch
from articles.proofing import checking, lists
from articles.workflow import Step
from staff import people
from staff.models import User

logger = logging.getLogger(__name__)

#: The steps that may be taken for several pieces at once. A proofreader counts what he finds in each piece, a sending
#: back has its own reason, the express lane its own responsibility: these have no place here.
STEPS = ("submit", "first_review", "second_review", "final_review", "release", "withdraw", "reinstate")
#: Pieces of one batch at the most.
MOST = 300


@dataclass(frozen=True)
class Candidate:
    """A piece of a batch: the sentence why the step is closed for it, or ""."""

    article: Article
    reason: str


def steps_for(user: User, *, now: datetime) -> list[Step]:
    """The steps that this person's roles could take for several pieces."""
    person, table = people.person(user, now=now), workflow.steps(settings.GAZETTE_REVIEW_PROFILE)
    return [table[name] for name in STEPS if person.acting_as(table[name].roles)]


def candidates(pieces: Iterable[Article], step: Step, user: User, *, now: datetime) -> list[Candidate]:
    """Whether the step is open to this person for each of these pieces, in a constant number of statements."""
    pieces = list(pieces)
    person, facts = people.person(user, now=now), facts_of_pieces.of_many(pieces, now=now)
    closed = {piece.number: workflow.why_not(step, facts[piece.number], person) for piece in pieces}
    rest = [piece for piece in pieces if not closed[piece.number]]
    if step.name == "release":
        closed |= _differing(rest)
    elif step.name == "final_review":
        closed |= _doubtful(rest, now=now)
    return [Candidate(piece, closed[piece.number]) for piece in pieces]


def _differing(pieces: list[Article]) -> dict[int, str]:
    """What says something else than the signature before the release: its differences want to be looked at."""
    reviews: dict[int, list[Review]] = {}
    rows = Review.objects.filter(article__in=[piece.number for piece in pieces]).order_by("position")
    for review in rows.select_related("revision__section"):
        reviews.setdefault(review.article_id, []).append(review)
    found = {}
    for piece in pieces:
        signed = acknowledging.signed_before_release(reviews.get(piece.number, []))
        if signed and revisions.differences(signed.revision, piece.current_revision):
            found[piece.number] = _("The text has changed since final review: open it and look at the differences.")
    return found


def _doubtful(pieces: list[Article], *, now: datetime) -> dict[int, str]:
    known, today, found = lists.load(), timezone.localdate(now), {}
    for piece in pieces:
        if checking.doubts(findings.of(piece, today=today, known=known)):
            found[piece.number] = _("The checks point out what may be wrong: open it and look at it.")
    return found


def take(
    step_name: str,
    seen: Mapping[int, int],
    *,
    by: User,
    note: str = "",
    details: Mapping | None = None,
    now: datetime | None = None,
    **options,
) -> StepBatch:
    """Take this step for these pieces (number → key of the revision that was seen), each in a transaction of its own.

    One that is closed, or that somebody has changed meanwhile, does not hold up the others: the batch says for each
    what came of it. `options` go to `editing.advance`.
    """
    now = now or timezone.now()
    batch = StepBatch.objects.create(step=step_name, by=by, at=now, note=note)
    said = {**(details or {}), "batch": batch.pk}
    for article in Article.objects.filter(pk__in=seen).order_by("pk"):
        reason = ""
        try:
            editing.advance(article, step_name, by=by, seen=seen[article.pk], note=note, details=said, **options)
        except (editing.StepClosed, editing.SomeoneWasFirst) as refused:
            reason = str(refused)
        except (DatabaseError, OSError):
            logger.exception("a step of several was not taken", extra={"article": article.pk, "step": step_name})
            reason = _("It failed by a fault of the system: try it again on the page of the piece.")
        batch.results = [*batch.results, {"piece": article.pk, "headline": article.headline, "reason": reason}]
        batch.save(update_fields=["results"])
    return batch
