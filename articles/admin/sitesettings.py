from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from articles.models.shared import SiteSettings
from staff.change_messages import KeepsValues

THE_ROW = "1"
#: What a news site in China has to state: the filings (ICP 备案, 公安备案), the licence of its news service, the
#: newspaper's serial number, who answers for it and how to reach it.
WANTED = ("sponsor", "publisher", "telephone", "serial_number", "news_licence", "icp_number", "police_number",
          "report_telephone")  # fmt: skip


@admin.register(SiteSettings)
class SiteSettingsAdmin(KeepsValues):
    """The paper's facts, in one row: nothing to add, nothing to delete, and no list in between."""

    change_form_template = "admin/articles/sitesettings/change_form.html"
    fieldsets = [
        (None, {"fields": ["name", "slogan", "description", "masthead"]}),
        (gettext_lazy("Publisher"), {"fields": ["sponsor", "publisher", "address", "telephone", "email"]}),
        (gettext_lazy("Licences"), {"fields": ["serial_number", "news_licence", "icp_number", "police_number"]}),
        (gettext_lazy("Reports by readers"), {"fields": ["report_telephone", "report_email"]}),
        (gettext_lazy("For the newsroom"), {"fields": ["sources"]}),
        (gettext_lazy("Grey"), {"fields": ["grey", "grey_from", "grey_until"]}),
    ]

    def render_change_form(self, request: HttpRequest, context: dict, **options) -> HttpResponse:
        """Say what the law wants on every page and is not there yet; an empty one is simply not shown to readers."""
        paper = options.get("obj") or SiteSettings.load()
        unset = [str(paper._meta.get_field(name).verbose_name) for name in WANTED if not getattr(paper, name).strip()]
        return super().render_change_form(request, {**context, "unset": unset}, **options)

    def save_model(self, request: HttpRequest, obj: SiteSettings, form: ModelForm, change: bool) -> None:
        """Grey begins at once where no later moment is set; else the thread that releases pieces switches it."""
        obj.is_grey = obj.is_grey_at(timezone.now())
        super().save_model(request, obj, form, change)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SiteSettings | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_sitesettings_change", args=[THE_ROW]))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> SiteSettings | None:
        """The one row, also before the paper has been set up: then the first save writes it."""
        return SiteSettings.load() if object_id == THE_ROW else None
