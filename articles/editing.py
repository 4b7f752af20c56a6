"""The newsroom's verbs: keep what was written, move a piece along its workflow, release what is due.

`advance()` is the only place where a status changes. It asks `workflow.why_not()`, signs the revision that the person
saw, and changes the status by compare-and-swap: whoever comes second is told so.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import body as bodies
from articles import facts as facts_of_pieces
from articles import (
    findings,
    likeness,
    merged,
    newsroom_search,
    placing,
    publishing,
    reviews,
    revisions,
    text_differences,
    workflow,
)
from articles.models.content import CONTENT_FIELDS
from articles.models.newsroom import (
    Article,
    ArticleByline,
    ArticlePhoto,
    ArticleTag,
    Debt,
    Publication,
    Review,
    Revision,
)
from articles.models.shared import Section, Tag
from articles.proofing import checking
from articles.workflow import Facts, PublicState, Round, Status, Step
from staff import people
from staff.models import User

logger = logging.getLogger(__name__)

#: Doubts that the record of a final review names; a piece with more of them goes back to its writer.
DOUBTS_KEPT = 100


#: Where a changed body makes an author; later on the holder signs what he made.
WRITTEN_IN = frozenset({Status.DRAFT, Status.PRINT_CHECK})

#: A reinstated piece in one of these has lost the signatures that it had when it was public.
BEFORE_FINAL_REVIEW = frozenset({Status.DRAFT, Status.FIRST_REVIEW, Status.SECOND_REVIEW, Status.REJECTED})

#: How long a scheduled piece is tried again when the database or a disk fails for a moment.
PATIENCE = timedelta(minutes=10)


class StepClosed(Exception):
    """A step that is not open to this person now; the message is the sentence that he reads."""


class SomeoneWasFirst(Exception):
    """The piece is no longer what this person saw. `article` is as it is now, `seen` what he saw (or None)."""

    def __init__(self, article: Article, seen: Revision | None) -> None:
        super().__init__(_("Somebody else has changed this piece in the meantime: look at the differences first."))
        self.article = article
        self.seen = seen


class Unacknowledged(StepClosed):
    """Something must be looked at first: what differs since final review, or what the checks call doubtful."""


@dataclass(frozen=True)
class Choice:
    """A step beside the reason why it is closed to somebody, or "".

    A step that he may take by saying why he lets a forbidden word pass is open: its page asks for the reason.
    """

    step: Step
    reason: str


# --- writing ---------------------------------------------------------------------------------------------------------


def lock(number: int, *, seen: int | None) -> Article:
    """The piece, locked until the transaction ends. Raises SomeoneWasFirst when `seen` is not its current revision."""
    article = Article.objects.select_for_update().get(pk=number)
    if article.current_revision_id != seen:
        raise SomeoneWasFirst(article, Revision.objects.filter(pk=seen).first())
    return article


def keep_revision(
    article: Article, *, by: User | None, now: datetime | None = None, is_import: bool = False
) -> Revision:
    """Keep the saved working copy as its next revision, unless it says the same as the current one.

    Call it in the transaction that saved the columns and the rows beside them. Raises StepClosed when the text is
    closed to this person. Typing a body into a draft is authorship; importing one, giving a headline, and repairing
    the layout are not.
    """
    now = now or timezone.now()
    current = article.current_revision
    if by is not None and not is_import and current is not None:
        reason = workflow.why_not_edit(facts_of_pieces.of(article, now=now), people.person(by, now=now))
        if reason:
            raise StepClosed(reason)
    revision = revisions.take(article, status=article.status, at=now)
    if current is not None and revisions.says_the_same(current, revision):
        return current
    before = bodies.plain_text(current.body) if current else ""
    changed = not text_differences.is_layout_only(before, bodies.plain_text(article.body))
    revision.number = (article.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
    revision.by = by
    revision.is_import = is_import
    revision.is_authorship = changed and article.status in WRITTEN_IN and not is_import
    revision.save(force_insert=True)
    article.current_revision = revision
    article.save(update_fields=["current_revision"])
    if changed:
        likeness.remember(article)
    newsroom_search.remember(article)
    return revision


def place(article: Article, *, section: Section | None, tags: list[Tag], page_order: int | None, by: User,
          now: datetime | None = None) -> None:  # fmt: skip
    """编务调整: move a public piece to another section, tags or place on the page, without a review round; recorded."""
    now = now or timezone.now()
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article.pk)
        if article.status != Status.PUBLISHED:
            raise StepClosed(
                _("The piece is “%(status)s”: change it in the form.") % {"status": article.get_status_display()}
            )
        acting_as = people.person(by, now=now).acting_as((workflow.EDITOR,))
        if not acting_as:
            raise StepClosed(_("This step is for: %(roles)s.") % {"roles": workflow.EDITOR})
        if section is None:
            raise StepClosed(_("The section is missing."))
        before = {"section": article.section.name, "tags": sorted(tag.name for tag in article.tags.all()),
                  "page_order": article.page_order}  # fmt: skip
        article.section, article.page_order = section, page_order
        article.save(update_fields=["section", "page_order"])
        _write_tags(article, [tag.pk for tag in tags])
        newsroom_search.remember(article)
        after = {"section": section.name, "tags": sorted(tag.name for tag in tags), "page_order": page_order}
        if before == after:
            return
        placed = {"section_id": section.pk, "page_order": page_order, "tags": revisions.lists_of(article)["tags"]}
        reviews.append(article, article.current_revision, "place", before=article.status, after=article.status, by=by,
                       acting_as=acting_as, at=now,
                       details={"before": before, "after": after, "placed": placed})  # fmt: skip
        if article.public_state == PublicState.LIVE:
            publishing.place(article)


# --- the workflow ----------------------------------------------------------------------------------------------------


def choices(article: Article, user, *, now: datetime | None = None, facts: Facts | None = None) -> list[Choice]:
    """Every step that concerns the piece where it is, with the reason where one is closed to this person."""
    now = now or timezone.now()
    facts = facts or facts_of_pieces.of(article, now=now)
    person = people.person(user, now=now)
    table = workflow.steps(settings.GAZETTE_REVIEW_PROFILE).values()
    return [
        Choice(step, "" if workflow.wants_override(step, facts, person) else workflow.why_not(step, facts, person))
        for step in table
        if workflow.concerns(step, facts)
    ]


def advance(
    article: Article,
    step_name: str,
    *,
    by: User,
    seen: int | None,
    note: str = "",
    to: Status | None = None,
    at: datetime | None = None,
    acknowledged: bool = False,
    override: str = "",
    details: Mapping | None = None,
    explanation: str = "",
    now: datetime | None = None,
) -> Review:
    """Take one step of the workflow as this person, on the revision that he saw.

    `seen` is the key of that revision; `to` the status that a sending back names; `at` the aware minute of a
    scheduled release; `acknowledged` says that the differences since final review (in a release) or what the checks
    call doubtful (in the final review) was looked at; `override` is a chief's reason for letting forbidden words pass;
    `explanation` is the public word of a withdrawal. Raises StepClosed with the reason, SomeoneWasFirst when the piece
    has moved on.
    """
    now = now or timezone.now()
    table = workflow.steps(settings.GAZETTE_REVIEW_PROFILE)
    if step_name not in table:
        raise StepClosed(_("There is no step “%(step)s”.") % {"step": step_name})
    step = table[step_name]
    with transaction.atomic():
        article = lock(article.number, seen=seen)
        facts = replace(facts_of_pieces.of(article, now=now), override=override)
        person = people.person(by, now=now)
        if reason := workflow.why_not(step, facts, person) or workflow.why_not_note(step, note):
            raise StepClosed(reason)
        if step.name == "release":
            _check_release(article, at=at, acknowledged=acknowledged, now=now)
        doubts = doubts_of(article, now=now) if step.name == "final_review" else []
        if doubts and not acknowledged:
            raise Unacknowledged(_("The checks point out what may be wrong: look at it and tick that you have."))
        target = Status.SCHEDULED if step.name == "release" and at else to
        try:
            becomes = workflow.becomes(
                step, facts, to=target, proofs=workflow.proofs_wanted(settings.GAZETTE_REVIEW_PROFILE)
            )
        except ValueError as error:
            raise StepClosed(_("The piece cannot be sent back there.")) from error
        review = reviews.append(
            article,
            _signed_revision(article, step),
            step.name,
            before=article.status,
            after=becomes,
            by=by,
            acting_as=person.acting_as(step.roles),
            at=now,
            note=note,
            details={**(details or {}), **({"acknowledged": True} if acknowledged and step.name == "release" else {}),
                     **({"doubts": doubts} if doubts else {}), **_let_pass(step, facts),
                     **({"scheduled_for": at.isoformat()} if at else {})},
        )  # fmt: skip
        _take_effect(article, step, becomes, review, facts, at=at, explanation=explanation, now=now)
    logger.info("step", extra={"article": article.number, "step": step.name, "by": by.pk, "status": str(becomes)})
    return review


def release_due(now: datetime | None = None) -> int:
    """Publish every scheduled piece whose minute has come, each in its own transaction. Gives how many came out.

    What else the clock decides for readers (the front page, grey) is put on and taken off, too.

    One that fails goes back to READY with the reason in its record, and does not hold up the others.
    """
    now = now or timezone.now()
    due = Article.objects.filter(status=Status.SCHEDULED, scheduled_for__lte=now).order_by("scheduled_for", "number")
    released = 0
    for number in list(due.values_list("number", flat=True)):
        try:
            released += _release_one(number, now=now)
        except Exception as error:
            logger.exception("a scheduled piece was not released", extra={"article": number})
            _give_up(number, error, now=now)
    placing.keep_time(now)
    return released


def _give_up(number: int, error: Exception, *, now: datetime) -> None:
    """Send a piece back that could not be released, unless it failed for a moment only: then the next look tries it."""
    is_passing = isinstance(error, OperationalError | OSError) and not isinstance(error, FileNotFoundError)
    try:
        if is_passing and Article.objects.filter(pk=number, scheduled_for__gt=now - PATIENCE).exists():
            return
        _miss(number, now=now)
    except Exception:
        logger.exception("a scheduled piece could not be sent back", extra={"article": number})


def _release_one(number: int, *, now: datetime) -> int:
    with transaction.atomic():
        article = Article.objects.select_for_update().filter(pk=number, status=Status.SCHEDULED).first()
        if article is None or article.scheduled_for > now:
            return 0  # another process was first, or somebody cancelled it
        release = article.reviews.filter(step="release").latest("position")
        let_pass = release.details.get("let_pass", {}).get("words", [])
        if set(facts_of_pieces.of(article, now=now).forbidden) - set(let_pass):
            raise StepClosed(_("The piece holds what must not be published."))
        reviews.append(article, release.revision, "due", before=article.status, after=Status.PUBLISHED, by=None,
                       acting_as="", at=now)  # fmt: skip
        _publish(article, release, now=now)
    logger.info("released at its minute", extra={"article": number})
    return 1


def _miss(number: int, *, now: datetime) -> None:
    with transaction.atomic():
        article = Article.objects.select_for_update().filter(pk=number, status=Status.SCHEDULED).first()
        if article is None:
            return
        reviews.append(
            article,
            article.current_revision,
            "missed",
            before=article.status,
            after=Status.READY,
            by=None,
            acting_as="",
            at=now,
            note=_("The scheduled release failed: release the piece again."),
        )
        _swap(article, Status.READY, now=now, scheduled_for=None)


def _check_release(article: Article, *, at: datetime | None, acknowledged: bool, now: datetime) -> None:
    if at is not None and at <= now:
        raise StepClosed(_("The minute of a scheduled release must lie in the future."))
    if differences_since_signed(article) and not acknowledged:
        raise Unacknowledged(
            _("The text differs from what passed the final review: look at the differences and tick that you have.")
        )


def _let_pass(step: Step, facts: Facts) -> dict:
    """What the record says of forbidden words that a chief has let pass: which, and why."""
    if not facts.forbidden or workflow.nothing_forbidden not in step.rules:
        return {}
    return {"let_pass": {"words": list(facts.forbidden), "reason": facts.override.strip()}}


def doubts_of(article: Article, *, now: datetime) -> list[dict[str, str]]:
    """What the checks call doubtful in the piece, as the record keeps it."""
    found = checking.doubts(findings.of(article, today=timezone.localdate(now)))
    return [{"code": one.code, "field": one.place.field, "text": one.quote} for one in found[:DOUBTS_KEPT]]


def must_acknowledge(article: Article, step: Step, *, now: datetime) -> bool:
    """Whether something must be looked at before this step: what differs since final review, or what is doubtful."""
    if step.name == "final_review":
        return bool(doubts_of(article, now=now))
    return step.name == "release" and bool(differences_since_signed(article))


def signed_before_release(article: Article) -> Review | None:
    """The signature that a release rests on: 终审; of a printed page 核对; of an amendment 校对完成."""
    standing = workflow.standing(article.reviews.all())
    step = next((name for name in ("final_review", "print_check", "proofread") if name in standing), None)
    return article.reviews.filter(step=step).latest("position") if step else None


def differences_since_signed(article: Article) -> tuple[revisions.FieldDifference, ...]:
    """What differs between the revision that was signed before the release and the current one."""
    signed = signed_before_release(article)
    return revisions.differences(signed.revision, article.current_revision) if signed else ()


def _signed_revision(article: Article, step: Step) -> Revision:
    """What the step signs: the current revision; in making up a review, the one that the express lane released."""
    if step.name.startswith("owed_"):
        debt = _open_debt(article, step)
        return debt.publication.revision
    return article.current_revision


def _open_debt(article: Article, step: Step) -> Debt:
    """The oldest open debt of this step: each release of the express lane is made up for by itself."""
    debts = article.debts.filter(step=step.name.removeprefix("owed_"), settled_by__isnull=True)
    return debts.select_related("publication__revision").earliest("publication_id", "pk")


def _take_effect(
    article: Article,
    step: Step,
    becomes: Status,
    review: Review,
    facts: Facts,
    *,
    at: datetime | None,
    explanation: str,
    now: datetime,
) -> None:
    """What a step does beside its signature. Whatever readers see changes last."""
    match step.name:
        case "release" if becomes == Status.SCHEDULED:
            _swap(article, becomes, now=now, scheduled_for=at)
        case "release":
            _publish(article, review, now=now)
        case "express":
            _publish(article, review, now=now, owed=workflow.missing(facts))
        case "correct":
            _open_round(article, becomes, Round.CORRECTION, review, now=now)
        case "amend":
            _open_round(article, becomes, Round.AMENDMENT, review, now=now)
        case "abandon":
            _return_to_public(article, becomes, now=now)
        case "take_down":
            _swap(article, becomes, now=now, public_state=PublicState.DOWN, scheduled_for=None)
            publishing.take_down(article, now=now)
        case "put_back":
            _swap(article, becomes, now=now, public_state=PublicState.LIVE)
            publishing.put_back(article, now=now)
        case "withdraw":
            _return_to_public(article, becomes, now=now, public_state=PublicState.WITHDRAWN)
            publishing.withdraw(article, now=now, explanation=explanation)
        case "reinstate":
            _swap(article, becomes, now=now, round=Round.REINSTATEMENT)
        case "owed_first_review" | "owed_second_review" | "owed_final_review" | "owed_proofread":
            Debt.objects.filter(pk=_open_debt(article, step).pk, settled_by__isnull=True).update(settled_by=review)
        case _:
            # A reinstated piece that goes back beyond its final review passes the whole way like a new one.
            is_anew = article.round == Round.REINSTATEMENT and becomes in BEFORE_FINAL_REVIEW
            _swap(article, becomes, now=now, scheduled_for=None, round=Round.FIRST if is_anew else article.round)


def _open_round(article: Article, becomes: Status, opened: Round, review: Review, *, now: datetime) -> None:
    """Begin a correction or amendment; the note of the last correction is said already, and does not go on with it."""
    _swap(article, becomes, now=now, round=opened, correction_kind="", correction_note="")
    keep_revision(article, by=review.by, now=now)


def _swap(article: Article, becomes: Status, *, now: datetime, **changes) -> None:
    """Compare and swap: the row moves only if it still is what we read."""
    moved = Article.objects.filter(
        pk=article.pk,
        status=article.status,
        public_state=article.public_state,
        current_revision=article.current_revision_id,
    ).update(status=becomes, waiting_since=now if becomes != article.status else F("waiting_since"), **changes)
    if not moved:
        raise SomeoneWasFirst(Article.objects.get(pk=article.pk), article.current_revision)
    article.refresh_from_db()


def _publish(article: Article, release: Review, *, now: datetime, owed: tuple[str, ...] = ()) -> None:
    """Publish exactly the revision that this release signed."""
    first = article.first_published_at or now
    _swap(
        article,
        Status.PUBLISHED,
        now=now,
        public_state=PublicState.LIVE,
        round=Round.FIRST,
        scheduled_for=None,
        first_published_at=first,
        public_date=article.public_date or revisions.public_date(release.revision, first),
    )
    publishing.publish(article, release.revision, release_review=release, now=now, owed=owed)


def _return_to_public(article: Article, becomes: Status, *, now: datetime, **changes) -> None:
    """The working copy becomes again what is public; what was in hand stays in the history."""
    publication = Publication.objects.select_related("revision").get(article=article, ended_at__isnull=True)
    public = publication.revision
    placed = publishing.placement(publication)
    columns = {name: getattr(public, name) for name in (*CONTENT_FIELDS, "correction_kind", "correction_note")}
    columns |= {"section_id": placed["section_id"], "page_order": placed["page_order"], "current_revision": public}
    _swap(article, becomes, now=now, round=Round.FIRST, scheduled_for=None, **columns, **changes)
    article.bylines.all().delete()
    article.photos.all().delete()
    ArticleByline.objects.bulk_create(
        ArticleByline(
            article=article,
            position=position,
            reporter_id=row["reporter"],
            printed_name=row["name"],
            standing=row["standing"],
            role=row["role"],
            organisation=row["organisation"],
        )
        for position, row in enumerate(merged.credits(public.credits))
    )
    ArticlePhoto.objects.bulk_create(
        ArticlePhoto(
            article=article,
            position=position,
            photo_id=row["photo"],
            caption=row["caption"],
            alt_text=row["alt"],
            credit=row["credit"],
            place=row["place"],
        )
        for position, row in enumerate(public.photos)
    )
    _write_tags(article, [row["tag"] for row in placed["tags"]])
    newsroom_search.remember(article)


def _write_tags(article: Article, tags: list[int]) -> None:
    article.article_tags.all().delete()
    ArticleTag.objects.bulk_create(ArticleTag(content_object=article, tag_id=tag) for tag in tags)
