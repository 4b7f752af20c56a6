"""The page 统计: tables, charts and CSV of what was published, by person, section and month.

Heads of desks and above see everybody, everybody else himself.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import counting, statistics
from articles.admin.charts import Chart, by_month, by_person, cell
from articles.admin.sheets import as_csv
from articles.statistics import Period
from staff import people, roles

#: Pieces and signatures that one look at the page counts: about two seconds. `manage.py count_pieces` counts the rest.
MOST_COUNTED = 2000
LONGEST = 120  # months
BARS = 15  # people in the chart


class MonthField(forms.DateField):
    """A month, as browsers send it; its first day."""

    def __init__(self, **options) -> None:
        super().__init__(input_formats=["%Y-%m"], widget=forms.DateInput({"type": "month"}, format="%Y-%m"), **options)


class PeriodForm(forms.Form):
    since = MonthField(label=gettext_lazy("From"))
    until = MonthField(label=gettext_lazy("Up to and including"))

    def clean(self) -> dict:
        data = super().clean()
        if {"since", "until"} <= data.keys():
            if data["until"] < data["since"]:
                raise forms.ValidationError(_("The last month lies before the first one."))
            if (data["until"] - data["since"]).days > LONGEST * 31:
                raise forms.ValidationError(_("Choose at most ten years."))
        return data

    @property
    def period(self) -> Period:
        """From the first day of the first month to the last day of the last one."""
        after = (self.cleaned_data["until"] + timedelta(days=31)).replace(day=1)
        return Period(self.cleaned_data["since"], after - timedelta(days=1))


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, and what of a row stands in it."""

    name: object
    value: Callable[[object], object]
    is_number: bool = True


def _of(name: str) -> Callable[[object], object]:
    return lambda row: getattr(row, name)


NAME = Column(gettext_lazy("Name"), _of("name"), is_number=False)
SECTION = Column(gettext_lazy("Section"), lambda row: row.name or _("Without a section"), is_number=False)
MONTH = Column(gettext_lazy("Month"), lambda row: f"{row.month:%Y-%m}", is_number=False)
PERSONS = (
    Column(gettext_lazy("Number of pieces"), _of("pieces")),
    Column(gettext_lazy("wrote"), _of("text")),
    Column(gettext_lazy("photographed"), _of("picture")),
    Column(gettext_lazy("filmed"), _of("video")),
    Column(gettext_lazy("edited"), _of("edit")),
    Column(gettext_lazy("proofread"), _of("proof")),
    Column(gettext_lazy("did other things"), _of("other")),
    Column(gettext_lazy("Characters"), _of("characters")),
    Column(gettext_lazy("His share"), _of("share")),
    Column(gettext_lazy("Pictures"), _of("pictures")),
    Column(gettext_lazy("Withdrawn pieces"), _of("withdrawn")),
)
SECTIONS = (
    Column(gettext_lazy("Number of pieces"), _of("pieces")),
    Column(gettext_lazy("Characters"), _of("characters")),
    Column(gettext_lazy("Pictures"), _of("pictures")),
    Column(gettext_lazy("Withdrawn pieces"), _of("withdrawn")),
)
REVIEWERS = (
    Column(gettext_lazy("First reviews"), _of("first_review")),
    Column(gettext_lazy("Second reviews"), _of("second_review")),
    Column(gettext_lazy("Final reviews"), _of("final_review")),
    Column(gettext_lazy("Checks against print"), _of("print_check")),
    Column(gettext_lazy("Releases"), _of("release")),
    Column(gettext_lazy("Proofs"), _of("proofread")),
    Column(gettext_lazy("Characters proofread"), _of("characters")),
    Column(gettext_lazy("Wrong words"), _of("words")),
    Column(gettext_lazy("Punctuation"), _of("punctuation")),
    Column(gettext_lazy("Facts"), _of("facts")),
    Column(gettext_lazy("Other errors"), _of("other")),
    Column(gettext_lazy("Errors per 10,000 characters"), lambda row: "" if row.rate is None else row.rate),
)


@dataclass(frozen=True)
class Table:
    """A table as the page shows it: rows of cells, the first of which names the row."""

    key: str
    heading: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]

    @property
    def heads(self) -> list[tuple[str, bool]]:
        return [(str(column.name), column.is_number) for column in self.columns]

    @property
    def shown(self) -> list[list[str]]:
        return [[cell(value) for value in row] for row in self.rows]


def table(key: str, heading: str, columns: Sequence[Column], rows: Iterable[object]) -> Table:
    return Table(key, heading, tuple(columns), tuple(tuple(column.value(row) for column in columns) for row in rows))


# --- the page --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sight:
    """Whose numbers somebody may see: everybody's, or those of one reporter and one account."""

    is_all: bool
    reporter: int | None
    user: int


def sight_of(user, *, now) -> Sight:
    person = people.person(user, now=now)
    return Sight(bool(person.acting_as((roles.DESK_HEAD,))), person.reporter_id, user.pk)


class StatisticsMixin(admin.ModelAdmin):
    """The page `statistics/` of all pieces."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.statistics_view)
        return [path("statistics/", view, name="articles_article_statistics"), *super().get_urls()]

    def statistics_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        now = timezone.now()
        today = timezone.localdate(now)
        form = PeriodForm(request.GET if "since" in request.GET else this_month(today), label_suffix="")
        sight = sight_of(request.user, now=now)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Statistics"),
            "opts": self.opts,
            "form": form,
            "sight": sight,
        }
        if form.is_valid():
            left = counting.count(MOST_COUNTED)
            wanted = request.GET.get("csv", "")
            if wanted:
                for shown in tables(form.period, sight, split=True):
                    if shown.key == wanted:
                        heads = [head for head, _is_number in shown.heads]
                        name = f"{wanted}-{form.period.first:%Y-%m}-{form.period.last:%Y-%m}"
                        return as_csv(heads, shown.rows, name)
            is_split = "by_month" in request.GET
            shown = tables(form.period, sight, split=is_split)
            context |= {
                "left": left,
                "is_split": is_split,
                "tables": shown,
                "charts": charts(form.period, sight, today=today),
            }
        return TemplateResponse(request, "admin/articles/article/statistics.html", context)


def this_month(today: date) -> dict[str, str]:
    return {"since": f"{today:%Y-%m}", "until": f"{today:%Y-%m}"}


def tables(period: Period, sight: Sight, *, split: bool) -> list[Table]:
    """The tables that this person may see; `split` gives a row a month."""
    month = (MONTH,) if split else ()
    mine = {} if sight.is_all else {"user": sight.user}
    found = []
    if sight.is_all or sight.reporter:
        of = {} if sight.is_all else {"reporter": sight.reporter}
        rows = statistics.persons(period, by_month=split, **of)
        found.append(table("reporters", _("By reporter"), (*month, NAME, *PERSONS), rows))
    if sight.is_all:
        rows = statistics.sections(period, by_month=split)
        found.append(table("sections", _("By section"), (*month, SECTION, *SECTIONS), rows))
    rows = statistics.reviewers(period, by_month=split, **mine)
    found.append(table("reviews", _("Reviews and proofs"), (*month, NAME, *REVIEWERS), rows))
    return found


def charts(period: Period, sight: Sight, *, today: date) -> list[Chart]:
    """What the paper put out in the twelve months up to the period's end, and who wrote most in the period."""
    last = min(period.last, today)
    first = date(last.year - 1, last.month, 1) + timedelta(days=31)
    year = Period(first.replace(day=1), period.last)
    if not sight.is_all:
        if not sight.reporter:
            return []
        rows = statistics.persons(year, by_month=True, reporter=sight.reporter)
        own = {row.month: row.characters for row in rows}
        months = [(f"{one.month:%m}", own.get(one.month, 0)) for one in statistics.months(year)]
        return [by_month("months", _("My characters by month"), months)]
    months = [(f"{one.month:%m}", one.characters) for one in statistics.months(year)]
    writers = [(row.name, row.share) for row in statistics.persons(period) if row.share][:BARS]
    return [
        by_month("months", _("Characters published by month"), months),
        by_person("writers", _("Characters by reporter, shared pieces divided"), writers),
    ]
