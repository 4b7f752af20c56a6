"""What stands around every page, and the names and addresses of the shared rows that a page links to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import CharField, DateField, Exists, F, IntegerField, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from articles.models.published import PublishedArticle
from articles.models.shared import Section, SiteSettings, Tag
from staff.models import Reporter

MOST_NEARBY = 6  # further pieces below an article
LAST = 32767  # the order of a piece without a place on its page


@dataclass(frozen=True)
class Link:
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


def shared(article: PublishedArticle | None = None) -> Shared:
    """Read the sections for the navigation and, for an article, what it links to: one statement in all."""
    with_a_piece = Exists(PublishedArticle.objects.filter(section=OuterRef("pk")))
    in_order = Coalesce("page_order", LAST) if article and is_printed(article) else Value(0)
    parts = [_part("section", Section.objects.filter(with_a_piece), "name", slug=F("slug"), position=F("position"))]
    if article is not None:
        reporters = {credit["reporter"] for credit in article.credits} - {None}
        parts += [
            _part(
                "reporter", Reporter.objects.filter(pk__in=reporters, is_confirmed=True, has_public_page=True), "name"
            ),
            _part("tag", Tag.objects.filter(pk__in={tag["tag"] for tag in article.tags}), "name", slug=F("slug")),
            _part("piece", _nearby(article), "headline", position=in_order, day=F("public_date")),
        ]
    rows = sorted(map(_Row._make, parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]), key=_Row.place)
    return Shared(
        sections=tuple(row.link("site:section", row.slug) for row in rows if row.kind == "section"),
        reporters={row.key: reverse("site:reporter", args=[row.key]) for row in rows if row.kind == "reporter"},
        tags={row.key: row.link("site:tag", row.slug) for row in rows if row.kind == "tag"},
        nearby=tuple(
            Link(row.name, PublishedArticle(number=row.key, public_date=row.day).get_absolute_url())
            for row in rows
            if row.kind == "piece"
        ),
    )


class _Row(NamedTuple):
    """A row of that statement, whatever it stands for."""

    kind: str
    key: int
    name: str
    slug: str
    position: int
    day: date | None

    def place(self) -> tuple[int, int, int]:
        return self.position, -self.day.toordinal() if self.day else 0, self.key

    def link(self, address: str, argument: str) -> Link:
        return Link(self.name, reverse(address, args=[argument]))


def _part(kind: str, rows: QuerySet, name: str, *, slug=None, position=None, day=None) -> QuerySet:
    """One part of the statement, in the columns of `_Row`. The types are said for PostgreSQL's UNION."""
    return rows.order_by().values_list(
        Value(kind, output_field=CharField()),
        "pk",
        name,
        slug or Value("", output_field=CharField()),
        Cast(position if position is not None else Value(0), IntegerField()),
        day or Cast(Value(None), DateField()),
    )


def _nearby(article: PublishedArticle) -> QuerySet:
    others = PublishedArticle.objects.exclude(pk=article.number)
    if is_printed(article):
        same = others.filter(issue_date=article.issue_date, page_label=article.page_label).order_by("page_order", "pk")
    else:
        same = others.filter(section=article.section_id).order_by("-public_date", "-number")
    return PublishedArticle.objects.filter(pk__in=same.values("pk")[:MOST_NEARBY])


def is_printed(article: PublishedArticle) -> bool:
    """Whether the piece says on which page of which issue it stood."""
    return bool(article.issue_date and article.page_label)


def frame(known: Shared | None = None) -> dict:
    """What `base.html` needs on every page; costs a statement for the paper's facts and one for the sections."""
    return {"paper": SiteSettings.load(), "sections": (known or shared()).sections}


def absolute(address: str) -> str:
    """An address of ours, or of a storage elsewhere, with scheme and host."""
    return urljoin(f"{settings.SITE_URL}/", address)
