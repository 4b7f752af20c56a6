"""Corrections as readers' lists have them: every one that stands, also those of pieces that are withdrawn."""

from django.db.models import OuterRef, QuerySet, Subquery

from articles.models.published import Correction, PublishedArticle, address_of


def standing() -> QuerySet[Correction]:
    """The newest first, each with `headline` and `public_date` of its piece: None once that is not public any more."""
    piece = PublishedArticle.objects.filter(pk=OuterRef("number"))
    notes = Correction.objects.filter(superseded_by__isnull=True).annotate(
        headline=Subquery(piece.values("headline")), public_date=Subquery(piece.values("public_date"))
    )
    return notes.order_by("-pk")


def corrected_piece(note: Correction) -> str:
    """The address of the corrected piece; "" when it is not public any more."""
    return address_of(note.public_date, note.number) if note.public_date else ""
