"""Clients that send slowly, too much or nonsense: to granian alone, and through nginx, which is why it stands in front.

granian reads heads without a thread of Python and ends what dawdles or is too long. A body it hands on piece by piece:
eight clients that dawdle over theirs hold all eight threads of a server. nginx takes a whole request in first.
"""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest

from tests.audit.homes import Home, new_home
from tests.pagecache.nginx import nginx_before

pytestmark = pytest.mark.audit

SECONDS = 5  # within which everybody else is answered, on a busy machine too
SLOW_HEADS, SLOW_BODIES = 300, 60
SLOW_HEAD = b"GET / HTTP/1.1\r\nHost: x\r\nX-"
#: A token, so that the newsroom wants to read the body.
SLOW_BODY = (
    b"POST /admin/articles/article/add/ HTTP/1.1\r\nHost: %b\r\nCookie: csrftoken=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\na="
)


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Iterator[Home]:
    """Give a served paper without a piece."""
    home = new_home(tmp_path_factory.mktemp("slow") / "paper", "sqlite")
    home.manage("collectstatic", "--noinput", "--verbosity", "0")
    server = home.serve()
    yield home
    server.stop()


def place_of(address: str) -> str:
    return urlsplit(address).netloc


def status_of(address: str, request: bytes) -> int:
    """What is answered to these bytes within SECONDS."""
    host, port = place_of(address).split(":")
    with socket.create_connection((host, int(port)), timeout=SECONDS) as connection:
        connection.sendall(request)
        return int(connection.recv(64).split()[1])


def asks(address: str, path: str, more: bytes = b"") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {place_of(address)}\r\n".encode() + more + b"\r\n"


@contextmanager
def dawdling(address: str, request: bytes, count: int) -> Iterator[list[socket.socket]]:
    """So many clients who have sent the beginning of a request and nothing more."""
    host, port = place_of(address).split(":")
    with ExitStack() as stack:
        clients = [stack.enter_context(socket.create_connection((host, int(port)))) for _client in range(count)]
        for client in clients:
            client.sendall(request)
        time.sleep(0.5)
        yield clients


@pytest.mark.parametrize(
    ("path", "more", "status"),
    [
        ("/" + "a" * 70_000, b"", 414),
        ("/healthz", b"X-Long: " + b"a" * 2_000_000 + b"\r\n", 431),
        ("/healthz", b"".join(b"X-%d: a\r\n" % number for number in range(1000)), 431),
        ("/healthz", b"Content-Length: 3\r\nContent-Length: 5\r\n", 400),
        ("/healthz", b"no colon here\r\n", 400),
        ("/healthz", b"X-Usual: a\r\n", 200),
    ],
)
def test_a_head_that_is_too_much_is_refused_by_the_server_itself(home, path, more, status):
    assert status_of(home.address, asks(home.address, path, more)) == status
    assert status_of(home.address, asks(home.address, "/healthz")) == 200


def test_heads_that_never_end_hold_nobody_up(home, tell):
    with dawdling(home.address, SLOW_HEAD, SLOW_HEADS):
        began = time.monotonic()
        for path in ("/", "/healthz", "/admin/login/"):
            assert status_of(home.address, asks(home.address, path)) == 200
        tell(f"{SLOW_HEADS} endless heads: three pages in {time.monotonic() - began:.2f} s")


def test_behind_nginx_bodies_that_never_end_hold_nobody_up_and_are_ended(home, tell):
    with nginx_before(home.address, home.folder, patience="3s") as address:
        host = place_of(home.address).encode()  # the paper's own name
        ours = [asks(home.address, path) for path in ("/", "/healthz", "/admin/login/")]
        with dawdling(address, SLOW_BODY % host, SLOW_BODIES) as slow, dawdling(address, SLOW_HEAD, SLOW_BODIES):
            began = time.monotonic()
            for request in ours:
                assert status_of(address, request) == 200
            tell(f"{SLOW_BODIES} endless bodies and heads: three pages in {time.monotonic() - began:.2f} s")
            for client in slow:
                client.settimeout(30)
                assert client.recv(64)[:12] in {b"", b"HTTP/1.1 408"}
        assert status_of(address, ours[0]) == 200
