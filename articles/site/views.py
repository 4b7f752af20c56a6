"""The readers' pages. They ask PublishedArticle and its children, and say nothing about caching."""

import re
from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.html import format_html

from articles import body as bodies
from articles.models.published import Notice, PublishedArticle, Withdrawal
from articles.presentation import structured_data
from articles.presentation.article_page import article_context
from articles.presentation.frame import frame
from articles.site import one_piece
from articles.site.correcting import corrected_piece, standing
from articles.site.finding import reporter_at, section_at, tag_at
from articles.site.front import front
from articles.site.pages import Page, nothing_here, rendered
from articles.site.paging import Rows, leaf, of_reporter, of_tag
from articles.site.roles import PrintedRoles, parts_of

CORRECTIONS_ON_A_PAGE = 50
CHECKED_WITHIN = 3600  # seconds: when a crawler may ask again for a piece that is being checked
CORRECTION_NUMBER = re.compile(r"[0-9]{1,18}")


class HomePage(Page):
    template = "site/home.html"

    def context(self) -> dict:
        return {"front": front(), "data": structured_data.as_script(structured_data.home_graph(self.paper))}


class ArticlePage(Page):
    """Two statements: its row, and what it links to. A wrong date leads to the right one."""

    template = "site/article.html"

    def get(self, request: HttpRequest, *, number: int, **date: int) -> HttpResponse:
        found = one_piece.read(number)
        if found is None:
            return gone(number)
        address = found.article.get_absolute_url()
        if request.path != address:
            return HttpResponsePermanentRedirect(address)
        return rendered(self.template, article_context(found.article, paper=found.paper))


class PieceList(Page):
    """A heading and the pieces below it, newest first."""

    template = "site/list.html"

    def listed(
        self, heading: str, kind: str, pieces: QuerySet[PublishedArticle], *, rows: Rows | None = None,
        about: str = "", narrowed: Mapping[str, str] | None = None, nodes: Iterable[dict] = (), **more
    ) -> dict:  # fmt: skip
        """The context of `site/list.html`; `kind` is the name of its address, `nodes` what machines read besides.

        `narrowed` is the query that says to which part of the list the page belongs.
        """
        way = structured_data.breadcrumbs((heading, ""))
        turned = leaf(pieces.select_related("section"), self.request.GET, rows=rows)
        return {
            "heading": heading,
            "about": about,
            "description": bodies.summary(format_html("<p>{}</p>", about)),
            "kind": kind,
            "here": self.request.path,
            "leaf": turned,
            "place": {**(narrowed or {}), **turned.place},
            "feed": reverse(f"site:{kind}_feed", kwargs=self.kwargs),
            "data": structured_data.as_script([*nodes, way]),
            **more,
        }


class SectionPage(PieceList):
    def context(self, *, slug: str) -> dict:
        section = section_at(slug)
        return self.listed(section.name, "section", section.articles.all(), about=section.description)


class TagPage(PieceList):
    def context(self, *, slug: str) -> dict:
        tag = tag_at(slug)
        return self.listed(tag.name, "tag", PublishedArticle.objects.all(), rows=of_tag(tag.pk))


class ReporterPage(PieceList):
    def context(self, *, pk: int) -> dict:
        reporter = reporter_at(pk, printed_roles=PrintedRoles(pk))
        tabs = parts_of(reporter.printed_roles)
        asked = self.request.GET.get("role", "")
        chosen = next((tab for tab in tabs if tab.name == asked), None)
        if asked and chosen is None:
            raise nothing_here()
        rows = of_reporter(pk, chosen.roles if chosen else None)
        return self.listed(
            reporter.name, "reporter", PublishedArticle.objects.all(), rows=rows, about=reporter.biography,
            narrowed={"role": chosen.name} if chosen else None, nodes=[structured_data.profile(reporter)],
            reporter=reporter, tabs=tabs if len(tabs) > 1 else (), chosen=chosen,
        )  # fmt: skip


class CorrectionsPage(Page):
    """All corrections, also those of pieces that are withdrawn: these without the headline."""

    template = "site/corrections.html"

    def context(self) -> dict:
        before = self.request.GET.get("before", "")
        if before and not CORRECTION_NUMBER.fullmatch(before):
            raise nothing_here()
        notes = standing()
        found = list((notes.filter(pk__lt=int(before)) if before else notes)[: CORRECTIONS_ON_A_PAGE + 1])
        shown = found[:CORRECTIONS_ON_A_PAGE]
        if before and not shown:
            raise nothing_here()
        return {
            "notes": [(note, corrected_piece(note)) for note in shown],
            "older": shown[-1].pk if len(found) > CORRECTIONS_ON_A_PAGE else None,
            "place": {"before": before} if before else {},
        }


class AboutPage(Page):
    template = "site/about.html"

    def context(self) -> dict:
        return {}


def gone(number: int) -> HttpResponse:
    """What the address of a piece answers that is not public: being checked, withdrawn, or never there."""
    notice = Withdrawal.objects.filter(pk=number).first()
    if notice is None:
        raise nothing_here()
    if notice.kind == Notice.CHECKING:
        response = rendered("503.html", frame(), status=503)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Retry-After"] = str(CHECKED_WITHIN)
        return response
    return rendered("410.html", {**frame(), "notice": notice}, status=410)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address where nothing is."""
    return rendered("404.html", frame(), status=404)
