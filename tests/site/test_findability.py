"""What machines find besides pages: JSON Feed, the feed of corrections, manifest and icons."""

import json
import re
from datetime import datetime

import feedparser
import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone
from PIL import Image

from articles.models.published import Correction
from articles.models.shared import SiteSettings
from tests.makers import advance, make_photo, make_published, make_reporter

pytestmark = pytest.mark.django_db


def corrected(headline: str = "食堂开张", note: str = "文中“一百人”应为“一百二十人”。"):
    """A public piece with a public note."""
    article = make_published(headline)
    Correction.objects.create(number=article.pk, kind="correction", note=note, at=timezone.now())
    return article


@pytest.mark.parametrize(
    "address", ["/feed.json", "/sections/news/feed.json", "/tags/养老/feed.json", "/reporters/{pk}/feed.json"]
)
def test_the_json_feed_has_the_whole_text_with_absolute_addresses(client, cast, address):
    make_published("食堂开张", tags="养老", pictures=[make_photo()], body="<p>第一段。</p><p>第二段。</p>")

    answer = client.get(address.format(pk=make_reporter("周明远").pk))

    assert answer["Content-Type"].startswith("application/feed+json")
    feed = json.loads(answer.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"].startswith("http://127.0.0.1:8000/")
    (item,) = feed["items"]
    assert item["title"] == "食堂开张"
    assert item["id"] == item["url"]
    assert "第二段。" in item["content_html"]
    assert not re.search(r'(?:src|href)="/', item["content_html"])
    assert datetime.fromisoformat(item["date_published"]).utcoffset().total_seconds() == 8 * 3600
    assert item["authors"] == [{"name": "周明远"}]
    assert "养老" in item["tags"]


def test_an_empty_json_feed_is_one_too(client):
    assert json.loads(client.get("/feed.json").content)["items"] == []


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_corrections_have_a_feed_that_readers_of_feeds_understand(client, cast, kind):
    corrected()

    feed = feedparser.parse(client.get(f"/corrections/feed.{kind}").content)

    assert not feed.bozo
    (entry,) = feed.entries
    assert entry.title == "更正：食堂开张"
    assert "一百二十人" in entry.summary
    assert entry.link.startswith("http://127.0.0.1:8000/")


def test_the_correction_of_a_withdrawn_piece_stays_without_its_headline(client, cast):
    article = corrected("不该再出现的标题")
    advance(article, "withdraw", by=cast.zhao, note="失实。")

    text = client.get("/corrections/feed.json").content.decode()

    assert "不该再出现的标题" not in text
    assert json.loads(text)["items"][0]["title"] == "更正"
    assert json.loads(text)["items"][0]["url"].endswith("/corrections/")


def test_the_manifest_names_the_paper_and_icons_that_exist_in_their_sizes(client):
    SiteSettings.objects.create(pk=1, name="青禾报")
    assert 'rel="manifest" href="/site.webmanifest"' in client.get("/").content.decode()

    answer = client.get("/site.webmanifest")

    assert answer["Content-Type"] == "application/manifest+json"
    said = json.loads(answer.content)
    assert said["name"] == "青禾报"
    for icon in said["icons"]:
        file = finders.find(icon["src"].removeprefix("/static/"))
        assert file, icon
        if icon["type"] == "image/png":
            assert "x".join(map(str, Image.open(file).size)) == icon["sizes"]


def test_the_old_place_of_the_icon_leads_to_the_new_one(client):
    there = client.get("/favicon.ico")["Location"]
    assert finders.find(there.removeprefix("/static/"))


def test_the_policy_of_the_pages_lets_the_manifest_in(new_page, cast):
    page = new_page()
    page.goto("/")
    said = page.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then(answer => answer.json())")
    assert said["start_url"] == "/"
    assert "manifest-src 'self'" in page.request.get("/").headers["content-security-policy"]
