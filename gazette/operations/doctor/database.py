"""What the database says of itself."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import triggers
from articles.models.record import Review
from gazette.operations import rows
from gazette.operations.doctor.findings import ERROR, WARNING, Finding

OLDEST_POSTGRESQL = 14
#: File systems of other machines, on which SQLite's locks do not hold.
REMOTE = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "ceph", "glusterfs")
SECONDS_APART = 5
SERVER_PROCESSES = 4  # as in deploy/: two processes on two machines


def connection_made() -> Iterator[Finding]:
    """First without the pool, which waits ten seconds and says of any fault only that it has waited."""
    try:
        if connection.vendor == "postgresql":
            connection.Database.connect(**connection.get_connection_params()).close()
        connection.ensure_connection()
    except (DatabaseError, connection.Database.Error) as error:
        yield Finding(
            ERROR,
            "database",
            _("The database does not answer: %(why)s.") % {"why": first_line(error)},
            _("Look whether it runs, and whether DATABASE_URL is right."),
        )


def unreadable(error: DatabaseError) -> Finding:
    """Of a database that answers, and not what it is asked."""
    return Finding(
        ERROR,
        "database",
        _("The database cannot be read: %(why)s.") % {"why": first_line(error)},
        from_backup(),
    )


def from_backup() -> str:
    return _("Run the doctor again; if it says the same, restore the last backup: docs/operations.md.")


def first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def asked(sql: str) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def engine() -> Iterator[Finding]:
    if connection.vendor == "postgresql":
        (version, encoding) = asked(
            "SELECT current_setting('server_version_num')::int / 10000, current_setting('server_encoding')"
        )
        yield from postgresql(version, encoding)
    else:
        path = Path(connection.settings_dict["NAME"])
        mounts = Path("/proc/mounts")
        yield from sqlite(
            journal=asked("PRAGMA journal_mode")[0],
            kind=kind_of_file_system(path, mounts.read_text(encoding="utf-8") if mounts.exists() else ""),
        )


def postgresql(version: int, encoding: str) -> Iterator[Finding]:
    if version < OLDEST_POSTGRESQL:
        yield Finding(
            ERROR,
            "database-version",
            _("PostgreSQL %(version)d is too old.") % {"version": version},
            _("Install PostgreSQL %(version)d or newer; backup and restore carry the paper over.")
            % {"version": OLDEST_POSTGRESQL},
        )
    if encoding != "UTF8":
        yield Finding(
            ERROR,
            "database-encoding",
            _("The database is encoded in %(encoding)s.") % {"encoding": encoding},
            _("Make one with: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0, and restore a backup into it."),
        )


def sqlite(*, journal: str, kind: str) -> Iterator[Finding]:
    if journal != "wal":
        yield Finding(
            ERROR,
            "database-journal",
            _("SQLite does not keep a write-ahead log (%(journal)s).") % {"journal": journal},
            _("Put GAZETTE_HOME on a local disk that can be written to."),
        )
    if kind in REMOTE:
        yield Finding(
            ERROR,
            "database-place",
            _("The SQLite file lies on a disk of another machine (%(kind)s), where its locks do not hold.")
            % {"kind": kind},
            _("Put GAZETTE_HOME on a local disk, or take PostgreSQL."),
        )


def kind_of_file_system(path: Path, mounts: str) -> str:
    """The kind of the mount that holds this path, out of what /proc/mounts says; "" when that is not known."""
    places = [line.split()[1:3] for line in mounts.splitlines() if len(line.split()) > 2]
    holding = [(place, kind) for place, kind in places if path.is_relative_to(place)]
    return max(holding, key=lambda found: len(found[0]))[1] if holding else ""


def connections_left() -> Iterator[Finding]:
    if connection.vendor != "postgresql":
        return
    most = int(asked("SELECT current_setting('max_connections')")[0])
    wanted = SERVER_PROCESSES * settings.DATABASE_POOL_SIZE + 5
    if most < wanted:
        yield Finding(
            WARNING,
            "database-connections",
            _("PostgreSQL allows %(most)d connections; four server processes may want %(wanted)d.")
            % {"most": most, "wanted": wanted},
            _("Raise max_connections, or lower DATABASE_POOL_SIZE."),
        )


def clock() -> Iterator[Finding]:
    now = timezone.now()
    if connection.vendor == "postgresql":
        apart = abs((asked("SELECT clock_timestamp()")[0] - now).total_seconds())
        if apart > SECONDS_APART:
            yield Finding(
                WARNING,
                "clock",
                _("The clock of the database is %(seconds)d seconds from this machine's.") % {"seconds": apart},
                _("Let a time server keep both: timedatectl set-ntp true"),
            )
    if "articles_review" in connection.introspection.table_names():
        last = Review.objects.order_by("-position").values_list("at", flat=True).first() or datetime.min.replace(
            tzinfo=UTC
        )
        if (last - now).total_seconds() > SECONDS_APART:
            yield Finding(
                ERROR,
                "clock",
                _("The last step in the record lies in the future: the clock was wrong then, or is wrong now."),
                _("Set the clock right before anybody goes on working: timedatectl"),
            )


def migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    wanting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if newer := rows.unknown(rows.applied()):
        yield Finding(
            ERROR,
            "migrations",
            _("The database belongs to a newer version: %(app)s.%(migration)s is not in this code.")
            % {"app": newer[0][0], "migration": newer[0][1]},
            _("Install the newer version again; or restore the backup made before it."),
        )
    if wanting:
        yield Finding(
            ERROR,
            "migrations",
            _("The database is not up to date: %(count)d migrations are missing.") % {"count": len(wanting)},
            _("Make a backup, then run: manage.py migrate"),
        )


def tables() -> Iterator[Finding]:
    """What migrate has made once it makes no second time."""
    wanted = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    if missing := sorted(wanted - set(connection.introspection.table_names())):
        said = _("Tables are missing: %(tables)s.") % {"tables": "、".join(missing)}
        yield Finding(ERROR, "tables", said, from_backup())


def triggers_standing() -> Iterator[Finding]:
    if missing := triggers.names() - triggers.standing():
        yield Finding(
            ERROR,
            "triggers",
            _("The record is not protected: %(count)d triggers are missing or switched off.") % {"count": len(missing)},
            _("Run manage.py migrate, which installs them; then manage.py check_paper."),
        )
