"""In a paper's process: what the newsroom does, once a line of standard input; answers with a line of JSON.

save      小李 saves another body of a draft in the editor: the POST of the form, through Django's whole handler
publish   a piece that all have passed is released; tells its address and its headline, too
import    a page of text with eight pieces comes in as drafts; tells how many there were

Each tells `statements`, `cpu` milliseconds (the database server's process included) and `bare`: what Django takes to
write the bare rows of the same, in one transaction, without record, search and rules.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from uuid import uuid4

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models.newsroom import Article, Revision  # noqa: E402
from articles.models.published import PublishedArticle  # noqa: E402
from articles.models.shared import Section  # noqa: E402
from articles.publishing import children  # noqa: E402
from articles.workflow import Status  # noqa: E402
from bench import corpus  # noqa: E402
from bench.search_on_one_engine import cpu as cpu_of  # noqa: E402
from tests.cast import hire, logged_in  # noqa: E402
from tests.forms import fields_of  # noqa: E402
from tests.makers import advance, make_draft, make_piece_at  # noqa: E402

PIECES_OF_A_PAGE = 8


def measured(work: Callable[[], object], bare: Callable[[], object]) -> dict:
    with CaptureQueriesContext(connection) as captured:
        used = cpu_of(work)
    with transaction.atomic():
        plainly = cpu_of(bare)
        transaction.set_rollback(True)
    return {"statements": len(captured), "cpu": used * 1000, "bare": plainly * 1000, "done": time.time()}


def section() -> Section:
    return Section.objects.order_by("pk")[0]


def save() -> dict:
    cast = hire()
    article = make_draft(f"草稿{uuid4().hex[:8]}", section=section())
    client, address = logged_in(cast.li), reverse("admin:articles_article_change", args=[article.pk])
    fields = fields_of(client.get(address), "article_form")
    body = corpus.piece(article.pk, corpus.LAST_DAY).body

    def bare() -> None:
        Article.objects.filter(pk=article.pk).update(body=body)
        row = Revision.objects.filter(article=article).latest("pk")
        row.pk, row.number, row._state.adding = None, row.number + 1, True
        row.save(force_insert=True)

    told = measured(lambda: client.post(address, {**fields, "body": body}), bare)
    article.refresh_from_db()
    assert article.body == body, "it was not saved"
    return told


def publish() -> dict:
    headline = f"发布{uuid4().hex[:8]}"
    article = make_piece_at(Status.READY, headline, section=section(), body=corpus.piece(1, corpus.LAST_DAY).body)

    def bare() -> None:
        row = PublishedArticle.objects.get(pk=article.number)
        PublishedArticle.objects.filter(pk=row.pk).delete()
        row.save(force_insert=True)
        for rows in children(row):
            type(rows[0]).objects.bulk_create(rows)

    told = measured(lambda: advance(article, "release", by=hire().zhao), bare)
    address = PublishedArticle.objects.get(pk=article.number).get_absolute_url()
    return {**told, "path": address, "headline": headline}


def take_in() -> dict:
    told = uuid4().int % 10**9
    pieces = [corpus.piece(told + number, corpus.LAST_DAY) for number in range(PIECES_OF_A_PAGE)]
    text = "\n\n".join(
        "\n".join([piece.headline, *("　　" + line for line in piece.body.replace("</p>", "").split("<p>")[1:])])
        for piece in pieces
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"A{told % 90 + 1:02d}.txt")
        file.write_text(text, encoding="utf-8")
        before = Article.objects.latest("pk").pk

        def work() -> None:
            call_command("import_articles", str(file), issue_date=date(2026, 11, 20), stdout=StringIO())

        def bare() -> None:
            for article in Article.objects.filter(pk__gt=before).order_by("pk"):
                row = article.revisions.latest("pk")
                article.pk, article.number, article._state.adding = None, None, True
                article.import_ref, article.current_revision = f"bare-{uuid4()}", None
                article.save(force_insert=True)
                row.pk, row.article, row._state.adding = None, article, True
                row.save(force_insert=True)

        found = measured(work, bare)
    return {**found, "pieces": Article.objects.filter(pk__gt=before).count()}


def main() -> None:
    setup_test_environment(debug=False)  # so that the test client's host is one of ours
    timezone.activate("Asia/Shanghai")
    work = {"save": save, "publish": publish, "import": take_in}
    for line in sys.stdin:
        print(json.dumps(work[line.strip()]()), flush=True)


if __name__ == "__main__":
    main()
