"""manage.py import_articles PATH…: page texts become drafts."""

import json
import sys
from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.importing import drafts
from articles.importing.predicted import predicted
from articles.importing.records import UnreadablePage
from articles.importing.reports import CREATED, KEPT, UNCHANGED, UPDATED, FileReport
from articles.importing.sources import Source, sources
from articles.models.shared import Section

SUMMARY = _(
    "%(file)s: %(pieces)d pieces; %(lines)d lines, %(blank)d of them blank, "
    "%(furniture)d of the page's furniture, %(lost)d unaccounted for."
)
OUTCOMES = {
    CREATED: _("created"),
    UPDATED: _("updated"),
    UNCHANGED: _("unchanged"),
    KEPT: _("edited since, left alone"),
}


def day(text: str) -> date:
    """An ISO date of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("“%(text)s” is no date: write it as 2023-04-07.") % {"text": text}) from error


class Command(BaseCommand):
    help = "Import newspaper pages: text files, folders of them, or patterns. Each piece becomes a draft."
    requires_system_checks = []  # a dry run needs no database and prints nothing but its result

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a text file, a folder, or a pattern in quotes")
        parser.add_argument("--issue-date", type=day, metavar="YYYY-MM-DD", help="the day on which the page appeared")
        parser.add_argument("--page", default="", metavar="A01", help="the page's label")
        parser.add_argument("--section", default="", metavar="NAME", help="name or address of the section")
        parser.add_argument("--encoding", metavar="NAME", help="of the files; found by itself unless it is Big5")
        parser.add_argument("--printed", action="store_true", help="the page is signed and printed already")
        parser.add_argument("--print-released-by", default="", metavar="NAME", help="with --printed: who released it")
        parser.add_argument("--print-released-on", type=day, metavar="YYYY-MM-DD", help="with --printed: on which day")
        parser.add_argument("--dry-run", action="store_true", help="only say what would come in; needs no database")
        parser.add_argument("--json", action="store_true", help="print JSON on standard output and nothing else there")

    def handle(self, *, paths: list[str], **options) -> None:
        files = list(sources(paths))
        failures = (self.try_out if options["dry_run"] else self.take_in)(files, options)
        if failures:
            raise CommandError(
                ngettext("%(count)d file was not taken in.", "%(count)d files were not taken in.", failures)
                % {"count": failures}
            )

    def try_out(self, files: list[Source], options: dict) -> int:
        """Parse only. With --json, one file gives its list of pieces, several give one list by file."""
        choices = self.choices(options)
        results, failures = {}, 0
        for file in files:
            try:
                reading, report = drafts.read(file.name, file.read(), choices)
            except UnreadablePage as error:
                failures += 1
                self.complain(file, drafts.sentence_of(error))
                continue
            results[file.address] = predicted(reading.page)
            if not options["json"]:
                self.show(report)
        if options["json"]:
            self.print_json(next(iter(results.values()), []) if len(files) == 1 else results)
        return failures

    def take_in(self, files: list[Source], options: dict) -> int:
        self.check_database()
        choices = self.choices(options, section=self.section(options["section"]))
        reports, failures = [], 0
        for file in files:
            try:
                report = drafts.take_in(file.address, file.read(), choices, pictures=file.pictures)
            except UnreadablePage as error:
                report = FileReport(file=file.name, error=drafts.sentence_of(error))
            reports.append(report)
            if report.error:
                failures += 1
                self.complain(file, report.error)
            elif not options["json"]:
                self.show(report)
        if options["json"]:
            self.print_json([report.as_json() for report in reports])
        return failures

    def check_database(self) -> None:
        try:
            drafts.roster()
        except DatabaseError as error:
            raise CommandError(
                _("The database is not ready: run “manage.py migrate” first. (%(why)s)") % {"why": error}
            ) from error

    def choices(self, options: dict, *, section: Section | None = None) -> drafts.Options:
        if options["printed"] and not (options["print_released_by"].strip() and options["print_released_on"]):
            raise CommandError(
                _("--printed needs --print-released-by and --print-released-on: who signed the page, and when.")
            )
        return drafts.Options(
            issue_date=options["issue_date"],
            page_label=options["page"],
            section=section,
            encoding=options["encoding"],
            is_printed=options["printed"],
            print_released_by=options["print_released_by"].strip(),
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

    def show(self, report: FileReport) -> None:
        """One line a piece, its remarks below it."""
        counts = {
            "file": report.file,
            "pieces": len(report.pieces),
            "lines": report.lines,
            "blank": report.blank_lines,
            "furniture": len(report.furniture),
            "lost": len(report.unaccounted),
        }
        self.stdout.write(str(SUMMARY % counts))
        for piece in report.pieces:
            parts = [
                _("lines %(first)d–%(last)d") % {"first": piece.first_line, "last": piece.last_line},
                piece.headline or _("(headline to come)"),
                piece.dateline,
                piece.date,
                "、".join(piece.credits),
                _("%(count)d paragraphs") % {"count": piece.paragraphs},
                _("%(count)d characters") % {"count": piece.characters},
                f"№ {piece.number}" if piece.number else "",
                OUTCOMES.get(piece.outcome, ""),
            ]
            self.stdout.write("  " + " | ".join(str(part) for part in parts if part))
            for remark in piece.remarks:
                self.stdout.write(f"    · {drafts.remark_sentence(remark)}")

    def print_json(self, value) -> None:
        sys.stdout.reconfigure(encoding="utf-8")
        json.dump(value, self.stdout._out, ensure_ascii=False, indent=1)
        self.stdout.write("")
