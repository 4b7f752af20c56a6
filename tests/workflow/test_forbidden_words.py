"""A forbidden word stops everybody; 总编辑 and 值班总编 let it pass with a reason, and nobody else does."""

from dataclasses import replace

import pytest

from articles.workflow import Facts, steps, wants_override, why_not
from staff.roles import CHIEF, DUTY_CHIEF
from tests.workflow.test_table import ALL_SIGNED, CHIEFS, EVERY_ROLE, ME, R2, RD, D, somebody


@pytest.mark.parametrize(("name", "status"), [("submit", D), ("release", RD), ("express", R2)])
def test_a_chief_lets_a_forbidden_word_pass_with_a_reason_of_ten_characters(name, status):
    step, facts = (
        steps()[name],
        Facts(status=status, creator=ME, forbidden=("禁语",), signers=ALL_SIGNED if status == RD else {}),
    )
    assert wants_override(step, facts, somebody(CHIEF))
    assert "10" in why_not(step, facts, somebody(CHIEF))
    assert why_not(step, replace(facts, override="已请示，可以发"), somebody(CHIEF))
    assert not why_not(step, replace(facts, override="已请示分管领导，可以发"), somebody(CHIEF))
    for role in set(EVERY_ROLE) - CHIEFS:
        assert why_not(step, replace(facts, override="已请示分管领导，可以发"), somebody(role)), role
        assert not wants_override(step, facts, somebody(role)), role


def test_the_duty_chief_lets_a_forbidden_word_pass_too():
    facts = Facts(status=RD, forbidden=("禁语",), signers=ALL_SIGNED, override="已请示分管领导，可以发")
    assert not why_not(steps()["release"], facts, somebody(DUTY_CHIEF))


def test_a_reason_opens_no_step_that_something_else_closes():
    step, facts = steps()["release"], Facts(status=RD, forbidden=("禁语",), signers=ALL_SIGNED, lacks=("没有标题。",))
    assert why_not(step, replace(facts, override="已请示分管领导，可以发"), somebody(CHIEF)) == "没有标题。"
    assert not wants_override(step, facts, somebody(CHIEF))
    assert not wants_override(step, Facts(status=RD, signers=ALL_SIGNED), somebody(CHIEF))
    written = Facts(status=RD, forbidden=("禁语",), signers=ALL_SIGNED, writers=frozenset({ME}))
    assert not wants_override(step, written, somebody(CHIEF))
