"""The admin speaks Chinese, and nothing else: no word of a library is left over, in no menu and in no tool tip."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from articles.models.desk_lists import ForbiddenWord, Official, WrongWord
from articles.workflow import Status
from gazette.operations import switches
from gazette.operations.models import Switch
from staff import roles
from tests import makers
from tests.cast import PASSWORD, account, hire

pytestmark = pytest.mark.django_db(transaction=True)

#: Words that are Latin in Chinese, too, or that people type as they are.
ALLOWED = {
    "ASCII", "AVIF", "Big", "CSV", "Ctrl", "DOCX", "Enter", "Excel", "GB", "GBK", "GPS", "HTML", "HTTP", "HTTPS", "ICP",
    "IP", "JPEG", "JSON", "KB", "MB", "PDF", "PNG", "QQ", "SEC", "SHA", "TXT", "URL", "UTF", "WebP", "Webhook", "Word",
    "csv", "docx", "jpg", "jsonl", "key", "local", "manage", "news", "py", "txt", "zip",
}  # fmt: skip
#: What stands on a page as data or as an example: addresses, file names, logins, the desk's own languages.
DATA = re.compile(
    r"https?://\S+|\S+\*{6,}|md5|argon\S*|[\w.+-]+@[\w.-]+|\S+\.(?:txt|docx|csv|jpg|jsonl|zip|cn|py)\b|xiao\w+|lao\w+|English|count_pieces|\bnews\b"
    r"|[0-9a-f]{8,}|[A-Z]\d{1,2}\b|(?<=\d)[A-Za-z](?![A-Za-z])|\{[^}]*\}|%\(\w+\)\w"
)
WORD = re.compile(r"[A-Za-z][A-Za-z]+")

#: Every text that somebody can see or hear: in the page, in what opens, and in the attributes that are read out.
COLLECT = """() => {
  const found = [];
  const skipped = "script, style, textarea, code, pre, template, svg, noscript, .empty-form";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (element.closest(skipped) || element.closest("[lang=en]") || element.closest(".material-icons")) continue;
    if (node.nodeType === Node.TEXT_NODE) { found.push(node.data); continue; }
    for (const name of ["title", "aria-label", "placeholder", "alt"]) {
      if (element.hasAttribute(name)) found.push(element.getAttribute(name));
    }
    if (element.matches("input[type=submit], input[type=button]")) found.push(element.value);
  }
  found.push(document.title);
  return found.map(text => text.trim()).filter(Boolean);
}"""


def latin_words(texts: list[str]) -> set[str]:
    """The Latin words of these texts that have no place there, each with its sentence."""
    return {
        f"{word} ← {text[:80]}" for text in texts for word in WORD.findall(DATA.sub(" ", text)) if word not in ALLOWED
    }


@pytest.fixture
def desk(new_page: Callable[..., Page]) -> Page:
    """The admin as somebody sees it who may do everything."""
    hire()
    chief = account("老赵", username="laozhao")
    chief.groups.add(*account("全能", roles.ADMINISTRATOR, roles.CHIEF, username="laoquan").groups.all())
    page = new_page()
    page.goto("/admin/")
    assert not latin_words(page.evaluate(COLLECT))
    page.get_by_label("用户名").fill("laozhao")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="我的待办")).to_be_visible()
    return page


def test_every_page_and_menu_of_the_desk(desk: Page) -> None:
    cast = hire()
    photo = makers.make_photo(caption="食堂里坐满了人。")
    draft = makers.make_draft(by=cast.li, tags="民生", pictures=[photo])
    waiting = makers.make_piece_at(Status.FIRST_REVIEW, "银杏黄了", by=cast.sun)
    public = makers.make_published("路灯换新", by=cast.sun)
    Official.objects.create(name="何川", title="区长", rank=1, since=date(2024, 1, 1))
    ForbiddenWord.objects.create(word="禁词")
    WrongWord.objects.create(wrong="按装", right="安装")
    switches.turn(Switch.CLOSED, is_on=False, reason="演练", by=cast.zhou)
    form = "/admin/articles/article/{}/change/"
    lists = [
        f"/admin/articles/{name}/"
        for name in ("article", "photo", "importbatch", "section", "tag", "correction", "frontslot", "printedpage",
                     "wrongword", "forbiddenword", "official", "noticetarget")
    ]  # fmt: skip
    pages = [
        "/admin/", *lists, "/admin/staff/user/", "/admin/staff/reporter/", "/admin/staff/dutyroster/",
        "/admin/operations/switching/", "/admin/articles/sitesettings/1/change/", "/admin/articles/importbatch/upload/",
        "/admin/articles/article/export-page/", "/admin/articles/article/statistics/",
        "/admin/articles/photo/add/", f"/admin/articles/photo/{photo.pk}/change/", "/admin/articles/tag/add/",
        "/admin/articles/wrongword/add/", "/admin/articles/official/add/", "/admin/staff/user/add/",
        f"/admin/staff/user/{cast.li.pk}/change/", "/admin/staff/reporter/add/", "/admin/staff/dutyroster/add/",
        form.format(draft.pk), form.format(waiting.pk), form.format(public.pk), "/admin/articles/article/add/",
        f"/admin/articles/article/{public.pk}/history/", f"/admin/articles/article/{waiting.pk}/step/first_review/",
        f"/admin/articles/article/{waiting.pk}/step/send_back/", f"/admin/articles/article/{public.pk}/wechat/",
        f"/admin/articles/article/{public.pk}/preview/", "/admin/password_change/", "/admin/articles/official/import/",
        "/admin/articles/printedpage/add/",
    ]  # fmt: skip
    found: dict[str, set[str]] = {}
    for address in pages:
        answer = desk.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        if words := latin_words(desk.evaluate(COLLECT)):
            found[address] = words
        # A browser writes "Choose File" in its own language: a button of ours stands for it.
        browsers_own = "all => all.filter(one => getComputedStyle(one).clipPath === 'none').length"
        assert desk.locator("input[type=file]").evaluate_all(browsers_own) == 0, address
    assert not found, "\n".join(f"{address}: {words}" for address, words in found.items())

    # The kinds of paragraph, which the editor's library names in English.
    desk.goto(form.format(draft.pk))
    expect(desk.locator(".prose-menubar__option").first).to_have_text("小标题")

    # What opens only when it is wanted: the editor's dialogues.
    desk.goto(form.format(draft.pk))
    menu = desk.locator(".prose-menubar")
    expect(menu.first).to_be_visible()
    desk.locator(".ProseMirror[contenteditable=true]").click()
    desk.keyboard.press("Control+A")  # a link wants words that it stands on
    for title in ("链接", "插入表格"):
        menu.get_by_title(title, exact=True).first.click()
        expect(desk.locator("dialog[open]")).to_be_visible()
        assert not latin_words(desk.evaluate(COLLECT))
        desk.keyboard.press("Escape")


def test_the_check_would_find_an_english_word() -> None:
    assert latin_words(["Heading 2", "插入链接", "Ctrl+S 保存", "A01 版 https://example.cn/x"]) == {
        "Heading ← Heading 2"
    }
