"""Beside an article: its neighbours, related pieces, sharing, reading aloud, pictures that the server draws."""

import io
import re
from datetime import date

import pytest
from PIL import Image

from articles.models.published import PublishedArticle
from articles.presentation import cards
from tests.makers import advance, make_photo, make_published, make_reporter, make_section, make_tag
from tests.site.rows import make_public_rows

DAY = date(2026, 11, 20)


def address(article) -> str:
    return PublishedArticle.objects.get(pk=article.pk).get_absolute_url()


def page(client, article) -> str:
    return client.get(address(article)).content.decode()


def part(text: str, beginning: str, end: str) -> str:
    return text.partition(beginning)[2].partition(end)[0]


@pytest.mark.django_db
class TestNeighbours:
    def test_a_piece_names_the_ones_before_and_after_it(self, client, cast):
        first, second, third = (make_published(name, issue_date=DAY) for name in ("第一篇", "第二篇", "第三篇"))

        text = page(client, second)

        assert f'<a rel="prev" href="{address(first)}">' in text
        assert f'<a rel="next" href="{address(third)}">' in text
        assert 'rel="prev"' not in page(client, first)
        assert 'rel="next"' not in page(client, third)

    def test_a_withdrawn_neighbour_is_left_out(self, client, cast):
        first, second, third = (make_published(name, issue_date=DAY) for name in ("第一篇", "第二篇", "第三篇"))
        advance(second, "withdraw", by=cast.zhao, note="失实。")

        assert f'<a rel="next" href="{address(third)}">' in page(client, first)


@pytest.mark.django_db
class TestRelated:
    def related(self, client, article) -> str:
        return part(page(client, article), 'id="related"', "</section>")

    def test_pieces_with_the_same_tags_or_reporters_the_closest_first(self, client, cast):
        make_published("同一记者", credits=["周明远"], issue_date=DAY, page_label="A02")
        make_published("同一标签", tags="养老", credits=["孙立"], issue_date=DAY, page_label="A03")
        make_published("两样都同", tags="养老", credits=["周明远"], issue_date=DAY, page_label="A04")
        make_published("不相干", credits=["钱多"], issue_date=DAY, page_label="A05")
        article = make_published("本篇", tags="养老", credits=["周明远"], issue_date=DAY, page_label="A01")

        text = self.related(client, article)

        assert text.index("两样都同") < min(text.index("同一记者"), text.index("同一标签"))
        assert "不相干" not in text
        assert "本篇" not in text

    def test_what_stands_on_the_same_page_is_not_named_twice(self, client, cast):
        make_published("同版同标签", tags="养老", issue_date=DAY, page_label="A01")
        article = make_published("本篇", tags="养老", issue_date=DAY, page_label="A01")

        assert page(client, article).count(">同版同标签</a>") == 1

    def test_the_first_of_a_long_page_are_named_and_not_those_without_a_place_on_it(self, client):
        make_public_rows(9, section=make_section(), reporter=make_reporter(), tag=make_tag("防汛"))
        rows = PublishedArticle.objects.order_by("number")
        rows.update(issue_date=DAY, page_label="A01", page_order=None)
        numbers = list(rows.values_list("number", flat=True))
        for order, number in enumerate(numbers[1:], start=1):
            PublishedArticle.objects.filter(pk=number).update(page_order=order)
        text = page(client, PublishedArticle.objects.get(pk=numbers[-1]))
        near = part(text, 'id="near"', "</section>")
        assert [int(number) for number in re.findall(r'/([0-9]+)/">', near)] == numbers[1:7]

    def test_a_withdrawn_piece_is_not_related(self, client, cast):
        gone = make_published("要撤的", tags="养老", issue_date=DAY, page_label="A02")
        article = make_published("本篇", tags="养老", issue_date=DAY, page_label="A01")
        assert "要撤的" in self.related(client, article)

        advance(gone, "withdraw", by=cast.zhao, note="失实。")

        assert "要撤的" not in page(client, article)


@pytest.mark.django_db
class TestDrawnPictures:
    def test_the_qr_code_is_an_svg_of_our_own(self, client, cast):
        article = make_published()
        assert f'<img src="{address(article)}qr.svg"' in page(client, article)

        answer = client.get(f"{address(article)}qr.svg")

        assert answer["Content-Type"] == "image/svg+xml"
        assert answer.content.startswith(b"<svg")
        assert answer.content == cards.qr_code(f"http://127.0.0.1:8000{address(article)}")

    def test_a_piece_without_a_photo_has_a_card_where_the_machine_has_a_chinese_font(self, client, cast):
        article = make_published(
            "城东泵站昨夜提前投用，十二万居民今夏不再“看海”：一条老街的排水账怎么算", kicker="防汛"
        )
        card = f"{address(article)}card.png"
        if not cards.can_draw():
            assert "og:image" not in page(client, article)
            assert client.get(card).status_code == 404
            return

        assert f'<meta property="og:image" content="http://127.0.0.1:8000{card}">' in page(client, article)
        picture = Image.open(io.BytesIO(client.get(card).content))
        assert picture.size == cards.SIZE

    def test_without_a_font_there_is_no_card_and_no_page_names_one(self, client, cast, monkeypatch):
        article = make_published()
        monkeypatch.setattr(cards, "FONT_FOLDERS", ("/nowhere",))
        cards.font_file.cache_clear()
        try:
            assert "og:image" not in page(client, article)
            assert client.get(f"{address(article)}card.png").status_code == 404
        finally:
            cards.font_file.cache_clear()

    def test_a_piece_with_a_photo_shows_that(self, client, cast):
        text = page(client, make_published(pictures=[make_photo()]))
        assert "card.png" not in text
        assert 'property="og:image" content="http' in text

    @pytest.mark.parametrize("name", ["qr.svg", "card.png"])
    def test_a_withdrawn_piece_has_no_pictures_either(self, client, cast, name):
        article = make_published()
        there = f"{address(article)}{name}"
        advance(article, "withdraw", by=cast.zhao, note="失实。")
        assert client.get(there).status_code == 404


@pytest.mark.django_db
def test_a_picture_leads_to_its_largest_size_without_script(client, cast):
    text = page(client, make_published(pictures=[make_photo(width=1800, height=1200)]))
    assert "-1600.jpg" in part(text, "<figure", "<picture")


# --- in the browser


def test_the_address_is_copied(new_page, cast):
    article = make_published()
    tab = new_page(permissions=["clipboard-read", "clipboard-write"])
    tab.goto(address(article))
    tab.get_by_role("button", name="复制链接").click()
    tab.get_by_role("button", name="已复制").wait_for()
    assert tab.evaluate("navigator.clipboard.readText()") == tab.url


def test_the_system_is_asked_to_share_where_it_can(new_page, cast):
    article = make_published("食堂开张")
    tab = new_page()
    tab.add_init_script("navigator.share = what => { window.shared = what; return Promise.resolve(); };")
    tab.goto(address(article))
    tab.get_by_role("button", name="分享").click()
    assert tab.evaluate("shared.title") == "食堂开张"
    assert tab.evaluate("shared.url") == tab.url


def test_without_script_there_is_the_qr_code_and_no_button_that_does_nothing(new_page, cast):
    article = make_published()
    tab = new_page(java_script_enabled=False)
    tab.goto(address(article))
    assert tab.get_by_role("button").locator("visible=true").filter(has_not_text="搜索").count() == 0
    tab.get_by_text("二维码").click()
    tab.get_by_alt_text("本文网址二维码").wait_for()


VOICE = """
window.said = [];
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, "speechSynthesis", {value: {
  speak(one) { said.push(one); window.now = one; }, cancel() {}, getVoices() { return window.voices || []; },
}});
"""


def test_a_piece_is_read_aloud_sentence_by_sentence_paused_and_taken_up_again(new_page, cast):
    article = make_published("食堂开张", body="<p>第一句。第二句！</p><p>第三句</p>")
    tab = new_page()
    tab.add_init_script(VOICE)
    tab.goto(address(article))
    tab.get_by_role("button", name="听新闻").click()
    assert tab.evaluate("said[0].text") == "食堂开张"
    assert tab.evaluate("said[0].lang") == "zh-CN"
    tab.evaluate("now.onend()")
    tab.get_by_role("button", name="暂停朗读").click()
    tab.get_by_role("button", name="继续朗读").click()
    for _ in range(3):
        tab.evaluate("now.onend()")
    assert tab.evaluate("said.map(one => one.text)") == ["食堂开张", "第一句。", "第一句。", "第二句！", "第三句"]
    tab.get_by_role("button", name="听新闻").wait_for()


def test_verse_quotations_and_lists_are_read_aloud_once_each(new_page, cast):
    quoted = "<p>上句<br>下句</p><blockquote><p>他说：“好。”</p></blockquote>"
    body = f"{quoted}<ul><li><p>一</p><ul><li><p>二</p></li></ul></li></ul>"
    article = make_published("食堂开张", kicker="民生", body=body)
    tab = new_page()
    tab.add_init_script(VOICE)
    tab.goto(address(article))
    tab.get_by_role("button", name="听新闻").click()
    tab.evaluate("while (document.querySelector('.listen').textContent !== '听新闻') now.onend()")
    assert tab.evaluate("said.map(one => one.text)") == ["民生", "食堂开张", "上句", "下句", "他说：“好。”", "一", "二"]


def test_where_no_voice_speaks_chinese_or_none_can_be_heard_there_is_no_such_button(new_page, cast):
    tab = new_page()
    tab.add_init_script(VOICE)
    tab.goto(address(make_published()))
    tab.evaluate("voices = [{lang: 'de-DE'}]; speechSynthesis.onvoiceschanged()")
    assert not tab.locator(".listen").is_visible()
    tab.evaluate("voices = [{lang: 'zh_CN'}]; speechSynthesis.onvoiceschanged()")
    tab.get_by_role("button", name="听新闻").click()
    tab.evaluate("now.onerror({error: 'synthesis-failed'})")
    assert not tab.locator(".listen").is_visible()


def test_where_the_browser_has_no_voice_there_is_no_such_button(new_page, cast):
    article = make_published()
    tab = new_page()
    tab.add_init_script(
        "delete window.speechSynthesis; Object.defineProperty(window, 'speechSynthesis', {value: undefined});"
    )
    tab.goto(address(article))
    assert not tab.locator(".listen").is_visible()
