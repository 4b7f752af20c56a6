"""Reporters who are one person are merged: their pieces are here, so it is done here and not among the staff."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles import merging
from articles.admin.merge_page import Candidate, MergeMixin
from articles.models.newsroom import ArticleByline
from staff.admin.reporter import ReporterAdmin
from staff.models import Reporter, User

admin.site.unregister(Reporter)


@admin.register(Reporter)
class MergingReporterAdmin(MergeMixin, ReporterAdmin):
    """Everybody who can be credited, without those who turned out to be somebody else of the list."""

    actions = ["confirm", "merge"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reporter]:
        return super().get_queryset(request).filter(merged_into__isnull=True)

    def candidates(self, rows: QuerySet[Reporter]) -> list[Candidate]:
        used = dict(ArticleByline.objects.filter(reporter__in=rows).values_list("reporter").annotate(Count("pk")))
        public = dict(rows.values_list("pk").annotate(Count("bylines")))
        accounts = dict(User.objects.filter(reporter__in=rows).values_list("reporter", "username"))
        return [
            Candidate(row, used.get(row.pk, 0), public.get(row.pk, 0), self._note(row, accounts.get(row.pk, "")))
            for row in rows
        ]

    def _note(self, reporter: Reporter, account: str) -> str:
        said = [
            reporter.organisation,
            "" if reporter.is_confirmed else _("to be confirmed"),
            _("account %(name)s") % {"name": account} if account else "",
        ]
        return "，".join(filter(None, said))

    def do_merge(self, kept: Reporter, others: list[Reporter]) -> int:
        return merging.merge_reporters(kept, others)
