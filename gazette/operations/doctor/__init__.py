"""The doctor: what is wrong with an installation, and how to mend it. Looks and changes nothing.

findings.py       what a check finds
installation.py   the environment, folders, clock, static files: no database is asked
database.py       the connection, its engine, tables, triggers
paper.py          roles, search, switches, licences, backups
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from django.db import DatabaseError

from gazette.operations.doctor import database, installation, paper
from gazette.operations.doctor.findings import Finding

Check = Callable[[], Iterator[Finding]]

WITHOUT_DATABASE: tuple[Check, ...] = (
    installation.secret_key,
    installation.debugging,
    installation.address,
    installation.proxy,
    installation.folders,
    installation.disk,
    installation.clock,
    installation.packages,
    installation.static_files,
    installation.kept_pages,
    installation.fonts,
    installation.account_of_the_process,
)
OF_THE_DATABASE: tuple[Check, ...] = (
    database.engine,
    database.connections_left,
    database.clock,
    database.migrations,
    database.tables,
    database.triggers_standing,
    paper.roles,
    paper.second_factor,
    paper.search_indexes,
    paper.switches_on,
    paper.licences,
)


def examine(backups: Path) -> list[Finding]:
    """Everything that is wrong, in the order in which one would mend it."""
    checks = (*WITHOUT_DATABASE, partial(paper.backups, backups))
    found = [finding for check in checks for finding in found_by(check)]
    unreachable = list(database.connection_made())
    found += unreachable
    try:
        for check in () if unreachable else OF_THE_DATABASE:
            findings = list(check())
            found += findings
            if findings and check in {database.migrations, database.tables}:
                break  # Without its tables the rest cannot be asked.
    except DatabaseError as error:
        found.append(database.unreadable(error))
    return list(dict.fromkeys(found))


def found_by(check: Check) -> list[Finding]:
    """What a check finds; what it may not even look at is a finding, too."""
    try:
        return list(check())
    except OSError as error:
        return [installation.closed(error)]
