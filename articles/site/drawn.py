"""Pictures of a piece that the server draws: kept like pages, by generation."""

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.views import View

from articles.models.published import PublishedArticle
from articles.models.shared import SiteSettings
from articles.presentation import cards
from articles.presentation.addresses import absolute
from articles.site.archives import day_of
from articles.site.pages import nothing_here


class Drawn(View):
    """A picture at an address below that of a public piece."""

    http_method_names = ["get", "head"]
    kind = ""

    def get(self, request: HttpRequest, *, year: int, month: int, day: int, number: int) -> HttpResponse:
        piece = PublishedArticle.objects.filter(pk=number, public_date=day_of(year, month, day))
        article = piece.only("number", "headline", "kicker", "public_date").first()
        if article is None:
            raise nothing_here()
        return HttpResponse(self.drawn(article), content_type=self.kind)

    def drawn(self, article: PublishedArticle) -> bytes:
        raise NotImplementedError


class QrCode(Drawn):
    kind = "image/svg+xml"

    def drawn(self, article: PublishedArticle) -> bytes:
        return cards.qr_code(absolute(article.get_absolute_url()))


class Card(Drawn):
    kind = "image/png"

    def drawn(self, article: PublishedArticle) -> bytes:
        if not cards.can_draw():
            raise nothing_here()
        day = date_format(article.public_date)
        return cards.card(article.headline, kicker=article.kicker, name=SiteSettings.load().name, day=day)
