"""Keeping an index right: piece by piece in the transaction that changes it, or all of it anew beside the old one."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db import connection, connections, transaction

from articles.search import engines
from articles.search.documents import number_of
from articles.search.entries import COLUMNS, CUTS, Entry, Index

ROWS_AT_ONCE = 200  # of a rebuilding on SQLite, where editors wait while they are written: about a tenth of a second


@dataclass(frozen=True)
class Kept:
    """An index, and the pieces from which its entries are made."""

    index: Index
    numbers: Callable[[], Iterable[int]]  # of all pieces that should have an entry
    entries: Callable[
        [Iterable[int]], list[Entry]
    ]  # what the entries of these pieces should be; none for one that went


@dataclass(frozen=True)
class Difference:
    """Where an index is not what it should be: missing, left over, stale, ghost, gap (see `Kept` and `check`)."""

    number: int
    what: str


class Disturbed(Exception):
    """The new index has other pieces than it should have, and was not put into the place of the old one."""


def install(index: Index, using: str) -> None:
    """Make what of the index the engine needs beside the table of its rows, if that table is there."""
    connection = connections[using]
    if index.table in connection.introspection.table_names():
        engines.of(connection).install(index, using)


def put(index: Index, entries: Iterable[Entry]) -> None:
    """Write these entries in the place of those that their pieces have, in the transaction that changes these.

    An entry that says what it said before stays untouched: most steps of a piece, and its place on the page, change
    nothing that can be found.
    """
    engine, entries = engines.of(connection), list(entries)
    with transaction.atomic(savepoint=False):
        engine.announce(index)
        stored = {entry.number: entry for entry in _stored(index, [entry.number for entry in entries])}
        changed = [entry for entry in entries if stored.get(entry.number) != entry]
        if old := [stored[entry.number] for entry in changed if entry.number in stored]:
            engine.erase(index, old)
        if changed:
            engine.write(index, changed)


def prepared(entry: Entry) -> Entry:
    """The entry with its grams as this database's engine writes them: the long part of the work, and no query."""
    return replace(entry, written=engines.of(connection).written(entry))


def add(index: Index, entries: Iterable[Entry]) -> None:
    """Write the entries of many pieces that have none yet, in the transaction that brings these in.

    The cost does not grow with the index, because its order is left for later: call `settle` in the end.
    """
    engines.of(connection).write_many(index, sorted(entries, key=lambda entry: entry.key))


def most_unsettled() -> int:
    """After how many pieces `add` wants a `settle`: till then each search has so much more to look into."""
    return engines.of(connection).UNSETTLED


def settle(indexes: Iterable[Index]) -> None:
    """Bring indexes into order after `add`, in such a way that others can write. Outside of a transaction."""
    engines.of(connection).settle(indexes)


def take_out(index: Index, numbers: Iterable[int]) -> None:
    """Remove the entries of these pieces, if they have any."""
    engine = engines.of(connection)
    with transaction.atomic(savepoint=False):
        engine.announce(index)
        if stored := _stored(index, numbers):
            engine.erase(index, stored)


def rebuild(kept: Kept) -> Iterator[tuple[int, int]]:
    """Build the index anew beside the one in use, then put it in its place; yields how many entries of how many.

    Searching and publishing go on meanwhile. Every entry carries a random stamp: what was written or removed while the
    new index was filled is found by it, and carried over in the transaction that swaps the two. Raises Disturbed when
    somebody else, who builds anew as well, has begun the same shadow again: the index in use stays as it is.
    """
    engine, index = engines.of(connection), kept.index
    before = _stamps(index)
    numbers = list(kept.numbers())
    made = engine.shadow(index)
    done = 0
    for count in engine.fill(made, map(kept.entries, _chunks(numbers))):
        done += count
        yield done, len(numbers)
    with transaction.atomic():
        engine.hold(index)
        after = _stamps(index)
        changed = {number for number in before.keys() | after.keys() if before.get(number) != after.get(number)}
        # One that had no entry, although it should have had, leaves no stamp when it goes.
        present = set(kept.numbers())
        for chunk in _chunks(sorted(changed | present ^ set(numbers))):
            take_out(made, chunk)
            engine.write(made, kept.entries(chunk))
        if _stamps(made).keys() != present:
            raise Disturbed
        engine.swap(index, made)


def check(kept: Kept) -> Iterator[Difference]:
    """Compare the entries with the pieces, and the engine's index with the entries.

    A piece without an entry is missing; an entry without a piece is left over; one that says something else than its
    piece, or was folded by another version, is stale. A ghost is found where it should not be, a gap is not found.
    Whoever publishes meanwhile is no difference.
    """
    with _as_of_now():
        yield from differences(kept)


@contextmanager
def _as_of_now() -> Iterator[None]:
    """Read the database as it is at this moment, and let others write; within a transaction it is read as that does."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(engines.of(connection).BEGIN_READING)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def differences(kept: Kept) -> Iterator[Difference]:
    """The same, in a transaction of the caller's that sees one moment."""
    rows = set(_stamps(kept.index))
    numbers = set(kept.numbers())
    yield from (Difference(number, "left over") for number in sorted(rows - numbers))
    for chunk in _chunks(sorted(numbers)):
        stored = {entry.number: entry for entry in _stored(kept.index, chunk)}
        for entry in kept.entries(chunk):
            if entry.number not in stored:
                yield Difference(entry.number, "missing")
            elif stored[entry.number] != entry:
                yield Difference(entry.number, "stale")

    def entries() -> Iterator[Entry]:
        for chunk in _chunks(sorted(rows)):
            # Nobody knows how those of other versions were cut; they are stale anyway.
            yield from (entry for entry in _stored(kept.index, chunk) if entry.version in CUTS)

    for key, what in engines.of(connection).strays(kept.index, entries):
        yield Difference(number_of(key), what)


def _chunks(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), ROWS_AT_ONCE):
        yield numbers[start : start + ROWS_AT_ONCE]


def _stamps(index: Index) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number, stamp FROM {index.table}")
        return dict(cursor.fetchall())


def _stored(index: Index, numbers: Iterable[int]) -> list[Entry]:
    numbers = list(numbers)
    if not numbers:
        return []
    places = ", ".join(["%s"] * len(numbers))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM {index.table} WHERE number IN ({places})", numbers)
        return [Entry(*row) for row in cursor.fetchall()]
