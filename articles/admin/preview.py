"""A piece as readers would see it, any revision of it: the readers' template on a row that is never saved.

The preview shares the template and the presentation with the site, never its views; its pictures come from the
newsroom's own storage.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.safestring import SafeString

from articles import revisions
from articles.admin.pieces import PiecePages, revision_of
from articles.models.newsroom import Article, Revision
from articles.models.published import Correction, PublishedArticle
from articles.presentation import article_page, piece
from articles.presentation.pictures import pictures_of


@dataclass(frozen=True)
class Reading:
    """A revision laid out for reading on the desk: the composed row, its byline, its body with the pictures in it."""

    article: PublishedArticle
    byline: SafeString
    blocks: tuple[piece.Block, ...]


def private_picture(name: str) -> str:
    """The address at which the newsroom sees a rendition."""
    return reverse("admin:articles_photo_file", args=[name])


def composed(revision: Revision, article: Article, *, now: datetime) -> PublishedArticle:
    """The public row that this revision would make now, unsaved, with the note of a correction that it brings."""
    row = revisions.compose(
        revision,
        now=now,
        signed=revisions.signatures(article.reviews.all()),
        public_date_fixed=article.public_date,
        first_published_at=article.first_published_at,
    )
    notes = Correction.objects.filter(number=article.pk, superseded_by__isnull=True)
    row.corrections = [{"kind": note.kind, "note": note.note, "at": note.at.isoformat()} for note in notes]
    coming = {"kind": revision.correction_kind, "note": revision.correction_note, "at": now.isoformat()}
    if coming["kind"] and coming["note"] and not revision.publications.exists():
        row.corrections.insert(0, coming)
        row.corrected_at = now
    return row


def reading(revision: Revision, article: Article, *, now: datetime) -> Reading:
    """A revision for reading on the page of a step."""
    row = composed(revision, article, now=now)
    pictures = pictures_of(row.photos, private_picture)
    return Reading(row, piece.byline(row.printed_byline, row.credits, {}), piece.body_blocks(row, pictures))


class PreviewMixin(PiecePages):
    """The pages `…/preview/` and `…/preview/3/` of a piece."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.preview_view)
        return [
            path("<path:object_id>/preview/", view, name="articles_article_preview"),
            path("<path:object_id>/preview/<int:number>/", view, name="articles_article_preview_of"),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest, object_id: str, number: int | None = None) -> HttpResponse:
        article = self.piece(request, object_id)
        revision = revision_of(article, number)
        row = composed(revision, article, now=timezone.now())
        context = {
            **article_page.article_context(row, picture_url=private_picture),
            "original": article,
            "revision": revision,
            "is_current": revision.pk == article.current_revision_id,
        }
        response = TemplateResponse(request, "admin/articles/article/preview.html", context)
        add_never_cache_headers(response)
        return response
