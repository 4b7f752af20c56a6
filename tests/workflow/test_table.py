"""The table of the workflow against the house's rules, written out here once more by hand.

Every status × every step × every role × what readers see: a step is open exactly where the rules say so.
"""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from articles.workflow import (
    Facts,
    PublicState,
    Round,
    Status,
    Step,
    steps,
    why_not,
    why_not_edit,
    why_not_minute,
    why_not_note,
    why_not_time,
)
from staff import roles
from staff.roles import Person, acting_roles

D, R1, R2, R3 = Status.DRAFT, Status.FIRST_REVIEW, Status.SECOND_REVIEW, Status.FINAL_REVIEW
PR, RD, PC, SC = Status.PROOF, Status.READY, Status.PRINT_CHECK, Status.SCHEDULED
PU, WD, RJ = Status.PUBLISHED, Status.WITHDRAWN, Status.REJECTED
NEVER, LIVE, DOWN, GONE = PublicState.NEVER, PublicState.LIVE, PublicState.DOWN, PublicState.WITHDRAWN
EVERY, ALL = set(Status), set(PublicState)

ME = 1
SOMEBODY = 2

记者, 校对, 责编, 部主任, 副总, 总编, 管理员, 值班 = (
    roles.REPORTER, roles.PROOFREADER, roles.EDITOR, roles.DESK_HEAD,
    roles.DEPUTY_CHIEF, roles.CHIEF, roles.ADMINISTRATOR, roles.DUTY_CHIEF,
)  # fmt: skip
WRITERS = {记者, 责编, 部主任, 副总, 总编}
EDITORS = {责编, 部主任, 副总, 总编}
LEADERS = {部主任, 副总, 总编}
CHIEFS = {总编, 值班}

#: The signatures that a release rests on, by four others.
ALL_SIGNED = {"first_review": (11,), "second_review": (12,), "final_review": (13,), "proofread": (14,)}

#: step: (from, what readers see, who, facts that make it possible for ME)
OPEN: dict[str, tuple[set, set, set, dict]] = {
    "submit": ({D}, ALL, WRITERS, {"creator": ME}),
    "recall": ({R1}, ALL, WRITERS, {"submitter": ME}),
    "first_review": ({R1}, ALL, EDITORS, {}),
    "second_review": ({R2}, ALL, LEADERS, {}),
    "final_review": ({R3}, ALL, {副总, 总编, 值班}, {}),
    "proofread": ({PR}, ALL, {校对} | EDITORS, {}),
    "print_check": ({PC}, ALL, {校对} | EDITORS, {}),
    "release": ({RD}, ALL, CHIEFS, {"signers": ALL_SIGNED}),
    "express": ({R1, R2, R3, PR, RD}, ALL, CHIEFS, {}),
    "reject": ({D, R1, R2, R3}, {NEVER, GONE}, LEADERS | {值班}, {}),
    "restore": ({RJ}, ALL, LEADERS | {值班}, {}),
    "correct": ({PU}, {LIVE, DOWN}, EDITORS, {}),
    "amend": ({PU}, {LIVE, DOWN}, EDITORS, {}),
    "abandon": ({D, R1, R2, R3, PR, RD}, {LIVE, DOWN}, WRITERS, {"round": Round.CORRECTION, "opener": ME}),
    "unschedule": ({SC}, ALL, CHIEFS, {}),
    "take_down": (EVERY, {LIVE}, CHIEFS, {}),
    "put_back": (EVERY, {DOWN}, CHIEFS, {}),
    "withdraw": (EVERY, {LIVE, DOWN}, CHIEFS, {}),
    "reinstate": ({WD}, ALL, {总编}, {}),
    "embargo": ({D, R1, R2, R3, PR, RD, PC}, ALL, WRITERS, {"creator": ME}),
    "lift_embargo": ({D, R1, R2, R3, PR, RD, PC}, ALL, EDITORS | {值班}, {"has_embargo": True}),
    "set_expiry": (EVERY, {LIVE, DOWN}, CHIEFS, {}),
    "clear_expiry": (EVERY, ALL, CHIEFS, {"has_expiry": True}),
    "owed_first_review": (EVERY, ALL, EDITORS, {"owed": frozenset({"first_review"})}),
    "owed_second_review": (EVERY, ALL, LEADERS, {"owed": frozenset({"second_review"})}),
    "owed_final_review": (EVERY, ALL, {副总, 总编, 值班}, {"owed": frozenset({"final_review"})}),
    "owed_proofread": (EVERY, ALL, {校对} | EDITORS, {"owed": frozenset({"proofread"})}),
}
#: Who holds a piece where it waits, and may therefore send it back.
HOLDERS = {
    R1: EDITORS, R2: LEADERS, R3: {副总, 总编, 值班}, PR: {校对} | EDITORS, RD: CHIEFS, PC: {校对} | EDITORS,
}  # fmt: skip
SYSTEM = {"due", "missed", "expire", "stay"}
EVERY_ROLE = (*roles.ACTS_AS, "")


def somebody(role: str, *, pk: int = ME, reporter: int | None = None) -> Person:
    on_duty = role == 值班
    return Person(pk, reporter, acting_roles([role] if role and not on_duty else [], on_duty=on_duty))


def test_every_step_has_a_row_here_and_none_is_forgotten():
    assert set(steps()) == set(OPEN) | SYSTEM | {"send_back"}


@pytest.mark.parametrize("name", [*OPEN])
def test_a_step_is_open_exactly_where_the_rules_say(name):
    where, seen_by_readers, who, possible = OPEN[name]
    for status, public_state, role in itertools.product(Status, PublicState, EVERY_ROLE):
        facts = Facts(status=status, public_state=public_state, **possible)
        reason = why_not(steps()[name], facts, somebody(role))
        is_open = status in where and public_state in seen_by_readers and role in who
        assert (reason == "") == is_open, (name, status, public_state, role, reason)


def test_send_back_is_open_to_whoever_holds_the_piece():
    for status, role in itertools.product(Status, EVERY_ROLE):
        reason = why_not(steps()["send_back"], Facts(status=status), somebody(role))
        assert (reason == "") == (role in HOLDERS.get(status, set())), (status, role, reason)


def test_a_superuser_without_a_role_can_take_no_step():
    nobody = Person(ME, None, frozenset())
    for step, status, state in itertools.product(steps().values(), Status, PublicState):
        facts = Facts(status=status, public_state=state, submitter=ME, creator=ME, owed=frozenset({"first_review"}))
        assert why_not(step, facts, nobody)


def test_steps_of_the_clock_are_closed_to_everybody():
    for name, role in itertools.product(SYSTEM, EVERY_ROLE):
        assert why_not(steps()[name], Facts(status=SC, public_state=NEVER), somebody(role))


# --- whether it must be somebody else ---


SIGNED_BY_OTHERS_THAN_AUTHORS = {
    "first_review": R1, "second_review": R2, "final_review": R3, "proofread": PR, "release": RD, "express": R1,
    "owed_first_review": PU, "owed_second_review": PU, "owed_final_review": PU, "owed_proofread": PU,
}  # fmt: skip


def owed_by(name: str) -> dict:
    return {"owed": frozenset({name.removeprefix("owed_")})} if name.startswith("owed_") else {}


@pytest.mark.parametrize(("name", "status"), [*SIGNED_BY_OTHERS_THAN_AUTHORS.items()])
def test_nobody_signs_a_piece_of_his_own(name, status):
    step, is_owed = steps()[name], name.startswith("owed_")
    known = {
        "status": status,
        "public_state": LIVE,
        **owed_by(name),
        **({"signers": ALL_SIGNED} if name == "release" else {}),
    }
    chief = Person(ME, 70, acting_roles([总编, 校对]))
    assert not why_not(step, Facts(**known), chief)
    written = Facts(**known, **{"owed_authors" if is_owed else "writers": frozenset({ME})})
    credited = Facts(**known, **{"owed_credited" if is_owed else "credited": frozenset({70})})
    assert "本稿作者" in why_not(step, written, chief)
    assert "本稿作者" in why_not(step, credited, chief)


@pytest.mark.parametrize("earlier", ["first_review", "second_review", "final_review"])
@pytest.mark.parametrize(("name", "status"), [("first_review", R1), ("second_review", R2), ("final_review", R3)])
def test_the_three_reviews_are_signed_by_three_people(name, status, earlier):
    if earlier == name:
        return
    step = steps()[name]
    assert why_not(step, Facts(status=status, signers={earlier: (ME,)}), somebody(总编))
    assert not why_not(step, Facts(status=status, signers={earlier: (SOMEBODY,)}), somebody(总编))


def test_the_person_of_the_final_review_may_release_but_not_under_the_strict_rules():
    facts = Facts(status=RD, signers=ALL_SIGNED | {"final_review": (ME,)})
    assert not why_not(steps("small")["release"], facts, somebody(总编))
    assert why_not(steps("strict")["release"], facts, somebody(总编))
    assert not why_not(steps("strict")["release"], facts, somebody(总编, pk=SOMEBODY))


def test_the_submitter_does_not_proofread():
    assert why_not(steps()["proofread"], Facts(status=PR, submitter=ME), somebody(校对))
    assert not why_not(steps()["proofread"], Facts(status=PR, submitter=SOMEBODY), somebody(校对))


def test_whoever_opened_an_amendment_does_not_proofread_it():
    facts = Facts(status=PR, round=Round.AMENDMENT, opener=ME, public_state=LIVE)
    assert why_not(steps()["proofread"], facts, somebody(责编))
    assert not why_not(steps()["proofread"], facts, somebody(责编, pk=SOMEBODY))


def test_strict_proofs_are_read_by_three_people_who_did_no_review():
    step = steps("strict")["proofread"]
    assert why_not(step, Facts(status=PR, signers={"proofread": (ME,)}), somebody(校对))
    assert why_not(step, Facts(status=PR, signers={"first_review": (ME,)}), somebody(责编))
    assert not why_not(step, Facts(status=PR, signers={"proofread": (SOMEBODY,)}), somebody(校对))


def test_whoever_checked_a_page_against_print_does_not_release_it():
    facts = Facts(status=RD, signers={"print_check": (ME,)})
    assert why_not(steps()["release"], facts, somebody(总编))
    assert not why_not(steps()["release"], facts, somebody(总编, pk=SOMEBODY))


def test_an_owed_review_is_made_up_by_somebody_who_signed_no_other():
    facts = Facts(status=PU, public_state=LIVE, owed=frozenset({"second_review"}), owed_signers={"first_review": (ME,)})
    assert why_not(steps()["owed_second_review"], facts, somebody(总编))
    assert not why_not(steps()["owed_second_review"], facts, somebody(总编, pk=SOMEBODY))


# --- what the piece must have ---


def test_under_an_embargo_the_express_lane_is_closed_and_a_minute_after_it_is_not():
    until = datetime(2026, 11, 25, 10, tzinfo=UTC)
    assert "禁发" in why_not(steps()["express"], Facts(status=R2, is_embargoed=True, has_embargo=True), somebody(总编))
    assert not why_not(steps()["express"], Facts(status=R2, has_embargo=True), somebody(总编))
    assert "禁发" in why_not_time(until - timedelta(seconds=1), embargo=until, expiry=None)
    assert not why_not_time(until, embargo=until, expiry=None)


def test_a_piece_leaves_the_site_after_it_has_come_out():
    minute = datetime(2026, 11, 25, 10, tzinfo=UTC)
    assert why_not_time(minute, embargo=None, expiry=minute)
    assert not why_not_time(minute, embargo=None, expiry=minute + timedelta(seconds=1))


@pytest.mark.parametrize("name", ["embargo", "set_expiry"])
def test_a_minute_is_named_and_lies_in_the_future(name):
    now = datetime(2026, 11, 25, 10, tzinfo=UTC)
    assert why_not_minute(steps()[name], None, now=now)
    assert why_not_minute(steps()[name], now, now=now)
    assert not why_not_minute(steps()[name], now + timedelta(minutes=1), now=now)
    assert not why_not_minute(steps()["release"], None, now=now)


def test_reporters_hold_back_their_own_pieces_only():
    step = steps()["embargo"]
    assert why_not(step, Facts(status=D, creator=SOMEBODY), somebody(记者))
    assert not why_not(step, Facts(status=D, creator=SOMEBODY), somebody(责编))


def test_a_release_rests_on_every_signature_of_its_round():
    step = steps()["release"]
    for name in ALL_SIGNED:
        signed = {other: who for other, who in ALL_SIGNED.items() if other != name}
        assert "缺少" in why_not(step, Facts(status=RD, signers=signed), somebody(总编))
    assert not why_not(step, Facts(status=RD, round=Round.AMENDMENT, signers={"proofread": (2,)}), somebody(总编))
    assert not why_not(step, Facts(status=RD, signers={"print_check": (2,)}), somebody(总编))
    reinstated = Facts(status=RD, round=Round.REINSTATEMENT, signers={"final_review": (2,), "proofread": (3,)})
    assert not why_not(step, reinstated, somebody(总编))


def test_whoever_released_by_the_express_lane_does_not_make_up_the_proofreading():
    facts = Facts(status=PU, public_state=LIVE, owed=frozenset({"proofread"}), owed_releaser=ME)
    assert why_not(steps()["owed_proofread"], facts, somebody(总编))
    assert not why_not(steps()["owed_proofread"], facts, somebody(总编, pk=SOMEBODY))


def test_whoever_opened_an_amendment_does_not_release_it_by_the_express_lane():
    facts = Facts(status=PR, round=Round.AMENDMENT, opener=ME, public_state=LIVE)
    assert why_not(steps()["express"], facts, somebody(总编))
    assert not why_not(steps()["express"], facts, somebody(总编, pk=SOMEBODY))


@pytest.mark.parametrize(("name", "status"), [("submit", D), ("release", RD), ("express", R2), ("print_check", PC)])
def test_an_incomplete_piece_stops_with_the_sentence_that_says_what_is_missing(name, status):
    facts = Facts(status=status, creator=ME, lacks=("没有标题。",), signers=ALL_SIGNED if status == RD else {})
    assert why_not(steps()[name], facts, somebody(总编)) == "没有标题。"


@pytest.mark.parametrize(("name", "status"), [("submit", D), ("release", RD), ("express", R2)])
def test_a_forbidden_word_stops_submission_and_release_and_is_named(name, status):
    assert "禁语" in why_not(steps()[name], Facts(status=status, creator=ME, forbidden=("禁语",)), somebody(总编))


@pytest.mark.parametrize(("name", "status"), [("proofread", PR), ("release", RD)])
def test_an_amendment_that_changes_facts_is_stopped(name, status):
    facts = Facts(status=status, round=Round.AMENDMENT, changed_facts=("3万",), public_state=LIVE)
    assert "3万" in why_not(steps()[name], facts, somebody(总编))


def test_of_many_changed_facts_the_sentence_names_some_and_counts_the_rest():
    changed = tuple(f"第 {number} 段" for number in range(1, 11))
    facts = Facts(status=PR, round=Round.AMENDMENT, changed_facts=changed, public_state=LIVE)
    said = why_not(steps()["proofread"], facts, somebody(总编))
    assert "第 8 段；另有 2 处。" in said
    assert "第 9 段" not in said


@pytest.mark.parametrize(("name", "status"), [("print_check", PC), ("release", RD)])
def test_a_page_that_differs_from_print_goes_through_the_normal_reviews(name, status):
    facts = Facts(status=status, differs_from_print=True, signers={"print_check": (SOMEBODY,)})
    assert "见报" in why_not(steps()[name], facts, somebody(总编))


def test_a_reporter_submits_his_own_pieces_only():
    step = steps()["submit"]
    assert why_not(step, Facts(creator=SOMEBODY), somebody(记者))
    assert not why_not(step, Facts(creator=SOMEBODY, credited=frozenset({70})), somebody(记者, reporter=70))
    assert not why_not(step, Facts(creator=SOMEBODY), somebody(责编))


def test_a_piece_can_be_recalled_by_its_submitter_until_somebody_has_acted():
    step = steps()["recall"]
    assert not why_not(step, Facts(status=R1, submitter=ME), somebody(记者))
    assert why_not(step, Facts(status=R1, submitter=SOMEBODY), somebody(总编))
    assert why_not(step, Facts(status=R1, submitter=ME, was_touched=True), somebody(记者))


def test_the_express_lane_is_closed_where_no_signature_is_missing():
    signed = {name: (n,) for n, name in enumerate(("first_review", "second_review", "final_review", "proofread"), 5)}
    assert why_not(steps()["express"], Facts(status=RD, signers=signed), somebody(总编))


def test_only_the_opener_or_an_editor_abandons_a_correction():
    facts = Facts(status=D, public_state=LIVE, round=Round.CORRECTION, opener=SOMEBODY)
    assert why_not(steps()["abandon"], facts, somebody(记者))
    assert not why_not(steps()["abandon"], facts, somebody(责编))


@pytest.mark.parametrize("name", ["send_back", "reject", "withdraw", "take_down"])
def test_a_reason_is_due(name):
    step: Step = steps()[name]
    assert why_not_note(step, "  ")
    assert not why_not_note(step, "有误")


def test_the_express_lane_wants_a_reason_of_ten_characters():
    assert why_not_note(steps()["express"], "突发，来不及走")
    assert not why_not_note(steps()["express"], "突发汛情，须立即告知市民")


# --- who may change the text ---


@pytest.mark.parametrize("status", [*Status])
def test_the_text_is_open_to_the_holder_only(status):
    may = {D: EDITORS, **HOLDERS}
    for role in EVERY_ROLE:
        assert (why_not_edit(Facts(status=status), somebody(role)) == "") == (role in may.get(status, set())), role


def test_a_reporter_changes_his_own_draft_and_no_other():
    assert not why_not_edit(Facts(creator=ME), somebody(记者))
    assert why_not_edit(Facts(creator=SOMEBODY), somebody(记者))
    assert why_not_edit(Facts(creator=ME, status=R1), somebody(记者))
