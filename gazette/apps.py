from django.contrib.admin.apps import AdminConfig


class NewsroomAdminConfig(AdminConfig):
    """Django's admin, with the newsroom's own site (its first page is 我的待办)."""

    default_site = "gazette.admin_site.Desk"
