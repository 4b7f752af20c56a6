"""Search over the public pieces, the same on SQLite and PostgreSQL (README, "Search").

folding     one form for what a reader would call the same characters      pure
grams       a text as the set of its characters and pairs of neighbours    pure
queries     what was typed, as phrases                                     pure
snippets    the place of a hit, cut out and marked                         pure
documents   the lines of a piece, its key and labels
entries     what goes into an index, what is asked of it
engines     FTS5 and GIN
keeping     one entry, all entries anew, comparing
finding     search()
"""

from collections.abc import Iterable

from articles.models.published import PublishedArticle
from articles.search import documents, keeping
from articles.search.finding import PUBLIC, Facets, Hit, Results, UnreadablePage, facets, search
from articles.search.keeping import Kept

__all__ = ["PUBLIC_PIECES", "Facets", "Hit", "Results", "UnreadablePage", "facets", "forget", "index", "search"]


def index(*pieces: PublishedArticle) -> None:
    """Make these public rows findable as they are; call it in the transaction that writes them."""
    keeping.put(PUBLIC, map(documents.entry, pieces))


def forget(number: int) -> None:
    """Make sure that the piece cannot be found; call it in the transaction that takes it off."""
    keeping.take_out(PUBLIC, [number])


def _entries(numbers: Iterable[int]) -> list:
    return [documents.entry(piece) for piece in PublishedArticle.objects.filter(pk__in=numbers).order_by("pk")]


#: For rebuild_search and check_search.
PUBLIC_PIECES = Kept(PUBLIC, lambda: PublishedArticle.objects.order_by("pk").values_list("pk", flat=True), _entries)
