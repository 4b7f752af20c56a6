"""The switches in the admin: their record, and a form that turns one."""

from django.contrib import admin, messages
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gazette.operations import switches
from gazette.operations.audit_page import audit_trail_view
from gazette.operations.models import Switch, Switching

#: Who may turn which.
PERMISSIONS = {Switch.CLOSED: "operations.close_site", Switch.READ_ONLY: "operations.make_read_only"}


@admin.register(Switching)
class SwitchingAdmin(admin.ModelAdmin):
    """Who turned which switch when and why. A new row turns one; no row is ever changed."""

    list_display = ["at", "switch", "position", "reason", "notice", "by_name"]
    list_display_links = None
    show_full_result_count = False
    actions = None
    fields = ["switch", "is_on", "reason", "notice"]

    @admin.display(description=gettext_lazy("turned"), ordering="is_on")
    def position(self, switching: Switching) -> str:
        """In words: the picture that Django shows is read out in English."""
        return _("on") if switching.is_on else _("off")

    def get_urls(self) -> list:
        page = path("audit-trail/", self.admin_site.admin_view(audit_trail_view), name="operations_audit_trail")
        return [page, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None):
        """Say first how the switches stand."""
        for switch in Switch:
            if switches.position(switch).is_on and request.method == "GET":
                self.message_user(request, _("Now on: %(switch)s.") % {"switch": switch.label}, messages.WARNING)
        return super().changelist_view(request, extra_context)

    def formfield_for_choice_field(self, db_field, request: HttpRequest, **kwargs):
        """Only what this person may turn can be chosen."""
        if db_field.name == "switch":
            kwargs["choices"] = [(one.value, one.label) for one in self._own(request)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Switching, form: ModelForm, change: bool) -> None:
        switch = Switch(obj.switch)
        switches.turn(switch, is_on=obj.is_on, reason=obj.reason, notice=obj.notice, by=request.user)
        obj.pk = Switching.objects.values_list("pk", flat=True).first()

    def _own(self, request: HttpRequest) -> list[Switch]:
        return [switch for switch, permission in PERMISSIONS.items() if request.user.has_perm(permission)]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(self._own(request))

    def has_view_permission(self, request: HttpRequest, obj: Switching | None = None) -> bool:
        return bool(self._own(request))

    def has_change_permission(self, request: HttpRequest, obj: Switching | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Switching | None = None) -> bool:
        return False
