"""The editors' handbook (docs/handbook/) under /admin/help/, for whoever is logged in: its text, and its pictures."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib import admin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

FOLDER = Path(settings.BASE_DIR) / "docs" / "handbook"
MAIN = re.compile(r"<main>(.*)</main>", re.DOTALL)
PICTURE = re.compile(r"[a-z-]{1,40}\.webp")
KEPT_BY_BROWSER = 3600  # seconds


def handbook(request: HttpRequest) -> HttpResponse:
    """The handbook within the desk. Its file is a page of its own, which opens without a server, too."""
    try:
        text = MAIN.search((FOLDER / "handbook.html").read_text(encoding="utf-8"))[1]
    except FileNotFoundError as missing:  # an installation without the folder docs/
        raise Http404(_("The handbook is not part of this installation.")) from missing
    context = {
        **admin.site.each_context(request),
        "title": _("Handbook for editors"),
        "handbook": mark_safe(text),  # noqa: S308 - a file of this repository
    }
    return TemplateResponse(request, "admin/handbook.html", context)


def picture(request: HttpRequest, name: str) -> HttpResponse:
    """One of its pictures."""
    if not PICTURE.fullmatch(name) or not (FOLDER / "pictures" / name).is_file():
        raise Http404
    response = FileResponse((FOLDER / "pictures" / name).open("rb"), content_type="image/webp")
    patch_cache_control(response, private=True, max_age=KEPT_BY_BROWSER)
    return response
