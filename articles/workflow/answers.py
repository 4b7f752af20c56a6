"""What the rest of the house asks of a step: why it is closed, what it has to be told, where it leads."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from articles.workflow.records import Facts, Step
from articles.workflow.rules import OVERRIDE_REASON, why_not_as, why_not_section
from articles.workflow.signatures import missing, targets
from articles.workflow.statuses import ReturnReason, Round, Status
from staff.roles import Person


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
    if reason := why_not_as(step.roles, person) or why_not_section(facts, person):
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


def label(step: Step, facts: Facts) -> str:
    """What the button says: what is abandoned is what was opened."""
    if step.name == "abandon" and facts.round == Round.AMENDMENT:
        return _("Abandon the amendment")
    return str(step.label)


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
