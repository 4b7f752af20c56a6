"""What is in a zip, looked at but never unpacked onto a disk. No Django.

Limits hold before anything is inflated: Python's reader gives no more bytes of a member than the directory declares, so
the declared sizes bound what a bomb can do. Names that Windows wrote are in GBK without saying so.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from .records import UnreadablePage

#: An issue of sixteen pages with their photos has some two hundred files.
MOST_FILES = 2000
#: Bytes of all members together, unzipped.
LARGEST_TOTAL = 512 * 1024 * 1024
#: Bytes of one member.
LARGEST_MEMBER = 32 * 1024 * 1024
IS_UTF8 = 0x800  # general purpose bit 11, APPNOTE 4.4.4
IS_ENCRYPTED = 0x1
#: What operating systems leave in a zip.
LITTER = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a zip: its path inside, with "/" between the parts, and a function that gives its bytes."""

    path: str
    read: Callable[[], bytes]


def members(file: BinaryIO | bytes) -> list[Member]:
    """The files in a zip, in its own order. Raises UnreadablePage where it is broken, too large or plays tricks."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadablePage("zip_broken", "the zip is damaged or is no zip at all") from error
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MOST_FILES:
        raise UnreadablePage("zip_too_many", f"the zip holds more than {MOST_FILES} files", most=MOST_FILES)
    if sum(info.file_size for info in infos) > LARGEST_TOTAL:
        raise UnreadablePage("zip_too_large", "unzipped, its files are larger than 512 MB together")
    found, seen = [], set()
    for info in infos:
        path = _path(info)
        parts = PurePosixPath(path).parts
        if LITTER.intersection(parts) or parts[-1].startswith("._"):
            continue
        if stat.S_ISLNK(info.external_attr >> 16):
            raise UnreadablePage("zip_link", f"“{path}” in the zip is a link, not a file", path=path)
        if info.flag_bits & IS_ENCRYPTED:
            raise UnreadablePage("zip_encrypted", "the zip is protected by a password")
        if path in seen:
            raise UnreadablePage("zip_twice", f"the zip holds “{path}” twice", path=path)
        seen.add(path)
        found.append(Member(path, _reader(archive, info, path)))
    return found


def _path(info: zipfile.ZipInfo) -> str:
    """The member's path as it was meant. Raises UnreadablePage where it leads out of the zip."""
    name = info.orig_filename
    if not info.flag_bits & IS_UTF8:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    name = name.replace("\\", "/")
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or ":" in name.split("/")[0] or "\x00" in name or not path.parts:
        raise UnreadablePage("zip_path", f"the zip holds the path “{name!r}”, which leads out of it", path=name[:80])
    return str(path)


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str) -> Callable[[], bytes]:
    def read() -> bytes:
        if info.file_size > LARGEST_MEMBER:
            raise UnreadablePage("zip_member_too_large", f"“{path}” in the zip is larger than 32 MB", path=path)
        try:
            return archive.read(info)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise UnreadablePage("zip_member_broken", f"“{path}” in the zip is damaged", path=path) from error

    return read
