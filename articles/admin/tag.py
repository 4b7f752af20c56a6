from django.contrib import admin
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils.translation import gettext_lazy

from articles.models.shared import Tag

MOST_SUGGESTIONS = 10


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    """Tags. A new one gets its address from its name; the address then stays."""

    list_display = ["name", "slug"]
    search_fields = ["name"]
    search_help_text = gettext_lazy("Search tags")
    show_full_result_count = False
    actions = None

    def get_fields(self, request: HttpRequest, obj: Tag | None = None) -> list[str]:
        return ["name", "slug"] if obj else ["name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Tag | None = None) -> list[str]:
        return ["slug"] if obj else []

    def get_urls(self):
        suggest = path("suggest/", self.admin_site.admin_view(self.suggest_view), name="articles_tag_suggest")
        return [suggest, *super().get_urls()]

    def suggest_view(self, request: HttpRequest) -> JsonResponse:
        """Names of tags that hold what is being typed, those that begin with it first."""
        typed = request.GET.get("q", "").strip()
        if not typed or not self.has_view_permission(request):
            return JsonResponse({"tags": []})
        names = Tag.objects.filter(name__icontains=typed).values_list("name", flat=True)[: MOST_SUGGESTIONS * 5]
        ranked = sorted(names, key=lambda name: (not name.lower().startswith(typed.lower()), len(name), name))
        return JsonResponse({"tags": ranked[:MOST_SUGGESTIONS]})
