"""What a phone wants to know when a reader puts the paper on its first screen (W3C Web Application Manifest)."""

from django.http import HttpRequest, HttpResponsePermanentRedirect, JsonResponse
from django.views.decorators.http import require_safe

from articles.models.shared import SiteSettings
from articles.presentation.addresses import address, of_file
from articles.presentation.cards import PAPER


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    paper = SiteSettings.load()
    icons = (("site/icon-192.png", "192x192", "image/png"), ("site/icon.png", "512x512", "image/png"),
             ("site/favicon.svg", "any", "image/svg+xml"))  # fmt: skip
    said = {
        "name": paper.name,
        "short_name": paper.name[:12],
        "lang": "zh-Hans",
        "start_url": address("home"),
        "scope": address("home"),
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [{"src": of_file(name), "sizes": sizes, "type": kind} for name, sizes, kind in icons],
    }
    return JsonResponse(said, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
def favicon(request: HttpRequest) -> HttpResponsePermanentRedirect:
    """Some browsers and many robots ask for it here, whatever the page says."""
    return HttpResponsePermanentRedirect(of_file("site/favicon.ico"))
