"""Many rows of one table at once, without a model instance a row: COPY on PostgreSQL, executemany on SQLite.

Nothing of Django's is asked on the way: no validation, no signal, no default of a database column. Whoever calls
answers for every value. Constraints, keys and triggers of the database hold as always.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime

from django.db import connection
from django.db.models import Field, Model


class Table:
    """The table of a model, with the value that each of its columns has where a row does not say one."""

    def __init__(self, model: type[Model], *, has_key: bool = True) -> None:
        """`has_key` says whether the rows bring their primary key along; else the database gives it."""
        fields = [field for field in model._meta.concrete_fields if has_key or not field.primary_key]
        self.model = model
        self.columns = [field.column for field in fields]
        self._defaults = [_default(field) for field in fields]

    def row(self, values: Mapping[str, object]) -> tuple:
        """A row of these columns, by their names in the database."""
        return tuple(values.get(column, default) for column, default in zip(self.columns, self._defaults, strict=True))

    def write(self, rows: Iterable[tuple]) -> None:
        """Write rows as `row` gives them, in the transaction at hand."""
        names = ", ".join(map(connection.ops.quote_name, self.columns))
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                places = ", ".join(["%s"] * len(self.columns))
                sql = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - names of models
                cursor.executemany(sql, rows)


def _default(field: Field) -> object:
    return field.get_db_prep_save(field.get_default(), connection)


def fresh_keys(model: type[Model], count: int) -> list[int]:
    """So many primary keys of this model that nobody has had, ascending; call it in the transaction that uses them.

    PostgreSQL's sequence gives them away for good. On SQLite the transaction holds the only lock for writing, and
    AUTOINCREMENT goes on from the greatest key that was ever written.
    """
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), key, count],
            )
            return sorted(number for (number,) in cursor.fetchall())
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or [0])[0]
        return list(range(last + 1, last + 1 + count))


@contextmanager
def flat_memory() -> Iterator[None]:
    """Let SQLite read its file instead of mapping it into this process, and keep a quarter of the pages of editors."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = {}
        for name, value in (("mmap_size", 0), ("cache_size", -8_000)):
            cursor.execute(f"PRAGMA {name}")
            before[name] = (cursor.fetchone() or [0])[0]
            cursor.execute(f"PRAGMA {name} = {value}")
        try:
            yield
        finally:
            for name, value in before.items():
                cursor.execute(f"PRAGMA {name} = {int(value)}")


def day(value: date | None) -> object:
    """A date as this database's driver takes it."""
    return connection.ops.adapt_datefield_value(value)


def moment(value: datetime) -> object:
    """An aware time as this database's driver takes it."""
    return connection.ops.adapt_datetimefield_value(value)
