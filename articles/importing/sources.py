"""Where pieces come from: files, folders, patterns, zips and uploads become a row of named bytes. No Django.

A folder is read with all folders below it, hidden ones left out, in the order of the names (A2 before A10); a zip is
read like a folder. Manuscripts in formats that cannot be read are told, other files passed over. A file that is named
is always read, as a page text where its name does not say what it is.

Photos go with a text by their names: the name of the text, then nothing or a sign and what tells them apart.

    A01.txt   A01.jpg  A01-1.jpg  A01_图1.png  A01（2）.jpg     photos of page A01
    A01.txt   A01-3-1.jpg                                       first photo of the third piece on the page

Of several texts that fit, one in the same folder has the photo, then the one with the longest name, then the nearest.
"""

from __future__ import annotations

import glob
import itertools
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path, PurePath
from typing import BinaryIO

from .pictures import Photograph
from .records import UnreadablePage
from .zipped import Member, members

TEXT_SUFFIXES = {".txt", ".text"}
WORD_SUFFIXES = {".docx"}
ROW_SUFFIXES = {".csv", ".tsv", ".jsonl", ".ndjson"}
DOCUMENT_SUFFIXES = TEXT_SUFFIXES | WORD_SUFFIXES | ROW_SUFFIXES
#: What writers hand over, too: it is refused with the sentence that says how to save it.
OTHER_SUFFIXES = {".doc", ".wps", ".rtf", ".xls", ".xlsx", ".et"}
ZIP_SUFFIXES = {".zip"}
#: What photographers hand over; those that cannot be read get the sentence that says how to export them.
PICTURE_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".gif", ".tif", ".tiff", ".bmp"}

#: Bytes; a page of a newspaper has some ten thousand.
LARGEST_FILE = 16 * 1024 * 1024
#: Bytes; a Word manuscript brings its pictures along, a photo may have 25 MB.
LARGEST_WITH_PICTURES = 32 * 1024 * 1024
LARGEST_ZIP = 512 * 1024 * 1024

NO_FILE = "no_file", "this is a pipe or a device, not a file"

# What may follow a text's name in the name of its photo.
# must match: "" "-1" "_图1" "（2）" " 照片" "图2"; not: "2" "a"
AFTER_STEM = re.compile(r"$|[-_ .·（(\[【]|[图照]")
NUMBER = re.compile(r"\d{1,4}")


@dataclass(frozen=True, slots=True)
class Source:
    """One file to import: its address as the person knows it, its bytes, and the photos that go with it.

    `refusal` says why nothing can come of it; `read()` raises it.
    """

    address: str
    load: Callable[[], bytes]
    pictures: tuple[Photograph, ...] = ()
    refusal: UnreadablePage | None = None

    @property
    def path(self) -> PurePath:
        return PurePath(self.address)

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def suffix(self) -> str:
        return self.path.suffix.lower()

    @property
    def is_picture(self) -> bool:
        return self.suffix in PICTURE_SUFFIXES

    def read(self) -> bytes:
        """The bytes. Raises UnreadablePage when there is no such file, or it cannot be read, or is too large."""
        if self.refusal:
            raise self.refusal
        return self.load()


def sources(paths: Iterable[str]) -> list[Source]:
    """What these paths, folders and patterns name: texts, each with its photos, and what must be refused."""
    found: list[Source] = []
    for path in paths:
        if os.path.isdir(path):
            found += _folder(path)
        elif not os.path.exists(path) and glob.has_magic(path):
            named = sorted(glob.glob(path, recursive=True), key=_natural)
            # Below ** the files are named already.
            folders = [] if "**" in path else [name for name in named if os.path.isdir(name)]
            matched = _files([name for name in named if not os.path.isdir(name)])
            matched += [source for folder in folders for source in _folder(folder)]
            found += matched or [_refused(path, "not_found", "there is no such file")]
        else:
            found += _files([path])
    return found


def uploads(files: Iterable[tuple[str, Callable[[], BinaryIO]]]) -> list[Source]:
    """The same for files that came over the network: their names and what opens them."""
    flat: list[Source] = []
    for name, open_file in files:
        address = PurePath(name.replace("\\", "/")).name or "?"
        if PurePath(address).suffix.lower() in ZIP_SUFFIXES:
            flat += _unzipped(address, open_file)
        else:
            flat.append(Source(address, partial(_opened, open_file, address)))
    return with_pictures(flat)


def _files(paths: list[str]) -> list[Source]:
    """Named files, with the photos that lie beside them on the disk."""
    named: list[Source] = []
    for path in paths:
        if PurePath(path).suffix.lower() in ZIP_SUFFIXES:
            named += _zip(path)
        else:
            named.append(_file(path))
    known = {source.address for source in named}
    beside = []
    for folder in dict.fromkeys(Path(source.address).parent for source in named if not source.is_picture):
        if os.path.isdir(folder):
            beside += [_file(str(child)) for child in sorted(folder.iterdir(), key=lambda child: _natural(child.name))
                       if child.suffix.lower() in PICTURE_SUFFIXES and str(child) not in known]  # fmt: skip
    return with_pictures(named, beside=beside)


def _folder(folder: str) -> list[Source]:
    """The texts of a folder with their photos; the folder itself where it has none."""
    texts = with_pictures(_in_folder(folder))
    return texts or [_refused(folder, "folder_without_texts", "there is no text file in this folder")]


def _in_folder(folder: str) -> list[Source]:
    """Everything in a folder and below that can be imported, in the order of the names."""
    found: list[Source] = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted((name for name in folders if not name.startswith((".", "__MACOSX"))), key=_natural)
        for name in sorted(names, key=_natural):
            path, suffix = os.path.join(root, name), PurePath(name).suffix.lower()
            if name.startswith((".", "~$")):  # hidden, or Word's mark that a file is open
                continue
            if suffix in ZIP_SUFFIXES:
                found += _zip(path)
            elif suffix in DOCUMENT_SUFFIXES | OTHER_SUFFIXES | PICTURE_SUFFIXES:
                found.append(_file(path))
    return found


def _zip(path: str) -> list[Source]:
    """The files in a zip on the disk; the zip itself where it cannot be read."""
    if _is_special(path):
        return [_refused(path, *NO_FILE)]
    try:
        if Path(path).stat().st_size > LARGEST_ZIP:
            return [_refused(path, "zip_too_large", "unzipped, its files are larger than 512 MB together")]
        _members_of.cache_clear()  # the file may be another one since
        return _sources_in(path, _members_of(path), lambda member: partial(_read_in_zip, path, member.path))
    except OSError as error:
        return [Source(path, bytes, refusal=_unreadable(error))]
    except UnreadablePage as refusal:
        return [Source(path, bytes, refusal=refusal)]


def _unzipped(address: str, open_file: Callable[[], BinaryIO]) -> list[Source]:
    try:
        return _sources_in(address, members(open_file()), lambda member: member.read)
    except UnreadablePage as refusal:
        return [Source(address, bytes, refusal=refusal)]


def _sources_in(address: str, inside: Iterable[Member], load: Callable[[Member], Callable[[], bytes]]) -> list[Source]:
    found = []
    for member in sorted(inside, key=lambda member: _natural(member.path)):
        path, suffix = f"{address}/{member.path}", PurePath(member.path).suffix.lower()
        if suffix in DOCUMENT_SUFFIXES | OTHER_SUFFIXES | PICTURE_SUFFIXES:
            found.append(Source(path, load(member)))
        elif suffix in ZIP_SUFFIXES:
            found.append(_refused(path, "zip_in_zip", "this is a zip within a zip"))
    return found or [_refused(address, "zip_without_texts", "there is no text in this zip")]


@lru_cache(maxsize=4)
def _members_of(path: str) -> list[Member]:
    return members(Path(path).open("rb"))


def _read_in_zip(path: str, inside: str) -> bytes:
    """A file in a zip on the disk: by its names, which another process can be told, too."""
    return next(member.read for member in _members_of(path) if member.path == inside)()


def _file(path: str) -> Source:
    if _is_special(path):
        return _refused(path, *NO_FILE)
    return Source(path, partial(_opened, partial(Path(path).open, "rb"), path))


def _is_special(path: str) -> bool:
    """A pipe, a device, a socket: to open it may wait for ever."""
    return os.path.exists(path) and not os.path.isfile(path)


def _opened(open_file: Callable[[], BinaryIO], name: str) -> bytes:
    """The bytes of a file, as many as one of its kind may have."""
    largest = LARGEST_FILE
    if PurePath(name).suffix.lower() in PICTURE_SUFFIXES | WORD_SUFFIXES:
        largest = LARGEST_WITH_PICTURES
    try:
        with open_file() as file:
            data = file.read(largest + 1)
    except OSError as error:
        raise _unreadable(error) from error
    if len(data) > largest:
        megabytes = largest // 1024**2
        raise UnreadablePage("too_large", f"the file is larger than {megabytes} MB", megabytes=megabytes)
    return data


def _unreadable(error: OSError) -> UnreadablePage:
    if isinstance(error, FileNotFoundError):
        return UnreadablePage("not_found", "there is no such file")
    return UnreadablePage("unreadable", f"the file cannot be read: {error.strerror}", why=error.strerror)


def _refused(address: str, code: str, message: str) -> Source:
    return Source(address, bytes, refusal=UnreadablePage(code, message))


# --- photos ----------------------------------------------------------------------------------------------------------


def with_pictures(found: Iterable[Source], *, beside: Iterable[Source] = ()) -> list[Source]:
    """The texts with their photos. A photo that was named, and goes with no text, stays and says so when it is read.

    `beside` are photos that merely lie in the same folders: those that fit no text are left where they are.
    """
    found = list(found)
    texts = [source for source in found if not source.is_picture]
    given: dict[str, list[Photograph]] = {text.address: [] for text in texts}
    lists = [text for text in texts if text.suffix in ROW_SUFFIXES]
    alone: list[Source] = []
    for picture in [*(source for source in found if source.is_picture), *beside]:
        text = _text_of(picture, texts)
        if text:
            rest = picture.path.stem[len(text.path.stem) :]
            numbers = tuple(int(number) for number in NUMBER.findall(rest))
            given[text.address].append(Photograph(picture.name, picture.read, numbers))
        elif lists:
            # Rows name their photos themselves.
            for text in lists:
                given[text.address].append(Photograph(picture.name, picture.read, ()))
        elif picture in found:
            alone.append(
                replace(picture, refusal=UnreadablePage("picture_alone", "no text has the name of this photo"))
            )
    return [replace(text, pictures=tuple(given[text.address])) for text in texts] + alone


def _text_of(picture: Source, texts: list[Source]) -> Source | None:
    """The text whose name the photo's name begins with; None where two have the same claim."""
    stem = picture.path.stem
    fitting = [
        text
        for text in texts
        if text.suffix not in ROW_SUFFIXES
        and text.path.stem
        and stem.startswith(text.path.stem)
        and AFTER_STEM.match(stem[len(text.path.stem) :])
    ]
    if not fitting:
        return None
    folder = picture.path.parent
    rank = {
        text.address: (text.path.parent == folder, len(text.path.stem), _shared(text.path.parent, folder))
        for text in fitting
    }
    best = max(rank.values())
    nearest = [text for text in fitting if rank[text.address] == best]
    return nearest[0] if len(nearest) == 1 else None


def _shared(one: PurePath, other: PurePath) -> int:
    """How many folders two paths have in common, from the top."""
    return sum(
        1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one.parts, other.parts, strict=False))
    )


def _natural(name: str) -> list:
    """A key by which A2 stands before A10."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", name)]
