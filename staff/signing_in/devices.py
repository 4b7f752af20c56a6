"""记住此设备: a browser that has passed the second factor is not asked again for thirty days.

Its cookie holds a signed random token that the database knows by digest only. It opens nothing by itself: the password
is asked for all the same. It ends with the days, by its owner, with a new password and with a reset.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from staff.addresses import client_address
from staff.models import RememberedDevice, User
from staff.signing_in import browsers

SALT = "staff.remembered-device"


def _cookie(user: User) -> str:
    """Two colleagues at one desk are remembered side by side."""
    return f"device_{user.pk}"


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def remember(user: User, request: HttpRequest, response: HttpResponse, *, now: datetime) -> RememberedDevice:
    """Remember this browser: a row, and the cookie on the response."""
    RememberedDevice.objects.filter(expires_at__lte=now).delete()
    token = secrets.token_urlsafe(32)
    lasts = timedelta(days=settings.REMEMBERED_DEVICE_DAYS)
    response.set_signed_cookie(
        _cookie(user),
        token,
        salt=SALT,
        max_age=lasts,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return RememberedDevice.objects.create(
        account=user,
        digest=_digest(token),
        made_at=now,
        expires_at=now + lasts,
        address=client_address(request),
        browser=browsers.in_words(request.META.get("HTTP_USER_AGENT", "")),
    )


def is_remembered(user: User, request: HttpRequest, *, now: datetime) -> bool:
    """Whether this browser has passed the second factor of this account in the last thirty days.

    One that would last longer than these was remembered by a clock that was ahead.
    """
    lasts = timedelta(days=settings.REMEMBERED_DEVICE_DAYS)
    token = request.get_signed_cookie(_cookie(user), default="", salt=SALT, max_age=lasts)
    known = RememberedDevice.objects.filter(
        account=user, digest=_digest(token), expires_at__gt=now, expires_at__lte=now + lasts
    )
    return bool(token) and known.exists()


def of_account(user: User, *, now: datetime) -> list[RememberedDevice]:
    return list(RememberedDevice.objects.filter(account=user, expires_at__gt=now))


def forget(user: User, *, pk: int | None = None) -> int:
    """Forget one remembered device of this account, or all; gives how many there were."""
    devices = RememberedDevice.objects.filter(account=user)
    return (devices.filter(pk=pk) if pk is not None else devices).delete()[0]
