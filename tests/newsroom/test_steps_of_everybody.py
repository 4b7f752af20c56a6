"""Every status × every step × everybody, through `editing.advance` on the database.

What a button promises, the step does; what it refuses, the step refuses, and nothing is changed by the attempt.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from articles import editing, facts, reviews, workflow
from articles.models.record import Review
from articles.workflow import Status, steps
from staff import roles
from staff.models import DutyRoster
from tests.cast import account
from tests.makers import advance, make_piece_at, make_reporter

REASON = "防汛紧急，须立即告知市民，事后补审。"
NOTED = {name for name, step in steps().items() if step.note_length}


def everybody(cast) -> dict:
    """The cast, a superuser without a role, and a chief who is credited on the piece."""
    credited = account("何主编", roles.CHIEF, username="hezhubian", reporter=make_reporter("周明远"))
    root = account("超级用户", username="root", is_superuser=True)
    return {**vars(cast), "root": root, "credited": credited}


def attempt(article, step, person) -> str:
    """Take the step and undo it: the reason of a refusal, or ""."""
    at = timezone.now() + timedelta(hours=2) if step in steps() and steps()[step].wants_minute else None
    to = next(iter(workflow.targets(facts.of(article, now=timezone.now()))), None)
    try:
        with transaction.atomic():
            editing.advance(article, step, by=person, seen=article.current_revision_id, note=REASON, to=to, at=at,
                            code="other")  # fmt: skip
            transaction.set_rollback(True)
    except editing.StepClosed as closed:
        return str(closed) or "closed"
    article.refresh_from_db()
    return ""


@pytest.mark.parametrize("status", [*Status])
def test_each_step_does_what_its_button_promises_to_each_person(cast, status):
    article = make_piece_at(status)
    for who, person in everybody(cast).items():
        promised = {choice.step.name: choice.reason for choice in editing.choices(article, person)}
        for name, reason in promised.items():
            assert attempt(article, name, person) == reason, (status, who, name)
    for name in set(steps()) - set(promised):
        assert attempt(article, name, cast.zhao), (status, name)
    article.refresh_from_db()
    assert article.status == status
    assert reviews.verify() == []


@pytest.mark.parametrize("status", [*Status])
def test_a_superuser_without_a_role_moves_nothing(cast, status):
    article = make_piece_at(status)
    root = everybody(cast)["root"]
    assert all(attempt(article, name, root) for name in steps())


@pytest.mark.parametrize("status", [*workflow.SIGNING.values()])
def test_a_credited_chief_signs_nothing_of_his_own(cast, status):
    if status == Status.PRINT_CHECK:
        return  # a check against print signs no content: whoever wrote the piece may compare it with the page
    article = make_piece_at(status)
    credited = everybody(cast)["credited"]
    due = next(name for name, at in workflow.SIGNING.items() if at == status)
    assert "本稿作者" in attempt(article, due, credited)
    assert "本稿作者" in attempt(article, "express", credited)


def test_one_person_with_all_roles_still_needs_two_others(cast):
    both = account("全能", roles.EDITOR, roles.DESK_HEAD, roles.CHIEF, username="quanneng")
    article = make_piece_at(Status.FIRST_REVIEW)
    advance(article, "first_review", by=both)
    assert "三人" in attempt(article, "second_review", both)
    advance(article, "second_review", by=cast.chen)
    assert "三人" in attempt(article, "final_review", both)


@pytest.mark.parametrize("name", sorted(NOTED))
def test_a_step_that_wants_a_reason_is_not_taken_without_one(cast, name):
    where = {
        "send_back": Status.FIRST_REVIEW,
        "express": Status.FIRST_REVIEW,
        "reject": Status.DRAFT,
        "restore": Status.REJECTED,
        "embargo": Status.FIRST_REVIEW,
        "lift_embargo": Status.FIRST_REVIEW,
    }
    article = make_piece_at(where.get(name, Status.PUBLISHED))
    if name == "lift_embargo":
        advance(article, "embargo", by=cast.wang, at=timezone.now() + timedelta(days=1), note="发布会后。")
    person = cast.chen if name in {"reject", "restore"} else cast.zhao if name != "send_back" else cast.wang
    with pytest.raises(editing.StepClosed, match="理由"):
        advance(article, name, by=person, to=Status.DRAFT, note=" ")
    assert Review.objects.filter(article=article, step=name).count() == 0


def test_an_unknown_step_is_refused_in_words(cast):
    with pytest.raises(editing.StepClosed, match="没有"):
        advance(make_piece_at(Status.DRAFT), "publish_at_once", by=cast.zhao)


def test_a_duty_chief_has_the_right_from_hour_to_hour(cast):
    now = timezone.now()
    article = make_piece_at(Status.READY)
    assert "总编辑" in attempt(article, "release", cast.wang)
    DutyRoster.objects.create(user=cast.wang, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    assert attempt(article, "release", cast.wang) == ""
    with pytest.raises(editing.StepClosed):
        advance(article, "release", by=cast.wang, now=now + timedelta(hours=2))
