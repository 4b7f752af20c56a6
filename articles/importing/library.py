"""The photos of an archive's pieces in the library of the house: a picture that is there already is the same photo."""

from collections.abc import Iterable, Mapping

from articles import photos
from articles.models.shared import Photo


class Library:
    """The photos of some pieces with the keys that they have in this house; those that are new are made."""

    def __init__(self, named: Iterable[Mapping]) -> None:
        """Writes the new ones, in the transaction at hand. Their files are kept already."""
        wanted = {photo["sha256"]: photo for photo in named}
        self._by_digest = {}
        if wanted:
            Photo.objects.bulk_create(
                (
                    Photo(
                        sha256=sha256,
                        file=photos.original_name(sha256),
                        width=photo["width"],
                        height=photo["height"],
                        caption=photo["caption"],
                        credit=photo["credit"],
                    )
                    for sha256, photo in wanted.items()
                ),
                ignore_conflicts=True,
            )
            self._by_digest = {photo.sha256: photo for photo in Photo.objects.filter(sha256__in=wanted)}

    def __bool__(self) -> bool:
        return bool(self._by_digest)

    def entry(self, photo: Mapping) -> dict[str, object]:
        """The photo as a revision has it, with its key, and the focal point that the library gives it."""
        kept = self._by_digest[photo["sha256"]]
        return {"photo": kept.pk, **photo, "focal": [kept.focal_x, kept.focal_y]}

    @property
    def shown(self) -> list[dict[str, object]]:
        """Each photo once, as `public_pictures.put` takes it."""
        return [{"sha256": photo.sha256, "focal": [photo.focal_x, photo.focal_y]} for photo in self._by_digest.values()]
