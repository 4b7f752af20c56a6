"""From a printed or typed name to a reporter: known, made unconfirmed, or left to the editor among namesakes."""

from contextlib import suppress

from django.db import transaction
from django.db.models import ProtectedError

from articles.models.imports import ImportBatch
from articles.models.newsroom import ArticleByline
from staff.models import Reporter

LONGEST_NAME = Reporter._meta.get_field("name").max_length

#: How a printed name was settled.
KNOWN, MADE, NAMESAKES = "known", "unknown_name", "namesakes"


def reporters_named(name: str) -> list[Reporter]:
    """The reporters of exactly this name, each once; a row that was merged into another stands for that one."""
    rows = Reporter.objects.filter(name=name[:LONGEST_NAME]).select_related("merged_into")
    return list({one.pk: one for one in (row.merged_into or row for row in rows)}.values())


def reporter_named(
    name: str, organisation: str = "", *, batch: ImportBatch | None = None
) -> tuple[Reporter | None, str]:
    """The reporter of this name and how he was found; an unknown one is made, noted in the batch that made him."""
    found = reporters_named(name)
    if len(found) == 1:
        return found[0], KNOWN
    if found:
        return None, NAMESAKES
    reporter = Reporter.objects.create(name=name[:LONGEST_NAME], organisation=organisation[:80], is_confirmed=False)
    if batch is not None:
        batch.reporters_made.add(reporter)
    return reporter, MADE


def forget_uncredited(batch: ImportBatch) -> None:
    """Remove the unconfirmed reporters that this import made and that nothing names any more.

    One that has been merged, or that an account or another row stands on, stays: somebody has decided about it.
    """
    made = batch.reporters_made.filter(is_confirmed=False, merged_into__isnull=True)
    # Locked, so that no account is linked to one between the look and the removal.
    for reporter in made.select_for_update(of=("self",)).order_by("pk"):
        if ArticleByline.objects.filter(reporter=reporter).exists() or reporter.bylines.exists():
            continue
        with suppress(ProtectedError), transaction.atomic():
            batch.reporters_made.remove(reporter)
            reporter.delete()
