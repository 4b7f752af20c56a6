"""The archive by year, month and day. What has no public piece has no page."""

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Count, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from articles.models.published import PublishedArticle
from articles.presentation import structured_data
from articles.presentation.addresses import absolute
from articles.presentation.teasers import teaser
from articles.site.pages import Page, nothing_here
from articles.site.paging import in_page_order, leaf

PIECES_OF_A_DAY = 200  # on one page: more than any day has, unless an import went wrong


@dataclass(frozen=True)
class Around:
    """The days with public pieces from one date to another, each with their number, and the nearest outside."""

    counts: dict[date, int]
    before: date | None
    after: date | None


def around(first: date, last: date) -> Around:
    """Read them in one statement; raises Http404 when there is none."""
    rows = PublishedArticle.objects.order_by()
    inside = rows.filter(public_date__range=(first, last)).values("public_date").annotate(pieces=Count("pk"))
    earlier = rows.filter(public_date__lt=first).order_by("-public_date", "-number")
    later = rows.filter(public_date__gt=last).order_by("public_date", "number")
    parts = [inside.values_list("public_date", "pieces"), _only(earlier), _only(later)]
    found = dict(parts[0].union(*parts[1:], all=True))
    counts = {day: pieces for day, pieces in sorted(found.items()) if first <= day <= last}
    if not counts:
        raise nothing_here()
    return Around(
        counts,
        before=next((day for day in found if day < first), None),
        after=next((day for day in found if day > last), None),
    )


def calendar_of(first: date, counts: Mapping[date, int]) -> list[list[tuple[date | None, int]]]:
    """The weeks of a month, Monday first: each day with the number of its pieces, None outside the month."""
    return [
        [(day if day.month == first.month else None, counts.get(day, 0)) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]


def _only(ordered: QuerySet) -> QuerySet:
    """The day of the first row, with a count that nobody reads."""
    one = PublishedArticle.objects.filter(pk__in=ordered.values("pk")[:1]).order_by()
    return one.values_list("public_date", Cast(Value(0), IntegerField()))


def day_of(year: int, month: int = 1, day: int = 1) -> date:
    """The date of an address; raises Http404 for the thirtieth of February."""
    try:
        return date(year, month, day)
    except ValueError:
        raise nothing_here() from None


def end_of_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


class YearPage(Page):
    template = "site/year.html"

    def context(self, *, year: int) -> dict:
        first = day_of(year)
        days = around(first, date(year, 12, 31))
        months = [
            (month, sum(days.counts[day] for day in inside))
            for month, inside in groupby(days.counts, key=lambda day: day.replace(day=1))
        ]
        return {"first": first, "around": days, "months": months, "data": _way(self.request.path, str(year))}


class MonthPage(Page):
    template = "site/month.html"

    def context(self, *, year: int, month: int) -> dict:
        first = day_of(year, month)
        days = around(first, end_of_month(first))
        pieces = PublishedArticle.objects.select_related("section")
        turned = leaf(pieces.filter(public_date__range=(first, end_of_month(first))), self.request.GET)
        return {
            "first": first,
            "around": days,
            "weeks": calendar_of(first, days.counts),
            "leaf": turned,
            "place": turned.place,
            "data": _way(self.request.path, f"{year}-{month:02d}"),
        }


class DayPage(Page):
    """A day as the newspaper had it: its pages in their order, then what was never printed."""

    template = "site/day.html"

    def context(self, *, year: int, month: int, day: int) -> dict:
        today = day_of(year, month, day)
        first = today.replace(day=1)
        days = around(first, end_of_month(first))
        if today not in days.counts:
            raise nothing_here()
        pieces = PublishedArticle.objects.select_related("section").filter(public_date=today)
        turned = leaf(pieces, self.request.GET, size=PIECES_OF_A_DAY)
        printed = groupby(in_page_order(turned.pieces), key=lambda piece: piece.page_label)
        return {
            "today": today,
            "before": max((day for day in days.counts if day < today), default=days.before),
            "after": min((day for day in days.counts if day > today), default=days.after),
            "weeks": calendar_of(first, days.counts),
            "leaf": turned,
            "place": turned.place,
            "is_issue": any(piece.issue_date == today for piece in turned.pieces),
            "printed_pages": [(label, [teaser(piece) for piece in inside]) for label, inside in printed],
            "data": _way(self.request.path, today.isoformat()),
        }


def _way(path: str, name: str) -> str:
    return structured_data.as_script([structured_data.breadcrumbs((name, absolute(path)))])
