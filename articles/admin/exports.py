"""Ways out of a piece: copied into WeChat's editor, as a Word manuscript or plain text for the layout desk.

What a single piece gives is the revision that readers have, or else the current one; a page gives the current revisions
of its pieces in the order of the page, whatever step they wait for, and says which are not released yet.
"""

import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from html import unescape

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.db.models import F, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import photos
from articles.admin.pieces import PiecePages, revision_of
from articles.admin.preview import composed, private_picture
from articles.admin.widgets import DayInput
from articles.exporting import plain_text, wechat, word
from articles.exporting.records import Picture, Piece
from articles.models.content import page_named
from articles.models.newsroom import Article, Revision
from articles.models.published import PublishedArticle
from articles.models.shared import SiteSettings
from articles.presentation import piece as presented
from articles.presentation.addresses import absolute
from articles.presentation.pictures import picture
from articles.workflow import PublicState, Status

WORD, TEXT, ZIP = "docx", "txt", "zip"
CONTENT_TYPES = {
    WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    TEXT: "text/plain; charset=utf-8",
    ZIP: "application/zip",
}
#: Pieces that no page is made of.
NOT_PRINTED = (Status.REJECTED, Status.WITHDRAWN)
RELEASED = frozenset({Status.PUBLISHED, Status.SCHEDULED})
IN_MEMORY = 8 * 1024 * 1024  # bytes of a zip; a larger one goes through a temporary file
MOST_PIECES = 200  # of a page: a page has at most some twenty
#: Roles of credits that are pictures' alone: they are no authors of a text.
OF_PICTURES = frozenset({"图", "摄", "摄影", "图片", "供图", "视频", "编辑", "校对"})


# --- from rows to records --------------------------------------------------------------------------------------------


def record(row: PublishedArticle, *, stem: str, source: str = "", address_of=lambda photo: "") -> Piece:
    """A public row, saved or composed, as the ways out want it; its pictures are called `stem`-1.jpg and so on."""
    return Piece(
        headline=row.headline,
        body=row.body,
        kicker=row.kicker,
        subheading=row.subheading,
        byline=unescape(presented.byline(row.printed_byline, row.credits, {})),
        is_byline_at_end=bool(row.printed_byline) and row.printed_byline_place == "end",
        dateline=row.dateline,
        pictures=tuple(
            Picture(
                name=f"{stem}-{number}.jpg",
                caption=photo["caption"],
                credit=photo["credit"],
                alt=photo["alt"],
                place=photo["place"],
                address=address_of(photo),
            )
            for number, photo in enumerate(row.photos, start=1)
        ),
        source=row.source or source,
        editor_in_charge=row.editor_in_charge,
        proofread_by=row.proofread_by,
        approved_by=row.approved_by,
    )


def public_address(photo: Mapping) -> str:
    """Where anybody can fetch this picture of a public piece, as a JPEG."""
    return absolute(picture(photo).largest)


def private_address(photo: Mapping) -> str:
    """Where the newsroom sees it."""
    return picture(photo, private_picture).largest


def outgoing(article: Article) -> PublishedArticle:
    """What readers have of this piece, or else what they would have of its current revision."""
    public = PublishedArticle.objects.filter(pk=article.pk).first()
    if public:
        return public
    if article.current_revision is None:
        raise Http404(_("The piece has not been saved yet."))
    return composed(article.current_revision, article, now=timezone.now())


def author_of(row: PublishedArticle) -> str:
    """The names for WeChat's field of the author: who wrote, or whoever is credited."""
    writers = [credit["name"] for credit in row.credits if credit["role"] not in OF_PICTURES]
    return " ".join(dict.fromkeys(writers or [credit["name"] for credit in row.credits]))


# --- a page of the paper ---------------------------------------------------------------------------------------------


class PageForm(forms.Form):
    issue_date = forms.DateField(label=gettext_lazy("Issue date"), widget=DayInput)
    page_label = forms.CharField(label=gettext_lazy("Page"), max_length=10, widget=forms.TextInput({"size": 6}))

    def clean_page_label(self) -> str:
        return page_named(self.cleaned_data["page_label"])


def pieces_of(day, label: str, among: QuerySet[Article]) -> QuerySet[Article]:
    """The pieces of a page that are not rejected or withdrawn, in its order; those without a place come last."""
    pieces = among.filter(issue_date=day, page_label=label, current_revision__isnull=False)
    return (
        pieces.exclude(status__in=NOT_PRINTED)
        .select_related("current_revision__section", "section")
        .prefetch_related("reviews")
        .order_by(F("page_order").asc(nulls_last=True), "number")
    )


def is_released(article: Article) -> bool:
    """Whether what a page export gives of this piece is what somebody has released."""
    return article.status in RELEASED


def file_of(kind: str, pieces: Iterable[Piece], *, title: str, unreleased: Iterable[str]) -> bytes:
    """The bytes of a document in one of the two forms."""
    pieces = list(pieces)
    if kind == TEXT:
        return plain_text.text(pieces).encode()
    waiting = [name or _("Headline missing") for name in unreleased]
    remark = title + ("　" + _("Not released yet: %(pieces)s") % {"pieces": "、".join(waiting)} if waiting else "")
    return word.document(pieces, title=title, remark=remark)


def download(content, name: str, kind: str) -> HttpResponse:
    """A file that a browser saves and never shows."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.{kind}")
    return response


def zipped(document: bytes, name: str, rows: list[tuple[PublishedArticle, Piece]]) -> FileResponse:
    """The Word document of a page with its pictures beside it, under the names that its captions say."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - FileResponse closes it
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(f"{name}/{name}.{WORD}", document, zipfile.ZIP_DEFLATED)
        for row, piece in rows:
            for photo, named in zip(row.photos, piece.pictures, strict=True):
                with storages["default"].open(photos.original_name(photo["sha256"])) as original:
                    package.writestr(f"{name}/{named.name}", original.read())  # a JPEG does not get smaller
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.{ZIP}", content_type=CONTENT_TYPES[ZIP])


# --- the pages -------------------------------------------------------------------------------------------------------


class ExportsMixin(PiecePages):
    """`…/wechat/`, `…/wechat/3/` and `…/export/docx/` of a piece, and `export-page/` for a page of the paper."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("export-page/", view(self.export_page_view), name="articles_article_export_page"),
            path("<path:object_id>/wechat/", view(self.wechat_view), name="articles_article_wechat"),
            path("<path:object_id>/wechat/<int:number>/", view(self.wechat_view), name="articles_article_wechat_of"),
            path("<path:object_id>/export/<str:kind>/", view(self.export_view), name="articles_article_export"),
            *super().get_urls(),
        ]

    def wechat_view(self, request: HttpRequest, object_id: str, number: int | None = None) -> HttpResponse:
        """The piece as WeChat's editor takes it, to be looked at and copied."""
        article = self.piece(request, object_id)
        row, revision = self._row(article, number)
        is_public = revision is None
        paper = SiteSettings.load()
        piece = record(row, stem=str(article.pk), source=paper.name, address_of=public_address if is_public else _none)
        shown = record(row, stem=str(article.pk), source=paper.name, address_of=private_address)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Copy to WeChat"),
            "subtitle": str(article),
            "opts": self.opts,
            "original": article,
            "revision": revision,
            "is_gone": article.public_state in {PublicState.DOWN, PublicState.WITHDRAWN},
            "fields": [
                (_("Headline"), row.headline),
                (_("Author"), author_of(row)),
                (_("Summary"), row.summary),
                (_("Link to the original"), absolute(row.get_absolute_url()) if is_public else ""),
            ],
            "html": wechat.html(piece),
            "preview": wechat.html(shown, style="data-style"),
            "loose_pictures": [] if is_public else shown.pictures,
        }
        return TemplateResponse(request, "admin/articles/article/wechat.html", context)

    def _row(self, article: Article, number: int | None) -> tuple[PublishedArticle, Revision | None]:
        """What is copied; the revision where that is not what readers have now."""
        public = article.publications.filter(ended_at__isnull=True).select_related("revision").first()
        is_live = article.public_state == PublicState.LIVE
        if is_live and (number is None or (public and public.revision.number == number)):
            return outgoing(article), None
        revision = revision_of(article, number)
        return composed(revision, article, now=timezone.now()), revision

    def export_view(self, request: HttpRequest, object_id: str, kind: str) -> HttpResponse:
        """One piece as a file."""
        if kind not in {WORD, TEXT}:
            raise Http404
        article = self.piece(request, object_id)
        row = outgoing(article)
        is_public = article.public_state == PublicState.LIVE
        name = f"{article.pk}-{row.headline[:20]}".strip("-")
        unreleased = [] if is_public else [row.headline]
        document = file_of(
            kind, [record(row, stem=str(article.pk))], title=f"№ {article.pk} {row.headline}", unreleased=unreleased
        )
        return download(document, name, kind)

    def export_page_view(self, request: HttpRequest) -> HttpResponse:
        """Choose a page of the paper, see what would go out, and take it as one file."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        form = PageForm(request.GET or None, label_suffix="")
        pieces: list[Article] = []
        if form.is_valid():
            day, label = form.cleaned_data["issue_date"], form.cleaned_data["page_label"]
            pieces = list(pieces_of(day, label, self.get_queryset(request))[:MOST_PIECES])
            kind = request.GET.get("as", "")
            if kind in CONTENT_TYPES and pieces:
                return self._page_file(kind, pieces, f"{day.isoformat()}-{label}", label)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Export a page"),
            "opts": self.opts,
            "form": form,
            "pieces": [(article, is_released(article)) for article in pieces],
            "unreleased": sum(not is_released(article) for article in pieces),
        }
        return TemplateResponse(request, "admin/articles/article/export_page.html", context)

    def _page_file(self, kind: str, pieces: list[Article], name: str, label: str) -> HttpResponse:
        now = timezone.now()
        rows = [composed(article.current_revision, article, now=now) for article in pieces]
        records = [record(row, stem=f"{label}-{place}") for place, row in enumerate(rows, start=1)]
        unreleased = [article.headline for article in pieces if not is_released(article)]
        document = file_of(TEXT if kind == TEXT else WORD, records, title=name, unreleased=unreleased)
        if kind == ZIP:
            return zipped(document, name, list(zip(rows, records, strict=True)))
        return download(document, name, kind)


def _none(photo: Mapping) -> str:
    return ""
