"""Kept pages and real publications: the race of rendering and publishing, and workers that share one database."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.request import urlopen

import pytest
from django.db import connection, transaction

from articles.generation import begin_new_epoch, current
from articles.models.published import PublishedArticle
from articles.models.shared import Section
from gazette.pagecache import PageCache
from tests.cast import hire
from tests.makers import advance, make_published
from tests.pagecache.paper import HTML, ask, options

pytestmark = pytest.mark.django_db(transaction=True)

MOMENT = 0.25  # seconds that a reader may be behind
MARGIN = 1.0  # seconds: the machine may be busy


class SlowPaper:
    """Shows a piece, or that it is gone; holds the page of the first reader after its rows were read."""

    def __init__(self) -> None:
        self.has_read, self.may_go_on = threading.Event(), threading.Event()

    def __call__(self, environ, start_response):
        number = environ["PATH_INFO"].strip("/")
        headline = PublishedArticle.objects.filter(pk=number).values_list("headline", flat=True).first()
        if not self.has_read.is_set():
            self.has_read.set()
            assert self.may_go_on.wait(20)
        start_response("200 OK" if headline else "410 Gone", HTML)
        return [(headline or "该稿件已撤下").encode()]


def in_a_thread(work):
    """Run the work and give the thread's connection back, as Django does after a request."""
    try:
        return work()
    finally:
        connection.close()


@pytest.mark.parametrize("is_on_disk", [False, True])
def test_a_page_that_was_read_before_a_withdrawal_is_not_shown_after_it(tmp_path, is_on_disk):
    article = make_published("长椿路社区食堂开张")
    paper, folder = SlowPaper(), tmp_path if is_on_disk else None
    cache = PageCache(paper, read_stamp=current, options=options(folder))
    with ThreadPoolExecutor(1) as readers:
        first = readers.submit(in_a_thread, lambda: ask(cache, f"/{article.number}/"))
        assert paper.has_read.wait(20)
        advance(article, "withdraw", by=hire().zhao, note="撤下。")
        paper.may_go_on.set()
        assert first.result().text == "长椿路社区食堂开张"  # He asked before.
    for _ in range(2):
        reply = ask(cache, f"/{article.number}/")
        assert (reply.status, reply.text) == (410, "该稿件已撤下")
    after_a_restart = PageCache(paper, read_stamp=current, options=options(folder))
    assert ask(after_a_restart, f"/{article.number}/").status == 410


def test_a_publication_that_is_not_committed_changes_no_page():
    paper = SlowPaper()
    paper.has_read.set()
    cache = PageCache(paper, read_stamp=current, options=options())
    article = make_published("长椿路社区食堂开张")
    assert ask(cache, f"/{article.number}/").status == 200
    stamp = current()
    with transaction.atomic():
        advance(article, "withdraw", by=hire().zhao, note="撤下。")
        with ThreadPoolExecutor(1) as readers:
            seen = readers.submit(in_a_thread, lambda: (current(), ask(cache, f"/{article.number}/").status)).result()
        transaction.set_rollback(True)
    assert seen == (stamp, 200)
    assert (current(), ask(cache, f"/{article.number}/").status) == (stamp, 200)


def test_a_restored_backup_shows_no_page_of_before(tmp_path):
    paper = SlowPaper()
    paper.has_read.set()
    article = make_published("长椿路社区食堂开张")
    assert ask(PageCache(paper, read_stamp=current, options=options(tmp_path)), f"/{article.number}/").status == 200
    PublishedArticle.objects.all().delete()  # What restoring does to the rows: no verb of the newsroom was used.
    begin_new_epoch()
    assert ask(PageCache(paper, read_stamp=current, options=options(tmp_path)), f"/{article.number}/").status == 410


def read(address: str) -> str:
    with urlopen(address, timeout=10) as reply:
        return reply.read().decode()


def test_workers_that_share_a_database_agree_within_a_moment(start_worker):
    workers = [start_worker(), start_worker()]
    for round_ in range(3):
        for worker in workers:
            assert read(worker) == read(worker)
        section = Section.objects.get(slug="news")
        section.name = f"第{round_}版"
        section.save()
        published = time.monotonic()
        for worker in workers:
            while section.name not in read(worker):
                assert time.monotonic() - published < MOMENT + MARGIN
                time.sleep(0.005)


def test_a_worker_that_starts_later_finds_the_pages_of_the_others(start_worker, tmp_path):
    first = start_worker()
    words = read(first)
    files = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.page")}
    assert files
    assert read(start_worker()) == words
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.page")} == files
