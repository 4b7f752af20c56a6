"""Kept pages on disk: shared by the workers of a machine, there again after a restart, and read by nginx.

    <folder>/<release>/<epoch>.<number>/began                    seconds since 1970, at which this machine first saw it
    <folder>/<release>/<epoch>.<number>/kept/3f/3f….page         one page, see page.to_file
    <folder>/<release>/<epoch>.<number>/plain.<boot>/…           pages for nginx: index.html, index.html.gz, …
    <folder>/current -> <release>/<epoch>.<number>/plain.<boot>  flipped at once for all pages

A file appears whole, by a rename. After a power cut one may be damaged all the same: a .page file has a digest, and the
plain files of another boot of the machine are never pointed at.

The folder is a convenience. Whatever goes wrong with it is logged, and pages are served from memory or by Django.
"""

import fcntl
import hashlib
import logging
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from gazette.pagecache.page import Page, from_file, media_type, to_file

logger = logging.getLogger(__name__)

# The types that deploy/nginx.conf knows, by the suffix from which it tells them; other pages stay the application's.
SUFFIXES = {
    "text/html; charset=utf-8": "html",
    "text/plain; charset=utf-8": "txt",
    "application/xml; charset=utf-8": "xml",
    "application/rss+xml; charset=utf-8": "rss",
    "application/atom+xml; charset=utf-8": "atom",
}
PACKED_SUFFIXES = {"": "", "gzip": ".gz", "br": ".br"}
# What deploy/nginx.conf says with every plain page. One that says more is left to the application.
HEADERS_OF_PLAIN_PAGES = {
    "content-language",
    "content-security-policy",
    "content-type",
    "cross-origin-opener-policy",
    "permissions-policy",
    "referrer-policy",
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
}
# A release that is gone leaves its pages behind. One that still answers somewhere writes at least this often.
SECONDS_UNTIL_A_RELEASE_IS_OLD = 3600
# When the folder is over its bound, make room for a while.
SHARE_KEPT_WHEN_FULL = 0.8
BLOCK = 4096  # bytes that the smallest file takes
TRASH, TEMPORARY = ".trash-", ".new-"


def boot_of_the_machine() -> str:
    """Return a name for this boot, or "" where the system has none (then no plain files are written)."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")[:8]
    except OSError:
        return ""


@dataclass(frozen=True)
class Drawer:
    """The place of one generation on disk. ``name`` is None when pages are kept in memory only."""

    name: str | None
    began: int  # seconds since 1970; later for every later generation, so that two of its pages differ in time


class Disk:
    """The folder of one release. All methods may be called by any thread of any process."""

    def __init__(self, folder: Path | None, *, release: str, most_bytes: int, writes_plain_files: bool) -> None:
        self.folder = folder
        self.release = release
        self.most_bytes = most_bytes
        self.boot = boot_of_the_machine() if writes_plain_files and folder else ""
        self._last_began = 0
        self._has_pointed = False
        self._unmeasured = most_bytes  # bytes written since the folder was last measured; at the start nobody knows
        self._has_complained: set[str] = set()

    # Drawers

    def open(self, stamp) -> Drawer:
        """Return the drawer of a generation, made if it is not there yet."""
        now = self._last_began = max(int(time.time()), self._last_began + 1)
        if self.folder is None:
            return Drawer(None, now)
        name = f"{hashlib.blake2b(stamp.epoch.encode(), digest_size=6).hexdigest()}.{stamp.number}"
        with self._complaining("opened"):
            place = self.folder / self.release / name
            before = max((began(other) for other in self._drawers() if other != place), default=0)
            (place / "kept").mkdir(parents=True, exist_ok=True)
            self._write_once(place / "began", str(max(now, before + 1)).encode())
            return Drawer(name, began(place) or now)
        return Drawer(None, now)

    def _drawers(self) -> list[Path]:
        with suppress(FileNotFoundError):
            return [path for path in (self.folder / self.release).iterdir() if not path.name.startswith(".")]
        return []

    # Pages

    def read(self, drawer: Drawer, path: str) -> Page | None:
        """Return the page that was kept under this path, or None; a damaged file is removed."""
        if drawer.name is None:
            return None
        file = self._page_file(drawer, path)
        try:
            content = file.read_bytes()
        except OSError:
            return None
        page = from_file(content, path)
        if page is None:
            logger.warning("damaged page removed", extra={"file": str(file)})
            with suppress(OSError):
                file.unlink()
        elif self.boot:
            self._write_plain(drawer, page, only_missing=True)
        return page

    def write(self, drawer: Drawer, page: Page) -> None:
        """Keep a page that its readers cannot ask for in endless number."""
        if drawer.name is None:
            return
        with self._complaining("written"):
            self._write(self._page_file(drawer, page.path), to_file(page))
            if self.boot:
                self._write_plain(drawer, page)

    def _page_file(self, drawer: Drawer, path: str) -> Path:
        name = hashlib.blake2b(path.encode(), digest_size=20).hexdigest()
        return self._place(drawer) / "kept" / name[:2] / f"{name}.page"

    def _place(self, drawer: Drawer) -> Path:
        return self.folder / self.release / drawer.name

    def _write_plain(self, drawer: Drawer, page: Page, *, only_missing: bool = False) -> None:
        """Write the page as nginx reads it. Its ETag there is made of time and length, so the time must be ours."""
        suffix = SUFFIXES.get(media_type(page.headers).lower())
        says_more = {name.lower() for name, _ in page.headers} - HEADERS_OF_PLAIN_PAGES
        if page.code != HTTPStatus.OK or suffix is None or says_more:
            return
        # "/a/" is a/index.html and "/a" is aindex.html: the two never meet.
        name = page.path.encode("latin-1").decode().lstrip("/")
        file = self._place(drawer) / f"plain.{self.boot}" / f"{name}index.{suffix}"
        for encoding in ("br", "gzip", ""):
            if encoding in page.bodies:
                target = file.with_name(file.name + PACKED_SUFFIXES[encoding])
                if not (only_missing and target.exists()):
                    with self._complaining("written for nginx"):
                        self._write(target, page.bodies[encoding], modified=page.last_modified)

    def _write(self, file: Path, content: bytes, *, modified: int | None = None) -> None:
        new = file.with_name(f"{TEMPORARY}{secrets.token_hex(8)}")
        try:
            opened = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileNotFoundError:
            file.parent.mkdir(parents=True, exist_ok=True)
            opened = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            with open(opened, "wb") as stream:
                stream.write(content)
            if modified is not None:
                os.utime(new, (modified, modified))
            new.replace(file)
        except OSError:
            new.unlink(missing_ok=True)
            raise
        self._unmeasured += -(-len(content) // BLOCK) * BLOCK

    def _write_once(self, file: Path, content: bytes) -> None:
        """Write the file unless another process did: the first one's word stands."""
        if file.exists():
            return
        new = file.with_name(f"{TEMPORARY}{secrets.token_hex(8)}")
        new.write_bytes(content)
        try:
            with suppress(FileExistsError):
                os.link(new, file)
        finally:
            new.unlink()

    # What nginx sees

    def point_at(self, drawer: Drawer, is_current: Callable[[], bool]) -> bool:
        """Let ``current`` be this drawer's plain pages; tell whether it is now, or is another release's business.

        ``is_current`` asks the database, while the lock is held: whoever points later has read later, so ``current``
        never goes back to a generation that another process left behind.

        Where an old and a new release answer at the same time, the one that started last points and the other leaves
        it alone.
        """
        if drawer.name is None or not self.boot:
            return True
        link, target = self.folder / "current", f"{self.release}/{drawer.name}/plain.{self.boot}"
        with self._complaining("pointed at"):
            pointed = os.readlink(link) if link.is_symlink() else ""
            if pointed == target:
                self._has_pointed = True
                return True
            if self._has_pointed and pointed and not pointed.startswith(f"{self.release}/"):
                return True
            with open(self.folder / "lock", "ab") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return False
                if not is_current():
                    return False
                (self.folder / target).mkdir(parents=True, exist_ok=True)
                new = self.folder / f"{TEMPORARY}{secrets.token_hex(8)}"
                new.symlink_to(target)
                new.replace(link)
                self._has_pointed = True
        return True

    def point_at_nothing(self) -> None:
        """Take ``current`` away, so that nginx asks the application: it is no longer known what is current."""
        link = self.folder / "current" if self.folder and self.boot else None
        with self._complaining("taken away"):
            if link and link.is_symlink() and os.readlink(link).startswith(f"{self.release}/"):
                link.unlink()

    # Room

    def clear(self) -> None:
        """Remove everything of this release: its pages were made by another life of the database."""
        if self.folder is not None:
            with self._complaining("removed"):
                self._remove(*self._drawers())

    def sweep(self, current: Callable[[], Drawer | None]) -> None:
        """Remove what is no longer reachable, and the oldest pages when there are too many.

        The drawers are listed before ``current`` asks the database: one with a higher number is then the trace of a
        database that was put back to an older state, never of a publication that came meanwhile.
        """
        if self.folder is None or not self.folder.is_dir():
            return
        with self._complaining("swept"):
            drawers, releases = self._drawers(), [path for path in self.folder.iterdir() if path.is_dir()]
            drawer = current()
            if drawer is None or drawer.name is None:
                return
            self._remove(*(path for path in drawers if path.name != drawer.name))
            pointed = os.readlink(self.folder / "current") if (self.folder / "current").is_symlink() else ""
            in_use = {self.release, pointed.partition("/")[0]}
            self._remove(*(path for path in releases if path.name not in in_use and is_left_behind(path)))
            # Measuring 100,000 files takes a third of a second, so it is done when it may matter.
            if self._unmeasured > self.most_bytes / 8:
                self._unmeasured = 0
                self._make_room(self._place(drawer))

    def is_worth_sweeping(self) -> bool:
        """Tell whether so much was written that the bound may have been passed."""
        return self._unmeasured > self.most_bytes / 8

    def _make_room(self, place: Path) -> None:
        files = sorted(files_below(place))  # the ones written first come first
        used = sum(size for _, size, _ in files)
        if used <= self.most_bytes:
            return
        for _, size, path in files:
            if used <= self.most_bytes * SHARE_KEPT_WHEN_FULL:
                break
            with suppress(FileNotFoundError):
                os.unlink(path)
            used -= size
        logger.info("oldest kept pages removed", extra={"bytes": used, "bound": self.most_bytes})

    def _remove(self, *folders: Path) -> None:
        """Remove the folders; the rename takes them out of everybody's sight at once and lets one process do it."""
        for folder in folders:
            trash = self.folder / f"{TRASH}{secrets.token_hex(8)}"
            with suppress(FileNotFoundError):
                folder.rename(trash)
                shutil.rmtree(trash, ignore_errors=True)

    @contextmanager
    def _complaining(self, what: str) -> Iterator[None]:
        """Log what went wrong with the folder, each kind once in the life of the process, and go on."""
        try:
            yield
        except OSError as error:
            message = f"kept pages cannot be {what}"
            if message not in self._has_complained:
                self._has_complained.add(message)
                logger.error(message, extra={"folder": str(self.folder), "error": str(error)})


def take_link_away(folder: Path) -> None:
    """Leave nginx nothing kept until a process points at a generation that it reads from now on.

    A process that is pointing just now has read an older one; the lock lets it finish first. Raises OSError.
    """
    with suppress(FileNotFoundError), open(folder / "lock", "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        (folder / "current").unlink()


def began(place: Path) -> int:
    """Return when the generation of this drawer began, 0 when that is not known."""
    try:
        return int((place / "began").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def is_left_behind(path: Path) -> bool:
    """Tell whether this is what remains of a removal or of an old release; other people's folders are left alone."""
    try:
        age = time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return False
    is_a_release = re.fullmatch(r"[0-9a-f]{16}", path.name) is not None
    return path.name.startswith(TRASH) or (is_a_release and age > SECONDS_UNTIL_A_RELEASE_IS_OLD)


def files_below(folder: Path) -> Iterator[tuple[float, int, str]]:
    """Yield when each page file was written, the bytes it takes on disk, and its path."""
    for parent, _, names in os.walk(folder):
        for name in names:
            if name == "began":
                continue
            path = os.path.join(parent, name)
            with suppress(FileNotFoundError):
                status = os.stat(path)
                yield status.st_ctime, status.st_blocks * 512, path
