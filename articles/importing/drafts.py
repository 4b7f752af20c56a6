"""The last stage of the import: a parsed page becomes drafts, in one transaction a file.

Running an import twice changes nothing. An imported draft that nobody has touched follows a better page text; one that
somebody has edited or acted on is never overwritten. Doubts become remarks on the piece.
"""

import difflib
import hashlib
import html
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import body as bodies
from articles import editing
from articles.importing import remarks as sentences
from articles.importing.decode import decode
from articles.importing.parse import parse_page
from articles.importing.records import Credit, Page, ParsedArticle, PrintedDate, UnreadablePage
from articles.importing.records import Remark as ParsedRemark
from articles.importing.reports import (
    CREATED,
    KEPT,
    UNCHANGED,
    UPDATED,
    FileReport,
    PieceReport,
    file_report,
    piece_report,
)
from articles.models.content import CONTENT_FIELDS, BylinePlace
from articles.models.newsroom import Article, ArticleByline, ImportBatch, Remark
from articles.models.shared import Section
from articles.workflow import Status
from staff.models import Reporter, User

#: Below this share of common text, a piece at the same place of a file of the same name is another piece.
SAME_PIECE = 0.5

#: Words of a credit that name who made the page, not who wrote the piece.
RESPONSIBLE = {
    "editor_in_charge": ("责任编辑", "责编", "编辑", "本版编辑"),
    "proofread_by": ("校对", "责校", "责任校对"),
    "approved_by": ("审核", "审校", "终审", "签发"),
}


@dataclass(frozen=True)
class Options:
    """What the person says of the files that he brings in."""

    issue_date: date | None = None
    page_label: str = ""
    section: Section | None = None
    encoding: str | None = None
    is_printed: bool = False
    print_released_by: str = ""
    print_released_on: date | None = None
    by: User | None = None


def read(name: str, data: bytes, options: Options, *, roster: Iterable[str] = ()) -> tuple[Page, FileReport]:
    """Parse one file without touching the database. Raises UnreadablePage."""
    decoded = decode(data, options.encoding)
    page = parse_page(
        decoded.text, roster=frozenset(roster), issue_date=options.issue_date, page_label=options.page_label
    )
    if not page.articles:
        raise UnreadablePage("no_piece", "no piece was found in it")
    return page, file_report(name, page, encoding=decoded.encoding, sha256=hashlib.sha256(data).hexdigest())


def take_in(name: str, data: bytes, options: Options, *, now: datetime | None = None) -> FileReport:
    """Import one file: all of it or, when it cannot be read, nothing; the report says which."""
    now = now or timezone.now()
    try:
        page, report = read(name, data, options, roster=roster())
    except UnreadablePage as error:
        return FileReport(file=name, error=sentence_of(error))
    with transaction.atomic():
        return _keep(page, report, data, options, now=now)


def roster() -> frozenset[str]:
    """The names of all confirmed reporters: they settle how names printed without spaces are divided."""
    return frozenset(Reporter.objects.filter(is_confirmed=True).values_list("name", flat=True))


def sentence_of(error: UnreadablePage) -> str:
    """The sentence for the person, in his language."""
    template = sentences.ERRORS.get(error.code)
    return _(template) % error.params if template else str(error)


def remark_sentence(remark: ParsedRemark | Remark) -> str:
    """What a remark says, in the reader's language."""
    return _(sentences.REMARKS[remark.code]) % dict(remark.params)


def undo(batch: ImportBatch, *, by: User, now: datetime | None = None) -> tuple[int, int]:
    """撤销本次导入: remove the untouched drafts of a batch and the reporters that it made and nobody credits.

    Gives how many drafts were removed and how many stay because somebody has worked on them.
    """
    now = now or timezone.now()
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        pieces = list(batch.articles.select_for_update().select_related("current_revision"))
        untouched = [article for article in pieces if _is_untouched(article)]
        for article in untouched:
            Article.objects.filter(pk=article.pk).update(current_revision=None)
            article.revisions.all().delete()
            article.delete()
        for reporter in batch.reporters_made.filter(is_confirmed=False):
            if not ArticleByline.objects.filter(reporter=reporter).exists() and not reporter.bylines.exists():
                batch.reporters_made.remove(reporter)
                reporter.delete()
        batch.undone_at, batch.undone_by = now, by
        batch.save(update_fields=["undone_at", "undone_by"])
    return len(untouched), len(pieces) - len(untouched)


def _keep(page: Page, report: FileReport, data: bytes, options: Options, *, now: datetime) -> FileReport:
    issue_date = options.issue_date or _whole_date(page.page_date)
    options = replace(options, issue_date=issue_date)
    keeper = _Keeper(page, report, data, options, now)
    pieces = tuple(keeper.keep(order, article) for order, article in enumerate(page.articles, start=1))
    report = replace(report, pieces=pieces, batch=keeper.batch.pk if keeper.batch else None)
    if keeper.batch:
        keeper.batch.report = report.as_json()
        keeper.batch.save(update_fields=["report"])
    return report


class _Keeper:
    """Keeps the pieces of one file; its batch is made with the first piece that changes anything."""

    def __init__(self, page: Page, report: FileReport, data: bytes, options: Options, now: datetime) -> None:
        self.page, self.report, self.options, self.now = page, report, options, now
        self.data = data
        self.batch: ImportBatch | None = None

    def keep(self, order: int, parsed: ParsedArticle) -> PieceReport:
        columns = self._columns(order, parsed)
        ref = self._reference(order)
        existing = _locked(ref)
        if existing and existing.batch.sha256 != self.report.sha256 and not _is_alike(existing, columns["body"]):
            ref = f"{ref}~{_digest(columns['body'])}"
            existing = _locked(ref)
        if existing is None:
            article = Article(import_ref=ref, **self._beginning(), **columns)
            return self._write(article, parsed, CREATED)
        if not self._differs(existing, parsed, columns):
            return piece_report(parsed, outcome=UNCHANGED, number=existing.number)
        if not _is_untouched(existing):
            return piece_report(parsed, outcome=KEPT, number=existing.number)
        for name, value in columns.items():
            setattr(existing, name, value)
        return self._write(existing, parsed, UPDATED)

    def _reference(self, order: int) -> str:
        issue = self.options.issue_date.isoformat() if self.options.issue_date else ""
        return f"{issue}/{self.options.page_label}/{self.report.file}#{order}"[:280]

    def _beginning(self) -> dict:
        status = Status.PRINT_CHECK if self.options.is_printed else Status.DRAFT
        return {"status": status, "is_printed": self.options.is_printed, "created_by": self.options.by}

    def _columns(self, order: int, parsed: ParsedArticle) -> dict:
        columns = {
            "kicker": _cut(parsed.kicker, "kicker"),
            "headline": _cut(parsed.headline, "headline"),
            "subheading": _cut(parsed.subheading, "subheading"),
            "dateline": _cut(parsed.dateline, "dateline"),
            "dateline_place": _cut(parsed.dateline_place, "dateline_place"),
            "event_date": _whole_date(parsed.event_date),
            "filed_date": _whole_date(parsed.filed_date),
            "body": _body(parsed),
            "source": _cut(parsed.source, "source"),
            "printed_byline": _cut(parsed.printed_byline, "printed_byline"),
            "printed_byline_place": parsed.printed_byline_place if parsed.printed_byline_place in BylinePlace else "",
            "issue_date": self.options.issue_date,
            "page_label": self.options.page_label,
            "page_order": order,
            "source_lines": [parsed.first_line, parsed.last_line],
        }
        if self.options.section:
            columns["section"] = self.options.section
        for field, words in RESPONSIBLE.items():
            names = [one.name for one in (*parsed.credits, *self.page.credits) if _is_role(one, words)]
            columns[field] = _cut("、".join(dict.fromkeys(names)), field)
        return columns

    def _differs(self, existing: Article, parsed: ParsedArticle, columns: dict) -> bool:
        """Whether this text would change what the last import of this piece brought in."""
        last = existing.revisions.filter(is_import=True).order_by("-number").first()
        if last is None:
            return True
        text = {name: value for name, value in columns.items() if name in CONTENT_FIELDS}
        named = [[one.name, one.standing, one.role] for one in _credits(parsed)]
        return any(getattr(last, name) != value for name, value in text.items()) or named != [
            [row["name"], row["standing"], row["role"]] for row in last.credits
        ]

    def _write(self, article: Article, parsed: ParsedArticle, outcome: str) -> PieceReport:
        article.batch = self._batch()
        article.save()
        article.bylines.all().delete()
        article.remarks.filter(settled_at__isnull=True).delete()
        doubts = [*parsed.remarks, *_own_remarks(parsed)]
        for position, credit in enumerate(_credits(parsed)):
            reporter, doubt = self._reporter(credit)
            doubts += [doubt] if doubt else []
            ArticleByline.objects.create(
                article=article,
                position=position,
                reporter=reporter,
                printed_name=credit.name[:60],
                standing=credit.standing[:30],
                role=credit.role[:20],
                organisation=credit.organisation[:80],
            )
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
        )
        editing.keep_revision(article, by=self.options.by, now=self.now, is_import=True)
        return replace(piece_report(parsed, outcome=outcome, number=article.number), remarks=tuple(doubts))

    def _batch(self) -> ImportBatch:
        if self.batch is None:
            options = self.options
            self.batch = ImportBatch.objects.create(
                file_name=self.report.file[:255],
                sha256=self.report.sha256,
                encoding=self.report.encoding,
                text=decode(self.data, options.encoding).text,
                issue_date=options.issue_date,
                page_label=options.page_label,
                is_printed=options.is_printed,
                print_released_by=options.print_released_by,
                print_released_on=options.print_released_on,
                by=options.by,
                at=self.now,
            )
        return self.batch

    def _reporter(self, credit: Credit) -> tuple[Reporter | None, ParsedRemark | None]:
        """The reporter of this name; an unknown one is made, unconfirmed; namesakes are the editor's to settle."""
        found = list(Reporter.objects.filter(name=credit.name)[:2])
        if len(found) == 1:
            return found[0], None
        if found:
            return None, ParsedRemark("namesakes", (("name", credit.name),))
        reporter = Reporter.objects.create(
            name=credit.name[:60], organisation=credit.organisation[:80], is_confirmed=False
        )
        self._batch().reporters_made.add(reporter)
        return reporter, ParsedRemark("unknown_name", (("name", credit.name),))


def _locked(ref: str) -> Article | None:
    return (
        Article.objects.select_for_update(of=("self",))
        .select_related("batch", "current_revision")
        .filter(import_ref=ref)
        .first()
    )


def _is_untouched(article: Article) -> bool:
    """An import that nobody has edited or acted on."""
    is_waiting = article.status in {Status.DRAFT, Status.PRINT_CHECK}
    return is_waiting and article.current_revision.is_import and not article.reviews.exists()


def _is_alike(article: Article, body: str) -> bool:
    last = article.revisions.filter(is_import=True).order_by("-number").first()
    old, new = bodies.plain_text(last.body if last else article.body), bodies.plain_text(body)
    return difflib.SequenceMatcher(None, old, new, autojunk=False).quick_ratio() >= SAME_PIECE


def _credits(parsed: ParsedArticle) -> list[Credit]:
    """Who wrote and photographed the piece, those of its captions included; who made the page is named elsewhere."""
    responsible = tuple(word for words in RESPONSIBLE.values() for word in words)
    seen: dict[str, Credit] = {}
    for credit in (*parsed.credits, *(one for caption in parsed.captions for one in caption.credits)):
        if not _is_role(credit, responsible):
            seen.setdefault(credit.name, credit)
    return list(seen.values())


def _is_role(credit: Credit, words: tuple[str, ...]) -> bool:
    return credit.role in words or credit.standing in words


def _own_remarks(parsed: ParsedArticle) -> Iterable[ParsedRemark]:
    """Doubts that only arise because the piece is to be kept: a day without a year, a caption without its picture."""
    for day in (parsed.event_date, parsed.filed_date):
        if day and not day.year:
            yield ParsedRemark("year_unknown", (("month", day.month), ("day", day.day)))
    for caption in parsed.captions:
        lines = tuple(range(caption.first_line, caption.last_line + 1))
        yield ParsedRemark("caption_without_picture", (("caption", caption.text),), lines)


def _body(parsed: ParsedArticle) -> str:
    tags = [(("h2" if one.is_subhead else "p"), html.escape(one.text, quote=False)) for one in parsed.paragraphs]
    return bodies.sanitise("".join(f"<{tag}>{text}</{tag}>" for tag, text in tags))


def _whole_date(day: PrintedDate | None) -> date | None:
    """The date, when its year is known and such a day exists."""
    try:
        return date(day.year, day.month, day.day) if day and day.year else None
    except ValueError:
        return None


def _cut(text: str, field: str) -> str:
    """What fits into the column; a printed headline group of several lines becomes one."""
    return " ".join(text.split("\n"))[: Article._meta.get_field(field).max_length]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
