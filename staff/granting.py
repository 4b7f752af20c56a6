"""Review roles are given by two: 管理员 proposes, 总编辑 confirms. Both stay in the record.

Where there is no other 总编辑, whoever is next in rank confirms: otherwise 管理员 alone could close the account of the
only one, and make the next one himself.
"""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from staff import people
from staff.models import RoleGrant, User
from staff.roles import CHIEF, REVIEW_ROLES


class CannotDecide(Exception):
    """Why this person cannot decide on a role; the message is the sentence that he reads."""


def propose(user: User, roles: set[str], *, by: User, now: datetime) -> list[str]:
    """Hold back the review roles of `roles` until somebody else confirms them; gives those that wait.

    A chief editor who keeps accounts himself confirms by giving them. Where nobody beside these two reviews anything,
    in a new paper, nobody could confirm: the role is given at once, and the record says so (nobody has decided).
    """
    wanted = [role for role in REVIEW_ROLES if role in roles]
    if not wanted:
        return []
    is_chief = bool(people.person(by, now=now).acting_as((CHIEF,))) and by != user
    if is_chief or not who_confirms(user, by):
        RoleGrant.objects.bulk_create(
            RoleGrant(user=user, role=role, asked_by=by, asked_at=now, decided_by=by if is_chief else None,
                      decided_at=now, is_granted=True)
            for role in wanted
        )  # fmt: skip
        return []
    user.groups.remove(*Group.objects.filter(name__in=wanted))
    for role in wanted:
        RoleGrant.objects.get_or_create(
            user=user, role=role, decided_at=None, defaults={"asked_by": by, "asked_at": now}
        )
    return wanted


def who_confirms(user: User, asked_by: User) -> str:
    """The highest review role that anybody beside these two holds, or ""."""
    others = User.objects.filter(is_active=True, groups__name__in=REVIEW_ROLES).exclude(pk__in=[user.pk, asked_by.pk])
    held = set(others.values_list("groups__name", flat=True))
    return next((role for role in reversed(REVIEW_ROLES) if role in held), "")


def why_not_decide(grant: RoleGrant, user: User, *, now: datetime) -> str:
    """Why this person may not decide on this role, or ""."""
    if grant.user_id == user.pk:
        return _("Nobody confirms a role of his own.")
    person = people.person(user, now=now)
    if person.acting_as((CHIEF,)):
        return ""
    role = who_confirms(grant.user, grant.asked_by) or CHIEF
    if grant.asked_by_id == user.pk or not person.acting_as((role,)):
        return _("This step is for: %(roles)s.") % {"roles": role}
    return ""


@transaction.atomic
def decide(grant: RoleGrant, *, by: User, is_granted: bool, now: datetime) -> None:
    """Give the role or refuse it. Raises CannotDecide; of two who decide at once, the second is told."""
    if reason := why_not_decide(grant, by, now=now):
        raise CannotDecide(reason)
    moved = RoleGrant.objects.filter(pk=grant.pk, decided_at__isnull=True).update(
        decided_by=by, decided_at=now, is_granted=is_granted
    )
    if not moved:
        raise CannotDecide(_("Somebody has decided on this already."))
    if is_granted:
        grant.user.groups.add(Group.objects.get(name=grant.role))
