"""The one mixin of the readers' pages: a template, and the context that a view makes for it.

A template gets nothing of the request: no user, no session, no host. So a page is the same for all readers.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from articles.models.shared import SiteSettings
from articles.presentation.addresses import absolute
from articles.presentation.frame import frame


def rendered(template: str, context: dict | None = None, *, status: int = 200, kind: str = "text/html") -> HttpResponse:
    """A page from its template, without a request."""
    return HttpResponse(render_to_string(template, context), status=status, content_type=f"{kind}; charset=utf-8")


class Moved(Exception):
    """What lived at this address lives at another one now: `where` are the arguments of the same name in the urls."""

    def __init__(self, **where: str | int) -> None:
        super().__init__(where)
        self.where = where


class FollowsMoves(View):
    """Leads for good to where a section, tag or reporter lives now."""

    def dispatch(self, request: HttpRequest, *args, **where) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **where)
        except Moved as moved:
            name = request.resolver_match.view_name
            return HttpResponsePermanentRedirect(reverse(name, kwargs={**where, **moved.where}))


class Page(FollowsMoves):
    """A page within the frame of the paper: `context` says what is in it, raising Http404 where there is nothing."""

    http_method_names = ["get", "head"]
    template = ""
    paper: SiteSettings

    def get(self, request: HttpRequest, **where) -> HttpResponse:
        around = frame()
        self.paper = around["paper"]
        context = self.context(**where)
        return rendered(self.template, {**around, **context, "canonical": self.canonical(context)})

    def canonical(self, context: Mapping) -> str:
        """The page's one address: with the `place` that a list was turned or narrowed to, and nothing else."""
        place = context.get("place")
        return absolute(self.request.path) + (f"?{urlencode(place)}" if place else "")

    def context(self, **where) -> dict:
        raise NotImplementedError


def nothing_here() -> Http404:
    """For `raise`: no public page lives at this address."""
    return Http404(_("No page lives at this address."))
