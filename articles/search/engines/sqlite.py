"""SQLite: an FTS5 table without content, positions or sizes, whose words are grams in hexadecimal.

A piece's row number in it is its key, so that the newest pieces are a walk backwards that ends after a page. A table
without content cannot say what it holds: to take a piece out, one must say exactly what went in, which is why the row
keeps the text, and its version how it was cut. Words: 8 digits for a gram anywhere, h and 8 digits for one in the
headline group, n for one in headline group, credits and tags; s3 r17 t9 for labels.
"""

import struct
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from django.db import connections, transaction

from articles.search.entries import COLUMNS, LAST_KEY, ORDERED, OUTPUTS, Entry, Index, Wanted

MARKS = {0: "", 1: "h", 2: "n", 3: ""}  # before a gram's digits, by the tier that looks for it
WORDS_COMPARED = 500
#: When FTS5 merges what was written: by and by, as it does unless told otherwise, or when it is told to.
MERGE_BY_ITSELF, MERGE_LATER = {"automerge": 4, "crisismerge": 16}, {"automerge": 0, "crisismerge": 1999}
UNSETTLED = 50_000  # pieces of an archive, some 1,600 segments: FTS5 has 2,000 at most
PAGES_AT_ONCE = 500  # of the index, 4 KB each, that are merged in one step
BEGIN_READING = "BEGIN DEFERRED"  # a transaction that sees one state of the database and holds nobody off
FTS5 = "fts5(grams, content='', columnsize=0, detail=none, tokenize='ascii')"


def install(index: Index, using: str = "default") -> None:
    """Make the FTS5 table if it is missing, and empty it if there are no rows: a flush takes the rows alone."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS {index.table}_fts USING {FTS5}")
        cursor.execute(f"SELECT NOT EXISTS (SELECT 1 FROM {index.table})")
        if cursor.fetchone()[0]:
            cursor.execute(f"INSERT INTO {index.table}_fts ({index.table}_fts) VALUES ('delete-all')")
        cursor.execute(f"SELECT v FROM {index.table}_fts_config WHERE k = 'automerge'")
        was_interrupted = cursor.fetchone() == (0,)
    if was_interrupted:  # an archive was
        settle([index], using)


def remove(index: Index, using: str = "default") -> None:
    """Remove what `install` made."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {index.table}_fts")


def write(index: Index, entries: Iterable[Entry], using: str = "default") -> None:
    """Add entries whose pieces have none yet."""
    entries = list(entries)
    with connections[using].cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {index.table} ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})",
            (entry.row for entry in entries),
        )
        cursor.executemany(
            f"INSERT INTO {index.table}_fts (rowid, grams) VALUES (%s, %s)",
            ((entry.key, words(entry)) for entry in entries),  # one at a time: each is some 15 KB
        )


def write_many(index: Index, entries: Iterable[Entry], using: str = "default") -> None:
    """Add the entries of hundreds of pieces, each portion as segments of FTS5's own, until `settle` merges them.

    To merge on the way would make each portion dearer than the last. An import that is killed leaves the segments: a
    search looks into all of them (3 ms at 1,600), and `settle` or the next migration brings them into order.
    """
    with connections[using].cursor() as cursor:
        _set(cursor, index, MERGE_LATER)
    write(index, entries, using)


def settle(indexes: Iterable[Index], using: str = "default") -> None:
    """Merge the segments level by level, in small steps that let editors in between."""
    for index in indexes:
        _merge(index, using)
        with connections[using].cursor() as cursor:
            _set(cursor, index, MERGE_BY_ITSELF)


def _set(cursor, index: Index, settings: dict[str, int]) -> None:
    """Change FTS5's settings, which it keeps in the database, where they differ."""
    cursor.execute(f"SELECT k, v FROM {index.table}_fts_config WHERE k IN ('automerge', 'crisismerge')")
    if dict(cursor.fetchall()) != settings:
        for name, value in settings.items():
            cursor.execute(f"INSERT INTO {index.table}_fts ({index.table}_fts, rank) VALUES (%s, %s)", [name, value])


def erase(index: Index, entries: Iterable[Entry], using: str = "default") -> None:
    """Take these entries out, which are as they were read from the table."""
    entries = list(entries)
    with connections[using].cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {index.table}_fts ({index.table}_fts, rowid, grams) VALUES ('delete', %s, %s)",
            [(entry.key, words(entry)) for entry in entries],
        )
        cursor.executemany(f"DELETE FROM {index.table} WHERE key = %s", [(entry.key,) for entry in entries])


def words(entry: Entry) -> str:
    """What FTS5 is told of an entry."""
    return " ".join(filter(None, (*written(entry), entry.labels)))


def written(entry: Entry) -> tuple[str, str, str]:
    """Its grams in FTS5's words: all, those of the headline group, those of headline group, credits and tags."""
    return entry.written or (_written(entry.whole, ""), _written(entry.head, "h"), _written(entry.near, "n"))


def statement(index: Index, wanted: Wanted, *, output: str, limit: int | None = None) -> tuple[str, list]:
    """The statement that gives one of OUTPUTS, or a "count" up to `limit`; hits and rows come the newest first."""
    fts, table = f"{index.table}_fts", index.table
    words_wanted = " ".join([_written(wanted.grams, MARKS[wanted.tier]), *wanted.labels])
    # In FTS5 words side by side bind closer than NOT.
    words_excluded = "".join(f" NOT {_written([gram], '')}" for gram in wanted.excluded_grams)
    conditions, parameters = [f"{fts} MATCH %s"], [words_wanted + words_excluded]
    if wanted.first_key > 0:
        conditions.append(f"{fts}.rowid >= %s")
        parameters.append(wanted.first_key)
    if wanted.last_key < LAST_KEY:
        conditions.append(f"{fts}.rowid <= %s")
        parameters.append(wanted.last_key)
    confirmed, told = wanted.confirmations("instr")
    # CROSS JOIN keeps the order: first the index, then the rows that it names.
    source = fts if output == "count" and not confirmed else f"{fts} CROSS JOIN {table} e ON e.key = {fts}.rowid"
    where = " AND ".join([*conditions, *confirmed])
    sql = f"SELECT {OUTPUTS.get(output, 1)} FROM {source} WHERE {where}"
    if output in ORDERED:
        sql += f" ORDER BY {fts}.rowid DESC"
    if limit is not None:
        sql += f" LIMIT {int(limit)}"
    return f"SELECT count(*) FROM ({sql})" if output == "count" else sql, [*parameters, *told]


def ask(sql: str, parameters: list, using: str = "default") -> list[tuple]:
    """The rows that a statement of `statement` gives."""
    with connections[using].cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def shadow(index: Index, using: str = "default") -> Index:
    """An empty copy of the index under another name, to be filled and then to take its place."""
    made = Index(f"{index.table}_new")
    drop(made, using)
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [index.table])
        (sql,) = cursor.fetchone()
        cursor.execute(sql.replace(f'"{index.table}"', f'"{made.table}"', 1))
        cursor.execute(f"CREATE VIRTUAL TABLE {made.table}_fts USING {FTS5}")
        # What is written in bulk is merged once, at the end.
        cursor.execute(f"INSERT INTO {made.table}_fts ({made.table}_fts, rank) VALUES ('automerge', 0)")
    return made


def fill(made: Index, chunks: Iterable[list[Entry]], using: str = "default") -> Iterator[int]:
    """Write chunks of entries into a shadow and tell how many; each is a transaction, so that editors need not wait."""
    for entries in chunks:
        with transaction.atomic(using=using):
            write(made, entries, using)
        yield len(entries)
    with connections[using].cursor() as cursor:
        # A negative number begins a merge of everything.
        cursor.execute(f"INSERT INTO {made.table}_fts ({made.table}_fts, rank) VALUES ('merge', %s)", [-PAGES_AT_ONCE])
    settle([made], using)


def _merge(made: Index, using: str) -> None:
    merge = f"INSERT INTO {made.table}_fts ({made.table}_fts, rank) VALUES ('merge', %s)"
    with connections[using].cursor() as cursor:
        done = 0
        while True:
            cursor.execute("SELECT total_changes()")
            before, (done,) = done, cursor.fetchone()
            if done - before < 2:  # As FTS5's manual tells whether there was anything left to merge.
                break
            cursor.execute(merge, [PAGES_AT_ONCE])


def announce(index: Index, using: str = "default") -> None:
    """Say that this transaction writes the index: on SQLite it has said so at its beginning."""


def hold(index: Index, using: str = "default") -> None:
    """Let nobody write the index until this transaction ends: on SQLite that holds for every transaction."""


def swap(index: Index, made: Index, using: str = "default") -> None:
    """Put the shadow into the index's place, in the transaction at hand."""
    drop(index, using)
    with connections[using].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {made.table} RENAME TO {index.table}")
        cursor.execute(f"ALTER TABLE {made.table}_fts RENAME TO {index.table}_fts")


def drop(index: Index, using: str = "default") -> None:
    """Remove the index whole."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {index.table}_fts")
        cursor.execute(f"DROP TABLE IF EXISTS {index.table}")


def strays(index: Index, entries: Callable[[], Iterable[Entry]], using: str = "default") -> Iterator[tuple[int, str]]:
    """Where the index differs from the rows, as (key, what): "ghost" where it finds too much, "gap" where too little.

    FTS5 tells of each of its words in how many pieces it stands. Where a count differs, the pieces are compared, for at
    most WORDS_COMPARED words.
    """
    expected = Counter(word for entry in entries() for word in set(words(entry).split()))
    view = f"temp.{index.table}_words"
    with connections[using].cursor() as cursor:
        cursor.execute(f"CREATE VIRTUAL TABLE {view} USING fts5vocab('main', '{index.table}_fts', 'row')")
        try:
            cursor.execute(f"SELECT term, doc FROM {view}")
            found = Counter(dict(cursor.fetchall()))
        finally:
            cursor.execute(f"DROP TABLE {view}")
        differing = {word for word in found | expected if found[word] != expected[word]}
        differing = set(sorted(differing)[:WORDS_COMPARED])
        should = {
            (word, entry.key) for entry in entries() if differing for word in differing & set(words(entry).split())
        }
        holds = set()
        for word in differing:
            cursor.execute(f"SELECT rowid FROM {index.table}_fts WHERE {index.table}_fts MATCH %s", [word])
            holds |= {(word, key) for (key,) in cursor.fetchall()}
    yield from ((key, "ghost") for key in sorted({key for _, key in holds - should}))
    yield from ((key, "gap") for key in sorted({key for _, key in should - holds}))


def _written(grams: Iterable[int], mark: str) -> str:
    grams = tuple(grams)
    if not grams:
        return ""
    return mark + struct.pack(f">{len(grams)}i", *grams).hex(" ", 4).replace(" ", f" {mark}")
