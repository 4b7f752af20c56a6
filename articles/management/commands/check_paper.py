"""Check that everything is as it must be: manage.py check_paper."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles import invariants
from articles.models.newsroom import Article
from articles.models.published import PublishedArticle


class Command(BaseCommand):
    help = (
        "Check what must always be true: published pieces equal what was signed, the record of reviews is whole, "
        "statuses follow from it, triggers stand, files equal rows. Changes nothing; exits with 1 and says what is "
        "wrong and where."
    )

    def handle(self, **options) -> None:
        found = invariants.breaches()
        if not found:
            self.stdout.write(
                _("The paper is whole. Pieces: %(pieces)d, of them public: %(public)d.")
                % {"pieces": Article.objects.count(), "public": PublishedArticle.objects.count()}
            )
            return
        lines = [
            _("The paper is not whole. Places: %(count)d.") % {"count": len(found)},
            *(f"{breach.where}: {breach.what}" for breach in found),
        ]
        raise CommandError("\n".join(lines))
