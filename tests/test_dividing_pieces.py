"""The pieces of an imported page divided otherwise: nothing is lost, and importing it again changes nothing."""

from datetime import date

import pytest
from django.utils import timezone

from articles import body as bodies
from articles import editing, facts
from articles.importing import drafts, sentences, settling
from articles.models.imports import Remark
from articles.models.newsroom import Article, ArticlePhoto
from articles.workflow import Status
from tests import makers
from tests.cast import Cast
from tests.manuscripts import PAGE

pytestmark = pytest.mark.django_db

PRINTED = {"is_printed": True, "print_released_by": "老赵", "print_released_on": date(2023, 4, 6)}
DAY = date(2023, 4, 7)


def bring_in(text: str = PAGE, **options) -> drafts.FileReport:
    return drafts.take_in("A01.txt", text.encode(), drafts.Options(issue_date=DAY, page_label="A01", **options))


def pieces() -> list[Article]:
    return list(Article.objects.order_by("page_order", "number"))


def outcomes(report: drafts.FileReport) -> list[str]:
    return [piece.outcome for piece in report.pieces]


def rich_second(cast: Cast, **options) -> tuple[Article, Article]:
    """Two pieces of a page; the second has everything that a piece can have."""
    bring_in(**options)
    first, second = pieces()
    second.kicker, second.headline, second.subheading = "文化惠民", "图书馆 <新馆>", "藏书十二万册"
    second.summary, second.source, second.original_author = "新馆开馆。", "区文旅局", "林一"
    second.dateline, second.filed_date = "本报讯", date(2023, 4, 6)
    second.save()
    second.tags.add(makers.make_tag("阅读"))
    ArticlePhoto.objects.create(article=second, photo=makers.make_photo(), caption="新馆", place=1)
    second.bylines.create(position=5, printed_name="白露", standing="通讯员", role="图")
    editing.keep_revision(second, by=None, is_import=True)
    return first, Article.objects.get(pk=second.pk)


def join(second: Article, cast: Cast) -> Article:
    line = second.source_lines[0]
    remark = Remark.objects.create(article=second, code="head_or_subhead", params={"x": 1}, first_line=line)
    settling.settle(remark, "subhead", by=cast.wang, seen=second.current_revision_id)
    remark.refresh_from_db()
    assert remark.settled_by == cast.wang
    return Article.objects.get(pk=remark.article_id)


class TestAPieceThatGoesIntoTheOneBefore:
    def test_leaves_nothing_of_its_text_behind(self, cast: Cast) -> None:
        first, second = rich_second(cast)
        before = len(bodies.blocks(first.body))
        joined = join(second, cast)
        assert joined == first
        assert not Article.objects.filter(pk=second.pk).exists()
        blocks = bodies.blocks(joined.body)[before:]
        assert [(block.kind, block.text) for block in blocks[:3]] == [
            ("h2", "文化惠民"),
            ("h2", "图书馆 <新馆>"),
            ("h2", "藏书十二万册"),
        ]
        assert blocks[3].text == f"本报讯 {bodies.blocks(second.body)[0].text}"
        assert [block.text for block in blocks[4:]] == [block.text for block in bodies.blocks(second.body)[1:]]

    def test_brings_its_facts_its_tags_its_credits_and_its_photos(self, cast: Cast) -> None:
        first, second = rich_second(cast)
        before = len(bodies.blocks(first.body))
        joined = join(second, cast)
        assert (joined.summary, joined.source, joined.original_author) == ("新馆开馆。", "区文旅局", "林一")
        assert joined.filed_date == date(2023, 4, 6)
        assert [tag.name for tag in joined.tags.all()] == ["阅读"]
        assert [(row.printed_name, row.standing, row.role) for row in joined.bylines.all()] == [
            ("罗启明", "记者", "文/图"),
            ("白露", "通讯员", "图"),
        ]
        photo = joined.photos.get()
        assert (photo.caption, photo.place) == ("新馆", before + 3 + 1)
        assert joined.current_revision.photos[0]["place"] == photo.place

    def test_has_its_other_facts_told_in_remarks(self, cast: Cast) -> None:
        first, second = rich_second(cast)
        Article.objects.filter(pk=first.pk).update(source="区防汛办")
        joined = join(second, cast)
        told = {remark.params["field"]: remark for remark in joined.remarks.filter(code="had_besides")}
        assert joined.source == "区防汛办"
        assert told["source"].params["text"] == "区文旅局"
        assert told["event_date"].params["text"] == "2023-04-06"
        assert "来源" in sentences.of_remark(told["source"])
        assert "区文旅局" in sentences.of_remark(told["source"])

    def test_takes_its_remarks_along(self, cast: Cast) -> None:
        _first, second = rich_second(cast)
        Remark.objects.create(article=second, code="caption_without_picture", params={"caption": "新馆一角"})
        joined = join(second, cast)
        assert joined.remarks.filter(code="caption_without_picture", settled_at=None).exists()

    def test_keeps_the_whole_of_two_bylines_that_do_not_fit_together(self, cast: Cast) -> None:
        first, second = rich_second(cast)
        Article.objects.filter(pk=first.pk).update(printed_byline="甲" * 150)
        Article.objects.filter(pk=second.pk).update(printed_byline="乙" * 150)
        joined = join(second, cast)
        assert len(joined.printed_byline) == 200
        assert joined.remarks.get(code="too_long").params["text"] == f"{'甲' * 150}\n{'乙' * 150}"

    def test_does_not_come_back_when_the_file_is_imported_again(self, cast: Cast) -> None:
        _first, second = rich_second(cast)
        joined = join(second, cast)
        report = bring_in()
        assert outcomes(report) == ["unchanged", "unchanged"]
        assert [piece.number for piece in report.pieces] == [joined.pk, joined.pk]
        assert pieces() == [joined]
        body = joined.body
        assert outcomes(bring_in(PAGE.replace("自习室", "自修室"))) == ["kept", "kept"]
        joined.refresh_from_db()
        assert (pieces(), joined.body) == ([joined], body)

    def test_is_no_obstacle_to_another_page_of_the_same_place(self, cast: Cast) -> None:
        _first, second = rich_second(cast)
        join(second, cast)
        other = "本报讯 5月 9日，城东小学举办春季运动会，六百名学生参加了跑步、跳绳和拔河比赛。\n记者 白露\n"
        assert outcomes(bring_in(other)) == ["created"]
        assert len(pieces()) == 2

    def test_stays_when_the_import_is_taken_back(self, cast: Cast) -> None:
        _first, second = rich_second(cast)
        joined = join(second, cast)
        assert drafts.undo(joined.batch, by=cast.chen) == (0, 1)
        assert pieces() == [joined]

    def test_makes_nobody_an_author(self, cast: Cast) -> None:
        _first, second = rich_second(cast)
        joined = join(second, cast)
        assert joined.current_revision.by == cast.wang
        assert facts.of(joined, now=timezone.now()).writers == frozenset()

    def test_into_one_that_somebody_has_written_on_is_that_persons_writing(self, cast: Cast) -> None:
        first, second = rich_second(cast)
        first.body += "<p>区长到会讲话。</p>"
        first.save()
        editing.keep_revision(first, by=cast.wang)
        joined = join(second, cast)
        assert not joined.current_revision.is_import
        assert facts.of(joined, now=timezone.now()).writers == {cast.wang.pk}


def with_subhead() -> Article:
    bring_in()
    first = pieces()[0]
    first.body = "<p>会议召开。</p><h2>会议要求，各单位要立足于</h2><p>新馆今天开馆。</p>"
    first.save()
    editing.keep_revision(first, by=None, is_import=True)
    return first


def divide(first: Article, cast: Cast) -> tuple[Article, Article]:
    lines = enumerate(first.batch.text.split("\n"), start=1)
    line = next(number for number, text in lines if text.startswith("会议要求"))
    remark = Remark.objects.create(article=first, code="head_or_subhead", params={"x": 1}, first_line=line)
    article = settling.settle(remark, "piece", by=cast.wang, seen=first.current_revision_id)
    return Article.objects.get(pk=article.pk), Article.objects.latest("pk")


class TestAPieceThatBeginsAtASubhead:
    def test_takes_the_photos_below_the_subhead(self, cast: Cast) -> None:
        first = with_subhead()
        ArticlePhoto.objects.create(article=first, photo=makers.make_photo(), caption="会场", place=1)
        ArticlePhoto.objects.create(
            article=first, photo=makers.make_photo("olive"), caption="新馆", place=3, position=1
        )
        article, other = divide(first, cast)
        assert [(row.caption, row.place) for row in article.photos.all()] == [("会场", 1)]
        assert [(row.caption, row.place) for row in other.photos.all()] == [("新馆", 1)]

    def test_has_the_byline_at_the_end_pointed_out_and_no_author(self, cast: Cast) -> None:
        article, other = divide(with_subhead(), cast)
        assert article.remarks.filter(code="byline_for_which_piece").exists()
        assert {facts.of(one, now=timezone.now()).writers for one in (article, other)} == {frozenset()}

    def test_importing_the_file_again_changes_nothing(self, cast: Cast) -> None:
        article, _other = divide(with_subhead(), cast)
        number, body = len(pieces()), article.body
        assert outcomes(bring_in()) == ["unchanged", "unchanged"]
        article.refresh_from_db()
        assert (len(pieces()), article.body) == (number, body)

    def test_stays_with_its_text_when_the_import_is_taken_back(self, cast: Cast) -> None:
        article, other = divide(with_subhead(), cast)
        drafts.undo(article.batch, by=cast.chen)
        assert {article, other} <= set(pieces())

    def test_can_go_back(self, cast: Cast) -> None:
        article, other = divide(with_subhead(), cast)
        body = article.body
        joined = join(other, cast)
        assert joined == article
        assert joined.body == f"{body}<h2>{other.headline}</h2>{other.body}"
        assert outcomes(bring_in()) == ["unchanged", "unchanged"]

    def test_is_not_offered_where_somebody_has_written_on(self, cast: Cast) -> None:
        first = with_subhead()
        first.body = first.body.replace("今天", "昨天")
        first.save()
        editing.keep_revision(first, by=cast.wang)
        with pytest.raises(settling.NoLongerFits):
            divide(first, cast)

    def test_has_a_headline_that_does_not_fit_in_a_remark(self, cast: Cast) -> None:
        first = with_subhead()
        long = "会议要求，各单位要立足于" + "防" * 150
        first.body = first.body.replace("会议要求，各单位要立足于", long)
        first.save()
        editing.keep_revision(first, by=None, is_import=True)
        _article, other = divide(first, cast)
        assert len(other.headline) == 120
        assert other.remarks.get(code="too_long").params["text"] == long


class TestAPrintedPage:
    def test_can_be_checked_against_print_after_its_pieces_were_divided_otherwise(self, cast: Cast) -> None:
        _first, second = rich_second(cast, **PRINTED)
        joined = join(second, cast)
        assert joined.status == Status.PRINT_CHECK
        assert joined.current_revision.is_import
        assert not facts.of(joined, now=timezone.now()).differs_from_print

    def test_can_be_checked_after_a_better_text_of_it_came_in(self, cast: Cast) -> None:
        bring_in(**PRINTED)
        assert outcomes(bring_in(PAGE.replace("自习室", "自修室"), **PRINTED)) == ["unchanged", "updated"]
        second = pieces()[1]
        assert "自修室" in second.body
        assert not facts.of(second, now=timezone.now()).differs_from_print

    def test_passes_its_check_after_it_was_divided(self, cast: Cast) -> None:
        first, second = rich_second(cast, section=makers.make_section(), **PRINTED)
        first.headline = "青禾区部署防汛"
        first.save()
        editing.keep_revision(first, by=cast.wang)
        joined = join(second, cast)
        makers.advance(joined, "print_check", by=cast.qian, details={"compared": True})
        joined.refresh_from_db()
        assert joined.status == Status.READY

    def test_whose_text_was_changed_before_is_not_made_print_by_dividing_it(self, cast: Cast) -> None:
        first, second = rich_second(cast, **PRINTED)
        first.body = first.body.replace("防汛", "防旱")
        first.save()
        editing.keep_revision(first, by=cast.wang)
        joined = join(second, cast)
        assert not joined.current_revision.is_import
        assert facts.of(joined, now=timezone.now()).differs_from_print
