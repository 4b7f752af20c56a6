"""The photo library: a wall of pictures, uploads, the focal point; and the newsroom's pictures, for staff only."""

import re
from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import photos, visibility
from articles.models.shared import Photo
from articles.photos import Picture, UnreadablePhoto
from staff import people
from staff.models import User

# must match: originals/ab/<64 hexadecimal>.jpg and ab/<40 hexadecimal>-750.webp; nothing else of the private storage.
FILE_NAME = re.compile(r"originals/[0-9a-f]{2}/[0-9a-f]{64}\.jpg|[0-9a-f]{2}/[0-9a-f]{40}-(?:\d+|social)\.(?:webp|jpg)")
THUMBNAIL_WIDTH = 400  # pixels
KEPT_BY_BROWSER = 3600  # seconds; the content under a name never changes, but people log out
CONTENT_TYPES = {"jpg": "image/jpeg", "webp": "image/webp"}


# --- uploads ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Upload:
    """What came of one uploaded file: the picture that is kept, or the sentence why it is none."""

    picture: Picture | None = None
    refusal: str = ""


def read_uploads(request: HttpRequest) -> dict[str, Upload]:
    """Read, keep and scale down every uploaded file, by the name of its field.

    Call it before the transaction of a form begins: a picture takes seconds, and SQLite has one writer. Files are named
    by their content, so one whose form fails later does no harm.
    """
    if not request.user.has_perm("articles.add_photo"):
        return {}
    return {name: read_upload(file) for name, file in request.FILES.items()}


def read_upload(file: UploadedFile) -> Upload:
    """Keep one file in the private storage with its sizes, or say why it is no picture."""
    try:
        picture = photos.read_upload(file)
    except UnreadablePhoto as unreadable:
        return Upload(refusal=f"{file.name}：{unreadable}")
    with storages["default"].open(photos.keep_original(picture)) as original:
        photos.make_renditions(original, picture.sha256)
    return Upload(picture)


def keep_photo(picture: Picture, *, by: User, **words: str) -> Photo:
    """The photo of the library with this content; made, with these words, if the library has none."""
    made = {"file": picture.name, "width": picture.width, "height": picture.height, "uploaded_by": by}
    photo, _created = Photo.objects.get_or_create(sha256=picture.sha256, defaults=made | words)
    return photo


class UploadInput(forms.FileInput):
    """A file input behind a button of our own: the browser's speaks the language of the browser."""

    def render(self, name: str, value, attrs: dict | None = None, renderer=None) -> SafeString:
        return format_html(
            '{}<label for="{}" class="upload-button">{}</label><span class="upload-name"></span>',
            super().render(name, value, attrs, renderer),
            (attrs or {}).get("id", ""),
            _("Choose a file…"),
        )


class PhotoField(forms.FileField):
    """A file that should be a photo; the browser proposes what the desk can read."""

    def __init__(self, **options) -> None:
        options.setdefault("help_text", gettext_lazy("JPEG, PNG or WebP, at most 25 MB."))
        options["widget"] = UploadInput({"accept": "image/jpeg,image/png,image/webp", "class": "photo-upload"})
        super().__init__(**options)


# --- files -----------------------------------------------------------------------------------------------------------


def thumbnail_name(photo: Photo) -> str:
    """The name of a small WebP of this photo in the private storage."""
    return photos.at_least(THUMBNAIL_WIDTH, _sizes(photo), "webp").name


def _sizes(photo: Photo) -> tuple[photos.Rendition, ...]:
    return photos.renditions(
        sha256=photo.sha256, width=photo.width, height=photo.height, focal=(photo.focal_x, photo.focal_y)
    )


def thumbnail(photo: Photo, alt: str = "") -> SafeString:
    return format_html(
        '<img class="photo-thumbnail" src="{}" alt="{}" loading="lazy">',
        reverse("admin:articles_photo_thumbnail", args=[photo.pk]),
        alt or photo.alt_text or photo.caption or _("Photo without a description"),
    )


def _file(name: str) -> HttpResponse:
    """A file of the private storage; 404 where it was never made."""
    if not FILE_NAME.fullmatch(name):
        raise Http404
    try:
        file = storages["default"].open(name)
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(file, content_type=CONTENT_TYPES[name.rpartition(".")[2]])
    patch_cache_control(response, private=True, max_age=KEPT_BY_BROWSER)
    return response


# --- the library -----------------------------------------------------------------------------------------------------


class PhotoForm(forms.ModelForm):
    """What is said about a photo; on adding, the file too."""

    class Media:
        js = ["admin_desk/photos.js"]

    uploads: dict[str, Upload] = {}

    def clean_upload(self) -> Picture | None:
        upload = self.uploads.get(self.add_prefix("upload"))
        if upload is None:
            raise forms.ValidationError(_("Choose a file."))
        if upload.refusal:
            raise forms.ValidationError(upload.refusal)
        return upload.picture


class NewPhotoForm(PhotoForm):
    upload = PhotoField(label=gettext_lazy("File"))


@admin.register(Photo)
class PhotoAdmin(admin.ModelAdmin):
    list_display = ["tile"]
    list_display_links = ["tile"]
    list_per_page = 48
    search_fields = ["caption", "alt_text", "credit", "rights"]
    search_help_text = gettext_lazy("Search captions, descriptions and credits")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    readonly_fields = ["picture", "facts"]
    fieldsets = [
        (None, {"fields": ["picture", ("focal_x", "focal_y")]}),
        (gettext_lazy("Words"), {"fields": ["caption", "alt_text", "credit", "rights", "facts"]}),
    ]
    add_fieldsets = [(None, {"fields": ["upload", "caption", "alt_text", "credit", "rights"]})]

    def has_delete_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        """Revisions name photos for good: one that is not wanted is simply not used."""
        return False

    @admin.display(description=gettext_lazy("photo"))
    def tile(self, photo: Photo) -> SafeString:
        return format_html('{}<span class="photo-words">{}</span>', thumbnail(photo), photo)

    @admin.display(description=gettext_lazy("photo"))
    def picture(self, photo: Photo) -> SafeString:
        name = photos.at_least(photo.width, _sizes(photo), "webp").name
        return format_html(
            '<span class="focal" title="{}"><img src="{}" alt="{}"></span>',
            _("Click on what crops must keep."),
            reverse("admin:articles_photo_file", args=[name]),
            photo.alt_text or photo.caption or _("Photo without a description"),
        )

    @admin.display(description=gettext_lazy("file"))
    def facts(self, photo: Photo) -> str:
        return f"{photo.width} × {photo.height}  ·  {photo.sha256[:12]}  ·  {photo.uploaded_by or '—'}"

    def get_queryset(self, request: HttpRequest):
        """A photo that only pieces hold which a reporter may not open is not in the library for him."""
        photos_in_sight = visibility.photos(people.of_request(request), super().get_queryset(request))
        return photos_in_sight.select_related("uploaded_by")

    def get_fieldsets(self, request: HttpRequest, obj: Photo | None = None):
        return self.fieldsets if obj else self.add_fieldsets

    def get_form(self, request: HttpRequest, obj: Photo | None = None, change: bool = False, **kwargs):
        kwargs["form"] = PhotoForm if obj else NewPhotoForm
        form = super().get_form(request, obj, change=change, **kwargs)
        form.uploads = getattr(request, "uploads", {})
        return form

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
                        extra_context: dict | None = None):  # fmt: skip
        if request.method == "POST" and object_id is None:
            request.uploads = read_uploads(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Photo, form: PhotoForm, change: bool) -> None:
        if change:
            obj.save(update_fields=[*form.fields])
            if {"focal_x", "focal_y"} & set(form.changed_data):
                transaction.on_commit(partial(_remake, obj), robust=True)
            return
        picture = form.cleaned_data["upload"]
        known = Photo.objects.filter(sha256=picture.sha256).first()
        kept = known or keep_photo(picture, by=request.user)
        if known:
            messages.info(request, _("This photo was in the library already; only empty fields were filled in."))
        for name in ("caption", "alt_text", "credit", "rights"):
            if not getattr(kept, name):
                setattr(kept, name, form.cleaned_data[name])
        kept.save(update_fields=["caption", "alt_text", "credit", "rights"])
        obj.__dict__.update(kept.__dict__)

    def get_urls(self):
        return [
            path(
                "original/<path:name>",
                self.admin_site.admin_view(self.file_view, cacheable=True),
                name="articles_photo_file",
            ),
            path(
                "<int:pk>/thumbnail/",
                self.admin_site.admin_view(self.thumbnail_view, cacheable=True),
                name="articles_photo_thumbnail",
            ),
            *super().get_urls(),
        ]

    def file_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """An original or a rendition, for people of the newsroom."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        # An original is named by the photo itself. The names of renditions are digests that only a page tells.
        if name.startswith("originals/"):
            get_object_or_404(self.get_queryset(request), sha256=name.rpartition("/")[2].removesuffix(".jpg"))
        return _file(name)

    def thumbnail_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        photo = get_object_or_404(self.get_queryset(request), pk=pk)
        response = HttpResponseRedirect(reverse("admin:articles_photo_file", args=[thumbnail_name(photo)]))
        patch_cache_control(response, private=True, max_age=60)
        return response


def _remake(photo: Photo) -> None:
    """Make the crops around the new focal point."""
    with photo.file.open() as original:
        photos.make_renditions(original, photo.sha256, (photo.focal_x, photo.focal_y))
