"""Saving in the editor and publishing cost a bounded number of statements, in a large paper as in a small one."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models.newsroom import Article
from articles.workflow import Status
from tests.cast import Cast, logged_in
from tests.forms import fields_of
from tests.makers import advance, make_draft, make_piece_at, make_reporter, make_section, make_tag
from tests.site.rows import make_public_rows

pytestmark = pytest.mark.django_db

SAVING, PUBLISHING = 45, 60  # at most; what the rules ask of a piece is read once


def statements(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def save(cast: Cast, number: int) -> int:
    """小李 writes another body into a draft of his and saves it."""
    article = make_draft(f"第{number}篇草稿", tags="防汛")
    address, client = reverse("admin:articles_article_change", args=[article.pk]), logged_in(cast.li)
    fields = fields_of(client.get(address), "article_form")
    counted = statements(lambda: client.post(address, {**fields, "body": "<p>换了一段正文。</p>"}))
    article.refresh_from_db()
    assert article.body == "<p>换了一段正文。</p>"
    return counted


def publish(cast: Cast, number: int) -> int:
    """老赵 releases a piece that all have passed."""
    article = make_piece_at(Status.READY, f"第{number}篇稿件", tags="防汛")
    counted = statements(lambda: advance(article, "release", by=cast.zhao))
    assert article.status == Status.PUBLISHED
    return counted


@pytest.mark.parametrize(("work", "most"), [(save, SAVING), (publish, PUBLISHING)])
def test_it_costs_few_statements_and_no_more_in_a_large_paper(cast, work, most):
    work(cast, 1)  # What a process looks up once, it has looked up.
    small = work(cast, 2)

    section, reporter, tag = make_section(), make_reporter(), make_tag("防汛")
    make_public_rows(300, section=section, reporter=reporter, tag=tag)
    Article.objects.bulk_create(
        Article(number=20_000 + number, headline=f"旧稿{number}", section=section, public_date=date(2020, 1, 2))
        for number in range(300)
    )

    assert work(cast, 3) == small <= most
