"""What is said of a request that cannot be answered.

That there is no page: the newsroom's page to whoever works there, the readers' to everybody else. That the request
itself is wrong: one page for all, which asks nothing of the request, of the session or of the database.
"""

from django.contrib import admin
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.site import views as readers

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
