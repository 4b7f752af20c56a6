"""What bench.archive measures, a process each: "ours ARCHIVE" imports it, "bare DATABASE" writes what came of it again.

Before "ours", "prepare -" makes the database, so that the memory which that takes is not measured.

Each prints one line of JSON. The bare loop's clock stands still while the next ready rows are fetched from the database
of the import, which lie in memory when it goes on.
"""

import json
import resource
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import django

django.setup()

import psycopg  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Model  # noqa: E402

from articles import newsroom_search, search  # noqa: E402
from articles.importing import archive, sources  # noqa: E402
from articles.importing.archive import CHUNK, Progress  # noqa: E402
from articles.models import imports, newsroom, published, record, shared  # noqa: E402
from articles.search import engines, keeping  # noqa: E402
from articles.search.entries import COLUMNS, Entry, Index  # noqa: E402
from bench import corpus  # noqa: E402
from staff import roles  # noqa: E402
from staff.models import Reporter, User  # noqa: E402

#: What stands before the pieces, in the order of its keys to one another.
BEFORE = (shared.Section, shared.Tag, Reporter, User, imports.ImportBatch)
#: The tables of a piece, each with the column that holds its number.
TABLES: dict[type[Model], str] = {
    newsroom.Article: "number",
    newsroom.ArticleByline: "article_id",
    newsroom.ArticleTag: "content_object_id",
    imports.Remark: "article_id",
    newsroom.LikenessBand: "article_id",
    newsroom.Revision: "article_id",
    record.Publication: "article_id",
    published.PublishedArticle: "number",
    published.PublishedByline: "article_id",
    published.PublishedTag: "content_object_id",
}
INDEXES = (newsroom_search.NEWSROOM, search.PUBLIC_PIECES.index)


def cpu() -> float:
    """CPU seconds so far, of this process and of the server's processes for the connections to this database."""
    return time.process_time() + (server_cpu() if connection.vendor == "postgresql" else 0)


def server_cpu() -> float:
    """CPU seconds of PostgreSQL: what waits for the search indexes is entered on connections beside ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        processes = [Path(f"/proc/{process}/schedstat") for (process,) in cursor.fetchall()]
    return sum(int(process.read_text(encoding="ascii").split()[0]) for process in processes) / 1e9


def prepare(_nothing: str) -> dict:
    call_command("migrate", verbosity=0)
    for place, name in enumerate(corpus.SECTIONS):
        shared.Section.objects.create(name=name, slug=f"section-{place}")
    chief = User.objects.create_user("chief", name="总编辑")
    chief.groups.set(Group.objects.filter(name=roles.CHIEF))
    return {}


def ours(path: str) -> dict:
    chief = User.objects.get(username="chief")
    began, marks = time.monotonic(), [(0, cpu())]
    for news in archive.load(sources.sources([path]), archive.Options(signed_by=chief), tell=fail):
        if isinstance(news, Progress) and news.pieces > marks[-1][0]:
            marks.append((news.pieces, cpu()))
    took, worked = time.monotonic() - began, cpu() - marks[0][1]  # the merging of the indexes at the end included
    count = marks[-1][0]
    tenths = [mark for mark in marks if mark[0] % max(count // 10, CHUNK) == 0]
    return {
        "seconds": took,
        "cpu": worked,
        "helpers": sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]),
        "first": cost(marks, CHUNK, CHUNK + 1000),
        "last": cost(marks, count - 1000, count),
        "tenths": [after[1] - before[1] for before, after in pairwise(tenths)],
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def cost(marks: list[tuple[int, float]], since: int, until: int) -> float:
    """CPU seconds between two counts of pieces."""
    at = dict(marks)
    return at[until] - at[since]


def fail(sentence: str) -> None:
    raise AssertionError(sentence)


class Clock:
    """Seconds of the clock and of the CPU in what it runs, and nothing between."""

    def __init__(self) -> None:
        self.seconds = self.cpu = 0.0

    def run(self, action: Callable[[], object]) -> None:
        began, worked = time.monotonic(), cpu()
        action()
        self.seconds += time.monotonic() - began
        self.cpu += cpu() - worked


def bare(address: str) -> dict:
    call_command("migrate", verbosity=0)
    source = Copying(address) if connection.vendor == "postgresql" else Selecting(address)
    with transaction.atomic():
        for model in BEFORE:
            source.ready(model, "")()
    clock, numbers = Clock(), source.numbers()
    for chunk in chunks_of(numbers):
        where = "WHERE {} BETWEEN " + f"{chunk[0]} AND {chunk[-1]}"
        writes = [source.ready(model, where.format(column)) for model, column in TABLES.items()]
        clock.run(lambda: write(writes))  # noqa: B023 - called at once
    building = [build(index, source, numbers) for index in INDEXES]
    return {
        "seconds": clock.seconds + sum(seconds for seconds, _cpu in building),
        "building": sum(seconds for seconds, _cpu in building),
        "cpu": clock.cpu + sum(cpu for _seconds, cpu in building),
    }


def chunks_of(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), CHUNK):
        yield numbers[start : start + CHUNK]


def write(writes: list[Callable[[], None]]) -> None:
    with transaction.atomic():
        for one in writes:
            one()


def build(index: Index, source: "Copying | Selecting", numbers: list[int]) -> tuple[float, float]:
    """Build the index plainly, as a rebuilding does, from prepared entries. Seconds of the clock, and of the CPU."""
    engine, whole, fetching = engines.of(connection), Clock(), Clock()
    made = engine.shadow(index)

    def ready() -> Iterator[list[Entry]]:
        for chunk in chunks_of(numbers):
            entries: list[Entry] = []
            fetching.run(lambda: entries.extend(source.entries(index, chunk)))  # noqa: B023 - called at once
            yield entries

    whole.run(lambda: list(engine.fill(made, ready())))
    return whole.seconds - fetching.seconds, whole.cpu - fetching.cpu


def entries_sql(index: Index, chunk: list[int]) -> str:
    return (
        f"SELECT {', '.join(COLUMNS)} FROM {index.table} WHERE number BETWEEN {chunk[0]} AND {chunk[-1]} ORDER BY key"
    )


def columns_of(model: type[Model]) -> str:
    return ", ".join(field.column for field in model._meta.concrete_fields)


class Copying:
    """Ready rows of PostgreSQL: the text that COPY gives is the text that COPY takes."""

    def __init__(self, address: str) -> None:
        self.other = psycopg.connect(address, autocommit=True)

    def numbers(self) -> list[int]:
        return [number for (number,) in self.other.execute("SELECT number FROM articles_article ORDER BY number")]

    def ready(self, model: type[Model], where: str) -> Callable[[], None]:
        table, columns = model._meta.db_table, columns_of(model)
        with self.other.cursor().copy(f"COPY (SELECT {columns} FROM {table} {where}) TO STDOUT") as copy:
            blocks = list(copy)
        text = b"".join(bytes(block) for block in blocks)

        def write_it() -> None:
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                copy.write(text)

        return write_it

    def entries(self, index: Index, chunk: list[int]) -> list[Entry]:
        return [keeping.prepared(Entry(*row)) for row in self.other.execute(entries_sql(index, chunk)).fetchall()]


class Selecting:
    """Ready rows of SQLite: tuples, as its driver gives and takes them."""

    def __init__(self, address: str) -> None:
        self.other = sqlite3.connect(urlsplit(address).path)

    def numbers(self) -> list[int]:
        return [number for (number,) in self.other.execute("SELECT number FROM articles_article ORDER BY number")]

    def ready(self, model: type[Model], where: str) -> Callable[[], None]:
        table, columns = model._meta.db_table, columns_of(model)
        rows = self.other.execute(f"SELECT {columns} FROM {table} {where}").fetchall()
        places = ", ".join(["?"] * len(model._meta.concrete_fields))

        def write_them() -> None:
            connection.ensure_connection()
            connection.connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)

        return write_them

    def entries(self, index: Index, chunk: list[int]) -> list[Entry]:
        return [keeping.prepared(Entry(*row)) for row in self.other.execute(entries_sql(index, chunk)).fetchall()]


if __name__ == "__main__":
    print(json.dumps({"prepare": prepare, "ours": ours, "bare": bare}[sys.argv[1]](sys.argv[2])))
