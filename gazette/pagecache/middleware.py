"""PageCache: the WSGI layer that answers readers from kept pages, and the threads that keep it right."""

import logging
import os
import threading
import weakref
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from http import HTTPStatus
from time import monotonic
from typing import Any, Protocol

from django.db import close_old_connections, connections
from django.http.request import split_domain_port, validate_host
from django.utils.translation import gettext as _

from gazette.pagecache.asking import (
    LONGEST_QUERY,
    Key,
    best_encoding,
    canonical_query,
    environ_for_all,
    is_private,
    why_not_plain,
)
from gazette.pagecache.disk import Disk, Drawer
from gazette.pagecache.memory import Shelf, is_endless
from gazette.pagecache.options import Options
from gazette.pagecache.page import KEPT_STATUSES, Headers, Page, make_page, why_not_kept

logger = logging.getLogger(__name__)

# With the query, and the flip of nginx's link, on top: readers are a quarter of a second behind at most.
SECONDS_BETWEEN_LOOKS = 0.2
SECONDS_BETWEEN_TRIES_TO_POINT = 0.02
SECONDS_BETWEEN_CHORES = 1.0
SECONDS_TO_WAIT_FOR_THE_FIRST_LOOK = 2.0
# Who waits longer than this for another reader's page renders it himself: the other one may hang.
SECONDS_TO_WAIT_FOR_ANOTHER = 5.0
SECONDS_BETWEEN_COMPLAINTS = 60.0
MOST_HOSTS_REMEMBERED = 100
MOST_TIMES_REMEMBERED = 20_000

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WSGIApplication = Callable[[Environ, StartResponse], Iterable[bytes]]


class Stamp(Protocol):
    """What names a generation: a random value for this life of the database, and a number that only rises in it."""

    epoch: str
    number: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the inner application said."""

    status: str
    headers: Headers
    body: Iterable[bytes]

    @property
    def is_streaming(self) -> bool:
        """Tell whether the body is made while it is sent. Django's responses know it; elsewhere a list is whole."""
        return getattr(self.body, "streaming", not isinstance(self.body, (list, tuple)))

    def close(self) -> None:
        """Tell the inner application that its answer was used; Django ends its request then."""
        if hasattr(self.body, "close"):
            self.body.close()


class PageCache:
    """Answer readers from kept pages; let the inner application answer everything else.

    ``read_stamp`` asks the database which generation is current; ``release_due`` publishes the pieces whose time has
    come. Both may raise.

    With ``watches`` a thread looks at the generation and no reader waits for the database; it starts with ``start()``,
    else with the first request, once in each process. Without, every request looks first: right at any moment, slow.
    """

    def __init__(
        self,
        application: WSGIApplication,
        *,
        read_stamp: Callable[[], Stamp],
        options: Options,
        release_due: Callable[[], int] | None = None,
        watches: bool = False,
    ) -> None:
        self.application = application
        self.options = options
        self._read_stamp = read_stamp
        self._release_due = release_due
        self._watches = watches
        self._disk = Disk(
            options.folder,
            release=options.release,
            most_bytes=options.disk_bytes,
            writes_plain_files=options.writes_plain_files,
        )
        self._canonical_query = lru_cache(1024)(lambda query: canonical_query(query, options.query_names))
        self._hosts: set[str] = set()  # as sent, and found good
        # Since when a page has had the words that it has: (digest, seconds). Outlives the generations.
        self._since: dict[str, tuple[str, int]] = {}
        self._begin_a_process()
        begin = weakref.WeakMethod(self._begin_a_process)
        os.register_at_fork(after_in_child=lambda: (method := begin()) and method())

    def _begin_a_process(self) -> None:
        """Know nothing and run no thread: threads and held locks do not survive a fork."""
        self._shelf: Shelf | None = None
        self._trusted_until = 0.0  # until when, by monotonic(), the shelf is taken for the current one
        self._turning = threading.Lock()
        self._starting = threading.Lock()
        self._stopping = threading.Event()
        self._has_looked = threading.Event()
        self._threads: list[threading.Thread] = []
        self._lost_since: float | None = None
        self._complained_at: dict[str, float] = {}

    # Answering

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request. These lines are all that a kept page costs; everything else is in ``_answer``."""
        if (
            monotonic() < self._trusted_until
            and environ.get("HTTP_HOST") in self._hosts
            and environ["REQUEST_METHOD"] in ("GET", "HEAD")
        ):
            query = environ.get("QUERY_STRING")
            if not query:
                page = self._shelf.get(environ["PATH_INFO"])
            elif len(query) <= LONGEST_QUERY:
                known = self._canonical_query(query)
                page = self._shelf.get((environ["PATH_INFO"], known) if known else environ["PATH_INFO"])
            else:
                page = None
            if page is not None:
                return send(page, environ, start_response)
        return self._answer(environ, start_response)

    def _answer(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Decide whose request this is, and find its page or have it rendered."""
        path = environ.get("PATH_INFO") or "/"
        if not (
            self.options.is_on
            and environ["REQUEST_METHOD"] in {"GET", "HEAD"}
            and not environ.get("SCRIPT_NAME")
            and not is_private(path, self.options.private_prefixes)
            and self._is_our_host(environ.get("HTTP_HOST", ""))
        ):
            return self.application(environ, start_response)
        query = environ.get("QUERY_STRING") or ""
        if len(query) > LONGEST_QUERY:
            return refuse_long_query(start_response)
        query = self._canonical_query(query)
        same = environ_for_all(environ, path, query, self.options.site_url)
        if why_not_plain(path) or not self._is_current():
            return pass_on(self._render(same), environ, start_response)
        found = self._find((path, query) if query else path, same)
        return (send if isinstance(found, Page) else pass_on)(found, environ, start_response)

    def _is_our_host(self, host: str) -> bool:
        """Tell whether the paper answers under this name; Django says 400 to the others."""
        if host in self._hosts:
            return True
        domain, _port = split_domain_port(host)
        if not domain or not validate_host(domain, self.options.hosts):
            return False
        if len(self._hosts) < MOST_HOSTS_REMEMBERED:  # "www.example.cn:1", "www.example.cn:2", …
            self._hosts.add(host)
        return True

    def _find(self, key: Key, same: Environ) -> Page | Answer:
        """Return the page from memory or disk, or render it; of many who ask at once, one renders."""
        mine = threading.Event()
        give_up = monotonic() + SECONDS_TO_WAIT_FOR_ANOTHER
        while True:
            shelf = self._shelf
            page = shelf.get(key)
            if page is not None:
                return page
            other = shelf.rendering.setdefault(key, mine)
            if other is not mine:
                other.wait(max(0.0, give_up - monotonic()))
                if shelf is self._shelf and shelf.get(key) is None:
                    return self._render(same)  # The other one's answer was not for keeping, or he hangs.
                continue
            try:
                found = shelf.get(key) or self._load(shelf, key) or self._render_under(shelf, key, same)
                if found is not None:
                    return found
            finally:
                del shelf.rendering[key]
                mine.set()

    def _load(self, shelf: Shelf, key: Key) -> Page | None:
        """Take the page from the disk, where another worker or an earlier life of this one left it."""
        page = self._disk.read(shelf.drawer, key) if isinstance(key, str) else None
        if page is not None:
            shelf.put(key, page)
            self._remember_since(page)
        return page

    def _render_under(self, shelf: Shelf, key: Key, same: Environ) -> Page | Answer | None:
        """Render the page and keep it under the generation that is read *before*; None when that is another by now.

        A publication that commits while the page is rendered makes it unreachable: it lies under the generation
        before. Reading the generation afterwards would file old words under the new one.
        """
        try:
            stamp = self._read_stamp()
        except Exception as error:
            self._complain("generation unreadable, page not kept", error)
            return self._render(same)
        if stamp != shelf.stamp:
            if stamp.epoch != shelf.stamp.epoch or stamp.number < shelf.stamp.number:
                return self._render(same)  # Another database than a moment ago: for look() to sort out.
            self._turn(stamp, instead_of=shelf)
            return None
        answer = self._render(same)
        why_not = "it is streamed" if answer.is_streaming else why_not_kept(int(answer.status[:3]), answer.headers)
        if why_not:
            if not is_meant_for_one(answer):
                self._complain("a public page is not the same for all and is not kept", f"{key}: {why_not}")
            return answer
        body = b"".join(answer.body)
        answer.close()
        page = make_page(same["PATH_INFO"], answer.status, answer.headers, body, last_modified=shelf.drawer.began)
        if isinstance(key, str) and self._since.get(key, ("", 0))[0] == page.digest:
            page = replace(page, last_modified=self._since[key][1])
        shelf.put(key, page)
        if not is_endless(key, page):
            self._remember_since(page)
            self._disk.write(shelf.drawer, page)
        return page

    def _remember_since(self, page: Page) -> None:
        if len(self._since) >= MOST_TIMES_REMEMBERED:
            self._since.clear()
        self._since[page.path] = (page.digest, page.last_modified)

    def _render(self, same: Environ) -> Answer:
        """Let the inner application answer."""
        said: list[Any] = ["500 Internal Server Error", []]
        written: list[bytes] = []

        def start_response(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], None]:
            said[:] = [status, headers]
            return written.append

        body = self.application(dict(same), start_response)
        return Answer(*said, [*written, *body] if written else body)

    # The generation

    def start(self) -> None:
        """Start the threads of this process, unless they run."""
        with self._starting:
            if not self._threads:
                self._threads = [
                    threading.Thread(target=self._watch, name="page-cache-watch", daemon=True),
                    threading.Thread(target=self._do_chores, name="page-cache-chores", daemon=True),
                ]
                for thread in self._threads:
                    thread.start()

    def stop(self) -> None:
        """End the threads of this process and wait for them."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _is_current(self) -> bool:
        """Tell whether the shelf may be used at all."""
        if not self._watches:
            return self.look()
        if not self._threads:
            self.start()
        if not self._has_looked.is_set():
            self._has_looked.wait(SECONDS_TO_WAIT_FOR_THE_FIRST_LOOK)
        return monotonic() < self._trusted_until

    def look(self) -> bool:
        """Ask the database for the generation and turn to its shelf; tell whether that succeeded."""
        began = monotonic()
        try:
            while True:
                shelf = self._shelf
                stamp = self._read_stamp()
                if shelf is not None and shelf.stamp == stamp:
                    break
                # The shelf's number was read before this one was. A number never falls in one life of a database.
                if shelf is not None and shelf.stamp.epoch == stamp.epoch and shelf.stamp.number > stamp.number:
                    logger.error("the generation went back: a backup was restored without a new epoch")
                    self._disk.clear()
                self._turn(stamp, instead_of=shelf)
        except Exception as error:
            self._be_without_database(error)
            return False
        if self._lost_since is not None:
            logger.warning("generation readable again", extra={"seconds": round(monotonic() - self._lost_since)})
            self._lost_since = None
        if self._watches:
            self._trusted_until = began + max(self.options.seconds_without_database, 5 * SECONDS_BETWEEN_LOOKS)
        return True

    def _turn(self, stamp: Stamp, *, instead_of: Shelf | None) -> None:
        """Put a new shelf in the place of this one, unless another thread turned meanwhile."""
        with self._turning:
            if self._shelf is instead_of:
                self._shelf = Shelf(stamp, self._disk.open(stamp), self.options.memory_bytes)

    def _be_without_database(self, error: Exception) -> None:
        """Go on with what is kept, for a bounded time, and say so.

        A paper whose database is away cannot publish, correct or withdraw either, so what it shows was right when the
        database went. The bound is for the one node of many that is cut off while the others go on.
        """
        now = monotonic()
        if self._lost_since is None:
            self._lost_since = now
        left = round(self._trusted_until - now)
        if left > 0:
            self._complain("generation unreadable, kept pages go on being served", error, seconds_left=left)
        else:
            self._complain("generation unreadable, no kept page is served", error)
            self._disk.point_at_nothing()

    def _complain(self, message: str, error: Exception | str, **extra: Any) -> None:
        """Log an error, the same message at most once a minute."""
        now = monotonic()
        if now - self._complained_at.get(message, -SECONDS_BETWEEN_COMPLAINTS) >= SECONDS_BETWEEN_COMPLAINTS:
            self._complained_at[message] = now
            logger.error(message, extra={"error": error if isinstance(error, str) else repr(error), **extra})

    @property
    def bytes_in_memory(self) -> int:
        """What the kept pages take in this process, roughly."""
        return self._shelf.lasting.bytes + self._shelf.endless.bytes if self._shelf is not None else 0

    # The threads

    def _watch(self) -> None:
        """Look at the generation for as long as the process lives, and let nginx's link follow."""
        wait = 0.0
        while not self._stopping.wait(wait):
            wait = SECONDS_BETWEEN_LOOKS
            try:
                if self.look() and self.options.is_on and not self._disk.point_at(self._shelf.drawer, self._is_known):
                    wait = SECONDS_BETWEEN_TRIES_TO_POINT
            except Exception as error:
                self._complain("looking at the generation failed", error)
            self._has_looked.set()
            put_connections_away(is_sound=self._lost_since is None)

    def _is_known(self) -> bool:
        """Tell whether the shelf is still the database's generation."""
        return self._read_stamp() == self._shelf.stamp

    def _do_chores(self) -> None:
        """Publish what is due and remove what nobody can reach. In a thread of its own: both may take seconds."""
        swept: Drawer | None = None
        while not self._stopping.wait(SECONDS_BETWEEN_CHORES):
            is_sound = False
            try:
                if self._release_due is not None:
                    self._release_due()
                drawer = self._shelf.drawer if self._shelf is not None else None
                if self.options.is_on and drawer and (drawer != swept or self._disk.is_worth_sweeping()):
                    self.sweep()
                    swept = drawer
                is_sound = True
            except Exception as error:
                self._complain("releasing what is due failed", error)
            put_connections_away(is_sound=is_sound)

    def sweep(self) -> None:
        """Remove from the disk what nobody can reach, and the oldest pages when there are too many."""
        self._disk.sweep(self._current_drawer)

    def _current_drawer(self) -> Drawer | None:
        """Return the drawer of the database's generation; None when this process has not turned to it yet."""
        stamp = self._read_stamp()
        return self._shelf.drawer if self._shelf is not None and self._shelf.stamp == stamp else None


def send(page: Page, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Answer with a kept page, or say that the reader's own copy is still right."""
    ready = page.ready[best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))]
    known, since = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")
    if (known is not None or since is not None) and page.code == HTTPStatus.OK:
        # Like nginx, only the very date that we gave counts: with "not later than" a page that got its old words back
        # would seem unchanged to those who saw it in between.
        is_unchanged = names_etag(known, ready.etag) if known is not None else ("Last-Modified", since) in ready.headers
        if is_unchanged:
            start_response("304 Not Modified", ready.not_modified.copy())
            return []
    start_response(page.status, ready.headers.copy())  # Some servers add to the list.
    return [ready.body] if environ["REQUEST_METHOD"] == "GET" else []


def is_meant_for_one(answer: Answer) -> bool:
    """Tell whether the view means its answer for one moment; a cookie or a Vary on a public page is a mistake."""
    says = next((value for name, value in answer.headers if name.lower() == "cache-control"), "")
    return answer.is_streaming or int(answer.status[:3]) not in KEPT_STATUSES or "no-store" in says


def names_etag(known: str, etag: str) -> bool:
    """Tell whether an If-None-Match header names this ETag, as strong or as weak: a proxy may have weakened it."""
    return known == etag or any(one.strip().removeprefix("W/") in {etag, "*"} for one in known.split(","))


def pass_on(answer: Answer, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Hand on what is not for keeping, just as it came; a HEAD gets no body."""
    start_response(answer.status, answer.headers)
    if environ["REQUEST_METHOD"] == "HEAD":
        answer.close()
        return []
    return answer.body


def refuse_long_query(start_response: StartResponse) -> Iterable[bytes]:
    """Say in one sentence that nothing here needs an address of this length."""
    sentence = _("The address is too long: at most %(most)d characters may stand behind the question mark.")
    body = (sentence % {"most": LONGEST_QUERY}).encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("414 URI Too Long", [*headers, ("Cache-Control", "no-store")])
    return [body]


def put_connections_away(*, is_sound: bool) -> None:
    """Do for a thread what Django does at the end of a request: close what is too old, or broken."""
    if is_sound:
        close_old_connections()
    else:
        connections.close_all()
