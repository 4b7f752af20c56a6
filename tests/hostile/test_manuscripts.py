"""Word manuscripts and rows of tables that somebody made to do harm: refused with a sentence, or come in harmless."""

import json

import pytest

from articles.importing import reading
from articles.importing.reading import LONGEST_TEXT
from articles.importing.records import UnreadablePage
from articles.importing.word import DEEPEST_ELEMENT, read_word
from articles.models.newsroom import Article
from tests.archive.rows import jsonl
from tests.manuscripts import NAMESPACES, word, zipped
from tests.test_import_sources import refusal, run

ENTITIES = '<!DOCTYPE a [<!ENTITY a "一"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
DOCUMENT = f"<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>一段。{{}}</w:t></w:r></w:p></w:body></w:document>"
DEEP = f"<w:document {NAMESPACES}>{'<w:body>' * 20_000}{'</w:body>' * 20_000}</w:document>"


def manuscript(document: str | bytes) -> bytes:
    data = document if isinstance(document, bytes) else document.encode()
    return zipped({"word/document.xml": data})


@pytest.mark.parametrize(
    "document",
    [
        ENTITIES + DOCUMENT.format("&b;"),
        EXTERNAL + DOCUMENT.format("&a;"),
        f"<!--{' ' * 5000}-->{ENTITIES}{DOCUMENT.format('&b;')}",  # behind what a look at the beginning would see
        (ENTITIES + DOCUMENT.format("&b;")).encode("utf-16"),  # in other bytes than those one would look for
        '<!DOCTYPE a SYSTEM "http://evil.example/a.dtd">' + DOCUMENT.format(""),
        '<?xml version="1.0" encoding="klingon"?>' + DOCUMENT.format(""),
        DOCUMENT.format("&#xD800;"),
        DOCUMENT.format("\x00"),
        DEEP,
    ],
    ids=["bomb", "external", "padded", "utf-16", "dtd", "encoding", "surrogate", "nul", "deep"],
)
def test_a_word_document_that_word_cannot_have_written_is_refused(document):
    with pytest.raises(UnreadablePage) as refused:
        read_word(manuscript(document))
    assert refused.value.code == "word_broken"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("A01.txt", ("标题一则\n\n" + "　　一段话，不长。\n" * 120_000).encode()),
        ("A01.txt", ("标题一则\n\n　　" + "长" * LONGEST_TEXT).encode()),
        ("稿件.docx", word(("", "标题一则"), ("", "长" * LONGEST_TEXT))),
        ("稿件.csv", ("标题,正文\n标题一则," + "长" * (LONGEST_TEXT + 1)).encode()),
        ("稿件.jsonl", json.dumps({"headline": "一", "body": f"<p>{'长' * LONGEST_TEXT}</p>"}).encode()),
    ],
    ids=["lines", "paragraph", "word", "table", "html"],
)
def test_a_text_that_is_no_page_by_its_length_is_refused_before_it_is_parsed(name, data):
    with pytest.raises(UnreadablePage) as refused:
        reading.read(name, data)
    assert refused.value.code == "text_too_long"


def test_tables_within_tables_as_word_has_them_are_read():
    levels = (DEEPEST_ELEMENT - 10) // 4
    raw = (
        "<w:tbl><w:tr><w:tc>" * levels + "<w:p><w:r><w:t>最里面。</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * levels
    )
    said = "".join(one.text for one in read_word(word(("", "一段。"), raw=raw)).paragraphs)
    assert said.count("最里面。") == 1  # and not 2 ** levels times


@pytest.mark.django_db
@pytest.mark.parametrize(
    "link", ["javascript:alert(document.cookie)", "data:text/html,<script>1</script>", "//e.cn", "x"]
)
def test_a_link_that_leads_to_no_web_page_stands_in_a_remark_and_not_on_the_piece(tmp_path, link):
    run(jsonl(tmp_path / "a.jsonl", {"headline": "转载", "body": "一段。", "original_url": link}))
    article = Article.objects.get()
    assert article.original_url == ""
    assert article.remarks.get(code="bad_link").params["address"] == link


@pytest.mark.django_db
def test_a_link_to_a_web_page_comes_in(tmp_path):
    run(jsonl(tmp_path / "a.jsonl", {"headline": "转载", "body": "一段。", "original_url": "https://example.cn/1"}))
    article = Article.objects.get()
    assert article.original_url == "https://example.cn/1"
    assert not article.remarks.filter(code="bad_link").exists()


@pytest.mark.django_db
def test_what_no_database_keeps_is_left_out_of_a_draft(tmp_path):
    said = {
        "headline": "标\x00题\ud83d",
        "body": ["一\x00段。\udc00", "<b>\x08二段。</b>"],
        "byline": [{"name": "罗\x00启明", "standing": "记\ud800者"}],
        "tags": ["党\x00建"],
        "summary": "摘\ud800要",
    }
    run(jsonl(tmp_path / "a.jsonl", json.dumps(said)))  # as \\u0000 and \\ud83d, which JSON may hold
    article = Article.objects.get()
    assert (article.headline, article.summary) == ("标题", "摘要")
    assert article.bylines.get().printed_name == "罗启明"
    assert [tag.name for tag in article.tags.all()] == ["党建"]
    assert "一段。" in article.body


@pytest.mark.parametrize("line", ['{"headline": ' + "[" * 100_000, '{"headline": 1' + "0" * 5000 + "}", "[]", "null"])
@pytest.mark.django_db
def test_a_line_that_is_no_piece_stops_the_file_with_its_number(tmp_path, line):
    said, _status = refusal(jsonl(tmp_path / "a.jsonl", line))
    assert "第 1 行" in said
    assert not Article.objects.exists()
