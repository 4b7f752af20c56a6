"""The last stage of the import: what was read becomes drafts, in one transaction a file.

Running an import twice changes nothing. An imported draft that nobody has touched follows a better text; one that
somebody has edited or acted on is never overwritten. Doubts become remarks on the piece.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone

from articles.importing import sentences
from articles.importing.columns import whole_date
from articles.importing.keeper import Foreseen, Keeper, Options, imported_under_another_date
from articles.importing.photographs import Taken, take_pictures
from articles.importing.pictures import Photograph
from articles.importing.reading import Reading, day_in, label_in
from articles.importing.reading import read as read_source
from articles.importing.records import Remark as ParsedRemark
from articles.importing.records import UnreadablePage
from articles.importing.reporters import forget_uncredited
from articles.importing.reports import FileReport, file_report
from articles.importing.structured import Row
from articles.importing.untouched import keys_of_untouched, remove
from articles.models.imports import ImportBatch
from articles.models.newsroom import Article
from staff.models import Reporter, User


def read(
    address: str,
    data: bytes,
    options: Options,
    *,
    roster: Iterable[str] = (),
    pictures: Sequence[Photograph] = (),
) -> tuple[Reading, FileReport]:
    """Parse one file without touching the database. Raises UnreadablePage.

    The issue date is the one that was said, else the page's own, else that of the file's or its folder's name. The
    page's label is the one that was said, else that of the file's name, else the page's own.
    """
    name, said = PurePath(address).name, options.issue_date
    named = day_in(address)
    facts = {"encoding": options.encoding, "roster": frozenset(roster), "pictures": pictures}
    reading = read_source(name, data, issue_date=said or named, **facts)
    printed = whole_date(reading.page.page_date)
    if not said and named and printed and printed != named:
        reading = read_source(name, data, issue_date=printed, **facts)
        params = (("name", named.isoformat()), ("page", printed.isoformat()))
        remark = ParsedRemark("day_in_name_differs", params)
        reading = replace(reading, page=replace(reading.page, remarks=(*reading.page.remarks, remark)))
    report = file_report(
        name,
        reading.page,
        encoding=reading.encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        pictures=tuple((one.photograph.name, one.piece) for one in reading.pictures),
    )
    return reading, replace(
        report,
        issue_date=(said or printed or named).isoformat() if said or printed or named else "",
        row_dates=_dates_of(reading.rows),
        page_label=options.page_label or label_in(name) or reading.page.page_label,
    )


def _dates_of(rows: Sequence[Row | None]) -> str:
    """The issue dates of a table's rows, from the first to the last; empty where a row has none."""
    days = [row.issue_date if row else None for row in rows]
    if not days or None in days:
        return ""
    return "–".join(day.isoformat() for day in sorted({min(days), max(days)}))


def take_in(
    address: str,
    data: bytes,
    options: Options,
    *,
    now: datetime | None = None,
    pictures: Sequence[Photograph] = (),
) -> FileReport:
    """Import one file: all of it or, when it cannot be read, nothing; the report says which."""
    now = now or timezone.now()
    try:
        reading, report = read(address, data, options, roster=roster(), pictures=pictures)
    except UnreadablePage as error:
        return refused(address, error)
    options = completed(options, report)
    taken = take_pictures(reading.pictures)
    with transaction.atomic():
        return _keep(reading, taken, report, options, now=now)


def foresee(reading: Reading, report: FileReport, options: Options, *, now: datetime | None = None) -> list[Foreseen]:
    """What an import would make of each piece that was read; nothing is written."""
    with transaction.atomic():
        keeper = Keeper(reading, (), report, completed(options, report), now or timezone.now())
        return [keeper.foresee(index) for index in range(len(reading.page.articles))]


def completed(options: Options, report: FileReport) -> Options:
    """The options with the issue date of the file, and with the label that its name says."""
    return replace(
        options,
        issue_date=date.fromisoformat(report.issue_date) if report.issue_date else None,
        page_label=(options.page_label or label_in(report.file))[: Article._meta.get_field("page_label").max_length],
    )


def refused(address: str, error: UnreadablePage) -> FileReport:
    """The report on a file of which nothing was taken in."""
    return FileReport(file=PurePath(address).name, error=sentences.of_error(error))


def roster() -> frozenset[str]:
    """The names of all confirmed reporters: they settle how names printed without spaces are divided."""
    return frozenset(Reporter.objects.filter(is_confirmed=True).values_list("name", flat=True))


def undo(batch: ImportBatch, *, by: User, now: datetime | None = None) -> tuple[int, int]:
    """撤销本次导入: remove the untouched drafts of a batch and the reporters that it made and nobody credits.

    Gives how many drafts were removed and how many stay because somebody has worked on them.
    """
    now = now or timezone.now()
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        pieces = list(batch.articles.select_for_update().order_by("pk"))
        keys = keys_of_untouched(batch.articles.all())
        untouched = [article for article in pieces if article.pk in keys]
        for article in untouched:
            remove(article)
        forget_uncredited(batch)
        batch.undone_at, batch.undone_by = now, by
        batch.save(update_fields=["undone_at", "undone_by"])
    return len(untouched), len(pieces) - len(untouched)


def _keep(
    reading: Reading, taken: Sequence[Taken], report: FileReport, options: Options, *, now: datetime
) -> FileReport:
    keeper = Keeper(reading, taken, report, options, now)
    pieces = tuple(keeper.keep(index) for index in range(len(reading.page.articles)))
    report = replace(
        report,
        pieces=pieces,
        batch=keeper.batch.pk if keeper.batch else None,
        refused=tuple(f"{one.name}：{one.refusal}" for one in taken if one.refusal),
    )
    if keeper.batch:
        if said := imported_under_another_date(keeper.batch):
            report = replace(report, remarks=(*report.remarks, said))
        keeper.batch.report = report.as_json()
        keeper.batch.save(update_fields=["report"])
    return report
