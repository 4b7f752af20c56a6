"""The list of pieces: what each row says, what it can be narrowed by, whose turn it is."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import body as bodies
from articles import newsroom_search, workflow
from articles.admin.filters import CreditFilter, IssueDateFilter, MineFilter, NearPaginator, SectionFilter, TagFilter
from articles.admin.source_panel import OpenRemarksFilter
from articles.admin.writing import still_open
from articles.models.newsroom import Article
from articles.workflow import PublicState, Round, Status
from staff.roles import EDITOR


class PieceList(ChangeList):
    """The list fetches the credits of a page at once; the form must read them anew, after they were written."""

    def get_queryset(self, request: HttpRequest, exclude_parameters=None) -> QuerySet:
        pieces = super().get_queryset(request, exclude_parameters)
        return pieces.prefetch_related("bylines", still_open(request.user, now=timezone.now()))


def waits_for(article: Article) -> str:
    """Whose turn it is: the roles of the step that is due, or whoever writes the draft."""
    if article.status == Status.DRAFT:
        return str(article.created_by) if article.created_by else EDITOR
    due = workflow.DUE.get(article.status)
    return "、".join(workflow.STEPS[due].roles) if due else ""


def mark(article: Article) -> SafeString:
    """The status as a coloured mark, and what readers have meanwhile where that is not plain."""
    marks = format_html('<span class="mark mark-{}">{}</span>', article.status, article.get_status_display())
    if article.round != Round.FIRST and article.status != Status.PUBLISHED:
        marks += format_html(' <span class="mark mark-round">{}</span>', article.get_round_display())
    if article.public_state == PublicState.DOWN:
        marks += format_html(' <span class="mark mark-down">{}</span>', article.get_public_state_display())
    return marks


class ListMixin(admin.ModelAdmin):
    """The columns, filters and search of the list."""

    list_display = ["status_mark", "headline_or_gap", "section", "credits", "characters", "remarks_mark", "waiting_for",
                    "waiting"]  # fmt: skip
    list_display_links = ["headline_or_gap"]
    list_filter = ["status", MineFilter, ("section", SectionFilter), IssueDateFilter, CreditFilter, TagFilter,
                   OpenRemarksFilter]  # fmt: skip
    list_select_related = ["section", "created_by"]
    list_per_page = 50
    paginator = NearPaginator
    sortable_by = ["status_mark", "section", "waiting"]  # what has an index, or few values
    search_fields = ["headline"]  # That there is a search field: get_search_results looks further.
    search_help_text = gettext_lazy("Search headline, text, credits or number")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # a count for each choice of each filter

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def status_mark(self, article: Article) -> SafeString:
        return mark(article)

    @admin.display(description=gettext_lazy("headline"))
    def headline_or_gap(self, article: Article) -> str | SafeString:
        if article.headline:
            shown = article.headline
        else:
            opening = bodies.plain_text(article.body)[:24]
            shown = format_html('<span class="gap">{}</span> {}', _("Headline to come"), opening)
        here = "、".join(str(row.user) for row in article.open_now)
        if not here:
            return shown
        return format_html('{} <span class="mark mark-open">{}</span>', shown, _("open at %(who)s") % {"who": here})

    @admin.display(description=gettext_lazy("credits"))
    def credits(self, article: Article) -> str:
        return "、".join(dict.fromkeys(row.printed_name for row in article.bylines.all())) or article.source

    @admin.display(description=gettext_lazy("characters"))
    def characters(self, article: Article) -> int:
        return bodies.character_count(article.body)

    @admin.display(description=gettext_lazy("waits for"))
    def waiting_for(self, article: Article) -> str:
        return waits_for(article)

    @admin.display(description=gettext_lazy("waiting"), ordering="waiting_since")
    def waiting(self, article: Article) -> SafeString | str:
        if not waits_for(article):
            return ""
        return format_html(
            '<time datetime="{}" title="{}">{}</time>',
            article.waiting_since.isoformat(),
            timezone.localtime(article.waiting_since).strftime("%Y-%m-%d %H:%M"),
            timesince(article.waiting_since, depth=1),
        )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """The newsroom's own search: it finds what stands in the working copies, as the readers' does in public."""
        return newsroom_search.narrow(queryset, search_term), False

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return PieceList

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Pieces"), **(extra_context or {})})
