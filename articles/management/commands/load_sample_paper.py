"""manage.py load_sample_paper: an invented paper to look at and to try things with, in an empty database."""

import logging

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.sample.load import Account, NoPlace, load
from articles.sample.typeset import width_of


class Command(BaseCommand):
    help = "Load the invented sample paper into an empty database and print its accounts, once."

    def handle(self, *args, **options) -> None:
        logging.disable(logging.INFO)  # a line for each of some 300 steps would bury the accounts
        try:
            loaded = load(say=lambda line: self.stderr.write(f"  {line}"))
        except NoPlace as error:
            raise CommandError(str(error)) from error
        finally:
            logging.disable(logging.NOTSET)
        self.stdout.write(
            _("The sample paper is loaded: %(pieces)d pieces, %(public)d of them public. All of it is invented.")
            % {"pieces": loaded.pieces, "public": loaded.public}
        )
        self.stdout.write(_("Its accounts, with freshly made passwords:"))
        heads = (_("name"), _("role in the newsroom"), _("login name"), _("password"))
        self.show(heads, *(row(account) for account in loaded.accounts))

    def show(self, *rows: tuple[str, ...]) -> None:
        """A table for people; a Chinese character is as wide as two letters."""
        widths = [max(width_of(cell) for cell in column) for column in zip(*rows, strict=True)]
        for cells in rows:
            padded = (
                cell + " " * round(2 * (width - width_of(cell))) for cell, width in zip(cells, widths, strict=True)
            )
            self.stdout.write(f"  {'   '.join(padded)}".rstrip())


def row(account: Account) -> tuple[str, ...]:
    """What somebody who wants to log in must know."""
    person = account.person
    return person.name, "、".join(person.roles), person.login, account.password
