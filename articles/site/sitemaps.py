"""What search engines read: sitemaps by month (sitemaps.org), the news sitemap, robots.txt."""

from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Count, Max, Value
from django.http import HttpRequest, HttpResponse
from django.views import View

from articles.models.published import PublishedArticle, PublishedByline, Withdrawal
from articles.models.shared import SiteSettings
from articles.presentation.addresses import absolute, address, issue_of
from articles.presentation.frame import frame
from articles.presentation.pictures import picture
from articles.site.archives import day_of, end_of_month
from articles.site.pages import nothing_here, rendered
from staff.models import Reporter

ADDRESSES = 5000  # in one sitemap; the protocol allows 50,000
MOST_PARTS = 1000  # of one month
MOST_PICTURES = 50  # of one piece; the protocol allows 1,000
NEWS = 1000  # addresses, by Google's rule
NEWS_DAYS = timedelta(days=2)  # Google's rule; counted back from the newest piece, so that no clock is asked


class Listing(View):
    """A file of addresses from a template."""

    http_method_names = ["get", "head"]
    template = ""
    kind = "application/xml"

    def get(self, request: HttpRequest, **where) -> HttpResponse:
        return rendered(self.template, self.context(**where), kind=self.kind)


class SitemapIndex(Listing):
    template = "site/sitemap_index.xml"

    def context(self) -> dict:
        """The months, each with the moment in which one of its pieces changed or went, by an index of these alone."""
        public = PublishedArticle.objects.order_by().values_list("public_date")
        gone = Withdrawal.objects.order_by().values_list("public_date")
        days = public.annotate(pieces=Count("*"), changed=Max("published_at")).union(
            gone.annotate(pieces=Value(0), changed=Max("at")), all=True
        )
        maps: list[tuple[str, datetime | None]] = [(absolute(address("sitemap_pages")), None)]
        for (year, month), rows in groupby(sorted(days), key=lambda row: (row[0].year, row[0].month)):
            inside = list(rows)
            changed = max(changed for _, _, changed in inside)
            parts = -(-sum(pieces for _, pieces, _ in inside) // ADDRESSES)
            maps += [(absolute(address("sitemap_month", year, month, part)), changed) for part in range(1, parts + 1)]
        return {"maps": maps}


class MonthSitemap(Listing):
    template = "site/sitemap.xml"

    def context(self, *, year: int, month: int, part: int) -> dict:
        first = day_of(year, month)
        pieces = PublishedArticle.objects.filter(public_date__range=(first, end_of_month(first)))
        rows = pieces.order_by("public_date", "number").only(
            "number", "public_date", "published_at", "issue_date", "photos"
        )
        if not 1 <= part <= MOST_PARTS or not (rows := list(rows[(part - 1) * ADDRESSES : part * ADDRESSES])):
            raise nothing_here()
        issues: dict[date, datetime] = {}
        for piece in rows:
            if piece.issue_date and piece.issue_date == piece.public_date:
                issues[piece.issue_date] = max(issues.get(piece.issue_date, piece.published_at), piece.published_at)
        return {
            "rows": [
                *((absolute(issue_of(day)), changed, []) for day, changed in issues.items()),
                *(
                    (
                        absolute(piece.get_absolute_url()),
                        piece.published_at,
                        [absolute(picture(photo).largest) for photo in piece.photos[:MOST_PICTURES]],
                    )
                    for piece in rows
                ),
            ]
        }


class PagesSitemap(Listing):
    """What stays: the home page, sections, reporters, the paper's own pages."""

    template = "site/sitemap.xml"

    def context(self) -> dict:
        credited = PublishedByline.objects.values("reporter")
        reporters = Reporter.objects.filter(pk__in=credited, is_confirmed=True, has_public_page=True)
        paths = [
            *(address(name) for name in ("home", "corrections", "about")),
            *(section.address for section in frame()["sections"]),
            *(address("reporter", pk) for pk in reporters.order_by("pk").values_list("pk", flat=True)),
        ]
        return {"rows": [(absolute(path), None, []) for path in paths[:ADDRESSES]]}


class NewsSitemap(Listing):
    template = "site/sitemap_news.xml"

    def context(self) -> dict:
        rows = list(
            PublishedArticle.objects.latest().only("number", "headline", "public_date", "first_published_at")[:NEWS]
        )
        if not rows:
            raise nothing_here()
        since = rows[0].first_published_at - NEWS_DAYS
        return {
            "paper": SiteSettings.load(),
            "rows": [
                (absolute(piece.get_absolute_url()), piece) for piece in rows if piece.first_published_at >= since
            ],
        }


class Robots(Listing):
    template = "site/robots.txt"
    kind = "text/plain"

    def context(self) -> dict:
        return {"maps": [absolute(address("sitemap")), absolute(address("sitemap_news"))]}
