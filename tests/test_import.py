"""`manage.py import_articles`: page texts become drafts, twice is once, bad files harm nobody."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles import body as bodies
from articles import editing
from articles.importing import drafts
from articles.models.imports import ImportBatch, Remark
from articles.models.newsroom import Article, Revision
from articles.workflow import Status
from staff.models import Reporter
from tests.makers import advance, make_reporter, make_section
from tests.manuscripts import PAGE

OTHER = PAGE.replace("一千二百人次", "一千三百人次")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "A01.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def run(*arguments: object) -> str:
    out = io.StringIO()
    call_command("import_articles", *map(str, arguments), stdout=out)
    return out.getvalue()


def refusal(*arguments: object) -> str:
    """What the command says on standard error when it fails."""
    errors = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_articles", *map(str, arguments), stdout=io.StringIO(), stderr=errors)
    return errors.getvalue()


def everything() -> list:
    return [
        list(Article.objects.order_by("pk").values()),
        list(Revision.objects.order_by("pk").values()),
        list(Remark.objects.order_by("pk").values()),
        list(ImportBatch.objects.order_by("pk").values()),
        list(Reporter.objects.order_by("pk").values()),
    ]


@pytest.mark.django_db
class TestOnePage:
    def test_becomes_drafts_with_dateline_dates_paragraphs_and_credits(self, page):
        run(page, "--issue-date", "2023-04-07", "--page", "A01")
        first, second = Article.objects.order_by("page_order")
        assert (first.status, first.headline, first.dateline) == (Status.DRAFT, "", "本报讯")
        assert (first.event_date, first.issue_date, first.page_label) == (date(2023, 4, 3), date(2023, 4, 7), "A01")
        assert len(bodies.blocks(first.body)) == 3
        assert len(bodies.blocks(second.body)) == 2
        assert [(row.printed_name, row.standing, row.role) for row in first.bylines.all()] == [
            ("罗启明", "记者", "文/图")
        ]
        assert first.printed_byline == "记者 罗启明 文/图"
        assert "自习室。" in second.body
        assert "记者" not in second.body
        assert first.current_revision.number == 1

    def test_keeps_the_spaces_of_a_printed_line(self, page):
        run(page)
        text = bodies.plain_text(Article.objects.get(page_order=1).body)
        assert text.startswith("4月 3日上午，青禾区召开")

    def test_makes_an_unknown_name_an_unconfirmed_reporter_and_says_so(self, page):
        run(page)
        reporter = Reporter.objects.get()
        assert (reporter.name, reporter.is_confirmed) == ("罗启明", False)
        assert Remark.objects.filter(code="unknown_name").exists()

    def test_links_a_known_reporter_and_leaves_namesakes_to_the_editor(self, page):
        known = Reporter.objects.create(name="罗启明")
        run(page)
        assert {row.reporter for article in Article.objects.all() for row in article.bylines.all()} == {known}
        Reporter.objects.create(name="罗启明", distinction="摄影部")
        page.write_text(OTHER.replace("图书馆", "文化馆"), encoding="utf-8")
        other = page.rename(page.with_name("A02.txt"))
        run(other)
        assert Remark.objects.filter(code="namesakes").count() == 2

    def test_accounts_for_every_line_in_its_report(self, page):
        assert "未归属 0" in run(page)
        batch = ImportBatch.objects.get()
        assert batch.report["unaccounted"] == []
        assert batch.text == PAGE

    def test_goes_to_the_section_that_is_named_and_to_none_that_is_not_there(self, page):
        make_section("民生", "life")
        with pytest.raises(CommandError, match="民生"):
            run(page, "--section", "体育")
        assert not Article.objects.exists()
        run(page, "--section", "life")
        assert {article.section.name for article in Article.objects.all()} == {"民生"}

    def test_that_is_printed_waits_for_its_check_and_says_who_released_it(self, page):
        with pytest.raises(CommandError, match="付印"):
            run(page, "--printed")
        run(page, "--printed", "--print-released-by", "老赵", "--print-released-on", "2023-04-06")
        assert {article.status for article in Article.objects.all()} == {Status.PRINT_CHECK}
        batch = ImportBatch.objects.get()
        assert (batch.print_released_by, batch.print_released_on) == ("老赵", date(2023, 4, 6))


@pytest.mark.django_db
class TestLabelOfThePage:
    def label(self) -> str:
        (said,) = set(Article.objects.values_list("page_label", flat=True))
        assert ImportBatch.objects.latest("pk").page_label == said
        return said

    def test_is_the_one_that_was_said_however_it_was_typed(self, page):
        run(page, "--page", "b02")
        assert self.label() == "B02"

    def test_is_that_of_the_head_of_the_page_where_neither_command_nor_name_says_one(self, tmp_path):
        path = tmp_path / "版面.txt"
        path.write_text(f"2023年4月7日 第3版\n{PAGE}", encoding="utf-8")
        run(path)
        assert self.label() == "03"
        run(path, "--page", "A05")
        assert Article.objects.filter(page_label="A05").count() == 2

    def test_is_that_of_the_name_where_the_page_says_another(self, page):
        page.write_text(f"第3版\n{PAGE}", encoding="utf-8")
        run(page)
        assert self.label() == "A01"

    def test_that_is_read_now_and_was_not_before_makes_no_second_piece(self, tmp_path):
        path = tmp_path / "版面.txt"
        path.write_text(f"第3版\n{PAGE}", encoding="utf-8")
        run(path)
        assert set(Article.objects.values_list("import_ref", flat=True)) == {"//版面.txt#1", "//版面.txt#2"}

    def test_of_more_than_ten_characters_is_refused(self, page):
        with pytest.raises(CommandError, match="10"):
            run(page, "--page", "要闻版" * 4)
        assert not Article.objects.exists()


@pytest.mark.django_db
class TestOptionsThatSayNothingAlone:
    def test_are_refused_before_anything_comes_in(self, page):
        with pytest.raises(CommandError, match="--archive"):
            run(page, "--signed-by", "laozhao")
        with pytest.raises(CommandError, match="--printed"):
            run(page, "--print-released-by", "老赵")
        with pytest.raises(CommandError, match="60"):
            run(page, "--printed", "--print-released-by", "赵" * 61, "--print-released-on", "2023-04-06")
        assert not Article.objects.exists()


@pytest.mark.django_db
class TestAgain:
    def test_as_printed_what_came_in_as_drafts_stays_so_and_is_told(self, page):
        printed = ("--printed", "--print-released-by", "老赵", "--print-released-on", "2023-04-06")
        run(page)
        assert run(page, *printed).count("仍是草稿") == 2
        assert {article.status for article in Article.objects.all()} == {Status.DRAFT}
        drafts.undo(ImportBatch.objects.get(), by=None)
        run(page, *printed)
        assert run(page).count("仍待上网核对") == 2
        assert {article.status for article in Article.objects.all()} == {Status.PRINT_CHECK}

    def test_the_same_import_changes_nothing(self, page):
        run(page, "--issue-date", "2023-04-07", "--page", "A01")
        before = everything()
        assert "未变" in run(page, "--issue-date", "2023-04-07", "--page", "A01")
        assert everything() == before

    def test_a_better_text_updates_the_draft_that_nobody_touched(self, page):
        run(page)
        page.write_text(OTHER, encoding="utf-8")
        run(page)
        assert Article.objects.count() == 2
        changed = Article.objects.get(page_order=2)
        assert "一千三百" in changed.body
        assert changed.current_revision.number == 2

    def test_an_edited_draft_is_never_overwritten(self, page, cast):
        run(page)
        article = Article.objects.get(page_order=2)
        article.body = "<p>编辑改过的正文。</p>"
        article.save()
        editing.keep_revision(article, by=cast.wang)
        page.write_text(OTHER, encoding="utf-8")
        assert "已有人修改" in run(page)
        article.refresh_from_db()
        assert article.body == "<p>编辑改过的正文。</p>"

    def test_a_piece_that_somebody_acted_on_is_left_alone(self, page, cast):
        make_section()
        run(page, "--section", "news")
        article = Article.objects.get(page_order=2)
        advance(article, "reject", by=cast.chen, note="不用。")
        advance(article, "restore", by=cast.chen, note="可用。")
        page.write_text(OTHER, encoding="utf-8")
        run(page, "--section", "news")
        article.refresh_from_db()
        assert "一千二百" in article.body

    def test_another_page_in_a_file_of_the_same_name_is_another_page(self, page):
        run(page)
        other = "本报讯 5月 9日，城东小学举办春季运动会，六百名学生参加了跑步、跳绳和拔河比赛。\n记者 白露\n"
        page.write_text(other, encoding="utf-8")
        run(page)
        assert Article.objects.count() == 3
        assert "防汛" in Article.objects.order_by("number").first().body

    def test_an_import_can_be_taken_back_and_what_was_edited_stays(self, page, cast):
        run(page)
        edited = Article.objects.get(page_order=2)
        edited.headline = "图书馆新馆开馆"
        edited.save()
        editing.keep_revision(edited, by=cast.wang)
        assert drafts.undo(ImportBatch.objects.get(), by=cast.chen) == (1, 1)
        assert list(Article.objects.all()) == [edited]
        assert Reporter.objects.filter(name="罗启明").exists()
        assert ImportBatch.objects.get().undone_by == cast.chen

    def test_an_import_taken_back_whole_leaves_nothing_of_its_reporters(self, page, cast):
        run(page)
        drafts.undo(ImportBatch.objects.get(), by=cast.chen)
        assert not Article.objects.exists()
        assert not Reporter.objects.filter(name="罗启明").exists()

    def test_an_import_is_taken_back_though_a_reporter_of_it_has_an_account_now(self, page, cast):
        run(page)
        made = Reporter.objects.get(name="罗启明")
        cast.li.reporter = made
        cast.li.save()
        assert drafts.undo(ImportBatch.objects.get(), by=cast.chen) == (2, 0)
        cast.li.refresh_from_db()
        assert cast.li.reporter == made

    def test_an_import_is_taken_back_though_a_reporter_of_it_was_merged(self, page, cast):
        run(page)
        made, other = Reporter.objects.get(name="罗启明"), make_reporter("罗启鸣")
        into_it = Reporter.objects.create(name="罗起明", merged_into=made)
        assert drafts.undo(ImportBatch.objects.get(), by=cast.chen) == (2, 0)
        assert {made, into_it} <= set(Reporter.objects.all())
        run(page)
        Reporter.objects.filter(pk=made.pk).update(merged_into=other)
        drafts.undo(ImportBatch.objects.latest("pk"), by=cast.chen)
        assert Reporter.objects.get(pk=made.pk).merged_into == other


class TestDryRun:
    def test_prints_only_the_predicted_list_and_asks_no_database(self, page):
        result = json.loads(run(page, "--dry-run", "--json"))  # pytest-django lets no query through here
        assert [len(piece["paragraphs"]) for piece in result] == [3, 2]
        assert result[0]["bylines"] == [{"name": "罗启明", "role": "text_photo"}]
        assert set(result[0]) == {"title", "dateline", "date", "paragraphs", "bylines"}

    def test_of_a_bad_file_says_so_and_prints_an_empty_list(self, tmp_path):
        path = tmp_path / "leer.txt"
        path.write_bytes(b"")
        out, errors = io.StringIO(), io.StringIO()
        with pytest.raises(CommandError):
            call_command("import_articles", str(path), "--dry-run", "--json", stdout=out, stderr=errors)
        assert json.loads(out.getvalue()) == []
        assert "文件是空的" in errors.getvalue()


BAD = {
    "空文件": (b"", "空的"),
    "只有空白": (b"\n \n", "空的"),
    "图片": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "二进制"),
    "坏编码": ("中文内容".encode() * 20 + b"\xff\xfe\xfd\x80", "编码"),
    "没有稿件": ("第A01版\n2023年4月7日 星期五\n".encode(), "没有找到稿件"),
}


@pytest.mark.django_db
class TestBadFiles:
    @pytest.mark.parametrize("kind", [*BAD])
    def test_get_one_sentence_with_their_name_and_write_nothing(self, tmp_path, kind):
        data, why = BAD[kind]
        path = tmp_path / f"{kind}.txt"
        path.write_bytes(data)
        said = refusal(path)
        assert len(said.strip().splitlines()) == 1
        assert str(path) in said
        assert why in said
        assert not Article.objects.exists()
        assert not ImportBatch.objects.exists()

    def test_do_no_harm_to_the_others(self, page, tmp_path):
        bad = tmp_path / "0.txt"
        bad.write_bytes(b"")
        refusal(bad, page, tmp_path / "没有.txt")
        assert Article.objects.count() == 2

    def test_a_missing_file_and_an_empty_folder_are_named(self, tmp_path):
        (tmp_path / "空").mkdir()
        assert "没有这个文件" in refusal(tmp_path / "没有.txt")
        assert "没有文本文件" in refusal(tmp_path / "空")

    def test_a_named_encoding_that_does_not_fit_or_does_not_exist_is_named(self, page):
        assert "big5" in refusal(page, "--encoding", "big5").lower()
        assert "klingon" in refusal(page, "--encoding", "klingon")

    def test_a_bad_date_is_refused_before_anything_happens(self, page):
        with pytest.raises(CommandError):
            run(page, "--issue-date", "2023-13-40")
        assert not Article.objects.exists()


@pytest.mark.django_db
def test_a_folder_is_read_in_the_order_of_its_names_and_a_pattern_too(page, tmp_path):
    page.with_name("A02.txt").write_text(PAGE.replace("青禾", "白石"), encoding="gb18030")
    run(tmp_path)
    assert Article.objects.count() == 4
    assert list(ImportBatch.objects.order_by("pk").values_list("encoding", flat=True)) == ["utf-8", "gb18030"]
    assert "未变" in run(tmp_path / "*.txt")
