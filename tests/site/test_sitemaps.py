"""What search engines are told: every public page once, the newest as news, nothing of the newsroom."""

import re
import xml.etree.ElementTree as ET
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from articles.models.published import PublishedArticle
from articles.site import sitemaps
from tests.cast import hire
from tests.makers import advance, make_draft, make_photo, make_published, make_reporter

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = "https://paper.example"


def tree(client, address: str) -> ET.Element:
    response = client.get(address)
    assert response.status_code == 200, address
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    return ET.fromstring(response.content)


def addresses(client, address: str) -> list[str]:
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    return [element.text for element in tree(client, address).findall("./*/s:loc", names)]


def all_addresses(client) -> list[str]:
    maps = addresses(client, "/sitemap.xml")
    return [found for one in maps for found in addresses(client, one.removeprefix("https://paper.example"))]


def test_the_index_leads_to_every_public_piece(client):
    pieces = [make_published(issue_date=date(2023, month, 7), now=NOON) for month in (4, 4, 5)]
    make_draft()

    found = all_addresses(client)

    for piece in pieces:
        assert f"https://paper.example/2023/{piece.public_date:%m}/07/{piece.pk}/" in found
    assert len([address for address in found if "/2023/" in address]) == 3


def test_every_address_of_the_sitemaps_answers(client):
    make_published(tags="民生", credits=[make_reporter("仲立群").name])
    make_published(credits=[{"reporter": make_reporter("未确认", is_confirmed=False), "printed_name": "未确认"}])

    found = all_addresses(client)

    assert "https://paper.example/sections/news/" in found
    assert any("/reporters/" in address for address in found)
    for address in found:
        assert client.get(address.removeprefix("https://paper.example")).status_code == 200, address


def test_a_withdrawn_piece_is_in_no_sitemap(client):
    article = make_published()
    advance(article, "withdraw", by=hire().zhao, note="错了。")

    assert not [address for address in all_addresses(client) if f"/{article.pk}/" in address]


def test_the_index_says_when_a_piece_of_the_month_changed_or_went(client):
    make_published(issue_date=date(2023, 4, 7), now=NOON)
    gone = make_published(issue_date=date(2023, 4, 8), now=NOON)
    make_published(issue_date=date(2023, 5, 7), now=NOON - timedelta(days=1))

    def said() -> list[str]:
        return re.findall(r"<lastmod>([^<]+)</lastmod>", client.get("/sitemap.xml").content.decode())

    assert said() == ["2026-11-20T12:00:00+08:00", "2026-11-19T12:00:00+08:00"]
    advance(gone, "withdraw", by=hire().zhao, note="错了。", now=NOON + timedelta(days=3))
    assert said() == ["2026-11-23T12:00:00+08:00", "2026-11-19T12:00:00+08:00"]


def test_a_large_month_is_cut_into_parts(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "ADDRESSES", 2)
    pieces = [make_published(issue_date=date(2023, 4, 7), now=NOON) for _ in range(5)]

    assert len([one for one in addresses(client, "/sitemap.xml") if "2023-04" in one]) == 3
    found = [address for address in all_addresses(client) if "/2023/04/07/" in address]
    assert len(found) == len(set(found)) == len(pieces)


def test_a_piece_tells_when_it_changed_and_what_its_pictures_are(client):
    make_published(issue_date=date(2023, 4, 7), now=NOON, pictures=[make_photo()])

    text = client.get("/sitemap-2023-04-1.xml").content.decode()

    assert "<lastmod>2026-11-20T12:00:00+08:00</lastmod>" in text
    assert "<image:loc>https://paper.example/media/" in text


def test_the_news_are_those_of_the_two_days_before_the_newest(client):
    make_published("刚刚 & 好", now=NOON)
    make_published("昨天", now=NOON - timedelta(hours=47))
    make_published("前天", now=NOON - timedelta(hours=49))
    old = make_published("旧报纸", now=NOON)
    PublishedArticle.objects.filter(pk=old.pk).update(is_archive=True)

    titles = [
        element.text
        for element in tree(client, "/sitemap-news.xml").iter("{http://www.google.com/schemas/sitemap-news/0.9}title")
    ]

    assert titles == ["刚刚 & 好", "昨天"]


def test_robots_are_told_where_the_sitemaps_are_and_to_leave_the_newsroom_alone(client):
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().strip().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "",
        "Sitemap: https://paper.example/sitemap.xml",
        "Sitemap: https://paper.example/sitemap-news.xml",
    ]


def test_a_printed_issue_is_listed_once_with_the_time_of_its_last_change(client):
    for order in (1, 2):
        make_published(
            issue_date=date(2023, 4, 7), page_label="A01", page_order=order, now=NOON + order * timedelta(hours=1)
        )
    make_published("只在网上", now=NOON)

    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    urls = tree(client, "/sitemap-2023-04-1.xml").findall("s:url", names)
    issues = [url for url in urls if "/issues/" in url.find("s:loc", names).text]

    assert [url.find("s:loc", names).text for url in issues] == ["https://paper.example/issues/2023-04-07/"]
    assert issues[0].find("s:lastmod", names).text == "2026-11-20T14:00:00+08:00"
    assert not [address for address in all_addresses(client) if "/issues/2026" in address]
