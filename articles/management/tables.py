"""The report of an import as tables for people, and a progress bar while it runs."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from articles.importing import sentences
from articles.importing.reports import CREATED, KEPT, UNCHANGED, UPDATED, FileReport, PieceReport
from articles.importing.sources import Source

#: Columns of a report that is written into a file or a pipe, where nobody tells how wide it may be.
WIDTH = 150
#: A bar for fewer files would be gone before anybody has seen it.
FILES_WORTH_A_BAR = 5

SUMMARY = gettext_lazy(
    "%(file)s: %(pieces)d pieces; %(lines)d lines, %(blank)d of them blank, "
    "%(furniture)d of the page's furniture, %(lost)d unaccounted for."
)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command to say that nobody reads any more: rich would end the process without a word."""
        raise BrokenPipeError


def console_for(file: TextIO) -> Console:
    """A console that writes plain text into files and pipes. Raises BrokenPipeError when nobody reads these."""
    is_terminal = file.isatty()
    return _Console(file=file, width=None if is_terminal else WIDTH, highlight=False, force_terminal=is_terminal)


def show_file(console: Console, report: FileReport) -> None:
    """A file's summary, its pieces as a table, and the remarks below it, each with the number of its piece."""
    counts = {
        "file": report.file,
        "pieces": len(report.pieces),
        "lines": report.lines,
        "blank": report.blank_lines,
        "furniture": len(report.furniture),
        "lost": len(report.unaccounted),
    }
    console.print(Text(str(SUMMARY % counts), style="bold"))
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title, options in (
        ("", {"justify": "right", "no_wrap": True}),
        (_("lines"), {"no_wrap": True}),
        (_("headline"), {"ratio": 3}),
        (_("dateline"), {"ratio": 1}),
        (_("date"), {"no_wrap": True}),
        (_("credits"), {"ratio": 2}),
        (_("paragraphs"), {"justify": "right"}),
        (_("characters"), {"justify": "right"}),
        (_("photos"), {"justify": "right"}),
        (_("remarks"), {"justify": "right"}),
        (_("outcome"), {"no_wrap": True}),
    ):
        table.add_column(title, **options)
    for place, piece in enumerate(report.pieces, start=1):
        table.add_row(*(Text(str(cell)) for cell in _cells(place, piece)))
    console.print(table)
    for place, piece in enumerate(report.pieces, start=1):
        for remark in piece.remarks:
            where = f"{place}:{remark.lines[0]}" if remark.lines else str(place)
            console.print(Text(f"  [{where}] {sentences.of_remark(remark)}"))
    for remark in report.remarks:
        where = f"[{remark.lines[0]}] " if remark.lines else ""
        console.print(Text(f"  {where}{sentences.of_remark(remark)}"))


def _cells(place: int, piece: PieceReport) -> list:
    return [
        place,
        f"{piece.first_line}–{piece.last_line}",
        piece.headline or _("(headline to come)"),
        piece.dateline,
        piece.date,
        "、".join(piece.credits),
        piece.paragraphs,
        piece.characters,
        len(piece.pictures) or "",
        len(piece.remarks) or "",
        f"№ {piece.number} {sentences.OUTCOMES[piece.outcome]}" if piece.number else "",
    ]


def totals(reports: Iterable[FileReport]) -> dict[str, int]:
    """What came of all files together. `unaccounted` is 0, always: a law of the import, and a test."""
    reports = list(reports)
    return {
        "files": len(reports),
        "not_taken_in": sum(bool(report.error) for report in reports),
        "pieces": sum(len(report.pieces) for report in reports),
        **{name: sum(report.count(name) for report in reports) for name in (CREATED, UPDATED, UNCHANGED, KEPT)},
        "pictures": sum(len(piece.pictures) for report in reports for piece in report.pieces),
        "pictures_refused": sum(len(report.refused) for report in reports),
        "remarks": sum(report.open_remarks for report in reports),
        "lines": sum(report.lines for report in reports),
        "unaccounted": sum(len(report.unaccounted) for report in reports),
    }


def show_totals(console: Console, counts: dict[str, int]) -> None:
    """One line for all files together."""
    sentence = _(
        "%(files)d files, %(pieces)d pieces: %(created)d created, %(updated)d updated, %(unchanged)d unchanged, "
        "%(kept)d left alone; %(pictures)d photos, %(remarks)d remarks; %(lines)d lines, "
        "%(unaccounted)d unaccounted for."
    )
    console.print(Text(sentence % counts, style="bold"))


def with_progress(files: Sequence[Source], errors: TextIO) -> Iterator[Source]:
    """The files one after the other, with a bar on the error stream where that is a terminal and there are many."""
    if len(files) < FILES_WORTH_A_BAR or not errors.isatty():
        yield from files
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console_for(errors), transient=True) as progress:
        task = progress.add_task("", total=len(files))
        for file in files:
            progress.update(task, description=file.name)
            yield file
            progress.advance(task)
