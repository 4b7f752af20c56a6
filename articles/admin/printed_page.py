"""Printed pages of an issue: their names, and the picture and PDF of each, for the readers' page of the issue."""

import hashlib

from django import forms
from django.contrib import admin
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.photo import PhotoField, Upload, UploadInput, read_upload
from articles.models.content import page_named
from articles.models.placing import PrintedPage
from articles.photos import Picture

LARGEST_PDF = 60 * 1024 * 1024  # bytes; a page of a printing house has 2 to 20 MB


class PrintedPageForm(forms.ModelForm):
    picture_file = PhotoField(label=gettext_lazy("Picture of the page"), required=False)
    pdf_file = forms.FileField(
        label=gettext_lazy("PDF of the page"),
        required=False,
        widget=UploadInput({"accept": "application/pdf", "class": "photo-upload"}),
        help_text=gettext_lazy("At most 60 MB."),
    )
    without_files = forms.BooleanField(label=gettext_lazy("Take picture and PDF off"), required=False)

    upload = Upload()

    class Media:
        js = ["admin_desk/photos.js"]

    class Meta:
        model = PrintedPage
        fields = ["issue_date", "label", "name"]

    def clean_label(self) -> str:
        return page_named(self.cleaned_data["label"])

    def clean_picture_file(self) -> Picture | None:
        if self.cleaned_data["picture_file"] and self.upload.refusal:
            raise forms.ValidationError(self.upload.refusal)
        return self.upload.picture

    def clean_pdf_file(self) -> UploadedFile | None:
        file = self.cleaned_data["pdf_file"]
        if not file:
            return None
        if file.size > LARGEST_PDF:
            raise forms.ValidationError(_("The PDF is larger than 60 MB. Please export it for the screen."))
        if not file.read(5).startswith(b"%PDF-"):
            raise forms.ValidationError(_("This is not a PDF."))
        return file


@admin.register(PrintedPage)
class PrintedPageAdmin(admin.ModelAdmin):
    """The pages of issues. Readers see them from the moment that they have a piece of that issue."""

    form = PrintedPageForm
    list_display = ["issue_date", "label", "name", "has_picture", "has_pdf", "is_held_back"]
    list_display_links = ["issue_date", "label"]
    date_hierarchy = "issue_date"
    list_per_page = 50
    show_full_result_count = False
    readonly_fields = ["files"]

    def get_fields(self, request: HttpRequest, obj: PrintedPage | None = None) -> list[str]:
        new = ["issue_date", "label", "name", "picture_file", "pdf_file"]
        return [*new, "files", "without_files"] if obj else new

    @admin.display(description=gettext_lazy("picture"))
    def has_picture(self, page: PrintedPage) -> str:
        return _("Yes") if page.sha256 else ""

    @admin.display(description="PDF")
    def has_pdf(self, page: PrintedPage) -> str:
        return _("Yes") if page.pdf else ""

    @admin.display(description=gettext_lazy("held back"))
    def is_held_back(self, page: PrintedPage) -> str:
        """Why readers do not see the files, or ""."""
        if not (page.sha256 or page.pdf) or PrintedPage.objects.with_files_shown().filter(pk=page.pk).exists():
            return ""
        if PrintedPage.objects.shown().filter(pk=page.pk).exists():
            return _("A piece of that day was withdrawn: upload the page again without it.")
        return _("No piece of this issue is public yet.")

    @admin.display(description=gettext_lazy("uploaded"))
    def files(self, page: PrintedPage) -> str | SafeString:
        lines = []
        if page.sha256:
            lines.append(_("Picture: %(width)s × %(height)s") % {"width": page.width, "height": page.height})
        if page.pdf:
            lines.append(_("PDF: %(size).1f MB") % {"size": page.pdf_bytes / 1024**2})
        if why := self.is_held_back(page):
            lines.append(why)
        return format_html("{}", "　".join(lines)) if lines else "—"

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
                        extra_context: dict | None = None):  # fmt: skip
        """The picture is scaled down before the transaction begins: that takes seconds, and SQLite has one writer."""
        may = self.has_change_permission(request) if object_id else self.has_add_permission(request)
        if request.method == "POST" and may and "picture_file" in request.FILES:
            request.page_picture = read_upload(request.FILES["picture_file"])
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: PrintedPage | None = None, change: bool = False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.upload = getattr(request, "page_picture", Upload())
        return form

    def save_model(self, request: HttpRequest, obj: PrintedPage, form: PrintedPageForm, change: bool) -> None:
        picture, pdf = form.cleaned_data.get("picture_file"), form.cleaned_data.get("pdf_file")
        if form.cleaned_data.get("without_files"):
            obj.sha256, obj.width, obj.height, obj.pdf, obj.pdf_bytes = "", 0, 0, "", 0
        if picture:
            obj.sha256, obj.width, obj.height = picture.sha256, picture.width, picture.height
        if pdf:
            obj.pdf, obj.pdf_bytes = keep_pdf(pdf), pdf.size
        if picture or pdf or not change:
            obj.uploaded_at = timezone.now()
        super().save_model(request, obj, form, change)


def keep_pdf(file: UploadedFile) -> str:
    """Keep a PDF in the private storage under the SHA-256 of its content, and return that."""
    file.seek(0)
    data = file.read()
    name = hashlib.sha256(data).hexdigest()
    if not storages["default"].exists(f"pages/{name}.pdf"):
        storages["default"].save(f"pages/{name}.pdf", ContentFile(data))
    return name
