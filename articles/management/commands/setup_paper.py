"""Start an empty paper in earnest: manage.py setup_paper."""

import getpass
import os
import secrets
import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from articles import founding
from articles.founding import CannotFound, FirstPerson
from articles.models.shared import SiteSettings
from staff.roles import ADMINISTRATOR, CHIEF

#: Passwords may come from the environment; an option would stay in the shell's history.
PASSWORDS = {CHIEF: "GAZETTE_CHIEF_PASSWORD", ADMINISTRATOR: "GAZETTE_ADMINISTRATOR_PASSWORD"}


class Command(BaseCommand):
    help = (
        "Start an empty paper: its name, its sections, the first chief editor (总编辑) and the first administrator "
        "(管理员). What is not given is asked for; passwords come from GAZETTE_CHIEF_PASSWORD and "
        "GAZETTE_ADMINISTRATOR_PASSWORD, are asked for, or are made and printed once."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--name", help="name of the paper, for example 某某区报")
        parser.add_argument(
            "--section",
            action="append",
            default=[],
            metavar="NAME=ADDRESS",
            help="may be given several times: 要闻=news",
        )
        parser.add_argument("--chief", metavar="USERNAME", help="user name of the chief editor")
        parser.add_argument("--chief-name", metavar="NAME", help="name of the chief editor")
        parser.add_argument("--administrator", metavar="USERNAME", help="user name of the administrator")
        parser.add_argument("--administrator-name", metavar="NAME", help="name of the administrator")
        parser.add_argument("--no-input", action="store_true", help="ask nothing; make the passwords that are missing")
        parser.add_argument(
            "--unless-founded", action="store_true", help="do nothing where there is a paper already: for updates"
        )

    def handle(self, *, unless_founded: bool = False, **options) -> None:
        """Do it, or say in one sentence that nothing was done: all questions come before the first row is written."""
        paper = SiteSettings.objects.filter(pk=1, is_sample=False).first() if unless_founded else None
        if paper:
            self.stdout.write(_("The paper “%(name)s” is up to date.") % {"name": paper.name})
            return
        try:
            self._found(**options)
        except (KeyboardInterrupt, EOFError):
            raise CommandError(_("Broken off: nothing was made. Call it again when you like.")) from None

    def _found(self, *, section: list[str], no_input: bool, **options) -> None:
        self.asks = not no_input and sys.stdin.isatty()
        try:
            reason = founding.why_not_here()
        except DatabaseError as error:
            raise CommandError(_("The database is not prepared yet: run “manage.py migrate” first.")) from error
        if reason:
            raise CommandError(reason)
        name = self._wanted("--name", options["name"], _("Name of the paper"))
        sections = [self._section(given) for given in section] or list(founding.USUAL_SECTIONS)
        made: list[FirstPerson] = []
        people = [
            self._person(CHIEF, "--chief", options["chief"], options["chief_name"], made),
            self._person(
                ADMINISTRATOR, "--administrator", options["administrator"], options["administrator_name"], made
            ),
        ]
        try:
            founding.found(name, sections=sections, people=people)
        except CannotFound as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("The paper “%(name)s” is ready. Sections: %(count)d. Accounts:") % {
            "name": name, "count": len(sections)
        })  # fmt: skip
        for person in people:
            password = person.password if person in made else _("(the one you gave)")
            self.stdout.write(f"  {person.role}　{person.name}　{person.username}　{password}")
        if made:
            self.stdout.write(_("Passwords made here are printed this once only: note them now."))

    def _wanted(self, option: str, given: str | None, question: str) -> str:
        """What was given, or asked for. Raises CommandError where neither can be."""
        answer = (given or "").strip()
        if not answer and self.asks:
            answer = input(f"{question}: ").strip()
        if not answer:
            raise CommandError(_("%(option)s is missing: %(what)s.") % {"option": option, "what": question})
        return answer

    def _section(self, given: str) -> tuple[str, str]:
        name, equals, slug = given.partition("=")
        if not (name.strip() and equals and slug.strip()):
            raise CommandError(
                _("--section “%(given)s” cannot be read: write NAME=ADDRESS, for example 要闻=news.") % {"given": given}
            )
        return name.strip(), slug.strip()

    def _person(self, role: str, option: str, username: str | None, name: str | None, made: list) -> FirstPerson:
        """The account of this role. One whose password was made here is added to `made`."""
        username = self._wanted(option, username, _("User name of the %(role)s") % {"role": role})
        name = self._wanted(f"{option}-name", name, _("Name of the %(role)s") % {"role": role})
        password = os.environ.get(PASSWORDS[role], "")
        if not password and self.asks:
            password = getpass.getpass(_("Password of “%(name)s” (empty: one is made): ") % {"name": username})
        person = FirstPerson(username, name, password or secrets.token_urlsafe(12), role)
        if not password:
            made.append(person)
        return person
