"""稿签 and 流程登记簿: what was signed, said and owed, for the files and for an inspection."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import triggers
from articles.models.newsroom import Article
from articles.models.record import Review
from articles.models.shared import SiteSettings
from articles.workflow import Status
from tests.cast import Cast, logged_in
from tests.makers import advance, make_draft, make_piece_at, make_published, take_to

pytestmark = pytest.mark.django_db

REASON = "汛情紧急，须立即告知居民。"
REGISTER = "/admin/articles/article/register/"


def slip(person, article: Article) -> str:
    return logged_in(person).get(f"/admin/articles/article/{article.pk}/slip/").content.decode()


def register(reader, **query) -> list[list[str]]:
    today = timezone.localdate()
    answer = logged_in(reader).get(REGISTER, {"since": today, "until": today, "csv": "1", **query})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith("\ufeff".encode())
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def test_the_slip_says_every_step_with_its_person_role_time_and_note(cast: Cast):
    SiteSettings.objects.update_or_create(pk=1, defaults={"name": "长椿日报"})
    article = make_piece_at(Status.SECOND_REVIEW)
    advance(article, "second_review", by=cast.chen, note="导语可以。")
    words = slip(cast.wang, article)
    for said in ("长椿日报", "稿签", article.headline, "小李", "老王", "老陈", "部主任", "责任编辑", "导语可以。",
                 "待复审 → 待终审", article.current_revision.digest):  # fmt: skip
        assert said in words, said
    for review in article.reviews.all():
        assert review.digest[:12] in words
        assert f"{timezone.localtime(review.at):%Y-%m-%d %H:%M}" in words
    assert "以上每条记录与其校验值相符" in words


def test_the_slip_says_what_is_owed_what_was_let_pass_and_what_was_acknowledged(cast: Cast):
    owing = advance(make_piece_at(Status.FIRST_REVIEW), "express", by=cast.zhao, note=REASON)
    assert "尚未补审" in slip(cast.zhao, owing)
    advance(owing, "owed_first_review", by=cast.wang)
    words = slip(cast.zhao, owing)
    assert words.count("尚未补审") == 3
    doubtful = take_to(Status.PROOF, make_draft("面积", body="<p>建筑面积3000平米，老人吃上了午饭。</p>"))
    assert "平米" in slip(cast.qian, doubtful)


def test_a_record_that_was_changed_behind_our_back_shows_on_the_slip(cast: Cast):
    article = make_piece_at(Status.PROOF)
    triggers.remove()
    Review.objects.filter(article=article, step="first_review").update(note="我没有看过。")
    assert "被改动过" in slip(cast.wang, article)


@pytest.mark.parametrize(
    ("who", "slips", "registers"),
    [("li", 403, 403), ("qian", 200, 403), ("wang", 200, 403), ("chen", 200, 200), ("zhao", 200, 200),
     ("zhou", 200, 200)],
)  # fmt: skip
def test_who_reads_slips_and_who_reads_the_register(cast: Cast, who, slips, registers):
    article = make_published()
    client = logged_in(getattr(cast, who))
    assert client.get(f"/admin/articles/article/{article.pk}/slip/").status_code == slips
    assert client.get(REGISTER).status_code == registers
    form = client.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert (f"/{article.pk}/slip/" in form) == (slips == 200)


def test_the_register_is_narrowed_by_days_step_and_person(cast: Cast):
    now = timezone.now()
    make_published(now=now - timedelta(days=40))
    article = make_published("今天的稿", now=now)
    assert [row[5] for row in register(cast.chen)] == ["送审", "初审通过", "复审通过", "终审通过", "校对完成", "签发"]
    assert {row[2] for row in register(cast.chen)} == {str(article.pk)}
    assert [row[6] for row in register(cast.chen, step="first_review")] == ["老王"]
    assert [row[5] for row in register(cast.chen, person=cast.zhao.pk)] == ["终审通过", "签发"]
    assert len(register(cast.chen, since=timezone.localdate(now - timedelta(days=41)))) == 12


def test_a_step_at_midnight_belongs_to_the_day_in_beijing(cast: Cast):
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    make_published("零点", now=midnight)
    make_published("零点前", now=midnight - timedelta(seconds=1))
    assert {row[3] for row in register(cast.chen)} == {"零点"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"since": "2026-11-25", "until": "2026-11-24"}, "早于"),
        ({"since": "0001-01-01", "until": "2026-11-24"}, "年份过早"),
        ({"since": "2020-01-01", "until": "2026-11-24"}, "最多选一年"),
        ({"since": "明天", "until": "2026-11-24"}, "日期"),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(cast: Cast, query, said):
    page = logged_in(cast.chen).get(REGISTER, query)
    assert page.status_code == 200
    assert said in str(page.context["form"].errors)


def test_a_cell_that_excel_would_run_begins_with_an_apostrophe(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW, headline='=HYPERLINK("http://x")')
    advance(article, "first_review", by=cast.wang, note="@SUM(1+1)")
    rows = register(cast.chen)
    assert rows[0][3] == '\'=HYPERLINK("http://x")'
    assert rows[1][10] == "'@SUM(1+1)"


def test_the_register_asks_as_much_for_twelve_steps_as_for_six(cast: Cast, django_assert_num_queries):
    today = timezone.localdate()
    client, query = logged_in(cast.chen), {"since": today, "until": today}
    make_published("一")
    with CaptureQueriesContext(connection) as one:
        client.get(REGISTER, query)
    make_published("二")
    with django_assert_num_queries(len(one)):
        client.get(REGISTER, query)
