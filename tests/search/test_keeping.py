"""Building the index anew while the paper goes on, and comparing it with the pieces."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from articles import newsroom_search, search, triggers
from articles.models.newsroom import DraftSearchEntry
from articles.models.published import PublishedArticle
from articles.models.search import SearchEntry
from articles.search import documents, engines, keeping
from articles.search.engines import postgresql
from articles.search.entries import UnknownVersion
from articles.search.finding import PUBLIC
from articles.workflow import Status
from tests.makers import advance, make_piece_at, make_published, make_section
from tests.search.paper import found, make_public

pytestmark = pytest.mark.django_db(transaction=True)


def differences(kept=search.PUBLIC_PIECES) -> set[tuple[int, str]]:
    return {(one.number, one.what) for one in keeping.check(kept)}


def test_the_index_that_is_built_anew_finds_the_same(cast):
    for number in range(1, 30):
        make_public(number, f"第{number}篇", "防汛抗旱" if number % 2 else "招商引资")
    before = found("防汛")
    SearchEntry.objects.filter(number__lt=10).update(text="乱了")
    assert differences()
    call_command("rebuild_search", verbosity=0)
    assert found("防汛") == before
    assert not differences()


def test_whoever_publishes_and_withdraws_meanwhile_is_in_the_new_index(cast, monkeypatch):
    monkeypatch.setattr(keeping, "ROWS_AT_ONCE", 2)
    first, second, third = (make_published(f"防汛{word}") for word in "甲乙丙")
    steps = keeping.rebuild(search.PUBLIC_PIECES)
    assert next(steps)[0] == 2
    fourth = make_published("防汛丁")
    advance(first, "withdraw", by=cast.zhao, note="撤下。")
    section = make_section("民生", "life")
    PublishedArticle.objects.filter(pk=second.number).update(section=section)
    search.index(PublishedArticle.objects.get(pk=second.number))
    assert found("防汛") == [fourth.number, third.number, second.number]  # Searching goes on.
    assert list(steps)[-1] == (3, 3)
    assert found("防汛") == [fourth.number, third.number, second.number]
    assert found("防汛", section=section.pk) == [second.number]
    assert not differences()
    advance(second, "withdraw", by=cast.zhao, note="撤下。")
    assert found("防汛") == [fourth.number, third.number]


def test_a_piece_that_is_withdrawn_meanwhile_is_not_in_the_new_index_although_the_old_one_missed_it(cast):
    kept, lost = make_published("防汛甲"), make_published("防汛乙")
    search.forget(lost.number)  # The damage for which somebody builds the index anew.
    steps = keeping.rebuild(search.PUBLIC_PIECES)
    next(steps)
    advance(lost, "withdraw", by=cast.zhao, note="撤下。")
    list(steps)
    assert found("防汛") == [kept.number]
    assert not differences()


def test_a_rebuilding_that_was_broken_off_does_no_harm_and_can_be_begun_again(cast, monkeypatch):
    monkeypatch.setattr(keeping, "ROWS_AT_ONCE", 2)
    for number in range(1, 6):
        make_public(number, "防汛")
    steps = keeping.rebuild(search.PUBLIC_PIECES)
    next(steps)
    steps.close()
    assert len(found("防汛")) == 5
    list(keeping.rebuild(search.PUBLIC_PIECES))
    list(keeping.rebuild(search.PUBLIC_PIECES))
    assert len(found("防汛")) == 5
    assert not differences()


def test_of_two_rebuildings_at_once_the_one_that_was_begun_first_changes_nothing(cast, monkeypatch):
    monkeypatch.setattr(keeping, "ROWS_AT_ONCE", 2)
    for number in range(1, 7):
        make_public(number, "防汛")
    first, second = keeping.rebuild(search.PUBLIC_PIECES), keeping.rebuild(search.PUBLIC_PIECES)
    next(first)
    next(first)
    next(second)  # pieces 1 and 2; the shadow with what the first one wrote is gone
    with pytest.raises(keeping.Disturbed):
        list(first)  # pieces 5 and 6
    assert len(found("防汛")) == 6
    assert not differences()


def test_check_search_says_nothing_of_an_index_that_agrees(cast, capsys):
    make_published("防汛")
    call_command("check_search")
    assert "一致" in capsys.readouterr().out


def test_check_search_names_each_kind_of_difference(cast, capsys):
    make_published("防汛")
    for number in range(101, 106):
        make_public(number, f"防汛第{number}篇")
    PublishedArticle.objects.filter(pk=101).delete()
    search.forget(102)
    PublishedArticle.objects.filter(pk=103).update(headline="改过的标题")
    SearchEntry.objects.filter(number=104).delete()  # by hand; on SQLite its grams stay
    with pytest.raises(CommandError) as error:
        call_command("check_search")
    ghost = {(104, "ghost")} if connection.vendor == "sqlite" else set()
    assert differences() == {(101, "left over"), (102, "missing"), (103, "stale"), (104, "missing")} | ghost
    assert all(f"第 {number} 号" in str(error.value) for number in (101, 102, 103))
    assert "rebuild_search" in str(error.value)
    call_command("rebuild_search")
    call_command("check_search")


def test_an_index_whose_grams_are_not_those_of_the_text_is_noticed(cast):
    """A contentless table that was told to delete another text than went in finds ghosts, silently."""
    make_public(1, "防汛")
    make_public(2, "抗旱")
    stored = {entry.number: entry for entry in keeping._stored(PUBLIC, [1, 2])}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            words = engines.sqlite.words(stored[2])
            cursor.execute(f"INSERT INTO {PUBLIC.table}_fts (rowid, grams) VALUES (%s, %s)", [stored[1].key, words])
        else:
            cursor.execute(
                f"UPDATE {PUBLIC.table} SET whole = whole || %s::integer[] WHERE number = 1", [list(stored[2].whole)]
            )
    assert found("抗旱") == [2, 1]
    assert (1, "ghost") in differences()
    list(keeping.rebuild(search.PUBLIC_PIECES))
    assert found("抗旱") == [2]
    assert not differences()


def test_whoever_publishes_and_withdraws_while_the_index_is_compared_makes_no_difference(cast):
    article = make_published("防汛")
    other = make_piece_at(Status.READY, "抗旱")
    deeds = [
        lambda: advance(article, "withdraw", by=cast.zhao, note="撤下。"),
        lambda: advance(other, "release", by=cast.zhao),
    ]

    def entries(numbers):
        while deeds:
            by_somebody_else(deeds.pop())
        return search.PUBLIC_PIECES.entries(numbers)

    assert list(keeping.check(replace(search.PUBLIC_PIECES, entries=entries))) == []
    assert (found("防汛"), found("抗旱")) == ([], [other.number])
    assert not differences()


def by_somebody_else(deed) -> None:
    """As somebody else does it meanwhile, on a connection of his own."""

    def run() -> None:
        try:
            deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite one transaction writes at a time")
def test_a_swap_waits_for_whoever_has_begun_to_write_an_entry(cast):
    """Even before the first row is written: the two would else wait for each other."""
    for deed in (lambda: search.forget(404), search.index):
        with transaction.atomic():
            deed()
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT mode FROM pg_locks WHERE relation = %s::regclass AND pid = pg_backend_pid()", [PUBLIC.table]
                )
                assert ("RowExclusiveLock",) in cursor.fetchall()


def test_rows_of_a_version_that_this_code_does_not_know_are_named_and_built_anew(cast):
    piece = make_public(1, "防汛")
    make_public(2, "防汛")
    SearchEntry.objects.filter(number=1).update(version=9999)
    assert (1, "stale") in differences()
    assert not {what for number, what in differences() if number == 2}
    if connection.vendor == "sqlite":  # Taking out something else than went in would leave ghosts, silently.
        with pytest.raises(UnknownVersion, match=r"9999.*rebuild_search"):
            search.index(piece)
    call_command("rebuild_search", verbosity=0)
    assert not differences()
    search.index(piece)


def test_both_indexes_are_built_and_compared(cast):
    make_published("防汛")
    DraftSearchEntry.objects.update(text="乱了")
    assert differences(newsroom_search.WORKING_COPIES)
    call_command("rebuild_search", verbosity=0)
    assert not differences(newsroom_search.WORKING_COPIES)


def test_a_flush_leaves_no_grams_behind(cast):
    make_public(1, "防汛")
    triggers.remove()  # nobody empties their tables, with TRUNCATE either; flush installs them anew
    call_command("flush", interactive=False, verbosity=0)
    make_public(1, "抗旱")
    assert found("防汛") == []
    assert found("抗旱") == [1]
    assert not differences()


def test_what_says_the_same_as_before_is_not_written_again(cast):
    piece = make_public(1, "防汛")
    before = SearchEntry.objects.get().stamp
    PublishedArticle.objects.update(page_order=3)
    piece.refresh_from_db()
    search.index(piece)
    assert SearchEntry.objects.get().stamp == before
    piece.headline = "抗旱"
    piece.save(update_fields=["headline"])
    search.index(piece)
    assert SearchEntry.objects.get().stamp != before
    assert (found("防汛"), found("抗旱")) == ([], [1])
    assert not differences()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the list that waits is PostgreSQL's")
def test_an_archive_on_its_way_locks_no_search_out_is_found_at_once_and_leaves_no_list_in_the_end(cast):
    piece = make_public(1, "防汛")
    search.forget(1)
    with transaction.atomic(), connection.cursor() as cursor:
        keeping.add(PUBLIC, [documents.entry(piece)])
        cursor.execute(
            "SELECT mode FROM pg_locks JOIN pg_class ON pg_class.oid = relation"
            " WHERE pid = pg_backend_pid() AND relname IN (%s, %s)",
            [PUBLIC.table, f"{PUBLIC.table}_grams"],
        )
        assert "AccessExclusiveLock" not in {mode for (mode,) in cursor.fetchall()}
        cursor.execute("SHOW gin_pending_list_limit")
        assert cursor.fetchone() == ("1MB",)
    assert postgresql.WAITING == 1024
    assert found("防汛") == [1]
    keeping.settle([PUBLIC])
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list(%s)", [f"{PUBLIC.table}_grams"])
        assert cursor.fetchone() == (0,)  # pages
    assert found("防汛") == [1]
    assert not differences()
