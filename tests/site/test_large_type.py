"""大字版: links carry it without JavaScript, the browser keeps it with JavaScript, and no cookie ever does."""

import re
from datetime import date

import pytest

from articles.models.published import PublishedArticle
from articles.models.shared import SiteSettings
from articles.site.sizes import carried
from tests.makers import make_published, make_reporter, make_section, make_tag
from tests.site.rows import make_public_rows

PHONE = {"width": 360, "height": 740}
TARGET = 44  # pixels: the least size of what an old hand should hit


@pytest.fixture
def paper(cast) -> str:
    """A small paper; gives the address of a piece."""
    SiteSettings.objects.create(pk=1, name="青禾报", telephone="0000-1234 5678")
    make_published("先出的", tags="养老", issue_date=date(2026, 11, 19), page_label="A01")
    article = make_published("食堂开张", tags="养老", issue_date=date(2026, 11, 20), page_label="A01", page_order=1)
    return PublishedArticle.objects.get(pk=article.pk).get_absolute_url()


def links(text: str) -> list[str]:
    """The addresses of a page's links to other pages, without those that change the size."""
    tags = [tag for tag in re.findall(r"<a\b[^>]*>", text) if "data-size" not in tag]
    found = [re.search(r'href="([^"]*)"', tag)[1].replace("&amp;", "&") for tag in tags]
    return [address for address in found if address.startswith(("/", "?"))]


@pytest.mark.django_db
@pytest.mark.parametrize(("size", "classes"), [("large", "large"), ("largest", "large largest")])
def test_every_link_of_every_page_keeps_the_size(client, paper, size, classes):
    seen, waiting = set(), {f"/?size={size}", f"/no/such/page/?size={size}"}
    while waiting:
        address = waiting.pop()
        seen.add(address)
        response = client.get(address)
        assert not response.cookies
        if response.get("Content-Type", "").startswith("text/html"):
            text = response.content.decode()
            assert f'<html lang="zh-Hans" class="{classes}"' in text, address
            for link in links(text):
                assert link.endswith((".atom", ".rss", ".json", ".svg", ".jpg")) or f"size={size}" in link, link
                if "size=" in link:
                    waiting |= {link.partition("#")[0]} - seen
    assert len(seen) > 12


@pytest.mark.django_db
def test_the_page_in_standard_type_offers_the_large_one_and_no_link_has_a_size(client, paper):
    text = client.get(paper).content.decode()

    assert '<a href="?size=large" data-size="large">大字版</a>' in text
    assert not [link for link in links(text) if "size=" in link]
    assert 'class="large"' not in text


@pytest.mark.django_db
def test_large_type_has_a_way_home_and_a_telephone_and_leads_back(client, paper):
    text = client.get(f"{paper}?size=large").content.decode()

    assert '<a class="large-only" href="/?size=large">返回首页</a>' in text
    assert 'href="tel:000012345678"' in text
    assert 'href="?" data-size=""' in text


@pytest.mark.django_db
def test_the_place_in_a_list_is_kept_when_the_size_changes(client, cast):
    make_public_rows(70, section=make_section(), reporter=make_reporter(), tag=make_tag("防汛"))
    older = re.search(r'href="(\?before=[^"]+)"', client.get("/sections/news/").content.decode())[1]

    text = client.get(f"/sections/news/{older}").content.decode()
    assert f'href="{older}&amp;size=large" data-size="large"' in text
    text = client.get(f"/sections/news/{older}&size=large").content.decode()
    assert f'href="{older}&amp;" data-size=""' in text


@pytest.mark.django_db
def test_a_redirect_keeps_the_size_and_the_canonical_address_has_none(client, paper):
    wrong = paper.replace("/11/20/", "/11/01/")
    assert client.get(f"{wrong}?size=large")["Location"] == f"{paper}?size=large"
    assert (
        f'<link rel="canonical" href="http://127.0.0.1:8000{paper}">'
        in client.get(f"{paper}?size=large").content.decode()
    )


@pytest.mark.django_db
def test_a_size_that_does_not_exist_changes_nothing(client, paper):
    assert client.get(f"{paper}?size=huge").content == client.get(paper).content


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/2026/11/", "/2026/11/?size=large"),
        ("/issues/2026-11-20/#a01", "/issues/2026-11-20/?size=large#a01"),
        ("?before=1", "?before=1&size=large"),
        ("/feed.atom", "/feed.atom"),
        ("/media/ab/cd.jpg", "/media/ab/cd.jpg"),
        ("//elsewhere.example/", "//elsewhere.example/"),
        ("https://www.12377.cn/", "https://www.12377.cn/"),
        ("#main", "#main"),
        ("tel:12345", "tel:12345"),
    ],
)
def test_only_addresses_of_pages_carry_it(address, kept):
    assert carried(address, "large") == kept


# --- in the browser


@pytest.mark.parametrize("has_script", [True, False])
def test_the_control_is_large_and_on_the_first_screen_of_a_phone(new_page, paper, has_script):
    page = new_page(viewport=PHONE, java_script_enabled=has_script)
    for address in ("/", paper, "/corrections/", "/no/such/page/"):
        page.goto(address)
        box = page.get_by_role("link", name="大字版").bounding_box()
        assert box["height"] >= TARGET, address
        assert box["width"] >= TARGET, address
        assert box["y"] + box["height"] < PHONE["height"], address


def test_without_script_the_link_makes_type_large_on_the_next_pages_too(new_page, paper):
    page = new_page(viewport=PHONE, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="大字版").click()
    assert "size=large" in page.url
    page.get_by_role("link", name="食堂开张").first.click()

    assert "size=large" in page.url
    assert page.get_by_role("link", name="返回首页").is_visible()
    assert page.get_by_role("link", name="拨打").is_visible()
    page.get_by_role("link", name="标准字").click()
    assert page.get_by_role("link", name="大字版").is_visible()
    assert not page.get_by_role("link", name="返回首页").is_visible()


def body_type(page) -> dict:
    style = "getComputedStyle(document.querySelector('.body > p'))"
    return {
        "pixels": page.evaluate(f"parseFloat({style}.fontSize)"),
        "align": page.evaluate(f"{style}.textAlign"),
        "width": page.evaluate("document.documentElement.scrollWidth - innerWidth"),
    }


def test_with_script_the_browser_keeps_the_size_and_the_address_stays(new_page, paper):
    page = new_page(viewport=PHONE)
    page.goto(paper)
    assert body_type(page) == {"pixels": 18, "align": "justify", "width": 0}

    page.get_by_role("link", name="大字版").click()

    assert "size" not in page.url
    assert body_type(page) == {"pixels": 24.75, "align": "left", "width": 0}
    page.goto("/")
    page.get_by_role("link", name="食堂开张").first.click()
    assert body_type(page)["pixels"] == 24.75
    page.get_by_role("link", name="特大字").click()
    assert body_type(page) == {"pixels": 31.5, "align": "left", "width": 0}
    page.get_by_role("link", name="标准字").click()
    page.reload()
    assert body_type(page)["pixels"] == 18
    assert page.context.cookies() == []


def test_from_a_large_address_with_script_all_leads_on_in_its_size_until_another_is_chosen(new_page, paper):
    page = new_page(viewport=PHONE)
    page.goto(f"{paper}?size=large")
    page.get_by_role("searchbox").fill("食堂")
    page.get_by_role("option").first.wait_for()
    assert page.locator(".suggestions a").first.get_attribute("href").endswith("/?size=large")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="标准字").click()
    page.wait_for_url(f"**{paper}")
    assert body_type(page)["pixels"] == 18


@pytest.mark.parametrize("address", ["/", "/sections/news/", "/2026/11/", "/issues/2026-11-20/", "/about/"])
def test_nothing_is_cut_off_in_the_largest_type_on_a_phone(new_page, paper, address):
    page = new_page(viewport=PHONE, java_script_enabled=False)
    page.goto(f"{address}?size=largest")
    assert page.locator("html").evaluate("root => root.scrollWidth - root.clientWidth") == 0


def test_a_clipping_is_printed_in_the_size_of_paper_whatever_the_screen_had(new_page, paper):
    page = new_page(java_script_enabled=False)
    page.emulate_media(media="print")
    page.goto(paper)
    plain = body_type(page)
    page.goto(f"{paper}?size=largest")
    assert body_type(page) == plain
    assert not page.get_by_role("link", name="大字版").is_visible()
    assert not page.get_by_text("二维码").is_visible()
