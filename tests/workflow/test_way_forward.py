"""A small newsroom is never stuck: two reporters, an editor, a desk head, a chief, a proofreader, each absent in turn."""

import itertools

import pytest

from articles.workflow import SIGNING, Facts, Status, way_forward
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
