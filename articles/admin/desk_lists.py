"""The lists of the copy desk's checks: wrong words, forbidden words, officials."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.photo import UploadInput
from articles.models.content import page_named
from articles.models.desk_lists import ForbiddenWord, HeadlineLimit, Official, WrongWord
from articles.proofing import lists
from articles.proofing.officials import is_confirmed

#: A file of officials; a list of five thousand has some 400 kB.
LARGEST_FILE = 2 * 1024 * 1024  # bytes


class ListAdmin(admin.ModelAdmin):
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 100


def _phrases(cleaned: str, word: str) -> str:
    """Exceptions one on a line, each of which holds the word. Raises ValidationError for one that does not."""
    phrases = [line.strip() for line in cleaned.replace("、", "\n").splitlines() if line.strip()]
    for phrase in phrases:
        if word and (word not in phrase or phrase == word):
            raise forms.ValidationError(
                _("“%(phrase)s” does not hold “%(word)s” and something more: write the whole phrase.")
                % {"phrase": phrase, "word": word}
            )
    return "\n".join(dict.fromkeys(phrases))


class WordForm(forms.ModelForm):
    """A word without blanks, and its exceptions."""

    word_field = ""

    def clean(self) -> dict:
        cleaned = super().clean()
        word = "".join((cleaned.get(self.word_field) or "").split())
        cleaned[self.word_field] = word
        try:
            cleaned["exceptions"] = _phrases(cleaned.get("exceptions", ""), word)
        except forms.ValidationError as error:
            self.add_error("exceptions", error)
        return cleaned


class WordAdmin(ListAdmin):
    """A list of words with exceptions."""

    @admin.display(description=gettext_lazy("exceptions"))
    def exceptions_shown(self, word: WrongWord | ForbiddenWord) -> str:
        return "、".join(word.exceptions.splitlines())


class WrongWordForm(WordForm):
    word_field = "wrong"

    def clean(self) -> dict:
        cleaned = super().clean()
        wrong, right = cleaned["wrong"], "".join((cleaned.get("right") or "").split())
        cleaned["right"] = right
        if wrong and wrong in right and wrong != right:
            cleaned["exceptions"] = "\n".join(dict.fromkeys([*cleaned.get("exceptions", "").splitlines(), right]))
        if len(wrong) == 1:
            self.add_error("wrong", _("One character alone would be found in every text: give the word."))
        elif wrong and wrong == right:
            self.add_error("right", _("The right word is the same as the wrong one."))
        return cleaned


class ForbiddenWordForm(WordForm):
    word_field = "word"


@admin.register(WrongWord)
class WrongWordAdmin(WordAdmin):
    """Wrong words. What a paper begins with can be taken over at any time; what the newsroom has changed stays."""

    form = WrongWordForm
    list_display = ["wrong", "right", "certainty", "exceptions_shown"]
    list_filter = ["is_certain"]
    search_fields = ["wrong", "right"]
    search_help_text = gettext_lazy("Search the wrong or the right word")
    fields = ["wrong", "right", "is_certain", "exceptions"]
    change_list_template = "admin/articles/wrongword/change_list.html"

    @admin.display(description=gettext_lazy("certain"), ordering="is_certain")
    def certainty(self, word: WrongWord) -> str:
        """In words: the picture that Django shows is read out in English."""
        return _("certain") if word.is_certain else _("only doubtful")

    def get_urls(self) -> list:
        page = path("starter/", self.admin_site.admin_view(self.starter_view), name="articles_wrongword_starter")
        return [page, *super().get_urls()]

    def starter_view(self, request: HttpRequest) -> HttpResponse:
        """Add the words of the starter list that are missing."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_add_permission(request):
            raise PermissionDenied
        added = lists.add_starter_words()
        said = ngettext("%(count)d word was added.", "%(count)d words were added.", added) % {"count": added}
        messages.success(request, said if added else _("The list holds all words of the starter list already."))
        return HttpResponseRedirect(reverse("admin:articles_wrongword_changelist"))


@admin.register(ForbiddenWord)
class ForbiddenWordAdmin(WordAdmin):
    """Forbidden words: they close submission and release, so the list is the chief's."""

    form = ForbiddenWordForm
    list_display = ["word", "exceptions_shown", "note"]
    search_fields = ["word"]
    search_help_text = gettext_lazy("Search by word")
    fields = ["word", "exceptions", "note"]


class OfficialsFile(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"), widget=UploadInput({"accept": ".csv,.txt,.tsv", "class": "photo-upload"})
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 2 MB: that is no list of officials."))
        return file


class InOfficeFilter(admin.SimpleListFilter):
    """Who holds the office today."""

    title = gettext_lazy("in office")
    parameter_name = "in_office"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("1", _("Today")), ("0", _("No longer, or not yet"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = timezone.localdate()
        holds = Q(since__lte=today) & (Q(until__isnull=True) | Q(until__gte=today))
        if self.value() == "1":
            return queryset.filter(holds)
        return queryset.exclude(holds) if self.value() == "0" else queryset


@admin.register(Official)
class OfficialAdmin(ListAdmin):
    """Officials in the order of their rank. After thirty days a row wants to be confirmed again."""

    list_display = ["rank", "name", "title", "since", "until", "confirmed_on", "is_relied_on"]
    list_display_links = ["name"]
    list_filter = [InOfficeFilter]
    search_fields = ["name", "title"]
    search_help_text = gettext_lazy("Search by name or title")
    fields = ["name", "title", "short_titles", "rank", ("since", "until"), "confirmed_on"]
    actions = ["confirm"]
    change_list_template = "admin/articles/official/change_list.html"

    @admin.display(description=gettext_lazy("relied on"))
    def is_relied_on(self, official: Official) -> str:
        return _("Yes") if is_confirmed(official.confirmed_on, today=timezone.localdate()) else _("No")

    @admin.action(description=gettext_lazy("Confirm: these rows are right as of today"), permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet) -> None:
        count = queryset.update(confirmed_on=timezone.localdate())
        said = ngettext("%(count)d row is confirmed.", "%(count)d rows are confirmed.", count) % {"count": count}
        messages.success(request, said)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        return {"confirmed_on": timezone.localdate(), **super().get_changeform_initial_data(request)}

    def get_urls(self) -> list:
        page = path("import/", self.admin_site.admin_view(self.import_view), name="articles_official_import")
        return [page, *super().get_urls()]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Take in a CSV file, all of it or nothing."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = OfficialsFile(request.POST or None, request.FILES or None, label_suffix="")
        reasons: list[str] = []
        if request.method == "POST" and form.is_valid():
            try:
                done = lists.import_officials(form.cleaned_data["file"].read(), today=timezone.localdate())
            except lists.UnreadableOfficials as error:
                reasons = error.reasons
            else:
                messages.success(
                    request,
                    _("Officials: %(added)d added, %(changed)d changed, %(unchanged)d as they were.")
                    % {"added": done.added, "changed": done.changed, "unchanged": done.unchanged},
                )
                return HttpResponseRedirect(reverse("admin:articles_official_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import officials"),
            "opts": self.opts,
            "form": form,
            "reasons": reasons,
            "columns": [(called[0], name in lists.DUE) for name, called in lists.COLUMNS.items()],
        }
        return TemplateResponse(request, "admin/articles/official/import.html", context)


class HeadlineLimitForm(forms.ModelForm):
    def clean_page_label(self) -> str:
        return page_named(self.cleaned_data["page_label"])


@admin.register(HeadlineLimit)
class HeadlineLimitAdmin(ListAdmin):
    form = HeadlineLimitForm
    list_display = ["__str__", "page_label", "section", "longest"]
    list_select_related = ["section"]
    fields = ["page_label", "section", "longest"]
    actions = None
