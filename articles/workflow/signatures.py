"""The signatures of a piece: who gives them, which of them stand, which a release rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext_lazy

from articles.workflow.records import Facts
from articles.workflow.statuses import AMENDMENT_ROUTE, PLACE, PRINTED_ROUTE, ROUTE, Round, Status
from staff.roles import CHIEF, DEPUTY_CHIEF, DESK_HEAD, DUTY_CHIEF, EDITOR, PROOFREADER

CHIEFS = (CHIEF, DUTY_CHIEF)


@dataclass(frozen=True)
class Signature:
    """A step that signs a revision: what its button says, where it is due, who gives it."""

    label: str
    status: Status
    roles: tuple[str, ...]


#: In their order.
SIGNATURES: dict[str, Signature] = {
    "first_review": Signature(gettext_lazy("Pass first review"), Status.FIRST_REVIEW, (EDITOR,)),
    "second_review": Signature(gettext_lazy("Pass second review"), Status.SECOND_REVIEW, (DESK_HEAD,)),
    "final_review": Signature(
        gettext_lazy("Pass final review"), Status.FINAL_REVIEW, (CHIEF, DEPUTY_CHIEF, DUTY_CHIEF)
    ),
    "print_check": Signature(gettext_lazy("Checked against print"), Status.PRINT_CHECK, (EDITOR, PROOFREADER)),
    "proofread": Signature(gettext_lazy("Proofreading done"), Status.PROOF, (PROOFREADER,)),
    "release": Signature(gettext_lazy("Release"), Status.READY, CHIEFS),
}
#: The status in which each is due, and the step that is due in a status.
SIGNING: dict[str, Status] = {name: one.status for name, one in SIGNATURES.items()}
DUE: dict[Status, str] = {status: name for name, status in SIGNING.items()}

THREE_REVIEWS = ("first_review", "second_review", "final_review")
#: The steps after which readers have the piece.
PUBLISHES = frozenset({"release", "express", "due"})

Signed = dict[str, tuple[int, ...]]  # step → keys of who signed, oldest first


class Record(Protocol):
    """What `standing` reads of a review."""

    step: str
    by_id: int | None
    status_before: str
    status_after: str


def standing(records: Iterable[Record]) -> Signed:
    """The signatures that stand after these reviews of one piece.

    A new round begins with none. Sending back takes away those of the target and of all later steps; the earlier
    ones stand. A cancelled schedule takes away the release. What is dropped leaves those of the text that is public.
    """
    return _signed(records)[0]


def named(records: Iterable[Record]) -> Signed:
    """The signatures that a piece names to readers after these reviews.

    An amendment passes one proof only, a reinstated piece no first review: for the rest those of before go on.
    """
    signed, inherited = _signed(records)
    return inherited | signed


def _signed(records: Iterable[Record]) -> tuple[Signed, Signed]:
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


def before(signed: Mapping[str, tuple[int, ...]], status: Status) -> Signed:
    """Those of the signatures that belong to steps before this status."""
    return {name: who for name, who in signed.items() if PLACE[SIGNING[name]] < PLACE[status]}


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
