"""A second factor that somebody has lost is taken away by two others: one asks, 管理员 or 总编辑 confirms.

Anybody of the newsroom may ask, so that a small one is not stuck: where 管理员 has lost his telephone, a reporter asks
and 总编辑 confirms. Where nobody is left who could confirm, the technician has `manage.py reset_second_factor`.

Two accounts are not yet two people: 管理员 could open one for himself, or set a colleague's password, and ask with
that. So whoever has had another's account in his hands of late does not confirm what it asks for.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from staff import events, people, roles
from staff.models import AccountEvent, FactorReset, User
from staff.signing_in import ending, second_factor

LASTS = timedelta(hours=24)
#: For how long an account may still be in the hands of whoever opened it, opened it again or set its password.
OF_LATE = timedelta(days=30)
DECIDERS = (roles.CHIEF, roles.ADMINISTRATOR)
Kind = AccountEvent.Kind
HANDED_OVER = (Kind.ACCOUNT_OPENED, Kind.ACCOUNT_REOPENED, Kind.PASSWORD_SET)


class CannotReset(Exception):
    """Why a reset cannot be asked for or decided: the message is the sentence that the person reads."""


def waiting(*, now: datetime) -> QuerySet[FactorReset]:
    """What was asked for within a day and is not decided."""
    asked = FactorReset.objects.filter(decided_at__isnull=True, asked_at__gt=now - LASTS)
    return asked.select_related("account", "asked_by")


def accounts_with_one(*, besides: User) -> QuerySet[User]:
    """The open accounts of others that have a second factor."""
    return User.objects.filter(second_factor.have_one(), is_active=True).exclude(pk=besides.pk)


def who_could_decide(account: User, asked_by: User, *, now: datetime) -> list[User]:
    """管理员 and 总编辑 beside these two, but for who has had the account that asks in his hands."""
    leaders = User.objects.filter(is_active=True, is_staff=True, groups__name__in=DECIDERS)
    others = leaders.exclude(Q(pk=account.pk) | Q(pk=asked_by.pk) | Q(pk__in=_hands_on(asked_by, now=now)))
    return list(others.distinct())


def _hands_on(account: User, *, now: datetime) -> QuerySet:
    """The keys of those who have opened this account, opened it again or set its password of late."""
    of_late = AccountEvent.objects.filter(about=account, kind__in=HANDED_OVER, at__gt=now - OF_LATE)
    return of_late.filter(by__isnull=False).order_by().values("by")


def ask(account: User, reason: str, *, by: User, now: datetime) -> FactorReset:
    """Ask that this account's second factor be taken away. Raises CannotReset."""
    reason = " ".join(reason.split())
    if account.pk == by.pk:
        raise CannotReset(_("Nobody asks for a reset of his own: a colleague does."))
    if len(reason) < 4:
        raise CannotReset(_("Say why in a few words, for example that the telephone is lost."))
    if not who_could_decide(account, by, now=now):
        raise CannotReset(
            _(
                "Nobody beside you two could confirm it: let somebody else ask, or have the technician run "
                "manage.py reset_second_factor on the server."
            )
        )
    lapsed = FactorReset.objects.filter(account=account, decided_at__isnull=True, asked_at__lte=now - LASTS)
    try:
        with transaction.atomic():
            lapsed.update(decided_at=now)
            made = FactorReset.objects.create(account=account, reason=reason[:200], asked_by=by, asked_at=now)
    except IntegrityError:
        raise CannotReset(_("Somebody has asked for this already: it waits to be confirmed.")) from None
    return made


def why_not_decide(reset: FactorReset, user: User, *, now: datetime) -> str:
    """Why this person may not decide on this reset, or ""."""
    if not people.person(user, now=now).acting_as(DECIDERS):
        return _("This step is for: %(roles)s.") % {"roles": "、".join(DECIDERS)}
    if reset.account_id == user.pk:
        return _("Nobody decides on a reset of his own.")
    if reset.asked_by_id == user.pk:
        return _("You asked for it: somebody else must confirm.")
    if _hands_on(reset.asked_by, now=now).filter(by=user).exists():
        return _(
            "Within the last 30 days you opened the account that asks, or set its password: somebody else must confirm."
        )
    return ""


@transaction.atomic
def decide(reset: FactorReset, *, by: User, is_confirmed: bool, now: datetime) -> None:
    """Confirm or refuse. Raises CannotReset; of two who decide at once, the second is told."""
    if reason := why_not_decide(reset, by, now=now):
        raise CannotReset(reason)
    open_ones = FactorReset.objects.filter(pk=reset.pk, decided_at__isnull=True, asked_at__gt=now - LASTS)
    if not open_ones.update(decided_by=by, decided_at=now, is_confirmed=is_confirmed):
        raise CannotReset(_("Somebody has decided on this already, or it is older than a day."))
    if is_confirmed:
        take_away(reset.account)


def take_away(account: User) -> None:
    """Whatever let this account pass its second factor is gone, and all its logins with it."""
    second_factor.remove(account)
    ending.end_everything(account)


def take_away_on_the_server(account: User, reason: str) -> None:
    """The technician's way, recorded as done by nobody of the newsroom."""
    with transaction.atomic():
        take_away(account)
        events.record(Kind.FACTOR_REMOVED, about=account, detail=_("On the server: %(reason)s") % {"reason": reason})
