"""The paper in one file: every row, every picture of the newsroom, the secret key; checked, and never half there.

    README.txt                what this file is
    tables/<table>.jsonl.gz   the rows, in one snapshot of the database (gazette.operations.rows)
    private/<name>            pictures, PDFs and uploads of the newsroom, as its storage has them
    secret_key                where it lies in GAZETTE_HOME
    manifest-<digest>.json    what belongs into the file, each with its SHA-256; last, so that a torn file has none

The rows come first: files are named by their content and never change, so whatever a row names is there afterwards, and
what came meanwhile does no harm. Readers' pictures are not in it: they follow from the rows and the originals, and a
withdrawal in the meantime cannot tear them apart.

The file holds drafts, password hashes and the key: only its owner may read it.
"""

import errno
import fcntl
import gzip
import hashlib
import io
import json
import logging
import os
import re
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.db.models import FileField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.invariants import at_one_moment
from articles.public_pictures import files
from gazette.errors import FULL
from gazette.operations import rows

logger = logging.getLogger(__name__)

FORMAT = 1
NAME = re.compile(r"gazette-[0-9]{8}-[0-9]{6}\.tar")
MANIFEST = re.compile(r"manifest-([0-9a-f]{64})\.json")
#: What can be in a backup: of a path below private/, no part begins with a dot or is empty.
MEMBER = re.compile(r"README\.txt|secret_key|tables/\w+\.jsonl\.gz|private(/[^/.\0][^/\0]*)+")
#: What is named by the SHA-256 of its content.
ORIGINAL = re.compile(r"private/(?:originals/\w\w|pages)/([0-9a-f]{64})\.(?:jpg|pdf)")
PART = ".part"  # behind the name of a file that is being written
ONLY_MINE = 0o600
#: The usual reasons, in the technician's language.
WHY = {
    errno.EROFS: gettext_lazy("the disk is read-only"),
    errno.EACCES: gettext_lazy("the account has no right to it"),
    errno.EPERM: gettext_lazy("the account has no right to it"),
    errno.ENOTDIR: gettext_lazy("a file lies where a folder should be"),
}
#: What restore tells of the installation that was saved: nothing secret.
SETTINGS = ("SITE_URL", "ALLOWED_HOSTS", "GAZETTE_REVIEW_PROFILE")
README = """这是一份报纸采编系统 Gazette 的完整备份，内有未公开的稿件、密码摘要与密钥，请妥善保管。
恢复方法：在一处空的安装中运行 manage.py restore 文件名。详见 docs/operations.md。
"""


class CannotBackUp(Exception):
    """Why no backup could be made; the message is the sentence that the technician reads. Nothing is left behind."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, and of what."""

    format: int
    made_at: str  # ISO 8601 with its zone
    paper: str
    engine: str
    migrations: list[rows.Migration]
    settings: Mapping[str, object]
    tables: Mapping[str, int]  # rows
    members: Mapping[str, str]  # SHA-256
    missing: list[str]  # files that a row names and the storage did not have


@dataclass(frozen=True)
class Made:
    """A backup that is there: its file, what it holds, and which older ones went."""

    path: Path
    manifest: Manifest
    size: int  # bytes
    removed: tuple[str, ...]


def make(folder: Path, *, keep: int, now: datetime) -> Made:
    """Save the paper into a new file in this folder, read it again, and remove all but the `keep` newest backups.

    Editors and readers notice nothing of it. Raises CannotBackUp; whatever happens, even a kill, no half file is ever
    there under the name of a backup.
    """
    with _writing(folder):
        path = _free_name(folder, now)
        part = path.with_name(path.name + PART)
        with open(part, "xb", opener=for_me_only) as file:
            manifest = _write(file, folder, now)
            file.flush()
            os.fsync(file.fileno())
        check(part)
        part.rename(path)
        _sync(folder)
        removed = tuple(old.name for old in there(folder)[keep:])
        for name in removed:
            (folder / name).unlink()
    logger.info("backed up", extra={"file": path.name, "bytes": path.stat().st_size, "removed": len(removed)})
    return Made(path, manifest, path.stat().st_size, removed)


def for_me_only(name: str, flags: int) -> int:
    """Open a new file that nobody else can read, not even for a moment."""
    return os.open(name, flags, ONLY_MINE)


def there(folder: Path) -> list[Path]:
    """The backups in this folder, the newest first."""
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted((path for path in found if NAME.fullmatch(path.name)), reverse=True)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Be the only one who writes backups here; what a killed one left goes, and what fails is said in one sentence."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (folder / ".lock").open("ab") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CannotBackUp(_("Another backup is being written to %(folder)s.") % {"folder": folder}) from None
            _remove_parts(folder)
            try:
                yield
            finally:
                _remove_parts(folder)
    except OSError as error:
        raise CannotBackUp(_why(folder, error)) from error


def _why(folder: Path, error: OSError) -> str:
    if error.errno in FULL:
        return _("The disk of %(folder)s is full. Nothing was kept of this backup; older ones are as they were.") % {
            "folder": folder
        }
    return _("The backup cannot be written to %(folder)s: %(why)s. Nothing was kept of it.") % {
        "folder": folder,
        "why": WHY.get(error.errno) or error.strerror or error,
    }


def _remove_parts(folder: Path) -> None:
    for part in folder.glob(f"gazette-*{PART}"):
        part.unlink(missing_ok=True)


def _free_name(folder: Path, now: datetime) -> Path:
    while (path := folder / f"gazette-{timezone.localtime(now):%Y%m%d-%H%M%S}.tar").exists():
        now += timedelta(seconds=1)
    return path


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


# --- writing ---------------------------------------------------------------------------------------------------------


class Counted:
    """A file that keeps the digest of what was read from it."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.file, self.name, self.digest = file, name, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        try:
            data = self.file.read(size)
        except OSError as error:
            raise CannotBackUp(
                _("%(name)s cannot be read: %(why)s.") % {"name": self.name, "why": error.strerror or error}
            ) from error
        self.digest.update(data)
        return data


def _write(file: BinaryIO, folder: Path, now: datetime) -> Manifest:
    members: dict[str, str] = {}
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:

        def add(name: str, content: BinaryIO, size: int) -> None:
            info = tarfile.TarInfo(name)
            info.size, info.mode, info.mtime = size, ONLY_MINE, int(now.timestamp())
            counted = Counted(content, name)
            tar.addfile(info, counted)
            members[name] = counted.digest.hexdigest()

        add("README.txt", io.BytesIO(README.encode()), len(README.encode()))
        migrations, tables, named = _add_tables(add, folder)
        found = _add_files(add)
        key = settings.HOME / "secret_key"
        if key.is_file():
            add(key.name, io.BytesIO(key.read_bytes()), key.stat().st_size)
        manifest = Manifest(
            format=FORMAT,
            made_at=timezone.localtime(now).isoformat(timespec="seconds"),
            paper=_paper(),
            engine=connection.vendor,
            migrations=migrations,
            settings={name: getattr(settings, name) for name in SETTINGS},
            tables=tables,
            members=dict(members),
            missing=sorted(named - found),
        )
        written = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        add(f"manifest-{hashlib.sha256(written).hexdigest()}.json", io.BytesIO(written), len(written))
    return manifest


def _add_tables(add, folder: Path) -> tuple[list[rows.Migration], dict[str, int], set[str]]:
    """Add every table as it is at one moment; gives the migrations, the rows of each, and the files that rows name."""
    tables: dict[str, int] = {}
    named: set[str] = set()
    with at_one_moment():
        migrations = rows.applied()
        for table, model in rows.models_of(migrations).items():
            with tempfile.TemporaryFile(dir=folder) as packed:
                zipped = gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=6, mtime=0)
                with io.TextIOWrapper(zipped, encoding="utf-8") as lines:
                    tables[table] = rows.write(model, lines)
                size = packed.tell()
                packed.seek(0)
                add(f"tables/{table}.jsonl.gz", packed, size)
            for field in model._meta.concrete_fields:
                if isinstance(field, FileField):
                    named |= set(model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True))
    return migrations, tables, named


def _add_files(add) -> set[str]:
    """Add what the private storage has now; what goes meanwhile (an upload that nobody kept) is not named by a row."""
    private, found = storages["default"], set()
    for name in files(private):
        if name.rpartition("/")[2].startswith("."):  # an interrupted copy
            continue
        try:
            size = private.size(name)
            with private.open(name, "rb") as file:
                add(f"private/{name}", file, size)
        except FileNotFoundError:
            continue
        found.add(name)
    return found


def _paper() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM articles_sitesettings WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else ""


def changed(manifest: Manifest) -> list[str]:
    """Originals of which the content is not what their names say: the disk lost it, or somebody exchanged them."""
    found = ((name, ORIGINAL.fullmatch(name), digest) for name, digest in manifest.members.items())
    return [name for name, named, digest in found if named and named[1] != digest]


# --- reading ---------------------------------------------------------------------------------------------------------


class Damaged(Exception):
    """A file is no backup, or not whole; the message is the sentence that says so."""


def check(path: Path) -> Manifest:
    """Read the whole file and compare every digest. Raises Damaged, and OSError where it cannot be read."""
    with opened(path) as (tar, manifest):
        names = {member.name for member in tar.getmembers()}
        if lacking := set(manifest.members) - names:
            raise Damaged(_("%(file)s is damaged: %(member)s is missing.") % {"file": path, "member": min(lacking)})
        for name, digest in manifest.members.items():
            if not MEMBER.fullmatch(name) or not tar.getmember(name).isreg():
                raise Damaged(_("%(file)s is damaged: %(member)s differs.") % {"file": path, "member": name})
            with tar.extractfile(name) as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                    raise Damaged(_("%(file)s is damaged: %(member)s differs.") % {"file": path, "member": name})
    return manifest


@contextmanager
def opened(path: Path) -> Iterator[tuple[tarfile.TarFile, Manifest]]:
    """Open a backup and read its manifest, whose own digest is in its name."""
    try:
        with tarfile.open(path, mode="r:") as tar:
            last = tar.getmembers()[-1].name if tar.getmembers() else ""
            found = MANIFEST.fullmatch(last)
            if not found:
                raise Damaged(_("%(file)s is no whole backup: it has no manifest at its end.") % {"file": path})
            written = tar.extractfile(last).read()
            if hashlib.sha256(written).hexdigest() != found[1]:
                raise Damaged(_("%(file)s is damaged: its manifest differs.") % {"file": path})
            yield tar, _manifest(path, written)
    except tarfile.TarError as error:
        raise Damaged(_("%(file)s is no whole backup: %(why)s.") % {"file": path, "why": error}) from error


def _manifest(path: Path, written: bytes) -> Manifest:
    try:
        said = json.loads(written)
        if said["format"] != FORMAT:
            raise Damaged(
                _("%(file)s was written by a newer version of the system (format %(format)s).")
                % {"file": path, "format": said["format"]}
            )
        migrations = [(f"{app}", f"{name}") for app, name in said["migrations"]]
        tables = {f"tables/{table}.jsonl.gz" for table, count in said["tables"].items() if count >= 0}
        if tables != {name for name in said["members"] if name.startswith("tables/")}:
            raise ValueError(tables)
        return Manifest(**{**said, "migrations": migrations})
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise Damaged(_("%(file)s is damaged: its manifest differs.") % {"file": path}) from error
