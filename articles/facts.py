"""What the rules of the workflow may know of a piece, read from the database.

The number of statements is the same for one piece and for a hundred.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from articles import body as bodies
from articles import findings, revisions, workflow
from articles.models.content import Genre
from articles.models.newsroom import Article, ArticleByline, ArticlePhoto, Debt, Publication, Review, Revision
from articles.proofing import lists
from articles.workflow import Facts, PublicState, Round, Status
from staff import people


def of(article: Article, *, now: datetime) -> Facts:
    """The facts of one piece at this aware moment."""
    return of_many([article], now=now)[article.number]


def of_many(articles: Iterable[Article], *, now: datetime) -> dict[int, Facts]:
    """The facts of these pieces by number, in a constant number of statements."""
    articles = list(articles)
    known = _Known(articles)
    staff = people.everybody(now=now) if any(article.status == Status.DRAFT for article in articles) else []
    return {article.number: _facts(article, known, staff) for article in articles}


class _Known:
    """Rows of several pieces, by number."""

    def __init__(self, articles: list[Article]) -> None:
        numbers = [article.number for article in articles]
        self.reviews = _by_number(
            Review.objects.filter(article__in=numbers).only(
                "article_id", "revision_id", "step", "by_id", "status_after"
            )
        )
        self.credits = _by_number(ArticleByline.objects.filter(article__in=numbers))
        self.photos = _by_number(ArticlePhoto.objects.filter(article__in=numbers))
        self.debts = _by_number(
            Debt.objects.filter(article__in=numbers, settled_by__isnull=True).select_related("publication")
        )
        self.writers = _by_number(
            Revision.objects.filter(article__in=numbers, is_authorship=True).only("article_id", "number", "by_id")
        )
        self.publications = _by_number(
            Publication.objects.filter(article__in=numbers).select_related("revision__section").order_by("at", "pk")
        )
        self.current = {
            revision.pk: revision
            for revision in Revision.objects.filter(pk__in=[article.current_revision_id for article in articles])
        }
        printed = [article.number for article in articles if article.is_printed]
        self.printed = {
            revision.article_id: revision for revision in Revision.objects.filter(article__in=printed, number=1)
        }
        self.forbidden = lists.forbidden_words()


def _by_number(rows) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.article_id].append(row)
    return found


def _facts(article: Article, known: _Known, staff: list) -> Facts:
    number = article.number
    reviews = known.reviews[number]
    last_public = known.publications[number][-1].revision if known.publications[number] else None
    current = known.current.get(article.current_revision_id)
    submitted = [place for place, review in enumerate(reviews) if review.step == "submit"]
    opened = [review for review in reviews if review.step in {"correct", "amend"}]
    facts = Facts(
        status=Status(article.status),
        public_state=PublicState(article.public_state),
        round=Round(article.round),
        writers=frozenset(
            revision.by_id
            for revision in known.writers[number]
            if revision.by_id and (last_public is None or revision.number > last_public.number)
        ),
        credited=frozenset(row.reporter_id for row in known.credits[number] if row.reporter_id),
        creator=article.created_by_id,
        submitter=reviews[submitted[-1]].by_id if submitted else None,
        opener=opened[-1].by_id if opened and article.round != Round.FIRST else None,
        was_touched=bool(submitted) and submitted[-1] != len(reviews) - 1,
        signers=workflow.standing(reviews),
        lacks=tuple(_lacks(article, has_credit=bool(known.credits[number]), photos=known.photos[number])),
        forbidden=findings.forbidden(article, known.credits[number], known.photos[number], known.forbidden),
        owed=frozenset(debt.step for debt in known.debts[number]),
    )
    if article.round == Round.AMENDMENT and current and last_public:
        facts = replace(facts, changed_facts=revisions.changed_facts(last_public, current))
    if article.is_printed and current and number in known.printed:
        facts = replace(facts, differs_from_print=revisions.differs_beyond_layout(known.printed[number], current))
    if known.debts[number]:
        owed_revision = known.debts[number][0].publication.revision_id
        facts = replace(facts, owed_signers=_owed_signers(reviews, owed_revision))
    if article.status == Status.DRAFT:
        hopeful = replace(facts, lacks=(), forbidden=(), round=Round.FIRST)
        facts = replace(
            facts, is_stuck=not workflow.way_forward(hopeful, staff, profile=settings.GAZETTE_REVIEW_PROFILE)
        )
    return facts


def _owed_signers(reviews: list[Review], revision: int) -> dict[str, tuple[int, ...]]:
    """Who has signed what of the piece that the express lane released: before it, and since, in making up."""
    at = max(place for place, review in enumerate(reviews) if review.step == "express")
    signed = workflow.standing(reviews[:at])
    for review in reviews[at:]:
        name = review.step.removeprefix("owed_")
        if review.step.startswith("owed_") and review.revision_id == revision:
            signed[name] = (*signed.get(name, ()), review.by_id)
    return signed


def _lacks(article: Article, *, has_credit: bool, photos: list[ArticlePhoto]) -> Iterable[str]:
    """What keeps a piece from being submitted: one sentence for each thing."""
    if not article.headline.strip():
        yield _("The headline is missing.")
    if article.section_id is None:
        yield _("The section is missing.")
    if not bodies.plain_text(article.body) and not photos:
        yield _("The body is empty and there is no picture.")
    if not has_credit and not article.source.strip():
        yield _("There is neither a credit nor a source.")
    if article.genre == Genre.REPRINT:
        wanted = {
            "source": article.source,
            "original_author": article.original_author,
            "original_title": article.original_title,
            "original_url": article.original_url,
        }
        absent = [
            str(Article._meta.get_field(name).verbose_name) for name, value in wanted.items() if not value.strip()
        ]
        if absent:
            yield _("A reprint must state: %(what)s.") % {"what": "、".join(absent)}
    if article.round == Round.CORRECTION and not (article.correction_kind and article.correction_note.strip()):
        yield _("A correction needs its kind and its public note.")
