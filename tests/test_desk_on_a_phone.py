"""What a chief does at home, on a phone: log in, see what waits, read with differences and pictures, decide."""

from collections.abc import Callable

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from articles import editing
from articles.models.newsroom import Article
from articles.workflow import PublicState, Status
from staff.models import User
from tests.cast import PASSWORD, hire
from tests.makers import BODY, make_photo, make_piece_at, make_published

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(params=["light", "dark"])
def phone(request, new_page) -> Callable[[User], Page]:
    """Give a function that logs somebody in on a phone, as he does it himself."""

    def log_in(user: User) -> Page:
        page = new_page(**PHONE, color_scheme=request.param)
        page.goto("/admin/")
        page.fill("#id_username", user.username)
        page.fill("#id_password", PASSWORD)
        page.tap("[type=submit]")
        expect(page.locator("h1")).to_have_text("我的待办")
        return page

    return log_in


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_chief_passes_releases_sends_back_and_withdraws(phone):
    cast = hire()
    to_pass = make_piece_at(Status.FINAL_REVIEW, "两座公园免费开放", pictures=[make_photo()])
    to_release = make_piece_at(Status.READY, "长江大桥今夜检修")
    with transaction.atomic():
        to_release.body = BODY.replace("一百二十", "一百三十")
        to_release.save()
        editing.keep_revision(to_release, by=cast.zhao)
    to_send_back = make_piece_at(Status.FINAL_REVIEW, "一条断头路打通了")
    to_withdraw = make_published("老戏台修好了")
    page = phone(cast.zhao)
    assert fits(page)

    row(page, to_pass).get_by_role("link", name="终审通过").tap()
    expect(page.locator(".reading img")).to_be_visible()
    page.wait_for_function("document.querySelector('.reading img').naturalWidth > 0")
    assert fits(page)
    page.locator(".step-do").get_by_role("button", name="终审通过").tap()
    expect(page.locator(".messagelist")).to_contain_text("待校对")

    row(page, to_release).get_by_role("link", name="签发").tap()
    expect(page.locator("ins")).to_have_text(["三"])
    expect(page.locator("del")).to_have_text(["二"])
    page.get_by_label("我已查看终审后的改动").check()
    page.locator(".step-do").get_by_role("button", name="签发").tap()
    expect(page.locator(".messagelist")).to_contain_text("已发布")

    row(page, to_send_back).get_by_role("link", name="终审通过").tap()
    page.locator(".step-others").get_by_role("link", name="退回").tap()
    page.get_by_label("理由类别").select_option("事实待核")
    page.get_by_label("理由", exact=True).fill("通车日期再核实。")
    page.get_by_label("作者（草稿）").check()
    assert fits(page)
    page.locator(".step-do").get_by_role("button", name="退回").tap()
    expect(page.locator(".messagelist")).to_contain_text("草稿")

    page.get_by_role("link", name="老戏台修好了").tap()  # the first of three taps
    page.locator(".steps").get_by_role("link", name="撤稿").tap()
    expect(page.get_by_label("指令来源")).to_have_value("编辑部决定")
    page.get_by_label("理由").fill("当事人要求核实。")
    assert fits(page)
    page.get_by_role("button", name="撤稿").tap()
    expect(page.locator(".messagelist")).to_contain_text("已撤稿")

    page.goto("/admin/operations/switching/audit-trail/")
    assert fits(page)

    states = {piece.pk: (piece.status, piece.public_state) for piece in Article.objects.all()}
    assert states == {
        to_pass.pk: (Status.PROOF, PublicState.NEVER),
        to_release.pk: (Status.PUBLISHED, PublicState.LIVE),
        to_send_back.pk: (Status.DRAFT, PublicState.NEVER),
        to_withdraw.pk: (Status.WITHDRAWN, PublicState.WITHDRAWN),
    }


def row(page: Page, article: Article):
    return page.locator(".desk-row", has_text=article.headline)
