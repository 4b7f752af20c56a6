"""The page of an article, with all that may stand on it."""

import json
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from articles import editing
from articles.models.newsroom import ArticlePhoto
from articles.models.published import PublishedArticle
from articles.presentation.structured_data import authors
from articles.workflow import Status
from staff import roles
from tests.cast import account, hire
from tests.makers import advance, make_draft, make_photo, make_published, make_reporter, take_to

pytestmark = pytest.mark.django_db

CHINA = ZoneInfo("Asia/Shanghai")


def page(client, article) -> str:
    response = client.get(PublishedArticle.objects.get(pk=article.pk).get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def data(text: str) -> dict:
    """The node of the article within the page's JSON-LD."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return next(node for node in json.loads(found[1])["@graph"] if node["@type"] == "NewsArticle")


def test_the_headline_group_stands_in_its_order(client):
    article = make_published("把堤修好", kicker="冬修水利", subheading="明年汛前完工")

    text = page(client, article)

    assert text.index("冬修水利</p>") < text.index("<h1>把堤修好</h1>") < text.index('<p class="sub">明年汛前完工</p>')


def test_a_piece_without_kicker_and_subheading_leaves_no_gap(client):
    text = page(client, make_published())

    assert 'class="kick"' not in text
    assert 'class="sub"' not in text


def test_the_dateline_is_run_in_once_at_the_head_of_the_first_paragraph(client):
    article = make_published(body="<p>昨天，食堂开张。</p><p>第二段。</p>", dateline="本报讯")

    text = page(client, article)

    assert '<p><span class="dateline">本报讯</span> 昨天，食堂开张。</p>' in text
    assert text.count(">本报讯<") == 1


def test_the_printed_byline_is_shown_as_printed_with_its_names_linked(client):
    people = make_reporter("仲立群"), make_reporter("邢望")
    credits = [{"reporter": person, "printed_name": person.name} for person in people]
    article = make_published(credits=credits, printed_byline="记者　仲立群　邢 望 文/图", printed_byline_place="end")

    text = page(client, article)

    assert (
        f'<p class="end">记者　<a rel="author" href="/reporters/{people[0].pk}/">仲立群</a>　'
        f'<a rel="author" href="/reporters/{people[1].pk}/">邢 望</a> 文/图</p>'
    ) in text
    assert text.count(">仲立群</a>") == 1


@pytest.mark.parametrize("column", ["is_confirmed", "has_public_page"])
def test_a_reporter_without_a_public_page_is_named_and_not_linked(client, column):
    person = make_reporter("仲立群", **{column: False})
    article = make_published(credits=[{"reporter": person, "printed_name": "仲立群", "standing": "记者"}])

    text = page(client, article)

    assert "记者 仲立群" in text
    assert "/reporters/" not in text


def test_without_a_printed_line_the_credits_stand_below_the_headline(client):
    person = make_reporter("仲立群")
    credits = [
        {"reporter": person, "printed_name": "仲立群", "standing": "记者", "role": "文"},
        {"reporter": None, "printed_name": "段晓岚", "standing": "通讯员", "role": "图", "organisation": "水务局"},
    ]
    text = page(client, make_published(credits=credits))

    line = re.search(r'<span class="author">(.*?)</span>', text)[1]
    assert line == f'记者 <a rel="author" href="/reporters/{person.pk}/">仲立群</a> 文　水务局 通讯员 段晓岚 图'


def test_pictures_stand_between_the_paragraphs_with_caption_and_credit(client):
    article = make_draft(body="<p>第一段。</p><p>第二段。</p>")
    for position, (colour, place) in enumerate([("red", 1), ("green", 99)]):
        ArticlePhoto.objects.create(
            article=article,
            position=position,
            photo=make_photo(colour),
            caption=f"{colour}图说",
            alt_text=f"{colour}说明",
            credit="邢望 摄",
            place=place,
        )
    editing.keep_revision(article, by=article.created_by)
    take_to(Status.PUBLISHED, article)

    text = page(client, article)

    body = text[text.index("<body>") :]
    places = [body.index(part) for part in ("第一段。</p>", "red图说", "第二段。</p>", "green图说")]
    assert places == sorted(places)
    assert 'alt="red说明"' in text
    assert "<span>邢望 摄</span></figcaption>" in text
    assert re.search(r'srcset="/media/\S+-400\.webp 400w, /media/\S+-560\.webp 560w, /media/\S+\.webp 640w"', text)
    assert 'width="640" height="480"' in text


def test_the_first_picture_comes_at_once_and_those_below_when_they_are_reached(client):
    article = make_published(pictures=[make_photo("red"), make_photo("green"), make_photo("blue")])

    text = page(client, article)

    assert text.count('fetchpriority="high"') == 1
    assert len(re.findall(r'srcset="/media/[^>]*loading="lazy"', text)) == 2
    assert text.index('fetchpriority="high"') < text.index('loading="lazy"')


def test_who_is_responsible_is_named_below(client):
    text = page(client, make_published())

    assert "责任编辑：老王" in text
    assert "校对：小钱" in text
    assert "审核：老赵" in text


@pytest.mark.parametrize(
    ("columns", "author"),
    [
        ({"source": "新华社", "original_author": "樊某"}, {"@type": "Person", "name": "樊某"}),
        ({"source": "交警大队"}, {"@type": "Organization", "name": "交警大队"}),
        ({}, {"@id": "https://paper.example/#paper"}),
    ],
)
def test_machines_are_told_who_wrote_a_piece_without_credits(settings, columns, author):
    settings.SITE_URL = "https://paper.example"
    assert authors(PublishedArticle(**columns), {}) == [author]


def test_a_wide_table_scrolls_by_itself_and_by_keyboard(client):
    table = "<table><tbody><tr><td><p>白菜</p></td><td><p>1.50元</p></td></tr></tbody></table>"
    text = page(client, make_published(body=f"<p>菜价如下。</p>{table}"))
    assert f'<div class="table" role="region" tabindex="0" aria-label="表格">{table}</div>' in text


def test_a_reprint_names_source_author_title_and_link(client):
    article = make_published(
        genre="reprint",
        source="新华社",
        original_author="樊某",
        original_title="原来的题目",
        original_url="https://www.example.cn/a/1",
    )

    text = page(client, article)

    for words in ("来源：新华社", "原作者：樊某", "原题：原来的题目", 'href="https://www.example.cn/a/1"'):
        assert words in text


def test_a_correction_stands_below_the_headline_with_its_kind_and_time(client):
    cast, feng = hire(), account("老冯", roles.EDITOR, username="laofeng")
    article = make_published("水质保持三类")
    advance(article, "correct", by=feng)
    article.headline, article.correction_kind, article.correction_note = "水质保持二类", "correction", "原误为三类。"
    article.save()
    editing.keep_revision(article, by=feng)
    at = datetime(2026, 11, 24, 12, 30, tzinfo=CHINA)
    for step, by in (
        ("submit", feng), ("first_review", cast.wang), ("second_review", cast.chen), ("final_review", cast.zhao),
        ("proofread", cast.qian), ("release", cast.zhao),
    ):  # fmt: skip
        advance(article, step, by=by, now=at)

    text = page(client, article)

    note = re.search(r'<aside class="note".*?</aside>', text, re.DOTALL)[0]
    assert "<b>更正</b>" in note
    assert '<time datetime="2026-11-24T12:30:00+08:00">2026年11月24日 12:30</time>' in note
    assert "原误为三类。" in note
    assert text.index("<h1>水质保持二类</h1>") < text.index('<aside class="note"') < text.index('class="body')
    assert data(text)["correction"] == [
        {"@type": "CorrectionComment", "text": "原误为三类。", "datePublished": "2026-11-24T12:30:00+08:00"}
    ]


def test_the_time_is_told_to_the_minute_in_the_papers_zone(client):
    article = make_published(now=datetime(2026, 11, 24, 22, 5, tzinfo=ZoneInfo("UTC")))

    text = page(client, article)

    assert '<time datetime="2026-11-25T06:05:00+08:00">2026年11月25日 06:05</time>' in text


def test_a_printed_piece_tells_its_issue_and_page_and_when_it_came_online(client):
    article = make_published(
        now=datetime(2026, 11, 24, 9, 0, tzinfo=CHINA), issue_date=date(2023, 4, 7), page_label="A02"
    )

    text = page(client, article)

    assert '<a href="/issues/2023-04-07/#a02">《报纸》 2023年4月7日 A02版</a>' in text
    assert "上网时间：" in text
    assert "2026年11月24日 09:00" in text


def test_the_rest_of_the_printed_page_stands_below(client):
    here = {"issue_date": date(2023, 4, 7), "page_label": "A02"}
    article = make_published("本篇", page_order=1, **here)
    make_published("同版第三", page_order=3, **here)
    make_published("同版第二", page_order=2, **here)
    make_published("别的版面", issue_date=date(2023, 4, 7), page_label="A01")

    text = page(client, article)
    near = text[text.index('id="near"') :].partition("</section>")[0]

    assert "同版新闻" in near
    assert near.index("同版第二") < near.index("同版第三")
    assert "别的版面" not in near


def test_tags_are_linked_by_their_present_name(client):
    article = make_published(tags="防汛，党建")

    text = page(client, article)

    assert '<a rel="tag" href="/tags/%E9%98%B2%E6%B1%9B/">防汛</a>' in text
    assert '<a rel="tag" href="/tags/%E5%85%9A%E5%BB%BA/">党建</a>' in text


def test_machines_are_told_the_same_with_absolute_addresses(client, settings):
    settings.SITE_URL = "https://paper.example"
    person = make_reporter("仲立群")
    article = make_published(
        "食堂开张",
        subheading="一份十元",
        credits=[{"reporter": person, "printed_name": "仲立群", "standing": "记者"}],
        tags="食堂",
        pictures=[make_photo(caption="坐满了人")],
        now=datetime(2026, 11, 24, 9, 0, tzinfo=CHINA),
    )

    text = page(client, article)
    told = data(text)

    address = f"https://paper.example/2026/11/24/{article.pk}/"
    assert f'<link rel="canonical" href="{address}">' in text
    assert text.count('rel="canonical"') == 1
    assert f'<meta property="og:url" content="{address}">' in text
    assert re.search(r'<meta property="og:image" content="https://paper.example/media/\S+-social.jpg">', text)
    assert told["mainEntityOfPage"] == address
    assert told["headline"] == "食堂开张"
    assert told["alternativeHeadline"] == "一份十元"
    assert told["datePublished"] == told["dateModified"] == "2026-11-24T09:00:00+08:00"
    assert told["author"] == [
        {
            "@type": "Person",
            "name": "仲立群",
            "url": f"https://paper.example/reporters/{person.pk}/",
            "jobTitle": "记者",
        }
    ]
    assert told["keywords"] == ["食堂"]
    assert told["articleSection"] == "要闻"
    assert told["image"][0]["url"].startswith("https://paper.example/media/")


def test_no_text_can_end_the_script_of_the_data_or_begin_an_element(client):
    nasty = "</script><script>alert(1)</script><b>&"
    article = make_published(
        nasty, kicker=nasty, subheading=nasty, summary=nasty, source=nasty, dateline="<i>电</i>",
        printed_byline="<u>记者</u> 周明远", editor_in_charge=nasty, tags=nasty,
        pictures=[make_photo("pink", caption=nasty, alt_text=nasty, credit=nasty)],
    )  # fmt: skip

    text = page(client, article)

    assert re.findall(r"<script(?! src=)[^>]*>", text) == ['<script type="application/ld+json">']
    for element in ("<b>&", "<script>", "<i>电", "<u>记者"):
        assert element not in text
    assert data(text)["headline"] == nasty


def test_a_piece_of_nothing_but_pictures_has_captions_and_no_empty_paragraph(client):
    article = make_published("银杏黄了", genre="pictures", body="", pictures=[make_photo("red"), make_photo("green")])

    text = page(client, article)

    assert '<div class="gallery">' in text
    assert "<p></p>" not in text


def test_a_headline_breaks_by_sense_and_can_be_read_as_one(client):
    text = page(client, make_published("寒潮来了，这些事提前办"))

    assert "<h1><span>寒潮来了，</span><span>这些事提前办</span></h1>" in text
