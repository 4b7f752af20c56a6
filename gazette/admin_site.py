"""The newsroom's admin site: its first page is 我的待办, what waits for whoever has logged in.

It stands outside `articles.admin`, whose modules register with the site: the site has to exist before them.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib import admin, messages
from django.db import DataError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles import waiting
from gazette import handbook
from staff import events, granting
from staff.models import AccountEvent, RoleGrant
from staff.passwords import OwnPasswordView
from staff.signing_in import views


class Desk(admin.AdminSite):
    """Django's admin with the newsroom's own first page."""

    site_header = gettext_lazy("Newsroom")
    site_title = gettext_lazy("Newsroom")
    index_title = gettext_lazy("My tasks")
    index_template = "admin/index.html"
    enable_nav_sidebar = False  # base_site.html has a navigation of its own, which leaves the width to the text

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """As Django's. A number or a sign in an address that no column can hold finds nothing, which is no error."""

        @wraps(view)
        def within_bounds(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except (OverflowError, DataError) as error:
                if request.method != "GET":
                    raise
                raise Http404(_("No page lives at this address.")) from error

        return super().admin_view(within_bounds, cacheable)

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        now = timezone.now()
        desk = waiting.for_person(request.user, now=now) if request.user.has_perm("articles.view_article") else None
        more = {"desk": desk, "now": now, "role_grants": self._grants(request)}
        return super().index(request, {**(extra_context or {}), **more})

    def _grants(self, request: HttpRequest) -> list[RoleGrant]:
        """The roles on which this person may decide."""
        now = timezone.now()
        waiting_for_two = RoleGrant.objects.waiting().select_related("user", "asked_by").order_by("asked_at")
        return [grant for grant in waiting_for_two if not granting.why_not_decide(grant, request.user, now=now)]

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """As Django's, with a form that wants another password than the one that was set."""
        request.current_app = self.name
        change = OwnPasswordView.as_view(
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        return change(request)

    def get_urls(self) -> list:
        decide = self.admin_view(require_POST(self.decide_view))
        return [
            path("role-grants/<int:pk>/", decide, name="decide_role"),
            path("help/", self.admin_view(handbook.handbook), name="handbook"),
            path("help/pictures/<str:name>", self.admin_view(handbook.picture), name="handbook_picture"),
            *views.urls(self.admin_view),
            *super().get_urls(),
        ]

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """总编辑, or whoever is next in rank where there is none, confirms a proposed role, or refuses it."""
        grant = get_object_or_404(RoleGrant.objects.select_related("user"), pk=pk)
        is_granted = request.POST.get("decision") == "grant"
        kind = AccountEvent.Kind.ROLE_GIVEN if is_granted else AccountEvent.Kind.ROLE_REFUSED
        try:
            with transaction.atomic():  # what cannot be recorded does not happen
                granting.decide(grant, by=request.user, is_granted=is_granted, now=timezone.now())
                events.record(kind, about=grant.user, by=request.user, request=request, detail=grant.role)
        except granting.CannotDecide as cannot:
            messages.error(request, str(cannot))
        else:
            said = _("%(who)s is %(role)s now.") if is_granted else _("%(who)s does not become %(role)s.")
            messages.success(request, said % {"who": grant.user, "role": grant.role})
        return HttpResponseRedirect(reverse("admin:index"))
