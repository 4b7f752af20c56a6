"""Which page says that there is none: the newsroom's to whoever works there, the readers' to everybody else."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from articles.site import views as readers


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404. Below /admin/ whoever is not logged in never gets here: the admin asks him for a login first."""
    if not request.path_info.startswith("/admin/") or not admin.site.has_permission(request):
        return readers.not_found(request, exception)
    said = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    context = {**admin.site.each_context(request), "title": _("No page at this address"), "said": said}
    return render(request, "admin/404.html", context, status=404)
