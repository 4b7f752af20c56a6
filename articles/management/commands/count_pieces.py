"""Counts for the statistics what has come out and was signed; the page itself counts a few thousand at a time."""

from django.core.management.base import BaseCommand

from articles import counting

AT_ONCE = 2000  # pieces of one transaction: some seconds, in which nothing else is locked


class Command(BaseCommand):
    help = "Count all published pieces and signatures for the statistics, after an archive was imported for example."

    def handle(self, *args, **options) -> None:
        while left := counting.count(AT_ONCE):
            self.stdout.write(f"{left.pieces} pieces and {left.signatures} signatures are left")
            self.stdout.flush()
        self.stdout.write("everything is counted")
