"""The panel beside the form, as an editor uses it: checked while typing, jumped to, mended by a click, undone."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles.models.desk_lists import WrongWord
from tests.cast import PASSWORD, hire
from tests.makers import make_draft

pytestmark = pytest.mark.django_db(transaction=True)

BODY = "<p>4月 3日,记者来到社区.</p><ul><li><p>大家再<strong>接再</strong>励,继续努力.</p></li></ul>"


@pytest.fixture(params=["desktop", "phone"])
def form(request, new_page) -> Callable[[], Page]:
    """Give a function that opens the form of a piece of 小李 and waits for its first check."""

    def open_form() -> Page:
        cast = hire()
        WrongWord.objects.create(wrong="再接再励", right="再接再厉")
        article = make_draft("4月 3日起停水", by=cast.li, body=BODY)
        phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
        page = new_page(**(phone if request.param == "phone" else {}))
        page.goto("/admin/")
        page.fill("#id_username", cast.li.username)
        page.fill("#id_password", PASSWORD)
        page.click("[type=submit]")
        page.goto(reverse("admin:articles_article_change", args=[article.pk]))
        expect(page.locator(".proofing-said")).to_have_text("7处需要看一看")
        return page

    return open_form


def body_of(page: Page) -> str:
    return page.evaluate("document.getElementById('id_body').value")


def test_a_text_is_checked_jumped_to_and_mended_by_clicks(form):
    page = form()
    panel = page.locator("#proofing-panel")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    panel.locator("li", has_text="→ 再接再厉").locator(".proofing-jump").click()
    # The editor takes the caret in the browser's next frame.
    page.wait_for_function("document.getSelection().toString() === '再接再励'")

    panel.locator("li", has_text="→ 再接再厉").get_by_role("button", name="改正").click()
    expect(page.locator(".proofing-said")).to_have_text("6处需要看一看")
    assert "<p>大家再<strong>接再</strong>厉,继续努力.</p>" in body_of(page)

    panel.get_by_role("button", name="标点：全部按建议修改").click()
    expect(page.locator(".proofing-said")).to_have_text("2处需要看一看")
    assert "<p>4月 3日，记者来到社区。</p>" in body_of(page)

    panel.get_by_role("button", name="空格：全部按建议修改").click()
    expect(page.locator(".proofing-said")).to_have_text("没有发现问题。")
    assert page.input_value("#id_headline") == "4月3日起停水"
    expect(page.locator(".unsaved")).to_be_visible()

    page.locator("[name=_save]").last.click()
    expect(page.locator(".messagelist")).to_contain_text("已保存")
    assert body_of(page).startswith("<p>4月3日，记者来到社区。</p>")


def test_what_is_typed_is_checked_after_a_pause(form):
    page = form()
    page.fill("#id_headline", "他说：“停水")
    expect(page.locator(".proofing-found")).to_contain_text("后面缺")
