from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils.translation import gettext_lazy

from articles import merging
from articles.admin.address import AddressMixin
from articles.admin.merge_page import Candidate, MergeMixin
from articles.models.newsroom import ArticleTag
from articles.models.shared import Tag

MOST_SUGGESTIONS = 10


@admin.register(Tag)
class TagAdmin(AddressMixin, MergeMixin, admin.ModelAdmin):
    """Tags. A new one gets its address from its name; two that mean the same are merged."""

    list_display = ["name", "slug"]
    search_fields = ["name"]
    search_help_text = gettext_lazy("Search tags")
    show_full_result_count = False
    actions = ["merge"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        """A merged tag is a name for another one, not a tag."""
        return super().get_queryset(request).filter(merged_into__isnull=True)

    def get_fields(self, request: HttpRequest, obj: Tag | None = None) -> list[str]:
        return ["name", "slug"] if obj else ["name"]

    def get_actions(self, request: HttpRequest) -> dict:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def save_model(self, request: HttpRequest, obj: Tag, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            merging.respell(obj)

    def delete_model(self, request: HttpRequest, obj: Tag) -> None:
        merging.remove(obj)

    def candidates(self, rows: QuerySet[Tag]) -> list[Candidate]:
        used = dict(ArticleTag.objects.filter(tag__in=rows).values_list("tag").annotate(Count("pk")))
        public = dict(rows.values_list("pk").annotate(Count("published_rows")))
        return [Candidate(tag, used.get(tag.pk, 0), public.get(tag.pk, 0), tag.slug) for tag in rows]

    def do_merge(self, kept: Tag, others: list[Tag]) -> int:
        return merging.merge_tags(kept, others)

    def get_urls(self):
        suggest = path("suggest/", self.admin_site.admin_view(self.suggest_view), name="articles_tag_suggest")
        return [suggest, *super().get_urls()]

    def suggest_view(self, request: HttpRequest) -> JsonResponse:
        """Names of tags that hold what is being typed, those that begin with it first."""
        typed = request.GET.get("q", "").strip()
        if not typed or not self.has_view_permission(request):
            return JsonResponse({"tags": []})
        found = Tag.objects.filter(name__icontains=typed, merged_into__isnull=True)
        names = found.values_list("name", flat=True)[: MOST_SUGGESTIONS * 5]
        ranked = sorted(names, key=lambda name: (not name.lower().startswith(typed.lower()), len(name), name))
        return JsonResponse({"tags": ranked[:MOST_SUGGESTIONS]})
