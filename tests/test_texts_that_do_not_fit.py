"""A text that is longer than its column is cut there, and kept whole in a remark: an import drops nothing."""

import json

import pytest

from articles.importing import drafts, sentences
from articles.models.imports import Remark
from articles.models.newsroom import Article

pytestmark = pytest.mark.django_db

LONG = {
    "标题": "长" * 200,
    "副题": "副" * 260,
    "来源": "源" * 70,
    "作者": "记者 " + "名" * 3,
    "标签": "签" * 130,
    "摘要": "摘" * 400,
    "原标题": "原" * 150,
    "原文链接": "https://example.org/" + "a" * 600,
    "正文": "第一段。\n第二段。",
}


def told() -> dict[str, Remark]:
    return {remark.params["field"]: remark for remark in Remark.objects.filter(code="too_long")}


def bring_in(row: dict) -> Article:
    report = drafts.take_in("稿.jsonl", json.dumps(row, ensure_ascii=False).encode(), drafts.Options())
    assert not report.error, report.error
    return Article.objects.get()


def test_each_text_that_was_cut_stands_whole_in_a_remark_with_a_sentence() -> None:
    article = bring_in(LONG)
    remarks = told()
    assert (article.headline, remarks["headline"].params["text"]) == ("长" * 120, LONG["标题"])
    for field, column in {
        "subheading": "副题",
        "source": "来源",
        "summary": "摘要",
        "original_title": "原标题",
    }.items():
        assert LONG[column].startswith(getattr(article, field))
        assert remarks[field].params["text"] == LONG[column]
    assert "标题" in sentences.of_remark(remarks["headline"])
    assert LONG["标题"] in sentences.of_remark(remarks["headline"])


def test_an_address_is_taken_whole_or_not_at_all() -> None:
    article = bring_in(LONG)
    assert article.original_url == ""
    assert told()["original_url"].params["text"] == LONG["原文链接"]


def test_a_text_that_fits_is_not_remarked_on() -> None:
    article = bring_in({**LONG, "标题": "长" * 120, "副题": "副" * 200, "来源": "源" * 60})
    assert len(article.headline) == 120
    assert not {"headline", "subheading", "source"} & told().keys()


def test_a_headline_of_several_lines_is_not_called_too_long() -> None:
    page = "青禾区部署防汛\n各单位落实责任\n\n本报讯 4月3日，青禾区召开防汛工作会议。\n会议要求各单位做好准备。\n"
    drafts.take_in("A01.txt", page.encode(), drafts.Options())
    assert not told()


def test_two_long_names_of_files_that_begin_alike_are_two_files() -> None:
    page = "本报讯 4月3日，青禾区召开防汛工作会议，{}。\n"
    for ending in ("甲", "乙"):
        name = "页" * 290 + ending + ".txt"
        report = drafts.take_in(name, page.format(ending * 20).encode(), drafts.Options())
        assert [piece.outcome for piece in report.pieces] == ["created"]
    assert Article.objects.count() == 2
