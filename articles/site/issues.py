"""The printed issue: its pages with their names, the pieces of each in their order, and the page as it was printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.core.files.storage import storages
from django.db import connection
from django.db.models import Exists, OuterRef
from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import photos
from articles.models.placing import PrintedPage
from articles.models.published import PublishedArticle
from articles.presentation import structured_data
from articles.presentation.pictures import Picture, picture
from articles.presentation.teasers import Teaser, teaser
from articles.site.archives import day_of
from articles.site.pages import Page, nothing_here
from articles.site.paging import in_page_order

PIECES_OF_AN_ISSUE = 300  # on one page: more than any issue has, unless an import went wrong
KEPT_FOR = 3600  # seconds: a page that was held back should not stay in caches for long
CONTENT_TYPES = {"jpg": "image/jpeg", "webp": "image/webp", "pdf": "application/pdf"}


@dataclass(frozen=True)
class IssuePage:
    """A page of an issue; `picture` and `pdf` (an address) where readers may see them."""

    label: str
    name: str
    picture: Picture | None
    pdf: str
    pdf_bytes: int
    teasers: tuple[Teaser, ...]


class Issue(Page):
    """One issue. It exists while readers have a piece of it."""

    template = "site/issue.html"

    def context(self, *, year: int, month: int, day: int) -> dict:
        today = day_of(year, month, day)
        pieces = PublishedArticle.objects.select_related("section").filter(issue_date=today)
        rows = in_page_order(pieces.order_by("page_label", "page_order", "number")[:PIECES_OF_AN_ISSUE])
        if not rows:
            raise nothing_here()
        before, after = neighbours(today)
        way = structured_data.breadcrumbs((today.isoformat(), ""))
        return {
            "today": today,
            "pages": pages_of(today, rows),
            "before": before,
            "after": after,
            "data": structured_data.as_script([structured_data.issue(self.paper, today), way]),
        }


def pages_of(today: date, rows: list[PublishedArticle]) -> tuple[IssuePage, ...]:
    """The pages in their order: those with pieces, and those of which only the picture or the name is there."""
    shows_files = Exists(PrintedPage.objects.with_files_shown().filter(pk=OuterRef("pk")))
    of_today = PrintedPage.objects.filter(issue_date=today).annotate(shows_files=shows_files)
    printed = {page.label: page for page in of_today}
    of_page = {label: tuple(map(teaser, inside)) for label, inside in groupby(rows, key=lambda row: row.page_label)}
    labels = sorted({*printed, *of_page}, key=lambda label: (not label, label))
    return tuple(_page(label, printed.get(label), of_page.get(label, ())) for label in labels)


def _page(label: str, printed: PrintedPage | None, teasers: tuple[Teaser, ...]) -> IssuePage:
    if printed is None:
        return IssuePage(label, "", None, "", 0, teasers)
    return IssuePage(
        label,
        printed.name,
        _picture(printed) if printed.shows_files and printed.sha256 else None,
        _address(printed, f"{printed.pdf}.pdf") if printed.shows_files and printed.pdf else "",
        printed.pdf_bytes,
        teasers,
    )


def _picture(printed: PrintedPage) -> Picture:
    words = {"alt": "", "caption": "", "credit": ""}  # the template names the page
    return picture({**_facts(printed), **words}, lambda name: _address(printed, name))


def _facts(printed: PrintedPage) -> Mapping:
    return {"sha256": printed.sha256, "width": printed.width, "height": printed.height, "focal": photos.CENTRE}


def _address(printed: PrintedPage, name: str) -> str:
    return reverse("site:page_file", args=[printed.pk, name])


def neighbours(today: date) -> tuple[date | None, date | None]:
    """The issues before and after this one, by the index of issue dates."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT MAX(issue_date) FROM articles_publishedarticle WHERE issue_date < %s),"
            " (SELECT MIN(issue_date) FROM articles_publishedarticle WHERE issue_date > %s)",
            [today, today],
        )
        before, after = cursor.fetchone()
    return _date(before), _date(after)


def _date(said: date | str | None) -> date | None:
    """SQLite gives text for the dates of a plain statement."""
    return date.fromisoformat(said) if isinstance(said, str) else said


@require_safe
def page_file(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """The picture of a printed page in one of its sizes, or its PDF: only while readers may see them."""
    printed = PrintedPage.objects.with_files_shown().filter(pk=pk).first()
    if printed is None or name not in names_of(printed):
        raise nothing_here()
    try:
        file = storages["default"].open(f"pages/{name}" if name.endswith(".pdf") else name)
    except OSError:
        raise nothing_here() from None
    response = FileResponse(file, content_type=CONTENT_TYPES[name.rpartition(".")[2]])
    response.headers["Cache-Control"] = f"public, max-age={KEPT_FOR}"
    return response


def names_of(printed: PrintedPage) -> set[str]:
    """The files of a printed page as its addresses name them."""
    names = {f"{printed.pdf}.pdf"} if printed.pdf else set()
    if printed.sha256:
        names |= {rendition.name for rendition in photos.renditions(**_facts(printed))}
    return names
