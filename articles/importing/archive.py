"""The archive's loader: pieces that were printed long ago go straight to the readers' side, on one signature.

No review is invented for them. Each has an Article, revision 1, its public rows and a Publication, for which the
signed ImportBatch of its file vouches: 「历史导入：纸质已刊，未经本系统三审」. It is public under its own issue date;
the time of its first publication is the noon of that day in the paper's time zone, that of its publication here the
moment of the import. What is corrected later goes through the normal rounds.

Rows are written in bulk, at most CHUNK pieces a transaction with the search and one new generation, so that a run can
be killed at any moment: what was committed is whole, and the next run goes on behind it, because a piece is known by
its import_ref. Beside `publishing` this is the only writer of public rows; `invariants` holds both to the same rules.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from articles import generation, newsroom_search, public_pictures, search
from articles.importing import pool, prepared, sentences
from articles.importing.archive_jobs import Jobs
from articles.importing.archive_reports import File, Progress, Report, Told
from articles.importing.archive_rows import Placed, Tables
from articles.importing.bulk import flat_memory, fresh_keys, moment
from articles.importing.drafts import imported_under_another_date, roster
from articles.importing.library import Library
from articles.importing.names import Names
from articles.importing.pool import Done
from articles.importing.prepared import Prepared, PreparedPage, Refused
from articles.importing.records import Remark as ParsedRemark
from articles.importing.records import UnreadablePage
from articles.importing.sources import Source
from articles.models.imports import ImportAlias, ImportBatch
from articles.models.newsroom import Article, Revision
from articles.models.shared import Section
from articles.proofing import lists
from articles.search import documents, keeping
from articles.workflow import PublicState
from staff.models import User

logger = logging.getLogger(__name__)

CHUNK = 250  # pieces a transaction: a quarter of a second in which editors wait on SQLite, and some 30 MiB
INDEXES = newsroom_search.NEWSROOM, search.PUBLIC_PIECES.index
#: Pictures a transaction: while their files are copied, nobody else publishes.
MOST_PICTURES = 20
#: Bytes of sources that are worth helpers, which take a second or two to begin.
WORTH_HELPERS = 2 << 20
PERMISSION = "sign_importbatch"


@dataclass(frozen=True)
class Options:
    """What the person says of his archive. Without `signed_by` nothing is written: it is tried out."""

    signed_by: User | None = None
    issue_date: date | None = None
    page_label: str = ""
    section: Section | None = None
    encoding: str | None = None
    helpers: int | None = None  # processes that read ahead; as many as there are cores where it is worth it


def may_sign(user: User) -> bool:
    """Whether this account may publish an archive on its signature. Being a superuser alone does not do."""
    held = Q(groups__permissions__codename=PERMISSION, groups__permissions__content_type__app_label="articles")
    own = Q(user_permissions__codename=PERMISSION, user_permissions__content_type__app_label="articles")
    return User.objects.filter(held | own, pk=user.pk, is_active=True).exists()


def load(found: Sequence[Source], options: Options, *, tell: Callable[[str], None]) -> Iterator[Progress | Report]:
    """Publish the pieces of these sources, chunk by chunk; gives how far it is, and the report of each file at its end.

    `tell` is given a sentence for each piece that is refused, with file and line, as it happens. Raises PermissionError
    before anything is read where the signature does not count.
    """
    if options.signed_by and not may_sign(options.signed_by):
        raise PermissionError(options.signed_by.username)
    return _Loader(found, options, tell).run()


@dataclass(frozen=True, slots=True)
class _There:
    """A piece that was imported before, and what its import said."""

    number: int
    is_public: bool  # or was, once
    digest: str
    section: int | None = None


class _Item(NamedTuple):
    """A piece on its way, with its order on the page."""

    file: File
    piece: Prepared
    order: int | None


class _Loader:
    def __init__(self, found: Sequence[Source], options: Options, tell: Callable[[str], None]) -> None:
        self.options, self.tell = options, tell
        self.names = Names()
        self.sections = {}
        for pk, name, slug in Section.objects.values_list("pk", "name", "slug"):
            self.sections |= {slug: pk, name: pk}
        settings = prepared.Options(
            before=timezone.localdate(),
            issue_date=options.issue_date,
            page_label=options.page_label,
            encoding=options.encoding,
            roster=roster(),
            forbidden=lists.forbidden_words(),
            keeps_pictures=bool(options.signed_by),
        )
        self.jobs = Jobs(found, settings)
        self.pieces = self.settled = 0
        self.tables = Tables()

    def run(self) -> Iterator[Progress | Report]:
        helpers = self.options.helpers
        if helpers is None:
            helpers = pool.cores() if self.jobs.bytes_of_all >= WORTH_HELPERS else 0
        with flat_memory():
            yield from self._load(helpers)

    def _load(self, helpers: int) -> Iterator[Progress | Report]:
        chunk: list[_Item] = []
        ended: list[File] = []
        pictures = 0
        for done in pool.done(self.jobs, helpers=helpers):
            file: File = done.tag
            for item in self._pieces(file, done):
                chunk.append(item)
                pictures += len(item.piece.photos)
                if len(chunk) == CHUNK or pictures >= MOST_PICTURES:
                    pictures = 0
                    yield from self._flush(chunk, ended)
            if done.result is None and not done.error:
                ended.append(file)
            if self.pieces - self.settled >= keeping.most_unsettled():
                self._settle()
        yield from self._flush(chunk, ended)
        if self.pieces > self.settled:
            self._settle()

    def _settle(self) -> None:
        """Bring the search indexes into order, of which each chunk is a part of its own until then."""
        if self.options.signed_by:
            keeping.settle(INDEXES)
        self.settled = self.pieces

    # --- from results to pieces ---

    def _pieces(self, file: File, done: Done) -> Iterator[_Item]:
        """The pieces of a finished job that may go on; what may not is told."""
        if done.error:
            file.report = replace(file.report, error=sentences.of_error(done.error))
            return
        pieces = done.result if isinstance(done.result, list) else []
        if isinstance(done.result, PreparedPage):
            page = done.result
            pieces = page.pieces
            file.report = replace(file.report, encoding=page.encoding, remarks_by_code=_counted(page.remarks))
            file.text, file.issue_date, file.page_label = page.text, page.issue_date, page.page_label
        for piece in pieces:
            if isinstance(piece, Refused) and piece.error.code == "row_broken":
                file.report = replace(file.report, error=sentences.of_error(piece.error))
            elif isinstance(piece, Refused):
                self.tell(file.refuse(piece))
            elif refusal := self._why_no_section(piece):
                self.tell(file.refuse(Refused(piece.lines, refusal, piece.columns["headline"])))
            else:
                for sentence in piece.refused_pictures:
                    self.tell(file.refuse_picture(piece, sentence))
                yield _Item(file, piece, file.order(piece))

    def _why_no_section(self, piece: Prepared) -> UnreadablePage | None:
        if piece.section and piece.section not in self.sections:
            return UnreadablePage("no_such_section", f"there is no section {piece.section}", section=piece.section)
        if not piece.section and not self.options.section:
            return UnreadablePage("no_section", "it names no section")
        return None

    # --- from pieces to rows ---

    def _flush(self, chunk: list[_Item], ended: list[File]) -> Iterator[Progress | Report]:
        """Write what has gathered, then report the files that are at their end."""
        if chunk:
            self._keep(chunk)
            self.pieces += len(chunk)
            chunk.clear()
        for file in ended:
            file.report = replace(file.report, is_finished=not file.report.error)
            if file.report.batch:
                ImportBatch.objects.filter(pk=file.report.batch).update(report=file.report.as_json())
            if file.report.error:
                self.tell(f"{file.source.address}: {file.report.error}")
            yield file.report
        ended.clear()
        yield Progress(self.jobs.bytes_read, self.jobs.bytes_of_all, self.pieces)

    def _keep(self, chunk: Sequence[_Item]) -> None:
        """Write a chunk in one transaction. Where somebody else wrote the same meanwhile, look again, once."""
        try:
            told = self._try_to_keep(chunk)
        except IntegrityError:
            self.names = Names()
            told = self._try_to_keep(chunk)
        for file in told.files:
            file.report = told.report(file)
        for file, refused in told.refused:
            self.tell(file.refuse(refused))

    def _try_to_keep(self, chunk: Sequence[_Item]) -> Told:
        told = Told()
        with transaction.atomic():
            fresh = self._fresh(chunk, told)
            for item in fresh:
                told.count(item.file, published=1, pictures=len(item.piece.photos))
            if fresh and self.options.signed_by:
                self._write(fresh, told, now=timezone.now())
        return told

    def _fresh(self, chunk: Sequence[_Item], told: Told) -> list[_Item]:
        """Those of the chunk that are not there yet; the others are counted or refused."""
        known = _there({reference for item in chunk for reference in item.piece.references})
        fresh: list[_Item] = []
        for item in chunk:
            file, piece = item.file, item.piece
            there = next((known[one] for one in piece.references if one in known), None)
            if there is None:
                fresh.append(item)
                # The same row twice in a file is one piece.
                known[piece.references[0]] = _There(0, is_public=True, digest=piece.digest)
            elif there.is_public:
                is_elsewhere = there.section not in {None, self._section(piece)}
                told.count(file, there=1, differing=int(there.digest != piece.digest or is_elsewhere))
            else:
                refusal = UnreadablePage("is_a_draft", f"it is № {there.number}", number=there.number)
                told.refused.append((file, Refused(piece.lines, refusal, piece.columns["headline"])))
        return fresh

    def _write(self, fresh: Sequence[_Item], told: Told, *, now: datetime) -> None:
        """Write these pieces whole. Locks are taken in the order of all: Article, chain, public rows, Generation."""
        batches = {file: self._batch(file, now=now) for file in dict.fromkeys(item.file for item in fresh)}
        made = self.names.make_reporters((credit, batches[one.file]) for one in fresh for credit in one.piece.credits)
        self.names.make_tags(name for item in fresh for name in item.piece.tags)
        library = Library(photo for item in fresh for photo in item.piece.photos)
        numbers = fresh_keys(Article, len(fresh))
        keys = fresh_keys(Revision, len(fresh))
        rows = self.tables
        public, working = [], []
        rows.at = moment(now)
        for item, number, key in zip(fresh, numbers, keys, strict=True):
            piece = item.piece
            placed = self._placed(item, library)
            photos = placed.photos
            is_as_read = [photo["focal"] for photo in photos] == [photo["focal"] for photo in piece.photos]
            rows.add(
                piece,
                placed,
                number=number,
                revision=key,
                digest=piece.digest if is_as_read else prepared.digest_with_photos(piece, photos),
                batch=batches[item.file].pk,
                by=self.options.signed_by.pk,
            )
            entry = piece.entry
            if placed.tag_names != piece.tags:
                entry = prepared.entry_with_tags(piece, placed.tag_names)
            order = documents.key(piece.columns["issue_date"], number)
            public.append(entry.placed(key=order, number=number, labels=placed.labels))
            working.append(entry.placed(key=number, number=number))
        if library:
            public_pictures.hold()
        rows.write()
        for photo in library.shown:
            public_pictures.put(photo)
        for index, entries in zip(INDEXES, (working, public), strict=True):
            keeping.add(index, entries)
        for file, batch in batches.items():
            told.count(file, reporters_made=made.get(batch.pk, 0))
            told.batches[file] = batch.pk
            ImportBatch.objects.filter(pk=batch.pk).update(report=told.report(file).as_json())
        generation.begin_new()

    def _batch(self, file: File, *, now: datetime) -> ImportBatch:
        """The signed batch that vouches for the pieces of this file; it begins with the first that is published."""
        if file.report.batch:
            return ImportBatch(pk=file.report.batch)
        by = self.options.signed_by
        batch = ImportBatch.objects.create(
            file_name=file.report.file[:255],
            sha256=file.report.sha256,
            encoding=file.report.encoding,
            text=file.text,
            issue_date=file.issue_date,
            page_label=file.page_label,
            is_archive=True,
            by=by,
            at=now,
            signed_by=by,
            signed_at=now,
        )
        if said := imported_under_another_date(batch):
            self.tell(f"{file.source.address}: {sentences.of_remark(said)}")
        return batch

    def _section(self, piece: Prepared) -> int:
        return self.sections[piece.section] if piece.section else self.options.section.pk

    def _placed(self, item: _Item, library: Library) -> Placed:
        piece = item.piece
        credits = [{"reporter": self.names.reporter(credit["name"]), **credit} for credit in piece.credits]
        found = sorted({self.names.tag(name) for name in piece.tags}, key=lambda tag: tag[1])
        tags = [{"tag": pk, "name": name} for pk, name in found]
        return Placed(self._section(piece), item.order, credits, tags, [library.entry(photo) for photo in piece.photos])


def _there(references: set[str]) -> dict[str, _There]:
    """What of these is in the house, whatever its state."""
    # The condition is that of the index on the column, which neither database uses without it.
    found = Article.objects.filter(import_ref__in=references).exclude(import_ref="")
    rows = list(found.values_list("import_ref", "number", "public_state", "section"))
    aliases = ImportAlias.objects.filter(ref__in=references)  # of drafts that were joined with others
    rows += aliases.values_list("ref", "article", "article__public_state", "article__section")
    digests = dict(
        Revision.objects.filter(article__in=[number for _ref, number, *_ in rows], number=1).values_list(
            "article", "digest"
        )
    )
    return {
        reference: _There(number, state != PublicState.NEVER, digests.get(number, ""), section)
        for reference, number, state, section in rows
    }


def _counted(remarks: Iterable[ParsedRemark]) -> dict[str, int]:
    return dict(Counter(remark.code for remark in remarks))
