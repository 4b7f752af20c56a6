from django.contrib import admin

from articles.admin.address import AddressMixin
from articles.models.shared import Section


@admin.register(Section)
class SectionAdmin(AddressMixin, admin.ModelAdmin):
    """Sections. The address stands in links all over the web: a changed one leaves a way behind."""

    list_display = ["name", "slug", "description", "position"]
    fields = ["name", "slug", "description", "position"]
