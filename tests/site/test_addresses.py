"""What an address answers: the piece, the way to the right address, or that the piece is down, gone or never was."""

import pytest

from articles.models.published import Withdrawal
from articles.workflow import Status
from tests.cast import hire
from tests.makers import advance, make_photo, make_piece_at, make_published

pytestmark = pytest.mark.django_db

SECRET = "绝密标题一二三"


def address(article) -> str:
    return f"/{article.public_date:%Y/%m/%d}/{article.number}/"


def test_a_published_piece_is_at_its_date_and_number(client):
    article = make_published("食堂开张")

    response = client.get(address(article))

    assert response.status_code == 200
    assert "食堂开张" in response.content.decode()


@pytest.mark.parametrize("date", ["2001/01/01", "2023/02/31", "1999/12/01"])
def test_a_wrong_date_leads_to_the_right_one_for_good(client, date):
    article = make_published()

    response = client.get(f"/{date}/{article.number}/")

    assert response.status_code == 301
    assert response.headers["Location"] == address(article)


def test_leading_zeros_of_the_number_lead_to_the_one_address(client):
    article = make_published()

    response = client.get(f"/{article.public_date:%Y/%m/%d}/000{article.number}/")

    assert response.status_code == 301
    assert response.headers["Location"] == address(article)


def test_a_withdrawn_piece_is_gone_without_headline_and_picture(client):
    article = make_published(SECRET, pictures=[make_photo()])
    before = client.get(address(article)).content.decode()
    assert SECRET in before
    assert "<picture>" in before

    advance(article, "withdraw", by=hire().zhao, note="错了。")
    response = client.get(address(article))

    assert response.status_code == 410
    assert "该稿件已撤下" in response.content.decode()
    assert SECRET not in response.content.decode()
    assert "<picture>" not in response.content.decode()


def test_the_public_explanation_of_a_withdrawal_is_shown(client):
    article = make_published()
    advance(article, "withdraw", by=hire().zhao, note="内部原因。")
    Withdrawal.objects.filter(pk=article.number).update(explanation="来源有误。")

    text = client.get(address(article)).content.decode()

    assert "来源有误。" in text
    assert "内部原因" not in text


def test_a_piece_that_is_being_checked_says_so_and_is_never_kept(client):
    article = make_published(SECRET)
    advance(article, "take_down", by=hire().zhao, note="核实。")

    response = client.get(address(article))

    assert response.status_code == 503
    assert "内容核实中" in response.content.decode()
    assert SECRET not in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"
    assert int(response.headers["Retry-After"]) > 0


def test_a_piece_that_was_put_back_is_where_it_was(client):
    article = make_published("食堂开张")
    advance(article, "take_down", by=hire().zhao, note="核实。")
    advance(article, "put_back", by=hire().zhao)

    assert "食堂开张" in client.get(address(article)).content.decode()


@pytest.mark.parametrize("status", [status for status in Status if status not in {"published", "withdrawn"}])
def test_what_was_never_public_is_nowhere(client, status):
    article = make_piece_at(status, SECRET)

    response = client.get(f"/2026/11/24/{article.number}/")

    assert response.status_code == 404
    assert SECRET not in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/2026/11/24/999999/",
        "/2026/11/24/99999999999999999999999999/",
        "/2026/11/24/",
        "/2026/13/",
        "/2026/02/30/",
        "/2026/",
        "/0000/",
        "/sections/nothing/",
        "/tags/nothing/",
        "/tags/%00/",
        "/sections/%00/",
        "/reporters/99999999999999999999999999/",
        "/sections/nothing/feed.atom",
        "/tags/nothing/feed.rss",
        "/reporters/5/feed.atom",
        "/sitemap-2026-11-1.xml",
        "/sitemap-2026-13-1.xml",
        "/sitemap-news.xml",
        "/no-such-page/",
    ],
)
def test_where_nothing_is_the_paper_says_so_in_its_own_frame(client, path):
    response = client.get(path)

    assert response.status_code == 404
    assert "这个地址没有页面" in response.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_readers_can_only_read(client, method):
    assert getattr(client, method)("/").status_code == 405
