"""Unmistakable words stand in a piece in every state that is not public; every public address is crawled for them."""

import re
from datetime import date
from urllib.parse import quote, urlsplit

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from articles.models.newsroom import Article
from articles.models.shared import Section, SiteSettings, Tag
from articles.workflow import Status
from staff.models import Reporter
from tests.makers import advance, make_photo, make_piece_at, make_published, make_section

#: Stands in the headline, body, summary, tag, reporter, caption and correction note of what is not public.
SECRET = "绝密鸭嘴兽"
PUBLIC = "公开的长颈鹿"
DAY = date(2026, 11, 20)

NOT_PUBLIC = [status for status in Status if status != Status.PUBLISHED]

pytestmark = pytest.mark.django_db


def secret_piece(status: Status, n: int, **more) -> Article:
    return make_piece_at(
        status,
        f"{SECRET}标题{n}",
        body=f"<p>{SECRET}正文{n}。</p>",
        summary=f"{SECRET}摘要{n}。",
        source=f"{SECRET}来源{n}",
        credits=[f"{SECRET}作者{n}"],
        section=make_section(f"{SECRET}栏目{n}", f"secret-{n}"),
        issue_date=DAY,
        **more,
    )


@pytest.fixture
def paper(cast) -> list[Article]:
    """Public pieces, and one with the secret words in every state that readers do not see."""
    SiteSettings.objects.create(pk=1, name="青禾报")
    for n in range(3):
        make_published(f"{PUBLIC}{n}", tags="动物", issue_date=DAY)
    photo = make_photo("maroon", caption=f"{SECRET}图说", alt_text=f"{SECRET}替代文字")
    pieces = [secret_piece(status, n, tags=f"{SECRET}标签{n}", pictures=[photo]) for n, status in enumerate(NOT_PUBLIC)]
    down = advance(secret_piece(Status.PUBLISHED, 50, tags=f"{SECRET}标签50"), "take_down", by=cast.zhao, note="核实。")
    in_hand = make_published(f"{PUBLIC}更正中", issue_date=DAY)
    advance(in_hand, "correct", by=cast.wang)
    Article.objects.filter(pk=in_hand.pk).update(headline=f"{SECRET}新标题", correction_note=f"{SECRET}更正说明")
    return [*pieces, down]


def patterns(resolver: URLResolver | None = None) -> list[URLPattern]:
    """Every address pattern of the readers' side."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.app_name != "admin":
                found += patterns(entry)
        else:
            found.append(entry)
    return found


def values_for(article: Article) -> dict[str, list]:
    """What may be put into each part of an address, so that a forgotten filter would show the piece."""
    tags = [tag.slug for tag in Tag.objects.all()]
    return {
        "slug": [*Section.objects.values_list("slug", flat=True), *tags],
        "pk": [*Reporter.objects.values_list("pk", flat=True)],
        "number": [article.number],
        "year": [DAY.year],
        "month": [DAY.month],
        "day": [DAY.day],
        "part": [1],
        "name": [f"{'0' * 64}.pdf"],
    }


def every_address(article: Article) -> set[str]:
    addresses = set()
    for pattern in patterns():
        if not pattern.name:
            continue
        choices = values_for(article)
        names = list(pattern.pattern.converters)
        combinations: list[dict] = [{}]
        for name in names:
            assert name in choices, f"The sweep does not know what to put for {name!r} in {pattern.name!r}: add it."
            combinations = [{**known, name: value} for known in combinations for value in choices[name]]
        addresses |= {reverse(f"site:{pattern.name}", kwargs=known) for known in combinations}
    return addresses


def crawl(client: Client, start: set[str]) -> dict[str, tuple[int, str]]:
    """Fetch these addresses and every address on this site that an answer links to."""
    answers: dict[str, tuple[int, str]] = {}
    waiting = set(start)
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        text = b"".join(response) if response.streaming else response.content
        # A headline has a <wbr> between its words: a secret one would not be seen.
        words = text.decode("utf-8", "replace").replace("<wbr>", "")
        shown = words + response.get("Location", "") + str(response.headers)
        answers[address] = (response.status_code, shown)
        for link in re.findall(r'(?:href|src|action)="([^"#]+)|<loc>([^<]+)|url>([^<]+)', shown):
            parts = urlsplit("".join(link).replace("&amp;", "&"))
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            is_ours = parts.netloc in {"", "testserver", "127.0.0.1:8000"} and parts.scheme in {"", "http"}
            is_page = target.startswith("/") and not target.startswith(("/static/", "/media/", "/admin/"))
            if is_ours and is_page and target not in answers:
                waiting.add(target)
    return answers


def without_the_question(shown: str) -> str:
    """An answer without the echo of what was searched: nobody learns from it more than he typed himself."""
    for echo in (SECRET, quote(SECRET)):
        # The longer words of the pieces (绝密鸭嘴兽标题3) stay: they would be a leak.
        shown = re.sub(rf"{re.escape(echo)}(?!标题|正文|摘要|来源|作者|栏目|标签|图说|替代|新标题|更正说明)", "", shown)
    return shown


def test_no_word_of_what_is_not_public_stands_anywhere_for_readers(paper, client):
    start = {"/", "/no/such/page/", f"/search/?q={SECRET}", f"/search/suggestions.json?q={SECRET}"}
    for article in paper:
        start |= every_address(article)
    answers = crawl(client, start)
    public = {address for address, (status, _) in answers.items() if status == 200}
    assert len(public) > 20
    assert any(PUBLIC in shown for _, shown in answers.values())
    leaks = {address for address, (_, shown) in answers.items() if SECRET in without_the_question(shown)}
    assert not leaks
    assert not [address for address, (status, _) in answers.items() if status >= 500 and status != 503]


def test_each_state_answers_as_the_house_says(paper, client):
    for article in paper:
        day = article.public_date or DAY
        answer = client.get(f"/{day:%Y/%m/%d}/{article.number}/")
        expected = {"never": 404, "withdrawn": 410, "down": 503}[article.public_state]
        assert answer.status_code == expected, (article.status, article.public_state)
        assert SECRET not in answer.content.decode()


def test_a_tag_a_section_and_a_reporter_without_a_public_piece_have_no_page(paper, client):
    for tag in Tag.objects.filter(name__contains=SECRET):
        assert client.get(reverse("site:tag", args=[tag.slug])).status_code == 404
    for section in Section.objects.filter(name__contains=SECRET):
        assert client.get(reverse("site:section", args=[section.slug])).status_code == 404
    for reporter in Reporter.objects.filter(name__contains=SECRET):
        assert client.get(reverse("site:reporter", args=[reporter.pk])).status_code == 404


def test_the_sweep_would_find_a_leak(cast, client):
    """The proof can fail: the same words in a public piece are found on several pages."""
    secret_piece(Status.PUBLISHED, 1, tags=f"{SECRET}标签")
    answers = crawl(client, {"/"})
    assert len([address for address, (_, shown) in answers.items() if SECRET in shown]) >= 4
