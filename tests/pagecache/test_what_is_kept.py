"""What may be kept for all readers is kept; everything else is rendered each time and handed on as it came."""

import pytest

from tests.pagecache.paper import HTML, Body, ask, cache_for


@pytest.mark.parametrize("status", ["200 OK", "301 Moved Permanently", "404 Not Found", "410 Gone"])
def test_these_are_kept_with_their_status(cache, paper, status):
    paper.status = status
    first, second = ask(cache), ask(cache)
    assert first == second
    assert first.status == int(status[:3])
    assert len(paper.asked) == 1
    assert paper.closed == 1


@pytest.mark.parametrize(
    "status",
    [
        "201 Created",
        "204 No Content",
        "206 Partial Content",
        "302 Found",
        "307 Temporary Redirect",
        "400 Bad Request",
        "403 Forbidden",
        "405 Method Not Allowed",
        "429 Too Many Requests",
        "500 Internal Server Error",
        "502 Bad Gateway",
        "503 Service Unavailable",
    ],
)
def test_these_are_never_kept(cache, paper, status):
    paper.status = status
    assert [ask(cache).status, ask(cache).status] == [int(status[:3])] * 2
    assert len(paper.asked) == 2
    paper.status = "200 OK"
    assert ask(cache).status == 200


@pytest.mark.parametrize(
    "header",
    [
        ("Set-Cookie", "sessionid=1; Path=/"),
        ("set-cookie", "csrftoken=1"),
        ("Vary", "Cookie"),
        ("Vary", "Accept-Encoding, Accept-Language"),
        ("Vary", "*"),
        ("Cache-Control", "no-store"),
        ("Cache-Control", "max-age=0, no-cache, no-store, must-revalidate, private"),
        ("cache-control", "Private"),
        ("Content-Encoding", "gzip"),
        ("Content-Range", "bytes 0-3/9"),
        ("Content-Security-Policy", "script-src 'self' 'nonce-abc'"),
    ],
)
def test_a_page_that_is_not_the_same_for_all_is_not_kept(cache, paper, header):
    paper.headers = [header]
    replies = [ask(cache), ask(cache)]
    assert len(paper.asked) == 2
    assert replies[0].headers[header[0]] == header[1]
    assert "ETag" not in replies[0].headers


@pytest.mark.parametrize(
    "header",
    [("Vary", "Accept-Encoding"), ("Cache-Control", "max-age=600"), ("Expires", "Thu, 01 Jan 2099 00:00:00 GMT")],
)
def test_for_how_long_a_page_is_right_is_said_by_the_cache_alone(cache, paper, header):
    paper.headers = [header]
    assert ask(cache).headers["Cache-Control"] == ask(cache).headers["Cache-Control"]
    assert ask(cache).headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Expires" not in ask(cache).headers
    assert len(paper.asked) == 1


def test_what_the_view_says_about_the_page_is_kept_with_it(cache, paper):
    paper.headers = [("Content-Security-Policy", "default-src 'none'"), ("X-Robots-Tag", "noindex")]
    paper.status = "301 Moved Permanently"
    paper.headers.append(("Location", "/2023/04/07/12/"))
    for _ in range(2):
        assert ask(cache).headers.items() >= dict(paper.headers).items()


@pytest.mark.parametrize(
    ("answer", "is_a_mistake"),
    [
        (("200 OK", ("Set-Cookie", "a=b")), True),
        (("404 Not Found", ("Vary", "Cookie")), True),
        (("503 Service Unavailable", ("Vary", "Cookie")), False),
        (("200 OK", ("Cache-Control", "no-store")), False),
    ],
)
def test_a_view_that_asks_who_reads_is_reported_once(cache, paper, caplog, answer, is_a_mistake):
    paper.status, paper.headers = answer[0], [answer[1]]
    for _ in range(3):
        ask(cache)
    assert caplog.text.count("not the same for all") == int(is_a_mistake)


def test_a_streamed_answer_is_passed_on_as_a_stream(paper, database):
    class Stream(Body):
        streaming = True

    def application(environ, start_response):
        paper.asked.append(environ)
        start_response("200 OK", HTML)
        return Stream([b"one", b"two"], paper)

    cache = cache_for(application, database)
    assert [ask(cache).body, ask(cache).body] == [b"onetwo", b"onetwo"]
    assert len(paper.asked) == paper.closed == 2


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin", "/admin/articles/1/", "/static/a.css", "/media/a.jpg", "/healthz", "/readyz"]
)
def test_the_newsroom_and_the_files_never_enter_and_lose_nothing_on_the_way(cache, paper, path):
    paper.headers = [("Set-Cookie", "sessionid=2")]
    for _ in range(2):
        reply = ask(cache, path, "next=/&x=1", cookie="sessionid=1", accept_language="en", if_none_match='"x"')
    assert reply.headers["Set-Cookie"] == "sessionid=2"
    assert len(paper.asked) == 2
    assert paper.asked[1]["HTTP_COOKIE"] == "sessionid=1"
    assert paper.asked[1]["QUERY_STRING"] == "next=/&x=1"
    assert paper.asked[1]["REMOTE_ADDR"] == "192.0.2.7"


@pytest.mark.parametrize("path", ["/administration/", "/adm/", "/x/admin/", "/statics/"])
def test_a_path_that_only_looks_like_the_newsrooms_is_public(cache, paper, path):
    ask(cache, path, cookie="sessionid=1")
    ask(cache, path)
    assert len(paper.asked) == 1
    assert "HTTP_COOKIE" not in paper.asked[0]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get"])
def test_other_methods_go_to_django_as_they_are(cache, paper, method):
    ask(cache)
    for _ in range(2):
        ask(cache, "/", "x=1", method, cookie="a=b")
    assert len(paper.asked) == 3
    assert paper.asked[2]["REQUEST_METHOD"] == method
    assert paper.asked[2]["HTTP_COOKIE"] == "a=b"


def test_an_error_of_django_reaches_the_server_and_the_next_reader_is_not_held_up(cache, paper):
    def fail():
        raise RuntimeError("the view fails")

    paper.while_rendering = fail
    for _ in range(2):
        with pytest.raises(RuntimeError):
            ask(cache)
    paper.while_rendering = lambda: None
    assert ask(cache).status == 200


def test_a_cache_that_is_switched_off_is_not_there(paper, database):
    cache = cache_for(paper, database, is_on=False)
    for _ in range(2):
        ask(cache, cookie="a=b")
    assert len(paper.asked) == 2
    assert paper.asked[0]["HTTP_COOKIE"] == "a=b"
    assert database.looks == 0


def test_a_small_page_and_a_picture_are_not_compressed(paper, database):
    def application(environ, start_response):
        is_picture = environ["PATH_INFO"] == "/favicon.ico"
        start_response("200 OK", [("Content-Type", "image/png" if is_picture else "text/plain")])
        return [b"\0" * 5000 if is_picture else b"short"]

    cache = cache_for(application, database)
    for path in ("/favicon.ico", "/robots.txt"):
        assert "Content-Encoding" not in ask(cache, path, accept_encoding="br, gzip").headers
