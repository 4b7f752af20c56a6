"""One step for several pieces of the list: which are chosen, for which it is open, done once, and what came of it."""

from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.views.main import IGNORED_PARAMS, PAGE_VAR, SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import batches, workflow
from articles.admin.step_buttons import TAKES_AWAY
from articles.admin.step_form import BatchForm
from articles.admin.step_words import INSTRUCTIONS
from articles.models.newsroom import Article
from articles.models.record import StepBatch
from articles.workflow import Status, Step
from staff.keys import read_key

#: What of each piece the page shows, and what the rules read of it, in one statement each.
ROWS = ("section", "current_revision__section")


@dataclass(frozen=True)
class Chosen:
    """The pieces that a page is about; `left_out` where the list found more than a batch may hold."""

    pieces: list[Article]
    left_out: bool = False


class TogetherMixin(admin.ModelAdmin):
    """The pages `together/?step=…` (what would be done) and `together/3/` (what was done) of the pieces."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("together/", view(self.together_view), name="articles_article_together"),
            path("together/<int:pk>/", view(self.batch_view), name="articles_article_batch"),
            *super().get_urls(),
        ]

    def get_actions(self, request: HttpRequest) -> dict:
        """The steps that this person's roles can take for several pieces; each leads to its page."""
        if IS_POPUP_VAR in request.GET or not self.has_view_permission(request):
            return {}
        known = request.__dict__.setdefault("_batch_steps", None)
        if known is None:
            known = request.__dict__["_batch_steps"] = batches.steps_for(request.user, now=timezone.now())
        return {f"step_{step.name}": (_to_page, f"step_{step.name}", step.label) for step in known}

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Where the list is searched or filtered, a chief can withdraw all that it finds."""
        narrowed = request.GET.copy()
        for name in (*IGNORED_PARAMS, PAGE_VAR):  # these change how the list looks, and not what it finds
            if name != SEARCH_VAR:
                narrowed.pop(name, None)
        may_withdraw = narrowed and "step_withdraw" in self.get_actions(request)
        query = urlencode({"step": "withdraw", "list": narrowed.urlencode()})
        address = f"{reverse('admin:articles_article_together')}?{query}" if may_withdraw else ""
        return super().changelist_view(request, {**(extra_context or {}), "withdraw_all": address})

    def together_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for the step that `step` names, for the pieces of `piece` or all that the list `list` finds; do it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        now = timezone.now()
        step = {step.name: step for step in batches.steps_for(request.user, now=now)}.get(request.GET.get("step", ""))
        if step is None:
            raise PermissionDenied(_("This step cannot be taken for several pieces, or not by you."))
        if request.method != "POST":
            return self._ask(request, step, BatchForm(step=step, now=now), now=now)
        form = BatchForm(request.POST, step=step, now=now)
        seen = _seen(request.POST.getlist("piece"))
        may_see = set(self.get_queryset(request).filter(pk__in=seen).order_by().values_list("pk", flat=True))
        seen = {number: revision for number, revision in seen.items() if number in may_see}
        if not seen:
            form.add_error(None, _("Tick at least one piece."))
        elif form.is_valid() and step.name == "withdraw" and form.cleaned_data["count"] != len(seen):
            form.add_error("count", _("%(count)d pieces are ticked: look again, then type this number.")
                           % {"count": len(seen)})  # fmt: skip
        if not form.is_valid():
            return self._ask(request, step, form, now=now, ticked=seen)
        said = {name: value for name, value in form.arguments().items() if name not in {"seen", "to"}}
        batch = batches.take(step.name, seen, by=request.user, **said)
        done = sum(not one["reason"] for one in batch.results)
        told = ngettext("“%(step)s”: done for %(count)d piece.", "“%(step)s”: done for %(count)d pieces.", done)
        level = messages.SUCCESS if done == len(batch.results) else messages.WARNING
        self.message_user(request, told % {"step": step.label, "count": done}, level)
        return HttpResponseRedirect(reverse("admin:articles_article_batch", args=[batch.pk]))

    def _ask(
        self, request: HttpRequest, step: Step, form: BatchForm, *, now: datetime, ticked: dict[int, int] | None = None
    ) -> HttpResponse:
        chosen = self._chosen(request, step)
        found = [] if chosen.left_out else batches.candidates(chosen.pieces, step, request.user, now=now)
        is_open = [one for one in found if not one.reason]
        context = {
            **self.admin_site.each_context(request),
            "title": _("%(step)s: several pieces") % {"step": step.label},
            "opts": self.opts,
            "step": step,
            "form": form,
            "open": [(one.article, ticked is None or one.article.pk in ticked) for one in is_open],
            "closed": [one for one in found if one.reason],
            "left_out": chosen.left_out,
            "most": batches.MOST,
            "instructions": INSTRUCTIONS,
            "takes_away": step.name in TAKES_AWAY,
        }
        return TemplateResponse(request, "admin/articles/article/together.html", context)

    def _chosen(self, request: HttpRequest, step: Step) -> Chosen:
        numbers = [read_key(said) for said in request.GET.getlist("piece")[: batches.MOST]]
        if "list" in request.GET:
            rows = self._listed(request, request.GET["list"]).values_list("pk", flat=True)
            if step.name == "withdraw":  # what is not public has nothing to be withdrawn
                rows = rows.filter(public_state__in=step.public)
            numbers = list(rows[: batches.MOST + 1])
            if len(numbers) > batches.MOST:
                return Chosen([], left_out=True)
        pieces = (
            self.get_queryset(request)
            .filter(pk__in=numbers)
            .select_related(*ROWS)
            .prefetch_related("bylines", "photos")
        )
        return Chosen(list(pieces.order_by("-number")))

    def _listed(self, request: HttpRequest, query: str) -> QuerySet[Article]:
        """All pieces that the list finds by this query string, as it would show them."""
        listed = copy(request)
        listed.GET = QueryDict(query)
        return self.get_changelist_instance(listed).queryset.select_related(None).prefetch_related(None)

    def batch_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What came of a step for several pieces; withdrawn ones can be taken up again from here."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        batch = get_object_or_404(StepBatch.objects.select_related("by"), pk=pk)
        if batch.by_id != request.user.pk and not request.user.has_perm("articles.view_stepbatch"):
            raise PermissionDenied
        step = workflow.STEPS.get(batch.step)
        if step is None:
            raise Http404
        seen = self.get_queryset(request).select_related("section")
        pieces = seen.in_bulk([one["piece"] for one in batch.results])
        rows = [
            (pieces[one["piece"]], one["headline"], one["reason"]) for one in batch.results if one["piece"] in pieces
        ]
        gone = [piece.pk for piece, _headline, _reason in rows if piece.status == Status.WITHDRAWN]
        may_return = "reinstate" in [step.name for step in batches.steps_for(request.user, now=timezone.now())]
        context = {
            **self.admin_site.each_context(request),
            "title": _("%(step)s: what came of it") % {"step": step.label},
            "opts": self.opts,
            "batch": batch,
            "step": step,
            "done": [row for row in rows if not row[2]],
            "refused": [row for row in rows if row[2]],
            "reinstate": _address("reinstate", gone) if gone and may_return else "",
            "gone": len(gone),
        }
        return TemplateResponse(request, "admin/articles/article/batch_done.html", context)


def _address(step: str, numbers: list[int]) -> str:
    query = urlencode({"step": step, "piece": numbers}, doseq=True)
    return f"{reverse('admin:articles_article_together')}?{query}"


def _to_page(model_admin: TogetherMixin, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse:
    """From the list to the page of the step: with the ticked pieces, or with the whole list."""
    step = request.POST["action"].removeprefix("step_")
    if request.POST.get("select_across") == "1":
        query = urlencode({"step": step, "list": request.GET.urlencode()})
        return HttpResponseRedirect(f"{reverse('admin:articles_article_together')}?{query}")
    return HttpResponseRedirect(_address(step, list(queryset.values_list("pk", flat=True))))


def _seen(said: list[str]) -> dict[int, int]:
    """What the ticked boxes say: number of a piece → key of the revision that was shown."""
    pairs = ([read_key(part) for part in one.partition(":")[::2]] for one in said[: batches.MOST])
    return {number: seen for number, seen in pairs if number and seen}
