"""Pictures of public pieces with the addresses of their sizes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.core.files.storage import FileSystemStorage, storages

from articles import photos
from articles.presentation.addresses import absolute

COLUMN, LARGEST = 800, 1600  # pixels of width: of a reader's column of text, and of what a tap opens
PictureURL = Callable[[str], str]  # from the name of a rendition to its address


@dataclass(frozen=True)
class Picture:
    """A picture with the addresses of its sizes; `focus` are the classes that keep its focal point in a crop."""

    alt: str
    caption: str
    credit: str
    width: int
    height: int
    src: str
    largest: str
    jpeg: str
    webp: str
    social: str
    social_width: int
    social_height: int
    focus: str

    @property
    def is_upright(self) -> bool:
        return self.height > self.width


def public_address(name: str) -> str:
    """The readers' address of a rendition, whose name has nothing in it that an address writes in another way."""
    storage = storages["public"]
    return storage.base_url + name if type(storage) is FileSystemStorage else storage.url(name)


def pictures_of(photos: Iterable[Mapping], picture_url: PictureURL | None = None) -> tuple[Picture, ...]:
    """The pictures of a row in their order."""
    return tuple([picture(photo, picture_url) for photo in photos])


def picture(photo: Mapping, picture_url: PictureURL | None = None) -> Picture:
    """A picture from a row's list of photos."""
    url = picture_url or public_address
    focal = tuple(photo["focal"])
    made = photos.renditions(sha256=photo["sha256"], width=photo["width"], height=photo["height"], focal=focal)
    social = next(rendition for rendition in made if rendition.social)
    return Picture(
        alt=photo["alt"] or photo["caption"],
        caption=photo["caption"],
        credit=photo["credit"],
        width=photo["width"],
        height=photo["height"],
        src=url(photos.at_least(COLUMN, made, "jpeg").name),
        largest=url(photos.at_least(LARGEST, made, "jpeg").name),
        jpeg=photos.srcset(made, "jpeg", url),
        webp=photos.srcset(made, "webp", url),
        social=absolute(url(social.name)),
        social_width=social.width,
        social_height=social.height,
        focus=f"fx{round(focal[0] * 10)} fy{round(focal[1] * 10)}",
    )
