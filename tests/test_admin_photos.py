"""Photos in the newsroom: uploaded in the form of a piece or in the library, seen by staff and by nobody else."""

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles import photos
from articles.admin.photo import thumbnail_name
from articles.models.newsroom import Article
from articles.models.shared import Photo
from articles.workflow import Status
from tests import makers
from tests.cast import Cast, logged_in
from tests.forms import fields_of, fill_in, rows

pytestmark = pytest.mark.django_db

FORM = "article_form"
HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(64)


def address(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def upload(colour: str = "teal", **size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{colour}.jpg", makers.picture_file(colour=colour, **size).read(), "image/jpeg")


def save(client: Client, article: Article, *pictures: dict, **changes):
    return fill_in(client, address(article), FORM, **rows("photos", *pictures), **changes)


class TestInTheFormOfAPiece:
    def test_a_file_is_uploaded_and_a_photo_of_the_library_chosen_in_one_save(self, cast: Cast) -> None:
        draft = makers.make_draft(by=cast.li)
        known = makers.make_photo("olive")
        response = save(
            logged_in(cast.li),
            draft,
            {"upload": upload(), "caption": "新桥。", "alt_text": "一座桥", "place": "1"},
            {"photo": known.pk, "credit": "吴桐 摄"},
        )
        assert response.status_code == 302
        first, second = draft.photos.all()
        assert (first.caption, first.place, first.photo.uploaded_by, first.photo.caption) == (
            "新桥。",
            1,
            cast.li,
            "新桥。",
        )
        assert (second.photo, second.credit) == (known, "吴桐 摄")
        draft.refresh_from_db()
        assert [row["sha256"] for row in draft.current_revision.photos] == [first.photo.sha256, known.sha256]

    def test_the_original_and_its_sizes_are_private(self, cast: Cast) -> None:
        draft = makers.make_draft(by=cast.li)
        save(logged_in(cast.li), draft, {"upload": upload("teal")})
        photo = draft.photos.get().photo
        made = photos.renditions(sha256=photo.sha256, width=photo.width, height=photo.height)
        assert photo.file.name == photos.original_name(photo.sha256)
        for name in [photo.file.name, *(rendition.name for rendition in made)]:
            assert storages["default"].exists(name)
            assert not storages["public"].exists(name)

    def test_a_file_that_is_no_photo_is_an_error_of_its_field_and_the_rest_is_kept(self, cast: Cast) -> None:
        draft = makers.make_draft(by=cast.li)
        heic = SimpleUploadedFile("IMG_0001.HEIC", HEIC, "image/heic")
        response = save(
            logged_in(cast.li),
            draft,
            {"upload": upload("teal"), "caption": "好的一张。"},
            {"upload": heic, "caption": "苹果手机拍的。"},
            headline="新的标题",
        )
        errors = response.context["inline_admin_formsets"][1].formset.errors
        assert "upload" in errors[1]
        assert "IMG_0001.HEIC" in str(errors[1])
        assert errors[0] == {}
        kept = fields_of(response, FORM)
        assert kept["headline"] == "新的标题"
        assert kept["photos-1-caption"] == "苹果手机拍的。"
        assert not draft.photos.exists()
        # The good one is in the library by now, and chosen in its row: a file cannot be put back into a form.
        assert kept["photos-0-photo"] == str(Photo.objects.get().pk)

    def test_the_same_file_twice_is_one_photo(self, cast: Cast) -> None:
        draft = makers.make_draft(by=cast.li)
        save(logged_in(cast.li), draft, {"upload": upload("teal")}, {"upload": upload("teal")})
        assert Photo.objects.count() == 1
        assert draft.photos.count() == 2

    def test_a_row_with_words_wants_a_photo(self, cast: Cast) -> None:
        draft = makers.make_draft(by=cast.li)
        response = save(logged_in(cast.li), draft, {"caption": "只有图说"})
        assert "请从图库选一张照片" in str(response.context["inline_admin_formsets"][1].formset.errors)

    def test_a_photo_that_is_not_there_is_refused(self, cast: Cast) -> None:
        draft = makers.make_draft(by=cast.li)
        response = save(logged_in(cast.li), draft, {"photo": "4711"})
        assert "图库里没有这张照片" in str(response.context["inline_admin_formsets"][1].formset.errors)

    def test_a_blank_row_is_no_picture(self, cast: Cast) -> None:
        draft = makers.make_draft(by=cast.li)
        save(logged_in(cast.li), draft, {})
        assert not draft.photos.exists()

    def test_a_proofreader_may_choose_but_not_upload(self, cast: Cast) -> None:
        piece = makers.make_piece_at(Status.PROOF)
        response = save(logged_in(cast.qian), piece, {"upload": upload()})
        assert "没有上传照片的权限" in str(response.context["inline_admin_formsets"][1].formset.errors)
        assert not Photo.objects.exists()
        known = makers.make_photo()
        save(logged_in(cast.qian), piece, {"photo": known.pk})
        assert piece.photos.get().photo == known


class TestTheLibrary:
    ADD = "/admin/articles/photo/add/"

    def test_a_reporter_adds_a_photo(self, cast: Cast) -> None:
        response = fill_in(logged_in(cast.li), self.ADD, "photo_form", upload=upload(), caption="新桥。")
        photo = Photo.objects.get()
        assert response.status_code == 302
        assert (photo.caption, photo.uploaded_by, photo.width) == ("新桥。", cast.li, 640)
        assert storages["default"].exists(thumbnail_name(photo))

    def test_the_same_photo_again_loses_no_words(self, cast: Cast) -> None:
        photo = makers.make_photo("teal", caption="原来的图说")
        response = fill_in(
            logged_in(cast.li), self.ADD, "photo_form", upload=upload("teal"), caption="别的", credit="小李 摄"
        )
        photo.refresh_from_db()
        assert response.status_code == 302
        assert (photo.caption, photo.credit) == ("原来的图说", "小李 摄")

    def test_what_is_no_photo_is_refused_with_the_way_out(self, cast: Cast) -> None:
        document = SimpleUploadedFile("稿件.docx", b"PK\x03\x04" + bytes(64))
        response = fill_in(logged_in(cast.li), self.ADD, "photo_form", upload=document, caption="图说")
        assert "稿件.docx" in str(response.context["errors"])
        assert fields_of(response, "photo_form")["caption"] == "图说"
        assert not Photo.objects.exists()

    def test_a_form_without_a_file_says_so(self, cast: Cast) -> None:
        response = fill_in(logged_in(cast.li), self.ADD, "photo_form", caption="图说")
        assert "upload" in response.context["adminform"].form.errors

    def test_people_without_the_right_cannot_add_one(self, cast: Cast) -> None:
        for user in (cast.qian, cast.zhou):
            assert logged_in(user).post(self.ADD, {"upload": upload()}).status_code == 403
        assert not Photo.objects.exists()

    def test_an_editor_sets_the_focal_point_and_the_crops_follow(
        self, cast: Cast, django_capture_on_commit_callbacks
    ) -> None:
        photo = makers.make_photo()
        with django_capture_on_commit_callbacks(execute=True):
            fill_in(
                logged_in(cast.wang),
                f"/admin/articles/photo/{photo.pk}/change/",
                "photo_form",
                focal_x="0.2",
                focal_y="0.9",
            )
        photo.refresh_from_db()
        assert (photo.focal_x, photo.focal_y) == (0.2, 0.9)
        made = photos.renditions(sha256=photo.sha256, width=640, height=480, focal=(0.2, 0.9))
        assert all(storages["default"].exists(rendition.name) for rendition in made)

    def test_a_focal_point_outside_the_picture_is_refused(self, cast: Cast) -> None:
        photo = makers.make_photo()
        response = fill_in(
            logged_in(cast.wang), f"/admin/articles/photo/{photo.pk}/change/", "photo_form", focal_x="1.5"
        )
        assert "focal_x" in response.context["adminform"].form.errors

    def test_a_reporter_does_not_change_it(self, cast: Cast) -> None:
        photo = makers.make_photo()
        assert logged_in(cast.li).post(f"/admin/articles/photo/{photo.pk}/change/", {}).status_code == 403

    def test_the_wall_of_photos_serves_as_a_picker(self, cast: Cast) -> None:
        photo = makers.make_photo(caption="新桥。")
        text = logged_in(cast.li).get("/admin/articles/photo/", {"_popup": "1", "_to_field": "id"}).content.decode()
        assert f'data-popup-opener="{photo.pk}"' in text
        assert reverse("admin:articles_photo_thumbnail", args=[photo.pk]) in text


class TestWhoSeesAPhoto:
    def addresses(self, photo: Photo) -> list[str]:
        return [
            reverse("admin:articles_photo_thumbnail", args=[photo.pk]),
            reverse("admin:articles_photo_file", args=[thumbnail_name(photo)]),
            reverse("admin:articles_photo_file", args=[photo.file.name]),
            photo.file.url,
        ]

    def test_the_newsroom(self, cast: Cast) -> None:
        for address_of_photo in self.addresses(makers.make_photo()):
            response = logged_in(cast.li).get(address_of_photo, follow=True)
            assert response.status_code == 200
            assert response["Content-Type"] in {"image/webp", "image/jpeg"}
            assert "private" in response["Cache-Control"]
            assert b"".join(response.streaming_content)

    def test_nobody_else(self, cast: Cast, django_user_model) -> None:
        reader = django_user_model.objects.create_user("reader", name="读者")
        no_role = django_user_model.objects.create_user("guest", name="没有角色的人", is_staff=True)
        for address_of_photo in self.addresses(makers.make_photo()):
            assert Client().get(address_of_photo).status_code == 302
            assert logged_in(reader).get(address_of_photo).status_code == 302
            assert logged_in(no_role).get(address_of_photo).status_code == 403

    @pytest.mark.parametrize(
        "name",
        [
            "../secret_key",
            "originals/../../secret_key",
            "secret_key",
            "ab/x-400.webp",
            "originals/ab/" + "0" * 64 + ".jpg",
        ],
    )
    def test_no_other_file_is_served(self, cast: Cast, name: str) -> None:
        assert logged_in(cast.zhao).get(f"/admin/articles/photo/original/{name}").status_code == 404
