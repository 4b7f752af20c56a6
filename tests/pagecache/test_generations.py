"""A page is filed under the generation that was read before rendering it; a new one makes all of them unreachable."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from gazette.pagecache import PageCache
from tests.pagecache.paper import Stamp, ask, cache_for, options

MOMENT = 0.25  # seconds that a reader may be behind
MARGIN = 0.75  # seconds: the machine may be busy


@pytest.fixture
def watching(paper, database):
    """Give a page cache that looks in a thread, as in life."""
    cache = PageCache(paper, read_stamp=database.read_stamp, options=options(seconds_without_database=1), watches=True)
    yield cache
    cache.watch.stop()


def wait_until(is_so, seconds: float) -> float:
    """Wait until it is so and return after how many seconds it was; fail when it is not so in time."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < seconds, f"not so after {seconds} s"
        time.sleep(0.005)
    return time.monotonic() - began


def test_a_publication_makes_every_page_new_at_once(cache, paper, database):
    for path in ("/", "/a/", "/b/"):
        ask(cache, path)
    paper.words = "更正"
    assert "防汛" in ask(cache, "/a/").text
    database.begin_new()
    for path in ("/", "/a/", "/b/"):
        assert "更正" in ask(cache, path).text


def test_a_page_that_was_rendered_while_a_publication_committed_is_never_shown_after_it(cache, paper, database):
    def publish():
        paper.words = "更正"
        database.begin_new()
        paper.while_rendering = lambda: None

    paper.while_rendering = publish
    assert "防汛" in ask(cache).text  # This reader asked before the publication.
    assert "更正" in ask(cache).text
    assert "更正" in ask(cache).text


def test_a_generation_that_is_read_just_before_rendering_counts_not_the_one_known_before(watching, paper, database):
    ask(watching, "/other/")
    paper.words = "更正"
    database.begin_new()  # No thread has looked yet.
    assert "更正" in ask(watching, "/new/").text
    assert "更正" in ask(watching, "/other/").text


def test_another_life_of_the_database_shows_no_page_of_this_one(cache, paper, database):
    ask(cache)
    paper.words = "另一份报纸"
    database.stamp = Stamp("another epoch", database.stamp.number)
    assert "另一份报纸" in ask(cache).text


def test_a_number_that_goes_back_is_logged_and_shows_no_page_that_was_kept(tmp_path, paper, database, caplog):
    cache = cache_for(paper, database, tmp_path)
    database.stamp = Stamp("epoch", 6)
    ask(cache)
    paper.words = "备份"
    database.stamp = Stamp("epoch", 5)
    assert "备份" in ask(cache).text
    assert "the generation went back" in caplog.text
    database.stamp = Stamp("epoch", 6)  # … and comes again to the number that was used already.
    assert "备份" in ask(cache).text


def test_readers_of_one_page_wait_for_the_one_who_renders_it(watching, paper):
    paper.while_rendering = lambda: time.sleep(0.3)
    with ThreadPoolExecutor(12) as readers:
        replies = list(readers.map(lambda _: ask(watching), range(12)))
    assert len(paper.asked) == 1
    assert len({reply.body for reply in replies}) == 1


def test_readers_of_different_pages_do_not_wait_for_each_other(watching, paper):
    meet = threading.Barrier(4, timeout=5)
    paper.while_rendering = meet.wait
    with ThreadPoolExecutor(4) as readers:
        assert len({reply.text for reply in readers.map(lambda n: ask(watching, f"/{n}/"), range(4))}) == 4


def test_readers_of_an_answer_that_is_not_kept_all_get_one(watching, paper):
    paper.status = "503 Service Unavailable"
    paper.while_rendering = lambda: time.sleep(0.05)
    with ThreadPoolExecutor(6) as readers:
        assert {reply.status for reply in readers.map(lambda _: ask(watching), range(6))} == {503}


def test_who_waited_does_not_get_the_page_of_before(watching, paper, database):
    started, may_go_on = threading.Event(), threading.Event()

    def hold():
        paper.while_rendering = lambda: None
        started.set()
        may_go_on.wait(5)

    paper.while_rendering = hold
    with ThreadPoolExecutor(2) as readers:
        first = readers.submit(ask, watching)
        started.wait(5)
        second = readers.submit(ask, watching)
        paper.words = "更正"
        database.begin_new()
        wait_until(lambda: "更正" in ask(watching, "/other/").text, 5)  # The process knows of it now.
        may_go_on.set()
        assert "防汛" in first.result().text
        assert "更正" in second.result().text


def test_a_page_that_hangs_does_not_hold_the_others_for_ever(watching, paper, monkeypatch):
    monkeypatch.setattr("gazette.pagecache.middleware.SECONDS_TO_WAIT_FOR_ANOTHER", 0.1)
    started, may_go_on = threading.Event(), threading.Event()

    def hang():
        paper.while_rendering = lambda: None
        started.set()
        may_go_on.wait(10)

    paper.while_rendering = hang
    with ThreadPoolExecutor(1) as readers:
        first = readers.submit(ask, watching)
        started.wait(5)
        assert ask(watching).status == 200
        may_go_on.set()
        assert first.result().status == 200


def test_kept_pages_ask_no_database(watching, paper, database):
    ask(watching)
    began, looks = time.monotonic(), database.looks
    for _ in range(2000):
        ask(watching)
    assert database.looks - looks <= (time.monotonic() - began) / 0.2 + 1
    assert len(paper.asked) == 1


def test_a_reader_is_a_quarter_of_a_second_behind_at_most(watching, paper, database):
    ask(watching)
    paper.words = "更正"
    database.begin_new()
    assert wait_until(lambda: "更正" in ask(watching).text, MOMENT + MARGIN) < MOMENT + MARGIN


def test_a_paper_without_its_database_goes_on_for_a_bounded_time_and_says_so(watching, paper, database, caplog):
    ask(watching)
    paper.words = "服务器错误"
    paper.status = "500 Internal Server Error"
    database.is_away = True
    looks = database.looks
    wait_until(lambda: database.looks > looks + 1, 2)
    assert "防汛" in ask(watching).text
    assert "kept pages go on being served" in caplog.text
    wait_until(lambda: ask(watching).status == 500, 3)
    assert "no kept page is served" in caplog.text


def test_a_paper_that_found_its_database_again_is_right_at_once(watching, paper, database, caplog):
    ask(watching)
    database.is_away = True
    wait_until(lambda: "kept pages go on" in caplog.text, 2)
    paper.words = "更正"
    database.begin_new()
    database.is_away = False
    wait_until(lambda: "更正" in ask(watching).text, MOMENT + MARGIN)
    assert "generation readable again" in caplog.text


def test_a_page_rendered_while_the_generation_cannot_be_read_is_not_kept(cache, paper, database):
    database.is_away = True
    for _ in range(2):
        assert ask(cache).status == 200
    assert len(paper.asked) == 2
    database.is_away = False
    assert len({ask(cache).text, ask(cache).text}) == 1
    assert len(paper.asked) == 3


def test_what_is_due_is_released_and_an_error_there_ends_nothing(paper, database, monkeypatch, caplog):
    monkeypatch.setattr("gazette.pagecache.watch.SECONDS_BETWEEN_CHORES", 0.02)
    calls = []

    def release_due():
        calls.append(1)
        if len(calls) < 3:
            raise RuntimeError("a piece cannot be released")
        return 0

    cache = PageCache(paper, read_stamp=database.read_stamp, release_due=release_due, options=options(), watches=True)
    cache.watch.start()
    cache.watch.start()
    try:
        wait_until(lambda: len(calls) > 5, 5)
        assert sum(thread.name == "page-cache-chores" for thread in threading.enumerate()) == 1
    finally:
        cache.watch.stop()
    assert caplog.text.count("releasing what is due failed") == 1  # once a minute, not fifty times a second
    assert "a piece cannot be released" in caplog.records[0].error


def test_nothing_runs_in_the_background_unless_asked(cache, paper):
    ask(cache)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("page-cache")]


def test_a_forked_process_watches_by_itself(watching, paper, database):
    ask(watching)
    paper.words = "更正"
    child = os.fork()
    if child == 0:  # The child has a copy of this database, and publishes in it.
        status = 1
        try:
            database.begin_new()
            wait_until(lambda: "更正" in ask(watching).text, 5)
            paper.words = "再次更正"
            database.begin_new()
            wait_until(lambda: "再次更正" in ask(watching).text, 5)
            status = 0
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert "防汛" in ask(watching).text
