"""People in the admin: who keeps accounts, roles, reporters and the duty roster, and who cannot."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models.published import Correction
from articles.models.shared import Section, SiteSettings, Tag
from staff import people, roles
from staff.models import DutyRoster, Reporter, User
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
        browser = Client()
        assert browser.login(username="xiaoma", password=PASSWORD)
        assert browser.get("/admin/").status_code == 200

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
        held = [group(roles.EDITOR), group(roles.PROOFREADER)]
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

    def test_the_addresses_of_sections_and_tags_are_chosen_once(self, cast: Cast) -> None:
        client = logged_in(cast.chen)
        fill_in(client, "/admin/articles/section/add/", "section_form", name="文体", slug="sports", position="2")
        sports = Section.objects.get(slug="sports")
        fill_in(client, f"/admin/articles/section/{sports.pk}/change/", "section_form", name="体育", slug="tiyu")
        sports.refresh_from_db()
        assert (sports.name, sports.slug) == ("体育", "sports")
        fill_in(client, "/admin/articles/tag/add/", "tag_form", name="防汛")
        tag = Tag.objects.get()
        fill_in(client, f"/admin/articles/tag/{tag.pk}/change/", "tag_form", name="防汛抗旱", slug="x")
        tag.refresh_from_db()
        assert (tag.name, tag.slug) == ("防汛抗旱", "防汛")

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
