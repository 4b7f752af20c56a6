"""Large type (大字版) for readers without JavaScript: an address with `size`, whose links lead to such addresses.

The page is the same; only the class of its root and its links differ, so no view and no template needs to know. With
JavaScript the browser keeps the choice to itself (`site/early.js`), and nobody needs such an address.
"""

import re
from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape

SIZES = {"large": "large", "largest": "large largest"}  # with the classes of the root
ROOT = '<html lang="zh-Hans"'
LINK = re.compile(r'(<a\b[^>]*?\bhref=")([^"]*)(")([^>]*>)')
FORM = re.compile(r'<form\b[^>]*\baction="/[^"]*"[^>]*>')
# Files, and what is not the readers' site.
ELSEWHERE = re.compile(
    r"/(?:admin|static|media|pages)/|[^?#]*\.(?:atom|rss|xml|json|txt|svg|png|webmanifest)(?:[?#]|$)"
)


class LargeTypeMiddleware:
    """Gives a readers' page the type that its address asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith("/admin/") or response.streaming or not request.META.get("QUERY_STRING"):
            return response
        size = request.GET.get("size", "")
        if size in SIZES and response.has_header("Location"):
            response.headers["Location"] = carried(response.headers["Location"], size)
        elif response.get("Content-Type", "").startswith("text/html"):
            said = {name: value for name, value in request.GET.items() if name != "size"}
            text = with_choices(response.content.decode(), said)
            response.content = in_size(text, size) if size in SIZES else text
        return response


def with_choices(text: str, said: dict[str, str]) -> str:
    """The links that change the size, with what else the address says: the place in a list, a search."""
    if not said:
        return text
    rest = escape(urlencode(said))
    return re.sub(r'(<a\b[^>]*?) href="\?(size=[a-z]+)?"(?=[^>]* data-size=)', rf'\1 href="?{rest}&amp;\2"', text)


def in_size(text: str, size: str) -> str:
    """The page in this size: every link to another page of ours, and every form, leads to one in this size."""
    text = text.replace(ROOT, f'{ROOT} class="{SIZES[size]}"', 1)
    text = LINK.sub(lambda match: _link(match, size), text)
    return FORM.sub(lambda match: f'{match[0]}<input type="hidden" name="size" value="{size}">', text)


def _link(match: re.Match, size: str) -> str:
    before, address, quote, after = match.groups()
    if "data-size" in after:
        return match[0]
    return f"{before}{carried(address, size, separator='&amp;')}{quote}{after}"


def carried(address: str, size: str, *, separator: str = "&") -> str:
    """The address with the size, if it is one of our pages; a place within this page is left alone."""
    is_ours = (address.startswith("/") and not address.startswith("//")) or address.startswith("?")
    if not is_ours or ELSEWHERE.match(address):
        return address
    page, mark, place = address.partition("#")
    return f"{page}{separator if '?' in page else '?'}size={size}{mark}{place}"
