"""The archive by year, month and day."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.makers import make_published

pytestmark = pytest.mark.django_db


def on(year: int, month: int, day: int, headline: str, **columns):
    at = datetime(year, month, day, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    return make_published(headline, issue_date=date(year, month, day), now=at, **columns)


def text_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_day_has_its_pages_in_their_order(client):
    on(2023, 4, 7, "副刊", page_label="A04", page_order=1)
    on(2023, 4, 7, "头版二条", page_label="A01", page_order=2)
    on(2023, 4, 7, "头版头条", page_label="A01", page_order=1)
    on(2023, 4, 7, "只在网上")

    text = text_of(client, "/2023/04/07/")

    parts = ['id="a01"', "头版头条", "头版二条", 'id="a04"', "副刊", "仅在网上刊发", "只在网上"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_a_month_has_a_calendar_of_the_days_that_have_news(client):
    on(2023, 4, 7, "一篇")
    on(2023, 4, 7, "又一篇")

    text = text_of(client, "/2023/04/")

    assert '<a href="/2023/04/07/" aria-label="2023年4月7日 2篇">7</a>' in text
    assert "/2023/04/08/" not in text
    assert "又一篇" in text


def test_a_year_has_its_months_with_their_pieces_counted(client):
    on(2023, 4, 7, "一篇")
    on(2023, 4, 9, "又一篇")
    on(2023, 12, 31, "除夕一篇")

    months = re.findall(r'<a href="(/2023/\d\d/)"><b>\w+</b> <span>(\d+)篇', text_of(client, "/2023/"))

    assert months == [("/2023/04/", "2"), ("/2023/12/", "1")]


@pytest.mark.parametrize(
    ("address", "before", "after"),
    [
        ("/2023/04/07/", "/2022/12/31/", "/2023/06/01/"),
        ("/2023/04/", "/2022/12/", "/2023/06/"),
        ("/2023/", "/2022/", "/2026/"),
    ],
)
def test_one_step_leads_to_the_nearest_with_news(client, address, before, after):
    for day in ((2021, 1, 1), (2022, 12, 31), (2023, 4, 7), (2023, 6, 1), (2026, 2, 28)):
        on(*day, f"{day}的一篇")

    text = text_of(client, address)

    assert f'<a rel="prev" href="{before}">' in text
    assert f'<a rel="next" href="{after}">' in text


def test_the_first_and_the_last_lead_no_further(client):
    on(2023, 4, 7, "唯一一篇")

    for address in ("/2023/", "/2023/04/", "/2023/04/07/"):
        text = text_of(client, address)
        assert 'rel="prev"' not in text
        assert 'rel="next"' not in text


def test_a_day_has_the_calendar_of_its_month(client):
    for day in ((2023, 4, 7), (2023, 4, 12)):
        on(*day, f"{day}的一篇")

    text = text_of(client, "/2023/04/07/")

    assert '<a aria-current="date" href="/2023/04/07/"' in text
    assert '<a href="/2023/04/12/" aria-label="2023年4月12日 1篇">12</a>' in text
    assert "/2023/04/08/" not in text


@pytest.mark.parametrize("address", ["/2022/", "/2023/05/", "/2023/04/08/"])
def test_what_has_no_piece_has_no_page(client, address):
    on(2023, 4, 7, "一篇")

    assert client.get(address).status_code == 404
