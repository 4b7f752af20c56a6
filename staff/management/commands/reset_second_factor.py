"""manage.py reset_second_factor: the technician's last way where nobody of the newsroom can confirm a reset."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from staff.models import User
from staff.signing_in import resets, second_factor


class Command(BaseCommand):
    help = (
        "Take the second factor of an account away and end its logins. For the case that nobody in the newsroom can "
        "confirm a reset; it stands in the record of accounts as done on the server."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--reason", required=True, help="who asked for it, and how you know that it was he")

    def handle(self, *args: object, username: str, reason: str, **options: object) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(_("There is no account “%(name)s”.") % {"name": username})
        if second_factor.device_of(user) is None:
            raise CommandError(_("The account “%(name)s” has no second factor.") % {"name": username})
        if not reason.strip():
            raise CommandError(_("Say why: --reason is empty."))
        resets.take_away_on_the_server(user, reason)
        self.stdout.write(
            _("The second factor of “%(name)s” is removed and its logins have ended; it is in the record.")
            % {"name": username}
        )
