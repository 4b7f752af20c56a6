"""Say what is wrong with this installation, and how to mend it: manage.py doctor."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from gazette.operations import doctor
from gazette.operations.doctor.findings import ERROR

ONLY_WARNINGS = 3  # exit status; 1 where something is wrong in earnest


class Command(BaseCommand):
    help = (
        "Look at the installation: keys, addresses, folders, disk, clock, database, roles, search, fonts, backups. "
        "Changes nothing. Exits with 0 when all is well, with 3 when there are warnings only, else with 1."
    )
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        parser.add_argument("--backups", type=Path, metavar="FOLDER", help="default: backups in GAZETTE_HOME")
        parser.add_argument("--json", action="store_true", help="for machines: a list of findings")

    def handle(self, *, backups: Path | None, json: bool, **options) -> None:
        found = doctor.examine(backups or settings.HOME / "backups")
        if json:
            self.stdout.write(as_json(found))
        else:
            for finding in found:
                mark = _("ERROR") if finding.level == ERROR else _("WARNING")
                self.stdout.write(f"{mark}　{finding.what}\n　　　{finding.mend}")
            if not found:
                self.stdout.write(_("All is well."))
            else:
                self.stdout.write(
                    _("Errors: %(errors)d, warnings: %(warnings)d. The paper's own rows: manage.py check_paper.")
                    % {
                        "errors": sum(finding.level == ERROR for finding in found),
                        "warnings": sum(finding.level != ERROR for finding in found),
                    }
                )
        if found:
            sys.exit(1 if any(finding.level == ERROR for finding in found) else ONLY_WARNINGS)


def as_json(found: list) -> str:
    return json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=1)
