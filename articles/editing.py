"""The newsroom's verbs: keep what was written, move a piece along its workflow, release what is due.

`advance()` is the only place where a status changes. It asks `workflow.why_not()`, signs the revision that the person
saw, and changes the status by compare-and-swap: whoever comes second is told so.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import (
    acknowledging,
    effects,
    likeness,
    newsroom_search,
    placing,
    publishing,
    reviews,
    revisions,
    text_differences,
    workflow,
)
from articles import body as bodies
from articles import facts as facts_of_pieces
from articles.effects import SomeoneWasFirst, write_tags
from articles.models.newsroom import Article, Revision
from articles.models.record import Review
from articles.models.shared import Section, Tag
from articles.workflow import Facts, PublicState, Status, Step
from staff import people
from staff.models import User
from staff.roles import EDITOR, Person

logger = logging.getLogger(__name__)

#: Where a changed body makes an author; later on the holder signs what he made.
WRITTEN_IN = frozenset({Status.DRAFT, Status.PRINT_CHECK})

#: How long a scheduled piece is tried again when the database or a disk fails for a moment.
PATIENCE = timedelta(minutes=10)


class StepClosed(Exception):
    """A step that is not open to this person now; the message is the sentence that he reads."""


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
    """The piece, locked until the transaction ends.

    Raises SomeoneWasFirst when `seen` is not its current revision, StepClosed when the piece is gone.
    """
    article = Article.objects.select_for_update().filter(pk=number).first()
    if article is None:
        raise StepClosed(_("This draft is gone: somebody has thrown it away, or taken its import back."))
    if article.current_revision_id != seen:
        raise SomeoneWasFirst(article, Revision.objects.filter(pk=seen).first())
    return article


def keep_revision(
    article: Article,
    *,
    by: User | None,
    now: datetime | None = None,
    is_import: bool = False,
    asked: facts_of_pieces.Asked | None = None,
) -> Revision:
    """Keep the saved working copy as its next revision, unless it says the same as the current one.

    Call it in the transaction that saved the columns and the rows beside them. Raises StepClosed when the text is
    closed to this person; `asked` is what was read of both while the piece was locked, before it was written. Typing a
    body into a draft is authorship; importing one, giving a headline, and repairing the layout are not.
    """
    now = now or timezone.now()
    current = article.current_revision
    revision = revisions.take(article, status=article.status, at=now)
    if by is not None and not is_import and current is not None:
        asked = asked.once_written(revision) if asked else facts_of_pieces.ask(article, by, now=now)
        if reason := workflow.why_not_edit(asked.facts, asked.person):
            raise StepClosed(reason)
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
        person = people.person(by, now=now)
        if reason := workflow.why_not_place(facts_of_pieces.of(article, now=now), person):
            raise StepClosed(reason)
        if section is None:
            raise StepClosed(_("The section is missing."))
        before = {"section": article.section.name, "tags": sorted(tag.name for tag in article.tags.all()),
                  "page_order": article.page_order}  # fmt: skip
        article.section, article.page_order = section, page_order
        article.save(update_fields=["section", "page_order"])
        write_tags(article, [tag.pk for tag in tags])
        newsroom_search.remember(article)
        after = {"section": section.name, "tags": sorted(tag.name for tag in tags), "page_order": page_order}
        if before == after:
            return
        placed = {"section_id": section.pk, "page_order": page_order, "tags": revisions.lists_of(article)["tags"]}
        reviews.append(article, article.current_revision, "place", before=article.status, after=article.status, by=by,
                       acting_as=person.acting_as((EDITOR,)), at=now,
                       details={"before": before, "after": after, "placed": placed})  # fmt: skip
        if article.public_state == PublicState.LIVE:
            publishing.place(article)


# --- the workflow ----------------------------------------------------------------------------------------------------


def choices(article: Article, user: User, *, now: datetime | None = None) -> list[Choice]:
    """Every step that concerns the piece where it is, with the reason where one is closed to this person."""
    now = now or timezone.now()
    return choices_of(facts_of_pieces.of(article, now=now), people.person(user, now=now))


def choices_of(facts: Facts, person: Person) -> list[Choice]:
    """The same of what was read already."""
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
    expires_at: datetime | None = None,
    acknowledged: bool = False,
    override: str = "",
    details: Mapping | None = None,
    code: str = "",
    explanation: str = "",
    now: datetime | None = None,
) -> Review:
    """Take one step of the workflow as this person, on the revision that he saw.

    `seen` is the key of that revision; `to` the status that a sending back names, `code` what kind of reason it has;
    `at` the aware minute of a scheduled release, or the one that an embargo or a taking off names; `expires_at` the
    minute at which what is released leaves the site again (None keeps what is named already); `acknowledged` says that
    the differences since final review (in a release) or what the checks call doubtful (in the final review) was looked
    at; `override` is a chief's reason for letting forbidden words pass; `explanation` is the public word of a
    withdrawal. Raises StepClosed with the reason, SomeoneWasFirst when the piece has moved on.
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
        reason = workflow.why_not(step, facts, person) or workflow.why_not_note(step, note)
        reason = reason or workflow.why_not_code(step, code) or workflow.why_not_minute(step, at, now=now)
        if step.name == "set_expiry" and article.scheduled_for:
            reason = reason or workflow.why_not_time(article.scheduled_for, embargo=None, expiry=at)
        if reason:
            raise StepClosed(reason)
        if step.name == "release":
            _check_release(article, at=at, expires_at=expires_at, acknowledged=acknowledged, now=now)
        doubts = acknowledging.doubts_of(article, now=now) if step.name == "final_review" else []
        if doubts and not acknowledged:
            raise Unacknowledged(_("The checks point out what may be wrong: look at it and tick that you have."))
        target = Status.SCHEDULED if step.name == "release" and at else to
        try:
            becomes = workflow.becomes(
                step, facts, to=target, proofs=workflow.proofs_wanted(settings.GAZETTE_REVIEW_PROFILE)
            )
        except ValueError as error:
            raise StepClosed(_("The piece cannot be sent back there.")) from error
        _bring_pictures(article, step, becomes)
        review = reviews.append(
            article,
            revision_to_sign(article, step),
            step.name,
            before=article.status,
            after=becomes,
            by=by,
            acting_as=person.acting_as(step.roles),
            at=now,
            note=note,
            details={**(details or {}), **({"acknowledged": True} if acknowledged and step.name == "release" else {}),
                     **({"doubts": doubts} if doubts else {}), **_let_pass(step, facts),
                     **({"code": code} if step.wants_code else {}),
                     **_minutes(step, at=at, expires_at=expires_at)},
        )  # fmt: skip
        effects.take_effect(
            article, step, becomes, review, facts, now=now, at=at, expires_at=expires_at, explanation=explanation
        )
        if step.name in {"correct", "amend"}:
            keep_revision(article, by=by, now=now)
    logger.info("step", extra={"article": article.number, "step": step.name, "by": by.pk, "status": str(becomes)})
    return review


# --- the clock ------------------------------------------------------------------------------------------------------


def release_due(now: datetime | None = None) -> int:
    """Publish every scheduled piece whose minute has come, each in its own transaction. Gives how many came out.

    What leaves the site at its minute goes likewise. One that fails stays where it is, with the reason in its record,
    and does not hold up the others. What else the clock decides for readers (the front page, grey) is put on and
    taken off, too.
    """
    now = now or timezone.now()
    due = Article.objects.filter(status=Status.SCHEDULED, scheduled_for__lte=now).order_by("scheduled_for", "number")
    gone = Article.objects.filter(expires_at__lte=now).order_by("expires_at", "number")
    released = _each_in_turn(due, "scheduled_for", _release_one, missed="missed", now=now)
    _each_in_turn(gone, "expires_at", _take_off_one, missed="stay", now=now)
    placing.keep_time(now)
    return released


def _each_in_turn(
    pieces: QuerySet[Article], minute: str, act: Callable[..., int], *, missed: str, now: datetime
) -> int:
    """Do what is due for each of these pieces; gives for how many it was done."""
    done = 0
    for number in list(pieces.values_list("number", flat=True)):
        try:
            done += act(number, now=now)
        except Exception as error:
            logger.exception("what was due for a piece was not done", extra={"article": number, "step": missed})
            _give_up(number, error, minute, missed, now=now)
    return done


def _give_up(number: int, error: Exception, minute: str, missed: str, *, now: datetime) -> None:
    """Write down that a piece missed its minute, unless it failed for a moment only: then the next look tries it."""
    is_passing = isinstance(error, OperationalError | OSError) and not isinstance(error, FileNotFoundError)
    try:
        if is_passing and Article.objects.filter(pk=number, **{f"{minute}__gt": now - PATIENCE}).exists():
            return
        with transaction.atomic():
            article = Article.objects.select_for_update().filter(pk=number, **{f"{minute}__lte": now}).first()
            if article is not None and (missed == "stay" or article.status == Status.SCHEDULED):
                _by_the_clock(article, missed, article.current_revision, now=now, note=MISSED[missed]())
    except Exception:
        logger.exception("that a piece missed its minute could not be written down", extra={"article": number})


def _release_one(number: int, *, now: datetime) -> int:
    with transaction.atomic():
        article = Article.objects.select_for_update().filter(pk=number, status=Status.SCHEDULED).first()
        if article is None or article.scheduled_for > now:
            return 0  # another process was first, or somebody cancelled it
        release = article.reviews.filter(step="release").latest("position")
        let_pass = release.details.get("let_pass", {}).get("words", [])
        if set(facts_of_pieces.of(article, now=now).forbidden) - set(let_pass):
            raise StepClosed(_("The piece holds what must not be published."))
        # The server may have been off: what should have left by now does not come out for a moment.
        if reason := workflow.why_not_time(now, embargo=article.embargo_until, expiry=article.expires_at):
            raise StepClosed(reason)
        _by_the_clock(article, "due", release.revision, now=now)
    logger.info("released at its minute", extra={"article": number})
    return 1


def _take_off_one(number: int, *, now: datetime) -> int:
    with transaction.atomic():
        article = Article.objects.select_for_update().filter(pk=number, expires_at__lte=now).first()
        if article is None or article.public_state not in workflow.ONCE_PUBLIC:
            return 0  # another process was first, or it has not come out yet
        in_hand = article.current_revision
        _by_the_clock(article, "expire", in_hand, now=now, explanation=_("This piece was public for a time only."))
    logger.info("taken off at its minute", extra={"article": number})
    return 1


def _by_the_clock(
    article: Article, name: str, revision: Revision, *, now: datetime, note: str = "", explanation: str = ""
) -> None:
    """A step that no person takes."""
    step = workflow.STEPS[name]
    becomes = step.to or Status(article.status)
    if name == "due":
        publishing.bring_pictures(revision)
    review = reviews.append(
        article, revision, name, before=article.status, after=becomes, by=None, acting_as="", at=now, note=note
    )
    effects.take_effect(article, step, becomes, review, Facts(), now=now, explanation=explanation)


#: What the record says of a minute that was missed.
MISSED: dict[str, Callable[[], str]] = {
    "missed": lambda: _("The scheduled release failed: release the piece again."),
    "stay": lambda: _("The piece could not be taken off at its minute: withdraw it by hand, or name another minute."),
}


# --- what a step is told, and what it signs --------------------------------------------------------------------------


def _check_release(
    article: Article, *, at: datetime | None, expires_at: datetime | None, acknowledged: bool, now: datetime
) -> None:
    if at is not None and at <= now:
        raise StepClosed(_("The minute of a scheduled release must lie in the future."))
    expiry = expires_at or article.expires_at
    if reason := workflow.why_not_time(at or now, embargo=article.embargo_until, expiry=expiry):
        raise StepClosed(reason)
    if acknowledging.differences_since_signed(article) and not acknowledged:
        raise Unacknowledged(
            _("The text differs from what passed the final review: look at the differences and tick that you have.")
        )


def _minutes(step: Step, *, at: datetime | None, expires_at: datetime | None) -> dict[str, str]:
    """What the record says of the minutes that a step names."""
    kept = {"embargo": "embargo_until", "set_expiry": "expires_at"}
    found = {kept.get(step.name, "scheduled_for"): at, **({"expires_at": expires_at} if expires_at else {})}
    return {name: minute.isoformat() for name, minute in found.items() if minute}


def _let_pass(step: Step, facts: Facts) -> dict:
    """What the record says of forbidden words that a chief has let pass: which, and why."""
    if not facts.forbidden or workflow.nothing_forbidden not in step.rules:
        return {}
    return {"let_pass": {"words": list(facts.forbidden), "reason": facts.override.strip()}}


def _bring_pictures(article: Article, step: Step, becomes: Status) -> None:
    """The slow part of a publication, before the lock on the chain of reviews is taken."""
    if step.name in {"release", "express"} and becomes == Status.PUBLISHED:
        revision = article.current_revision
    elif step.name == "put_back":
        revision = article.publications.select_related("revision").get(ended_at__isnull=True).revision
    else:
        return
    try:
        publishing.bring_pictures(revision)
    except publishing.LostPicture as lost:
        raise StepClosed(str(lost)) from lost


def revision_to_sign(article: Article, step: Step) -> Revision | None:
    """What the step signs: the current revision; in making up a review, the one that the express lane released."""
    debt = effects.open_debt(article, step) if step.name.startswith("owed_") else None
    return debt.publication.revision if debt else article.current_revision
