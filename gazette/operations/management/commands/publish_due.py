"""Publish what is due: manage.py publish_due. The servers do it by themselves; this is for a paper without one."""

from django.utils.translation import gettext as _

from articles import editing
from articles.management.newsroom import NewsroomCommand


class Command(NewsroomCommand):
    help = "Publish every scheduled piece whose minute has come, and print how many came out."

    def handle(self, **options) -> None:
        self.stdout.write(_("Scheduled pieces that came out: %(count)d.") % {"count": editing.release_due()})
