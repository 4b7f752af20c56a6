from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class NewsroomAdminConfig(AdminConfig):
    """Django's admin, with the newsroom's own site (its first page is 我的待办)."""

    default_site = "gazette.admin_site.Desk"

    def ready(self) -> None:
        """The newsroom's own pages only: libraries register English ones, of rows that nobody edits by hand."""
        super().ready()
        for model in list(admin.site._registry):
            if model.__module__.partition(".")[0] not in {"articles", "staff", "gazette"}:
                admin.site.unregister(model)
