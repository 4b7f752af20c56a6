"""PostgreSQL: the grams are arrays of integers beside the row, under one GIN index.

Five things keep a search to one plan, whatever the word and the size of the table:

* Texts and arrays lie outside the row (toast_tuple_target), so that a row is some 100 bytes, and to visit half of the
  rows for a frequent word is to read a few hundred pages.
* The arrays have no statistics: PostgreSQL expects half a percent of the rows for each gram, never most of them.
* It may not read the table instead, as it would with long phrases and some thousand pieces: its estimate does not know
  that every array on the way has to be unpacked.
* Rows are ordered and limited by `key + 0`, for which there is no index to walk along.
* The folded text is looked at after the order, row by row, until the page is full.

A piece has more than a thousand grams, and GIN enters each by walking down to its place: 11 ms at 100,000 pieces. So
what is published waits in its pending list, which every search reads after the index, and whoever fills it enters all
of it, a gram once for all pieces that have it. The longer the list, the less a publication costs and the more a search
does: with WAITING a piece costs 4 ms in the mean, one in forty 100 ms, and a search at most a quarter of a millisecond.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from django.db import connections

from articles.search.entries import COLUMNS, LAST_KEY, ORDERED, OUTPUTS, Entry, Index, Wanted

SCOPES = {0: "whole", 1: "head", 2: "near", 3: "whole"}  # the column that a tier looks into
ARRAYS = ("whole", "head", "near")
WAITING = 1024  # KiB of the pending list: some forty pieces with all their grams
IN_BULK = 2_097_151  # KiB, the most that PostgreSQL takes: only `settle` enters what an archive leaves waiting
#: Pieces of an archive that may wait. 250 cost more than twice as much in a full index as in an empty one, because most
#: of their grams go in for a piece or two; with 1,000 the sorting of the grams costs most, which does not grow.
UNSETTLED = 1_000
BEGIN_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"  # a transaction that sees one state of the database
COMPARED_AT_ONCE = 200  # rows
ALL_COLUMNS = (*COLUMNS, *ARRAYS, "marks")


def install(index: Index, using: str = "default") -> None:
    """Add the columns and the index that Django's models cannot describe, if they are missing."""
    table = index.table
    with connections[using].cursor() as cursor:
        for column in ARRAYS:
            cursor.execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {column} integer[] NOT NULL DEFAULT '{{}}'")
        cursor.execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS marks text[] NOT NULL DEFAULT '{{}}'")
        _shape(cursor, table)
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {table}_grams ON {table} {_GIN}")
        # A limit of the index's own would hold for everybody, and to change it locks searches out.
        cursor.execute(f"ALTER INDEX {table}_grams SET (fastupdate = on)")
        cursor.execute(f"ALTER INDEX {table}_grams RESET (gin_pending_list_limit)")


_GIN = f"USING gin ({', '.join(ARRAYS)}, marks) WITH (fastupdate = on)"


def _shape(cursor, table: str) -> None:
    cursor.execute(f"ALTER TABLE {table} SET (toast_tuple_target = 128)")
    for column in (*ARRAYS, "marks"):
        cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def remove(index: Index, using: str = "default") -> None:
    """Remove what `install` made."""
    with connections[using].cursor() as cursor:
        for column in (*ARRAYS, "marks"):
            cursor.execute(f"ALTER TABLE {index.table} DROP COLUMN IF EXISTS {column}")


def write(index: Index, entries: Iterable[Entry], using: str = "default") -> None:
    """Add entries whose pieces have none yet."""
    places = ", ".join(["%s"] * len(COLUMNS) + ["%s::integer[]"] * len(ARRAYS) + ["%s::text[]"])
    with connections[using].cursor() as cursor:
        _let_wait(cursor, WAITING)
        cursor.executemany(
            f"INSERT INTO {index.table} ({', '.join(ALL_COLUMNS)}) VALUES ({places})",
            [_row(entry) for entry in entries],
        )


def write_many(index: Index, entries: Iterable[Entry], using: str = "default") -> None:
    """Add the entries of hundreds of pieces that have none yet, in the transaction at hand, at an eighth of the cost.

    All of them gather in the pending list, from which `settle` enters a gram once for all rows that have it. Searches
    read the list until then (6 ms for UNSETTLED pieces), and who publishes between two portions, or after an import
    that was killed, enters it himself, in less than a second.
    """
    with connections[using].cursor() as cursor:
        _let_wait(cursor, IN_BULK)
        with cursor.copy(f"COPY {index.table} ({', '.join(ALL_COLUMNS)}) FROM STDIN") as copy:
            for entry in entries:
                copy.write_row(_row(entry))
        _let_wait(cursor, WAITING)


def settle(indexes: Iterable[Index], using: str = "default") -> None:
    """Enter into the indexes what waits, all at once, each on a connection of its own; others search and write."""

    def enter(index: Index) -> None:
        try:
            with connections[using].cursor() as cursor:
                cursor.execute("SELECT gin_clean_pending_list(%s)", [f"{index.table}_grams"])
        finally:
            connections[using].close()

    with ThreadPoolExecutor() as pool:
        list(pool.map(enter, indexes))


def _let_wait(cursor, kibibytes: int) -> None:
    """How long the pending list may become by what this transaction writes, before it is entered into the index."""
    cursor.execute(f"SET LOCAL gin_pending_list_limit = {kibibytes}")


def erase(index: Index, entries: Iterable[Entry], using: str = "default") -> None:
    """Take these entries out."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"DELETE FROM {index.table} WHERE key = ANY(%s)", [[entry.key for entry in entries]])


def statement(index: Index, wanted: Wanted, *, output: str, limit: int | None = None) -> tuple[str, list]:
    """The statement that gives one of OUTPUTS, or a "count" up to `limit`; hits and rows come the newest first."""
    conditions, parameters = [f"{SCOPES[wanted.tier]} @> %s::integer[]"], [list(wanted.grams)]
    if wanted.labels:
        conditions.append("marks @> %s::text[]")
        parameters.append(list(wanted.labels))
    if wanted.excluded_grams:
        conditions.append(f"key NOT IN (SELECT key FROM {index.table} WHERE whole && %s::integer[])")
        parameters.append(list(wanted.excluded_grams))
    if wanted.first_key > 0:
        conditions.append("key + 0 >= %s")
        parameters.append(wanted.first_key)
    if wanted.last_key < LAST_KEY:
        conditions.append("key + 0 <= %s")
        parameters.append(wanted.last_key)
    confirmed, told = wanted.confirmations("strpos")
    inner = f"SELECT *, key + 0 AS place FROM {index.table} WHERE {' AND '.join(conditions)}"
    ending = "" if limit is None else f" LIMIT {int(limit)}"
    if output in ORDERED:
        inner += " ORDER BY place DESC" + (" OFFSET 0" if confirmed else ending)
    sql = f"SELECT {OUTPUTS.get(output, 1)} FROM ({inner}) e" + (
        f" WHERE {' AND '.join(confirmed)}" if confirmed else ""
    )
    sql += (" ORDER BY e.place DESC" if output in ORDERED else "") + ending
    return f"SELECT count(*) FROM ({sql}) found" if output == "count" else sql, [*parameters, *told]


def ask(sql: str, parameters: list, using: str = "default") -> list[tuple]:
    """The rows that a statement of `statement` gives.

    The two commands are sent as one, which PostgreSQL takes for a transaction: the setting ends with it.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(f"SET LOCAL enable_seqscan = off; {sql}", parameters)
        cursor.nextset()
        return cursor.fetchall()


def shadow(index: Index, using: str = "default") -> Index:
    """A copy of the index under another name, without rows and without its GIN, to be filled and to take its place."""
    made = Index(f"{index.table}_new")
    drop(made, using)
    with connections[using].cursor() as cursor:
        cursor.execute(f"CREATE TABLE {made.table} (LIKE {index.table} INCLUDING DEFAULTS INCLUDING IDENTITY)")
        _shape(cursor, made.table)
    return made


def fill(made: Index, chunks: Iterable[list[Entry]], using: str = "default") -> Iterator[int]:
    """Copy chunks of entries into a shadow and tell how many; then build its indexes at once."""
    with connections[using].cursor() as cursor:
        for entries in chunks:
            with cursor.copy(f"COPY {made.table} ({', '.join(ALL_COLUMNS)}) FROM STDIN") as copy:
                for entry in entries:
                    copy.write_row(_row(entry))
            yield len(entries)
        cursor.execute(f"ALTER TABLE {made.table} ADD PRIMARY KEY (key), ADD UNIQUE (number)")
        cursor.execute(f"CREATE INDEX {made.table}_grams ON {made.table} {_GIN}")
        cursor.execute(f"ANALYZE {made.table}")


def announce(index: Index, using: str = "default") -> None:
    """Say that this transaction writes the index, before it reads there what it writes anew.

    Otherwise `hold` could come between the two: the writer would wait for the swap, and the swap for the reader.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(f"LOCK TABLE {index.table} IN ROW EXCLUSIVE MODE")


def hold(index: Index, using: str = "default") -> None:
    """Let nobody else write the index until this transaction ends; searching goes on."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"LOCK TABLE {index.table} IN SHARE ROW EXCLUSIVE MODE")


def swap(index: Index, made: Index, using: str = "default") -> None:
    """Put the shadow into the index's place, in the transaction at hand."""
    drop(index, using)
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", [made.table])
        for (name,) in cursor.fetchall():
            cursor.execute(f"ALTER INDEX {name} RENAME TO {name.replace(made.table, index.table)}")
        cursor.execute(f"ALTER TABLE {made.table} RENAME TO {index.table}")


def drop(index: Index, using: str = "default") -> None:
    """Remove the index whole."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {index.table}")


def strays(index: Index, entries: Callable[[], Iterable[Entry]], using: str = "default") -> Iterator[tuple[int, str]]:
    """Where the grams differ from the rows, as (key, what): "ghost" where they say too much, "gap" where too little."""
    remaining = iter(entries())
    while chunk := {entry.key: entry for entry in islice(remaining, COMPARED_AT_ONCE)}:
        with connections[using].cursor() as cursor:
            cursor.execute(
                f"SELECT key, whole, head, near, marks FROM {index.table} WHERE key = ANY(%s)", [list(chunk)]
            )
            rows = cursor.fetchall()
        for key, *columns in rows:
            entry = chunk[key]
            expected = [entry.whole, entry.head, entry.near, set(entry.labels.split())]
            compared = [(set(column), should) for column, should in zip(columns, expected, strict=True)]
            if any(found - should for found, should in compared):
                yield key, "ghost"
            if any(should - found for found, should in compared):
                yield key, "gap"


def _row(entry: Entry) -> tuple:
    whole, head, near = written(entry)
    return (*entry.row, whole, head, near, _array(entry.labels.split()))


def written(entry: Entry) -> tuple[str, str, str]:
    """Its grams as arrays: all, those of the headline group, those of headline group, credits and tags."""
    return entry.written or (_array(entry.whole), _array(entry.head), _array(entry.near))


def _array(values: Iterable) -> str:
    """An array as PostgreSQL writes it; integers and labels need no quotes."""
    return "{" + ",".join(map(str, values)) + "}"
