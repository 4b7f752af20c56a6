"""One piece that was read becomes a draft, or a better text of the draft that it was before."""

import difflib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from django.db.models import Q
from django.utils.translation import gettext as _

from articles import body as bodies
from articles import duplicates, editing, merged
from articles.importing import references
from articles.importing.accounts import names_of_staff, namesake_of_staff
from articles.importing.columns import LONGEST_TAG, columns_of, credits_of, is_web_address, own_remarks, too_long
from articles.importing.doubts import doubts_of
from articles.importing.photographs import Taken, rows_of, write_pictures
from articles.importing.reading import Reading
from articles.importing.records import Credit, ParsedArticle
from articles.importing.records import Remark as ParsedRemark
from articles.importing.reporters import KNOWN, reporter_named
from articles.importing.reports import CREATED, KEPT, UNCHANGED, UPDATED, FileReport, PieceReport, piece_report
from articles.importing.split import LINE_END
from articles.importing.structured import Row
from articles.importing.untouched import WAITING, is_untouched
from articles.models.content import CONTENT_FIELDS, page_named
from articles.models.imports import ImportAlias, ImportBatch, Remark
from articles.models.newsroom import Article, ArticleByline
from articles.models.shared import Section
from articles.workflow import Status
from staff.models import Reporter, User

LONGEST_LABEL = Article._meta.get_field("page_label").max_length  # characters
#: Below this share of common text, a piece at the same place of a file of the same name is another piece.
SAME_PIECE = 0.5


@dataclass(frozen=True)
class Options:
    """What the person says of the files that he brings in. What he leaves out, a file or its name may say.

    A piece is known again by this label of its page, not by the one that is read in the text: reading may get better.
    """

    issue_date: date | None = None
    page_label: str = ""
    section: Section | None = None
    encoding: str | None = None
    is_printed: bool = False
    print_released_by: str = ""
    print_released_on: date | None = None
    by: User | None = None


def imported_under_another_date(batch: ImportBatch) -> ParsedRemark | None:
    """What is to be said where the same file came in before, with pieces under another issue date."""
    same = ImportBatch.objects.filter(sha256=batch.sha256, articles__isnull=False, undone_at__isnull=True)
    for before in same.exclude(pk=batch.pk).order_by("-pk")[:1]:
        if before.issue_date != batch.issue_date:
            day = before.issue_date.isoformat() if before.issue_date else _("no date")
            return ParsedRemark("other_issue_date", (("day", day), ("batch", before.pk)))
    return None


def _stays(article: Article, outcome: str, columns: dict, *, is_printed: bool) -> tuple[ParsedRemark, ...]:
    """What is to be said where an import names another section or another way than its piece keeps."""
    said: list[ParsedRemark] = []
    section = columns.get("section")
    if outcome == UNCHANGED and section and article.section_id != section.pk:
        stays = article.section.name if article.section_id else _("no section")
        said.append(ParsedRemark("other_section", (("section", stays), ("said", section.name))))
    if article.is_printed != is_printed and article.status in WAITING:
        said.append(ParsedRemark("stays_printed" if article.is_printed else "stays_draft"))
    return tuple(said)


@dataclass(frozen=True)
class Foreseen:
    """What an import would make of a piece, the piece that it was before, and what would be said of it."""

    outcome: str
    before: Article | None
    body: str
    remarks: tuple[ParsedRemark, ...]


class Keeper:
    """Keeps the pieces of one file; its batch is made with the first piece that changes anything."""

    def __init__(
        self, reading: Reading, taken: Sequence[Taken], report: FileReport, options: Options, now: datetime
    ) -> None:
        self.reading, self.taken, self.report, self.options, self.now = reading, taken, report, options, now
        self.batch: ImportBatch | None = None
        self.sections: dict[str, Section | None] = {}
        self.names_of_staff = names_of_staff()

    def keep(self, index: int) -> PieceReport:
        parsed, row = self.reading.page.articles[index], self.reading.rows[index]
        taken = [one for one in self.taken if one.placed.piece == index]
        columns = self._columns(index, parsed, row)
        ref, existing, outcome = self._decided(index, parsed, row, taken, columns)
        if existing is None:
            article = Article(import_ref=ref, **self._beginning(), **columns)
            return self._write(article, parsed, row, taken, CREATED)
        stays = _stays(existing, outcome, columns, is_printed=self.options.is_printed)
        if outcome == UPDATED:
            for name, value in columns.items():
                setattr(existing, name, value)
            told = self._write(existing, parsed, row, taken, UPDATED)
        else:
            told = self._told(parsed, taken, outcome, existing.number)
        return replace(told, remarks=(*told.remarks, *stays))

    def foresee(self, index: int) -> Foreseen:
        """What `keep` would do to this piece, as far as neither its photos nor its names tell; nothing is written."""
        parsed, row = self.reading.page.articles[index], self.reading.rows[index]
        placed = [one for one in self.reading.pictures if one.piece == index]
        columns = self._columns(index, parsed, row)
        _ref, existing, outcome = self._decided(index, parsed, row, None, columns)
        remarks = [*parsed.remarks, *own_remarks(parsed, captions_used=[one.used for one in placed])]
        remarks += [*too_long(parsed, self.reading.page, row), *(one.remark for one in placed if one.remark)]
        if existing:
            remarks += _stays(existing, outcome, columns, is_printed=self.options.is_printed)
        return Foreseen(outcome, existing, columns["body"], tuple(remarks))

    def _decided(
        self, index: int, parsed: ParsedArticle, row: Row | None, taken: Sequence[Taken] | None, columns: dict
    ) -> tuple[str, Article | None, str]:
        """The reference of a piece, the piece that it was before, and what becomes of that one."""
        ref = self._reference(index, row)
        existing = _locked(ref)
        may_be_another = existing and not (row and row.key) and existing.batch.sha256 != self.report.sha256
        if may_be_another and not _is_alike(existing, columns["body"]):
            ref = references.of_another(ref, columns["body"])
            existing = _locked(ref)
        if existing is None:
            return ref, None, CREATED
        if existing.import_aliases.exists():  # somebody has divided the pieces of this file otherwise
            return ref, existing, UNCHANGED if existing.batch.sha256 == self.report.sha256 else KEPT
        if not self._differs(existing, parsed, row, taken, columns):
            return ref, existing, UNCHANGED
        return ref, existing, UPDATED if is_untouched(existing) else KEPT

    def _told(self, parsed: ParsedArticle, taken: Sequence[Taken], outcome: str, number: int) -> PieceReport:
        pictures = tuple(one.name for one in taken if one.picture)
        return replace(piece_report(parsed, outcome=outcome, number=number), pictures=pictures)

    def _reference(self, index: int, row: Row | None) -> str:
        if row and row.key:
            return references.by_key(self.report.file, row.key)
        issue_date = (row.issue_date if row else None) or self.options.issue_date
        label = (row.page_label if row else "") or self.options.page_label
        return references.by_place(self.report.file, index + 1, issue_date=issue_date, page_label=label)

    def _beginning(self) -> dict:
        status = Status.PRINT_CHECK if self.options.is_printed else Status.DRAFT
        return {"status": status, "is_printed": self.options.is_printed, "created_by": self.options.by}

    def _columns(self, index: int, parsed: ParsedArticle, row: Row | None) -> dict:
        columns = columns_of(parsed, self.reading.page, row)
        if not is_web_address(columns.get("original_url", "")):
            columns["original_url"] = ""
        columns["issue_date"] = (row.issue_date if row else None) or self.options.issue_date
        columns["page_label"] = page_named((row.page_label if row else "") or self.report.page_label)[:LONGEST_LABEL]
        columns["page_order"] = (row.page_order if row else None) or index + 1
        if section := self._section(row) or self.options.section:
            columns["section"] = section
        return columns

    def _section(self, row: Row | None) -> Section | None:
        if not row or not row.section:
            return None
        if row.section not in self.sections:
            named = Section.objects.filter(Q(name=row.section) | Q(slug=row.section))
            self.sections[row.section] = named.first()
        return self.sections[row.section]

    def _differs(
        self, existing: Article, parsed: ParsedArticle, row: Row | None, taken: Sequence[Taken] | None, columns: dict
    ) -> bool:
        """Whether this text would change what the last import of this piece brought in."""
        last = existing.revisions.filter(is_import=True).order_by("-number").first()
        if last is None:
            return True
        text = {name: value for name, value in columns.items() if name in CONTENT_FIELDS}
        if any(getattr(last, name) != value for name, value in text.items()):
            return True
        named = [[one.name, one.standing, one.role] for one in credits_of(parsed)]
        if named != [[one["name"], one["standing"], one["role"]] for one in last.credits]:
            return True
        pictures = [(one["sha256"], one["caption"], one["credit"], one["place"]) for one in last.photos]
        if taken is not None and pictures != rows_of(taken):
            return True
        tags = {tag.casefold() for tag in row.tags} if row else set()
        return bool(tags) and tags != {one["name"].casefold() for one in last.tags}

    def _write(
        self, article: Article, parsed: ParsedArticle, row: Row | None, taken: Sequence[Taken], outcome: str
    ) -> PieceReport:
        article.batch = self._batch()
        article.save()
        article.bylines.all().delete()
        article.remarks.filter(settled_at__isnull=True).delete()
        doubts = doubts_of(parsed, self.reading.page, row, taken)
        if row and row.original_url and not is_web_address(row.original_url):
            doubts.append(ParsedRemark("bad_link", (("address", row.original_url),), parsed.lines[:1]))
        if row and row.section and not self._section(row):
            known = tuple(Section.objects.values_list("name", flat=True))
            doubts.append(ParsedRemark("unknown_section", (("section", row.section),), parsed.lines[:1], known))
        for position, credit in enumerate(credits_of(parsed)):
            reporter, doubt = self._reporter(credit)
            namesake = namesake_of_staff(credit.name, reporter) if credit.name in self.names_of_staff else None
            lines = _lines_naming(parsed, credit.name, self.reading.text)
            doubts += [replace(said, lines=lines) for said in (doubt, namesake) if said]
            ArticleByline.objects.create(
                article=article,
                position=position,
                reporter=reporter,
                printed_name=credit.name[:60],
                standing=credit.standing[:30],
                role=credit.role[:20],
                organisation=credit.organisation[:80],
            )
        if row and row.tags:
            article.tags.set([merged.tag_named(name[:LONGEST_TAG]) for name in row.tags])
        write_pictures(article, taken, by=self.options.by)
        _write_remarks(article, doubts)
        editing.keep_revision(article, by=self.options.by, now=self.now, is_import=True)
        if found := duplicates.point_out(article):
            doubts.append(ParsedRemark(duplicates.CODE, duplicates.params_of(found), parsed.lines[:1]))
        return replace(self._told(parsed, taken, outcome, article.number), remarks=tuple(doubts))

    def _batch(self) -> ImportBatch:
        if self.batch is None:
            options = self.options
            self.batch = ImportBatch.objects.create(
                file_name=self.report.file[:255],
                sha256=self.report.sha256,
                encoding=self.report.encoding,
                text=self.reading.text,
                issue_date=options.issue_date,
                page_label=self.report.page_label[:LONGEST_LABEL],
                is_printed=options.is_printed,
                print_released_by=options.print_released_by,
                print_released_on=options.print_released_on,
                by=options.by,
                at=self.now,
            )
        return self.batch

    def _reporter(self, credit: Credit) -> tuple[Reporter | None, ParsedRemark | None]:
        reporter, how = reporter_named(credit.name, credit.organisation, batch=self._batch())
        return reporter, None if how == KNOWN else ParsedRemark(how, (("name", credit.name),))


def _write_remarks(article: Article, doubts: Iterable[ParsedRemark]) -> None:
    """Keep the doubts that have not been settled already, in an import of this piece before."""
    settled = [
        (remark.code, remark.params)
        for remark in article.remarks.filter(settled_at__isnull=False).only("code", "params", "article")
    ]
    Remark.objects.bulk_create(
        Remark(
            article=article,
            code=doubt.code,
            params=dict(doubt.params),
            alternatives=list(doubt.alternatives),
            first_line=min(doubt.lines, default=None),
            last_line=max(doubt.lines, default=None),
        )
        for doubt in doubts
        if (doubt.code, dict(doubt.params)) not in settled or not doubt.params
    )


def _lines_naming(parsed: ParsedArticle, name: str, text: str) -> tuple[int, ...]:
    """The last line of the piece in which this name stands, spaces aside; its first line where none does."""
    lines = LINE_END.split(text)
    for number in reversed(parsed.lines):
        if number <= len(lines) and name in "".join(lines[number - 1].split()):
            return (number,)
    return parsed.lines[:1]


def _locked(ref: str) -> Article | None:
    """The piece that an import brought in from this place, or into which its text has gone since."""
    pieces = Article.objects.select_for_update(of=("self",)).select_related("batch", "current_revision")
    # The second condition is that of the index: SQLite would read the whole table without it.
    if found := pieces.filter(import_ref=ref).exclude(import_ref="").first():
        return found
    alias = ImportAlias.objects.filter(ref=ref).first()
    return alias and pieces.get(pk=alias.article_id)


def _is_alike(article: Article, body: str) -> bool:
    last = article.revisions.filter(is_import=True).order_by("-number").first()
    old, new = bodies.plain_text(last.body if last else article.body), bodies.plain_text(body)
    if article.import_aliases.exists():
        return _share_of_shorter(old, new) >= SAME_PIECE
    return difflib.SequenceMatcher(None, old, new, autojunk=False).quick_ratio() >= SAME_PIECE


def _share_of_shorter(old: str, new: str) -> float:
    """How much of the shorter text stands in the longer one, by pairs of characters: one may be a part of the other."""
    ours, theirs = Counter(pairwise(old)), Counter(pairwise(new))
    return (ours & theirs).total() / max(1, min(ours.total(), theirs.total()))
