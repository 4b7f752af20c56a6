"""manage.py import_articles PATH…: pages, manuscripts and tables become drafts, with --archive the public archive."""

import json
import os
import sys
from argparse import ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.importing import archive, drafts, sources, structured
from articles.importing.predicted import predicted
from articles.importing.records import UnreadablePage
from articles.importing.reports import FileReport
from articles.importing.sources import Source
from articles.management import archives, tables
from articles.management.newsroom import NewsroomCommand
from articles.models.content import page_named
from articles.models.imports import ImportBatch
from articles.models.shared import Section
from staff.years import FIRST_DAY, LAST_DAY

#: Exit statuses beside 0: nothing was taken in (1; 2 is argparse's), or some was and some was not.
NOTHING, PARTLY = 1, 3
HELP = (
    "Import pieces as drafts: page texts (.txt), Word manuscripts (.docx), tables (.csv) and JSON lines (.jsonl); "
    "files, folders with all below them, zips, or patterns in quotes. Twice is once; an edited draft is left alone.\n\n"
    "With --archive, pieces that were printed long ago are published at once under their issue dates, on the\n"
    "signature of an account that may sign archives. They enter no feed and are never the latest. A table may be of\n"
    "any length; a run that was broken off goes on where it ended. A piece is known by its 编号, else by its day, its\n"
    "page and its text.\n\n"
    "Exit status: 0 all was taken in; 1 nothing was; 2 the command was not understood; 3 some files or photos were not."
)
PAGE = "the page's label; else that in the file's name, else the one that the head of the page states"
ISSUE_DATE = "the day on which the page appeared; else the page's own, else that in the name of file or folder"


def day(text: str) -> date:
    """An ISO date of the command line."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("“%(text)s” is no date: write it as 2023-04-07.") % {"text": text}) from error
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ArgumentTypeError(_("“%(text)s”: this year cannot be; check the date.") % {"text": text})
    return day


def fitting(column: str) -> Callable[[str], str]:
    """What reads a text of the command line that is to fit into this column of an import."""
    most = ImportBatch._meta.get_field(column).max_length

    def fitted(text: str) -> str:
        text = text.strip()
        if len(text) > most:
            raise ArgumentTypeError(
                _("“%(text)s” is too long: %(most)d characters at most.") % {"text": text, "most": most}
            )
        return page_named(text) if column == "page_label" else text

    return fitted


class Command(NewsroomCommand):
    help = HELP
    requires_system_checks = []  # a dry run needs no database and prints nothing but its result

    def create_parser(self, prog_name: str, subcommand: str, **options) -> CommandParser:
        photos = _from_sentence(sources.__doc__, "Photos go")
        columns = _from_sentence(structured.__doc__, "The first line")
        options |= {
            "formatter_class": RawDescriptionHelpFormatter,
            "epilog": f"Photos beside a text\n\n{photos}\n\nTables\n\n{columns}",
        }
        return super().create_parser(prog_name, subcommand, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, a zip, or a pattern in quotes")
        parser.add_argument("--issue-date", type=day, metavar="YYYY-MM-DD", help=ISSUE_DATE)
        parser.add_argument("--page", type=fitting("page_label"), default="", metavar="A01", help=PAGE)
        parser.add_argument("--section", default="", metavar="NAME", help="name or address of the section")
        parser.add_argument("--encoding", metavar="NAME", help="of the files; found by itself unless it is Big5")
        parser.add_argument("--printed", action="store_true", help="the page is signed and printed already")
        released_by = {"type": fitting("print_released_by"), "default": "", "metavar": "NAME"}
        parser.add_argument("--print-released-by", **released_by, help="with --printed: who released it")
        parser.add_argument("--print-released-on", type=day, metavar="YYYY-MM-DD", help="with --printed: on which day")
        parser.add_argument("--archive", action="store_true", help="publish historical pieces, on a signature")
        parser.add_argument("--signed-by", default="", metavar="LOGIN", help="with --archive: the account that signs")
        parser.add_argument("--dry-run", action="store_true", help="only say what would come in; needs no database")
        parser.add_argument("--json", action="store_true", help="print JSON on standard output and nothing else there")
        parser.add_argument("--report", metavar="FILE.json", help="also write the whole report into this file")

    def handle(self, *, paths: list[str], **options) -> None:
        try:
            self.import_all(paths, options)
        except BrokenPipeError as error:
            # What is still in the buffer would fail again, with a traceback, when Python ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            said = _("Nobody read the output to its end. What was not taken in by then comes in when you run it again.")
            raise CommandError(said, returncode=PARTLY) from error

    def import_all(self, paths: list[str], options: dict) -> None:
        check_together(options)
        files = sources.sources(paths)
        write_report = self.report_writer(options["report"])
        if options["archive"]:
            self.publish_archive(files, options, write_report)
            return
        reports = (self.try_out if options["dry_run"] else self.take_in)(files, options)
        counts = tables.totals(reports)
        write_report({"totals": counts, "files": [report.as_json() for report in reports]})
        if not options["json"] and len(reports) > 1:
            tables.show_totals(self.console, counts)
        self.judge(reports)

    def judge(self, reports: list[FileReport]) -> None:
        """Fail where something was not taken in, and say how much."""
        failures = sum(bool(report.error) for report in reports)
        pictures = sum(len(report.refused) for report in reports)
        if not failures and not pictures:
            return
        of_files = ngettext("%(count)d file was not taken in.", "%(count)d files were not taken in.", failures)
        of_photos = ngettext("%(count)d photo could not be used.", "%(count)d photos could not be used.", pictures)
        said = [text % {"count": count} for text, count in ((of_files, failures), (of_photos, pictures)) if count]
        raise CommandError(" ".join(said), returncode=NOTHING if failures == len(reports) else PARTLY)

    @property
    def console(self):
        return tables.console_for(self.stdout._out)

    def try_out(self, files: list[Source], options: dict) -> list[FileReport]:
        """Parse only. With --json, one file gives its list of pieces, several give one list by file."""
        choices = self.choices(options)
        results, reports = {}, []
        for file in tables.with_progress(files, self.stderr._out):
            try:
                reading, report = drafts.read(file.address, file.read(), choices, pictures=file.pictures)
            except UnreadablePage as error:
                reports.append(drafts.refused(file.address, error))
                self.complain(file, reports[-1].error)
                continue
            reports.append(report)
            results[file.address] = predicted(reading.page)
            if not options["json"]:
                tables.show_file(self.console, report)
        if options["json"]:
            self.print_json(next(iter(results.values()), []) if len(files) == 1 else results)
        return reports

    def take_in(self, files: list[Source], options: dict) -> list[FileReport]:
        self.check_database()
        choices = self.choices(options, section=self.section(options["section"]))
        reports = []
        for file in tables.with_progress(files, self.stderr._out):
            try:
                report = drafts.take_in(file.address, file.read(), choices, pictures=file.pictures)
            except UnreadablePage as error:
                report = drafts.refused(file.address, error)
            reports.append(report)
            if report.error:
                self.complain(file, report.error)
            elif not options["json"]:
                tables.show_file(self.console, report)
            for sentence in report.refused:
                self.complain(file, sentence)
        if options["json"]:
            self.print_json([report.as_json() for report in reports])
        return reports

    def publish_archive(self, files: list[Source], options: dict, write_report: Callable[[dict], None]) -> None:
        self.check_database()
        choices = archive.Options(
            signed_by=None if options["dry_run"] else archives.signer(options["signed_by"]),
            issue_date=options["issue_date"],
            page_label=options["page"],
            section=self.section(options["section"]),
            encoding=options["encoding"],
        )
        reports = archives.run(
            files,
            choices,
            console=None if options["json"] else self.console,
            errors=self.stderr._out,
            complain=lambda sentence: self.stderr.write(self.style.ERROR(sentence)),
        )
        said = {"totals": archives.totals(reports), "files": [report.as_json() for report in reports]}
        write_report(said)
        if options["json"]:
            self.print_json(said)
        archives.judge(reports, nothing=NOTHING, partly=PARTLY)

    def check_database(self) -> None:
        try:
            drafts.roster()
        except DatabaseError as error:
            raise CommandError(
                _("The database is not ready: run “manage.py migrate” first. (%(why)s)") % {"why": error}
            ) from error

    def choices(self, options: dict, *, section: Section | None = None) -> drafts.Options:
        return drafts.Options(
            issue_date=options["issue_date"],
            page_label=options["page"],
            section=section,
            encoding=options["encoding"],
            is_printed=options["printed"],
            print_released_by=options["print_released_by"],
            print_released_on=options["print_released_on"],
        )

    def section(self, named: str) -> Section | None:
        if not named:
            return None
        section = Section.objects.filter(name=named).first() or Section.objects.filter(slug=named).first()
        if section is None:
            known = "、".join(Section.objects.values_list("name", flat=True)) or str(_("none yet"))
            raise CommandError(
                _("There is no section “%(name)s”. Sections: %(known)s.") % {"name": named, "known": known}
            )
        return section

    def complain(self, file: Source, sentence: str) -> None:
        self.stderr.write(self.style.ERROR(f"{file.address}: {sentence}"))

    def print_json(self, value) -> None:
        sys.stdout.reconfigure(encoding="utf-8")
        json.dump(value, self.stdout._out, ensure_ascii=False, indent=1)
        self.stdout.write("")

    def report_writer(self, path: str | None) -> Callable[[dict], None]:
        """What writes the report. Fails now, before anything is imported, where the file cannot be written."""
        if not path:
            return lambda report: None
        try:
            Path(path).open("a", encoding="utf-8").close()
        except OSError as error:
            raise CommandError(
                _("The report “%(file)s” cannot be written: %(why)s.") % {"file": path, "why": error.strerror}
            ) from error
        return lambda report: Path(path).write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def check_together(options: dict) -> None:
    """Raise CommandError where one option says nothing without another, or nothing beside it."""
    is_released = bool(options["print_released_by"] or options["print_released_on"])
    if options["printed"] and options["archive"]:
        raise CommandError(_("A page is either fresh from print (--printed) or of the archive (--archive)."))
    if options["printed"] and not (options["print_released_by"] and options["print_released_on"]):
        raise CommandError(
            _("--printed needs --print-released-by and --print-released-on: who signed the page, and when.")
        )
    if is_released and not options["printed"]:
        raise CommandError(
            _("--print-released-by and --print-released-on go with --printed; without it the pieces come in as drafts.")
        )
    if options["signed_by"] and not options["archive"]:
        raise CommandError(_("--signed-by goes with --archive; without it the pieces come in as drafts."))


def _from_sentence(text: str, beginning: str) -> str:
    """The part of a module's documentation from this sentence on."""
    return text[text.index(beginning) :].rstrip()
