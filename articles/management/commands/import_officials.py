"""Take in a list of officials: manage.py import_officials FILE.csv."""

from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.management.newsroom import NewsroomCommand
from articles.proofing import lists


class Command(NewsroomCommand):
    help = (
        "Take in a CSV file of officials, all of it or nothing. Its columns: 姓名, 职务, 职务简称, 排序, 任职日期, "
        "离任日期, 核对日期. Running it twice changes nothing."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options) -> None:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(_("%(file)s cannot be read: %(why)s") % {"file": file, "why": error.strerror}) from error
        try:
            done = lists.import_officials(data, today=timezone.localdate())
        except lists.UnreadableOfficials as error:
            raise CommandError(f"{file}:\n{error}") from error
        self.stdout.write(
            _("Officials: %(added)d added, %(changed)d changed, %(unchanged)d as they were.")
            % {"added": done.added, "changed": done.changed, "unchanged": done.unchanged}
        )
