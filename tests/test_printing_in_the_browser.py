"""稿签 and 流程登记簿 on paper: A4, black on white whatever the screen was, nothing of the admin around."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from articles.models.shared import SiteSettings
from tests.cast import hire, logged_in
from tests.makers import make_published

pytestmark = pytest.mark.django_db(transaction=True)

A4 = (595, 842)  # points


def sizes(pdf: bytes) -> set[tuple[int, int]]:
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", pdf)
    return {(round(float(width)), round(float(height))) for width, height in boxes}


def test_the_slip_and_the_register_are_printed_black_on_white_on_a4(new_page, paper_server):
    cast = hire()
    SiteSettings.objects.update_or_create(pk=1, defaults={"name": "长椿日报"})
    article = make_published()
    page = new_page(color_scheme="dark")
    page.add_init_script("localStorage.setItem('theme', 'dark')")
    session = logged_in(cast.zhao).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": paper_server}])
    for address, size in ((f"/admin/articles/article/{article.pk}/slip/", A4),
                          ("/admin/articles/article/register/", A4[::-1])):  # fmt: skip
        page.goto(address)
        expect(page.get_by_role("button", name="打印")).to_be_visible()
        page.emulate_media(media="print", color_scheme="dark")
        expect(page.locator(".paper-name")).to_contain_text("长椿日报")
        for around in (page.locator("#header"), page.get_by_role("button", name="打印")):
            expect(around).to_be_hidden()
        expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
        cell = page.locator(".paper td").first
        expect(cell).to_have_css("background-color", "rgb(255, 255, 255)")
        expect(cell).to_have_css("color", "rgb(0, 0, 0)")
        assert sizes(page.pdf(prefer_css_page_size=True)) == {size}
        page.emulate_media(media="screen")
