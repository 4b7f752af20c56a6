"""Feeds and sitemaps of the sample paper are what their specifications say, and readers of feeds read them."""

import json
import re
import urllib.request
from datetime import datetime
from pathlib import Path

import feedparser
import pytest

from tests.audit.tools import complaints_of_the_schema

pytestmark = pytest.mark.audit

SCHEMAS = Path(__file__).parent / "schemas"
FEEDS_OF = ("home", "section", "tag", "reporter", "corrections")


def fetch(address: str) -> bytes:
    return urllib.request.urlopen(address, timeout=20).read()


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "file.xml"


@pytest.mark.parametrize("kind", ["atom", "rss"])
@pytest.mark.parametrize("page", FEEDS_OF)
def test_a_feed_is_valid_and_readable(sample, file, page, kind):
    text = fetch(f"{sample.address}{sample.pages[page]}feed.{kind}")
    file.write_bytes(text)
    assert complaints_of_the_schema(SCHEMAS / f"{kind}.rnc", file) == []
    feed = feedparser.parse(text)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.entries
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    assert all(entry.content[0].value.strip() for entry in feed.entries)
    assert feed.feed.title


@pytest.mark.parametrize("page", FEEDS_OF)
def test_a_json_feed_says_what_its_specification_asks_for(sample, page):
    """jsonfeed.org/version/1.1: version and title; each item has an id and its text; dates are RFC 3339."""
    address = f"{sample.address}{sample.pages[page]}feed.json"
    feed = json.loads(fetch(address))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert feed["feed_url"] == address
    assert feed["items"]
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
    for item in feed["items"]:
        assert item["url"].startswith(f"{sample.address}/")
        assert (item.get("content_html") or item["content_text"]).strip()
        assert datetime.fromisoformat(item["date_published"]).utcoffset() is not None
        assert all(author["name"] for author in item.get("authors", []))


def test_every_sitemap_that_robots_are_told_of_is_valid(sample, file):
    waiting = re.findall(r"^Sitemap: (\S+)$", fetch(f"{sample.address}/robots.txt").decode(), re.MULTILINE)
    seen, pages = set(), set()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        text = fetch(address)
        file.write_bytes(text)
        assert complaints_of_the_schema(SCHEMAS / "sitemap.rnc", file) == [], address
        found = re.findall(r"<loc>([^<]+)</loc>", text.decode())
        if b"<sitemapindex" in text:
            waiting += [one for one in found if one not in seen]
        else:
            pages.update(found)
    assert len(seen) > 3
    assert {sample.address + path for path in sample.texts} <= pages


def test_the_schemas_can_fail(file):
    file.write_text('<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>', encoding="utf-8")
    assert complaints_of_the_schema(SCHEMAS / "atom.rnc", file)
    file.write_text('<rss version="2.0"><channel><title>x</title></channel></rss>', encoding="utf-8")
    assert complaints_of_the_schema(SCHEMAS / "rss.rnc", file)
    file.write_text("<urlset><url><loc>/relative</loc></url></urlset>", encoding="utf-8")
    assert complaints_of_the_schema(SCHEMAS / "sitemap.rnc", file)
