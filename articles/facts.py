"""What the rules of the workflow may know of a piece, read from the database.

The number of statements is the same for one piece and for a hundred.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db.models import F, Q
from django.utils.translation import gettext as _

from articles import body as bodies
from articles import findings, merged, revisions, workflow
from articles.models.content import Genre
from articles.models.newsroom import Article, ArticleByline, ArticlePhoto, Revision
from articles.models.record import Debt, Publication, Review
from articles.proofing import lists
from articles.workflow import Facts, PublicState, Round, Status
from staff import people
from staff.models import User
from staff.roles import Person

#: Steps that say when and not what: nobody has acted on a piece by them.
HOLDS = frozenset({"embargo", "lift_embargo"})
#: Steps after which the working copy is again what was public: what was typed before them stands no more.
RETURNS = frozenset({"abandon", "withdraw", "expire"})


def of(article: Article, *, now: datetime) -> Facts:
    """The facts of one piece at this aware moment."""
    return of_many([article], now=now)[article.number]


def of_many(articles: Iterable[Article], *, now: datetime) -> dict[int, Facts]:
    """The facts of these pieces by number, in a constant number of statements."""
    articles = list(articles)
    known, for_steps = _Known(articles), _ForSteps(articles, now=now)
    return {
        article.number: _in_full(_facts(article, known, now=now), article, known, for_steps) for article in articles
    }


@dataclass(frozen=True)
class Asked:
    """With what the rules of writing are asked: the facts of a piece, and who wants to write it.

    What only steps ask (`lacks`, `forbidden`, `is_stuck`) is left out of these facts.
    """

    facts: Facts
    person: Person

    def once_written(self, revision: Revision) -> "Asked":
        """The same when this revision of the piece is written: in another section, with other credits perhaps."""
        credited = frozenset(row["reporter"] for row in revision.credits if row["reporter"])
        if self.facts.status != Status.DRAFT:
            credited |= self.facts.credited  # Who was credited when it was submitted stays an author.
        return Asked(replace(self.facts, section=revision.section_id, credited=credited), self.person)


def ask(article: Article, by: User, *, now: datetime) -> Asked:
    """Read what the rules of writing ask of this piece and this person."""
    return Asked(_facts(article, _Known([article]), now=now), people.person(by, now=now))


class _Known:
    """Rows of several pieces, by number."""

    def __init__(self, articles: list[Article]) -> None:
        numbers = [article.number for article in articles]
        once_public = [article.number for article in articles if article.public_state != PublicState.NEVER]
        # What is compared with another revision: with the public one, or with the printed page.
        compared = [article for article in articles if article.round == Round.AMENDMENT or article.is_printed]
        self.reviews = _by_number(
            Review.objects.filter(article__in=numbers)
            .annotate(revision_number=F("revision__number"))
            .only("article_id", "revision_id", "step", "by_id", "status_before", "status_after")
        )
        self.credits = _by_number(ArticleByline.objects.filter(article__in=numbers).select_related("reporter"))
        self.debts = _by_number(
            Debt.objects.filter(article__in=once_public, settled_by__isnull=True)
            .select_related("publication__revision")
            .order_by("publication_id", "pk")
        )
        self.writers = _by_number(
            Revision.objects.filter(article__in=numbers, is_authorship=True).only("article_id", "number", "by_id")
        )
        self.publications = _by_number(
            Publication.objects.filter(article__in=once_public).select_related("revision__section").order_by("at", "pk")
        )
        self.current = {
            revision.pk: revision
            for revision in Revision.objects.filter(pk__in=[article.current_revision_id for article in compared])
        }
        printed = [article.number for article in articles if article.is_printed]
        as_printed = Revision.objects.filter(article__in=printed).filter(
            Q(is_import=True)
            | Q(pk__in=[row.revision_id for rows in self.reviews.values() for row in rows if row.step == "print_check"])
        )
        self.printed = _by_number(as_printed.order_by("number"))
        submitted = [row.revision_id for rows in self.reviews.values() for row in rows if row.step == "submit"]
        owed = {
            debt.publication.revision_id: debt.publication.revision for rows in self.debts.values() for debt in rows
        }
        of_submitted = dict(Revision.objects.filter(pk__in=submitted).values_list("pk", "credits"))
        every = [*of_submitted.values(), *(revision.credits for revision in owed.values())]
        means = merged.meanings(row["reporter"] for rows in every for row in rows)
        #: Reporters as they are now, by the revision that credited them when it was submitted, or is owed a review.
        self.credited_then = {
            pk: frozenset(means[row["reporter"]] for row in rows if row["reporter"] in means)
            for pk, rows in [*of_submitted.items(), *((pk, revision.credits) for pk, revision in owed.items())]
        }


class _ForSteps:
    """What steps ask besides: pictures by number, the list of forbidden words, and the staff where drafts are."""

    def __init__(self, articles: list[Article], *, now: datetime) -> None:
        self.photos = _by_number(ArticlePhoto.objects.filter(article__in=[article.number for article in articles]))
        self.forbidden = lists.forbidden_words()
        has_draft = any(article.status == Status.DRAFT for article in articles)
        self.staff = people.everybody(now=now) if has_draft else []
        self.stuck: dict[tuple, bool] = {}


def _by_number(rows) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.article_id].append(row)
    return found


def _facts(article: Article, known: _Known, *, now: datetime) -> Facts:
    number = article.number
    reviews = known.reviews[number]
    publications = known.publications[number]
    last_public = publications[-1].revision if publications else None
    current = known.current.get(article.current_revision_id)
    submitted = [place for place, review in enumerate(reviews) if review.step == "submit"]
    opened = [review for review in reviews if review.step in {"correct", "amend"}]
    facts = Facts(
        status=Status(article.status),
        public_state=PublicState(article.public_state),
        round=Round(article.round),
        writers=_writers(known.writers[number], after=_dropped(reviews, last_public)),
        credited=_credited(article, known, [reviews[place] for place in submitted]),
        creator=article.created_by_id,
        section=article.section_id,
        submitter=reviews[submitted[-1]].by_id if submitted else None,
        opener=opened[-1].by_id if opened and article.round != Round.FIRST else None,
        was_touched=bool(submitted) and any(one.step not in HOLDS for one in reviews[submitted[-1] + 1 :]),
        signers=workflow.standing(reviews),
        is_embargoed=article.embargo_until is not None and article.embargo_until > now,
        has_embargo=article.embargo_until is not None,
        has_expiry=article.expires_at is not None,
    )
    if article.round == Round.AMENDMENT and current and last_public:
        facts = replace(facts, changed_facts=revisions.changed_facts(last_public, current))
    if article.is_printed and current:
        facts = replace(facts, differs_from_print=_differs_from_print(current, known.printed[number], reviews))
    if known.debts[number]:
        facts = replace(facts, **_owed(known, number, publications))
    return facts


def _in_full(facts: Facts, article: Article, known: _Known, for_steps: _ForSteps) -> Facts:
    credits, photos = known.credits[article.number], for_steps.photos[article.number]
    if article.status == Status.DRAFT:
        # Who submits is not known yet, and what the piece lacks can be mended: only the people count here.
        hopeful = replace(facts, round=Round.FIRST, submitter=None, signers={})
        people_of = (hopeful.writers, hopeful.credited)
        if people_of not in for_steps.stuck:
            way = workflow.way_forward(hopeful, for_steps.staff, profile=settings.GAZETTE_REVIEW_PROFILE)
            for_steps.stuck[people_of] = not way
        facts = replace(facts, is_stuck=for_steps.stuck[people_of])
    return replace(
        facts,
        lacks=tuple(_lacks(article, has_credit=bool(credits), photos=photos)),
        forbidden=findings.forbidden(article, credits, photos, for_steps.forbidden),
    )


def _dropped(reviews: list[Review], public: Revision | None) -> int:
    """The number of the last revision whose body stands no more as work in hand: it was public, or was abandoned."""
    returned = [review.revision_number for review in reviews if review.step in RETURNS]
    return max([public.number if public else 0, *returned])


def _writers(revisions_written: list[Revision], *, after: int, until: Revision | None = None) -> frozenset:
    """The accounts that wrote the body in the revisions after this number, up to one of them."""
    return frozenset(
        revision.by_id
        for revision in revisions_written
        if revision.by_id and revision.number > after and (until is None or revision.number <= until.number)
    )


def _credited(article: Article, known: _Known, submissions: list[Review]) -> frozenset[int]:
    """The reporters whom the piece credits, and those whom it credited when it was submitted in this round.

    A holder who takes his own name off the piece does not cease to be its author.
    """
    now = {row.reporter.merged_into_id or row.reporter_id for row in known.credits[article.number] if row.reporter_id}
    is_under_review = submissions and article.status != Status.DRAFT
    return frozenset(now) | (known.credited_then[submissions[-1].revision_id] if is_under_review else frozenset())


def _differs_from_print(current: Revision, as_printed: list[Revision], reviews: list[Review]) -> bool:
    """Whether the piece says something else than the page: the body beyond layout, and after the check all the rest.

    The page is what the newest import brought in; what was checked is the revision that 核对 signed.
    """
    checks = [review.revision_id for review in reviews if review.step == "print_check"]
    imported = [revision for revision in as_printed if revision.is_import]
    checked = next((revision for revision in as_printed if checks and revision.pk == checks[-1]), None)
    if imported and revisions.differs_beyond_layout(imported[-1], current):
        return True
    stands = "print_check" in workflow.standing(reviews)
    return bool(stands and checked and revisions.differs_beyond_body(checked, current))


def _owed(known: _Known, number: int, publications: list[Publication]) -> dict:
    """What the rules ask of a review that is owed: the oldest release of the express lane that still owes one."""
    debts, reviews = known.debts[number], known.reviews[number]
    release = debts[0].publication
    earlier = [one.revision for one in publications if (one.at, one.pk) < (release.at, release.pk)]
    at = next(place for place, review in enumerate(reviews) if review.pk == release.release_review_id)
    signed = workflow.standing(reviews[:at])
    for review in reviews[at:]:
        if review.step.startswith("owed_") and review.revision_id == release.revision_id:
            name = review.step.removeprefix("owed_")
            signed[name] = (*signed.get(name, ()), review.by_id)
    opened = [review for review in reviews[:at] if review.step in {"amend", "correct", "submit"}]
    amender = {opened[-1].by_id} if opened and opened[-1].step == "amend" else set()
    after = _dropped(reviews[:at], earlier[-1] if earlier else None)
    written = _writers(known.writers[number], after=after, until=release.revision)
    return {
        "owed": frozenset(debt.step for debt in debts if debt.publication_id == release.pk),
        "owed_later": frozenset(debt.step for debt in debts if debt.publication_id != release.pk),
        "owed_signers": signed,
        "owed_authors": written | amender,
        "owed_credited": known.credited_then[release.revision_id],
        "owed_releaser": reviews[at].by_id,
        "owed_submitter": next((one.by_id for one in reversed(opened) if one.step == "submit"), None),
    }


def _lacks(article: Article, *, has_credit: bool, photos: list[ArticlePhoto]) -> Iterable[str]:
    """What keeps a piece from being submitted: one sentence for each thing."""
    if not article.headline.strip():
        yield _("The headline is missing.")
    if article.section_id is None:
        yield _("The section is missing.")
    if not bodies.plain_text(article.body) and not photos:
        yield _("The body is empty and there is no picture.")
    if not has_credit and not article.source.strip() and article.round != Round.AMENDMENT:
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
