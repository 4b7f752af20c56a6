"""The filters of the list of pieces, and how it is leafed through. None of them counts all pieces."""

from datetime import date

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import tags as typed_tags
from articles import visibility
from articles.models.newsroom import ArticleByline, ArticleTag
from articles.models.shared import Tag
from staff import people
from staff.models import Reporter

MOST_LISTED = 2_000  # pieces; whoever looks for an older one filters or searches
MOST_TAGS = 20  # tags in which a typed word stands: more of them say nothing
MOST_PROPOSED = 500  # names below the box of a filter


class NearPaginator(Paginator):
    """Counts as far as anybody leafs: a list of 100,000 pieces costs what a list of 2,000 costs."""

    @cached_property
    def _near(self) -> int:
        return self.object_list.order_by().values("pk")[: MOST_LISTED + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._near, MOST_LISTED)

    @property
    def is_cut(self) -> bool:
        return self._near > MOST_LISTED


class SectionFilter(admin.RelatedFieldListFilter):
    """Sections, and the pieces that have none yet."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.empty_value_display = _("No section yet")


class TypedFilter(admin.ListFilter):
    """A filter whose value is typed; the other filters and the search stay as they are."""

    template = "admin/articles/article/typed_filter.html"
    input_type = "search"
    fixed: tuple[tuple[str, str], ...] = ()  # choices that are links, besides "all"

    def __init__(self, request: HttpRequest, params: dict, model, model_admin) -> None:
        super().__init__(request, params, model, model_admin)
        value = params.pop(self.parameter_name, [""])[-1].strip()
        self.chosen = value if value and self.understands(value) else ""
        if self.chosen:
            self.used_parameters[self.parameter_name] = self.chosen
        self.others = [(key, item) for key, items in request.GET.lists() for item in items
                       if key not in {self.parameter_name, "p", "e"}]  # fmt: skip

    def understands(self, value: str) -> bool:
        return True

    def proposals(self) -> list[str]:
        return []

    @property
    def typed(self) -> str:
        """What stands in the box."""
        return "" if self.chosen in dict(self.fixed) else self.chosen

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str]:
        return [self.parameter_name]

    def choices(self, changelist):
        for value, label in (("", _("All")), *self.fixed):
            yield {
                "selected": self.chosen == value,
                "query_string": changelist.get_query_string(
                    {self.parameter_name: value} if value else {}, [] if value else [self.parameter_name]
                ),
                "display": label,
            }


class IssueDateFilter(TypedFilter):
    """Pieces of one issue, by its date; or those that have none."""

    title = gettext_lazy("issue date")
    parameter_name = "issue_date"
    input_type = "date"
    NONE = "none"
    fixed = ((NONE, gettext_lazy("Without an issue date")),)

    def understands(self, value: str) -> bool:
        if value == self.NONE:
            return True
        try:
            date.fromisoformat(value)
        except ValueError:
            return False
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.chosen == self.NONE:
            return queryset.filter(issue_date__isnull=True)
        return queryset.filter(issue_date=self.chosen) if self.chosen else queryset


class CreditFilter(TypedFilter):
    """Pieces that credit somebody, by the printed name or by the reporter behind a pen name."""

    title = gettext_lazy("credit")
    parameter_name = "credit"

    def proposals(self) -> list[str]:
        known = Reporter.objects.filter(is_confirmed=True, merged_into__isnull=True)
        return list(known.values_list("name", flat=True).distinct()[:MOST_PROPOSED])

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.chosen:
            return queryset
        people = Reporter.objects.filter(name=self.chosen).values_list("pk", "merged_into")
        keys = {key for row in people for key in row if key}
        credits = ArticleByline.objects.filter(Q(printed_name=self.chosen) | Q(reporter__in=keys))
        return queryset.filter(pk__in=credits.values("article"))


class TagFilter(TypedFilter):
    """Pieces with a tag; where there is none of that name, with one of the first tags in which the word stands."""

    title = gettext_lazy("tag")
    parameter_name = "tag"

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        words = typed_tags.from_string(self.chosen)
        if not words:
            return queryset
        named = Tag.objects.filter(name__iexact=words[0]).values_list("pk", "merged_into").first()
        alike = Tag.objects.filter(name__icontains=words[0], merged_into__isnull=True).values_list("pk", flat=True)
        wanted = [named[1] or named[0]] if named else list(alike[:MOST_TAGS])
        return queryset.filter(pk__in=ArticleTag.objects.filter(tag__in=wanted).values("content_object"))


class MineFilter(admin.SimpleListFilter):
    """My own pieces, as `visibility.own` has them."""

    title = gettext_lazy("whose")
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("1", _("My own pieces"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() != "1":
            return queryset
        return queryset.filter(pk__in=visibility.numbers_of_own(people.of_request(request)))
