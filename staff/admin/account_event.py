from django.contrib import admin
from django.utils.translation import gettext_lazy

from staff.admin.records import ReadOnlyAdmin
from staff.models import AccountEvent


@admin.register(AccountEvent)
class AccountEventAdmin(ReadOnlyAdmin):
    """The record of accounts: read here, by 管理员 and 总编辑; nobody changes it."""

    list_display = ["at", "kind", "about", "by", "address", "detail"]
    list_display_links = None
    list_select_related = ["about", "by"]
    list_filter = ["kind", ("about", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["about__name", "about__username", "by__name", "address"]
    search_help_text = gettext_lazy("Search by name or address")
    date_hierarchy = "at"
