"""What stands around every page, and the names and addresses of the shared rows that a page links to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
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
    day: date | None = None


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
    parts = [_part("section", Section.objects.filter(with_a_piece), "name", slug=F("slug"), position=F("position"))]
    if article is not None:
        reporters = {credit["reporter"] for credit in article.credits} - {None}
        parts += [
            _part(
                "reporter", Reporter.objects.filter(pk__in=reporters, is_confirmed=True, has_public_page=True), "name"
            ),
            _part("tag", Tag.objects.filter(pk__in={tag["tag"] for tag in article.tags}), "name", slug=F("slug")),
            _part("piece", _nearby(article), "headline", position=Coalesce("page_order", LAST), day=F("public_date")),
        ]
    rows = sorted(parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0], key=lambda row: (row[4], row[1]))
    found = {kind: [row for row in rows if row[0] == kind] for kind in ("section", "reporter", "tag", "piece")}
    return Shared(
        sections=tuple(Link(name, reverse("site:section", args=[slug])) for _, _, name, slug, _, _ in found["section"]),
        reporters={pk: reverse("site:reporter", args=[pk]) for _, pk, *_ in found["reporter"]},
        tags={pk: Link(name, reverse("site:tag", args=[slug])) for _, pk, name, slug, _, _ in found["tag"]},
        nearby=tuple(
            Link(name, PublishedArticle(number=pk, public_date=day).get_absolute_url(), day)
            for _, pk, name, _, _, day in found["piece"]
        ),
    )


def _part(kind: str, rows: QuerySet, name: str, *, slug=None, position=None, day=None) -> QuerySet:
    """One part of the statement: kind, key, name, slug, position, day. The types are said for PostgreSQL's UNION."""
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
    return {
        "paper": SiteSettings.load(),
        "sections": (known or shared()).sections,
        "site_url": settings.SITE_URL,
    }


def absolute(address: str) -> str:
    """An address of ours, or of a storage elsewhere, with scheme and host."""
    return urljoin(f"{settings.SITE_URL}/", address)
