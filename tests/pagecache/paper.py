"""A paper of a few lines behind the page cache, the database that knows its generation, and a reader."""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from gazette.pagecache import Options, PageCache

HTML = [("Content-Type", "text/html; charset=utf-8")]
HOST = "paper.example"


@dataclass(frozen=True)
class Stamp:
    """A generation, as articles.generation gives it."""

    epoch: str
    number: int


@dataclass
class Database:
    """The one row that the cache reads."""

    stamp: Stamp = Stamp("epoch", 1)
    is_away: bool = False
    looks: int = 0

    def read_stamp(self) -> Stamp:
        """Return the generation; raise when the database is away."""
        self.looks += 1
        if self.is_away:
            raise ConnectionError("the database is away")
        return self.stamp

    def begin_new(self) -> None:
        """Publish something."""
        self.stamp = replace(self.stamp, number=self.stamp.number + 1)


@dataclass
class Paper:
    """The inner application: shows ``words`` on every page, and remembers what it was asked."""

    words: str = "防汛"
    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(default_factory=list)
    while_rendering: Callable[[], object] = lambda: None
    asked: list[dict] = field(default_factory=list)
    closed: int = 0

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        self.asked.append(environ)
        words = self.words  # A view reads its rows first …
        self.while_rendering()  # … and much may happen until the page is ready.
        start_response(self.status, HTML + self.headers)
        return Body([f"<p>{words}</p>{environ['PATH_INFO']}?{environ['QUERY_STRING']}".encode() + b" " * 400], self)


class Body(list):
    """The whole body in a list, which is told when it was used, as Django's responses are."""

    streaming = False

    def __init__(self, chunks: list[bytes], paper: Paper) -> None:
        super().__init__(chunks)
        self.paper = paper

    def close(self) -> None:
        """Count it."""
        self.paper.closed += 1


@dataclass(frozen=True)
class Reply:
    """What the reader got."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The words before the padding."""
        return self.body.decode().strip()


def options(folder: Path | None = None, **changes: object) -> Options:
    """Return options of a small paper."""
    given = {
        "release": "0123456789abcdef",
        "site_url": f"https://{HOST}",
        "hosts": (HOST, ".towns.example"),
        "query_names": frozenset({"page", "q"}),
        "folder": folder,
    }
    return Options(**(given | changes))


def cache_for(paper: Paper, database: Database, folder: Path | None = None, **changes: object) -> PageCache:
    """Return a page cache without threads: every request asks the database for the generation."""
    return PageCache(paper, read_stamp=database.read_stamp, options=options(folder, **changes))


def ask(application: Callable, path: str = "/", query: str = "", method: str = "GET", **headers: str) -> Reply:
    """Ask for a page as a server does: the path in latin-1, the headers as HTTP_…"""
    said: dict = {}

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        said.update(status=int(status[:3]), headers=dict(headers))
        assert len(said["headers"]) == len(headers), f"a header is said twice: {headers}"

    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "HTTP_HOST": HOST,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "REMOTE_ADDR": "192.0.2.7",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    body = application(environ, start_response)
    content = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return Reply(said["status"], said["headers"], content)
