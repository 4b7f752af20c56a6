"""Two rows that are one: tags and reporters are merged, addresses change, and what readers bookmarked still leads."""

import pytest
from django.test import Client
from django.urls import reverse

from articles import generation, invariants
from articles.models.newsroom import Revision
from articles.models.published import PublishedArticle
from articles.models.shared import OldSlug, Section, Tag
from staff.models import Reporter
from tests import makers
from tests.cast import Cast, account, logged_in
from tests.forms import fill_in, rows

pytestmark = pytest.mark.django_db

TAGS, REPORTERS = "/admin/articles/tag/", "/admin/staff/reporter/"


def merge(user, where: str, kept, *others):
    """Choose in the list, look at the page, choose which one stays."""
    client = logged_in(user)
    keys = [row.pk for row in (kept, *others)]
    chosen = client.post(where, {"action": "merge", "_selected_action": keys})
    if chosen.status_code != 302:
        return chosen
    assert client.get(chosen.url).status_code == 200
    return client.post(chosen.url, {"pk": keys, "kept": kept.pk}, follow=True)


def reading(row) -> str:
    kind = row._meta.model_name
    return reverse(f"site:{kind}", args=[row.pk if kind == "reporter" else row.slug])


class TestTags:
    def test_pieces_keep_one_tag_and_readers_are_led_to_it(self, cast: Cast) -> None:
        both = makers.make_published("两个标签的", tags="防汛，防汛抗旱")
        one = makers.make_published("一个标签的", tags="防汛抗旱")
        draft = makers.make_draft("草稿", tags="防汛抗旱")
        kept, gone = Tag.objects.get(name="防汛"), Tag.objects.get(name="防汛抗旱")
        old = reading(gone)
        before = generation.current().number
        answer = merge(cast.chen, TAGS, kept, gone)
        assert "“防汛抗旱”已并入“防汛”，2 篇已发布的稿件随之更新" in answer.content.decode()
        assert generation.current().number == before + 1
        for piece in (both, one):
            public = PublishedArticle.objects.get(pk=piece.pk)
            assert public.tags == [{"tag": kept.pk, "name": "防汛"}]
            assert [row.tag for row in public.published_tags.all()] == [kept]
        assert [tag.name for tag in draft.tags.all()] == ["防汛"]
        reader = Client()
        moved = reader.get(old)
        assert (moved.status_code, moved.url) == (301, reading(kept))
        assert reader.get(f"{old}feed.atom").url == f"{reading(kept)}feed.atom"
        assert reader.get(reading(kept)).status_code == 200

    def test_revisions_stay_as_they_were_signed_and_an_old_one_can_still_be_published(self, cast: Cast) -> None:
        piece = makers.make_published(tags="防汛抗旱")
        gone, kept = Tag.objects.get(), makers.make_tag("防汛")
        signed = Revision.objects.get(pk=piece.current_revision_id)
        merge(cast.chen, TAGS, kept, gone)
        after = Revision.objects.get(pk=signed.pk)
        assert (after.tags, after.digest) == (signed.tags, signed.digest)
        makers.advance(piece, "correct", by=cast.wang)
        makers.advance(piece, "abandon", by=cast.wang)
        makers.advance(piece, "take_down", by=cast.zhao, note="核实。")
        makers.advance(piece, "put_back", by=cast.zhao)
        assert [tag.name for tag in piece.tags.all()] == ["防汛"]
        assert PublishedArticle.objects.get().tags == [{"tag": kept.pk, "name": "防汛"}]

    def test_a_draft_is_not_found_by_a_tag_that_was_deleted(self, cast: Cast) -> None:
        makers.make_draft(tags="机密行动")
        tag = Tag.objects.get()
        client = logged_in(cast.chen)
        pieces = "/admin/articles/article/"
        assert len(client.get(pieces, {"q": "机密行动"}).context["cl"].result_list) == 1
        assert client.post(f"{TAGS}{tag.pk}/delete/", {"post": "yes"}).status_code == 302
        assert len(client.get(pieces, {"q": "机密行动"}).context["cl"].result_list) == 0
        assert not list(invariants.searches())

    def test_a_merged_name_means_the_other_in_whatever_letters(self, cast: Cast) -> None:
        kept, gone = makers.make_tag("国内生产总值"), makers.make_tag("GDP")
        merge(cast.chen, TAGS, kept, gone)
        fill_in(logged_in(cast.li), "/admin/articles/article/add/", "article_form", headline="新稿", tags="gdp")
        assert [tag.pk for tag in makers.Article.objects.get().tags.all()] == [kept.pk]

    def test_the_old_name_is_a_name_of_the_one_that_stayed(self, cast: Cast) -> None:
        kept, gone = makers.make_tag("防汛"), makers.make_tag("防汛抗旱")
        merge(cast.chen, TAGS, kept, gone)
        client = logged_in(cast.li)
        fill_in(client, "/admin/articles/article/add/", "article_form", headline="新稿", tags="防汛抗旱，防汛")
        assert client.get(f"{TAGS}suggest/", {"q": "防汛"}).json() == {"tags": ["防汛"]}
        piece = makers.Article.objects.get()
        assert [tag.name for tag in piece.tags.all()] == ["防汛"]

    def test_a_chain_of_merges_leads_to_the_last(self, cast: Cast) -> None:
        first, second, third = (makers.make_tag(name) for name in ("甲标签", "乙标签", "丙标签"))
        makers.make_published(tags="丙标签")
        merge(cast.chen, TAGS, second, first)
        merge(cast.chen, TAGS, third, second)
        assert Client().get(reading(first)).url == reading(third)
        assert Client().get(reading(second)).url == reading(third)

    def test_an_old_address_leads_nowhere_while_no_public_piece_has_the_tag(self, cast: Cast) -> None:
        kept, gone = makers.make_tag("防汛"), makers.make_tag("防汛抗旱")
        makers.make_draft(tags="防汛")
        merge(cast.chen, TAGS, kept, gone)
        assert Client().get(reading(gone)).status_code == 404

    @pytest.mark.parametrize("who", ["li", "wang", "qian", "zhou"])
    def test_below_the_desk_head_nobody_merges(self, cast: Cast, who: str) -> None:
        kept, gone = makers.make_tag("防汛"), makers.make_tag("防汛抗旱")
        user = getattr(cast, who)
        merge(user, TAGS, kept, gone)
        assert logged_in(user).post(f"{TAGS}merge/", {"pk": [kept.pk, gone.pk], "kept": kept.pk}).status_code == 403
        gone.refresh_from_db()
        assert gone.merged_into is None

    def test_one_alone_or_none_that_stays_is_refused_with_a_sentence(self, cast: Cast) -> None:
        kept, gone = makers.make_tag("防汛"), makers.make_tag("防汛抗旱")
        client = logged_in(cast.chen)
        alone = client.post(TAGS, {"action": "merge", "_selected_action": [kept.pk]}, follow=True)
        assert "请选 2 至 20 个" in alone.content.decode()
        nobody = client.post(f"{TAGS}merge/", {"pk": [kept.pk, gone.pk]})
        assert "请选定保留哪一个" in nobody.content.decode()
        again = client.post(f"{TAGS}merge/", {"pk": [kept.pk], "kept": kept.pk})
        assert "请至少选两个" in again.content.decode()
        assert not Tag.objects.filter(merged_into__isnull=False).exists()


class TestReporters:
    def test_his_pieces_are_his_under_every_name_and_the_printed_names_stay(self, cast: Cast) -> None:
        zhou, old = makers.make_reporter("周明远"), makers.make_reporter("周明元")
        public = makers.make_published("旧署名的", credits=["周明元"])
        draft = makers.make_draft("草稿", credits=["周明元"])
        address = reading(old)
        signed = public.current_revision.digest
        before = generation.current().number
        answer = merge(cast.chen, REPORTERS, zhou, old)
        assert "1 篇已发布的稿件随之更新" in answer.content.decode()
        assert generation.current().number == before + 1
        row = PublishedArticle.objects.get(pk=public.pk)
        assert [(credit["reporter"], credit["name"]) for credit in row.credits] == [(zhou.pk, "周明元")]
        assert row.bylines.get().reporter == zhou
        assert draft.bylines.get().reporter == zhou
        public.refresh_from_db()
        assert public.current_revision.digest == signed
        assert Client().get(address).url == reading(zhou)
        page = Client().get(row.get_absolute_url()).content.decode()
        assert f'href="{reading(zhou)}"' in page

    def test_an_old_revision_is_published_under_the_reporter_of_now(self, cast: Cast) -> None:
        zhou, old = makers.make_reporter("周明远"), makers.make_reporter("周明元")
        piece = makers.make_published(credits=["周明元"])
        makers.advance(piece, "correct", by=cast.wang)
        merge(cast.chen, REPORTERS, zhou, old)
        makers.advance(piece, "abandon", by=cast.wang)
        makers.advance(piece, "take_down", by=cast.zhao, note="核实。")
        makers.advance(piece, "put_back", by=cast.zhao)
        assert piece.bylines.get().reporter == zhou
        assert PublishedArticle.objects.get().bylines.get().reporter == zhou

    def test_the_account_goes_along_so_nobody_reviews_his_own_piece(self, cast: Cast) -> None:
        pen_name = makers.make_reporter("远山")
        writer = account("周明远", "责任编辑", is_credited=True)
        piece = makers.make_piece_at(makers.Status.FIRST_REVIEW, credits=["远山"])
        merge(cast.chen, REPORTERS, writer.reporter, pen_name)
        page = logged_in(writer).get(f"/admin/articles/article/{piece.pk}/step/first_review/")
        assert "您是本稿作者" in page.content.decode()

    def test_two_with_accounts_of_their_own_are_two_people(self, cast: Cast) -> None:
        answer = merge(cast.chen, REPORTERS, cast.li.reporter, cast.sun.reporter)
        assert "各有账号" in answer.content.decode()
        assert not Reporter.objects.filter(merged_into__isnull=False).exists()

    def test_the_old_name_is_found_as_the_person_that_he_is(self, cast: Cast) -> None:
        zhou, old = makers.make_reporter("周明远"), makers.make_reporter("周明元")
        merge(cast.chen, REPORTERS, zhou, old)
        client = logged_in(cast.li)
        fill_in(client, "/admin/articles/article/add/", "article_form", headline="新稿",
                **rows("bylines", {"printed_name": "周明元"}))  # fmt: skip
        assert makers.ArticleByline.objects.get().reporter == zhou
        query = {"app_label": "articles", "model_name": "articlebyline", "field_name": "reporter", "term": "周"}
        found = client.get("/admin/autocomplete/", query).json()["results"]
        assert [row["text"] for row in found] == ["周明远"]

    @pytest.mark.parametrize("who", ["li", "wang", "zhou"])
    def test_below_the_desk_head_nobody_merges(self, cast: Cast, who: str) -> None:
        zhou, old = makers.make_reporter("周明远"), makers.make_reporter("周明元")
        address = f"{REPORTERS}merge/"
        answer = logged_in(getattr(cast, who)).post(address, {"pk": [zhou.pk, old.pk], "kept": zhou.pk})
        assert answer.status_code == 403
        old.refresh_from_db()
        assert old.merged_into is None


def test_after_merging_everything_is_as_it_must_be(cast: Cast) -> None:
    """Public rows say what was signed, search knows the pieces, the record is whole: what `check_paper` compares."""
    makers.make_published("两个标签的", tags="防汛，防汛抗旱", credits=["周明元", "周明远"])
    makers.make_draft("草稿", tags="防汛抗旱", credits=["周明元"])
    before = invariants.breaches()
    merge(cast.chen, TAGS, Tag.objects.get(name="防汛"), Tag.objects.get(name="防汛抗旱"))
    merge(cast.chen, REPORTERS, Reporter.objects.get(name="周明远"), Reporter.objects.get(name="周明元"))
    assert invariants.breaches() == before


class TestAddresses:
    def test_a_changed_address_of_a_section_leaves_a_way_behind(self, cast: Cast) -> None:
        piece = makers.make_published()
        section = Section.objects.get(pk=piece.section_id)
        address = f"/admin/articles/section/{section.pk}/change/"
        client = logged_in(cast.chen)
        fill_in(client, address, "section_form", name="头版要闻", slug="top-news")
        moved = Client().get("/sections/news/")
        assert (moved.status_code, moved.url) == (301, "/sections/top-news/")
        fill_in(client, address, "section_form", slug="front")
        assert Client().get("/sections/news/").url == "/sections/front/"
        assert Client().get("/sections/top-news/").url == "/sections/front/"
        fill_in(client, address, "section_form", slug="news")  # and back again
        assert Client().get("/sections/news/").status_code == 200
        assert Client().get("/sections/front/").url == "/sections/news/"

    def test_an_address_that_old_links_use_is_not_given_to_another(self, cast: Cast) -> None:
        client = logged_in(cast.chen)
        section = makers.make_section()
        fill_in(client, f"/admin/articles/section/{section.pk}/change/", "section_form", slug="top-news")
        refused = fill_in(client, "/admin/articles/section/add/", "section_form", name="新栏目", slug="news")
        assert "旧链接还在用" in str(refused.context["errors"])
        assert OldSlug.objects.get().section == section

    def test_a_tag_likewise(self, cast: Cast) -> None:
        makers.make_published(tags="防汛")
        tag = Tag.objects.get()
        fill_in(logged_in(cast.chen), f"{TAGS}{tag.pk}/change/", "tag_form", name="防汛抗旱", slug="fangxun")
        assert Client().get("/tags/防汛/").url == "/tags/fangxun/"

    def test_a_reporter_of_the_newsroom_changes_none(self, cast: Cast) -> None:
        section = makers.make_section()
        logged_in(cast.li).post(f"/admin/articles/section/{section.pk}/change/", {"name": "要闻", "slug": "x"})
        section.refresh_from_db()
        assert section.slug == "news"

    def test_a_miss_costs_one_statement_more_and_a_hit_none(self, cast: Cast, django_assert_num_queries) -> None:
        from articles.site.finding import section_at  # noqa: PLC0415

        makers.make_published()
        with django_assert_num_queries(1):
            section_at("news")
