"""Sections, tags and reporters for readers: found only through a public piece. A draft's tag can name a secret."""

from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet

from articles.models.published import PublishedArticle, PublishedByline, PublishedTag
from articles.models.shared import Section, Tag
from articles.site.pages import nothing_here
from staff.models import Reporter

Row = TypeVar("Row", bound=Model)


def section_at(slug: str) -> Section:
    """The section at this address, if it has a public piece."""
    return _only(Section.objects.filter(Exists(PublishedArticle.objects.filter(section=OuterRef("pk"))), slug=slug))


def tag_at(slug: str) -> Tag:
    """The tag at this address, if a public piece has it."""
    return _only(Tag.objects.filter(Exists(PublishedTag.objects.filter(tag=OuterRef("pk"))), slug=slug))


def reporter_at(pk: int) -> Reporter:
    """The confirmed reporter with a public page whom a public piece credits."""
    credited = Exists(PublishedByline.objects.filter(reporter=OuterRef("pk")))
    return _only(Reporter.objects.filter(credited, pk=pk, is_confirmed=True, has_public_page=True))


def _only(rows: QuerySet[Row]) -> Row:
    row = rows.first()
    if row is None:
        raise nothing_here()
    return row
