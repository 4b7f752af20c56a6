"""The floor: WebViews of 2019 and 2020 (Chrome 80, iOS 13). What they cannot read may only add.

No such browser runs here. So the sheet is read rule by rule for what would take something essential with it, and the
pages are looked at in Chromium with everything taken out that an old one would drop.
"""

import re
from datetime import date
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Route

from articles.models.published import PublishedArticle
from articles.models.shared import SiteSettings
from tests.makers import make_photo, make_published

PHONE = {"width": 360, "height": 740}
DAY = date(2026, 11, 20)
SCRIPTS = ["early.js", "article.js", "search.js"]

# Selectors that an old browser does not know: it drops the whole rule, with all selectors of the list.
YOUNG_SELECTORS = re.compile(r":(?:has|is|where|focus-visible)\b")
# Values and properties that it does not know: it drops the declaration.
YOUNG_VALUES = re.compile(r"clamp\(|\b(?:color-mix|dvh|svh|lvh)\b|env\(")
YOUNG_PROPERTIES = re.compile(
    r"^(?:inset|gap|row-gap|column-gap|aspect-ratio|text-wrap|text-autospace|text-spacing-trim|accent-color)\b"
)
NEVER = re.compile(r"@(?:layer|container|scope|property|starting-style)\b")
# Written only where an old browser does without, and reads everything all the same.
MAY_BE_MISSED = {"aspect-ratio", "text-wrap", "text-autospace", "text-spacing-trim"}


def sheet() -> str:
    text = Path(finders.find("site/paper.css")).read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def rules() -> list[tuple[str, list[tuple[str, str]]]]:
    """Selector and declarations of every rule, those within @media and @supports too."""
    found = []
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet()):
        said = [part.partition(":") for part in body.split(";") if ":" in part]
        found.append((selector.strip(), [(name.strip(), value.strip()) for name, _colon, value in said]))
    return found


def test_no_rule_stands_within_another():
    depth = most = 0
    for mark in re.findall(r"[{}]|@(?:media|supports)", sheet()):
        depth += {"{": 1, "}": -1}.get(mark, 0)
        most = max(most, depth)
    assert most == 2  # a rule within a condition
    assert len(rules()) > 200


def test_a_selector_that_an_old_browser_does_not_know_stands_alone():
    for selector, _said in rules():
        assert not (YOUNG_SELECTORS.search(selector) and "," in selector), selector
    assert not NEVER.search(sheet())


def test_a_value_that_an_old_browser_does_not_know_follows_one_that_it_knows():
    for selector, said in rules():
        for place, (name, value) in enumerate(said):
            if YOUNG_VALUES.search(value) and not name.startswith("--"):
                assert name in {before for before, _value in said[:place]}, (selector, name)
            if YOUNG_PROPERTIES.match(name):
                assert name in MAY_BE_MISSED, (selector, name)


def test_variables_have_values_that_an_old_browser_knows():
    plain = re.sub(r"@supports[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", sheet())
    variables = re.findall(r"(--[a-z]+):([^;}]*)", plain)
    assert {name for name, _value in variables} >= {"--gap", "--paper", "--ink", "--measure"}
    assert not [name for name, value in variables if YOUNG_VALUES.search(value)]


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_uses_no_word_that_an_old_browser_cannot_read(script):
    text = Path(finders.find(f"site/{script}")).read_text(encoding="utf-8")
    young = r"\?\.[a-z\[(]|\?\?|\breplaceAll\(|\.at\(|\breplaceChildren\(|^\s*import\b|\|\|=|&&=|\bstructuredClone\b"
    assert not re.findall(young, text, re.MULTILINE)


def old_sheet() -> str:
    """The sheet as an old browser reads it."""
    text = re.sub(r"@supports[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", sheet())

    def read(match: re.Match) -> str:
        selector, body = match.groups()
        if YOUNG_SELECTORS.search(selector):
            return ""
        kept = [
            part
            for part in body.split(";")
            if not YOUNG_VALUES.search(part) and not YOUNG_PROPERTIES.match(part.strip())
        ]
        return f"{selector}{{{';'.join(kept)}}}"

    return re.sub(r"([^{}]+)\{([^{}]*)\}", read, text)


@pytest.fixture
def paper(cast) -> str:
    SiteSettings.objects.create(pk=1, name="青禾报", telephone="0000-1234 5678")
    pictured = make_published(
        "有图的一篇", pictures=[make_photo(width=1200, height=800)], issue_date=DAY, page_label="A01"
    )
    make_published("无图的一篇", issue_date=DAY, page_label="A02")
    return PublishedArticle.objects.get(pk=pictured.pk).get_absolute_url()


@pytest.mark.parametrize("size", ["", "?size=large", "?size=largest"])
def test_all_text_can_be_read_without_what_an_old_browser_drops(new_page, paper, size):
    page = new_page(viewport=PHONE, java_script_enabled=False)

    def answer(route: Route) -> None:
        route.fulfill(body=old_sheet(), content_type="text/css")

    page.route("**/site/paper*.css", answer)
    for address in ("/", paper, "/sections/news/", "/issues/2026-11-20/", "/2026/11/", "/about/"):
        page.goto(f"{address}{size}")
        assert page.locator("html").evaluate("root => root.scrollWidth - root.clientWidth") == 0, address
        small = page.locator("main p, main li, main td").evaluate_all(
            "all => all.filter(one => one.offsetParent && parseFloat(getComputedStyle(one).fontSize) < 13).length"
        )
        assert small == 0, address
    page.goto(f"{paper}{size}")
    pixels = page.locator(".body > p").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert pixels == {"": 18, "?size=large": 24.75, "?size=largest": 31.5}[size]
    picture = page.locator("figure img").first.bounding_box()
    assert picture["width"] / picture["height"] == pytest.approx(1.5, abs=0.02)
