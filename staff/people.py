"""From accounts to persons, and from the table of roles to the groups in the database."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from staff.models import DutyRoster, User
from staff.roles import PERMISSIONS, Person, acting_roles

#: The hours of 值班总编: the paper is made at night.
NIGHT_BEGINS, NIGHT_ENDS = 18, 6


def person(user, *, now: datetime) -> Person:
    """The person behind an account at an aware moment. A closed account has no roles, a superuser no more than his."""
    if not user.is_authenticated or not user.is_active:
        return Person(None, None, frozenset())
    on_duty = DutyRoster.objects.at(now).filter(user=user).exists()
    groups = user.groups.values_list("name", flat=True)
    return Person(user.pk, user.reporter_id, acting_roles(groups, on_duty=on_duty))


def everybody(*, now: datetime) -> list[Person]:
    """All open accounts as persons, in three statements however many there are."""
    on_duty = set(DutyRoster.objects.at(now).values_list("user_id", flat=True))
    groups = defaultdict(list)
    for user_id, name in User.groups.through.objects.values_list("user_id", "group__name"):
        groups[user_id].append(name)
    return [
        Person(pk, reporter_id, acting_roles(groups[pk], on_duty=pk in on_duty))
        for pk, reporter_id in User.objects.filter(is_active=True).values_list("pk", "reporter_id")
    ]


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
