"""Which pieces and photos somebody of the newsroom may open: a reporter his own and what readers have, others all.

What a reporter may not open does not exist for him: no address, list, search, count or photo tells of it. Whether a
piece that is open may be changed is the workflow's matter.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models.imports import Remark
from articles.models.newsroom import Article, ArticleByline, ArticlePhoto, Revision
from articles.models.record import Review
from articles.models.shared import Photo
from articles.workflow import PublicState, Status
from staff.roles import REPORTER, Person

#: Who has no other role than this sees his own work only.
LIMITED = frozenset({REPORTER})


def is_limited(person: Person) -> bool:
    return person.roles == LIMITED


def own(person: Person) -> Q:
    """Pieces that are this person's own work: entered, written, submitted by him, or credited to him."""
    mine = Q(created_by=person.pk)
    for rows in _rows_of(person):
        mine |= Exists(rows.filter(article=OuterRef("pk")))
    return mine


def numbers_of_own(person: Person) -> QuerySet:
    """The same for a list of these alone: found by the person's rows, where `own` looks at one piece after another."""
    mine = Q(created_by=person.pk)
    for rows in _rows_of(person):
        mine |= Q(pk__in=rows.order_by().values("article"))
    return Article.objects.filter(mine).order_by().values("pk")


def _rows_of(person: Person) -> list[QuerySet]:
    """The rows beside a piece that make it this person's own."""
    rows: list[QuerySet] = [
        Revision.objects.filter(by=person.pk, is_authorship=True),
        Review.objects.filter(by=person.pk, step__in=["submit", "correct", "restore"]),
    ]
    return [*rows, ArticleByline.objects.filter(reporter=person.reporter_id)] if person.reporter_id else rows


def of_sections(person: Person) -> Q:
    """Pieces of the sections to which this person's work is limited, those that have none yet, and his own entries."""
    if not person.sections:
        return Q()
    return Q(section__in=person.sections) | Q(section__isnull=True) | Q(created_by=person.pk)


def visible(person: Person) -> Q:
    """Pieces that this person may open."""
    if not is_limited(person):
        return Q()
    # What is looked at in the row itself stands first: of most pieces nothing else is asked.
    return Q(status=Status.PUBLISHED, public_state=PublicState.LIVE) | own(person)


def pieces(person: Person) -> QuerySet[Article]:
    """The pieces that this person may open."""
    return Article.objects.filter(visible(person))


def open_remarks(person: Person) -> QuerySet[Remark]:
    """The remarks that nobody has settled; for reporters without those that tell of another piece."""
    remarks = Remark.objects.filter(settled_at__isnull=True)
    return remarks.exclude(code=Remark.LIKELY_DUPLICATE) if is_limited(person) else remarks


def photos(person: Person, among: QuerySet[Photo]) -> QuerySet[Photo]:
    """Those of these photos that this person may see: his own, unused ones, and those of pieces that he may open."""
    if not is_limited(person):
        return among
    used = ArticlePhoto.objects.filter(photo=OuterRef("pk"))
    in_sight = used.filter(article__in=pieces(person).order_by().values("pk"))
    return among.filter(Q(uploaded_by=person.pk) | ~Exists(used) | Exists(in_sight))
