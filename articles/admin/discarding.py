"""Throwing an empty draft away, from its form."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import discarding
from articles.admin.pieces import PiecePages


class DiscardMixin(PiecePages):
    """The address `…/discard/` of a piece."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_POST(self.discard_view))
        return [path("<path:object_id>/discard/", view, name="articles_article_discard"), *super().get_urls()]

    def discard_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self.piece(request, object_id)
        if not self.has_change_permission(request):
            raise PermissionDenied
        try:
            discarding.discard(article.pk, by=request.user)
        except discarding.CannotDiscard as cannot:
            messages.error(request, str(cannot))
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        messages.success(request, _("The empty draft is gone."))
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
