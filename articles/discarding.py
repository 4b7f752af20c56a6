"""An empty draft that nobody has acted on can be thrown away by whoever made it; everything else stays for good."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles import body as bodies
from articles.importing import untouched
from articles.models.newsroom import Article
from articles.workflow import Status
from staff.models import User

#: Fields that hold words somebody would miss.
WORDS = ("headline", "kicker", "subheading", "summary", "correction_note")


class CannotDiscard(Exception):
    """Why a piece is not thrown away; the message is the sentence that the person reads."""


def why_not(article: Article, user: User) -> str:
    """Why this person may not throw this piece away, or ""."""
    if article.created_by_id != user.pk:
        return _("Only whoever entered an empty draft can throw it away.")
    if article.status != Status.DRAFT or article.first_published_at or article.reviews.exists():
        return _("Somebody has acted on this piece: it stays.")
    if bodies.plain_text(article.body).strip() or any(getattr(article, name).strip() for name in WORDS):
        return _("This draft is not empty: it stays.")
    if article.photos.exists() or article.notes.exists() or article.batch_id:
        return _("This draft is not empty: it stays.")
    return ""


@transaction.atomic
def discard(number: int, *, by: User) -> None:
    """Throw a draft away; one that is gone already is no error. Raises CannotDiscard with the reason."""
    article = Article.objects.select_for_update().filter(pk=number).first()
    if article is None:
        return
    if reason := why_not(article, by):
        raise CannotDiscard(reason)
    untouched.remove(article)
