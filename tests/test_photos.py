"""An uploaded photo is known by its content, is kept without anything hidden in it, and gets its sizes whole or not."""

import contextlib
import hashlib
import io
import struct
import zlib
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from articles import photos
from articles.photos import UnreadablePhoto, make_renditions, read_upload, renditions

RED, BLUE, WHITE = (220, 20, 20), (20, 20, 220), (255, 255, 255)
LATITUDE, ORIENTATION, MAKER = 0x0002, 0x0112, 0x010F


@pytest.fixture
def two_storages(tmp_path, settings):
    """A private and a public storage of this test's own."""
    disk = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": disk, "OPTIONS": {"location": tmp_path / "private", "base_url": "/private/"}},
        "public": {"BACKEND": disk, "OPTIONS": {"location": tmp_path / "public", "base_url": "/media/"}},
    }
    return storages["default"], storages["public"]


def drawn(size=(120, 80), mode="RGB"):
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, BLUE)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2 - 1, size[1]), fill=RED)
    return image.convert(mode)


def encoded(image, kind="JPEG", **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **({"quality": 95} | options if kind == "JPEG" else options))
    return buffer.getvalue()


def kept(data):
    """What is kept of an upload with these bytes, decoded again."""
    picture = read_upload(io.BytesIO(data))
    image = Image.open(io.BytesIO(picture.data))
    assert image.format == "JPEG"
    assert image.mode == "RGB"
    assert image.size == (picture.width, picture.height)
    assert picture.sha256 == hashlib.sha256(picture.data).hexdigest()
    return image


def assert_colour(image, place, colour, *, tolerance=12):
    found = image.getpixel(place)
    assert all(abs(a - b) <= tolerance for a, b in zip(found, colour, strict=True)), f"{found} at {place}"


def left_and_right(image):
    return (image.width // 4, image.height // 2), (image.width * 3 // 4, image.height // 2)


def assert_red_then_blue(image, *, tolerance=12):
    left, right = left_and_right(image)
    assert_colour(image, left, RED, tolerance=tolerance)
    assert_colour(image, right, BLUE, tolerance=tolerance)


def reason(data):
    """The sentence with which an upload of these bytes is refused."""
    with translation.override("en"), pytest.raises(UnreadablePhoto) as refusal:
        read_upload(io.BytesIO(data))
    with translation.override("en"):
        return str(refusal.value)


def png_chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_that_claims(width, height):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + png_chunk(b"IEND", b"")
    )  # fmt: skip


# What can be uploaded


@pytest.mark.parametrize(
    "data",
    [
        encoded(drawn()),
        encoded(drawn(), "PNG"),
        encoded(drawn(), "WEBP", lossless=True),
        encoded(drawn().quantize(8), "PNG"),
        encoded(drawn(mode="RGBA"), "PNG"),
        encoded(drawn(), "MPO", save_all=True, append_images=[drawn((60, 40))], quality=95),
        encoded(drawn(), progressive=True),
    ],
    ids=["jpeg", "png", "webp", "palette", "alpha", "camera-mpo", "progressive"],
)
def test_a_photo_of_a_known_kind_is_kept_as_a_jpeg(data):
    image = kept(data)
    assert image.size == (120, 80)
    assert_red_then_blue(image)


def test_the_name_of_a_file_says_nothing_about_what_it_is():
    png = SimpleUploadedFile("photo.jpg", encoded(drawn(), "PNG"), content_type="image/jpeg")
    assert_red_then_blue(Image.open(io.BytesIO(read_upload(png).data)))
    page = SimpleUploadedFile("photo.jpg", b"<html><script>alert(1)</script></html>", content_type="image/jpeg")
    with pytest.raises(UnreadablePhoto):
        read_upload(page)


def test_an_upload_that_was_read_before_is_read_from_its_beginning():
    file = io.BytesIO(encoded(drawn()))
    file.read()
    assert read_upload(file).width == 120


def test_the_same_upload_is_kept_under_the_same_name():
    first, second = read_upload(io.BytesIO(encoded(drawn()))), read_upload(io.BytesIO(encoded(drawn())))
    assert first == second
    assert first.name == f"originals/{first.sha256[:2]}/{first.sha256}.jpg"


def test_a_large_photo_is_kept_at_four_thousand_pixels():
    assert kept(encoded(drawn((9000, 3000)))).size == (4000, 1333)
    assert kept(encoded(drawn((3000, 5001), mode="P"), "PNG")).size == (2400, 4000)


def test_a_very_narrow_picture_keeps_a_pixel_of_width():
    assert kept(encoded(drawn((9000, 1)), "PNG")).size == (4000, 1)


# What is kept of it


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright(orientation):
    undo = {2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}.get(orientation)
    stored = drawn() if undo is None else drawn().transpose(photos.TURNS[undo])
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    image = kept(encoded(stored, exif=exif))
    assert image.size == (120, 80)
    assert_red_then_blue(image)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_tells_where_by_whom_or_with_what_a_photo_was_taken(kind, two_storages):
    exif = Image.Exif()
    exif[MAKER] = "SECRETMAKER"
    exif.get_ifd(0x8825)[LATITUDE] = (34.0, 48.0, 30.25)
    options = {"exif": exif, "xmp": b"<x:xmpmeta>SECRETXMP</x:xmpmeta>"} if kind != "PNG" else {"exif": exif}
    if kind == "JPEG":
        options["comment"] = b"SECRETCOMMENT"
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", "SECRETCOMMENT")
        text.add_itxt("XML:com.adobe.xmp", "SECRETXMP")
        options["pnginfo"] = text
    data = encoded(drawn((500, 400)), kind, dpi=(300, 300), **options)
    assert b"SECRET" in data
    picture = read_upload(io.BytesIO(data))
    made = make_renditions(io.BytesIO(picture.data), picture.sha256)
    files = [picture.data, *(two_storages[0].open(rendition.name).read() for rendition in made)]
    assert len(files) > 2
    for file in files:
        image = Image.open(io.BytesIO(file))
        assert not dict(image.getexif())
        assert not {"exif", "xmp", "comment", "icc_profile", "dpi", "photoshop"} & set(image.info)
        assert b"SECRET" not in file
        assert b"Exif" not in file


@pytest.mark.parametrize(
    "tail", [b"<script>alert(1)</script>", b"<?php system($_GET[0]); ?>", b"PK\x03\x04 an archive"]
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_can_be_hidden_behind_a_picture(kind, tail):
    picture = read_upload(io.BytesIO(encoded(drawn(), kind) + tail))
    assert tail not in picture.data


def test_a_script_in_the_comment_of_a_picture_is_gone():
    data = encoded(drawn(), comment=b"*/=alert(1)//<script>")
    assert b"alert" in data
    assert b"alert" not in read_upload(io.BytesIO(data)).data


def test_what_is_transparent_becomes_white():
    image = drawn(mode="RGBA")
    image.paste((0, 0, 0, 0), (60, 0, 120, 80))
    for data in (
        encoded(image, "PNG"),
        encoded(image, "WEBP", lossless=True),
        encoded(image.quantize(16), "PNG"),
        encoded(Image.merge("LA", (image.convert("L"), image.getchannel("A"))), "PNG"),
    ):
        found = kept(data)
        assert_colour(found, (90, 40), WHITE)
        assert found.getpixel((30, 40)) != WHITE


def test_a_palette_with_one_transparent_colour_is_laid_on_white():
    image = Image.new("P", (120, 80), 0)
    image.putpalette([0, 0, 0, *RED])
    image.paste(1, (0, 0, 60, 80))
    found = kept(encoded(image, "PNG", transparency=0))
    assert_colour(found, (30, 40), RED)
    assert_colour(found, (90, 40), WHITE)


def test_a_picture_for_the_press_keeps_its_colours():
    assert_red_then_blue(kept(encoded(drawn(mode="CMYK"))), tolerance=40)


def test_sixteen_bits_of_grey_are_not_cut_to_white():
    image = Image.new("I;16", (120, 80), 128 * 257)
    image.paste(20 * 257, (0, 0, 60, 80))
    found = kept(encoded(image, "PNG"))
    assert_colour(found, (30, 40), (20, 20, 20), tolerance=3)
    assert_colour(found, (90, 40), (128, 128, 128), tolerance=3)


@pytest.mark.parametrize("mode", ["1", "L"])
def test_a_picture_without_colours_stays_as_it_is(mode):
    found = kept(encoded(Image.new(mode, (120, 80), 255), "PNG"))
    assert_colour(found, (60, 40), WHITE)


def test_colours_are_brought_from_their_profile_to_srgb():
    # In a profile whose first and third colour are exchanged, what is stored as red is meant to be blue.
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", profile[128:132])[0]
    for entry in range(132, 132 + 12 * count, 12):
        name = bytes(profile[entry : entry + 4])
        profile[entry : entry + 4] = {b"rXYZ": b"bXYZ", b"bXYZ": b"rXYZ"}.get(name, name)
    left, right = left_and_right(drawn())
    found = kept(encoded(drawn(), icc_profile=bytes(profile)))
    assert_colour(found, left, BLUE, tolerance=25)
    assert_colour(found, right, RED, tolerance=25)


@pytest.mark.parametrize(
    "profile", [b"no profile at all", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()]
)
def test_a_profile_that_does_not_fit_does_no_harm(profile):
    assert_red_then_blue(kept(encoded(drawn(), icc_profile=profile)))


# What cannot be uploaded


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"Dear editor, here is my photo", "not a photo"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x18ftypavif\0\0\0\0avifmif1", "AVIF"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "video"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "video"),
        (encoded(drawn(mode="P"), "GIF"), "GIF"),
        (encoded(drawn(), "GIF", save_all=True, append_images=[drawn((120, 80), "L")]), "GIF"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG"),
        (b"\xef\xbb\xbf  <SVG>", "SVG"),
        (encoded(drawn(), "TIFF"), "TIFF"),
        (encoded(drawn(), "BMP"), "BMP"),
        (b"8BPS\0\x01", "Photoshop"),
        (b"%PDF-1.7", "document"),
        (b"PK\x03\x04[Content_Types].xml", "document"),
        (encoded(drawn(), "WEBP", save_all=True, append_images=[drawn().rotate(180)]), "moving"),
        (encoded(drawn(), "PNG", save_all=True, append_images=[drawn().rotate(180)]), "moving"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_own_sentence(data, words):
    assert words in reason(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_a_photo_that_was_cut_off_on_its_way_is_refused(kind, share):
    data = encoded(Image.effect_noise((300, 200), 80).convert("RGB"), kind)
    assert "damaged or incomplete" in reason(data[: int(len(data) * share)])


def test_bytes_that_were_changed_on_the_way_raise_nothing_but_the_refusal():
    for kind in ("JPEG", "PNG", "WEBP"):
        data = encoded(drawn(), kind)
        for place in range(8, len(data), 7):
            broken = data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]
            with contextlib.suppress(UnreadablePhoto):
                read_upload(io.BytesIO(broken))


@pytest.mark.parametrize(("width", "height"), [(8000, 6251), (12000, 12000), (60000, 60000), (2**31 - 1, 2**31 - 1)])
def test_a_small_file_that_claims_to_be_enormous_is_refused_before_it_is_decoded(width, height):
    assert "50 million pixels" in reason(png_that_claims(width, height))


def test_text_that_swells_when_it_is_unpacked_is_refused():
    swelling = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 80_000_000, 9))
    data = encoded(drawn(), "PNG")
    assert "damaged or incomplete" in reason(data[:33] + swelling + data[33:])


def test_a_file_above_the_limit_is_refused_without_reading_it_to_its_end():
    class Endless(io.RawIOBase):
        taken = 0

        def seek(self, *_):
            return 0

        def read(self, size=-1):
            assert size >= 0, "would never end"
            self.taken += size
            return b"\xff" * size

    file = Endless()
    with translation.override("en"), pytest.raises(UnreadablePhoto, match="25 MB"):
        read_upload(file)
    assert file.taken <= photos.LARGEST_UPLOAD + 1


# Sizes


def sizes(**options):
    return [(r.width, r.height, r.format, r.social) for r in renditions(sha256="ab" * 32, **options)]


def test_a_photo_has_six_widths_as_webp_three_as_jpeg_and_a_crop_for_shared_links():
    assert sizes(width=4000, height=3000) == [
        *((400, 300, "webp", False), (560, 420, "webp", False), (750, 562, "webp", False)),
        *((960, 720, "webp", False), (1280, 960, "webp", False), (1600, 1200, "webp", False)),
        *((400, 300, "jpeg", False), (960, 720, "jpeg", False), (1600, 1200, "jpeg", False)),
        (1200, 630, "jpeg", True),
    ]


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        *((1, [1]), (399, [399]), (400, [400]), (401, [400, 401]), (1000, [400, 560, 750, 960, 1000])),
        (1601, [400, 560, 750, 960, 1280, 1600]),
    ],
)
def test_no_photo_is_enlarged(width, widths):
    found = renditions(sha256="ab" * 32, width=width, height=200)
    assert [r.width for r in found if r.format == "webp"] == widths
    assert all(r.height <= 200 for r in found)


def test_the_names_follow_from_the_photo_and_its_focal_point_alone():
    first = renditions(sha256="ab" * 32, width=2000, height=1000, focal=(0.5, 0.25))
    names = [r.name for r in first]
    assert names == [r.name for r in renditions(sha256="ab" * 32, width=2000, height=1000, focal=(0.5, 0.25))]
    assert not set(names) & {r.name for r in renditions(sha256="ab" * 32, width=2000, height=1000, focal=(0.5, 0.26))}
    assert not set(names) & {r.name for r in renditions(sha256="ac" * 32, width=2000, height=1000, focal=(0.5, 0.25))}
    assert set(names) <= set(photos.all_names("ab" * 32, (0.5, 0.25)))
    stem = names[0][:2]
    assert all(name.startswith(f"{stem}/{stem}") and "ab" * 16 not in name for name in names)
    assert names[0].endswith("-400.webp")
    assert names[-1].endswith("-social.jpg")


@pytest.mark.parametrize(("width", "found"), [(1, 400), (400, 400), (401, 560), (900, 900), (5000, 900)])
def test_the_narrowest_that_is_wide_enough_is_taken_or_else_the_widest(width, found):
    made = renditions(sha256="ab" * 32, width=900, height=300)
    assert photos.at_least(width, made, "webp").width == found


def upload(size=(1000, 600)):
    return read_upload(io.BytesIO(encoded(drawn(size))))


def test_the_renditions_are_what_they_are_said_to_be(two_storages):
    private, _ = two_storages
    picture = upload()
    for rendition in make_renditions(io.BytesIO(picture.data), picture.sha256):
        image = Image.open(private.open(rendition.name))
        assert image.size == (rendition.width, rendition.height)
        assert image.format.lower() == rendition.format
        assert rendition.content_type == f"image/{rendition.format}"
        assert_red_then_blue(image.convert("RGB"), tolerance=20)


@pytest.mark.parametrize(("focal", "colour"), [((0.0, 0.5), RED), ((1.0, 0.5), BLUE), ((-3, 9), RED)])
def test_the_crop_for_shared_links_keeps_the_focal_point(two_storages, focal, colour):
    private, _ = two_storages
    picture = upload((2000, 300))
    (social,) = [r for r in make_renditions(io.BytesIO(picture.data), picture.sha256, focal) if r.social]
    image = Image.open(private.open(social.name))
    for place in (*left_and_right(image), (0, 0), (image.width - 1, image.height - 1)):
        assert_colour(image, place, colour, tolerance=20)


def files_of(storage):
    return {str(path.relative_to(storage.location)) for path in Path(storage.location).rglob("*") if path.is_file()}


def test_an_original_is_kept_once(two_storages):
    private, public = two_storages
    picture = upload()
    assert photos.keep_original(picture) == photos.keep_original(picture) == picture.name
    assert files_of(private) == {picture.name}
    assert private.open(picture.name).read() == picture.data
    assert files_of(public) == set()


def test_renditions_of_a_draft_are_private(two_storages):
    private, public = two_storages
    picture = upload()
    made = make_renditions(io.BytesIO(picture.data), picture.sha256)
    assert files_of(private) == {rendition.name for rendition in made}
    assert files_of(public) == set()


def test_only_what_is_missing_is_made(two_storages):
    private, _ = two_storages
    picture = upload()
    made = make_renditions(io.BytesIO(picture.data), picture.sha256)
    for rendition in made[1:]:
        Path(private.path(rendition.name)).write_bytes(b"there already")
    private.delete(made[0].name)
    assert make_renditions(io.BytesIO(picture.data), picture.sha256) == made
    assert private.open(made[0].name).read() != b"there already"
    assert all(private.open(rendition.name).read() == b"there already" for rendition in made[1:])


def test_a_process_that_is_killed_while_writing_leaves_no_half_file(two_storages, monkeypatch):
    private, _ = two_storages
    picture = upload()
    opened = Path.open

    class DiskFull(Exception):
        pass

    def half(self, mode="r", *args, **kwargs):
        file = opened(self, mode, *args, **kwargs)
        if "w" not in mode:
            return file
        file.write(b"half")
        file.flush()
        raise DiskFull

    monkeypatch.setattr(Path, "open", half)
    with pytest.raises(DiskFull):
        make_renditions(io.BytesIO(picture.data), picture.sha256)
    monkeypatch.undo()
    assert not files_of(private)
    made = make_renditions(io.BytesIO(picture.data), picture.sha256)
    assert files_of(private) == {rendition.name for rendition in made}


def test_a_damaged_original_is_said_to_be_damaged(two_storages):
    private, _ = two_storages
    picture = upload()
    with pytest.raises(UnreadablePhoto):
        make_renditions(io.BytesIO(picture.data[: len(picture.data) // 2]), picture.sha256)
    assert not files_of(private)


def test_an_original_that_was_exchanged_is_not_taken_for_the_one_that_was_signed(two_storages):
    private, _ = two_storages
    with pytest.raises(UnreadablePhoto):
        make_renditions(io.BytesIO(encoded(drawn())), upload().sha256)
    assert not files_of(private)


def test_a_store_that_is_no_disk_keeps_one_file_a_name():
    storage = InMemoryStorage()
    picture = upload()
    made = make_renditions(io.BytesIO(picture.data), picture.sha256, storage=storage)
    make_renditions(io.BytesIO(picture.data), picture.sha256, storage=storage)
    found = [f"{folder}/{name}" for folder in storage.listdir("")[0] for name in storage.listdir(folder)[1]]
    assert sorted(found) == sorted(rendition.name for rendition in made)


def test_a_second_copy_in_a_store_that_is_no_disk_is_taken_back():
    class SlowToSee(InMemoryStorage):
        """Says at the first look that a file is not there yet, as a store does when two write at once."""

        looked = False

        def exists(self, name):
            looked, self.looked = self.looked, True
            return looked and super().exists(name)

    storage = SlowToSee()
    picture = upload()
    storage._save(picture.name, ContentFile(picture.data))
    photos.keep_original(picture, storage)
    assert storage.listdir(f"originals/{picture.sha256[:2]}")[1] == [f"{picture.sha256}.jpg"]


# Where readers see them


def published(two_storages, focal=(0.5, 0.5)):
    picture = upload()
    made = make_renditions(io.BytesIO(picture.data), picture.sha256, focal)
    assert photos.copy_to_public(made) == tuple(rendition.name for rendition in made)
    return picture, made


def test_publishing_copies_the_renditions_and_never_the_original(two_storages):
    private, public = two_storages
    picture, made = published(two_storages)
    photos.keep_original(picture)
    assert files_of(public) == {rendition.name for rendition in made}
    assert all(private.open(r.name).read() == public.open(r.name).read() for r in made)
    photos.copy_to_public(made)
    assert files_of(public) == {rendition.name for rendition in made}


def test_a_rendition_that_was_never_made_cannot_be_published(two_storages):
    with pytest.raises(FileNotFoundError):
        photos.copy_to_public(renditions(sha256="ab" * 32, width=500, height=500))
    assert not files_of(two_storages[1])


def test_after_a_withdrawal_no_public_file_is_left(two_storages):
    private, public = two_storages
    picture, made = published(two_storages)
    photos.remove_public(picture.sha256)
    photos.remove_public(picture.sha256)
    assert not files_of(public)
    assert files_of(private) == {rendition.name for rendition in made}


def test_another_focal_point_of_the_same_photo_stays_public(two_storages):
    _, public = two_storages
    picture, _ = published(two_storages)
    _, other = published(two_storages, focal=(0.1, 0.9))
    photos.remove_public(picture.sha256)
    assert files_of(public) == {rendition.name for rendition in other}


def test_the_files_of_older_pipelines_are_removed_too(two_storages, monkeypatch):
    _, public = two_storages
    with monkeypatch.context() as older:
        older.setattr(photos, "PIPELINE_VERSION", 1)
        older.setattr(photos, "WIDTHS", dict.fromkeys(photos.WIDTHS, (400, 800, 1200, 1600)))
        picture, old = published(two_storages)
    _, new = published(two_storages)
    assert not {r.name for r in old} & {r.name for r in new}
    photos.remove_public(picture.sha256)
    assert not files_of(public)


def test_a_srcset_names_each_width_of_one_format(two_storages):
    made = renditions(sha256="ab" * 32, width=900, height=300)
    stem = made[0].name.removesuffix("-400.webp")
    assert photos.srcset(made, "webp") == (
        f"/media/{stem}-400.webp 400w, /media/{stem}-560.webp 560w, /media/{stem}-750.webp 750w, "
        f"/media/{stem}-960.webp 900w"
    )
    assert photos.srcset(made, "jpeg", url="/private/{}".format).startswith(f"/private/{stem}-400.jpg 400w")
    assert "social" not in photos.srcset(made, "jpeg")


def test_the_uploader_is_told_in_chinese_what_to_do_with_an_iphone_original():
    with translation.override("zh-hans"), pytest.raises(UnreadablePhoto, match="请导出为 JPEG"):
        read_upload(io.BytesIO(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"))
