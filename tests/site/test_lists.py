"""Sections, tags and reporters: only what has a public piece is found, newest first, page by page."""

import re

import pytest

from articles.models.published import PublishedArticle
from tests.cast import hire
from tests.makers import advance, make_draft, make_photo, make_published, make_reporter, make_section, make_tag
from tests.site.rows import make_public_rows

pytestmark = pytest.mark.django_db


def text_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def headlines(text: str) -> list[str]:
    return re.findall(r'<h3><a href="[^"]+">([^<]+)</a></h3>', text)


def all_lists(article) -> list[str]:
    """The list pages and feeds that lead to this piece."""
    reporter, tag = article.bylines.first().reporter, article.tags.first()
    pages = [f"/sections/{article.section.slug}/", f"/tags/{tag.slug}/", f"/reporters/{reporter.pk}/"]
    return [*pages, *(f"{page}feed.{kind}" for page in pages for kind in ("atom", "rss"))]


def test_a_published_piece_is_on_the_page_of_its_section_its_tag_and_its_reporter(client):
    article = make_published("食堂开张", tags="民生")

    for address in all_lists(article):
        assert "食堂开张" in text_of(client, address)


def test_the_section_tag_and_reporter_of_a_draft_have_no_page(client):
    article = make_draft("食堂开张", tags="绝密行动")

    for address in all_lists(article):
        assert client.get(address).status_code == 404, address


def test_after_a_withdrawal_the_lists_that_had_nothing_else_are_gone(client):
    article = make_published(tags="民生")
    advance(article, "withdraw", by=hire().zhao, note="错了。")

    for address in all_lists(article):
        assert client.get(address).status_code == 404, address


@pytest.mark.parametrize("column", ["is_confirmed", "has_public_page"])
def test_a_reporter_who_is_not_confirmed_or_wants_no_page_has_none(client, column):
    person = make_reporter("仲立群", **{column: False})
    make_published(credits=[{"reporter": person, "printed_name": "仲立群"}])

    assert client.get(f"/reporters/{person.pk}/").status_code == 404
    assert client.get(f"/reporters/{person.pk}/feed.atom").status_code == 404


def test_a_reporters_page_tells_who_he_is_and_not_how_the_newsroom_tells_namesakes_apart(client):
    person = make_reporter("仲立群", organisation="本报", biography="跑水利的记者。", distinction="编辑部内部备注")
    make_published(credits=[{"reporter": person, "printed_name": "仲立群"}])

    text = text_of(client, f"/reporters/{person.pk}/")

    assert "跑水利的记者。" in text
    assert "编辑部内部备注" not in text


def test_a_reporter_who_is_credited_twice_has_the_piece_once(client):
    person = make_reporter("仲立群")
    make_published(
        "食堂开张", credits=[{"reporter": person, "printed_name": "仲立群", "role": r} for r in ("文", "图")]
    )

    assert headlines(text_of(client, f"/reporters/{person.pk}/")) == ["食堂开张"]


def test_a_section_without_a_public_piece_is_not_in_the_navigation(client):
    make_published(section=make_section("民生", "livelihood"))
    make_draft(section=make_section("密件", "secret"))

    text = text_of(client, "/")

    assert "/sections/livelihood/" in text
    assert "密件" not in text


def test_an_entry_of_a_list_has_its_picture_page_and_names(client):
    make_published("食堂开张", page_label="A02", issue_date="2023-04-07", pictures=[make_photo(alt_text="食堂里")])

    text = text_of(client, "/sections/news/")

    assert 'alt="食堂里"' in text
    assert "<span>A02版</span><span>周明远</span>" in text


def test_the_pages_of_a_list_together_show_every_piece_once_in_order(client):
    tag = make_tag("防汛")
    make_public_rows(95, section=make_section(), reporter=make_reporter(), tag=tag)
    wanted = [piece.pk for piece in PublishedArticle.objects.order_by("-public_date", "-number")]
    address, seen = "/tags/防汛/", []
    pages = 0

    while address:
        text = text_of(client, address)
        seen += [int(number) for number in re.findall(r'<h3><a href="/[0-9/]+/([0-9]+)/">', text)]
        pages += 1
        older = re.search(r'<a rel="next" href="(\?before=[^"]+)">', text)
        address = f"/tags/防汛/{older[1]}" if older else ""

    assert pages == 4
    assert sorted(seen) == sorted(wanted)
    days = [PublishedArticle.objects.get(pk=pk).public_date for pk in seen]
    assert days == sorted(days, reverse=True)


def test_a_reader_who_turns_on_and_back_is_where_he_was(client):
    make_public_rows(95, section=make_section(), reporter=make_reporter(), tag=make_tag("防汛"))
    first = text_of(client, "/sections/news/")
    second = text_of(client, "/sections/news/" + re.search(r'rel="next" href="(\?before=[^"]+)"', first)[1])
    third = text_of(client, "/sections/news/" + re.search(r'rel="next" href="(\?before=[^"]+)"', second)[1])

    back = text_of(client, "/sections/news/" + re.search(r'rel="prev" href="(\?after=[^"]+)"', third)[1])
    front = text_of(client, "/sections/news/" + re.search(r'rel="prev" href="(\?after=[^"]+)"', back)[1])

    assert headlines(back) == headlines(second)
    assert headlines(front) == headlines(first)
    assert 'rel="prev"' not in front


def test_a_page_of_a_list_is_its_own_canonical_address(client, settings):
    settings.SITE_URL = "https://paper.example"
    make_public_rows(40, section=make_section(), reporter=make_reporter(), tag=make_tag("防汛"))
    query = re.search(r'rel="next" href="(\?before=[^"]+)"', text_of(client, "/sections/news/"))[1]

    assert f'<link rel="canonical" href="https://paper.example/sections/news/{query}">' in text_of(
        client, f"/sections/news/{query}"
    )


@pytest.mark.parametrize("address", ["/", "/about/", "/sections/news/", "/2026/11/"])
def test_a_query_that_turns_no_page_is_no_part_of_the_canonical_address(client, settings, address):
    settings.SITE_URL = "https://paper.example"
    make_public_rows(3, section=make_section(), reporter=make_reporter(), tag=make_tag("防汛"))
    newest = PublishedArticle.objects.earliest("public_date", "number")
    address = f"/{newest.public_date:%Y/%m}/" if address == "/2026/11/" else address
    query = f"after={newest.public_date:%Y%m%d}-{newest.pk}"

    text = text_of(client, f"{address}?{query}")

    assert f'<link rel="canonical" href="https://paper.example{address}">' in text


@pytest.mark.parametrize(
    "query", ["before=x", "before=20231301-5", "after=2023", "before=20230101", "before=19000101-1"]
)
def test_a_place_in_a_list_that_does_not_exist_is_no_page(client, query):
    make_published()

    assert client.get(f"/sections/news/?{query}").status_code == 404
