"""An id for every request that Django answers: in each line of the log, on error pages, and in X-Request-ID.

Behind the paper's own proxy it is nginx's, so that both logs can be laid side by side; what anybody else sends counts
for nothing. A public page is rendered for all readers and not for the one who asked first, so it has an id of its own,
which nobody sees unless it fails: kept pages never carry one. nginx logs that id, too (deploy/nginx.conf).
"""

import logging
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from ipaddress import ip_address, ip_network
from time import monotonic

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gazette.pagecache.page import KEPT_STATUSES

logger = logging.getLogger(__name__)

HEADER = "X-Request-ID"
#: nginx's own form; whatever else a proxy may send is replaced.
WELL_FORMED = re.compile(r"[0-9a-f]{32}")

_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The id of the request that is being answered, "" outside of one."""
    return _current.get()


def id_of(request: HttpRequest) -> str:
    """The proxy's id where it comes from the paper's own proxy and is well formed, else a new one."""
    said = request.META.get("HTTP_X_REQUEST_ID", "")
    return said if WELL_FORMED.fullmatch(said) and comes_from_own_proxy(request) else secrets.token_hex(16)


def comes_from_own_proxy(request: HttpRequest) -> bool:
    """Whether the connection is from one of PROXY_ADDRESSES; a public request as the page cache hands it on is not."""
    try:
        peer = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(peer in ip_network(proxy) for proxy in settings.PROXY_ADDRESSES)


class RequestIdMiddleware:
    """Give the request its id, and write down what the newsroom asked for: never a body, a query or a token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began, token = monotonic(), _current.set(id_of(request))
        try:
            response = self.get_response(request)
            is_newsroom = request.path_info.startswith("/admin/")
            if is_newsroom or response.status_code not in KEPT_STATUSES:
                response.headers[HEADER] = current()
            if is_newsroom:
                logger.info("request", extra=told(request, response, milliseconds=round((monotonic() - began) * 1000)))
            return response
        finally:
            _current.reset(token)


def told(request: HttpRequest, response: HttpResponse, *, milliseconds: int) -> dict[str, object]:
    """What is written down of a request of the newsroom."""
    path, match = request.path_info, request.resolver_match
    for name, value in (match.kwargs if match else {}).items():
        if "token" in name:
            path = path.replace(str(value), "…")
    user = getattr(request, "_cached_user", None)  # whoever a view asked for; to ask now would cost a query
    return {
        "method": request.method,
        "path": path,
        "status": response.status_code,
        "milliseconds": milliseconds,
        "user": user.pk if user is not None else None,
    }
