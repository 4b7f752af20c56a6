"""What the paper itself says: people, search, switches, what the law wants, backups."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import newsroom_search, search
from articles.admin.sitesettings import WANTED
from articles.models.shared import SiteSettings
from articles.search.folding import VERSION
from gazette.operations import backup, switches
from gazette.operations.doctor.database import asked
from gazette.operations.doctor.findings import ERROR, WARNING, Finding
from gazette.operations.models import Switch
from staff.models import User
from staff.roles import ADMINISTRATOR, CHIEF, PERMISSIONS

OLDEST_BACKUP = timedelta(hours=26)  # one a night


def backups(folder: Path) -> Iterator[Finding]:
    if folder.is_dir() and not os.access(folder, os.R_OK | os.X_OK):
        yield Finding(
            WARNING,
            "backup",
            _("%(folder)s cannot be looked into.") % {"folder": folder},
            _("Run the doctor as the account that makes the backups."),
        )
        return
    there = backup.there(folder)
    newest = datetime.fromtimestamp(there[0].stat().st_mtime, tz=timezone.get_current_timezone()) if there else None
    if newest is None or timezone.now() - newest > OLDEST_BACKUP:
        said = _("The last backup in %(folder)s is of %(at)s.") if newest else _("There is no backup in %(folder)s.")
        yield Finding(
            WARNING,
            "backup",
            said % {"folder": folder, "at": f"{newest:%Y-%m-%d %H:%M}" if newest else ""},
            _("Run manage.py backup, and let deploy/gazette-backup.timer do it every night."),
        )


def roles() -> Iterator[Finding]:
    for role in (CHIEF, ADMINISTRATOR):
        if not User.objects.filter(is_active=True, groups__name=role).exists():
            yield Finding(
                ERROR,
                "roles",
                _("Nobody is %(role)s.") % {"role": role},
                _("Give somebody the role in the admin; in a new paper make setup does."),
            )
    differing = [
        group.name
        for group in Group.objects.filter(name__in=PERMISSIONS).prefetch_related("permissions__content_type")
        if {f"{one.content_type.app_label}.{one.codename}" for one in group.permissions.all()}
        != set(PERMISSIONS[group.name])
    ]
    if differing or Group.objects.filter(name__in=PERMISSIONS).count() < len(PERMISSIONS):
        yield Finding(
            ERROR,
            "roles",
            _("The permissions of the roles are not those of this version: %(roles)s.")
            % {"roles": "、".join(differing) or "—"},
            _("Run: manage.py migrate"),
        )
    if count := User.objects.filter(is_active=True, is_superuser=True).count():
        yield Finding(
            WARNING,
            "superusers",
            _("Accounts above all roles: %(count)d.") % {"count": count},
            _("Close them: 管理员 keeps people and settings, and no daily work needs more."),
        )


def second_factor() -> Iterator[Finding]:
    if settings.SECOND_FACTOR_DUE == "nobody":
        yield Finding(
            WARNING,
            "second-factor",
            _("Nobody has to log in with a second factor."),
            _("Set SECOND_FACTOR_DUE=leaders."),
        )


def search_indexes() -> Iterator[Finding]:
    for kept in (search.PUBLIC_PIECES, newsroom_search.WORKING_COPIES):
        table = kept.index.table
        there, old = asked(f"SELECT count(*), count(CASE WHEN version <> {VERSION:d} THEN 1 END) FROM {table}")  # noqa: S608 (constants)
        if old or there != len(list(kept.numbers())):
            yield Finding(
                ERROR,
                "search",
                _("The search's index is not that of the pieces, or of an older version (%(table)s).")
                % {"table": table},
                _("Run: manage.py rebuild_search"),
            )


def switches_on() -> Iterator[Finding]:
    for switch in Switch:
        if switches.position(switch).is_on:
            yield Finding(
                WARNING,
                "switches",
                _("%(switch)s is switched on.") % {"switch": switch.label},
                _("If that is over: manage.py switch %(switch)s off --reason …") % {"switch": switch.value},
            )


def licences() -> Iterator[Finding]:
    paper = SiteSettings.load()
    unset = [str(paper._meta.get_field(name).verbose_name) for name in WANTED if not getattr(paper, name).strip()]
    if unset:
        yield Finding(
            WARNING,
            "licences",
            _("The law wants on every page, and the settings do not have: %(names)s.") % {"names": "、".join(unset)},
            _("Fill them in in the admin: The paper."),
        )
