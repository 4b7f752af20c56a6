"""What waits for the clock, in one list: embargoes (禁发至), scheduled releases, and what leaves the site by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import facts as facts_of_pieces
from articles import visibility, workflow
from articles.models.newsroom import Article
from articles.workflow import Status
from staff import people

#: Rows of each list that the page shows.
SHOWN = 100


@dataclass(frozen=True)
class Minute:
    """A piece, its minute, and the step that cancels it: `reason` says why that is closed to this person, or ""."""

    article: Article
    at: datetime
    step: workflow.Step
    url: str
    reason: str


@dataclass(frozen=True)
class Group:
    name: str
    heading: str
    none: str
    minutes: tuple[Minute, ...]
    total: int


#: name: (column of the minute, step that cancels it, heading, what is said when there is none).
GROUPS = {
    "embargo": ("embargo_until", "lift_embargo", gettext_lazy("Under embargo"), gettext_lazy("No piece is held back.")),
    "scheduled": ("scheduled_for", "unschedule", gettext_lazy("Scheduled"), gettext_lazy("No release is scheduled.")),
    "expiry": ("expires_at", "clear_expiry", gettext_lazy("Leaves the site"), gettext_lazy("Nothing leaves the site.")),
}


def groups(user, *, now: datetime) -> list[Group]:
    """The three lists, the next minute first, in a constant number of statements."""
    person = people.person(user, now=now)
    found = {name: _rows(name, visibility.pieces(person)) for name in GROUPS}
    pieces = {article.number: article for rows, _total in found.values() for article in rows}
    facts = facts_of_pieces.of_many(pieces.values(), now=now)
    return [
        Group(name, str(heading), str(none), tuple(_minutes(found[name][0], column, cancel, facts, person)),
              found[name][1])
        for name, (column, cancel, heading, none) in GROUPS.items()
    ]  # fmt: skip


def _rows(name: str, seen: QuerySet[Article]) -> tuple[list[Article], int]:
    column = GROUPS[name][0]
    rows = seen.filter(**{f"{column}__isnull": False}).order_by(column, "number")
    if name == "scheduled":
        rows = rows.filter(status=Status.SCHEDULED)
    return list(rows.select_related("section")[:SHOWN]), rows.count()


def _minutes(rows: Iterable[Article], column: str, cancel: str, facts: dict, person) -> Iterable[Minute]:
    step = workflow.steps(settings.GAZETTE_REVIEW_PROFILE)[cancel]
    for article in rows:
        yield Minute(
            article,
            getattr(article, column),
            step,
            reverse("admin:articles_article_step", args=[article.pk, cancel]),
            workflow.why_not(step, facts[article.number], person),
        )


class TimesMixin(admin.ModelAdmin):
    """The page `times/` of the pieces."""

    def get_urls(self) -> list:
        page = path("times/", self.admin_site.admin_view(self.times_view), name="articles_article_times")
        return [page, *super().get_urls()]

    def times_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        now = timezone.now()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Embargoes, schedules, last days"),
            "opts": self.opts,
            "groups": groups(request.user, now=now),
            "now": now,
        }
        return TemplateResponse(request, "admin/articles/article/times.html", context)
