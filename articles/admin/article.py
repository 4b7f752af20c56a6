"""The admin of pieces: the form of one, saved as a revision, with all pages of pieces around it.

A save writes the columns and the rows beside them and keeps a revision, all in one transaction. Statuses change
elsewhere: the buttons of the workflow come from `step_buttons`.
"""

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media

from articles import body as bodies
from articles import discarding, duplicates, editing, merged, visibility
from articles.admin import photo as photo_library
from articles.admin.discarding import DiscardMixin
from articles.admin.exports import ExportsMixin
from articles.admin.history import HistoryMixin
from articles.admin.notes import NotesMixin
from articles.admin.notices import WaitingMixin
from articles.admin.piece_form import (
    FIELDSETS,
    NOTE,
    PLACEMENT,
    ArticleForm,
    closed_to,
    filled_in,
    is_placement,
)
from articles.admin.piece_list import ListMixin, mark
from articles.admin.preview import PreviewMixin
from articles.admin.proofing import ProofingMixin
from articles.admin.register import RegisterMixin
from articles.admin.rows import WRITERS, CreditInline, PictureInline, RowFormSet
from articles.admin.slip import SlipMixin
from articles.admin.source_panel import SourceMixin, proposed_tags
from articles.admin.statistics import StatisticsMixin
from articles.admin.step_buttons import StepButtonsMixin
from articles.admin.step_page import StepPageMixin
from articles.admin.times import TimesMixin
from articles.admin.together import TogetherMixin
from articles.admin.widgets import BodyField, TagsField, datalist
from articles.admin.writing import WritingMixin, others_at
from articles.importing import settling
from articles.models.newsroom import Article
from articles.models.published import PublishedArticle
from articles.models.shared import SiteSettings
from articles.workflow import Round
from staff import people
from staff.choosing import without_links

#: The scripts of the form, in the order in which they are needed.
SCRIPTS = tuple(
    f"admin_desk/{name}.js" for name in ("editor-words", "form", "byline", "places", "typed", "open")
)  # fmt: skip
STANDINGS = ("记者", "通讯员", "实习生", "实习记者", "特约记者", "见习记者")
CREDIT_ROLES = ("文", "图", "文/图", "视频", "编辑", "校对", "译", "供图")


@admin.register(Article)
class ArticleAdmin(
    ListMixin, WritingMixin, ProofingMixin, SourceMixin, ExportsMixin, StatisticsMixin, WaitingMixin,
    StepButtonsMixin, StepPageMixin, HistoryMixin, PreviewMixin, TimesMixin, TogetherMixin, SlipMixin, RegisterMixin,
    NotesMixin, DiscardMixin, admin.ModelAdmin,
):  # fmt: skip
    form = ArticleForm
    inlines = [CreditInline, PictureInline]
    change_form_template = "admin/articles/article/change_form.html"

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
