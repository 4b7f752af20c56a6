"""Each remark of an import is settled by one choice: as it stands, or by an alternative.

A choice that no longer fits the text is refused and changes nothing.
"""

from datetime import date

import pytest
from django.utils import timezone

from articles import body as bodies
from articles import editing
from articles.importing import drafts, sentences, settling
from articles.importing.paragraphs import join_at, split_at, state_at
from articles.models.imports import ImportBatch, Remark
from articles.models.newsroom import Article, ArticlePhoto
from articles.models.shared import Section
from articles.workflow import Status
from staff.models import Reporter
from tests import makers
from tests.cast import Cast
from tests.manuscripts import PAGE

pytestmark = pytest.mark.django_db


def bring_in(text: str = PAGE, name: str = "A01.txt", **options) -> list[Article]:
    """The pieces of a page as they come in."""
    report = drafts.take_in(name, text.encode(), drafts.Options(**options))
    assert not report.error, report.error
    return list(Article.objects.filter(batch=report.batch).order_by("page_order"))


def remark_on(article: Article, code: str, **params) -> Remark:
    """The piece's open remark with this code; one is made where `params` say what it is about."""
    if params:
        lines = {name: params.pop(name) for name in ("first_line", "alternatives") if name in params}
        return Remark.objects.create(article=article, code=code, params=params, **lines)
    return article.remarks.get(code=code, settled_at=None)


def settle(remark: Remark, choice: str, *, by) -> Article:
    article = Article.objects.get(pk=remark.article_id)
    settled = settling.settle(remark, choice, by=by, seen=article.current_revision_id)
    settled.refresh_from_db()
    return settled


def offered(remark: Remark) -> list[str]:
    return [choice.value for choice in settling.choices(remark, Article.objects.get(pk=remark.article_id))]


class TestWho:
    def test_it_is_kept_as_a_revision_of_whoever_chose(self, cast: Cast) -> None:
        (first, _second) = bring_in(issue_date=date(2023, 4, 7))
        remark = remark_on(first, "year_proposed")
        article = settle(remark, "2022", by=cast.wang)
        remark.refresh_from_db()
        assert article.event_date == date(2022, 4, 3)
        assert (article.current_revision.number, article.current_revision.by) == (2, cast.wang)
        assert (remark.settled_by, remark.settled_at is not None) == (cast.wang, True)

    def test_leaving_it_as_it_stands_changes_nothing_of_the_piece(self, cast: Cast) -> None:
        (first, _second) = bring_in(issue_date=date(2023, 4, 7))
        article = settle(remark_on(first, "year_proposed"), settling.AS_IT_STANDS, by=cast.wang)
        assert article.current_revision.number == 1
        assert article.current_revision.is_import  # so that a better page text still reaches it

    def test_another_reporter_and_a_piece_in_review_are_refused(self, cast: Cast) -> None:
        (first, _second) = bring_in(issue_date=date(2023, 4, 7))
        remark = remark_on(first, "year_proposed")
        with pytest.raises(editing.StepClosed):
            settle(remark, "2022", by=cast.li)
        Article.objects.filter(pk=first.pk).update(status=Status.REJECTED)
        with pytest.raises(editing.StepClosed):
            settle(remark, "2022", by=cast.wang)
        remark.refresh_from_db()
        assert remark.settled_at is None

    def test_who_has_not_seen_the_last_change_is_told_so(self, cast: Cast) -> None:
        (first, _second) = bring_in(issue_date=date(2023, 4, 7))
        seen = first.current_revision_id
        first.headline = "防汛"
        first.save()
        editing.keep_revision(first, by=cast.chen)
        with pytest.raises(editing.SomeoneWasFirst):
            settling.settle(remark_on(first, "year_proposed"), "2022", by=cast.wang, seen=seen)

    def test_the_second_of_two_clicks_is_told_that_it_is_settled(self, cast: Cast) -> None:
        (first, _second) = bring_in(issue_date=date(2023, 4, 7))
        remark = remark_on(first, "year_proposed")
        settle(remark, "2022", by=cast.wang)
        with pytest.raises(settling.NoLongerFits):
            settle(remark, "2024", by=cast.wang)

    def test_what_was_settled_does_not_come_back_with_a_better_text(self, cast: Cast) -> None:
        (first, _second) = bring_in(issue_date=date(2023, 4, 7))
        settle(remark_on(first, "unknown_name"), settling.AS_IT_STANDS, by=cast.wang)
        bring_in(PAGE.replace("备汛工作。", "备汛工作事宜。"), issue_date=date(2023, 4, 7))
        first.refresh_from_db()
        assert "事宜" in first.body
        assert not first.remarks.filter(code="unknown_name", settled_at=None).exists()


class TestNames:
    def test_another_division_replaces_the_run_and_keeps_standing_and_role(self, cast: Cast) -> None:
        (first, *_rest) = bring_in(PAGE.replace("记者 罗启明 文/图", "记者 罗启明 白露 文/图"))
        assert [row.printed_name for row in first.bylines.all()] == ["罗启明", "白露"]
        remark = remark_on(first, "names_divided_by_guess", alternatives=["罗启、明白露"], first_line=11, x=1)
        article = settle(remark, "罗启、明白露", by=cast.wang)
        rows = [(row.printed_name, row.standing, row.role) for row in article.bylines.all()]
        assert rows == [("罗启", "记者", "文/图"), ("明白露", "记者", "文/图")]
        assert not Reporter.objects.filter(name="白露").exists()  # made by the import, credited by nothing any more
        assert Reporter.objects.filter(name="明白露", is_confirmed=False).exists()

    def test_a_division_that_is_no_longer_there_is_not_offered(self, cast: Cast) -> None:
        (first, *_rest) = bring_in()
        remark = remark_on(first, "names_divided_by_guess", alternatives=["张三、李四"], first_line=11, x=1)
        assert offered(remark) == [settling.AS_IT_STANDS]
        with pytest.raises(settling.NoLongerFits):
            settle(remark, "张三、李四", by=cast.wang)

    def test_the_right_namesake_is_linked(self, cast: Cast) -> None:
        Reporter.objects.create(name="罗启明", distinction="时政部")
        right = Reporter.objects.create(name="罗启明", distinction="摄影部")
        (first, _second) = bring_in()
        remark = remark_on(first, "namesakes")
        assert str(right.pk) in offered(remark)
        article = settle(remark, str(right.pk), by=cast.wang)
        assert article.bylines.get().reporter == right
        assert article.current_revision.credits[0]["reporter"] == right.pk

    def test_a_name_that_was_merged_stands_for_the_reporter_that_it_went_into(self) -> None:
        kept = Reporter.objects.create(name="罗启明", distinction="摄影部")
        Reporter.objects.create(name="罗启明", merged_into=kept)
        (first, _second) = bring_in()
        assert first.bylines.get().reporter == kept

    def test_a_new_name_is_taken_into_the_roster_or_is_a_slip_for_a_known_one(self, cast: Cast) -> None:
        known = Reporter.objects.create(name="罗启鸣")
        (first, second) = bring_in()
        remark = remark_on(first, "unknown_name")
        assert offered(remark) == ["confirm", str(known.pk), settling.AS_IT_STANDS]
        article = settle(remark, str(known.pk), by=cast.wang)
        assert (article.bylines.get().reporter, article.printed_byline) == (known, "记者 罗启鸣 文/图")
        other = remark_on(second, "unknown_name", name="罗启明")
        settle(other, "confirm", by=cast.wang)
        assert Reporter.objects.get(name="罗启明").is_confirmed

    def test_a_role_that_all_names_got_can_be_the_last_ones_alone(self, cast: Cast) -> None:
        (first, *_rest) = bring_in(PAGE.replace("记者 罗启明 文/图", "记者 罗启明 白露 摄"))
        article = settle(remark_on(first, "shared_role", first_line=11, x=1), "last", by=cast.wang)
        assert [row.role for row in article.bylines.all()] == ["", "摄"]


LINES = ("防大汛、抢大险。", "会议要求，各单位")


class TestParagraphs:
    @pytest.mark.parametrize(
        ("body", "state"),
        [
            ("<p>要立足于防大汛、抢大险。</p><p>会议要求，各单位做好准备。</p>", "apart"),
            ("<p>要立足于防大汛、抢大险。会议要求，各单位做好准备。</p>", "joined"),
            ("<p>要立足于防 大汛、抢<strong>大险</strong>。</p><p>会议要求，各 单位做好准备。</p>", "apart"),
            ("<p>别的文字。</p><p>会议要求，各单位做好准备。</p>", ""),
            ("<h2>要立足于防大汛、抢大险。</h2><p>会议要求，各单位做好准备。</p>", ""),
            ("", ""),
        ],
    )
    def test_a_place_is_found_by_its_letters(self, body: str, state: str) -> None:
        assert state_at(body, *LINES) == state

    def test_joining_and_dividing_undo_one_another(self) -> None:
        apart = "<p>头。</p><p>要防大汛、抢大险。</p><p>会议要求，各单位<strong>做好</strong>准备。</p><p>尾。</p>"
        joined = join_at(apart, *LINES)
        assert joined == "<p>头。</p><p>要防大汛、抢大险。会议要求，各单位<strong>做好</strong>准备。</p><p>尾。</p>"
        assert split_at(joined, *LINES) == apart

    def test_signs_of_html_in_the_text_are_found_too(self) -> None:
        body = "<p>甲&amp;乙&lt;丙。丁戊己。</p>"
        assert split_at(body, "甲&乙<丙。", "丁戊己。") == "<p>甲&amp;乙&lt;丙。</p><p>丁戊己。</p>"

    def test_a_click_joins_what_the_column_had_parted_and_is_no_authorship(self, cast: Cast) -> None:
        (first, *_rest) = bring_in()
        remark = remark_on(first, "column_or_paragraph", first_line=5, x=1)
        assert offered(remark) == ["join", settling.AS_IT_STANDS]
        article = settle(remark, "join", by=cast.wang)
        assert len(bodies.blocks(article.body)) == 2
        assert not article.current_revision.is_authorship


class TestDatesAndOthers:
    def test_a_year_that_nobody_printed_is_chosen(self, cast: Cast) -> None:
        (first, _second) = bring_in()
        remark = remark_on(first, "year_unknown")
        year = timezone.localdate().year
        assert offered(remark)[0] == str(year)
        assert settle(remark, str(year - 1), by=cast.wang).event_date == date(year - 1, 4, 3)

    def test_a_day_that_does_not_exist_in_that_year_is_refused(self, cast: Cast) -> None:
        (first, _second) = bring_in(PAGE.replace("4月 3日", "2月29日"), issue_date=None)
        Article.objects.filter(pk=first.pk).update(issue_date=date(2023, 3, 1))
        with pytest.raises(settling.NoLongerFits):
            settle(remark_on(first, "year_unknown"), "2023", by=cast.wang)

    def test_a_lost_agency_is_put_before_the_dateline(self, cast: Cast) -> None:
        (first, *_rest) = bring_in()
        Article.objects.filter(pk=first.pk).update(dateline="北京4月3日电")
        article = settle(remark_on(first, "agency_lost", first_line=1, x=1), "新华社", by=cast.wang)
        assert article.dateline == "新华社北京4月3日电"

    def test_a_section_is_chosen(self, cast: Cast) -> None:
        makers.make_section("民生", "life")
        (first, *_rest) = bring_in()
        article = settle(remark_on(first, "unknown_section", section="体育"), "民生", by=cast.wang)
        assert article.section == Section.objects.get(slug="life")

    def test_a_photo_goes_to_the_piece_that_was_meant(self, cast: Cast) -> None:
        (first, second) = bring_in()
        photo = makers.make_photo()
        ArticlePhoto.objects.create(article=first, photo=photo)
        editing.keep_revision(first, by=None, is_import=True)
        remark = remark_on(first, "picture_for_which_piece", picture="A01.jpg", sha256=photo.sha256)
        article = settle(remark, str(second.pk), by=cast.wang)
        second.refresh_from_db()
        assert not article.photos.exists()
        assert second.current_revision.photos[0]["photo"] == photo.pk
        assert article.current_revision.photos == []

    def test_a_piece_that_cannot_be_one_is_refused(self, cast: Cast) -> None:
        (first, _second) = bring_in()
        remark = remark_on(first, "picture_for_which_piece", picture="A01.jpg", sha256="0" * 64)
        for forged in ("9" * 40, "²"):
            with pytest.raises(editing.StepClosed):
                settle(remark, forged, by=cast.wang)

    def test_remarks_that_a_save_has_answered_are_closed(self, cast: Cast) -> None:
        (first, _second) = bring_in()
        first.headline = "青禾区部署防汛"
        first.save()
        settling.close_moot(first, by=cast.wang)
        assert not first.remarks.filter(code="headline_missing", settled_at=None).exists()
        assert first.remarks.filter(code="unknown_name", settled_at=None).exists()

    def test_every_remark_of_the_import_can_be_settled_and_has_a_sentence(self, cast: Cast) -> None:
        (first, *_rest) = bring_in()
        for code in ("word_changes", "byline_for_which_piece", "a_code_of_the_future"):
            remark = remark_on(first, code, first_line=1, x=1)
            assert sentences.of_remark(remark)
            settle(remark, settling.AS_IT_STANDS, by=cast.wang)


class TestHeadings:
    def with_subhead(self) -> Article:
        (first, *_rest) = bring_in()
        first.body = "<p>会议召开。</p><h2>会议要求，各单位要立足于</h2><p>新馆今天开馆。</p>"
        first.save()
        editing.keep_revision(first, by=None, is_import=True)
        return first

    def test_a_subhead_that_was_a_headline_begins_another_piece(self, cast: Cast) -> None:
        first = self.with_subhead()
        line = next(n for n, text in enumerate(first.batch.text.split("\n"), start=1) if text.startswith("会议要求"))
        article = settle(remark_on(first, "head_or_subhead", first_line=line, x=1), "piece", by=cast.wang)
        other = Article.objects.latest("pk")
        assert (article.body, other.headline, other.body) == (
            "<p>会议召开。</p>",
            "会议要求，各单位要立足于",
            "<p>新馆今天开馆。</p>",
        )
        assert other.batch == article.batch
        assert other.current_revision.number == 1
        assert article.source_lines[1] < other.source_lines[0]

    def test_a_headline_that_was_a_subhead_goes_back_into_the_piece_before(self, cast: Cast) -> None:
        first, second = bring_in()
        second.headline = "图书馆 <新馆>"
        second.save()
        editing.keep_revision(second, by=None, is_import=True)
        remark = remark_on(second, "head_or_subhead", first_line=second.source_lines[0], x=1)
        shown = settle(remark, "subhead", by=cast.wang)
        assert shown == first
        assert [block.text for block in bodies.blocks(shown.body)][3] == "图书馆 <新馆>"
        assert "自习室" in shown.body
        assert not Article.objects.filter(pk=second.pk).exists()
        assert [row.printed_name for row in shown.bylines.all()] == ["罗启明"]

    def test_a_piece_that_somebody_has_edited_is_not_put_into_another(self, cast: Cast) -> None:
        _first, second = bring_in()
        second.headline = "图书馆新馆开馆"
        second.save()
        editing.keep_revision(second, by=cast.wang)
        remark = remark_on(second, "head_or_subhead", first_line=second.source_lines[0], x=1)
        assert offered(remark) == [settling.AS_IT_STANDS]


class TestHeadlinesOfSeveralLines:
    LINES = "青禾区部署今冬防汛\n各单位汇报备汛情况\n"

    @pytest.mark.parametrize(
        ("choice", "group"),
        [
            ("subheading", ("", "青禾区部署今冬防汛", "各单位汇报备汛情况")),
            ("kicker", ("青禾区部署今冬防汛", "各单位汇报备汛情况", "")),
            (settling.AS_IT_STANDS, ("", "青禾区部署今冬防汛 各单位汇报备汛情况", "")),
        ],
    )
    def test_one_click_tells_its_parts(self, cast: Cast, choice: str, group: tuple[str, str, str]) -> None:
        (first, *_rest) = bring_in(self.LINES + PAGE)
        article = settle(remark_on(first, "headline_of_lines"), choice, by=cast.wang)
        assert (article.kicker, article.headline, article.subheading) == group

    def test_it_is_not_offered_any_more_once_somebody_has_written_another(self, cast: Cast) -> None:
        (first, *_rest) = bring_in(self.LINES + PAGE)
        first.headline = "青禾区防汛"
        first.save()
        editing.keep_revision(first, by=cast.wang)
        assert offered(remark_on(first, "headline_of_lines")) == [settling.AS_IT_STANDS]


class TestDuplicates:
    def test_another_wording_is_pointed_out_and_another_piece_is_not(self) -> None:
        bring_in()
        (copy, other) = bring_in(
            PAGE.replace("汇报了准备情", "通报了准备的情")
            .replace("图书", "文化")
            .replace("新馆", "展厅")
            .replace("藏书", "陈列"),
            name="B01.txt",
        )
        remark = copy.remarks.get(code="likely_duplicate")
        assert 70 <= remark.params["percent"] < 100
        assert remark.params["headline"].startswith("4月 3日上午")
        assert not other.remarks.filter(code="likely_duplicate", params__percent__gt=80).exists()

    def test_a_remark_settled_as_it_stands_is_no_edit(self, cast: Cast) -> None:
        first = bring_in()[0]
        copy = bring_in(name="B01.txt")[0]
        remark = copy.remarks.get(code="likely_duplicate")
        assert (remark.params["number"], remark.params["percent"]) == (first.pk, 100)
        settle(remark, settling.AS_IT_STANDS, by=cast.wang)
        again = drafts.undo(ImportBatch.objects.latest("pk"), by=cast.wang)
        assert again == (2, 0)

    def test_an_import_of_the_same_page_is_no_duplicate_of_itself(self) -> None:
        bring_in()
        bring_in()
        assert not Remark.objects.filter(code="likely_duplicate").exists()
