"""Pieces as lists show them."""

from dataclasses import dataclass

from articles import body as bodies
from articles.models.published import PublishedArticle
from articles.presentation.pictures import Picture, picture

TEASER_LENGTH = 90  # characters below a headline in a list
ENOUGH_FOR_A_TEASER = 1200  # characters of HTML: the beginning of a piece of 20,000 tells as much as all of it


@dataclass(frozen=True)
class Teaser:
    """A piece as lists show it."""

    article: PublishedArticle
    text: str
    picture: Picture | None

    @property
    def address(self) -> str:
        return self.article.get_absolute_url()


def teaser(article: PublishedArticle, *, length: int = TEASER_LENGTH) -> Teaser:
    """The piece with its first picture and the sentences that fit below its headline."""
    first = picture(article.photos[0]) if article.photos else None
    return Teaser(article, beginning(article, length), first)


def beginning(article: PublishedArticle, length: int) -> str:
    """The summary, or else whole sentences of the text, or else what the first picture shows."""
    if article.summary:
        return article.summary
    end = article.body.find("</p>", ENOUGH_FOR_A_TEASER)
    text = bodies.summary(article.body if end < 0 else article.body[: end + 4], length)
    if article.dateline:
        text = text.removeprefix(article.dateline).lstrip()
    return text or next((photo["caption"] for photo in article.photos if photo["caption"]), "")
