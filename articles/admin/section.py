from django.contrib import admin
from django.http import HttpRequest

from articles.models.shared import Section


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    """Sections. The address stands in links all over the web: it is chosen once."""

    list_display = ["name", "slug", "description", "position"]
    fields = ["name", "slug", "description", "position"]

    def get_readonly_fields(self, request: HttpRequest, obj: Section | None = None) -> list[str]:
        return ["slug"] if obj else []
