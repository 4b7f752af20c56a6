"""What somebody of the newsroom can send, or steal from a colleague, that no page of it offers."""

import time

import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from articles.models.newsroom import Article
from articles.models.shared import Tag
from staff.models import LoginSession
from tests import makers
from tests.accounts.factors import CODE, enter, give_factor
from tests.cast import Cast, logged_in
from tests.forms import fields_of, fill_in, rows
from tests.hostile.test_scripts import assert_runs_nothing, desk_of, pages_of

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"
SCRIPT = '"><script>window.hit=1</script><img src=x onerror=window.hit=1>{{7*7}}{% load x %}'
#: Seconds within which the largest form is answered; a quarter of it is usual.
PATIENCE = 20


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


# --- methods ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["PROPFIND", "DELETE"])
def test_a_method_that_is_none_changes_nothing_on_any_list_or_form(cast: Cast, method):
    article = makers.make_published(tags="党建")
    browser = logged_in(cast.zhao)
    browser.raise_request_exception = False
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in admin.site._registry
    ]
    before = Article.objects.values().get(pk=article.pk)
    for address in [*lists, change(article), ADD, f"/admin/articles/article/{article.pk}/delete/", "/admin/"]:
        response = browser.generic(method, address, b"<x/>", headers={"x-secret": "sesame"})
        assert response.status_code < 500, address
        assert b"sesame" not in response.content, address
    assert Article.objects.values().get(pk=article.pk) == before
    assert Article.objects.count() == Tag.objects.count() == 1


def test_nor_does_it_pass_without_a_token(cast: Cast):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.zhao)
    for method in ("PUT", "PATCH", "DELETE", "PROPFIND", "NONSENSE"):
        assert strict.generic(method, ADD, b"headline=a").status_code in {403, 405}, method


# --- what a colleague has --------------------------------------------------------------------------------------------


def test_the_token_of_a_colleagues_page_saves_nothing(cast: Cast):
    mine, theirs = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    mine.force_login(cast.li)
    theirs.force_login(cast.sun)
    own = fields_of(mine.get(ADD), "article_form") | rows("bylines") | rows("photos")
    stolen = fields_of(theirs.get(ADD), "article_form")["csrfmiddlewaretoken"]
    sent = {**own, "headline": "食堂", "_save": ""}
    response = mine.post(ADD, {**sent, "csrfmiddlewaretoken": stolen})
    assert (response.status_code, "没有保存" in response.content.decode()) == (403, True)
    assert not Article.objects.exists()
    assert mine.post(ADD, sent).status_code == 302


def test_a_token_of_before_the_login_saves_nothing_after_it(cast: Cast):
    browser = Client(enforce_csrf_checks=True)
    login = fields_of(browser.get("/admin/login/"), "login-form")
    old = browser.cookies[settings.CSRF_COOKIE_NAME].value
    browser.force_login(cast.li)
    browser.get(ADD)
    enter_again = browser.post("/admin/login/", {**login, "username": "xiaoli", "password": "falsch"})
    assert enter_again.status_code in {200, 302, 403}
    del browser.cookies[settings.CSRF_COOKIE_NAME]
    assert browser.post(ADD, {"headline": "食堂", "csrfmiddlewaretoken": old}).status_code == 403
    assert not Article.objects.exists()


def test_a_session_that_waits_for_its_second_factor_is_not_opened_by_a_colleagues_code(cast: Cast):
    telephone, _codes = give_factor(cast.sun)
    give_factor(cast.li)
    browser = enter(cast.li)
    assert browser.post(CODE, {"code": telephone.code(1)}).status_code == 200
    assert browser.get("/admin/").url == CODE


def test_a_session_whose_row_names_somebody_else_is_nobodys(cast: Cast):
    """Whoever can write one column of the database does not become 总编辑 by it: the password's digest is in there."""
    browser = logged_in(cast.li)
    row = LoginSession.objects.get(account=cast.li)
    store = browser.session
    store["_auth_user_id"] = str(cast.zhao.pk)
    store.save()
    assert browser.get("/admin/").status_code == 302
    assert row.account == cast.li


# --- forms that are too much ------------------------------------------------------------------------------------------


def test_a_thousand_tags_are_answered_in_good_time(cast: Cast):
    browser, article = logged_in(cast.li), makers.make_draft(by=cast.li)
    typed = "，".join(f"标签{number}" for number in range(1000))
    began = time.monotonic()
    response = fill_in(browser, change(article), "article_form", tags=typed)
    assert response.status_code in {200, 302}
    assert time.monotonic() - began < PATIENCE
    assert article.tags.count() == (1000 if response.status_code == 302 else 0)


def test_a_tag_of_any_length_and_kind_is_an_error_of_its_field_or_a_tag(cast: Cast):
    browser, article = logged_in(cast.li), makers.make_draft(by=cast.li)
    for typed in ("x" * 5000, "\0", "，、；" * 500, f"\u202e{SCRIPT}"):
        response = fill_in(browser, change(article), "article_form", tags=typed)
        assert response.status_code in {200, 302}, typed[:20]
        assert_runs_nothing(browser, change(article))


@pytest.mark.parametrize("said", ["99999999999999999999", "x"])
def test_a_count_of_rows_that_cannot_be_is_told_in_good_time_and_saves_nothing(cast: Cast, said):
    browser = logged_in(cast.li)
    sent = fields_of(browser.get(ADD), "article_form") | rows("bylines") | rows("photos")
    began = time.monotonic()
    response = browser.post(ADD, {**sent, "headline": "食堂", "bylines-TOTAL_FORMS": said})
    assert response.status_code == 200
    assert time.monotonic() - began < PATIENCE
    assert not Article.objects.exists()


def test_of_a_row_that_comes_twice_one_is_saved(cast: Cast):
    browser = logged_in(cast.li)
    sent = fields_of(browser.get(ADD), "article_form") | rows("bylines", {"printed_name": "周明远"}) | rows("photos")
    sent |= {"headline": ["头一个", "后一个"], "bylines-0-printed_name": ["周明远", "吴立"], "tags": ["一", "二"]}
    assert browser.post(ADD, sent).status_code == 302
    article = Article.objects.get()
    assert (article.headline, article.bylines.get().printed_name) == ("后一个", "吴立")


# --- the public note of a correction ----------------------------------------------------------------------------------


@pytest.mark.parametrize("note", ["字" * 20_000, "\0", "\u202e" + SCRIPT + "\r\n" * 2000])
def test_a_hostile_note_of_a_correction_is_words_or_an_error(cast: Cast, client, note):
    article = makers.advance(makers.make_published(), "correct", by=cast.wang)
    browser = logged_in(cast.wang)
    response = fill_in(
        browser, change(article), "article_form",
        body=makers.BODY.replace("二十", ""), correction_kind="correction", correction_note=note,
    )  # fmt: skip
    assert response.status_code in {200, 302}
    assert_runs_nothing(browser, change(article))
    if response.status_code == 302:
        article.refresh_from_db()
        assert "\0" not in article.correction_note
        makers.advance(
            makers.advance(article, "submit", by=cast.wang), "express", by=cast.zhao, note="更正，不能等，读者已来电。"
        )
        assert_runs_nothing(browser, *desk_of(article))
        assert_runs_nothing(client, *pages_of(article))


@pytest.mark.parametrize("kind", ["\0", "correction\0", "9" * 300])
def test_a_kind_of_correction_that_there_is_not_is_an_error(cast: Cast, kind):
    article = makers.advance(makers.make_published(), "correct", by=cast.wang)
    response = fill_in(
        logged_in(cast.wang), change(article), "article_form", correction_kind=kind, correction_note="应为一百位。"
    )
    assert response.status_code == 200
    article.refresh_from_db()
    assert (article.correction_kind, article.correction_note) == ("", "")
