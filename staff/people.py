"""From accounts to persons, and from the table of roles to the groups in the database."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import Group, Permission
from django.http import HttpRequest
from django.utils import timezone

from staff.models import DutyRoster, User
from staff.roles import OF_ALL_SECTIONS, PERMISSIONS, Person, acting_roles

#: The hours of 值班总编: the paper is made at night.
NIGHT_BEGINS, NIGHT_ENDS = 18, 6


def person(user, *, now: datetime) -> Person:
    """The person behind an account at an aware moment. A closed account has no roles, a superuser no more than his."""
    if not user.is_authenticated or not user.is_active:
        return Person(None, None, frozenset())
    on_duty = DutyRoster.objects.at(now).filter(user=user).exists()
    rows = User.objects.filter(pk=user.pk).values_list("groups__name", "sections")
    return _person(user.pk, user.reporter_id, rows, on_duty=on_duty)


def of_request(request: HttpRequest) -> Person:
    """The person behind a request, asked once a request: for what he may see, never for what he may do."""
    if "_person" not in request.__dict__:
        request.__dict__["_person"] = person(request.user, now=timezone.now())
    return request.__dict__["_person"]


def everybody(*, now: datetime) -> list[Person]:
    """All open accounts as persons, in two statements however many there are."""
    on_duty = set(DutyRoster.objects.at(now).values_list("user_id", flat=True))
    rows = defaultdict(list)
    every = User.objects.filter(is_active=True).order_by("pk")
    for pk, reporter_id, group, section in every.values_list("pk", "reporter_id", "groups__name", "sections"):
        rows[pk, reporter_id].append((group, section))
    return [_person(pk, reporter_id, held, on_duty=pk in on_duty) for (pk, reporter_id), held in rows.items()]


def _person(pk: int, reporter_id: int | None, rows: Iterable[tuple], *, on_duty: bool) -> Person:
    """A person from pairs of a role that he holds and a section that he is limited to, either of which may be None."""
    rows = list(rows)
    acting = acting_roles({group for group, _section in rows if group}, on_duty=on_duty)
    sections = frozenset(section for _group, section in rows if section)
    return Person(pk, reporter_id, acting, frozenset() if acting & OF_ALL_SECTIONS else sections)


def next_night(*, now: datetime) -> tuple[datetime, datetime]:
    """From when to when the next duty lasts that nobody has yet: 18:00 to 06:00 of the next day, in the paper's time.

    Before six in the morning the night that began yesterday is still to be had.
    """
    here = timezone.localtime(now)
    day = here.date() - timedelta(days=1) if here.hour < NIGHT_ENDS else here.date()
    taken = set(DutyRoster.objects.filter(ends_at__gt=now).values_list("starts_at", flat=True))
    while (starts_at := _at(day, NIGHT_BEGINS)) in taken:
        day += timedelta(days=1)
    return starts_at, _at(day + timedelta(days=1), NIGHT_ENDS)


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def sync_roles(sender=None, **kwargs) -> None:
    """Make each role's group hold exactly its permissions. Groups that the paper added itself are left alone."""
    every = {
        f"{label}.{codename}": pk
        for pk, label, codename in Permission.objects.values_list("pk", "content_type__app_label", "codename")
    }
    for role, names in PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=role)
        group.permissions.set([every[name] for name in names if name in every])
