"""The record of who signed what: append-only, each row chained to the one before, the head kept apart."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import F
from django.utils.translation import gettext as _

from articles.models.newsroom import Article, Revision
from articles.models.record import Review, ReviewChain
from staff.models import User


@dataclass(frozen=True)
class Break:
    """Where the chain of reviews is broken, and how it shows."""

    position: int
    what: str


def digest(review: Review, revision_digest: str) -> str:
    """SHA-256 over everything that the row says, the row before included."""
    said = {
        "position": review.position,
        "article": review.article_id,
        "revision": revision_digest,
        "step": review.step,
        "status_before": review.status_before,
        "status_after": review.status_after,
        "by": review.by_id,
        "by_name": review.by_name,
        "acting_as": review.acting_as,
        "at": review.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "note": review.note,
        "details": review.details,
        "previous": review.previous,
    }
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def append(
    article: Article,
    revision: Revision,
    step: str,
    *,
    before: str,
    after: str,
    by: User | None,
    acting_as: str,
    at: datetime,
    note: str = "",
    details: Mapping | None = None,
) -> Review:
    """Write one review at the end of the chain. Takes the lock on the chain's head: call it with the piece locked."""
    chain, _created = ReviewChain.objects.select_for_update().get_or_create(pk=1)
    review = Review(
        position=chain.length + 1,
        article=article,
        revision=revision,
        step=step,
        status_before=before,
        status_after=after,
        by=by,
        by_name=by.name if by else "",
        acting_as=acting_as,
        at=at,
        note=note.strip(),
        details=dict(details or {}),
        previous=chain.head,
    )
    review.digest = digest(review, revision.digest)
    review.save(force_insert=True)
    chain.length, chain.head = review.position, review.digest
    chain.save(update_fields=["length", "head"])
    return review


def verify() -> list[Break]:
    """Every break in the chain: a changed, missing or foreign row, or a tail cut off. Empty when it is whole."""
    breaks, position, previous = [], 0, ""
    record = Review.objects.annotate(revision_digest=F("revision__digest")).order_by("position")
    for review in record.iterator(chunk_size=2000):
        position += 1
        if review.position != position:
            breaks.append(Break(position, _("missing")))
            position = review.position
        if review.previous != previous:
            breaks.append(Break(position, _("not chained to the row before")))
        if review.digest != digest(review, review.revision_digest):
            breaks.append(Break(position, _("changed")))
        previous = review.digest
    chain = ReviewChain.objects.filter(pk=1).first() or ReviewChain()
    if (chain.length, chain.head) != (position, previous):
        breaks.append(Break(position + 1, _("the head of the chain is not its last row")))
    return breaks
