"""The link pages/current leads nginx to the plain pages of the current generation, and never back."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from gazette import wsgi
from gazette.pagecache import PageCache
from gazette.pagecache.options import options_from_settings
from tests.pagecache.paper import Database, Paper, ask, options
from tests.pagecache.test_generations import wait_until

SOON = 3  # seconds; a fifth of one in life, but the machine may be busy


@pytest.fixture
def start(tmp_path, paper):
    """Give a function that starts a worker on this folder."""
    started = []

    def start(database: Database, **changes: object) -> PageCache:
        given = options(tmp_path, writes_plain_files=True, **changes)
        cache = PageCache(paper, read_stamp=database.read_stamp, options=given, watches=True)
        cache.watch.start()
        started.append(cache)
        return cache

    yield start
    for cache in started:
        cache.watch.stop()


def shown(folder: Path, name: str = "index.html") -> str:
    """What nginx would read, "" when there is no such file."""
    file = folder / "current" / name
    return file.read_text().strip() if file.exists() else ""


def test_the_link_is_there_before_the_first_reader_comes(tmp_path, database, start):
    start(database)
    wait_until((tmp_path / "current").is_dir, SOON)
    assert not list((tmp_path / "current").iterdir())


def test_a_publication_flips_all_pages_at_once(tmp_path, paper, database, start):
    cache = start(database)
    for path in ("/", "/a/", "/b"):
        ask(cache, path)
    wait_until(lambda: shown(tmp_path), SOON)
    assert [shown(tmp_path, name) for name in ("index.html", "a/index.html", "bindex.html")] == [
        "<p>防汛</p>/?",
        "<p>防汛</p>/a/?",
        "<p>防汛</p>/b?",
    ]
    paper.words = "更正"
    database.begin_new()
    wait_until(lambda: not shown(tmp_path), SOON)
    assert not list((tmp_path / "current").iterdir())
    ask(cache)
    assert shown(tmp_path) == "<p>更正</p>/?"
    assert {path.name for path in (tmp_path / "current").iterdir()} == {"index.html", "index.html.gz", "index.html.br"}


def test_a_worker_that_is_behind_does_not_flip_back(tmp_path, paper, database, start):
    ask(start(database))
    late = Database(stamp=database.stamp)
    database.begin_new()
    paper.words = "更正"
    wait_until(lambda: not shown(tmp_path), SOON)
    # This one still knows the generation before, but what it reads when it comes to flip is the new one.
    answers = iter([late.stamp, late.stamp])
    late.read_stamp = lambda: next(answers, database.stamp)
    flips = {os.readlink(tmp_path / "current")}
    cache = start(late)
    wait_until(lambda: flips.add(os.readlink(tmp_path / "current")) or "更正" in ask(cache, "/x/").text, SOON)
    assert len(flips) == 1


def test_a_new_release_takes_the_link_and_the_old_one_leaves_it(tmp_path, paper, database, start):
    start(database, release="0" * 16)
    wait_until((tmp_path / "current").is_dir, SOON)
    start(database, release="1" * 16)
    wait_until(lambda: os.readlink(tmp_path / "current").startswith("1" * 16), SOON)
    for _ in range(3):
        database.begin_new()
        number = str(database.stamp.number)
        wait_until(lambda number=number: os.readlink(tmp_path / "current").split("/")[1].endswith(f".{number}"), SOON)
        assert os.readlink(tmp_path / "current").startswith("1" * 16)


def test_a_database_that_is_away_for_long_takes_the_link_away(tmp_path, database, start):
    ask(start(database, seconds_without_database=1))
    wait_until(lambda: shown(tmp_path), SOON)
    database.is_away = True
    wait_until(lambda: not (tmp_path / "current").is_symlink(), SOON)
    database.is_away = False
    wait_until(lambda: shown(tmp_path), SOON)


def test_plain_pages_of_before_a_power_cut_are_not_shown_and_come_again_from_whole_files(
    tmp_path, paper, database, start, monkeypatch
):
    ask(start(database))
    wait_until(lambda: shown(tmp_path), SOON)
    (tmp_path / "current" / "index.html").write_bytes(b"")
    monkeypatch.setattr("gazette.pagecache.disk.boot_of_the_machine", lambda: "anotherb")
    asked = len(paper.asked)
    after = start(database)
    wait_until(lambda: os.readlink(tmp_path / "current").endswith("anotherb"), SOON)
    ask(after)
    assert shown(tmp_path) == "<p>防汛</p>/?"
    assert len(paper.asked) == asked


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "301 Moved Permanently"])
def test_what_is_not_there_has_no_plain_file(tmp_path, database, start, status, paper):
    paper.status = status
    ask(start(database), "/a/")
    assert not list(tmp_path.rglob("*.html"))


def test_a_page_that_says_more_than_nginx_knows_has_no_plain_file(tmp_path, database, start, paper: Paper):
    paper.headers = [("X-Robots-Tag", "noindex")]
    ask(start(database), "/a/")
    assert not list(tmp_path.rglob("*.html"))


@pytest.mark.parametrize(("is_for_nginx", "megabytes", "stays"), [(True, 1, True), (True, 0, False), (False, 1, False)])
def test_a_paper_whose_pages_nginx_is_not_to_serve_any_more_takes_the_link_away(
    tmp_path, settings, monkeypatch, is_for_nginx, megabytes, stays
):
    settings.PAGE_CACHE, settings.PAGE_CACHE_FOLDER = True, tmp_path
    settings.PAGE_CACHE_PLAIN_FILES, settings.PAGE_CACHE_DISK_BYTES = is_for_nginx, megabytes
    said = options_from_settings().writes_plain_files
    monkeypatch.setattr(wsgi.application, "options", replace(wsgi.application.options, writes_plain_files=said))
    (tmp_path / "current").symlink_to("0" * 16)

    wsgi.leave_nothing_to_nginx()

    assert (tmp_path / "current").is_symlink() == stays
