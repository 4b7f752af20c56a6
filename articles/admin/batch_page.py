"""The page of an import: its report, its pieces as they are now, 核对 of the page at once, 撤销本次导入."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import body as bodies
from articles import editing, visibility
from articles.admin.source_panel import open_count
from articles.importing import drafts, sentences
from articles.importing.records import Remark
from articles.importing.split import LINE_END
from articles.importing.untouched import WAITING, keys_of_untouched
from articles.models.imports import ImportBatch
from articles.models.newsroom import Article
from articles.workflow import Status
from staff import people
from staff.keys import read_key

#: Lines of the source that the page shows at most: a table of five thousand pieces has more.
MOST_LINES = 3000
#: Pieces of one import that the page shows at most: an archive has a hundred thousand.
MOST_PIECES = 1000


@dataclass(frozen=True)
class Row:
    """A piece of the import as it is now; `opening` stands for a headline that is still to come."""

    article: Article
    opening: str


@dataclass(frozen=True)
class Line:
    number: int
    text: str
    is_furniture: bool


class BatchPageMixin(admin.ModelAdmin):
    """The page `<key>/change/` of an import. What can be done on it is posted to the same address."""

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None):
        batch = self.get_object(request, object_id)
        if batch is None:
            raise Http404(_("There is no import with the number “%(number)s”.") % {"number": object_id})
        if not self.has_view_permission(request, batch):
            raise PermissionDenied
        if "_check" in request.POST:
            return self._check(request, batch)
        if "_undo" in request.POST:
            return self._undo(request, batch)
        return self._page(request, batch)

    def may_undo(self, request: HttpRequest, batch: ImportBatch) -> bool:
        """Whoever brought it in, and from the head of a desk upwards everybody."""
        if batch.undone_at or batch.is_archive:
            return False
        is_own = batch.by_id == request.user.pk and request.user.has_perm("articles.add_importbatch")
        return is_own or request.user.has_perm("articles.change_importbatch")

    def _page(self, request: HttpRequest, batch: ImportBatch, *, refusals: list[tuple[Article, str]] = (),
              is_asking: bool = False) -> HttpResponse:  # fmt: skip
        pieces = list(
            batch.articles.annotate(open_remarks=open_count(visibility.open_remarks(people.of_request(request))))
            .select_related("section", "current_revision")
            .order_by("page_order", "number")[:MOST_PIECES]
        )
        rows = [Row(piece, bodies.plain_text(piece.body)[:24]) for piece in pieces]
        count = batch.articles.count() if len(rows) == MOST_PIECES else len(rows)
        may_undo = self.may_undo(request, batch)
        untouched = len(keys_of_untouched(batch.articles.all())) if may_undo else 0
        report = batch.report or {}
        furniture = {number for number, _text in report.get("furniture", [])}
        lines = LINE_END.split(batch.text)
        context = {
            **self.admin_site.each_context(request),
            "title": batch.file_name,
            "opts": self.opts,
            "batch": batch,
            "rows": rows,
            "pieces": count,
            "checkable": [row for row in rows if row.article.status == Status.PRINT_CHECK],
            "awaits_release": any(row.article.status == Status.READY for row in rows),
            "report": report,
            "remarks": [sentences.with_its_line(_remark(said)) for said in report.get("remarks", [])],
            "lines": [Line(at, line, at in furniture) for at, line in enumerate(lines[:MOST_LINES], start=1)],
            "lines_left_out": max(0, len(lines) - MOST_LINES),
            "may_undo": may_undo,
            "untouched": untouched,
            "staying": staying(count - untouched),
            "is_worked_on": may_undo and not untouched and any(row.article.status in WAITING for row in rows),
            "refusals": refusals,
            "is_asking": is_asking,
        }
        return TemplateResponse(request, "admin/articles/importbatch/batch.html", context)

    def _undo(self, request: HttpRequest, batch: ImportBatch) -> HttpResponse:
        if not self.may_undo(request, batch):
            raise PermissionDenied
        if "confirmed" not in request.POST:
            return self._page(request, batch, is_asking=True)
        removed, kept = drafts.undo(batch, by=request.user)
        said = ngettext("%(count)d draft was removed.", "%(count)d drafts were removed.", removed) % {"count": removed}
        messages.success(request, said)
        if kept:
            messages.warning(request, staying(kept))
        return HttpResponseRedirect(reverse("admin:articles_importbatch_change", args=[batch.pk]))

    def _check(self, request: HttpRequest, batch: ImportBatch) -> HttpResponse:
        """核对 of the ticked pieces, each by itself on the revision that was shown; those that fail say why."""
        if "compared" not in request.POST:
            messages.error(request, _("Tick that you have compared the pieces with the printed page."))
            return self._page(request, batch)
        refusals, done = [], 0
        for said in request.POST.getlist("piece"):
            number, _sign, seen = said.partition(":")
            piece = batch.articles.filter(pk=read_key(number)).first()
            if piece is None:
                continue
            try:
                editing.advance(
                    piece,
                    "print_check",
                    by=request.user,
                    seen=read_key(seen),
                    details={"compared": True, "page": batch.file_name},
                )
            except (editing.StepClosed, editing.SomeoneWasFirst) as refused:
                refusals.append((piece, str(refused)))
            else:
                done += 1
        if done:
            said = ngettext("%(count)d piece was checked.", "%(count)d pieces were checked.", done) % {"count": done}
            messages.success(request, said)
        elif not refusals:
            messages.error(request, _("Tick at least one piece."))
        if refusals:
            return self._page(request, batch, refusals=refusals)
        return HttpResponseRedirect(reverse("admin:articles_importbatch_change", args=[batch.pk]))


def staying(count: int) -> str:
    """The sentence on the pieces that are not removed with their import; "" where there are none."""
    said = ngettext("%(count)d piece stays: somebody has worked on it.",
                    "%(count)d pieces stay: somebody has worked on them.", count)  # fmt: skip
    return said % {"count": count} if count else ""


def _remark(said: dict) -> Remark:
    """A remark of a kept report."""
    params = tuple((name, value) for name, value in said.get("params", []))
    return Remark(said.get("code", ""), params, tuple(said.get("lines", [])))
