"""A whole evening shift in real browsers: six people at once, five pieces, and what readers have at the end of it.

One piece is sent back and meets a second hand while it is mended, one is corrected, one withdrawn, one waits for its
minute. Everything is clicked; the clock alone is told what time it is.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles import editing
from articles.models.newsroom import Article
from articles.workflow import Status
from staff.models import User
from tests.cast import hire
from tests.makers import make_section

pytestmark = pytest.mark.django_db(transaction=True)

CANTEEN, GINKGO, LAMPS, BUSES, FAIR = "社区食堂开张", "银杏黄了", "路灯换新", "夜班公交加密", "周末有市集"
TEXT = "昨天上午，长椿路社区传来消息，居民们等了很久的这件事终于有了着落。"
EDITOR = ".ProseMirror[contenteditable=true]"


def submit_from_form(page: Page) -> None:
    page.locator(".submit-row .next-step").click()
    page.locator(".step-do .step-main").click()
    expect(page.get_by_text("现为“待初审”").first).to_be_visible()


def write(page: Page, headline: str) -> None:
    """A new piece, typed in and submitted."""
    page.goto("/admin/articles/article/add/")
    page.locator("#id_headline").fill(headline)
    page.locator("#id_section").select_option(label="要闻")
    page.locator("#id_source").fill("本报")
    page.locator(EDITOR).click()
    page.keyboard.insert_text(TEXT)
    submit_from_form(page)


def take_from_tasks(page: Page, headline: str, step: str) -> None:
    """The button beside a piece in 我的待办, and the one on the step's page."""
    page.goto("/admin/")
    row = page.locator(".desk-row").filter(has_text=headline).first
    row.get_by_role("link", name=step, exact=True).click()
    acknowledge(page)
    page.locator(".step-do .step-main").click()


def acknowledge(page: Page) -> None:
    for name in ("acknowledged", "errors_none"):
        if (tick := page.locator(f"[name={name}]")).count():
            tick.check()


def take_together(page: Page, status: Status, step: str, pieces: int) -> None:
    """One step for all pieces that wait for it, from the list."""
    page.goto(f"/admin/articles/article/?status__exact={status}")
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option(label=step)
    page.locator(".actions button[type=submit]").first.click()
    expect(page.locator(".together [name=piece]:checked")).to_have_count(pieces)
    page.locator(".step-do .step-main").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_six_people_five_pieces_one_evening(desk: Callable[[User], Page], new_page: Callable[..., Page]) -> None:
    cast = hire()
    make_section()
    reader = new_page(viewport={"width": 390, "height": 844})
    li, sun, wang, chen, zhao, qian = (
        desk(person) for person in (cast.li, cast.sun, cast.wang, cast.chen, cast.zhao, cast.qian)
    )

    # Two reporters write; readers have nothing yet.
    for headline in (CANTEEN, GINKGO):
        write(li, headline)
    for headline in (LAMPS, BUSES, FAIR):
        write(sun, headline)
    numbers = {piece.headline: piece.pk for piece in Article.objects.all()}
    assert len(numbers) == 5

    def open_form(page: Page, headline: str) -> None:
        page.goto(f"/admin/articles/article/{numbers[headline]}/change/")

    # The editor sends one back with his reason; its reporter reads it where he begins his work.
    open_form(wang, CANTEEN)
    wang.locator(".steps").get_by_text("退回", exact=True).click()
    wang.locator("#id_code").select_option("facts")
    wang.locator("#id_note").fill("第一段缺地点，请补上。")
    wang.locator("[name=to][value=draft]").check()
    wang.locator(".step-do .step-main").click()
    li.goto("/admin/")
    expect(li.get_by_text("第一段缺地点，请补上。")).to_be_visible()

    # While he mends it, the editor saves a kicker. The reporter is told what it was, and loses nothing.
    open_form(li, CANTEEN)
    open_form(wang, CANTEEN)
    wang.locator("#id_kicker").fill("民生实事")
    wang.locator(".submit-row").get_by_role("button", name="保存", exact=True).click()
    expect(wang.get_by_text("已保存").first).to_be_visible()
    li.locator(EDITOR).click()
    li.keyboard.press("Control+End")
    li.keyboard.insert_text("食堂设在三号楼一层。")
    li.locator(".submit-row").get_by_role("button", name="保存", exact=True).click()
    expect(li.locator(".conflict")).to_contain_text("老王")
    expect(li.locator(".conflict")).to_contain_text("民生实事")
    expect(li.locator(EDITOR)).to_contain_text("食堂设在三号楼一层。")
    li.locator("#id_kicker").fill("民生实事")
    submit_from_form(li)

    # Reviews together from the list; proofs one by one, from 我的待办.
    take_together(wang, Status.FIRST_REVIEW, "初审通过", 5)
    take_together(chen, Status.SECOND_REVIEW, "复审通过", 5)
    take_together(zhao, Status.FINAL_REVIEW, "终审通过", 5)
    for headline in numbers:
        take_from_tasks(qian, headline, "校对完成")
    reader.goto("/")
    for headline in numbers:
        expect(reader.get_by_text(headline)).to_have_count(0)

    # One gets its minute, the others come out now.
    minute = timezone.localtime() + timedelta(hours=2)
    open_form(zhao, FAIR)
    zhao.locator(".steps").get_by_text("签发", exact=True).click()
    zhao.locator("[name=at]").fill(f"{minute:%Y-%m-%dT%H:%M}")
    zhao.locator(".step-do .step-main").click()
    take_together(zhao, Status.READY, "签发", 4)

    # A reader finds a mistake: it is corrected with its note, and everybody has passed it anew.
    open_form(wang, LAMPS)
    wang.locator(".steps").get_by_text("更正", exact=True).click()
    wang.locator(".step-do .step-main").click()
    wang.locator("#id_headline").fill("路灯换新三百盏")
    wang.locator("#id_correction_kind").select_option(label="更正")
    wang.locator("#id_correction_note").fill("原稿漏写盏数。")
    submit_from_form(wang)
    for page, step in ((wang, "初审通过"), (chen, "复审通过"), (zhao, "终审通过"), (qian, "校对完成"), (zhao, "签发")):
        take_from_tasks(page, "路灯换新三百盏", step)

    # And one has to go.
    open_form(zhao, BUSES)
    zhao.locator(".steps").get_by_text("撤稿", exact=True).click()
    zhao.locator("#id_note").fill("班次有误，公交公司要求核实。")
    zhao.locator(".step-do .step-main").click()
    expect(zhao.get_by_text("已撤稿").first).to_be_visible()

    # What readers have at the end of the shift, and after the minute of the scheduled piece.
    reader.goto("/")
    for headline in (CANTEEN, GINKGO, "路灯换新三百盏"):
        expect(reader.get_by_role("link", name=headline).first).to_be_visible()
    for headline in (BUSES, FAIR):
        expect(reader.get_by_text(headline)).to_have_count(0)
    reader.get_by_role("link", name=CANTEEN).first.click()
    expect(reader.get_by_text("食堂设在三号楼一层。")).to_be_visible()
    expect(reader.get_by_text("民生实事")).to_be_visible()
    gone = Article.objects.get(pk=numbers[BUSES])
    assert reader.request.get(f"/{gone.public_date:%Y/%m/%d}/{gone.pk}/").status == 410
    reader.goto("/corrections/")
    expect(reader.get_by_text("原稿漏写盏数。")).to_be_visible()
    assert editing.release_due(minute - timedelta(minutes=1)) == 0
    assert editing.release_due(minute) == 1
    reader.goto("/")
    expect(reader.get_by_role("link", name=FAIR).first).to_be_visible()
