"""A piece that is in the house already, in another wording or from another office, is pointed out by a remark."""

from articles import likeness
from articles.models.imports import Remark
from articles.models.newsroom import Article
from articles.workflow import Status

CODE = Remark.LIKELY_DUPLICATE
#: The share of the text that another piece must have in common to be pointed out.
LEAST = 0.5


def point_out(article: Article) -> likeness.Alike | None:
    """Let the piece have an open remark on the piece that is most like it, or none; a remark that was settled stays so.

    Only for pieces that the newsroom still works on as drafts. Call it after `keep_revision`, in its transaction.
    """
    if article.status not in {Status.DRAFT, Status.PRINT_CHECK}:
        return None
    found = likeness.most_alike(article, least=LEAST)
    known = list(article.remarks.filter(code=CODE))
    if found and any(remark.settled_at and remark.params.get("number") == found.number for remark in known):
        return None
    if any(remark.settled_at is None for remark in known):
        article.remarks.filter(code=CODE, settled_at__isnull=True).delete()
    if found:
        first, last = article.source_lines or (None, None)
        Remark.objects.create(
            article=article, code=CODE, params=dict(params_of(found)), first_line=first, last_line=last and first
        )
    return found


def params_of(found: likeness.Alike) -> tuple[tuple[str, object], ...]:
    """What the remark on another piece says of it."""
    return (("number", found.number), ("percent", found.percent), ("headline", found.headline))
