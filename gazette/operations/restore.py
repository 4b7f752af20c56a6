"""The way back: a backup into an empty place, on either engine, checked before it begins and when it is done."""

import gzip
import io
import logging
import os
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from gzip import BadGzipFile
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from articles import generation, invariants, newsroom_search, photos, public_pictures, search, triggers
from articles.models.published import PublishedPhoto
from articles.search import keeping
from gazette.operations import backup, rows

logger = logging.getLogger(__name__)

#: What comes of lines that are no rows of their table, whatever a digest says of them.
NO_ROWS = (DatabaseError, ValidationError, ValueError, TypeError, LookupError, StopIteration, EOFError, BadGzipFile,
           zlib.error)  # fmt: skip
#: A database in which one of these has a row holds a paper.
SIGNS_OF_A_PAPER = ("articles_article", "articles_section", "articles_photo", "articles_sitesettings", "staff_user")


class CannotRestore(Exception):
    """Why nothing was restored, or what broke off; the message is the sentence that the technician reads."""


@dataclass(frozen=True)
class Restored:
    """What came back: the backup's manifest, whether its key was taken, and what is not as it must be."""

    manifest: backup.Manifest
    is_key_taken: bool
    breaches: tuple[invariants.Breach, ...]


def restore(path: Path, *, say: Callable[[str], None]) -> Restored:
    """Bring a paper back into this empty place; `say` hears how far it is.

    A backup that was made before migrations of today is loaded into tables of its own age, which are then migrated.
    Raises CannotRestore, and backup.Damaged before anything was touched.
    """
    manifest = backup.check(path)
    if reason := why_not_here(manifest):
        raise CannotRestore(reason)
    with backup.opened(path) as (tar, _same):
        say(_("Files: %(count)d.") % {"count": _restore_files(tar, manifest)})
        is_key_taken = _restore_key(tar, manifest)
        _restore_rows(tar, manifest)
    say(_("Rows: %(count)d.") % {"count": sum(manifest.tables.values())})
    call_command("migrate", verbosity=0)  # Triggers, roles and the search's tables come with it, too.
    for kept in (search.PUBLIC_PIECES, newsroom_search.WORKING_COPIES):
        for _done in keeping.rebuild(kept):
            pass
    say(_("The search's indexes are built anew."))
    _make_public_pictures()
    generation.begin_new_epoch()
    _keep_from_others()
    logger.warning("restored", extra={"file": path.name, "made_at": manifest.made_at})
    return Restored(manifest, is_key_taken, tuple(invariants.breaches()))


def why_not_here(manifest: backup.Manifest) -> str:
    """Why this backup cannot come into this place, or ""."""
    if newer := rows.unknown(manifest.migrations):
        return _(
            "The backup was made by a newer version of the system (%(app)s.%(migration)s): install that first."
        ) % {
            "app": newer[0][0],
            "migration": newer[0][1],
        }
    if differing := rows.models_of(manifest.migrations).keys() ^ manifest.tables.keys():
        return _("The backup does not have the tables of its version (%(table)s). Nothing was changed.") % {
            "table": min(differing)
        }
    tables = set(connection.introspection.table_names())
    if tables & set(SIGNS_OF_A_PAPER):
        with connection.cursor() as cursor:
            for table in sorted(tables & set(SIGNS_OF_A_PAPER)):
                cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})")
                if cursor.fetchone()[0]:
                    return _(
                        "This database holds a paper already (%(table)s has rows). Nothing was changed: give restore "
                        "an empty database and an empty GAZETTE_HOME."
                    ) % {"table": table}
        if set(rows.applied()) != set(manifest.migrations):
            return _(
                "This database has tables of another version than the backup. Nothing was changed: give restore a "
                "database without tables; it makes them itself."
            )
    foreign = [name for name in public_pictures.files(storages["default"]) if f"private/{name}" not in manifest.members]
    if foreign:
        return _(
            "The folder of the newsroom's files is not empty (%(name)s is not of this backup). Nothing was changed."
        ) % {"name": foreign[0]}
    return ""


def _restore_files(tar, manifest: backup.Manifest) -> int:
    private, count = storages["default"], 0
    for member in manifest.members:
        folder, _slash, name = member.partition("/")
        if folder != "private":
            continue
        if private.exists(name):  # of a restore that broke off, perhaps in this very file
            private.delete(name)
        with tar.extractfile(member) as file:
            kept_as = private.save(name, file)
        if kept_as != name:
            raise CannotRestore(_("%(name)s cannot be put back under its name.") % {"name": name})
        count += 1
    return count


def _restore_key(tar, manifest: backup.Manifest) -> bool:
    """Put the key back where this place has none of its own; two keys cannot both be right."""
    place = settings.HOME / "secret_key"
    if "secret_key" not in manifest.members or place.exists() or os.environ.get("SECRET_KEY", "").strip():
        return False
    with open(place, "xb", opener=backup.for_me_only) as file:
        file.write(tar.extractfile("secret_key").read())
    return True


def _restore_rows(tar, manifest: backup.Manifest) -> None:
    """All rows in one transaction: it is all there, or nothing is."""
    if "django_migrations" not in connection.introspection.table_names():
        rows.prepare(manifest.migrations)
    else:
        triggers.remove()
    models = rows.models_of(manifest.migrations)
    are_keys_off = connection.disable_constraint_checking()  # SQLite; PostgreSQL looks when the transaction ends
    try:
        with transaction.atomic():
            rows.clear(models.values())
            for table, expected in manifest.tables.items():
                with gzip.open(tar.extractfile(f"tables/{table}.jsonl.gz")) as packed:
                    count = _read(table, models[table], io.TextIOWrapper(packed, encoding="utf-8"))
                if count != expected:
                    raise CannotRestore(_("Table %(table)s came back with other rows.") % {"table": table})
            rows.raise_sequences(models.values())
            connection.check_constraints()
    finally:
        if are_keys_off:
            connection.enable_constraint_checking()


def _make_public_pictures() -> None:
    """Readers' pictures, of the originals; one whose original was lost before the backup is told by check_paper."""
    for sha256, x, y in PublishedPhoto.objects.order_by().values_list("sha256", "focal_x", "focal_y").distinct():
        try:
            public_pictures.put({"sha256": sha256, "focal": (x, y)})
        except (OSError, photos.UnreadablePhoto) as error:
            logger.warning("no public picture", extra={"sha256": sha256, "error": str(error)})
    public_pictures.sweep()


def _keep_from_others() -> None:
    """What is not for readers, other accounts of the machine need not read either."""
    if connection.vendor == "sqlite" and Path(connection.settings_dict["NAME"]).is_file():
        Path(connection.settings_dict["NAME"]).chmod(backup.ONLY_MINE)
    if (settings.HOME / "private").is_dir():
        (settings.HOME / "private").chmod(0o700)


def _read(table: str, model, file) -> int:
    try:
        return rows.read(model, file)
    except NO_ROWS as error:
        why = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise CannotRestore(
            _("Table %(table)s cannot be loaded: %(why)s. No row was kept.") % {"table": table, "why": why}
        ) from error
