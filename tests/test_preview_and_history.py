"""A piece as readers would see it, before they do; and everything that happened to it, in one timeline."""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from articles import editing
from articles.admin import differences
from articles.models.newsroom import Article
from articles.models.published import PublishedArticle
from articles.models.shared import SiteSettings
from articles.text_differences import Span
from articles.workflow import PublicState, Status
from tests.cast import Cast, account, logged_in
from tests.makers import BODY, advance, make_draft, make_photo, make_piece_at, make_published

pytestmark = pytest.mark.django_db


def preview(article: Article, number: int | None = None) -> str:
    if number is None:
        return reverse("admin:articles_article_preview", args=[article.pk])
    return reverse("admin:articles_article_preview_of", args=[article.pk, number])


def history(article: Article) -> str:
    return reverse("admin:articles_article_history", args=[article.pk])


def compare(article: Article, old: object, new: object) -> str:
    return f"{reverse('admin:articles_article_differences', args=[article.pk])}?old={old}&new={new}"


def said(page) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


def saved(article: Article, by, **columns) -> Article:
    """The piece after this person saved these columns."""
    with transaction.atomic():
        article.refresh_from_db()
        for name, value in columns.items():
            setattr(article, name, value)
        article.save()
        editing.keep_revision(article, by=by)
    return article


# --- preview ----------------------------------------------------------------------------------------------------------


def test_a_draft_is_previewed_as_readers_would_see_it_and_no_reader_can(cast: Cast, client):
    article = make_draft(kicker="民生", subheading="一份十元")
    page = said(logged_in(cast.li).get(preview(article)))
    for text in ("民生", article.headline, "一份十元", "一百二十位老人在这里吃上了午饭", "周明远", "读者看不到此页"):
        assert text in page
    assert not PublishedArticle.objects.exists()
    assert client.get(preview(article)).status_code == 302


def test_the_preview_of_a_public_revision_is_what_readers_read(cast: Cast, client):
    article = make_published()
    public = said(client.get(PublishedArticle.objects.get(pk=article.pk).get_absolute_url()))
    shown = said(logged_in(cast.li).get(preview(article)))
    main = re.compile(r"<article.*</article>")
    assert main.search(shown).group() == main.search(public).group()


def test_a_preview_is_kept_nowhere(cast: Cast):
    answer = logged_in(cast.li).get(preview(make_draft()))
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


def test_an_older_revision_is_previewed_as_it_was(cast: Cast):
    article = saved(make_draft("旧标题"), cast.li, headline="新标题")
    page = said(logged_in(cast.li).get(preview(article, 1)))
    assert "旧标题" in page
    assert "不是当前版本" in page
    assert "新标题" in said(logged_in(cast.li).get(preview(article)))


def test_the_pictures_of_a_draft_come_from_the_newsroom_and_not_from_the_public_folder(cast: Cast, client):
    article = make_draft(pictures=[make_photo(credit="小孙 摄")])
    page = said(logged_in(cast.li).get(preview(article)))
    addresses = re.findall(r'<img[^>]* src="([^"]+)"', page)
    assert addresses
    assert all(address.startswith("/admin/articles/photo/") for address in addresses)
    assert "/media/" not in page
    assert logged_in(cast.li).get(addresses[0]).status_code == 200
    assert client.get(addresses[0]).status_code == 302


def test_the_note_of_a_correction_stands_in_its_preview_before_it_is_public(cast: Cast):
    article = advance(make_published(), "correct", by=cast.wang)
    saved(article, cast.wang, correction_kind="apology", correction_note="数字有误，谨致歉意。")
    assert "数字有误，谨致歉意。" in said(logged_in(cast.wang).get(preview(article)))


def test_a_piece_without_headline_section_and_text_can_be_previewed(cast: Cast):
    article = make_draft("", body="", section=None, credits=())
    assert logged_in(cast.li).get(preview(article)).status_code == 200


def test_a_revision_that_is_not_there_has_no_preview(cast: Cast):
    article = make_draft()
    assert logged_in(cast.li).get(preview(article, 7)).status_code == 404
    assert logged_in(cast.li).get("/admin/articles/article/999/preview/").status_code == 404


def test_who_has_no_role_sees_neither_preview_nor_history_nor_differences(cast: Cast):
    article, outsider = make_draft(), logged_in(account("没有岗位的人"))
    for address in (preview(article), preview(article, 1), history(article), compare(article, 1, 1)):
        assert outsider.get(address).status_code == 403


def test_a_withdrawn_piece_can_still_be_previewed_in_the_newsroom(cast: Cast):
    article = make_piece_at(Status.WITHDRAWN)
    assert article.public_state == PublicState.WITHDRAWN
    assert article.headline in said(logged_in(cast.zhao).get(preview(article)))


def test_the_preview_carries_no_inline_script_or_style(cast: Cast):
    SiteSettings.objects.create(pk=1, name="长椿区报")
    page = logged_in(cast.li).get(preview(make_draft(pictures=[make_photo()]))).content.decode()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)
    assert not re.search(r"<script(?![^>]*(src=|application/ld\+json))", page)


# --- history ----------------------------------------------------------------------------------------------------------


def test_saves_and_steps_stand_in_one_timeline_with_names_times_and_notes(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    saved(article, cast.wang, body=BODY.replace("一百二十", "一百三十"))
    advance(article, "send_back", by=cast.wang, note="核实人数。", to=Status.DRAFT)
    page = logged_in(cast.li).get(history(article))
    labels = [(event.label, event.revision.number) for event in page.context["events"]]
    assert labels == [("退回", 2), ("保存", 2), ("送审", 1), ("保存", 1)]
    text = said(page)
    assert "核实人数。" in text
    assert "老王" in text
    assert "待初审 → 草稿" in text


def test_what_was_recorded_with_a_step_is_told(cast: Cast):
    article = make_piece_at(Status.PROOF)
    counts = {"words": 2, "punctuation": 0, "facts": 1, "other": 0}
    advance(article, "proofread", by=cast.qian, details={"errors": counts})
    advance(article, "release", by=cast.zhao)
    advance(article, "withdraw", by=cast.zhao, note="失实。", details={"instruction_source": "区委宣传部"})
    page = said(logged_in(cast.zhao).get(history(article)))
    assert "文字差错 2" in page
    assert "事实差错 1" in page
    assert "指令来源：区委宣传部" in page


def test_an_editorial_adjustment_is_told_with_before_and_after(cast: Cast):
    article = make_published()
    editing.place(article, section=article.section, tags=[], page_order=4, by=cast.wang)
    page = said(logged_in(cast.wang).get(history(article)))
    assert "编务调整" in page
    assert "版内序：— → 4" in page


def test_the_history_asks_the_same_number_of_questions_for_few_and_for_many_revisions(
    cast: Cast, django_assert_max_num_queries
):
    article = make_draft()
    for number in range(12):
        saved(article, cast.li, headline=f"第{number}稿")
    client = logged_in(cast.li)
    with django_assert_max_num_queries(12):
        assert client.get(history(article)).status_code == 200


# --- differences ------------------------------------------------------------------------------------------------------


def test_two_revisions_are_compared_character_by_character(cast: Cast):
    article = make_draft()
    saved(article, cast.li, body=BODY.replace("一百二十", "一百三十"), headline="长椿路食堂开张")
    page = said(logged_in(cast.li).get(compare(article, 1, 2)))
    assert "长椿路<del>社区</del>食堂开张" in page
    assert "一百<del>二</del><ins>三</ins>十位" in page
    assert "1 段未改" in page


def test_any_two_revisions_can_be_compared_in_either_direction(cast: Cast):
    article = make_draft("甲乙丙丁戊己")
    saved(article, cast.li, headline="甲乙丙丁戊己庚")
    saved(article, cast.li, headline="甲乙丙丁戊己庚辛")
    client = logged_in(cast.li)
    assert "<ins>庚辛</ins>" in said(client.get(compare(article, 1, 3)))
    assert "<del>庚辛</del>" in said(client.get(compare(article, 3, 1)))
    assert "没有差异" in said(client.get(compare(article, 2, 2)))


def test_a_changed_picture_and_a_changed_credit_are_differences(cast: Cast):
    article = make_draft(pictures=[make_photo()])
    row = article.photos.get()
    row.caption = "新的图说"
    row.save()
    saved(article, cast.li)
    page = said(logged_in(cast.li).get(compare(article, 1, 2)))
    assert "新的图说" in page


@pytest.mark.parametrize(("old", "new"), [("1", "9"), ("", "1"), ("eins", "1"), ("0", "1"), ("1", "-1")])
def test_a_revision_that_is_not_there_cannot_be_compared_and_the_page_says_so(cast: Cast, old, new):
    page = logged_in(cast.li).get(compare(make_draft(), old, new))
    assert page.status_code == 200
    assert page.context["compare"].errors
    assert "differences" not in page.context


def test_what_was_typed_is_shown_as_text(cast: Cast):
    article = saved(make_draft(), cast.li, headline="<b>粗</b><script>x</script>")
    page = said(logged_in(cast.li).get(compare(article, 1, 2)))
    assert "<script>x" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("甲乙丙丁戊己", "甲乙子丁戊己", [("same", "甲乙"), ("removed", "丙"), ("added", "子"), ("same", "丁戊己")]),
        ("甲乙丙丁戊己", "甲丙丁戊己庚", [("same", "甲"), ("removed", "乙"), ("same", "丙丁戊己"), ("added", "庚")]),
        ("子甲乙丙丁", "甲乙丑丙丁", [("removed", "子"), ("same", "甲乙"), ("added", "丑"), ("same", "丙丁")]),
    ],
)
def test_both_sides_are_woven_into_one_reading_order(cast: Cast, old, new, expected):
    article = saved(make_draft(old), cast.li, headline=new)
    first, second = article.revisions.order_by("number")
    (field,) = differences.between(first, second)
    (stretch,) = field.stretches
    assert stretch.spans == tuple(Span(*pair) for pair in expected)
    assert "".join(span.text for span in stretch.spans if span.kind != "added") == old
    assert "".join(span.text for span in stretch.spans if span.kind != "removed") == new


def test_pictures_that_came_or_went_are_seen_and_no_digest_is_compared_letter_by_letter(cast: Cast):
    one, two = make_photo("tomato"), make_photo("orchid")
    article = make_draft(pictures=[one])
    with transaction.atomic():
        article.photos.update(photo=two)
        editing.keep_revision(article, by=cast.li)
    page = logged_in(cast.li).get(f"/admin/articles/article/{article.pk}/differences/?old=1&new=2")
    words = page.content.decode()
    assert f"图片 {one.pk}：已删" in words
    assert f"图片 {two.pk}：新增" in words
    assert one.sha256[:8] not in "".join(span.text for field in page.context["differences"] for stretch in
                                         field.stretches for span in stretch.spans)  # fmt: skip
    sources = [picture.source for field in page.context["differences"] for picture in field.pictures]
    assert [logged_in(cast.li).get(source).status_code for source in sources] == [200, 200]
