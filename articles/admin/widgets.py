"""Form parts of the desk: the body editor, a photo chosen by its picture, tags as they are typed."""

from collections.abc import Iterable

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.urls import reverse, reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget

from articles import body as bodies
from articles import tags as typed_tags
from articles.models.shared import Tag
from staff.keys import read_key

LONGEST_BODY = 200_000  # characters of HTML; a government report with its tags has 80,000


class BodyField(ProseEditorFormField):
    """The body in the editor; whatever a browser sends comes out in the canonical form of `articles.body`."""

    def __init__(self, **options) -> None:
        options |= {"max_length": LONGEST_BODY, "widget": AdminProseEditorWidget, "sanitize": bodies.sanitise}
        super().__init__(config={"extensions": bodies.EXTENSIONS}, preset="configurable", **options)

    def has_changed(self, initial: str | None, data: str | None) -> bool:
        return bodies.sanitise(initial or "") != bodies.sanitise(data or "")


class DayInput(forms.DateInput):
    """A day in the calendar of the browser: it speaks the language in which its owner uses it, and fits a thumb."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class PhotoPicker(forms.TextInput):
    """The key of a photo, shown as its picture, with a button that opens the photo library."""

    class Media:
        js = ["admin/js/vendor/jquery/jquery.js", "admin/js/jquery.init.js", "admin_desk/photos.js"]

    def render(self, name: str, value, attrs: dict | None = None, renderer=None) -> SafeString:
        identity = (attrs or {}).get("id", f"id_{name}")
        is_chosen = read_key(str(value or "")) is not None
        return format_html(
            '<div class="photo-picker"><img class="photo-thumbnail" data-address="{}" alt="{}" {}>{}'
            '<a href="{}?_to_field=id" class="related-lookup button" id="lookup_{}">{}</a></div>',
            reverse("admin:articles_photo_thumbnail", args=[0]),
            _("The chosen photo"),
            format_html('src="{}"', reverse("admin:articles_photo_thumbnail", args=[value])) if is_chosen else "hidden",
            forms.HiddenInput({"class": "vForeignKeyRawIdAdminField"}).render(name, value, {"id": identity}, renderer),
            reverse("admin:articles_photo_changelist"),
            identity,
            _("Choose from the photo library"),
        )


class TagsField(forms.CharField):
    """Tags as newsrooms type them: "党建，防汛、民生". Cleaned to a list of names."""

    def __init__(self, **options) -> None:
        options.setdefault("help_text", gettext_lazy("Separate tags with commas, for example 党建，防汛."))
        options["widget"] = AdminTextInputWidget(
            {
                "class": "vTextField tags-input",
                "autocomplete": "off",
                "data-suggest": reverse_lazy("admin:articles_tag_suggest"),
            }
        )
        super().__init__(**options)

    def prepare_value(self, value):
        """A stored set of tags, or what was typed."""
        if value is None or isinstance(value, str):
            return value
        return typed_tags.to_string(getattr(row, "tag", row) for row in value)

    def clean(self, value: str) -> list[str]:
        names = typed_tags.from_string(super().clean(value))
        longest = Tag._meta.get_field("name").max_length
        for name in names:
            if len(name) > longest:
                raise ValidationError(
                    gettext_lazy("The tag “%(name)s…” is longer than %(longest)d characters: are commas missing?"),
                    params={"name": name[:20], "longest": longest},
                )
        return names

    def has_changed(self, initial, data: str | None) -> bool:
        return sorted(typed_tags.from_string(self.prepare_value(initial))) != sorted(typed_tags.from_string(data))


def datalist(identity: str, values: Iterable[str]) -> SafeString:
    """Proposals for a text field that names them in its `list` attribute."""
    options = format_html_join("", '<option value="{}"></option>', ((value,) for value in values))
    return format_html('<datalist id="{}">{}</datalist>', identity, options)
