"""The files of public pictures: there exactly while a public piece shows them.

A publication copies them before it commits, a withdrawal removes them after it. A process that dies in between leaves
files that nobody shows, so every server looks for such when it starts. Whoever removes files holds the lock on the
chain of reviews, as whoever publishes does: no file is removed that a publication has just found in its place.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from django.core.files.storage import Storage, storages
from django.db import transaction

from articles import photos
from articles.models.placing import PrintedPage
from articles.models.published import PublishedPhoto
from articles.models.record import ReviewChain
from articles.models.shared import Photo

logger = logging.getLogger(__name__)

Picture = tuple[str, float, float]  # SHA-256 and focal point: the crop depends on it


@dataclass(frozen=True)
class Difference:
    """Names of files that a public row wants and the storage lacks, and of those that no public row shows."""

    missing: tuple[str, ...]
    unshown: tuple[str, ...]


def put(photo: Mapping) -> None:
    """Copy a picture of a snapshot to where readers can fetch it; its renditions were made at the upload."""
    with storages["default"].open(photos.original_name(photo["sha256"])) as original:
        photos.copy_to_public(photos.make_renditions(original, photo["sha256"], tuple(photo["focal"])))


def of(number: int) -> set[Picture]:
    """The pictures that the public row of this piece shows."""
    return set(PublishedPhoto.objects.filter(article=number).values_list("sha256", "focal_x", "focal_y"))


def forget(pictures: set[Picture]) -> None:
    """After the commit, remove the files of those pictures that no public piece shows any more."""
    if pictures:
        transaction.on_commit(partial(_remove, pictures), robust=True)


def renew() -> Iterator[tuple[int, int, str]]:
    """Make the sizes that this version of `photos` has and that are not there, the readers' ones too.

    After each picture that lacked one: how many are done, of how many, and a sentence where its original cannot be
    read. May be broken off and run again, beside a running site.
    """
    public = {(row.sha256, row.focal_x, row.focal_y): row for row in PublishedPhoto.objects.iterator()}
    every = {(row.sha256, row.focal_x, row.focal_y): row for row in Photo.objects.iterator()} | public
    every |= {(row.sha256, *photos.CENTRE): row for row in PrintedPage.objects.exclude(sha256="")}
    kept, shown = set(files(storages["default"])), set(files(storages["public"]))
    lacking = []
    for picture, row in every.items():
        sha256, *focal = picture
        wanted = photos.renditions(sha256=sha256, width=row.width, height=row.height, focal=tuple(focal))
        names = {rendition.name for rendition in wanted}
        if not names <= kept or (picture in public and not names <= shown):
            lacking.append(picture)
    for done, picture in enumerate(lacking, start=1):
        sha256, *focal = picture
        try:
            with storages["default"].open(photos.original_name(sha256)) as original:
                photos.make_renditions(original, sha256, tuple(focal))
            if picture in public:
                _put_if_shown(sha256, tuple(focal))
        except (OSError, photos.UnreadablePhoto) as error:
            yield done, len(lacking), f"{photos.original_name(sha256)}: {error}"
        else:
            yield done, len(lacking), ""


def _put_if_shown(sha256: str, focal: tuple[float, float]) -> None:
    """Nobody withdraws a piece in between: whoever removes files waits for this lock."""
    with transaction.atomic():
        hold()
        if PublishedPhoto.objects.filter(sha256=sha256, focal_x=focal[0], focal_y=focal[1]).exists():
            put({"sha256": sha256, "focal": focal})


def difference() -> Difference:
    """What the public storage lacks and has too much. A publication at this moment is no difference."""
    found = Difference(_missing(), _unshown())
    if not found.missing and not found.unshown:
        return found
    with transaction.atomic():
        _wait_for_publications()
        return Difference(_missing(), _unshown())


def sweep() -> tuple[str, ...]:
    """Remove the files that no public piece shows, leftovers of interrupted copies among them; give their names."""
    if not _unshown():
        return ()
    with transaction.atomic():
        _wait_for_publications()
        unshown = _unshown()
        for name in unshown:
            storages["public"].delete(name)
    if unshown:
        logger.warning("removed public files that no public piece shows", extra={"files": len(unshown)})
    return unshown


def _remove(pictures: set[Picture]) -> None:
    with transaction.atomic():
        _wait_for_publications()
        shown = PublishedPhoto.objects.filter(sha256__in={sha256 for sha256, _x, _y in pictures})
        for sha256, x, y in pictures - set(shown.values_list("sha256", "focal_x", "focal_y")):
            photos.remove_public(sha256, (x, y))


def hold() -> None:
    """Take the lock of those who bring public pictures, for one who publishes without a review: a signed archive."""
    ReviewChain.objects.select_for_update().get_or_create(pk=1)


def _wait_for_publications() -> None:
    """Hold the lock that every publication holds until it commits."""
    list(ReviewChain.objects.select_for_update().filter(pk=1))


def _missing() -> tuple[str, ...]:
    there = set(files(storages["public"]))
    rows = PublishedPhoto.objects.order_by().values("sha256", "width", "height", "focal_x", "focal_y").distinct()
    wanted = (
        rendition.name
        for row in rows.iterator()
        for rendition in photos.renditions(
            sha256=row["sha256"], width=row["width"], height=row["height"], focal=(row["focal_x"], row["focal_y"])
        )
    )
    return tuple(sorted(name for name in wanted if name not in there))


def _unshown() -> tuple[str, ...]:
    rows = PublishedPhoto.objects.order_by().values_list("sha256", "focal_x", "focal_y").distinct()
    shown = {stem for sha256, x, y in rows.iterator() for stem in photos.stems(sha256, (x, y))}
    return tuple(sorted(name for name in files(storages["public"]) if name.rpartition("-")[0] not in shown))


def files(storage: Storage, folder: str = "") -> Iterator[str]:
    """The names of all files of a storage."""
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever published
        return
    yield from (f"{folder}/{name}" if folder else name for name in names)
    for name in folders:
        yield from files(storage, f"{folder}/{name}" if folder else name)
