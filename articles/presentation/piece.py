"""An article laid out: pictures between the blocks, the dateline run in once, the printed byline with its links."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from articles import body as bodies
from articles.models.content import BylinePlace, Genre
from articles.models.published import CorrectionKind, PublishedArticle
from articles.presentation import cards
from articles.presentation.addresses import absolute, address, issue_of
from articles.presentation.frame import Link, Shared, is_printed
from articles.presentation.pictures import Picture, PictureURL, pictures_of
from articles.presentation.teasers import beginning

# must find: https://www.example.cn/a/very/long/address/   must not find: 14.2%   GDP   a word of a sentence
ADDRESS = re.compile(r"[!-;=?-~]{20,}")
DESCRIPTION_LENGTH = 120  # characters: what search engines and shared links show of it


@dataclass(frozen=True)
class Block:
    """A part of the body in its order: either HTML, or a run of pictures that stand together."""

    html: str = ""  # marked as safe: a body is sanitised where it is written
    pictures: tuple[Picture, ...] = ()

    @property
    def is_table(self) -> bool:
        """A wide table scrolls by itself, and the page does not."""
        return self.html.startswith("<table")


@dataclass(frozen=True)
class Note:
    """A correction as the reader sees it."""

    label: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Piece:
    """Everything that the article's template shows beyond the columns of the row."""

    lead: Block | None  # pictures before the first word
    blocks: tuple[Block, ...]
    byline: SafeString  # below the headline; empty where it was printed at the end
    end_byline: SafeString
    notes: tuple[Note, ...]
    tags: tuple[Link, ...]
    nearby: tuple[Link, ...]
    is_printed: bool
    related: tuple[Link, ...]
    before: Link | None
    after: Link | None
    has_time: bool  # the minute of the first publication belongs to the public date
    is_late: bool  # it came online on another day than the paper's
    description: str
    address: str
    pictures: tuple[Picture, ...]
    card: str  # address of the picture that shared links show where there is no photo; "" where none can be drawn
    qr: str  # "" in the newsroom's preview: readers may not have that address yet
    reporters: Mapping[int, str]  # addresses of those who have a public page
    section: Link | None
    genre: str  # its name
    issue: str  # the address of the printed issue that it stood in, or ""

    @property
    def social(self) -> Picture | None:
        """The picture that shared links show."""
        return self.pictures[0] if self.pictures else None


def present(article: PublishedArticle, known: Shared, *, picture_url: PictureURL | None = None) -> Piece:
    """Lay a piece out: pictures between the blocks, the dateline run in once, the byline with its names linked."""
    pictures = pictures_of(article.photos, picture_url)
    blocks = tuple(stretches(body_blocks(article, pictures)))
    lead = blocks[0] if blocks and blocks[0].pictures else None
    line = byline(article.printed_byline, article.credits, known.reporters)
    at_end = bool(article.printed_byline) and article.printed_byline_place == BylinePlace.END
    first_day = timezone.localdate(article.first_published_at)
    section = article.section if article.section_id else None
    return Piece(
        lead=lead,
        blocks=blocks[1:] if lead else blocks,
        byline=SafeString("") if at_end else line,
        end_byline=line if at_end else SafeString(""),
        notes=notes(article),
        tags=tuple(known.tags[tag["tag"]] for tag in article.tags if tag["tag"] in known.tags),
        nearby=known.nearby,
        is_printed=is_printed(article),
        related=known.related,
        before=known.before,
        after=known.after,
        has_time=first_day == article.public_date and not article.is_archive,
        is_late=first_day != article.public_date and not article.is_archive,
        description=beginning(article, DESCRIPTION_LENGTH),
        address=absolute(article.get_absolute_url()),
        pictures=pictures,
        card=absolute(f"{article.get_absolute_url()}card.png") if not pictures and cards.can_draw() else "",
        qr="" if picture_url else f"{article.get_absolute_url()}qr.svg",
        reporters=known.reporters,
        section=Link(section.name, address("section", section.slug)) if section else None,
        genre=str(Genre(article.genre).label),
        issue=issue_of(article.issue_date) if is_printed(article) else "",
    )


def notes(article: PublishedArticle) -> tuple[Note, ...]:
    """The corrections that stand below the headline, newest first."""
    return tuple(
        Note(CorrectionKind(note["kind"]).label, note["note"], datetime.fromisoformat(note["at"]))
        for note in article.corrections
    )


def body_blocks(article: PublishedArticle, pictures: Sequence[Picture]) -> tuple[Block, ...]:
    """The body in blocks; a picture's place is the number of blocks before it, too large a one means the end."""
    texts = bodies.display_blocks(article.body, article.dateline)
    runs: dict[int, list[Picture]] = {}
    for photo, picture in zip(article.photos, pictures, strict=True):
        runs.setdefault(min(photo["place"], len(texts)), []).append(picture)
    blocks = []
    for place in range(len(texts) + 1):
        if place in runs:
            blocks.append(Block(pictures=tuple(runs[place])))
        if place < len(texts):
            blocks.append(Block(SafeString(addresses_broken(texts[place]))))
    return tuple(blocks)


def stretches(blocks: Iterable[Block]) -> Iterator[Block]:
    """The same with the text between two pictures or tables in one piece: the page does nothing to a paragraph."""
    for is_text, run in groupby(blocks, key=lambda block: not block.pictures and not block.is_table):
        if is_text:
            yield Block(SafeString("\n".join([block.html for block in run])))
        else:
            yield from run


def addresses_broken(html: str) -> str:
    """The same with every long address marked: its line would be stretched, or reach beyond the page."""
    if not ADDRESS.search(html):
        return html
    parts = re.split(r"(<[^>]*>)", html)
    return "".join(
        part if part.startswith("<") else ADDRESS.sub(r'<span class="address">\g<0></span>', part) for part in parts
    )


def byline(printed: str, people: Iterable[Mapping], addresses: Mapping[int, str]) -> SafeString:
    """The printed line, or else the credits in their order, with the names of public reporters as links."""
    people = list(people)
    return _linked(printed, people, addresses) if printed else _composed(people, addresses)


def _linked(printed: str, people: list[Mapping], addresses: Mapping[int, str]) -> SafeString:
    """Names of two characters are often printed with a space between them; a longer name wins over one within it."""
    known = {row["name"]: addresses[row["reporter"]] for row in people if row["name"] and row["reporter"] in addresses}
    if not known:
        return escape(printed)
    names = sorted({row["name"] for row in people if row["name"]}, key=len, reverse=True)
    pattern = "|".join(f"({r'[ 　]*'.join(map(re.escape, name))})" for name in names)
    written, done = [], 0
    for match in re.finditer(pattern, printed):
        name = names[match.lastindex - 1]
        written.append(escape(printed[done : match.start()]))
        written.append(_name(match.group(), known.get(name)))
        done = match.end()
    written.append(escape(printed[done:]))
    return SafeString("".join(written))  # every part is escaped above


def _composed(people: list[Mapping], addresses: Mapping[int, str]) -> SafeString:
    """「记者 孙庆辉 李丹 文/图」: people who did the same stand together."""
    lines = []
    for (organisation, standing, role), rows in groupby(
        people, key=lambda row: (row["organisation"], row["standing"], row["role"])
    ):
        names = [_name(row["name"], addresses.get(row["reporter"])) for row in rows]
        parts = [escape(organisation), escape(standing), *names, escape(role)]
        lines.append(" ".join(part for part in parts if part))
    return SafeString("　".join(lines))  # every part is escaped above


def _name(name: str, address: str | None) -> SafeString:
    return format_html('<a rel="author" href="{}">{}</a>', address, name) if address else escape(name)
