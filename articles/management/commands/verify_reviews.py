"""Verify that the record of reviews is whole: manage.py verify_reviews."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles import reviews
from articles.models.record import Review


class Command(BaseCommand):
    help = "Verify the chain of reviews from the first row to the last. Exits with 1 at a break and says where."

    def handle(self, **options) -> None:
        breaks = reviews.verify()
        if not breaks:
            self.stdout.write(_("The record is whole. Reviews: %(count)d.") % {"count": Review.objects.count()})
            return
        pieces = dict(
            Review.objects.filter(position__in=[one.position for one in breaks]).values_list("position", "article")
        )
        places = [
            _("position %(position)d (piece %(piece)s): %(what)s")
            % {"position": one.position, "piece": pieces.get(one.position, "—"), "what": one.what}
            for one in breaks
        ]
        raise CommandError("\n".join([_("The record is broken. Places: %(count)d.") % {"count": len(breaks)}, *places]))
