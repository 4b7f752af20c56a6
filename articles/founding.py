"""Founding an empty paper: its name, its sections, the first 总编辑 and the first 管理员. Done once in a database."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models.newsroom import Article
from articles.models.shared import Section, SiteSettings
from articles.proofing import lists
from staff.models import User

#: Name and address of the sections that a paper begins with unless it says otherwise.
USUAL_SECTIONS = (
    ("要闻", "news"),
    ("社会", "society"),
    ("经济", "economy"),
    ("教育", "education"),
    ("副刊", "supplement"),
)


class CannotFound(Exception):
    """Why no paper can be founded here: the message is the sentence that says so."""


@dataclass(frozen=True)
class FirstPerson:
    """An account that a new paper begins with."""

    username: str
    name: str
    password: str
    role: str


def why_not_here() -> str:
    """Why this database can take no new paper, or ""."""
    paper = SiteSettings.objects.filter(pk=1).first()
    if paper and paper.is_sample:
        return _(
            "This database holds the sample paper “%(name)s”. A real paper needs one of its own: "
            "set GAZETTE_HOME (or DATABASE_URL) to another place and try again."
        ) % {"name": paper.name}
    if paper:
        return _("This database holds the paper “%(name)s” already. Nothing was changed.") % {"name": paper.name}
    if Article.objects.exists() or User.objects.exists() or Section.objects.exists():
        return _("This database is not empty: it holds pieces, sections or accounts. Nothing was changed.")
    return ""


def found(name: str, *, sections: Sequence[tuple[str, str]], people: Sequence[FirstPerson]) -> None:
    """Make the paper, or nothing at all. Raises CannotFound with every reason, one on a line."""
    if reason := why_not_here():
        raise CannotFound(reason)
    usernames = [person.username for person in people]
    if len(set(usernames)) < len(usernames):
        raise CannotFound(_("Two accounts cannot have the same user name “%(name)s”.") % {"name": usernames[0]})
    wrong: list[str] = []
    with transaction.atomic():
        _keep(SiteSettings(pk=1, name=name), wrong, _("name of the paper"))
        for position, (title, slug) in enumerate(sections):
            _keep(Section(name=title, slug=slug, position=position), wrong, _("section “%(name)s”") % {"name": title})
        for person in people:
            _hire(person, wrong)
        if wrong:
            raise CannotFound("\n".join(wrong))
        lists.add_starter_words()


def _hire(person: FirstPerson, wrong: list[str]) -> None:
    what = _("account “%(name)s”") % {"name": person.username}
    user = User(username=person.username, name=person.name, is_staff=True, must_change_password=True)
    try:
        validate_password(person.password, user)
    except ValidationError as error:
        wrong.append(f"{what}：{' '.join(error.messages)}")
    user.set_password(person.password)
    if _keep(user, wrong, what):
        user.groups.add(Group.objects.get(name=person.role))


def _keep(row, wrong: list[str], what: str) -> bool:
    """Save a row that passes its own checks; note what is wrong with one that does not."""
    try:
        row.full_clean()
    except ValidationError as error:
        wrong.append(f"{what}：{' '.join(error.messages)}")
        return False
    row.save()
    return True
