"""A public piece with its section and the paper's facts: one row of one statement."""

from typing import NamedTuple

from django.db import connection

from articles.models.published import PublishedArticle
from articles.models.shared import Section, SiteSettings
from articles.presentation import rows
from articles.presentation.rows import columns_of

LARGEST_NUMBER = 2**63 - 1  # that a column holds


class OnePiece(NamedTuple):
    """A piece as readers may see it, and the paper that it stands in."""

    article: PublishedArticle
    paper: SiteSettings


def read(number: int) -> OnePiece | None:
    """The public piece of this number, or None."""
    if number > LARGEST_NUMBER:
        return None
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, [number])
        row = cursor.fetchone()
    if row is None:
        return None
    article = rows.made(PublishedArticle, row[: len(PIECE)])
    article.section = rows.section(row[len(PIECE) : len(PIECE) + len(SECTION)])
    return OnePiece(article, rows.paper(row[len(PIECE) + len(SECTION) :]))


PIECE, SECTION, PAPER = (
    columns_of(PublishedArticle, "piece"),
    columns_of(Section, "section"),
    columns_of(SiteSettings, "paper"),
)
STATEMENT = f"""
SELECT {", ".join([*PIECE, *SECTION, *PAPER])} FROM articles_publishedarticle AS piece
JOIN articles_section AS section ON section.id = piece.section_id
LEFT JOIN articles_sitesettings AS paper ON paper.id = 1
WHERE piece.number = %s
"""  # noqa: S608 - the columns are the models'
