"""A lost second factor: one asks, another confirms, neither is the person himself; and the technician's last way."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from staff import events
from staff.models import AccountEvent, FactorReset, LoginSession, User
from staff.signing_in import resets, second_factor
from tests.accounts.factors import CODE, RESETS, enter, give_factor
from tests.cast import Cast, account, logged_in

pytestmark = pytest.mark.django_db


def ask(asker: User, about: User, reason: str = "手机掉进河里了"):
    return logged_in(asker).post(RESETS, {"account": about.pk, "reason": reason}, follow=True)


def decide(decider: User, decision: str = "confirm"):
    address = f"{RESETS}{FactorReset.objects.latest('pk').pk}/"
    return logged_in(decider).post(address, {"decision": decision}, follow=True)


@pytest.fixture
def lost(cast: Cast) -> Cast:
    """小李 has lost his telephone; one login of his is still open."""
    _telephone, codes = give_factor(cast.li)
    enter(cast.li).post(CODE, {"code": codes[0]})
    return cast


def has_one(user: User) -> bool:
    return second_factor.device_of(user) is not None


def test_a_colleague_asks_and_the_chief_editor_confirms(lost: Cast) -> None:
    assert "申请已提交" in ask(lost.sun, lost.li).content.decode()
    page = logged_in(lost.wang).get(RESETS).content.decode()
    assert "手机掉进河里了" in page
    assert "老赵" in page  # who can confirm
    assert has_one(lost.li)
    assert "已重置" in decide(lost.zhao).content.decode()
    assert not has_one(lost.li)
    assert not LoginSession.objects.filter(account=lost.li).exists()
    assert enter(lost.li).get("/admin/").status_code == 200
    record = AccountEvent.objects.filter(about=lost.li, kind__startswith="reset").order_by("pk")
    assert [(event.kind, event.by) for event in record] == [("reset_asked", lost.sun), ("reset_confirmed", lost.zhao)]


def test_whoever_asked_does_not_confirm(lost: Cast) -> None:
    ask(lost.zhao, lost.li)
    assert "须由别人确认" in decide(lost.zhao).content.decode()
    assert has_one(lost.li)
    decide(lost.zhou)
    assert not has_one(lost.li)


@pytest.mark.parametrize("kind", ["account_opened", "account_reopened", "password_set"])
def test_whoever_has_had_the_account_that_asks_in_his_hands_of_late_does_not_confirm(lost: Cast, kind: str) -> None:
    """Else 管理员 alone opens a second account, asks with that one, and confirms with his own."""
    handed_over = events.record(AccountEvent.Kind(kind), about=lost.sun, by=lost.zhou)
    page = ask(lost.sun, lost.li).content.decode()
    assert "老周" not in page[page.index("手机掉进河里了") :]  # who can confirm
    assert "30 天" in decide(lost.zhou).content.decode()
    assert has_one(lost.li)
    reset, later = FactorReset.objects.get(), handed_over.at + timedelta(days=31)
    assert resets.why_not_decide(reset, lost.zhou, now=later) == ""
    decide(lost.zhao)
    assert not has_one(lost.li)


@pytest.mark.parametrize("who", ["sun", "wang", "chen", "qian"])
def test_no_other_role_confirms(lost: Cast, who: str) -> None:
    ask(lost.zhou, lost.li)
    decide(getattr(lost, who))
    assert has_one(lost.li)


def test_nobody_asks_or_confirms_for_himself(cast: Cast) -> None:
    _telephone, codes = give_factor(cast.zhao)
    browser = enter(cast.zhao)
    browser.post(CODE, {"code": codes[0]})
    browser.post(RESETS, {"account": cast.zhao.pk, "reason": "手机掉进河里了"})
    assert not FactorReset.objects.exists()
    ask(cast.sun, cast.zhao)
    browser.post(f"{RESETS}{FactorReset.objects.get().pk}/", {"decision": "confirm"})
    assert has_one(cast.zhao)
    decide(cast.zhou)
    assert not has_one(cast.zhao)


def test_the_database_holds_the_rule_too(cast: Cast) -> None:
    now = timezone.now()
    of_li = {"account": cast.li, "reason": "丢了", "asked_at": now}
    for wrong in (
        {"asked_by": cast.li},
        {"asked_by": cast.sun, "decided_by": cast.sun, "decided_at": now, "is_confirmed": True},
        {"asked_by": cast.sun, "decided_by": cast.li, "decided_at": now, "is_confirmed": True},
        {"asked_by": cast.sun, "is_confirmed": True},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            FactorReset.objects.create(**of_li, **wrong)


def test_a_refusal_changes_nothing_and_stands_in_the_record(lost: Cast) -> None:
    ask(lost.sun, lost.li)
    decide(lost.zhou, "refuse")
    assert has_one(lost.li)
    assert AccountEvent.objects.get(kind="reset_refused").by == lost.zhou
    assert "已有人处理" in decide(lost.zhao).content.decode()


def test_what_nobody_confirms_within_a_day_lapses_and_can_be_asked_for_anew(lost: Cast) -> None:
    ask(lost.sun, lost.li)
    assert "已有人申请" in ask(lost.wang, lost.li).content.decode()
    FactorReset.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    decide(lost.zhao)
    assert has_one(lost.li)
    ask(lost.wang, lost.li)
    decide(lost.zhao)
    assert not has_one(lost.li)


@pytest.mark.parametrize("reason", ["", "  ", "丢"])
def test_a_reason_is_due(lost: Cast, reason: str) -> None:
    ask(lost.sun, lost.li, reason)
    assert not FactorReset.objects.exists()


def test_in_a_newsroom_of_two_the_page_says_what_is_left(cast: Cast) -> None:
    User.objects.exclude(pk__in=[cast.zhao.pk, cast.zhou.pk]).update(is_active=False)
    give_factor(cast.zhou)
    page = ask(cast.zhao, cast.zhou).content.decode()
    assert "除你们两人外，没有人能够确认" in page
    assert "reset_second_factor" in page
    assert not FactorReset.objects.exists()
    # A third account, of whatever role, is enough.
    account("小吴")
    User.objects.filter(username="小吴").update(is_staff=True)
    ask(User.objects.get(username="小吴"), cast.zhou)
    decide(cast.zhao)
    assert not has_one(cast.zhou)


class TestOnTheServer:
    def test_the_technician_takes_it_away_and_it_is_recorded(self, lost: Cast, capsys) -> None:
        call_command("reset_second_factor", "xiaoli", reason="老赵 telephoned")
        assert "已记入账号日志" in capsys.readouterr().out
        assert not has_one(lost.li)
        assert not LoginSession.objects.filter(account=lost.li).exists()
        event = AccountEvent.objects.get(kind="factor_removed")
        assert (event.about, event.by, event.address) == (lost.li, None, None)
        assert "老赵 telephoned" in event.detail

    @pytest.mark.parametrize(
        ("username", "reason", "said"),
        [("nobody", "why", "没有账号"), ("xiaosun", "why", "没有启用两步验证"), ("xiaoli", " ", "--reason")],
    )
    def test_a_wrong_name_or_no_reason_is_told(self, lost: Cast, username: str, reason: str, said: str) -> None:
        with pytest.raises(CommandError, match=said):
            call_command("reset_second_factor", username, reason=reason)
        assert has_one(lost.li)


def test_of_two_who_decide_at_once_the_second_is_told(lost: Cast) -> None:
    reset = resets.ask(lost.li, "手机丢了", by=lost.sun, now=timezone.now())
    stale = FactorReset.objects.get(pk=reset.pk)
    resets.decide(reset, by=lost.zhao, is_confirmed=False, now=timezone.now())
    with pytest.raises(resets.CannotReset):
        resets.decide(stale, by=lost.zhou, is_confirmed=True, now=timezone.now())
    assert has_one(lost.li)
