"""What waits for a person, and what the desk must not forget: the data of 我的待办.

The number of statements is the same however many pieces wait, but for a count of each list that is longer than is
shown. Only the oldest pieces of each list are looked at; where there are more, the record says so and never pretends
that the rest does not exist.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time

from django.conf import settings
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles import facts as facts_of_pieces
from articles import visibility, workflow
from articles.models.newsroom import Article, ArticleByline
from articles.models.published import Notice, PublishedArticle, Withdrawal
from articles.models.record import Debt, ParagraphNote, Review
from articles.workflow import Facts, Round, Status, Step
from staff import people
from staff.models import User
from staff.roles import DUTY_CHIEF, EDITOR, REPORTER, Person

#: Pieces of each kind whose rules are asked: the oldest, since they come first. A small paper never has more waiting.
LOOKED_AT = 200
#: Rows of a list that the page shows.
SHOWN = 30

#: Rules that speak of the piece and not of the person: what they close still waits for whoever holds it.
OF_THE_PIECE = frozenset({workflow.complete, workflow.nothing_forbidden, workflow.wording_only, workflow.as_printed})

#: How many notes on paragraphs of a piece nobody has settled, as a column of a query.
OPEN_NOTES = Coalesce(
    Subquery(
        ParagraphNote.objects.filter(article=OuterRef("pk"), settled_at__isnull=True)
        .order_by()
        .values("article")
        .annotate(count=Count("pk"))
        .values("count"),
        output_field=IntegerField(),
    ),
    0,
)

#: What the desk counts, in the order of the work.
COUNTED = (*workflow.ROUTE, Status.PRINT_CHECK, Status.SCHEDULED)


@dataclass(frozen=True)
class Task:
    """A piece that waits for somebody: the step that is due, why it is closed to him (or ""), what sent it back."""

    article: Article
    step: Step
    reason: str = ""
    sent_back: Review | None = None
    due_at: datetime | None = None

    @property
    def why(self) -> str:
        """What kind of reason sent it back; records of before have none."""
        code = self.sent_back.details.get("code") if self.sent_back else ""
        return str(workflow.ReturnReason(code).label) if code in workflow.ReturnReason.values else ""


@dataclass(frozen=True)
class Rows:
    """The first rows of a list, and how many there are; `is_least` where the true number may be larger."""

    shown: list = field(default_factory=list)
    total: int = 0
    is_least: bool = False

    def __bool__(self) -> bool:
        return bool(self.shown)

    @property
    def left_out(self) -> int:
        return self.total - len(self.shown)


@dataclass(frozen=True)
class Desk:
    """Everything that 我的待办 shows to one person."""

    sent_back: Rows = Rows()
    mine: Rows = Rows()
    stand_in: Rows = Rows()
    drafts: Rows = Rows()
    under_review: Rows = Rows()
    debts: Rows = Rows()
    corrections: Rows = Rows()
    taken_down: Rows = Rows()
    scheduled: Rows = Rows()
    embargoed: int = 0
    leaving: int = 0
    released_today: Rows = Rows()
    open_remarks: int = 0
    counts: tuple[tuple[Status, int], ...] = ()


def for_person(user: User, *, now: datetime) -> Desk:
    """The desk of this person at this aware moment, oldest first everywhere."""
    person = people.person(user, now=now)
    own_roles = {*user.groups.values_list("name", flat=True), *({DUTY_CHIEF} & person.roles)}
    table = workflow.steps(settings.GAZETTE_REVIEW_PROFILE)
    seen = visibility.pieces(person)

    signing, signing_total = _oldest(_to_sign(person, table))
    drafts, drafts_total = _oldest(_drafts(person))
    owed = Debt.objects.filter(settled_by__isnull=True).select_related("article")
    if not any(person.acting_as(step.roles) for name, step in table.items() if name.startswith("owed_")):
        owed = owed.none()  # he could make up none of them
    debts = list(owed.order_by("due_at", "pk")[:SHOWN])
    sent_back = _sendings_back(article.last_move for article in [*signing, *drafts])
    came_back = [article for article in drafts if article.last_move in sent_back]
    fresh = [article for article in drafts if article.last_move not in sent_back]
    shown_drafts = [*came_back[:SHOWN], *fresh[:SHOWN]]
    pieces = {article.number: article for article in [*signing, *shown_drafts, *(debt.article for debt in debts)]}
    facts = facts_of_pieces.of_many(pieces.values(), now=now)

    tasks = {
        article.number: _due(article, facts[article.number], person, table, sent_back)
        for article in [*signing, *shown_drafts]
    }
    waiting = [tasks[article.number] for article in signing if _is_for(person, facts[article.number], table)]
    is_own = {name: bool(own_roles.intersection(table[name].roles)) for name in workflow.SIGNING}
    returned = [task for task in waiting if task.sent_back and is_own[task.step.name]]
    mine = [task for task in waiting if not task.sent_back and is_own[task.step.name]]
    stand_in = [task for task in waiting if not is_own[task.step.name]]
    not_all, not_all_drafts = signing_total > len(signing), drafts_total > len(drafts)
    all_returned = sorted([*returned, *(tasks[article.number] for article in came_back[:SHOWN])], key=_age)
    return Desk(
        sent_back=Rows(all_returned[:SHOWN], len(returned) + len(came_back), not_all or not_all_drafts),
        mine=Rows(mine[:SHOWN], len(mine), not_all),
        stand_in=Rows(stand_in[:SHOWN], len(stand_in), not_all),
        drafts=Rows([tasks[article.number] for article in fresh[:SHOWN]], len(fresh), not_all_drafts),
        debts=Rows(
            [_owed(debt, facts[debt.article_id], person, table) for debt in debts],
            owed.count(),
        ),
        under_review=_under_review(person),
        corrections=_first(
            seen.filter(status__in=[*workflow.IN_HAND, Status.SCHEDULED])
            .exclude(round=Round.FIRST)
            .order_by("waiting_since", "number")
        ),
        taken_down=_taken_down(seen),
        scheduled=_first(seen.filter(status=Status.SCHEDULED).order_by("scheduled_for", "number")),
        **_minutes(seen),
        released_today=_first(
            PublishedArticle.objects.latest().filter(first_published_at__gte=_midnight(now)).defer("body")
        ),
        open_remarks=seen.filter(
            Exists(visibility.open_remarks(person).filter(article=OuterRef("pk"))),
            status__in=[Status.DRAFT, Status.PRINT_CHECK],
        ).count(),
        counts=_counts(seen),
    )


def _minutes(seen: QuerySet[Article]) -> dict[str, int]:
    """How many pieces wait for the end of an embargo, and how many leave the site by themselves."""
    # Two statements, each out of an index of the few; one with "or" reads every piece there is.
    return {
        "embargoed": seen.filter(embargo_until__isnull=False).count(),
        "leaving": seen.filter(expires_at__isnull=False).count(),
    }


def due_step(facts: Facts, table: dict[str, Step]) -> Step | None:
    """The step that brings the piece on from where it is, or None where nothing is due."""
    return table.get("submit" if facts.status == Status.DRAFT else workflow.DUE.get(facts.status))


def _to_sign(person: Person, table: dict[str, Step]) -> QuerySet[Article]:
    """Pieces at a step that this person takes or may stand in for, in his sections, without what is credited to him."""
    statuses = [status for name, status in workflow.SIGNING.items() if person.acting_as(table[name].roles)]
    pieces = Article.objects.filter(visibility.of_sections(person), status__in=statuses)
    if person.reporter_id:
        pieces = pieces.exclude(
            Exists(ArticleByline.objects.filter(article=OuterRef("pk"), reporter=person.reporter_id))
        )
    return pieces


def _drafts(person: Person) -> QuerySet[Article]:
    """Drafts that are this person's own work; for editors also the imported ones, which nobody has written."""
    if REPORTER not in person.roles:
        return Article.objects.none()
    own = visibility.own(person)
    if EDITOR in person.roles:
        own |= (Q(created_by__isnull=True) | Q(batch__isnull=False)) & visibility.of_sections(person)
    return Article.objects.filter(own, status=Status.DRAFT)


def _under_review(person: Person) -> Rows:
    """Where the pieces of this person are that others have in hand."""
    if REPORTER not in person.roles:
        return Rows()
    waiting = [*workflow.UNDER_WAY, Status.PRINT_CHECK, Status.SCHEDULED]
    pieces = Article.objects.filter(visibility.own(person), status__in=waiting)
    return _first(pieces.order_by("-waiting_since", "-number"))


def _oldest(pieces: QuerySet[Article]) -> tuple[list[Article], int]:
    """The oldest of these pieces, each with the key of the review that last moved it, and how many there are."""
    moved = Review.objects.filter(article=OuterRef("pk")).exclude(status_before=F("status_after"))
    last = moved.order_by("-position").values("pk")[:1]
    known = {"last_move": Subquery(last), "open_notes": OPEN_NOTES}
    rows = pieces.select_related("section").annotate(**known).order_by("waiting_since", "number")
    oldest = list(rows[:LOOKED_AT])
    return oldest, len(oldest) if len(oldest) < LOOKED_AT else pieces.count()


def _sendings_back(moves: Iterable[int | None]) -> dict[int, Review]:
    """Those of these reviews that sent a piece back, by key."""
    return Review.objects.filter(step="send_back").in_bulk([pk for pk in moves if pk])


def _is_for(person: Person, facts: Facts, table: dict[str, Step]) -> bool:
    """Whether nothing about this person closes the step that is due; what is wrong with the piece, he has to mend."""
    step = due_step(facts, table)
    return not any(rule(step, facts, person) for rule in step.rules if rule not in OF_THE_PIECE)


def _due(article: Article, facts: Facts, person: Person, table: dict[str, Step], sent_back: dict[int, Review]) -> Task:
    step = due_step(facts, table)
    return Task(article, step, workflow.why_not(step, facts, person), sent_back.get(article.last_move))


def _owed(debt: Debt, facts: Facts, person: Person, table: dict[str, Step]) -> Task:
    step = table[f"owed_{debt.step}"]
    return Task(debt.article, step, workflow.why_not(step, facts, person), due_at=debt.due_at)


def _age(task: Task) -> tuple[datetime, int]:
    return task.article.waiting_since, task.article.number


def _first(rows: QuerySet) -> Rows:
    """The first rows of a query, and how many it has: counted only where there are more."""
    first = list(rows.select_related("section")[: SHOWN + 1])
    return Rows(first[:SHOWN], len(first) if len(first) <= SHOWN else rows.count())


def _taken_down(seen: QuerySet[Article]) -> Rows:
    """Pieces that readers are told are being checked, the oldest notice first: nobody may forget them."""
    notices = Withdrawal.objects.filter(kind=Notice.CHECKING)  # few, and indexed; pieces are many
    since = Subquery(notices.filter(pk=OuterRef("pk")).values("at"))
    return _first(seen.filter(pk__in=notices.values("pk")).order_by(since, "number"))


def _midnight(now: datetime) -> datetime:
    """When the newspaper's day began."""
    return timezone.make_aware(datetime.combine(timezone.localdate(now), time.min))


def _counts(seen: QuerySet[Article]) -> tuple[tuple[Status, int], ...]:
    """How many pieces stand at each step, the empty ones included. Released pieces are not counted: they are legion."""
    found = dict(seen.filter(status__in=COUNTED).order_by().values_list("status").annotate(pieces=Count("pk")))
    return tuple((status, found.get(status, 0)) for status in COUNTED)
