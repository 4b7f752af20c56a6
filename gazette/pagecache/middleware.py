"""PageCache: the WSGI layer that answers readers from kept pages and asks Django for the others."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from http import HTTPStatus
from time import monotonic
from typing import Any

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
from gazette.pagecache.complaints import Complaints
from gazette.pagecache.disk import Disk
from gazette.pagecache.memory import Shelf, is_endless
from gazette.pagecache.options import Options
from gazette.pagecache.page import KEPT_STATUSES, Headers, Page, make_page, why_not_kept
from gazette.pagecache.watch import Stamp, Watch

logger = logging.getLogger(__name__)

# Who waits longer than this for another reader's page renders it himself: the other one may hang.
SECONDS_TO_WAIT_FOR_ANOTHER = 5.0
MOST_HOSTS_REMEMBERED = 100
MOST_TIMES_REMEMBERED = 20_000

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WSGIApplication = Callable[[Environ, StartResponse], Iterable[bytes]]


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
    come; ``on_look`` is called whenever the generation was looked at. All may raise. ``watches`` is
    explained at ``Watch``.
    """

    def __init__(
        self,
        application: WSGIApplication,
        *,
        read_stamp: Callable[[], Stamp],
        options: Options,
        release_due: Callable[[], int] | None = None,
        on_look: Callable[[], None] | None = None,
        watches: bool = False,
    ) -> None:
        self.application = application
        self.options = options
        self._disk = Disk(
            options.folder,
            release=options.release,
            most_bytes=options.disk_bytes,
            writes_plain_files=options.writes_plain_files,
        )
        self.watch = Watch(
            read_stamp=read_stamp,
            release_due=release_due,
            on_look=on_look,
            disk=self._disk,
            options=options,
            watches=watches,
        )
        self._complaints = Complaints(logger)
        self._canonical_query = lru_cache(1024)(lambda query: canonical_query(query, options.query_names))
        self._hosts: set[str] = set()  # as sent, and found good
        # Since when a page has had the words that it has: (digest, seconds). Outlives the generations.
        self._since: dict[str, tuple[str, int]] = {}

    @property
    def bytes_in_memory(self) -> int:
        """What the kept pages take in this process, roughly."""
        shelf = self.watch.shelf
        return shelf.lasting.bytes + shelf.endless.bytes if shelf is not None else 0

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request. These lines are all that a kept page costs; everything else is in ``_answer``."""
        if (
            monotonic() < self.watch.trusted_until
            and environ.get("HTTP_HOST") in self._hosts
            and environ["REQUEST_METHOD"] in ("GET", "HEAD")
        ):
            query = environ.get("QUERY_STRING")
            if not query:
                page = self.watch.shelf.get(environ["PATH_INFO"])
            elif len(query) <= LONGEST_QUERY:
                known = self._canonical_query(query)
                page = self.watch.shelf.get((environ["PATH_INFO"], known) if known else environ["PATH_INFO"])
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
        if why_not_plain(path) or not self.watch.is_current():
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
            shelf = self.watch.shelf
            page = shelf.get(key)
            if page is not None:
                return page
            other = shelf.rendering.setdefault(key, mine)
            if other is not mine:
                other.wait(max(0.0, give_up - monotonic()))
                if shelf is self.watch.shelf and shelf.get(key) is None:
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
            stamp = self.watch.read_stamp()
        except Exception as error:
            self._complaints.say("generation unreadable, page not kept", error)
            return self._render(same)
        if stamp != shelf.stamp:
            if stamp.epoch != shelf.stamp.epoch or stamp.number < shelf.stamp.number:
                return self._render(same)  # Another database than a moment ago: for the watch to sort out.
            self.watch.turn(stamp, instead_of=shelf)
            return None
        answer = self._render(same)
        why_not = "it is streamed" if answer.is_streaming else why_not_kept(int(answer.status[:3]), answer.headers)
        if why_not:
            if not is_meant_for_one(answer):
                self._complaints.say("a public page is not the same for all and is not kept", f"{key}: {why_not}")
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
