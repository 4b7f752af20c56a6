"""The workflow as one table: 三审三校, the express lane, corrections, withdrawals.

`STEPS` has one row a step. `why_not()` gives the reason why a step is closed to a person, or "". The admin draws its
buttons from it and `editing.advance()` enforces it, so the two cannot disagree. Nothing here asks the database, the
clock or a setting: `Facts` says all that the rules may know of a piece.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from staff.roles import CHIEF, DEPUTY_CHIEF, DESK_HEAD, DUTY_CHIEF, EDITOR, PROOFREADER, REPORTER, Person


class Status(TextChoices):
    """Where the newsroom has a piece."""

    DRAFT = "draft", gettext_lazy("Draft")
    FIRST_REVIEW = "first_review", gettext_lazy("Awaiting first review")
    SECOND_REVIEW = "second_review", gettext_lazy("Awaiting second review")
    FINAL_REVIEW = "final_review", gettext_lazy("Awaiting final review")
    PROOF = "proof", gettext_lazy("Awaiting proofreading")
    READY = "ready", gettext_lazy("Awaiting release")
    PRINT_CHECK = "print_check", gettext_lazy("Awaiting check against print")
    SCHEDULED = "scheduled", pgettext_lazy("status", "Scheduled")
    PUBLISHED = "published", pgettext_lazy("status", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("status", "Withdrawn")
    REJECTED = "rejected", gettext_lazy("Not used")


class PublicState(TextChoices):
    """What the address of a piece answers to readers."""

    NEVER = "never", gettext_lazy("Not public yet")  # 404
    LIVE = "live", gettext_lazy("Public")  # 200
    DOWN = "down", gettext_lazy("Taken down")  # 503
    WITHDRAWN = "withdrawn", pgettext_lazy("public state", "Withdrawn")  # 410


class Round(TextChoices):
    """What the work in hand is for."""

    FIRST = "first", gettext_lazy("First publication")
    CORRECTION = "correction", gettext_lazy("Correction of a public piece")
    AMENDMENT = "amendment", gettext_lazy("Amendment of wording")
    REINSTATEMENT = "reinstatement", gettext_lazy("Reinstatement of a withdrawn piece")


class ReturnReason(TextChoices):
    """Why a piece is sent back, beside the sentence that says it: what a newsroom counts."""

    FACTS = "facts", gettext_lazy("Facts to be checked")
    POLITICS = "politics", gettext_lazy("Political wording")
    HEADLINE = "headline", gettext_lazy("Headline")
    LANGUAGE = "language", gettext_lazy("Errors in the text")
    PICTURES = "pictures", gettext_lazy("Pictures")
    RIGHTS = "rights", gettext_lazy("Rights and sources")
    CREDITS = "credits", gettext_lazy("Credits")
    OTHER = "other", gettext_lazy("Other reasons")


REVIEWS = frozenset({Status.FIRST_REVIEW, Status.SECOND_REVIEW, Status.FINAL_REVIEW})
UNDER_WAY = REVIEWS | {Status.PROOF, Status.READY}
IN_HAND = UNDER_WAY | {Status.DRAFT}
ANY_STATUS = frozenset(Status)

ONCE_PUBLIC = frozenset({PublicState.LIVE, PublicState.DOWN})
NOT_PUBLIC = frozenset({PublicState.NEVER, PublicState.WITHDRAWN})
ANY_STATE = frozenset(PublicState)

#: The steps that sign a revision, in their order, and the status in which each is due.
SIGNING: dict[str, Status] = {
    "first_review": Status.FIRST_REVIEW,
    "second_review": Status.SECOND_REVIEW,
    "final_review": Status.FINAL_REVIEW,
    "print_check": Status.PRINT_CHECK,
    "proofread": Status.PROOF,
    "release": Status.READY,
}
THREE_REVIEWS = ("first_review", "second_review", "final_review")
#: The steps after which readers have the piece.
PUBLISHES = frozenset({"release", "express", "due"})
ROUTE = (Status.DRAFT, Status.FIRST_REVIEW, Status.SECOND_REVIEW, Status.FINAL_REVIEW, Status.PROOF, Status.READY)
PRINTED_ROUTE = (Status.DRAFT, Status.PRINT_CHECK, Status.READY)
AMENDMENT_ROUTE = (Status.PROOF, Status.READY)

#: How far a piece is, whatever its route: a signature stands after a sending back if its place lies before the target.
PLACE = {status: place for place, status in enumerate(ROUTE)} | {Status.PRINT_CHECK: ROUTE.index(Status.FINAL_REVIEW)}

CHIEFS = (CHIEF, DUTY_CHIEF)

#: Characters that the reason for passing a piece through the express lane must have at least.
EXPRESS_REASON = 10
#: Characters that the reason for letting a forbidden word pass must have at least.
OVERRIDE_REASON = 10
#: Hours after which a review that the express lane left out is overdue.
DEBT_HOURS = 24


@dataclass(frozen=True)
class Facts:
    """All that the rules may know of a piece. People are keys of accounts, of reporters in `credited`."""

    status: Status = Status.DRAFT
    public_state: PublicState = PublicState.NEVER
    round: Round = Round.FIRST
    writers: frozenset[int] = frozenset()  # who changed the body before it was submitted
    credited: frozenset[int] = frozenset()  # reporters named in the byline
    creator: int | None = None
    submitter: int | None = None
    opener: int | None = None  # who opened the correction or amendment in hand
    was_touched: bool = False  # somebody has acted since it was submitted
    signers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # signatures that stand, by step
    lacks: tuple[str, ...] = ()  # sentences: what is missing before it can be submitted
    forbidden: tuple[str, ...] = ()  # words that close submission and release
    override: str = ""  # why a chief lets the piece pass in spite of them
    changed_facts: tuple[str, ...] = ()  # what an amendment may not change and does
    differs_from_print: bool = False  # it differs from the printed page, or from what was checked, beyond layout
    owed: frozenset[str] = frozenset()  # reviews that the express lane left out, in the oldest release that owes any
    owed_later: frozenset[str] = frozenset()  # those of later releases
    owed_signers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # who signed what was released so
    owed_authors: frozenset[int] = frozenset()  # accounts that wrote what was released so, or opened its amendment
    owed_credited: frozenset[int] = frozenset()  # reporters credited on it
    owed_releaser: int | None = None  # who released it
    owed_submitter: int | None = None  # who submitted it
    is_embargoed: bool = False  # nobody may see it before a minute that has not come (禁发至)
    has_embargo: bool = False  # such a minute is named, past or not
    has_expiry: bool = False  # a minute is named at which it leaves the site (定时下线)
    section: int | None = None
    is_stuck: bool = False  # nobody on the staff could bring it to release


Rule = Callable[["Step", Facts, Person], str]


@dataclass(frozen=True)
class Step:
    """One row of the table. `to` is None where the piece stays as it is or the holder names the target."""

    name: str
    label: str
    from_: frozenset[Status]
    to: Status | None
    roles: tuple[str, ...]
    public: frozenset[PublicState] = ANY_STATE
    rules: tuple[Rule, ...] = ()
    note_length: int = 0  # characters of the note that is due at least
    is_grave: bool = False  # asks for a second look before it is done
    is_system: bool = False  # taken by the clock, never by a person
    wants_minute: bool = False  # names a minute in the future
    wants_code: bool = False  # names one of `ReturnReason`


# --- rules: each gives the sentence that the editor will read, or "" -------------------------------------------------


def is_author(facts: Facts, person: Person) -> bool:
    """Credited, or has written the body: nobody passes a piece of his own."""
    return person.pk in facts.writers or (person.reporter_id is not None and person.reporter_id in facts.credited)


def not_an_author(step: Step, facts: Facts, person: Person) -> str:
    return _("You are an author of this piece: somebody else must do this.") if is_author(facts, person) else ""


def not_the_submitter(step: Step, facts: Facts, person: Person) -> str:
    return _("You submitted this piece: somebody else must proofread it.") if person.pk == facts.submitter else ""


def not_the_opener(step: Step, facts: Facts, person: Person) -> str:
    if facts.round == Round.AMENDMENT and person.pk == facts.opener:
        return _("You made this amendment: a second person must do this.")
    return ""


def own_submission(step: Step, facts: Facts, person: Person) -> str:
    if person.pk != facts.submitter:
        return _("Only the person who submitted the piece can recall it.")
    return _("Somebody has acted on the piece already; ask for it to be sent back.") if facts.was_touched else ""


def own_draft(step: Step, facts: Facts, person: Person) -> str:
    """Reporters submit what is theirs; from editors upwards everybody's."""
    if EDITOR in person.roles or person.pk == facts.creator or is_author(facts, person):
        return ""
    return _("Reporters can submit their own pieces only.")


def three_people(step: Step, facts: Facts, person: Person) -> str:
    """The three reviews are signed by three different people."""
    signed = {pk for name in THREE_REVIEWS if name != step.name for pk in facts.signers.get(name, ())}
    return _("You have signed another review of this piece: the three are three people.") if person.pk in signed else ""


def complete(step: Step, facts: Facts, person: Person) -> str:
    return " ".join(facts.lacks)


def nothing_forbidden(step: Step, facts: Facts, person: Person) -> str:
    """A forbidden word stops everybody; 总编辑 and 值班总编 may let it pass, and say why."""
    if not facts.forbidden:
        return ""
    stopped = _("The piece holds what must not be published: %(what)s.") % {"what": "、".join(facts.forbidden)}
    if not person.acting_as(CHIEFS):
        return stopped
    if len(facts.override.strip()) >= OVERRIDE_REASON:
        return ""
    may = _("You may let it pass with a reason of at least %(length)d characters.") % {"length": OVERRIDE_REASON}
    return f"{stopped}{may}"


def somebody_can_finish(step: Step, facts: Facts, person: Person) -> str:
    if not facts.is_stuck:
        return ""
    return _("Nobody on the staff could bring this piece to release: ask the chief editor to fill the roles first.")


def wording_only(step: Step, facts: Facts, person: Person) -> str:
    if facts.round != Round.AMENDMENT or not facts.changed_facts:
        return ""
    return _("This changes facts (%(what)s): abandon the amendment and open a correction.") % {
        "what": "、".join(f"“{words}”" for words in facts.changed_facts)
    }


def as_printed(step: Step, facts: Facts, person: Person) -> str:
    via_print = step.name == "print_check" or "print_check" in facts.signers
    if not via_print or not facts.differs_from_print:
        return ""
    return _("The text differs from the printed page: send it back and pass it through the normal reviews.")


def another_than_checker(step: Step, facts: Facts, person: Person) -> str:
    if person.pk in facts.signers.get("print_check", ()):
        return _("You checked this piece against print: somebody else must release it.")
    return ""


def nothing_missing(step: Step, facts: Facts, person: Person) -> str:
    """A release rests on every signature that its round requires."""
    if not (absent := missing(facts)):
        return ""
    what = "、".join(str(STEPS[name].label) for name in absent)
    return _("These signatures are missing: %(what)s. Send the piece back to that step.") % {"what": what}


def something_missing(step: Step, facts: Facts, person: Person) -> str:
    return "" if missing(facts) else _("No step is missing: release the piece in the normal way.")


def holds_it(step: Step, facts: Facts, person: Person) -> str:
    """Send back is open to whoever could take the step that is due."""
    due = next((name for name, status in SIGNING.items() if status == facts.status), "")
    if due and person.acting_as(STEPS[due].roles):
        return ""
    return _("Only whoever holds the piece at this step can send it back.")


def somewhere_to_send(step: Step, facts: Facts, person: Person) -> str:
    return "" if targets(facts) else _("An amendment is mended here, or abandoned.")


def opener_or_editor(step: Step, facts: Facts, person: Person) -> str:
    if facts.round not in {Round.CORRECTION, Round.AMENDMENT}:
        return _("No correction is in hand.")
    if person.pk == facts.opener or EDITOR in person.roles:
        return ""
    return _("Only editors can abandon a correction.")


def label(step: Step, facts: Facts) -> str:
    """What the button says: what is abandoned is what was opened."""
    if step.name == "abandon" and facts.round == Round.AMENDMENT:
        return _("Abandon the amendment")
    return str(step.label)


def own_piece(step: Step, facts: Facts, person: Person) -> str:
    """Reporters say of their own pieces until when they are held back; from editors upwards of everybody's."""
    return own_draft(step, facts, person) and _("Reporters can change their own pieces only.")


def not_embargoed(step: Step, facts: Facts, person: Person) -> str:
    if not facts.is_embargoed:
        return ""
    return _("The piece is under embargo: release it at a later minute, or have the embargo lifted.")


def embargo_named(step: Step, facts: Facts, person: Person) -> str:
    return "" if facts.has_embargo else _("The piece is under no embargo.")


def expiry_named(step: Step, facts: Facts, person: Person) -> str:
    return "" if facts.has_expiry else _("No minute is named at which the piece leaves the site.")


def review_owed(step: Step, facts: Facts, person: Person) -> str:
    """补审: signs the revision that was released, by people who differ as the reviews must."""
    name = step.name.removeprefix("owed_")
    if name not in facts.owed and name in facts.owed_later:
        return _("What an earlier release of this piece owes is made up first.")
    if name not in facts.owed:
        return _("This review is not owed.")
    if person.pk in facts.owed_authors or person.reporter_id in facts.owed_credited:
        return _("You are an author of this piece: somebody else must do this.")
    if name == "proofread":
        if person.pk == facts.owed_releaser:
            return _("You released this piece: somebody else must proofread it.")
        if person.pk == facts.owed_submitter:
            return _("You submitted this piece: somebody else must proofread it.")
        return ""
    signed = {pk for other in THREE_REVIEWS if other != name for pk in facts.owed_signers.get(other, ())}
    return _("You have signed another review of this piece: the three are three people.") if person.pk in signed else ""


def strictly_three_proofs(step: Step, facts: Facts, person: Person) -> str:
    """The strict profile: three proofs by three people who did no review."""
    if person.pk in facts.signers.get("proofread", ()):
        return _("You have proofread this piece already: the three proofs are read by three people.")
    if any(person.pk in facts.signers.get(name, ()) for name in THREE_REVIEWS):
        return _("You reviewed this piece: the proofs are read by others.")
    return ""


def another_than_final(step: Step, facts: Facts, person: Person) -> str:
    if person.pk in facts.signers.get("final_review", ()):
        return _("You passed the final review: under the strict rules somebody else must release.")
    return ""


# --- the table -------------------------------------------------------------------------------------------------------

_S = Status

STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step("submit", gettext_lazy("Submit for review"), frozenset({_S.DRAFT}), _S.FIRST_REVIEW, (REPORTER,),
             rules=(own_draft, complete, nothing_forbidden, somebody_can_finish)),
        Step("recall", gettext_lazy("Recall"),
             frozenset({_S.FIRST_REVIEW}), _S.DRAFT, (REPORTER,), rules=(own_submission,)),
        Step("first_review", gettext_lazy("Pass first review"),
             frozenset({_S.FIRST_REVIEW}), _S.SECOND_REVIEW, (EDITOR,),
             rules=(not_an_author, three_people)),
        Step("second_review", gettext_lazy("Pass second review"),
             frozenset({_S.SECOND_REVIEW}), _S.FINAL_REVIEW, (DESK_HEAD,),
             rules=(not_an_author, three_people)),
        Step("final_review", gettext_lazy("Pass final review"), frozenset({_S.FINAL_REVIEW}), _S.PROOF,
             (CHIEF, DEPUTY_CHIEF, DUTY_CHIEF), rules=(not_an_author, three_people)),
        Step("proofread", gettext_lazy("Proofreading done"), frozenset({_S.PROOF}), _S.READY, (PROOFREADER,),
             rules=(not_an_author, not_the_submitter, not_the_opener, wording_only)),
        Step("print_check", gettext_lazy("Checked against print"), frozenset({_S.PRINT_CHECK}), _S.READY,
             (EDITOR, PROOFREADER), rules=(complete, as_printed)),
        Step("release", gettext_lazy("Release"), frozenset({_S.READY}), _S.PUBLISHED, CHIEFS,
             rules=(not_an_author, another_than_checker, complete, nothing_forbidden, wording_only, as_printed,
                    nothing_missing)),
        Step("express", gettext_lazy("Release by the express lane"), UNDER_WAY, _S.PUBLISHED, CHIEFS,
             rules=(not_an_author, not_the_opener, something_missing, complete, nothing_forbidden, wording_only,
                    as_printed, not_embargoed), note_length=EXPRESS_REASON, is_grave=True),
        Step("send_back", gettext_lazy("Send back"), UNDER_WAY | {_S.PRINT_CHECK}, None,
             (EDITOR, PROOFREADER, DESK_HEAD, CHIEF, DEPUTY_CHIEF, DUTY_CHIEF), rules=(holds_it, somewhere_to_send),
             note_length=1, wants_code=True),
        Step("reject", gettext_lazy("Do not use"), REVIEWS | {_S.DRAFT}, _S.REJECTED, (DESK_HEAD, DUTY_CHIEF),
             public=NOT_PUBLIC, note_length=1),
        Step("restore", gettext_lazy("Use after all"), frozenset({_S.REJECTED}), _S.DRAFT, (DESK_HEAD, DUTY_CHIEF),
             note_length=1),
        Step("correct", gettext_lazy("Correct"), frozenset({_S.PUBLISHED}), _S.DRAFT, (EDITOR,), public=ONCE_PUBLIC),
        Step("amend", gettext_lazy("Amend the wording"),
             frozenset({_S.PUBLISHED}), _S.PROOF, (EDITOR,), public=ONCE_PUBLIC),
        Step("abandon", gettext_lazy("Abandon the correction"), IN_HAND, _S.PUBLISHED, (REPORTER,), public=ONCE_PUBLIC,
             rules=(opener_or_editor,)),
        Step("unschedule", gettext_lazy("Cancel the schedule"), frozenset({_S.SCHEDULED}), _S.READY, CHIEFS),
        Step("take_down", gettext_lazy("Take down for checking"),
             ANY_STATUS, None, CHIEFS, public=frozenset({PublicState.LIVE}),
             note_length=1),
        Step("put_back", gettext_lazy("Put back"), ANY_STATUS, None, CHIEFS, public=frozenset({PublicState.DOWN})),
        Step("withdraw", gettext_lazy("Withdraw"), ANY_STATUS, _S.WITHDRAWN, CHIEFS, public=ONCE_PUBLIC, note_length=1),
        Step("reinstate", gettext_lazy("Reinstate"), frozenset({_S.WITHDRAWN}), _S.FINAL_REVIEW, (CHIEF,)),
        Step("embargo", gettext_lazy("Set an embargo"), IN_HAND | {_S.PRINT_CHECK}, None, (REPORTER,),
             rules=(own_piece,), note_length=1, wants_minute=True),
        Step("lift_embargo", gettext_lazy("Lift the embargo"),
             IN_HAND | {_S.PRINT_CHECK}, None, (EDITOR, DUTY_CHIEF), rules=(embargo_named,), note_length=1),
        Step("set_expiry", gettext_lazy("Take off at a minute"), ANY_STATUS, None, CHIEFS, public=ONCE_PUBLIC,
             note_length=1, wants_minute=True),
        Step("clear_expiry", gettext_lazy("Leave on the site"), ANY_STATUS, None, CHIEFS, rules=(expiry_named,)),
        Step("owed_first_review", gettext_lazy("Make up the first review"), ANY_STATUS, None, (EDITOR,),
             rules=(review_owed,)),
        Step("owed_second_review", gettext_lazy("Make up the second review"), ANY_STATUS, None, (DESK_HEAD,),
             rules=(review_owed,)),
        Step("owed_final_review", gettext_lazy("Make up the final review"),
             ANY_STATUS, None, (CHIEF, DEPUTY_CHIEF, DUTY_CHIEF),
             rules=(review_owed,)),
        Step("owed_proofread", gettext_lazy("Make up the proofreading"), ANY_STATUS, None, (PROOFREADER,),
             rules=(review_owed,)),
        Step("due", gettext_lazy("Released at its minute"),
             frozenset({_S.SCHEDULED}), _S.PUBLISHED, (), is_system=True),
        Step("missed", gettext_lazy("Not released at its minute"),
             frozenset({_S.SCHEDULED}), _S.READY, (), is_system=True),
        Step("expire", gettext_lazy("Taken off at its minute"),
             ANY_STATUS, _S.WITHDRAWN, (), public=ONCE_PUBLIC, is_system=True),
        Step("stay", gettext_lazy("Not taken off at its minute"),
             ANY_STATUS, None, (), public=ONCE_PUBLIC, is_system=True),
    )
}  # fmt: skip

#: The strict profile: 三校 by three people who did no review, 签发 by another than 终审.
STRICT_STEPS: dict[str, Step] = STEPS | {
    "proofread": replace(STEPS["proofread"], rules=(*STEPS["proofread"].rules, strictly_three_proofs)),
    "release": replace(STEPS["release"], rules=(*STEPS["release"].rules, another_than_final)),
}

PROFILES = ("small", "strict")


def steps(profile: str = "small") -> dict[str, Step]:
    """The table of a profile: "small" (default) or "strict"."""
    return STRICT_STEPS if profile == "strict" else STEPS


def proofs_wanted(profile: str) -> int:
    """How many proofs are read before a piece is ready (三校)."""
    return 3 if profile == "strict" else 1


# --- what the rest of the house asks ---------------------------------------------------------------------------------


def why_not(step: Step, facts: Facts, person: Person) -> str:
    """Why this step is closed to this person now: a sentence for the editor, or "" when it is open."""
    if step.is_system:
        return _("This step is taken by the clock.")
    if facts.status not in step.from_:
        return _("The piece is “%(status)s”: this step does not apply.") % {"status": facts.status.label}
    if facts.public_state not in step.public:
        return _("For readers the piece is “%(state)s”: this step does not apply.") % {
            "state": facts.public_state.label
        }
    if not person.acting_as(step.roles):
        return _("This step is for: %(roles)s.") % {"roles": "、".join(step.roles)}
    if reason := why_not_section(facts, person):
        return reason
    return next((reason for rule in step.rules if (reason := rule(step, facts, person))), "")


def wants_override(step: Step, facts: Facts, person: Person) -> bool:
    """Whether nothing but forbidden words, which this person may let pass with a reason, closes the step to him."""
    if not facts.forbidden or not why_not(step, replace(facts, override=""), person):
        return False
    return not why_not(step, replace(facts, override="x" * OVERRIDE_REASON), person)


def why_not_note(step: Step, note: str) -> str:
    """Why this note does not do for this step, or ""."""
    length = len(note.strip())
    if step.note_length and not length:
        return _("A reason is due.")
    if length < step.note_length:
        return _("The reason must have at least %(length)d characters.") % {"length": step.note_length}
    return ""


def why_not_code(step: Step, code: str) -> str:
    """Why this code of a reason does not do for this step, or ""."""
    if not step.wants_code or code in ReturnReason.values:
        return ""
    return _("Choose what kind of reason it is.")


def why_not_minute(step: Step, at: datetime | None, *, now: datetime) -> str:
    """Why this minute does not do for a step that names one, or ""."""
    if not step.wants_minute:
        return ""
    if at is None:
        return _("Name the minute.")
    return "" if at > now else _("The minute must lie in the future.")


def why_not_time(at: datetime, *, embargo: datetime | None, expiry: datetime | None) -> str:
    """Why readers may not get a piece at this moment, or "": not before an embargo ends, not after it has to leave."""
    if embargo is not None and at < embargo:
        return _("The piece is under embargo: release it at a later minute, or have the embargo lifted.")
    if expiry is not None and expiry <= at:
        return _("The minute at which the piece leaves the site must come after its release.")
    return ""


def why_not_section(facts: Facts, person: Person) -> str:
    """Whoever is limited to sections works on the pieces of these, on those that have none yet, and on his own."""
    if not person.sections or facts.section is None or facts.section in person.sections:
        return ""
    if person.pk == facts.creator or is_author(facts, person):
        return ""
    return _("This piece is of a section that is not among yours.")


def why_not_edit(facts: Facts, person: Person) -> str:
    """Why this person may not change the text now, or "": drafts by their writers and editors, then the holder."""
    if reason := why_not_section(facts, person):
        return reason
    if facts.status == Status.DRAFT:
        if not person.acting_as((REPORTER,)):
            return _("This step is for: %(roles)s.") % {"roles": REPORTER}
        return own_draft(STEPS["submit"], facts, person) and _("Reporters can change their own pieces only.")
    if facts.round == Round.REINSTATEMENT:  # what is reinstated is what was public, on the signatures of then
        return _("A reinstated piece comes back as it was public: to change it, send it back to draft.")
    if facts.status not in SIGNING.values():
        return _("The piece is “%(status)s”: its text is closed.") % {"status": facts.status.label}
    if facts.round == Round.AMENDMENT and person.pk == facts.opener and facts.status == Status.PROOF:
        return ""
    due = next(name for name, status in SIGNING.items() if status == facts.status)
    if person.acting_as(STEPS[due].roles):
        return ""
    return _("Only whoever holds the piece at this step can change it.")


def why_not_place(facts: Facts, person: Person) -> str:
    """Why this person may not move the piece to another section, tags or place on the page (编务调整), or ""."""
    if facts.status != Status.PUBLISHED:
        return _("The piece is “%(status)s”: change it in the form.") % {"status": facts.status.label}
    if not person.acting_as((EDITOR,)):
        return _("This step is for: %(roles)s.") % {"roles": EDITOR}
    return why_not_section(facts, person)


#: Whoever reads a piece for the paper may write a note on a paragraph of it.
ANNOTATORS = (EDITOR, PROOFREADER, DUTY_CHIEF)


def why_not_annotate(facts: Facts, person: Person) -> str:
    """Why this person may not write a note on a paragraph now, or ""."""
    if facts.status not in SIGNING.values():
        return _("Notes are written while a piece is under review.")
    if not person.acting_as(ANNOTATORS):
        return _("This step is for: %(roles)s.") % {"roles": "、".join(ANNOTATORS)}
    return why_not_section(facts, person)


def required(facts: Facts) -> tuple[str, ...]:
    """The signatures that a release of this piece rests on."""
    if facts.round == Round.AMENDMENT:
        return ("proofread",)
    if facts.round == Round.REINSTATEMENT:  # the text is what was public, on the earlier signatures
        return ("final_review", "proofread")
    if "print_check" in facts.signers:
        return ("print_check",)
    return (*THREE_REVIEWS, "proofread")


def missing(facts: Facts) -> tuple[str, ...]:
    """The signatures that are required and do not stand."""
    return tuple(name for name in required(facts) if not facts.signers.get(name))


def targets(facts: Facts) -> tuple[Status, ...]:
    """Where the holder may send the piece back to, nearest first."""
    if facts.round == Round.AMENDMENT:
        route = AMENDMENT_ROUTE
    elif facts.status == Status.PRINT_CHECK or "print_check" in facts.signers:
        route = PRINTED_ROUTE
    else:
        route = ROUTE
    if facts.status not in route:
        return ()
    earlier = route[: route.index(facts.status)]
    if facts.round == Round.REINSTATEMENT and not facts.signers.get("first_review"):
        # An archive's or a printed piece never had a first review: the second cannot be the place where it begins.
        earlier = tuple(status for status in earlier if status != Status.SECOND_REVIEW)
    return tuple(reversed(earlier))


def becomes(step: Step, facts: Facts, *, to: Status | None = None, proofs: int = 1) -> Status:
    """The status after this step. `to` is the target of a sending back, or SCHEDULED for a release at a minute.

    Raises ValueError when the step has no such target.
    """
    if step.name == "send_back":
        if to not in targets(facts):
            raise ValueError(to)
        return to
    if step.name == "release" and to == Status.SCHEDULED:
        return to
    if step.name == "take_down" and facts.status == Status.SCHEDULED:
        return Status.READY  # the clock must not put back what a chief took down
    if step.name == "proofread" and len(facts.signers.get("proofread", ())) + 1 < proofs:
        return Status.PROOF
    return step.to or facts.status


class Record(Protocol):
    """What `standing` reads of a review."""

    step: str
    by_id: int | None
    status_before: str
    status_after: str


def standing(records: Iterable[Record]) -> dict[str, tuple[int, ...]]:
    """The signatures that stand after these reviews of one piece, oldest first: step → keys of who signed.

    A new round begins with none. Sending back takes away those of the target and of all later steps; the earlier
    ones stand. A cancelled schedule takes away the release. What is dropped leaves those of the text that is public.
    """
    return _signed(records)[0]


def named(records: Iterable[Record]) -> dict[str, tuple[int, ...]]:
    """The signatures that a piece names to readers after these reviews.

    An amendment passes one proof only, a reinstated piece no first review: for the rest those of before go on.
    """
    signed, inherited = _signed(records)
    return inherited | signed


def _signed(records: Iterable[Record]) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """The signatures of the work in hand, and those of the public text with which it goes on."""
    signed, inherited, public = {}, {}, {}
    for record in records:
        if record.step in SIGNING:
            signed = {**signed, record.step: (*signed.get(record.step, ()), record.by_id)}
        elif record.step in {"submit", "correct", "amend", "restore"}:
            signed, inherited = {}, public if record.step == "amend" else {}
        elif record.step in {"abandon", "withdraw", "expire"}:
            signed = inherited = public
        elif record.step in {"send_back", "reinstate", "unschedule", "missed", "recall"}:
            signed = before(signed, Status(record.status_after))
        elif record.step == "take_down" and record.status_before == Status.SCHEDULED:
            signed = before(signed, Status.READY)
        if record.step in PUBLISHES and record.status_after == Status.PUBLISHED:
            public = inherited | signed
    return signed, inherited


def before(signed: Mapping[str, tuple[int, ...]], status: Status) -> dict[str, tuple[int, ...]]:
    """Those of the signatures that belong to steps before this status."""
    return {name: who for name, who in signed.items() if PLACE[SIGNING[name]] < PLACE[status]}


def way_forward(facts: Facts, people: Iterable[Person], *, profile: str = "small") -> str:
    """How these people could bring the piece to readers: "normal", "express" (that lane alone is left) or "".

    The signatures that are still due are places to fill; a person fits a place if its step is open to him, and some
    places want different people. With one candidate more than there are places, a place can always be filled, so
    that the search stays small however large the staff.
    """
    table, people = steps(profile), tuple(people)
    if facts.status == Status.DRAFT:
        facts = replace(facts, status=Status.FIRST_REVIEW, signers={})
    places = _places_to_fill(facts, proofs_wanted(profile))
    signed = dict.fromkeys(required(facts), (-1,))  # by somebody: the rules on who signed are the search's own
    fitting = []
    for name in places:
        at_step = replace(facts, status=SIGNING[name], signers={**signed, **facts.signers})
        able = [one.pk for one in people if not why_not(table[name], at_step, one)]
        fitting.append((name, able[: len(places) + 1]))
    if _can_fill(sorted(fitting, key=lambda place: len(place[1])), {}, profile):
        return "normal"
    return "express" if any(not why_not(table["express"], facts, one) for one in people) else ""


def _places_to_fill(facts: Facts, proofs: int) -> list[str]:
    """The steps that still want a signature, in their order; a proof once for each reading that is due."""
    is_printed = facts.status == Status.PRINT_CHECK or "print_check" in facts.signers
    route = PRINTED_ROUTE if is_printed else ROUTE
    if facts.status not in route:
        return ["release"]
    due = [name for name, status in SIGNING.items() if status in route[route.index(facts.status) :]]
    more_proofs = proofs - 1 - len(facts.signers.get("proofread", ())) if "proofread" in due else 0
    return [*due, *["proofread"] * more_proofs]


def _can_fill(places: list[tuple[str, list[int]]], filled: dict[int, tuple[str, int]], profile: str) -> bool:
    if not places:
        return True
    (name, able), rest = places[0], places[1:]
    for pk in able:
        if any(pk == other and _apart(name, step, profile) for step, other in filled.values()):
            continue
        if _can_fill(rest, {**filled, len(filled): (name, pk)}, profile):
            return True
    return False


def _apart(one: str, other: str, profile: str) -> bool:
    """Whether these two signatures want two people."""
    pair = {one, other}
    if pair <= set(THREE_REVIEWS) or pair == {"print_check", "release"}:
        return True
    if profile != "strict":
        return False
    return pair == {"final_review", "release"} or ("proofread" in pair and pair <= {"proofread", *THREE_REVIEWS})


def concerns(step: Step, facts: Facts) -> bool:
    """Whether a button for this step belongs on the page of a piece where it is, open or closed."""
    if step.is_system or facts.status not in step.from_ or facts.public_state not in step.public:
        return False
    if step.name.startswith("owed_"):
        return step.name.removeprefix("owed_") in facts.owed
    if step.name == "abandon":
        return facts.round in {Round.CORRECTION, Round.AMENDMENT}
    if step.name == "express":
        return bool(missing(facts))
    if step.name in {"lift_embargo", "clear_expiry"}:
        return facts.has_embargo if step.name == "lift_embargo" else facts.has_expiry
    return step.name != "send_back" or bool(targets(facts))
