"""Failed logins are counted by name and address, in the database; five lock the pair for a quarter of an hour.

Whoever has many addresses is held to a hundred guesses an hour at one name. The name is locked then, but not where its
owner has logged in of late: strangers do not keep him from his desk.

django-axes counts. What is here: by which name and place it counts, the page that says so, and how 管理员 frees an
account. A typed name is counted by its digest, since people type passwords there; and a name that nobody has is locked
like any other, so that a lock says nothing about who has an account.
"""

from datetime import timedelta

from axes.backends import AxesStandaloneBackend
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.forms import UsernameField
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from staff.addresses import place, place_of
from staff.models import AccountEvent, User

LOCKED_FOR = timedelta(hours=settings.AXES_COOLOFF_TIME)
#: Failures of one name from all addresses within a quarter of an hour: OWASP ASVS 2.2.1 allows a hundred an hour.
MOST_OF_ONE_NAME = 25
#: For how long a place is known from which somebody has logged in.
KNOWN_FOR = timedelta(days=30)


class Throttle(AxesStandaloneBackend):
    """Refuses whoever is locked, before any password is looked at. What has no request comes from the server itself.

    A failure of the future was counted while the clock was ahead: its quarter of an hour begins now, and not then.
    """

    def authenticate(self, request: HttpRequest | None, username: str | None = None, password: str | None = None,
                     **kwargs) -> None:  # fmt: skip
        if request is not None:
            now, name = timezone.now(), counted_name(request, {"username": username})
            ahead = AccessAttempt.objects.filter(username=name, attempt_time__gt=now)
            if ahead.exists():
                ahead.update(attempt_time=now)
            super().authenticate(request, username=username, password=password, **kwargs)
            if is_besieged(name) and place(request) not in known_places(username or ""):
                request.axes_locked_out = request.is_besieged = True  # the library's middleware answers with the page
                raise PermissionDenied


def counted_name(request: HttpRequest, credentials: dict | None) -> str:
    """By what a typed user name is counted: the same digest for all ways to type it that mean one account."""
    typed = (credentials or {}).get("username") or request.POST.get("username") or ""
    return digest(UsernameField().to_python(typed) or "")


def digest(username: str) -> str:
    return salted_hmac("staff.throttling", username).hexdigest()


def failures(name: str) -> dict[str, int]:
    """How often a name, as it is counted, has failed of late, by address."""
    attempts = AccessAttempt.objects.filter(username=name, attempt_time__gt=timezone.now() - LOCKED_FOR)
    counted = attempts.order_by().values_list("ip_address").annotate(failures=Sum("failures_since_start"))
    return {address or "?": count for address, count in counted}


def is_besieged(name: str) -> bool:
    """Whether so many guesses came from everywhere that the name, as it is counted, is locked where it is not known."""
    return sum(failures(name).values()) >= MOST_OF_ONE_NAME


def known_places(username: str) -> set[str | None]:
    """From where somebody has logged in under this name of late."""
    logins = AccountEvent.objects.filter(
        kind=AccountEvent.Kind.LOGGED_IN,
        about__username=UsernameField().to_python(username).replace("\0", ""),
        at__gt=timezone.now() - KNOWN_FOR,
    )
    return {place_of(address) for address in logins.order_by().values_list("address", flat=True).distinct()}


def locked_places(user: User) -> list[str]:
    """The addresses from which this account is locked now, and in words if it is everywhere else, too."""
    name = digest(user.username)
    places = [address for address, count in failures(name).items() if count >= settings.AXES_FAILURE_LIMIT]
    return [*places, _("wherever he has not logged in of late")] if is_besieged(name) else places


def free(user: User) -> bool:
    """Forget the failed logins of this account; whether there were any."""
    return reset(username=digest(user.username)) > 0


def locked_page(request: HttpRequest, response: HttpResponse | None, credentials: dict | None) -> HttpResponse:
    """The page for whoever is locked: the same for every name, with the status 429 and the time to wait."""
    page = TemplateResponse(
        request,
        "registration/locked.html",
        {
            **admin.site.each_context(request),
            "failures": settings.AXES_FAILURE_LIMIT,
            "minutes": int(LOCKED_FOR.total_seconds() // 60),
            "is_besieged": getattr(request, "is_besieged", False),
        },
        status=429,
        headers={"Retry-After": str(int(LOCKED_FOR.total_seconds()))},
    )
    return page.render()
