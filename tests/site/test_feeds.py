"""Feeds: the whole text with absolute addresses, in Atom and RSS, read by a real reader of feeds."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import feedparser
import pytest

from articles.models.published import PublishedArticle
from tests.makers import make_photo, make_published, make_section

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
BOTH = pytest.mark.parametrize("kind", ["atom", "rss"])


def read(client, address: str) -> feedparser.FeedParserDict:
    response = client.get(address)
    assert response.status_code == 200
    kind = address.rsplit(".", 1)[1]
    assert response.headers["Content-Type"] == f"application/{kind}+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = "https://paper.example"


@BOTH
def test_an_entry_has_the_whole_text_its_pictures_and_its_author(client, kind):
    body = '<p>第一段。</p><p>第二段，见<a href="/2023/04/07/1/">前文</a>。</p>'
    article = make_published("食堂开张", body=body, dateline="本报讯", pictures=[make_photo()], tags="民生", now=NOON)

    entry = read(client, f"/feed.{kind}").entries[0]

    text = entry.content[0].value
    assert entry.title == "食堂开张"
    assert entry.link == entry.id == f"https://paper.example/2026/11/20/{article.pk}/"
    assert "本报讯" in text
    assert "第二段" in text
    assert 'href="https://paper.example/2023/04/07/1/"' in text
    assert 'src="https://paper.example/media/' in text
    assert entry.author == "周明远"
    assert {tag.term for tag in entry.tags} == {"要闻", "民生"}
    assert entry.published_parsed[:5] == (2026, 11, 20, 4, 0)


@BOTH
def test_the_newest_thirty_come_newest_first(client, kind):
    for number in range(32):
        make_published(f"第{number}篇", now=NOON + timedelta(minutes=number))

    titles = [entry.title for entry in read(client, f"/feed.{kind}").entries]

    assert titles == [f"第{number}篇" for number in range(31, 1, -1)]


@BOTH
def test_archives_are_in_no_feed(client, kind):
    make_published("新稿", now=NOON)
    old = make_published("旧报纸", now=NOON)
    PublishedArticle.objects.filter(pk=old.pk).update(is_archive=True)

    for address in (f"/feed.{kind}", f"/sections/news/feed.{kind}"):
        assert [entry.title for entry in read(client, address).entries] == ["新稿"]


@BOTH
def test_a_sections_feed_has_its_pieces_only(client, kind):
    make_published("民生稿", section=make_section("民生", "livelihood"))
    make_published("要闻稿")

    feed = read(client, f"/sections/livelihood/feed.{kind}")

    assert feed.feed.title == "民生_报纸"
    assert [entry.title for entry in feed.entries] == ["民生稿"]


@BOTH
def test_a_feed_tells_its_own_address_in_ascii(client, kind):
    make_published(tags="民生")

    feed = read(client, f"/tags/民生/feed.{kind}")

    own = [link.href for link in feed.feed.links if link.rel == "self"]
    assert own == [f"https://paper.example/tags/%E6%B0%91%E7%94%9F/feed.{kind}"]


def test_a_json_feed_tells_its_own_address_in_ascii(client):
    make_published(tags="民生")

    feed = client.get("/tags/民生/feed.json").json()

    assert feed["feed_url"] == "https://paper.example/tags/%E6%B0%91%E7%94%9F/feed.json"


@BOTH
def test_the_feed_of_a_new_paper_is_empty_valid_and_the_same_each_time(client, kind):
    first, second = (client.get(f"/feed.{kind}").content for _ in range(2))

    assert read(client, f"/feed.{kind}").entries == []
    assert first == second
    assert b"2000" in first


def test_the_pages_say_where_their_feeds_are(client):
    make_published()

    text = client.get("/sections/news/").content.decode()

    assert '<link rel="alternate" type="application/atom+xml" title="要闻" href="/sections/news/feed.atom">' in text
    assert 'type="application/rss+xml"' in text
