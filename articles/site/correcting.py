"""Corrections as readers' lists have them: every one that stands, also those of pieces that are withdrawn."""

from django.db.models import OuterRef, QuerySet, Subquery

from articles.models.published import Correction, PublishedArticle


def standing() -> QuerySet[Correction]:
    """The newest first, each with `headline` and `public_date` of its piece: None once that is not public any more."""
    piece = PublishedArticle.objects.filter(pk=OuterRef("number"))
    notes = Correction.objects.filter(superseded_by__isnull=True).annotate(
        headline=Subquery(piece.values("headline")), public_date=Subquery(piece.values("public_date"))
    )
    return notes.order_by("-pk")


def address_of(note: Correction) -> str:
    """Where the corrected piece is; "" when it is not public any more."""
    if not note.public_date:
        return ""
    return PublishedArticle(number=note.number, public_date=note.public_date).get_absolute_url()
