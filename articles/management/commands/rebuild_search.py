"""Build the search's indexes anew: manage.py rebuild_search."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles import newsroom_search, search
from articles.search import keeping

SAID_EVERY = 5000  # pieces


class Command(BaseCommand):
    help = (
        "Build the indexes of the readers' and the newsroom's search anew, from the pieces themselves. Searching and "
        "publishing go on meanwhile. For an update that folds texts differently, and when check_search says so."
    )

    def handle(self, **options) -> None:
        indexes = {_("public pieces"): search.PUBLIC_PIECES, _("working copies"): newsroom_search.WORKING_COPIES}
        for name, kept in indexes.items():
            done, said = 0, SAID_EVERY
            try:
                for done, total in keeping.rebuild(kept):
                    if done >= said:
                        self.stdout.write(
                            _("%(name)s: %(done)d of %(total)d") % {"name": name, "done": done, "total": total}
                        )
                        said += SAID_EVERY
            except keeping.Disturbed:
                raise CommandError(
                    _("%(name)s: another rebuild_search was begun meanwhile. The old index stays; let one finish.")
                    % {"name": name}
                ) from None
            self.stdout.write(_("%(name)s: the index is built anew, %(done)d entries.") % {"name": name, "done": done})
