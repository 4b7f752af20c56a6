"""The generation under which public pages are filed (README, "Generations").

Whoever changes what readers see calls `begin_new()` as the last statement of that transaction. Whoever keeps a page
reads `current()` before rendering it.
"""

import secrets
from dataclasses import dataclass

from django.db import connection
from django.db.models import F

from articles.models.published import Generation


@dataclass(frozen=True)
class Stamp:
    """The life of this installation and the count of changes within it."""

    epoch: str
    number: int


def current() -> Stamp:
    """The generation now, in one tiny statement; the first call of an installation begins its epoch."""
    with connection.cursor() as cursor:  # on every page that is rendered: the ORM would cost more than the query
        cursor.execute("SELECT epoch, number FROM articles_generation WHERE id = 1")
        row = cursor.fetchone()
    if row is None:
        Generation.objects.get_or_create(pk=1, defaults={"epoch": secrets.token_hex(8)})
        row = Generation.objects.values_list("epoch", "number").get(pk=1)
    return Stamp(*row)


def begin_new() -> None:
    """Make every kept page unreachable once this transaction commits. Holds the row's lock until then."""
    if not Generation.objects.filter(pk=1).update(number=F("number") + 1):
        current()
        Generation.objects.filter(pk=1).update(number=F("number") + 1)


def begin_new_epoch() -> None:
    """After a restore: pages of the life before must not come back."""
    current()
    Generation.objects.filter(pk=1).update(epoch=secrets.token_hex(8), number=F("number") + 1)
