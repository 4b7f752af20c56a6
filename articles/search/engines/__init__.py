"""The two engines behind one interface; `of(connection)` gives the module for a database.

Both keep, of every piece, the set of its grams (articles.search.grams) in an inverted index, and its folded text in a
row. A search intersects the grams in the index and lets the folded text confirm what grams alone cannot tell. An index
of positions would need no text to confirm, but costs two to four times the space, and has limits: PostgreSQL stores
positions up to 16,383 and 255 of a word, and a government report has 20,000 characters.
"""

from types import ModuleType

from django.db.backends.base.base import BaseDatabaseWrapper

from articles.search.engines import postgresql, sqlite


def of(connection: BaseDatabaseWrapper) -> ModuleType:
    """The engine of this database."""
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]
