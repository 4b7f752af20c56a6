"""The sample paper: page texts that the importer reads without loss, and a newsroom with something in every status."""

import io
import re
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils import timezone

from articles import photos, workflow
from articles.importing.decode import decode
from articles.importing.parse import parse_page
from articles.importing.reports import file_report
from articles.models.newsroom import Article
from articles.models.published import (
    Correction,
    PublishedArticle,
    PublishedByline,
    PublishedPhoto,
    PublishedTag,
    Withdrawal,
)
from articles.models.record import Debt, Review
from articles.models.shared import Section, SiteSettings
from articles.sample.paper import FATES, Page, paper
from articles.sample.pictures import PICTURES, draw
from articles.sample.typeset import page_text
from articles.workflow import PublicState, Status
from staff.models import User

PAGES = paper().pages
PIECES = [piece for page in PAGES for piece in page.pieces]


def each_page(test):
    return pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)(test)


def parsed(page: Page):
    roster = frozenset(reporter.name for reporter in paper().reporters)
    text = decode(page.path.read_bytes()).text
    return parse_page(text, roster=roster, issue_date=page.issue)


def tidy(text: str) -> str:
    """Without spaces and with full commas: what a layout dump may change and no reader would notice."""
    return re.sub(r"\s", "", text).replace(",", "，")


# --- the source ------------------------------------------------------------------------------------------------------


def test_the_paper_has_four_issues_seven_sections_and_fifty_pieces():
    assert len({page.issue for page in PAGES}) == 4
    assert len({piece.section for piece in PIECES}) == len(paper().sections) == 7
    assert len(PIECES) >= 50
    assert {piece.fate for piece in PIECES} == FATES


def test_every_piece_is_prose_of_a_newspaper_length_and_no_two_share_a_sentence():
    seen: dict[str, str] = {}
    for piece in PIECES:
        assert 120 <= len(tidy(piece.text)) <= 1100, piece.headline
        for sentence in re.split(r"[。！？]", tidy(piece.text)):
            assert len(sentence) < 20 or sentence not in seen, (sentence, seen.get(sentence))
            seen[sentence] = piece.headline


def test_the_paper_invents_no_licence_number():
    licences = ("serial_number", "news_licence", "icp_number", "police_number")
    assert not any(paper().settings.get(name) for name in licences)


@each_page
def test_a_page_text_is_what_the_typesetter_makes_of_its_prose(page: Page):
    assert page.path.read_bytes() == page_text(page).encode(page.encoding)


@each_page
def test_the_import_finds_every_paragraph_again(page: Page):
    found = parsed(page).articles
    assert len(found) == len(page.set_pieces)
    for article, piece in zip(found, page.set_pieces, strict=True):
        body = [tidy(paragraph.text) for paragraph in article.paragraphs]
        printed = [tidy(paragraph) for paragraph in piece.paragraphs]
        assert body[1:] == printed[1:]
        assert printed[0].endswith(body[0])  # the dateline and a byline behind it have been read off
        assert len(printed[0]) - len(body[0]) <= len("本报讯（记者某某某通讯员某某某）")


@each_page
def test_every_line_of_a_page_text_is_accounted_for(page: Page):
    report = file_report(page.path.name, parsed(page), encoding=page.encoding, sha256="")
    assert report.lines == len(page_text(page).splitlines())
    assert report.unaccounted == ()
    furniture = {*page.top, *page.bottom}
    lines = page_text(page).splitlines()
    assert {lines[number - 1] for number, _kind in report.furniture} == furniture


def test_the_page_texts_have_the_defects_of_a_layout_dump():
    texts = {page.name: page_text(page) for page in PAGES}
    assert sum(page.encoding == "gb18030" for page in PAGES) >= 2
    assert sum(not page.headlines_printed for page in PAGES) > sum(page.headlines_printed for page in PAGES) / 2
    assert all(re.search(r"[^。！？”：；…\n]\n\n[^\n]", text) for text in texts.values()), (
        "column breaks in mid-sentence"
    )
    assert re.search(r"\d月 \d", texts["2026-11-20-A01"])
    assert any("”," in text for text in texts.values())


def test_every_picture_that_a_piece_shows_is_painted_and_described():
    shown = [picture for piece in PIECES for picture in piece.pictures]
    assert {picture.drawing for picture in shown} == set(PICTURES)
    assert all(picture.caption and len(picture.alt) >= 12 and picture.credit for picture in shown)


def test_a_picture_is_the_same_file_each_time_and_large_enough_for_every_rendition():
    first = draw("bridge")
    assert draw("bridge") == first
    picture = photos.read_upload(io.BytesIO(first))
    assert picture.width >= max(photos.WIDTHS["webp"])
    assert 1.4 < picture.width / picture.height < 1.6


# --- the paper in a database -----------------------------------------------------------------------------------------


class TestLoadedSample(TestCase):
    """The sample is loaded once for all of these."""

    @classmethod
    def setUpTestData(cls):
        out = io.StringIO()
        call_command("load_sample_paper", stdout=out, stderr=io.StringIO())
        cls.said = out.getvalue()

    def test_at_least_thirty_pieces_of_four_issues_and_five_sections_are_public(self):
        public = PublishedArticle.objects.all()
        assert public.count() >= 30
        assert {row.public_date for row in public} == {page.issue for page in PAGES}
        assert len({row.section_id for row in public}) >= 5

    def test_something_stands_in_every_status(self):
        assert set(Article.objects.values_list("status", flat=True)) == set(Status.values)
        assert set(Article.objects.values_list("public_state", flat=True)) == set(PublicState.values)

    def test_a_piece_appeared_on_its_issue_day_at_the_latest_the_day_before_when_it_was_urgent(self):
        for row in PublishedArticle.objects.all():
            day = timezone.localdate(row.first_published_at)
            assert 0 <= (row.public_date - day).days <= 1
            assert row.public_date == row.issue_date

    def test_readers_see_the_text_that_was_printed(self):
        row = PublishedArticle.objects.get(headline="青橹大桥昨天合龙")
        assert "高差，三毫米" in row.body
        assert [credit["name"] for credit in row.credits] == ["仲立群", "邢望"]
        assert [row.editor_in_charge, row.proofread_by, row.approved_by] == ["储海宁", "焦桂芳", "端木清"]

    def test_a_poem_keeps_its_lines(self):
        assert PublishedArticle.objects.get(headline="渡口").body.count("<br>") >= 8

    def test_public_pictures_have_all_their_renditions_where_readers_can_fetch_them(self):
        shown = list(PublishedPhoto.objects.all())
        assert len(shown) >= 10
        for row in shown:
            focal = (row.focal_x, row.focal_y)
            for rendition in photos.renditions(sha256=row.sha256, width=row.width, height=row.height, focal=focal):
                assert storages["public"].exists(rendition.name)

    def test_no_picture_of_a_piece_that_is_not_public_can_be_fetched(self):
        hidden = Article.objects.exclude(public_state=PublicState.LIVE).filter(photos__isnull=False)
        assert hidden
        for article in hidden:
            for row in article.photos.select_related("photo"):
                photo = row.photo
                names = photos.all_names(photo.sha256, (photo.focal_x, photo.focal_y))
                public = PublishedPhoto.objects.filter(sha256=photo.sha256)
                assert not public.exists()
                if article.public_state == PublicState.NEVER:
                    assert not any(storages["public"].exists(name) for name in names)

    def test_every_public_address_of_the_sample_answers(self):
        assert self.client.get("/").status_code == 200
        for row in PublishedArticle.objects.all():
            assert self.client.get(f"/{row.public_date:%Y/%m/%d}/{row.number}/").status_code == 200
        for section in Section.objects.all():
            assert self.client.get(f"/sections/{section.slug}/").status_code == 200
        for tag in PublishedTag.objects.values_list("tag__slug", flat=True).distinct():
            assert self.client.get(f"/tags/{tag}/").status_code == 200

    def test_the_withdrawn_piece_is_gone_and_the_one_under_verification_says_so(self):
        answers = {
            notice.kind: self.client.get(f"/{notice.public_date:%Y/%m/%d}/{notice.number}/").status_code
            for notice in Withdrawal.objects.all()
        }
        assert answers == {"withdrawn": 410, "checking": 503}

    def test_the_correction_is_on_the_piece_and_the_other_one_is_not_public_before_it_is_released(self):
        note = Correction.objects.get()
        assert "12月 5日" in PublishedArticle.objects.get(number=note.number).body
        in_hand = Article.objects.get(status=Status.DRAFT, public_state=PublicState.LIVE)
        assert "七十家" in in_hand.body
        assert "七十二家" in PublishedArticle.objects.get(number=in_hand.number).body

    def test_the_express_piece_is_public_and_owes_its_reviews(self):
        assert set(Debt.objects.values_list("step", flat=True)) == {*workflow.THREE_REVIEWS, "proofread"}
        assert PublishedArticle.objects.filter(number=Debt.objects.first().article_id).exists()

    def test_the_scheduled_piece_waits_for_a_minute_that_is_still_to_come(self):
        assert Article.objects.get(status=Status.SCHEDULED).scheduled_for > timezone.now()

    def test_an_imported_draft_lacks_its_headline_and_keeps_its_doubts(self):
        draft = Article.objects.get(status=Status.DRAFT, public_state=PublicState.NEVER)
        assert draft.headline == ""
        assert draft.remarks.filter(settled_at__isnull=True).exists()

    def test_the_record_of_signatures_runs_forward_in_time(self):
        moments = list(Review.objects.order_by("position").values_list("at", flat=True))
        assert len(moments) > 200
        assert moments == sorted(moments)

    def test_an_unknown_name_is_credited_without_a_page(self):
        row = PublishedByline.objects.get(printed_name="许稻生")
        assert row.standing == "通讯员"
        assert not row.reporter.is_confirmed
        assert self.client.get(f"/reporters/{row.reporter_id}/").status_code == 404

    def test_the_printed_accounts_log_in_and_every_role_has_one(self):
        accounts = re.findall(r"^  \S+ +(\S+) +([a-z]+) +(\S+)$", self.said, re.MULTILINE)
        assert len(accounts) == User.objects.count() == len(paper().people)
        assert {role for role, _login, _password in accounts} == {
            "记者", "责任编辑", "部主任", "副总编辑", "总编辑", "校对", "管理员",
        }  # fmt: skip
        assert len({password for _role, _login, password in accounts}) == len(accounts)
        for _role, login, password in accounts:
            assert User.objects.get(username=login).check_password(password)

    def test_the_paper_says_that_it_is_a_sample(self):
        settings = SiteSettings.load()
        assert settings.is_sample
        assert "虚构" in settings.description
        assert not settings.news_licence
        assert "虚构" in self.said

    def test_a_second_loading_is_refused_and_changes_nothing(self):
        before = list(Article.objects.values_list("pk", "status"))
        with pytest.raises(CommandError, match="这个数据库不是空的"):
            call_command("load_sample_paper", stdout=io.StringIO(), stderr=io.StringIO())
        assert list(Article.objects.values_list("pk", "status")) == before


@pytest.mark.django_db
def test_a_paper_in_earnest_is_never_touched(settings):
    Section.objects.create(name="要闻", slug="news")
    originals = set(Path(settings.HOME, "private").rglob("*"))
    with pytest.raises(CommandError, match="栏目"):
        call_command("load_sample_paper", stdout=io.StringIO(), stderr=io.StringIO())
    assert not Article.objects.exists()
    assert not User.objects.exists()
    assert set(Path(settings.HOME, "private").rglob("*")) == originals


@pytest.mark.django_db
def test_the_strict_profile_is_refused_with_a_sentence(settings):
    settings.GAZETTE_REVIEW_PROFILE = "strict"
    with pytest.raises(CommandError, match="GAZETTE_REVIEW_PROFILE=small"):
        call_command("load_sample_paper", stdout=io.StringIO(), stderr=io.StringIO())
    assert not User.objects.exists()
