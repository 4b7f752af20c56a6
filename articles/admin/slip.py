"""稿签: everything that was signed, said and owed on one piece, on paper of A4."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import body as bodies
from articles import reviews, revisions, workflow
from articles.admin.history import details_of, step_label
from articles.admin.pieces import PiecePages
from articles.models.newsroom import Article, Revision
from articles.models.published import Correction
from articles.models.record import Debt, ParagraphNote, Publication, Review
from articles.models.shared import SiteSettings


@dataclass(frozen=True)
class Signed:
    """One step as the slip and the register show it: who, as what, when, what he said, what else was recorded."""

    review: Review
    label: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class Slip:
    article: Article
    revision: Revision | None
    byline: str
    characters: int
    steps: tuple[Signed, ...]
    standing: tuple[tuple[str, str], ...]  # signatures that stand: step, names
    debts: tuple[tuple[str, Debt], ...]
    notes: tuple[ParagraphNote, ...]
    corrections: tuple[Correction, ...]
    publications: tuple[Publication, ...]
    is_whole: bool  # every row of the record still says what its hash covers


def signed(review: Review) -> Signed:
    return Signed(review, step_label(review.step), tuple(details_of(review)))


def of(article: Article) -> Slip:
    """The slip of this piece, in a constant number of statements."""
    record = list(article.reviews.select_related("revision"))
    revision = article.current_revision
    names = {review.by_id: review.by_name for review in record}
    standing = workflow.standing(record)
    lines = revisions.lines_of(revision, "credits") if revision else []
    return Slip(
        article=article,
        revision=revision,
        byline=article.printed_byline or "、".join(lines),
        characters=bodies.character_count(article.body),
        steps=tuple(signed(review) for review in record),
        standing=tuple(
            (str(workflow.STEPS[name].label), "、".join(names[pk] for pk in standing[name]))
            for name in workflow.SIGNING
            if name in standing
        ),
        debts=tuple(
            (str(workflow.STEPS[debt.step].label), debt)
            for debt in article.debts.select_related("settled_by").order_by("pk")
        ),
        notes=tuple(article.notes.select_related("by", "settled_by", "revision").order_by("pk")),
        corrections=tuple(Correction.objects.filter(number=article.pk).order_by("at")),
        publications=tuple(article.publications.select_related("revision", "batch").order_by("at", "pk")),
        is_whole=all(review.digest == reviews.digest(review, review.revision.digest) for review in record),
    )


class SlipMixin(PiecePages):
    """The page `…/slip/` of a piece."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.slip_view)
        return [path("<path:object_id>/slip/", view, name="articles_article_slip"), *super().get_urls()]

    def slip_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self.piece(request, object_id)
        if not request.user.has_perm("articles.view_review"):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Slip of the piece"),
            "subtitle": str(article),
            "opts": self.opts,
            "original": article,
            "slip": of(article),
            **printed_by(request, now=timezone.now()),
        }
        return TemplateResponse(request, "admin/articles/article/slip.html", context)


def printed_by(request: HttpRequest, *, now: datetime) -> dict:
    """What stands at the head of a page for the files: which paper, who printed it, when."""
    return {"paper": SiteSettings.load(), "printed_by": request.user, "printed_at": now}
