"""What stands on the front page: two statements for all its pieces, however large the archive."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery, Value
from django.urls import reverse

from articles.models.content import Genre
from articles.models.published import Correction, PublishedArticle
from articles.models.shared import Section
from articles.presentation.frame import Link
from articles.presentation.piece import Note, notes
from articles.presentation.teasers import Teaser, teaser
from articles.site.paging import in_page_order

MOST_OF_AN_ISSUE = 80  # pieces
SECONDS = 5  # pieces beside the lead
SECONDS_WITHOUT_PICTURE = 6  # then they stand below it in rows of three
PICTURES = 3  # pieces in the row of pictures
RIVER = 10
IN_A_SECTION = 5
CORRECTIONS = 3
LEFT_OVER = 3  # further candidates of a section, in place of those that stand above already
LEAD_LENGTH = 130  # characters below the lead's headline
PARTS = ("issue", "river", "correction", "section")
# An issue leads the front page while it is at most this much older than the newest piece: a weekly's rhythm. A paper
# that stopped printing is not led by its last issue for ever. Nothing here reads the clock.
ISSUE_LEADS_FOR = timedelta(days=7)


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
    river: tuple[Teaser, ...]
    blocks: tuple[SectionBlock, ...]
    supplement: SectionBlock | None
    issue_date: date | None
    printed_pages: tuple[PrintedPage, ...]
    corrections: tuple[tuple[PublishedArticle, Note], ...]


def front() -> Front:
    """Fill the front page by itself: the newest issue by page and place, then what came since, by time."""
    chosen = _chosen()
    rows = PublishedArticle.objects.select_related("section").in_bulk({number for _, number in chosen})
    found = {part: [rows[number] for name, number in chosen if name == part and number in rows] for part in PARTS}
    issue = in_page_order(found["issue"])
    river = sorted(found["river"], key=lambda piece: (piece.first_published_at, piece.number), reverse=True)
    issue_leads = issue and (not river or issue[0].issue_date >= river[0].public_date - ISSUE_LEADS_FOR)
    ranked = list(dict.fromkeys([*issue, *river] if issue_leads else river))
    below = None
    if ranked and not ranked[0].photos:
        below = next((piece for piece in ranked if piece.photos), None)
    has_picture = bool(below or (ranked and ranked[0].photos))
    seconds = SECONDS if has_picture else SECONDS_WITHOUT_PICTURE
    top = [piece for piece in ranked if piece is not below][: 1 + seconds]
    rest = [piece for piece in ranked if piece is not below and piece not in top]
    pictures = [piece for piece in rest if piece.photos][:PICTURES]
    if len(pictures) < PICTURES:
        pictures = []  # A row with a gap looks like a mistake.
    used = {*top, *pictures, below}
    blocks = _blocks(found["section"], used)
    supplement = next((block for block in blocks if block.is_supplement), None)
    return Front(
        lead=teaser(top[0], length=LEAD_LENGTH) if top else None,
        picture=teaser(below) if below else None,
        seconds=tuple(map(teaser, top[1:])),
        pictures=tuple(map(teaser, pictures)),
        river=tuple(teaser(piece) for piece in river if piece not in used)[:RIVER],
        blocks=tuple(block for block in blocks if block is not supplement),
        supplement=supplement,
        issue_date=issue[0].issue_date if issue else None,
        printed_pages=tuple(
            PrintedPage(label, tuple(map(teaser, pieces)))
            for label, pieces in groupby(issue, key=lambda piece: piece.page_label)
        ),
        corrections=tuple((piece, notes(piece)[0]) for piece in found["correction"] if piece.corrections),
    )


def _chosen() -> list[tuple[str, int]]:
    """Which pieces could stand on the front page, as (part, number): one statement, every part by an index."""
    current = PublishedArticle.objects.filter(is_archive=False, issue_date__isnull=False)
    newest = current.order_by("-issue_date").values("issue_date")[:1]
    of_the_issue = current.filter(issue_date=Subquery(newest)).order_by("page_label", "page_order", "number")
    corrected = Correction.objects.filter(
        Exists(PublishedArticle.objects.filter(pk=OuterRef("number"))), superseded_by__isnull=True
    )
    parts = [
        _part("issue", PublishedArticle.objects.filter(pk__in=of_the_issue.values("pk")[:MOST_OF_AN_ISSUE]), "number"),
        _part(
            "river",
            PublishedArticle.objects.filter(
                pk__in=PublishedArticle.objects.latest().values("pk")[: RIVER + SECONDS_WITHOUT_PICTURE + 2]
            ),
            "number",
        ),
        _part("correction", corrected.filter(pk__in=corrected.order_by("-pk").values("pk")[:CORRECTIONS]), "number"),
    ]
    of_the_section = PublishedArticle.objects.filter(section=OuterRef("pk")).order_by("-public_date", "-number")
    for place in range(IN_A_SECTION + LEFT_OVER):
        one = Section.objects.annotate(number=Subquery(of_the_section.values("number")[place : place + 1]))
        parts.append(_part("section", one.filter(number__isnull=False), "number"))
    return list(parts[0].union(*parts[1:], all=True))


def _part(name: str, rows: QuerySet, number: str) -> QuerySet:
    return rows.order_by().values_list(Value(name, output_field=CharField()), number)


def _blocks(pieces: Iterable[PublishedArticle], used: set[PublishedArticle]) -> list[SectionBlock]:
    """The newest pieces of each section that do not stand above, in the order of the sections."""
    blocks = []
    ordered = sorted(pieces, key=lambda piece: (piece.section.position, piece.section.name))
    for section, group in groupby(ordered, key=lambda piece: piece.section):
        newest = sorted(group, key=lambda piece: (piece.public_date, piece.number), reverse=True)
        shown = [piece for piece in newest if piece not in used][:IN_A_SECTION]
        if shown:
            link = Link(section.name, reverse("site:section", args=[section.slug]))
            is_supplement = all(piece.genre == Genre.SUPPLEMENT for piece in shown)
            blocks.append(SectionBlock(link, tuple(map(teaser, shown)), is_supplement))
    return blocks
