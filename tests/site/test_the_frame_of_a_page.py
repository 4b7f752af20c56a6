"""What stands around every page: masthead, navigation, the legally required facts, and nothing where one is missing."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from articles.models.desk_lists import ForbiddenWord
from articles.models.published import Correction
from articles.models.shared import SiteSettings
from tests.cast import hire
from tests.makers import advance, make_published

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
FACTS = {
    "sponsor": "某区融媒体中心",
    "address": "国槐街6号",
    "telephone": "0371-6798 9999",
    "email": "news@paper.example",
    "serial_number": "CN41-0000",
    "news_licence": "41120200000",
    "icp_number": "豫ICP备00000000号",
    "police_number": "豫公网安备00000000000000号",
    "report_telephone": "0371-6798 1234",
    "report_email": "report@paper.example",
}


def text_of(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_the_papers_facts_are_on_every_page(client):
    SiteSettings(pk=1, name="高新区报", **FACTS).save()
    article = make_published()

    for address, status in (("/", 200), (f"/{article.public_date:%Y/%m/%d}/{article.pk}/", 200), ("/nothing/", 404)):
        text = text_of(client, address, status)
        for fact in FACTS.values():
            assert fact in text, (address, fact)
    assert 'href="tel:037167989999"' in text


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_that_is_not_set_leaves_no_gap(client, fact):
    SiteSettings(pk=1, name="高新区报", **{**FACTS, fact: ""}).save()

    text = text_of(client, "/about/")

    assert FACTS[fact] not in text
    assert "<span></span>" not in text
    assert not re.search(r"：\s*</", text)


def test_a_sample_paper_says_so_on_every_page(client):
    SiteSettings(pk=1, name="样报", is_sample=True).save()

    for address, status in (("/", 200), ("/about/", 200), ("/nothing/", 404)):
        assert 'class="sample"' in text_of(client, address, status)


def test_a_real_paper_is_not_called_a_sample(client):
    SiteSettings(pk=1, name="高新区报").save()

    assert 'class="sample"' not in text_of(client, "/")


@pytest.mark.parametrize(
    "address", ["/", "/about/", "/corrections/", "/feed.atom", "/feed.rss", "/sitemap.xml", "/robots.txt"]
)
def test_a_paper_that_is_not_set_up_yet_has_its_pages_already(client, address):
    text_of(client, address)


def test_a_new_paper_says_kindly_that_there_is_nothing_yet(client):
    text = text_of(client, "/")

    assert "第一期正在编辑中，敬请期待。" in text
    assert "<h3" not in text


def test_the_masthead_is_on_the_page_about_us(client):
    SiteSettings(pk=1, name="高新区报", masthead="总编辑 宓长青\n副总编辑 端木清").save()

    text = text_of(client, "/about/")

    assert "总编辑 宓长青<br>副总编辑 端木清" in text


def test_what_is_only_for_the_newsroom_is_on_no_page(client):
    SiteSettings(pk=1, name="高新区报", sources="常用来源丙").save()
    ForbiddenWord.objects.create(word="禁词甲")

    for address in ("/", "/about/"):
        text = text_of(client, address)
        assert "禁词" not in text
        assert "常用来源丙" not in text


@pytest.mark.parametrize("address", ["/", "/about/", "/corrections/", "/nothing/"])
def test_a_page_has_the_landmarks_by_which_one_moves_without_eyes(client, address):
    text = client.get(address).content.decode()

    assert '<html lang="zh-Hans">' in text
    assert re.search(r'<body>\s*<a class="skip" href="#main">跳到正文</a>', text)
    assert text.count("<main id=") == text.count("<h1") == text.count('<footer class="foot">') == 1


def test_a_page_loads_nothing_from_elsewhere_and_holds_no_script_of_its_own(client):
    article = make_published()
    text = text_of(client, f"/{article.public_date:%Y/%m/%d}/{article.pk}/")

    assert not re.findall(r'(?:src|srcset)="(?:https?:)?//', text)
    assert not re.findall(r'<link rel="stylesheet" href="(?!/static/)', text)
    assert set(re.findall(r"<script(?! src=\"/static/site/)[^>]*>", text)) == {'<script type="application/ld+json">'}
    assert "style=" not in text


def test_corrections_are_listed_newest_first_and_outlive_a_withdrawal(client):
    live, gone = make_published("还在的一篇"), make_published("撤下的一篇")
    Correction.objects.create(number=gone.pk, kind="apology", note="第一条。", at=NOON)
    old = Correction.objects.create(number=live.pk, kind="correction", note="作废的一条。", at=NOON)
    new = Correction.objects.create(number=live.pk, kind="correction", note="第二条。", at=NOON)
    Correction.objects.filter(pk=old.pk).update(superseded_by=new)
    advance(gone, "withdraw", by=hire().zhao, note="错了。")

    text = text_of(client, "/corrections/")

    assert text.index("第二条。") < text.index("第一条。")
    assert "还在的一篇" in text
    assert "撤下的一篇" not in text
    assert "作废的一条。" not in text


def test_many_corrections_are_turned_page_by_page(client):
    article = make_published()
    for number in range(53):
        Correction.objects.create(number=article.pk, kind="correction", note=f"第{number:02d}条。", at=NOON)

    first = text_of(client, "/corrections/")
    older = re.search(r'<a rel="next" href="(\?before=\d+)">', first)[1]
    second = text_of(client, f"/corrections/{older}")

    assert re.findall(r"第(\d\d)条", first) == [f"{number:02d}" for number in range(52, 2, -1)]
    assert re.findall(r"第(\d\d)条", second) == ["02", "01", "00"]


@pytest.mark.parametrize("place", ["x", "-1", "1.5", "9" * 19, "9" * 3000, "%00"])
def test_a_place_among_the_corrections_that_cannot_be_is_no_page(client, place):
    assert client.get(f"/corrections/?before={place}").status_code == 404
