from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staff.admin.records import ReadOnlyAdmin, mark
from staff.models import RoleGrant


@admin.register(RoleGrant)
class RoleGrantAdmin(ReadOnlyAdmin):
    """Who was given which review role by whom: read here, decided on the desk of 总编辑."""

    list_display = ["user", "role", "asked_by", "asked_at", "state", "decided_by", "decided_at"]
    list_select_related = ["user", "asked_by", "decided_by"]
    list_display_links = None

    @admin.display(description=gettext_lazy("state of the grant"))
    def state(self, grant: RoleGrant) -> SafeString:
        if grant.decided_at is None:
            return mark("first_review", _("to be confirmed"))
        return mark("published", _("role given")) if grant.is_granted else mark("rejected", _("role refused"))
