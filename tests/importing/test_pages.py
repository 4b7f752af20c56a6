"""Whole pages with the defects of real ones (their text is invented) become the pieces that a reader sees."""

import json
import time
import unicodedata
from pathlib import Path

import pytest

from articles.importing.decode import decode
from articles.importing.parse import parse_page
from articles.importing.records import ParsedArticle

FOLDER = Path(__file__).parent.parent / "pages"
PAGES = sorted(FOLDER.glob("*.txt"))


def folded(text: str) -> str:
    """The text for comparison: no spaces, half-width and full-width marks alike."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def pieces(path: Path) -> tuple[ParsedArticle, ...]:
    return parse_page(decode(path.read_bytes()).text).articles


@pytest.fixture(params=PAGES, ids=lambda path: path.stem)
def page(request: pytest.FixtureRequest) -> tuple[tuple[ParsedArticle, ...], list[dict]]:
    path = request.param
    return pieces(path), json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def test_there_are_pages_of_every_layout() -> None:
    assert len(PAGES) >= 8


def test_the_page_is_divided_into_its_pieces(page: tuple) -> None:
    got, expected = page
    assert len(got) == len(expected)


def test_the_paragraphs_are_those_of_the_printed_page(page: tuple) -> None:
    got, expected = page
    for article, wanted in zip(got, expected, strict=True):
        assert [folded(paragraph.text) for paragraph in article.paragraphs] == [
            folded(text) for text in wanted["paragraphs"]
        ]


def test_headlines_datelines_and_days_are_read(page: tuple) -> None:
    got, expected = page
    for article, wanted in zip(got, expected, strict=True):
        assert folded(article.kicker + article.headline + article.subheading) == folded(wanted["headline"])
        assert folded(article.dateline).strip("【】") == folded(wanted["dateline"])
        days = [day.iso for day in (article.filed_date, article.event_date) if day and not day.month_is_proposed]
        assert [day[-5:] for day in days[:1]] == ([wanted["date"][-5:]] if wanted["date"] else [])


def test_everybody_is_credited_and_nobody_else(page: tuple) -> None:
    got, expected = page
    for article, wanted in zip(got, expected, strict=True):
        assert [credit.name for credit in article.credits] == wanted["names"]
        assert [folded(caption.text) for caption in article.captions] == [folded(text) for text in wanted["captions"]]


def test_a_page_takes_a_moment() -> None:
    started = time.perf_counter()
    for path in PAGES:
        pieces(path)
    assert time.perf_counter() - started < 0.5 * len(PAGES)  # some 15 ms each; the bound is for a busy machine
