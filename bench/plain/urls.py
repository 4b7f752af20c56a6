"""The plain site: an article, and the addresses that its template names."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import include, path

from articles.models.published import PublishedArticle

BESIDE = 10  # pieces of the same section


def article(request: HttpRequest, number: int, **date: int) -> HttpResponse:
    """Four queries: the piece with its section, its credits with their reporters, its tags, others of the section."""
    piece = get_object_or_404(PublishedArticle.objects.select_related("section"), pk=number)
    others = PublishedArticle.objects.filter(section=piece.section).exclude(pk=number)
    context = {
        "article": piece,
        "bylines": piece.bylines.select_related("reporter"),
        "tags": piece.tag_rows.all(),
        "others": others.order_by("-public_date", "-number")[:BESIDE],
    }
    return render(request, "plain/article.html", context)


urlpatterns = [
    path("<int:year>/<int:month>/<int:day>/<int:number>/", article),
    path("", include("articles.site.urls")),
]
