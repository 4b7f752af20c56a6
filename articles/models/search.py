"""What the search keeps of each piece beside its index: exactly the text that was indexed.

The rows belong to `articles.search`, which alone writes them. They have no keys to other tables: a row that went by a
cascade would leave its grams behind in the index.
"""

from django.db import models


class SearchRow(models.Model):
    """One indexed piece. `key` orders the pieces by their date, and is the piece's row number in the index.

    `text` is folded: the headline group, up to `head_end`; credits and tags, up to `near_end`; the rest. `labels` are
    what can be filtered by: s3 r17 t9 for section, reporters and tags. On PostgreSQL the table has more columns, the
    grams, of which Django knows nothing (articles.search.engines.postgresql).
    """

    key = models.BigAutoField(primary_key=True)
    number = models.BigIntegerField(unique=True)
    labels = models.TextField()
    text = models.TextField()
    head_end = models.PositiveIntegerField()
    near_end = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField()  # of the folding: articles.search.folding.VERSION
    stamp = models.BigIntegerField()  # a random one each time: whether the row was written again since one looked

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.number)


class SearchEntry(SearchRow):
    """A public piece in the readers' index."""
