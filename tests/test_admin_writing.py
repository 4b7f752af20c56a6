"""What helps while a piece is written: a pasted byline, a clean paste, placed pictures, nothing typed is lost."""

import json
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Error, Page, expect

from articles import body as bodies
from articles.models.newsroom import Article, OpenForm
from articles.workflow import Status
from staff.models import User
from tests import makers
from tests.cast import PASSWORD, Cast, hire, logged_in
from tests.conftest import CHROMIUM_ARGUMENTS, chromium_path

pytestmark = pytest.mark.django_db

WRITTEN_WITHIN = 6_000  # milliseconds in which Chromium brings what a page keeps to the disk
ADD = "/admin/articles/article/add/"
EDITOR = ".ProseMirror[contenteditable=true]"
READ_BYLINE = "/admin/articles/article/read-byline/"

#: What Word 2016 and an article of WeChat put on the clipboard: line ends of their own, indents of spaces, list marks,
#: comments, struck and hidden text.
CLIPBOARD = Path(__file__).parent / "clipboard"


def address(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


class TestAPastedByline:
    def read(self, user: User, typed: str) -> dict:
        return logged_in(user).post(READ_BYLINE, {"byline": typed}).json()

    def test_it_becomes_rows_with_the_reporters_who_are_known(self, cast: Cast) -> None:
        zhou = makers.make_reporter("周明远")
        found = self.read(cast.li, "  记者 周明远　通讯员 吴桐 文/图 ")
        assert found["printed"] == "记者 周明远 通讯员 吴桐 文/图"
        assert found["credits"] == [
            {"name": "周明远", "standing": "记者", "role": "文/图", "organisation": "", "reporter": zhou.pk,
             "reporter_name": "周明远"},
            {"name": "吴桐", "standing": "通讯员", "role": "文/图", "organisation": "", "reporter": None,
             "reporter_name": ""},
        ]  # fmt: skip
        assert found["said"] == "已拆成 2 行。"

    def test_namesakes_are_left_to_the_editor(self, cast: Cast) -> None:
        for desk in ("经济", "文体"):
            makers.make_reporter("王芳", distinction=desk)
        found = self.read(cast.li, "记者 王芳")
        assert found["credits"][0]["reporter"] is None
        assert found["remarks"] == ["叫“王芳”的作者有好几位，请选定一位。"]

    @pytest.mark.parametrize(
        ("typed", "problem"),
        [("", "请粘贴"), ("今天上午，青石桥重新通车。", "认不出姓名"), ("记者 周明远 " * 40, "太长")],
    )
    def test_what_is_no_byline_gets_a_sentence(self, cast: Cast, typed: str, problem: str) -> None:
        assert problem in self.read(cast.li, typed)["problem"]

    def test_who_does_not_write_gets_nothing_and_a_forged_page_neither(self, cast: Cast) -> None:
        assert logged_in(cast.zhou).post(READ_BYLINE, {"byline": "记者 周明远"}).status_code == 403
        assert Client().post(READ_BYLINE, {"byline": "记者 周明远"}).status_code == 302
        assert logged_in(cast.li).get(READ_BYLINE).status_code == 405
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(cast.li)
        assert strict.post(READ_BYLINE, {"byline": "记者 周明远"}).status_code == 403


class TestWhoElseHasItOpen:
    def beat(self, user: User, article: Article, **said) -> list[str]:
        return logged_in(user).post(f"/admin/articles/article/{article.pk}/open/", said).json()["others"]

    def test_each_is_told_of_the_other(self, cast: Cast) -> None:
        draft = makers.make_draft(by=cast.li)
        assert self.beat(cast.li, draft) == []
        assert self.beat(cast.wang, draft) == ["小李"]
        assert self.beat(cast.li, draft) == ["老王"]
        assert "老王 正打开" in logged_in(cast.li).get("/admin/articles/article/").content.decode()

    def test_who_leaves_or_is_silent_for_a_minute_is_not_there(self, cast: Cast) -> None:
        draft = makers.make_draft(by=cast.li)
        self.beat(cast.wang, draft)
        self.beat(cast.wang, draft, leaving="1")
        assert self.beat(cast.li, draft) == []
        self.beat(cast.wang, draft)
        OpenForm.objects.filter(user=cast.wang).update(at=timezone.now() - timedelta(seconds=61))
        assert self.beat(cast.li, draft) == []
        assert not OpenForm.objects.filter(user=cast.wang).exists()
        assert draft.revisions.count() == 1

    def test_who_may_not_write_is_not_counted_and_no_piece_is_made_up(self, cast: Cast) -> None:
        draft = makers.make_draft(by=cast.li)
        assert logged_in(cast.zhou).post(f"/admin/articles/article/{draft.pk}/open/").status_code == 403
        assert logged_in(cast.li).post("/admin/articles/article/999/open/").status_code == 403
        assert logged_in(cast.li).get(f"/admin/articles/article/{draft.pk}/open/").status_code == 405
        assert not OpenForm.objects.exists()


# --- the browser -----------------------------------------------------------------------------------------------------


def log_in(page: Page, user: User) -> None:
    page.goto("/admin/login/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")


def open_form(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(EDITOR)


def paste(page: Page, html: str = "", text: str = "") -> None:
    """Put this on the real clipboard, as Word does, and paste it where the caret is."""
    page.evaluate(
        """([html, text]) => document.addEventListener("copy", event => {
            event.clipboardData.setData("text/plain", text);
            if (html) event.clipboardData.setData("text/html", html);
            event.preventDefault();
            event.stopImmediatePropagation();
        }, {capture: true, once: true})""",
        [html, text],
    )
    page.keyboard.press("Control+C")
    page.keyboard.press("Control+V")


def body_of(page: Page) -> str:
    return page.input_value("#id_body")


@pytest.mark.django_db(transaction=True)
class TestInTheBrowser:
    @pytest.mark.parametrize(
        ("source", "body"),
        [
            (
                "word",
                ["<p>今天上午，青石桥重新通车。桥长120米，<strong>限重二十吨</strong>。</p>", "<h2>三条路同时修</h2>",
                 "<p>人民路九月完工。</p>", "<p>居民方便了。</p>"],
            ),
            (
                "wechat",
                ["<p>今天上午，<strong>青石桥</strong>重新通车。</p>", "<p>第一句。</p>", "<p>第二句。</p>",
                 "<p>居民方便了。</p>"],
            ),
        ],
    )  # fmt: skip
    def test_a_paste_is_clean_at_once(self, new_page, source: str, body: list[str]) -> None:
        page = new_page()
        log_in(page, hire().li)
        open_form(page, ADD)
        page.click(EDITOR)
        paste(page, (CLIPBOARD / f"{source}.html").read_text(encoding="utf-8"), "纯文本")
        expect(page.locator(EDITOR)).to_contain_text("居民方便了。")
        assert body_of(page) == "".join(body)

    def test_pasted_lines_become_paragraphs_without_their_indents(self, new_page) -> None:
        page = new_page()
        log_in(page, hire().li)
        open_form(page, ADD)
        page.click(EDITOR)
        paste(page, text="　　第一段。\r\n\r\n　　第二段。\n")
        assert body_of(page) == "<p>第一段。</p><p>第二段。</p>"

    def test_a_byline_is_pasted_and_the_rows_are_there(self, new_page) -> None:
        zhou = makers.make_reporter("周明远")
        page = new_page()
        log_in(page, hire().li)
        open_form(page, ADD)
        page.click("#pasted-byline")
        paste(page, text="记者 周明远 通讯员 吴桐 文/图")
        expect(page.locator("#pasted-byline-said")).to_contain_text("已拆成 2 行")
        assert page.input_value("#id_bylines-0-reporter") == str(zhou.pk)
        assert page.input_value("#id_bylines-1-printed_name") == "吴桐"
        assert page.input_value("#id_bylines-1-standing") == "通讯员"
        assert page.input_value("#id_printed_byline") == "记者 周明远 通讯员 吴桐 文/图"
        assert page.is_visible(".unsaved")
        page.fill("#id_headline", "青石桥重新通车")
        page.click("[name=_save]")
        page.wait_for_selector(".messagelist .success")
        assert [row.printed_name for row in Article.objects.get().bylines.all()] == ["周明远", "吴桐"]

    def test_a_word_text_of_800_characters_is_submitted_with_five_clicks(self, new_page) -> None:
        cast = hire()
        section = makers.make_section()
        page = new_page()
        log_in(page, cast.li)
        # Counted in the browser, across pages: what a hand does, not what a script does.
        page.context.add_init_script(
            "document.addEventListener('click', event => { if (event.isTrusted && event.detail)"
            " localStorage.clicks = 1 + Number(localStorage.clicks ?? 0); }, true)"
        )
        sentence = "今天上午，青石桥重新通车，桥长一百二十米，限重二十吨，附近居民出行更方便。"
        html = f"<p class=MsoNormal style='text-indent:21pt'><span>　　{sentence * 3}</span></p>" * 8
        began = time.monotonic()
        open_form(page, ADD)
        expect(page.locator("#id_headline")).to_be_focused()
        page.keyboard.type("青石桥重新通车")  # The caret stands in the headline.
        page.click(EDITOR)
        paste(page, html, sentence)
        page.click("#pasted-byline")
        paste(page, text="记者 小李 通讯员 吴桐 文/图")
        expect(page.locator("#pasted-byline-said")).to_contain_text("已拆成 2 行")
        page.click("#id_section")
        page.select_option("#id_section", str(section.pk))
        page.click(".submit-row .next-step")
        page.click(".step-do button:has-text('送审')")
        expect(page.locator(".messagelist")).to_contain_text("待初审")
        assert time.monotonic() - began < 60  # seconds; it takes three on an idle machine
        article = Article.objects.get()
        assert article.status == Status.FIRST_REVIEW
        assert 800 <= bodies.character_count(article.body) <= 900
        assert int(page.evaluate("localStorage.clicks")) == 5

    def test_a_picture_is_moved_between_paragraphs_and_keeps_to_its_own(self, new_page) -> None:
        cast = hire()
        draft = makers.make_draft(
            by=cast.li,
            body="<p>第一段。</p><p>第二段。</p><p>第三段。</p>",
            pictures=[makers.make_photo(caption="新桥。")],
        )
        page = new_page()
        log_in(page, cast.li)
        open_form(page, address(draft))

        def order() -> list[str]:
            return page.eval_on_selector_all(
                "#picture-order li", "all => all.map(one => one.querySelector('span')?.textContent ?? one.textContent)"
            )

        expect(page.locator("#picture-order li")).to_have_count(4)
        assert order() == ["新桥。", "第一段。", "第二段。", "第三段。"]
        assert page.is_disabled(".order-up")
        page.focus(".order-down")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        assert order() == ["第一段。", "第二段。", "新桥。", "第三段。"]
        assert page.input_value("#id_photos-0-place") == "2"
        # A paragraph written above takes the picture along.
        page.click(".ProseMirror >> text=第一段")
        page.keyboard.press("Home")
        page.keyboard.type("导语。")
        expect(page.locator(".ProseMirror[contenteditable=true] p").first).to_have_text("导语。第一段。")
        page.keyboard.press("Enter")
        expect(page.locator("#picture-order li")).to_have_count(5)
        assert order() == ["导语。", "第一段。", "第二段。", "新桥。", "第三段。"]
        page.click("[name=_save]")
        page.wait_for_selector(".messagelist .success")
        assert draft.photos.get().place == 3

    def test_the_quick_keys_save_and_leave_an_input_method_alone(self, new_page) -> None:
        cast = hire()
        draft = makers.make_draft(by=cast.li)
        page = new_page()
        log_in(page, cast.li)
        open_form(page, address(draft))
        page.click(EDITOR)
        page.keyboard.press("Control+End")
        method = page.context.new_cdp_session(page)
        method.send("Input.imeSetComposition", {"text": "shi tang", "selectionStart": 8, "selectionEnd": 8})
        for key in ("s", "Enter"):  # What a browser reports while a word is being composed.
            page.evaluate(
                "key => document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
                " {key, ctrlKey: true, bubbles: true, cancelable: true, isComposing: true}))",
                key,
            )
        method.send("Input.insertText", {"text": "食堂"})
        assert page.url.endswith(address(draft))
        assert body_of(page).endswith("十元。食堂</p>")
        assert draft.revisions.count() == 1
        page.keyboard.press("Control+s")
        page.wait_for_selector(".messagelist .success")
        assert draft.revisions.count() == 2
        page.wait_for_selector(EDITOR)
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/step/submit/")

    def kept(self, page: Page) -> list[dict]:
        found = page.evaluate(
            "Object.keys(localStorage).filter(key => key.startsWith('gazette-typed:')).map(key => localStorage[key])"
        )
        return [json.loads(one) for one in found]

    def typing(self, page: Page, headline: str) -> None:
        page.fill("#id_headline", headline)
        page.click(EDITOR)
        page.keyboard.press("Control+Home")
        page.keyboard.type("写了一半。")
        page.wait_for_function("() => Object.keys(localStorage).some(key => key.startsWith('gazette-typed:'))")

    def test_what_was_typed_is_offered_after_a_crash_and_gone_after_a_save(self, new_page) -> None:
        cast = hire()
        draft = makers.make_draft(by=cast.li, body=makers.BODY + "<table><tbody><tr><td>桥长</td></tr></tbody></table>")
        page = new_page()
        log_in(page, cast.li)
        open_form(page, address(draft))
        self.typing(page, "打了一半的标题")
        page.click("#bylines-group .add-row a")
        page.fill("#id_bylines-1-printed_name", "吴桐")
        page.wait_for_function("() => Object.values(localStorage).some(one => one.includes('吴桐'))")
        second = page.context.new_page()
        page.close(run_before_unload=False)  # As a crash: nothing of the page has a last word.

        open_form(second, address(draft))
        offer = second.locator("#typed-offer")
        expect(offer).to_contain_text("有写好但没保存的内容")
        expect(offer.locator("ins").first).to_have_text("打了一半的标题")
        assert second.input_value("#id_headline") == "长椿路社区食堂开张"
        second.click("#typed-offer [value=restore]")
        assert second.input_value("#id_headline") == "打了一半的标题"
        assert second.input_value("#id_bylines-1-printed_name") == "吴桐"
        expect(second.locator(EDITOR)).to_contain_text("写了一半。")
        assert second.is_visible(".unsaved")
        assert draft.revisions.count() == 1
        second.click("[name=_save]")
        second.wait_for_selector(".messagelist .success")
        assert self.kept(second) == []
        draft.refresh_from_db()
        assert draft.headline == "打了一半的标题"
        assert [row.printed_name for row in draft.bylines.all()] == ["周明远", "吴桐"]

    def test_it_outlives_the_browser(self, chromium: Browser, paper_server: str, tmp_path) -> None:
        cast = hire()
        draft = makers.make_draft(by=cast.li)
        kind = chromium.browser_type
        where = {"executable_path": chromium_path(), "args": CHROMIUM_ARGUMENTS, "base_url": paper_server}
        with kind.launch_persistent_context(tmp_path / "profile", **where) as context:
            page = context.new_page()
            log_in(page, cast.li)
            open_form(page, address(draft))
            self.typing(page, "打了一半的标题")
            page.wait_for_timeout(WRITTEN_WITHIN)
            with suppress(Error):  # There is nobody left to answer.
                context.new_cdp_session(page).send("Browser.crash")
        with kind.launch_persistent_context(tmp_path / "profile", **where) as context:
            page = context.new_page()
            log_in(page, cast.li)
            open_form(page, address(draft))
            expect(page.locator("#typed-offer ins").first).to_have_text("打了一半的标题")
        assert draft.revisions.count() == 1

    def test_it_can_be_thrown_away_and_a_failed_save_keeps_it(self, new_page) -> None:
        cast = hire()
        draft = makers.make_draft(by=cast.li)
        page = new_page()
        log_in(page, cast.li)
        open_form(page, address(draft))
        self.typing(page, "打了一半的标题")
        page.context.clear_cookies(name="sessionid")  # The session is over while he writes.
        page.click("[name=_save]")
        page.wait_for_selector("#id_password")
        page.fill("#id_username", cast.li.username)
        page.fill("#id_password", PASSWORD)
        page.click("[type=submit]")
        open_form(page, address(draft))
        expect(page.locator("#typed-offer")).to_be_visible()
        page.click("#typed-offer [value=drop]")
        assert self.kept(page) == []
        open_form(page, address(draft))
        expect(page.locator("#typed-offer")).to_be_hidden()

    def test_on_a_shared_machine_nothing_is_left_for_the_next(self, new_page) -> None:
        cast = hire()
        draft = makers.make_draft(by=cast.li)
        page = new_page()
        log_in(page, cast.li)
        open_form(page, address(draft))
        self.typing(page, "打了一半的标题")
        assert len(self.kept(page)) == 1
        page.once("dialog", lambda dialog: dialog.accept())
        page.click("#logout-form button")
        expect(page.locator("#content")).to_contain_text("您已退出")
        assert self.kept(page) == []

        log_in(page, cast.li)
        open_form(page, address(draft))
        self.typing(page, "又打了一半")
        page.context.clear_cookies(name="sessionid")
        second = page.context.new_page()
        page.close(run_before_unload=False)
        log_in(second, cast.wang)
        assert self.kept(second) == []

    def test_the_other_is_named_on_the_form(self, new_page) -> None:
        cast = hire()
        draft = makers.make_draft(by=cast.li)
        OpenForm.objects.create(article=draft, user=cast.wang, at=timezone.now())
        page = new_page()
        log_in(page, cast.li)
        open_form(page, address(draft))
        expect(page.locator("#others-here")).to_have_text("老王 也打开了这篇稿件，请先商量好由谁来改。")
        assert OpenForm.objects.filter(user=cast.li).exists()
        page.goto("/admin/")
        page.wait_for_timeout(300)
        assert not OpenForm.objects.filter(user=cast.li).exists()

    @pytest.mark.parametrize("width", [820, 390])
    def test_it_fits_a_tablet_and_a_phone(self, new_page, width: int) -> None:
        cast = hire()
        draft = makers.make_draft(by=cast.li, pictures=[makers.make_photo()])
        page = new_page(viewport={"width": width, "height": 900}, color_scheme="dark")
        log_in(page, cast.li)
        open_form(page, address(draft))
        expect(page.locator("#picture-order li")).to_have_count(3)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert draft.status == Status.DRAFT
