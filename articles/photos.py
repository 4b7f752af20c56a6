"""Photos: what an upload may be, what is kept of it, and the smaller sizes that readers get.

An upload is known by its content, never by its name. What is kept as the original is always a fresh JPEG: upright,
sRGB, on white where the upload was transparent, without EXIF, place, comment or anything hidden behind the picture. Its
SHA-256 names it, and names of renditions follow from that, from the focal point and from the version of this pipeline:
a file, once written under its name, never changes, so it may be cached for ever.

Two storages: "default" is the newsroom's and private, "public" is the readers'. Everything is made in the private one;
publishing copies. One picture at a time is decoded in a process, so that memory stays below about 500 MB.
"""

import hashlib
import io
import os
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, UnidentifiedImageError

LARGEST_UPLOAD = 25 * 1024 * 1024  # bytes; a 24 Mpx JPEG of a camera has 10 to 15 MB
MOST_PIXELS = 50_000_000  # checked before decoding: a small file can claim to be enormous
# libwebp keeps three whole pictures besides ours while it decodes: 50 million pixels would take 900 MB.
MOST_PIXELS_OF_WEBP = 24_000_000
LONGEST_SIDE = 4000  # pixels of the kept original: enough for a spread of the printed page
ORIGINAL_QUALITY = 92
ALLOWED_FORMATS = ("JPEG", "PNG", "WEBP")  # Pillow would otherwise try every decoder that it has
BAND = 256  # rows that are flattened at a time, so that no second whole picture with alpha is in memory

Format = Literal["webp", "jpeg"]
EXTENSIONS: dict[Format, str] = {"webp": "webp", "jpeg": "jpg"}
# Pixels; also the numbers in the names, where the picture itself may be narrower. WebP is for everybody: 400 for lists,
# 560 for galleries, 750 for a phone's whole width, 960 and more for columns of large screens. JPEG is for what cannot
# read WebP: feeds, shared links, phones of 2019.
WIDTHS: dict[Format, tuple[int, ...]] = {"webp": (400, 560, 750, 960, 1280, 1600), "jpeg": (400, 960, 1600)}
SOCIAL_SIZE = (1200, 630)  # pixels; what WeChat, Weibo and the Open Graph readers crop to
# Raise it whenever other bytes come out for the same original: names are promised never to change their content.
# `all_names` must go on to know the sizes of every version, or a withdrawal would leave old files behind.
# After that, `manage.py renew_pictures` makes the new files of what is there.
PIPELINE_VERSION = 2
OLDER_WIDTHS: dict[int, tuple[int, ...]] = {1: (400, 800, 1200, 1600)}  # of both formats, by version

# Where a size is shown with two dots to a pixel, fewer details of each dot are seen: less quality will do.
DENSE_FROM = 750  # pixels of width
WEBP_QUALITY, WEBP_QUALITY_OF_DENSE = 74, 68
# Not AVIF: where it costs an upload no more than WebP (speed 8), it saves a sixth at the same likeness (SSIM of the
# sample's pictures), and every picture of every page would name a third list of files.
CENTRE = (0.5, 0.5)

# EXIF tag 0x0112 (CIPA DC-008, 4.6.5.1.6): how the stored rows must be turned to stand upright.
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

_one_at_a_time = threading.Lock()


class UnreadablePhoto(ValueError):
    """An upload cannot be used; `message` is the sentence for the person who uploaded it."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class Picture:
    """An upload as it is kept: the bytes of a JPEG, their SHA-256 (hexadecimal) and its size in pixels."""

    data: bytes = field(repr=False)
    sha256: str
    width: int
    height: int
    extension: str = "jpg"

    @property
    def name(self) -> str:
        """The name under which a storage keeps it."""
        return original_name(self.sha256, self.extension)


@dataclass(frozen=True)
class Rendition:
    """One size of a photo: the whole picture (`social` false) or the crop for shared links."""

    width: int
    height: int
    format: Format
    name: str
    social: bool = False

    @property
    def content_type(self) -> str:
        return f"image/{self.format}"


def read_upload(file: BinaryIO) -> Picture:
    """Check an upload, and return it as it is to be kept.

    Raises UnreadablePhoto with a sentence for the uploader. Costs up to some seconds for the largest pictures.
    """
    file.seek(0)
    data = file.read(LARGEST_UPLOAD + 1)
    if not data:
        raise UnreadablePhoto(_("The file is empty. Please choose the photo again."))
    if len(data) > LARGEST_UPLOAD:
        raise UnreadablePhoto(
            _("The file is larger than 25 MB. Please export the photo as JPEG at a smaller size and upload that.")
        )
    with _one_at_a_time:
        image = _upright(data)
        kept = _encoded(image, format="JPEG", quality=ORIGINAL_QUALITY, subsampling=0, optimize=True)
    return Picture(data=kept, sha256=hashlib.sha256(kept).hexdigest(), width=image.width, height=image.height)


def original_name(sha256: str, extension: str = "jpg") -> str:
    """Return where the private storage keeps an original."""
    return f"originals/{sha256[:2]}/{sha256}.{extension}"


def keep_original(picture: Picture, storage: Storage | None = None) -> str:
    """Write an original once (into the private storage unless told otherwise) and return its name."""
    _write_once(storage or storages["default"], picture.name, picture.data)
    return picture.name


def renditions(*, sha256: str, width: int, height: int, focal: tuple[float, float] = CENTRE) -> tuple[Rendition, ...]:
    """Return what an original of this size has as renditions, without looking at any file.

    For each format the whole picture in each of WIDTHS that it fills (never enlarged; the next step has the picture's
    own width), narrowest first; then the crop around the focal point (x, y from 0 to 1, from the top left) as JPEG.
    """
    stem = _stem(sha256, focal, PIPELINE_VERSION)
    planned = []
    for kind, steps in WIDTHS.items():
        for step, narrower in zip(steps, (0, *steps), strict=False):
            if width > narrower:
                actual = min(step, width)
                size = (actual, max(1, round(height * actual / width)))
                planned.append(Rendition(*size, kind, _name(stem, str(step), kind)))
    left, top, right, bottom = _crop_box(width, height, focal)
    social_width = min(SOCIAL_SIZE[0], right - left)
    social_height = min(SOCIAL_SIZE[1], max(1, round((bottom - top) * social_width / (right - left))))
    planned.append(Rendition(social_width, social_height, "jpeg", _name(stem, "social", "jpeg"), social=True))
    return tuple(planned)


def make_renditions(
    original: BinaryIO, sha256: str, focal: tuple[float, float] = CENTRE, storage: Storage | None = None
) -> tuple[Rendition, ...]:
    """Write the renditions of a kept original that the storage (the private one unless told otherwise) still lacks.

    Cheap when nothing is missing: nothing is decoded. A process that is killed in between leaves no half file under a
    name of a rendition. Raises UnreadablePhoto when the kept file itself is damaged, or another than was kept: what is
    signed is its SHA-256.
    """
    storage = storage or storages["default"]
    original.seek(0)
    data = original.read()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise UnreadablePhoto(_DAMAGED)
    width, height = _open(data).size
    wanted = renditions(sha256=sha256, width=width, height=height, focal=focal)
    missing = [rendition for rendition in wanted if not storage.exists(rendition.name)]
    if missing:
        with _one_at_a_time:
            image = _upright(data)
            for rendition in sorted(missing, key=lambda rendition: rendition.width, reverse=True):
                box = _crop_box(width, height, focal) if rendition.social else None
                resized = _resized(image, (rendition.width, rendition.height), box)
                _write_once(storage, rendition.name, _encoded(resized, **_options(rendition)))
    return wanted


def at_least(width: int, made: Iterable[Rendition], format: Format) -> Rendition:  # noqa: A002 - as in the record
    """The narrowest of these in one format that is as wide, or else the widest."""
    fitting = [rendition for rendition in made if rendition.format == format and not rendition.social]
    return next((rendition for rendition in fitting if rendition.width >= width), fitting[-1])


def copy_to_public(
    wanted: Iterable[Rendition], *, private: Storage | None = None, public: Storage | None = None
) -> tuple[str, ...]:
    """Copy renditions to where readers can fetch them, and return their names; what is there already stays.

    Call it before the commit that makes the piece public, on what `make_renditions` returned. Raises FileNotFoundError
    when a rendition was never made.
    """
    private, public = private or storages["default"], public or storages["public"]
    names = tuple(rendition.name for rendition in wanted)
    for name in names:
        if not public.exists(name):
            with private.open(name, "rb") as source:
                _write_once(public, name, source.read())
    return names


def remove_public(sha256: str, focal: tuple[float, float] = CENTRE, *, public: Storage | None = None) -> None:
    """Take every public rendition of this photo and focal point away, those of older pipelines included.

    The caller makes sure that no other public piece shows the same photo with the same focal point.
    """
    public = public or storages["public"]
    for name in all_names(sha256, focal):
        public.delete(name)


def all_names(sha256: str, focal: tuple[float, float] = CENTRE) -> tuple[str, ...]:
    """Return every name that a rendition of this photo and focal point can ever have had, in any storage."""
    names = []
    for version in range(1, PIPELINE_VERSION + 1):
        stem = _stem(sha256, focal, version)
        older = OLDER_WIDTHS.get(version)
        names += [_name(stem, str(step), kind) for kind, steps in WIDTHS.items() for step in (older or steps)]
        names.append(_name(stem, "social", "jpeg"))
    return tuple(names)


def stems(sha256: str, focal: tuple[float, float] = CENTRE) -> tuple[str, ...]:
    """Return what each of those names begins with, up to its last hyphen: enough to know whose a file is."""
    found = (_stem(sha256, focal, version) for version in range(1, PIPELINE_VERSION + 1))
    return tuple(f"{stem[:2]}/{stem}" for stem in found)


def srcset(made: Iterable[Rendition], format: Format, url: Callable[[str], str] | None = None) -> str:  # noqa: A002 - the word of the record's own field
    """Return the `srcset` of one format, narrowest first: "/media/ab/….webp 400w, …".

    `url` turns a name into an address; readers' addresses, of the public storage, are the default.
    """
    url = url or storages["public"].url
    fitting = [rendition for rendition in made if rendition.format == format and not rendition.social]
    return ", ".join(f"{url(rendition.name)} {rendition.width}w" for rendition in fitting)


def _open(data: bytes) -> Image.Image:
    """Read the head of a picture and check its size; nothing is decoded yet."""
    try:
        image = Image.open(io.BytesIO(data), formats=ALLOWED_FORMATS)
    except UnidentifiedImageError as error:
        raise UnreadablePhoto(_why_not(data)) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadablePhoto(_TOO_MANY_PIXELS) from error
    except _DAMAGE as error:
        raise UnreadablePhoto(_DAMAGED) from error
    if image.width * image.height > MOST_PIXELS:
        raise UnreadablePhoto(_TOO_MANY_PIXELS)
    if image.format == "WEBP" and image.width * image.height > MOST_PIXELS_OF_WEBP:
        raise UnreadablePhoto(_TOO_MANY_PIXELS_OF_WEBP)
    # Many cameras put a second, small picture behind the first (MPO); only moving WebP and PNG are refused.
    if image.format in ("WEBP", "PNG") and getattr(image, "n_frames", 1) > 1:
        raise UnreadablePhoto(_("This is a moving picture. Please export one still as JPEG and upload that."))
    return image


def _upright(data: bytes) -> Image.Image:
    """Decode a picture: upright, sRGB, on white, no side longer than LONGEST_SIDE, and nothing but its pixels."""
    image = _open(data)
    try:
        turn = TURNS.get(_orientation(image))
        profile = image.info.get("icc_profile")
        # A JPEG can be decoded at a half, a quarter or an eighth: far less memory for large ones.
        image.draft(image.mode, (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        image = _on_white(image)  # step by step, so that each larger picture is given up before the next is made
        image = _resized(image, _fitting(image.size))
        image = _in_srgb(image, profile)
        if turn is not None:
            image = image.transpose(turn)
    except _DAMAGE as error:
        raise UnreadablePhoto(_DAMAGED) from error
    image.info = {}
    return image


def _orientation(image: Image.Image) -> int:
    """Return the EXIF orientation; a block of EXIF that cannot be read counts as none."""
    try:
        return image.getexif().get(ORIENTATION, 1)
    except Exception:  # A broken EXIF block raises anything, and the picture is fine without it.
        return 1


def _on_white(image: Image.Image) -> Image.Image:
    """Lay what is transparent on white, and bring 16-bit greys down to 8 bits; CMYK stays for its profile."""
    if image.mode.startswith("I"):
        # Pillow's own conversion cuts every grey above 255 to white.
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
        image.info.pop("transparency", None)  # a 16-bit grey, of no meaning among 8-bit ones
    if not image.has_transparency_data:
        return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")
    flat = Image.new("RGB", image.size, "white")
    for top in range(0, image.height, BAND):
        band = image.crop((0, top, image.width, min(top + BAND, image.height))).convert("RGBA")
        flat.paste(band, (0, top), band)
    return flat


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert from the embedded profile; one that is damaged or of another kind of picture is passed over."""
    if profile:
        with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if converted is not None:
                return converted
    return image.convert("RGB")


def _fitting(size: tuple[int, int]) -> tuple[int, int]:
    scale = min(1.0, LONGEST_SIDE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _resized(image: Image.Image, size: tuple[int, int], box: tuple[int, int, int, int] | None = None) -> Image.Image:
    if size == image.size and box in (None, (0, 0, *image.size)):
        return image
    # The reducing gap averages large steps first: several times quicker, no difference to be seen.
    return image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)


def _crop_box(width: int, height: int, focal: tuple[float, float]) -> tuple[int, int, int, int]:
    """Return the largest box with the ratio of SOCIAL_SIZE, with the focal point as near its middle as can be."""
    ratio = SOCIAL_SIZE[0] / SOCIAL_SIZE[1]
    crop_width = min(width, max(1, round(height * ratio)))
    crop_height = min(height, max(1, round(width / ratio)))
    x, y = _clamped(focal)
    left = min(max(round(x * width - crop_width / 2), 0), width - crop_width)
    top = min(max(round(y * height - crop_height / 2), 0), height - crop_height)
    return left, top, left + crop_width, top + crop_height


def _clamped(focal: tuple[float, float]) -> tuple[float, float]:
    return min(max(0.0, float(focal[0])), 1.0), min(max(0.0, float(focal[1])), 1.0)


def _stem(sha256: str, focal: tuple[float, float], version: int) -> str:
    """Return what the names of all renditions of one photo, focal point and version begin with.

    A digest, so that nobody who has the published sizes can guess the name of an original or of another crop.
    """
    x, y = _clamped(focal)
    return hashlib.sha256(f"{version}:{sha256}:{x!r}:{y!r}".encode()).hexdigest()[:40]


def _name(stem: str, step: str, kind: Format) -> str:
    return f"{stem[:2]}/{stem}-{step}.{EXTENSIONS[kind]}"


def _options(rendition: Rendition) -> dict[str, object]:
    """How a rendition is written."""
    if rendition.format == "jpeg":
        return {"format": "JPEG", "quality": 80, "optimize": True, "progressive": True}
    is_dense = rendition.width >= DENSE_FROM
    return {"format": "WEBP", "quality": WEBP_QUALITY_OF_DENSE if is_dense else WEBP_QUALITY, "method": 6}


def _encoded(image: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, **options)
    return buffer.getvalue()


def _write_once(storage: Storage, name: str, data: bytes) -> None:
    """Write a file whose name vouches for its content; one that is there already is left alone.

    On a disk it is written beside its place and moved there whole. Another store (S3) shows an object only when
    it is complete; where it would rather keep both of two simultaneous copies, ours is taken back.
    """
    if storage.exists(name):
        return
    if not isinstance(storage, FileSystemStorage):
        written = storage.save(name, ContentFile(data))
        if written != name:
            storage.delete(written)
        return
    path = Path(storage.path(name))
    mode = 0o777 if storage.directory_permissions_mode is None else storage.directory_permissions_mode
    for folder in reversed([one for one in path.parents if not one.exists()]):  # mkdir gives its mode to the last alone
        folder.mkdir(mode=mode, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        with unfinished.open("wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        if storage.file_permissions_mode is not None:
            unfinished.chmod(storage.file_permissions_mode)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


# What Pillow raises for broken data: OSError (truncated), SyntaxError (broken PNG), ValueError and the rest from the
# parsers of single chunks, MemoryError for sizes that lie.
_DAMAGE = (OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, EOFError, MemoryError, OverflowError)
_DAMAGED = _(
    "The photo is damaged or incomplete. Please copy it from the camera or phone again and upload it once more."
)
_TOO_MANY_PIXELS = _(
    "The photo has more than 50 million pixels. Please export it at a smaller size (4000 pixels wide are enough)."
)
_TOO_MANY_PIXELS_OF_WEBP = _(
    "As WebP a photo may have 24 million pixels at most. Please export it as JPEG, or at a smaller size."
)


def _why_not(data: bytes) -> str | Promise:
    """Return a sentence on what a file is that is no JPEG, PNG or WebP, and what to do."""
    brand = data[8:12] if data[4:8] == b"ftyp" else b""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"):
        return _(
            "This is an HEIC photo, as iPhones take them. Please export it as JPEG, or set the iPhone under Settings,"
            " Camera, Formats to “Most Compatible”."
        )
    if brand in (b"avif", b"avis"):
        return _("This is an AVIF picture. Please export it as JPEG and upload that.")
    if brand:
        return _("This is a video. Please export one still as JPEG and upload that.")
    if head.startswith((b"gif87a", b"gif89a")):
        return _("This is a GIF picture. Please export one still as JPEG or PNG and upload that.")
    if b"<svg" in head:
        return _("This is an SVG drawing. Please export it as PNG, at least 1600 pixels wide, and upload that.")
    if data.startswith((b"II*\x00", b"MM\x00*", b"BM", b"8BPS")):
        return _("This is a TIFF, BMP, raw or Photoshop file. Please export it as JPEG and upload that.")
    if data.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _("This is a document or an archive. Please save the photo out of it and upload that.")
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG", b"RIFF")):
        return _DAMAGED
    return _("This is not a photo. JPEG, PNG and WebP files can be uploaded.")
