"""Where page texts come from: files, folders and patterns become a row of named bytes. No Django, no guessing.

Folders are read in the order of their names, one level deep, text files only; a file that is named is always read.
"""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .records import UnreadablePage

TEXT_SUFFIXES = {".txt", ".text"}
#: Bytes; a page of a newspaper has some ten thousand.
LARGEST_FILE = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """One file to import: its address as the person named it, and its name."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    def read(self) -> bytes:
        """The bytes. Raises UnreadablePage when there is no such file, or it cannot be read, or is too large."""
        if self.path.is_dir():
            raise UnreadablePage("folder_without_texts", "there is no text file in this folder")
        try:
            with self.path.open("rb") as file:
                data = file.read(LARGEST_FILE + 1)
        except FileNotFoundError as error:
            raise UnreadablePage("not_found", "there is no such file") from error
        except OSError as error:
            raise UnreadablePage(
                "unreadable", f"the file cannot be read: {error.strerror}", why=error.strerror
            ) from error
        if len(data) > LARGEST_FILE:
            raise UnreadablePage("too_large", "the file is larger than 16 MB")
        return data


def sources(paths: Iterable[str]) -> Iterator[Source]:
    """The files that these paths, folders and patterns name; a folder without texts stays, and its read() says so."""
    for path in paths:
        named = Path(path)
        if named.is_dir():
            texts = sorted(
                child for child in named.iterdir() if child.suffix.lower() in TEXT_SUFFIXES and child.is_file()
            )
            yield from (Source(text) for text in texts or [named])
        elif not named.exists() and glob.has_magic(path):
            yield from (Source(Path(found)) for found in sorted(glob.glob(path)) or [path])
        else:
            yield Source(named)
