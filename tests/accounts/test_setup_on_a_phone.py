"""总编辑 sets up the second factor on a phone at night, is remembered, looks at his logins and ends one."""

from base64 import b32decode

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.factors import Telephone
from tests.cast import PASSWORD, Cast, hire

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "color_scheme": "dark"}


def log_in(page: Page, cast: Cast) -> None:
    page.goto("/admin/")
    page.fill("#id_username", cast.zhao.username)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_from_the_first_login_to_the_last(new_page, settings):
    settings.SECOND_FACTOR_DUE = "leaders"
    cast, page = hire(), new_page(**PHONE)
    log_in(page, cast)
    expect(page.locator("h1")).to_have_text("启用两步验证")
    assert page.locator(".qr-code").bounding_box()["width"] >= 200  # pixels: what a camera can read
    assert fits(page)
    page.locator("summary").tap()
    telephone = Telephone(b32decode(page.locator(".factor-key").text_content().replace(" ", "")).hex())
    page.get_by_label("输入它此刻显示的六位数字").fill(telephone.code())
    page.get_by_label("记住此设备 30 天").check()
    page.keyboard.press("Enter")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    codes = page.locator(".recovery-codes li").all_text_contents()
    assert fits(page)
    page.get_by_role("link", name="我已妥善保管").tap()
    expect(page.locator("h1")).to_have_text("我的待办")

    page.get_by_role("button", name="退出登录").tap()
    expect(page.get_by_role("link", name="重新登录")).to_be_visible()
    log_in(page, cast)
    expect(page.locator("h1")).to_have_text("我的待办")  # This telephone is remembered.

    elsewhere = new_page(**PHONE)
    log_in(elsewhere, cast)
    expect(elsewhere.get_by_label("验证码或恢复码")).to_be_focused()
    assert fits(elsewhere)
    elsewhere.keyboard.type(codes[0])
    elsewhere.keyboard.press("Enter")
    expect(elsewhere.locator(".messagelist")).to_contain_text("还剩 9 个")

    page.goto("/admin/account/")
    assert fits(page)
    page.get_by_role("button", name="结束其他所有登录").tap()
    expect(page.locator(".messagelist")).to_contain_text("已结束 1 处登录")
    elsewhere.goto("/admin/account/")
    expect(elsewhere.locator("#id_password")).to_be_visible()
