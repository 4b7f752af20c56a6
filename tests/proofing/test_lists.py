"""The lists of the copy desk: loaded, filled from files, kept in the admin by those who may."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models.desk_lists import ForbiddenWord, Official, WrongWord
from articles.proofing import lists
from tests.cast import Cast, logged_in

TODAY = date(2026, 11, 24)
HEAD = "姓名,职务,职务简称,排序,任职日期,离任日期,核对日期\n"
GOOD = HEAD + "宓长青,青橹新区党工委书记,党工委书记,1,2024-01-01,,2026-11-20\n迟广平,管委会主任,,2,2024/3/1,,\n"


@pytest.mark.django_db
def test_the_lists_are_loaded_in_four_statements_with_their_exceptions():
    WrongWord.objects.create(wrong="按装", right="安装", exceptions="按装修\n按装备")
    ForbiddenWord.objects.create(word="内部", exceptions="内部装修")
    Official.objects.create(name="宓长青", title="新区党工委书记", short_titles="党工委书记、书记", rank=1, since=TODAY)
    with CaptureQueriesContext(connection) as captured:
        loaded = lists.load()
    assert len(captured) == 4
    assert loaded.wrong_words[0].exceptions == ("按装修", "按装备")
    assert loaded.forbidden_words[0].exceptions == ("内部装修",)
    assert loaded.officials[0].titles == ("新区党工委书记", "党工委书记", "书记")


@pytest.mark.django_db
def test_the_starter_words_are_added_once_and_leave_alone_what_the_newsroom_has_changed():
    WrongWord.objects.create(wrong="再接再励", right="再接再厉！")
    added = lists.add_starter_words()
    assert added > 500
    assert lists.add_starter_words() == 0
    assert WrongWord.objects.get(wrong="再接再励").right == "再接再厉！"


# --- officials from a file -------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("data", [GOOD.encode("utf-8-sig"), GOOD.encode("gb18030"), GOOD.replace(",", "\t").encode()])
def test_a_file_of_officials_is_taken_in_and_taking_it_in_twice_changes_nothing(data):
    assert lists.import_officials(data, today=TODAY) == lists.Imported(2, 0, 0)
    first, second = Official.objects.order_by("rank")
    assert (first.name, first.short_titles, first.confirmed_on) == ("宓长青", "党工委书记", date(2026, 11, 20))
    assert (second.since, second.until, second.confirmed_on) == (date(2024, 3, 1), None, TODAY)
    assert lists.import_officials(data, today=TODAY) == lists.Imported(0, 0, 2)


@pytest.mark.django_db
def test_a_known_official_is_changed_in_place():
    lists.import_officials(GOOD.encode(), today=TODAY)
    left = GOOD.replace("2024-01-01,,", "2024-01-01,2026-11-01,")
    assert lists.import_officials(left.encode(), today=TODAY) == lists.Imported(0, 1, 1)
    assert Official.objects.get(name="宓长青").until == date(2026, 11, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (HEAD + ",书记,,1,2024-01-01,,\n", "第2行：姓名是空的。"),
        (HEAD + "甲乙,书记,,一,2024-01-01,,\n", "第2行：排序：“一”不是整数。"),
        (HEAD + "甲乙,书记,,1,2024-02-30,,\n", "第2行：任职日期：“2024-02-30”不是日期，请写成 2026-11-24 这样。"),
        (HEAD + "\n甲乙,书记,,1,2024-01-02,2024-01-01,\n", "第3行："),
        ("姓名,职务\n甲乙,书记\n", "第1行缺少列：排序、任职日期。"),
        (HEAD, "文件除首行外没有内容。"),
        ("", "第1行缺少列"),
    ],
)
def test_a_file_with_an_error_is_refused_whole_with_the_line(text, reason):
    good = GOOD.removeprefix(HEAD) if text.startswith(HEAD) and text != HEAD else ""
    with pytest.raises(lists.UnreadableOfficials) as caught:
        lists.import_officials((text + good).encode(), today=TODAY)
    assert any(one.startswith(reason) for one in caught.value.reasons), caught.value.reasons
    assert not Official.objects.exists()


@pytest.mark.django_db
def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(lists.UnreadableOfficials, match="UTF-8"):
        lists.import_officials(b"PK\x03\x04\xff\xff\xfe\x80", today=TODAY)


@pytest.mark.django_db
def test_the_command_takes_in_a_file_and_says_what_is_wrong_with_another(tmp_path):
    file = tmp_path / "officials.csv"
    file.write_text(GOOD, "utf-8")
    out = io.StringIO()
    call_command("import_officials", str(file), stdout=out)
    assert "新增2行" in out.getvalue()
    file.write_text(HEAD + ",书记,,1,2024-01-01,,\n", "utf-8")
    with pytest.raises(CommandError, match="第2行"):
        call_command("import_officials", str(file))
    with pytest.raises(CommandError, match="无法读取"):
        call_command("import_officials", str(tmp_path / "nothing.csv"))


# --- in the admin ----------------------------------------------------------------------------------------------------


def upload(client, text: str):
    file = io.BytesIO(text.encode())
    file.name = "officials.csv"
    return client.post(reverse("admin:articles_official_import"), {"file": file}, follow=True)


def test_a_desk_head_brings_in_officials_and_reads_what_is_wrong_with_a_file(cast: Cast):
    client = logged_in(cast.chen)
    assert "新增2行" in upload(client, GOOD).content.decode()
    page = upload(client, HEAD + "甲乙,书记,,一,2024-01-01,,\n").content.decode()
    assert "第2行：排序：“一”不是整数" in page
    assert Official.objects.count() == 2


def test_an_editor_sees_officials_and_brings_in_none(cast: Cast):
    client = logged_in(cast.wang)
    assert client.get(reverse("admin:articles_official_changelist")).status_code == 200
    assert client.get(reverse("admin:articles_official_import")).status_code == 403
    assert upload(client, GOOD).status_code == 403
    assert not Official.objects.exists()


def test_rows_are_confirmed_anew_by_the_action(cast: Cast):
    old = Official.objects.create(name="宓长青", title="书记", rank=1, since=TODAY, confirmed_on=date(2020, 1, 1))
    address = reverse("admin:articles_official_changelist")
    posted = {"action": "confirm", "_selected_action": [old.pk]}
    logged_in(cast.wang).post(address, posted)
    old.refresh_from_db()
    assert old.confirmed_on == date(2020, 1, 1)
    logged_in(cast.chen).post(address, posted)
    old.refresh_from_db()
    assert old.confirmed_on > date(2020, 1, 1)


def test_editors_and_proofreaders_keep_the_wrong_words_and_reporters_do_not(cast: Cast):
    address = reverse("admin:articles_wrongword_add")
    posted = {"wrong": "按装", "right": "安装", "is_certain": "on", "exceptions": "按装修、按装备"}
    assert logged_in(cast.li).post(address, posted).status_code == 403
    assert logged_in(cast.qian).post(address, posted).status_code == 302
    assert WrongWord.objects.get().exceptions == "按装修\n按装备"


@pytest.mark.parametrize(
    ("posted", "reason"),
    [
        ({"wrong": "按装", "right": "按装"}, "正与错相同"),
        ({"wrong": "按装", "right": "安装", "exceptions": "安装修"}, "不是包含“按装”的更长说法"),
        ({"wrong": "按", "right": "安"}, "请写成词"),
    ],
)
def test_a_word_that_makes_no_sense_is_refused(cast: Cast, posted, reason):
    page = logged_in(cast.wang).post(reverse("admin:articles_wrongword_add"), posted)
    assert reason in page.content.decode()
    assert not WrongWord.objects.exists()


def test_the_starter_list_is_taken_over_with_a_button(cast: Cast):
    address = reverse("admin:articles_wrongword_starter")
    assert logged_in(cast.li).post(address).status_code == 403
    assert logged_in(cast.wang).get(address).status_code == 405
    page = logged_in(cast.wang).post(address, follow=True).content.decode()
    assert "已补入" in page
    assert WrongWord.objects.count() > 500


def test_forbidden_words_are_the_chiefs(cast: Cast):
    address = reverse("admin:articles_forbiddenword_add")
    posted = {"word": "秘密食堂", "exceptions": "", "note": "按通知"}
    for user in (cast.li, cast.wang, cast.chen, cast.qian):
        assert logged_in(user).post(address, posted).status_code == 403
    assert logged_in(cast.wang).get(reverse("admin:articles_forbiddenword_changelist")).status_code == 200
    assert logged_in(cast.zhao).post(address, posted).status_code == 302
    assert ForbiddenWord.objects.get().note == "按通知"
