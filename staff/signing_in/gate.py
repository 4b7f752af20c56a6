"""The gate of the newsroom: whoever has logged in and still owes something reaches the page for it, and nothing else.

A middleware, so that no address below /admin/ can be forgotten, whether its view asks for permission or not. Public
pages are never looked at: they know no session.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from staff.signing_in import second_factor

#: What is open to everybody who has logged in, whatever he owes.
ALWAYS = frozenset({"login", "logout", "jsi18n"})
#: What is open besides to whoever owes this: the page itself comes first.
WAY: dict[str, tuple[str, ...]] = {
    "second_factor": (),
    "password_change": (),
    "second_factor_set_up": ("password_change", "password_change_done"),
}
#: Requests that a page sends by itself: nobody need be there.
BY_ITSELF = frozenset({"articles_article_open", "articles_article_waiting"})


def owes(request: HttpRequest) -> str:
    """The name of the page that this login must pass before all others, or "".

    A second factor comes before everything: who knows the password only must not even change it.
    """
    has_passed = second_factor.PASSED in request.session
    known = None if has_passed else second_factor.standing(request.user, now=timezone.now())
    if known and known.is_set_up:
        return "second_factor"
    if request.user.must_change_password:
        return "password_change"
    return "second_factor_set_up" if known and known.is_due else ""


class GateMiddleware:
    """Lets nobody past who owes something, and notes that somebody is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        if not request.path_info.startswith("/admin/"):
            return None
        user = request.user
        if not (user.is_authenticated and user.is_active and user.is_staff):
            return None  # The admin asks for a login.
        name = request.resolver_match.url_name
        if name not in BY_ITSELF:
            request.session.note_presence(now=timezone.now())
        if name in ALWAYS or not (owed := owes(request)) or name in {owed, *WAY[owed]}:
            return None
        if owed == "password_change":
            messages.warning(request, _("This password was set by somebody else: choose your own first."))
        address = reverse(f"admin:{owed}")
        if owed == "second_factor" and request.method == "GET" and name != "index":
            address = f"{address}?{urlencode({'next': request.get_full_path()})}"
        return HttpResponseRedirect(address)
