"""Imported drafts that nobody has worked on: only these may be overwritten by an import, or removed with it."""

from articles import newsroom_search
from articles.models.newsroom import Article, LikenessBand
from articles.workflow import Status

#: Where an imported piece waits for whoever takes it up first.
WAITING = frozenset({Status.DRAFT, Status.PRINT_CHECK})


def is_untouched(article: Article) -> bool:
    """An import that nobody has edited, acted on, or divided otherwise."""
    return is_as_imported(article) and not article.import_aliases.exists()


def is_as_imported(article: Article) -> bool:
    """The same, but the pieces of the import may have been divided otherwise since."""
    if article.status not in WAITING or not article.current_revision.is_import:
        return False
    return not article.reviews.exists() and not article.notes.exists()


def remove(article: Article) -> None:
    """Remove an untouched draft with all that hangs on it; the database refuses it for a piece with a review."""
    LikenessBand.objects.filter(article=article.pk).delete()
    newsroom_search.forget(article.pk)
    Article.objects.filter(pk=article.pk).update(current_revision=None)
    article.revisions.all().delete()
    article.delete()
