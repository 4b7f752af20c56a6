"""What the pages of one piece have in common."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from articles.models.newsroom import Article, Revision


class PiecePages(admin.ModelAdmin):
    """Pages below the address of a piece."""

    def piece(self, request: HttpRequest, object_id: str) -> Article:
        """The piece of this page. Raises Http404, or PermissionDenied for who may not see it."""
        article = self.get_object(request, object_id)
        if article is None:
            raise Http404(_("There is no piece with the number “%(number)s”.") % {"number": object_id})
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article


def revision_of(article: Article, number: int | None) -> Revision:
    """The revision of this number, or the current one. Raises Http404 where the piece has none."""
    kept = article.revisions.select_related("section", "by")
    revision = kept.filter(pk=article.current_revision_id) if number is None else kept.filter(number=number)
    if found := revision.first():
        return found
    raise Http404(_("The piece has no revision “%(value)s”.") % {"value": number or 1})
