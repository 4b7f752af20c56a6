"""The context of the article's template, for the site and for the newsroom's preview."""

from articles.models.published import PublishedArticle
from articles.presentation import structured_data
from articles.presentation.frame import frame, shared
from articles.presentation.pictures import PictureURL
from articles.presentation.piece import present


def article_context(article: PublishedArticle, *, picture_url: PictureURL | None = None) -> dict:
    """The whole context of `site/article.html`, for a saved row or a composed one; two statements.

    `picture_url` turns the name of a rendition into an address; readers' addresses are the default.
    """
    known = shared(article)
    piece = present(article, known, picture_url=picture_url)
    around = frame(known)
    graph = structured_data.article_graph(article, piece, around["paper"])
    return {**around, "article": article, "piece": piece, "data": structured_data.as_script(graph)}
