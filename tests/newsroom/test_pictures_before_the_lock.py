"""The slow part of a publication, copying pictures, comes before the lock on the chain of reviews is taken."""

from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from articles import editing, photos, reviews
from articles.models.shared import Photo
from articles.workflow import Status
from tests.cast import Cast, logged_in
from tests.makers import advance, make_photo, make_piece_at, picture_file

pytestmark = pytest.mark.django_db


def has_public_files(photo: Photo) -> bool:
    wanted = photos.renditions(sha256=photo.sha256, width=photo.width, height=photo.height)
    return all(storages["public"].exists(rendition.name) for rendition in wanted)


@pytest.mark.parametrize("step", ["release", "express", "put_back", "due"])
def test_the_files_are_there_when_the_chain_is_taken(cast: Cast, step, request):
    now = timezone.now()
    photo = make_photo({"release": "tan", "express": "plum", "put_back": "peru", "due": "teal"}[step])
    request.addfinalizer(lambda: photos.remove_public(photo.sha256))  # the database forgets by itself, folders do not
    article = make_piece_at(Status.PROOF if step == "express" else Status.READY, pictures=[photo])
    if step == "put_back":
        advance(article, "release", by=cast.zhao)
        advance(article, "take_down", by=cast.zhao, note="核实。")
        photos.remove_public(photo.sha256)
    elif step == "due":
        advance(article, "release", by=cast.zhao, at=now + timedelta(minutes=1))
    assert not has_public_files(photo)
    real, seen = reviews.append, []

    def append(*args, **options):
        seen.append(has_public_files(photo))
        return real(*args, **options)

    with patch.object(reviews, "append", append):
        if step == "due":
            editing.release_due(now + timedelta(minutes=2))
        else:
            advance(article, step, by=cast.zhao, note="汛情紧急，须立即告知居民。")
    assert seen == [True]


@pytest.mark.parametrize("what", ["gone", "exchanged"])
@pytest.mark.parametrize("step", ["release", "put_back"])
def test_a_picture_whose_file_is_not_what_was_reviewed_is_said_and_nothing_is_published(
    cast: Cast, step, what, request
):
    photo = make_photo({"gone": "khaki", "exchanged": "ivory"}[what], width=len(step) + 640)  # nobody else's
    request.addfinalizer(lambda: photos.remove_public(photo.sha256))
    article = make_piece_at(Status.READY, pictures=[photo])
    if step == "put_back":
        advance(article, "release", by=cast.zhao)
        advance(article, "take_down", by=cast.zhao, note="核实。")
    original = storages["default"].path(photo.file.name)
    if what == "gone":
        Path(original).unlink()
    else:
        Path(original).write_bytes(picture_file(640, 480, "red").read())
    article.refresh_from_db()
    before = article.reviews.count(), article.status, article.public_state
    client = logged_in(cast.zhao)
    address = reverse("admin:articles_article_step", args=[article.pk, step])
    page = client.post(address, {"seen": article.current_revision_id, "confirmed": "yes"})
    assert page.status_code == 200
    assert "第 1 张图片的原文件已丢失" in page.content.decode()
    article.refresh_from_db()
    assert (article.reviews.count(), article.status, article.public_state) == before
