"""Sections, tags and reporters for readers: found only through a public piece. A draft's tag can name a secret."""

from typing import TypeVar

from django.db.models import Exists, Expression, Model, OuterRef, QuerySet

from articles.models.published import PublishedArticle, PublishedByline, PublishedTag
from articles.models.shared import OldSlug, Section, Tag
from articles.site.pages import Moved, nothing_here
from staff.models import Reporter

Row = TypeVar("Row", bound=Model)


def section_at(slug: str) -> Section:
    """The section at this address, if it has a public piece."""
    public = Section.objects.filter(Exists(PublishedArticle.objects.filter(section=OuterRef("pk"))))
    old = OldSlug.objects.filter(slug=slug, section__in=public).values_list("section__slug", flat=True)
    return _only(public.filter(slug=slug), slug=old)


def tag_at(slug: str) -> Tag:
    """The tag at this address, if a public piece has it."""
    public = Tag.objects.filter(Exists(PublishedTag.objects.filter(tag=OuterRef("pk"))))
    old = OldSlug.objects.filter(slug=slug, tag__in=public).values_list("tag__slug", flat=True)
    return _only(public.filter(slug=slug), slug=old)


def reporter_at(pk: int, **more: Expression) -> Reporter:
    """The confirmed reporter with a public page whom a public piece credits; `more` is read in the same statement."""
    credited = Exists(PublishedByline.objects.filter(reporter=OuterRef("pk")))
    public = Reporter.objects.filter(credited, is_confirmed=True, has_public_page=True)
    now = Reporter.objects.filter(pk=pk, merged_into__in=public).values_list("merged_into", flat=True)
    return _only(public.annotate(**more).filter(pk=pk), pk=now)


def _only(rows: QuerySet[Row], **moved: QuerySet) -> Row:
    """The row; else where its old address leads (one statement more), and only to what is public."""
    row = rows.first()
    if row is not None:
        return row
    ((name, places),) = moved.items()
    if (place := places.first()) is not None:
        raise Moved(**{name: place})
    raise nothing_here()
