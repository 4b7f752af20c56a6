"""manage.py begin_epoch: after a restore, pages kept in the life before must not come back."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from articles import generation


class Command(BaseCommand):
    help = "After restoring a backup: make every page that was kept before unreachable."

    def handle(self, *args, **options) -> None:
        generation.begin_new_epoch()
        self.stdout.write(_("A new epoch has begun: no page kept before is shown any more."))
