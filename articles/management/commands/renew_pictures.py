"""manage.py renew_pictures: after an update that makes pictures in other sizes, those of what is in the house."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles import public_pictures

EVERY = 100  # pictures between two lines on how far it is


class Command(BaseCommand):
    help = (
        "Makes the sizes of all pictures that this version shows and an older one did not make. "
        "It may run while the paper is read, be broken off, and run again at any time."
    )

    def handle(self, **options) -> None:
        failures = count = 0
        for done, count, failure in public_pictures.renew():
            if failure:
                failures += 1
                self.stderr.write(failure)
            if done == count or not done % EVERY:
                self.stdout.write(_("%(done)d of %(count)d pictures") % {"done": done, "count": count})
        if not count:
            self.stdout.write(_("Every picture is there in every size."))
        if failures:
            raise CommandError(
                _("The originals of %(count)d pictures could not be read; they are named above.") % {"count": failures}
            )
