from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from staff import people
from staff.choosing import without_links
from staff.models import DutyRoster, User


@admin.register(DutyRoster)
class DutyRosterAdmin(admin.ModelAdmin):
    """Who is 值班总编 from when to when. Kept by 总编辑; others see it."""

    list_display = ["user", "starts_at", "ends_at"]
    list_select_related = ["user"]
    list_filter = [("user", admin.RelatedOnlyFieldListFilter)]
    show_facets = admin.ShowFacets.NEVER
    date_hierarchy = "starts_at"
    fields = ["user", "starts_at", "ends_at"]
    actions = None

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        """The next night that nobody has: 18:00 to 06:00 of the next day."""
        starts_at, ends_at = people.next_night(now=timezone.now())
        return {"starts_at": starts_at, "ends_at": ends_at, **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "user":
            without_links(field)
        return field
