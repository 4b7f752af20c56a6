"""Whether the staff could bring a piece to readers: asked before it is submitted, so that none is left standing."""

from collections.abc import Iterable
from dataclasses import replace

from articles.workflow.answers import why_not
from articles.workflow.records import Facts
from articles.workflow.signatures import SIGNING, THREE_REVIEWS, required
from articles.workflow.statuses import PRINTED_ROUTE, ROUTE, Status
from articles.workflow.table import proofs_wanted, steps
from staff.roles import Person


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
