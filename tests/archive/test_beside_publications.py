"""An archive with pictures comes in while the newsroom publishes and withdraws: afterwards the paper is whole."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from articles import editing, generation, invariants, public_pictures, reviews
from articles.models.published import PublishedArticle
from articles.workflow import PublicState, Status
from tests.archive.rows import jsonl, publish, row
from tests.cast import hire
from tests.makers import make_photo, make_piece_at, make_published, picture_file

pytestmark = pytest.mark.django_db(transaction=True)

PIECES = 6


def test_publications_and_withdrawals_beside_an_archive_with_the_same_pictures(tmp_path, monkeypatch):
    """All of them have the picture in common: the withdrawal must not remove the file that the others have just put."""
    public_pictures.sweep()  # what tests before this one have left in the folder of public photos
    monkeypatch.setattr("articles.importing.archive.CHUNK", 2)
    cast = hire()
    (tmp_path / "一.jpg").write_bytes(picture_file(640, 480, "tomato").read())
    shared = make_photo("tomato")
    file = jsonl(tmp_path / "旧报.jsonl", *(row(f"旧闻{n}", key=str(n), photos="一.jpg") for n in range(PIECES)))
    publish(file, dry_run=True)  # the people and the section are there before anybody begins
    ready = [make_piece_at(Status.READY, f"今日要闻{n}", pictures=[shared]) for n in range(2)]
    public = [make_published(f"昨日要闻{n}", pictures=[shared]) for n in range(2)]
    before = generation.current()
    start = Barrier(3)

    def take(step, pieces, **options):
        try:
            start.wait()
            for piece in pieces:
                editing.advance(piece, step, by=cast.zhao, seen=piece.current_revision_id, **options)
        finally:
            connection.close()

    def load():
        try:
            start.wait()
            return publish(file)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        deeds = [
            pool.submit(load),
            pool.submit(take, "release", ready),
            pool.submit(take, "withdraw", public, note="撤下。"),
        ]
    for deed in deeds:
        deed.result()
    outcome = deeds[0].result()

    assert (outcome.status, outcome.complaints) == (0, "")
    assert PublishedArticle.objects.count() == PIECES + len(ready)
    for piece in (*ready, *public):
        piece.refresh_from_db()
    assert {piece.public_state for piece in ready} == {PublicState.LIVE}
    assert {piece.public_state for piece in public} == {PublicState.WITHDRAWN}
    assert invariants.breaches() == []
    assert list(invariants.files()) == []
    assert not reviews.verify()
    assert generation.current() != before
