"""Export the audit trail: manage.py export_audit_trail [--since DAY] [--until DAY] --to FILE.csv|FILE.jsonl."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from gazette.operations import audit_trail
from gazette.operations.backup import for_me_only

FORMATS = {".csv": audit_trail.csv_lines, ".jsonl": audit_trail.json_lines}


def read_day(option: str, said: str | None) -> date | None:
    """The day that an option names. Raises CommandError."""
    try:
        day = parse_date(said) if said else None
    except ValueError:
        day = None
    if said and day is None:
        raise CommandError(
            _("%(option)s is “%(said)s”, but a day as in 2026-11-24 is expected.") % {"option": option, "said": said}
        )
    return day


class Command(BaseCommand):
    help = (
        "Write who did what when into a table (.csv, for Excel) or as JSON lines (.jsonl): steps of pieces, logins, "
        "roles, settings, imports, switches. The records themselves stay for good."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--since", metavar="DAY", help="the first day, as in 2026-11-24 (default: from the start)")
        parser.add_argument("--until", metavar="DAY", help="the last day, itself included (default: today)")
        parser.add_argument("--to", type=Path, required=True, metavar="FILE", help="a .csv or a .jsonl")

    def handle(self, *, since: str | None, until: str | None, to: Path, **options) -> None:
        lines_of = FORMATS.get(to.suffix)
        if lines_of is None:
            raise CommandError(_("--to is “%(file)s”, but a .csv or a .jsonl is expected.") % {"file": to})
        found = audit_trail.of_days(read_day("--since", since), read_day("--until", until))
        count = 0
        try:
            with open(to, "w", encoding="utf-8", newline="", opener=for_me_only) as file:
                for line in lines_of(found):
                    file.write(line)
                    count += 1
        except OSError as error:
            raise CommandError(_("%(file)s: %(why)s.") % {"file": to, "why": error.strerror or error}) from error
        self.stdout.write(_("%(file)s: entries: %(count)d.") % {"file": to, "count": count - (to.suffix == ".csv")})
