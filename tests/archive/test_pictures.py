"""Pictures of an archive's pieces come in with them, by name, and readers get them as from any publication."""

import zipfile

import pytest
from django.core.files.storage import storages

from articles import invariants, photos, public_pictures, publishing, reviews
from articles.models.newsroom import Article, Revision
from articles.models.published import PublishedArticle
from articles.models.record import ReviewChain
from articles.models.shared import Photo
from tests.archive.rows import jsonl, publish, row
from tests.makers import make_photo, picture_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clean_folder(db):
    """No public files before, and none after, when the rows are gone with the test's transaction."""
    public_pictures.sweep()
    yield
    PublishedArticle.objects.all().delete()
    public_pictures.sweep()


def photo(path, colour="steelblue"):
    path.write_bytes(picture_file(640, 480, colour).read())
    return path


def test_a_picture_that_a_row_names_is_public_with_its_words(tmp_path, client):
    photo(tmp_path / "春浇.jpg")
    named = [{"file": "春浇.jpg", "caption": "社员们在浇地。", "credit": "罗启明 摄"}]

    outcome = publish(jsonl(tmp_path / "旧报.jsonl", row(photos=named)))

    assert outcome.status == 0, outcome
    assert "1 张" in outcome.said
    piece, article = PublishedArticle.objects.get(), Article.objects.get()
    assert "社员们在浇地。" in client.get(piece.get_absolute_url()).content.decode()
    assert invariants.breaches() == []
    assert list(invariants.files()) == []
    publication = article.publications.get()
    composed = publishing.compose(article, publication, now=publication.at)
    assert piece.photos == composed.photos == Revision.objects.get().photos
    assert [one["caption"] for one in piece.photos] == ["社员们在浇地。"]
    assert not reviews.verify()


def test_pictures_beside_a_page_go_with_its_pieces(tmp_path):
    (tmp_path / "1978-03-02-A01.txt").write_text(
        "春耕开始\n本报讯　社员们天不亮就下了地，浇完三十亩麦田。\n", encoding="utf-8"
    )
    photo(tmp_path / "1978-03-02-A01.jpg")
    outcome = publish(tmp_path / "1978-03-02-A01.txt", section="要闻")
    assert outcome.status == 0, outcome
    assert len(PublishedArticle.objects.get().photos) == 1
    assert list(invariants.files()) == []


def test_pictures_in_a_zip_are_read_by_helpers_too(tmp_path, monkeypatch):
    monkeypatch.setattr("articles.importing.archive.WORTH_HELPERS", 0)
    photo(tmp_path / "一.jpg")
    jsonl(tmp_path / "旧报.jsonl", row(photos="一.jpg", captions="图说"))
    with zipfile.ZipFile(tmp_path / "旧报.zip", "w") as file:
        for name in ("一.jpg", "旧报.jsonl"):
            file.write(tmp_path / name, name)
    outcome = publish(tmp_path / "旧报.zip")
    assert outcome.status == 0, outcome
    assert [one["caption"] for one in PublishedArticle.objects.get().photos] == ["图说"]


def test_what_is_missing_or_no_picture_is_told_and_the_piece_comes_in(tmp_path):
    (tmp_path / "坏.jpg").write_bytes(b"no picture")
    outcome = publish(jsonl(tmp_path / "旧报.jsonl", row(photos="坏.jpg；无.jpg")))
    assert outcome.status == 3
    assert "坏.jpg" in outcome.complaints
    assert "无.jpg" in outcome.complaints
    assert PublishedArticle.objects.get().photos == []
    assert sorted(Article.objects.get().remarks.values_list("code", flat=True)) == [
        "picture_missing",
        "picture_unreadable",
    ]


def test_a_dry_run_keeps_no_picture(tmp_path):
    kept = photos.read_upload(photo(tmp_path / "一.jpg", "tomato").open("rb")).name
    assert publish(jsonl(tmp_path / "旧报.jsonl", row(photos="一.jpg")), dry_run=True).status == 0
    assert not storages["default"].exists(kept)
    assert not Photo.objects.exists()


def test_a_photo_of_the_library_keeps_its_focal_point(tmp_path):
    kept = make_photo(focal_x=0.25, focal_y=0.75)
    photo(tmp_path / "一.jpg")
    publish(jsonl(tmp_path / "旧报.jsonl", row(photos="一.jpg")))
    (one,) = PublishedArticle.objects.get().photos
    assert (one["photo"], one["focal"]) == (kept.pk, [0.25, 0.75])
    assert invariants.breaches() == []
    assert list(invariants.files()) == []


def test_the_same_file_twice_is_once_with_pictures(tmp_path):
    photo(tmp_path / "一.jpg")
    file = jsonl(tmp_path / "旧报.jsonl", row(photos="一.jpg"))
    publish(file)
    assert "此前已有 1 篇（其中 0 篇" in publish(file).said


def test_pictures_are_put_under_the_lock_of_all_who_bring_or_remove_some(tmp_path, monkeypatch):
    """Whoever removes public files waits for that row: a withdrawal, a starting server."""
    photo(tmp_path / "一.jpg")
    file = jsonl(tmp_path / "旧报.jsonl", row(photos="一.jpg"))
    done: list[str] = []
    for name in ("hold", "put"):
        real = getattr(public_pictures, name)
        monkeypatch.setattr(public_pictures, name, lambda *args, name=name, real=real: (done.append(name), real(*args)))
    publish(file)
    assert done == ["hold", "put"]
    assert ReviewChain.objects.get().length == 0


def test_the_caption_of_a_picture_that_cannot_be_used_is_not_lost(tmp_path):
    text = "春耕开始\n本报讯　社员们天不亮就下了地，浇完三十亩麦田。\n图为社员们在浇地。罗启明 摄\n"
    (tmp_path / "1978-03-02-A01.txt").write_text(text, encoding="utf-8")
    (tmp_path / "1978-03-02-A01.jpg").write_bytes(b"no picture")
    publish(tmp_path / "1978-03-02-A01.txt", section="要闻")
    remarks = Article.objects.get().remarks
    assert remarks.filter(code="picture_unreadable").exists()
    assert "社员们在浇地" in remarks.get(code="caption_without_picture").params["caption"]


def test_doubt_which_piece_of_a_page_a_picture_goes_with_stays_with_it(tmp_path):
    pieces = ("春耕开始\n本报讯　社员们天不亮就下了地，浇完三十亩麦田。\n\n"
              "学校开学\n本报讯　长椿路小学昨日开学，六百名学生领到了新书。\n")  # fmt: skip
    (tmp_path / "1978-03-02-A01.txt").write_text(pieces, encoding="utf-8")
    photo(tmp_path / "1978-03-02-A01.jpg")
    publish(tmp_path / "1978-03-02-A01.txt", section="要闻")
    with_photo = Article.objects.get(remarks__code="picture_for_which_piece")
    assert with_photo.photos.count() == 1
