"""Out of the house: a piece goes into WeChat's editor by the clipboard, a page to the layout desk as files."""

import io
import re
import zipfile
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles.admin.exports import record
from articles.importing import drafts
from articles.importing.word import read_word
from articles.models.newsroom import Article
from articles.models.published import PublishedArticle
from articles.workflow import Status
from tests import makers
from tests.cast import PASSWORD, Cast, hire, logged_in
from tests.forms import fill_in

pytestmark = pytest.mark.django_db

EXPORT_PAGE = "/admin/articles/article/export-page/"
BODY = "<p>昨天上午，长椿路社区的新食堂开张。</p><h3>十元一份</h3><p>一份两荤一素，<strong>十元</strong>。</p>"


def wechat(article: Article, *number: int) -> str:
    return reverse("admin:articles_article_wechat" + ("_of" if number else ""), args=[article.pk, *number])


def field(html: str) -> str:
    """The HTML that the page hands over, as a reader of the page gets it."""
    return re.search(r'<textarea id="copy-html".*?>(.*?)</textarea>', html, re.DOTALL)[1]


class TestCopyingToWeChat:
    def test_a_public_piece_has_its_pictures_at_public_addresses(self, cast: Cast) -> None:
        article = makers.make_published(pictures=[makers.make_photo(caption="门口")])
        html = logged_in(cast.li).get(wechat(article)).content.decode()
        public = PublishedArticle.objects.get()
        assert re.search(r"src=&quot;http://[^&]+/media/[0-9a-f]{2}/[^&]+\.jpg&quot;", field(html))
        assert "门口" in field(html)
        assert "责编：老王　校对：小钱　终审：老赵" in field(html)
        assert public.get_absolute_url() in html
        assert "需要手工上传的图片" not in html

    def test_what_is_copied_is_what_readers_have_and_not_the_correction_in_hand(self, cast: Cast) -> None:
        article = makers.make_published()
        makers.advance(article, "correct", by=cast.wang)
        Article.objects.filter(pk=article.pk).update(body="<p>还没有人审过的话。</p>")
        html = logged_in(cast.wang).get(wechat(article)).content.decode()
        assert "还没有人审过的话" not in html
        assert "昨天上午" in field(html)

    def test_an_unreleased_revision_says_so_and_offers_its_pictures_for_upload(self, cast: Cast) -> None:
        article = makers.make_draft(pictures=[makers.make_photo()])
        html = logged_in(cast.li).get(wechat(article, 1)).content.decode()
        assert "签发之前不得发布" in html
        assert "需要手工上传的图片" in html
        assert f"［此处上传图片：{article.pk}-1.jpg］" in field(html)
        picture = re.search(r'<a href="(\S+)" download="(\S+)">', html)
        assert logged_in(cast.li).get(picture[1])["Content-Type"] == "image/jpeg"

    def test_a_withdrawn_piece_is_not_handed_out(self, cast: Cast) -> None:
        article = makers.make_piece_at(Status.WITHDRAWN)
        html = logged_in(cast.wang).get(wechat(article)).content.decode()
        assert "已从网站撤下" in html
        assert "copy-html" not in html

    def test_readers_cannot_come_here(self, client: Client) -> None:
        article = makers.make_published()
        assert client.get(wechat(article)).status_code == 302
        assert client.get(EXPORT_PAGE).status_code == 302

    def test_a_revision_that_is_not_there(self, cast: Cast) -> None:
        assert logged_in(cast.li).get(wechat(makers.make_draft(), 9)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_what_is_copied_arrives_in_an_editable_field(new_page) -> None:
    """With the real clipboard, and without the interface that browsers offer to secure pages only."""
    cast = hire()
    photo = makers.make_photo(caption="门口")
    article = makers.make_published(body=BODY, pictures=[photo], dateline="本报讯")
    page: Page = new_page()
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', {value: undefined})")
    page.goto("/admin/")
    page.get_by_label("用户名").fill(cast.li.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.goto(wechat(article))
    assert page.evaluate("navigator.clipboard") is None
    handed = page.locator("#copy-html").evaluate("area => area.value")
    subhead = page.locator("#copy-preview section section")
    assert subhead.evaluate("one => getComputedStyle(one).fontSize") == "17px"  # styled, under the strict policy
    page.get_by_role("button", name="复制正文").click()
    expect(page.get_by_text("已复制")).to_be_visible()

    other = page.context.new_page()
    other.set_content("<div id=editor contenteditable></div>")
    other.evaluate(
        "document.addEventListener('paste', event => { window.pasted = event.clipboardData.getData('text/html'); })"
    )
    other.locator("#editor").focus()
    other.keyboard.press("Control+V")
    assert handed in other.evaluate("window.pasted")  # browsers put it into a document of its own
    arrived = other.locator("#editor")
    assert arrived.locator("p, section section").all_inner_texts() == [
        "来源：报纸　周明远", "", "门口", "本报讯 昨天上午，长椿路社区的新食堂开张。", "十元一份",
        "一份两荤一素，十元。", "责编：老王　校对：小钱　终审：老赵",
    ]  # fmt: skip
    assert arrived.locator("strong").inner_text() == "十元"
    assert arrived.locator("img").get_attribute("src").endswith(".jpg")
    assert arrived.locator("section section").evaluate("one => one.style.fontSize") == "17px"

    page.get_by_role("button", name="复制标题").click()
    other.locator("#editor").focus()
    other.keyboard.press("Control+A")
    other.keyboard.press("Control+V")
    assert arrived.inner_text().strip() == article.headline


class TestAPageForTheLayoutDesk:
    @pytest.fixture
    def page(self, cast: Cast) -> list[Article]:
        """Two pieces of a page, the second one first in print, and strangers to it."""
        issue = {"issue_date": date(2026, 11, 20), "page_label": "A01"}
        second = makers.make_published("银杏黄了", page_order=2, **issue, dateline="本报讯", body=BODY,
                                       printed_byline="记者 吴桐", printed_byline_place="head")  # fmt: skip
        first = makers.make_draft("食堂开张", page_order=1, **issue, kicker="民生实事看进展", dateline="本报讯",
                                  printed_byline="记者 周明远", printed_byline_place="end",
                                  pictures=[makers.make_photo(caption="食堂里坐满了人。")])  # fmt: skip
        makers.make_piece_at(Status.REJECTED, "没有采用的", **issue)
        makers.make_draft("别的版", issue_date=date(2026, 11, 20), page_label="A02")
        return [first, second]

    def get(self, cast: Cast, kind: str = ""):
        query = {"issue_date": "2026-11-20", "page_label": "a01"} | ({"as": kind} if kind else {})
        return logged_in(cast.wang).get(EXPORT_PAGE, query)

    def test_a_piece_whose_page_is_typed_in_small_letters_goes_out_with_it(self, cast: Cast) -> None:
        piece = makers.make_draft("小写的版", issue_date=date(2026, 11, 20))
        address = f"/admin/articles/article/{piece.pk}/change/"
        assert fill_in(logged_in(cast.wang), address, "article_form", page_label=" a01").status_code == 302
        assert "小写的版" in self.get(cast).content.decode()

    def test_it_says_what_goes_out_and_what_is_not_released(self, cast: Cast, page: list[Article]) -> None:
        html = self.get(cast).content.decode()
        assert html.index("食堂开张") < html.index("银杏黄了")
        assert "没有采用的" not in html
        assert "别的版" not in html
        assert "这个版有 1 篇稿件尚未签发" in html

    @pytest.mark.parametrize("kind", ["txt", "docx"])
    def test_importing_the_file_gives_the_same_pieces(self, cast: Cast, page: list[Article], kind: str) -> None:
        response = self.get(cast, kind)
        assert f'filename="2026-11-20-A01.{kind}"' in response["Content-Disposition"]
        report = drafts.take_in(f"2026-11-20-A01.{kind}", response.content, drafts.Options(by=cast.wang))
        assert report.error == ""
        back = [Article.objects.get(pk=piece.number) for piece in report.pieces]
        assert len(back) == len(page)
        for old, new in zip(page, back, strict=True):
            for name in ("headline", "kicker", "dateline", "body", "printed_byline", "printed_byline_place",
                         "issue_date", "page_label", "page_order"):  # fmt: skip
                sent = getattr(old, name)
                # Emphasis inside a paragraph is not for the layout desk; a subhead is a subhead.
                sent = sent.replace("<strong>", "").replace("</strong>", "") if name == "body" else sent
                assert getattr(new, name).__str__().replace("h2>", "h3>") == str(sent), name

    def test_the_zip_holds_the_pictures_under_the_names_of_the_captions(self, cast: Cast, page: list[Article]) -> None:
        package = zipfile.ZipFile(io.BytesIO(b"".join(self.get(cast, "zip").streaming_content)))
        assert sorted(package.namelist()) == ["2026-11-20-A01/2026-11-20-A01.docx", "2026-11-20-A01/A01-1-1.jpg"]
        assert package.read("2026-11-20-A01/A01-1-1.jpg").startswith(b"\xff\xd8")
        said = [one.text for one in read_word(package.read("2026-11-20-A01/2026-11-20-A01.docx")).paragraphs]
        assert "图片说明（A01-1-1.jpg）：食堂里坐满了人。" in said

    def test_a_page_of_which_nothing_is_known(self, cast: Cast) -> None:
        assert "没有稿件属于这个版" in self.get(cast).content.decode()
        assert "没有稿件属于这个版" in self.get(cast, "txt").content.decode()

    def test_the_statements_do_not_grow_with_the_pieces(
        self, cast: Cast, page: list[Article], django_assert_max_num_queries
    ) -> None:
        client = logged_in(cast.wang)
        query = {"issue_date": "2026-11-20", "page_label": "A01", "as": "txt"}
        with django_assert_max_num_queries(12):
            client.get(EXPORT_PAGE, query)


class TestOnePieceAsAFile:
    @pytest.mark.parametrize("kind", ["txt", "docx"])
    def test_it_has_headline_byline_text_and_who_answers_for_it(self, cast: Cast, kind: str) -> None:
        article = makers.make_published(printed_byline="记者 周明远", printed_byline_place="head")
        response = logged_in(cast.li).get(reverse("admin:articles_article_export", args=[article.pk, kind]))
        assert "no-store" in response["Cache-Control"]
        said = (
            response.content.decode()
            if kind == "txt"
            else "\n".join(one.text for one in read_word(response.content).paragraphs)
        )
        wanted = [article.headline, "记者 周明远", "昨天上午", "责编：老王　校对：小钱　终审：老赵"]
        assert [said.index(word) for word in wanted] == sorted(said.index(word) for word in wanted)

    def test_there_is_no_other_form(self, cast: Cast) -> None:
        address = reverse("admin:articles_article_export", args=[makers.make_draft().pk, "exe"])
        assert logged_in(cast.li).get(address).status_code == 404

    def test_the_form_of_a_piece_leads_to_its_ways_out(self, cast: Cast) -> None:
        article = makers.make_draft()
        html = logged_in(cast.li).get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
        assert wechat(article) in html
        assert reverse("admin:articles_article_export", args=[article.pk, "docx"]) in html


def test_a_composed_byline_is_plain_text(cast: Cast) -> None:
    article = makers.make_published(credits=[{"printed_name": "吴<桐", "standing": "记者", "role": "文"}])
    assert record(PublishedArticle.objects.get(pk=article.pk), stem="1").byline == "记者 吴<桐 文"
