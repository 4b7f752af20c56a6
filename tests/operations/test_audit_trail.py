"""Who did what when comes out of one place: complete, in order, for those who may see it, and nobody can change it."""

import csv
import io
import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models.record import Review
from articles.models.shared import SiteSettings
from gazette.operations import audit_trail, switches
from gazette.operations.models import Switch
from staff import events
from staff.models import AccountEvent
from tests.cast import PASSWORD, logged_in
from tests.forms import fields_in
from tests.makers import make_draft, make_printed, make_published

pytestmark = pytest.mark.django_db

PAGE = "admin:operations_audit_trail"


def whole() -> list[audit_trail.Entry]:
    return list(audit_trail.entries(None, None))


def test_logins_steps_roles_settings_imports_and_switches_are_all_in_it_in_order(cast):
    make_published("食堂")
    make_printed()
    Client().post(reverse("admin:login"), {"username": "laowang", "password": "falsch"})
    Client().post(reverse("admin:login"), {"username": "laowang", "password": PASSWORD})
    events.record(AccountEvent.Kind.ROLE_GIVEN, about=cast.li, by=cast.zhao, detail="责任编辑")
    switches.turn(Switch.CLOSED, is_on=False, reason="演练完毕", by=cast.zhao)
    found = whole()
    assert {entry.kind for entry in found} >= {"step", "account", "import", "switch"}
    assert [entry.at for entry in found] == sorted(entry.at for entry in found)
    assert len([entry for entry in found if entry.kind == "step"]) == Review.objects.count()
    said = "\n".join(f"{entry.who} {entry.what} {entry.about} {entry.details}" for entry in found)
    for words in ("老赵 签发", "老赵（laozhao） 授予角色", "责任编辑", "演练完毕", "A01.txt", "登录失败"):
        assert words in said, words
    assert "falsch" not in said


def test_a_changed_setting_says_from_what_to_what(cast):
    SiteSettings.objects.create(pk=1, name="长椿区报", telephone="0371-1")
    client, address = logged_in(cast.zhou), reverse("admin:articles_sitesettings_change", args=[1])
    fields = fields_in(client.get(address).content.decode(), "sitesettings_form")
    assert client.post(address, {**fields, "name": "长椿日报", "telephone": ""}).status_code == 302
    entry = next(entry for entry in whole() if entry.kind == "admin")
    assert entry.who == "老周（laozhou）"
    assert "报纸名称：长椿区报 → 长椿日报" in entry.details
    assert "0371-1 → —" in entry.details


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_admins_log_is_append_only_too(cast, deed):
    LogEntry.objects.log_actions(cast.zhou.pk, [cast.li], 2, "[]", single_object=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        LogEntry.objects.update(object_repr="") if deed == "update" else LogEntry.objects.all().delete()


def test_only_the_days_that_were_asked_for_come_out(cast):
    midnight = datetime(2026, 11, 19, 16, tzinfo=UTC)  # in the paper's time
    for hours in (-1, 0, 23, 24):
        make_draft(f"{hours}")
    for review_at in (-1, 0, 23, 24):
        events.record(AccountEvent.Kind.LOGGED_OUT, about=cast.li)
        event = AccountEvent.objects.order_by("-pk").first()
        moved = AccountEvent(
            kind=event.kind, about=cast.li, at=midnight + timedelta(hours=review_at), detail=str(review_at)
        )
        moved.save(force_insert=True)
    found = list(audit_trail.entries(midnight, midnight + timedelta(days=1)))
    assert [entry.details for entry in found] == ["0", "23"]


@pytest.mark.parametrize(("since", "until", "count"), [
    ("0001-01-01", "9999-12-31", 1), ("0001-01-01", "0001-01-02", 0), ("9999-12-30", "9999-12-31", 0),
])  # fmt: skip
def test_any_day_can_be_asked_for(cast, tmp_path, since, until, count):
    events.record(AccountEvent.Kind.LOGGED_OUT, about=cast.li)
    call_command("export_audit_trail", since=since, until=until, to=tmp_path / "a.jsonl", stdout=io.StringIO())
    assert len((tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()) == count
    answer = logged_in(cast.zhou).get(reverse(PAGE), {"since": since, "until": until})
    assert len(b"".join(answer.streaming_content).splitlines()) >= 1 + count


# --- written ---------------------------------------------------------------------------------------------------------


def test_a_table_opens_in_a_spreadsheet_and_holds_no_formula(cast, tmp_path):
    events.record(AccountEvent.Kind.LOGGED_IN, about=cast.li, detail="=HYPERLINK(1)")
    call_command("export_audit_trail", to=tmp_path / "trail.csv", stdout=io.StringIO())
    written = (tmp_path / "trail.csv").read_bytes()
    assert written.startswith("\ufeff时间".encode())
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    assert len(rows) == len(whole()) + 1
    assert "'=HYPERLINK(1)" in rows[-1]
    assert stat.S_IMODE((tmp_path / "trail.csv").stat().st_mode) == 0o600


def test_json_lines_say_the_same_with_the_zone_of_their_times(cast, tmp_path):
    make_published()
    said = io.StringIO()
    call_command("export_audit_trail", to=tmp_path / "trail.jsonl", since=str(timezone.localdate()), stdout=said)
    lines = [json.loads(line) for line in (tmp_path / "trail.jsonl").read_text().splitlines()]
    assert len(lines) == len(whole())
    assert lines[0]["at"].endswith("+08:00")
    assert str(len(lines)) in said.getvalue()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [({"to": Path("trail.xls")}, "xls"), ({"since": "24.11.2026"}, "--since"), ({"until": "2026-11-31"}, "--until"),
     ({"to": Path("/no/such/folder/trail.csv")}, "/no/such/folder")],
)  # fmt: skip
def test_what_cannot_be_exported_is_one_sentence(tmp_path, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("export_audit_trail", **{"to": tmp_path / "trail.csv", **options})


# --- in the admin ----------------------------------------------------------------------------------------------------


def test_chief_and_administrator_read_and_download_it_and_nobody_else(cast):
    make_published()
    today = str(timezone.localdate())
    for person in (cast.zhao, cast.zhou):
        client = logged_in(person)
        page = client.get(reverse(PAGE)).content.decode()
        assert "签发" in page
        table = client.get(reverse(PAGE), {"since": today, "until": today})
        assert "attachment" in table["Content-Disposition"]
        assert "签发" in b"".join(table.streaming_content).decode()
    for person in (cast.li, cast.wang, cast.chen, cast.qian):
        assert logged_in(person).get(reverse(PAGE)).status_code == 403


@pytest.mark.parametrize("period", [{"since": "x", "until": "y"}, {"since": "2026-11-24", "until": "2026-11-01"}])
def test_a_period_that_is_none_is_said_in_the_form(cast, period):
    answer = logged_in(cast.zhao).get(reverse(PAGE), period)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
