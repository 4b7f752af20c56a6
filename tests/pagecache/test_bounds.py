"""However much is asked for, memory and disk stay within their bounds, and the articles stay in."""

from tests.pagecache.paper import Paper, ask, cache_for

KB = 1024


def bytes_on_disk(folder) -> int:
    """What the files take, in whole blocks."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())


def test_memory_is_bounded_and_the_page_that_was_asked_for_longest_ago_leaves(paper, database):
    cache = cache_for(paper, database, memory_bytes=160 * KB)
    for number in range(200):
        ask(cache, f"/{number}/")
        ask(cache, "/0/")
    assert 100 * KB < cache.bytes_in_memory <= 160 * KB
    assert len(paper.asked) == 200
    ask(cache, "/199/")
    assert len(paper.asked) == 200
    ask(cache, "/1/")
    assert len(paper.asked) == 201


def test_searches_and_invented_addresses_push_out_only_their_like(paper, database):
    cache = cache_for(paper, database, memory_bytes=320 * KB)
    for number in range(20):
        ask(cache, f"/article/{number}/")
    for number in range(300):
        ask(cache, "/search/", f"q={number}")
        ask(cache, "/article/1/", f"page={number}")
    paper.status = "404 Not Found"
    for number in range(300):
        ask(cache, f"/invented/{number}/")
    assert cache.bytes_in_memory <= 320 * KB
    asked = len(paper.asked)
    for number in range(20):
        assert ask(cache, f"/article/{number}/").status == 200
    assert len(paper.asked) == asked


def test_unknown_parameters_fill_nothing(tmp_path, paper, database):
    cache = cache_for(paper, database, tmp_path)
    for number in range(1000):
        ask(cache, "/", f"x{number}=1&y={number}")
    assert cache.bytes_in_memory < 8 * KB
    assert len(list(tmp_path.rglob("*.page"))) == 1
    assert len(paper.asked) == 1


def test_a_page_too_big_to_keep_is_served_all_the_same(database):
    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "image/png")])
        return [b"x" * 100 * KB]

    cache = cache_for(application, database, memory_bytes=128 * KB)
    assert len(ask(cache).body) == len(ask(cache).body) == 100 * KB
    assert cache.bytes_in_memory == 0


def test_the_disk_is_bounded_and_the_oldest_pages_leave(tmp_path, paper, database):
    cache = cache_for(paper, database, tmp_path, disk_bytes=200 * KB)
    for number in range(100):
        ask(cache, f"/{number}/")
        cache.watch.sweep()
    assert 100 * KB < bytes_on_disk(tmp_path) <= 200 * KB * 9 / 8
    another = Paper()
    again = cache_for(another, database, tmp_path)
    ask(again, "/99/")
    assert not another.asked
    ask(again, "/0/")
    assert len(another.asked) == 1


def test_one_page_under_a_thousand_ports_is_kept_once(paper, database):
    cache = cache_for(paper, database)
    for number in range(1000):
        assert ask(cache, host=f"paper.example:{number + 1}").status == 200
    assert cache.bytes_in_memory < 8 * KB
    assert len(paper.asked) == 1
