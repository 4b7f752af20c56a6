from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from articles.models.published import Correction
from staff.admin.records import ReadOnlyAdmin


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    """All public notes: read-only. One comes with the release of a corrected piece, and none is ever erased."""

    list_display = ["note", "kind", "piece", "at", "superseded_by"]
    list_filter = ["kind"]
    list_select_related = ["superseded_by"]
    search_fields = ["note", "number__exact"]
    search_help_text = gettext_lazy("Search the note, or the number of a piece")
    fields = ["piece", "kind", "note", "at", "superseded_by"]

    @admin.display(description=gettext_lazy("piece"), ordering="number")
    def piece(self, correction: Correction) -> SafeString:
        address = reverse("admin:articles_article_change", args=[correction.number])
        return format_html('<a href="{}">№ {}</a>', address, correction.number)
