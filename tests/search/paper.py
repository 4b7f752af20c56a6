"""Public pieces for tests of the search, written past the newsroom: what is found depends on the public row alone."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import timezone

from articles import publishing, search
from articles.models.published import PublishedArticle
from articles.models.shared import Tag
from articles.search.folding import fold
from staff.models import Reporter
from tests.makers import make_reporter, make_section, make_tag

DAY = date(2026, 11, 20)


def make_public(number: int, headline: str = "无题", body: str = "", *, day: date = DAY, section: str = "要闻",
                reporters: Iterable[str] = (), tags: Iterable[str] = (), captions: Iterable[str] = (),
                **columns) -> PublishedArticle:  # fmt: skip
    """A public row with its entry in the index; `body` is plain text, a paragraph a line."""
    piece = PublishedArticle.objects.create(
        number=number,
        headline=headline,
        body="".join(f"<p>{line}</p>" for line in body.split("\n") if line),
        section=make_section(section, {"要闻": "news"}.get(section, f"section-{len(section)}")),
        public_date=day,
        first_published_at=timezone.make_aware(datetime.combine(day, time(9))),
        published_at=timezone.make_aware(datetime.combine(day, time(9))),
        credits=[credit(make_reporter(name)) for name in reporters],
        tags=[{"tag": tag.pk, "name": tag.name} for tag in map(make_tag, tags)],
        photos=list(map(picture, captions)),
        **columns,
    )
    for rows in publishing.children(piece):
        type(rows[0]).objects.bulk_create(rows)
    search.index(piece)
    return piece


def picture(caption: str) -> dict:
    return {"photo": 1, "sha256": "0" * 64, "width": 3, "height": 2, "focal": [0.5, 0.5], "caption": caption, "alt": "",
            "credit": "", "place": 0}  # fmt: skip


def credit(reporter: Reporter) -> dict:
    return {"reporter": reporter.pk, "name": reporter.name, "standing": "", "role": "文", "organisation": ""}


def found(query: str, **options) -> list[int]:
    """The numbers of all hits, over all pages."""
    numbers, page = [], ""
    while True:
        results = search.search(query, page=page, **options)
        numbers += [hit.number for hit in results.hits]
        if not (page := results.older):
            return numbers


def lines_of(piece: PublishedArticle) -> list[str]:
    """What a reader can see of the piece, folded, written apart from the search: the truth to compare with."""
    written = [piece.kicker, piece.headline, piece.subheading, piece.printed_byline, piece.source, piece.dateline]
    written += [row["name"] for row in (*piece.credits, *piece.tags)] + [row["caption"] for row in piece.photos]
    written += piece.body.replace("</p>", "").split("<p>")
    return [fold(line) for line in written]


def truth(pieces: Iterable[PublishedArticle], *phrases: str, without: Iterable[str] = ()) -> set[int]:
    """The numbers of those in which all phrases stand as parts of a line, and none of the others."""

    def holds(piece: PublishedArticle, phrase: str) -> bool:
        return any(fold(phrase) in line for line in lines_of(piece))

    return {
        piece.number
        for piece in pieces
        if all(holds(piece, phrase) for phrase in phrases) and not any(holds(piece, phrase) for phrase in without)
    }


def tag_key(name: str) -> int:
    return Tag.objects.get(name=name).pk
