"""An empty draft that nobody has acted on can be thrown away by whoever made it; everything else stays for good."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import body as bodies
from articles.admin.pieces import PiecePages
from articles.importing import untouched
from articles.models.newsroom import Article
from articles.workflow import Status
from staff.models import User

#: Fields that hold words somebody would miss.
WORDS = ("headline", "kicker", "subheading", "summary", "correction_note")


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


class DiscardMixin(PiecePages):
    """The address `…/discard/` of a piece."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_POST(self.discard_view))
        return [path("<path:object_id>/discard/", view, name="articles_article_discard"), *super().get_urls()]

    def discard_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self.piece(request, object_id)
        if not self.has_change_permission(request):
            raise PermissionDenied
        with transaction.atomic():
            held = Article.objects.select_for_update().filter(pk=article.pk).first()
            reason = why_not(held, request.user) if held else ""
            if held and not reason:
                untouched.remove(held)
        if reason:
            messages.error(request, reason)
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        messages.success(request, _("The empty draft is gone."))
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
