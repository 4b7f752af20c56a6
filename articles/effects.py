"""What a step does to the rows of a piece beside its signature. Called by `editing`, in its transaction.

Statuses are changed here, by compare-and-swap, and nowhere else. Whatever readers see changes last.
"""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from articles import merged, newsroom_search, publishing, revisions, workflow
from articles.models.content import CONTENT_FIELDS
from articles.models.newsroom import Article, ArticleByline, ArticlePhoto, ArticleTag, Revision
from articles.models.record import Debt, Publication, Review
from articles.workflow import Facts, PublicState, Round, Status, Step

#: A reinstated piece in one of these has lost the signatures that it had when it was public.
BEFORE_FINAL_REVIEW = frozenset({Status.DRAFT, Status.FIRST_REVIEW, Status.SECOND_REVIEW, Status.REJECTED})


class SomeoneWasFirst(Exception):
    """The piece is no longer what this person saw. `article` is as it is now, `seen` what he saw (or None)."""

    def __init__(self, article: Article, seen: Revision | None) -> None:
        super().__init__(_("Somebody else has changed this piece in the meantime: look at the differences first."))
        self.article = article
        self.seen = seen


def take_effect(
    article: Article,
    step: Step,
    becomes: Status,
    review: Review,
    facts: Facts,
    *,
    now: datetime,
    at: datetime | None = None,
    expires_at: datetime | None = None,
    explanation: str = "",
) -> None:
    """What a step does beside its signature. Whatever readers see changes last."""
    leaves = {"expires_at": expires_at} if expires_at else {}
    match step.name:
        case "release" if becomes == Status.SCHEDULED:
            _swap(article, becomes, now=now, scheduled_for=at, **leaves)
        case "release":
            publish(article, review, now=now, **leaves)
        case "express":
            publish(article, review, now=now, owed=workflow.missing(facts))
        case "correct" | "amend":
            # The note of the last correction is said already, and does not go on with the next.
            opened = Round.CORRECTION if step.name == "correct" else Round.AMENDMENT
            _swap(article, becomes, now=now, round=opened, correction_kind="", correction_note="")
        case "abandon":
            _return_to_public(article, becomes, now=now)
        case "take_down":
            _swap(article, becomes, now=now, public_state=PublicState.DOWN, scheduled_for=None)
            publishing.take_down(article, now=now)
        case "put_back":
            _swap(article, becomes, now=now, public_state=PublicState.LIVE)
            publishing.put_back(article, now=now)
        case "withdraw" | "expire":
            _return_to_public(article, becomes, now=now, public_state=PublicState.WITHDRAWN)
            publishing.withdraw(article, now=now, explanation=explanation)
        case "embargo":
            _swap(article, becomes, now=now, embargo_until=at)
        case "lift_embargo":
            _swap(article, becomes, now=now, embargo_until=None)
        case "set_expiry":
            _swap(article, becomes, now=now, expires_at=at)
        case "clear_expiry" | "stay":
            _swap(article, becomes, now=now, expires_at=None)
        case "due":
            publish(article, article.reviews.filter(step="release").latest("position"), now=now)
        case "reinstate":
            _swap(article, becomes, now=now, round=Round.REINSTATEMENT)
        case "owed_first_review" | "owed_second_review" | "owed_final_review" | "owed_proofread":
            Debt.objects.filter(pk=open_debt(article, step).pk, settled_by__isnull=True).update(settled_by=review)
        case _:
            # A reinstated piece that goes back beyond its final review passes the whole way like a new one.
            is_anew = article.round == Round.REINSTATEMENT and becomes in BEFORE_FINAL_REVIEW
            _swap(article, becomes, now=now, scheduled_for=None, round=Round.FIRST if is_anew else article.round)


def open_debt(article: Article, step: Step) -> Debt | None:
    """The oldest open debt of this step, if there is one: each release of the express lane is made up for by itself."""
    debts = article.debts.filter(step=step.name.removeprefix("owed_"), settled_by__isnull=True)
    return debts.select_related("publication__revision__by").order_by("publication_id", "pk").first()


def _swap(article: Article, becomes: Status, *, now: datetime, **changes) -> None:
    """Compare and swap: the row moves only if it still is what we read.

    What is neither public nor going to be has no minute at which it leaves the site.
    """
    is_coming = becomes == Status.SCHEDULED
    if not is_coming and changes.get("public_state", article.public_state) not in workflow.ONCE_PUBLIC:
        changes["expires_at"] = None
    moved = Article.objects.filter(
        pk=article.pk,
        status=article.status,
        public_state=article.public_state,
        current_revision=article.current_revision_id,
    ).update(status=becomes, waiting_since=now if becomes != article.status else F("waiting_since"), **changes)
    if not moved:
        raise SomeoneWasFirst(Article.objects.get(pk=article.pk), article.current_revision)
    article.refresh_from_db()


def publish(article: Article, release: Review, *, now: datetime, owed: tuple[str, ...] = (), **changes) -> None:
    """Publish exactly the revision that this release signed."""
    first = article.first_published_at or now
    _swap(
        article,
        Status.PUBLISHED,
        now=now,
        public_state=PublicState.LIVE,
        round=Round.FIRST,
        scheduled_for=None,
        embargo_until=None,
        first_published_at=first,
        public_date=article.public_date or revisions.public_date(release.revision, first),
        **changes,
    )
    publishing.publish(article, release.revision, release_review=release, now=now, owed=owed)


def _return_to_public(article: Article, becomes: Status, *, now: datetime, **changes) -> None:
    """The working copy becomes again what is public; what was in hand stays in the history."""
    publication = Publication.objects.select_related("revision").get(article=article, ended_at__isnull=True)
    public = publication.revision
    placed = publishing.placement(publication)
    columns = {name: getattr(public, name) for name in (*CONTENT_FIELDS, "correction_kind", "correction_note")}
    columns |= {"section_id": placed["section_id"], "page_order": placed["page_order"], "current_revision": public}
    _swap(article, becomes, now=now, round=Round.FIRST, scheduled_for=None, embargo_until=None, **columns, **changes)
    article.bylines.all().delete()
    article.photos.all().delete()
    ArticleByline.objects.bulk_create(
        ArticleByline(article=article, position=position, reporter_id=row["reporter"], **revisions.credit_columns(row))
        for position, row in enumerate(merged.credits(public.credits))
    )
    ArticlePhoto.objects.bulk_create(
        ArticlePhoto(article=article, position=position, photo_id=row["photo"], **revisions.picture_columns(row))
        for position, row in enumerate(public.photos)
    )
    write_tags(article, [row["tag"] for row in placed["tags"]])
    newsroom_search.remember(article)


def write_tags(article: Article, tags: list[int]) -> None:
    """Let these be the tags of the working copy, each once."""
    article.article_tags.all().delete()
    ArticleTag.objects.bulk_create(ArticleTag(content_object=article, tag_id=tag) for tag in dict.fromkeys(tags))
