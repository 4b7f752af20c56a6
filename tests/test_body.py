"""A body speaks one small vocabulary: the editor, the sanitiser and the importer share it."""

import re

import nh3
import pytest
from django.contrib.staticfiles import finders
from django.utils.html import escape
from django_prose_editor.config import EXTENSION_MAPPING, allowlist_from_extensions
from django_prose_editor.widgets import ProseEditorWidget
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, Route

from articles import body
from articles.body import (
    Block,
    blocks,
    character_count,
    display_blocks,
    display_html,
    first_sentence,
    from_paragraphs,
    plain_text,
    sanitise,
    summary,
)

# What is kept, and in which form


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("  \n　&nbsp;<p> </p><p><br></p><p>\u200b</p>", ""),
        ("<p>甲</p>", "<p>甲</p>"),
        ("<b>粗</b>和<i>斜</i>", "<p><strong>粗</strong>和<em>斜</em></p>"),
        ("<h1>一</h1><h2>二</h2><h4>四</h4>", "<h2>一</h2><h2>二</h2><h3>四</h3>"),
        # Bare text becomes paragraphs, a line each; an old page's double <br> is the same.
        ("第一行\n第二行\r\n\r\n第三行", "<p>第一行</p><p>第二行</p><p>第三行</p>"),
        ("第一段<br><br>　　第二段", "<p>第一段</p><p>第二段</p>"),
        ("<div>甲</div><div>乙<p>丙</p>丁</div>", "<p>甲</p><p>乙</p><p>丙</p><p>丁</p>"),
        ("<b>粗<div>块</div></b>尾", "<p><strong>粗</strong></p><p><strong>块</strong></p><p>尾</p>"),
        # The indent of a Word paste goes, spaces inside stay.
        ("<p>　　本报讯 4月 3日  上午</p>", "<p>本报讯 4月 3日  上午</p>"),
        ("<p>&nbsp;&nbsp;甲&nbsp;乙&nbsp;</p>", "<p>甲&nbsp;乙</p>"),
        ("<p><span style='mso-x:1'>　　</span><strong>　甲</strong></p>", "<p><strong>甲</strong></p>"),
        # A line end of the source is a space, and none at all within Chinese.
        ("<p>高新区\n召开 of\nthe</p>", "<p>高新区召开 of the</p>"),
        # Characters without a shape, written plainly or as references.
        ("<p>甲\u200b乙\ufeff丙\x08丁\ufffd戊&#8203;己&#xFEFF;庚</p>", "<p>甲乙丙丁戊己庚</p>"),
        # A line break inside a paragraph is one, at its ends none.
        ("<p>甲<br>乙<br></p>", "<p>甲<br>乙</p>"),
        # One order of marks, as the editor nests them; neighbours are joined, empty ones vanish.
        ("<p><em><strong><a href='/1'>甲</a></strong></em></p>",
         '<p><a href="/1"><strong><em>甲</em></strong></a></p>'),
        ("<p><strong>甲</strong><strong>乙</strong><em></em></p>", "<p><strong>甲乙</strong></p>"),
        ("<p><strong>甲<strong>乙</strong></strong></p>", "<p><strong>甲乙</strong></p>"),
        # Lists, quotations and cells hold paragraphs.
        ("<ul><li>甲</li>\n<li> </li><li>乙<ol start=3><li>丙</ol></ul>",
         '<ul><li><p>甲</p></li><li><p>乙</p><ol start="3"><li><p>丙</p></li></ol></li></ul>'),
        ("<ul>甲<ul><li>乙</ul></ul>", "<ul><li><p>甲</p></li><li><ul><li><p>乙</p></li></ul></li></ul>"),
        ("<blockquote>甲<hr></blockquote><blockquote> </blockquote>", "<blockquote><p>甲</p><hr></blockquote>"),
        ("<table><caption>表一</caption><tr><th>甲<td colspan=2 rowspan=1 style='x'></table>",
         '<p>表一</p><table><tbody><tr><th><p>甲</p></th><td colspan="2"><p></p></td></tr></tbody></table>'),
        ("<table><thead><tr><th>甲</th></tr></thead><tfoot><tr><td>乙</td></tr></tfoot></table>",
         "<table><thead><tr><th><p>甲</p></th></tr></thead><tbody><tr><td><p>乙</p></td></tr></tbody></table>"),
        ("<table><tr><td></td></tr></table>", ""),
        ("<td colspan=99999>甲</td><li>乙</li>", "<p>甲</p><p>乙</p>"),
        ("<table><tr><td colspan=99999>甲</td></tr></table>",
         "<table><tbody><tr><td><p>甲</p></td></tr></tbody></table>"),
        # Pictures stand beside the body, not in it; their captions are text.
        ("<p>甲</p><figure><img src='/x.jpg'><figcaption>图说</figcaption></figure>", "<p>甲</p><p>图说</p>"),
        # Addresses.
        ("<a href='https://e.cn/?a=1&b=2' title='题' target=_blank rel=x>甲</a>",
         '<p><a href="https://e.cn/?a=1&amp;b=2" title="题">甲</a></p>'),
        ("<a href='/2023/04/07/12/'>甲</a>", '<p><a href="/2023/04/07/12/">甲</a></p>'),
        ("<a href='mailto:a@e.cn'>甲</a><a href='tel:110'>乙</a>",
         '<p><a href="mailto:a@e.cn">甲</a><a href="tel:110">乙</a></p>'),
        ("<a href='page.html'>甲</a><a href='#a'>乙</a>", '<p><a href="page.html">甲</a><a href="#a">乙</a></p>'),
        ("<a href='file:///C:/x'>甲</a><a>乙</a><a href=''>丙</a>", "<p>甲乙丙</p>"),
        # What a careless typist writes is text.
        ("3 < 5 & 6 > 4", "<p>3 &lt; 5 &amp; 6 &gt; 4</p>"),
    ],
)  # fmt: skip
def test_a_body_gets_its_canonical_form(html, expected):
    assert sanitise(html) == expected
    assert sanitise(expected) == expected


# From the usual collections: OWASP's filter evasion sheet, and mutation tricks against parsers.
ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<IMG SRC=`javascript:alert(1)`>",
    '<img """><script>alert(1)</script>">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' &#14; javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java&#x0A;script:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\u200bscript:alert(1)'>x</a>",
    "<a href='&#106;&#97;vascript:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='view-source:javascript:alert(1)'>x</a>",
    "<a href='x:javascript:alert(1)'>x</a>",
    "<a href='https://e.cn/\" onmouseover=\"alert(1)'>x</a>",
    '<a href="https://e.cn/" title=\'"><script>alert(1)</script>\'>x</a>',
    "<p onclick=alert(1) style='background:url(javascript:alert(1))' id=x class=y>x</p>",
    "<td colspan='\"><script>alert(1)</script>'>x</td>",
    "<ol start='1\"><script>'><li>x</ol>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x><embed src=x></object>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css'</style>",
    "<textarea></textarea><script>alert(1)</script>",
    "<title><img src=x onerror=alert(1)></title>",
    "<template><script>alert(1)</script></template>",
    "<!--><script>alert(1)</script-->",
    "<!-- --!><img src=x onerror=alert(1)>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "&lt;img src=x onerror=alert(1)&gt;",
    "<p/onclick=alert(1)>x",
    "<details open ontoggle=alert(1)>x",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<plaintext><script>alert(1)</script>",
    "<xmp><script>alert(1)</script></xmp>",
    "<select><option><script>alert(1)</script></select>",
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<b><p><a href='//x'><table><a href=javascript:1><td><b>y",
]

WRITTEN_TAG = re.compile(r"</?([a-z0-9]+)((?: [a-z]+=\"[^\"<>]*\")*)>")


def assert_harmless(html):
    """Assert that nothing but the vocabulary is written, by a second reading that knows nothing of the first."""
    assert (
        nh3.clean(html, tags=body.TAGS, attributes=body.ATTRIBUTES, url_schemes=body.URL_SCHEMES, link_rel=None) == html
    )
    assert not re.search("[<>]", WRITTEN_TAG.sub("", html))
    for tag, attributes in WRITTEN_TAG.findall(html):
        assert tag in body.TAGS
        for name, value in re.findall(r" ([a-z]+)=\"([^\"]*)\"", attributes):
            assert name in body.ATTRIBUTES[tag]
            if name == "href":
                assert re.match(r"(?:https?://|mailto:|tel:|[^:]*$|[^:]*[/?#])", value, re.IGNORECASE)
                assert "javascript" not in value.partition("?")[0].lower()


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("frame", ["{}", "<p>{}</p>", "<table><tr><td>{}</td></tr></table>", "<ul><li><b>{}", "甲{}乙"])
def test_no_attack_leaves_anything_but_the_vocabulary(attack, frame):
    cleaned = sanitise(frame.format(attack))
    assert_harmless(cleaned)
    assert sanitise(cleaned) == cleaned


KNOWN_TAGS = body.TAGS | body.WRAPPERS | set(body.SYNONYMS)
PIECES = st.sampled_from(
    [
        *(f"<{tag}>" for tag in sorted(KNOWN_TAGS | {"span", "script", "svg", "title"})),
        *(f"</{tag}>" for tag in sorted(body.TAGS | {"div", "b", "script", "svg"})),
        *("甲", "乙。", " ", "\n", "　", "&nbsp;", "&amp;", "&lt;", "<", ">", "&", '"', "'", "a"),
        *("\u200b", "&#8203;", "\x85", "\u2028", "\t", "1"),
        *("<a href='/x'>", "<a href='javascript:x'>", "<td colspan=2>", "<ol start=4>", "<!--", "-->", "<p class=x>"),
    ]
)  # fmt: skip


@given(
    st.lists(
        st.lists(st.characters(codec="utf-8") | st.sampled_from(["&amp;", "&lt;", "&nbsp;", "　", " ", "，"])),
        max_size=3,
    )
)
def test_mere_paragraphs_are_read_without_a_parser_as_with_it(paragraphs):
    html = "".join(f"<p>{''.join(characters)}</p>" for characters in paragraphs)
    marked = f"{html}<p><em>斜</em></p>"  # the parser has to read it all
    assert sanitise(marked) == f"{sanitise(html)}<p><em>斜</em></p>"
    assert plain_text(sanitise(marked)) == f"{plain_text(sanitise(html))}\n斜".removeprefix("\n")


@given(st.lists(PIECES, max_size=30).map("".join))
def test_sanitising_twice_is_the_same_as_once(html):
    once = sanitise(html)
    assert sanitise(once) == once
    assert_harmless(once)
    assert "".join(block.html for block in blocks(once)) == once
    assert not any(
        block.kind not in {"p", "h2", "h3", "ul", "ol", "blockquote", "hr", "table"} for block in blocks(once)
    )


@pytest.mark.parametrize("tag", ["div", "blockquote", "ul", "ol><li", "b", "span", "table><tr><td", "p", "em"])
def test_absurdly_deep_html_loses_its_depth_and_not_its_words(tag):
    deep = f"<{tag}>" * 5_000 + "字"
    cleaned = sanitise(deep)
    assert plain_text(cleaned) == "字"
    assert len(cleaned) < 1_000
    assert sanitise(cleaned) == cleaned


# The editor and the sanitiser share one vocabulary

# What the editor writes for each kind of block; the browser test below holds it to that.
WRITTEN_BY_THE_EDITOR = [
    '<p>本报讯 4月3日&nbsp;a &amp; b &lt;c&gt; "q"</p><h2>小标题</h2><h3>次 <em>斜</em></h3>',
    "<p>甲<strong>乙<em>丙</em></strong><em>丁</em><br>戊</p><hr><blockquote><p>引文</p></blockquote><p>尾</p>",
    "<ul><li><p>甲</p></li><li><p>乙</p><ul><li><p>子</p></li></ul></li></ul><p>尾</p>",
    '<p><a href="https://e.cn/?a=1&amp;b=2" title="t"><strong><em>链接</em></strong></a> <a href="/rel/">相对</a></p>',
    '<p><a href="mailto:a@b.cn">信</a> <a href="tel:110">电</a> <a href="https://e.cn/?q=&quot;&lt;x&gt;">怪</a></p>',
    '<table><tbody><tr><th><p>表头</p></th><th colspan="2"><p>双</p></th></tr></tbody></table><p>尾</p>',
    (
        '<table><tbody><tr><td rowspan="2"><p>甲</p></td><td><p></p></td></tr>'
        "<tr><td><p>乙</p></td></tr></tbody></table><p>尾</p>"
    ),
    "<p><strong>粗<br>行</strong>后</p><blockquote><p>裸</p><ul><li><p>x</p></li></ul></blockquote>",
]


@pytest.mark.parametrize("html", WRITTEN_BY_THE_EDITOR)
def test_what_the_editor_wrote_passes_unchanged(html):
    assert sanitise(html) == html


MARKED = st.tuples(
    st.sampled_from(["甲", "乙 丙", "a & b", "<x>", '"引"', "丁\xa0戊"]),
    st.sets(st.sampled_from(["a", "strong", "em"])),
)


def as_the_editor_writes(runs):
    """Write runs of marked text as ProseMirror's DOMSerializer does: marks that go on are not closed between runs."""
    out, opened = "", []
    for text, chosen in runs:
        marks = [mark for mark in ("a", "strong", "em") if mark in chosen]
        keep = 0
        while keep < min(len(opened), len(marks)) and opened[keep] == marks[keep]:
            keep += 1
        out += "".join(f"</{mark}>" for mark in reversed(opened[keep:]))
        out += "".join('<a href="/x/">' if mark == "a" else f"<{mark}>" for mark in marks[keep:])
        out += escape(text).replace("&quot;", '"').replace("\xa0", "&nbsp;")
        opened = marks
    return out + "".join(f"</{mark}>" for mark in reversed(opened))


INLINE = st.lists(MARKED, min_size=1, max_size=4).map(as_the_editor_writes)
PARAGRAPH = INLINE.map(lambda inline: f"<p>{inline}</p>")
TEXT_BLOCK = st.one_of(PARAGRAPH, INLINE.map(lambda x: f"<h2>{x}</h2>"), INLINE.map(lambda x: f"<h3>{x}</h3>"))
CELL = st.tuples(st.sampled_from(["th", 'td colspan="2"', "td", 'td rowspan="3"']), PARAGRAPH).map(
    lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0][:2]}>"
)


def nested(inner):
    content = st.lists(inner, min_size=1, max_size=3).map("".join)
    item = st.tuples(PARAGRAPH, st.lists(inner, max_size=1).map("".join)).map(lambda pair: f"<li>{''.join(pair)}</li>")
    items = st.lists(item, min_size=1, max_size=3).map("".join)
    return st.one_of(
        content.map(lambda x: f"<blockquote>{x}</blockquote>"),
        items.map(lambda x: f"<ul>{x}</ul>"),
        items.map(lambda x: f'<ol start="3">{x}</ol>'),
        st.lists(st.lists(CELL, min_size=1, max_size=3).map("".join), min_size=1, max_size=3).map(
            lambda rows: f"<table><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"
        ),
    )


DOCUMENT = st.lists(st.recursive(TEXT_BLOCK | st.just("<hr>"), nested, max_leaves=8), max_size=5).map("".join)


@given(DOCUMENT)
def test_whatever_the_editor_may_write_passes_unchanged(html):
    assert sanitise(html) == html


def test_the_editor_is_offered_nothing_that_the_sanitiser_takes_away():
    known = {name: options for name, options in body.EXTENSIONS.items() if name in EXTENSION_MAPPING}
    assert set(body.EXTENSIONS) - set(known) == {"Fullscreen"}  # only the size of the editor, no element
    allowed = allowlist_from_extensions(known)
    assert allowed["tags"] == body.TAGS
    assert allowed["url_schemes"] == body.URL_SCHEMES
    offered = {(tag, name) for tag, names in allowed["attributes"].items() for name in names}
    kept = {(tag, name) for tag, names in body.ATTRIBUTES.items() for name in names}
    # The dialogs for these three are switched off, or there never was one.
    assert offered - kept == {("a", "rel"), ("ol", "type"), ("ol", "data-type")}
    assert kept <= offered


@pytest.fixture
def editor_page(chromium: Browser) -> Page:
    """An empty page of a host of its own, whose static files are those that the admin would serve."""

    def answer(route: Route) -> None:
        name = route.request.url.partition("/static/")[2]
        found = finders.find(name) if name else None
        if found:
            route.fulfill(path=found)
        else:
            route.fulfill(body="<!doctype html><title>正文</title>", content_type="text/html; charset=utf-8")

    page = chromium.new_page()
    page.route("**/*", answer)
    yield page
    page.close()


def test_opening_a_body_in_the_editor_and_saving_it_changes_nothing(editor_page):
    bodies = [*WRITTEN_BY_THE_EDITOR, '<ol start="3"><li><p>第三</p></li></ol><p>尾</p>', "<p>正文。</p>"]
    widget = ProseEditorWidget(config={"extensions": body.EXTENSIONS}, preset="configurable")
    areas = "".join(widget.render(f"b{number}", html, {"id": f"b{number}"}) for number, html in enumerate(bodies))
    editor_page.goto("http://editor.invalid/")
    editor_page.set_content(f"<script>window.gettext = text => text</script>{widget.media}{areas}")
    editors = editor_page.locator(".ProseMirror[contenteditable=true]")
    editors.nth(len(bodies) - 1).wait_for()
    for number, html in enumerate(bodies):
        editors.nth(number).click()
        editor_page.keyboard.press("Control+End")
        editor_page.keyboard.type("x")
        typed = editor_page.evaluate(f"document.getElementById('b{number}').value")
        assert typed.count("x") == html.count("x") + 1
        editor_page.keyboard.press("Backspace")
        written = editor_page.evaluate(f"document.getElementById('b{number}').value")
        # The one word of the editor's own is how a numbered list is counted; the sanitiser leaves it out.
        assert written.replace(' data-type="decimal"', "") == html
        assert sanitise(written) == html


# Reading a body

REPORT = (
    "<h2>小标题</h2><p>本报讯 4月3日，甲<strong>乙</strong>。<br>丙</p><hr>"
    "<ul><li><p>一</p><ol><li><p>二</p></li></ol></li></ul>"
    "<table><tbody><tr><th><p>名</p></th><td><p></p></td><td><p>数</p><p>量</p></td></tr></tbody></table>"
)


def test_the_blocks_of_a_body_are_its_top_level_elements():
    assert [block.kind for block in blocks(REPORT)] == ["h2", "p", "hr", "ul", "table"]
    assert blocks(REPORT)[0] == Block("h2", "<h2>小标题</h2>", "小标题")
    assert blocks(REPORT)[3].text == "一\n二"
    assert blocks("") == ()


def test_plain_text_has_a_line_for_each_paragraph():
    assert plain_text(REPORT).split("\n") == ["小标题", "本报讯 4月3日，甲乙。 丙", "一", "二", "名 数 量"]
    assert plain_text("<p>a &amp; b &lt;c&gt;</p>") == "a & b <c>"
    assert plain_text("") == ""


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("", 0),
        ("<p>本报讯 4月3日，甲。</p>", 10),
        ("<p>a &amp; b</p><p>　乙</p>", 4),
        ("<hr>", 0),
        ("没有标签的一行，\n两行。", 11),
    ],
)
def test_characters_are_counted_as_newspapers_do(html, count):
    assert character_count(html) == count


def test_paragraphs_become_a_body_and_are_found_in_it_again():
    paragraphs = ["本报讯 4月 3日  上午", '“1+6+5+N” <b> & "引"', "第三段"]
    html = from_paragraphs(["　　" + paragraphs[0], paragraphs[1], " ", "", paragraphs[2]])
    assert html.startswith("<p>本报讯 4月 3日  上午</p><p>“1+6+5+N” &lt;b&gt; &amp;")
    assert plain_text(html).split("\n") == paragraphs
    assert len(blocks(html)) == 3


@given(st.lists(st.text(alphabet="甲乙 <&>\"'“”a1。", min_size=1).map(str.strip).filter(bool)))
def test_no_character_of_a_paragraph_is_lost(paragraphs):
    assert [block.text for block in blocks(from_paragraphs(paragraphs))] == paragraphs


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        ("<p>他说：“好。”大家鼓掌。</p>", "他说：“好。”"),
        ("<h2>小标题</h2><p>第一句！第二句。</p>", "第一句！"),
        ("<p>增长7.3%，创新高。后来</p>", "增长7.3%，创新高。"),
        ("<p>没有句号</p>", "没有句号"),
        ("<p>为什么？！因为</p>", "为什么？！"),
        ("<h2>只有小标题</h2>", "只有小标题"),
        ("<hr>", ""),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_at_its_mark_and_its_quotation(html, sentence):
    assert first_sentence(html) == sentence


@pytest.mark.parametrize(
    ("html", "limit", "expected"),
    [
        ("<p>一二三。四五六。七八九。</p>", 100, "一二三。四五六。七八九。"),
        ("<p>一二三。四五六。七八九。</p>", 8, "一二三。四五六。"),
        ("<p>一二三。</p><p>四五六。</p>", 8, "一二三。四五六。"),
        ("<p>一二三四，五六七八，九十。</p>", 10, "一二三四……"),
        ("<p>一二三四五六七八九十</p>", 6, "一二三四……"),
        ("<h2>题</h2><p>一二三。</p>", 8, "一二三。"),
        ("", 8, ""),
    ],
)
def test_a_summary_ends_with_a_sentence_if_it_can(html, limit, expected):
    assert summary(html, limit) == expected


@given(st.text(alphabet="甲乙。，！”“ab. ", max_size=60), st.integers(4, 40))
def test_a_summary_is_never_longer_than_asked(text, limit):
    assert len(summary(from_paragraphs([text]), limit)) <= limit


# What readers see


@pytest.mark.parametrize(
    ("html", "dateline", "expected"),
    [
        ("<p>4月3日上午</p><p>乙</p>", "本报讯", '<p><span class="dateline">本报讯</span> 4月3日上午</p><p>乙</p>'),
        ("<p><strong>甲</strong></p>", "本报讯", '<p><span class="dateline">本报讯</span> <strong>甲</strong></p>'),
        ("<h2>题</h2><p>甲</p>", "本报讯", '<p><span class="dateline">本报讯</span></p><h2>题</h2><p>甲</p>'),
        ("<p>本报讯 4月3日上午</p>", "本报讯", '<p><span class="dateline">本报讯</span> 4月3日上午</p>'),
        ("<p>甲</p>", "<b>&", '<p><span class="dateline">&lt;b&gt;&amp;</span> 甲</p>'),
        ("<p>甲</p>", " ", "<p>甲</p>"),
        ("", "本报讯", '<p><span class="dateline">本报讯</span></p>'),
        ("", "", ""),
    ],
)
def test_the_dateline_is_run_in_at_the_head_of_the_first_paragraph(html, dateline, expected):
    assert display_html(html, dateline) == expected


@pytest.mark.parametrize("html", [REPORT, "<p>甲</p><p>乙</p>"])
def test_a_dateline_moves_no_picture_from_its_place(html):
    assert len(display_blocks(html, "本报讯")) == len(blocks(html))


MARKS = ("p", "h2", "b", "i", "ul", "li")
PARTS = [*(f"<{mark}>" for mark in MARKS), *(f"</{mark}>" for mark in MARKS)]
PARTS += ["<hr>", "<br>", "甲", " ", "&amp;", "&lt;", "\xa0", "<a href='/x?a=1&b=2'>", "</a>"]


@given(st.lists(st.sampled_from(PARTS)))
def test_a_body_read_without_a_parser_has_the_blocks_that_the_parser_finds(parts):
    html = sanitise("".join(parts))
    found = blocks(html)

    with_a_list = blocks(f"{html}<ul><li><p>x</p></li></ul>")  # which needs the parser
    assert found == with_a_list[:-1]
    assert plain_text(html) == "\n".join(block.text for block in found if block.text)
