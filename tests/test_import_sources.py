"""Where pieces come from: Word, zips, tables, JSON lines, folders, photos beside a text; and what is refused."""

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from articles import body as bodies
from articles.importing import cells
from articles.importing.predicted import predicted
from articles.importing.reading import day_in, label_in, read
from articles.importing.records import UnreadablePage
from articles.importing.sources import sources
from articles.importing.word import read_word
from articles.importing.zipped import members
from articles.models.imports import ImportBatch, Remark
from articles.models.newsroom import Article
from articles.models.shared import Photo
from tests import makers
from tests.manuscripts import PAGE, word, zipped


def run(*arguments: object) -> str:
    out = io.StringIO()
    call_command("import_articles", *map(str, arguments), stdout=out)
    return out.getvalue()


def refusal(*arguments: object) -> tuple[str, int]:
    """What the command says on standard error when it fails, and its exit status."""
    errors = io.StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("import_articles", *map(str, arguments), stdout=io.StringIO(), stderr=errors)
    return errors.getvalue(), failed.value.returncode


def code_of(act) -> str:
    with pytest.raises(UnreadablePage) as refused:
        act()
    return refused.value.code


def photo(colour: str = "steelblue") -> bytes:
    return makers.picture_file(colour=colour).read()


# --- Word ------------------------------------------------------------------------------------------------------------


class TestWord:
    def test_headings_are_headlines_and_subheads_and_each_paragraph_stays_one(self) -> None:
        manuscript = word(
            ("heading 1", "图书馆新馆开馆"),
            ("", "本报讯 4月6日，青禾区图书馆新馆开馆。"),
            ("heading 2", "藏书十二万册"),
            ("", "新馆藏书十二万册，设有少儿阅览室。（记者 罗启明）"),
            ("heading 1", "防汛会召开"),
            ("", "本报讯 4月3日上午，青禾区召开防汛工作会议。"),
            ("", "会议要求，各单位要立足于防大汛、抢大险、救大灾。"),
            ("", "记者 周明远 文/图"),
        )
        reading = read("稿件.docx", manuscript)
        first, second = reading.page.articles
        assert (first.headline, second.headline) == ("图书馆新馆开馆", "防汛会召开")
        assert [(one.text, one.is_subhead) for one in first.paragraphs][1] == ("藏书十二万册", True)
        assert [one.name for one in (*first.credits, *second.credits)] == ["罗启明", "周明远"]
        assert len(second.paragraphs) == 2
        assert second.dateline == "本报讯"
        assert reading.page.unaccounted_lines() == []

    def test_without_headings_it_is_read_like_a_page(self) -> None:
        paragraphs = [line for line in PAGE.split("\n") if line.strip()]
        reading = read("页.docx", word(*(("", line.strip()) for line in paragraphs)))
        assert len(reading.page.articles) == 2
        assert predicted(reading.page)[0]["bylines"] == [{"name": "罗启明", "role": "text_photo"}]

    def test_a_title_and_a_subtitle_make_a_headline_group(self) -> None:
        manuscript = word(("Title", "新馆开馆"), ("heading 2", "藏书十二万册"), ("", "今天，新馆开馆，读者很多。"))
        (piece,) = read("a.docx", manuscript).page.articles
        assert (piece.headline, piece.subheading) == ("新馆开馆", "藏书十二万册")
        assert "headline_missing" not in {remark.code for remark in piece.remarks}

    def test_tables_breaks_and_tabs_are_read_and_deleted_text_is_not(self) -> None:
        raw = (
            "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>丁</w:t></w:r></w:ins></w:p>"
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>一</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>二</w:t></w:r></w:p></w:tc>"
            "</w:tr></w:tbl>"
        )
        document = read_word(word(raw=raw))
        assert [one.text for one in document.paragraphs] == ["甲　乙丁", "一　二"]
        assert document.left_out == (("word_changes", 1),)

    @pytest.mark.django_db
    def test_its_pictures_become_photos_with_the_caption_below_them(self, tmp_path: Path) -> None:
        manuscript = word(
            ("heading 1", "防汛会召开"),
            ("", "本报讯 4月3日上午，青禾区召开防汛工作会议，部署今年的防汛备汛工作。"),
            ("", "image1.jpeg"),
            ("", "图为会议现场。记者 罗启明 摄"),
            ("", "会议要求，各单位要立足于防大汛、抢大险、救大灾，做好准备。"),
            pictures={"image1.jpeg": photo()},
        )
        (tmp_path / "a.docx").write_bytes(manuscript)
        run(tmp_path / "a.docx")
        row = Article.objects.get().photos.get()
        assert (row.caption, row.credit, row.place) == ("图为会议现场。", "记者 罗启明 摄", 1)
        assert not Remark.objects.filter(code="caption_without_picture").exists()

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "word_old"),
            (b"PK\x03\x04 broken", "word_broken"),
            (zipped({"word/other.xml": b"<a/>"}), "word_broken"),
            (zipped({"word/document.xml": b"<w:document>"}), "word_broken"),
            (zipped({"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "word_broken"),
            (word(("", "  ")), "empty"),
            (word(), "empty"),
        ],
    )
    def test_what_is_none_is_refused_with_a_reason(self, data: bytes, code: str) -> None:
        assert code_of(lambda: read("a.docx", data)) == code


# --- zips ------------------------------------------------------------------------------------------------------------


class TestZips:
    def test_names_written_by_windows_are_read(self) -> None:
        data = zipped({"要闻/第一版.txt": PAGE.encode("gb18030")}, names="gbk")
        assert [member.path for member in members(data)] == ["要闻/第一版.txt"]

    def test_what_systems_leave_in_a_zip_is_passed_over(self) -> None:
        data = zipped({"A01.txt": b"x", "__MACOSX/._A01.txt": b"x", ".DS_Store": b"x", "a/Thumbs.db": b"x"})
        assert [member.path for member in members(data)] == ["A01.txt"]

    @pytest.mark.parametrize("name", ["../A01.txt", "/etc/passwd", "a/../../b.txt", "C:\\a.txt", "..\\..\\a.txt"])
    def test_a_path_that_leads_out_is_refused(self, name: str) -> None:
        assert code_of(lambda: members(zipped({name: b"x"}))) == "zip_path"

    def test_a_bomb_is_refused_by_what_it_says_of_itself(self, monkeypatch) -> None:
        monkeypatch.setattr("articles.importing.zipped.LARGEST_TOTAL", 1_000_000)
        assert code_of(lambda: members(zipped({"a.txt": b"\0" * 1_000_001}))) == "zip_too_large"

    def test_a_bomb_that_lies_about_its_size_gives_no_more_than_it_said(self) -> None:
        data = bytearray(zipped({"a.txt": b"0" * 3_000_000}))
        # The size in the central directory, from which everything is judged: 100 bytes.
        at = data.rindex(b"PK\x01\x02") + 24
        data[at : at + 4] = struct.pack("<I", 100)
        (member,) = members(bytes(data))
        assert code_of(member.read) == "zip_member_broken"

    def test_too_many_files_twice_the_same_links_and_passwords_are_refused(self, monkeypatch) -> None:
        monkeypatch.setattr("articles.importing.zipped.MOST_FILES", 2)
        assert code_of(lambda: members(zipped({"a": b"", "b": b"", "c": b""}))) == "zip_too_many"
        monkeypatch.undo()
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = 0o120777 << 16
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(link, "/etc/passwd")
        assert code_of(lambda: members(buffer.getvalue())) == "zip_link"
        locked = bytearray(zipped({"a.txt": b"x"}))
        locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
        assert code_of(lambda: members(bytes(locked))) == "zip_encrypted"
        assert code_of(lambda: members(b"no zip")) == "zip_broken"

    @pytest.mark.django_db
    def test_a_zip_is_read_like_a_folder_and_a_bad_member_harms_no_other(self, tmp_path: Path) -> None:
        path = tmp_path / "报纸.zip"
        path.write_bytes(zipped({"2023-04-07/A02.txt": PAGE.encode(), "2023-04-07/A10.txt": b"", "说明.pdf": b"%PDF"}))
        said, status = refusal(path)
        assert "报纸.zip/2023-04-07/A10.txt" in said
        assert status == 3
        assert {(one.issue_date, one.page_label) for one in Article.objects.all()} == {(date(2023, 4, 7), "A02")}

    def test_one_within_another_and_what_cannot_be_read_is_told(self, tmp_path: Path) -> None:
        inner = zipped({"A01.txt": PAGE.encode()})
        (tmp_path / "报纸.zip").write_bytes(
            zipped({"04-07.zip": inner, "评论.doc": b"\xd0\xcf\x11\xe0", "notes.pdf": b"x"})
        )
        (tmp_path / "通讯.rtf").write_bytes(b"{\\rtf1 ...}")
        said, status = refusal(tmp_path, "--dry-run")
        assert "04-07.zip: 压缩包里还有压缩包" in said
        assert "评论.doc: 这是 Word 97–2003" in said
        assert "通讯.rtf: 这是 RTF" in said
        assert "notes.pdf" not in said
        assert status == 1

    def test_one_without_texts_says_so(self, tmp_path: Path) -> None:
        path = tmp_path / "空.zip"
        path.write_bytes(zipped({"a.pdf": b"%PDF"}))
        assert "压缩包里没有文稿" in refusal(path, "--dry-run")[0]


# --- tables ----------------------------------------------------------------------------------------------------------

TABLE = (
    "标题,正文,署名,见报日期,版次,栏目,标签,体裁\n"
    '图书馆开馆,"第一段。\n第二段。",记者 罗启明 通讯员 白露,2023/4/7,A01,民生,文化，阅读,消息\n'
)


class TestTables:
    def test_a_row_is_a_piece_with_all_that_its_columns_say(self) -> None:
        reading = read("稿件.csv", TABLE.encode())
        (piece,), (row,) = reading.page.articles, reading.rows
        assert [one.text for one in piece.paragraphs] == ["第一段。", "第二段。"]
        assert [(one.name, one.standing) for one in piece.credits] == [("罗启明", "记者"), ("白露", "通讯员")]
        assert (row.issue_date, row.page_label, row.section, row.genre) == (date(2023, 4, 7), "A01", "民生", "news")
        assert piece.lines == (2, 3)
        assert reading.page.unaccounted_lines() == []

    @pytest.mark.parametrize(
        "data",
        [
            TABLE.encode("utf-8-sig"),
            TABLE.encode("gb18030"),
            TABLE.replace("\n图", "\r\n图").encode("utf-16"),
            TABLE.replace(",", ";").encode("gb18030"),
            TABLE.replace(",", "\t").encode("utf-16"),
            ("sep=;\n" + TABLE.replace(",", ";")).encode("utf-8-sig"),
            TABLE.replace("标题,正文,署名,见报日期", "Title,body, Author ,DATE").encode(),
        ],
        ids=["bom", "gbk", "utf-16", "semicolons", "tabs", "sep", "english"],
    )
    def test_excels_habits_are_read(self, data: bytes) -> None:
        reading = read("稿件.csv", data)
        assert reading.page.articles[0].headline == "图书馆开馆"
        assert reading.rows[0].issue_date == date(2023, 4, 7)
        assert reading.rows[0].tags == ("文化", "阅读")

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("2023/4/7", date(2023, 4, 7)),
            ("2023-04-07 0:00", date(2023, 4, 7)),
            ("2023-04-07T08:30:00+08:00", date(2023, 4, 7)),
            ("2023年4月7日", date(2023, 4, 7)),
            ("20230407", date(2023, 4, 7)),
            ("45023", date(2023, 4, 7)),
            ("45023.0", date(2023, 4, 7)),
            ("4/7/2023", None),
            ("2023-13-40", None),
            ("2023", None),
            ("", None),
        ],
    )
    def test_days_as_excel_writes_them(self, text: str, day: date | None) -> None:
        assert cells.read_day(text) == day

    def test_a_day_that_is_none_a_column_and_a_row_that_say_nothing_are_remarks(self) -> None:
        reading = read("a.csv", "标题,正文,见报日期,点击量\n甲,一段。,去年,5\n,,2023/4/7,\n".encode())
        assert [remark.code for remark in reading.page.articles[0].remarks] == ["date_unreadable"]
        assert [remark.code for remark in reading.page.remarks] == ["columns_set_aside", "row_without_text"]
        assert reading.page.unaccounted_lines() == []

    @pytest.mark.parametrize(
        ("text", "code", "line"),
        [
            ("编号,点击\n1,2\n", "no_columns", None),
            ("标题,正文\n甲,一段，带逗号,多一格\n", "row_too_long", 2),
            ('标题,正文\n甲,一段\n乙,"没有关上\n丙,三\n', "row_broken", 3),
            ("标题,正文\n", "no_piece", None),
        ],
    )
    def test_damage_stops_the_file_and_names_the_line(self, text: str, code: str, line: int | None) -> None:
        with pytest.raises(UnreadablePage) as refused:
            read("a.csv", text.encode())
        assert refused.value.code == code
        assert refused.value.params.get("line") == line

    def test_a_workbook_of_excel_is_told_how_to_become_one(self) -> None:
        assert code_of(lambda: read("稿件.xlsx", zipped({"xl/workbook.xml": b"<a/>"}))) == "excel"

    @pytest.mark.parametrize(
        ("name", "data", "code"),
        [
            ("A01.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "pdf"),
            ("A01.txt", b"%PDF-1.4\nplain", "pdf"),
            ("A01.html", "\ufeff\n<!DOCTYPE html>\n<p>本报讯 昨日".encode(), "web_page"),
            ("A01.txt", "<html lang=zh><body>本报讯 昨日".encode("gb18030"), "web_page"),
        ],
    )
    def test_what_is_no_page_text_whatever_it_is_called_is_told_how_to_become_one(self, name, data, code) -> None:
        assert code_of(lambda: read(name, data)) == code

    def test_what_rows_say_under_unknown_names_is_told_of_all_of_them(self) -> None:
        text = '{"标题": "甲", "正文": "一段。"}\n{"标题": "乙", "正文": "二段。", "点击量": 5}\n'
        (remark,) = read("a.jsonl", text.encode()).page.remarks
        assert remark.params == (("columns", "点击量"),)

    def test_captions_may_be_a_list(self) -> None:
        piece = {"标题": "甲", "正文": "一段。", "图片": ["1.jpg", "2.jpg"], "图说": ["会场。", "代表。"]}
        (row,) = read("a.jsonl", json.dumps(piece, ensure_ascii=False).encode()).rows
        assert [photo.caption for photo in row.photos] == ["会场。", "代表。"]

    def test_html_in_a_cell_is_cleaned_and_its_words_are_counted(self) -> None:
        (row,) = read("a.csv", "标题,正文\n甲,<p>一&amp;二</p><script>x</script><p>三</p>\n".encode()).rows
        assert bodies.sanitise(row.html) == "<p>一&amp;二</p><p>三</p>"

    def test_json_lines_say_the_same_with_lists_and_objects(self) -> None:
        piece = {
            "id": 7,
            "headline": "图书馆开馆",
            "body": ["第一段。", "第二段。"],
            "byline": [{"name": "罗启明", "standing": "记者"}],
            "tags": ["文化"],
            "issue_date": "2023-04-07",
            "views": 3,
        }
        reading = read("a.jsonl", ("\n" + json.dumps(piece, ensure_ascii=False) + "\n\n").encode())
        assert reading.rows[0].key == "7"
        assert [one.text for one in reading.page.articles[0].paragraphs] == ["第一段。", "第二段。"]
        assert reading.page.articles[0].lines == (2,)
        assert dict(reading.page.remarks[0].params) == {"columns": "views"}

    @pytest.mark.parametrize("text", ['{"headline": "甲"}\n{"headline"\n', '{"headline": "甲"}\n[1]\n', '{"a": 1}\n'])
    def test_json_that_is_none_is_refused(self, text: str) -> None:
        assert code_of(lambda: read("a.jsonl", text.encode())) in {"json_broken", "no_columns"}

    @pytest.mark.django_db
    def test_rows_become_drafts_and_twice_is_once_wherever_a_row_stands(self, tmp_path: Path) -> None:
        makers.make_section("民生", "life")
        path = tmp_path / "稿件.csv"
        path.write_text("编号,标题,正文,栏目,标签\n1,甲,一段。,民生,党建\n2,乙,二段。,体育,\n", encoding="utf-8-sig")
        run(path)
        first, second = Article.objects.order_by("page_order")
        assert (first.section.name, second.section) == ("民生", None)
        assert [tag.name for tag in first.tags.all()] == ["党建"]
        unknown = second.remarks.get(code="unknown_section")
        assert unknown.alternatives == ["民生"]
        path.write_text(
            "编号,标题,正文,栏目,标签\n2,乙,二段。,体育,\n1,甲,改过的一段。,民生,党建\n", encoding="utf-8-sig"
        )
        run(path)
        assert Article.objects.count() == 2
        first.refresh_from_db()
        assert "改过" in first.body

    @pytest.mark.django_db
    def test_a_bad_row_writes_nothing_of_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text("标题,正文\n甲,一段。\n乙,二,三\n", encoding="utf-8")
        said, status = refusal(path)
        assert "第 3 行" in said
        assert str(path) in said
        assert status == 1
        assert not Article.objects.exists()

    @pytest.mark.django_db
    def test_a_row_names_its_photos_and_one_that_is_not_there_is_a_remark(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text(
            "标题,正文,图片,图说\n甲,一段。,会场.jpg；没有.jpg,会场全景。\n", encoding="utf-8"
        )
        (tmp_path / "会场.jpg").write_bytes(photo())
        run(tmp_path)
        article = Article.objects.get()
        assert [row.caption for row in article.photos.all()] == ["会场全景。"]
        assert article.remarks.get(code="picture_missing").params == {"picture": "没有.jpg"}


# --- folders, names, photos ------------------------------------------------------------------------------------------


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    for name in ("a.txt", "b.zip"):
        os.mkfifo(tmp_path / name)
        said, status = refusal(tmp_path / name, "--dry-run")
        assert "管道" in said
        assert status == 1


def test_whoever_stops_reading_the_output_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "A01.txt").write_text(PAGE * 200, encoding="utf-8")
    command = [sys.executable, "manage.py", "import_articles", str(tmp_path / "A01.txt"), "--dry-run", "--json"]
    said = {"cwd": settings.BASE_DIR, "env": {**os.environ, "GAZETTE_HOME": str(tmp_path), "SECRET_KEY": "x" * 60}}
    process = subprocess.Popen(command, **said, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    process.stdout.close()
    complaint = process.stderr.read()
    assert process.wait() == 3, complaint
    assert "Traceback" not in complaint
    assert "BrokenPipe" not in complaint
    assert "没有读完" in complaint


@pytest.mark.django_db
def test_the_same_file_for_another_section_or_day_is_told(tmp_path: Path) -> None:
    news, life = makers.make_section("要闻", "news"), makers.make_section("民生", "life")
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    first = ("--issue-date", "2023-04-07", "--section")
    run(tmp_path / "a.txt", *first, news.name)
    assert "仍在要闻" in run(tmp_path / "a.txt", *first, life.name)
    assert set(Article.objects.values_list("section", flat=True)) == {news.pk}
    assert "2023-04-07" in run(tmp_path / "a.txt", "--issue-date", "2023-04-08", "--section", news.name)


class TestFolders:
    def test_that_a_pattern_names_are_read_too(self, tmp_path: Path) -> None:
        for name in ("2023-04-07/A01.txt", "2023-04-08/A01.txt", "2023-04-09.txt", "2024/A01.txt"):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("x")
        found = [source.address.removeprefix(f"{tmp_path}/") for source in sources([str(tmp_path / "2023-*")])]
        assert sorted(found) == ["2023-04-07/A01.txt", "2023-04-08/A01.txt", "2023-04-09.txt"]
        assert len(sources([str(tmp_path / "**" / "*")])) == 4

    def test_a_text_that_is_given_for_a_path_is_no_file(self) -> None:
        said, status = refusal("本报讯昨日召开会议。" * 60, "--dry-run")
        assert "无法读取" in said
        assert status == 1

    def test_are_read_with_all_below_them_in_the_order_of_people(self, tmp_path: Path) -> None:
        for name in ("2023/A10.txt", "2023/A2.txt", "2023/.hidden/A1.txt", "B1.docx", "~$B1.docx", "notes.pdf"):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("x")
        assert [source.name for source in sources([str(tmp_path)])] == ["B1.docx", "A2.txt", "A10.txt"]
        assert [source.name for source in sources([str(tmp_path / "**" / "A2.txt")])] == ["A2.txt"]

    @pytest.mark.parametrize(
        ("address", "day", "label"),
        [
            ("2023-04-07/A01.txt", date(2023, 4, 7), "A01"),
            ("20230407_A02要闻.txt", date(2023, 4, 7), "A02"),
            ("报纸/2023年4月7日/第3版.txt", date(2023, 4, 7), "03"),
            ("2023.4.7-b.txt", date(2023, 4, 7), ""),
            ("2023-02-30.txt", None, ""),
            ("会议记录12.txt", None, ""),
            ("2020-01-01/x/y/z/A1.txt", None, "A1"),
        ],
    )
    def test_names_say_the_issue_and_the_page(self, address: str, day: date | None, label: str) -> None:
        assert (day_in(address), label_in(Path(address).name)) == (day, label)

    @pytest.mark.django_db
    def test_the_pages_own_date_goes_before_the_name_and_the_command_before_both(self, tmp_path: Path) -> None:
        path = tmp_path / "2023-04-06-A01.txt"
        path.write_text("2023年4月7日 星期五\n" + PAGE, encoding="utf-8")
        run(path)
        assert {article.issue_date for article in Article.objects.all()} == {date(2023, 4, 7)}
        assert ImportBatch.objects.get().report["remarks"][0]["code"] == "day_in_name_differs"
        run(path, "--issue-date", "2023-04-08")
        assert Article.objects.filter(issue_date=date(2023, 4, 8)).count() == 2


CAPTIONED = """青禾区召开防汛工作会议
本报讯 4月3日上午，青禾区召开防汛工作会议，部署今年的防汛备汛工作，区领导和各街道负责人参加会议。
图为会议现场。记者 罗启明 摄

图书馆新馆开馆
本报讯 4月6日，青禾区图书馆新馆开馆，当天接待读者一千二百人次，前来借书的居民从早上八点排到了中午。
图为读者在新馆看书。通讯员 白露 摄
记者 周明远
"""


@pytest.mark.django_db
class TestPhotos:
    def page(self, folder: Path, *photos: str, text: str = CAPTIONED) -> Path:
        path = folder / "A01.txt"
        path.write_text(text, encoding="utf-8")
        colours = ("steelblue", "seagreen", "sienna", "plum")
        for name, colour in zip(photos, colours, strict=False):
            (folder / name).write_bytes(photo(colour))
        return path

    def pictures(self) -> dict[int, list[tuple[str, str]]]:
        return {
            article.page_order: [(row.caption, row.credit) for row in article.photos.all()]
            for article in Article.objects.all()
        }

    def test_go_with_the_captions_of_the_page_in_their_order(self, tmp_path: Path) -> None:
        run(self.page(tmp_path, "A01-1.jpg", "A01_图2.jpg"))
        assert self.pictures() == {
            1: [("图为会议现场。", "记者 罗启明 摄")],
            2: [("图为读者在新馆看书。", "通讯员 白露 摄")],
        }
        assert not Remark.objects.filter(code="caption_without_picture").exists()
        assert Photo.objects.count() == 2

    def test_two_numbers_name_the_piece(self, tmp_path: Path) -> None:
        run(self.page(tmp_path, "A01-2-1.jpg"))
        assert self.pictures()[1] == []
        assert self.pictures()[2] == [("图为读者在新馆看书。", "通讯员 白露 摄")]
        assert Remark.objects.get(code="caption_without_picture").article.page_order == 1

    def test_where_nothing_tells_the_piece_the_editor_is_asked(self, tmp_path: Path) -> None:
        run(self.page(tmp_path, "A01.jpg", text=PAGE))
        remark = Remark.objects.get(code="picture_for_which_piece")
        assert remark.article.photos.count() == 1

    def test_the_same_import_changes_nothing_and_a_new_photo_updates_the_draft(self, tmp_path: Path) -> None:
        path = self.page(tmp_path, "A01-1.jpg")
        run(path)
        assert run(path).count("未变") == 2
        (tmp_path / "A01-2.jpg").write_bytes(photo("gold"))
        assert "更新" in run(path)
        assert len(self.pictures()[2]) == 1

    def test_one_that_cannot_be_read_is_said_and_the_pieces_come_in(self, tmp_path: Path) -> None:
        path = self.page(tmp_path)
        (tmp_path / "A01-1.heic").write_bytes(b"\x00\x00\x00\x18ftypheic" + b"\0" * 100)
        said, status = refusal(path)
        assert "A01-1.heic" in said
        assert "HEIC" in said
        assert status == 3
        assert Article.objects.count() == 2
        assert Remark.objects.filter(code="picture_unreadable").count() == 1

    def test_names_that_only_look_alike_do_not_go_together(self, tmp_path: Path) -> None:
        self.page(tmp_path, "A012.jpg", "A01a.jpg")
        (source,) = sources([str(tmp_path / "A01.txt")])
        assert source.pictures == ()
        alone = [source.name for source in sources([str(tmp_path)]) if source.refusal]
        assert sorted(alone) == ["A012.jpg", "A01a.jpg"]

    def test_the_longer_name_and_the_nearer_folder_have_the_photo(self, tmp_path: Path) -> None:
        for day in ("04-07", "04-08"):
            (tmp_path / day).mkdir()
            self.page(tmp_path / day, "A01-1.jpg")
        (tmp_path / "04-07" / "A01-1.txt").write_text("x")
        owners = {
            source.address.removeprefix(f"{tmp_path}/"): len(source.pictures) for source in sources([str(tmp_path)])
        }
        assert owners == {"04-07/A01.txt": 0, "04-07/A01-1.txt": 1, "04-08/A01.txt": 1}


# --- the command's report --------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestReport:
    def test_is_written_into_a_file_with_totals(self, tmp_path: Path) -> None:
        (tmp_path / "A01.txt").write_text(PAGE, encoding="utf-8")
        (tmp_path / "A02.txt").write_bytes(b"")
        target = tmp_path / "report.json"
        said, status = refusal(tmp_path / "A01.txt", tmp_path / "A02.txt", "--report", target)
        report = json.loads(target.read_text(encoding="utf-8"))
        assert report["totals"]["created"] == 2
        assert report["totals"]["not_taken_in"] == 1
        assert report["totals"]["unaccounted"] == 0
        assert [file["file"] for file in report["files"]] == ["A01.txt", "A02.txt"]
        assert "空" in said
        assert status == 3

    def test_that_cannot_be_written_stops_the_import_before_it_begins(self, tmp_path: Path) -> None:
        (tmp_path / "A01.txt").write_text(PAGE, encoding="utf-8")
        with pytest.raises(CommandError, match="无法写入"):
            run(tmp_path / "A01.txt", "--report", tmp_path / "no" / "report.json")
        assert not Article.objects.exists()

    def test_is_a_table_with_a_line_for_each_piece_and_its_remarks_below(self, tmp_path: Path) -> None:
        (tmp_path / "A01.txt").write_text(PAGE, encoding="utf-8")
        said = run(tmp_path / "A01.txt")
        assert "1–12" in said.replace(" ", "")
        assert said.count("（待补标题）") == 2
        assert "[1:1]" in said
        assert "\x1b[" not in said  # plain text where nobody looks at a terminal


def test_a_dry_run_of_word_and_tables_prints_the_same_list(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TABLE, encoding="utf-8")
    (piece,) = json.loads(run(path, "--dry-run", "--json"))
    assert piece["title"] == "图书馆开馆"
    assert piece["paragraphs"] == ["第一段。", "第二段。"]
