"""Who may write on a piece where it is: its text, its placement, notes on its paragraphs."""

from django.utils.translation import gettext as _

from articles.workflow.records import Facts
from articles.workflow.rules import is_holder, is_own, why_not_as, why_not_section
from articles.workflow.signatures import DUE
from articles.workflow.statuses import Round, Status
from staff.roles import DUTY_CHIEF, EDITOR, PROOFREADER, REPORTER, Person

#: Whoever reads a piece for the paper may write a note on a paragraph of it.
ANNOTATORS = (EDITOR, PROOFREADER, DUTY_CHIEF)


def why_not_edit(facts: Facts, person: Person) -> str:
    """Why this person may not change the text now, or "": drafts by their writers and editors, then the holder."""
    if reason := why_not_section(facts, person):
        return reason
    if facts.status == Status.DRAFT:
        if reason := why_not_as((REPORTER,), person):
            return reason
        return "" if is_own(facts, person) else _("Reporters can change their own pieces only.")
    if facts.round == Round.REINSTATEMENT:  # what is reinstated is what was public, on the signatures of then
        return _("A reinstated piece comes back as it was public: to change it, send it back to draft.")
    if facts.status not in DUE:
        return _("The piece is “%(status)s”: its text is closed.") % {"status": facts.status.label}
    if facts.round == Round.AMENDMENT and person.pk == facts.opener and facts.status == Status.PROOF:
        return ""
    return "" if is_holder(facts, person) else _("Only whoever holds the piece at this step can change it.")


def why_not_place(facts: Facts, person: Person) -> str:
    """Why this person may not move the piece to another section, tags or place on the page (编务调整), or ""."""
    if facts.status != Status.PUBLISHED:
        return _("The piece is “%(status)s”: change it in the form.") % {"status": facts.status.label}
    return why_not_as((EDITOR,), person) or why_not_section(facts, person)


def why_not_annotate(facts: Facts, person: Person) -> str:
    """Why this person may not write a note on a paragraph now, or ""."""
    if facts.status not in DUE:
        return _("Notes are written while a piece is under review.")
    return why_not_as(ANNOTATORS, person) or why_not_section(facts, person)
