"""The pages of one generation in memory, within a bound in bytes."""

import threading
from collections import OrderedDict
from http import HTTPStatus

from gazette.pagecache.asking import Key
from gazette.pagecache.disk import Drawer
from gazette.pagecache.page import Page

# What anybody can ask for in endless number: not found, redirected, searched. It gets a corner of its own, so that it
# pushes out its like and never the articles.
SHARE_OF_THE_ENDLESS = 8


def is_endless(key: Key, page: Page) -> bool:
    """Tell whether readers could ask for any number of pages like this one."""
    return not isinstance(key, str) or page.code not in {HTTPStatus.OK, HTTPStatus.GONE}


class Pool:
    """Pages up to so many bytes; the one that was asked for longest ago leaves first."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Page | None:
        """Return the page; takes no lock, because it stands in the path of every request."""
        page = self.pages.get(key)
        if page is not None:
            try:  # noqa: SIM105 - suppress() costs a quarter of what a kept page does
                self.pages.move_to_end(key)
            except KeyError:
                pass  # Another thread just put it out. The page is still right.
        return page

    def put(self, key: Key, page: Page) -> None:
        """Keep the page unless it alone would take a quarter of the room."""
        if page.size > self.most_bytes / 4:
            return
        with self._lock:
            before = self.pages.pop(key, None)
            self.bytes += page.size - (before.size if before else 0)
            self.pages[key] = page
            while self.bytes > self.most_bytes:
                self.bytes -= self.pages.popitem(last=False)[1].size


class Shelf:
    """Everything that this process keeps of one generation. A new generation gets a new, empty shelf."""

    def __init__(self, stamp: object, drawer: Drawer, most_bytes: int) -> None:
        self.stamp = stamp
        self.drawer = drawer
        self.endless = Pool(most_bytes // SHARE_OF_THE_ENDLESS)
        self.lasting = Pool(most_bytes - self.endless.most_bytes)
        # Who renders which page now: the others wait for the event instead of rendering it too.
        self.rendering: dict[Key, threading.Event] = {}

    def get(self, key: Key) -> Page | None:
        """Return the page that is kept under this key, or None."""
        if isinstance(key, str):
            return self.lasting.get(key) or self.endless.get(key)
        return self.endless.get(key)

    def put(self, key: Key, page: Page) -> None:
        """Keep the page in the pool that it belongs to."""
        (self.endless if is_endless(key, page) else self.lasting).put(key, page)
