"""The newsroom's admin site: its first page is 我的待办, what waits for whoever has logged in.

It stands outside `articles.admin`, whose modules register with the site: the site has to exist before them.
"""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import waiting


class Desk(admin.AdminSite):
    """Django's admin with the newsroom's own first page."""

    site_header = _("Newsroom")
    site_title = _("Newsroom")
    index_title = _("My tasks")
    index_template = "admin/index.html"
    enable_nav_sidebar = False  # base_site.html has a navigation of its own, which leaves the width to the text

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        now = timezone.now()
        desk = waiting.for_person(request.user, now=now) if request.user.has_perm("articles.view_article") else None
        return super().index(request, {**(extra_context or {}), "desk": desk, "now": now})
