"""Requests that no browser of an honest person sends: each has a short answer in Chinese, and leaves nothing behind."""

import io
import re
from urllib.parse import unquote_to_bytes

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from articles.models.imports import ImportBatch
from articles.models.newsroom import Article
from gazette import wsgi
from tests.cast import PASSWORD, Cast, logged_in
from tests.makers import make_draft

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"
LOGIN = "/admin/login/"
FORM = "application/x-www-form-urlencoded"


def page(response) -> str:
    return response.content.decode()


# --- hosts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", "a b", "[::1", "127.0.0.1@evil.example", "127.0.0.1\tx", "x" * 300, "中文"]
)
@pytest.mark.parametrize("path", ["/", LOGIN, "/search/"])
def test_a_host_that_is_not_ours_gets_a_sentence_and_is_never_repeated(client, host, path):
    response = client.get(path, headers={"host": host})
    assert response.status_code == 400
    assert "本报不使用这个网址" in page(response)
    assert host not in page(response)


def test_a_scanner_under_a_foreign_name_fills_no_log(client, caplog):
    client.get("/", headers={"host": "evil.example"})
    assert not caplog.records


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Host", "X-Original-URL", "X-Rewrite-URL", "Forwarded"])
def test_no_header_leads_the_papers_own_addresses_elsewhere(cast: Cast, client, header):
    said = {header.lower(): "evil.example"}
    assert "evil.example" not in page(client.get("/", headers=said))
    assert "evil.example" not in page(client.get("/feed.atom", headers=said))
    assert "evil.example" not in client.get("/admin/", headers=said)["Location"]
    assert client.get(LOGIN, headers=said).status_code == 200


# --- forms -----------------------------------------------------------------------------------------------------------


def too_long(client: Client):
    return client.post(ADD, {"body": "字" * 2_000_000, "headline": "太长"})


def too_long_at_once(client: Client):
    return client.post(ADD, b"headline=a&body=" + b"x" * 10_000_000, content_type=FORM)


def too_many_fields(client: Client):
    return client.post(ADD, {f"field-{place}": "1" for place in range(5000)})


def no_boundary(client: Client):
    return client.post(ADD, b"headline=a", content_type="multipart/form-data")


def bad_boundary(client: Client):
    return client.post(ADD, b"headline=a", content_type="multipart/form-data; boundary=" + "x" * 300)


@pytest.mark.parametrize(
    ("send", "status", "said"),
    [
        (too_long, 413, "最多 5 MB"),
        (too_long_at_once, 413, "最多 5 MB"),
        (too_many_fields, 413, "表单的栏目太多"),
        (no_boundary, 400, "无法读取"),
        (bad_boundary, 400, "无法读取"),
    ],
)
def test_a_form_beyond_its_limits_is_answered_in_chinese_and_saves_nothing(cast: Cast, send, status, said):
    response = send(logged_in(cast.li))
    assert (response.status_code, said in page(response)) == (status, True)
    assert not Article.objects.exists()


def test_whoever_is_not_logged_in_cannot_send_large_forms_either(client, db):
    assert client.post(LOGIN, {"username": "x" * 6_000_000}).status_code == 413
    assert client.post(LOGIN, {f"field-{place}": "1" for place in range(5000)}).status_code == 413


def test_of_a_field_that_comes_twice_the_last_one_counts_and_one_piece_is_made(cast: Cast):
    li = logged_in(cast.li)
    sent = {"headline": ["头一个", "后一个"], "body": ["<p>一</p>", "<p>二</p>"], "_save": ["1", "2"], "genre": "news"}
    sent |= {f"{rows}-{count}_FORMS": ["0", "0"] for rows in ("bylines", "photos") for count in ("TOTAL", "INITIAL")}
    assert li.post(ADD, sent).status_code < 500
    assert {(one.headline, one.body) for one in Article.objects.all()} <= {("后一个", "<p>二</p>")}


@pytest.mark.parametrize("data", [{"username": "a\0b", "password": "x"}, {"username": "x", "password": "a\0b"}])
def test_nul_in_a_login_is_a_wrong_login(client, db, data):
    assert client.post(LOGIN, data).status_code in {200, 403}


# --- methods and paths -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/feed.atom", "/search/", "/robots.txt", "/favicon.ico", "/healthz", "/readyz"])
@pytest.mark.parametrize("method", ["POST", "DELETE", "TRACE", "PROPFIND", "NONSENSE"])
def test_readers_pages_are_asked_for_and_nothing_else(client, path, method):
    response = client.generic(method, path, b"<x/>", headers={"x-secret": "sesame"})
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert b"sesame" not in response.content


PATHS = [
    "//evil.example",
    "//evil.example/..",
    "///evil.example/",
    "/\\evil.example",
    "/%5cevil.example",
    "/..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/sections/..%2f/",
    "/sections/%00/",
    "/tags/%0d%0aSet-Cookie:a=b/",
    "/media/..%2f..%2fsecret_key",
    "/media/%2e%2e/private/x.jpg",
    "/media/ab%00.jpg",
    "/static/..%2f..%2fsecret_key",
    "/static/%00",
    "/static//etc/passwd",
    "/2023/04/07//evil.example",
    "/2023/04/07/99999999999999999999/",
    "/reporters/99999999999999999999/",
    "/pages/99999999999999999999/" + "a" * 64 + ".pdf",
    "/sitemap-2023-04-99999999999999999999.xml",
    "/0000/13/41/1/",
    "/%ff%fe/",
    "/sections/%ff/",
    "/" + "a" * 2000,
]


def ask_as_the_server_does(path: str) -> tuple[int, dict[str, str], bytes]:
    """Ask the whole application, page cache and all, for a path as it is handed over: decoded, in latin-1."""
    said: list = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": "",
        "SCRIPT_NAME": "", "HTTP_HOST": settings.SITE_HOST, "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000",
        "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
    }  # fmt: skip
    body = wsgi.application(environ, lambda status, headers, exc_info=None: said.extend((status, headers)))
    content = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return int(said[0][:3]), dict(said[1]), content


@pytest.mark.django_db(transaction=True)  # Django closes its connection at the end of a request.
def test_a_path_that_plays_tricks_is_no_page_and_leads_nowhere():
    for path in PATHS:
        status, headers, body = ask_as_the_server_does(path)
        assert status in {404, 301}, path
        assert status == 404 or re.match(r"/[^/\\]", headers["Location"]), path
        assert "Set-Cookie" not in headers, path
        assert settings.SECRET_KEY.encode() not in body, path


@pytest.mark.parametrize(
    "path",
    [
        "/admin//evil.example",
        "/admin/%5cevil.example",
        "/admin/%00",
        f"/admin/r/1/{'9' * 30}/",
        f"/admin/articles/article/{'9' * 30}/change/",
        "/admin/articles/article/%00/change/",
    ],
)
def test_nor_in_the_newsroom(cast: Cast, path):
    response = logged_in(cast.zhao).get(path)
    assert response.status_code in {302, 404}
    assert response.headers.get("Location", "/admin/").startswith("/admin/")


@pytest.mark.parametrize(
    "goal",
    [
        "//evil.example",
        "///evil.example",
        "https://evil.example/",
        "https:///evil.example",
        "http:evil.example",
        "/\\evil.example",
        "\thttps://evil.example",
        "javascript:alert(1)",
    ],
)
def test_after_the_login_nobody_is_led_out_of_the_house(cast: Cast, goal):
    response = Client().post(f"{LOGIN}?next={goal}", {"username": "xiaoli", "password": PASSWORD, "next": goal})
    assert (response.status_code, response["Location"]) == (302, "/admin/")


# --- tokens and cookies ----------------------------------------------------------------------------------------------


def test_a_forged_or_missing_token_gets_a_page_in_chinese_and_saves_nothing(cast: Cast):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.li)
    for sent in ({}, {"csrfmiddlewaretoken": "a" * 64}, {"csrfmiddlewaretoken": "\0"}):
        response = strict.post(ADD, {"headline": "甲", **sent})
        assert (response.status_code, "没有保存" in page(response)) == (403, True)
    assert not Article.objects.exists()


@pytest.mark.parametrize("cookie", ["", "x", "a" * 32, "a" * 5000, "../../etc/passwd", "'; drop table x; --", "%00"])
def test_a_session_that_is_none_is_a_reader_who_has_to_log_in(db, cookie):
    stranger = Client()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = cookie
    response = stranger.get("/admin/")
    assert (response.status_code, response["Location"]) == (302, "/admin/login/?next=/admin/")


def test_a_session_that_has_ended_opens_nothing_when_it_is_replayed(cast: Cast):
    browser = Client()
    browser.post(LOGIN, {"username": "xiaoli", "password": PASSWORD})
    stolen = browser.cookies[settings.SESSION_COOKIE_NAME].value
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
    assert thief.get("/admin/").status_code == 200  # it is the very cookie, until its owner goes
    browser.post("/admin/logout/")
    assert thief.get("/admin/").status_code == 302


def test_no_page_may_use_a_camera_or_ask_where_its_reader_is(cast: Cast, client):
    for response in (client.get("/"), client.get(LOGIN), logged_in(cast.li).get("/admin/"), client.get("/no-page/")):
        policy = response["Permissions-Policy"]
        assert {"camera=()", "geolocation=()", "microphone=()"} <= set(policy.split(", "))
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert response["X-Content-Type-Options"] == "nosniff"


# --- keys ------------------------------------------------------------------------------------------------------------

NO_KEYS = ("9" * 40, "１２", "-1", "x", "")


@pytest.mark.parametrize("key", NO_KEYS)
def test_a_key_that_is_none_is_nobodys(cast: Cast, key):
    piece, pieces = make_draft(), "/admin/articles/article/"
    batch = ImportBatch.objects.create(file_name="A01.txt", sha256="0" * 64, at=timezone.now())
    chief = logged_in(cast.zhao)
    for address, sent in (
        ("/admin/articles/frontslot/", {"_move": f"up:{key}"}),
        (f"{pieces}together/?step=withdraw&piece={key}", {"piece": [f"{key}:{key}"], "note": "撤。", "count": "1"}),
        (f"{pieces}{piece.pk}/notes/write/", {"revision": key, "paragraph": key, "note": "看看。"}),
        (f"{pieces}{piece.pk}/change/", {"_settle": f"{key}:ok"}),
        ("/admin/articles/tag/merge/", {"pk": [key, key], "kept": key}),
        (f"/admin/articles/importbatch/{batch.pk}/change/", {"_check": "", "compared": "on", "piece": f"{key}:{key}"}),
        ("/admin/account/devices/forget/", {"device": key}),
    ):
        assert chief.post(address, sent).status_code in {200, 302}, address
