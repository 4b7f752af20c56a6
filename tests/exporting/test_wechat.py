"""A piece as WeChat's editor keeps it: inline styles only, pictures in their order, who answers for it at the end."""

import re
from html.parser import HTMLParser

from articles.exporting import wechat
from articles.exporting.records import Picture, Piece

PICTURES = (
    Picture("7-1.jpg", "开张前", "周明远 摄", "门口", 0, "https://paper.example.cn/media/ab/1.jpg"),
    Picture("7-2.jpg", "后厨", "", "", 1, "https://paper.example.cn/media/ab/2.jpg"),
    Picture("7-3.jpg", "", "", "", 99, "https://paper.example.cn/media/ab/3.jpg?a=1&b=2"),
)
PIECE = Piece(
    headline="一百二十位老人吃上午饭",
    kicker="民生实事",
    byline="记者 周明远 文/图",
    dateline="本报讯",
    source="青橹报",
    editor_in_charge="老王",
    body='<p>昨天<strong>上午</strong>，<a href="https://example.cn/">食堂</a>开张。</p><h2>价钱</h2>'
    "<blockquote><p>十元。</p></blockquote><p>A&amp;B &lt;script&gt;</p>",
    pictures=PICTURES,
)


class Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _value in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_only_what_the_editor_keeps_goes_out() -> None:
    read = Reader(wechat.html(PIECE))
    assert set(read.tags) == {"section", "p", "strong", "blockquote", "img"}
    assert read.attributes == {"style", "src", "alt"}
    assert PIECE.headline not in read.text  # the headline has a field of its own
    assert "A&B <script>" in read.text


def test_everything_stands_in_its_order() -> None:
    html = wechat.html(PIECE)
    wanted = ["民生实事", "来源：青橹报　记者 周明远 文/图", "1.jpg", "开张前　周明远 摄", "本报讯", "2.jpg", "后厨",
              "价钱", "十元。", "A&amp;B", "3.jpg?a=1&amp;b=2", "责编：老王"]  # fmt: skip
    places = [html.index(word) for word in wanted]
    assert places == sorted(places)


def test_a_byline_printed_at_the_end_stays_there() -> None:
    html = wechat.html(Piece("甲", "<p>正文。</p>", byline="（吴桐）", is_byline_at_end=True))
    assert html.index("正文。") < html.index("（吴桐）")


def test_a_picture_without_an_address_says_which_one_belongs_there() -> None:
    html = wechat.html(Piece("甲", "<p>一。</p>", pictures=(Picture("7-1.jpg", "门口"),)))
    assert "<img" not in html
    assert "［此处上传图片：7-1.jpg］" in html


def test_a_page_with_a_strict_policy_gets_the_same_without_style_attributes() -> None:
    html = wechat.html(PIECE, style="data-style")
    assert not re.search(r'\sstyle="', html)
    assert html.replace(" data-style=", " style=") == wechat.html(PIECE)


def test_words_like_markup_stay_words() -> None:
    piece = Piece("甲", "<p>&lt;img src=x onerror=alert(1)&gt;</p>", byline='<b onclick="1">', source="<i>")
    read = Reader(wechat.html(piece))
    assert set(read.tags) == {"section", "p"}
