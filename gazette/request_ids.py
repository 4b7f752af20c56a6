"""An id for every request that Django answers: in each line of the log, on error pages, and in X-Request-ID.

Behind the paper's own proxy it is nginx's, so that both logs can be laid side by side; what anybody else sends counts
for nothing. A public page is rendered for all readers and not for the one who asked first, so it has an id of its own,
which nobody sees unless it fails: kept pages never carry one. nginx logs that id, too (deploy/nginx.conf).
"""

import errno
import logging
import re
import secrets
import sys
from collections.abc import Callable
from contextvars import ContextVar
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from time import monotonic

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _

from gazette.pagecache.page import KEPT_STATUSES

logger = logging.getLogger(__name__)

HEADER = "X-Request-ID"
#: nginx's own form; whatever else a proxy may send is replaced.
WELL_FORMED = re.compile(r"[0-9a-f]{32}")

#: What a system says where no more can be written: of the disk, of a quota, of a limit.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The id of the request that is being answered, "" outside of one."""
    return _current.get()


def id_of(request: HttpRequest) -> str:
    """The proxy's id where it comes from the paper's own proxy and is well formed, else a new one."""
    said = request.headers.get(HEADER, "")
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


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for what went wrong here, with the id by which the technician finds it in the log.

    Django calls it while the exception is being handled. Where the disk or the database is at fault, the newsroom is
    told so, and that nothing was saved.
    """
    said = why(sys.exc_info()[1]) if request.path_info.startswith("/admin/") else ""
    status = HTTPStatus.SERVICE_UNAVAILABLE if said else HTTPStatus.INTERNAL_SERVER_ERROR
    try:
        page = loader.render_to_string("500.html", {"request_id": current(), "said": said, "status": status.value})
    except Exception:
        logger.exception("the error page itself failed")
        page = f"500 {current()}"
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"} if said else None)


def why(error: BaseException | None) -> str:
    """What an editor may know of a fault that is nobody's mistake: no disk, no database; "" of every other one."""
    while error is not None:
        full = isinstance(error, OSError) and error.errno in FULL
        if full or (isinstance(error, OperationalError) and "disk" in str(error)):
            return _("The server's disk is full. Nothing was saved: keep your text, and call the technician.")
        if (isinstance(error, OSError) and error.errno == errno.EROFS) or "readonly database" in str(error):
            return _(
                "The server's disk cannot be written to. Nothing was saved: keep your text, and call the technician."
            )
        if isinstance(error, OperationalError | InterfaceError):
            return _("The database does not answer just now. Nothing was saved: keep your text, and try again shortly.")
        error = error.__cause__ or error.__context__
    return ""
