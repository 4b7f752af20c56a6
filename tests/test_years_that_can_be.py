"""One wrong year must not take the site down: no door lets it in."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from articles.models.newsroom import Article
from articles.models.published import PublishedArticle
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
