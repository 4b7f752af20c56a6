"""A reader who has the page already gets 304, in each encoding its own; nothing else looks like it."""

import gzip

import brotli
import pytest

from tests.pagecache.paper import ask, cache_for


def test_a_page_says_how_it_may_be_kept_and_asked_for_again(cache):
    headers = ask(cache).headers
    assert headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert headers["Vary"] == "Accept-Encoding"
    assert headers["ETag"].startswith('"')
    assert headers["Last-Modified"].endswith(" GMT")
    assert "Accept-Ranges" not in headers


@pytest.mark.parametrize("known", ["{}", "W/{}", '"other", {}', "*", '"a",W/{} ,"b"'])
def test_a_known_page_is_not_sent_again(cache, known):
    etag = ask(cache).headers["ETag"]
    reply = ask(cache, if_none_match=known.format(etag))
    assert (reply.status, reply.body) == (304, b"")
    assert reply.headers["ETag"] == etag
    assert {"Cache-Control", "Vary", "Last-Modified"} <= set(reply.headers)
    assert "Content-Length" not in reply.headers


@pytest.mark.parametrize("known", ['"other"', "", ",", 'W/"other", "and another"', "no quotes"])
def test_an_unknown_page_is_sent(cache, known):
    ask(cache)
    assert ask(cache, if_none_match=known).status == 200


def test_changed_words_are_sent_to_those_who_know_the_old_ones(cache, paper, database):
    etag = ask(cache).headers["ETag"]
    paper.words = "更正"
    database.begin_new()
    reply = ask(cache, if_none_match=etag)
    assert reply.status == 200
    assert "更正" in reply.text


def test_unchanged_words_stay_known_through_a_publication_elsewhere(cache, database):
    first = ask(cache).headers
    database.begin_new()
    assert ask(cache, if_none_match=first["ETag"]).status == 304
    assert ask(cache).headers["Last-Modified"] == first["Last-Modified"]


@pytest.mark.parametrize("is_on_disk", [False, True])
def test_changed_words_have_another_date_even_within_the_same_second(tmp_path, paper, database, is_on_disk):
    cache = cache_for(paper, database, tmp_path if is_on_disk else None)
    dates = []
    for words in ("甲", "乙", "甲"):
        paper.words = words
        dates.append(ask(cache).headers["Last-Modified"])
        database.begin_new()
    assert len(set(dates)) == 3


def test_the_date_counts_when_no_etag_is_given_and_only_then(cache):
    headers = ask(cache).headers
    date = headers["Last-Modified"]
    assert ask(cache, if_modified_since=date).status == 304
    assert ask(cache, if_modified_since="Thu, 01 Jan 1970 00:00:00 GMT").status == 200
    assert ask(cache, if_modified_since="yesterday").status == 200
    assert ask(cache, if_modified_since=date, if_none_match='"other"').status == 200
    assert ask(cache, if_modified_since="Thu, 01 Jan 1970 00:00:00 GMT", if_none_match=headers["ETag"]).status == 304


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.1", "br"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("*;q=0, gzip", "gzip"),
        ("", None),
        ("identity", None),
        ("br;q=0.000, gzip;q=0", None),
        ("deflate, zstd", None),
        ("gzip" * 1000, None),
        (";;,,=;q", None),
    ],
)
def test_the_reader_gets_the_encoding_that_his_browser_reads(cache, accepted, encoding):
    plain = ask(cache).body
    reply = ask(cache, accept_encoding=accepted)
    assert reply.headers.get("Content-Encoding") == encoding
    read = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert read(reply.body) == plain
    assert reply.headers["Content-Length"] == str(len(reply.body))


def test_each_encoding_has_a_strong_etag_of_its_own(cache):
    etags = {name: ask(cache, accept_encoding=name).headers["ETag"] for name in ("", "gzip", "br")}
    assert len(set(etags.values())) == 3
    assert not any(etag.startswith("W/") for etag in etags.values())
    assert ask(cache, accept_encoding="br", if_none_match=etags["br"]).status == 304
    assert ask(cache, accept_encoding="br", if_none_match=etags["gzip"]).status == 200


def test_head_says_what_get_says_and_sends_no_body(cache, paper):
    head = ask(cache, method="HEAD", accept_encoding="br")
    get = ask(cache, accept_encoding="br")
    assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")
    assert get.body
    assert len(paper.asked) == 1
    assert ask(cache, method="HEAD", if_none_match=get.headers["ETag"], accept_encoding="br").status == 304


def test_head_of_a_page_that_is_not_kept_sends_no_body_either(cache, paper):
    paper.status = "503 Service Unavailable"
    reply = ask(cache, method="HEAD")
    assert (reply.status, reply.body) == (503, b"")
    assert paper.closed == len(paper.asked)


def test_a_range_is_left_alone(cache):
    reply = ask(cache, range="bytes=0-3", if_range='"x"')
    assert reply.status == 200
    assert len(reply.body) > 400
    assert ask(cache, range="bytes=0-3").status == 200


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "301 Moved Permanently"])
def test_only_a_page_that_is_there_can_be_not_modified(cache, paper, status):
    paper.status = status
    etag = ask(cache).headers["ETag"]
    assert ask(cache, if_none_match=etag).status == int(status[:3])


def test_a_server_that_adds_headers_does_not_add_them_for_the_next_reader(cache):
    given = []
    for _ in range(2):
        given.append([])
        cache(
            {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": "", "HTTP_HOST": "paper.example"},
            lambda status, headers, kept=given: (kept[-1].extend(headers), headers.append(("Server", "x"))),
        )
    assert given[0] == given[1]
