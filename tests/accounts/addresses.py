"""Every address below /admin/, walked from the resolver, and one example of everything that an address can name."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, URLResolver
from django.utils import timezone

from articles.models.desk_lists import ForbiddenWord, HeadlineLimit, Official, WrongWord
from articles.models.imports import ImportBatch
from articles.models.notices import NoticeTarget
from articles.models.placing import FrontSlot, PrintedPage
from articles.models.published import Correction
from articles.models.record import StepBatch
from articles.models.shared import SiteSettings
from gazette.operations.models import Switching
from staff import events, roles
from staff.models import AccountEvent, DutyRoster, FactorReset, RoleGrant, User
from tests import makers
from tests.accounts.factors import give_factor
from tests.cast import account, hire


def routes() -> set[str]:
    """The route of every address of the admin, as a match names it."""
    return {f"admin/{route}" for route in _walk(admin.site.urls[0])}


def _walk(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = f"{before}{str(pattern.pattern).removeprefix('^')}"
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route


def people() -> dict[str, User | None]:
    """One of each role, in the order of the columns: 小李 is the reporter whose pieces are `own`."""
    cast, now = hire(), timezone.now()
    night = account("小夜", roles.REPORTER, username="xiaoye")
    DutyRoster.objects.create(user=night, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=9))
    return {
        "访客": None,
        "记者": cast.li,
        "责编": cast.wang,
        "主任": cast.chen,
        "副总": account("老冯", roles.DEPUTY_CHIEF, username="laofeng"),
        "总编": cast.zhao,
        "校对": cast.qian,
        "管理": cast.zhou,
        "超级": User.objects.create_superuser("root", "root@example.cn", "irrelevant", name="超级用户"),
        "值班": night,
    }


def examples() -> dict[str, object]:
    """What stands in the braces of an address: keys of one row of each kind."""
    cast, now = hire(), timezone.now()
    own = makers.make_draft("小李的草稿", by=cast.li, credits=["小李"])
    other = makers.make_draft("小孙的草稿", by=cast.sun, credits=["小孙"], pictures=[makers.make_photo("crimson")])
    stock = makers.make_photo("steelblue")
    give_factor(cast.sun)
    rows = {
        "stock": stock,
        "hidden": other.photos.get().photo,
        "import": ImportBatch.objects.create(file_name="A01.txt", sha256="0" * 64, at=now),
        "correction": Correction.objects.create(number=1, kind="correction", note="桥名有误。", at=now),
        "wrong": WrongWord.objects.create(wrong="再接再励", right="再接再厉"),
        "length": HeadlineLimit.objects.create(page_label="A01", longest=18),
        "forbidden": ForbiddenWord.objects.create(word="秘密食堂"),
        "official": Official.objects.create(name="何川", title="区长", rank=1, since=date(2024, 1, 1)),
        "slot": FrontSlot.objects.create(number=own.pk),
        "printed": PrintedPage.objects.create(issue_date=date(2026, 11, 20), label="A01", uploaded_at=now),
        "chat": NoticeTarget.objects.create(name="采编群", address="https://example.cn/robot"),
        "switching": Switching.objects.create(switch="read_only", is_on=False, reason="试", by_name="老周"),
        "grant": RoleGrant.objects.create(user=cast.sun, role=roles.EDITOR, asked_by=cast.zhou, asked_at=now),
        "event": events.record(AccountEvent.Kind.LOGGED_IN, about=cast.sun),
        "duty": DutyRoster.objects.latest("pk"),
        "colleague": cast.sun,
        "reporter": cast.sun.reporter,
        "section": own.section,
        "paper": SiteSettings.objects.create(pk=1, name="长椿区报"),
        "tag": makers.make_tag("党建"),
        "together": StepBatch.objects.create(step="reject", by=cast.chen, at=now),
        "reset": FactorReset.objects.create(account=cast.sun, reason="手机丢了", asked_by=cast.qian, asked_at=now),
    }
    return {
        **{name: row.pk for name, row in rows.items()},
        "own": own.pk,
        "other": other.pk,
        "original": stock.file.name,
        "hidden_original": rows["hidden"].file.name,
        "token": uuid4(),
        "type_of_section": ContentType.objects.get_for_model(own.section).pk,
    }
