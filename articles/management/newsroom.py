"""Commands that do the newsroom's work, beside those that keep the installation running."""

from django.core.management.base import BaseCommand
from django.dispatch import Signal

#: Sent before such a command begins. Whoever keeps the newsroom from writing raises CommandError with the sentence.
about_to_write = Signal()


class NewsroomCommand(BaseCommand):
    """Writes what an editor could have written, so that it waits where he has to wait. A dry run writes nothing."""

    def execute(self, *args, **options) -> str | None:
        if not options.get("dry_run"):
            about_to_write.send(type(self))
        return super().execute(*args, **options)
