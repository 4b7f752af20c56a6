"""Turn a switch of the paper: manage.py switch closed|read_only on|off --reason WHY; without any, how they stand."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from gazette.operations import switches
from gazette.operations.models import Switch


class Command(BaseCommand):
    help = (
        "Turn a switch. closed: readers get one page (503), the newsroom goes on. read_only: the newsroom reads and "
        "saves nothing, imports and scheduled pieces wait, readers notice nothing. Both hold in all "
        "processes at once, and until they are turned off. Without arguments: how they stand."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("switch", nargs="?", choices=Switch.values)
        parser.add_argument("position", nargs="?", choices=["on", "off"])
        parser.add_argument("--reason", default="", help="for the record; readers do not see it")
        parser.add_argument("--notice", default="", help="what people read meanwhile, for example until when")

    def handle(self, *, switch: str | None, position: str | None, reason: str, notice: str, **options) -> None:
        if switch and position:
            if not reason.strip():
                raise CommandError(_("--reason is missing: why is the switch turned?"))
            switches.turn(Switch(switch), is_on=position == "on", reason=reason.strip(), notice=notice.strip())
        for one in [Switch(switch)] if switch else Switch:
            now = switches.position(one)
            said = _("%(switch)s: on. %(notice)s") if now.is_on else _("%(switch)s: off.")
            self.stdout.write((said % {"switch": one.label, "notice": now.notice}).strip())
