"""The newsroom's own search, over working copies: the readers' machinery on a table of its own.

What is indexed is the current revision, with the tags as they are; the newest piece comes first. It knows of every
piece, whatever its state; who may see which piece is the admin's matter.
"""

from collections.abc import Iterable
from copy import copy

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from articles.models.newsroom import Article, ArticleTag, DraftSearchEntry, Revision
from articles.search import documents, engines, keeping
from articles.search.entries import Entry, Index, Wanted
from articles.search.keeping import Kept
from articles.search.queries import parse

NEWSROOM = Index(DraftSearchEntry._meta.db_table)


#: Working copies that are written at a time.
PORTION = 200


def remember(article: Article) -> None:
    """Make the working copy findable as its current revision has it, in the transaction that changed it."""
    keeping.put(NEWSROOM, _entries_of([article.current_revision]))


def remember_all(numbers: Iterable[int]) -> None:
    """Make these working copies findable as their current revisions have them, some hundred at a time."""
    every = sorted(set(numbers))
    for start in range(0, len(every), PORTION):
        keeping.put(NEWSROOM, _entries(every[start : start + PORTION]))


def forget(number: int) -> None:
    """Make sure that a piece which is removed cannot be found."""
    keeping.take_out(NEWSROOM, [number])


def narrow(pieces: QuerySet[Article], typed: str) -> QuerySet[Article]:
    """Those of the pieces in which everything that was typed stands; the piece of this number as well."""
    query = parse(typed)
    if query.problem == "empty":
        return pieces
    found = Q(pk__in=[])
    if not query.problem:
        sql, parameters = engines.of(connection).statement(
            NEWSROOM, Wanted(query.phrases, query.excluded), output="numbers"
        )
        found = Q(pk__in=RawSQL(sql, parameters))  # noqa: S611 - the words are parameters
    number = typed.strip().lstrip("№").strip()
    if number.isascii() and number.isdecimal() and len(number) <= 18:
        found |= Q(pk=int(number))
    return pieces.filter(found)


def _entries(numbers: Iterable[int]) -> list[Entry]:
    current = Article.objects.filter(pk__in=list(numbers), current_revision__isnull=False).values("current_revision")
    return _entries_of(Revision.objects.filter(pk__in=current).order_by("article"))


def _entries_of(revisions: Iterable[Revision]) -> list[Entry]:
    revisions = list(revisions)
    tags: dict[int, list[dict]] = {revision.article_id: [] for revision in revisions}
    for row in ArticleTag.objects.filter(content_object__in=tags).select_related("tag").order_by("pk"):
        tags[row.content_object_id].append({"tag": row.tag_id, "name": row.tag.name})
    entries = []
    for revision in map(copy, revisions):
        revision.tags = tags[revision.article_id]  # Tags are placement: they change without a revision.
        lines = documents.Lines.of(revision)
        entries.append(
            Entry.of(
                key=revision.article_id,
                number=revision.article_id,
                labels="",
                head=lines.head,
                near=lines.near,
                rest=lines.rest,
            )
        )
    return entries


def _numbers() -> QuerySet:
    return Article.objects.filter(current_revision__isnull=False).order_by("pk").values_list("pk", flat=True)


#: For rebuild_search and check_search.
WORKING_COPIES = Kept(NEWSROOM, _numbers, _entries)
