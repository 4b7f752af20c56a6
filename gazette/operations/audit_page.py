"""The audit trail in the admin: the newest entries, and a download of any period as a table."""

import logging
from datetime import date, timedelta

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.widgets import DayInput
from gazette.operations import audit_trail

logger = logging.getLogger(__name__)

SHOWN = 200  # entries on the page


class Period(forms.Form):
    """From which day to which, both included."""

    since = forms.DateField(label=gettext_lazy("From"), widget=DayInput)
    until = forms.DateField(label=gettext_lazy("Until"), widget=DayInput)

    def clean(self) -> dict:
        said = super().clean()
        if said.get("since") and said.get("until") and said["since"] > said["until"]:
            raise forms.ValidationError(_("“Until” must be later than “from”."))
        return said


def audit_trail_view(request: HttpRequest) -> HttpResponse:
    """Show the newest entries; with a period, send that as a table."""
    if not request.user.has_perm("operations.export_audit_trail"):
        raise PermissionDenied
    today = timezone.localdate()
    asked = Period(request.GET) if "since" in request.GET or "until" in request.GET else None
    if asked and asked.is_valid():
        return download(request, asked.cleaned_data["since"], asked.cleaned_data["until"])
    context = {
        **admin.site.each_context(request),
        "title": _("Audit trail"),
        "form": asked or Period(initial={"since": today - timedelta(days=30), "until": today}),
        "columns": [label for name, label in audit_trail.COLUMNS.items() if name != "record"],
        "entries": [(audit_trail.KINDS[entry.kind], entry) for entry in audit_trail.newest(SHOWN)],
        "shown": SHOWN,
    }
    return TemplateResponse(request, "admin/audit_trail.html", context)


def download(request: HttpRequest, since: date, until: date) -> StreamingHttpResponse:
    """The entries of these days as a table, sent while it is made."""
    logger.warning("audit trail exported", extra={"by": request.user.pk, "since": since, "until": until})
    lines = audit_trail.csv_lines(audit_trail.of_days(since, until))
    response = StreamingHttpResponse(map(str.encode, lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{since}-{until}.csv"'
    return response
