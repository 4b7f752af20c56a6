"""Imported drafts that nobody has worked on: only these may be overwritten by an import, or removed with it."""

from django.db.models import QuerySet

from articles import newsroom_search
from articles.models.newsroom import Article, LikenessBand
from articles.workflow import Status

#: Where an imported piece waits for whoever takes it up first.
WAITING = frozenset({Status.DRAFT, Status.PRINT_CHECK})


def keys_of_untouched(pieces: QuerySet[Article]) -> set[int]:
    """Those of the pieces, by number, that nobody has edited, acted on, or divided otherwise; in one statement."""
    return set(_as_imported(pieces).filter(import_aliases__isnull=True).values_list("pk", flat=True))


def is_untouched(article: Article) -> bool:
    """An import that nobody has edited, acted on, or divided otherwise."""
    return bool(keys_of_untouched(Article.objects.filter(pk=article.pk)))


def is_as_imported(article: Article) -> bool:
    """The same, but the pieces of the import may have been divided otherwise since."""
    return _as_imported(Article.objects.filter(pk=article.pk)).exists()


def _as_imported(pieces: QuerySet[Article]) -> QuerySet[Article]:
    return pieces.order_by().filter(
        status__in=WAITING, current_revision__is_import=True, reviews__isnull=True, notes__isnull=True
    )


def remove(article: Article) -> None:
    """Remove an untouched draft with all that hangs on it; the database refuses it for a piece with a review."""
    LikenessBand.objects.filter(article=article.pk).delete()
    newsroom_search.forget(article.pk)
    Article.objects.filter(pk=article.pk).update(current_revision=None)
    article.revisions.all().delete()
    article.delete()
