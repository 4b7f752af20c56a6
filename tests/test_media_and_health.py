from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import DatabaseError
from django.test import Client

from articles import generation, photos
from articles.workflow import Status
from tests.makers import advance, make_photo, make_piece_at

pytestmark = pytest.mark.django_db


def addresses(photo) -> list[str]:
    plan = photos.renditions(
        sha256=photo.sha256, width=photo.width, height=photo.height, focal=(photo.focal_x, photo.focal_y)
    )
    return [storages["public"].url(rendition.name) for rendition in plan]


def test_a_photo_is_public_while_its_piece_is_and_caches_ask_again_soon(
    cast, client: Client, django_capture_on_commit_callbacks
):
    photo = make_photo("orchid")
    article = make_piece_at(Status.READY, pictures=[photo])
    assert {client.get(address).status_code for address in addresses(photo)} == {404}
    advance(article, "release", by=cast.zhao)
    for address in addresses(photo):
        response = client.get(address)
        assert response.status_code == 200
        assert response["Content-Type"] in {"image/webp", "image/jpeg"}
        assert response["Cache-Control"] == "public, max-age=300, must-revalidate"  # a withdrawn one goes from caches
        assert b"".join(response.streaming_content)
        assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304
    with django_capture_on_commit_callbacks(execute=True):
        advance(article, "withdraw", by=cast.zhao, note="失实。")
    assert {client.get(address).status_code for address in addresses(photo)} == {404}


def test_a_photo_that_another_public_piece_shows_stays(cast, client, django_capture_on_commit_callbacks):
    photo = make_photo("gold")
    one, two = (make_piece_at(Status.PUBLISHED, headline, pictures=[photo]) for headline in ("甲", "乙"))
    with django_capture_on_commit_callbacks(execute=True):
        advance(one, "withdraw", by=cast.zhao, note="失实。")
    assert {client.get(address).status_code for address in addresses(photo)} == {200}
    with django_capture_on_commit_callbacks(execute=True):
        advance(two, "withdraw", by=cast.zhao, note="失实。")
    assert {client.get(address).status_code for address in addresses(photo)} == {404}


@pytest.mark.parametrize("name", ["../private/x.jpg", "..%2f..%2fsecret_key", "", "ab/", "ab/passwd", "ab/%00.jpg"])
def test_nothing_else_lies_under_media(client, name):
    assert client.get(f"/media/{name}").status_code == 404


def test_the_originals_of_the_newsroom_have_no_public_address(client):
    photo = make_photo("teal")
    assert client.get(f"/media/{photo.file.name}").status_code == 404
    assert client.get(f"/{photo.file.name}").status_code == 404


def test_the_originals_of_the_newsroom_are_for_its_own_account_alone(client):
    original = Path(make_photo("olive").file.path)
    private = Path(storages["default"].location)
    assert original.stat().st_mode & 0o077 == 0
    for folder in original.relative_to(private).parents:
        assert (private / folder).stat().st_mode & 0o077 == 0, folder


def test_the_process_is_alive_and_ready(client):
    assert client.get("/healthz").content == b"ok\n"
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert "no-store" in ready["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_supervisor_asks_by_the_address_of_the_machine(client, path):
    for host in ("127.0.0.1:8000", "10.0.0.7:8000", "application1:8000"):
        assert client.get(path, headers={"host": host}).status_code == 200
    assert client.get("/healthz/", headers={"host": "10.0.0.7:8000"}).status_code == 400


def test_without_its_database_it_is_alive_and_not_ready_and_says_no_more(client, monkeypatch):
    def away():
        raise DatabaseError("password=secret")

    monkeypatch.setattr(generation, "current", away)
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert b"secret" not in answer.content
