"""Uploaded files wait in the private storage until somebody keeps what they hold, for a day at most."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import partial

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q

from articles.importing.drafts import Options
from articles.importing.sources import Source, uploads
from articles.models.imports import HeldImport
from articles.models.shared import Section
from staff.models import User

KEPT_FOR = timedelta(days=1)
CLAIMED_FOR = timedelta(minutes=15)  # longer than any server lets a request last
FOLDER = "imports"


def hold(files: Iterable[File], options: Options, *, now: datetime) -> HeldImport:
    """Put these uploads aside; old ones of everybody go on the occasion."""
    forget_old(now=now)
    token = secrets.token_urlsafe(16)
    stored = [
        {"name": file.name, "stored": storages["default"].save(f"{FOLDER}/{token}/{place}", file)}
        for place, file in enumerate(files)
    ]
    return HeldImport.objects.create(token=token, files=stored, options=_written(options), by=options.by, at=now)


def sources_of(held: HeldImport) -> list[Source]:
    """What was uploaded, as the command would find it in a folder."""
    return uploads((file["name"], partial(storages["default"].open, file["stored"])) for file in held.files)


def options_of(held: HeldImport, *, by: User) -> Options:
    """What the person said of these files."""
    said: Mapping = held.options
    return Options(
        issue_date=_day(said["issue_date"]),
        page_label=said["page_label"],
        section=Section.objects.filter(pk=said["section"]).first() if said["section"] else None,
        encoding=said["encoding"],
        is_printed=said["is_printed"],
        print_released_by=said["print_released_by"],
        print_released_on=_day(said["print_released_on"]),
        by=by,
    )


def claim(held: HeldImport, *, now: datetime) -> bool:
    """Whether this person is the one who keeps it: of two clicks at once, one is. `release` or `forget` ends it.

    The claim of a process that died ends by itself; importing twice changes nothing.
    """
    free = Q(claimed_at__isnull=True) | ~_is_being_kept(now)
    return bool(HeldImport.objects.filter(free, pk=held.pk).update(claimed_at=now))


def release(held: HeldImport) -> None:
    """Let it be kept once more: something went wrong, and the files are still here."""
    HeldImport.objects.filter(pk=held.pk).update(claimed_at=None)


def forget(held: HeldImport) -> None:
    """Remove the files, and the row where it is still there."""
    HeldImport.objects.filter(pk=held.pk).delete()
    for file in held.files:
        storages["default"].delete(file["stored"])
    storages["default"].delete(f"{FOLDER}/{held.token}")  # the folder, where the storage has folders


def forget_old(*, now: datetime) -> None:
    """Remove what nobody kept within a day."""
    with transaction.atomic():
        old = list(HeldImport.objects.filter(~_is_being_kept(now) | Q(claimed_at__isnull=True), at__lt=now - KEPT_FOR))
        HeldImport.objects.filter(pk__in=[held.pk for held in old]).delete()
    for held in old:
        forget(held)


def _is_being_kept(now: datetime) -> Q:
    """A claim that is not over; one far in the future is of a clock that was ahead, and would never end."""
    return Q(claimed_at__range=(now - CLAIMED_FOR, now + CLAIMED_FOR))


def _written(options: Options) -> dict:
    return {
        "issue_date": options.issue_date.isoformat() if options.issue_date else "",
        "page_label": options.page_label,
        "section": options.section.pk if options.section else None,
        "encoding": options.encoding,
        "is_printed": options.is_printed,
        "print_released_by": options.print_released_by,
        "print_released_on": options.print_released_on.isoformat() if options.print_released_on else "",
    }


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
