"""Writing in the newsroom's admin: the form keeps what is typed, says what is wrong, and loses nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from articles import editing
from articles.admin import filters
from articles.admin.article import ArticleAdmin
from articles.admin.piece_list import waits_for
from articles.models.newsroom import Article, Revision
from articles.models.published import PublishedArticle
from articles.models.record import Review
from articles.models.shared import SiteSettings, Tag
from articles.workflow import Status
from staff.models import Reporter
from tests import makers
from tests.cast import PASSWORD, Cast, hire, logged_in
from tests.forms import fields_of, fill_in, rows

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"
FORM = "article_form"
A_BODY = "<p>今天上午，青石桥重新通车。</p>"


def address(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def errors_of(response) -> str:
    """All that the page complains about."""
    context = response.context
    found = [str(context["adminform"].form.errors)]
    for inline in context["inline_admin_formsets"]:
        found += [str(inline.formset.errors), str(inline.formset.non_form_errors())]
    return " ".join(found)


class TestEntering:
    def test_a_reporter_enters_a_piece_with_credits_tags_and_section(self, cast: Cast) -> None:
        section = makers.make_section()
        zhou = makers.make_reporter("周明远")
        response = fill_in(
            logged_in(cast.li),
            ADD,
            FORM,
            headline="  青石桥 重新通车 ",
            body=A_BODY,
            section=section.pk,
            tags="党建，青石桥、新 标签",
            **rows("bylines", {"reporter": zhou.pk, "standing": "记者", "role": "文/图"}, {"printed_name": "吴桐"}),
        )
        article = Article.objects.get()
        assert response.status_code == 302
        assert response.url.startswith(address(article))
        assert article.headline == "青石桥 重新通车"
        assert article.created_by == cast.li
        assert article.status == Status.DRAFT
        assert sorted(tag.name for tag in article.tags.all()) == ["党建", "新 标签", "青石桥"]
        credited = [(row.printed_name, row.standing, row.role) for row in article.bylines.all()]
        assert credited == [("周明远", "记者", "文/图"), ("吴桐", "", "")]
        revision = article.revisions.get()
        assert (revision.number, revision.by, revision.is_authorship) == (1, cast.li, True)
        assert revision.credits[0]["reporter"] == zhou.pk

    def test_people_without_the_right_cannot_enter_one(self, cast: Cast) -> None:
        for user in (cast.zhou, cast.qian):
            assert logged_in(user).get(ADD).status_code == 403
            assert logged_in(user).post(ADD, {"headline": "标题"}).status_code == 403
        assert Client().get(ADD).status_code == 302
        assert not Article.objects.exists()

    def test_a_piece_may_be_kept_without_a_headline_and_is_shown_so(self, cast: Cast) -> None:
        client = logged_in(cast.li)
        fill_in(client, ADD, FORM, body=A_BODY, **rows("bylines", {"printed_name": ""}))
        assert "待补标题" in client.get("/admin/articles/article/").content.decode()

    def test_what_is_typed_survives_a_form_that_fails(self, cast: Cast) -> None:
        response = fill_in(
            logged_in(cast.li),
            ADD,
            FORM,
            headline="青石桥重新通车",
            body=A_BODY,
            tags="党建、青石桥",
            event_date="去年",
            **rows("bylines", {"printed_name": "吴桐", "standing": "通讯员"}, {"standing": "记者"}),
        )
        assert response.status_code == 200
        assert not Article.objects.exists()
        assert not Reporter.objects.filter(name="吴桐").exists()
        kept = fields_of(response, FORM)
        assert kept["headline"] == "青石桥重新通车"
        assert kept["body"] == A_BODY
        assert kept["tags"] == "党建、青石桥"
        assert kept["event_date"] == "去年"
        assert kept["bylines-0-printed_name"] == "吴桐"
        assert kept["bylines-1-standing"] == "记者"
        assert "请选择作者或输入姓名" in errors_of(response)

    def test_a_body_is_sanitised_on_the_server(self, cast: Cast) -> None:
        fill_in(
            logged_in(cast.li),
            ADD,
            FORM,
            body='<p onclick="alert(1)">　　正文<script>alert(2)</script><b>粗</b><img src="/x.jpg"></p>',
        )
        assert Article.objects.get().body == "<p>正文<strong>粗</strong></p>"

    def test_a_tag_as_long_as_a_sentence_is_refused_with_a_hint(self, cast: Cast) -> None:
        response = fill_in(logged_in(cast.li), ADD, FORM, tags="长" * 101)
        assert "是不是漏了逗号" in errors_of(response)

    def test_a_known_tag_is_found_whatever_the_case(self, cast: Cast) -> None:
        makers.make_tag("Vlog")
        fill_in(logged_in(cast.li), ADD, FORM, tags="VLOG")
        assert [tag.name for tag in Tag.objects.all()] == ["Vlog"]


class TestCredits:
    def test_a_typed_name_finds_the_one_confirmed_reporter(self, cast: Cast) -> None:
        zhou = makers.make_reporter("周明远")
        fill_in(logged_in(cast.li), ADD, FORM, **rows("bylines", {"printed_name": "周明远"}))
        assert Article.objects.get().bylines.get().reporter == zhou

    def test_an_unknown_name_becomes_an_unconfirmed_reporter_once(self, cast: Cast) -> None:
        for _again in range(2):
            fill_in(logged_in(cast.li), ADD, FORM, **rows("bylines", {"printed_name": "吴桐"}))
        wu = Reporter.objects.get(name="吴桐")
        assert not wu.is_confirmed
        assert [article.bylines.get().reporter for article in Article.objects.all()] == [wu, wu]

    def test_namesakes_have_to_be_told_apart(self, cast: Cast) -> None:
        makers.make_reporter("王芳", distinction="经济")
        makers.make_reporter("王芳", distinction="文体")
        response = fill_in(logged_in(cast.li), ADD, FORM, **rows("bylines", {"printed_name": "王芳"}))
        assert "有多位" in errors_of(response)
        assert not Article.objects.exists()

    def test_an_unconfirmed_namesake_has_to_be_told_apart_too(self, cast: Cast) -> None:
        confirmed = makers.make_reporter("王芳", distinction="经济")
        Reporter.objects.create(name="王芳", is_confirmed=False)
        client = logged_in(cast.li)
        assert "有多位" in errors_of(fill_in(client, ADD, FORM, **rows("bylines", {"printed_name": "王芳"})))
        fill_in(client, ADD, FORM, **rows("bylines", {"reporter": confirmed.pk, "printed_name": "王芳"}))
        assert Article.objects.get().bylines.get().reporter == confirmed

    def test_a_pen_name_may_be_printed_but_not_the_name_of_another_reporter(self, cast: Cast) -> None:
        zhou, _wu = makers.make_reporter("周明远"), makers.make_reporter("吴桐")
        client = logged_in(cast.li)
        refused = fill_in(client, ADD, FORM, **rows("bylines", {"reporter": zhou.pk, "printed_name": "吴桐"}))
        assert "究竟是哪一位" in errors_of(refused)
        fill_in(client, ADD, FORM, **rows("bylines", {"reporter": zhou.pk, "printed_name": "远山"}))
        assert Article.objects.get().bylines.get().reporter == zhou

    def test_the_order_of_the_form_is_the_order_of_the_credits_and_a_row_can_go(self, cast: Cast) -> None:
        draft = makers.make_draft(credits=["周明远", "吴桐", "何小满"])
        client = logged_in(cast.li)
        page = fields_of(client.get(address(draft)), FORM)
        assert [page[f"bylines-{place}-printed_name"] for place in range(3)] == ["周明远", "吴桐", "何小满"]
        page |= rows("bylines", {"printed_name": "何小满"}, {"printed_name": "周明远"})
        client.post(address(draft), page)
        assert [row.printed_name for row in draft.bylines.all()] == ["何小满", "周明远"]


class TestWhoMayWrite:
    def test_a_reporter_changes_his_own_draft_and_keeps_a_revision(self, cast: Cast) -> None:
        draft = makers.make_draft(by=cast.li)
        response = fill_in(logged_in(cast.li), address(draft), FORM, headline="新的标题")
        draft.refresh_from_db()
        assert response.status_code == 302
        assert draft.headline == "新的标题"
        assert [revision.number for revision in draft.revisions.all()] == [2, 1]
        assert draft.current_revision.headline == "新的标题"

    def test_a_save_without_a_change_keeps_no_revision(self, cast: Cast) -> None:
        draft = makers.make_draft(by=cast.li, tags="党建，防汛", pictures=[makers.make_photo()])
        fill_in(logged_in(cast.li), address(draft), FORM)
        assert draft.revisions.count() == 1

    def test_a_proofreader_reads_it_and_is_told_why_he_cannot_write(self, cast: Cast) -> None:
        draft = makers.make_draft(by=cast.li, tags="党建", pictures=[makers.make_photo()])
        client = logged_in(cast.qian)
        page = client.get(address(draft))
        text = page.content.decode()
        assert "这一步由以下岗位办理：记者" in text
        assert 'name="headline"' not in text
        assert "一百二十位老人" in text
        assert "周明远" in text
        assert 'name="_save"' not in text

    def test_a_forged_save_writes_nothing(self, cast: Cast) -> None:
        draft = makers.make_draft(by=cast.li)
        page = fields_of(logged_in(cast.li).get(address(draft)), FORM)
        response = logged_in(cast.qian).post(address(draft), {**page, "headline": "假标题"})
        draft.refresh_from_db()
        assert draft.headline == "长椿路社区食堂开张"
        assert draft.revisions.count() == 1
        assert response.status_code == 200
        assert fields_of(response, FORM)["headline"] == "假标题"  # what was typed is not lost either

    def test_the_administrator_cannot_save_at_all(self, cast: Cast) -> None:
        draft = makers.make_draft(by=cast.li)
        assert logged_in(cast.zhou).get(address(draft)).status_code == 200
        assert logged_in(cast.zhou).post(address(draft), {"headline": "假标题"}).status_code == 403

    def test_under_review_the_holder_writes_and_the_author_does_not(self, cast: Cast) -> None:
        piece = makers.make_piece_at(Status.FIRST_REVIEW)
        assert 'name="headline"' not in logged_in(cast.li).get(address(piece)).content.decode()
        fill_in(logged_in(cast.wang), address(piece), FORM, headline="老王改的标题")
        piece.refresh_from_db()
        assert piece.headline == "老王改的标题"
        assert piece.status == Status.FIRST_REVIEW
        assert not piece.current_revision.is_authorship

    def test_a_piece_under_review_keeps_a_headline(self, cast: Cast) -> None:
        piece = makers.make_piece_at(Status.FIRST_REVIEW)
        response = fill_in(logged_in(cast.wang), address(piece), FORM, headline=" ")
        assert "审校中的稿件必须有标题" in errors_of(response)

    def test_a_piece_that_has_moved_on_keeps_its_status_and_the_typed_text_stays_on_the_page(self, cast: Cast) -> None:
        piece = makers.make_piece_at(Status.FIRST_REVIEW)
        client = logged_in(cast.wang)
        page = fields_of(client.get(address(piece)), FORM)
        makers.take_to(Status.SECOND_REVIEW, piece)
        makers.take_to(Status.PUBLISHED, piece)
        response = client.post(address(piece), {**page, "headline": "来晚了的标题", "body": "<p>来晚了的正文。</p>"})
        piece.refresh_from_db()
        assert (piece.status, piece.headline) == (Status.PUBLISHED, "长椿路社区食堂开张")
        assert "文字已锁定" in errors_of(response)
        assert fields_of(response, FORM)["body"] == "<p>来晚了的正文。</p>"

    def test_nothing_of_the_record_can_be_deleted(self, cast: Cast, django_user_model) -> None:
        piece = makers.make_draft()
        above = django_user_model.objects.create_superuser("root", "root@example.cn", "x", name="超级用户")
        for user in (cast.zhao, above):
            assert logged_in(user).post(f"/admin/articles/article/{piece.pk}/delete/").status_code == 403
        assert Article.objects.filter(pk=piece.pk).exists()
        for model in (Revision, Review):
            assert logged_in(above).get(f"/admin/articles/{model._meta.model_name}/").status_code == 404


class TestTwoPeople:
    def test_the_second_is_shown_the_differences_and_keeps_his_text(self, cast: Cast) -> None:
        draft = makers.make_draft(by=cast.li, credits=["周明远", "吴桐"])
        second = logged_in(cast.wang)
        page = fields_of(second.get(address(draft)), FORM)
        fill_in(
            logged_in(cast.li),
            address(draft),
            FORM,
            headline="小李的标题",
            **rows("bylines", {"printed_name": "何小满"}),
        )
        response = second.post(address(draft), {**page, "headline": "老王的标题", "kicker": "老王的引题"})
        draft.refresh_from_db()
        assert (draft.headline, draft.kicker) == ("小李的标题", "")
        text = response.content.decode()
        assert "<ins>小李的标题</ins>" in text or "<ins>小李" in text
        assert [change.label for change in response.context["conflict"].differences] == ["标题", "署名"]
        kept = fields_of(response, FORM)
        assert (kept["headline"], kept["kicker"]) == ("老王的标题", "老王的引题")
        assert (kept["bylines-0-printed_name"], kept["bylines-1-printed_name"]) == ("周明远", "吴桐")
        assert kept["seen"] == str(draft.current_revision_id)

    def test_having_seen_them_he_can_save_over_it_deliberately(self, cast: Cast) -> None:
        draft = makers.make_draft(by=cast.li, credits=["周明远", "吴桐"])
        second = logged_in(cast.wang)
        page = fields_of(second.get(address(draft)), FORM)
        fill_in(logged_in(cast.li), address(draft), FORM, **rows("bylines", {"printed_name": "何小满"}))
        shown = second.post(address(draft), {**page, "headline": "老王的标题"})
        second.post(address(draft), fields_of(shown, FORM))
        draft.refresh_from_db()
        assert draft.headline == "老王的标题"
        assert [row.printed_name for row in draft.bylines.all()] == ["周明远", "吴桐"]
        assert [revision.by for revision in draft.revisions.all()] == [cast.wang, cast.li, cast.li]

    @pytest.mark.parametrize("seen", ["", "0", "第三版", "999999999999999999999999"])
    def test_a_save_that_does_not_say_what_it_saw_is_not_taken(self, cast: Cast, seen: str) -> None:
        draft = makers.make_draft(by=cast.li)
        response = fill_in(logged_in(cast.li), address(draft), FORM, headline="盲目的标题", seen=seen)
        draft.refresh_from_db()
        assert response.status_code == 200
        assert draft.headline == "长椿路社区食堂开张"

    def test_a_revision_of_another_piece_shows_nothing_of_it(self, cast: Cast) -> None:
        other = makers.make_draft("绝密标题", by=cast.sun)
        draft = makers.make_draft(by=cast.li)
        response = fill_in(logged_in(cast.li), address(draft), FORM, seen=other.current_revision_id)
        assert response.context["conflict"].differences == ()


class TestPublicPieces:
    def test_an_editor_moves_a_public_piece_without_a_round(self, cast: Cast) -> None:
        piece = makers.make_published(tags="党建")
        sports = makers.make_section("文体", "sports")
        client = logged_in(cast.wang)
        page = client.get(address(piece))
        assert 'name="headline"' not in page.content.decode()
        response = client.post(
            address(piece), {**fields_of(page, FORM), "section": sports.pk, "tags": "防汛", "page_order": "3"}
        )
        assert response.status_code == 302
        public = PublishedArticle.objects.get(pk=piece.pk)
        assert (public.section, public.page_order) == (sports, 3)
        assert [tag["name"] for tag in public.tags] == ["防汛"]
        assert piece.reviews.last().step == "place"
        assert piece.revisions.count() == 1

    def test_a_text_slipped_into_that_form_changes_nothing(self, cast: Cast) -> None:
        piece = makers.make_published()
        client = logged_in(cast.wang)
        page = fields_of(client.get(address(piece)), FORM)
        client.post(address(piece), {**page, "body": "<p>假的。</p>", "kicker": "假引题"})
        client.post(address(piece), {**page, "headline": "假标题", "body": "<p>假的。</p>"})
        piece.refresh_from_db()
        assert (piece.headline, piece.kicker, piece.body) == ("长椿路社区食堂开张", "", makers.BODY)
        assert PublishedArticle.objects.get(pk=piece.pk).body == makers.BODY

    def test_a_reporter_cannot(self, cast: Cast) -> None:
        piece = makers.make_published()
        sports = makers.make_section("文体", "sports")
        client = logged_in(cast.li)
        assert 'name="section"' not in client.get(address(piece)).content.decode()
        seen = piece.current_revision_id
        response = client.post(address(piece), {"section": sports.pk, "tags": "", "page_order": "", "seen": seen})
        assert response.status_code == 200
        assert PublishedArticle.objects.get(pk=piece.pk).section.slug == "news"

    def test_a_draft_is_not_moved_by_the_small_form(self, cast: Cast) -> None:
        draft = makers.make_draft()
        sports = makers.make_section("文体", "sports")
        logged_in(cast.wang).post(
            address(draft), {"section": sports.pk, "tags": "", "page_order": "", "seen": draft.current_revision_id}
        )
        draft.refresh_from_db()
        assert draft.section.slug == "news"
        assert draft.headline

    def test_only_a_correction_asks_for_its_public_note(self, cast: Cast) -> None:
        piece = makers.make_published()
        makers.advance(piece, "correct", by=cast.wang)
        client = logged_in(cast.wang)
        assert 'name="correction_note"' in client.get(address(piece)).content.decode()
        fill_in(client, address(piece), FORM, correction_kind="correction", correction_note="桥名有误，应为青石桥。")
        piece.refresh_from_db()
        assert piece.current_revision.correction_note == "桥名有误，应为青石桥。"
        draft = makers.make_draft()
        assert 'name="correction_note"' not in client.get(address(draft)).content.decode()


class TestTheList:
    LIST = "/admin/articles/article/"

    def headlines(self, response) -> list[str]:
        return [article.headline for article in response.context["cl"].result_list]

    def test_it_says_of_each_piece_what_an_editor_wants_to_know(self, cast: Cast) -> None:
        makers.make_piece_at(Status.SECOND_REVIEW)
        text = logged_in(cast.chen).get(self.LIST).content.decode()
        assert '<span class="mark mark-second_review">待复审</span>' in text
        assert "长椿路社区食堂开张" in text
        assert "要闻" in text
        assert "周明远" in text
        assert '<td class="field-characters">43</td>' in text

    @pytest.mark.parametrize(
        ("words", "found"),
        [("食堂", True), ("两荤一素", True), ("周明远", True), ("青石桥", False), ("999999", False)],
    )
    def test_a_search_in_chinese(self, cast: Cast, words: str, found: bool) -> None:
        makers.make_draft(credits=["周明远", "周明"])
        response = logged_in(cast.li).get(self.LIST, {"q": words})
        assert self.headlines(response) == (["长椿路社区食堂开张"] if found else [])

    def test_a_search_by_number(self, cast: Cast) -> None:
        makers.make_draft("第一条")
        wanted = makers.make_draft("第二条")
        assert self.headlines(logged_in(cast.li).get(self.LIST, {"q": str(wanted.pk)})) == ["第二条"]

    def test_filters(self, cast: Cast) -> None:
        makers.make_draft("今天的", issue_date="2026-11-20", by=cast.sun)
        makers.make_draft("昨天的", issue_date="2026-11-19", section=makers.make_section("文体", "sports"))
        makers.make_piece_at(Status.PROOF, "没有日期的")
        client = logged_in(cast.wang)
        sports = makers.make_section("文体", "sports")
        for query, found in [
            ({"status__exact": "proof"}, ["没有日期的"]),
            ({"section__id__exact": sports.pk}, ["昨天的"]),
            ({"issue_date": "2026-11-20"}, ["今天的"]),
            ({"issue_date": "none"}, ["没有日期的"]),
            ({"issue_date": "明天"}, ["没有日期的", "昨天的", "今天的"]),
        ]:
            assert self.headlines(client.get(self.LIST, query)) == found, query
        assert self.headlines(logged_in(cast.li).get(self.LIST, {"mine": "1"})) == ["没有日期的", "昨天的"]

    def test_it_names_the_pieces_without_a_section_and_says_that_nothing_was_found(self, cast: Cast) -> None:
        makers.make_draft("有栏目的")
        makers.make_draft("没有栏目的", section=None)
        page = logged_in(cast.wang).get(self.LIST, {"section__isnull": "True"})
        assert self.headlines(page) == ["没有栏目的"]
        assert "尚未归栏" in page.content.decode()
        assert "没有符合条件的稿件" not in page.content.decode()
        assert "没有符合条件的稿件" in logged_in(cast.wang).get(self.LIST, {"q": "青石桥"}).content.decode()

    def test_mine_are_also_the_pieces_that_credit_me(self, cast: Cast) -> None:
        makers.make_draft("同事录入的", by=cast.sun, credits=[{"reporter": cast.li.reporter, "printed_name": "小李"}])
        makers.make_draft("别人的", by=cast.sun)
        assert self.headlines(logged_in(cast.li).get(self.LIST, {"mine": "1"})) == ["同事录入的"]

    def test_filters_by_credit_and_tag(self, cast: Cast) -> None:
        zhou = makers.make_reporter("周明远")
        makers.make_draft("笔名的", credits=[{"reporter": zhou, "printed_name": "远山"}], tags="防汛")
        makers.make_draft("别人的", credits=["吴桐"], tags="城市防汛")
        makers.make_draft("无标签的", credits=["吴桐"])
        client = logged_in(cast.wang)
        for query, found in [
            ({"credit": "周明远"}, ["笔名的"]),
            ({"credit": "远山"}, ["笔名的"]),
            ({"credit": "没有这个人"}, []),
            ({"tag": "防汛"}, ["笔名的"]),
            ({"tag": "城市"}, ["别人的"]),
            ({"tag": "没有这个标签"}, []),
            ({"tag": "城市", "credit": "周明远"}, []),
        ]:
            assert self.headlines(client.get(self.LIST, query)) == found, query

    def test_it_says_whose_turn_it_is(self, cast: Cast) -> None:
        makers.make_draft("草稿", by=cast.li)
        makers.make_piece_at(Status.SECOND_REVIEW, "待复审的")
        makers.make_published("已发布的")
        page = logged_in(cast.wang).get(self.LIST)
        shown = {article.headline: waits_for(article) for article in page.context["cl"].result_list}
        assert shown == {"草稿": "小李", "待复审的": "部主任", "已发布的": ""}
        assert '<td class="field-waiting_for">部主任</td>' in page.content.decode()

    def test_it_counts_only_as_far_as_anybody_leafs(self, cast: Cast, monkeypatch) -> None:
        monkeypatch.setattr(filters, "MOST_LISTED", 2)
        for number in range(4):
            makers.make_draft(f"第{number}篇")
        monkeypatch.setattr(ArticleAdmin, "list_per_page", 1)
        client = logged_in(cast.wang)
        assert "只列出最近的 2 篇" in client.get(self.LIST).content.decode()
        assert self.headlines(client.get(self.LIST, {"p": "2"})) == ["第2篇"]
        assert client.get(self.LIST, {"p": "3"}).status_code == 302
        assert "只列出" not in logged_in(cast.wang).get(self.LIST, {"issue_date": "2026-11-20"}).content.decode()

    def test_as_many_queries_for_twenty_pieces_as_for_two(self, cast: Cast, django_assert_max_num_queries) -> None:
        client = logged_in(cast.wang)
        for _number in range(2):
            makers.make_draft()
        client.get(self.LIST)
        with django_assert_max_num_queries(40) as few:
            client.get(self.LIST)
        for _number in range(18):
            makers.make_draft()
        with django_assert_max_num_queries(len(few)):
            client.get(self.LIST)


def test_the_form_proposes_known_tags_that_stand_in_the_text(cast: Cast) -> None:
    for name in ("社区食堂", "食堂", "青石桥", "长椿路"):
        makers.make_tag(name)
    draft = makers.make_draft(tags="长椿路")
    response = logged_in(cast.li).get(address(draft))
    assert [tag.name for tag in response.context["proposed_tags"] if tag.is_known] == ["社区食堂", "食堂"]


def test_tags_are_suggested_while_one_is_typed(cast: Cast) -> None:
    for name in ("防汛", "城市防汛", "党建"):
        makers.make_tag(name)
    suggested = logged_in(cast.li).get("/admin/articles/tag/suggest/", {"q": "防"}).json()
    assert suggested == {"tags": ["防汛", "城市防汛"]}
    assert logged_in(cast.li).get("/admin/articles/tag/suggest/").json() == {"tags": []}
    assert Client().get("/admin/articles/tag/suggest/", {"q": "防"}).status_code == 302


def test_usual_sources_are_proposed(cast: Cast) -> None:
    SiteSettings.objects.create(pk=1, name="长椿报", sources="新华社\n区融媒体中心")
    assert '<option value="区融媒体中心">' in logged_in(cast.li).get(ADD).content.decode()


def test_an_author_who_takes_his_own_credit_off_somebody_elses_piece_gets_a_reason_and_not_an_error(cast: Cast) -> None:
    draft = makers.make_draft(by=cast.sun, credits=[{"reporter": cast.li.reporter, "printed_name": "小李"}])
    response = fill_in(
        logged_in(cast.li), address(draft), FORM, headline="小李的标题", **rows("bylines", {"printed_name": "周明远"})
    )
    draft.refresh_from_db()
    assert response.status_code == 200
    assert "记者只能修改自己的稿件" in errors_of(response)
    assert draft.headline == "长椿路社区食堂开张"
    assert fields_of(response, FORM)["headline"] == "小李的标题"


def test_the_step_button_saves_first_and_then_leads_to_the_step(cast: Cast) -> None:
    draft = makers.make_draft(by=cast.li)
    response = fill_in(logged_in(cast.li), address(draft), FORM, headline="送审前改的标题", _step="submit")
    draft.refresh_from_db()
    assert draft.headline == "送审前改的标题"
    assert response.url.endswith(f"/{draft.pk}/step/submit/")
    assert [choice.step.name for choice in editing.choices(draft, cast.li) if not choice.reason] == [
        "submit",
        "embargo",
    ]


class TestStepsThatSaveFirst:
    """What the saved copy lacks may have been typed just now: the rule is asked after saving."""

    def open_steps(self, response) -> list[str]:
        return [button.name for button in response.context["open_steps"]]

    def test_a_draft_without_a_headline_offers_to_save_and_submit(self, cast: Cast) -> None:
        draft = makers.make_draft("", by=cast.li)
        client = logged_in(cast.li)
        page = client.get(address(draft))
        assert "submit" in self.open_steps(page)
        assert "尚无标题" not in page.content.decode()
        response = client.post(address(draft), {**fields_of(page, FORM), "headline": "刚拟的标题", "_step": "submit"})
        draft.refresh_from_db()
        assert draft.headline == "刚拟的标题"
        assert response.url.endswith(f"/{draft.pk}/step/submit/")

    def test_what_is_still_missing_is_said_after_saving_and_nothing_is_lost(self, cast: Cast) -> None:
        draft = makers.make_draft("", by=cast.li, section=None)
        response = fill_in(logged_in(cast.li), address(draft), FORM, headline="刚拟的标题", _step="submit")
        draft.refresh_from_db()
        assert (draft.headline, draft.status) == ("刚拟的标题", Status.DRAFT)
        shown = logged_in(cast.li).get(response.url)
        assert response.url == address(draft)
        assert "submit" in self.open_steps(shown)

    def test_the_reason_is_on_the_page_that_follows(self, cast: Cast) -> None:
        draft = makers.make_draft("", by=cast.li)
        client = logged_in(cast.li)
        page = fields_of(client.get(address(draft)), FORM)
        shown = client.post(address(draft), {**page, "kicker": "只有引题", "_step": "submit"}, follow=True)
        assert [str(said) for said in shown.context["messages"]] == ["已保存，但还不能“送审”：尚无标题。"]

    def test_a_new_piece_is_saved_and_submitted_with_one_button(self, cast: Cast) -> None:
        response = fill_in(
            logged_in(cast.li),
            ADD,
            FORM,
            headline="青石桥重新通车",
            body=A_BODY,
            section=makers.make_section().pk,
            _step="submit",
            **rows("bylines", {"printed_name": "小李"}),
        )
        assert response.url.endswith(f"/{Article.objects.get().pk}/step/submit/")

    def test_another_reason_than_the_text_closes_the_step_as_ever(self, cast: Cast) -> None:
        draft = makers.make_draft("", by=cast.li)
        assert "submit" not in self.open_steps(logged_in(cast.qian).get(address(draft)))
        own = makers.make_piece_at(Status.FIRST_REVIEW, credits=[{"reporter": None, "printed_name": "无名"}])
        assert self.open_steps(logged_in(cast.qian).get(address(own))) == []

    def test_where_there_is_no_form_to_save_the_reason_is_shown_at_once(self, cast: Cast) -> None:
        draft = makers.make_draft("", by=cast.li)
        assert "尚无标题" in logged_in(cast.li).get(f"/admin/articles/article/{draft.pk}/step/submit/").content.decode()


@pytest.mark.django_db(transaction=True)
class TestInTheBrowser:
    """The form as people use it: Chromium fails the test on any error of the console or of the policy."""

    def log_in(self, page, user) -> None:
        page.goto("/admin/login/")
        page.fill("#id_username", user.username)
        page.fill("#id_password", PASSWORD)
        page.click("[type=submit]")
        page.wait_for_url("**/admin/")

    def test_a_piece_is_written_with_a_picked_and_an_uploaded_photo_and_two_credits(self, new_page, tmp_path) -> None:
        cast = hire()
        makers.make_section()
        makers.make_tag("养老服务")
        zhou = makers.make_reporter("周明远")
        known = makers.make_photo(caption="社区食堂。")
        picture = tmp_path / "bridge.jpg"
        picture.write_bytes(makers.picture_file(colour="teal").read())
        page = new_page()
        self.log_in(page, cast.li)
        page.goto(ADD)

        page.fill("#id_headline", "青石桥重新通车")
        page.click(".ProseMirror[contenteditable=true]")
        page.keyboard.type("今天上午，青石桥重新通车。")
        assert page.inner_text(".body-count") == "13 字"
        titles = page.eval_on_selector_all(".prose-menubar [title]", "all => all.map(one => one.title)")
        assert "加粗" in titles
        assert not [title for title in titles if title.isascii()]

        page.click("#bylines-0 .select2-selection")
        page.fill(".select2-search__field", "明远")
        page.click(".select2-results__option:has-text('周明远')")
        assert page.input_value("#id_bylines-0-printed_name") == "周明远"
        page.click("#bylines-group .add-row a")
        page.fill("#id_bylines-1-printed_name", "吴桐")
        page.click("#bylines-1 .row-up")
        assert page.input_value("#id_bylines-0-printed_name") == "吴桐"

        page.fill("#id_tags", "党建，")
        page.locator("#id_tags").press_sequentially("养")
        page.click("#tag-suggestions >> text=养老服务")
        assert page.input_value("#id_tags") == "党建，养老服务"

        page.click("#photos-group .add-row a")
        page.set_input_files("#id_photos-0-upload", picture)
        page.click("#photos-group .add-row a")
        with page.expect_popup() as popup:
            page.click("#lookup_id_photos-1-photo")
        popup.value.click("#result_list a")
        page.wait_for_function("document.getElementById('id_photos-1-photo').value")

        assert page.is_visible(".unsaved")
        page.click("[name=_save]")
        page.wait_for_selector(".messagelist .success")
        article = Article.objects.get()
        assert article.body == "<p>今天上午，青石桥重新通车。</p>"
        assert [row.reporter.name for row in article.bylines.all()] == ["吴桐", zhou.name]
        assert sorted(tag.name for tag in article.tags.all()) == ["党建", "养老服务"]
        uploaded, picked = article.photos.all()
        assert picked.photo == known
        assert uploaded.photo.uploaded_by == cast.li
        assert page.is_hidden(".unsaved")

    @pytest.mark.parametrize("colours", ["light", "dark"])
    def test_it_fits_a_phone_and_the_body_goes_through_unchanged(self, new_page, colours: str) -> None:
        cast = hire()
        draft = makers.make_draft(by=cast.li, pictures=[makers.make_photo()])
        page = new_page(viewport={"width": 390, "height": 844}, color_scheme=colours)
        self.log_in(page, cast.li)
        page.goto(address(draft))
        page.wait_for_selector(".ProseMirror[contenteditable=true]")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.click("[name=_save]")
        page.wait_for_selector(".messagelist .success")
        draft.refresh_from_db()
        assert draft.body == makers.BODY
        assert draft.revisions.count() == 1
