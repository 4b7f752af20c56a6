"""What the switches do to requests: readers of a closed site get one page, a read-only newsroom saves nothing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from gazette.operations import switches
from gazette.operations.models import Switch

#: Seconds after which a browser or a search engine may ask again.
RETRY_AFTER = "600"
#: What the newsroom may send all the same: it comes and goes, checks words, and turns the switch back.
HARMLESS = frozenset({
    "login", "second_factor", "logout", "articles_article_proofing", "articles_article_read_byline",
    "operations_switching_add",
})  # fmt: skip
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: What a supervisor asks, and files that say nothing of the paper, are answered as ever.
OPEN_WHEN_CLOSED = ("/admin/", "/static/", "/healthz", "/readyz")


class WithSwitches:
    """A WSGI layer below the page cache that tells Django whether the site is closed: asked after the generation.

    A page that was rendered while the site was open then lies under a generation that closing has ended.
    """

    def __init__(self, application: Callable) -> None:
        self.application = application

    def __call__(self, environ: dict, start_response: Callable):
        if not environ.get("PATH_INFO", "/").startswith(OPEN_WHEN_CLOSED):
            environ["gazette.closed"] = switches.closed()
        return self.application(environ, start_response)


class SwitchesMiddleware:
    """Answer 503 to readers of a closed site, and to whoever wants to save in a read-only newsroom."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        closed = request.environ.get("gazette.closed")
        if closed and closed.is_on:
            return closed_page(closed.notice)
        if is_writing(request) and switches.is_read_only():
            return read_only_page(request)
        return self.get_response(request)


def is_writing(request: HttpRequest) -> bool:
    """Whether the request would change something of the newsroom's."""
    if request.method in SAFE_METHODS or not request.path_info.startswith("/admin/"):
        return False
    try:
        return resolve(request.path_info).url_name not in HARMLESS
    except Resolver404:
        return True


def closed_page(notice: str) -> HttpResponse:
    """The same for all readers, kept by nobody. It asks no table: the paper may be closed because one is broken."""
    return unavailable(HttpResponse(render_to_string("closed.html", {"notice": notice}), status=503))


def read_only_page(request: HttpRequest) -> HttpResponse:
    """Says that nothing was lost: what was typed is kept by the browser."""
    notice = switches.position(Switch.READ_ONLY).notice
    return unavailable(render(request, "read_only.html", {"notice": notice}, status=503))


def unavailable(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = RETRY_AFTER
    return response
