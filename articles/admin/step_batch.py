"""The record of steps that were taken for several pieces at once; the way back from a mass withdrawal begins here."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from articles.admin.history import step_label
from articles.models.record import StepBatch
from staff.admin.records import ReadOnlyAdmin
from staff.keys import read_key


@admin.register(StepBatch)
class StepBatchAdmin(ReadOnlyAdmin):
    """Read-only; what came of each piece stands on the page `together/3/` of the pieces."""

    list_display = ["what", "by", "at", "done", "refused", "note"]
    list_display_links = None
    list_select_related = ["by"]
    list_per_page = 50

    @admin.display(description=gettext_lazy("step"), ordering="step")
    def what(self, batch: StepBatch) -> SafeString:
        address = reverse("admin:articles_article_batch", args=[batch.pk])
        return format_html('<a href="{}">{}</a>', address, step_label(batch.step))

    @admin.display(description=gettext_lazy("pieces done"))
    def done(self, batch: StepBatch) -> int:
        return sum(not one["reason"] for one in batch.results)

    @admin.display(description=gettext_lazy("pieces refused"))
    def refused(self, batch: StepBatch) -> int:
        return sum(bool(one["reason"]) for one in batch.results)

    def change_view(self, request: HttpRequest, object_id: str, *args, **kwargs) -> HttpResponse:
        key = read_key(object_id)
        if key is None:
            return super().change_view(request, object_id, *args, **kwargs)
        return HttpResponseRedirect(reverse("admin:articles_article_batch", args=[key]))
