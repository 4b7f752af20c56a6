"""Who may sign an archive, and which rows cannot come in: each with its file and line, the others come in."""

import json
from datetime import date

import pytest

from articles.models.desk_lists import ForbiddenWord
from articles.models.imports import ImportBatch
from articles.models.newsroom import Article
from articles.models.published import PublishedArticle
from staff import roles
from staff.models import User
from tests.archive.rows import jsonl, publish, row
from tests.cast import account

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    return jsonl(tmp_path / "旧报.jsonl", row())


def refused(outcome) -> bool:
    return outcome.status == 1 and not Article.objects.exists() and not ImportBatch.objects.exists()


def test_the_chief_editor_may_sign(file):
    assert publish(file).status == 0
    assert PublishedArticle.objects.count() == 1


def test_without_a_signature_nothing_is_published(file):
    outcome = publish(file, signed_by="")

    assert refused(outcome)
    assert "--signed-by" in outcome.error


def test_nobody_signs_who_is_nobody(file):
    outcome = publish(file, signed_by="laowu")

    assert refused(outcome)
    assert "没有“laowu”这个账号" in outcome.error


@pytest.mark.parametrize(
    "role", [roles.REPORTER, roles.EDITOR, roles.DESK_HEAD, roles.PROOFREADER, roles.ADMINISTRATOR]
)
def test_other_roles_may_not_sign(file, role):
    account("某人", role, username="somebody")

    outcome = publish(file, signed_by="somebody")

    assert refused(outcome)
    assert "某人无权签署历史导入" in outcome.error


def test_being_a_superuser_does_not_do(file):
    User.objects.create_superuser("root", name="管理")

    assert refused(publish(file, signed_by="root"))


def test_a_closed_account_does_not_sign(file):
    user = account("老郑", roles.CHIEF, username="laozheng")
    user.is_active = False
    user.save()

    assert refused(publish(file, signed_by="laozheng"))


def test_a_page_fresh_from_print_is_no_archive(file):
    outcome = publish(file, printed=True)

    assert refused(outcome)
    assert "不能同时使用" in outcome.error


BAD = [
    (row("没有日期", issue_date=""), "没有见报日期"),
    (row("日期不通", issue_date="3月2日"), "没有见报日期"),
    (row("还没出版", issue_date="2126-03-02"), "见报日期 2126-03-02 还没有过去"),
    (row(""), "没有标题"),
    (row("没有正文", body=""), "正文是空的"),
    (row("", body=""), "既无标题也无正文"),
    (row("没有栏目", section=""), "没有写明栏目"),
    (row("栏目不对", section="要文"), "没有“要文”这个栏目"),
    (row("链接不对", original_url="javascript:alert(1)"), "不是网页地址"),
    (row("不该说的", body="这里有一个天机，不可泄露。"), "含有禁用词“天机”"),
    ("{这不是 JSON", "不是 JSON"),
    ("[1, 2]", "不是 JSON"),
]


def test_bad_rows_are_refused_by_their_lines_and_the_others_come_in(tmp_path):
    ForbiddenWord.objects.create(word="天机", exceptions="天机不可泄露")
    rows = []
    for bad, _why in BAD:
        rows += [row(f"好的第{len(rows)}条"), bad]
    file = jsonl(tmp_path / "旧报.jsonl", *rows, row("好的", body="天机不可泄露。"))

    outcome = publish(file)

    assert outcome.status == 3
    complaints = outcome.complaints.strip().splitlines()
    assert len(complaints) == len(BAD)
    for place, ((_bad, why), said) in enumerate(zip(BAD, complaints, strict=True)):
        assert f"旧报.jsonl:{2 * place + 2}: " in said
        assert why in said
    assert PublishedArticle.objects.count() == len(BAD) + 1
    assert f"退回 {len(BAD)} 篇" in outcome.said
    kept = ImportBatch.objects.get().report
    assert (kept["refused_pieces"], len(kept["refusals"])) == (len(BAD), len(BAD))


def test_rows_without_a_date_take_the_one_of_the_command_or_of_the_file_name(tmp_path):
    publish(jsonl(tmp_path / "1998-04-07-A02.jsonl", row("名字里有", issue_date="", page="")))
    undated = jsonl(tmp_path / "旧报.jsonl", row("命令里有", issue_date="", section=""))
    publish(undated, section="news", issue_date=date(1998, 4, 8))

    dates = {one.headline: (one.public_date.isoformat(), one.page_label) for one in PublishedArticle.objects.all()}
    assert dates == {"名字里有": ("1998-04-07", "A02"), "命令里有": ("1998-04-08", "01")}


def test_excels_habits_are_read(tmp_path):
    table = tmp_path / "旧报.csv"
    table.write_text(
        "sep=;\r\n编号;标题;正文;见报日期;版次;栏目;署名;标签;备注\r\n"
        '1;春浇忙;"第一段，有逗号；有""引号""。\r\n第二段。";1978/3/2;01;要闻;记者 罗启明;春耕、水利;无\r\n'
        ";;;;;;;;\r\n"
        "2;供销社进新货;搪瓷脸盆到货。;28552;01;要闻;;;\r\n",
        encoding="gb18030",
        newline="",
    )

    outcome = publish(table)

    assert outcome.status == 0, outcome
    first, second = PublishedArticle.objects.order_by("number")
    assert first.body == '<p>第一段，有逗号；有"引号"。</p><p>第二段。</p>'
    assert [one.public_date.isoformat() for one in (first, second)] == ["1978-03-02", "1978-03-03"]
    assert [tag["name"] for tag in first.tags] == ["春耕", "水利"]
    assert (first.page_order, second.page_order) == (1, 1)
    assert "备注" in outcome.said
    assert Article.objects.get(headline="春浇忙").source_lines == [3, 4]


def test_a_table_is_read_to_the_line_that_is_no_row_and_says_so(tmp_path):
    table = tmp_path / "旧报.csv"
    table.write_text(
        "标题,正文,见报日期,栏目\n春浇忙,浇完了。,1978-03-02,要闻\n太多,格子,1978-03-02,要闻,一个,又一个\n"
        '好的,好的。,1978-03-02,要闻\n断的,"一句"话。,1978-03-02,要闻\n后面的,后面。,1978-03-02,要闻\n',
        encoding="utf-8-sig",
    )

    outcome = publish(table)

    assert outcome.status == 3
    assert "旧报.csv:3: " in outcome.complaints
    assert "第5行" in outcome.complaints.replace(" ", "")
    assert sorted(PublishedArticle.objects.values_list("headline", flat=True)) == ["好的", "春浇忙"]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 400, b"\xff\xff\xff nothing"])
def test_what_is_no_text_is_refused_whole(tmp_path, content):
    file = tmp_path / "旧报.jsonl"
    file.write_bytes(content)

    outcome = publish(file)

    assert refused(outcome)
    assert "旧报.jsonl: " in outcome.complaints


def test_the_report_is_written_and_printed_as_json(tmp_path):
    report = tmp_path / "report.json"
    outcome = publish(
        jsonl(tmp_path / "旧报.jsonl", row(), row("没有日期", issue_date="")), report=str(report), json=True
    )

    said = json.loads(report.read_text(encoding="utf-8"))
    assert said["totals"]["published"] == said["totals"]["refused_pieces"] == 1
    assert json.loads(outcome.said) == said


def test_what_rows_say_under_unknown_names_is_told(tmp_path):
    outcome = publish(jsonl(tmp_path / "旧报.jsonl", row("一"), row("二", clicks=5)))

    assert outcome.status == 0
    assert "clicks" in outcome.said
    assert ImportBatch.objects.get().report["set_aside"] == ["clicks"]
