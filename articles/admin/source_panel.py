"""Beside an imported draft: its source lines, the remarks of the import at their places, each settled with one click.

A button of a remark saves the form first, as the buttons of the workflow do, so nothing typed is lost; then
`settling.settle` does what it says.
"""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import body as bodies
from articles import duplicates, editing, facts, proposing, visibility, waiting, workflow
from articles.importing import accounts, sentences, settling
from articles.importing.settling import Choice
from articles.importing.split import LINE_END
from articles.models.imports import ImportBatch, Remark
from articles.models.newsroom import Article
from articles.models.shared import Tag
from articles.workflow import Status
from staff import people
from staff.keys import read_key
from staff.roles import Person

#: Lines of the page that are shown before and after the piece's own.
AROUND = 2
#: A row of a table or a report of a congress may be endless; the whole text stands on the page of the import.
MOST_LINES = 800


def open_count(remarks: QuerySet[Remark]) -> Coalesce:
    """How many of these remarks a piece has, as a column of a query."""
    of_piece = remarks.filter(article=OuterRef("pk")).order_by().values("article")
    return Coalesce(Subquery(of_piece.annotate(count=Count("pk")).values("count"), output_field=IntegerField()), 0)


@dataclass(frozen=True)
class ShownRemark:
    """A remark with its sentence and its buttons; `link` leads to the piece that it is about."""

    remark: Remark
    sentence: str
    choices: tuple[Choice, ...]
    link: str = ""


@dataclass(frozen=True)
class ShownLine:
    number: int
    text: str
    is_own: bool
    remarks: tuple[ShownRemark, ...]


@dataclass(frozen=True)
class Panel:
    """What stands beside the text of an imported piece, or of a typed one with remarks."""

    batch: ImportBatch | None
    lines: tuple[ShownLine, ...]
    without_place: tuple[ShownRemark, ...]
    open_count: int
    is_cut: bool


def panel_of(article: Article, person: Person, *, can_settle: bool, can_name: bool = False) -> Panel | None:
    """The source panel of a piece; None for one that was not imported and about which nothing is remarked.

    `can_settle` says whether this person settles its remarks, `can_name` whether he says whose account a name is.
    """
    remarks = list(visibility.open_remarks(person).filter(article=article).order_by("first_line", "pk"))
    if not article.batch_id:
        shown = tuple(_shown(remark, article, can_settle=can_settle, can_name=can_name) for remark in remarks)
        return Panel(None, (), shown, len(shown), is_cut=False) if shown else None
    lines = LINE_END.split(article.batch.text)
    first, last = article.source_lines or (1, len(lines))
    wanted = range(max(1, first - AROUND), min(len(lines), last + AROUND) + 1)[:MOST_LINES]
    shown = [_shown(remark, article, can_settle=can_settle, can_name=can_name) for remark in remarks]
    return Panel(
        article.batch,
        tuple(
            ShownLine(
                number,
                lines[number - 1].strip(),
                first <= number <= last,
                tuple(one for one in shown if one.remark.first_line == number),
            )
            for number in wanted
        ),
        tuple(one for one in shown if one.remark.first_line not in wanted),
        len(shown),
        is_cut=bool(wanted) and last > wanted[-1],
    )


def _shown(remark: Remark, article: Article, *, can_settle: bool, can_name: bool) -> ShownRemark:
    link = ""
    if remark.code == duplicates.CODE:
        link = reverse("admin:articles_article_change", args=[remark.params["number"]])
    may = can_name if remark.code == accounts.CODE else can_settle
    choices = tuple(settling.choices(remark, article)) if may else ()
    return ShownRemark(remark, sentences.of_remark(remark), choices, link)


class OpenRemarksFilter(admin.SimpleListFilter):
    """Pieces with remarks of the import that nobody has settled yet."""

    title = gettext_lazy("remarks")
    parameter_name = "remarks"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("open", _("With open remarks"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() != "open":
            return queryset
        # Few remarks are open, many pieces are in the house: begin with the remarks.
        remarks = visibility.open_remarks(people.of_request(request))
        return queryset.filter(pk__in=remarks.order_by().values("article"))


class SourceMixin(admin.ModelAdmin):
    """The source panel, the proposals, and the buttons of remarks, for the admin of pieces."""

    class Media:
        css = {"all": ["admin_desk/source.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        remarks = open_count(visibility.open_remarks(people.of_request(request)))
        return super().get_queryset(request).annotate(open_remarks=remarks, open_notes=waiting.OPEN_NOTES)

    @admin.display(description=gettext_lazy("remarks"), ordering="open_remarks")
    def remarks_mark(self, article: Article) -> SafeString | str:
        """How many remarks of the import are open, and how many notes on paragraphs."""
        marks = []
        if article.open_remarks:
            marks.append(format_html('<span class="mark mark-remarks">{}</span>', article.open_remarks))
        if article.open_notes:
            said = _("notes %(number)d") % {"number": article.open_notes}
            marks.append(format_html('<span class="mark mark-round">{}</span>', said))
        return format_html_join(" ", "{}", ((mark,) for mark in marks))

    def render_change_form(self, request: HttpRequest, context: dict, obj: Article | None = None, **options):
        if obj is not None:
            can_settle = self.has_change_permission(request, obj) and obj.status in {Status.DRAFT, Status.PRINT_CHECK}
            can_name = bool(people.of_request(request).acting_as(accounts.WHO_DECIDES))
            person = people.of_request(request)
            context = {**context, "source": panel_of(obj, person, can_settle=can_settle, can_name=can_name)}
            # A remark of the import offers them already.
            has_remark = obj.remarks.filter(code="headline_missing", settled_at__isnull=True).exists()
            if can_settle and not obj.headline and not has_remark:
                context["proposed_headlines"] = proposing.headlines(bodies.plain_text(obj.body))
        return super().render_change_form(request, context, obj=obj, **options)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None):
        """Whose account a name is may be said by somebody who may not write: then there is no form to save."""
        if request.method == "POST" and "_settle" in request.POST:
            article = self.get_object(request, object_id)
            key = request.POST["_settle"].partition(":")[0]
            about_names = Remark.objects.filter(pk=read_key(key), code=accounts.CODE)
            if article and about_names.exists() and self.has_view_permission(request, article):
                now = timezone.now()
                if workflow.why_not_edit(facts.of(article, now=now), people.person(request.user, now=now)):
                    return self._settle(request, article, request.POST["_settle"])
        return super().change_view(request, object_id, form_url, extra_context)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        if "_settle" not in request.POST:
            return super().response_change(request, obj)
        obj.refresh_from_db()
        return self._settle(request, obj, request.POST["_settle"])

    def _settle(self, request: HttpRequest, article: Article, said: str) -> HttpResponse:
        """Settle the remark that a button named, and go back to the piece (or to the one that it went into)."""
        key, _sign, choice = said.partition(":")
        remark = visibility.open_remarks(people.of_request(request)).filter(article=article, pk=read_key(key)).first()
        shown = article
        if remark is None:
            messages.error(request, _("This remark is settled already."))
        else:
            try:
                shown = settling.settle(remark, choice, by=request.user, seen=article.current_revision_id)
            except (editing.StepClosed, editing.SomeoneWasFirst) as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, _("The remark is settled."))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[shown.pk]))


def proposed_tags(article: Article) -> list[proposing.ProposedTag]:
    """Tags in use that stand in the text, and nouns of it; none that the piece has."""
    text = f"{article.headline}\n{bodies.plain_text(article.body)}"
    used = article.article_tags.values_list("tag__name", flat=True)
    known = Tag.objects.filter(merged_into__isnull=True).values_list("name", flat=True)
    return proposing.tags(text, known=known, used=list(used))
