"""An address below /admin/ at which nothing is: the newsroom's page for whoever works there, the login for others."""

import pytest
from django.test import Client

from tests import makers
from tests.accounts.factors import LOGIN, enter, give_factor
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db

NOWHERE = "/admin/no-such-page/"


def test_whoever_works_here_gets_the_newsrooms_page(cast: Cast) -> None:
    answer = logged_in(cast.li).get(NOWHERE)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "这个地址没有页面" in page
    assert 'href="/admin/"' in page
    assert "desk-nav" in page


def test_what_is_missing_is_said_where_the_view_knows(cast: Cast) -> None:
    answer = logged_in(cast.wang).get("/admin/articles/article/999/preview/")
    assert answer.status_code == 404
    assert "999" in answer.content.decode()
    assert "desk-nav" in answer.content.decode()


def test_a_strangers_address_leads_to_the_login_and_readers_keep_their_page(cast: Cast) -> None:
    assert Client().get(NOWHERE).url.startswith(LOGIN)
    give_factor(cast.li)
    assert enter(cast.li).get(NOWHERE).url.startswith("/admin/second-factor/")
    makers.make_section()
    answer = Client().get("/no-such-page/")
    assert answer.status_code == 404
    assert "desk-nav" not in answer.content.decode()
    assert not answer.cookies
