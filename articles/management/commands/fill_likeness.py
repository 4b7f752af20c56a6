"""manage.py fill_likeness: pieces that were entered before the house compared texts are compared from now on."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from articles import likeness


class Command(BaseCommand):
    help = (
        "Lets pieces be pointed out as duplicates that were entered before there was the table for it. "
        "It may be broken off, and run again at any time."
    )

    def handle(self, **options) -> None:
        looked_at = 0
        for looked_at, count in likeness.fill():
            self.stdout.write(_("%(done)d of %(count)d pieces") % {"done": looked_at, "count": count})
        if not looked_at:
            self.stdout.write(_("Every piece can be compared already."))
