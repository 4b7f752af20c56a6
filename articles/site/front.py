"""What stands on the front page: two statements for all its pieces, however large the archive."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db import connection

from articles.models.content import Genre
from articles.models.placing import MOST_IN_A_TOPIC, MOST_NOTICES, MOST_ON_TOP, MOST_PICTURES, Slot
from articles.models.published import PublishedArticle
from articles.presentation.addresses import address
from articles.presentation.frame import Link
from articles.presentation.piece import Note, notes
from articles.presentation.teasers import Teaser, teaser
from articles.site.paging import in_page_order

MOST_OF_AN_ISSUE = 80  # pieces
SECONDS = 5  # pieces beside the lead
SECONDS_WITHOUT_PICTURE = MOST_ON_TOP - 1  # then they stand below it in rows of three
RIVER = 10
IN_A_SECTION = 5
CORRECTIONS = 3
LEFT_OVER = 3  # further candidates of a section, in place of those that stand above already
LEAD_LENGTH = 130  # characters below the lead's headline
PARTS = ("issue", "river", "correction", "section")
MOST_PLACED = 60  # rows of the front page that are looked at
# An issue leads the front page while it is at most this much older than the newest piece: a weekly's rhythm. A paper
# that stopped printing is not led by its last issue for ever. Nothing here reads the clock.
ISSUE_LEADS_FOR = timedelta(days=7)

# Written out: to compile it from querysets takes longer than both databases take to answer it.
CANDIDATES = f"""
SELECT 'issue', number, 0, '' FROM (
    SELECT number FROM articles_publishedarticle
    WHERE NOT is_archive AND issue_date = (
        SELECT issue_date FROM articles_publishedarticle
        WHERE NOT is_archive AND issue_date IS NOT NULL ORDER BY issue_date DESC LIMIT 1
    )
    ORDER BY page_label, page_order, number LIMIT {MOST_OF_AN_ISSUE}
) AS issue
UNION ALL SELECT 'river', number, 0, '' FROM (
    SELECT number FROM articles_publishedarticle
    WHERE NOT is_archive ORDER BY first_published_at DESC, number DESC LIMIT {RIVER + SECONDS_WITHOUT_PICTURE + 2}
) AS river
UNION ALL SELECT 'correction', number, position, '' FROM (
    SELECT number, -id AS position FROM articles_correction AS note
    WHERE superseded_by_id IS NULL
      AND EXISTS (SELECT 1 FROM articles_publishedarticle AS piece WHERE piece.number = note.number)
    ORDER BY id DESC LIMIT {CORRECTIONS}
) AS corrections
UNION ALL SELECT slot, number, position, heading FROM (
    SELECT slot, number, position, heading FROM articles_frontslot AS place
    WHERE is_on AND EXISTS (SELECT 1 FROM articles_publishedarticle AS piece WHERE piece.number = place.number)
    ORDER BY position, id LIMIT {MOST_PLACED}
) AS placed
"""


def _of_the_sections(condition: str) -> str:
    """The newest pieces of each section that meet a condition."""
    return "UNION ALL ".join(
        f"""SELECT 'section', (
    SELECT number FROM articles_publishedarticle AS piece WHERE piece.section_id = articles_section.id AND {condition}
    ORDER BY public_date DESC, number DESC LIMIT 1 OFFSET {place}
), 0, '' FROM articles_section
"""
        for place in range(IN_A_SECTION + LEFT_OVER)
    )


# Pieces of an archive are never on the front page by themselves: a block says no dates, and what is old would be news.
CANDIDATES += f"UNION ALL {_of_the_sections('NOT is_archive')}"
# A paper that has nothing but its archive shows that.
FROM_THE_ARCHIVE = _of_the_sections("is_archive")


class Chosen(NamedTuple):
    """A piece that could stand on the front page, and in which part of it."""

    part: str  # one of PARTS, or a Slot that the desk has filled
    number: int | None
    position: int
    heading: str  # of a special topic


@dataclass(frozen=True)
class Topic:
    """A special topic that the desk has put together."""

    heading: str
    teasers: tuple[Teaser, ...]


@dataclass(frozen=True)
class PrintedPage:
    """A page of the newest issue with its pieces in their order."""

    label: str
    teasers: tuple[Teaser, ...]


@dataclass(frozen=True)
class SectionBlock:
    """The newest of one section; `is_supplement` where it is the paper's literary page."""

    section: Link
    teasers: tuple[Teaser, ...]
    is_supplement: bool


@dataclass(frozen=True)
class Front:
    """The front page. Everything may be empty: a new paper has nothing, a small one has no pictures."""

    lead: Teaser | None
    picture: Teaser | None  # below a lead without a picture: no front page without one, if the paper has any
    seconds: tuple[Teaser, ...]
    pictures: tuple[Teaser, ...]
    topics: tuple[Topic, ...]
    notices: tuple[Teaser, ...]
    river: tuple[Teaser, ...]
    blocks: tuple[SectionBlock, ...]
    supplement: SectionBlock | None
    issue_date: date | None
    archive_until: date | None  # the newest day of a paper that has nothing but its archive
    printed_pages: tuple[PrintedPage, ...]
    corrections: tuple[tuple[PublishedArticle, Note], ...]


def front() -> Front:
    """The places that the desk has filled, in its order; the rest fills itself.

    By itself: the newest issue by page and place, then what came since, by time.
    """
    chosen = _chosen(CANDIDATES) or _chosen(FROM_THE_ARCHIVE)
    rows = PublishedArticle.objects.select_related("section").in_bulk({one.number for one in chosen})
    found = {
        part: [rows[one.number] for one in chosen if one.part == part and one.number in rows]
        for part in (*PARTS, *Slot)
    }
    issue = in_page_order(found["issue"])
    river = sorted(found["river"], key=lambda piece: (piece.first_published_at, piece.number), reverse=True)
    issue_leads = issue and (not river or issue[0].issue_date >= river[0].public_date - ISSUE_LEADS_FOR)
    elsewhere = {*found[Slot.PICTURES], *found[Slot.NOTICE], *found[Slot.TOPIC]}
    by_itself = [piece for piece in ([*issue, *river] if issue_leads else river) if piece not in elsewhere]
    ranked = list(dict.fromkeys([*found[Slot.LEAD], *found[Slot.NEWS], *by_itself])) or river
    placed = {*found[Slot.LEAD], *found[Slot.NEWS]}
    below = None
    if ranked and not ranked[0].photos:
        below = next((piece for piece in ranked if piece.photos and piece not in placed), None)
    has_picture = bool(below or (ranked and ranked[0].photos))
    least = SECONDS if has_picture else SECONDS_WITHOUT_PICTURE
    seconds = min(max(least, len(placed) - 1), SECONDS_WITHOUT_PICTURE)
    top = [piece for piece in ranked if piece is not below][: 1 + seconds]
    rest = [piece for piece in ranked if piece is not below and piece not in top]
    pictures = [piece for piece in dict.fromkeys([*found[Slot.PICTURES], *rest]) if piece.photos and piece not in top]
    if len(pictures) < MOST_PICTURES:
        pictures = [piece for piece in pictures if piece in elsewhere]  # A row with a gap looks like a mistake.
    pictures = pictures[:MOST_PICTURES]
    topics = _topics(chosen, rows)
    used = {*top, *pictures, below, *found[Slot.TOPIC]}
    notices = found[Slot.NOTICE] or [piece for piece in rest if piece.genre == Genre.NOTICE and piece not in used]
    notices = notices[:MOST_NOTICES]
    used |= {*notices}
    blocks = _blocks(found["section"], used)
    supplement = next((block for block in blocks if block.is_supplement), None)
    return Front(
        lead=teaser(top[0], length=LEAD_LENGTH) if top else None,
        picture=teaser(below) if below else None,
        seconds=tuple(map(teaser, top[1:])),
        pictures=tuple(map(teaser, pictures)),
        topics=topics,
        notices=tuple(map(teaser, notices)),
        river=tuple(teaser(piece) for piece in river if piece not in used)[:RIVER],
        blocks=tuple(block for block in blocks if block is not supplement),
        supplement=supplement,
        issue_date=issue[0].issue_date if issue else None,
        archive_until=max((piece.public_date for piece in found["section"]), default=None) if not top else None,
        printed_pages=tuple(
            PrintedPage(label, tuple(map(teaser, pieces)))
            for label, pieces in groupby(issue, key=lambda piece: piece.page_label)
        ),
        corrections=tuple(
            (piece, notes(piece)[0]) for piece in dict.fromkeys(found["correction"]) if piece.corrections
        ),
    )


def _topics(chosen: list[Chosen], rows: Mapping[int, PublishedArticle]) -> tuple[Topic, ...]:
    """The special topics in the order of their first pieces."""
    pieces: dict[str, list[Teaser]] = {}
    for one in chosen:
        if one.part == Slot.TOPIC and one.number in rows:
            pieces.setdefault(one.heading, []).append(teaser(rows[one.number]))
    return tuple(Topic(heading, tuple(of_it[:MOST_IN_A_TOPIC])) for heading, of_it in pieces.items())


def _chosen(candidates: str) -> list[Chosen]:
    """Which pieces could stand on the front page: one statement, every part of it by an index."""
    with connection.cursor() as cursor:
        cursor.execute(candidates)
        found = [chosen for chosen in map(Chosen._make, cursor.fetchall()) if chosen.number is not None]
    return sorted(found, key=lambda chosen: chosen.position)


def _blocks(pieces: Iterable[PublishedArticle], used: set[PublishedArticle]) -> list[SectionBlock]:
    """The newest pieces of each section that do not stand above, in the order of the sections."""
    blocks = []
    ordered = sorted(pieces, key=lambda piece: (piece.section.position, piece.section.name))
    for section, group in groupby(ordered, key=lambda piece: piece.section):
        newest = sorted(group, key=lambda piece: (piece.public_date, piece.number), reverse=True)
        shown = [piece for piece in newest if piece not in used][:IN_A_SECTION]
        if shown:
            link = Link(section.name, address("section", section.slug))
            is_supplement = all(piece.genre == Genre.SUPPLEMENT for piece in shown)
            blocks.append(SectionBlock(link, tuple(map(teaser, shown)), is_supplement))
    return blocks
