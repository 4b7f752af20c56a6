"""Logins that last: rows of their own, known to their owner, ended by him, by idleness, and after a working day.

This is the session engine. When a row is over is written in its `expire_date`, so that a session that is over is never
loaded. Every five minutes at most it is written that somebody is there; a form that is merely open does not count.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSession
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from staff.addresses import client_address
from staff.models import LoginSession, User
from staff.signing_in import browsers

#: Under this name a session keeps when it began, from where and in what browser.
CAME = "came"
#: Seldom, because SQLite has one writer, and a page should not wait for it.
NOTED_EVERY = timedelta(minutes=5)
#: For how long rows of logins that are over are left lying.
SWEPT_AFTER = timedelta(days=1)


def ends_at(begun_at: datetime, *, now: datetime) -> datetime:
    """When a login ends in which nobody does anything from now on."""
    lasts, idle = timedelta(seconds=settings.SESSION_COOKIE_AGE), timedelta(seconds=settings.SESSION_IDLE_AGE)
    return min(begun_at + lasts, now + idle)


class SessionStore(DatabaseSession):
    """Django's sessions in the database, in rows that say whose they are."""

    row: LoginSession | None = None

    @classmethod
    def get_model_class(cls) -> type[LoginSession]:
        return LoginSession

    def load(self) -> dict:
        self.row = self._get_session_from_db()
        return self.decode(self.row.session_data) if self.row else {}

    def create_model_instance(self, data: dict) -> LoginSession:
        now = timezone.now()
        came = data.get(CAME, {})
        begun_at = min(parse_datetime(came.get("at", "")) or now, now)
        return LoginSession(
            session_key=self._get_or_create_session_key(),
            session_data=self.encode(data),
            expire_date=ends_at(begun_at, now=now),
            account_id=data.get(SESSION_KEY),
            begun_at=begun_at,
            seen_at=now,
            address=came.get("address"),
            browser=came.get("browser", ""),
        )

    def note_presence(self, *, now: datetime) -> None:
        """Somebody is there: the login lasts on. A database that cannot be written keeps nobody from reading.

        What a clock wrote that was ahead then is put right: no login lasts longer for it.
        """
        if self.row is None or timedelta() <= now - self.row.seen_at < NOTED_EVERY:
            return
        begun_at = min(self.row.begun_at, now)
        with suppress(DatabaseError), transaction.atomic():
            LoginSession.objects.filter(pk=self.row.pk).update(
                begun_at=begun_at, seen_at=now, expire_date=ends_at(begun_at, now=now)
            )


def begin(request: HttpRequest) -> str:
    """Write into the session of somebody who has just logged in from where he came; gives the browser in words.

    Rows that are long over are swept on the way, so that no cron is needed.
    """
    now = timezone.now()
    LoginSession.objects.filter(expire_date__lte=now - SWEPT_AFTER).delete()
    browser = browsers.in_words(request.META.get("HTTP_USER_AGENT", ""))
    came = {"at": now.isoformat(), "address": client_address(request), "browser": browser}
    request.session[CAME] = came
    return browser


def of_account(user: User, *, now: datetime) -> list[LoginSession]:
    """The logins of this account that last, the newest first."""
    return list(LoginSession.objects.filter(account=user, expire_date__gt=now).defer("session_data"))


def handle(login: LoginSession) -> str:
    """A name for a login that can stand in a page: its key is as good as a password and stands nowhere."""
    return sha256(f"login:{login.session_key}".encode()).hexdigest()[:16]


def end(user: User, *, keep: str | None = None, only: str | None = None) -> list[LoginSession]:
    """End the logins of an account: all, all but the one with the key `keep`, or the one of the handle `only`."""
    ended = [
        login
        for login in LoginSession.objects.filter(account=user).defer("session_data")
        if login.session_key != keep and (only is None or handle(login) == only)
    ]
    LoginSession.objects.filter(pk__in=[login.pk for login in ended]).delete()
    return ended
