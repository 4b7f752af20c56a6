"""The archive's loader: pieces that were printed long ago go straight to the readers' side, on one signature.

No review is invented for them. Each has an Article, revision 1, its public rows and a Publication, for which the
signed ImportBatch of its file vouches: 「历史导入：纸质已刊，未经本系统三审」. It is public under its own issue date;
the time of its first publication is the noon of that day in the paper's time zone, that of its publication here the
moment of the import. What is corrected later goes through the normal rounds.

Rows are written in bulk, at most CHUNK pieces a transaction with the search and one new generation, so that a run can
be killed at any moment: what was committed is whole, and the next run goes on behind it, because a piece is known by
its import_ref. Beside `publishing` this is the only writer of public rows; `invariants` holds both to the same rules.
"""

import hashlib
import io
import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from articles import generation, newsroom_search, search
from articles.importing import pool, prepared
from articles.importing.bulk import Table, day, flat_memory, fresh_keys, moment
from articles.importing.decode import encoding_of
from articles.importing.drafts import roster, sentence_of
from articles.importing.names import Names
from articles.importing.pool import Done, Job
from articles.importing.prepared import Prepared, PreparedPage, Refused
from articles.importing.reading import OBJECT_SUFFIXES, day_in, label_in
from articles.importing.records import Remark as ParsedRemark
from articles.importing.records import UnreadablePage
from articles.importing.sources import ROW_SUFFIXES, Source
from articles.importing.structured import RawRow, check_columns, object_rows, table_rows
from articles.models.newsroom import (
    Article,
    ArticleByline,
    ArticleTag,
    ImportAlias,
    ImportBatch,
    LikenessBand,
    Publication,
    Remark,
    Revision,
)
from articles.models.published import PublishedArticle, PublishedByline, PublishedTag
from articles.models.shared import Section
from articles.proofing import lists
from articles.search import documents, keeping
from articles.workflow import PublicState, Status
from staff.models import User

logger = logging.getLogger(__name__)

CHUNK = 250  # pieces a transaction: a quarter of a second in which editors wait on SQLite, and some 30 MiB
ROWS_A_JOB = 50  # that a helper reads at a time
#: Pages whose pieces are counted at a time; an archive comes more or less in the order of its days.
MOST_PAGES = 5000
MOST_PLACES = 32_767  # on a page, as the column holds them
#: Bytes of sources that are worth helpers, which take a second or two to begin.
WORTH_HELPERS = 2 << 20
#: Refusals that a report keeps, with their sentences; all are counted and told.
MOST_KEPT = 500
PERMISSION = "sign_importbatch"
NOON = time(12)


@dataclass(frozen=True)
class Options:
    """What the person says of his archive. Without `signed_by` nothing is written: it is tried out."""

    signed_by: User | None = None
    issue_date: date | None = None
    page_label: str = ""
    section: Section | None = None
    encoding: str | None = None
    helpers: int | None = None  # processes that read ahead; as many as there are cores where it is worth it


@dataclass(frozen=True)
class Report:
    """What came of one file. `there` are pieces that came in before, `differing` those of them that say otherwise."""

    file: str
    encoding: str = ""
    sha256: str = ""
    batch: int | None = None
    published: int = 0
    there: int = 0
    differing: int = 0
    refused_pieces: int = 0
    refusals: tuple[str, ...] = ()  # the first ones, as sentences
    reporters_made: int = 0
    pictures: int = 0  # that were named or lay beside it, and did not come in
    set_aside: tuple[str, ...] = ()  # columns that are not known
    remarks_by_code: dict[str, int] = field(default_factory=dict)
    is_finished: bool = False
    error: str = ""

    def as_json(self) -> dict:
        """As JSON's own types, in the shape that the page of an import shows."""
        kept = {name: getattr(self, name) for name in self.__dataclass_fields__}
        kept["refusals"], kept["set_aside"] = list(self.refusals), list(self.set_aside)
        return kept


@dataclass(frozen=True)
class Progress:
    """How far a run has come."""

    bytes_read: int
    bytes_of_all: int
    pieces: int


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


class _File:
    """A source on its way: what its batch will say, and what came of it so far."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.report = Report(file=source.name)
        self.text, self.issue_date, self.page_label = "", None, ""
        self.pieces_on_page: Counter = Counter()

    def refuse(self, refused: Refused) -> str:
        sentence = f"{self.source.address}:{refused.lines[0]}: {sentence_of(refused.error)}"
        if refused.headline:
            sentence += f"（{refused.headline}）"
        kept = self.report.refusals
        if len(kept) < MOST_KEPT:
            kept = (*kept, sentence)
        self.report = replace(self.report, refused_pieces=self.report.refused_pieces + 1, refusals=kept)
        return sentence


@dataclass(frozen=True, slots=True)
class _There:
    """A piece that was imported before, and what its import said."""

    number: int
    is_public: bool  # or was, once
    digest: str


class _Item(NamedTuple):
    """A piece on its way, with its order on the page."""

    file: _File
    piece: Prepared
    order: int | None


def _order(file: _File, piece: Prepared) -> int | None:
    """A piece that states no order on its page stands there as in the file."""
    page = piece.columns["issue_date"], piece.columns["page_label"]
    if len(file.pieces_on_page) > MOST_PAGES:
        file.pieces_on_page.clear()
    file.pieces_on_page[page] += 1
    order = piece.page_order or file.pieces_on_page[page]
    return order if order <= MOST_PLACES else None


class _Told:
    """What a chunk changes in the reports of its files: it counts when the transaction has committed."""

    def __init__(self) -> None:
        self.files: dict[_File, Counter] = {}
        self.batches: dict[_File, int] = {}
        self.refused: list[tuple[_File, Refused]] = []

    def count(self, file: _File, **more: int) -> None:
        self.files.setdefault(file, Counter()).update(more)

    def report(self, file: _File) -> Report:
        """What the file's report is then."""
        counts = {name: getattr(file.report, name) + by for name, by in self.files[file].items()}
        return replace(file.report, batch=self.batches.get(file, file.report.batch), **counts)


class _Loader:
    def __init__(self, found: Sequence[Source], options: Options, tell: Callable[[str], None]) -> None:
        self.found, self.options, self.tell = found, options, tell
        self.names = Names()
        self.sections = {}
        for pk, name, slug in Section.objects.values_list("pk", "name", "slug"):
            self.sections |= {slug: pk, name: pk}
        self.sizes = [_size(source) for source in found]
        self.settings = prepared.Options(
            before=timezone.localdate(),
            issue_date=options.issue_date,
            page_label=options.page_label,
            encoding=options.encoding,
            roster=roster(),
            forbidden=lists.forbidden_words(),
        )
        self.bytes_read = self.pieces = 0
        self.tables = _Tables()

    def run(self) -> Iterator[Progress | Report]:
        helpers = self.options.helpers
        if helpers is None:
            helpers = pool.cores() if sum(self.sizes) >= WORTH_HELPERS else 0
        with flat_memory():
            yield from self._load(helpers)

    def _load(self, helpers: int) -> Iterator[Progress | Report]:
        chunk: list[_Item] = []
        ended: list[_File] = []
        for done in pool.done(self._jobs(), helpers=helpers):
            file: _File = done.tag
            for item in self._pieces(file, done):
                chunk.append(item)
                if len(chunk) == CHUNK:
                    yield from self._flush(chunk, ended)
            if done.result is None and not done.error:
                ended.append(file)
        yield from self._flush(chunk, ended)

    # --- from sources to pieces ---

    def _jobs(self) -> Iterator[Job]:
        for source, size in zip(self.found, self.sizes, strict=True):
            file, before = _File(source), self.bytes_read
            try:
                yield from self._rows(file) if source.suffix in ROW_SUFFIXES else self._page(file)
            except UnreadablePage as error:
                file.report = replace(file.report, error=sentence_of(error))
            self.bytes_read = before + size
            yield Job(file)

    def _page(self, file: _File) -> Iterator[Job]:
        if file.source.is_picture:
            raise UnreadablePage("picture_alone", "no text has the name of this photo")
        data = file.source.read()
        file.report = replace(file.report, sha256=hashlib.sha256(data).hexdigest(), pictures=len(file.source.pictures))
        yield Job(file, prepared.from_page, (file.source.address, data, self.settings))

    def _rows(self, file: _File) -> Iterator[Job]:
        settings = replace(
            self.settings,
            issue_date=self.settings.issue_date or day_in(file.source.address),
            page_label=self.settings.page_label or label_in(file.source.name),
        )
        with _opened(file.source) as raw:
            encoding = encoding_of(raw, self.options.encoding)
            file.report = replace(file.report, encoding=encoding, sha256=_digest(raw))
            rows: list[RawRow | UnreadablePage] = []
            begun = self.bytes_read
            for row in self._raw_rows(file, raw, encoding):
                rows.append(row)
                if len(rows) == ROWS_A_JOB:
                    self.bytes_read = begun + raw.tell()
                    yield Job(file, prepared.from_rows, (file.report.file, rows, settings))
                    rows = []
            if rows:
                yield Job(file, prepared.from_rows, (file.report.file, rows, settings))

    def _raw_rows(self, file: _File, raw: BinaryIO, encoding: str) -> Iterator[RawRow | UnreadablePage]:
        is_table = file.source.suffix not in OBJECT_SUFFIXES
        text = io.TextIOWrapper(raw, encoding=encoding, newline="" if is_table else "\n")
        try:
            if is_table:
                set_aside, rows = table_rows(text)
                file.report = replace(file.report, set_aside=set_aside)
                yield from rows
                return
            is_first = True
            for row in object_rows(text):
                if is_first and isinstance(row, RawRow):
                    check_columns(row)
                    is_first = False
                yield row
        finally:
            text.detach()

    def _pieces(self, file: _File, done: Done) -> Iterator["_Item"]:
        """The pieces of a finished job that may go on; what may not is told."""
        if done.error:
            file.report = replace(file.report, error=sentence_of(done.error))
            return
        pieces = done.result if isinstance(done.result, list) else []
        if isinstance(done.result, PreparedPage):
            page = done.result
            pieces = page.pieces
            file.report = replace(file.report, encoding=page.encoding, remarks_by_code=_counted(page.remarks))
            file.text, file.issue_date, file.page_label = page.text, page.issue_date, page.page_label
        for piece in pieces:
            if isinstance(piece, Refused) and piece.error.code == "row_broken":
                file.report = replace(file.report, error=sentence_of(piece.error))
            elif isinstance(piece, Refused):
                self.tell(file.refuse(piece))
            elif refusal := self._why_no_section(piece):
                self.tell(file.refuse(Refused(piece.lines, refusal, piece.columns["headline"])))
            else:
                yield _Item(file, piece, _order(file, piece))

    def _why_no_section(self, piece: Prepared) -> UnreadablePage | None:
        if piece.section and piece.section not in self.sections:
            return UnreadablePage("no_such_section", f"there is no section {piece.section}", section=piece.section)
        if not piece.section and not self.options.section:
            return UnreadablePage("no_section", "it names no section")
        return None

    # --- from pieces to rows ---

    def _flush(self, chunk: list[_Item], ended: list[_File]) -> Iterator[Progress | Report]:
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
        yield Progress(self.bytes_read, sum(self.sizes), self.pieces)

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

    def _try_to_keep(self, chunk: Sequence[_Item]) -> _Told:
        told = _Told()
        with transaction.atomic():
            fresh = self._fresh(chunk, told)
            for item in fresh:
                told.count(item.file, published=1, pictures=item.piece.pictures)
            if fresh and self.options.signed_by:
                self._write(fresh, told, now=timezone.now())
        return told

    def _fresh(self, chunk: Sequence[_Item], told: _Told) -> list[_Item]:
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
                told.count(file, there=1, differing=int(there.digest != piece.digest))
            else:
                refusal = UnreadablePage("is_a_draft", f"it is № {there.number}", number=there.number)
                told.refused.append((file, Refused(piece.lines, refusal, piece.columns["headline"])))
        return fresh

    def _write(self, fresh: Sequence[_Item], told: _Told, *, now: datetime) -> None:
        """Write these pieces whole, in the order in which all locks are taken: Article, public rows, Generation."""
        batches = {file: self._batch(file, now=now) for file in dict.fromkeys(item.file for item in fresh)}
        made = self.names.make_reporters((credit, batches[one.file]) for one in fresh for credit in one.piece.credits)
        self.names.make_tags(name for item in fresh for name in item.piece.tags)
        numbers = fresh_keys(Article, len(fresh))
        keys = fresh_keys(Revision, len(fresh))
        rows = self.tables
        public, working = [], []
        rows.at = moment(now)
        for item, number, key in zip(fresh, numbers, keys, strict=True):
            piece = item.piece
            placed = self._placed(item)
            rows.add(
                piece,
                placed,
                number=number,
                revision=key,
                batch=batches[item.file].pk,
                by=self.options.signed_by.pk,
            )
            entry = piece.entry
            if placed.tag_names != piece.tags:
                entry = prepared.entry_with_tags(piece, placed.tag_names)
            order = documents.key(piece.columns["issue_date"], number)
            public.append(entry.placed(key=order, number=number, labels=placed.labels))
            working.append(entry.placed(key=number, number=number))
        rows.write()
        keeping.add(newsroom_search.NEWSROOM, working)
        keeping.add(search.PUBLIC_PIECES.index, public)
        for file, batch in batches.items():
            told.count(file, reporters_made=made.get(batch.pk, 0))
            told.batches[file] = batch.pk
            ImportBatch.objects.filter(pk=batch.pk).update(report=told.report(file).as_json())
        generation.begin_new()

    def _batch(self, file: _File, *, now: datetime) -> ImportBatch:
        """The signed batch that vouches for the pieces of this file; it begins with the first that is published."""
        if file.report.batch:
            return ImportBatch(pk=file.report.batch)
        by = self.options.signed_by
        return ImportBatch.objects.create(
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

    def _placed(self, item: _Item) -> "_Placed":
        piece = item.piece
        section = self.sections[piece.section] if piece.section else self.options.section.pk
        credits = [{"reporter": self.names.reporter(credit["name"]), **credit} for credit in piece.credits]
        found = sorted({self.names.tag(name) for name in piece.tags}, key=lambda tag: tag[1])
        tags = [{"tag": pk, "name": name} for pk, name in found]
        return _Placed(section, item.order, credits, tags)


@dataclass(frozen=True, slots=True)
class _Placed:
    """The names of a piece with the keys that they have in this house."""

    section: int
    order: int | None
    credits: list[dict]
    tags: list[dict]

    @property
    def tag_names(self) -> tuple[str, ...]:
        return tuple(tag["name"] for tag in self.tags)

    @property
    def labels(self) -> str:
        return documents.labels(self, self.section)


class _Tables:
    """The tables that a piece is written into, newsroom first, and the rows that wait for them."""

    def __init__(self) -> None:
        self.article, self.revision = Table(Article), Table(Revision)
        self.byline, self.tag, self.remark, self.publication = (
            Table(model, has_key=False) for model in (ArticleByline, ArticleTag, Remark, Publication)
        )
        self.band = Table(LikenessBand)
        self.at = None  # the moment of the import, as the driver takes it
        self.public = Table(PublishedArticle)
        self.public_byline, self.public_tag = Table(PublishedByline, has_key=False), Table(PublishedTag, has_key=False)
        self.rows: dict[Table, list[tuple]] = {
            table: []
            for table in (self.article, self.byline, self.tag, self.remark, self.band, self.revision, self.publication,
                          self.public, self.public_byline, self.public_tag)
        }  # fmt: skip

    def add(self, piece: Prepared, placed: _Placed, *, number: int, revision: int, batch: int, by: int) -> None:
        """All rows of one piece."""
        issue_date = piece.columns["issue_date"]
        at, first = self.at, _noon(issue_date)
        dates = {name: day(piece.columns[name]) for name in ("event_date", "filed_date", "issue_date")}
        content = {**piece.columns, **dates, "page_order": placed.order, "section_id": placed.section}
        lists = {
            "credits": json.dumps(placed.credits, ensure_ascii=False),
            "tags": json.dumps(placed.tags, ensure_ascii=False),
        }
        self._add(self.article, content, number=number, status=Status.PUBLISHED, public_state=PublicState.LIVE,
                  current_revision_id=revision, created_at=at, waiting_since=at, public_date=dates["issue_date"],
                  first_published_at=first, batch_id=batch, import_ref=piece.references[0],
                  source_lines=json.dumps(piece.lines))  # fmt: skip
        self._add(self.revision, content | lists, id=revision, article_id=number, number=1, status=Status.PUBLISHED,
                  is_import=True, by_id=by, at=at, digest=piece.digest)  # fmt: skip
        self._add(self.publication, article_id=number, revision_id=revision, batch_id=batch, at=at)
        self._add(self.public, content | lists, number=number, public_date=dates["issue_date"],
                  first_published_at=first, published_at=at, is_archive=True)  # fmt: skip
        for position, credit in enumerate(placed.credits):
            columns = {
                "article_id": number,
                "position": position,
                "public_date": dates["issue_date"],
                "reporter_id": credit["reporter"],
                **{column: credit[key] for key, column in prepared.CREDIT.items()},
            }
            self._add(self.byline, columns)
            self._add(self.public_byline, columns)
        for tag in placed.tags:
            columns = {"tag_id": tag["tag"], "content_object_id": number, "public_date": dates["issue_date"]}
            self._add(self.tag, columns)
            self._add(self.public_tag, columns)
        self.rows[self.band] += [(value, number) for value in piece.bands]
        for remark in piece.remarks:
            self._add(self.remark, article_id=number, code=remark.code, params=json.dumps(dict(remark.params)),
                      alternatives=json.dumps(remark.alternatives), first_line=min(remark.lines, default=None),
                      last_line=max(remark.lines, default=None))  # fmt: skip

    def write(self) -> None:
        """Write all rows that wait, table by table."""
        for table, rows in self.rows.items():
            if rows:
                table.write(rows)
                rows.clear()

    def _add(self, table: Table, columns: dict | None = None, **more: object) -> None:
        self.rows[table].append(table.row({**(columns or {}), **more}))


@lru_cache(maxsize=64)
def _noon(issue_date: date) -> object:
    """The noon of a day in the paper's time zone, as the driver takes it."""
    return moment(datetime.combine(issue_date, NOON, timezone.get_default_timezone()))


def _there(references: set[str]) -> dict[str, _There]:
    """What of these is in the house, whatever its state."""
    # The condition is that of the index on the column, which neither database uses without it.
    found = Article.objects.filter(import_ref__in=references).exclude(import_ref="")
    rows = list(found.values_list("import_ref", "number", "public_state"))
    aliases = ImportAlias.objects.filter(ref__in=references)  # of drafts that were joined with others
    rows += aliases.values_list("ref", "article", "article__public_state")
    digests = dict(
        Revision.objects.filter(article__in=[number for _ref, number, _state in rows], number=1).values_list(
            "article", "digest"
        )
    )
    return {
        reference: _There(number, state != PublicState.NEVER, digests.get(number, ""))
        for reference, number, state in rows
    }


def _counted(remarks: Iterable[ParsedRemark]) -> dict[str, int]:
    return dict(Counter(remark.code for remark in remarks))


def _size(source: Source) -> int:
    path = Path(source.address)
    return path.stat().st_size if path.is_file() else 0


def _opened(source: Source) -> BinaryIO:
    """The file itself, however large, read as it is needed; what lies in a zip is read whole."""
    if source.refusal:
        raise source.refusal
    path = Path(source.address)
    try:
        return path.open("rb") if path.is_file() else io.BytesIO(source.read())
    except OSError as error:
        raise UnreadablePage("unreadable", f"it cannot be read: {error.strerror}", why=error.strerror) from error


def _digest(file: BinaryIO) -> str:
    found = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return found
