"""An editor imports a page in the browser: upload, report, remarks beside the text, proposals in the form."""

import pytest
from playwright.sync_api import Page, expect

from articles.models.newsroom import Article
from tests import makers
from tests.cast import PASSWORD, hire
from tests.manuscripts import PAGE

pytestmark = pytest.mark.django_db(transaction=True)

SCREENS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


def fits(page: Page) -> bool:
    page.wait_for_load_state("load")  # with the style sheets, which a click does not wait for
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.fixture(params=[*SCREENS])
def editor(request, new_page) -> Page:
    """The screen of 老王, who has logged in."""
    cast = hire()
    page = new_page(viewport=SCREENS[request.param])
    page.goto("/admin/")
    page.fill("#id_username", cast.wang.username)
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    expect(page.locator("h1")).to_have_text("我的待办")
    return page


def test_a_page_comes_in_and_its_remarks_are_settled_beside_the_text(editor: Page) -> None:
    makers.make_section()
    editor.get_by_role("link", name="导入版面").first.click()
    editor.set_input_files(
        "#id_files", [{"name": "A01.txt", "mimeType": "text/plain", "buffer": PAGE.encode("gb18030")}]
    )
    expect(editor.locator(".import-chosen")).to_have_text("A01.txt")
    editor.fill("#id_issue_date", "2023-04-07")
    assert fits(editor)
    editor.get_by_role("button", name="查看导入预览").click()
    expect(editor.locator(".import-file")).to_contain_text("gb18030")
    assert fits(editor)
    editor.get_by_role("button", name="导入为草稿").click()
    expect(editor.locator(".messagelist")).to_contain_text("新建 2")
    assert fits(editor)

    editor.locator(".import-table tbody a").first.click()
    panel = editor.locator("#source-panel")
    expect(panel.locator(".source-doubtful").first).to_contain_text("本报讯 4月 3日上午")
    assert fits(editor)
    panel.get_by_role("button", name="应为 2022 年").click()
    expect(editor.locator(".messagelist")).to_contain_text("疑点已处理")
    proposed = panel.locator(".source-remark", has_text="还没有标题").get_by_role("button").first
    headline = proposed.inner_text()
    proposed.click()
    expect(editor.locator("#id_headline")).to_have_value(headline)
    article = Article.objects.get(page_order=1)
    assert (article.headline, article.event_date.year) == (headline, 2022)


def test_what_is_typed_is_saved_before_a_remark_is_settled_and_enter_settles_none(editor: Page) -> None:
    editor.goto("/admin/articles/importbatch/upload/")
    editor.set_input_files("#id_files", [{"name": "A01.txt", "mimeType": "text/plain", "buffer": PAGE.encode()}])
    editor.get_by_role("button", name="查看导入预览").click()
    editor.get_by_role("button", name="导入为草稿").click()
    expect(editor.locator(".messagelist")).to_contain_text("新建 2")
    article = Article.objects.get(page_order=1)
    editor.goto(f"/admin/articles/article/{article.pk}/change/")
    editor.fill("#id_kicker", "未雨绸缪")
    editor.locator("#source-panel").get_by_role("button", name="将罗启明列入名册").click()
    expect(editor.locator(".messagelist")).to_contain_text("疑点已处理")
    expect(editor.locator("#id_kicker")).to_have_value("未雨绸缪")
    editor.fill("#id_headline", "青禾区部署防汛")
    editor.press("#id_headline", "Enter")
    expect(editor.locator(".messagelist")).to_contain_text("已保存")
    article.refresh_from_db()
    assert article.headline == "青禾区部署防汛"
    settled = article.remarks.filter(settled_at__isnull=False).values_list("code", flat=True)
    assert set(settled) == {"unknown_name", "headline_missing"}


def test_a_proposed_headline_fills_the_field_and_saves_nothing(editor: Page) -> None:
    draft = makers.make_draft(headline="")
    editor.goto(f"/admin/articles/article/{draft.pk}/change/")
    proposed = editor.locator(".proposed-headlines button").first
    headline = proposed.inner_text()
    proposed.click()
    expect(editor.locator("#id_headline")).to_have_value(headline)
    draft.refresh_from_db()
    assert draft.headline == ""
