"""Whatever door a script comes in by, readers and editors get its letters and never the script."""

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from articles import body
from articles.models.newsroom import Article
from articles.models.published import PublishedArticle
from articles.models.shared import SiteSettings
from tests import makers
from tests.archive.rows import jsonl, publish, row
from tests.cast import Cast, logged_in
from tests.forms import fill_in, rows
from tests.manuscripts import word
from tests.test_body import assert_harmless
from tests.test_import_sources import run

VECTORS = [
    line
    for line in Path(__file__).with_name("vectors.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("# ")
]
ALL = "\n".join(VECTORS)
FRAMES = ["{}", "<p>{}</p>", "<table><tr><td>{}</td></tr></table>", "甲{}乙", "<ul><li><b>{}"]


@pytest.mark.parametrize("frame", FRAMES)
def test_nothing_of_the_public_collections_survives_the_sanitiser(frame):
    for vector in [*VECTORS, ALL]:
        cleaned = body.sanitise(frame.replace("{}", vector))
        assert_harmless(cleaned)
        assert body.sanitise(cleaned) == cleaned


@pytest.mark.parametrize("vector", VECTORS)
def test_no_link_leads_to_a_script(vector):
    for address in re.findall(r'href="([^"]*)"', body.sanitise(f'<a href="{vector}">x</a>')):
        assert re.match(r"(https?|mailto|tel):|[^:]*$|[^:]*[/?#&%;]", address), address
        assert not re.match(r"[\x00-\x20]*(javascript|vbscript|data):", address, re.IGNORECASE)


class Page(HTMLParser):
    """What in a page could run, in the eyes of a browser: handlers, scripts of its own, addresses that are scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.runs: list[str] = []
        self.tag = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.tag = "" if said.get("type") == "application/ld+json" else tag  # Data, which the page's policy never runs.
        if tag in {"base", "embed", "object", "style", "math"} or said.get("http-equiv", "").lower() == "refresh":
            self.runs.append(self.get_starttag_text())
        for name, value in said.items():
            if name.startswith("on") or name in {"srcdoc", "style"}:
                self.runs.append(f"{tag} {name}")
            if name in {"href", "src", "action"} and re.match(
                r"[\x00-\x20]*(javascript|vbscript|data:text)", value, re.IGNORECASE
            ):
                self.runs.append(f"{tag} {name}={value}")
            if "127.0.0.1:9" in value and name in {"src", "href"} and tag != "a":
                self.runs.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self.tag == "script" and "window.hit" in data:
            self.runs.append(data)

    def handle_endtag(self, tag: str) -> None:
        self.tag = ""


def assert_runs_nothing(client, *addresses: str) -> None:
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        text = response.content.decode()
        if response["Content-Type"].startswith("text/html"):
            assert Page(text).runs == [], address
            for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL):
                json.loads(data)
        elif "json" in response["Content-Type"]:
            assert all(Page(item["content_html"]).runs == [] for item in json.loads(text)["items"]), address
        else:  # feeds: HTML within them is escaped
            assert not re.search(r"<(script|img|svg|iframe)\b(?![^<]*&gt;)", text.replace("&lt;", "")), address


def pages_of(article: Article) -> list[str]:
    public = PublishedArticle.objects.get(pk=article.pk)
    return [public.get_absolute_url(), "/", "/feed.atom", "/feed.rss", "/feed.json", "/corrections/", "/about/",
            "/search/?q=" + "食堂", "/search/?q=%3Cscript%3Ewindow.hit=1%3C/script%3E食堂"]  # fmt: skip


def desk_of(article: Article) -> list[str]:
    address = f"/admin/articles/article/{article.pk}"
    return [f"{address}/change/", f"{address}/preview/", f"{address}/history/", "/admin/articles/article/", "/admin/"]


@pytest.mark.django_db
class TestNoScriptRuns:
    def test_that_was_typed_into_every_field_of_a_piece(self, cast: Cast, client) -> None:
        script = '"><script>hit=1</script><img src=x onerror=hit=1>'
        photo = makers.make_photo(caption=script, alt_text=script, credit=script)
        article = makers.make_draft(
            f"食堂{script}", by=cast.li, body=ALL, kicker=script, subheading=script, dateline=script,
            summary=script, source=script, original_author=script, original_title=script,
            original_url="https://e.cn/", printed_byline=f"记者 周明远{script}", tags="党建<script>",
            credits=({"printed_name": script[:40], "standing": "<b>", "role": "<i>", "organisation": "<u>"},),
            pictures=[photo],
        )  # fmt: skip
        assert_runs_nothing(logged_in(cast.zhao), *desk_of(article))
        makers.take_to("published", article)
        SiteSettings.objects.update_or_create(
            pk=1, defaults={"name": script[:40], "slogan": script, "description": script, "masthead": ALL}
        )
        assert_runs_nothing(client, *pages_of(article))

    def test_that_came_through_the_form(self, cast: Cast) -> None:
        li = logged_in(cast.li)
        fill_in(li, "/admin/articles/article/add/", "article_form", headline="<script>window.hit=1</script>", body=ALL,
                **rows("bylines", {"printed_name": "<svg/onload=window.hit=1>"}))  # fmt: skip
        article = Article.objects.get()
        assert_harmless(article.body)
        assert_runs_nothing(li, *desk_of(article))

    def test_that_came_with_a_page_a_manuscript_or_a_table(self, cast: Cast, tmp_path: Path) -> None:
        spoilt = "　　本报讯　" + "".join(f"今天上午，{vector}食堂开张。\n" for vector in VECTORS)
        (tmp_path / "A01.txt").write_text(spoilt, encoding="utf-8")
        escaped = html.escape(ALL)
        (tmp_path / "a.docx").write_bytes(word(("heading 1", "食堂&lt;script>"), ("", escaped)))
        jsonl(tmp_path / "b.jsonl", {"headline": "<script>window.hit=1</script>", "body": f"<p>食堂</p>{ALL}"})
        run(tmp_path / "A01.txt", tmp_path / "a.docx", tmp_path / "b.jsonl")
        assert Article.objects.count() >= 3
        chief = logged_in(cast.zhao)
        for article in Article.objects.all():
            assert_harmless(article.body)
            assert_runs_nothing(chief, *desk_of(article)[:2])

    def test_that_came_with_an_archive(self, client, tmp_path: Path) -> None:
        outcome = publish(
            jsonl(tmp_path / "旧报.jsonl", row("食堂<script>window.hit=1</script>", body=f"<p>食堂</p>{ALL}"))
        )
        assert outcome.status == 0, outcome
        assert_harmless(PublishedArticle.objects.get().body)
        assert_runs_nothing(client, *pages_of(Article.objects.get()))
