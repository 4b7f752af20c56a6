"""The front page fills itself: the newest issue leads, then what came since, and it stands without pictures too."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from articles.models.published import Correction, PublishedArticle
from tests.cast import hire
from tests.makers import advance, make_photo, make_published, make_section

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ISSUE = date(2026, 11, 20)


def front(client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def lead(text: str) -> str:
    return re.sub("<.*?>", "", re.search(r"<h2><a href=[^>]+>(.*?)</a></h2>", text)[1])


def on_page(headline: str, label: str, order: int, **more):
    return make_published(headline, issue_date=ISSUE, page_label=label, page_order=order, now=NOON, **more)


def test_the_first_piece_of_the_newest_issue_leads(client):
    make_published("网上的新稿", now=NOON + timedelta(days=3))
    on_page("二版头条", "A02", 1)
    on_page("头版二条", "A01", 2)
    on_page("头版头条", "A01", 1)
    make_published("上一期头条", issue_date=ISSUE - timedelta(days=7), page_label="A01", page_order=1, now=NOON)

    text = front(client)

    assert lead(text) == "头版头条"
    assert text.index("头版二条") < text.index("二版头条")


def test_a_paper_that_stopped_printing_is_led_by_what_is_new(client):
    on_page("最后一期头条", "A01", 1)
    make_published("网上的新稿", now=NOON + timedelta(days=8))

    assert lead(front(client)) == "网上的新稿"


def test_a_paper_that_never_printed_is_led_by_its_latest(client):
    make_published("早些的", now=NOON)
    make_published("晚些的", now=NOON + timedelta(hours=1))

    text = front(client)

    assert lead(text) == "晚些的"
    assert "最新一期" not in text


def test_the_issue_is_listed_page_by_page(client):
    on_page("副刊一篇", "A04", 1)
    on_page("头版头条", "A01", 1)
    text = front(client)

    issue = text[text.index('id="issue"') :]

    assert issue.index("A01") < issue.index("头版头条") < issue.index("A04") < issue.index("副刊一篇")
    assert 'href="/issues/2026-11-20/#a04"' in issue


def test_where_the_lead_has_no_picture_the_first_piece_that_has_one_stands_below_it(client):
    on_page("头版头条", "A01", 1)
    on_page("无图", "A01", 2)
    on_page("有图", "A02", 1, pictures=[make_photo(alt_text="一张图")])

    text = front(client)

    assert text.count('fetchpriority="high"') == 1
    assert (
        text.index("头版头条") < text.index('alt="一张图"') < text.index("有图</a></h3>") < text.index("无图</a></h3>")
    )


def test_a_paper_without_any_picture_has_a_front_page_all_the_same(client):
    for order in range(1, 9):
        on_page(f"第{order}条", "A01", order)

    text = front(client)

    assert "wordy" in text
    assert "<img" not in text
    assert all(f"第{order}条" in text for order in range(1, 9))


def test_each_section_has_its_newest_pieces(client):
    livelihood = make_section("民生", "livelihood")
    for number in range(8):
        make_published(f"要闻{number}", now=NOON + timedelta(days=2, minutes=number))
    make_published("民生旧稿", section=livelihood, now=NOON - timedelta(days=30))

    text = front(client)
    block = text[text.index('<h2><a href="/sections/livelihood/">民生</a></h2>') :]

    assert "民生旧稿" in block


def test_a_withdrawn_piece_is_gone_from_the_front_page_at_once(client):
    make_published("留下的")
    article = make_published("撤下的", now=NOON + timedelta(days=900))
    assert "撤下的" in front(client)

    advance(article, "withdraw", by=hire().zhao, note="错了。")

    assert "撤下的" not in front(client)
    assert lead(front(client)) == "留下的"


def test_a_correction_is_announced_with_the_piece_it_is_about(client):
    article = make_published("水质保持二类")
    note = {"kind": "correction", "note": "原误为三类。", "at": NOON.isoformat()}
    Correction.objects.create(number=article.pk, kind=note["kind"], note=note["note"], at=NOON)
    PublishedArticle.objects.filter(pk=article.pk).update(corrections=[note], corrected_at=NOON)

    text = front(client)

    assert "原误为三类。" in text[text.index('id="corrections"') :]


def test_archives_are_never_new(client):
    make_published("新稿", now=NOON)
    old = make_published("旧报纸", issue_date=date(2030, 1, 1), page_label="A01", now=NOON + timedelta(days=9))
    PublishedArticle.objects.filter(pk=old.pk).update(is_archive=True, section=make_section("旧报", "old"))

    text = front(client)

    assert lead(text) == "新稿"
    assert "旧报纸" not in text


def test_a_paper_that_has_only_its_archive_shows_that(client):
    old = make_published("旧报纸", issue_date=date(1998, 1, 1), page_label="A01", now=NOON)
    PublishedArticle.objects.filter(pk=old.pk).update(is_archive=True)

    text = front(client)

    assert ">旧报纸</a></h3>" in text
    assert '<a href="/1998/">截至1998年1月1日 ›</a>' in text
    assert "第一期正在编辑" not in text


def test_the_date_of_the_masthead_is_that_of_the_issue_and_not_of_today(client):
    on_page("头版头条", "A01", 1)

    assert '本期 <time datetime="2026-11-20">2026年11月20日</time> 星期五' in front(client)
