"""A real nginx serves kept pages as deploy/nginx.conf says: right in status, headers and generation."""

import http.client
import socket
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from articles.models.shared import Section
from gazette.operations import switches
from gazette.operations.models import Switch
from tests.pagecache.nginx import brotli_modules, free_port, nginx_before
from tests.pagecache.paper import Reply

MOMENT = 0.25  # seconds that a reader may be behind
MARGIN = 1.0  # seconds: the machine may be busy

pytestmark = [pytest.mark.audit, pytest.mark.django_db(transaction=True)]


def get(address: str, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Reply:
    """Ask without a client's own ideas about paths, redirects and encodings."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    connection.request(
        method, path, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    response = connection.getresponse()
    reply = Reply(response.status, {name.title(): value for name, value in response.getheaders()}, response.read())
    connection.close()
    return reply


@pytest.fixture
def nginx(start_worker, tmp_path):
    """Give the addresses of a running nginx and of the application behind it, and the log that says who answered."""
    application = start_worker()
    with nginx_before(application, tmp_path) as address:
        get(address, "/healthz")
        yield address, application, tmp_path / "access.log"


def answered_by_nginx(address: str, log: Path, path: str) -> bool:
    """Ask once more and tell whether nginx answered from a file. Its log has one line a request, some time later."""

    def lines() -> list[str]:
        return [line for line in log.read_text().splitlines() if line.split(" ")[0] == path]

    time.sleep(0.05)
    before = len(lines())
    get(address, path)
    deadline = time.monotonic() + 5
    while len(lines()) == before:
        assert time.monotonic() < deadline, f"{path} is not in the log"
        time.sleep(0.01)
    return lines()[-1].endswith(" -")


# nginx makes its ETag of the file's time and length. The rest is the connection's.
OF_EVERY_ANSWER = {"Server", "Date", "Connection", "Etag"}


PAGES = (
    "/",
    "/2023/04/07/12/",
    "/no-slash",
    "/tag/%E9%98%B2%E6%B1%9B/",
    "/a%3Fb/",
    "/$uri/",
    "/feed.rss",
    "/robots.txt",
    "/sitemap.xml",
)


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
def test_a_kept_page_is_the_applications_word_for_word(nginx, encoding):
    address, application, log = nginx
    for path in PAGES:
        get(address, path)
        kept = get(address, path, Accept_Encoding=encoding)
        original = get(application, path, Accept_Encoding=encoding)
        assert answered_by_nginx(address, log, path)
        assert kept.status == original.status == 200
        if encoding != "br" or brotli_modules():
            assert kept.body == original.body
            different = {name for name, _ in set(kept.headers.items()) ^ set(original.headers.items())}
            assert different <= OF_EVERY_ANSWER, path


def test_a_cdn_gets_a_page_packed_too(nginx):
    address, _, log = nginx
    get(address, "/")
    kept = get(address, "/", Accept_Encoding="gzip", Via="1.1 cdn.example")
    assert answered_by_nginx(address, log, "/")
    assert kept.headers["Content-Encoding"] == "gzip"


def test_other_answers_stay_the_applications(nginx):
    address, application, log = nginx
    answers = {"/gone/": 410, "/missing/": 404, "/old/": 301, "/off/": 503, "/special/": 200, "/picture/": 200}
    for path, status in answers.items():
        assert [get(address, path).status, get(address, path).status] == [status, status]
        assert not answered_by_nginx(address, log, path)
        assert get(address, path).headers.get("Location") == get(application, path).headers.get("Location")


def test_a_reader_who_has_the_page_gets_304_until_it_changes(nginx):
    address, _, log = nginx
    get(address, "/")
    first = get(address, "/")
    assert get(address, "/", If_None_Match=first.headers["Etag"]).status == 304
    assert get(address, "/", If_Modified_Since=first.headers["Last-Modified"]).status == 304
    rename("本期头条")  # as many bytes as any other name of four characters
    wait_for(address, "本期头条")
    get(address, "/")
    assert answered_by_nginx(address, log, "/")
    assert get(address, "/", If_None_Match=first.headers["Etag"]).status == 200
    assert get(address, "/", If_Modified_Since=first.headers["Last-Modified"]).status == 200


def test_a_correction_of_the_same_length_within_the_same_second_is_not_taken_for_the_old_page(nginx):
    address, _, _ = nginx
    seen = []
    for name in ("甲乙", "乙甲", "丙丁"):
        rename(name)
        wait_for(address, name)
        get(address, "/")
        seen.append(get(address, "/").headers["Etag"])
    assert len(set(seen)) == 3


def test_queries_ranges_and_posts_are_handled_as_the_application_does(nginx):
    address, _, log = nginx
    get(address, "/")
    assert "?page=2" in get(address, "/?page=2").text
    assert not answered_by_nginx(address, log, "/?page=2")
    assert get(address, "/?utm_source=x").text == get(address, "/").text
    ranged = get(address, "/", Range="bytes=0-3")
    assert (ranged.status, "Accept-Ranges" in ranged.headers) == (200, False)
    head = get(address, "/", "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert get(address, "/", "POST", body="x=1").body == b"posted"


ESCAPES = (
    "/../kept/",
    "/%2e%2e/began",
    "/..%2fbegan",
    "/%2e%2e/%2e%2e/%2e%2e/secret_key",
    "/.new-1",
    "/index.html.gz",
    "/current/",
    "/lock",
    "/a/..//",
    "/" + "a" * 3000 + "/",
    "/%00",
    "/static/../secret_key",
    "/static../secret_key",
    "/media/../secret_key",
    "/media/..%2fsecret_key",
    "/media../secret_key",
)


def test_no_path_leads_out_of_the_pages(nginx, tmp_path):
    address, _, log = nginx
    (tmp_path / "secret_key").write_text("the secret")
    get(address, "/")
    for path in ESCAPES:
        assert b"the secret" not in get(address, path).body, path
    get(address, "/")
    assert answered_by_nginx(address, log, "/")


def test_static_files_and_photos_come_from_their_folders(nginx, tmp_path):
    address, _, log = nginx
    (tmp_path / "static" / "site.0123456789ab.css").write_text("body {}")
    (tmp_path / "public" / "a.jpg").write_bytes(b"picture")
    style = get(address, "/static/site.0123456789ab.css")
    assert (style.body, "immutable" in style.headers["Cache-Control"]) == (b"body {}", True)
    assert get(address, "/media/a.jpg").body == b"picture"
    assert get(address, "/media/b.jpg").status == 404
    assert answered_by_nginx(address, log, "/media/a.jpg")


def test_a_closed_site_has_no_file_for_readers_even_if_no_process_turns_the_link(
    tmp_path, start_worker, workers, settings
):
    settings.HOME, settings.PAGE_CACHE_FOLDER = tmp_path, tmp_path / "pages"
    with nginx_before(start_worker(), tmp_path) as address:
        (tmp_path / "public" / "a.jpg").write_bytes(b"picture")
        get(address, "/")
        workers[0].kill()
        workers[0].wait()
        assert (get(address, "/").status, get(address, "/media/a.jpg").status) == (200, 200)
        switches.turn(Switch.CLOSED, is_on=True, reason="演练。")
        assert (get(address, "/").status, get(address, "/media/a.jpg").status) == (502, 503)
        switches.turn(Switch.CLOSED, is_on=False, reason="演练完毕。")
        assert (get(address, "/").status, get(address, "/media/a.jpg").status) == (502, 200)


# --- what nginx itself has to say ---


def sent(address: str, request: bytes) -> tuple[int, str]:
    """The status and the page for bytes that no honest client sends."""
    with socket.create_connection(("127.0.0.1", urlsplit(address).port), timeout=10) as connection:
        connection.sendall(request)
        response = http.client.HTTPResponse(connection)
        response.begin()
        return response.status, response.read().decode()


def assert_is_chinese(page: str, said: str) -> None:
    assert said in page
    assert "nginx" not in page
    assert '<html lang="zh-Hans">' in page


def test_what_nginx_refuses_it_refuses_in_chinese(nginx, tmp_path):
    address, _, _ = nginx
    (tmp_path / "public" / "a.jpg").write_bytes(b"picture")
    large = b"POST %b HTTP/1.1\r\nHost: a\r\nContent-Length: 70000000\r\n\r\n"
    for path in (b"/admin/articles/photo/add/", b"/", b"/search/"):
        status, page = sent(address, large % path)
        assert status == 413
        assert_is_chinese(page, "最多上传 60 MB")
    for request in (
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nCookie: " + b"a" * 70_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"POST /media/a.jpg HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
    ):
        status, page = sent(address, request)
        assert status in {400, 405, 414}
        assert_is_chinese(page, "无法处理")
    missing = get(address, "/media/b.jpg")
    assert missing.status == 404
    assert_is_chinese(missing.text, "没有这个文件")
    assert missing.headers["Cache-Control"] == "no-store"
    (tmp_path / "closed").touch()
    assert_is_chinese(get(address, "/media/a.jpg").text, "暂时关闭")


def test_its_pages_of_errors_have_no_address_of_their_own(nginx):
    address, _, _ = nginx
    assert (get(address, "/_errors/413.html").status, get(address, "/_errors/../nginx.conf").status) == (404, 200)


def test_too_many_logins_and_connections_of_one_address_are_told_in_chinese(nginx):
    address, _, _ = nginx
    replies = [get(address, "/admin/login/", "POST", body="x=1") for _time in range(20)]
    assert {reply.status for reply in replies} == {200, 429}
    assert_is_chinese(replies[-1].text, "请求太频繁")


def test_an_application_that_is_gone_or_silent_is_told_in_chinese_and_its_own_errors_stay_its_own(tmp_path):
    with nginx_before(f"http://127.0.0.1:{free_port()}", tmp_path) as address:
        for path in ("/", "/admin/", "/2023/04/07/12/", "/static/x.css"):
            gone = get(address, path)
            assert gone.status == 502
            assert_is_chinese(gone.text, "暂时没有应答")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.listen()
        application = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with nginx_before(application, tmp_path, patience="1s") as address:
            late = get(address, "/admin/articles/article/import/", "POST", body="x=1")
    assert late.status == 504
    assert_is_chinese(late.text, "还没有结果")


def rename(name: str) -> None:
    """Publish: the section's name stands on every page."""
    section = Section.objects.get(slug="news")
    section.name = name
    section.save()


def wait_for(address: str, words: str, path: str = "/") -> None:
    """Wait until the reader sees the words, a moment at most."""
    published = time.monotonic()
    while words not in get(address, path).text:
        assert time.monotonic() - published < MOMENT + MARGIN
        time.sleep(0.01)


def test_a_publication_switches_all_pages_and_no_reader_ever_sees_an_error_or_an_old_page(nginx):
    address, _, log = nginx
    names = [f"第{number:03}版" for number in range(8)]
    published: dict[int, float] = {}
    wrong: list[str] = []
    is_over = threading.Event()

    def read_on(path: str) -> None:
        while not is_over.is_set():
            must_be = max((n for n, at in published.items() if time.monotonic() - at > MOMENT + MARGIN), default=0)
            reply = get(address, path)
            shown = next((number for number, name in enumerate(names) if name in reply.text), -1)
            if reply.status != 200 or shown < must_be:
                wrong.append(f"{path}: {reply.status}, shows {shown}, must show {must_be} at least")

    rename(names[0])
    wait_for(address, names[0])
    published[0] = time.monotonic()
    readers = [threading.Thread(target=read_on, args=(path,)) for path in ("/", "/a/", "/feed.rss", "/b/")]
    for reader in readers:
        reader.start()
    for number, name in enumerate(names[1:], start=1):
        rename(name)
        published[number] = time.monotonic()
        time.sleep(0.4)
    is_over.set()
    for reader in readers:
        reader.join()
    assert not wrong, wrong[:5]
    lines = log.read_text().splitlines()
    assert sum(line.endswith(" -") for line in lines) > len(lines) / 2  # most of it came from files
