"""A real nginx serves kept pages as deploy/nginx.conf says: right in status, headers and generation."""

import http.client
import os
import subprocess
import threading
import time
import warnings
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from articles.models.shared import Section
from tests.pagecache.nginx import NGINX, brotli_modules, configuration_for_the_test, free_port
from tests.pagecache.paper import Reply

MOMENT = 0.25  # seconds that a reader may be behind
MARGIN = 1.0  # seconds: the machine may be busy

pytestmark = [pytest.mark.audit, pytest.mark.django_db(transaction=True)]

MAIN = """
{modules}
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log info;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/tmp; proxy_temp_path {folder}/tmp; fastcgi_temp_path {folder}/tmp;
    uwsgi_temp_path {folder}/tmp; scgi_temp_path {folder}/tmp;
    log_format which "$request_uri $upstream_addr";
    access_log {folder}/access.log which;
    {ours}
}}
"""


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
    if NGINX is None:
        warnings.warn(pytest.PytestWarning("NGINX IS NOT INSTALLED: deploy/nginx.conf was not tested"), stacklevel=1)
        pytest.skip("no nginx found")
    application, port = start_worker(), free_port()
    for name in ("tmp", "static", "public"):
        (tmp_path / name).mkdir(exist_ok=True)
    for folder in [tmp_path, *tmp_path.parents]:
        if folder.owner() == "root" and os.getuid() == 0 and not folder.stat().st_mode & 1:
            folder.chmod(0o711)  # nginx's workers are somebody else.
    modules = "".join(f"load_module {path};\n" for path in brotli_modules())
    text = MAIN.format(modules=modules, folder=tmp_path, ours=configuration_for_the_test(tmp_path, application, port))
    (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
    command = [NGINX, "-e", str(tmp_path / "error.log"), "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    process = subprocess.Popen(command)
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            get(address, "/healthz")
            break
        except ConnectionError:
            assert process.poll() is None, (tmp_path / "error.log").read_text()
            time.sleep(0.05)
    yield address, application, tmp_path / "access.log"
    process.terminate()
    process.wait()
    for trace in ("[alert]", "[emerg]"):
        assert trace not in (tmp_path / "error.log").read_text()


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


PAGES = ("/", "/2023/04/07/12/", "/no-slash", "/tag/%E9%98%B2%E6%B1%9B/", "/feed/", "/robots.txt", "/sitemap.xml")


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


def test_a_closed_site_has_no_file_for_readers_even_if_no_process_turns_the_link(nginx, tmp_path):
    address, _, log = nginx
    (tmp_path / "public" / "a.jpg").write_bytes(b"picture")
    get(address, "/")
    assert answered_by_nginx(address, log, "/")
    (tmp_path / "closed").touch()
    assert not answered_by_nginx(address, log, "/")
    assert get(address, "/media/a.jpg").status == 503
    (tmp_path / "closed").unlink()
    assert answered_by_nginx(address, log, "/")
    assert get(address, "/media/a.jpg").status == 200


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
    readers = [threading.Thread(target=read_on, args=(path,)) for path in ("/", "/a/", "/feed/", "/b/")]
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
