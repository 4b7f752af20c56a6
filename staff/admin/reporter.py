"""Everybody who can be credited. `articles.admin.reporter` adds the merging, for which it needs their pieces."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from staff.admin.records import mark
from staff.models import Reporter


@admin.register(Reporter)
class ReporterAdmin(admin.ModelAdmin):
    """Everybody who can be credited. A name met in an import waits here until somebody confirms it."""

    list_display = ["name", "distinction", "organisation", "confirmed", "public_page"]
    list_filter = ["is_confirmed", "has_public_page"]
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["name", "distinction", "organisation"]
    search_help_text = gettext_lazy("Search by name or organisation")
    show_full_result_count = False
    actions = ["confirm"]
    fields = ["name", "distinction", "organisation", "biography", "is_confirmed", "has_public_page"]

    @admin.display(description=gettext_lazy("confirmed"), ordering="is_confirmed")
    def confirmed(self, reporter: Reporter) -> SafeString:
        return (
            mark("published", _("confirmed")) if reporter.is_confirmed else mark("first_review", _("to be confirmed"))
        )

    @admin.display(description=gettext_lazy("public page"), ordering="has_public_page")
    def public_page(self, reporter: Reporter) -> str:
        return _("has one") if reporter.is_confirmed and reporter.has_public_page else "—"

    @admin.action(description=gettext_lazy("Confirm the chosen reporters"), permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Reporter]) -> None:
        """Saved one by one: each begins a generation, since his name becomes a link on public pages."""
        confirmed = 0
        for reporter in queryset.filter(is_confirmed=False):
            reporter.is_confirmed = True
            reporter.save(update_fields=["is_confirmed"])
            confirmed += 1
        said = ngettext("%(number)d reporter is confirmed now.", "%(number)d reporters are confirmed now.", confirmed)
        self.message_user(request, said % {"number": confirmed}, messages.SUCCESS)

    def has_delete_permission(self, request: HttpRequest, obj: Reporter | None = None) -> bool:
        return False
