"""The doctor: what is wrong with an installation, and how to mend it. Looks and changes nothing.

findings.py       what a check finds
installation.py   the environment, folders, clock, static files: no database is asked
database.py       the connection, its engine, tables, triggers
paper.py          roles, search, switches, licences, backups
"""

from collections.abc import Callable, Iterator
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
    database.triggers_standing,
    paper.roles,
    paper.second_factor,
    paper.search_indexes,
    paper.switches_on,
    paper.licences,
)


def examine(backups: Path) -> list[Finding]:
    """Everything that is wrong, in the order in which one would mend it."""
    found = [finding for check in WITHOUT_DATABASE for finding in check()]
    found += paper.backups(backups)
    try:
        unreachable = list(database.connection_made())
        found += unreachable
        if not unreachable:
            for check in OF_THE_DATABASE:
                findings = list(check())
                found += findings
                if check is database.migrations and findings:
                    break  # Without its tables the rest cannot be asked.
    except DatabaseError as error:
        found.append(database.failed(error))
    return found
