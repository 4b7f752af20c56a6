"""Every request that Django answers has an id: in the log, on error pages, never on a page that is kept for all."""

import io
import logging

import pytest
from django.test import Client

from gazette import request_ids
from gazette.logs import LineFormatter
from staff.models import User
from tests.cast import PASSWORD, logged_in

pytestmark = pytest.mark.django_db

NGINX = "0123456789abcdef" * 2


@pytest.fixture
def log():
    """What is written to the log, as it is in life."""
    written, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(written)
    handler.setFormatter(LineFormatter())
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def id_of(answer) -> str:
    return answer.headers.get("X-Request-ID", "")


@pytest.mark.parametrize(
    ("proxies", "sent", "is_taken"),
    [
        (["127.0.0.1"], NGINX, True),
        (["127.0.0.0/8"], NGINX, True),
        ([], NGINX, False),
        (["10.0.0.5"], NGINX, False),
        (["127.0.0.1"], NGINX.upper(), False),
        (["127.0.0.1"], "x" * 32, False),
        (["127.0.0.1"], f"{NGINX}\r\nSet-Cookie: a=b", False),
        (["127.0.0.1"], NGINX * 100, False),
        (["127.0.0.1"], "", False),
    ],
)
def test_an_id_is_taken_from_the_papers_own_proxy_only(client, settings, proxies, sent, is_taken):
    settings.PROXY_ADDRESSES = proxies
    answer = client.get("/admin/login/", headers={"x-request-id": sent})
    assert request_ids.WELL_FORMED.fullmatch(id_of(answer))
    assert (id_of(answer) == NGINX) == is_taken


def test_every_request_has_another_one(client):
    assert id_of(client.get("/admin/login/")) != id_of(client.get("/admin/login/"))
    assert request_ids.current() == ""


@pytest.mark.parametrize("path", ["/", "/no-such-page/", "/feed.atom"])
def test_a_page_that_is_kept_for_all_has_none(client, path):
    answer = client.get(path)
    assert not id_of(answer)
    assert b"X-Request" not in answer.content
    assert client.get(path).content == answer.content


def test_a_page_that_failed_says_the_number_that_the_log_has(settings, monkeypatch, log):
    def fails(*arguments, **options):
        raise RuntimeError("broken")

    monkeypatch.setattr("articles.site.views.HomePage.context", fails)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert id_of(answer) in answer.content.decode()
    assert f"request={id_of(answer)}" in log.getvalue()
    assert "broken" not in answer.content.decode()


def test_what_the_newsroom_asks_for_is_written_down_without_what_it_typed(cast, log, caplog):
    with caplog.at_level(logging.INFO, "gazette.request_ids"):
        answer = logged_in(cast.zhou).get("/admin/staff/user/?q=secret-word")
    line = next(line for line in log.getvalue().splitlines() if "path=/admin/staff/user/" in line)
    for said in ("method=GET", "status=200", f"user={cast.zhou.pk}", f"request={id_of(answer)}"):
        assert said in line
    assert "secret-word" not in log.getvalue()


def test_no_password_cookie_or_token_is_ever_in_the_log(cast, log, caplog, monkeypatch):
    """Neither when a login succeeds and fails, nor when the whole thing breaks in the middle of one."""
    with caplog.at_level(logging.DEBUG):
        client = Client(raise_request_exception=False)
        client.get("/admin/login/")
        client.post("/admin/login/", {"username": "laowang", "password": "falsch-und-geheim"})
        client.post("/admin/login/", {"username": "laowang", "password": PASSWORD})
        monkeypatch.setattr(User, "check_password", lambda user, password: 1 / 0)
        broken = Client(raise_request_exception=False).post(
            "/admin/login/", {"username": "laowang", "password": PASSWORD}
        )
    assert broken.status_code == 500
    assert "ZeroDivisionError" in log.getvalue()
    for secret in ("falsch-und-geheim", PASSWORD, *(cookie.value for cookie in client.cookies.values())):
        assert secret not in log.getvalue()
