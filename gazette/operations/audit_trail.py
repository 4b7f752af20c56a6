"""The audit trail: who did what when, out of the append-only records that are kept anyway.

    steps      every step of every piece: the chained record of reviews
    accounts   logins and failed ones, second factors, roles given and taken: staff.events
    admin      what was added, changed and deleted in the admin; of the paper's settings, from what to what
    imports    files that came in, archives that were signed
    switches   只读 and 闭站

Triggers keep all of these but the imports from being changed or deleted, so they are kept for good, which is longer
than the 180 days that the law asks for.
"""

import csv
import heapq
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from operator import attrgetter

from django.contrib.admin.models import LogEntry
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.history import details_of, step_label
from articles.admin.sheets import harmless
from articles.models.imports import ImportBatch
from articles.models.record import Review
from gazette.operations.models import Switching
from staff.models import AccountEvent
from staff.years import FIRST_YEAR, LAST_YEAR

CHUNK = 2000  # rows in memory at a time
#: Before and after them nothing happened in this house, and clocks cannot count much further.
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)

#: The kinds of entries, as people read them. The keys are for good: exports name them.
KINDS = {
    "step": gettext_lazy("step of a piece"),
    "account": gettext_lazy("account"),
    "admin": gettext_lazy("change in the admin"),
    "import": gettext_lazy("import"),
    "switch": gettext_lazy("switch"),
}


@dataclass(frozen=True)
class Entry:
    """Somebody did something. `record` is the table and the key of the row that says so."""

    at: datetime
    kind: str
    who: str
    what: str
    about: str
    details: str
    address: str
    record: str


def entries(since: datetime | None, until: datetime | None) -> Iterator[Entry]:
    """All entries from `since` to before `until`, the oldest first; a few thousand in memory however many there are."""
    return heapq.merge(*(source(since, until) for source in SOURCES), key=attrgetter("at"))


def of_days(since: date | None, until: date | None) -> Iterator[Entry]:
    """The entries of these days of the paper's time, both included, whatever they are; None is without an end."""
    first = timezone.make_aware(datetime.combine(max(since, FIRST_DAY), time.min)) if since else None
    after = min(until, LAST_DAY) + timedelta(days=1) if until else None
    return entries(first, timezone.make_aware(datetime.combine(after, time.min)) if after else None)


def newest(count: int) -> list[Entry]:
    """The newest entries, the newest first."""
    found = (source(None, None, newest=count) for source in SOURCES)
    return list(islice(heapq.merge(*found, key=attrgetter("at"), reverse=True), count))


def _within(
    rows: QuerySet, since: datetime | None, until: datetime | None, newest: int, column: str = "at"
) -> Iterable:
    """The rows of a record in the order in which they were written, which a clock that was set back does not change."""
    if newest:
        return rows.order_by("-pk")[:newest]
    if since:
        rows = rows.filter(**{f"{column}__gte": since})
    if until:
        rows = rows.filter(**{f"{column}__lt": until})
    return rows.order_by("pk").iterator(chunk_size=CHUNK)


def steps(since: datetime | None, until: datetime | None, newest: int = 0) -> Iterator[Entry]:
    for review in _within(Review.objects.all(), since, until, newest):
        said = [review.acting_as] if review.acting_as else []
        said += [review.note] if review.note else []
        yield Entry(
            at=review.at,
            kind="step",
            who=review.by_name or _("the system"),
            what=step_label(review.step),
            about=_("piece %(number)d") % {"number": review.article_id},
            details="；".join([*said, *details_of(review)]),
            address="",
            record=f"articles_review {review.position}",
        )


def accounts(since: datetime | None, until: datetime | None, newest: int = 0) -> Iterator[Entry]:
    for event in _within(AccountEvent.objects.select_related("about", "by"), since, until, newest):
        yield Entry(
            at=event.at,
            kind="account",
            who=_account(event.by),
            what=event.get_kind_display(),
            about=_account(event.about),
            details=event.detail,
            address=event.address or "",
            record=f"staff_accountevent {event.pk}",
        )


def changes(since: datetime | None, until: datetime | None, newest: int = 0) -> Iterator[Entry]:
    rows = LogEntry.objects.select_related("user", "content_type")
    for entry in _within(rows, since, until, newest, column="action_time"):
        of_what = entry.content_type.name if entry.content_type else ""
        yield Entry(
            at=entry.action_time,
            kind="admin",
            who=_account(entry.user),
            what=entry.get_action_flag_display(),
            about=f"{of_what} {entry.object_repr}".strip(),
            details="；".join([entry.get_change_message(), *changed_values(entry)]).strip("；"),
            address="",
            record=f"django_admin_log {entry.pk}",
        )


def imports(since: datetime | None, until: datetime | None, newest: int = 0) -> Iterator[Entry]:
    for batch in _within(ImportBatch.objects.select_related("by", "signed_by").defer("text"), since, until, newest):
        signed = _("signed by %(name)s") % {"name": _account(batch.signed_by)} if batch.signed_by else ""
        yield Entry(
            at=batch.at,
            kind="import",
            who=_account(batch.by or batch.signed_by) or _("command line"),
            what=_("archive") if batch.is_archive else _("import"),
            about=batch.file_name,
            details=signed,
            address="",
            record=f"articles_importbatch {batch.pk}",
        )


def switchings(since: datetime | None, until: datetime | None, newest: int = 0) -> Iterator[Entry]:
    for turned in _within(Switching.objects.all(), since, until, newest):
        yield Entry(
            at=turned.at,
            kind="switch",
            who=turned.by_name,
            what=_("switched on") if turned.is_on else _("switched off"),
            about=turned.get_switch_display(),
            details="；".join(filter(None, [turned.reason, turned.notice])),
            address="",
            record=f"operations_switching {turned.pk}",
        )


SOURCES: tuple[Callable[..., Iterator[Entry]], ...] = (steps, accounts, changes, imports, switchings)


def _account(user) -> str:
    return f"{user.name}（{user.username}）" if user else ""


def changed_values(entry: LogEntry) -> Iterator[str]:
    """From what to what, where the log says so (staff.change_messages)."""
    try:
        parts = json.loads(entry.change_message)
    except ValueError:
        return
    for part in parts if isinstance(parts, list) else []:
        values = part.get("changed", {}).get("values", {}) if isinstance(part, dict) else {}
        for name, (before, after) in values.items():
            yield f"{_label(entry, name)}：{before or '—'} → {after or '—'}"


def _label(entry: LogEntry, name: str) -> str:
    model = entry.content_type and entry.content_type.model_class()
    if model is None:
        return name
    return next((str(field.verbose_name) for field in model._meta.concrete_fields if field.name == name), name)


# --- written ---------------------------------------------------------------------------------------------------------


COLUMNS = {
    "at": gettext_lazy("time"),
    "kind": gettext_lazy("kind"),
    "who": gettext_lazy("who"),
    "what": gettext_lazy("what happened"),
    "about": gettext_lazy("about"),
    "details": gettext_lazy("details"),
    "address": gettext_lazy("from the address"),
    "record": gettext_lazy("record"),
}
BOM = "\ufeff"  # Excel takes a CSV without it for GBK.


class _Echo:
    """A file that gives back what is written to it, for csv."""

    def write(self, text: str) -> str:
        return text


def csv_lines(found: Iterable[Entry]) -> Iterator[str]:
    """The entries as the lines of a table that Excel opens."""
    table = csv.writer(_Echo())
    yield BOM + table.writerow([str(label) for label in COLUMNS.values()])
    for entry in found:
        cells = asdict(entry) | {
            "at": f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
            "kind": str(KINDS[entry.kind]),
        }
        yield table.writerow([harmless(cells[column]) for column in COLUMNS])


def json_lines(found: Iterable[Entry]) -> Iterator[str]:
    """The entries as JSON, one a line, times with their zone."""
    for entry in found:
        said = asdict(entry) | {"at": timezone.localtime(entry.at).isoformat()}
        yield json.dumps(said, ensure_ascii=False) + "\n"
