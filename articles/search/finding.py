"""Finding public pieces: `search`, and what stands beside its results."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection

from articles.models.search import SearchEntry
from articles.search import documents, engines
from articles.search.entries import LAST_KEY, Index, Wanted
from articles.search.queries import Query, parse, pieces_of

PUBLIC = Index(SearchEntry._meta.db_table)
PAGE_SIZE = 20  # hits
MOST_COUNTED = 1000  # hits; more are "1,000+"
MOST_ATTEMPTS = 6  # queries with fewer words that are tried where there are no hits
NEWEST, RELEVANCE = "newest", "relevance"


@dataclass(frozen=True)
class Hit:
    """A piece that was found, and its folded text in the three parts of the index."""

    number: int
    head: str
    near: str
    rest: str


@dataclass(frozen=True)
class Results:
    """One page of hits. `older` is the `page` to ask for next, "" at the end; `query.problem`: why there are none."""

    query: Query
    hits: tuple[Hit, ...] = ()
    total: int = 0
    is_capped: bool = False  # there are more than `total`
    older: str = ""


@dataclass(frozen=True)
class Facets:
    """How the hits fall to sections (by their key) and years, counted over the newest MOST_COUNTED."""

    sections: tuple[tuple[int, int], ...]
    years: tuple[tuple[int, int], ...]
    is_capped: bool


class UnreadablePage(ValueError):
    """A `page` that `search` never gave."""


def search(
    query: str | Query,
    *,
    section: int | None = None,
    reporter: int | None = None,
    tag: int | None = None,
    since: date | None = None,
    until: date | None = None,
    order: str = NEWEST,
    page: str = "",
) -> Results:
    """The public pieces in which all phrases of the query stand and none of the excluded ones.

    Filters are keys of shared rows, and public dates (both inclusive). In the order "newest" the newest public date
    comes first; in the order "relevance", pieces with all phrases in the headline group, then those with all in
    headline group, credits and tags, then the others, each group the newest first. `page` is what `Results.older` gave;
    raises UnreadablePage for anything else.
    """
    query = parse(query) if isinstance(query, str) else query
    tier, before = _read(page)
    if query.problem:
        return Results(query)
    wanted = _wanted(query, section=section, reporter=reporter, tag=tag, since=since, until=until)
    tiers = range(max(tier, 1), 4) if order == RELEVANCE else range(1)
    found: list[tuple[int, int, int]] = []  # tier, key, number
    for place in tiers:
        last_key = min(wanted.last_key, before - 1) if place == tiers[0] else wanted.last_key
        rows = _rows(replace(wanted, tier=place, last_key=last_key), PAGE_SIZE + 1 - len(found))
        found += [(place, key, number) for key, number, _labels in rows]
        if len(found) > PAGE_SIZE:
            break
    shown = found[:PAGE_SIZE]
    is_all = not page and len(found) <= PAGE_SIZE
    total = len(found) if is_all else count(wanted)
    return Results(
        query,
        _hits([number for _tier, _key, number in shown]),
        total=min(total, MOST_COUNTED),
        is_capped=total > MOST_COUNTED,
        older="{}-{}".format(*shown[-1][:2]) if len(found) > PAGE_SIZE else "",
    )


def facets(
    query: Query,
    *,
    section: int | None = None,
    reporter: int | None = None,
    tag: int | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Facets:
    """The sections and years of the hits of this search."""
    wanted = _wanted(query, section=section, reporter=reporter, tag=tag, since=since, until=until)
    rows = _rows(wanted, MOST_COUNTED + 1)
    counted = rows[:MOST_COUNTED]
    sections = Counter(int(labels.split(" ")[0][1:]) for _key, _number, labels in counted if labels.startswith("s"))
    years = Counter(documents.day_of(key).year for key, _number, _labels in counted)
    return Facets(tuple(sections.most_common()), tuple(sorted(years.items(), reverse=True)), len(rows) > MOST_COUNTED)


def count(wanted: Wanted) -> int:
    """How many pieces there are, at most one more than MOST_COUNTED."""
    return _ask(wanted, output="count", limit=MOST_COUNTED + 1)[0][0]


def fewer_words(query: Query) -> tuple[tuple[str, ...], ...]:
    """Queries with fewer or shorter words that do find something, the longest first: for a page without results."""
    words = query.phrases
    attempts = [words[:place] + words[place + 1 :] for place in range(len(words))] if len(words) > 1 else []
    broken = tuple(dict.fromkeys(piece for word in words for piece in pieces_of(word)))
    attempts += [broken, *((piece,) for piece in broken)]
    attempts = list(dict.fromkeys(attempt for attempt in attempts if attempt and attempt != words))[:MOST_ATTEMPTS]
    return tuple(attempt for attempt in attempts if _ask(Wanted(attempt), output="count", limit=1)[0][0])


def headlines(query: Query, most: int) -> list[int]:
    """The numbers of the newest pieces whose headline group has all phrases."""
    return [number for _key, number, _labels in _rows(Wanted(query.phrases, tier=1), most)]


def years() -> range:
    """The years of the paper, the newest first."""
    ends = [SearchEntry.objects.order_by(order).values_list("key", flat=True).first() for order in ("key", "-key")]
    if ends[0] is None:
        return range(0)
    oldest, newest = (documents.day_of(key).year for key in ends)
    return range(newest, oldest - 1, -1)


def _wanted(query: Query, *, section, reporter, tag, since: date | None, until: date | None) -> Wanted:
    labels = [f"{mark}{key}" for mark, key in (("s", section), ("r", reporter), ("t", tag)) if key is not None]
    return Wanted(
        query.phrases,
        query.excluded,
        tuple(labels),
        documents.first_key(since) if since else 0,
        documents.last_key(until) if until else LAST_KEY,
    )


def _rows(wanted: Wanted, limit: int) -> list[tuple[int, int, str]]:
    return _ask(wanted, output="rows", limit=limit)


def _ask(wanted: Wanted, *, output: str, limit: int) -> list[tuple]:
    sql, parameters = engines.of(connection).statement(PUBLIC, wanted, output=output, limit=limit)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _hits(numbers: Iterable[int]) -> tuple[Hit, ...]:
    numbers = list(numbers)
    rows = SearchEntry.objects.filter(number__in=numbers).values_list("number", "text", "head_end", "near_end")
    texts = {number: (text, head, near) for number, text, head, near in rows} if numbers else {}
    return tuple(_hit(number, *texts[number]) for number in numbers if number in texts)


def _hit(number: int, text: str, head_end: int, near_end: int) -> Hit:
    return Hit(number, text[:head_end], text[head_end:near_end].lstrip("\n"), text[near_end:].lstrip("\n"))


def _read(page: str) -> tuple[int, int]:
    """The tier in which the page goes on, and the key before which it does."""
    if not page:
        return 0, LAST_KEY + 1
    tier, _, key = page.partition("-")
    if tier not in {"0", "1", "2", "3"} or not (key.isascii() and key.isdecimal()) or len(key) > 18:
        raise UnreadablePage(page)
    return int(tier), int(key)
