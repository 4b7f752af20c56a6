"""Bring a paper back: manage.py restore FILE, into an empty place."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from gazette.operations import backup
from gazette.operations import restore as restoring


class Command(BaseCommand):
    help = (
        "Bring a paper back from a backup into an empty place: a database without a paper (SQLite or PostgreSQL, "
        "whatever the backup came from) and a GAZETTE_HOME without pictures. The file is checked before, the paper "
        "afterwards (check_paper); pages kept before are not shown any more. The server must not run meanwhile."
    )
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--check", action="store_true", help="only read the file and say whether it is whole")

    def handle(self, *, file: Path, check: bool, **options) -> None:
        try:
            if check:
                self._tell(backup.check(file))
                return
            restored = restoring.restore(file, say=self.stdout.write)
        except (backup.Damaged, restoring.CannotRestore) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                _("%(file)s: %(why)s.") % {"file": error.filename or file, "why": error.strerror or error}
            ) from error
        self._tell(restored.manifest)
        if "secret_key" in restored.manifest.members and not restored.is_key_taken:
            self.stdout.write(_("The secret key of this place stays; the one in the backup was not taken."))
        if restored.breaches:
            lines = [f"{breach.where}: {breach.what}" for breach in restored.breaches]
            raise CommandError("\n".join([_("The paper is back, and not whole:"), *lines]))
        self.stdout.write(_("The paper is back and whole."))

    def _tell(self, manifest: backup.Manifest) -> None:
        self.stdout.write(
            _("Backup of “%(paper)s” (%(engine)s), made at %(at)s: whole.")
            % {"paper": manifest.paper, "engine": manifest.engine, "at": manifest.made_at}
        )
        for name, value in manifest.settings.items():
            self.stdout.write(f"  {name}: {value}")
        for name in manifest.missing:
            self.stdout.write(_("%(name)s: a row names this file, and it is not there.") % {"name": name})
        for name in backup.changed(manifest):
            self.stdout.write(_("%(name)s: the file is not the one that was kept.") % {"name": name})
