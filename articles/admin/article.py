"""The list of pieces and the form in which a piece is written.

A save holds the piece, compares the revision that the person saw with the present one, writes, and keeps a revision,
all in one transaction. Whoever comes second is shown what the other changed, and keeps what he typed. Statuses change
elsewhere: the buttons of the workflow come from `steps`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media

from articles import body as bodies
from articles import duplicates, editing, facts, merged, newsroom_search, visibility, workflow
from articles.admin import differences, discarding
from articles.admin import photo as photo_library
from articles.admin.exports import ExportsMixin
from articles.admin.filters import CreditFilter, IssueDateFilter, MineFilter, NearPaginator, SectionFilter, TagFilter
from articles.admin.notices import WaitingMixin
from articles.admin.proofing import ProofingMixin
from articles.admin.rows import WRITERS, CreditInline, PictureInline, RowFormSet
from articles.admin.source_panel import OpenRemarksFilter, SourceMixin, proposed_tags
from articles.admin.statistics import StatisticsMixin
from articles.admin.steps import StepsMixin
from articles.admin.widgets import BodyField, TagsField, datalist
from articles.admin.writing import WritingMixin, others_at, still_open
from articles.importing import settling
from articles.models.content import page_named
from articles.models.newsroom import Article
from articles.models.published import PublishedArticle
from articles.models.shared import SiteSettings
from articles.workflow import PublicState, Round, Status
from staff import people
from staff.choosing import without_links
from staff.roles import EDITOR

#: The scripts of the form, in the order in which they are needed.
SCRIPTS = tuple(
    f"admin_desk/{name}.js" for name in ("editor-words", "form", "byline", "places", "typed", "open")
)  # fmt: skip
STANDINGS = ("记者", "通讯员", "实习生", "实习记者", "特约记者", "见习记者")
CREDIT_ROLES = ("文", "图", "文/图", "视频", "编辑", "校对", "译", "供图")
MAY_LACK_A_HEADLINE = frozenset({Status.DRAFT, Status.PRINT_CHECK, Status.REJECTED})

#: What may be changed on a public piece without a review round (编务调整).
PLACEMENT = ("section", "tags", "page_order")

#: What the workflow says of a piece. The form never writes it; it is read again once the piece is held.
WORKFLOW_COLUMNS = ("status", "public_state", "round", "current_revision_id", "created_by_id", "scheduled_for",
                    "waiting_since")  # fmt: skip


# --- who may write ---------------------------------------------------------------------------------------------------


def why_closed(request: HttpRequest, article: Article, *, placement: bool = False) -> str:
    """Why this person may not write this form of the piece as it is now, or ""."""
    asked = facts.ask(article, request.user, now=timezone.now())
    return why_not_write(asked, placement=placement)


def why_not_write(asked: facts.Asked, *, placement: bool) -> str:
    """The same, of what was read already."""
    rule = workflow.why_not_place if placement else workflow.why_not_edit
    return rule(asked.facts, asked.person)


def closed_to(request: HttpRequest, article: Article, *, placement: bool = False) -> str:
    """`why_closed`, asked once a request: the admin wants to know a dozen times."""
    known = request.__dict__.setdefault("_closed_pieces", {})
    key = (article.pk, placement)
    if key not in known:
        known[key] = why_closed(request, article, placement=placement)
    return known[key]


def is_placement(request: HttpRequest, article: Article | None) -> bool:
    """Whether the form in hand is the small one of a public piece: by what was posted, else by what the piece is."""
    if article is None:
        return False
    return "headline" not in request.POST if request.method == "POST" else article.status == Status.PUBLISHED


# --- the form --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Conflict:
    """Somebody else saved first: who, when, and what differs from what this person saw."""

    by: str
    at: object
    differences: tuple[differences.ChangedField, ...]


class ArticleForm(forms.ModelForm):
    """The columns of a piece, and the revision that the person saw when he opened it."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    request: HttpRequest
    conflict: Conflict | None = None
    asked: facts.Asked | None = None

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.current_revision_id

    def clean_headline(self) -> str:
        return " ".join(self.cleaned_data["headline"].split())

    def clean_page_label(self) -> str:
        return page_named(self.cleaned_data["page_label"])

    def clean(self) -> dict:
        cleaned = super().clean()
        if refusal := getattr(self.request, "refusal", ""):
            self.add_error(None, refusal)
        elif not self.instance._state.adding:
            self._hold(cleaned.get("seen"))
        if "headline" in cleaned and not cleaned["headline"] and self.instance.status not in MAY_LACK_A_HEADLINE:
            self.add_error("headline", _("A piece under review has a headline."))
        return cleaned

    def _hold(self, seen: int | None) -> None:
        """Hold the piece until the transaction ends; say so when somebody else was first, or when it is closed."""
        try:
            held = editing.lock(self.instance.pk, seen=seen)
        except editing.SomeoneWasFirst as first:
            self.conflict = conflict_of(first)
            self.add_error(None, str(first))
            self.data = self.data.copy()
            self.data["seen"] = str(first.article.current_revision_id)
            held = first.article
        for name in WORKFLOW_COLUMNS:
            setattr(self.instance, name, getattr(held, name))
        self.asked = facts.ask(held, self.request.user, now=timezone.now())
        if reason := why_not_write(self.asked, placement=is_placement(self.request, held)):
            self.add_error(None, reason)


def conflict_of(first: editing.SomeoneWasFirst) -> Conflict:
    """What the person who comes second should see."""
    present = first.article.current_revision
    seen = first.seen if first.seen and first.seen.article_id == first.article.pk else None
    return Conflict(
        by=str(present.by or _("the import")),
        at=present.at,
        differences=differences.between(seen, present) if seen else (),
    )


FIELDSETS: list[tuple] = [
    (None, {"fields": ["kicker", "headline", "subheading"], "classes": ["headlines"]}),
    (None, {"fields": ["body", "summary"], "classes": ["text"]}),
    (gettext_lazy("Placement"), {"fields": ["section", "genre", "tags"], "classes": ["aside"]}),
    (
        gettext_lazy("Dateline, dates and page"),
        {
            "fields": ["dateline", "dateline_place", "event_date", "filed_date", "issue_date",
                       ("page_label", "page_order")],
            "classes": ["aside"],
        },
    ),
    (
        gettext_lazy("Source"),
        {"fields": ["source", "original_author", "original_title", "original_url"], "classes": ["aside"]},
    ),
    (gettext_lazy("Byline as printed"), {"fields": ["printed_byline", "printed_byline_place"], "classes": ["aside"]}),
    (
        gettext_lazy("Names under the piece"),
        {"fields": ["editor_in_charge", "proofread_by", "approved_by"], "classes": ["aside"]},
    ),
]  # fmt: skip
#: Stands first while a correction is in hand: without it the piece cannot be submitted.
NOTE = (gettext_lazy("Public note"), {"fields": ["correction_kind", "correction_note"], "classes": ["note"]})


def filled_in(fieldsets: Iterable[tuple], article: Article, *, always: Iterable[str] = ()) -> Iterator[tuple]:
    """The fieldsets as they are read: the fields that say something, and those that are `always` there."""
    for heading, options in fieldsets:
        names = [
            name
            for name in admin.utils.flatten(options["fields"])
            if name in always or (article.tags.exists() if name == "tags" else getattr(article, name) not in ("", None))
        ]
        if names:
            shown = ["body_shown" if name == "body" else name for name in names]
            yield heading, {**options, "fields": shown}


# --- the list --------------------------------------------------------------------------------------------------------


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


# --- the admin -------------------------------------------------------------------------------------------------------


@admin.register(Article)
class ArticleAdmin(
    WritingMixin, ProofingMixin, SourceMixin, ExportsMixin, StatisticsMixin, WaitingMixin, StepsMixin, admin.ModelAdmin
):
    form = ArticleForm
    inlines = [CreditInline, PictureInline]
    change_form_template = "admin/articles/article/change_form.html"

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
    actions = None

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

    # --- permissions

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """What a reporter may not open is not found at any address of the piece, in no list and by no search."""
        return super().get_queryset(request).filter(visibility.visible(people.of_request(request)))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What was posted is judged once the piece is held, where a refusal keeps what was typed."""
        if not super().has_change_permission(request, obj):
            return False
        if obj is None or request.method == "POST":
            return True
        return not closed_to(request, obj, placement=is_placement(request, obj))

    def may_write_rows(self, request: HttpRequest, obj: Article | None) -> bool:
        if obj is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, obj) and not is_placement(request, obj)

    # --- the form

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> list:
        found = [NOTE, *FIELDSETS] if obj and obj.round == Round.CORRECTION else FIELDSETS
        if obj is None or self.may_write_rows(request, obj):
            return found
        may_place = self.has_change_permission(request, obj)
        return list(filled_in(found, obj, always=PLACEMENT if may_place else ()))

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        if not is_placement(request, obj):
            return []
        names = admin.utils.flatten_fieldsets(self.get_fieldsets(request, obj))
        return [name for name in names if name not in PLACEMENT]

    @admin.display(description=gettext_lazy("body"))
    def body_shown(self, article: Article) -> SafeString:
        html = "".join(bodies.display_blocks(article.body, article.dateline))
        return format_html('<div class="body-shown">{}</div>', mark_safe(bodies.sanitise(html)))  # noqa: S308 - sanitised

    def get_form(self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.request = request
        return form

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "body":
            return BodyField(label=db_field.verbose_name, required=False)
        if db_field.name == "tags":
            return TagsField(label=db_field.verbose_name, required=False)
        if db_field.name == "original_url":
            kwargs["assume_scheme"] = "https"
        if db_field.name == "source":
            kwargs["widget"] = forms.TextInput({"class": "vTextField", "list": "usual-sources", "autocomplete": "off"})
        if db_field.name in {"summary", "correction_note"}:
            kwargs["widget"] = forms.Textarea({"class": "vLargeTextField", "rows": 3})
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "headline" and request.resolver_match.url_name.endswith("_add"):
            field.widget.attrs["autofocus"] = True
        if db_field.name == "section":
            without_links(field)
        return field

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
                        extra_context: dict | None = None):  # fmt: skip
        if request.method == "POST" and self.has_change_permission(request):
            request.uploads = photo_library.read_uploads(request)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except editing.StepClosed as closed:
            # The transaction is rolled back; the same form is shown again with what was typed, and the reason.
            request.refusal = str(closed)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request: HttpRequest, context: dict, *, add: bool = False,
                           obj: Article | None = None, **options):  # fmt: skip
        form = context["adminform"].form
        placement = is_placement(request, obj)
        can_write = add or self.has_change_permission(request, obj)
        public = PublishedArticle.objects.filter(pk=obj.pk).first() if obj else None
        context |= {
            "title": _("New piece") if add else _("Piece %(number)s") % {"number": obj.pk},
            "subtitle": None,
            "mark": mark(obj) if obj else "",
            "closed": "" if can_write or obj is None else closed_to(request, obj, placement=placement),
            "placement": placement and can_write,
            "conflict": form.conflict,
            "public_address": public.get_absolute_url() if public else "",
            "form_scripts": SCRIPTS,
            "can_write_rows": self.may_write_rows(request, obj),
            "others_here": others_at(obj, request.user, now=timezone.now()) if obj else [],
            "datalists": [
                datalist("usual-sources", SiteSettings.load().sources.split("\n")),
                datalist("standings", STANDINGS),
                datalist("credit-roles", CREDIT_ROLES),
            ],
            "proposed_tags": proposed_tags(obj) if obj and can_write else [],
            "character_count": bodies.character_count(obj.body) if obj else 0,
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
            "may_discard": bool(obj) and not add and not discarding.why_not(obj, request.user),
            "media": Media.from_media(context["media"]).with_nonce(str(request.csp_nonce)),
        }
        return super().render_change_form(request, context, add=add, obj=obj, **options)

    # --- saving

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool) -> None:
        if not change:
            obj.created_by = request.user
            obj.save()
        elif not is_placement(request, obj):
            obj.save(update_fields=[name for name in form.fields if name not in {"seen", "tags"}])

    def save_related(self, request: HttpRequest, form: ArticleForm, formsets: list, change: bool) -> None:
        article, data = form.instance, form.cleaned_data
        is_placing = change and is_placement(request, article)
        if is_placing or "tags" in form.changed_data:
            tags = [merged.tag_named(name) for name in data["tags"]]
        if is_placing:
            editing.place(article, section=data["section"], tags=tags, page_order=data["page_order"], by=request.user)
            return
        if "tags" in form.changed_data:
            editing.write_tags(article, [tag.pk for tag in tags])
        for formset in formsets:
            self.save_formset(request, form, formset, change)
        editing.keep_revision(article, by=request.user, asked=form.asked)
        settling.close_moot(article, by=request.user)
        duplicates.point_out(article)
        self.warn_of_changed_facts(request, article)

    def save_formset(self, request: HttpRequest, form: ArticleForm, formset: RowFormSet, change: bool) -> None:
        WRITERS[formset.model](form.instance, formset.posted())

    def construct_change_message(self, request: HttpRequest, form: ArticleForm, formsets: list, add: bool = False):
        """Django's own log notes the fields only: what changed in the rows is in the revisions."""
        return super().construct_change_message(request, form, [], add)

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        return super().response_add(request, obj) if "_step" in request.POST else self._stay(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        if {"_step", "_settle"} & request.POST.keys():
            return super().response_change(request, obj)
        return self._stay(request, obj)

    def _stay(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """Back to the piece: the next step is a button there."""
        messages.success(request, _("Saved."))
        address = reverse("admin:articles_article_change", args=[obj.pk])
        filters = self.get_preserved_filters(request)
        return HttpResponseRedirect(f"{address}?{filters}" if filters else address)
