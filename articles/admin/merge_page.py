"""Merging rows that are one: chosen in a list, looked at on a page of its own, done with one button."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import merging
from staff import people
from staff.keys import read_key
from staff.roles import DESK_HEAD

MOST_AT_ONCE = 20


@dataclass(frozen=True)
class Candidate:
    """A row that may be the one that stays, with the number of its pieces."""

    row: Model
    pieces: int
    public: int
    note: str = ""


class MergeMixin(admin.ModelAdmin):
    """An action `merge` for 部主任 and above; `candidates` and `do_merge` say what is merged."""

    do_merge: Callable

    def candidates(self, rows: QuerySet) -> list[Candidate]:
        raise NotImplementedError

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return bool(people.person(request.user, now=timezone.now()).acting_as((DESK_HEAD,)))

    def get_urls(self) -> list:
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        return [path("merge/", self.admin_site.admin_view(self.merge_view), name=name), *super().get_urls()]

    @admin.action(description=gettext_lazy("Merge the chosen ones"), permissions=["merge"])
    def merge(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        keys = list(queryset.filter(merged_into__isnull=True).values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if not 2 <= len(keys) <= MOST_AT_ONCE:
            said = _("Choose between 2 and %(most)d that are not merged yet.") % {"most": MOST_AT_ONCE}
            self.message_user(request, said, messages.WARNING)
            return None
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_merge")
        return HttpResponseRedirect(f"{address}?{urlencode({'pk': keys}, doseq=True)}")

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Show what would become one, and do it."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        typed = request.POST if request.method == "POST" else request.GET
        keys = [read_key(key) for key in typed.getlist("pk")[:MOST_AT_ONCE]]
        rows = self.model.objects.filter(pk__in=keys, merged_into__isnull=True)
        problem = ""
        if request.method == "POST":
            kept = next((row for row in rows if str(row.pk) == request.POST.get("kept")), None)
            if kept is None:
                problem = _("Choose which one stays.")
            else:
                others = [row for row in rows if row != kept]
                try:
                    touched = self.do_merge(kept, others)
                except merging.CannotMerge as cannot:
                    problem = str(cannot)
                else:
                    return self._merged(request, kept, others, touched)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge %(what)s") % {"what": self.opts.verbose_name_plural},
            "opts": self.opts,
            "candidates": self.candidates(rows),
            "problem": problem,
        }
        return TemplateResponse(request, "admin/merge.html", context)

    def _merged(self, request: HttpRequest, kept: Model, others: list[Model], touched: int) -> HttpResponse:
        gone = "、".join(map(str, others))
        self.log_change(request, kept, _("Merged into it: %(gone)s.") % {"gone": gone})
        said = ngettext(
            "“%(gone)s” is “%(kept)s” now; %(number)d public piece was changed.",
            "“%(gone)s” is “%(kept)s” now; %(number)d public pieces were changed.",
            touched,
        )
        messages.success(request, said % {"gone": gone, "kept": kept, "number": touched})
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))
