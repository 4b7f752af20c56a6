"""What Django and axes tell of logins goes into the record, and a new login is written into its session."""

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from staff import events
from staff.models import AccountEvent, User
from staff.signing_in import devices, second_factor, sessions

Kind = AccountEvent.Kind


def logged_in(sender, request: HttpRequest, user: User, **kwargs) -> None:
    """Django keeps the key of a session whose owner logs in once more: every login gets a new one here.

    A remembered device has passed its second factor already.
    """
    if request.session.row and request.session.row.pk == request.session.session_key:
        request.session.cycle_key()
    browser = sessions.begin(request)
    request.session.pop(second_factor.PASSED, None)
    device = second_factor.device_of(user)
    if device and devices.is_remembered(user, request, now=timezone.now()):
        request.session[second_factor.PASSED] = device.pk
    events.record(Kind.LOGGED_IN, about=user, by=user, request=request, detail=browser)


def logged_out(sender, request: HttpRequest, user: User | None, **kwargs) -> None:
    if user is not None:
        events.record(Kind.LOGGED_OUT, about=user, by=user, request=request)


def login_failed(sender, credentials: dict, request: HttpRequest | None = None, **kwargs) -> None:
    """Once a failure; who is locked has not even been asked for his password."""
    if request is None or _is_locked_out(request):
        return
    events.record(Kind.LOGIN_FAILED, about=_named(credentials.get("username")), request=request)


def locked_out(sender, request: HttpRequest, **kwargs) -> None:
    """Once a lock: axes says it at every further attempt, too."""
    if request.axes_failures_since_start is not None:
        credentials = request.axes_credentials or {}
        events.record(Kind.LOCKED, about=_named(credentials.get("username")), request=request)


def _is_locked_out(request: HttpRequest) -> bool:
    return getattr(request, "axes_locked_out", False) and request.axes_failures_since_start is None


def _named(username: str | None) -> User | None:
    return User.objects.filter(username=(username or "").replace("\0", "")).first()


def connect() -> None:
    user_logged_in.connect(logged_in, dispatch_uid="staff.logged_in")
    user_logged_out.connect(logged_out, dispatch_uid="staff.logged_out")
    user_login_failed.connect(login_failed, dispatch_uid="staff.login_failed")
    user_locked_out.connect(locked_out, dispatch_uid="staff.locked_out")
