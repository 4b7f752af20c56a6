"""Feeds of the site, of each section, tag and reporter: the whole text, absolute addresses, archives never."""

from datetime import UTC, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from articles.models.published import PublishedArticle
from articles.models.shared import SiteSettings
from articles.presentation.addresses import absolute, address
from articles.presentation.pictures import pictures_of, public_address
from articles.presentation.piece import body_blocks
from articles.presentation.teasers import teaser
from articles.site.correcting import corrected_piece, standing
from articles.site.finding import reporter_at, section_at, tag_at
from articles.site.json_feed import FullJson
from articles.site.pages import FollowsMoves
from articles.site.paging import Rows, of_reporter, of_tag

NEWEST = 30  # pieces in a feed
LOOKED_AT = 300  # pieces of a tag or a reporter, archives included
LANGUAGE = "zh-Hans"
BEFORE_THE_FIRST_PIECE = datetime(2000, 1, 1, tzinfo=UTC)  # the date of an empty feed, which must have one


class WithoutClock:
    """A feed whose date is that of its newest piece; Django's own asks the clock where there is none."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else BEFORE_THE_FIRST_PIECE


class FullAtom(WithoutClock, Atom1Feed):
    """Atom (RFC 4287) with the text of each piece besides its summary."""

    content_type = "application/atom+xml; charset=utf-8"

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["text"], {"type": "html"})


class FullRss(WithoutClock, Rss201rev2Feed):
    """RSS 2.0 with the text in `content:encoded`, as its module of that name says, and authors by name."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["text"])


Feed = FullAtom | FullRss | FullJson
FORMATS: dict[str, type[Feed]] = {"atom": FullAtom, "rss": FullRss, "json": FullJson}


class SiteFeed(FollowsMoves):
    """All that is new. The feeds of a section, a tag and a reporter say which pieces are theirs."""

    http_method_names = ["get", "head"]
    kind = "atom"

    def about(self, **where) -> tuple[str, str, QuerySet[PublishedArticle]]:
        """Name, page (its path) and pieces of the feed; the name of the whole paper's is empty."""
        return "", address("home"), PublishedArticle.objects.latest()

    def get(self, request: HttpRequest, **where) -> HttpResponse:
        name, page, pieces = self.about(**where)
        feed = self.begun(name, page)
        for article in pieces.select_related("section")[:NEWEST]:
            add(feed, article)
        return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)

    def begun(self, name: str, page: str) -> Feed:
        """The feed without its pieces; one statement."""
        paper = SiteSettings.load()
        return FORMATS[self.kind](
            title=f"{name}_{paper.name}" if name else paper.name,
            link=absolute(page),
            description=paper.description or paper.slogan or paper.name,
            subtitle=paper.description or None,
            language=LANGUAGE,
            feed_url=absolute(self.request.path),
            author_name=paper.name,
        )


class SectionFeed(SiteFeed):
    def about(self, *, slug: str) -> tuple[str, str, QuerySet[PublishedArticle]]:
        section = section_at(slug)
        return section.name, address("section", slug), newest(section.articles.all())


class TagFeed(SiteFeed):
    def about(self, *, slug: str) -> tuple[str, str, QuerySet[PublishedArticle]]:
        tag = tag_at(slug)
        return tag.name, address("tag", slug), newest(among(of_tag(tag.pk)))


class ReporterFeed(SiteFeed):
    def about(self, *, pk: int) -> tuple[str, str, QuerySet[PublishedArticle]]:
        reporter = reporter_at(pk)
        return reporter.name, address("reporter", pk), newest(among(of_reporter(pk)))


class CorrectionsFeed(SiteFeed):
    """Every correction, also those of pieces that are withdrawn: these without the headline."""

    def get(self, request: HttpRequest, **where) -> HttpResponse:
        page = address("corrections")
        feed = self.begun(_("Corrections and clarifications"), page)
        for note in standing()[:NEWEST]:
            kind = note.get_kind_display()
            feed.add_item(
                title=f"{kind}：{note.headline}" if note.headline else kind,
                link=absolute(corrected_piece(note) or page),
                unique_id=absolute(f"{page}#{note.pk}"),
                unique_id_is_permalink=False,
                description=note.note,
                text=linebreaks(note.note, autoescape=True),
                pubdate=note.at,
                updateddate=note.at,
                categories=[kind],
            )
        return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def among(rows: Rows) -> QuerySet[PublishedArticle]:
    """The newest pieces of a tag or a reporter; some more than a feed has, because archives drop out."""
    return PublishedArticle.objects.filter(pk__in=rows.numbers(None, LOOKED_AT, ascending=False))


def newest(pieces: QuerySet[PublishedArticle]) -> QuerySet[PublishedArticle]:
    """By the newspaper's date, as the page of the same name has them: that order has an index, so it stays quick."""
    return pieces.filter(is_archive=False).order_by("-public_date", "-number")


def add(feed: Feed, article: PublishedArticle) -> None:
    """Add a piece with its whole text."""
    feed.add_item(
        title=article.headline,
        link=absolute(article.get_absolute_url()),
        unique_id=absolute(article.get_absolute_url()),
        unique_id_is_permalink=True,
        description=teaser(article).text,
        text=full_text(article),
        pubdate=article.first_published_at,
        updateddate=article.published_at,
        author_name="、".join(credit["name"] for credit in article.credits) or None,
        categories=[article.section.name, *(tag["name"] for tag in article.tags)],
    )


def full_text(article: PublishedArticle) -> str:
    """The piece as one piece of HTML that can be shown anywhere: links within the site get the host."""
    blocks = body_blocks(article, pictures_of(article.photos, _file))
    text = render_to_string("site/feed_item.html", {"article": article, "blocks": blocks})
    return text.strip().replace('href="/', f'href="{settings.SITE_URL}/')


def _file(name: str) -> str:
    return absolute(public_address(name))
