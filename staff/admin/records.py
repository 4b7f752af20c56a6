"""What the admin pages of records have in common."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString


class ReadOnlyAdmin(admin.ModelAdmin):
    """A record: whoever may see it reads it, nobody adds, changes or deletes a row by hand."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def mark(colour: str, words: str) -> SafeString:
    """A word in one of the colours that the desk's style sheet gives to statuses."""
    return format_html('<span class="mark mark-{}">{}</span>', colour, words)
