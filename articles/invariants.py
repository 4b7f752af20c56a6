"""What must always be true of a paper, compared from the first row to the last: after a crash, a restore, a migration.

Nothing here mends anything. The database is read as it is at one moment, without holding anybody up; a publication in
the meantime is no breach.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.core.files.storage import storages
from django.db import IntegrityError, connection
from django.db.models import F, Model, Q
from django.utils.translation import gettext as _

from articles import newsroom_search, photos, public_pictures, publishing, reviews, revisions, search, triggers
from articles.models.newsroom import Article, Revision
from articles.models.placing import PrintedPage
from articles.models.published import (
    Correction,
    Generation,
    Notice,
    PublishedArticle,
    PublishedByline,
    PublishedPhoto,
    PublishedTag,
    Withdrawal,
)
from articles.models.record import Debt, Publication, Review
from articles.models.shared import Photo
from articles.search import keeping
from articles.workflow import PublicState, Status

CHUNK = 500  # pieces that are in memory at a time

#: Where a piece may be that nobody has acted on yet; an archive comes in as published.
BEGINNINGS = frozenset({Status.DRAFT, Status.PRINT_CHECK, Status.PUBLISHED})
RELEASES = frozenset({"release", "express"})


@dataclass(frozen=True)
class Breach:
    """Something that is not as it must be: where, and what is wrong there."""

    where: str
    what: str


def breaches() -> list[Breach]:
    """Everything that is not as it must be, in the order in which one would look; empty when the paper is whole."""
    with at_one_moment():
        found = [breach for check in CHECKS for breach in check()]
    return [*found, *files()]


@contextmanager
def at_one_moment() -> Iterator[None]:
    """Read the database as it is now, whatever others write meanwhile, and hold none of them up."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        # Django's own atomic() would take the lock for writing on SQLite, and see each commit of others on PostgreSQL.
        is_postgresql = connection.vendor == "postgresql"
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if is_postgresql else "BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def piece(number: int) -> str:
    """How a breach names a piece."""
    return _("piece %(number)d") % {"number": number}


# --- the database itself ---------------------------------------------------------------------------------------------


def database() -> Iterator[Breach]:
    """SQLite says itself whether its file is sound and its keys lead somewhere; PostgreSQL never lets go of a key."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            yield from (Breach(_("the database file"), row[0]) for row in cursor.fetchall() if row[0] != "ok")
        try:
            connection.check_constraints()
        except IntegrityError as error:
            yield Breach(_("the database file"), str(error))


def append_only() -> Iterator[Breach]:
    for name in sorted(triggers.names() - triggers.standing()):
        yield Breach(_("trigger %(name)s") % {"name": name}, _("is missing or switched off: run manage.py migrate"))


def chain() -> Iterator[Breach]:
    for found in reviews.verify():
        yield Breach(_("record of reviews, position %(position)d") % {"position": found.position}, found.what)


def one_generation() -> Iterator[Breach]:
    row = Generation.objects.filter(pk=1).first()
    if row is None and PublishedArticle.objects.exists():
        yield Breach(_("generation"), _("there are public pieces, but no generation to file their pages under"))
    elif row is not None and not row.epoch:
        yield Breach(_("generation"), _("has no epoch: pages of another life could come back"))


# --- the newsroom ----------------------------------------------------------------------------------------------------


def kept_revisions() -> Iterator[Breach]:
    """Every revision still says what its digest covers."""
    for revision in Revision.objects.order_by("pk").iterator(chunk_size=CHUNK):
        if revision.digest != revisions.digest(revision):
            where = _("piece %(piece)d, revision %(revision)d") % {
                "piece": revision.article_id,
                "revision": revision.number,
            }
            yield Breach(where, _("does not say what its digest covers"))


def working_copies() -> Iterator[Breach]:
    """A piece is whole: it has a current revision of its own, and says what that says."""
    articles = Article.objects.select_related("current_revision").prefetch_related("bylines").order_by("pk")
    for article in articles.iterator(chunk_size=CHUNK):
        current = article.current_revision
        if current is None:
            yield Breach(piece(article.number), _("has no revision: it was kept by half"))
        elif current.article_id != article.number:
            yield Breach(piece(article.number), _("has the revision of another piece"))
        elif _digest_of_working_copy(article, current) != current.digest:
            yield Breach(piece(article.number), _("differs from its current revision: it was kept by half"))


def _digest_of_working_copy(article: Article, current: Revision) -> str:
    """What a revision of it would sign, but for what may change without one.

    A photo's focal point is moved in the library; the note of a correction that is out is cleared for the next one.
    """
    taken = revisions.take(article, status=article.status, at=current.at)
    if not taken.correction_note and current.publications.exists():
        taken.correction_kind, taken.correction_note = current.correction_kind, current.correction_note
    for now, then in zip(taken.photos, current.photos, strict=False):
        if now["photo"] == then["photo"]:
            now["focal"] = then["focal"]
    return revisions.digest(taken)


def statuses() -> Iterator[Breach]:
    """The status of a piece is where its record leads, step by step."""
    unrecorded = Article.objects.exclude(status__in=BEGINNINGS).filter(reviews__isnull=True)
    for number, status in unrecorded.order_by("pk").values_list("pk", "status"):
        yield Breach(
            piece(number),
            _("is “%(status)s” without a record of how it came there") % {"status": Status(status).label},
        )
    steps = Review.objects.order_by("article", "position").values_list(
        "article", "article__status", "position", "status_before", "status_after", "revision__article"
    )
    for (number, status), taken in groupby(steps.iterator(chunk_size=2000), key=itemgetter(0, 1)):
        reached = None
        for _number, _status, position, before, after, signed in taken:
            place = {"position": position}
            if reached not in (None, before):
                yield Breach(piece(number), _("its record has a gap before position %(position)d") % place)
            if signed != number:
                yield Breach(piece(number), _("position %(position)d of the record signs another piece") % place)
            reached = after
        if reached != status:
            yield Breach(
                piece(number),
                _("is “%(status)s”, but its record ends at “%(recorded)s”")
                % {"status": Status(status).label, "recorded": Status(reached).label},
            )


def signatures_of_publications() -> Iterator[Breach]:
    """What vouches for a publication has signed that very revision of that piece."""
    unsigned = Publication.objects.filter(
        Q(release_review__isnull=False)
        & (
            ~Q(release_review__revision=F("revision"))
            | ~Q(release_review__article=F("article"))
            | ~Q(release_review__step__in=RELEASES)
        )
        | Q(batch__isnull=False, batch__signed_at__isnull=True)
        | ~Q(revision__article=F("article"))
    )
    for publication in unsigned.order_by("pk"):
        yield Breach(piece(publication.article_id), _("was published without a signature on that revision"))


def debts() -> Iterator[Breach]:
    """A review that was owed is settled by that review of the published revision."""
    for debt in Debt.objects.filter(settled_by__isnull=False).select_related("settled_by", "publication"):
        review = debt.settled_by
        if review.step != f"owed_{debt.step}" or review.revision_id != debt.publication.revision_id:
            yield Breach(piece(debt.article_id), _("a review that was owed is settled by another"))


# --- what readers see ------------------------------------------------------------------------------------------------


def public_rows() -> Iterator[Breach]:
    """What readers see of a piece is what its public state says, and exactly what was signed."""
    last = 0
    while articles := list(Article.objects.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = articles[-1].number
        numbers = [article.number for article in articles]
        rows = PublishedArticle.objects.prefetch_related("bylines", "photo_rows", "published_tags").in_bulk(numbers)
        notices = Withdrawal.objects.in_bulk(numbers)
        open_ones = Publication.objects.filter(article__in=numbers, ended_at__isnull=True)
        publications = {
            one.article_id: one for one in open_ones.select_related("revision", "release_review").order_by("pk")
        }
        for article in articles:
            found = rows.get(article.number), publications.get(article.number), notices.get(article.number)
            for what in _wrong_for_readers(article, *found):
                yield Breach(piece(article.number), what)
    for number in PublishedArticle.objects.exclude(pk__in=Article.objects.values("pk")).values_list("pk", flat=True):
        yield Breach(piece(number), _("is public and not in the newsroom"))


#: Public state → whether readers have a row, whether a publication is open, and which notice its address shows.
EXPECTED = {
    PublicState.NEVER: (False, False, None),
    PublicState.LIVE: (True, True, None),
    PublicState.DOWN: (False, True, Notice.CHECKING),
    PublicState.WITHDRAWN: (False, False, Notice.WITHDRAWN),
}


def _wrong_for_readers(
    article: Article, row: PublishedArticle | None, publication: Publication | None, notice: Withdrawal | None
) -> Iterator[str]:
    state = {"state": article.get_public_state_display()}
    has_row, is_open, kind = EXPECTED[PublicState(article.public_state)]
    if has_row != (row is not None):
        yield (
            _("is “%(state)s”, but readers see it") if row else _("is “%(state)s”, but readers do not see it")
        ) % state
    if is_open != (publication is not None):
        yield _("is “%(state)s”, but the history of its publications says otherwise") % state
    if kind != (notice.kind if notice else None):
        yield _("is “%(state)s”, but its address tells readers something else") % state
    if row is None or publication is None:
        return
    signed = publishing.compose(article, publication, now=publication.at)
    differing = [column for column in _columns(PublishedArticle) if getattr(row, column) != getattr(signed, column)]
    if differing:
        yield _("readers see something else than was signed: %(columns)s") % {"columns": "、".join(differing)}
    wanted = {type(rows[0]): rows for rows in publishing.children(row)}
    for model, there in {
        PublishedByline: row.bylines.all(),
        PublishedPhoto: row.photo_rows.all(),
        PublishedTag: row.published_tags.all(),
    }.items():
        if {_said(one) for one in there} != {_said(one) for one in wanted.get(model, [])}:
            yield _("its rows for lists and counts differ from its page: %(rows)s") % {
                "rows": model._meta.verbose_name_plural
            }


def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _said(row: Model) -> tuple:
    """All that a child row says, its own key aside."""
    return tuple(getattr(row, name) for name in _columns(type(row)) if name != row._meta.pk.attname)


def corrections() -> Iterator[Breach]:
    """A note that was signed is on the page of corrections, and nothing else is."""
    noted = set(Correction.objects.values_list("number", "kind", "note"))
    signed = Publication.objects.exclude(revision__correction_note="")
    wanted = set(signed.values_list("article_id", "revision__correction_kind", "revision__correction_note"))
    for number, _kind, note in sorted(wanted - noted):
        yield Breach(piece(number), _("its public note is missing among the corrections: %(note)s") % {"note": note})
    for number, _kind, note in sorted(noted - wanted):
        yield Breach(piece(number), _("a note among the corrections was never signed: %(note)s") % {"note": note})


def searches() -> Iterator[Breach]:
    """Readers find every public piece and nothing else, the newsroom every piece, as they are now."""
    for where, kept in (
        (_("readers' search"), search.PUBLIC_PIECES),
        (_("the newsroom's search"), newsroom_search.WORKING_COPIES),
    ):
        for found in keeping.differences(kept):
            yield Breach(
                _("%(where)s, %(piece)s") % {"where": where, "piece": piece(found.number)}, _SEARCH[found.what]()
            )


_SEARCH: dict[str, Callable[[], str]] = {
    "missing": lambda: _("cannot be found: run manage.py rebuild_search"),
    "left over": lambda: _("can be found and should not: run manage.py rebuild_search"),
    "stale": lambda: _("is found by other words than it has now: run manage.py rebuild_search"),
    "ghost": lambda: _("is found by words that it does not have: run manage.py rebuild_search"),
    "gap": lambda: _("is not found by all of its words: run manage.py rebuild_search"),
}


# --- files -----------------------------------------------------------------------------------------------------------


def files() -> Iterator[Breach]:
    """Photos and printed pages have their files; readers' pictures are there while a public piece shows them."""
    private = storages["default"]
    for name in Photo.objects.order_by("pk").values_list("file", flat=True).iterator():
        if not private.exists(name):
            yield Breach(name, _("the original of a photo is missing"))
    for sha256, pdf in PrintedPage.objects.order_by("pk").values_list("sha256", "pdf").iterator():
        for name in filter(None, (sha256 and photos.original_name(sha256), pdf and f"pages/{pdf}.pdf")):
            if not private.exists(name):
                yield Breach(name, _("a file of a printed page is missing"))
    found = public_pictures.difference()
    for name in found.missing:
        yield Breach(
            name, _("a picture of a public piece is missing: run manage.py renew_pictures, with its original in place")
        )
    for name in found.unshown:
        yield Breach(name, _("a picture that no public piece shows: the next start of the server removes it"))


#: What is asked of the database, from the ground up.
CHECKS: tuple[Callable[[], Iterator[Breach]], ...] = (
    database,
    append_only,
    chain,
    one_generation,
    kept_revisions,
    working_copies,
    statuses,
    signatures_of_publications,
    debts,
    public_rows,
    corrections,
    searches,
)
