"""What bench.search measures on the database of the settings: run by it, a process an engine.

queries      search() to the bare index query: what the engine alone would be asked on the driver's own cursor,
             the newest 21 row numbers and the count up to 1,001, without confirming phrases and reading texts
building     rebuild_search to a bare build: the same rows and grams written from entries that are in memory,
             without reading and parsing public rows
size         the index, and with it the rows that keep the folded text, to the UTF-8 of what can be found
publication  the CPU time of making one piece findable, on both sides of the connection
"""

import random
import re
import statistics
import struct
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles import search  # noqa: E402
from articles.models.published import PublishedArticle  # noqa: E402
from articles.models.shared import Section, Tag  # noqa: E402
from articles.search import documents, engines, keeping  # noqa: E402
from articles.search.engines.postgresql import WAITING  # noqa: E402
from articles.search.entries import Entry  # noqa: E402
from articles.search.finding import MOST_COUNTED, PAGE_SIZE, PUBLIC  # noqa: E402
from articles.search.grams import grams_of_phrase, is_exact  # noqa: E402
from articles.search.queries import parse  # noqa: E402
from bench import corpus  # noqa: E402
from bench.charts import Bar, keep  # noqa: E402
from bench.measuring import Spread  # noqa: E402
from staff.models import Reporter  # noqa: E402

ROUNDS = 6  # of an even number each comes first as often as second
OF_A_KIND = 40  # queries
AT_ONCE = 1000  # pieces
PUBLICATIONS = 200
WAITING_PIECES = 36


@dataclass(frozen=True)
class Sizes:
    """Bytes."""

    text: int
    index: int
    rows: int


def run(count: int) -> None:
    call_command("migrate", verbosity=0)
    say(f"\n{connection.vendor}, {count:,} pieces")
    text = write_pieces(count)
    ours = cpu(lambda: list(keeping.rebuild(search.PUBLIC_PIECES)))
    bare = bare_build()
    say(f"building      {ours:8.1f} CPU s   bare {bare:8.1f}   ratio {ours / bare:.2f}   (to reach: 2)")

    sizes = measure_sizes(text)
    limit = {"sqlite": 1.4, "postgresql": 5}[connection.vendor]
    say(f"text          {text / 2**20:8.0f} MiB of UTF-8")
    say(f"index         {sizes.index / 2**20:8.0f} MiB   ratio {sizes.index / text:.2f}   (to reach: {limit})")
    say(f"rows          {sizes.rows / 2**20:8.0f} MiB   ratio of both {(sizes.index + sizes.rows) / text:.2f}")
    measure_publications()
    with waiting_pieces():
        measure_queries()


def bare_build() -> float:
    """CPU seconds of the bare build, which is then removed."""
    engine = engines.of(connection)
    rows = [documents.entry(piece).row for piece in PublishedArticle.objects.order_by("pk").iterator(AT_ONCE)]
    # The grams are cut in the build, chunk by chunk: those of all pieces together would take gigabytes.
    chunks = ([Entry(*row) for row in rows[start : start + AT_ONCE]] for start in range(0, len(rows), AT_ONCE))
    made = engine.shadow(PUBLIC)
    took = cpu(lambda: list(engine.fill(made, chunks)))
    engine.drop(made)
    return took


def write_pieces(count: int) -> int:
    """Write the corpus as public rows, past the newsroom; gives the bytes of UTF-8 that can be found in it."""
    sections = [
        Section.objects.create(name=name, slug=f"section-{place}").pk for place, name in enumerate(corpus.SECTIONS)
    ]
    tags = {name: Tag.objects.create(name=name, slug=f"tag-{place}").pk for place, name in enumerate(corpus.TOPICS)}
    names = sorted({corpus.reporter(place) for place in range(corpus.REPORTERS)})
    reporters = {name: Reporter.objects.create(name=name).pk for name in names}
    text, rows = 0, []
    for piece in corpus.pieces(count):
        at = timezone.make_aware(datetime.combine(piece.day, datetime.min.time()))
        row = PublishedArticle(
            number=piece.number,
            section_id=sections[piece.section],
            kicker=piece.kicker,
            headline=piece.headline,
            subheading=piece.subheading,
            body=piece.body,
            credits=[
                {"reporter": reporters[name], "name": name, "standing": "", "role": "", "organisation": ""}
                for name in piece.reporters
            ],
            photos=[{"caption": piece.caption, "credit": ""}] if piece.caption else [],
            tags=[{"tag": tags[name], "name": name} for name in piece.tags],
            public_date=piece.day,
            first_published_at=at,
            published_at=at,
        )
        lines = documents.Lines.of(row)
        text += len("\n".join((*lines.head, *lines.near, *lines.rest)).encode())
        rows.append(row)
        if len(rows) == AT_ONCE:
            PublishedArticle.objects.bulk_create(rows)
            rows = []
    PublishedArticle.objects.bulk_create(rows)
    return text


def measure_publications() -> None:
    """The mean is what counts: on PostgreSQL one piece in forty enters into the index what waits in its list."""
    times = [publish(piece) for piece in PublishedArticle.objects.order_by("?")[:PUBLICATIONS]]
    say(f"publication   {statistics.mean(times):8.2f} CPU ms, median {spread(times).strip()}   (to reach: 5)")


def publish(piece: PublishedArticle) -> float:
    """Make a piece findable that cannot be found; gives the milliseconds of CPU."""
    with transaction.atomic():
        search.forget(piece.number)

    def index() -> None:
        with transaction.atomic():
            search.index(piece)

    return 1000 * cpu(index)


@contextmanager
def waiting_pieces() -> Iterator[None]:
    """Let searches meet PostgreSQL's list nearly as long as it gets; says how long it was."""
    clean = f"SELECT gin_clean_pending_list('{PUBLIC.table}_grams')"
    if connection.vendor == "sqlite":
        yield
        return
    ask_database(clean)
    for piece in PublishedArticle.objects.order_by("?")[:WAITING_PIECES]:
        publish(piece)
    yield
    say(f"              {ask_database(clean) * 8} KiB of {WAITING} in the list, of {WAITING_PIECES} pieces")


def measure_sizes(text: int) -> Sizes:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"SELECT sum(length(block)) FROM {PUBLIC.table}_fts_data")
            (index,) = cursor.fetchone()
            cursor.execute(f"SELECT sum(length(CAST(text AS BLOB)) + length(labels) + 40) FROM {PUBLIC.table}")
            return Sizes(text, index, cursor.fetchone()[0])
        cursor.execute("SELECT pg_total_relation_size(%s)", [PUBLIC.table])
        (total,) = cursor.fetchone()
        cursor.execute(f"SELECT sum(pg_column_size(text)) FROM {PUBLIC.table}")
        rows = int(cursor.fetchone()[0])
        return Sizes(text, total - rows, rows)


def measure_queries() -> None:
    """Every query by turns, ours and bare, ROUNDS times; of each the median, of these the 95th percentile."""
    say(f"{'':14}{'p50 / p95 CPU ms':>22}{'bare':>18}{'ratio of p95':>16}   (to reach: 3)")
    count, bars = PublishedArticle.objects.count(), []
    for kind, typed in queries().items():
        for order in ("newest", "relevance"):
            ours: list[list[float]] = [[] for _ in typed]
            bare: list[list[float]] = [[] for _ in typed]
            index_alone = list(map(bare_query, typed))
            ratios = []
            for turn in range(ROUNDS):
                for place, query in enumerate(typed):
                    pair = [
                        (ours[place], lambda: search.search(query, order=order)),  # noqa: B023 - called at once
                        (bare[place], index_alone[place]),
                    ]
                    # Whoever comes first may have to read pages that the other then finds in memory.
                    for times, action in pair if turn % 2 else reversed(pair):
                        times.append(1000 * cpu(action))
                ratios.append(percentile([times[-1] for times in ours]) / percentile([times[-1] for times in bare]))
            us, them = [list(map(statistics.median, times)) for times in (ours, bare)]
            say(
                f"{kind:11}{order[:3]}{statistics.median(us):10.2f} / {percentile(us):9.2f}"
                f"{statistics.median(them):9.2f} / {percentile(them):6.2f}{percentile(us) / percentile(them):10.2f}"
                f" ({min(ratios):.2f} … {max(ratios):.2f})"
            )
            bars.append(Bar(f"{connection.vendor}, {count:,} pieces: {kind} {order[:3]}", Spread.of(ratios), reach=3))
    keep("search", "Searching, to the bare query of the index", bars, unit="CPU, ratio of the 95th percentiles")


def queries() -> dict[str, list[str]]:
    """What is looked for, by kind, cut out of the corpus; the same every time."""
    chance = random.Random("queries")
    texts = [corpus.piece(chance.randrange(1, 5000), corpus.LAST_DAY) for _ in range(400)]
    made_up = [name for piece in texts for name in re.findall("[《“]([^》”+]{3,5})[》”]", piece.body)]
    plain = [re.sub("<.*?>|[^\\w]+", "", piece.body) for piece in texts]
    kinds = {
        "word": [*corpus.VERBS, *(topic for topic in corpus.TOPICS if len(topic) == 2), *corpus.PLACES],
        "phrase": [*(topic for topic in corpus.TOPICS if len(topic) > 3), *corpus.DEEDS],
        "name": [corpus.reporter(place) for place in range(corpus.REPORTERS)],
        "rare": made_up,
        "any": [text[place : place + chance.randint(2, 6)] for text in plain for place in [chance.randrange(600)]],
        "missing": ["".join(chance.sample(corpus.CHARACTERS[-300:], 5)) for _ in range(OF_A_KIND)],
        "character": list(dict.fromkeys(corpus.CHARACTERS)),
    }
    return {kind: chance.sample(typed, min(OF_A_KIND, len(typed))) for kind, typed in kinds.items()}


def bare_query(typed: str) -> Callable[[], None]:
    """The bare index query for these words: a page, and the count where it is not the length of the page."""
    (phrase,) = parse(typed).phrases
    grams = grams_of_phrase(phrase)
    page, count = f"LIMIT {PAGE_SIZE + 1}", f"LIMIT {MOST_COUNTED + 1}"
    if connection.vendor == "sqlite":
        fts, parameters = f"{PUBLIC.table}_fts", [struct.pack(f">{len(grams)}i", *grams).hex(" ", 4)]
        found, order = f"FROM {fts} WHERE {fts} MATCH ?", f"ORDER BY {fts}.rowid DESC"
        if not is_exact(phrase):
            found = f"FROM {fts} CROSS JOIN {PUBLIC.table} e ON e.key = {fts}.rowid WHERE {fts} MATCH ?"
            found += " AND instr(e.text, ?) > 0"
        statements = [f"SELECT {fts}.rowid {found} {order} {page}", f"SELECT count(*) FROM (SELECT 1 {found} {count})"]
    else:
        found, parameters = f"FROM {PUBLIC.table} WHERE whole @> %s::integer[]", [list(grams)]
        ordered, confirmed = f"(SELECT *, key + 0 AS place {found} ORDER BY place DESC OFFSET 0) e", ""
        if is_exact(phrase):
            first = f"SELECT key {found} ORDER BY key + 0 DESC {page}"
        else:
            confirmed = "AND strpos(text, %s) > 0"
            first = f"SELECT key FROM {ordered} WHERE strpos(text, %s) > 0 {page}"
        statements = [first, f"SELECT count(*) FROM (SELECT {found} {confirmed} {count}) counted"]
    if not is_exact(phrase):
        parameters.append(phrase)

    def ask() -> None:
        cursor = connection.connection.cursor()
        cursor.execute(statements[0], parameters)
        if len(cursor.fetchall()) > PAGE_SIZE:
            cursor.execute(statements[1], parameters)
            cursor.fetchall()
        cursor.close()

    return ask


def cpu(action: Callable[[], object]) -> float:
    """Seconds of CPU, of the database server's process for this connection too: a busy machine does not change them."""
    began = time.process_time_ns() + server_cpu()
    action()
    return (time.process_time_ns() + server_cpu() - began) / 1e9


def ask_database(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def server_cpu() -> int:
    """Nanoseconds."""
    if connection.vendor == "sqlite":
        return 0
    process = connection.connection.info.backend_pid
    return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0])


def percentile(values: Iterable[float], part: float = 0.95) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


def spread(values: list[float]) -> str:
    return f"{statistics.median(values):8.2f} ({min(values):.2f} … {max(values):.2f})"


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    run(int(sys.argv[1]))
