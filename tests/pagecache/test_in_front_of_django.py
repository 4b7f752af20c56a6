"""The application that the server loads: kept pages in front of the whole paper."""

import pytest
from django.conf import settings
from django.test import Client

from gazette.wsgi import application
from staff.models import User
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
