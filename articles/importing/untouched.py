"""Imported drafts that nobody has worked on: only these may be overwritten by an import, or removed with it."""

from articles import newsroom_search
from articles.models.newsroom import Article, LikenessBand
from articles.workflow import Status


def is_untouched(article: Article) -> bool:
    """An import that nobody has edited or acted on."""
    is_waiting = article.status in {Status.DRAFT, Status.PRINT_CHECK}
    return is_waiting and article.current_revision.is_import and not article.reviews.exists()


def remove(article: Article) -> None:
    """Remove an untouched draft with all that hangs on it; the database refuses it for a piece with a review."""
    LikenessBand.objects.filter(article=article.pk).delete()
    newsroom_search.forget(article.pk)
    Article.objects.filter(pk=article.pk).update(current_revision=None)
    article.revisions.all().delete()
    article.delete()
