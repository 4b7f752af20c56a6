"""All readers of a page ask for the same page, and nothing that a stranger sends can change it or fill the cache."""

import pytest

from tests.pagecache.paper import HOST, ask, cache_for


def test_django_sees_nothing_of_the_reader(cache, paper):
    ask(
        cache,
        cookie="sessionid=editor",
        accept_language="en",
        user_agent="x",
        authorization="Basic eDp5",
        x_forwarded_host="evil.example",
        x_forwarded_for="192.0.2.9",
        x_forwarded_proto="http",
        if_none_match='"x"',
        range="bytes=0-1",
        referer="https://evil.example/",
    )
    seen = paper.asked[0]
    assert {name for name in seen if name.startswith("HTTP_")} == {"HTTP_HOST"}
    assert seen["HTTP_HOST"] == seen["SERVER_NAME"] == HOST
    assert (seen["wsgi.url_scheme"], seen["SERVER_PORT"]) == ("https", "443")
    assert seen["REMOTE_ADDR"] == "127.0.0.1"


def test_a_member_of_the_staff_reads_the_same_page(cache, paper):
    assert ask(cache, cookie="sessionid=editor") == ask(cache)
    assert len(paper.asked) == 1


@pytest.mark.parametrize("host", [HOST, f"{HOST}:443", HOST.upper(), "www.towns.example", "towns.example"])
def test_all_names_of_the_paper_share_the_pages(cache, paper, host):
    ask(cache)
    assert ask(cache, host=host).status == 200
    assert len(paper.asked) == 1


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "",
        f"{HOST}.evil.example",
        f"evil{HOST}",
        f"{HOST}@evil.example",
        f"{HOST}:80@evil.example",
        f"{HOST}/",
        f"{HOST}\r\nX: y",
        "towns.example.evil.example",
        "[::1",
        "a" * 10_000,
        f"{HOST},evil.example",
    ],
)
def test_a_foreign_host_goes_to_django_and_gets_nothing_that_is_kept(cache, paper, host):
    ask(cache)
    for _ in range(2):
        ask(cache, host=host)
    assert len(paper.asked) == 3
    assert paper.asked[1]["HTTP_HOST"] == host
    assert ask(cache).text == ask(cache, host=HOST).text
    assert len(paper.asked) == 3


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("q=%E9%98%B2%E6%B1%9B&page=2", "page=2&q=%E9%98%B2%E6%B1%9B"),
        # As curl and some robots send it: the bytes themselves, which WSGI hands over in latin-1.
        ("page=2&q=防汛".encode().decode("latin-1"), "page=2&q=%E9%98%B2%E6%B1%9B"),
        ("q=防".encode("gb18030").decode("latin-1"), "q=%EF%BF%BD%EF%BF%BD"),
        ("utm_source=x&page=2", "page=2"),
        ("page=2&page=3", "page=3"),
        ("page=2&fbclid=1&page=3#", "page=3%23"),
        ("q=+a+b+", "q=a+b"),
        ("q=a%00b%0Ac", "q=a+b+c"),
        ("q=%FF", "q=%EF%BF%BD"),
        ("q=&page=", ""),
        ("PAGE=2", ""),
        ("page", ""),
        ("&&&=&=x&?", ""),
        ("x=1;page=2", ""),
        ("page=2&" * 60, ""),
        ("%70age=2", "page=2"),
    ],
)
def test_a_view_sees_known_parameters_in_one_form(cache, paper, asked, seen):
    ask(cache, "/", asked)
    ask(cache, "/", asked)
    ask(cache, "/", seen)
    assert [environ["QUERY_STRING"] for environ in paper.asked] == [seen]


def test_unknown_parameters_are_the_page_without_them(cache, paper):
    for number in range(50):
        assert ask(cache, "/", f"utm_{number}={number}").text == "<p>防汛</p>/?"
    assert len(paper.asked) == 1


def test_other_known_parameters_are_another_page(cache, paper):
    assert len({ask(cache, "/", query).text for query in ("", "page=2", "page=3", "q=2")}) == 4


def test_a_question_mark_in_the_path_is_no_query(cache, paper):
    assert ask(cache, "/", "page=2").text != ask(cache, "/?page=2").text
    assert len(paper.asked) == 2


def test_a_query_that_is_too_long_is_refused_in_a_sentence(cache, paper):
    reply = ask(cache, "/", "q=" + "a" * 5000)
    assert reply.status == 414
    assert "4096" in reply.text
    assert reply.headers["Cache-Control"] == "no-store"
    assert not paper.asked
    ask(cache)
    assert ask(cache, "/", "q=" + "a" * 5000).status == 414


@pytest.mark.parametrize(
    "path",
    [
        "//",
        "//admin/",
        "/a//b/",
        "/./",
        "/a/../b/",
        "/..",
        "/a/%/../",
        "/a\0/",
        "/a\n/",
        "/a\\b/",
        "a/",
        "*",
        "/" + "a" * 2000,
        "/a" * 600,
        "http://paper.example/",
        "/a\x7f/",
    ],
)
def test_a_path_at_which_no_page_lives_is_asked_each_time_and_not_kept(tmp_path, paper, database, path):
    cache = cache_for(paper, database, tmp_path)
    for _ in range(2):
        ask(cache, path, cookie="a=b")
    assert len(paper.asked) == 2
    assert "HTTP_COOKIE" not in paper.asked[0]
    assert not list(tmp_path.rglob("*.page"))


def test_bytes_that_are_no_utf_8_are_not_kept(cache, paper):
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/\xff\xfe/", "QUERY_STRING": "", "HTTP_HOST": HOST}
    for _ in range(2):
        list(cache(dict(environ), lambda *_: None))
    assert len(paper.asked) == 2


def test_a_chinese_address_is_kept(cache, paper):
    ask(cache, "/tag/防汛/")
    assert ask(cache, "/tag/防汛/").status == 200
    assert len(paper.asked) == 1


def test_an_empty_path_is_the_front_page(cache, paper):
    ask(cache, "")
    ask(cache, "/")
    assert len(paper.asked) == 1
