"""Logins end: by the clock, by their owner, by a new password, and at once when somebody leaves."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from staff.models import AccountEvent, LoginSession, RememberedDevice, User
from staff.signing_in import sessions
from tests import makers
from tests.accounts.factors import ACCOUNT, LOGIN, enter
from tests.cast import PASSWORD, Cast, logged_in
from tests.forms import fields_of

pytestmark = pytest.mark.django_db

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Mobile/15E148 MicroMessenger/8.0.49"
NEW = "长江大桥上的日出真好看"


def is_in(browser: Client) -> bool:
    return browser.get("/admin/").status_code == 200


def login_of(browser: Client) -> LoginSession:
    return LoginSession.objects.get(session_key=browser.session.session_key)


def go_back(browser: Client, *, idle: timedelta = timedelta(), old: timedelta = timedelta()) -> None:
    """As if this login had begun `old` ago and nobody had done anything for `idle`."""
    login = login_of(browser)
    login.begun_at -= old
    login.seen_at -= idle
    login.expire_date = sessions.ends_at(login.begun_at, now=login.seen_at)
    login.save()


class TestTheClock:
    def test_a_login_gets_a_new_key(self, cast: Cast) -> None:
        browser = Client()
        browser.get(LOGIN)
        browser.cookies["sessionid"] = "a" * 32
        enter(cast.li, browser=browser)
        assert browser.cookies["sessionid"].value != "a" * 32
        first = browser.cookies["sessionid"].value
        enter(cast.li, browser=browser)
        assert browser.cookies["sessionid"].value != first
        assert LoginSession.objects.filter(account=cast.li).count() == 1

    def test_its_cookie_is_the_newsrooms_alone(self, cast: Cast) -> None:
        cookie = enter(cast.li).cookies["sessionid"]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/admin/")
        assert cookie["max-age"] == 12 * 60 * 60

    def test_it_ends_when_nobody_does_anything(self, cast: Cast) -> None:
        browser = enter(cast.li)
        go_back(browser, idle=timedelta(minutes=119))
        assert is_in(browser)
        go_back(browser, idle=timedelta(minutes=121))
        assert browser.get("/admin/").url.startswith(LOGIN)

    def test_whoever_works_stays_in(self, cast: Cast) -> None:
        browser = enter(cast.li)
        go_back(browser, idle=timedelta(minutes=100))
        assert is_in(browser)
        assert timezone.now() - login_of(browser).seen_at < timedelta(minutes=1)

    def test_a_form_that_is_merely_open_keeps_nobody_in(self, cast: Cast) -> None:
        piece = makers.make_draft(by=cast.li)
        browser = enter(cast.li)
        go_back(browser, idle=timedelta(minutes=100))
        assert browser.post(f"/admin/articles/article/{piece.pk}/open/").status_code == 200
        assert timezone.now() - login_of(browser).seen_at > timedelta(minutes=99)

    def test_it_ends_after_a_working_day_whatever_is_done(self, cast: Cast) -> None:
        browser = enter(cast.li)
        go_back(browser, old=timedelta(hours=11, minutes=59))
        assert is_in(browser)
        browser.get("/admin/account/")
        go_back(browser, old=timedelta(minutes=2))
        assert not is_in(browser)

    def test_that_somebody_is_there_is_not_written_with_every_page(self, cast: Cast) -> None:
        browser = enter(cast.li)
        seen = login_of(browser).seen_at
        is_in(browser)
        assert login_of(browser).seen_at == seen

    def test_rows_that_are_long_over_are_swept_at_the_next_login(self, cast: Cast) -> None:
        go_back(enter(cast.li), old=timedelta(days=2))
        recent = enter(cast.li)
        go_back(recent, old=timedelta(hours=13))
        enter(cast.sun)
        assert list(LoginSession.objects.filter(account=cast.li)) == [login_of(recent)]


class TestItsOwner:
    def test_sees_where_he_is_logged_in_and_which_one_is_this(self, cast: Cast) -> None:
        here = enter(cast.li, HTTP_USER_AGENT=WINDOWS, REMOTE_ADDR="203.0.113.9")
        enter(cast.li, HTTP_USER_AGENT=IPHONE, REMOTE_ADDR="198.51.100.4")
        enter(cast.sun, HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64) Firefox/132.0", REMOTE_ADDR="192.0.2.1")
        page = here.get(ACCOUNT).content.decode()
        assert "Chrome · Windows" in page
        assert "微信 · iPhone" in page
        assert "198.51.100.4" in page
        assert "192.0.2.1" not in page
        assert page.count("本机") == 1
        for login in LoginSession.objects.all():
            assert login.session_key not in page  # It is as good as a password.

    def test_ends_one_of_them(self, cast: Cast) -> None:
        here, there, third = enter(cast.li), enter(cast.li), enter(cast.li)
        here.post(f"{ACCOUNT}logins/end/", {"login": sessions.handle(login_of(there))})
        assert (is_in(here), is_in(there), is_in(third)) == (True, False, True)
        ended = AccountEvent.objects.get(kind="session_ended")
        assert (ended.about, ended.by) == (cast.li, cast.li)

    def test_ends_all_others(self, cast: Cast) -> None:
        here, there, third = enter(cast.li), enter(cast.li), enter(cast.li)
        here.post(f"{ACCOUNT}logins/end/", {"login": "others"})
        assert (is_in(here), is_in(there), is_in(third)) == (True, False, False)

    def test_ends_none_of_somebody_else(self, cast: Cast) -> None:
        there = enter(cast.sun)
        handle = sessions.handle(login_of(there))
        page = enter(cast.li).post(f"{ACCOUNT}logins/end/", {"login": handle}, follow=True)
        assert "已经结束" in page.content.decode()
        assert is_in(there)

    def test_a_new_password_ends_all_others(self, cast: Cast) -> None:
        here, there = enter(cast.li), enter(cast.li)
        said = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
        assert here.post("/admin/password_change/", said).status_code == 302
        assert (is_in(here), is_in(there)) == (True, False)
        assert LoginSession.objects.filter(account=cast.li).count() == 1
        assert AccountEvent.objects.filter(kind="password_changed", about=cast.li).exists()


class TestWhoLeaves:
    def close(self, cast: Cast, user: User) -> None:
        client = logged_in(cast.zhou)
        address = f"/admin/staff/user/{user.pk}/change/"
        page = fields_of(client.get(address), "user_form")
        page.pop("is_active", None)
        assert client.post(address, page).status_code == 302

    def test_is_out_at_once_and_is_not_in_again_when_he_comes_back(self, cast: Cast) -> None:
        browser = enter(cast.li)
        now = timezone.now()
        RememberedDevice.objects.create(account=cast.li, digest="0" * 64, made_at=now, expires_at=now)
        self.close(cast, cast.li)
        assert not is_in(browser)
        assert not LoginSession.objects.filter(account=cast.li).exists()
        assert not RememberedDevice.objects.exists()
        User.objects.filter(pk=cast.li.pk).update(is_active=True)
        assert not is_in(browser)
        kinds = AccountEvent.objects.filter(about=cast.li, by=cast.zhou).values_list("kind", flat=True)
        assert list(kinds) == ["account_closed"]

    def test_is_out_at_once_if_the_technician_closes_the_account_in_the_database(self, cast: Cast) -> None:
        browser = enter(cast.li)
        User.objects.filter(pk=cast.li.pk).update(is_active=False)
        assert not is_in(browser)


def test_a_logout_ends_the_login_and_stands_in_the_record(cast: Cast) -> None:
    browser = enter(cast.li)
    browser.post("/admin/logout/")
    assert not LoginSession.objects.filter(account=cast.li).exists()
    assert AccountEvent.objects.filter(kind="logged_out", about=cast.li).count() == 1
