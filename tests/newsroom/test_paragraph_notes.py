"""批注: a reviewer's note stays at its paragraph, says when that has changed, and is settled once."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import editing, paragraph_notes
from articles.importing import untouched
from articles.models.newsroom import Article
from articles.models.record import ParagraphNote
from articles.workflow import Status
from tests.cast import Cast, logged_in
from tests.makers import advance, make_piece_at, make_printed

pytestmark = pytest.mark.django_db

ONE, TWO, THREE = "昨天上午，新食堂开张。", "一百二十位老人吃上了午饭。", "一份两荤一素，十元。"
BODY = f"<p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>"


def under_review(status: Status = Status.FIRST_REVIEW) -> Article:
    return make_piece_at(status, body=BODY)


def note(article: Article, by, *, paragraph: int = 1, words: str = "人数再核实。") -> ParagraphNote:
    return paragraph_notes.write(article, article.current_revision_id, paragraph, words, by=by)


def rewritten(article: Article, by, *paragraphs: str) -> Article:
    with transaction.atomic():
        article.refresh_from_db()
        article.body = "".join(f"<p>{words}</p>" for words in paragraphs)
        article.save()
        editing.keep_revision(article, by=by)
    return article


def places(article: Article) -> list[tuple[int | None, str]]:
    notes = article.notes.select_related("revision").order_by("pk")
    return [(one.paragraph, one.state) for one in paragraph_notes.placed(notes, article.current_revision)]


# --- a note keeps to its paragraph ---


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ((ONE, TWO, THREE), (1, "same")),
        (("新写的导语。", ONE, TWO, THREE), (2, "same")),
        ((TWO, ONE + "改", THREE), (0, "same")),
        ((ONE, TWO.replace("一百二十", "一百三十"), THREE), (1, "changed")),
        ((ONE, THREE), (None, "gone")),
        ((THREE, "完全不相干的另一段话。"), (None, "gone")),
    ],
)
def test_a_note_is_found_again_whatever_happens_around_it(cast: Cast, now, expected):
    article = under_review()
    note(article, cast.wang)
    assert places(rewritten(article, cast.wang, *now)) == [expected]


def test_two_paragraphs_with_the_same_words_keep_their_own_notes(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW, body=f"<p>{ONE}</p><p>{TWO}</p><p>{ONE}</p>")
    note(article, cast.wang, paragraph=2)
    assert places(rewritten(article, cast.wang, "新的头一段。", ONE, TWO, ONE)) == [(3, "same")]


# --- who writes and who settles ---


@pytest.mark.parametrize(("who", "may"), [("li", False), ("qian", True), ("wang", True), ("chen", True),
                                          ("zhao", True), ("zhou", False)])  # fmt: skip
def test_who_reads_for_the_paper_writes_notes(cast: Cast, who, may):
    article = under_review()
    if may:
        assert note(article, getattr(cast, who)).words == TWO
    else:
        with pytest.raises(paragraph_notes.CannotNote, match="岗位"):
            note(article, getattr(cast, who))


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SCHEDULED, Status.PUBLISHED, Status.REJECTED])
def test_no_notes_are_written_on_what_is_not_under_review(cast: Cast, status):
    with pytest.raises(paragraph_notes.CannotNote, match="审校"):
        note(make_piece_at(status, body=BODY), cast.zhao)


@pytest.mark.parametrize(("paragraph", "words"), [(3, "？"), (-1, "？"), (0, "  "), (0, "字" * 501)])
def test_a_note_that_cannot_be_is_refused(cast: Cast, paragraph, words):
    article = under_review()
    with pytest.raises(paragraph_notes.CannotNote):
        note(article, cast.wang, paragraph=paragraph, words=words)
    other = under_review()
    with pytest.raises(paragraph_notes.CannotNote, match="没有这一段"):
        paragraph_notes.write(article, other.current_revision_id, 0, "？", by=cast.wang)


def test_a_note_is_settled_once_by_who_wrote_it_or_who_may_change_the_text(cast: Cast):
    article = under_review()
    one, two = note(article, cast.wang), note(article, cast.wang, paragraph=0)
    for person in (cast.li, cast.qian):
        with pytest.raises(paragraph_notes.CannotNote):
            paragraph_notes.settle(article, one.pk, by=person)
    paragraph_notes.settle(article, one.pk, by=cast.wang)
    with pytest.raises(paragraph_notes.CannotNote, match="已处理"):
        paragraph_notes.settle(article, one.pk, by=cast.wang)
    advance(article, "send_back", by=cast.wang, note="按批注改。", to=Status.DRAFT)
    paragraph_notes.settle(article, two.pk, by=cast.li)
    two.refresh_from_db()
    assert two.settled_by == cast.li
    with pytest.raises(paragraph_notes.CannotNote, match="没有这条批注"):
        paragraph_notes.settle(under_review(), two.pk, by=cast.wang)


def test_the_database_lets_nobody_change_delete_or_reopen_a_note(cast: Cast):
    article = under_review()
    one = note(article, cast.wang)
    paragraph_notes.settle(article, one.pk, by=cast.wang)
    rows = ParagraphNote.objects.filter(pk=one.pk)
    for act in (lambda: rows.update(note="改过"), rows.delete, lambda: rows.update(settled_by=None, settled_at=None)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


def test_an_imported_piece_with_a_note_is_not_overwritten_by_an_import(cast: Cast):
    article = make_printed(body=BODY)
    assert untouched.is_untouched(article)
    note(article, cast.qian)
    assert not untouched.is_untouched(article)


# --- on the pages ---


def test_a_note_is_written_on_the_page_of_a_step_and_stands_before_the_next_holder_and_the_author(cast: Cast):
    article = under_review()
    step = reverse("admin:articles_article_step", args=[article.pk, "first_review"])
    posted = {"revision": article.current_revision_id, "paragraph": "1", "note": "人数<再>核实。", "next": step}
    answer = logged_in(cast.wang).post(reverse("admin:articles_article_write_note", args=[article.pk]), posted)
    assert answer.url == f"{step}#paragraph-2"
    advance(article, "first_review", by=cast.wang)
    page = logged_in(cast.chen).get(reverse("admin:articles_article_step", args=[article.pk, "second_review"]))
    assert "人数&lt;再&gt;核实。" in page.content.decode()
    form = logged_in(cast.li).get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert "人数&lt;再&gt;核实。" in form
    assert TWO in form
    assert (
        "人数&lt;再&gt;核实。"
        in logged_in(cast.li).get(f"/admin/articles/article/{article.pk}/notes/").content.decode()
    )
    assert (
        "人数&lt;再&gt;核实。"
        in logged_in(cast.zhao).get(f"/admin/articles/article/{article.pk}/slip/").content.decode()
    )


def test_who_may_not_write_a_note_reads_why_and_keeps_his_words(cast: Cast):
    article = under_review()
    posted = {
        "revision": article.current_revision_id,
        "paragraph": "1",
        "note": "我来写",
        "next": "https://evil.example/",
    }
    page = logged_in(cast.li).post(f"/admin/articles/article/{article.pk}/notes/write/", posted, follow=True)
    assert page.redirect_chain[0][0].startswith("/admin/")
    assert "我来写" in page.content.decode()
    assert not ParagraphNote.objects.exists()


def test_open_notes_are_counted_in_the_list_and_among_the_tasks(cast: Cast, django_assert_num_queries):
    article = under_review()
    note(article, cast.wang)
    note(article, cast.wang, paragraph=0)
    client = logged_in(cast.wang)
    assert "批注 2" in client.get("/admin/").content.decode()
    with CaptureQueriesContext(connection) as queries:
        assert "批注 2" in client.get("/admin/articles/article/").content.decode()
    note(under_review(), cast.wang)
    with django_assert_num_queries(len(queries)):
        client.get("/admin/articles/article/")


def test_readers_see_nothing_of_a_note(cast: Cast, client):
    article = under_review()
    note(article, cast.wang, words="绝密批注。")
    for step, who in (("first_review", cast.wang), ("second_review", cast.chen), ("final_review", cast.zhao),
                      ("proofread", cast.qian), ("release", cast.zhao)):  # fmt: skip
        advance(article, step, by=who, acknowledged=True)
    day = article.public_date
    assert "绝密批注" not in client.get(f"/{day:%Y/%m/%d}/{article.pk}/").content.decode()
