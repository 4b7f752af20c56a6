"""The only writer of the rows that readers see. Called by `editing` (and by the loader of archives) in a transaction.

Locks are taken in the order Article, the chain of reviews, public rows, Generation; `begin_new()` is
the last statement.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Model
from django.utils.translation import gettext as _

from articles import generation, merged, photos, public_pictures, revisions, search
from articles.models.imports import ImportBatch
from articles.models.newsroom import Article, Revision
from articles.models.published import (
    Correction,
    Notice,
    PublishedArticle,
    PublishedByline,
    PublishedPhoto,
    PublishedTag,
    Withdrawal,
)
from articles.models.record import Debt, Publication, Review
from articles.models.shared import Tag

#: Hours after which a review that the express lane left out is overdue.
DEBT_HOURS = 24
#: Public rows that a merge writes at a time.
PORTION = 200


class LostPicture(Exception):
    """A picture of a piece that cannot become public; the message is the sentence that the editor reads."""


def publish(
    article: Article,
    revision: Revision,
    *,
    now: datetime,
    release_review: Review | None = None,
    batch: ImportBatch | None = None,
    owed: Iterable[str] = (),
) -> PublishedArticle:
    """Make exactly this revision public, on the signature of a release or of a signed import.

    A piece that was public keeps its number, address and first publication time. `owed` names the reviews that the
    express lane left out; they become debts.
    """
    was_public_before = revision.publications.exists()
    Publication.objects.filter(article=article, ended_at__isnull=True).update(ended_at=now)
    publication = Publication.objects.create(
        article=article, revision=revision, release_review=release_review, batch=batch, at=now
    )
    Debt.objects.bulk_create(
        Debt(article=article, publication=publication, step=step, due_at=now + timedelta(hours=DEBT_HOURS))
        for step in owed
    )
    if revision.correction_note and not was_public_before:
        # A reinstated piece brings its note along: it is public already, and is not said twice.
        said = {"number": article.number, "kind": revision.correction_kind, "note": revision.correction_note}
        Correction.objects.get_or_create(**said, superseded_by=None, defaults={"at": now})
    row = compose(article, publication, now=now)
    _write(row)
    generation.begin_new()
    return row


def bring_pictures(revision: Revision) -> None:
    """Copy the pictures of what is about to be public: before the chain of reviews is held, for which others wait.

    `_write` makes sure of them once more, under the lock that keeps others from removing them. Raises LostPicture when
    the file of one is gone, or is not what was reviewed.
    """
    for position, photo in enumerate(revision.photos, start=1):
        try:
            public_pictures.put(photo)
        except (FileNotFoundError, photos.UnreadablePhoto) as error:
            raise LostPicture(
                _(
                    "Nothing was published: the file of picture %(position)d is gone or is not the one that was "
                    "reviewed. The technician can bring it back from the backup (%(file)s); or send the piece back and "
                    "choose the photo again."
                )
                % {"position": position, "file": photos.original_name(photo["sha256"])}
            ) from error


def compose(article: Article, publication: Publication, *, now: datetime) -> PublishedArticle:
    """The public row that this publication makes, unsaved: a function of what is signed and of the record."""
    release = publication.release_review
    reviews = article.reviews.filter(position__lte=release.position) if release else []
    row = revisions.compose(
        publication.revision,
        now=now,
        signed=revisions.signatures(reviews),
        public_date_fixed=article.public_date,
        first_published_at=article.first_published_at,
    )
    for name, value in placement(publication).items():
        setattr(row, name, value)
    row.credits = merged.credits(row.credits)
    notes = Correction.objects.filter(number=article.number, superseded_by__isnull=True)
    row.corrections = [{"kind": note.kind, "note": note.note, "at": note.at.isoformat()} for note in notes]
    row.corrected_at = notes[0].at if notes else None
    # A piece of the archive stays one when it is corrected: it must not turn up as new.
    row.is_archive = bool(article.batch_id and article.batch.is_archive)
    return row


def placement(publication: Publication) -> dict:
    """Section, order on the page and tags of what is public: the revision's, or what 编务调整 made of them since."""
    moves = Review.objects.filter(article=publication.article_id, step="place", at__gte=publication.revision.at)
    if last := moves.last():
        placed = last.details["placed"]
    else:
        revision = publication.revision
        placed = {"section_id": revision.section_id, "page_order": revision.page_order, "tags": revision.tags}
    return {**placed, "tags": merged.tags(placed["tags"])}


def put_back(article: Article, *, now: datetime) -> None:
    """Show a piece again that was taken down: the same revision on the same signature, where it was placed last."""
    publication = article.publications.get(ended_at__isnull=True)
    row = compose(article, publication, now=publication.at)
    _write(row)
    generation.begin_new()


def take_down(article: Article, *, now: datetime) -> None:
    """Take a public piece off the site while it is checked: its address answers 503."""
    _remove(article, Notice.CHECKING, now=now)
    generation.begin_new()


def withdraw(article: Article, *, now: datetime, explanation: str = "") -> None:
    """Take a piece off the site for good: its address answers 410, without headline or picture."""
    _remove(article, Notice.WITHDRAWN, now=now, explanation=explanation)
    Publication.objects.filter(article=article, ended_at__isnull=True).update(ended_at=now)
    generation.begin_new()


def place(article: Article) -> None:
    """Carry a changed section, tags and order on the page to the public row: placement is not signed."""
    row = PublishedArticle.objects.select_for_update().get(pk=article.number)
    row.section_id, row.page_order = article.section_id, article.page_order
    row.tags = revisions.lists_of(article)["tags"]
    row.save(update_fields=["section", "page_order", "tags"])
    row.published_tags.all().delete()
    PublishedTag.objects.bulk_create(_tag_rows(row))
    search.index(row)
    generation.begin_new()


def credit_instead(old: list[int], new: int) -> int:
    """Let one reporter be credited for others who are the same person; the printed names stay. Gives the pieces."""
    numbers = PublishedByline.objects.filter(reporter__in=old).values_list("article", flat=True)
    changed = 0
    for rows in _in_turn(numbers):
        for row in rows:
            row.credits = merged.credits(row.credits)
        PublishedArticle.objects.bulk_update(rows, ["credits"])
        search.index(*rows)
        changed += len(rows)
    PublishedByline.objects.filter(reporter__in=old).update(reporter=new)
    generation.begin_new()
    return changed


def tag_instead(old: list[int]) -> int:
    """Let the tags into which these were merged stand for them on all public pieces. Gives how many there are."""
    numbers = PublishedTag.objects.filter(tag__in=old).values_list("content_object", flat=True)
    changed = 0
    for rows in _in_turn(numbers):
        for row in rows:
            row.tags = merged.tags(row.tags)
        PublishedArticle.objects.bulk_update(rows, ["tags"])
        PublishedTag.objects.filter(content_object__in=rows).delete()
        PublishedTag.objects.bulk_create(tag for row in rows for tag in _tag_rows(row))
        search.index(*rows)
        changed += len(rows)
    generation.begin_new()
    return changed


def respell_tag(tag: Tag) -> int:
    """Carry the name that a tag has now to all public pieces that have it. Gives how many there are."""
    changed = 0
    for rows in _in_turn(PublishedTag.objects.filter(tag=tag).values_list("content_object", flat=True)):
        for row in rows:
            row.tags = [{**one, "name": tag.name} if one["tag"] == tag.pk else one for one in row.tags]
        PublishedArticle.objects.bulk_update(rows, ["tags"])
        search.index(*rows)
        changed += len(rows)
    generation.begin_new()
    return changed


def _in_turn(numbers: Iterable[int]) -> Iterable[list[PublishedArticle]]:
    """These public rows, locked, in portions: somebody may have written for thirty years."""
    every = sorted(set(numbers))
    for start in range(0, len(every), PORTION):
        portion = PublishedArticle.objects.select_for_update().filter(pk__in=every[start : start + PORTION])
        yield list(portion.order_by("pk"))


def _write(row: PublishedArticle) -> None:
    """Replace the public row and its children, and put its pictures into the public storage before the commit."""
    number = row.number
    old = public_pictures.of(number)
    PublishedArticle.objects.select_for_update().filter(pk=number).delete()
    row.save(force_insert=True)
    for rows in children(row):
        type(rows[0]).objects.bulk_create(rows)
    for photo in row.photos:
        public_pictures.put(photo)
    public_pictures.forget(old - public_pictures.of(number))
    Withdrawal.objects.filter(pk=number).delete()
    search.index(row)


def children(row: PublishedArticle) -> list[list[Model]]:
    """The rows beside a public row, unsaved, by kind; kinds of which it has none are left out."""
    credits = [
        PublishedByline(
            article=row,
            reporter_id=credit["reporter"],
            position=position,
            public_date=row.public_date,
            **revisions.credit_columns(credit),
        )
        for position, credit in enumerate(row.credits)
    ]
    pictures = [
        PublishedPhoto(
            article=row,
            position=position,
            sha256=photo["sha256"],
            width=photo["width"],
            height=photo["height"],
            focal_x=photo["focal"][0],
            focal_y=photo["focal"][1],
            **revisions.picture_columns(photo),
        )
        for position, photo in enumerate(row.photos)
    ]
    return [rows for rows in (credits, pictures, _tag_rows(row)) if rows]


def _tag_rows(row: PublishedArticle) -> list[PublishedTag]:
    return [PublishedTag(content_object=row, tag_id=tag["tag"], public_date=row.public_date) for tag in row.tags]


def _remove(article: Article, kind: Notice, *, now: datetime, explanation: str = "") -> None:
    pictures = public_pictures.of(article.number)
    PublishedArticle.objects.filter(pk=article.number).delete()
    Withdrawal.objects.update_or_create(
        pk=article.number,
        defaults={"kind": kind, "public_date": article.public_date, "explanation": explanation, "at": now},
    )
    search.forget(article.number)
    public_pictures.forget(pictures)
