"""A small newsroom is never stuck: two 记者, one 责任编辑, 部主任, 总编辑 and 校对, each absent in turn."""

import itertools
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import workflow
from articles.workflow import SIGNING, Facts, Status, standing, way_forward, why_not
from staff.roles import CHIEF, DESK_HEAD, EDITOR, PROOFREADER, REPORTER, Person, acting_roles

LI, SUN, WANG, CHEN, ZHAO, QIAN = range(1, 7)
ROLES = {LI: REPORTER, SUN: REPORTER, WANG: EDITOR, CHEN: DESK_HEAD, ZHAO: CHIEF, QIAN: PROOFREADER}


def newsroom(*, absent: int | None = None, on_duty: int | None = None) -> list[Person]:
    return [Person(pk, None, acting_roles([role], on_duty=pk == on_duty)) for pk, role in ROLES.items() if pk != absent]


def stand_in(absent: int | None, author: int) -> int | None:
    """Whoever the chief puts on the duty roster before he leaves, or for a piece of his own."""
    if ZHAO not in {absent, author}:
        return None
    return next(pk for pk in (CHEN, WANG) if pk not in {absent, author})


@pytest.mark.parametrize("author", [LI, SUN])
def test_with_everybody_there_a_reporters_piece_takes_the_normal_way(author):
    facts = Facts(writers=frozenset({author}), submitter=author)
    assert way_forward(facts, newsroom()) == "normal"


WHO_IS_AWAY_AND_WHO_WROTE = [pair for pair in itertools.product([None, *ROLES], ROLES) if pair[0] != pair[1]]


@pytest.mark.parametrize(("absent", "author"), WHO_IS_AWAY_AND_WHO_WROTE)
def test_no_piece_is_left_without_a_way_whoever_is_away_and_whoever_wrote_it(absent, author):
    staff = newsroom(absent=absent, on_duty=stand_in(absent, author))
    facts = Facts(writers=frozenset({author}), submitter=author)
    assert way_forward(facts, staff) in {"normal", "express"}


@pytest.mark.parametrize(("absent", "author", "status"), [*itertools.product(ROLES, [LI, SUN], SIGNING.values())])
def test_no_piece_is_left_standing_at_any_step(absent, author, status):
    facts = Facts(
        status=status, writers=frozenset({author}), submitter=author,
        signers={"first_review": (WANG,), "second_review": (CHEN,)} if status in {Status.PROOF, Status.READY} else {},
    )  # fmt: skip
    staff = newsroom(absent=absent, on_duty=stand_in(absent, author))
    if status == Status.PRINT_CHECK:
        assert way_forward(facts, staff) == "normal"
    else:
        assert way_forward(facts, staff) in {"normal", "express"}


@pytest.mark.parametrize("absent", [WANG, QIAN])
def test_a_higher_role_takes_the_lower_step_and_never_the_reverse(absent):
    facts = Facts(writers=frozenset({LI}), submitter=LI)
    assert way_forward(facts, newsroom(absent=absent)) == ("express" if absent == WANG else "normal")


def test_a_newsroom_without_a_chief_and_without_a_duty_is_stuck_and_that_is_seen():
    facts = Facts(writers=frozenset({LI}), submitter=LI)
    assert way_forward(facts, newsroom(absent=ZHAO)) == ""


def test_a_chief_who_wrote_the_piece_cannot_release_it_alone():
    assert way_forward(Facts(writers=frozenset({ZHAO})), newsroom()) == ""
    assert way_forward(Facts(writers=frozenset({ZHAO})), newsroom(on_duty=CHEN)) == "express"


def test_the_strict_rules_need_three_proofreaders_and_another_releaser():
    facts = Facts(writers=frozenset({LI}), submitter=LI)
    staff = newsroom()
    assert way_forward(facts, staff, profile="strict") == "express"
    more = [Person(pk, None, acting_roles([role])) for pk, role in ((7, PROOFREADER), (8, PROOFREADER), (9, CHIEF))]
    assert way_forward(facts, [*staff, *more], profile="strict") == "normal"


STEPS_OF_THE_RECORD = (*SIGNING, "submit", "recall", "send_back", "reject", "restore", "correct", "amend", "abandon",
                       "unschedule", "take_down", "put_back", "withdraw", "reinstate", "express", "due", "missed",
                       "place", "owed_proofread")  # fmt: skip
records = st.lists(
    st.builds(
        lambda step, by, before, after: SimpleNamespace(
            step=step, by_id=by, status_before=before.value, status_after=after.value
        ),
        st.sampled_from(STEPS_OF_THE_RECORD), st.integers(1, 5), st.sampled_from([*Status]),
        st.sampled_from([Status.DRAFT, Status.FIRST_REVIEW, Status.SECOND_REVIEW, Status.FINAL_REVIEW,
                         Status.PRINT_CHECK, Status.PROOF, Status.READY]),
    ),
    max_size=12,
)  # fmt: skip


@given(records)
def test_whatever_the_record_says_it_can_be_read(record):
    """The record is append-only: one that could not be read would close the desk for good."""
    assert set(standing(record)) <= set(SIGNING)


def test_a_large_staff_is_searched_at_once_under_both_profiles():
    """No timing: the number of rules asked stays small, whatever the search finds."""
    asked = 0

    def counted(step, facts, person):
        nonlocal asked
        asked += 1
        return why_not(step, facts, person)

    people = [
        Person(pk, None, acting_roles([role]))
        for pk, role in enumerate([CHIEF, *[EDITOR] * 20, *[DESK_HEAD] * 20, *[PROOFREADER] * 20], start=10)
    ]
    with patch.object(workflow, "why_not", counted):
        for profile in ("small", "strict"):
            way_forward(Facts(writers=frozenset({LI}), submitter=LI), people, profile=profile)
            way_forward(Facts(writers=frozenset({10}), submitter=10), people, profile=profile)
    assert asked < 4 * 10 * len(people)
