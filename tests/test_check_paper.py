"""manage.py check_paper says of everything that is not as it must be what it is and where, and changes nothing."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from articles import editing, invariants, newsroom_search, photos, public_pictures, reviews, search, triggers
from articles.models.imports import ImportBatch
from articles.models.newsroom import Article, ArticleByline, Revision
from articles.models.placing import PrintedPage
from articles.models.published import (
    Correction,
    Generation,
    PublishedArticle,
    PublishedByline,
    PublishedPhoto,
    PublishedTag,
    Withdrawal,
)
from articles.models.record import Debt, Publication, Review
from articles.models.shared import Photo
from articles.workflow import PublicState, Status
from tests.cast import hire
from tests.makers import (
    advance,
    make_draft,
    make_photo,
    make_piece_at,
    make_printed,
    make_published,
    make_section,
    make_tag,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders_of_photos")]


def check() -> str:
    """What the command prints when the paper is whole; fails otherwise."""
    out = io.StringIO()
    call_command("check_paper", stdout=out)
    return out.getvalue()


def breaches() -> list[str]:
    return [f"{breach.where}: {breach.what}" for breach in invariants.breaches()]


# --- a paper that is whole -------------------------------------------------------------------------------------------


def test_an_empty_paper_is_whole():
    assert "稿件 0 篇" in check()


def test_a_paper_with_a_piece_in_every_state_is_whole(django_capture_on_commit_callbacks):
    cast = hire()
    with django_capture_on_commit_callbacks(execute=True):
        for status in Status:
            make_piece_at(status, tags="民生", pictures=[make_photo()])
        advance(make_published(pictures=[make_photo("gold")]), "take_down", by=cast.zhao, note="核实。")
        back = advance(make_published(pictures=[make_photo("gold")]), "take_down", by=cast.zhao, note="核实。")
        advance(back, "put_back", by=cast.zhao)
        advance(make_piece_at(Status.FIRST_REVIEW), "express", by=cast.zhao, note="突发汛情，须立即告知。")
        advance(make_published(), "correct", by=cast.wang)
        advance(make_piece_at(Status.WITHDRAWN), "reinstate", by=cast.zhao)
        placed = make_published(tags="民生")
        editing.place(placed, section=make_section("民生", "life"), tags=[make_tag("食堂")], page_order=3, by=cast.wang)
        advance(advance(placed, "correct", by=cast.wang), "abandon", by=cast.wang)
    due = make_piece_at(Status.SCHEDULED)
    editing.release_due(now=timezone.now() + timedelta(hours=2))
    due.refresh_from_db()
    assert due.status == Status.PUBLISHED

    assert breaches() == []
    assert f"稿件 {Article.objects.count()} 篇" in check()


def test_a_corrected_piece_is_whole_and_so_it_is_when_the_next_correction_is_opened():
    article = make_corrected()
    assert breaches() == []
    advance(article, "correct", by=hire().wang)
    assert breaches() == []
    advance(article, "withdraw", by=hire().zhao, note="失实。")
    assert breaches() == []


def make_corrected() -> Article:
    """A public piece with a note of 老王, whom the chief let pass by the express lane."""
    cast = hire()
    article = advance(make_published(), "correct", by=cast.wang)
    with transaction.atomic():
        article = editing.lock(article.number, seen=article.current_revision_id)
        article.body, article.correction_kind, article.correction_note = "<p>改。</p>", "correction", "应为三十人。"
        article.save()
        editing.keep_revision(article, by=cast.wang)
    advance(article, "submit", by=cast.wang)
    advance(article, "send_back", by=cast.chen, note="再核。", to=Status.DRAFT)
    advance(article, "submit", by=cast.wang)
    return advance(article, "express", by=cast.zhao, note="差错须立即改正，不能等。")


# --- every kind of break ---------------------------------------------------------------------------------------------


def broken(deed: Callable[[Article], object]) -> Callable[[Article], object]:
    """What no code of ours does: with the triggers off, as somebody with access to the database would."""

    def do(article: Article) -> None:
        triggers.remove()
        deed(article)
        triggers.install()

    return do


def update(model, **columns) -> Callable[[Article], object]:
    """Change the columns of all rows that belong to the piece."""
    key = "number" if model in {Article, PublishedArticle, Correction, Withdrawal} else "article"
    return lambda article: model.objects.filter(**{key: article.number}).update(**columns)


def delete(model) -> Callable[[Article], object]:
    return lambda article: model.objects.filter(article=article.number).delete()


BREAKS_OF_A_PUBLIC_PIECE = {
    "another text": (update(PublishedArticle, body="<p>别的。</p>"), "读者看到的与所签不一致：body"),
    "another section": (
        lambda a: PublishedArticle.objects.filter(pk=a.number).update(section=make_section("副刊", "arts")),
        "section_id",
    ),
    "other names": (update(PublishedArticle, approved_by="别人"), "approved_by"),
    "another credit in the lists": (update(PublishedByline, printed_name="别人"), "列表与计数所用的行"),
    "no tag in the lists": (lambda a: PublishedTag.objects.filter(content_object=a.number).delete(), "列表与计数"),
    "another caption in the lists": (update(PublishedPhoto, caption="别的"), "列表与计数所用的行"),
    "taken away from readers only": (
        lambda a: PublishedArticle.objects.filter(pk=a.number).delete(),
        "但读者看不到它",
    ),
    "withdrawn in the newsroom only": (
        update(Article, public_state=PublicState.WITHDRAWN, status=Status.WITHDRAWN),
        "但读者仍能看到它",
    ),
    "published without its publication": (update(Publication, ended_at=timezone.now()), "刊发历史"),
    "a notice beside the piece": (
        lambda a: Withdrawal.objects.create(
            pk=a.number, kind="withdrawn", public_date=a.public_date, at=timezone.now()
        ),
        "网址告诉读者的是另一回事",
    ),
    "a status that nobody gave it": (update(Article, status=Status.DRAFT), "记录止于"),
    "a record with a gap": (
        broken(lambda a: a.reviews.filter(step="second_review").update(status_before=Status.DRAFT)),
        "之前有缺口",
    ),
    "a review changed": (broken(lambda a: a.reviews.filter(step="release").update(by_name="别人")), "审签记录"),
    "a revision changed": (
        broken(lambda a: a.revisions.update(headline="别的标题")),
        "内容与其摘要不符",
    ),
    "a working copy changed behind the form's back": (update(Article, body="<p>半截</p>"), "与其当前版本不一致"),
    "a credit of the working copy lost": (delete(ArticleByline), "与其当前版本不一致"),
    "a publication that another step signed": (
        broken(lambda a: a.publications.update(release_review=a.reviews.get(step="final_review"))),
        "没有对该版本的签发",
    ),
    "a note that is on no page": (
        broken(lambda a: a.revisions.update(correction_kind="correction", correction_note="应为三十人。")),
        "公开说明",
    ),
    "a note that nobody signed": (
        lambda a: Correction.objects.create(number=a.number, kind="apology", note="本报致歉。", at=timezone.now()),
        "从未签发的说明：本报致歉。",
    ),
}


@pytest.mark.parametrize(("deed", "sentence"), BREAKS_OF_A_PUBLIC_PIECE.values(), ids=BREAKS_OF_A_PUBLIC_PIECE)
def test_a_break_is_said_with_its_piece(deed, sentence):
    other = make_published("另一篇")
    article = make_published(pictures=[make_photo()], tags="民生")
    deed(article)
    said = [line for line in breaches() if sentence in line]
    assert said
    assert not [line for line in breaches() if f"稿件 {other.number}：" in line or f"稿件 {other.number}:" in line]
    if "审签记录" not in sentence:
        assert all(f"稿件 {article.number}" in line for line in said)


def test_a_piece_without_a_revision_was_kept_by_half():
    Article.objects.create(headline="半篇", section=make_section())
    assert [line for line in breaches() if "没有版本" in line]


def test_a_piece_that_holds_the_revision_of_another_is_named():
    first, second = make_draft("一"), make_draft("二")
    Article.objects.filter(pk=first.pk).update(current_revision=second.current_revision_id)
    assert [line for line in breaches() if f"稿件 {first.number}" in line and "另一篇" in line]


def test_a_status_without_any_record_is_named():
    article = make_draft()
    Article.objects.filter(pk=article.pk).update(status=Status.READY)
    assert [line for line in breaches() if f"稿件 {article.number}" in line and "没有记录" in line]


def test_a_piece_that_readers_see_and_the_newsroom_does_not_know_is_named():
    make_published()
    row = PublishedArticle.objects.get()
    row.number = 999
    row.save(force_insert=True)
    assert [line for line in breaches() if "稿件 999" in line]


def test_a_review_that_signs_another_piece_is_named():
    article, other = make_published("一"), make_published("二")
    broken(lambda _article: article.reviews.filter(step="submit").update(revision=other.current_revision))(article)
    assert [line for line in breaches() if f"稿件 {article.number}" in line and "另一篇" in line]


def test_a_debt_settled_by_another_review_is_named():
    cast = hire()
    article = advance(make_piece_at(Status.FIRST_REVIEW), "express", by=cast.zhao, note="突发汛情，须立即告知。")
    advance(article, "owed_first_review", by=cast.wang)
    settled = Debt.objects.get(article=article, step="first_review").settled_by
    triggers.remove()
    Debt.objects.filter(article=article).update(settled_by=None)
    Debt.objects.filter(article=article, step="proofread").update(settled_by=settled)
    assert [line for line in breaches() if "补审" in line]


def test_an_archive_needs_the_signature_of_its_import():
    article = make_printed()
    Publication.objects.create(
        article=article, revision=article.current_revision, batch=article.batch, at=timezone.now()
    )
    assert ImportBatch.objects.get().signed_at is None
    assert [line for line in breaches() if "没有对该版本的签发" in line]


def test_a_trigger_that_is_gone_is_named():
    with connection.cursor() as cursor:
        on = " ON articles_review" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER articles_review_no_delete{on}")
    assert [line for line in breaches() if "articles_review_no_delete" in line]


def test_a_trigger_that_is_switched_off_is_named():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite cannot switch a trigger off")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_review DISABLE TRIGGER articles_review_no_update")
    assert [line for line in breaches() if "articles_review_no_update" in line]


def test_a_cut_tail_of_the_record_is_named():
    make_published()
    triggers.remove()
    Publication.objects.all().delete()
    Review.objects.last().delete()
    triggers.install()
    assert reviews.verify()
    assert [line for line in breaches() if "审签记录" in line]


def test_public_pieces_without_a_generation_and_one_without_an_epoch_are_named():
    make_published()
    Generation.objects.update(epoch="")
    assert [line for line in breaches() if "代" in line and "标识" in line]
    Generation.objects.all().delete()
    assert len(breaches()) == 1


# --- search ----------------------------------------------------------------------------------------------------------


def test_a_public_piece_that_cannot_be_found_is_named():
    article = make_published()
    search.forget(article.number)
    assert [line for line in breaches() if line.startswith(f"读者检索，稿件 {article.number}") and "检索不到" in line]


def test_a_piece_that_can_be_found_after_it_is_gone_is_named():
    article = make_published()
    row = PublishedArticle.objects.get()
    advance(article, "withdraw", by=hire().zhao, note="失实。")
    search.index(row)
    assert [line for line in breaches() if "不该检索到" in line]


def test_a_draft_that_the_newsroom_cannot_find_is_named():
    article = make_draft()
    newsroom_search.forget(article.number)
    assert [line for line in breaches() if line.startswith(f"采编检索，稿件 {article.number}")]


# --- files -----------------------------------------------------------------------------------------------------------


def public_files() -> set[str]:
    return set(public_pictures.files(storages["public"]))


def test_a_missing_original_is_named():
    photo = make_photo()
    storages["default"].delete(photo.file.name)
    assert [line for line in breaches() if photo.file.name in line and "原图" in line]


def test_a_missing_file_of_a_printed_page_is_named():
    photo, now = make_photo(), timezone.now()
    PrintedPage.objects.create(
        issue_date=now, label="A01", sha256=photo.sha256, width=9, height=6, pdf="0" * 64, uploaded_at=now
    )
    assert [line for line in breaches() if f"pages/{'0' * 64}.pdf" in line] == breaches()
    storages["default"].delete(photo.file.name)
    assert [line for line in breaches() if photo.file.name in line and "版面" in line]


def test_a_missing_public_picture_is_named():
    make_published(pictures=[make_photo()])
    gone = min(public_files())
    storages["public"].delete(gone)
    assert [line for line in breaches() if gone in line]


def test_pictures_in_the_sizes_of_an_older_version_are_renewed_with_one_command(monkeypatch):
    make_published(pictures=[make_photo(width=900, height=600)])
    with monkeypatch.context() as newer:
        newer.setattr(photos, "PIPELINE_VERSION", photos.PIPELINE_VERSION + 1)
        assert [line for line in breaches() if "renew_pictures" in line]
        before = public_files()

        call_command("renew_pictures", stdout=io.StringIO())

        assert breaches() == []
        assert public_files() > before  # kept pages name the older ones until the restart
        said = io.StringIO()
        call_command("renew_pictures", stdout=said)
        assert "齐全" in said.getvalue()


def test_a_picture_that_cannot_be_renewed_is_named_with_its_original():
    photo = make_photo()
    for name in photos.all_names(photo.sha256):
        storages["default"].delete(name)
    storages["default"].delete(photo.file.name)
    said = io.StringIO()
    with pytest.raises(CommandError, match="1 张"):
        call_command("renew_pictures", stdout=io.StringIO(), stderr=said)
    assert photo.file.name in said.getvalue()


def test_a_public_picture_of_no_public_piece_is_named_and_swept():
    make_published(pictures=[make_photo()])
    there = public_files()
    draft = make_draft("未发", pictures=[make_photo("gold")])
    # As a process leaves it that dies between the copying and the commit.
    public_pictures.put(draft.current_revision.photos[0])
    half = "ab/.abcd-400.webp.0123.part"
    path = Path(storages["public"].path(half))
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"half")
    assert len([line for line in breaches() if "没有任何公开稿件" in line]) == len(public_files() - there)

    swept = public_pictures.sweep()

    assert half in swept
    assert public_files() == there
    assert breaches() == []
    assert public_pictures.sweep() == ()


def test_a_picture_with_another_focal_point_is_another_picture():
    first = make_published("一", pictures=[make_photo()])
    Photo.objects.update(focal_x=0.25)
    make_published("二", pictures=[Photo.objects.get()])
    assert breaches() == []
    both = public_files()
    row = PublishedPhoto.objects.get(article=first.number)
    PublishedArticle.objects.filter(pk=first.number).delete()
    assert set(public_pictures.sweep()) == both & set(photos.all_names(row.sha256, (row.focal_x, row.focal_y)))
    assert public_files()


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_fails_with_every_place_and_changes_nothing():
    article = make_published()
    PublishedArticle.objects.filter(pk=article.number).update(body="<p>别的。</p>")
    Article.objects.create(headline="半篇", section=make_section())
    with pytest.raises(CommandError) as failed:
        check()
    assert "3 处" in str(failed.value)
    assert len(str(failed.value).splitlines()) == 4
    assert failed.value.returncode == 1
    assert PublishedArticle.objects.get().body == "<p>别的。</p>"


@pytest.mark.django_db(transaction=True)
def test_the_check_reads_one_moment_and_leaves_the_connection_as_it_was():
    make_published()
    with invariants.at_one_moment():
        before = Revision.objects.count()
    assert connection.get_autocommit()
    make_published("下一篇")
    assert Revision.objects.count() == before + 1
    assert breaches() == []
