"""Publish what is due: manage.py publish_due. The servers do it by themselves; this is for a paper without one."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles import editing
from gazette.operations import switches


class Command(BaseCommand):
    help = "Publish every scheduled piece whose minute has come, and print how many came out."

    def handle(self, **options) -> None:
        if switches.is_read_only():
            raise CommandError(
                _("The newsroom is read-only, and nothing is published. End it: manage.py switch read_only off")
            )
        self.stdout.write(_("Scheduled pieces that came out: %(count)d.") % {"count": editing.release_due()})
