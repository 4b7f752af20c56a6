"""The rows beside a piece in its form: credits and pictures.

They have no identity of their own in the form: what is posted replaces what is stored, in the order of the form. So a
person who saves over somebody else's change (after he has seen it) keeps every row that he typed, also where the other
has removed it.
"""

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import visibility
from articles.admin.photo import PhotoField, Upload, keep_photo, thumbnail
from articles.admin.widgets import PhotoPicker
from articles.importing.reporters import reporter_named, reporters_named
from articles.models.newsroom import Article, ArticleByline, ArticlePhoto
from articles.models.shared import Photo
from staff import people
from staff.choosing import ReporterSelect, without_links
from staff.models import Reporter, User


class RowForm(forms.ModelForm):
    """A row that counts as blank while nothing of `says_something` is filled in."""

    says_something: tuple[str, ...] = ()
    user: User
    uploads: dict[str, Upload] = {}

    def has_changed(self) -> bool:
        return bool(set(self.changed_data) & set(self.says_something))


#: Rows of one kind in what is sent: three times the longest that was printed. Django would read and draw 2,000, which
#: takes half a minute.
MOST_ROWS = 300


class RowFormSet(forms.BaseInlineFormSet):
    """Every row is a new one; the stored ones are only what the form begins with."""

    def __init__(self, *args, **kwargs) -> None:
        if kwargs.get("data") is None:
            kwargs["initial"] = list(stored_rows(kwargs["instance"], self.model, self.form.base_fields))
        else:
            self.max_num = self.absolute_max = MOST_ROWS
        super().__init__(*args, **kwargs)

    def get_queryset(self):
        return self.model._default_manager.none()

    def initial_form_count(self) -> int:
        return 0

    def posted(self) -> list[dict]:
        """What the valid form says, row by row, blank ones left out."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]


def stored_rows(article: Article, model, names):
    """The stored rows of a piece as the initial values of this form's fields."""
    columns = [name for name in names if name not in {"upload", "id", "article"}]
    return model._default_manager.filter(article=article.pk).values(*columns) if article.pk else ()


class RowInline(admin.options.InlineModelAdmin):
    """Whoever may change the piece may change its rows; who may not sees them as the admin shows what is closed."""

    formset = RowFormSet
    can_delete = False  # a row is removed by its link, or by emptying it
    blank_rows = 0

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return self._may_write(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return self._may_write(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    def _may_write(self, request: HttpRequest, obj: Article | None) -> bool:
        articles = self.admin_site.get_model_admin(Article)
        return articles.may_write_rows(request, obj)

    def get_extra(self, request: HttpRequest, obj: Article | None = None, **kwargs) -> int:
        """How many rows stand in the form; a posted one says so itself."""
        if request.method == "POST" or not self._may_write(request, obj):
            return 0
        stored = self.model._default_manager.filter(article=obj).count() if obj else 0
        return stored or self.blank_rows

    def get_formset(self, request: HttpRequest, obj: Article | None = None, **kwargs):
        if not self._may_write(request, obj):
            return super().get_formset(request, obj, formset=forms.BaseInlineFormSet, **kwargs)
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.user = request.user
        formset.form.uploads = getattr(request, "uploads", {})
        return formset


# --- credits ---------------------------------------------------------------------------------------------------------


class CreditForm(RowForm):
    says_something = ("reporter", "printed_name", "standing", "role", "organisation")

    class Meta:
        model = ArticleByline
        fields = ["reporter", "printed_name", "standing", "role", "organisation"]
        widgets = {
            "standing": forms.TextInput({"list": "standings", "autocomplete": "off"}),
            "role": forms.TextInput({"list": "credit-roles", "autocomplete": "off"}),
            "printed_name": forms.TextInput(),
            "organisation": forms.TextInput(),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("printed_name", "standing", "role", "organisation"):
            # On a phone there is no head of the table to say what a field is.
            self.fields[name].widget.attrs |= {"placeholder": self.fields[name].label}

    def clean(self) -> dict:
        cleaned = super().clean()
        reporter, name = cleaned.get("reporter"), " ".join((cleaned.get("printed_name") or "").split())
        if reporter and reporter.merged_into:  # merged while this form was open
            reporter = cleaned["reporter"] = self.instance.reporter = reporter.merged_into
        if not name and reporter:
            name = reporter.name
        if not name:
            self.add_error("printed_name", _("Choose a reporter or type the name."))
        elif reporter and name != reporter.name and confirmed_as(name).exists():
            said = _("“%(name)s” is printed, but %(reporter)s is chosen, and both are reporters: which one is it?")
            self.add_error("printed_name", said % {"name": name, "reporter": reporter})
        elif not reporter and len(reporters_named(name)) > 1:
            said = _("There are several reporters named %(name)s: choose which one is meant.")
            self.add_error("reporter", said % {"name": name})
        cleaned["printed_name"] = self.instance.printed_name = name
        return cleaned


def confirmed_as(name: str) -> QuerySet[Reporter]:
    """The confirmed reporters of exactly this name, those who were merged into another left out."""
    return Reporter.objects.filter(name=name, is_confirmed=True, merged_into__isnull=True)


class CreditInline(RowInline, admin.TabularInline):
    model = ArticleByline
    form = CreditForm
    fields = ["reporter", "printed_name", "standing", "role", "organisation"]
    autocomplete_fields = ["reporter"]
    blank_rows = 1

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "reporter":
            kwargs["widget"] = ReporterSelect(db_field, self.admin_site)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "reporter":
            without_links(field)
        return field


def write_credits(article: Article, rows: list[dict]) -> None:
    """Let these be the piece's credits, in this order."""
    article.bylines.all().delete()
    ArticleByline.objects.bulk_create(
        ArticleByline(
            article=article,
            position=position,
            reporter=row["reporter"] or reporter_named(row["printed_name"])[0],
            **{name: row[name] for name in ("printed_name", "standing", "role", "organisation")},
        )
        for position, row in enumerate(rows)
    )


# --- pictures --------------------------------------------------------------------------------------------------------


class PictureForm(RowForm):
    says_something = ("photo", "upload", "caption", "alt_text", "credit")

    photo = forms.ModelChoiceField(
        Photo.objects, required=False, label=gettext_lazy("photo"), widget=PhotoPicker, error_messages={
            "invalid_choice": gettext_lazy("This photo is not in the library: choose it again.")
        },
    )  # fmt: skip
    upload = PhotoField(required=False, label=gettext_lazy("Upload a new photo"))

    class Meta:
        model = ArticlePhoto
        fields = ["photo", "upload", "caption", "alt_text", "credit", "place"]
        widgets = {
            "caption": forms.Textarea({"rows": 2}),
            "alt_text": forms.TextInput(),
            "credit": forms.TextInput(),
        }

    def clean(self) -> dict:
        """An upload becomes a photo of the library at once, so that a form that fails elsewhere still has it."""
        cleaned = super().clean()
        if cleaned.get("upload"):
            self._take_upload(cleaned)
        elif cleaned.get("photo") and "photo" in self.changed_data:
            person = people.person(self.user, now=timezone.now())
            if not visibility.photos(person, Photo.objects.filter(pk=cleaned["photo"].pk)).exists():
                self.add_error("photo", self.fields["photo"].error_messages["invalid_choice"])
        elif not cleaned.get("photo") and "photo" not in self.errors:
            self.add_error("upload", _("Choose a photo from the library or upload one."))
        return cleaned

    def _take_upload(self, cleaned: dict) -> None:
        upload = self.uploads.get(self.add_prefix("upload"))
        if upload is None:
            self.add_error("upload", _("You may not upload photos: choose one from the library."))
        elif upload.refusal:
            self.add_error("upload", upload.refusal)
        else:
            words = {name: cleaned.get(name, "") for name in ("caption", "alt_text", "credit")}
            photo = cleaned["photo"] = self.instance.photo = keep_photo(upload.picture, by=self.user, **words)
            self.data = self.data.copy()
            self.data[self.add_prefix("photo")] = str(photo.pk)


class PictureInline(RowInline, admin.StackedInline):
    model = ArticlePhoto
    form = PictureForm

    def get_fields(self, request: HttpRequest, obj: Article | None = None) -> list:
        if self._may_write(request, obj):
            return ["photo", "upload", "caption", ("alt_text", "credit", "place")]
        return ["picture", "caption", ("alt_text", "credit", "place")]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        return [] if self._may_write(request, obj) else ["picture"]

    @admin.display(description=gettext_lazy("photo"))
    def picture(self, row: ArticlePhoto) -> SafeString:
        return thumbnail(row.photo)


def write_pictures(article: Article, rows: list[dict]) -> None:
    """Let these be the piece's pictures, in this order."""
    article.photos.all().delete()
    ArticlePhoto.objects.bulk_create(
        ArticlePhoto(
            article=article,
            position=position,
            **{name: row[name] for name in ("photo", "caption", "alt_text", "credit", "place")},
        )
        for position, row in enumerate(rows)
    )


#: What writes the posted rows of each model.
WRITERS = {ArticleByline: write_credits, ArticlePhoto: write_pictures}
