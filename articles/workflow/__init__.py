"""The workflow as one table: 三审三校, the express lane, corrections, withdrawals.

`STEPS` has one row a step. `why_not()` gives the reason why a step is closed to a person, or "". The admin draws its
buttons from it and `editing.advance()` enforces it, so the two cannot disagree. Nothing here asks the database, the
clock or a setting: `Facts` says all that the rules may know of a piece.

statuses     where a piece can be, and on which ways it gets there
records      what the rules may know of a piece, and what a step is
signatures   who signs, what stands, what a release rests on
rules        each the sentence why a step is closed
table        one row a step, and the stricter profile
answers      what the rest of the house asks of a step
writing      who may write on a piece where it is
way_forward  whether the staff could bring it to readers
"""

from articles.workflow.answers import (
    becomes,
    concerns,
    label,
    wants_override,
    why_not,
    why_not_code,
    why_not_minute,
    why_not_note,
    why_not_time,
)
from articles.workflow.records import Facts, Step
from articles.workflow.rules import (
    OVERRIDE_REASON,
    as_printed,
    complete,
    nothing_forbidden,
    wording_only,
)
from articles.workflow.signatures import DUE, SIGNING, THREE_REVIEWS, missing, named, standing, targets
from articles.workflow.statuses import (
    IN_HAND,
    ONCE_PUBLIC,
    ROUTE,
    UNDER_WAY,
    PublicState,
    ReturnReason,
    Round,
    Status,
)
from articles.workflow.table import STEPS, proofs_wanted, steps
from articles.workflow.way_forward import way_forward
from articles.workflow.writing import why_not_annotate, why_not_edit, why_not_place

__all__ = [
    "DUE", "IN_HAND", "ONCE_PUBLIC", "OVERRIDE_REASON", "ROUTE", "SIGNING", "STEPS", "THREE_REVIEWS", "UNDER_WAY",
    "Facts", "PublicState", "ReturnReason", "Round", "Status", "Step", "as_printed", "becomes", "complete", "concerns",
    "label", "missing", "named", "nothing_forbidden", "proofs_wanted", "standing", "steps", "targets", "wants_override",
    "way_forward", "why_not", "why_not_annotate", "why_not_code", "why_not_edit", "why_not_minute", "why_not_note",
    "why_not_place", "why_not_time", "wording_only",
]  # fmt: skip
