"""What is said of a request that cannot be answered.

That there is no page: the newsroom's page to whoever works there, the readers' to everybody else. That the request
itself is wrong: one page for all, which asks nothing of the request, of the session or of the database. That something
went wrong here: a page with the number under which the log has it.
"""

import errno
import logging
import sys
from http import HTTPStatus

from django.contrib import admin
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.site import views as readers
from gazette import request_ids

logger = logging.getLogger(__name__)

NOT_OURS = gettext_lazy("This paper does not answer under this address. Check the address that you typed.")
TOO_LONG = gettext_lazy(
    "The text is too long to be saved at once: 5 MB at most, pictures not counted. Nothing was saved; what you typed "
    "is still there when you go back in the browser. Divide it into several pieces."
)
TOO_MANY_FIELDS = gettext_lazy(
    "The form has too many fields to be saved at once. Nothing was saved; go back in the browser and save fewer rows "
    "at a time."
)
TOO_MANY_FILES = gettext_lazy(
    "Too many files at once: 100 at most. Nothing was saved; go back in the browser and send fewer at a time."
)
UNREADABLE = gettext_lazy(
    "What arrived cannot be read. Nothing was saved; go back in the browser, load the page again, and send it once "
    "more."
)
#: What a system says where no more can be written: of the disk, of a quota, of a limit.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
#: The status and the sentence for each kind of wrong request.
WRONG: tuple[tuple[type[Exception], int, Promise], ...] = (
    (DisallowedHost, 400, NOT_OURS),
    (RequestDataTooBig, 413, TOO_LONG),
    (TooManyFieldsSent, 413, TOO_MANY_FIELDS),
    (TooManyFilesSent, 413, TOO_MANY_FILES),
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 or 413 with what was wrong; the log has the rest."""
    known = ((status, said) for kind, status, said in WRONG if isinstance(exception, kind))
    status, said = next(known, (400, UNREADABLE))
    page = loader.render_to_string("400.html", {"status": status, "said": said})
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404. Below /admin/ whoever is not logged in never gets here: the admin asks him for a login first."""
    if not request.path_info.startswith("/admin/") or not admin.site.has_permission(request):
        return readers.not_found(request, exception)
    said = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    context = {**admin.site.each_context(request), "title": _("No page at this address"), "said": said}
    return render(request, "admin/404.html", context, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for what went wrong here, with the id by which the technician finds it in the log.

    Django calls it while the exception is being handled. Where the disk or the database is at fault, the newsroom is
    told so, and that nothing was saved.
    """
    said = why(sys.exc_info()[1]) if request.path_info.startswith("/admin/") else ""
    status = HTTPStatus.SERVICE_UNAVAILABLE if said else HTTPStatus.INTERNAL_SERVER_ERROR
    try:
        page = loader.render_to_string(
            "500.html", {"request_id": request_ids.current(), "said": said, "status": status.value}
        )
    except Exception:
        logger.exception("the error page itself failed")
        page = f"500 {request_ids.current()}"
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
