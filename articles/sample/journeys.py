"""The way of every sample piece through the newsroom, as tables of deeds: what, by whom, when.

Nothing here writes: `load` carries the deeds out through `editing`, in the order of their hours.
"""

from dataclasses import dataclass

from articles.sample.paper import Page, Person, Piece, paper
from articles.workflow import Status
from staff.roles import CHIEF, DEPUTY_CHIEF, DESK_HEAD, EDITOR, PROOFREADER, REPORTER

#: The sections that the second editor in charge keeps; the first keeps all others.
SECOND_DESK = frozenset({"fukan", "gonggao"})


@dataclass(frozen=True)
class Deed:
    """A step of the workflow, or "edit", by somebody of the staff.

    `hours` count from midnight before the issue day; `who` is a key of `cast_of`.
    """

    hours: float
    step: str
    who: str
    note: str = ""
    to: Status | None = None


TO_FIRST_REVIEW = (Deed(-9.5, "submit", "writer"),)
TO_SECOND_REVIEW = (*TO_FIRST_REVIEW, Deed(-8.2, "first_review", "first_reader"))
TO_FINAL_REVIEW = (*TO_SECOND_REVIEW, Deed(-6.6, "second_review", "head"))
TO_PROOF = (*TO_FINAL_REVIEW, Deed(-5.1, "final_review", "deputy"))
TO_READY = (*TO_PROOF, Deed(-3.3, "proofread", "proofreader"))
TO_PUBLISHED = (*TO_READY, Deed(6, "release", "chief"))

SENT_BACK = "第一段先交代她是谁、店在哪里；“亏光了”请改成具体数字，或者写明本人不愿透露。"
#: One journey a fate; the notes of some stand with the piece itself.
JOURNEYS: dict[str, tuple[Deed, ...]] = {
    "draft": (),
    "first_review": TO_FIRST_REVIEW,
    "second_review": (
        Deed(-12, "submit", "writer"),
        Deed(-11, "send_back", "first_reader", note=SENT_BACK, to=Status.DRAFT),
        *TO_SECOND_REVIEW,
    ),
    "final_review": TO_FINAL_REVIEW,
    "proof": TO_PROOF,
    "ready": TO_READY,
    "scheduled": (*TO_READY, Deed(6.5, "release", "chief")),
    "published": TO_PUBLISHED,
    "express": (Deed(-6, "submit", "desk"), Deed(-5.8, "express", "chief")),
    "amended": (
        *TO_PUBLISHED,
        Deed(20, "amend", "desk"),
        Deed(20.1, "edit", "desk"),
        Deed(21, "proofread", "proofreader"),
        Deed(21.5, "release", "chief"),
    ),
    "corrected": (
        *TO_PUBLISHED,
        Deed(33, "correct", "desk"),
        Deed(33.2, "edit", "desk"),
        Deed(33.3, "submit", "desk"),
        Deed(34, "first_review", "other_desk"),
        Deed(35, "second_review", "head"),
        Deed(35.5, "final_review", "deputy"),
        Deed(36, "proofread", "proofreader"),
        Deed(36.2, "release", "chief"),
    ),
    "correcting": (*TO_PUBLISHED, Deed(31, "correct", "desk"), Deed(31.3, "edit", "desk")),
    "taken_down": (*TO_PUBLISHED, Deed(52, "take_down", "chief")),
    "withdrawn": (*TO_PUBLISHED, Deed(57, "withdraw", "chief")),
    "rejected": (*TO_FIRST_REVIEW, Deed(-7.5, "reject", "head")),
    "print_check": (),
}
#: A piece of a page that is printed and signed already.
CHECKED_AGAINST_PRINT = (Deed(8, "print_check", "desk"), Deed(9, "release", "chief"))


def journey(page: Page, piece: Piece) -> tuple[Deed, ...]:
    """What is done with this piece, in order."""
    return CHECKED_AGAINST_PRINT if page.printed and piece.fate == "published" else JOURNEYS[piece.fate]


def _holding(role: str) -> list[Person]:
    return [person for person in paper().people if role in person.roles]


def cast_of(piece: Piece, order: int) -> dict[str, str]:
    """Who takes which part in the journey of a piece, by login: no author reviews, three people review.

    A reporter with an account submits what is his; all else is submitted by the editor who brought it in, and read
    first by the other one.
    """
    first, second = (person.login for person in _holding(EDITOR))
    desk, other_desk = (second, first) if piece.section in SECOND_DESK else (first, second)
    writer = next((person.login for person in _holding(REPORTER) if person.name in piece.byline), desk)
    proofreaders = _holding(PROOFREADER)
    return {
        "writer": writer,
        "desk": desk,
        "other_desk": other_desk,
        "first_reader": other_desk if writer == desk else desk,
        "head": _holding(DESK_HEAD)[0].login,
        "deputy": _holding(DEPUTY_CHIEF)[0].login,
        "chief": _holding(CHIEF)[0].login,
        "proofreader": proofreaders[order % len(proofreaders)].login,
    }
