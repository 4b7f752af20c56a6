"""Finding public pieces: `search`, and what stands beside its results."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection

from articles.models.search import SearchEntry
from articles.search import documents, engines
from articles.search.entries import LAST_KEY, Index, Wanted
from articles.search.queries import Query, is_divisible, parse, pieces_of

PUBLIC = Index(SearchEntry._meta.db_table)
PAGE_SIZE = 20  # hits
MOST_COUNTED = 1000  # hits; more are "1,000+"
MOST_PROPOSED = 6  # queries with fewer words, where there are no hits
MOST_LOOKUPS = 24  # for them: a frequent word takes some milliseconds
LONGEST_PART = 8  # characters of a word that is cut up for them
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
    found = [] if tier and order == RELEVANCE else _found(wanted, 0, before)
    is_all = not page and len(found) <= PAGE_SIZE
    if order == RELEVANCE:
        found = sorted(found, key=lambda one: _tier(one, query.phrases)) if is_all else []
        for place in range(max(tier, 1), 0 if is_all else 4):
            found += _found(wanted, place, before if place == tier else LAST_KEY + 1, PAGE_SIZE + 1 - len(found))
            if len(found) > PAGE_SIZE:
                break
    shown = found[:PAGE_SIZE]
    total = len(found) if is_all else count(wanted)
    return Results(
        query,
        tuple(one.hit for one in shown),
        total=min(total, MOST_COUNTED),
        is_capped=total > MOST_COUNTED,
        older=f"{shown[-1].tier}-{shown[-1].key}" if len(found) > PAGE_SIZE else "",
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


def fewer_words(
    query: Query,
    *,
    section: int | None = None,
    reporter: int | None = None,
    tag: int | None = None,
    since: date | None = None,
    until: date | None = None,
) -> tuple[tuple[str, ...], ...]:
    """Queries with fewer or shorter words that do find something, the longest first: for a page without results."""
    anything = _wanted(query, section=section, reporter=reporter, tag=tag, since=since, until=until)
    known: dict[tuple[str, ...], bool] = {}

    def is_found(*words: str) -> bool:
        if words not in known and len(known) < MOST_LOOKUPS:
            asked = replace(anything, phrases=words, excluded=())
            known[words] = bool(_ask(asked, output="count", limit=1)[0][0])
        return known.get(words, False)

    words = query.phrases
    attempts = [words] if query.excluded else []
    attempts += [words[:place] + words[place + 1 :] for place in range(len(words)) if len(words) > 1]
    proposed = [attempt for attempt in attempts[:MOST_PROPOSED] if is_found(*attempt)]
    parts = tuple(dict.fromkeys(part for word in words for part in _parts(word, is_found)))
    attempts = [parts, *((part,) for part in parts)] if parts != words else []
    proposed += [attempt for attempt in attempts if attempt and is_found(*attempt)]
    return tuple(dict.fromkeys(proposed))[:MOST_PROPOSED]


def _parts(word: str, is_found: Callable[[str], bool]) -> Iterator[str]:
    """The pieces of a word that are found, or else their parts, each as long as can be: 食堂 of 食堂开工."""
    for piece in pieces_of(word):
        if is_found(piece):
            yield piece
        elif is_divisible(piece):
            start = 0
            while start < len(piece) - 1:
                # What a part is found by, its beginning is found by, too.
                least, most = 1, min(LONGEST_PART, len(piece) - start)
                while least < most:
                    middle = (least + most + 1) // 2
                    if is_found(piece[start : start + middle]):
                        least = middle
                    else:
                        most = middle - 1
                part = piece[start : start + least].strip("的")
                if len(part) > 1:
                    yield part
                start += least


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
    engine = engines.of(connection)
    return engine.ask(*engine.statement(PUBLIC, wanted, output=output, limit=limit))


@dataclass(frozen=True)
class _Found:
    """A hit and its place in the order."""

    tier: int
    key: int
    hit: Hit


def _found(wanted: Wanted, tier: int, before: int, limit: int = PAGE_SIZE + 1) -> list[_Found]:
    """The first hits of a tier that come behind a key."""
    sought = (
        replace(wanted, tier=tier, last_key=min(wanted.last_key, before - 1)) if tier or before <= LAST_KEY else wanted
    )
    return [
        _Found(
            tier,
            key,
            Hit(number, *(text[start:end].strip("\n") for start, end in ((0, head), (head, near), (near, None)))),
        )
        for key, number, text, head, near in _ask(sought, output="hits", limit=limit)
    ]


def _tier(found: _Found, phrases: tuple[str, ...]) -> int:
    """The tier of a hit, told from its text."""
    head, near = found.hit.head, f"{found.hit.head}\n{found.hit.near}"
    return 1 if all(phrase in head for phrase in phrases) else 2 if all(phrase in near for phrase in phrases) else 3


def _read(page: str) -> tuple[int, int]:
    """The tier in which the page goes on, and the key before which it does."""
    if not page:
        return 0, LAST_KEY + 1
    tier, _, key = page.partition("-")
    if tier not in {"0", "1", "2", "3"} or not (key.isascii() and key.isdecimal()) or len(key) > 18:
        raise UnreadablePage(page)
    return int(tier), int(key)
