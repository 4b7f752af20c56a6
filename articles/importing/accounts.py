"""A credited name that an account of the house has, too: nobody reviews his own piece, so somebody must say who it is.

Who is credited is an author of the piece only through `User.reporter`. Where a name is printed that an account has, but
the account is not linked to that reporter, the import remarks on it; 总编辑 or 管理员 links them or says that it is
somebody else. What he has said of a reporter holds for every piece that credits him.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from articles.importing.records import Remark as ParsedRemark
from articles.models.imports import Remark
from staff import people, roles
from staff.models import Reporter, User

CODE = "namesake_of_staff"
WHO_DECIDES = (roles.CHIEF, roles.ADMINISTRATOR)


def names_of_staff() -> frozenset[str]:
    """The names of all open accounts."""
    return frozenset(User.objects.filter(is_active=True).values_list("name", flat=True))


def namesake_of_staff(name: str, reporter: Reporter | None) -> ParsedRemark | None:
    """The remark on a credit whose name an account has that is not linked to this reporter; None where all is said."""
    if User.objects.filter(is_active=True, name=name, reporter__name=name).exists():
        return None
    remark = ParsedRemark(CODE, (("name", name), ("reporter", reporter and reporter.pk)))
    return None if Remark.objects.filter(**_about(dict(remark.params)), settled_at__isnull=False).exists() else remark


def may_decide(user: User, *, now: datetime) -> bool:
    """Whether this person says who is who."""
    return bool(people.person(user, now=now).acting_as(WHO_DECIDES))


def is_concerned(remark: Remark, user: User) -> bool:
    """Whether the remark is about this person himself: then somebody else decides who he is."""
    return user.name == remark.params["name"]


def accounts_for(remark: Remark) -> QuerySet[User]:
    """The accounts that may be the reporter of the remark: of his name, open, and not linked to anybody."""
    reporter = remark.params.get("reporter")
    is_taken = reporter is None or User.objects.filter(reporter=reporter).exists()
    free = User.objects.filter(name=remark.params["name"], is_active=True, reporter__isnull=True)
    return free.none() if is_taken else free.order_by("username")


def link(remark: Remark, account: int) -> bool:
    """Link the account to the reporter of the remark; False where somebody else was first."""
    try:
        with transaction.atomic():
            free = User.objects.filter(pk=account, reporter__isnull=True)
            reporter = Reporter.objects.get(pk=remark.params["reporter"])
            return bool(free.update(reporter=reporter.merged_into_id or reporter.pk))
    except IntegrityError:
        return False


def others_like(remark: Remark) -> QuerySet[Remark]:
    """The open remarks of other pieces on the same reporter, which one decision settles, too."""
    return Remark.objects.filter(**_about(remark.params), settled_at__isnull=True).exclude(pk=remark.pk)


def _about(params: dict) -> dict:
    return {"code": CODE, "params__name": params["name"], "params__reporter": params["reporter"]}
