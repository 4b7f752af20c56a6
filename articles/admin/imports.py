"""Import in the newsroom's admin: upload, look at the report of a dry run, keep it.

The same code as the command: `sources`, `drafts.read` for the report, `drafts.take_in` to keep. Nothing is written
until the button is pressed; what was uploaded waits in the private storage, for a day at most.
"""

import logging
from dataclasses import dataclass, replace

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import duplicates, likeness
from articles.admin.photo import UploadInput
from articles.admin.widgets import DayInput
from articles.importing import drafts, held, sentences
from articles.importing.decode import codec_named
from articles.importing.records import Remark, UnreadablePage
from articles.importing.reports import FileReport, PieceReport
from articles.importing.sources import DOCUMENT_SUFFIXES, PICTURE_SUFFIXES, ZIP_SUFFIXES, Source
from articles.models.content import PLAUSIBLE, page_named
from articles.models.imports import HeldImport
from articles.models.newsroom import Article
from articles.models.shared import Section

logger = logging.getLogger(__name__)

LARGEST_UPLOAD = 256 * 1024 * 1024  # bytes of all files together: an issue of sixteen pages with its photos
#: What a file that was uploaded cannot be to blame for.
STORAGE_FAULTS = frozenset({"not_found", "unreadable"})


# --- the form --------------------------------------------------------------------------------------------------------


class FilesInput(UploadInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, cleaned to a list."""

    def __init__(self, **options) -> None:
        accepted = ",".join(sorted(DOCUMENT_SUFFIXES | PICTURE_SUFFIXES | ZIP_SUFFIXES))
        options["widget"] = FilesInput({"accept": accepted, "class": "photo-upload"})
        super().__init__(**options)

    def clean(self, data, initial=None) -> list:
        files = data if isinstance(data, (list, tuple)) else [data]
        cleaned = [super(FilesField, self).clean(file, initial) for file in files or [None]]
        if sum(file.size for file in cleaned) > LARGEST_UPLOAD:
            raise forms.ValidationError(_("These files are larger than 256 MB together: upload them in parts."))
        return cleaned


class UploadForm(forms.Form):
    """What the command's options say."""

    files = FilesField(
        label=gettext_lazy("Files"),
        allow_empty_file=True,
        help_text=gettext_lazy(
            "Page texts (.txt), Word (.docx), tables (.csv), JSON lines (.jsonl), zips of them; photos called like"
            " their text: A01-1.jpg beside A01.txt. Several at once."
        ),
        error_messages={"required": gettext_lazy("Choose at least one file.")},
    )
    issue_date = forms.DateField(
        label=gettext_lazy("Issue date"),
        required=False,
        validators=PLAUSIBLE,
        widget=DayInput,
        help_text=gettext_lazy("Empty: the date on the page, else in the file's name."),
    )
    page_label = forms.CharField(
        label=gettext_lazy("Page"),
        required=False,
        max_length=10,
        widget=forms.TextInput({"placeholder": "A01", "autocomplete": "off"}),
        help_text=gettext_lazy("Empty: as the file's name says, else the head of the page."),
    )
    section = forms.ModelChoiceField(Section.objects.all(), label=gettext_lazy("Section"), required=False)
    encoding = forms.CharField(
        label=gettext_lazy("Encoding"),
        required=False,
        max_length=20,
        widget=forms.TextInput({"list": "encodings", "autocomplete": "off"}),
        help_text=gettext_lazy("Empty: found by itself. Only Big5 must be named."),
    )
    is_printed = forms.BooleanField(
        label=gettext_lazy("Already printed"),
        required=False,
        help_text=gettext_lazy("The page was signed on paper: its pieces wait for their check against print."),
    )
    print_released_by = forms.CharField(label=gettext_lazy("Released for print by"), required=False, max_length=60)
    print_released_on = forms.DateField(
        label=gettext_lazy("Released for print on"),
        required=False,
        validators=PLAUSIBLE,
        widget=DayInput,
    )

    def clean_page_label(self) -> str:
        return page_named(self.cleaned_data["page_label"])

    def clean_encoding(self) -> str:
        encoding = self.cleaned_data["encoding"]
        try:
            return encoding and codec_named(encoding).name
        except UnreadablePage as error:
            raise forms.ValidationError(sentences.of_error(error)) from error

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("is_printed"):
            for name in ("print_released_by", "print_released_on"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("A printed page says who released it for print, and when."))
        return cleaned

    def options(self, by) -> drafts.Options:
        said = {name: value for name, value in self.cleaned_data.items() if name != "files"}
        if not said["is_printed"]:
            said |= {"print_released_by": "", "print_released_on": None}
        return drafts.Options(**{**said, "encoding": said["encoding"] or None}, by=by)


# --- reports ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownPiece:
    report: PieceReport
    place: int
    outcome: str
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class ShownFile:
    """A file's report in the reader's language."""

    report: FileReport
    pieces: tuple[ShownPiece, ...]
    remarks: tuple[str, ...]


def shown(report: FileReport) -> ShownFile:
    """A report with its remarks as sentences, each with its line."""
    return ShownFile(
        report,
        tuple(
            ShownPiece(
                piece,
                place,
                str(sentences.OUTCOMES.get(piece.outcome, "")),
                tuple(sentences.with_its_line(remark) for remark in piece.remarks),
            )
            for place, piece in enumerate(report.pieces, start=1)
        ),
        tuple(sentences.with_its_line(remark) for remark in report.remarks),
    )


def rehearse(source: Source, options: drafts.Options, *, roster: frozenset[str]) -> FileReport:
    """What an import of this file would bring, duplicates included; nothing is written."""
    try:
        reading, report = drafts.read(source.address, source.read(), options, roster=roster, pictures=source.pictures)
    except UnreadablePage as error:
        return drafts.refused(source.address, error)
    pieces = []
    for piece, foreseen in zip(report.pieces, drafts.foresee(reading, report, options), strict=True):
        before, remarks = foreseen.before, foreseen.remarks
        found = likeness.most_alike(Article(pk=before and before.pk, body=foreseen.body), least=duplicates.LEAST)
        if found:
            remarks = (*remarks, Remark(duplicates.CODE, duplicates.params_of(found), (piece.first_line,)))
        pieces.append(replace(piece, outcome=foreseen.outcome, number=before and before.number, remarks=remarks))
    return replace(report, pieces=tuple(pieces))


def keep(source: Source, options: drafts.Options) -> tuple[FileReport, bool]:
    """Import one file; gives its report, and whether a fault of ours (not of the file) kept it out.

    A fault is one file's: its transaction is rolled back, the others come in, and the log says what it was.
    """
    try:
        return drafts.take_in(source.address, source.read(), options, pictures=source.pictures), False
    except UnreadablePage as error:
        return drafts.refused(source.address, error), error.code in STORAGE_FAULTS
    except Exception:
        logger.exception("a file was not imported", extra={"file": source.address, "by": options.by.pk})
        fault = UnreadablePage("fault", "a fault of the program")
        return drafts.refused(source.address, fault), True


# --- the pages -------------------------------------------------------------------------------------------------------


class UploadMixin(admin.ModelAdmin):
    """The pages `upload/` and `held/<token>/` of the imports."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("upload/", view(self.upload_view), name="articles_importbatch_upload"),
            path("held/<str:token>/", view(self.held_view), name="articles_importbatch_held"),
            *super().get_urls(),
        ]

    def may_import(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.add_importbatch")

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Take files in and show what they hold; nothing is imported yet."""
        if not self.may_import(request):
            raise PermissionDenied
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        if form.is_bound and form.is_valid():
            put_aside = held.hold(form.cleaned_data["files"], form.options(request.user), now=timezone.now())
            return HttpResponseRedirect(reverse("admin:articles_importbatch_held", args=[put_aside.token]))
        context = self._context(request, _("Import pages"), form=form)
        return TemplateResponse(request, "admin/articles/importbatch/upload.html", context)

    def held_view(self, request: HttpRequest, token: str) -> HttpResponse:
        """The report of a dry run, with the buttons to keep it or to throw it away."""
        if not self.may_import(request):
            raise PermissionDenied
        put_aside = HeldImport.objects.filter(token=token, by=request.user).first()
        if put_aside is None:
            messages.error(
                request, _("These files are kept already, or were thrown away after a day: upload them again.")
            )
            return HttpResponseRedirect(reverse("admin:articles_importbatch_upload"))
        if "_drop" in request.POST:
            held.forget(put_aside)
            messages.info(request, _("The files were thrown away; nothing was imported."))
            return HttpResponseRedirect(reverse("admin:articles_importbatch_upload"))
        if "_keep" in request.POST:
            return self._keep(request, put_aside)
        options = held.options_of(put_aside, by=request.user)
        roster = drafts.roster()
        files = [shown(rehearse(source, options, roster=roster)) for source in held.sources_of(put_aside)]
        context = self._context(request, _("What would come in"), files=files, held=put_aside, options=options,
                                pieces=sum(len(file.pieces) for file in files), is_rehearsal=True)  # fmt: skip
        return TemplateResponse(request, "admin/articles/importbatch/report.html", context)

    def _keep(self, request: HttpRequest, put_aside: HeldImport) -> HttpResponse:
        if not held.claim(put_aside, now=timezone.now()):
            messages.error(request, _("These files are being kept already: look at the list of imports."))
            return HttpResponseRedirect(reverse("admin:articles_importbatch_changelist"))
        options = held.options_of(put_aside, by=request.user)
        outcomes = [keep(source, options) for source in held.sources_of(put_aside)]
        reports = [report for report, _is_fault in outcomes]
        self._say(request, reports)
        if any(is_fault for _report, is_fault in outcomes):
            held.release(put_aside)
            messages.warning(
                request,
                _("The files are still here: import them once more. What came in already does not come in twice."),
            )
            return HttpResponseRedirect(reverse("admin:articles_importbatch_held", args=[put_aside.token]))
        held.forget(put_aside)
        batches = [report.batch for report in reports if report.batch]
        if len(batches) == 1:
            return HttpResponseRedirect(reverse("admin:articles_importbatch_change", args=batches))
        return HttpResponseRedirect(reverse("admin:articles_importbatch_changelist"))

    def _say(self, request: HttpRequest, reports: list[FileReport]) -> None:
        """What came of it, in messages: one for all, one for each file or photo that was not taken in."""
        counts = {name: sum(report.count(name) for report in reports) for name in sentences.OUTCOMES}
        said = [f"{label} {counts[name]}" for name, label in sentences.OUTCOMES.items() if counts[name]]
        if said:
            messages.success(request, _("Imported: %(what)s.") % {"what": "，".join(said)})
        for report in reports:
            if report.error:
                messages.error(request, f"{report.file}：{report.error}")
            for sentence in report.refused:
                messages.warning(request, f"{report.file}：{sentence}")

    def _context(self, request: HttpRequest, title: str, **more) -> dict:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **more}
