"""import_articles --archive: pieces printed long ago go to the readers' side under their dates, on one signature."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from articles import editing, invariants, newsroom_search, publishing, search
from articles.models.imports import ImportBatch
from articles.models.newsroom import Article, Revision
from articles.models.published import Generation, PublishedArticle
from articles.models.record import Publication, Review
from articles.models.shared import Tag
from articles.site.front import front
from articles.workflow import PublicState, Status
from staff import roles
from staff.models import Reporter
from tests.archive.rows import jsonl, publish, row
from tests.cast import account, hire, logged_in
from tests.makers import advance, make_draft, make_published, make_reporter, make_tag, take_to
from tests.manuscripts import PAGE

pytestmark = pytest.mark.django_db


def test_a_piece_is_public_under_its_issue_date(tmp_path, client):
    outcome = publish(jsonl(tmp_path / "旧报.jsonl", row(tags=["春耕", "水利"], order=3)))

    assert outcome.status == 0, outcome
    piece = PublishedArticle.objects.get()
    assert piece.get_absolute_url() == f"/1978/03/02/{piece.number}/"
    page = client.get(piece.get_absolute_url())
    assert page.status_code == 200
    assert "长椿路大队春浇忙" in page.content.decode()
    assert "三十亩麦田" in page.content.decode()
    assert client.get("/1978/03/02/").status_code == 200
    assert piece.first_published_at == datetime(1978, 3, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert (piece.page_label, piece.page_order) == ("01", 3)


def test_the_paper_is_whole_afterwards(tmp_path):
    make_tag("水利")
    make_reporter("罗启明")
    rows = [row(f"第{number}条", id=str(number), tags=["春耕", "水利", "党建"][: number % 4]) for number in range(20)]

    assert publish(jsonl(tmp_path / "旧报.jsonl", *rows)).status == 0

    assert invariants.breaches() == []
    assert PublishedArticle.objects.count() == 20


def test_what_readers_see_is_what_publishing_would_have_made_of_the_revision(tmp_path):
    columns = {"kicker": "农村通讯", "subheading": "三十亩一上午浇完", "dateline": "本报讯", "event_date": "1978-03-01",
               "genre": "通讯", "summary": "摘要。", "source": "本报", "editor": "老王", "tags": "春耕，水利",
               "byline": "记者 罗启明 通讯员 赵小禾"}  # fmt: skip
    publish(jsonl(tmp_path / "旧报.jsonl", row(**columns)))
    article = Article.objects.get()

    publication = article.publications.get()
    composed = publishing.compose(article, publication, now=publication.at)

    shown = PublishedArticle.objects.get()
    fields = [field.attname for field in PublishedArticle._meta.concrete_fields]
    assert {name: getattr(shown, name) for name in fields} == {name: getattr(composed, name) for name in fields}
    assert [one["name"] for one in shown.credits] == ["罗启明", "赵小禾"]
    assert shown.tags == [{"tag": Tag.objects.get(name=name).pk, "name": name} for name in ("春耕", "水利")]


def test_a_signed_import_vouches_for_it_and_no_review_is_invented(tmp_path):
    publish(jsonl(tmp_path / "旧报.jsonl", row()))

    article, batch = Article.objects.get(), ImportBatch.objects.get()
    assert (article.status, article.public_state) == (Status.PUBLISHED, PublicState.LIVE)
    publication = Publication.objects.get()
    assert (publication.batch, publication.release_review) == (batch, None)
    assert (batch.is_archive, batch.signed_by.username) == (True, "laozhao")
    assert batch.signed_at is not None
    assert (Revision.objects.get().number, Revision.objects.get().is_import) == (1, True)
    assert not Review.objects.exists()


def test_the_history_of_the_piece_shows_the_one_honest_record(tmp_path):
    publish(jsonl(tmp_path / "旧报.jsonl", row()))

    editor = logged_in(hire().wang)
    page = editor.get(reverse("admin:articles_article_history", args=[Article.objects.get().pk])).content.decode()

    assert "历史导入：纸质已刊，未经本系统三审" in page
    assert "老赵签署" in page
    assert "导入文件：旧报.jsonl" in page


def test_a_reviewed_piece_has_no_such_record(client):
    article = make_published()

    page = logged_in(hire().wang).get(reverse("admin:articles_article_history", args=[article.pk])).content.decode()

    assert "历史导入" not in page


def test_the_page_of_the_import_says_what_came_of_it(tmp_path):
    publish(jsonl(tmp_path / "旧报.jsonl", row(photos="无.jpg", clicks=5), row("没有日期", issue_date="")))

    page = logged_in(hire().zhao).get(reverse("admin:articles_importbatch_change", args=[ImportBatch.objects.get().pk]))

    text = page.content.decode()
    assert "历史导入：纸质已刊，未经本系统三审" in text
    assert "发布 1 篇，此前已有 0 篇，退回 1 篇。" in text
    assert "没有见报日期" in text
    assert "无.jpg" in text
    assert "clicks" in text
    assert "上次导入中途停止" not in text


def test_it_is_in_no_feed_in_no_news_sitemap_and_never_the_latest(tmp_path, client, settings):
    settings.SITE_URL = "https://paper.example"
    new = make_published("今天的食堂")
    publish(jsonl(tmp_path / "旧报.jsonl", row("四十年前的春浇", tags=["春耕"], section="要闻")))

    tag = Tag.objects.get(name="春耕")
    for address in ("/feed.atom", "/feed.rss", "/sitemap-news.xml"):
        text = client.get(address).content.decode()
        assert "四十年前的春浇" not in text, address
        assert "今天的食堂" in text, address
    for feed, of in (("section_feed", "news"), ("tag_feed", tag.slug)):
        assert "四十年前的春浇" not in client.get(reverse(f"site:{feed}", args=[of])).content.decode()
    shown = front()
    assert [piece.article.number for piece in (shown.lead, *shown.seconds, *shown.river)] == [new.number]
    assert [piece.number for piece in PublishedArticle.objects.latest()] == [new.number]
    assert "四十年前的春浇" in client.get(reverse("site:tag", args=[tag.slug])).content.decode()
    assert "四十年前的春浇" in client.get(reverse("site:section", args=["news"])).content.decode()


def test_readers_and_the_newsroom_find_it(tmp_path):
    publish(jsonl(tmp_path / "旧报.jsonl", row(), row("供销社进新货", body="搪瓷脸盆到货三百只。")))

    number = Article.objects.get(headline="供销社进新货").number
    assert [hit.number for hit in search.search("搪瓷脸盆").hits] == [number]
    assert [one.number for one in newsroom_search.narrow(Article.objects.all(), "搪瓷脸盆")] == [number]
    assert search.search("罗启明", since=date(1978, 3, 2), until=date(1978, 3, 2)).total == 2


def test_each_chunk_begins_one_generation_and_a_run_without_news_none(tmp_path):
    file = jsonl(tmp_path / "旧报.jsonl", row(), row("第二条"))
    make_published()
    before = Generation.objects.get().number

    publish(file)
    assert Generation.objects.get().number == before + 1
    publish(file)
    assert Generation.objects.get().number == before + 1


def test_a_printed_name_becomes_an_unconfirmed_reporter_once_and_namesakes_are_left_open(tmp_path):
    make_reporter("王伟", distinction="体育部")
    make_reporter("王伟", distinction="校对组")
    known = make_reporter("罗启明")

    publish(jsonl(tmp_path / "旧报.jsonl", row(), row("二", byline="记者 王伟"), row("三", byline="赵小禾"),
                  row("四", byline="赵小禾")))  # fmt: skip

    by_headline = {piece.headline: piece.credits[0] for piece in PublishedArticle.objects.all()}
    assert by_headline["长椿路大队春浇忙"]["reporter"] == known.pk
    assert (by_headline["二"]["reporter"], by_headline["二"]["name"]) == (None, "王伟")
    made = Reporter.objects.get(name="赵小禾")
    assert not made.is_confirmed
    assert by_headline["三"]["reporter"] == by_headline["四"]["reporter"] == made.pk
    assert list(ImportBatch.objects.get().reporters_made.all()) == [made]


def test_names_that_were_merged_stand_for_what_they_became(tmp_path):
    reporter, tag = make_reporter("罗启明"), make_tag("水利")
    Reporter.objects.create(name="启明", merged_into=reporter)
    Tag.objects.create(name="农田水利", slug="old", merged_into=tag)

    publish(jsonl(tmp_path / "旧报.jsonl", row(byline="启明", tags=["农田水利", "水利"])))

    piece = PublishedArticle.objects.get()
    assert piece.credits[0]["reporter"] == reporter.pk
    assert piece.tags == [{"tag": tag.pk, "name": "水利"}]
    assert invariants.breaches() == []


def test_a_correction_of_it_goes_through_the_normal_rounds_and_it_stays_of_the_archive(tmp_path, client):
    make_published("今天的食堂")
    publish(jsonl(tmp_path / "旧报.jsonl", row()))
    article, cast = Article.objects.get(headline=row()["headline"]), hire()

    advance(article, "correct", by=cast.wang)
    article.body, article.correction_kind = "<p>四十亩麦田全部浇完。</p>", "correction"
    article.correction_note = "是四十亩，不是三十亩。"
    article.save()
    editing.keep_revision(article, by=cast.wang)
    assert "三十亩" in client.get(f"/1978/03/02/{article.number}/").content.decode()
    advance(article, "submit", by=cast.wang)
    advance(article, "first_review", by=account("老吴", roles.EDITOR, username="laowu"))  # 老王 wrote the correction
    take_to(Status.PUBLISHED, article)

    page = client.get(f"/1978/03/02/{article.number}/").content.decode()
    assert "四十亩麦田" in page
    assert "是四十亩，不是三十亩。" in page
    assert [review.step for review in article.reviews.all()] == [
        "correct", "submit", "first_review", "second_review", "final_review", "proofread", "release",
    ]  # fmt: skip
    assert "春浇" not in client.get("/feed.atom").content.decode()
    assert PublishedArticle.objects.get(pk=article.pk).is_archive
    assert invariants.breaches() == []


def test_a_later_draft_has_a_number_of_its_own(tmp_path):
    publish(jsonl(tmp_path / "旧报.jsonl", *(row(f"第{number}条") for number in range(30))))

    draft = make_draft()
    publish(jsonl(tmp_path / "又一批.jsonl", row("又一条")))

    assert draft.number > max(PublishedArticle.objects.filter(headline__startswith="第").values_list("pk", flat=True))
    assert Article.objects.get(headline="又一条").number > draft.number
    assert draft.current_revision.pk not in Revision.objects.filter(is_import=True).values_list("pk", flat=True)


def test_a_page_text_is_published_piece_by_piece(tmp_path):
    (tmp_path / "1998-04-07").mkdir()
    page = tmp_path / "1998-04-07" / "A02.txt"
    page.write_text("青禾区召开防汛工作会议\n" + PAGE, encoding="gb18030")

    outcome = publish(page, section="要闻")

    assert outcome.status == 3
    assert "A02.txt:" in outcome.complaints
    assert "没有标题" in outcome.complaints  # the second piece of the page
    piece = PublishedArticle.objects.get()
    assert (piece.public_date, piece.page_label, piece.page_order) == (date(1998, 4, 7), "A02", 1)
    assert "区召开防汛工作会议，部署今年的防汛" in piece.body
    assert ImportBatch.objects.get().text.startswith("青禾区")
    assert invariants.breaches() == []


def test_a_dry_run_writes_nothing_and_needs_no_signature(tmp_path):
    outcome = publish(jsonl(tmp_path / "旧报.jsonl", row(), row("没有日期", issue_date="")), dry_run=True, signed_by="")

    assert outcome.status == 3
    assert "发布 1 篇" in outcome.said
    assert "没有见报日期" in outcome.complaints
    assert not Article.objects.exists()
    assert not ImportBatch.objects.exists()
    assert not Reporter.objects.filter(name="罗启明").exists()


def test_what_no_database_keeps_is_left_out_of_the_text(tmp_path):
    broken = row(
        "春浇\u0000忙\u200b", body="第一段\ud800。\n第二段\u0007。", tags=["水\ufeff利"], byline="罗启\u0000明"
    )
    file = tmp_path / "旧报.jsonl"
    file.write_text(json.dumps(broken), encoding="utf-8")

    assert publish(file).status == 0

    piece = PublishedArticle.objects.get()
    assert (piece.headline, piece.body) == ("春浇忙", "<p>第一段。</p><p>第二段。</p>")
    assert (piece.tags[0]["name"], piece.credits[0]["name"]) == ("水利", "罗启明")


def test_markup_in_a_body_is_made_safe(tmp_path):
    body = '<p onclick="alert(1)">春浇<script>alert(2)</script></p><p><a href="javascript:alert(3)">看</a></p>'
    publish(jsonl(tmp_path / "旧报.jsonl", row(body=body)))

    assert PublishedArticle.objects.get().body == "<p>春浇</p><p>看</p>"
