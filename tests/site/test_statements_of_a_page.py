"""How many statements a page costs that nobody has kept yet: few, and the same for a large paper as for a small one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import make_reporter, make_section, make_tag
from tests.site.rows import make_public_rows

pytestmark = pytest.mark.django_db

#: What a page may cost, the paper's own facts and the navigation (one statement) included.
MOST = {
    "article": 2,
    "home": 3,
    "section": 3,
    "tag": 3,
    "reporter": 3,
    "year": 2,
    "month": 3,
    "day": 3,
    "issue": 4,
    "corrections": 2,
    "about": 1,
    "not found": 1,
    "feed": 2,
    "section feed": 3,
    "tag feed": 3,
    "reporter feed": 3,
    "sitemap": 1,
    "sitemap of pages": 2,
    "sitemap of a month": 1,
    "news sitemap": 2,
    "robots": 0,
}


@pytest.fixture
def addresses() -> dict[str, str]:
    """A paper of twelve pieces in one section, with the address of each kind of page."""
    section, reporter, tag = make_section(), make_reporter(), make_tag("防汛")
    row = make_public_rows(12, section=section, reporter=reporter, tag=tag)[0]
    address = row.get_absolute_url()
    return {
        "article": address,
        "home": "/",
        "section": f"/sections/{section.slug}/",
        "tag": f"/tags/{tag.slug}/",
        "reporter": f"/reporters/{reporter.pk}/",
        "year": "/2020/",
        "month": "/2020/01/",
        "day": f"/{row.public_date:%Y/%m/%d}/",
        "issue": f"/issues/{row.public_date}/",
        "corrections": "/corrections/",
        "about": "/about/",
        "not found": "/no-such-page/",
        "feed": "/feed.atom",
        "section feed": f"/sections/{section.slug}/feed.rss",
        "tag feed": f"/tags/{tag.slug}/feed.atom",
        "reporter feed": f"/reporters/{reporter.pk}/feed.rss",
        "sitemap": "/sitemap.xml",
        "sitemap of pages": "/sitemap-pages.xml",
        "sitemap of a month": "/sitemap-2020-01-1.xml",
        "news sitemap": "/sitemap-news.xml",
        "robots": "/robots.txt",
    }


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(address)
    return len(captured)


@pytest.mark.parametrize("page", MOST)
def test_a_page_costs_few_statements(client, addresses, page):
    assert statements(client, addresses[page]) <= MOST[page]


@pytest.mark.parametrize("page", MOST)
def test_a_page_of_a_large_paper_costs_no_more(client, addresses, page):
    before = statements(client, addresses[page])

    for number in range(2, 8):
        section = make_section(f"栏目{number}", f"section-{number}")
        reporter, tag = make_reporter(f"记者{number}"), make_tag(f"标签{number}")
        make_public_rows(60, section=section, reporter=reporter, tag=tag, first=number * 100_000)

    assert statements(client, addresses[page]) == before
