"""The readers' addresses. An article's carries its number and never its headline."""

from django.urls import path, register_converter

from articles.site import archives, drawn, feeds, issues, manifest, searching, sitemaps, views


class Digits:
    """A number with exactly as many digits as a date part has."""

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int | str) -> str:
        return f"{int(value):0{self.width}d}"


class Year(Digits):
    regex, width = "[12][0-9]{3}", 4


class TwoDigits(Digits):
    regex, width = "[0-9]{2}", 2


class Word:
    """Any letters of any script, but no control character: PostgreSQL refuses to look for NUL."""

    regex = r"[^/\x00-\x1f\x7f]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PageFile(Word):
    """The file of a printed page: a size of its picture, or its PDF."""

    regex = r"[0-9a-f]{2}/[0-9a-f]{40}-[a-z0-9]+\.(?:webp|jpg)|[0-9a-f]{64}\.pdf"


register_converter(Year, "yyyy")
register_converter(TwoDigits, "nn")
register_converter(Word, "word")
register_converter(PageFile, "page_file")

app_name = "site"
urlpatterns = [
    # First: of all addresses that nobody has kept yet, most are those of pieces.
    path("<yyyy:year>/<nn:month>/<nn:day>/<int:number>/", views.ArticlePage.as_view(), name="article"),
    path("", views.HomePage.as_view(), name="home"),
    path("sections/<word:slug>/", views.SectionPage.as_view(), name="section"),
    path("tags/<word:slug>/", views.TagPage.as_view(), name="tag"),
    path("reporters/<int:pk>/", views.ReporterPage.as_view(), name="reporter"),
    path("corrections/", views.CorrectionsPage.as_view(), name="corrections"),
    path("about/", views.AboutPage.as_view(), name="about"),
    path("<yyyy:year>/", archives.YearPage.as_view(), name="year"),
    path("<yyyy:year>/<nn:month>/", archives.MonthPage.as_view(), name="month"),
    path("<yyyy:year>/<nn:month>/<nn:day>/", archives.DayPage.as_view(), name="day"),
    path("issues/<yyyy:year>-<nn:month>-<nn:day>/", issues.Issue.as_view(), name="issue"),
    path("pages/<int:pk>/<page_file:name>", issues.page_file, name="page_file"),
    path("search/", searching.SearchPage.as_view(), name="search"),
    path("search/suggestions.json", searching.Suggestions.as_view(), name="suggestions"),
    path("<yyyy:year>/<nn:month>/<nn:day>/<int:number>/qr.svg", drawn.QrCode.as_view(), name="qr"),
    path("<yyyy:year>/<nn:month>/<nn:day>/<int:number>/card.png", drawn.Card.as_view(), name="card"),
    path("feed.atom", feeds.SiteFeed.as_view(), name="feed"),
    path("feed.rss", feeds.SiteFeed.as_view(kind="rss"), name="feed_rss"),
    path("sections/<word:slug>/feed.atom", feeds.SectionFeed.as_view(), name="section_feed"),
    path("sections/<word:slug>/feed.rss", feeds.SectionFeed.as_view(kind="rss"), name="section_feed_rss"),
    path("tags/<word:slug>/feed.atom", feeds.TagFeed.as_view(), name="tag_feed"),
    path("tags/<word:slug>/feed.rss", feeds.TagFeed.as_view(kind="rss"), name="tag_feed_rss"),
    path("reporters/<int:pk>/feed.atom", feeds.ReporterFeed.as_view(), name="reporter_feed"),
    path("reporters/<int:pk>/feed.rss", feeds.ReporterFeed.as_view(kind="rss"), name="reporter_feed_rss"),
    path("feed.json", feeds.SiteFeed.as_view(kind="json"), name="feed_json"),
    path("sections/<word:slug>/feed.json", feeds.SectionFeed.as_view(kind="json"), name="section_feed_json"),
    path("tags/<word:slug>/feed.json", feeds.TagFeed.as_view(kind="json"), name="tag_feed_json"),
    path("reporters/<int:pk>/feed.json", feeds.ReporterFeed.as_view(kind="json"), name="reporter_feed_json"),
    path("corrections/feed.atom", feeds.CorrectionsFeed.as_view(), name="corrections_feed"),
    path("corrections/feed.rss", feeds.CorrectionsFeed.as_view(kind="rss"), name="corrections_feed_rss"),
    path("corrections/feed.json", feeds.CorrectionsFeed.as_view(kind="json"), name="corrections_feed_json"),
    path("site.webmanifest", manifest.manifest, name="manifest"),
    path("favicon.ico", manifest.favicon, name="favicon"),
    path("sitemap.xml", sitemaps.SitemapIndex.as_view(), name="sitemap"),
    path("sitemap-pages.xml", sitemaps.PagesSitemap.as_view(), name="sitemap_pages"),
    path("sitemap-news.xml", sitemaps.NewsSitemap.as_view(), name="sitemap_news"),
    path("sitemap-<yyyy:year>-<nn:month>-<int:part>.xml", sitemaps.MonthSitemap.as_view(), name="sitemap_month"),
    path("robots.txt", sitemaps.Robots.as_view(), name="robots"),
]
