"""From accounts to persons, and from the table of roles to the groups in the database."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import Group, Permission
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from staff.models import DutyRoster, User
from staff.roles import OF_ALL_SECTIONS, PERMISSIONS, Person, acting_roles

#: The hours of 值班总编: the paper is made at night.
NIGHT_BEGINS, NIGHT_ENDS = 18, 6


def person(user, *, now: datetime) -> Person:
    """The person behind an account at an aware moment, in one statement.

    A closed account has no roles, a superuser no more than his.
    """
    if not user.is_authenticated or not user.is_active:
        return Person(None, None, frozenset())
    rows = list(User.objects.filter(pk=user.pk).values_list(_on_duty(now), "groups__name", "sections"))
    return _person(user.pk, user.reporter_id, rows)


def of_request(request: HttpRequest) -> Person:
    """The person behind a request, asked once a request: for what he may see, never for what he may do."""
    if "_person" not in request.__dict__:
        request.__dict__["_person"] = person(request.user, now=timezone.now())
    return request.__dict__["_person"]


def everybody(*, now: datetime) -> list[Person]:
    """All open accounts as persons, in one statement however many there are."""
    every = User.objects.filter(is_active=True).order_by("pk")
    held = defaultdict(list)
    for pk, reporter_id, *row in every.values_list("pk", "reporter_id", _on_duty(now), "groups__name", "sections"):
        held[pk, reporter_id].append(row)
    return [_person(pk, reporter_id, rows) for (pk, reporter_id), rows in held.items()]


def _on_duty(now: datetime) -> Exists:
    """Whether an account is on duty, as a column of a query."""
    return Exists(DutyRoster.objects.at(now).filter(user=OuterRef("pk")))


def _person(pk: int, reporter_id: int | None, rows: Sequence[Sequence]) -> Person:
    """A person from rows: whether he is on duty, a role that he holds, a section that he is limited to (or None)."""
    roles = {group for _is_on_duty, group, _section in rows if group}
    acting = acting_roles(roles, on_duty=any(is_on_duty for is_on_duty, _group, _section in rows))
    sections = frozenset(section for _is_on_duty, _group, section in rows if section)
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
