"""People in the admin: who keeps accounts, roles, reporters and the duty roster, and who cannot."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models.published import Correction
from articles.models.shared import SiteSettings
from staff import people, roles
from staff.models import DutyRoster, Reporter, RoleGrant, User
from tests import makers
from tests.cast import PASSWORD, Cast, account, logged_in
from tests.forms import fields_of, fill_in

pytestmark = pytest.mark.django_db

USERS = "/admin/staff/user/"
ROSTER = "/admin/staff/dutyroster/"


def group(name: str) -> int:
    return User.groups.rel.model.objects.get(name=name).pk


class TestAccounts:
    NEW = {"username": "xiaoma", "name": "小马", "password1": PASSWORD, "password2": PASSWORD}

    def test_the_administrator_opens_an_account_that_can_log_in(self, cast: Cast) -> None:
        response = fill_in(
            logged_in(cast.zhou), f"{USERS}add/", "user_form", **self.NEW, groups=[group(roles.REPORTER)]
        )
        ma = User.objects.get(username="xiaoma")
        assert response.status_code == 302
        assert (ma.name, ma.is_staff, ma.is_superuser) == ("小马", True, False)
        assert people.person(ma, now=timezone.now()).roles == {roles.REPORTER}
        assert Client().login(username="xiaoma", password=PASSWORD)

    @pytest.mark.parametrize("who", ["li", "wang", "chen", "zhao", "qian"])
    def test_nobody_else_does(self, cast: Cast, who: str) -> None:
        client = logged_in(getattr(cast, who))
        assert client.post(f"{USERS}add/", self.NEW).status_code == 403
        assert client.post(f"{USERS}{cast.sun.pk}/change/", {"name": "改名"}).status_code == 403
        assert client.post(f"{USERS}{cast.sun.pk}/password/", {}).status_code == 403
        assert not User.objects.filter(username="xiaoma").exists()

    def test_a_weak_password_is_refused_in_chinese_and_the_rest_is_kept(self, cast: Cast) -> None:
        weak = {**self.NEW, "password1": "12345", "password2": "12345"}
        response = fill_in(logged_in(cast.zhou), f"{USERS}add/", "user_form", **weak)
        assert "密码" in str(response.context["errors"])
        assert fields_of(response, "user_form")["name"] == "小马"

    def test_the_administrator_gives_and_takes_roles(self, cast: Cast) -> None:
        held = [group(roles.REPORTER), group(roles.PROOFREADER)]
        fill_in(logged_in(cast.zhou), f"{USERS}{cast.sun.pk}/change/", "user_form", groups=held)
        assert set(cast.sun.groups.values_list("pk", flat=True)) == set(held)

    def test_the_form_shows_the_roles_that_somebody_has(self, cast: Cast) -> None:
        page = logged_in(cast.zhou).get(f"{USERS}{cast.wang.pk}/change/")
        assert fields_of(page, "user_form")["groups"] == [str(group(roles.EDITOR))]
        assert "编辑稿件、初审" in page.content.decode()

    def test_nobody_changes_his_own_roles_or_closes_his_own_account(self, cast: Cast) -> None:
        client = logged_in(cast.zhou)
        address = f"{USERS}{cast.zhou.pk}/change/"
        page = client.get(address)
        assert 'name="groups"' not in page.content.decode()
        assert "任何人不得更改自己的角色" in page.content.decode()
        client.post(address, {**fields_of(page, "user_form"), "name": "周管理", "groups": [group(roles.CHIEF)]})
        cast.zhou.refresh_from_db()
        assert (cast.zhou.name, cast.zhou.is_active) == ("周管理", True)
        assert [held.name for held in cast.zhou.groups.all()] == [roles.ADMINISTRATOR]

    def test_nobody_becomes_a_superuser_here_and_a_superuser_is_left_alone(self, cast: Cast) -> None:
        root = User.objects.create_superuser("root", "root@example.cn", PASSWORD, name="超级用户")
        client = logged_in(cast.zhou)
        fill_in(client, f"{USERS}{cast.sun.pk}/change/", "user_form", is_superuser="on", user_permissions=["1"])
        cast.sun.refresh_from_db()
        assert not cast.sun.is_superuser
        assert not cast.sun.user_permissions.exists()
        assert client.post(f"{USERS}{root.pk}/change/", {"name": "别人"}).status_code == 403
        assert client.post(f"{USERS}{root.pk}/password/", {}).status_code == 403

    def test_a_new_password_works_and_the_old_one_does_not(self, cast: Cast) -> None:
        address = f"{USERS}{cast.sun.pk}/password/"
        new = "长江大桥上的日出真好看"
        response = fill_in(logged_in(cast.zhou), address, "user_form", password1=new, password2=new)
        assert response.status_code == 302
        assert not Client().login(username="xiaosun", password=PASSWORD)
        assert Client().login(username="xiaosun", password=new)

    def test_an_account_is_closed_and_never_deleted(self, cast: Cast) -> None:
        client = logged_in(cast.zhou)
        page = fields_of(client.get(f"{USERS}{cast.sun.pk}/change/"), "user_form")
        del page["is_active"]
        client.post(f"{USERS}{cast.sun.pk}/change/", page)
        assert not Client().login(username="xiaosun", password=PASSWORD)
        assert client.post(f"{USERS}{cast.sun.pk}/delete/", {"post": "yes"}).status_code == 403

    def test_the_admin_speaks_the_language_of_the_account(self, cast: Cast) -> None:
        smith = account("Smith", roles.REPORTER, username="smith", language="en")
        assert "New piece" in logged_in(smith).get("/admin/").content.decode()
        assert "写新稿" in logged_in(cast.li).get("/admin/").content.decode()


class TestRolesThatReview:
    """管理员 proposes a review role, 总编辑 confirms it on his desk; both stay in the record."""

    def propose(self, cast: Cast, user: User, *wanted: str):
        held = [str(pk) for pk in user.groups.values_list("pk", flat=True)]
        return fill_in(
            logged_in(cast.zhou), f"{USERS}{user.pk}/change/", "user_form", groups=[*held, *map(group, wanted)]
        )

    def decide(self, user: User, grant: RoleGrant, decision: str = "grant"):
        return logged_in(user).post(f"/admin/role-grants/{grant.pk}/", {"decision": decision}, follow=True)

    def roles_of(self, user: User) -> set[str]:
        return set(user.groups.values_list("name", flat=True))

    def test_it_is_held_back_until_the_chief_editor_confirms_it_on_his_desk(self, cast: Cast) -> None:
        self.propose(cast, cast.sun, roles.EDITOR, roles.PROOFREADER)
        assert self.roles_of(cast.sun) == {roles.REPORTER, roles.PROOFREADER}
        grant = RoleGrant.objects.get()
        assert (grant.role, grant.asked_by, grant.decided_at) == (roles.EDITOR, cast.zhou, None)
        desk = logged_in(cast.zhao).get("/admin/").content.decode()
        assert "小孙任责任编辑" in desk
        self.decide(cast.zhao, grant)
        grant.refresh_from_db()
        assert roles.EDITOR in self.roles_of(cast.sun)
        assert (grant.decided_by, grant.is_granted) == (cast.zhao, True)
        assert "小孙任责任编辑" not in logged_in(cast.zhao).get("/admin/").content.decode()
        assert "已授予" in logged_in(cast.zhou).get("/admin/staff/rolegrant/").content.decode()

    def test_a_refusal_gives_nothing_and_the_second_decision_is_told_so(self, cast: Cast) -> None:
        self.propose(cast, cast.sun, roles.EDITOR)
        grant = RoleGrant.objects.get()
        self.decide(cast.zhao, grant, "refuse")
        answer = self.decide(cast.zhao, grant)
        assert "已有人处理" in answer.content.decode()
        assert self.roles_of(cast.sun) == {roles.REPORTER}

    @pytest.mark.parametrize("who", ["li", "wang", "chen", "zhou", "sun"])
    def test_nobody_else_decides(self, cast: Cast, who: str) -> None:
        self.propose(cast, cast.sun, roles.EDITOR)
        grant = RoleGrant.objects.get()
        self.decide(getattr(cast, who), grant)
        assert self.roles_of(cast.sun) == {roles.REPORTER}
        assert "小孙任责任编辑" not in logged_in(getattr(cast, who)).get("/admin/").content.decode()

    def test_the_duty_chief_editor_does_not_either_nor_a_chief_for_himself(self, cast: Cast) -> None:
        now = timezone.now()
        DutyRoster.objects.create(user=cast.chen, starts_at=now, ends_at=now + timedelta(hours=1))
        self.propose(cast, cast.zhao, roles.EDITOR)
        account("老郑", roles.CHIEF)
        self.propose(cast, cast.zhao, roles.DESK_HEAD)
        for grant in RoleGrant.objects.waiting():
            self.decide(cast.chen, grant)
            self.decide(cast.zhao, grant)
        assert roles.DESK_HEAD not in self.roles_of(cast.zhao)

    def test_the_administrator_makes_no_chief_editor_alone_by_closing_the_only_one(self, cast: Cast) -> None:
        User.objects.filter(pk=cast.zhao.pk).update(is_active=False)
        self.propose(cast, cast.sun, roles.CHIEF)
        grant = RoleGrant.objects.get()
        for somebody in (cast.zhou, cast.sun, cast.wang, cast.qian):
            self.decide(somebody, grant)
        assert self.roles_of(cast.sun) == {roles.REPORTER}
        assert "小孙任总编辑" in logged_in(cast.chen).get("/admin/").content.decode()  # next in rank
        self.decide(cast.chen, grant)
        assert roles.CHIEF in self.roles_of(cast.sun)

    def test_whoever_proposes_does_not_confirm_though_he_is_next_in_rank(self, cast: Cast) -> None:
        User.objects.filter(pk__in=[cast.zhao.pk, cast.chen.pk]).update(is_active=False)
        cast.zhou.groups.add(group(roles.DESK_HEAD))
        self.propose(cast, cast.sun, roles.CHIEF)
        grant = RoleGrant.objects.get()
        self.decide(cast.zhou, grant)
        assert self.roles_of(cast.sun) == {roles.REPORTER}
        self.decide(cast.wang, grant)
        assert roles.CHIEF in self.roles_of(cast.sun)

    def test_where_nobody_is_there_to_confirm_it_is_given_and_recorded(self, cast: Cast) -> None:
        User.objects.filter(pk__in=[cast.zhao.pk, cast.chen.pk, cast.wang.pk]).update(is_active=False)
        self.propose(cast, cast.sun, roles.CHIEF)
        assert roles.CHIEF in self.roles_of(cast.sun)
        grant = RoleGrant.objects.get()
        assert (grant.is_granted, grant.decided_by) == (True, None)

    def test_saving_the_form_again_neither_gives_nor_forgets_it(self, cast: Cast) -> None:
        self.propose(cast, cast.sun, roles.EDITOR)
        page = logged_in(cast.zhou).get(f"{USERS}{cast.sun.pk}/change/")
        assert "责任编辑" in str(page.context["adminform"].model_admin.waiting_roles(cast.sun))
        self.propose(cast, cast.sun)
        assert RoleGrant.objects.waiting().count() == 1
        assert self.roles_of(cast.sun) == {roles.REPORTER}


class TestTheFirstLogin:
    """A password that somebody else knows opens one page only."""

    OWN = "长江大桥上的日出真好看"

    def newcomer(self, cast: Cast) -> Client:
        new = {**TestAccounts.NEW, "groups": [group(roles.REPORTER)]}
        fill_in(logged_in(cast.zhou), f"{USERS}add/", "user_form", **new)
        browser = Client()
        assert browser.login(username="xiaoma", password=PASSWORD)
        return browser

    def change(self, browser: Client, new: str):
        said = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
        return browser.post("/admin/password_change/", said)

    def test_whoever_logs_in_for_the_first_time_chooses_a_password_of_his_own(self, cast: Cast) -> None:
        browser = self.newcomer(cast)
        for address in ("/admin/", "/admin/articles/article/", "/admin/articles/article/add/"):
            assert browser.get(address).url == "/admin/password_change/"
        assert browser.post("/admin/articles/article/add/", {"headline": "标题"}).url == "/admin/password_change/"
        assert "请先设一个自己的密码" in browser.get("/admin/", follow=True).content.decode()
        assert self.change(browser, self.OWN).status_code == 302
        assert browser.get("/admin/").status_code == 200
        assert Client().login(username="xiaoma", password=self.OWN)

    def test_the_same_password_again_is_none_of_his_own(self, cast: Cast) -> None:
        browser = self.newcomer(cast)
        assert "另一个密码" in str(self.change(browser, PASSWORD).context["form"].errors)
        assert browser.get("/admin/").status_code == 302

    def test_a_password_set_anew_has_to_be_changed_again(self, cast: Cast) -> None:
        fill_in(logged_in(cast.zhou), f"{USERS}{cast.sun.pk}/password/", "user_form", password1=self.OWN,
                password2=self.OWN)  # fmt: skip
        browser = Client()
        browser.login(username="xiaosun", password=self.OWN)
        assert browser.get("/admin/").url == "/admin/password_change/"
        assert browser.post("/admin/logout/").status_code == 200

    def test_who_has_his_own_password_is_asked_nothing(self, cast: Cast) -> None:
        assert logged_in(cast.li).get("/admin/").status_code == 200


class TestReporters:
    LIST = "/admin/staff/reporter/"

    def test_an_editor_confirms_names_that_an_import_met(self, cast: Cast) -> None:
        wu, zheng = (Reporter.objects.create(name=name, is_confirmed=False) for name in ("吴桐", "郑好"))
        response = logged_in(cast.wang).post(
            self.LIST, {"action": "confirm", "_selected_action": [wu.pk, zheng.pk]}, follow=True
        )
        assert Reporter.objects.filter(is_confirmed=True, name__in=["吴桐", "郑好"]).count() == 2
        assert "已确认 2 位作者" in response.content.decode()

    def test_a_reporter_cannot(self, cast: Cast) -> None:
        wu = Reporter.objects.create(name="吴桐", is_confirmed=False)
        client = logged_in(cast.li)
        client.post(self.LIST, {"action": "confirm", "_selected_action": [wu.pk]})
        wu.refresh_from_db()
        assert not wu.is_confirmed
        assert client.post(f"{self.LIST}{wu.pk}/change/", {"name": "改名"}).status_code == 403

    def test_namesakes_are_asked_for_a_note(self, cast: Cast) -> None:
        makers.make_reporter("王芳")
        response = fill_in(logged_in(cast.wang), f"{self.LIST}add/", "reporter_form", name="王芳")
        assert "区分" in str(response.context["errors"])

    def test_the_form_of_a_piece_finds_them_as_one_types(self, cast: Cast) -> None:
        zhou = makers.make_reporter("周明远")
        query = {"app_label": "articles", "model_name": "articlebyline", "field_name": "reporter", "term": "明远"}
        found = logged_in(cast.li).get("/admin/autocomplete/", query).json()["results"]
        assert found == [{"id": str(zhou.pk), "text": "周明远"}]
        assert Client().get("/admin/autocomplete/", query).status_code == 302


class TestDuty:
    def duty(self, user: User) -> dict:
        now = timezone.localtime()
        return {
            "user": user.pk,
            "starts_at_0": f"{now - timedelta(hours=1):%Y-%m-%d}",
            "starts_at_1": f"{now - timedelta(hours=1):%H:%M}",
            "ends_at_0": f"{now + timedelta(hours=1):%Y-%m-%d}",
            "ends_at_1": f"{now + timedelta(hours=1):%H:%M}",
        }

    def test_the_chief_editor_puts_somebody_on_duty(self, cast: Cast) -> None:
        fill_in(logged_in(cast.zhao), f"{ROSTER}add/", "dutyroster_form", **self.duty(cast.chen))
        assert DutyRoster.objects.get().user == cast.chen
        assert roles.DUTY_CHIEF in people.person(cast.chen, now=timezone.now()).roles

    def test_the_form_proposes_the_next_night_that_nobody_has(self, cast: Cast) -> None:
        client = logged_in(cast.zhao)
        now = timezone.localtime()
        first = now.date() - timedelta(days=1) if now.hour < 6 else now.date()
        for day in (first, first + timedelta(days=1)):
            page = fields_of(client.get(f"{ROSTER}add/"), "dutyroster_form")
            begins = (page["starts_at_0"], page["starts_at_1"][:5])
            ends = (page["ends_at_0"], page["ends_at_1"][:5])
            assert begins == (f"{day:%Y/%m/%d}", "18:00")
            assert ends == (f"{day + timedelta(days=1):%Y/%m/%d}", "06:00")
            assert client.post(f"{ROSTER}add/", {**page, "user": cast.chen.pk}).status_code == 302

    @pytest.mark.parametrize("who", ["li", "wang", "chen", "qian", "zhou"])
    def test_nobody_else_does(self, cast: Cast, who: str) -> None:
        user = getattr(cast, who)
        assert logged_in(user).post(f"{ROSTER}add/", self.duty(user)).status_code == 403
        assert not DutyRoster.objects.exists()

    def test_a_duty_that_ends_before_it_starts_is_refused(self, cast: Cast) -> None:
        wrong = self.duty(cast.chen)
        wrong["ends_at_0"] = "2020-01-01"
        response = fill_in(logged_in(cast.zhao), f"{ROSTER}add/", "dutyroster_form", **wrong)
        assert response.status_code == 200
        assert "结束" in str(response.context["errors"])


class TestThePaper:
    ADDRESS = "/admin/articles/sitesettings/1/change/"

    def test_its_facts_are_one_row_that_the_first_save_makes(self, cast: Cast) -> None:
        client = logged_in(cast.zhou)
        assert client.get("/admin/articles/sitesettings/").url == self.ADDRESS
        fill_in(client, self.ADDRESS, "sitesettings_form", name="长椿报")
        fill_in(client, self.ADDRESS, "sitesettings_form", slogan="离家最近的新闻")
        settings = SiteSettings.objects.get()
        assert (settings.name, settings.slogan) == ("长椿报", "离家最近的新闻")
        assert client.get("/admin/articles/sitesettings/add/").status_code == 403
        assert client.post("/admin/articles/sitesettings/1/delete/").status_code == 403

    @pytest.mark.parametrize("who", ["li", "wang", "chen", "qian"])
    def test_others_cannot_change_them(self, cast: Cast, who: str) -> None:
        assert logged_in(getattr(cast, who)).post(self.ADDRESS, {"name": "别的报"}).status_code == 403
        assert not SiteSettings.objects.exists()

    def test_what_the_law_wants_and_is_not_filled_in_is_said(self, cast: Cast) -> None:
        client = logged_in(cast.zhou)
        assert client.get(self.ADDRESS).context["unset"][:2] == ["主管单位", "主办单位"]
        fill_in(client, self.ADDRESS, "sitesettings_form", name="长椿报", icp_number="豫ICP备1号", sponsor="区委宣传部")
        page = client.get(self.ADDRESS)
        assert "ICP备案" not in "".join(page.context["unset"])
        assert "公安" in "".join(page.context["unset"])
        assert "尚未填写" in page.content.decode()

    def test_a_section_with_a_wrong_address_is_refused(self, cast: Cast) -> None:
        response = fill_in(
            logged_in(cast.chen), "/admin/articles/section/add/", "section_form", name="文体", slug="Sports & Co"
        )
        assert "小写字母" in str(response.context["errors"])
        assert logged_in(cast.li).get("/admin/articles/section/add/").status_code == 403

    def test_the_record_of_imports_is_read_and_not_written(self, cast: Cast) -> None:
        client = logged_in(cast.zhao)
        batch = makers.make_printed().batch
        address = f"/admin/articles/importbatch/{batch.pk}/"
        assert client.get("/admin/articles/importbatch/").status_code == 200
        assert client.get(f"{address}change/").status_code == 200
        client.post(f"{address}change/", {"file_name": "假的.txt", "text": "假的", "_save": "1"})
        batch.refresh_from_db()
        assert (batch.file_name, batch.text) == ("A01.txt", "")
        assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403

    def test_a_public_note_is_read_and_never_erased(self, cast: Cast) -> None:
        note = Correction.objects.create(number=1, kind="correction", note="桥名有误。", at=timezone.now())
        client = logged_in(cast.zhao)
        address = f"/admin/articles/correction/{note.pk}/"
        assert "桥名有误。" in client.get("/admin/articles/correction/").content.decode()
        assert client.get(f"{address}change/").status_code == 200
        assert client.post("/admin/articles/correction/add/", {"note": "假的"}).status_code == 403
        assert client.post(f"{address}change/", {"note": "假的"}).status_code == 403
        assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
        assert Correction.objects.get().note == "桥名有误。"


def test_nobody_changes_as_whom_he_is_credited_himself(cast):
    """Whoever unlinks himself from his reporter could review his own pieces."""
    both = account("又管又编", roles.ADMINISTRATOR, roles.EDITOR, username="youguan", is_credited=True)
    client = logged_in(both)
    address = f"/admin/staff/user/{both.pk}/change/"
    fill_in(client, address, "user_form", reporter="")
    both.refresh_from_db()
    assert both.reporter is not None
