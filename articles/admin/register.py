"""The register of all steps (流程登记簿), by days, step and person: printed for an inspection (送检), and as CSV."""

from datetime import datetime, time, timedelta

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.admin.history import UNTABLED, details_of, step_label
from articles.admin.sheets import as_csv
from articles.admin.slip import printed_by, signed
from articles.admin.widgets import DayInput
from articles.models.content import PLAUSIBLE
from articles.models.record import Review
from staff.models import User

#: Steps that the page shows; a file holds up to MOST_ROWS.
SHOWN = 500
MOST_ROWS = 50_000
#: Days that one register may cover.
LONGEST = 366

HEADS = (
    gettext_lazy("position"), gettext_lazy("time"), gettext_lazy("number"), gettext_lazy("headline"),
    gettext_lazy("section"), gettext_lazy("step"), gettext_lazy("name"), gettext_lazy("acting as"),
    gettext_lazy("status before"), gettext_lazy("status after"), gettext_lazy("note"), gettext_lazy("details"),
    gettext_lazy("revision"), gettext_lazy("digest of the revision"), gettext_lazy("hash of the record"),
)  # fmt: skip


class RegisterForm(forms.Form):
    """Which steps the register shows: of these days (Beijing time), both included."""

    since = forms.DateField(label=gettext_lazy("From"), validators=PLAUSIBLE, widget=DayInput)
    until = forms.DateField(label=gettext_lazy("Up to and including"), validators=PLAUSIBLE, widget=DayInput)
    step = forms.ChoiceField(label=gettext_lazy("Step"), required=False)
    person = forms.ModelChoiceField(
        User.objects.order_by("name"), label=gettext_lazy("Person"), required=False, empty_label=gettext_lazy("All")
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        steps = [(name, step.label) for name, step in workflow.STEPS.items()]
        self.fields["step"].choices = [("", _("All")), *steps, *UNTABLED.items()]

    def clean(self) -> dict:
        data = super().clean()
        if {"since", "until"} <= data.keys():
            if data["until"] < data["since"]:
                raise forms.ValidationError(_("The last day lies before the first one."))
            if data["until"] - data["since"] > timedelta(days=LONGEST):
                raise forms.ValidationError(_("Choose at most one year."))
        return data

    def steps(self) -> QuerySet[Review]:
        """The steps that were asked for, in the order of the record."""
        said = self.cleaned_data
        begins = timezone.make_aware(datetime.combine(said["since"], time.min))
        ends = timezone.make_aware(datetime.combine(said["until"] + timedelta(days=1), time.min))
        found = Review.objects.filter(at__gte=begins, at__lt=ends)
        if said["step"]:
            found = found.filter(step=said["step"])
        if said["person"]:
            found = found.filter(by=said["person"])
        columns = [field.name for field in Review._meta.concrete_fields]
        of_revision = [f"revision__{name}" for name in ("number", "headline", "digest", "section", "section__name")]
        return found.select_related("revision__section").only(*columns, *of_revision).order_by("position")


def row_of(review: Review) -> list:
    """A step as a row of the file."""
    return [
        review.position,
        f"{timezone.localtime(review.at):%Y-%m-%d %H:%M:%S}",
        review.article_id,
        review.revision.headline,
        str(review.revision.section or ""),
        step_label(review.step),
        review.by_name or _("the clock"),
        review.acting_as,
        review.get_status_before_display(),
        review.get_status_after_display(),
        review.note,
        "；".join(details_of(review)),
        review.revision.number,
        review.revision.digest,
        review.digest,
    ]


class RegisterMixin(admin.ModelAdmin):
    """The page `register/` of the pieces."""

    def get_urls(self) -> list:
        page = path("register/", self.admin_site.admin_view(self.register_view), name="articles_article_register")
        return [page, *super().get_urls()]

    def register_view(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm("articles.inspect_review"):
            raise PermissionDenied
        now = timezone.now()
        today = timezone.localdate(now)
        form = RegisterForm(request.GET if "since" in request.GET else {"since": today, "until": today})
        rows, total = [], 0
        if form.is_valid():
            found = form.steps()
            total = found.count()
            if "csv" in request.GET and total <= MOST_ROWS:
                name = _("register %(since)s to %(until)s") % form.cleaned_data
                return as_csv([str(head) for head in HEADS], (row_of(review) for review in found.iterator(2000)), name)
            if "csv" in request.GET:
                form.add_error(None, _("These are more than %(most)d steps: choose fewer days.") % {"most": MOST_ROWS})
            rows = [signed(review) for review in found[:SHOWN]]
        query = request.GET.copy()
        query["csv"] = "1"
        context = {
            **self.admin_site.each_context(request),
            "title": _("Register of steps"),
            "opts": self.opts,
            "form": form,
            "rows": rows,
            "total": total,
            "csv": query.urlencode() if "since" in request.GET else f"since={today}&until={today}&csv=1",
            **printed_by(request, now=now),
        }
        return TemplateResponse(request, "admin/articles/article/register.html", context)
