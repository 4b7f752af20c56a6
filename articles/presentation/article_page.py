"""The context of the article's template, for the site and for the newsroom's preview."""

from articles.models.published import PublishedArticle
from articles.models.shared import SiteSettings
from articles.presentation import structured_data
from articles.presentation.frame import shared
from articles.presentation.pictures import PictureURL
from articles.presentation.piece import present


def article_context(
    article: PublishedArticle, *, paper: SiteSettings | None = None, picture_url: PictureURL | None = None
) -> dict:
    """The whole context of `site/article.html`, for a saved row or a composed one.

    One statement, and another where the `paper` is not given. `picture_url` turns the name of a rendition into an
    address; readers' addresses are the default.
    """
    known = shared(article)
    piece = present(article, known, picture_url=picture_url)
    paper = paper or SiteSettings.load()
    return {
        "paper": paper,
        "sections": known.sections,
        "article": article,
        "piece": piece,
        "canonical": piece.address,
        "data": structured_data.as_script(structured_data.article_graph(article, piece, paper)),
    }
