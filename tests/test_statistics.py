"""统计: who did how much, from what was published; each counts once, and everybody sees what is his to see."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import counting, editing, statistics
from articles.admin.charts import LABEL_WIDTH, by_month, by_person
from articles.admin.statistics import PeriodForm
from articles.counting import works
from articles.models.counted import CountedPiece, Work
from articles.models.newsroom import Article
from articles.statistics import Period
from articles.workflow import Status
from staff import roles
from tests import makers
from tests.cast import Cast, account, logged_in

PAGE = "/admin/articles/article/statistics/"
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
TEN = "<p>一二三四五六七八九。</p>"


@pytest.mark.parametrize(
    ("role", "standing", "found"),
    [
        ("文/图", "记者", {Work.TEXT, Work.PICTURE}),
        ("图文", "", {Work.TEXT, Work.PICTURE}),
        ("摄影报道", "记者", {Work.TEXT, Work.PICTURE}),
        ("摄", "", {Work.PICTURE}),
        ("供图", "通讯员", {Work.PICTURE}),
        ("", "摄影记者", {Work.PICTURE}),
        ("", "记者", {Work.TEXT}),
        ("文", "", {Work.TEXT}),
        ("视频", "", {Work.VIDEO}),
        ("责编", "", {Work.EDIT}),
        ("校对", "", {Work.PROOF}),
        ("录音", "", {Work.OTHER}),
    ],
)
def test_a_printed_role_says_what_was_done(role: str, standing: str, found: set[Work]) -> None:
    assert set(works(role, standing)) == found


def credit(name: str, role: str = "", standing: str = "记者") -> dict:
    return {"reporter": makers.make_reporter(name), "printed_name": name, "role": role, "standing": standing}


def publish(headline: str, *credits: dict, day: date = date(2026, 11, 20), **columns) -> Article:
    return makers.make_published(headline, body=TEN, credits=credits, issue_date=day, **columns)


@pytest.mark.django_db
class TestWhatIsCounted:
    def persons(self, **options) -> dict[str, statistics.PersonsWork]:
        counting.count(100)
        return {row.name: row for row in statistics.persons(NOVEMBER, **options)}

    def test_pieces_characters_and_pictures_by_what_somebody_did(self, cast: Cast) -> None:
        publish("甲", credit("周明远", "文/图"), credit("吴桐", "文"), pictures=[makers.make_photo()])
        publish("乙", credit("吴桐"), credit("何川", "摄"))
        publish("丙", credit("吴桐"), day=date(2026, 10, 31))
        found = self.persons()
        assert set(found) == {"周明远", "吴桐", "何川"}
        zhou, wu, he = found["周明远"], found["吴桐"], found["何川"]
        assert (zhou.pieces, zhou.text, zhou.picture, zhou.characters, zhou.share, zhou.pictures) == (1, 1, 1, 10, 5, 1)
        assert (wu.pieces, wu.text, wu.characters, wu.share, wu.pictures) == (2, 2, 20, 15, 0)
        assert (he.pieces, he.text, he.picture, he.characters, he.pictures) == (1, 0, 1, 0, 0)
        [section] = statistics.sections(NOVEMBER)
        assert (section.name, section.pieces, section.characters, section.pictures) == ("要闻", 2, 20, 1)

    def test_a_correction_counts_once_with_its_last_text(self, cast: Cast) -> None:
        article = publish("甲", credit("吴桐"))
        assert self.persons()["吴桐"].characters == 10
        deputy = account("老冯", roles.DEPUTY_CHIEF, username="laofeng")  # 老陈 passes the first review
        makers.advance(article, "correct", by=cast.wang)
        article.body, article.correction_kind, article.correction_note = TEN + TEN, "correction", "漏了一段。"
        article.save()
        editing.keep_revision(article, by=cast.wang)
        assert self.persons()["吴桐"].characters == 10  # the working copy is not the record
        makers.advance(article, "submit", by=cast.wang)
        makers.advance(article, "first_review", by=cast.chen)
        makers.advance(article, "second_review", by=deputy)
        makers.advance(article, "final_review", by=cast.zhao, acknowledged=True)
        makers.advance(article, "proofread", by=cast.qian)
        makers.advance(article, "release", by=cast.zhao)
        wu = self.persons()["吴桐"]
        assert (wu.pieces, wu.characters) == (1, 20)
        assert CountedPiece.objects.count() == 1

    def test_a_withdrawn_piece_stands_apart(self, cast: Cast) -> None:
        publish("甲", credit("吴桐"))
        gone = publish("乙", credit("吴桐"))
        makers.advance(gone, "withdraw", by=cast.zhao, note="与事实不符。")
        wu = self.persons()["吴桐"]
        assert (wu.pieces, wu.text, wu.characters, wu.withdrawn) == (1, 1, 10, 1)
        [section] = statistics.sections(NOVEMBER)
        assert (section.pieces, section.withdrawn) == (1, 1)

    def test_drafts_and_pieces_under_way_do_not_count(self, cast: Cast) -> None:
        makers.make_piece_at(Status.READY, issue_date=date(2026, 11, 20))
        assert self.persons() == {}

    def test_merged_reporters_are_one_person(self, cast: Cast) -> None:
        publish("甲", credit("吴桐"))
        publish("乙", credit("吴 桐"))
        counting.count(100)
        kept, other = makers.make_reporter("吴桐"), makers.make_reporter("吴 桐")
        other.merged_into = kept
        other.save()
        assert self.persons()["吴桐"].pieces == 2

    def test_a_name_without_a_row_is_counted_by_its_name(self, cast: Cast) -> None:
        publish("甲", {"printed_name": "一读者", "role": ""})
        found = self.persons()["一读者"]
        assert (found.reporter, found.pieces) == (None, 1)

    def test_proofreaders_have_their_errors_per_ten_thousand_characters(self, cast: Cast) -> None:
        article = makers.make_piece_at(Status.PROOF, body=TEN)
        makers.advance(article, "proofread", by=cast.qian,
                       details={"errors": {"words": 1, "punctuation": 2, "facts": 0, "other": 0}})  # fmt: skip
        counting.count(100)
        today = timezone.localdate()
        rows = {row.name: row for row in statistics.reviewers(Period(today, today))}
        qian = rows["小钱"]
        assert (qian.proofread, qian.characters, qian.words, qian.punctuation, qian.errors) == (1, 10, 1, 2, 3)
        assert qian.rate == 3000.0
        assert (rows["老王"].first_review, rows["老王"].rate) == (1, None)

    def test_a_proof_that_is_made_up_counts_with_its_errors(self, cast: Cast) -> None:
        article = makers.make_piece_at(Status.PROOF, body=TEN)
        makers.advance(article, "express", by=cast.zhao, note="突发汛情，须立即告知市民。")
        makers.advance(article, "owed_proofread", by=cast.qian,
                       details={"errors": {"words": 2, "punctuation": 0, "facts": 0, "other": 0}})  # fmt: skip
        counting.count(100)
        today = timezone.localdate()
        qian = {row.name: row for row in statistics.reviewers(Period(today, today))}["小钱"]
        assert (qian.proofread, qian.characters, qian.words) == (1, 10, 2)

    def test_counting_goes_on_where_it_stopped(self, cast: Cast) -> None:
        for headline in ("甲", "乙", "丙"):
            publish(headline, credit("吴桐"))
        left = counting.count(2)
        assert left.pieces == 1
        assert counting.count(100) == counting.Left()
        assert not counting.count(100)

    def test_months_without_anything_are_there(self, cast: Cast) -> None:
        publish("甲", credit("吴桐"), day=date(2026, 9, 1))
        counting.count(100)
        rows = statistics.months(Period(date(2026, 8, 1), date(2026, 10, 31)))
        assert [(row.month.month, row.pieces) for row in rows] == [(8, 0), (9, 1), (10, 0)]


@pytest.mark.django_db
class TestWhoSeesWhat:
    def get(self, user, **query) -> str:
        return logged_in(user).get(PAGE, {"since": "2026-11", "until": "2026-11"} | query).content.decode()

    @pytest.fixture(autouse=True)
    def pieces(self, cast: Cast) -> None:
        publish("甲", {"reporter": cast.li.reporter, "printed_name": "小李", "role": ""}, by=cast.sun)
        publish("乙", credit("=吴桐"))

    def test_heads_and_chiefs_see_everybody(self, cast: Cast) -> None:
        for user in (cast.chen, cast.zhao):
            html = self.get(user)
            assert "小李" in html
            assert "=吴桐" in html
            assert "按栏目" in html

    def test_a_reporter_sees_himself_only(self, cast: Cast) -> None:
        html = self.get(cast.li)
        assert '<th scope="row">小李</th>' in html
        assert "吴桐" not in html
        assert "按栏目" not in html
        answer = logged_in(cast.li).get(PAGE, {"since": "2026-11", "until": "2026-11", "csv": "sections"})
        assert answer["Content-Type"].startswith("text/html")  # there is no such table for him

    def test_an_editor_sees_what_he_signed_only(self, cast: Cast) -> None:
        html = self.get(cast.wang)
        assert "吴桐" not in html
        assert "小钱" not in html

    def test_nobody_else_comes_in(self, client) -> None:
        assert client.get(PAGE).status_code == 302

    def test_the_csv_is_for_excel_and_holds_no_formula(self, cast: Cast) -> None:
        response = logged_in(cast.chen).get(PAGE, {"since": "2026-11", "until": "2026-11", "csv": "reporters"})
        assert response.content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert {row["姓名"] for row in rows} == {"小李", "'=吴桐"}
        assert {row["月份"] for row in rows} == {"2026-11"}
        assert {row["字数"] for row in rows} == {"10"}

    def test_the_statements_do_not_grow_with_the_pieces(self, cast: Cast) -> None:
        client = logged_in(cast.chen)
        query = {"since": "2026-11", "until": "2026-11"}
        client.get(PAGE, query)
        with CaptureQueriesContext(connection) as before:
            client.get(PAGE, query)
        for headline in ("丙", "丁", "戊"):
            publish(headline, credit(headline))
        counting.count(100)
        with CaptureQueriesContext(connection) as after:
            client.get(PAGE, query)
        assert len(after) == len(before)


def test_charts_say_in_words_what_they_show() -> None:
    chart = by_month("months", "字数", [("10", 500), ("11", 1000)])
    assert chart.description == "10 500；11 1000"
    assert chart.bars[1].height == 2 * chart.bars[0].height
    lying = by_person("writers", "字数", [("吴桐", 0)])
    assert (lying.bars[0].x, lying.bars[0].width) == (LABEL_WIDTH, 0)


@pytest.mark.parametrize(
    ("since", "until", "said"), [("2026-11", "2026-10", "止月早于起月"), ("1999-01", "2026-11", "最多选十年")]
)
def test_months_that_cannot_be(since: str, until: str, said: str) -> None:
    assert said in str(PeriodForm({"since": since, "until": until}).errors)


def test_a_period_is_whole_months() -> None:
    form = PeriodForm({"since": "2026-01", "until": "2026-02"})
    assert form.is_valid()
    assert form.period == Period(date(2026, 1, 1), date(2026, 2, 28))
