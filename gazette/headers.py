"""Response headers of the public site: constants, so that a page can be kept once for all readers."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse


class NewsroomPolicyMiddleware(CSPMiddleware):
    """Give responses of the newsroom its policy; django-csp would put one together for each page of the site, too."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        return super().process_response(request, response) if request.path_info.startswith("/admin/") else response


class ReadersHeadersMiddleware:
    """Give responses outside /admin/ the readers' policy, and all of them what is permitted and, with https, HSTS.

    django-csp joins its directives in the order of a set, another one in each process. SecurityMiddleware would send
    HSTS or not by how the first reader of a page came, and the page is kept for all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path_info.startswith("/admin/"):
            response.headers.setdefault("Content-Security-Policy", settings.READERS_CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        if settings.SECURE_HSTS_SECONDS:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")
        return response
