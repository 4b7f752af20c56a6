"""The second factor: what a password alone opens, how it is set up, passed, remembered and given up."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from staff.models import AccountEvent, DutyRoster, LoginSession, RememberedDevice, User
from staff.signing_in import second_factor
from tests.accounts.factors import ACCOUNT, CODE, LOGIN, SET_UP, Telephone, enter, give_factor, key_on
from tests.cast import PASSWORD, Cast, logged_in
from tests.forms import fill_in

pytestmark = pytest.mark.django_db

INSIDE = ("/admin/", "/admin/articles/article/", "/admin/account/", "/admin/password_change/", "/admin/no-such-page/")


def events_of(user: User) -> Counter:
    return Counter(AccountEvent.objects.filter(about=user).values_list("kind", flat=True))


def wait(user: User) -> None:
    """The time passes that a wrong code costs."""
    past = timezone.now() - timedelta(minutes=5)
    TOTPDevice.objects.filter(user=user).update(throttling_failure_timestamp=past)
    StaticDevice.objects.filter(user=user).update(throttling_failure_timestamp=past)


class TestAPasswordAlone:
    def test_it_opens_nothing_but_the_page_that_asks_for_the_code(self, cast: Cast) -> None:
        give_factor(cast.li)
        browser = enter(cast.li)
        for address in INSIDE:
            assert browser.get(address).url.split("?")[0] == CODE
        assert browser.post("/admin/articles/article/add/", {"headline": "标题"}).url == CODE
        assert browser.post("/admin/password_change/", {"old_password": PASSWORD}).url == CODE
        assert browser.post(f"{ACCOUNT}logins/end/", {"login": "others"}).url == CODE
        assert browser.get(SET_UP).url.split("?")[0] == CODE  # A thief must not set up a telephone of his own.
        assert "我的待办" not in browser.get(CODE).content.decode()

    def test_the_code_opens_it_and_leads_on_to_where_one_wanted_to_go(self, cast: Cast) -> None:
        telephone, _codes = give_factor(cast.li)
        browser = enter(cast.li)
        asked = browser.get("/admin/articles/article/?q=食堂")
        page = browser.get(asked.url)
        goal = page.context["next"]
        assert browser.post(CODE, {"code": telephone.code(1), "next": goal}).url == goal
        assert browser.get("/admin/articles/article/").status_code == 200
        assert events_of(cast.li)["factor_passed"] == 1

    @pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example/admin/", "/", "/admin\\@evil.example"])
    def test_it_leads_to_no_other_site(self, cast: Cast, goal: str) -> None:
        telephone, _codes = give_factor(cast.li)
        assert enter(cast.li).post(CODE, {"code": telephone.code(1), "next": goal}).url == "/admin/"

    def test_the_login_goes_on_under_a_new_key(self, cast: Cast) -> None:
        telephone, _codes = give_factor(cast.li)
        browser = enter(cast.li)
        before = browser.session.session_key
        browser.post(CODE, {"code": telephone.code(1)})
        assert browser.session.session_key != before
        stolen = Client()
        stolen.cookies["sessionid"] = before
        assert stolen.get("/admin/").url.startswith(LOGIN)

    def test_readers_pages_know_nothing_of_it(self, cast: Cast, settings) -> None:
        settings.SECOND_FACTOR_DUE = "everybody"
        browser = enter(cast.li)
        answer = browser.get("/")
        assert answer.status_code == 200
        assert not answer.cookies


class TestWrongCodes:
    def test_a_wrong_one_opens_nothing_and_is_recorded(self, cast: Cast) -> None:
        give_factor(cast.li)
        browser = enter(cast.li)
        page = browser.post(CODE, {"code": "000000"})
        assert "验证码有误" in page.content.decode()
        assert browser.get("/admin/").url == CODE
        assert events_of(cast.li)["factor_failed"] == 1

    def test_the_next_one_has_to_wait_even_if_it_is_right(self, cast: Cast) -> None:
        telephone, _codes = give_factor(cast.li)
        browser = enter(cast.li)
        browser.post(CODE, {"code": "000000"})
        TOTPDevice.objects.update(throttling_failure_count=7)
        page = browser.post(CODE, {"code": telephone.code(1)})
        assert re.search(r"请等 [56]\d 秒", page.content.decode())
        assert browser.get("/admin/").url == CODE
        wait(cast.li)
        assert browser.post(CODE, {"code": telephone.code(1)}).status_code == 302

    def test_a_code_is_good_once(self, cast: Cast) -> None:
        telephone, _codes = give_factor(cast.li)
        code = telephone.code(1)
        assert enter(cast.li).post(CODE, {"code": code}).status_code == 302
        again = enter(cast.li)
        assert "已经用过" in again.post(CODE, {"code": code}).content.decode()
        assert again.get("/admin/").url == CODE

    def test_the_code_that_confirmed_the_setup_is_used_up(self, cast: Cast) -> None:
        telephone, _codes = give_factor(cast.li)
        assert enter(cast.li).post(CODE, {"code": telephone.code()}).status_code == 200

    @pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "-00001", "１２３", "0" * 40, "\0" * 6])
    def test_what_is_no_code_is_refused(self, cast: Cast, typed: str) -> None:
        give_factor(cast.li)
        browser = enter(cast.li)
        assert browser.post(CODE, {"code": typed}).status_code == 200
        assert browser.get("/admin/").url == CODE

    def test_full_width_digits_and_spaces_are_read(self, cast: Cast) -> None:
        telephone, _codes = give_factor(cast.li)
        wide = telephone.code(1).translate({ord(str(digit)): "０１２３４５６７８９"[digit] for digit in range(10)})
        assert enter(cast.li).post(CODE, {"code": f" {wide[:3]} {wide[3:]} "}).status_code == 302

    def test_the_code_of_a_colleague_opens_nothing(self, cast: Cast) -> None:
        give_factor(cast.li)
        telephone, codes = give_factor(cast.sun)
        browser = enter(cast.li)
        assert browser.post(CODE, {"code": telephone.code(1)}).status_code == 200
        assert browser.post(CODE, {"code": codes[0]}).status_code == 200


class TestRecoveryCodes:
    def test_each_opens_once_and_the_rest_is_counted(self, cast: Cast) -> None:
        _telephone, codes = give_factor(cast.li)
        page = enter(cast.li).post(CODE, {"code": codes[0]}, follow=True)
        assert "还剩 9 个" in page.content.decode()
        again = enter(cast.li)
        assert again.post(CODE, {"code": codes[0]}).status_code == 200
        wait(cast.li)
        assert again.post(CODE, {"code": codes[1].upper().replace("-", " ")}).status_code == 302
        assert events_of(cast.li)["code_used"] == 2

    def test_a_stolen_database_does_not_give_them_away(self, cast: Cast) -> None:
        _telephone, codes = give_factor(cast.li)
        kept = " ".join(StaticToken.objects.values_list("token", flat=True))
        assert len(codes) == len(set(codes)) == StaticToken.objects.count() == 10
        for code in codes:
            assert code not in kept
            assert code.replace("-", "") not in kept
        browser = enter(cast.li)
        for token in StaticToken.objects.values_list("token", flat=True):
            assert browser.post(CODE, {"code": token}).status_code == 200

    def test_new_ones_want_a_code_and_void_the_old_ones(self, cast: Cast) -> None:
        telephone, old = give_factor(cast.li)
        browser = enter(cast.li)
        browser.post(CODE, {"code": old[0]})
        assert browser.post(f"{CODE}recovery-codes/", {"code": "000000"}).url == ACCOUNT
        wait(cast.li)
        page = browser.post(f"{CODE}recovery-codes/", {"code": telephone.code(1)})
        new = re.findall(r"<li>([a-z2-9]{5}-[a-z2-9]{5})</li>", page.content.decode())
        assert len(new) == 10
        assert "只在此时显示一次" in page.content.decode()
        assert new[0] not in browser.get(ACCOUNT).content.decode()
        assert enter(cast.li).post(CODE, {"code": old[1]}).status_code == 200
        wait(cast.li)
        assert enter(cast.li).post(CODE, {"code": new[0]}).status_code == 302


class TestSettingUp:
    def test_a_picture_a_key_for_the_hand_and_ten_codes_once(self, cast: Cast) -> None:
        browser = logged_in(cast.li)
        page = browser.get(SET_UP)
        assert "<svg" in page.content.decode()
        assert "style=" not in re.search(r"<svg.*?</svg>", page.content.decode(), re.DOTALL)[0]
        telephone = Telephone(key_on(page))
        done = browser.post(SET_UP, {"code": telephone.code()})
        assert len(re.findall(r"<li>[a-z2-9]{5}-[a-z2-9]{5}</li>", done.content.decode())) == 10
        assert "no-store" in done["Cache-Control"]
        assert browser.get("/admin/").status_code == 200
        assert enter(cast.li).get("/admin/").url == CODE
        assert events_of(cast.li)["factor_set_up"] == 1

    def test_a_code_of_another_key_sets_nothing_up_and_the_picture_stays(self, cast: Cast) -> None:
        browser = logged_in(cast.li)
        key = key_on(browser.get(SET_UP))
        page = browser.post(SET_UP, {"code": Telephone(second_factor.new_key()).code()})
        assert "与本页的密钥不符" in page.content.decode()
        assert key_on(page) == key
        assert not TOTPDevice.objects.exists()

    def test_other_logins_of_the_account_end(self, cast: Cast) -> None:
        elsewhere, browser = enter(cast.li), enter(cast.li)
        browser.post(SET_UP, {"code": Telephone(key_on(browser.get(SET_UP))).code()})
        assert elsewhere.get("/admin/").url.startswith(LOGIN)
        assert browser.get("/admin/").status_code == 200

    def test_whoever_has_one_sets_up_no_second_without_a_code(self, cast: Cast) -> None:
        telephone, _codes = give_factor(cast.li)
        browser = enter(cast.li)
        browser.post(CODE, {"code": telephone.code(1)})
        assert browser.get(SET_UP).url == ACCOUNT
        assert browser.post(SET_UP, {"code": "000000"}).url == ACCOUNT

    def test_a_new_telephone_replaces_the_old_one_once_it_has_shown_a_code(self, cast: Cast) -> None:
        old, codes = give_factor(cast.li)
        browser = enter(cast.li)
        browser.post(CODE, {"code": codes[0]})
        assert browser.post(f"{CODE}replace/", {"code": old.code(1)}).url == SET_UP
        new = Telephone(key_on(browser.get(SET_UP)))
        assert second_factor.device_of(cast.li).key == old.key.hex()
        browser.post(SET_UP, {"code": new.code()})
        assert second_factor.device_of(cast.li).key == new.key.hex()
        assert TOTPDevice.objects.filter(user=cast.li).count() == 1
        assert browser.get(SET_UP).url == ACCOUNT

    def test_who_need_not_have_one_gives_it_up_with_a_code(self, cast: Cast) -> None:
        telephone, codes = give_factor(cast.li)
        browser = enter(cast.li)
        browser.post(CODE, {"code": codes[0]})
        elsewhere = enter(cast.li)
        elsewhere.post(CODE, {"code": codes[1]})
        browser.post(f"{CODE}remove/", {"code": "000000"})
        assert second_factor.device_of(cast.li)
        assert elsewhere.get("/admin/").status_code == 200
        wait(cast.li)
        browser.post(f"{CODE}remove/", {"code": telephone.code(1)})
        assert second_factor.device_of(cast.li) is None
        assert browser.get("/admin/").status_code == 200
        assert elsewhere.get("/admin/").url.startswith(LOGIN)  # it has passed what is no more
        assert not StaticToken.objects.exists()
        assert enter(cast.li).get("/admin/").status_code == 200

    def test_who_must_have_one_keeps_it(self, cast: Cast, settings) -> None:
        settings.SECOND_FACTOR_DUE = "leaders"
        telephone, codes = give_factor(cast.zhao)
        browser = enter(cast.zhao)
        browser.post(CODE, {"code": codes[0]})
        page = browser.post(f"{CODE}remove/", {"code": telephone.code(1)}, follow=True)
        assert "必须使用两步验证" in page.content.decode()
        assert second_factor.device_of(cast.zhao)


class TestWhoMustHaveOne:
    @pytest.fixture(autouse=True)
    def in_production(self, settings) -> None:
        settings.SECOND_FACTOR_DUE = "leaders"

    @pytest.mark.parametrize("who", ["zhao", "zhou"])
    def test_chief_editor_and_administrator_are_led_to_the_setup_and_nothing_else_opens(
        self, cast: Cast, who: str
    ) -> None:
        browser = enter(getattr(cast, who))
        for address in ("/admin/", "/admin/articles/article/", ACCOUNT, "/admin/second-factor/resets/"):
            assert browser.get(address).url == SET_UP
        assert browser.post("/admin/articles/article/add/", {"headline": "标题"}).url == SET_UP
        assert "只用密码不够安全" in browser.get(SET_UP).content.decode()
        assert browser.get("/admin/password_change/").status_code == 200
        browser.post(SET_UP, {"code": Telephone(key_on(browser.get(SET_UP))).code()})
        assert browser.get("/admin/").status_code == 200

    @pytest.mark.parametrize("who", ["li", "wang", "chen", "qian"])
    def test_the_others_need_not(self, cast: Cast, who: str) -> None:
        assert enter(getattr(cast, who)).get("/admin/").status_code == 200

    def test_whoever_is_on_duty_must_from_the_minute_on(self, cast: Cast) -> None:
        browser = enter(cast.chen)
        assert browser.get("/admin/").status_code == 200
        now = timezone.now()
        DutyRoster.objects.create(user=cast.chen, starts_at=now, ends_at=now + timedelta(hours=1))
        assert browser.get("/admin/").url == SET_UP

    def test_a_superuser_must(self, db) -> None:
        root = User.objects.create_superuser("root", "root@example.cn", PASSWORD, name="超级用户")
        assert enter(root).get("/admin/").url == SET_UP

    def test_a_password_that_somebody_else_has_set_is_changed_first(self, cast: Cast) -> None:
        User.objects.filter(pk=cast.zhao.pk).update(must_change_password=True)
        assert enter(cast.zhao).get("/admin/").url == "/admin/password_change/"

    def test_everybody_or_nobody_can_be_said(self, cast: Cast, settings) -> None:
        settings.SECOND_FACTOR_DUE = "everybody"
        assert enter(cast.li).get("/admin/").url == SET_UP
        settings.SECOND_FACTOR_DUE = "nobody"
        assert enter(cast.zhao).get("/admin/").status_code == 200


class TestRememberedDevices:
    def remembered(self, user: User) -> tuple[Client, list[str]]:
        telephone, codes = give_factor(user)
        browser = enter(user, HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/132.0")
        browser.post(CODE, {"code": telephone.code(1), "remember": "on"})
        browser.post("/admin/logout/")
        return browser, codes

    def test_there_the_password_is_enough_for_thirty_days(self, cast: Cast, settings) -> None:
        browser, _codes = self.remembered(cast.li)
        cookie = browser.cookies[f"device_{cast.li.pk}"]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/admin/")
        assert cookie["max-age"] == 30 * 24 * 60 * 60
        assert enter(cast.li, browser=browser).get("/admin/").status_code == 200
        browser.post("/admin/logout/")
        RememberedDevice.objects.update(expires_at=timezone.now())
        assert enter(cast.li, browser=browser).get("/admin/").url == CODE

    def test_over_https_its_cookie_is_secure(self, cast: Cast, settings) -> None:
        settings.SESSION_COOKIE_SECURE = True
        browser, _codes = self.remembered(cast.li)
        assert browser.cookies[f"device_{cast.li.pk}"]["secure"] is True

    def test_without_the_password_it_opens_nothing(self, cast: Cast) -> None:
        browser, _codes = self.remembered(cast.li)
        assert browser.get("/admin/").url.startswith(LOGIN)
        assert enter(cast.li, "wrong password", browser).get("/admin/").url.startswith(LOGIN)

    def test_a_forged_or_a_colleagues_cookie_is_none(self, cast: Cast) -> None:
        browser, _codes = self.remembered(cast.li)
        give_factor(cast.sun)
        value = browser.cookies[f"device_{cast.li.pk}"].value
        for cookie in (value, value[:-2] + "xx", "token", RememberedDevice.objects.get().digest):
            other = Client()
            other.cookies[f"device_{cast.sun.pk}"] = cookie
            assert enter(cast.sun, browser=other).get("/admin/").url == CODE

    def test_the_database_does_not_hold_what_the_cookie_holds(self, cast: Cast) -> None:
        browser, _codes = self.remembered(cast.li)
        token = browser.cookies[f"device_{cast.li.pk}"].value.split(":")[0]
        assert token not in str(list(RememberedDevice.objects.values()))

    def test_its_owner_sees_it_and_ends_it(self, cast: Cast) -> None:
        browser, codes = self.remembered(cast.li)
        device = RememberedDevice.objects.get()
        other = enter(cast.li)
        other.post(CODE, {"code": codes[0]})
        assert "Firefox · Windows" in other.get(ACCOUNT).content.decode()
        other.post(f"{ACCOUNT}devices/forget/", {"device": device.pk})
        assert enter(cast.li, browser=browser).get("/admin/").url == CODE
        assert events_of(cast.li)["device_forgotten"] == 1

    def test_nobody_ends_it_for_somebody_else(self, cast: Cast) -> None:
        self.remembered(cast.li)
        device = RememberedDevice.objects.get()
        logged_in(cast.sun).post(f"{ACCOUNT}devices/forget/", {"device": device.pk})
        logged_in(cast.sun).post(f"{ACCOUNT}devices/forget/", {"device": "all"})
        assert RememberedDevice.objects.exists()

    def test_a_new_password_ends_it(self, cast: Cast) -> None:
        browser, codes = self.remembered(cast.li)
        new = "长江大桥上的日出真好看"
        other = enter(cast.li)
        other.post(CODE, {"code": codes[0]})
        other.post("/admin/password_change/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
        assert not RememberedDevice.objects.exists()
        assert enter(cast.li, new, browser).get("/admin/").url == CODE

    def test_a_password_set_by_the_administrator_ends_it_too(self, cast: Cast) -> None:
        self.remembered(cast.li)
        new = "长江大桥上的日出真好看"
        fill_in(
            logged_in(cast.zhou), f"/admin/staff/user/{cast.li.pk}/password/", "user_form", password1=new, password2=new
        )
        assert not RememberedDevice.objects.exists()
        assert not LoginSession.objects.filter(account=cast.li).exists()
        assert events_of(cast.li)["password_set"] == 1


def test_the_library_pages_are_not_in_the_admin(cast: Cast) -> None:
    root = User.objects.create_superuser("root", "root@example.cn", PASSWORD, name="超级用户")
    page = logged_in(root).get("/admin/").content.decode()
    for address in ("otp_totp", "otp_static", "axes", "taggit", "auth/group"):
        assert f"/admin/{address}/" not in page


def test_two_desks_share_a_browser(cast: Cast) -> None:
    """Two colleagues at one machine: each is remembered for himself."""
    browser = Client()
    for user in (cast.li, cast.sun):
        telephone, _codes = give_factor(user)
        enter(user, browser=browser).post(CODE, {"code": telephone.code(1), "remember": "on"})
        browser.post("/admin/logout/")
    for user in (cast.li, cast.sun):
        assert enter(user, browser=browser).get("/admin/").status_code == 200
        browser.post("/admin/logout/")


def test_the_gate_costs_one_statement(cast: Cast, settings, django_assert_num_queries) -> None:
    settings.SECOND_FACTOR_DUE = "leaders"
    with django_assert_num_queries(1):
        assert second_factor.standing(cast.zhao, now=timezone.now()).is_due
