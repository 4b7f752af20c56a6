"""Every row of a paper as lines of text, the same for SQLite and PostgreSQL, and back.

A table is a file of JSON lines: the names of its columns, then a list of values a row. The tables are those of the
migrations that the database itself says are applied, not those of the code at hand: so a paper is saved before its
upgrade as well as after it, and an older copy is loaded into tables of its own age, which are migrated then.

Left out is what other rows say already, the search's indexes, and the logins, which end with a restore.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import TextIO
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, JSONField, Model

#: Tables that are made anew, by their names: no model of theirs need exist in every age of the paper.
MADE_ANEW = frozenset({"articles_searchentry", "articles_draftsearchentry"})
ENDED_WITH_THE_RESTORE = frozenset({"django_session", "staff_loginsession", "articles_openform"})
ROWS_AT_ONCE = 500

Migration = tuple[str, str]  # app and name


def applied() -> list[Migration]:
    """The migrations of this database, as it knows them itself; none where it has no tables."""
    return sorted(MigrationLoader(connection).applied_migrations)


def unknown(migrations: Iterable[Migration]) -> list[Migration]:
    """Those of the migrations that the code at hand does not have: a newer version made them."""
    known = MigrationLoader(connection, ignore_no_migrations=True).graph.nodes
    return [migration for migration in migrations if migration not in known]


def models_of(migrations: Iterable[Migration]) -> dict[str, type[Model]]:
    """The tables after these migrations, each with its model as it was then."""
    graph = MigrationLoader(connection, ignore_no_migrations=True).graph
    wanted = [migration for migration in migrations if migration in graph.nodes]
    apps = graph.make_state(nodes=wanted, at_end=True, real_apps=None).apps
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    left_out = MADE_ANEW | ENDED_WITH_THE_RESTORE
    return {table: model for table, model in sorted(models.items()) if table not in left_out and model._meta.managed}


def prepare(migrations: Iterable[Migration]) -> None:
    """Bring a database without tables to where these migrations leave it; no signal is sent, no trigger installed."""
    executor = MigrationExecutor(connection)
    wanted = set(migrations)
    leaves = [
        node
        for node in wanted
        if not any(
            child.key in wanted and child.key[0] == node[0] for child in executor.loader.graph.node_map[node].children
        )
    ]
    executor.migrate(sorted(leaves))


# --- out -------------------------------------------------------------------------------------------------------------


def write(model: type[Model], file: TextIO) -> int:
    """Write all rows of a table, and tell how many. Call it within one snapshot for all tables."""
    names = [field.attname for field in _fields(model)]
    file.write(_line(names))
    count = 0
    rows = model._base_manager.order_by(*_key(model)).values_list(*names).iterator(chunk_size=2000)
    with closing(rows):  # where the disk is full: its cursor must go before its connection does
        for row in rows:
            file.write(_line(row))
            count += 1
    return count


def _line(values: Iterable) -> str:
    """The values of a row; keys of JSON in one order, which PostgreSQL does not keep, so that equal rows are equal."""
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_written) + "\n"


def _written(value: object) -> str:
    """A value that JSON does not know, as its field reads it again."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID, timedelta)):
        return str(value)
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    raise TypeError(f"{type(value).__name__} cannot be written")


def _fields(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.concrete_fields if field.column and not field.generated]


def _key(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.pk_fields]


# --- in --------------------------------------------------------------------------------------------------------------


def clear(models: Iterable[type[Model]]) -> None:
    """Remove what the migrations themselves put in. The place is empty otherwise: the caller made sure."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"DELETE FROM {quote(model._meta.db_table)}")


def read(model: type[Model], file: TextIO) -> int:
    """Write the lines of a table into it, past the models: no signal, no time of now. Tells how many rows."""
    names = json.loads(next(file))
    by_name = {field.attname: field for field in _fields(model)}
    fields = [by_name[name] for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"
    count = 0
    with connection.cursor() as cursor:
        for chunk in _chunks(file):
            rows = [_adapted(fields, json.loads(line)) for line in chunk]
            cursor.executemany(statement, rows)
            count += len(rows)
    return count


def _adapted(fields: list[Field], values: list) -> list:
    return [
        field.get_db_prep_save(value if isinstance(field, JSONField) else field.to_python(value), connection)
        for field, value in zip(fields, values, strict=True)
    ]


def _chunks(lines: Iterable[str]) -> Iterator[list[str]]:
    lines = iter(lines)
    while chunk := list(islice(lines, ROWS_AT_ONCE)):
        yield chunk


def raise_sequences(models: Iterable[type[Model]]) -> None:
    """Let the next number be higher than all that came in; SQLite has seen to it itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
