"""只读 and 闭站: turned by a command or in the admin, in the database, so that every process of every node sees it.

Closing begins a generation: kept pages are unreachable as after a publication, and what is rendered from then on is the
closed page, which nobody keeps. nginx loses its link to them at once, even if no process of the application is alive to
turn it; a file says the same for pictures.
"""

import logging
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from articles import generation
from gazette.operations.models import Switch, Switching
from gazette.pagecache.disk import take_link_away
from staff.models import User

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Position:
    """How a switch stands, and what people are told meanwhile."""

    is_on: bool = False
    notice: str = ""


def position(switch: Switch) -> Position:
    """How the switch stands now, in one tiny statement: on every page that is rendered."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT is_on, notice FROM operations_switching WHERE switch = %s ORDER BY id DESC LIMIT 1", [switch.value]
        )
        row = cursor.fetchone()
    return Position(bool(row[0]), row[1]) if row else Position()


def turn(switch: Switch, *, is_on: bool, reason: str, notice: str = "", by: User | None = None) -> bool:
    """Turn a switch and write down who did and why; tells whether it stood otherwise before.

    The same position again is written down too: the notice may be another one.
    """
    with transaction.atomic():
        was = position(switch)
        Switching.objects.create(
            switch=switch,
            is_on=is_on,
            reason=reason,
            notice=notice,
            by=by,
            by_name=by.name if by else _("command line"),
        )
        if switch == Switch.CLOSED:
            generation.begin_new()
    if switch == Switch.CLOSED:
        mirror(is_closed=is_on)
    logger.warning("switch turned", extra={"switch": switch.value, "is_on": is_on, "by": by.pk if by else "command"})
    return was.is_on != is_on


def closed() -> Position:
    """Whether readers are to see the closed page; where the database cannot say, this machine's file does."""
    try:
        return position(Switch.CLOSED)
    except DatabaseError:
        return Position(is_on=flag().exists())


def is_read_only() -> bool:
    """Whether the newsroom may only read."""
    return position(Switch.READ_ONLY).is_on


def refuse_while_read_only(sender: type, **kwargs) -> None:
    """Keep a command from doing the newsroom's work meanwhile. Raises CommandError.

    Where the database cannot say, the command itself says what is wrong with it.
    """
    with suppress(DatabaseError):
        if is_read_only():
            raise CommandError(
                _(
                    "The newsroom is read-only: nothing was imported or published. When that is over: manage.py switch "
                    "read_only off --reason …"
                )
            )


def flag() -> Path:
    """The file by which nginx knows that the site is closed: deploy/nginx.conf."""
    return settings.HOME / "closed"


def mirror(*, is_closed: bool) -> None:
    """Let this machine's file say what the database says, and nginx have no kept page while the site is closed."""
    if is_closed:
        flag().touch()
        take_link_away(settings.PAGE_CACHE_FOLDER)
    else:
        flag().unlink(missing_ok=True)


def follow() -> None:
    """Let this machine's file follow the database: asked by a thread five times a second."""
    is_on = position(Switch.CLOSED).is_on
    if is_on != flag().exists():
        mirror(is_closed=is_on)
