"""The record of accounts: what happens stands in it, who may read it, and that nobody changes it."""

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from staff import events, roles
from staff.models import AccountEvent, FactorReset, RoleGrant, User
from staff.signing_in import second_factor
from tests.accounts.factors import CODE, RESETS, enter, give_factor
from tests.cast import PASSWORD, Cast, logged_in
from tests.forms import fill_in

pytestmark = pytest.mark.django_db

LIST = "/admin/staff/accountevent/"


def told(about) -> list[tuple[str, str, str]]:
    return [
        (event.kind, str(event.by), event.detail) for event in AccountEvent.objects.filter(about=about).order_by("pk")
    ]


def group(name: str) -> str:
    return str(Group.objects.get(name=name).pk)


def test_roles_given_proposed_confirmed_and_taken_stand_in_it(cast: Cast) -> None:
    address = f"/admin/staff/user/{cast.sun.pk}/change/"
    fill_in(logged_in(cast.zhou), address, "user_form", groups=[group(roles.PROOFREADER), group(roles.EDITOR)])
    grant = logged_in(cast.zhao).get("/admin/").context["role_grants"][0]
    logged_in(cast.zhao).post(f"/admin/role-grants/{grant.pk}/", {"decision": "grant"})
    assert told(cast.sun) == [
        ("role_taken", "老周", "记者"),
        ("role_given", "老周", "校对"),
        ("role_proposed", "老周", "责任编辑"),
        ("role_given", "老赵", "责任编辑"),
    ]


def test_an_account_opened_and_changed_stands_in_it_with_what_was_changed(cast: Cast) -> None:
    client = logged_in(cast.zhou)
    new = {"username": "xiaoma", "name": "小马", "password1": PASSWORD, "password2": PASSWORD}
    fill_in(client, "/admin/staff/user/add/", "user_form", **new)
    made = AccountEvent.objects.get(kind="account_opened").about
    fill_in(client, f"/admin/staff/user/{made.pk}/change/", "user_form", name="马晓", email="ma@example.cn")
    assert told(made) == [("account_opened", "老周", ""), ("account_changed", "老周", "姓名、电子邮件地址")]


def test_a_login_stands_in_it_with_address_and_browser(cast: Cast) -> None:
    enter(cast.li, REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/132.0")
    event = AccountEvent.objects.get(about=cast.li)
    assert (event.kind, event.by, event.address, event.detail) == (
        "logged_in", cast.li, "203.0.113.9", "Firefox · Windows",
    )  # fmt: skip


@pytest.mark.parametrize("deed", ["role", "reset", "ask", "own password", "password set", "remove"])
def test_what_cannot_be_recorded_does_not_happen(cast: Cast, monkeypatch, deed: str) -> None:
    new, now = "长江大桥上的日出真好看", timezone.now()
    _telephone, codes = give_factor(cast.li)
    give_factor(cast.wang)
    grant = RoleGrant.objects.create(user=cast.sun, role=roles.EDITOR, asked_by=cast.zhou, asked_at=now)
    reset = FactorReset.objects.create(account=cast.li, reason="手机丢了", asked_by=cast.sun, asked_at=now)
    by, address, form = {
        "role": (cast.zhao, f"/admin/role-grants/{grant.pk}/", {"decision": "grant"}),
        "reset": (cast.zhao, f"{RESETS}{reset.pk}/", {"decision": "confirm"}),
        "ask": (cast.zhao, RESETS, {"account": cast.wang.pk, "reason": "手机丢了"}),
        "own password": (cast.sun, "/admin/password_change/",
                         {"old_password": PASSWORD, "new_password1": new, "new_password2": new}),
        "password set": (cast.zhou, f"/admin/staff/user/{cast.sun.pk}/password/", {"password1": new, "password2": new}),
        "remove": (cast.li, f"{CODE}remove/", {"code": codes[0]}),
    }[deed]  # fmt: skip

    def stand() -> list:
        rows = (RoleGrant, FactorReset, TOTPDevice, User.groups.through)
        return [User.objects.get(pk=cast.sun.pk).password, *(list(one.objects.order_by("pk").values()) for one in rows)]

    browser = logged_in(by)
    browser.raise_request_exception = False
    session = browser.session
    session[second_factor.PASSED] = 1
    session.save()
    before = stand()
    with monkeypatch.context() as patched:
        patched.setattr(events, "record", lambda *said, **more: 1 / 0)
        assert browser.post(address, form).status_code == 500
    assert stand() == before
    assert browser.post(address, form).status_code == 302
    assert stand() != before


@pytest.mark.parametrize("who", ["zhao", "zhou"])
def test_chief_editor_and_administrator_read_it_and_change_nothing(cast: Cast, who: str) -> None:
    enter(cast.li)
    event = AccountEvent.objects.get(about=cast.li)
    client = logged_in(getattr(cast, who))
    assert "小李" in client.get(LIST).content.decode()
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{event.pk}/change/", {"detail": "nothing"}).status_code == 403
    assert client.post(f"{LIST}{event.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("who", ["li", "wang", "chen", "qian"])
def test_nobody_else_reads_it(cast: Cast, who: str) -> None:
    assert logged_in(getattr(cast, who)).get(LIST).status_code == 403


def test_his_own_events_everybody_reads_on_his_page(cast: Cast) -> None:
    browser = enter(cast.li, REMOTE_ADDR="203.0.113.9")
    enter(cast.sun, REMOTE_ADDR="198.51.100.4")
    page = browser.get("/admin/account/").content.decode()
    assert "203.0.113.9" in page
    assert "198.51.100.4" not in page


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_database_itself_refuses_to_change_it(cast: Cast, deed: str) -> None:
    enter(cast.li)
    rows = AccountEvent.objects.all()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(detail="nothing") if deed == "update" else rows._raw_delete(rows.db)
    assert AccountEvent.objects.filter(about=cast.li).exists()
