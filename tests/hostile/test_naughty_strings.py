"""Strings that break programs, in every parameter of the readers' pages and of the lists, and in every field of a form.

The strings take turns: every parameter gets some of them, and over all parameters each comes many times.
"""

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import reverse

from articles.models.shared import Section, Tag
from staff.models import User
from tests import makers
from tests.cast import Cast
from tests.forms import fields_of, fill_in, rows

pytestmark = pytest.mark.django_db

NAUGHTY = [
    line.encode("latin-1", "backslashreplace").decode("unicode_escape")
    for line in Path(__file__).with_name("naughty.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
] + ["9" * 400, "字" * 10_000]


@pytest.fixture
def browser(cast: Cast) -> Client:
    """A browser of somebody who has every role there is, so that every page opens."""
    everybody = User.objects.create_superuser("dajia", name="大家", password="not of interest")
    everybody.groups.set(Group.objects.all())
    client = Client(raise_request_exception=False)
    client.force_login(everybody)
    return client


@pytest.fixture
def strings() -> Iterator[str]:
    return cycle(NAUGHTY)


def test_no_parameter_of_a_public_page_breaks_it(client, cast, strings):
    client.raise_request_exception = False
    article = makers.make_published(tags="党建")
    pages = [
        "/search/", "/search/suggestions.json", "/corrections/", "/tags/党建/", f"/sections/{article.section.slug}/",
        f"/reporters/{article.bylines.get().reporter_id}/",
    ]  # fmt: skip
    broken = []
    for page in pages:
        for name in settings.PAGE_CACHE_QUERY_NAMES:
            for string in islice(strings, len(NAUGHTY) if name == "q" and page == "/search/" else 3):
                response = client.get(page, {"q": "食堂", name: string})
                if response.status_code >= 500 or b"Traceback" in response.content:
                    broken.append((page, name, string[:40]))
    assert not broken


def parameters_of(model_admin: admin.ModelAdmin) -> list[str]:
    """What the address of a list may say."""
    names = ["q", "o", "p", "all", "e", "_popup", "_to_field"]
    for chosen in model_admin.list_filter:
        field = chosen[0] if isinstance(chosen, tuple) else chosen
        names += [field, f"{field}__exact", f"{field}__id__exact"] if isinstance(field, str) else [field.parameter_name]
    if day := model_admin.date_hierarchy:
        names += [f"{day}__year", f"{day}__month", f"{day}__day"]
    return names


def test_no_parameter_of_a_list_of_the_newsroom_breaks_it(browser, strings):
    makers.make_published(tags="党建")
    broken = []
    for model, model_admin in admin.site._registry.items():
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for name in parameters_of(model_admin):
            for string in ["9" * 40, *islice(strings, 1)]:
                response = browser.get(address, {name: string})
                if response.status_code >= 500:
                    broken.append((address, name, string[:40]))
    assert not broken


def test_a_reporter_who_is_none_is_an_error_of_his_field(browser):
    address = "/admin/articles/article/add/"
    fields = fields_of(browser.get(address), "article_form")
    response = browser.post(address, {**fields, **rows("bylines", {"reporter": "a\x00b", "printed_name": "周明远"})})
    assert response.status_code == 200
    assert response.context["inline_admin_formsets"][0].formset.errors[0]["reporter"]


def test_a_tag_and_a_section_can_be_made_by_hand(browser):
    assert fill_in(browser, "/admin/articles/tag/add/", "tag_form", name="防汛").status_code == 302
    assert fill_in(browser, "/admin/articles/section/add/", "section_form", name="民生", slug="life").status_code == 302
    assert (Tag.objects.get().slug, Section.objects.get().slug) == ("防汛", "life")


@pytest.mark.parametrize("model", ["article", "sitesettings", "section", "tag", "reporter", "user"])
def test_no_field_of_a_form_breaks_it(browser, strings, model):
    app = "staff" if model in {"reporter", "user"} else "articles"
    address = f"/admin/{app}/{model}/add/"
    fields = fields_of(browser.get(address), f"{model}_form")
    if model == "article":
        fields |= rows("bylines", {"printed_name": "周明远"})
    broken = []
    for name in fields:
        for string in islice(strings, 1):
            with transaction.atomic():
                response = browser.post(address, {**fields, "headline": "标题", name: string})
                if response.status_code >= 500 or b"Traceback" in response.content:
                    broken.append((name, string[:40], response.status_code))
                transaction.set_rollback(True)
    assert not broken
