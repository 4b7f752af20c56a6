"""The machine's clock jumps: nothing comes out early, nobody stays in longer or is kept out, no record is reordered."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from axes.handlers import proxy
from django.utils import timezone

from articles import editing, invariants, reviews
from articles.admin.writing import note_open, others_at
from articles.importing import held
from articles.importing.drafts import Options
from articles.models.notices import NoticeTarget
from articles.models.published import PublishedArticle
from articles.models.record import Review
from articles.notices import telling
from articles.workflow import Status
from gazette import wsgi
from gazette.clock import JUMP, PATIENCE, Clock
from gazette.operations import audit_trail, switches
from gazette.operations.models import Switch
from staff.models import AccountEvent, LoginSession
from tests.accounts.factors import CODE, LOGIN, enter, give_factor
from tests.cast import PASSWORD, Cast
from tests.makers import advance, make_draft, make_piece_at

HOURS = 5
real_now, real_time = timezone.now, time.time


@contextmanager
def clock_is_wrong(*, hours: float) -> Iterator[None]:
    """The machine's clock is ahead by so many hours, or behind; the telephones of the newsroom are right."""

    def now() -> datetime:
        return real_now() + timedelta(hours=hours)

    with (
        patch.object(timezone, "now", now),
        patch.object(proxy, "now", now),
        patch.object(time, "time", lambda: real_time() + hours * 3600),
    ):
        yield


def is_in(browser) -> bool:
    return browser.get("/admin/").status_code == 200


# --- what comes out --------------------------------------------------------------------------------------------------


class Machine:
    """A machine whose clocks are set by hand."""

    def __init__(self) -> None:
        self.wall = self.steady = 1000.0
        self.is_kept: bool | None = None
        self.clock = Clock(wall=lambda: self.wall, steady=lambda: self.steady, is_kept=lambda: self.is_kept)

    def pass_(self, seconds: float, *, set_forward: float = 0) -> bool:
        """So much time goes by, in which the clock is set, and somebody looks at it."""
        self.steady += seconds
        self.wall += seconds + set_forward
        return self.clock.is_believed()


def test_a_clock_that_goes_its_way_is_believed():
    machine = Machine()
    assert all(machine.pass_(1) for _second in range(100))
    assert machine.pass_(86_400)  # the process slept; both clocks went on
    assert all(machine.pass_(1, set_forward=0.5) for _second in range(1000))  # a time server that pulls it slowly


def test_a_clock_that_was_set_forward_is_not_believed_until_it_is_set_back():
    machine = Machine()
    assert not machine.pass_(1, set_forward=3600)
    assert not machine.pass_(PATIENCE / 2)
    assert machine.pass_(1, set_forward=-3600)
    assert not machine.pass_(1, set_forward=JUMP + 1)


def test_nor_for_ever():
    machine = Machine()
    assert not machine.pass_(1, set_forward=86_400)
    assert not machine.pass_(PATIENCE - 1)
    assert machine.pass_(2)
    assert machine.pass_(1)


def test_a_time_server_vouches_for_it():
    machine = Machine()
    assert not machine.pass_(1, set_forward=3600)
    machine.is_kept = True
    assert machine.pass_(1)
    assert machine.pass_(1, set_forward=7200)


def test_a_clock_that_was_set_back_is_believed_and_watched_from_there():
    machine = Machine()
    assert machine.pass_(1, set_forward=-7200)
    assert not machine.pass_(1, set_forward=7200)


@pytest.mark.django_db
def test_a_scheduled_piece_does_not_come_out_early_and_comes_out_at_its_minute(cast: Cast, monkeypatch):
    article = make_piece_at(Status.READY)
    advance(article, "release", by=cast.zhao, at=real_now() + timedelta(hours=1))
    monkeypatch.setattr(wsgi, "clock", Clock(wall=lambda: time.time(), is_kept=lambda: None))  # noqa: PLW0108 (it is patched)
    with clock_is_wrong(hours=HOURS):
        assert wsgi.release_due() == 0
    assert not PublishedArticle.objects.exists()
    assert wsgi.release_due() == 0
    with clock_is_wrong(hours=-HOURS):
        assert wsgi.release_due() == 0
    assert editing.release_due(real_now() + timedelta(hours=1)) == 1


@pytest.mark.django_db
def test_what_came_out_stays_and_the_record_keeps_its_order_when_the_clock_goes_back(cast: Cast, client):
    article = make_piece_at(Status.READY)
    advance(article, "release", by=cast.zhao)
    address = PublishedArticle.objects.get(pk=article.pk).get_absolute_url()
    with clock_is_wrong(hours=-HOURS):
        assert client.get(address).status_code == 200
        later = make_draft()
        advance(later, "submit", by=cast.li)
        enter(cast.li)
        switches.turn(Switch.CLOSED, is_on=False, reason="演练。")
        advance(article, "withdraw", by=cast.zhao, note="时钟有误。")
        assert client.get(address).status_code == 410
    assert reviews.verify() == []
    assert not [breach for check in invariants.CHECKS for breach in check()]
    written = [f"articles_review {position}" for position in Review.objects.values_list("position", flat=True)]
    for entries in (audit_trail.entries(None, None), reversed(audit_trail.newest(1000))):
        found = [entry.record for entry in entries]
        assert [record for record in found if record in written] == written
        assert sorted(found) == sorted(set(found))
        assert len(found) > len(written)


# --- who is in -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_login_of_a_clock_that_was_ahead_lasts_no_longer_than_another(cast: Cast):
    with clock_is_wrong(hours=1000):
        browser = enter(cast.li)
        assert is_in(browser)
    assert is_in(browser)
    login = LoginSession.objects.get(account=cast.li)
    assert login.begun_at <= real_now()
    assert login.expire_date <= real_now() + timedelta(hours=2)
    with clock_is_wrong(hours=3):
        assert not is_in(browser)


@pytest.mark.django_db
def test_whoever_is_in_stays_in_when_the_clock_goes_back_and_logs_in_again_when_it_was_ahead(cast: Cast):
    browser = enter(cast.li)
    with clock_is_wrong(hours=-HOURS):
        assert is_in(browser)
    with clock_is_wrong(hours=HOURS):
        assert not is_in(browser)
        assert is_in(enter(cast.li))
    assert is_in(enter(cast.li))


@pytest.mark.django_db
def test_a_lock_of_a_clock_that_was_ahead_ends_a_quarter_of_an_hour_after_the_next_try(cast: Cast, client):
    typed = {"username": "xiaoli", "password": "falsch", "next": "/admin/"}
    with clock_is_wrong(hours=10_000):
        assert [client.post(LOGIN, typed).status_code for _time in range(5)][-1] == 429
    right = {**typed, "password": PASSWORD}
    assert client.post(LOGIN, right).status_code == 429  # the lock is no shorter either
    with clock_is_wrong(hours=0.2):
        assert client.post(LOGIN, right).status_code == 429
    with clock_is_wrong(hours=0.3):
        assert client.post(LOGIN, right).status_code == 302


@pytest.mark.django_db
def test_a_wrong_code_of_a_clock_that_was_ahead_costs_its_seconds_and_not_the_years(cast: Cast):
    telephone, codes = give_factor(cast.li)
    with clock_is_wrong(hours=10_000):
        browser = enter(cast.li)
        browser.post(CODE, {"code": telephone.code(1)})  # right by the telephone, wrong by this clock
        browser.post(CODE, {"code": codes[0][:-1] + "0"})
    browser = enter(cast.li)
    assert "验证码连续有误，请等" in browser.post(CODE, {"code": telephone.code(1)}).content.decode()
    with clock_is_wrong(hours=5 / 3600):
        assert browser.post(CODE, {"code": telephone.code(1)}).status_code == 302
    other = enter(cast.li)
    with clock_is_wrong(hours=5 / 3600):
        other.post(CODE, {"code": codes[0]})
    with clock_is_wrong(hours=10 / 3600):
        assert other.post(CODE, {"code": codes[0]}).status_code == 302


@pytest.mark.django_db
def test_a_used_code_is_used_whatever_the_clock_does(cast: Cast):
    telephone, _codes = give_factor(cast.li)
    code = telephone.code(1)
    assert enter(cast.li).post(CODE, {"code": code}).status_code == 302
    with clock_is_wrong(hours=-30 / 3600):
        assert enter(cast.li).post(CODE, {"code": code}).status_code == 200
    assert AccountEvent.objects.filter(about=cast.li, kind="factor_failed").count() == 1


@pytest.mark.django_db
def test_a_device_that_was_remembered_by_a_clock_that_was_ahead_is_none(cast: Cast):
    _telephone, codes = give_factor(cast.li)
    with clock_is_wrong(hours=10_000):
        browser = enter(cast.li)
        assert browser.post(CODE, {"code": codes[0], "remember": "on"}).status_code == 302
        browser.post("/admin/logout/")
    assert enter(cast.li, browser=browser).get("/admin/").url == CODE


# --- what goes on beside ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_form_that_was_open_by_a_clock_that_was_ahead_is_open_to_nobody(cast: Cast):
    article = make_draft()
    with clock_is_wrong(hours=10_000):
        note_open(article, cast.sun, now=timezone.now())
        assert others_at(article, cast.li, now=timezone.now()) == ["小孙"]
    assert others_at(article, cast.li, now=timezone.now()) == []
    note_open(article, cast.li, now=timezone.now())
    assert [row.user for row in article.open_forms.all()] == [cast.li]


@pytest.mark.django_db
def test_an_import_that_was_claimed_by_a_clock_that_was_ahead_can_be_kept(cast: Cast):
    now = real_now()
    waiting = held.hold([], Options(by=cast.li), now=now)
    assert held.claim(waiting, now=now + timedelta(hours=10_000))
    assert held.claim(waiting, now=now)
    assert not held.claim(waiting, now=now - timedelta(seconds=2))  # another node's clock is a little behind
    assert not held.claim(waiting, now=now + timedelta(minutes=14))


@pytest.mark.django_db
def test_a_chat_that_was_told_by_a_clock_that_was_ahead_is_told_again(cast: Cast, monkeypatch):
    told: list[str] = []
    monkeypatch.setattr(telling, "deliver", lambda target, text, *, now: bool(told.append(text)) or True)
    ahead = real_now() + timedelta(hours=10_000)
    NoticeTarget.objects.create(name="编辑部", service="wecom", address="https://qyapi.example.cn/x", told_at=ahead)
    advance(make_draft(), "submit", by=cast.li)
    assert telling.tell_due() == 1
    assert len(told) == 1
