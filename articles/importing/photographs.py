"""The photos of an import: read and scaled down before its transaction begins, then rows beside the body."""

import io
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.storage import storages

from articles import photos
from articles.importing import sentences
from articles.importing.pictures import Placed
from articles.importing.records import UnreadablePage
from articles.models.newsroom import Article, ArticlePhoto
from articles.models.shared import Photo
from articles.photos import Picture, UnreadablePhoto
from staff.models import User


@dataclass(frozen=True)
class Taken:
    """A photo of an import: the picture as it is kept, or the sentence why it cannot be used."""

    placed: Placed
    picture: Picture | None = None
    refusal: str = ""

    @property
    def name(self) -> str:
        return self.placed.photograph.name


def take_pictures(placed: Iterable[Placed]) -> tuple[Taken, ...]:
    """Read every photo and write its renditions. A file is named by its content: one too many does no harm."""
    return tuple(_taken(one) for one in placed)


def _taken(placed: Placed) -> Taken:
    try:
        picture = photos.read_upload(io.BytesIO(placed.photograph.load()))
    except UnreadablePhoto as error:
        return Taken(placed, refusal=str(error))
    except UnreadablePage as error:
        return Taken(placed, refusal=sentences.of_error(error))
    with storages["default"].open(photos.keep_original(picture)) as original:
        photos.make_renditions(original, picture.sha256)
    return Taken(placed, picture)


def rows_of(taken: Iterable[Taken]) -> list[tuple]:
    """What a revision would say of these photos: to tell whether an import changes anything."""
    return [(one.picture.sha256, *_words(one), one.placed.place) for one in taken if one.picture]


def write_pictures(article: Article, taken: Iterable[Taken], *, by: User | None) -> None:
    """Let these be the piece's photos, in this order; each becomes a photo of the library once."""
    article.photos.all().delete()
    for position, one in enumerate(one for one in taken if one.picture):
        caption, credit = _words(one)
        picture = one.picture
        photo, _created = Photo.objects.get_or_create(
            sha256=picture.sha256,
            defaults={"file": picture.name, "width": picture.width, "height": picture.height, "uploaded_by": by,
                      "caption": caption, "credit": credit},
        )  # fmt: skip
        ArticlePhoto.objects.create(
            article=article, photo=photo, position=position, caption=caption, credit=credit, place=one.placed.place
        )


def photo_of(taken: Taken) -> dict[str, object]:
    """A photo that was taken, as a revision has it, but for its key in the library."""
    picture, (caption, credit) = taken.picture, _words(taken)
    return {
        "sha256": picture.sha256,
        "width": picture.width,
        "height": picture.height,
        "focal": list(photos.CENTRE),
        "caption": caption,
        "alt": "",
        "credit": credit,
        "place": taken.placed.place,
    }


def cut_words(taken: Taken) -> list[tuple[str, int, str]]:
    """What does not fit into the columns of a photo: column, characters at most, the whole text."""
    said = {"caption": taken.placed.caption, "credit": taken.placed.credit} if taken.picture else {}
    return [(field, _longest(field), text) for field, text in said.items() if len(text) > _longest(field)]


def _words(taken: Taken) -> tuple[str, str]:
    """Caption and credit, as far as they fit into their columns."""
    caption, credit = taken.placed.caption, taken.placed.credit
    return caption[: _longest("caption")], credit[: _longest("credit")]


def _longest(field: str) -> int:
    return ArticlePhoto._meta.get_field(field).max_length
