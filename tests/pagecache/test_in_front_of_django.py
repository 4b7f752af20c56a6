"""The application that the server loads: kept pages in front of the whole paper."""

import re

import pytest
from django.conf import settings
from django.test import Client

from articles.models.published import PublishedArticle
from gazette.wsgi import application
from staff.models import User
from tests.cast import hire
from tests.makers import advance, make_published
from tests.pagecache.paper import ask

# Django closes its connection at the end of a request, so a test's own transaction would not live.
pytestmark = pytest.mark.django_db(transaction=True)

HOST = settings.SITE_HOST


@pytest.fixture
def editor_cookie() -> str:
    """The cookie of an editor who is logged in."""
    client = Client()
    client.force_login(User.objects.create_superuser(username="laochen", name="陈志明", password="not of interest"))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def test_a_page_that_does_not_exist_is_kept_as_such():
    first = ask(application, "/no-such-page/", host=HOST)
    assert first.status == 404
    assert first.headers["ETag"]
    assert ask(application, "/no-such-page/", host=HOST) == first


@pytest.mark.parametrize("host", ["evil.example", f"{HOST}.evil.example", ""])
@pytest.mark.parametrize("path", ["/no-such-page/", "/admin/login/"])
def test_a_foreign_host_is_a_bad_request(path, host):
    ask(application, "/no-such-page/", host=HOST)
    assert ask(application, path, host=host).status == 400


def test_the_login_page_sets_its_cookie_for_everybody_anew():
    cookies = {ask(application, "/admin/login/", host=HOST).headers["Set-Cookie"] for _ in range(2)}
    assert len(cookies) == 2


def test_an_editor_is_known_in_the_newsroom_and_a_reader_elsewhere(editor_cookie):
    assert ask(application, "/admin/password_change/", host=HOST).status == 302
    assert ask(application, "/admin/password_change/", host=HOST, cookie=editor_cookie).status == 200
    assert ask(application, "/no-such-page/", host=HOST, cookie=editor_cookie) == ask(
        application, "/no-such-page/", host=HOST
    )


def test_the_newsrooms_pages_are_never_kept(editor_cookie):
    for_the_editor = ask(application, "/admin/password_change/", host=HOST, cookie=editor_cookie)
    for_a_stranger = ask(application, "/admin/password_change/", host=HOST)
    assert (for_the_editor.status, for_a_stranger.status) == (200, 302)
    assert "ETag" not in for_the_editor.headers


def test_every_page_of_the_paper_is_kept_and_nginx_would_say_the_same_with_it():
    article = make_published("长椿路社区食堂开张")
    address = PublishedArticle.objects.get(number=article.number).get_absolute_url()
    pages = ["/", address, "/sections/news/", address[:6], address[:9], address[:12], "/corrections/", "/about/"]
    pages += [
        "/feed.atom",
        "/feed.rss",
        "/sections/news/feed.atom",
        "/sitemap.xml",
        "/sitemap-pages.xml",
        "/robots.txt",
    ]
    nginx = dict(re.findall(r'^\s+add_header (\S+) "(.+)";$', part_for_readers(), re.MULTILINE))
    del nginx["Strict-Transport-Security"]  # This paper has no https.
    types = re.findall(r'^\s+"(\S+/.+?)"\s+\w+;$', part_for_readers(), re.MULTILINE)
    for page in pages:
        reply = ask(application, page, host=HOST)
        assert reply.status == 200, page
        assert reply == ask(application, page, host=HOST)
        said = {name: value for name, value in reply.headers.items() if name not in OF_THE_PAGE}
        assert said == nginx, page
        assert reply.headers["Content-Type"].lower() in types, page


OF_THE_PAGE = {"Content-Type", "Content-Length", "ETag", "Last-Modified", "Vary"}


def part_for_readers() -> str:
    """Return what deploy/nginx.conf says about public pages."""
    return (
        (settings.BASE_DIR / "deploy" / "nginx.conf").read_text().partition("location / {")[2].partition("\n    }")[0]
    )


def test_a_withdrawn_piece_is_gone_from_its_page_and_from_the_front():
    article = make_published("长椿路社区食堂开张")
    address = PublishedArticle.objects.get(number=article.number).get_absolute_url()
    assert "食堂<wbr>开张" in ask(application, "/", host=HOST).text
    assert ask(application, address, host=HOST).status == 200
    advance(article, "withdraw", by=hire().zhao, note="撤下。")
    assert "食堂<wbr>开张" not in ask(application, "/", host=HOST).text
    assert ask(application, address, host=HOST).status == 410
