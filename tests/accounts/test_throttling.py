"""Failed logins: five of one name from one address lock the two together, and say nothing about who has an account."""

from collections import Counter
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.utils import timezone

from staff.models import AccountEvent, User
from tests.accounts.factors import LOGIN
from tests.cast import PASSWORD, Cast, logged_in

pytestmark = pytest.mark.django_db

HERE, THERE = "203.0.113.9", "198.51.100.4"


def attempt(username: str, password: str, *, address: str = HERE, browser: str = "Firefox"):
    client = Client(REMOTE_ADDR=address, HTTP_USER_AGENT=browser)
    return client.post(LOGIN, {"username": username, "password": password, "next": "/admin/"})


def fail(username: str, times: int, **options) -> list[int]:
    return [attempt(username, "wrong password", **options).status_code for _time in range(times)]


def test_the_fifth_failure_locks_and_the_right_password_is_refused_then(cast: Cast) -> None:
    assert fail("xiaoli", 5) == [200, 200, 200, 200, 429]
    refused = attempt("xiaoli", PASSWORD)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "900"
    page = refused.content.decode()
    assert "15 分钟内" in page
    assert "管理员可以解除锁定" in page
    assert "django" not in page.lower().replace("django.contrib", "")


def test_the_same_house_and_the_same_person_elsewhere_are_not_locked(cast: Cast) -> None:
    fail("xiaoli", 6)
    assert attempt("xiaosun", PASSWORD).status_code == 302
    assert attempt("xiaoli", PASSWORD, address=THERE).status_code == 302


@pytest.mark.parametrize("name", ["xiaoli", "nobody"])
def test_a_name_is_guessed_at_a_hundred_times_an_hour_from_however_many_addresses(cast: Cast, name: str) -> None:
    assert {attempt(name, "wrong", address=f"192.0.2.{number}").status_code for number in range(25)} == {200}
    refused = attempt(name, PASSWORD, address=THERE)
    assert (refused.status_code, "许多地址" in refused.content.decode()) == (429, True)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert attempt(name, "wrong", address=THERE).status_code == 200


def test_strangers_do_not_lock_anybody_out_from_where_he_works(cast: Cast) -> None:
    assert attempt("xiaoli", PASSWORD).status_code == 302
    attempt("xiaosun", PASSWORD, address=THERE)
    for number in range(30):
        attempt("xiaoli", "wrong", address=f"2001:db8:0:{number:x}::1")
    assert attempt("xiaoli", PASSWORD, address=THERE).status_code == 429
    assert attempt("xiaoli", PASSWORD).status_code == 302
    assert AccessAttempt.objects.count() == 25  # the others were not even asked for their password
    client, address = logged_in(cast.zhou), f"/admin/staff/user/{cast.li.pk}/"
    assert "近期未登录过的所有地址" in client.get(f"{address}change/").content.decode()
    client.post(f"{address}free/")
    assert attempt("xiaoli", PASSWORD, address=THERE).status_code == 302


def test_another_browser_or_a_forged_header_is_no_way_round_the_lock(cast: Cast) -> None:
    fail("xiaoli", 3)
    fail("xiaoli", 2, browser="Chrome")
    assert attempt("xiaoli", PASSWORD, browser="Safari").status_code == 429
    client = Client(REMOTE_ADDR=HERE, HTTP_X_FORWARDED_FOR=THERE, HTTP_X_REAL_IP=THERE)
    assert client.post(LOGIN, {"username": "xiaoli", "password": PASSWORD}).status_code == 429


def test_full_width_letters_mean_the_same_account_and_are_counted_with_it(cast: Cast) -> None:
    fail("xiaoli", 4)
    assert attempt("ｘｉａｏｌｉ", "wrong password").status_code == 429


def test_behind_the_papers_proxy_each_reader_has_his_own_address(cast: Cast, settings) -> None:
    settings.PROXY_ADDRESSES = ["127.0.0.1"]

    def come(address: str, password: str) -> int:
        client = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=address)
        return client.post(LOGIN, {"username": "xiaoli", "password": password}).status_code

    assert [come(HERE, "wrong password") for _time in range(5)][-1] == 429
    assert come(THERE, PASSWORD) == 302


def test_a_lock_ends_after_a_quarter_of_an_hour_and_trying_does_not_prolong_it(cast: Cast) -> None:
    fail("xiaoli", 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
    fail("xiaoli", 3)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert attempt("xiaoli", PASSWORD).status_code == 302


def test_a_right_password_forgets_the_failures_before_it(cast: Cast) -> None:
    fail("xiaoli", 4)
    assert attempt("xiaoli", PASSWORD).status_code == 302
    assert fail("xiaoli", 4) == [200] * 4


def test_a_name_that_nobody_has_gets_the_same_pages_and_the_same_work(cast: Cast, monkeypatch) -> None:
    hashed = Counter()
    plain = MD5PasswordHasher.encode

    def counted(self, password, salt):
        hashed[password] += 1
        return plain(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    cast.sun.is_active = False
    cast.sun.save()
    User.objects.create_user("reader", password=PASSWORD, name="读者")  # an account without the newsroom
    for name in ("xiaoli", "xiaosun", "reader", "nobody"):
        answers = [attempt(name, f"wrong for {name}") for _time in range(6)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429, 429]
        assert hashed.pop(f"wrong for {name}") == 5  # The sixth is refused before any password is looked at.
        said = [str(answer.context["form"].non_field_errors()) for answer in answers[:4]]
        assert len(set(said)) == 1
        assert answers[4].content.decode().count(name) == 0


def test_nothing_that_was_typed_is_kept(cast: Cast) -> None:
    """People type their password where the name belongs."""
    attempt("天亮了我们去看长江大桥", "secret in the right place")
    rows = str(list(AccessAttempt.objects.values())) + str(list(AccountEvent.objects.values()))
    assert "长江大桥" not in rows
    assert "secret" not in rows


@pytest.mark.parametrize("typed", ["a" * 5000, "a\0b", "'; DROP TABLE staff_user; --", "😀", ""])
def test_no_name_is_too_strange(cast: Cast, typed: str) -> None:
    assert attempt(typed, "wrong password").status_code == 200


class TestFreeing:
    def test_the_administrator_sees_the_lock_and_ends_it(self, cast: Cast) -> None:
        fail("xiaoli", 5)
        client = logged_in(cast.zhou)
        address = f"/admin/staff/user/{cast.li.pk}/"
        assert HERE in client.get(f"{address}change/").content.decode()
        page = client.post(f"{address}free/", follow=True).content.decode()
        assert "可以重新登录" in page
        assert "未锁定" in page
        assert attempt("xiaoli", PASSWORD).status_code == 302
        freed = AccountEvent.objects.get(kind="unlocked")
        assert (freed.about, freed.by) == (cast.li, cast.zhou)

    @pytest.mark.parametrize("who", ["li", "wang", "chen", "zhao", "qian"])
    def test_nobody_else_does(self, cast: Cast, who: str) -> None:
        fail("xiaosun", 5)
        assert logged_in(getattr(cast, who)).post(f"/admin/staff/user/{cast.sun.pk}/free/").status_code == 403
        assert attempt("xiaosun", PASSWORD).status_code == 429

    def test_who_is_not_locked_need_not_be_freed(self, cast: Cast) -> None:
        page = logged_in(cast.zhou).post(f"/admin/staff/user/{cast.li.pk}/free/", follow=True)
        assert "没有被锁定" in page.content.decode()
        assert not AccountEvent.objects.filter(kind="unlocked").exists()


def test_the_record_has_every_failure_and_every_lock_once(cast: Cast) -> None:
    fail("xiaoli", 7)
    kinds = Counter(AccountEvent.objects.filter(about=cast.li).values_list("kind", flat=True))
    assert kinds == {"login_failed": 5, "locked": 1}
    assert AccountEvent.objects.filter(kind="locked").get().address == HERE
