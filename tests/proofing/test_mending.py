"""Putting findings right: the words change, the tags stay."""

import pytest

from articles import body as bodies
from articles.proofing import mending
from articles.proofing.records import ErrorClass, Kind, Lists, TextField
from articles.proofing.starter import wrong_words
from tests.proofing.texts import found

LISTS = Lists(wrong_words=wrong_words())


def mended(body: str, error_class: ErrorClass | None = None) -> str:
    paragraphs = tuple(one.text for one in mending.paragraphs(body))
    return mending.mend_all(body, found(*paragraphs, lists=LISTS), error_class, is_body=True)


@pytest.mark.parametrize(
    ("body", "right"),
    [
        ("<p>4月 3日,会议召开.</p>", "<p>4月3日，会议召开。</p>"),
        ("<p>再<strong>接再</strong>励</p>", "<p>再<strong>接再</strong>厉</p>"),
        ("<p>甲&amp;乙,丙&lt;丁</p>", "<p>甲&amp;乙，丙&lt;丁</p>"),
        ("<h2>第一章</h2><ul><li><p>上午,开会</p></li></ul>", "<h2>第一章</h2><ul><li><p>上午，开会</p></li></ul>"),
        ("<table><tbody><tr><td><p></p></td><td><p>２０２３年</p></td></tr></tbody></table>",
         "<table><tbody><tr><td><p></p></td><td><p>2023年</p></td></tr></tbody></table>"),
        ("<p>第一行，<br>第二行,完<br>第三行</p>", "<p>第一行，<br>第二行，完<br>第三行</p>"),
        ('<p><a href="https://example.cn/?a,b">上午,开会</a></p>', '<p><a href="https://example.cn/?a,b">上午，开会</a></p>'),
        ("<p>共&nbsp;3人</p>", "<p>共3人</p>"),
        ("<p>读了&lt;&lt;论语&gt;&gt;之后</p>", "<p>读了《论语》之后</p>"),
    ],
)  # fmt: skip
def test_a_body_is_mended_and_stays_canonical(body, right):
    assert mended(body) == right
    assert bodies.sanitise(mended(body)) == mended(body)


def test_only_the_class_that_was_asked_for_is_mended():
    body = "<p>4月 3日,会议召开</p>"
    assert mended(body, ErrorClass.SPACES) == "<p>4月3日,会议召开</p>"
    assert mended(body, ErrorClass.PUNCTUATION) == "<p>4月 3日，会议召开</p>"


def test_a_finding_that_no_longer_holds_changes_nothing():
    (finding,) = found("上午,开会")
    assert mending.mend("上午，开会", finding) == "上午，开会"
    assert mending.mend_body("<p>下午开会了</p>", finding) == "<p>下午开会了</p>"
    assert mending.mend("上午,开会", finding) == "上午，开会"
    assert mending.mend_body("<p>上午,开会</p>", finding) == "<p>上午，开会</p>"


def test_a_finding_without_a_proposal_changes_nothing():
    (finding,) = found("他说：“好。")
    assert mending.mend("他说：“好。", finding) == "他说：“好。"


def test_mending_twice_finds_nothing_more_to_mend():
    text = "4月 3日,会议的的召开.再接再励,建面3000平米(扩大)."
    field = TextField("body", (text,), Kind.TEXT)
    once = mending.mend_all(text, found(*field.paragraphs, lists=LISTS), is_body=False)
    assert once == "4月3日，会议的召开。再接再厉，建面3000平方米（扩大）。"
    assert found(once, lists=LISTS) == ()


def test_paragraphs_are_counted_without_blank_ones():
    table = "<table><tbody><tr><td><p></p></td><td><p>二</p></td></tr></tbody></table>"
    body = f"<p>一</p>{table}<blockquote><p>三</p></blockquote>"
    assert [one.text for one in mending.paragraphs(body)] == ["一", "二", "三"]
