"""置灰: switched in the admin, at once or from until; the clock is kept by the thread that releases pieces."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import editing, generation
from articles.models.shared import SiteSettings
from tests.cast import logged_in
from tests.makers import make_published

pytestmark = pytest.mark.django_db

FORM = "/admin/articles/sitesettings/1/change/"


@pytest.fixture
def paper(cast) -> SiteSettings:
    make_published()
    return SiteSettings.objects.create(pk=1, name="青禾报")


def switch(user, grey: str, *, begins=None, ends=None):
    said = {"name": "青禾报", "grey": grey}
    for name, at in (("grey_from", begins), ("grey_until", ends)):
        local = timezone.localtime(at) if at else None
        said |= {f"{name}_0": f"{local:%Y-%m-%d}", f"{name}_1": f"{local:%H:%M:%S}"} if local else {}
    return logged_in(user).post(FORM, said)


def grey_pages(client) -> set[str]:
    pages = ("/", "/about/", "/sections/news/", "/no/such/page/")
    return {page for page in pages if re.search(r"<html[^>]* data-grey[^>]*>", client.get(page).content.decode())}


def test_the_home_page_alone_or_the_whole_site(client, cast, paper):
    assert grey_pages(client) == set()
    before = generation.current().number

    assert switch(cast.zhao, "home").status_code == 302
    assert grey_pages(client) == {"/"}
    assert generation.current().number > before

    switch(cast.zhao, "all")
    assert grey_pages(client) == {"/", "/about/", "/sections/news/", "/no/such/page/"}

    switch(cast.zhao, "")
    assert grey_pages(client) == set()


def test_from_and_until_are_kept_by_the_thread_that_releases(client, cast, paper):
    now = timezone.now()
    switch(cast.zhao, "all", begins=now + timedelta(hours=1), ends=now + timedelta(hours=2))
    assert grey_pages(client) == set()
    before = generation.current().number

    editing.release_due(now + timedelta(minutes=90))
    assert "/" in grey_pages(client)
    assert generation.current().number == before + 1

    editing.release_due(now + timedelta(minutes=91))
    assert generation.current().number == before + 1

    editing.release_due(now + timedelta(minutes=150))
    assert grey_pages(client) == set()
    assert generation.current().number == before + 2


def test_the_end_must_lie_behind_the_beginning(cast, paper):
    now = timezone.now()
    answer = switch(cast.zhao, "all", begins=now, ends=now - timedelta(hours=1))
    assert "必须晚于" in answer.content.decode()


def test_an_editor_cannot_switch_it(client, cast, paper):
    assert switch(cast.wang, "all").status_code == 403
    assert grey_pages(client) == set()


def test_the_page_is_really_grey_and_large_type_stays_possible(new_page, cast):
    make_published()
    SiteSettings.objects.create(pk=1, name="青禾报", grey="all", is_grey=True)
    page = new_page(java_script_enabled=False)
    page.goto("/?size=large")
    assert page.locator("html").evaluate("root => getComputedStyle(root).filter") == "grayscale(1)"
    assert page.get_by_role("link", name="返回首页").is_visible()
