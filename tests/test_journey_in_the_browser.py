"""The whole job in a real browser: a page is imported, passed by its people, read, corrected and withdrawn."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from articles.models.newsroom import Article
from staff.models import User
from tests.cast import hire
from tests.makers import make_section

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = """ 本报讯 4月 3日上午，青禾
区召开防汛工作会议，部署今年
的防汛备汛工作。

会上，各单位汇报了准备情
况，并就下一步工作作了交流发

言，区防汛办作了说明。
记者 罗启明 文/图
"""
HEADLINE = "青禾区部署今年防汛"


def open_from_my_tasks(page: Page, headline: str) -> None:
    """As every day: the piece is on the list of what waits for me."""
    page.goto("/admin/")
    page.get_by_role("link", name=headline).first.click()


def take(page: Page, step: str, **fields: str) -> None:
    """Press the step's button on the piece, fill in its form and confirm it, however often it asks."""
    steps = page.locator(".steps").first
    named = {"name": step, "exact": True}
    steps.get_by_role("button", **named).or_(steps.get_by_role("link", **named)).first.click()
    for label, value in fields.items():
        page.get_by_label(label).fill(value)
    page.wait_for_load_state()
    if (tick := page.locator("[name=errors_none]")).count():
        tick.check()
    for _ask in range(2):  # a grave step asks a second time
        page.wait_for_load_state()
        if "/step/" in page.url:
            page.locator(".step-do .step-main").click()


def save(page: Page, article: Article) -> None:
    """Save the form, and come back to the piece."""
    page.locator(".submit-row").get_by_role("button", name="保存", exact=True).click()
    page.wait_for_load_state()
    page.goto(f"/admin/articles/article/{article.number}/change/")


def test_a_page_of_text_goes_all_the_way_and_away_again(
    desk: Callable[[User], Page], new_page: Callable[..., Page], tmp_path: Path
):
    cast = hire()
    section = make_section()
    reader = new_page(viewport={"width": 390, "height": 844})
    source = tmp_path / "A01.txt"
    source.write_text(PAGE, encoding="utf-8")

    # The editor uploads the page, looks at the report, keeps it, and finds the draft without a headline.
    editor = desk(cast.wang)
    editor.goto("/admin/articles/importbatch/upload/")
    editor.locator("input[type=file]").set_input_files(source)
    editor.locator("#id_issue_date").fill("2023-04-07")
    editor.locator("#id_page_label").fill("A01")
    editor.locator("form button[type=submit].step-main").click()
    expect(editor.get_by_text("待补标题").first).to_be_visible()
    assert not Article.objects.exists()
    editor.locator("button[name=_keep]").click()
    expect(editor.get_by_text("待补标题").first).to_be_visible()
    article = Article.objects.get()
    editor.goto(f"/admin/articles/article/{article.number}/change/")
    editor.locator("#id_headline").fill(HEADLINE)
    editor.locator("#id_section").select_option(label=section.name)
    save(editor, article)
    take(editor, "送审")
    expect(editor.get_by_text("待初审").first).to_be_visible()

    # Headline given, nothing typed in: 老王 is no author and passes the first review himself.
    for person, step in (
        (cast.wang, "初审通过"),
        (cast.chen, "复审通过"),
        (cast.zhao, "终审通过"),
        (cast.qian, "校对完成"),
    ):
        page = desk(person)
        open_from_my_tasks(page, HEADLINE)
        take(page, step)
    reader.goto("/")
    expect(reader.get_by_text(HEADLINE)).to_have_count(0)
    chief = desk(cast.zhao)
    open_from_my_tasks(chief, HEADLINE)
    take(chief, "签发")

    # A reader finds it on the front page and reads it.
    reader.goto("/")
    reader.get_by_role("link", name=HEADLINE).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(reader.get_by_text("4月 3日上午，青禾区召开防汛工作会议")).to_be_visible()
    expect(reader.get_by_text("记者 罗启明 文/图")).to_be_visible()
    address = reader.url
    assert address.endswith(f"/2023/04/07/{article.number}/")

    # A correction with its public note, through all reviews; readers see the old headline meanwhile.
    editor.goto(f"/admin/articles/article/{article.number}/change/")
    take(editor, "更正")
    editor.goto(f"/admin/articles/article/{article.number}/change/")
    editor.locator("#id_headline").fill("青禾区部署防汛备汛")
    editor.locator("#id_correction_kind").select_option(label="更正")
    editor.locator("#id_correction_note").fill("原标题漏“备汛”二字。")
    save(editor, article)
    take(editor, "送审")
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    for person, step in (
        (cast.wang, "初审通过"),
        (cast.chen, "复审通过"),
        (cast.zhao, "终审通过"),
        (cast.qian, "校对完成"),
        (cast.zhao, "签发"),
    ):
        page = desk(person)
        page.goto(f"/admin/articles/article/{article.number}/change/")
        take(page, step)
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text("青禾区部署防汛备汛")
    expect(reader.get_by_text("原标题漏“备汛”二字。").first).to_be_visible()
    reader.goto("/corrections/")
    expect(reader.get_by_text("原标题漏“备汛”二字。")).to_be_visible()

    # The chief withdraws it; readers get the 410 without headline.
    chief.goto(f"/admin/articles/article/{article.number}/change/")
    take(chief, "撤稿", 理由="与事实不符。", 指令来源="总编辑决定")
    expect(chief.get_by_text("已撤稿").first).to_be_visible()
    answer = reader.goto(address)
    assert answer is not None
    assert answer.status == 410
    expect(reader.get_by_text("该稿件已撤下").first).to_be_visible()
    expect(reader.get_by_text("青禾区部署防汛备汛")).to_have_count(0)
    reader.goto("/")
    expect(reader.get_by_text("青禾区部署防汛备汛")).to_have_count(0)
