"""The workflow as one table: one row a step."""

from dataclasses import replace

from django.utils.translation import gettext_lazy

from articles.workflow.records import Rule, Step
from articles.workflow.rules import (
    another_than_checker,
    another_than_final,
    as_printed,
    complete,
    embargo_named,
    expiry_named,
    holds_it,
    not_an_author,
    not_embargoed,
    not_the_opener,
    not_the_submitter,
    nothing_forbidden,
    nothing_missing,
    opener_or_editor,
    own_draft,
    own_piece,
    own_submission,
    review_owed,
    somebody_can_finish,
    something_missing,
    somewhere_to_send,
    strictly_three_proofs,
    three_people,
    wording_only,
)
from articles.workflow.signatures import CHIEFS, SIGNATURES
from articles.workflow.statuses import (
    ANY_STATUS,
    IN_HAND,
    NOT_PUBLIC,
    ONCE_PUBLIC,
    REVIEWS,
    UNDER_WAY,
    PublicState,
    Status,
)
from staff.roles import CHIEF, DESK_HEAD, DUTY_CHIEF, EDITOR, REPORTER

_S = Status

#: Characters that the reason for passing a piece through the express lane must have at least.
EXPRESS_REASON = 10


def _signs(name: str, to: Status, *rules: Rule) -> Step:
    """A step that signs a revision, where it is due."""
    one = SIGNATURES[name]
    return Step(name, one.label, frozenset({one.status}), to, one.roles, rules=rules)


def _makes_up(name: str, label: str) -> Step:
    """补审: the same signature under what the express lane released, wherever the piece is now."""
    return Step(f"owed_{name}", label, ANY_STATUS, None, SIGNATURES[name].roles, rules=(review_owed,))


STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step("submit", gettext_lazy("Submit for review"), frozenset({_S.DRAFT}), _S.FIRST_REVIEW, (REPORTER,),
             rules=(own_draft, complete, nothing_forbidden, somebody_can_finish)),
        Step("recall", gettext_lazy("Recall"),
             frozenset({_S.FIRST_REVIEW}), _S.DRAFT, (REPORTER,), rules=(own_submission,)),
        _signs("first_review", _S.SECOND_REVIEW, not_an_author, three_people),
        _signs("second_review", _S.FINAL_REVIEW, not_an_author, three_people),
        _signs("final_review", _S.PROOF, not_an_author, three_people),
        _signs("proofread", _S.READY, not_an_author, not_the_submitter, not_the_opener, wording_only),
        _signs("print_check", _S.READY, complete, as_printed),
        _signs("release", _S.PUBLISHED, not_an_author, another_than_checker, complete, nothing_forbidden, wording_only,
               as_printed, nothing_missing),
        Step("express", gettext_lazy("Release by the express lane"), UNDER_WAY, _S.PUBLISHED, CHIEFS,
             rules=(not_an_author, not_the_opener, something_missing, complete, nothing_forbidden, wording_only,
                    as_printed, not_embargoed), note_length=EXPRESS_REASON, is_grave=True),
        Step("send_back", gettext_lazy("Send back"), UNDER_WAY | {_S.PRINT_CHECK}, None,
             tuple(dict.fromkeys(role for one in SIGNATURES.values() for role in one.roles)),
             rules=(holds_it, somewhere_to_send), note_length=1, wants_code=True),
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
        _makes_up("first_review", gettext_lazy("Make up the first review")),
        _makes_up("second_review", gettext_lazy("Make up the second review")),
        _makes_up("final_review", gettext_lazy("Make up the final review")),
        _makes_up("proofread", gettext_lazy("Make up the proofreading")),
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
