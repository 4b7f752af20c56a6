"""Compare the search's indexes with the pieces: manage.py check_search."""

from itertools import islice

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import newsroom_search, search
from articles.search import keeping

MOST_SAID = 50  # differences of an index
SENTENCES = {
    "missing": gettext_lazy("it cannot be found"),
    "left over": gettext_lazy("there is no such piece any more"),
    "stale": gettext_lazy("the index holds another text, section, credits or tags"),
    "ghost": gettext_lazy("it is found by what does not stand in it"),
    "gap": gettext_lazy("it is not found by all that stands in it"),
}


class Command(BaseCommand):
    help = (
        "Compare the indexes of the readers' search and of the newsroom's with the pieces. Changes nothing; exits with "
        "1 and says which pieces differ, and how. rebuild_search mends all of it."
    )

    def handle(self, **options) -> None:
        indexes = {_("public pieces"): search.PUBLIC_PIECES, _("working copies"): newsroom_search.WORKING_COPIES}
        wrong = []
        for name, kept in indexes.items():
            found = list(islice(keeping.check(kept), MOST_SAID))
            wrong += [
                _("%(name)s, piece %(number)d: %(what)s")
                % {"name": name, "number": one.number, "what": SENTENCES[one.what]}
                for one in found
            ]
            if not found:
                self.stdout.write(_("%(name)s: the index agrees with the pieces.") % {"name": name})
        if wrong:
            raise CommandError("\n".join([*wrong, _("Mend it with: manage.py rebuild_search")]))
