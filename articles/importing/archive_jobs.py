"""The files of an archive become jobs for the pool: a page text or a manuscript is one, fifty rows of a table another.

A table or a file of JSON lines may be of any length: it is read as its jobs are asked for.
"""

import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import BinaryIO

from articles.importing import prepared, sentences
from articles.importing.archive_reports import File
from articles.importing.decode import encoding_of
from articles.importing.pictures import Photograph
from articles.importing.pool import Job
from articles.importing.reading import OBJECT_SUFFIXES, day_in, label_in
from articles.importing.records import UnreadablePage
from articles.importing.sources import ROW_SUFFIXES, Source
from articles.importing.structured import RawRow, check_columns, object_rows, photos_of, table_rows, unknown_names

ROWS_A_JOB = 50  # that a helper reads at a time
MOST_UNKNOWN = 50  # names of no column that a file of objects is asked for


class Jobs:
    """The jobs of these sources, one file after the other; behind those of a file stands a mark with its tag alone.

    What their File tells of a file, its error too, is known when its mark comes. `bytes_read` says how far it is.
    """

    def __init__(self, found: Sequence[Source], settings: prepared.Options) -> None:
        self.found, self.settings = found, settings
        self.sizes = [_size(source) for source in found]
        self.bytes_of_all = sum(self.sizes)
        self.bytes_read = 0

    def __iter__(self) -> Iterator[Job]:
        for source, size in zip(self.found, self.sizes, strict=True):
            file, before = File(source), self.bytes_read
            try:
                yield from self._rows(file) if source.suffix in ROW_SUFFIXES else self._page(file)
            except UnreadablePage as error:
                file.report = replace(file.report, error=sentences.of_error(error))
            self.bytes_read = before + size
            yield Job(file)

    def _page(self, file: File) -> Iterator[Job]:
        if file.source.is_picture:
            raise UnreadablePage("picture_alone", "no text has the name of this photo")
        data = file.source.read()
        file.report = replace(file.report, sha256=hashlib.sha256(data).hexdigest())
        yield Job(file, prepared.from_page, (file.source.address, data, self.settings, file.source.pictures))

    def _rows(self, file: File) -> Iterator[Job]:
        settings = replace(
            self.settings,
            issue_date=self.settings.issue_date or day_in(file.source.address),
            page_label=self.settings.page_label or label_in(file.source.name),
        )
        pictures = {picture.name.casefold(): picture for picture in file.source.pictures}
        file.issue_date = settings.issue_date
        with _opened(file.source) as raw:
            encoding = encoding_of(raw, settings.encoding)
            file.report = replace(file.report, encoding=encoding, sha256=_digest(raw))
            rows: list[RawRow | UnreadablePage] = []
            begun = self.bytes_read
            for row in _raw_rows(file, raw, encoding):
                rows.append(row)
                if len(rows) == ROWS_A_JOB:
                    self.bytes_read = begun + raw.tell()
                    yield Job(file, prepared.from_rows, (file.report.file, rows, settings, _named(rows, pictures)))
                    rows = []
            if rows:
                yield Job(file, prepared.from_rows, (file.report.file, rows, settings, _named(rows, pictures)))


def _raw_rows(file: File, raw: BinaryIO, encoding: str) -> Iterator[RawRow | UnreadablePage]:
    """The rows of an open file, one after the other. Raises UnreadablePage where it has no columns that are known."""
    is_table = file.source.suffix not in OBJECT_SUFFIXES
    text = io.TextIOWrapper(raw, encoding=encoding, newline="" if is_table else "\n")
    try:
        if is_table:
            set_aside, rows = table_rows(text)
            file.report = replace(file.report, set_aside=set_aside)
            yield from rows
            return
        unknown: dict[str, None] = {}
        is_first = True
        for row in object_rows(text):
            if isinstance(row, RawRow):
                if is_first:
                    check_columns(row)
                    is_first = False
                if len(unknown) < MOST_UNKNOWN:
                    unknown.update(dict.fromkeys(unknown_names(row)))
            yield row
        file.report = replace(file.report, set_aside=tuple(unknown))
    finally:
        text.detach()


def _named(rows: Iterable[RawRow | UnreadablePage], pictures: Mapping[str, Photograph]) -> tuple[Photograph, ...]:
    """Those of the pictures that these rows name, by the names of their files."""
    if not pictures:
        return ()
    names = (photo.file for row in rows if isinstance(row, RawRow) for photo in photos_of(row.values))
    keys = dict.fromkeys(PurePath(name.replace("\\", "/")).name.casefold() for name in names)
    return tuple(pictures[key] for key in keys if key in pictures)


def _size(source: Source) -> int:
    return os.path.getsize(source.address) if os.path.isfile(source.address) else 0


def _opened(source: Source) -> BinaryIO:
    """The file itself, however large, read as it is needed; what lies in a zip is read whole."""
    if source.refusal:
        raise source.refusal
    try:
        return Path(source.address).open("rb") if os.path.isfile(source.address) else io.BytesIO(source.read())
    except OSError as error:
        raise UnreadablePage("unreadable", f"it cannot be read: {error.strerror}", why=error.strerror) from error


def _digest(file: BinaryIO) -> str:
    found = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return found
