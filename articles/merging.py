"""Two rows that are one: reporters and tags are merged, addresses change, and what readers have bookmarked still leads.

Each verb is one transaction. Locks are taken in the order of `publishing`: pieces, public rows, the generation last.
Revisions and reviews are never touched: `articles.merged` looks their keys up.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from articles import newsroom_search, publishing
from articles.models.imports import ImportBatch
from articles.models.newsroom import Article, ArticleByline, ArticleTag
from articles.models.published import PublishedByline, PublishedTag
from articles.models.shared import OldSlug, Section, Tag
from staff.models import Reporter, User


class CannotMerge(Exception):
    """Why two rows cannot become one; the message is the sentence that the editor reads."""


@transaction.atomic
def merge_reporters(kept: Reporter, others: list[Reporter]) -> int:
    """Let `kept` be credited wherever one of the others was; gives how many public pieces that touched.

    The printed names stay as printed. An account that is credited as one of the others is credited as `kept` then.
    Raises CannotMerge when two accounts would be one person.
    """
    keys = [other.pk for other in others]
    credited = set(ArticleByline.objects.filter(reporter__in=keys).values_list("article", flat=True))
    _hold(credited.union(PublishedByline.objects.filter(reporter__in=keys).values_list("article", flat=True)))
    _check(kept, keys)
    accounts = list(User.objects.filter(reporter__in=[kept.pk, *keys]))
    if len(accounts) > 1:
        who = "、".join(account.username for account in accounts)
        raise CannotMerge(_("These reporters have accounts of their own (%(who)s): they are different people.")
                          % {"who": who})  # fmt: skip
    User.objects.filter(reporter__in=keys).update(reporter=kept)
    ArticleByline.objects.filter(reporter__in=keys).update(reporter=kept)
    ImportBatch.reporters_made.through.objects.filter(reporter__in=keys).delete()
    Reporter.objects.filter(merged_into__in=keys).update(merged_into=kept)
    Reporter.objects.filter(pk__in=keys).update(merged_into=kept, has_public_page=False)
    return publishing.credit_instead(keys, kept.pk)


@transaction.atomic
def merge_tags(kept: Tag, others: list[Tag]) -> int:
    """Let `kept` stand wherever one of the others stood, and lead their addresses to it; gives the public pieces."""
    keys = [other.pk for other in others]
    _check(kept, keys)
    rows = ArticleTag.objects.filter(tag__in=keys)
    numbers = sorted(set(rows.values_list("content_object", flat=True)))
    _hold(numbers)
    have = set(ArticleTag.objects.filter(tag=kept, content_object__in=numbers).values_list("content_object", flat=True))
    rows.delete()
    ArticleTag.objects.bulk_create(
        (ArticleTag(content_object_id=number, tag=kept) for number in numbers if number not in have), batch_size=500
    )
    OldSlug.objects.filter(tag__in=keys).update(tag=kept)
    OldSlug.objects.bulk_create(OldSlug(slug=other.slug, tag=kept) for other in others)
    Tag.objects.filter(merged_into__in=keys).update(merged_into=kept)
    Tag.objects.filter(pk__in=keys).update(merged_into=kept)
    newsroom_search.remember_all(numbers)
    return publishing.tag_instead(keys)


def _hold(pieces: Iterable[int]) -> None:
    """Lock these pieces: a release at this moment would write what was before."""
    list(Article.objects.select_for_update().filter(pk__in=pieces).order_by("pk").values_list("pk"))


@transaction.atomic
def remove(tag: Tag) -> None:
    """Delete a tag that no public piece has; the pieces that have it in hand are found by it no more."""
    numbers = set(ArticleTag.objects.filter(tag=tag).values_list("content_object", flat=True))
    _hold(numbers)
    tag.delete()
    newsroom_search.remember_all(numbers)


@transaction.atomic
def respell(tag: Tag) -> int:
    """After a tag got another name: let its pieces be found by it, in the newsroom and on the site.

    Gives how many public pieces there are.
    """
    numbers = set(ArticleTag.objects.filter(tag=tag).values_list("content_object", flat=True))
    public = set(PublishedTag.objects.filter(tag=tag).values_list("content_object", flat=True))
    _hold(numbers | public)
    newsroom_search.remember_all(numbers)
    return publishing.respell_tag(tag)


def _check(kept: Model, others: list[int]) -> None:
    if not others or kept.pk in others:
        raise CannotMerge(_("Choose at least two, and one of them that stays."))
    if type(kept).objects.filter(pk__in=[kept.pk, *others], merged_into__isnull=False).exists():
        raise CannotMerge(_("One of them has been merged already: load the list again."))


def why_not_address(row: Section | Tag, slug: str) -> str:
    """Why this row cannot have this address, or "": links to an old one of another row still work."""
    held = OldSlug.objects.filter(slug=slug, **{f"{row._meta.model_name}__isnull": False})
    taken = held.exclude(**{row._meta.model_name: row.pk}).exists()
    return _("This was the address of another one, and old links still use it: choose another.") if taken else ""


def remember_address(row: Section | Tag, old: str) -> None:
    """Lead the address that this row had before to the one that it has now. Call it in the transaction that saves."""
    kind = row._meta.model_name
    OldSlug.objects.filter(slug=row.slug, **{kind: row}).delete()
    if old and old != row.slug:
        OldSlug.objects.get_or_create(slug=old, **{kind: row})
