"""An archive that comes again brings nothing new; what somebody has in hand is never published over his head."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from articles.importing import archive, sources
from articles.models.imports import ImportBatch
from articles.models.newsroom import Article
from articles.models.published import PublishedArticle, Withdrawal
from articles.workflow import Status
from tests.archive.rows import chief, jsonl, publish, row
from tests.cast import hire
from tests.makers import advance, make_section

pytestmark = pytest.mark.django_db


def headlines() -> list[str]:
    return list(PublishedArticle.objects.order_by("number").values_list("headline", flat=True))


def test_the_same_file_twice_is_once(tmp_path):
    file = jsonl(tmp_path / "旧报.jsonl", row("一"), row("二"), row("三", id="3"))

    publish(file)
    outcome = publish(file)

    assert headlines() == ["一", "二", "三"]
    assert "发布 0 篇，此前已有 3 篇" in outcome.said
    assert ImportBatch.objects.count() == 1


def test_rows_without_a_key_are_known_in_another_order_and_in_another_file(tmp_path):
    publish(jsonl(tmp_path / "旧报.jsonl", row("一"), row("二")))

    publish(jsonl(tmp_path / "旧报-补.jsonl", row("三"), row("二"), row("一")))

    assert headlines() == ["一", "二", "三"]


def test_a_row_that_stands_twice_in_a_file_is_one_piece(tmp_path):
    outcome = publish(jsonl(tmp_path / "旧报.jsonl", row("一"), row("一"), row("一", page="02")))

    assert headlines() == ["一", "一"]
    assert "发布 2 篇，此前已有 1 篇" in outcome.said


def test_a_changed_row_under_its_key_changes_no_public_piece_and_is_told(tmp_path):
    publish(jsonl(tmp_path / "旧报.jsonl", row("一", id="7")))

    outcome = publish(jsonl(tmp_path / "旧报.jsonl", row("改过的一", id="7")))

    assert headlines() == ["一"]
    assert "其中 1 篇与文件不同，未改动" in outcome.said


def test_a_run_goes_on_where_the_last_one_ended(tmp_path):
    rows = [row(f"第{number}条", id=str(number)) for number in range(9)]
    publish(jsonl(tmp_path / "旧报.jsonl", *rows[:4]))

    publish(jsonl(tmp_path / "旧报.jsonl", *rows))

    assert headlines() == [one["headline"] for one in rows]


def test_a_piece_that_was_withdrawn_is_not_published_again(tmp_path):
    file = jsonl(tmp_path / "旧报.jsonl", row())
    publish(file)
    advance(Article.objects.get(), "withdraw", by=hire().zhao, note="当事人要求。")

    publish(file)

    assert headlines() == []
    assert Withdrawal.objects.count() == 1


def test_a_piece_that_the_newsroom_has_as_a_draft_is_refused(tmp_path):
    make_section("要闻", "news")
    file = jsonl(tmp_path / "旧报.jsonl", row(id="7"))
    call_command("import_articles", str(file), stdout=open("/dev/null", "w"))  # noqa: SIM115
    draft = Article.objects.get()

    outcome = publish(file)

    assert outcome.status == 1
    assert f"旧报.jsonl:1: 采编系统里已有这篇稿件（№ {draft.number}）" in outcome.complaints
    draft.refresh_from_db()
    assert (draft.status, headlines()) == (Status.DRAFT, [])


def test_a_page_that_came_in_as_drafts_is_refused_too(tmp_path):
    make_section("要闻", "news")
    page = tmp_path / "1998-04-07-A02.txt"
    page.write_text("供销社进新货\n　　本报讯 搪瓷脸盆到货三百只，全天供应。\n", encoding="utf-8")
    call_command("import_articles", str(page), stdout=open("/dev/null", "w"))  # noqa: SIM115

    outcome = publish(page, section="要闻")

    assert (outcome.status, headlines()) == (1, [])
    assert "采编系统里已有这篇稿件" in outcome.complaints


def test_helpers_in_other_processes_read_the_same(tmp_path):
    rows = [row(f"第{number}条", body=f"<p>第{number}条的正文。</p>") for number in range(230)]
    file = jsonl(tmp_path / "旧报.jsonl", *rows, "{broken", row("最后", issue_date="9月"))
    told: list[str] = []

    options = archive.Options(signed_by=chief(), helpers=2)
    news = list(archive.load(sources.sources([str(file)]), options, tell=told.append))

    assert headlines() == [one["headline"] for one in rows]
    assert [sentence.split(".jsonl:")[1][:4] for sentence in told] == ["231:", "232:"]
    report = news[-2]
    assert (report.published, report.refused_pieces, report.is_finished) == (230, 2, True)
    assert json.dumps(report.as_json(), ensure_ascii=False)


def test_the_same_file_for_another_section_or_day_is_told(tmp_path):
    make_section("民生", "life")
    plain = row("第1条")
    plain.pop("section")
    assert publish(jsonl(tmp_path / "旧报.jsonl", plain), section="要闻").status == 0
    assert "其中 1 篇与文件不同" in publish(tmp_path / "旧报.jsonl", section="民生").said
    assert PublishedArticle.objects.get().section.name == "要闻"

    undated = row("第2条")
    undated.pop("issue_date")
    file = jsonl(tmp_path / "无日期.jsonl", undated)
    publish(file, issue_date=date(1978, 3, 1))
    assert "1978-03-01" in publish(file, issue_date=date(1978, 3, 2)).complaints


def test_two_long_keys_that_begin_alike_are_two_pieces(tmp_path):
    long = "https://old.example.cn/" + "x" * 300
    file = jsonl(tmp_path / "旧报.jsonl", row("一", id=f"{long}1"), row("二", id=f"{long}2"))

    publish(file)

    assert headlines() == ["一", "二"]
    assert "发布 0 篇，此前已有 2 篇" in publish(file).said
