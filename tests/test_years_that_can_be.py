"""One wrong year must not take the site down: no door lets it in."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from articles.models.newsroom import Article
from articles.models.placing import FrontSlot, PrintedPage
from articles.models.published import PublishedArticle
from articles.models.shared import SiteSettings
from staff.models import DutyRoster
from tests.cast import logged_in
from tests.forms import fill_in
from tests.makers import make_draft, make_published

pytestmark = pytest.mark.django_db
SLIPS = ["0206-04-07", "0001-01-01", "3026-11-20", "9999-12-31"]


@pytest.mark.parametrize("day", SLIPS)
def test_the_form_refuses_it_with_a_sentence_and_keeps_what_was_typed(cast, day):
    article = make_draft()
    client = logged_in(cast.li)
    address = f"/admin/articles/article/{article.number}/change/"
    answer = fill_in(client, address, "article_form", issue_date=day, headline="改过的标题")
    assert answer.status_code == 200
    assert "年份" in answer.content.decode()
    assert "改过的标题" in answer.content.decode()
    article.refresh_from_db()
    assert article.issue_date is None


@pytest.mark.parametrize("day", SLIPS)
def test_the_database_refuses_it(cast, day):
    article = make_published()
    for rows, column in ((Article.objects, "issue_date"), (PublishedArticle.objects, "public_date")):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.filter(pk=article.pk).update(**{column: date.fromisoformat(day)})


def test_the_import_refuses_it(tmp_path):
    page = tmp_path / "A01.txt"
    page.write_text("本报讯 4月3日，青禾区召开防汛工作会议，部署今年的防汛备汛工作。\n记者 罗启明\n", encoding="utf-8")
    with pytest.raises(CommandError, match="年份"):
        call_command("import_articles", str(page), "--issue-date", "3026-04-07", stdout=io.StringIO())
    assert not Article.objects.exists()


#: Page with a form, its id, and the two fields of its minutes or its day.
FORMS = [
    ("/admin/staff/dutyroster/add/", "dutyroster_form", ("starts_at", "ends_at")),
    ("/admin/articles/frontslot/add/", "frontslot_form", ("begins_at", "ends_at")),
    ("/admin/articles/printedpage/add/", "printedpage_form", ("issue_date",)),
    ("/admin/articles/sitesettings/1/change/", "sitesettings_form", ("grey_from", "grey_until")),
]


@pytest.mark.parametrize("day", [*SLIPS, "99999-01-01"])
@pytest.mark.parametrize(("address", "form", "fields"), FORMS)
def test_forms_of_duties_places_pages_and_grey_refuse_it_with_a_sentence(cast, day, address, form, fields):
    SiteSettings.objects.update_or_create(pk=1, defaults={"name": "长椿日报"})
    typed = {"user": str(cast.wang.pk), "number": str(make_published().number), "label": "A01", "slot": "news"}
    for name in fields:
        typed |= {name: day} if name == "issue_date" else {f"{name}_0": day, f"{name}_1": "18:00", name: day}
    answer = fill_in(logged_in(cast.zhao), address, form, **typed)
    assert answer.status_code == 200
    words = answer.content.decode()
    assert "年份" in words or "有效的日期" in words
    for rows in (DutyRoster.objects, FrontSlot.objects, PrintedPage.objects):
        assert not rows.exists()
