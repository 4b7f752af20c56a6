"""What readers are sent is the same for all of them, and what editors are sent lets no foreign script in."""

import pytest
from django.conf import settings
from django.test import Client

from staff.models import User

pytestmark = pytest.mark.django_db

POLICY = "Content-Security-Policy"


@pytest.fixture
def editor() -> Client:
    """A browser in which an editor is logged in to the admin."""
    client = Client()
    client.force_login(User.objects.create_superuser(username="laochen", name="陈志明", password="not of interest"))
    return client


@pytest.mark.parametrize("path", ["/", "/no-such-page/"])
def test_an_editor_is_sent_the_same_public_page_as_everybody(client, editor, path):
    seen_by_reader = client.get(path)
    seen_by_editor = editor.get(path)

    assert seen_by_editor.content == seen_by_reader.content
    assert seen_by_editor.headers == seen_by_reader.headers


@pytest.mark.parametrize("path", ["/", "/no-such-page/"])
def test_a_public_page_sets_no_cookie_and_varies_by_nobody(client, path):
    response = client.get(path, headers={"accept-language": "en"})

    assert not response.cookies
    assert not {"Cookie", "Accept-Language"} & {name.strip() for name in response.headers.get("Vary", "").split(",")}


@pytest.mark.parametrize("path", ["/", "/no-such-page/"])
def test_a_public_page_carries_the_readers_policy_word_for_word(client, path):
    assert client.get(path).headers[POLICY] == settings.READERS_CONTENT_SECURITY_POLICY
    assert "nonce" not in settings.READERS_CONTENT_SECURITY_POLICY
    assert "unsafe" not in settings.READERS_CONTENT_SECURITY_POLICY


def test_the_admin_carries_a_policy_of_its_own(client):
    directives = dict(
        directive.strip().split(" ", 1) for directive in client.get("/admin/login/").headers[POLICY].split(";")
    )

    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self'"
    assert "unsafe" not in str(directives)


@pytest.mark.parametrize("path", ["/", "/no-such-page/", "/admin/login/", "/healthz"])
def test_no_page_may_hear_see_or_locate_anybody(client, path):
    policy = client.get(path).headers["Permissions-Policy"]

    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(policy.split(", "))
    assert "=(self)" not in policy


def test_the_newsrooms_cookies_stay_below_admin(client):
    response = client.get("/admin/login/")

    assert response.cookies["csrftoken"]["path"] == "/admin/"
    assert settings.SESSION_COOKIE_PATH == "/admin/"


def test_a_paper_with_https_says_so_however_the_page_was_first_asked_for(client, settings):
    settings.SECURE_HSTS_SECONDS = 3600

    assert client.get("/").headers["Strict-Transport-Security"] == "max-age=3600"
    assert client.get("/", secure=True).headers["Strict-Transport-Security"] == "max-age=3600"


def test_a_paper_without_https_does_not_lock_its_readers_out(client):
    assert "Strict-Transport-Security" not in client.get("/").headers


def test_a_host_that_is_not_ours_is_refused(client):
    assert client.get("/admin/login/", headers={"host": "evil.example"}).status_code == 400
