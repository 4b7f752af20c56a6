"""Failed logins are counted by name and address, in the database; five lock the pair for a quarter of an hour.

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
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from staff.models import User

LOCKED_FOR = timedelta(hours=settings.AXES_COOLOFF_TIME)


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


def counted_name(request: HttpRequest, credentials: dict | None) -> str:
    """By what a typed user name is counted: the same digest for all ways to type it that mean one account."""
    typed = (credentials or {}).get("username") or request.POST.get("username") or ""
    return digest(UsernameField().to_python(typed) or "")


def digest(username: str) -> str:
    return salted_hmac("staff.throttling", username).hexdigest()


def locked_places(user: User) -> list[str]:
    """The addresses from which this account is locked now."""
    attempts = AccessAttempt.objects.filter(
        username=digest(user.username), attempt_time__gt=timezone.now() - LOCKED_FOR
    )
    counted = attempts.order_by().values_list("ip_address").annotate(failures=Sum("failures_since_start"))
    return [address or "?" for address, failures in counted if failures >= settings.AXES_FAILURE_LIMIT]


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
        },
        status=429,
        headers={"Retry-After": str(int(LOCKED_FOR.total_seconds()))},
    )
    return page.render()
