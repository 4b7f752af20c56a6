"""What stands around every page, and the names and addresses of the shared rows that a page links to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from django.db import connection

from articles.models.published import PublishedArticle, address_of
from articles.models.shared import SiteSettings
from articles.presentation import rows
from articles.presentation.addresses import address
from articles.presentation.rows import columns_of

MOST_NEARBY = 6  # further pieces below an article
MOST_RELATED = 4
OF_ONE_SOURCE = 6  # pieces that are looked at, of each tag and each reporter
MOST_SOURCES = 8  # tags and reporters that are asked for related pieces
LAST = 32767  # the order of a piece without a place on its page


class Link(NamedTuple):
    """A name and where it leads."""

    name: str
    address: str


@dataclass(frozen=True)
class Shared:
    """Names and addresses of what a page links to, as they are now."""

    sections: tuple[Link, ...]  # those with a public piece, in the paper's order
    reporters: Mapping[int, str]  # the addresses of those with a public page
    tags: Mapping[int, Link]
    nearby: tuple[Link, ...]  # the rest of the printed page, or else the newest of the section
    related: tuple[Link, ...]  # others with the same tags or reporters
    before: Link | None  # the piece before this one, by date and number
    after: Link | None


def shared(article: PublishedArticle) -> Shared:
    """Read the sections for the navigation, and what this article links to: one statement in all."""
    parts = [Part(SECTIONS), *_parts_of(article)]
    with connection.cursor() as cursor:
        cursor.execute(
            "\nUNION ALL ".join(part.sql for part in parts), [value for part in parts for value in part.values]
        )
        found: dict[str, list[tuple]] = {}
        for row in cursor.fetchall():
            found.setdefault(row[0], []).append(row)
    rows_of = {kind: [_Row._make(row) for row in found[kind]] for kind in found if kind != "section"}
    nearby = _in_order(rows_of.get("nearby", []))
    near = {row.key for row in nearby}
    related = [row for row in _in_order(rows_of.get("related", [])) if row.key not in near]
    return Shared(
        sections=_navigation(tuple(found.get("section", []))),
        reporters={row.key: address("reporter", row.key) for row in rows_of.get("reporter", [])},
        tags={row.key: row.link("tag") for row in rows_of.get("tag", [])},
        nearby=tuple(row.piece() for row in nearby),
        related=tuple(row.piece() for row in related[:MOST_RELATED]),
        before=next((row.piece() for row in rows_of.get("before", [])), None),
        after=next((row.piece() for row in rows_of.get("after", [])), None),
    )


@lru_cache(10)  # as in `rows`: made anew only when their columns say otherwise
def _navigation(sections: tuple[tuple, ...]) -> tuple[Link, ...]:
    found = [_Row._make(row) for row in sections]
    return tuple(row.link("section") for row in sorted(found, key=itemgetter(*PLACE)))


class _Row(NamedTuple):
    """A row of that statement, whatever it stands for."""

    kind: str
    key: int
    name: str
    slug: str
    position: int
    said_day: date | str | None  # SQLite gives text for the dates of a plain statement

    def link(self, kind: str) -> Link:
        return Link(self.name, address(kind, self.slug))

    def piece(self) -> Link:
        day = date.fromisoformat(self.said_day) if isinstance(self.said_day, str) else self.said_day
        return Link(self.name, address_of(day, self.key))


PLACE = (_Row._fields.index("position"), _Row._fields.index("key"))
DAY = itemgetter(_Row._fields.index("said_day"))  # dates and texts of dates have the same order


def _in_order(rows: Iterable[_Row]) -> list[_Row]:
    """Pieces by their place, the newest first where they have none, by number on the same day."""
    ordered = sorted(rows, key=itemgetter(PLACE[1]))
    ordered.sort(key=DAY, reverse=True)
    ordered.sort(key=itemgetter(PLACE[0]))
    return ordered


class Part(NamedTuple):
    """A part of the statement, in the columns of `_Row`, and its values. The types are said for PostgreSQL's UNION."""

    sql: str
    values: tuple = ()


FRAME = f"""
SELECT {", ".join(columns_of(SiteSettings, "paper"))}, section.id, section.name, section.slug FROM (SELECT 1) AS one
LEFT JOIN articles_sitesettings AS paper ON paper.id = 1
LEFT JOIN articles_section AS section
    ON EXISTS (SELECT 1 FROM articles_publishedarticle AS piece WHERE piece.section_id = section.id)
ORDER BY section.position, section.id
"""
SECTIONS = """
SELECT 'section', id, name, slug, position, CAST(NULL AS date) FROM articles_section AS section
WHERE EXISTS (SELECT 1 FROM articles_publishedarticle AS piece WHERE piece.section_id = section.id)
"""
REPORTERS = """
SELECT 'reporter', id, name, '', 0, CAST(NULL AS date) FROM staff_reporter
WHERE is_confirmed AND has_public_page AND id IN ({})
"""
TAGS = "SELECT 'tag', id, name, slug, 0, CAST(NULL AS date) FROM articles_tag WHERE id IN ({})"
OF_THE_PAGE = f"""
SELECT 'nearby', number, headline, '', COALESCE(page_order, {LAST}), public_date FROM (
    SELECT number, headline, page_order, public_date FROM articles_publishedarticle
    WHERE issue_date = %s AND page_label = %s AND number <> %s
    ORDER BY COALESCE(page_order, {LAST}), number LIMIT {MOST_NEARBY}
) AS nearby
"""
OF_THE_SECTION = f"""
SELECT 'nearby', number, headline, '', 0, public_date FROM (
    SELECT number, headline, public_date FROM articles_publishedarticle
    WHERE section_id = %s AND number <> %s
    ORDER BY public_date DESC, number DESC LIMIT {MOST_NEARBY}
) AS nearby
"""
BEFORE = """
SELECT 'before', number, headline, '', 0, public_date FROM (
    SELECT number, headline, public_date FROM articles_publishedarticle
    WHERE (public_date, number) < (%s, %s) ORDER BY public_date DESC, number DESC LIMIT 1
) AS before_it
"""
AFTER = """
SELECT 'after', number, headline, '', 0, public_date FROM (
    SELECT number, headline, public_date FROM articles_publishedarticle
    WHERE (public_date, number) > (%s, %s) ORDER BY public_date, number LIMIT 1
) AS after_it
"""
# Those with the most in common come first, so that is their place. What stands nearby is left out of them later.
RELATED = f"""
SELECT 'related', piece.number, piece.headline, '', -found.common, piece.public_date FROM (
    SELECT number, COUNT(*) AS common FROM ({{}}) AS every WHERE number <> %s
    GROUP BY number, public_date ORDER BY common DESC, public_date DESC, number LIMIT {MOST_RELATED + MOST_NEARBY}
) AS found JOIN articles_publishedarticle AS piece ON piece.number = found.number
"""
WITH_THE_TAG = f"""
SELECT number, public_date FROM (
    SELECT content_object_id AS number, public_date FROM articles_publishedtag WHERE tag_id = %s
    ORDER BY public_date DESC, content_object_id DESC LIMIT {OF_ONE_SOURCE}
) AS tagged
"""
OF_THE_REPORTER = f"""
SELECT number, public_date FROM (
    SELECT article_id AS number, public_date FROM articles_publishedbyline WHERE reporter_id = %s
    ORDER BY public_date DESC, article_id DESC LIMIT {OF_ONE_SOURCE}
) AS credited
"""


def _parts_of(article: PublishedArticle) -> list[Part]:
    """What an article links to; every part is bounded and read off an index."""
    reporters = tuple(dict.fromkeys(credit["reporter"] for credit in article.credits if credit["reporter"]))
    tags = tuple(dict.fromkeys(tag["tag"] for tag in article.tags))
    here = (article.public_date, article.number)
    parts = [Part(BEFORE, here), Part(AFTER, here)]
    if is_printed(article):
        parts.append(Part(OF_THE_PAGE, (article.issue_date, article.page_label, article.number)))
    else:
        parts.append(Part(OF_THE_SECTION, (article.section_id, article.number)))
    if reporters:
        parts.append(Part(REPORTERS.format(", ".join(["%s"] * len(reporters))), reporters))
    if tags:
        parts.append(Part(TAGS.format(", ".join(["%s"] * len(tags))), tags))
    sources = [*((WITH_THE_TAG, tag) for tag in tags), *((OF_THE_REPORTER, reporter) for reporter in reporters)]
    if sources := sources[:MOST_SOURCES]:
        every, keys = zip(*sources, strict=True)
        parts.append(Part(RELATED.format("UNION ALL".join(every)), (*keys, article.number)))
    return parts


def is_printed(article: PublishedArticle) -> bool:
    """Whether the piece says on which page of which issue it stood."""
    return bool(article.issue_date and article.page_label)


def frame() -> dict:
    """What `base.html` needs on every page: the paper's facts, and the sections that have a public piece."""
    with connection.cursor() as cursor:
        cursor.execute(FRAME)
        found = cursor.fetchall()
    *paper, _key, _name, _slug = found[0]
    sections = tuple(Link(name, address("section", slug)) for *_paper, key, name, slug in found if key is not None)
    return {"paper": rows.paper(tuple(paper)), "sections": sections}
