"""From a printed name to a reporter: known, made unconfirmed, or left to the editor among namesakes."""

from articles.models.newsroom import ArticleByline, ImportBatch
from staff.models import Reporter

LONGEST_NAME = Reporter._meta.get_field("name").max_length

#: How a printed name was settled.
KNOWN, MADE, NAMESAKES = "known", "unknown_name", "namesakes"


def reporter_named(name: str, organisation: str = "", *, batch: ImportBatch | None) -> tuple[Reporter | None, str]:
    """The reporter of this name and how he was found; an unknown one is made, noted in the batch that made him.

    A row that was merged into another stands for that one.
    """
    rows = Reporter.objects.filter(name=name[:LONGEST_NAME]).select_related("merged_into")
    found = list({one.pk: one for one in (row.merged_into or row for row in rows)}.values())
    if len(found) == 1:
        return found[0], KNOWN
    if found:
        return None, NAMESAKES
    reporter = Reporter.objects.create(name=name[:LONGEST_NAME], organisation=organisation[:80], is_confirmed=False)
    if batch is not None:
        batch.reporters_made.add(reporter)
    return reporter, MADE


def forget_uncredited(batch: ImportBatch) -> None:
    """Remove the unconfirmed reporters that this import made and that no piece credits any more."""
    for reporter in batch.reporters_made.filter(is_confirmed=False):
        if not ArticleByline.objects.filter(reporter=reporter).exists() and not reporter.bylines.exists():
            batch.reporters_made.remove(reporter)
            reporter.delete()
