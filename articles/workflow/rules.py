"""The rules of the steps: each gives the sentence why a step is closed to somebody, or ""."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from articles.workflow.records import Facts, Step
from articles.workflow.signatures import CHIEFS, DUE, SIGNATURES, THREE_REVIEWS, missing, targets
from articles.workflow.statuses import Round
from staff.roles import EDITOR, Person

#: Characters that the reason for letting a forbidden word pass must have at least.
OVERRIDE_REASON = 10
#: Changed facts of an amendment that one sentence names.
MOST_TOLD = 8


def why_not_as(roles: Iterable[str], person: Person) -> str:
    """Why this person may act as none of these roles, or ""."""
    return "" if person.acting_as(roles) else _("This step is for: %(roles)s.") % {"roles": "、".join(roles)}


def is_author(facts: Facts, person: Person) -> bool:
    """Credited, or has written the body: nobody passes a piece of his own."""
    return person.pk in facts.writers or (person.reporter_id is not None and person.reporter_id in facts.credited)


def is_own(facts: Facts, person: Person) -> bool:
    """Whether a reporter entered or wrote it; from editors upwards every piece is theirs."""
    return EDITOR in person.roles or person.pk == facts.creator or is_author(facts, person)


def is_holder(facts: Facts, person: Person) -> bool:
    """Whether the piece waits for a signature that this person's role gives."""
    return facts.status in DUE and bool(person.acting_as(SIGNATURES[DUE[facts.status]].roles))


def why_not_section(facts: Facts, person: Person) -> str:
    """Whoever is limited to sections works on the pieces of these, on those that have none yet, and on his own."""
    if not person.sections or facts.section is None or facts.section in person.sections:
        return ""
    if person.pk == facts.creator or is_author(facts, person):
        return ""
    return _("This piece is of a section that is not among yours.")


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
    return "" if is_own(facts, person) else _("Reporters can submit their own pieces only.")


def three_people(step: Step, facts: Facts, person: Person) -> str:
    """The three reviews are signed by three different people."""
    name = step.name.removeprefix("owed_")
    signed = {pk for other in THREE_REVIEWS if other != name for pk in facts.signers.get(other, ())}
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
    told = "；".join(facts.changed_facts[:MOST_TOLD])
    if len(facts.changed_facts) > MOST_TOLD:
        more = len(facts.changed_facts) - MOST_TOLD
        told = _("%(told)s; and %(count)d more") % {"told": told, "count": more}
    return _("This changes facts: %(what)s. Put them back, or abandon the amendment and open a correction.") % {
        "what": told
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
    what = "、".join(str(SIGNATURES[name].label) for name in absent)
    return _("These signatures are missing: %(what)s. Send the piece back to that step.") % {"what": what}


def something_missing(step: Step, facts: Facts, person: Person) -> str:
    return "" if missing(facts) else _("No step is missing: release the piece in the normal way.")


def holds_it(step: Step, facts: Facts, person: Person) -> str:
    """Send back is open to whoever could take the step that is due."""
    return "" if is_holder(facts, person) else _("Only whoever holds the piece at this step can send it back.")


def somewhere_to_send(step: Step, facts: Facts, person: Person) -> str:
    return "" if targets(facts) else _("An amendment is mended here, or abandoned.")


def opener_or_editor(step: Step, facts: Facts, person: Person) -> str:
    if facts.round not in {Round.CORRECTION, Round.AMENDMENT}:
        return _("No correction is in hand.")
    if person.pk == facts.opener or EDITOR in person.roles:
        return ""
    return _("Only editors can abandon a correction.")


def own_piece(step: Step, facts: Facts, person: Person) -> str:
    return "" if is_own(facts, person) else _("Reporters can change their own pieces only.")


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
    then = replace(facts, writers=facts.owed_authors, credited=facts.owed_credited, signers=facts.owed_signers,
                   submitter=facts.owed_submitter)  # fmt: skip
    if reason := not_an_author(step, then, person):
        return reason
    if name != "proofread":
        return three_people(step, then, person)
    if person.pk == facts.owed_releaser:
        return _("You released this piece: somebody else must proofread it.")
    return not_the_submitter(step, then, person)


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
