"""Save the paper into one file: manage.py backup [--to FOLDER] [--keep N]."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from gazette.operations import backup


class Command(BaseCommand):
    help = (
        "Save the whole paper into one file while it runs: rows, the newsroom's pictures, the secret key. The file is "
        "read again and compared; older ones go. It holds secrets: only its owner may read it. Copy it to another "
        "machine."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--to", type=Path, metavar="FOLDER", help="default: backups in GAZETTE_HOME")
        parser.add_argument("--keep", type=int, default=14, metavar="N", help="how many backups stay (default: 14)")

    def handle(self, *, to: Path | None, keep: int, **options) -> None:
        if keep < 1:
            raise CommandError(_("--keep is %(keep)d, but at least 1 is expected.") % {"keep": keep})
        folder = to or settings.HOME / "backups"
        try:
            made = backup.make(folder, keep=keep, now=timezone.now())
        except (backup.CannotBackUp, backup.Damaged) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("%(file)s: %(size)s, rows: %(rows)d, files: %(files)d, read again and whole.")
            % {
                "file": made.path,
                "size": filesizeformat(made.size),
                "rows": sum(made.manifest.tables.values()),
                "files": sum(name.startswith("private/") for name in made.manifest.members),
            }
        )
        if made.removed:
            self.stdout.write(_("Older backups removed: %(names)s.") % {"names": "、".join(made.removed)})
        for name in made.manifest.missing:
            self.stderr.write(_("%(name)s: a row names this file, and it is not there.") % {"name": name})
        for name in backup.changed(made.manifest):
            self.stderr.write(_("%(name)s: the file is not the one that was kept.") % {"name": name})
