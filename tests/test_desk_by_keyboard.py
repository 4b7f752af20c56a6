"""The desk without a mouse: a reporter brings a piece from 写新稿 to 送审, a chief releases one, by keyboard alone."""

from collections.abc import Callable

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from articles import editing
from articles.models.newsroom import Article
from articles.workflow import PublicState, Status
from staff.models import User
from tests.cast import PASSWORD, hire
from tests.makers import BODY, make_piece_at, make_published, make_section

pytestmark = pytest.mark.django_db(transaction=True)

MOST_TABS = 80
FOCUSED = """selector => {
  const at = document.activeElement;
  const name = at.getAttribute("aria-label") || at.labels?.[0]?.innerText || at.innerText || at.value || "";
  const isOutlined = at.matches(":focus-visible") && getComputedStyle(at).outlineStyle !== "none";
  return [name, isOutlined || at.isContentEditable, at.matches(selector)];
}"""

#: Whether an element's beginning lies in the window, with nothing before it.
IS_SEEN = """one => {
  const box = one.getBoundingClientRect();
  return one.contains(document.elementFromPoint(box.x + 9, box.y + 9));
}"""


@pytest.fixture
def desk(new_page: Callable[..., Page]) -> Callable[[User], Page]:
    """Give a function that opens the desk and logs somebody in, typing."""

    def log_in(user: User) -> Page:
        page = new_page()
        page.goto("/admin/")
        page.keyboard.type(user.username)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="我的待办")).to_be_visible()
        return page

    return log_in


def tab_to(page: Page, name: str, within: str = "*") -> None:
    """Press Tab until what has this name has the focus; wherever the focus stands on the way, it is seen."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        words, is_seen, fits = page.evaluate(FOCUSED, within)
        assert is_seen, f"the focus on {words!r} is not seen"
        if fits and words.strip().rstrip(":：") == name:
            return
    raise AssertionError(f"{name} is not reached with {MOST_TABS} presses of Tab")


def test_a_piece_is_written_and_submitted_by_keyboard(desk):
    cast = hire()
    make_section()
    page = desk(cast.li)
    tab_to(page, "写新稿")
    page.keyboard.press("Enter")
    expect(page.locator("#id_headline")).to_be_focused()

    page.keyboard.insert_text("社区食堂开张")
    tab_to(page, "正文", ".ProseMirror")
    page.keyboard.insert_text("长椿路社区食堂昨天开张，能容纳一百二十人同时用餐。")
    tab_to(page, "栏目")
    page.keyboard.press("ArrowDown")
    tab_to(page, "来源")
    page.keyboard.insert_text("本报")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="送审", exact=True)).to_be_visible()
    page.wait_for_load_state()  # nobody presses a quick key before its script is there
    page.keyboard.press("Control+Enter")

    expect(page.locator(".messagelist")).to_contain_text("现为“待初审”")
    assert Article.objects.get(headline="社区食堂开张").status == Status.FIRST_REVIEW


def test_a_chief_releases_by_keyboard_and_has_to_say_that_he_saw_the_differences(desk):
    cast = hire()
    piece = make_piece_at(Status.READY, "长江大桥今夜检修")
    with transaction.atomic():
        piece.body = BODY.replace("一百二十", "一百三十")
        piece.save()
        editing.keep_revision(piece, by=cast.zhao)
    page = desk(cast.zhao)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # 跳到主要内容
    tab_to(page, "签发")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="签发", exact=True)).to_be_visible()
    page.wait_for_load_state()

    page.keyboard.press("Control+Enter")
    expect(page.locator("[name=acknowledged]")).to_be_focused()
    piece.refresh_from_db()
    assert piece.status == Status.READY
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".messagelist")).to_contain_text("现为“已发布”")
    piece.refresh_from_db()
    assert piece.public_state == PublicState.LIVE


def test_no_quick_key_takes_a_piece_away_from_readers(desk):
    cast = hire()
    piece = make_published()
    page = desk(cast.zhao)
    page.goto(f"/admin/articles/article/{piece.pk}/step/withdraw/")
    tab_to(page, "理由")
    page.keyboard.insert_text("接到通知，须核实。")
    page.keyboard.press("Control+Enter")

    tab_to(page, "撤稿")
    piece.refresh_from_db()
    assert piece.public_state == PublicState.LIVE
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("已撤稿")


def test_a_step_for_several_pieces_is_taken_by_the_same_key_and_a_withdrawal_is_not(desk):
    cast = hire()
    waiting = [make_piece_at(Status.FINAL_REVIEW, name) for name in "一二"]
    public = [make_published(name) for name in "三四"]
    page = desk(cast.zhao)

    def open_step(step: str, pieces: list[Article]) -> None:
        chosen = "&".join(f"piece={piece.pk}" for piece in pieces)
        page.goto(f"/admin/articles/article/together/?step={step}&{chosen}")

    open_step("final_review", waiting)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".messagelist")).to_contain_text("已办理 2 篇")
    assert set(Article.objects.filter(pk__in=[piece.pk for piece in waiting]).values_list("status")) == {("proof",)}

    open_step("withdraw", public)
    tab_to(page, "理由")
    page.keyboard.insert_text("接到通知，须核实。")
    tab_to(page, "篇数")
    page.keyboard.insert_text("2")
    page.keyboard.press("Control+Enter")
    tab_to(page, "对勾选的稿件：撤稿")
    assert Article.objects.filter(public_state=PublicState.LIVE).count() == 2
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("已办理 2 篇")
    assert Article.objects.filter(public_state=PublicState.LIVE).count() == 0


def test_what_was_refused_has_the_caret(desk):
    cast = hire()
    page = desk(cast.li)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/admin/articles/article/add/")
    tab_to(page, "事件日期")
    page.keyboard.type("2026-02-30")
    page.keyboard.press("Control+s")
    expect(page.locator(".errornote")).to_be_visible()
    expect(page.locator("#id_event_date")).to_be_focused()
    assert page.locator("#id_event_date").evaluate(IS_SEEN), "it stands behind the buttons at the bottom"

    piece = make_piece_at(Status.PROOF)
    page = desk(cast.qian)
    page.goto(f"/admin/articles/article/{piece.pk}/step/proofread/")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".step-wrong")).to_be_visible()
    expect(page.locator("[name=errors_none]")).to_be_focused()


@pytest.mark.parametrize("width", [1280, 820])
def test_everything_in_the_navigation_of_a_chief_is_in_the_window(desk, width):
    page = desk(hire().zhao)
    page.set_viewport_size({"width": width, "height": 900})
    ends = page.locator(".desk-nav a").evaluate_all("links => links.map(link => link.getBoundingClientRect().right)")
    assert len(ends) > 15
    assert max(ends) <= width
