"""Which generation is current: asked of the database by a thread, so that no reader waits for it."""

import logging
import os
import threading
import weakref
from collections.abc import Callable
from time import monotonic
from typing import Protocol

from django.db import close_old_connections, connections

from gazette.pagecache.complaints import Complaints
from gazette.pagecache.disk import Disk, Drawer
from gazette.pagecache.memory import Shelf
from gazette.pagecache.options import Options

logger = logging.getLogger(__name__)

# With the query, and the flip of nginx's link, on top: readers are a quarter of a second behind at most.
SECONDS_BETWEEN_LOOKS = 0.2
SECONDS_BETWEEN_TRIES_TO_POINT = 0.02
SECONDS_BETWEEN_CHORES = 1.0
SECONDS_TO_WAIT_FOR_THE_FIRST_LOOK = 2.0


class Stamp(Protocol):
    """What names a generation: a random value for this life of the database, and a number that only rises in it."""

    epoch: str
    number: int


class Watch:
    """Knows the shelf of the current generation, and until when it may be taken for the current one.

    With ``watches`` a thread looks; it starts with ``start()``, else with the first request, once in each process.
    Without, ``is_current`` looks each time: right at any moment, and slow.
    """

    def __init__(
        self,
        *,
        read_stamp: Callable[[], Stamp],
        release_due: Callable[[], int] | None,
        disk: Disk,
        options: Options,
        watches: bool,
        on_look: Callable[[], None] | None = None,
    ) -> None:
        self.read_stamp = read_stamp
        self._release_due = release_due
        self._on_look = on_look
        self._disk = disk
        self._options = options
        self._watches = watches
        self._complaints = Complaints(logger)
        self._begin_a_process()
        begin = weakref.WeakMethod(self._begin_a_process)
        os.register_at_fork(after_in_child=lambda: (method := begin()) and method())

    def _begin_a_process(self) -> None:
        """Know nothing and run no thread: threads and held locks do not survive a fork."""
        self.shelf: Shelf | None = None
        self.trusted_until = 0.0  # by monotonic(); always 0 when no thread watches
        self._turning = threading.Lock()
        self._starting = threading.Lock()
        self._stopping = threading.Event()
        self._has_looked = threading.Event()
        self._threads: list[threading.Thread] = []
        self._lost_since: float | None = None

    def start(self) -> None:
        """Start the threads of this process, unless they run."""
        with self._starting:
            if not self._threads:
                self._threads = [
                    threading.Thread(target=self._keep_looking, name="page-cache-watch", daemon=True),
                    threading.Thread(target=self._do_chores, name="page-cache-chores", daemon=True),
                ]
                for thread in self._threads:
                    thread.start()

    def stop(self) -> None:
        """End the threads of this process and wait for them."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def is_current(self) -> bool:
        """Tell whether the shelf may be used at all."""
        if not self._watches:
            return self.look()
        if not self._threads:
            self.start()
        if not self._has_looked.is_set():
            self._has_looked.wait(SECONDS_TO_WAIT_FOR_THE_FIRST_LOOK)
        return monotonic() < self.trusted_until

    def look(self) -> bool:
        """Ask the database for the generation and turn to its shelf; tell whether that succeeded."""
        began = monotonic()
        try:
            while True:
                shelf = self.shelf
                stamp = self.read_stamp()
                if shelf is not None and shelf.stamp == stamp:
                    break
                # The shelf's number was read before this one was. A number never falls in one life of a database.
                if shelf is not None and shelf.stamp.epoch == stamp.epoch and shelf.stamp.number > stamp.number:
                    logger.error("the generation went back: a backup was restored without a new epoch")
                    self._disk.clear()
                self.turn(stamp, instead_of=shelf)
        except Exception as error:
            self._be_without_database(error)
            return False
        if self._lost_since is not None:
            logger.warning("generation readable again", extra={"seconds": round(monotonic() - self._lost_since)})
            self._lost_since = None
        if self._watches:
            self.trusted_until = began + max(self._options.seconds_without_database, 5 * SECONDS_BETWEEN_LOOKS)
        return True

    def turn(self, stamp: Stamp, *, instead_of: Shelf | None) -> None:
        """Put a new shelf in the place of this one, unless another thread turned meanwhile."""
        with self._turning:
            if self.shelf is instead_of:
                self.shelf = Shelf(stamp, self._disk.open(stamp), self._options.memory_bytes)

    def _be_without_database(self, error: Exception) -> None:
        """Go on with what is kept, for a bounded time, and say so.

        A paper whose database is away cannot publish, correct or withdraw either, so what it shows was right when the
        database went. The bound is for the one node of many that is cut off while the others go on.
        """
        now = monotonic()
        if self._lost_since is None:
            self._lost_since = now
        left = round(self.trusted_until - now)
        if left > 0:
            self._complaints.say("generation unreadable, kept pages go on being served", error, seconds_left=left)
        else:
            self._complaints.say("generation unreadable, no kept page is served", error)
            self._disk.point_at_nothing()

    # The threads

    def _keep_looking(self) -> None:
        """Look at the generation for as long as the process lives, and let nginx's link follow."""
        wait = 0.0
        while not self._stopping.wait(wait):
            wait = SECONDS_BETWEEN_LOOKS
            try:
                if self.look() and self._options.is_on and not self._disk.point_at(self.shelf.drawer, self._is_known):
                    wait = SECONDS_BETWEEN_TRIES_TO_POINT
                if self._on_look is not None and self._lost_since is None:
                    self._on_look()
            except Exception as error:
                self._complaints.say("looking at the generation failed", error)
            self._has_looked.set()
            put_connections_away(is_sound=self._lost_since is None)

    def _is_known(self) -> bool:
        """Tell whether the shelf is still the database's generation."""
        return self.read_stamp() == self.shelf.stamp

    def _do_chores(self) -> None:
        """Publish what is due and remove what nobody can reach.

        In a thread of its own: either may take seconds, and the generation is to be looked at meanwhile.
        """
        swept: Drawer | None = None
        while not self._stopping.wait(SECONDS_BETWEEN_CHORES):
            is_sound = False
            try:
                if self._release_due is not None:
                    self._release_due()
                drawer = self.shelf.drawer if self.shelf is not None else None
                if self._options.is_on and drawer and (drawer != swept or self._disk.is_worth_sweeping()):
                    self.sweep()
                    swept = drawer
                is_sound = True
            except Exception as error:
                self._complaints.say("releasing what is due failed", error)
            put_connections_away(is_sound=is_sound)

    def sweep(self) -> None:
        """Remove from the disk what nobody can reach, and the oldest pages when there are too many."""
        self._disk.sweep(self._current_drawer)

    def _current_drawer(self) -> Drawer | None:
        """Return the drawer of the database's generation; None when this process has not turned to it yet."""
        stamp = self.read_stamp()
        return self.shelf.drawer if self.shelf is not None and self.shelf.stamp == stamp else None


def put_connections_away(*, is_sound: bool) -> None:
    """Do for a thread what Django does at the end of a request: close what is too old, or broken."""
    if is_sound:
        close_old_connections()
    else:
        connections.close_all()
