"""Every step of the workflow by clicking: the buttons of a piece, the page of a step, and what it answers."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import editing, reviews, visibility
from articles.models.newsroom import Article
from articles.models.published import Correction, PublishedArticle, Withdrawal
from articles.models.record import Review
from articles.workflow import STEPS, PublicState, Status
from staff import people
from staff.models import User
from tests.cast import Cast, account, logged_in
from tests.forms import fill_in
from tests.makers import BODY, advance, make_draft, make_piece_at, make_printed, make_published, make_reporter

pytestmark = pytest.mark.django_db

LONG_REASON = "汛情紧急，须立即告知居民。"


# --- pieces ----------------------------------------------------------------------------------------------------------


def at(status: Status) -> Callable[[Cast], Article]:
    return lambda cast: make_piece_at(status)


def in_correction(cast: Cast) -> Article:
    return advance(make_published(), "correct", by=cast.wang)


def taken_down(cast: Cast) -> Article:
    return advance(make_published(), "take_down", by=cast.zhao, note="核实数字。")


def owing(cast: Cast) -> Article:
    return advance(make_piece_at(Status.FIRST_REVIEW), "express", by=cast.zhao, note=LONG_REASON)


TOMORROW = f"{timezone.localdate() + timedelta(days=1)}T10:00"


def under_embargo(cast: Cast) -> Article:
    later = timezone.now() + timedelta(hours=3)
    return advance(make_piece_at(Status.FIRST_REVIEW), "embargo", by=cast.wang, at=later, note="发布会后。")


def leaving(cast: Cast) -> Article:
    later = timezone.now() + timedelta(hours=3)
    return advance(make_published(), "set_expiry", by=cast.zhao, at=later, note="公示。")


def printed(cast: Cast) -> Article:
    return make_printed()


def rewritten(article: Article, by, headline: str = "改过的标题", body: str = BODY, **columns) -> Article:
    """The piece after this person saved another text."""
    with transaction.atomic():
        article.refresh_from_db()
        for name, value in {"headline": headline, "body": body, **columns}.items():
            setattr(article, name, value)
        article.save()
        editing.keep_revision(article, by=by)
    return article


# --- clicking --------------------------------------------------------------------------------------------------------


def step_address(article: Article, name: str) -> str:
    return reverse("admin:articles_article_step", args=[article.pk, name])


def form_of(page) -> dict[str, str]:
    """What the form of this page would post, untouched: every field with the value that it shows."""
    form = page.context["form"]
    return {name: str(form[name].value()) for name in form.fields if form[name].value() not in (None, "", False)}


def click(client: Client, article: Article, name: str, **typed):
    """Open the page of a step, fill in its form, send it, and say yes where it asks a second time."""
    address = step_address(article, name)
    page = client.get(address)
    assert page.status_code == 200
    posted = {**form_of(page), **typed}
    answer = client.post(address, posted)
    if answer.status_code == 200 and answer.context["is_asking"]:
        answer = client.post(address, {**posted, "confirmed": "1"})
    article.refresh_from_db()
    return answer


def said(page) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


@dataclass(frozen=True)
class Row:
    """A step, the piece that it is tried on, who may and who may not, and what becomes of the piece."""

    step: str
    piece: Callable[[Cast], Article]
    can: str
    cannot: tuple[str, ...]
    becomes: Status
    public: PublicState = PublicState.NEVER
    typed: dict = field(default_factory=dict)


TABLE = [
    Row("submit", at(Status.DRAFT), "li", ("sun", "qian", "zhou"), Status.FIRST_REVIEW),
    Row("recall", at(Status.FIRST_REVIEW), "li", ("sun", "wang", "zhao"), Status.DRAFT),
    Row("first_review", at(Status.FIRST_REVIEW), "wang", ("li", "sun", "qian", "zhou"), Status.SECOND_REVIEW),
    Row("second_review", at(Status.SECOND_REVIEW), "chen", ("li", "wang", "qian", "zhou"), Status.FINAL_REVIEW),
    Row("final_review", at(Status.FINAL_REVIEW), "zhao", ("li", "wang", "chen", "qian", "zhou"), Status.PROOF),
    Row("proofread", at(Status.PROOF), "qian", ("li", "sun", "zhou"), Status.READY,
        typed={"errors_words": "3", "errors_facts": "1"}),
    Row("print_check", printed, "wang", ("li", "zhou"), Status.READY, typed={"compared": "on"}),
    Row("release", at(Status.READY), "zhao", ("li", "wang", "chen", "qian", "zhou"), Status.PUBLISHED,
        PublicState.LIVE),
    Row("express", at(Status.SECOND_REVIEW), "zhao", ("li", "wang", "chen", "qian", "zhou"), Status.PUBLISHED,
        PublicState.LIVE, {"note": LONG_REASON}),
    Row("send_back", at(Status.FIRST_REVIEW), "wang", ("li", "qian", "zhou"), Status.DRAFT,
        typed={"note": "重写导语。", "code": "headline"}),
    Row("send_back", at(Status.SECOND_REVIEW), "chen", ("li", "wang", "qian"), Status.FIRST_REVIEW,
        typed={"note": "初审再看。", "to": "first_review", "code": "facts"}),
    Row("send_back", at(Status.READY), "zhao", ("li", "wang", "qian"), Status.PROOF,
        typed={"note": "再校一遍。", "to": "proof", "code": "language"}),
    Row("send_back", printed, "qian", ("li", "zhou"), Status.DRAFT, typed={"note": "与版面不符。", "code": "other"}),
    Row("reject", at(Status.FIRST_REVIEW), "chen", ("li", "wang", "qian", "zhou"), Status.REJECTED,
        typed={"note": "与昨日稿重复。"}),
    Row("restore", at(Status.REJECTED), "chen", ("li", "wang", "qian", "zhou"), Status.DRAFT,
        typed={"note": "改后可用。"}),
    Row("correct", at(Status.PUBLISHED), "wang", ("li", "qian", "zhou"), Status.DRAFT, PublicState.LIVE),
    Row("amend", at(Status.PUBLISHED), "wang", ("li", "qian", "zhou"), Status.PROOF, PublicState.LIVE),
    Row("abandon", in_correction, "wang", ("sun", "qian", "zhou"), Status.PUBLISHED, PublicState.LIVE),
    Row("unschedule", at(Status.SCHEDULED), "zhao", ("li", "wang", "chen", "qian", "zhou"), Status.READY),
    Row("take_down", at(Status.PUBLISHED), "zhao", ("li", "wang", "chen", "qian", "zhou"), Status.PUBLISHED,
        PublicState.DOWN, {"note": "核实数字。"}),
    Row("put_back", taken_down, "zhao", ("li", "wang", "chen", "qian", "zhou"), Status.PUBLISHED, PublicState.LIVE),
    Row("withdraw", at(Status.PUBLISHED), "zhao", ("li", "wang", "chen", "qian", "zhou"), Status.WITHDRAWN,
        PublicState.WITHDRAWN, {"note": "严重失实。", "instruction_source": "区委宣传部电话"}),
    Row("withdraw", taken_down, "zhao", ("wang",), Status.WITHDRAWN, PublicState.WITHDRAWN,
        {"note": "严重失实。", "instruction_source": "总编辑"}),
    Row("withdraw", in_correction, "zhao", ("wang",), Status.WITHDRAWN, PublicState.WITHDRAWN,
        {"note": "严重失实。", "instruction_source": "总编辑"}),
    Row("reinstate", at(Status.WITHDRAWN), "zhao", ("li", "wang", "chen", "qian", "zhou"), Status.FINAL_REVIEW,
        PublicState.WITHDRAWN),
    Row("embargo", at(Status.PROOF), "wang", ("sun", "qian", "zhou"), Status.PROOF,
        typed={"note": "发布会后。", "at": TOMORROW}),
    Row("embargo", at(Status.DRAFT), "li", ("sun", "qian", "zhou"), Status.DRAFT,
        typed={"note": "发布会后。", "at": TOMORROW}),
    Row("lift_embargo", under_embargo, "wang", ("li", "sun", "qian", "zhou"), Status.FIRST_REVIEW,
        typed={"note": "发布会开完了。"}),
    Row("set_expiry", at(Status.PUBLISHED), "zhao", ("li", "wang", "chen", "qian", "zhou"), Status.PUBLISHED,
        PublicState.LIVE, {"note": "公示七天。", "at": TOMORROW}),
    Row("clear_expiry", leaving, "zhao", ("li", "wang", "chen", "qian", "zhou"), Status.PUBLISHED, PublicState.LIVE),
    Row("owed_first_review", owing, "wang", ("li", "qian", "zhou"), Status.PUBLISHED, PublicState.LIVE),
    Row("owed_second_review", owing, "chen", ("li", "wang", "qian"), Status.PUBLISHED, PublicState.LIVE),
    Row("owed_proofread", owing, "qian", ("li", "sun", "zhou"), Status.PUBLISHED, PublicState.LIVE,
        {"errors_none": "on"}),
]  # fmt: skip
NAMES = [f"{row.step}-{place}" for place, row in enumerate(TABLE)]


def test_the_table_here_has_every_step_that_a_person_can_take():
    tried = {row.step for row in TABLE} | {"owed_final_review"}  # tried below: it needs a second chief
    assert tried == {name for name, step in STEPS.items() if not step.is_system}


@pytest.mark.parametrize("row", TABLE, ids=NAMES)
def test_who_may_takes_the_step_by_clicking(cast: Cast, row: Row):
    article = row.piece(cast)
    who = getattr(cast, row.can)
    answer = click(logged_in(who), article, row.step, **row.typed)
    assert answer.status_code == 302, said(answer)
    assert (article.status, article.public_state) == (row.becomes, row.public)
    review = article.reviews.latest("position")
    assert (review.step, review.by, review.note) == (row.step, who, row.typed.get("note", ""))
    assert reviews.verify() == []


def can_open(user: User, article: Article) -> bool:
    """A reporter opens no piece of others that readers do not have: for him it does not exist."""
    return visibility.pieces(people.person(user, now=timezone.now())).filter(pk=article.pk).exists()


@pytest.mark.parametrize("row", TABLE, ids=NAMES)
def test_who_may_not_reads_the_reason_and_nothing_happens(cast: Cast, row: Row):
    article = row.piece(cast)
    before = (article.status, article.public_state, Review.objects.count())
    for name in row.cannot:
        client = logged_in(getattr(cast, name))
        page = client.get(step_address(article, row.step))
        if not can_open(getattr(cast, name), article):
            assert page.status_code == client.post(step_address(article, row.step), {}).status_code == 404
            continue
        assert page.context["reason"]
        assert page.context["reason"] in said(page)
        posted = {"seen": article.current_revision_id, "confirmed": "1", "note": LONG_REASON, "to": "draft",
                  "compared": "on", "acknowledged": "on", "instruction_source": "无", **row.typed}  # fmt: skip
        answer = client.post(step_address(article, row.step), posted)
        assert answer.status_code == 200
        assert page.context["reason"] in said(answer)
        article.refresh_from_db()
        assert (article.status, article.public_state, Review.objects.count()) == before


@pytest.mark.parametrize("row", TABLE, ids=NAMES)
def test_the_form_of_a_piece_offers_the_step_or_says_why_not(cast: Cast, row: Row):
    article = row.piece(cast)
    page = logged_in(getattr(cast, row.can)).get(reverse("admin:articles_article_change", args=[article.pk]))
    assert row.step in [button.name for button in page.context["open_steps"]]
    other = next(user for user in (getattr(cast, name) for name in row.cannot) if can_open(user, article))
    page = logged_in(other).get(reverse("admin:articles_article_change", args=[article.pk]))
    closed = {button.name: button for button in page.context["closed_steps"]}
    assert closed[row.step].reason in said(page)


def test_a_second_chief_makes_up_the_final_review_and_the_first_cannot(cast: Cast):
    article = owing(cast)
    click(logged_in(cast.zhao), article, "owed_first_review")
    reason = logged_in(cast.zhao).get(step_address(article, "owed_final_review")).context["reason"]
    assert "三审" in reason or "三个" in reason or "三人" in reason or "另" in reason
    deputy = account("副总老冯", "副总编辑")
    assert click(logged_in(deputy), article, "owed_final_review").status_code == 302
    assert not article.debts.filter(step="final_review", settled_by=None).exists()


def test_the_page_of_a_review_that_is_made_up_says_nothing_of_what_was_changed_since(cast: Cast):
    article = advance(owing(cast), "correct", by=cast.wang)
    with transaction.atomic():
        article.headline, article.correction_kind, article.correction_note = "换了标题", "correction", "标题有误。"
        article.save()
        editing.keep_revision(article, by=cast.wang)
    advance(article, "submit", by=cast.wang)
    page = logged_in(cast.chen).get(step_address(article, "owed_second_review"))
    assert page.context["revision"].headline == "长椿路社区食堂开张"
    assert page.context["last_signed"].revision == page.context["revision"]
    assert "换了标题" not in page.context["reading"].article.headline
    assert not {"since_signed", "since_public", "own_signed"} & page.context.keys()


def test_the_next_step_is_the_prominent_one_and_what_takes_away_comes_last(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    page = logged_in(cast.chen).get(reverse("admin:articles_article_change", args=[article.pk]))
    assert [button.name for button in page.context["open_steps"]] == ["first_review", "send_back", "embargo", "reject"]
    assert [button.is_main for button in page.context["open_steps"]] == [True, False, False, False]


def test_a_whole_life_by_clicking(cast: Cast):
    article = make_draft()
    for name, who, typed in (
        ("submit", cast.li, {}),
        ("first_review", cast.wang, {"note": "可以。"}),
        ("second_review", cast.chen, {}),
        ("final_review", cast.zhao, {}),
        ("proofread", cast.qian, {"errors_punctuation": "2"}),
        ("release", cast.zhao, {}),
    ):
        assert click(logged_in(who), article, name, **typed).status_code == 302
    public = PublishedArticle.objects.get(pk=article.pk)
    assert public.headline == article.headline
    assert click(logged_in(cast.wang), article, "correct").status_code == 302
    note = {"correction_kind": "correction", "correction_note": "食堂在长椿路，不在长春路。"}
    rewritten(article, cast.wang, "长椿路社区食堂开张了", **note)
    wu = account("编辑老吴", "责任编辑")
    for name, who in (("submit", cast.wang), ("first_review", wu), ("second_review", cast.chen),
                      ("final_review", cast.zhao), ("proofread", cast.qian), ("release", cast.zhao)):  # fmt: skip
        answer = click(logged_in(who), article, name, **({"errors_none": "on"} if name == "proofread" else {}))
        assert answer.status_code == 302, said(answer)
    assert PublishedArticle.objects.get(pk=article.pk).headline == "长椿路社区食堂开张了"
    assert Correction.objects.get(number=article.pk).note == "食堂在长椿路，不在长春路。"


# --- what a step asks, and what it keeps ------------------------------------------------------------------------------


def test_the_page_says_what_the_step_does_and_on_which_text(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    page = said(logged_in(cast.wang).get(step_address(article, "first_review")))
    assert "为这一版签初审，交复审。" in page
    assert article.headline in page
    assert "第 1 版" in page
    assert "一百二十位老人在这里吃上了午饭" in page


def test_it_shows_what_changed_since_the_last_signature(cast: Cast):
    article = make_piece_at(Status.SECOND_REVIEW)
    rewritten(article, cast.chen, body=BODY.replace("一百二十", "一百三十"))
    page = logged_in(cast.chen).get(step_address(article, "second_review"))
    assert "<ins>三</ins>" in said(page)
    assert "<del>二</del>" in said(page)
    assert "老王签过第 1 版" in said(page)


def test_it_says_when_nothing_changed_since_the_last_signature(cast: Cast):
    article = make_piece_at(Status.SECOND_REVIEW)
    assert "老王签过之后没有改动" in said(logged_in(cast.chen).get(step_address(article, "second_review")))


def test_a_release_wants_what_changed_since_final_review_acknowledged(cast: Cast):
    article = rewritten(make_piece_at(Status.READY), cast.zhao)
    client = logged_in(cast.zhao)
    page = client.get(step_address(article, "release"))
    assert "终审通过" in said(page)
    assert "相比的改动" in said(page)
    refused = click(client, article, "release")
    assert refused.status_code == 200
    assert "acknowledged" in refused.context["form"].errors
    assert article.status == Status.READY
    assert click(client, article, "release", acknowledged="on").status_code == 302
    assert article.status == Status.PUBLISHED
    assert article.reviews.latest("position").details["acknowledged"] is True


def test_a_release_without_changes_asks_for_no_tick(cast: Cast):
    article = make_piece_at(Status.READY)
    assert "acknowledged" not in logged_in(cast.zhao).get(step_address(article, "release")).context["form"].fields


def test_a_release_at_a_minute_is_scheduled_in_beijing_time(cast: Cast):
    article = make_piece_at(Status.READY)
    minute = timezone.localtime(timezone.now() + timedelta(hours=3)).replace(second=0, microsecond=0)
    answer = click(logged_in(cast.zhao), article, "release", at=f"{minute:%Y-%m-%dT%H:%M}")
    assert answer.status_code == 302
    assert (article.status, article.scheduled_for) == (Status.SCHEDULED, minute)
    assert not PublishedArticle.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2020-01-01T08:00", "已经过去"),
        ("明天早上", "这不是日期加时间"),
        ("2999-01-01T08:00", "请核对年份"),
        ("2026-02-30T08:00", "这不是日期加时间"),
    ],
)
def test_a_minute_that_cannot_be_is_refused_with_what_was_typed_kept(cast: Cast, typed, sentence):
    article = make_piece_at(Status.READY)
    page = click(logged_in(cast.zhao), article, "release", at=typed, note="等电话再发")
    assert page.status_code == 200
    assert sentence in said(page)
    assert "等电话再发" in said(page)
    assert article.status == Status.READY


@pytest.mark.parametrize("step", ["send_back", "reject", "take_down", "withdraw"])
@pytest.mark.parametrize("note", ["", "   \n "])
def test_a_step_that_wants_a_reason_does_not_go_without(cast: Cast, step, note):
    live = step in {"take_down", "withdraw"}
    article = make_piece_at(Status.PUBLISHED if live else Status.FIRST_REVIEW)
    page = click(logged_in(cast.zhao), article, step, note=note, instruction_source="总编辑")
    assert page.status_code == 200
    assert "note" in page.context["form"].errors
    assert article.status == (Status.PUBLISHED if live else Status.FIRST_REVIEW)
    assert article.public_state == (PublicState.LIVE if live else PublicState.NEVER)


def test_the_express_lane_wants_ten_characters(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    page = click(logged_in(cast.zhao), article, "express", note="太急了")
    assert "10" in page.context["form"].errors["note"][0]
    assert "太急了" in said(page)
    assert article.status == Status.FIRST_REVIEW


def test_a_reason_that_is_far_too_long_is_refused_and_kept(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    page = click(logged_in(cast.wang), article, "send_back", note="长" * 1001, code="other")
    assert "note" in page.context["form"].errors
    assert "长" * 1001 in said(page)


@pytest.mark.parametrize("to", ["published", "proof", "", "nowhere"])
def test_a_piece_is_sent_back_only_to_an_earlier_step(cast: Cast, to):
    article = make_piece_at(Status.SECOND_REVIEW)
    page = click(logged_in(cast.chen), article, "send_back", note="改。", to=to, code="other")
    assert page.status_code == 200
    assert "to" in page.context["form"].errors
    assert article.status == Status.SECOND_REVIEW


def test_a_proofreader_counts_errors_and_they_are_recorded(cast: Cast):
    article = make_piece_at(Status.PROOF)
    click(logged_in(cast.qian), article, "proofread", errors_words="3", errors_facts="1")
    counted = article.reviews.latest("position").details["errors"]
    assert counted == {"words": 3, "punctuation": 0, "facts": 1, "other": 0}


def test_a_click_alone_counts_no_errors(cast: Cast):
    article = make_piece_at(Status.PROOF)
    page = click(logged_in(cast.qian), article, "proofread")
    assert "errors_none" in page.context["form"].errors
    page = click(logged_in(cast.qian), article, "proofread", errors_none="on", errors_words="2")
    assert "errors_none" in page.context["form"].errors
    assert article.status == Status.PROOF
    click(logged_in(cast.qian), article, "proofread", errors_none="on")
    assert article.status == Status.READY
    counted = article.reviews.latest("position").details["errors"]
    assert counted == {"words": 0, "punctuation": 0, "facts": 0, "other": 0}


@pytest.mark.parametrize("count", ["-1", "1000", "三", "1.5"])
def test_a_count_of_errors_that_cannot_be_is_refused(cast: Cast, count):
    article = make_piece_at(Status.PROOF)
    page = click(logged_in(cast.qian), article, "proofread", errors_words=count)
    assert "errors_words" in page.context["form"].errors
    assert article.status == Status.PROOF


def test_a_check_against_print_wants_to_hear_that_it_was_done(cast: Cast):
    article = make_printed()
    page = click(logged_in(cast.wang), article, "print_check")
    assert "compared" in page.context["form"].errors
    assert article.status == Status.PRINT_CHECK
    assert "纸质已审付印" in said(page)
    assert "老赵" in said(page)


@pytest.mark.parametrize("code", ["", "weather"])
def test_a_sending_back_wants_a_kind_of_reason_beside_the_sentence(cast: Cast, code):
    article = make_piece_at(Status.FIRST_REVIEW)
    page = click(logged_in(cast.wang), article, "send_back", note="重写。", code=code)
    assert "code" in page.context["form"].errors
    with pytest.raises(editing.StepClosed, match="理由类别"):
        advance(article, "send_back", by=cast.wang, to=Status.DRAFT, note="重写。", code=code)
    assert article.status == Status.FIRST_REVIEW


def test_the_kind_of_reason_is_in_the_record_and_before_the_writer(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    click(logged_in(cast.wang), article, "send_back", note="人数对不上。", code="facts", to="draft")
    assert article.reviews.latest("position").details == {"code": "facts"}
    assert "事实待核" in said(logged_in(cast.li).get("/admin/"))
    history = reverse("admin:articles_article_history", args=[article.pk])
    assert "理由类别：事实待核" in said(logged_in(cast.li).get(history))


def test_a_record_from_before_there_were_kinds_of_reasons_still_verifies_and_shows(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    with transaction.atomic():
        reviews.append(article, article.current_revision, "send_back", before=article.status, after="draft",
                       by=cast.wang, acting_as="责任编辑", at=timezone.now(), note="重写。")  # fmt: skip
        Article.objects.filter(pk=article.pk).update(status="draft")
    assert reviews.verify() == []
    assert "重写。" in said(logged_in(cast.li).get("/admin/"))


def test_a_withdrawal_records_who_ordered_it_and_tells_readers_only_what_it_is_told_to(cast: Cast):
    article = make_published()
    click(logged_in(cast.zhao), article, "withdraw", note="严重失实。", instruction_source="区委宣传部电话")
    assert article.reviews.latest("position").details["instruction_source"] == "区委宣传部电话"
    assert Withdrawal.objects.get(pk=article.pk).explanation == ""
    other = make_published("另一篇")
    click(
        logged_in(cast.zhao), other, "withdraw", note="失实。", instruction_source="总编辑", explanation="本报道有误。"
    )
    assert Withdrawal.objects.get(pk=other.pk).explanation == "本报道有误。"


@pytest.mark.parametrize("typed", [{}, {"instruction_source": ""}])
def test_a_withdrawal_that_nobody_outside_ordered_is_the_newsrooms_decision(cast: Cast, typed):
    article = make_published()
    click(logged_in(cast.zhao), article, "withdraw", note="失实。", **typed)
    assert article.reviews.latest("position").details["instruction_source"] == "编辑部决定"


def test_the_express_lane_is_asked_about_a_second_time_before_it_is_done(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    client, address = logged_in(cast.zhao), step_address(article, "express")
    posted = {"seen": article.current_revision_id, "note": LONG_REASON}
    page = client.post(address, posted)
    article.refresh_from_db()
    assert page.context["is_asking"]
    assert "确定特急直签" in said(page)
    assert article.public_state == PublicState.NEVER
    back = client.post(address, {**posted, "confirmed": "1", "again": "1"})
    article.refresh_from_db()
    assert not back.context["is_asking"]
    assert LONG_REASON in said(back)
    assert article.public_state == PublicState.NEVER
    assert client.post(address, {**posted, "confirmed": "1"}).status_code == 302


def test_three_taps_withdraw_a_piece_from_the_desk_once_the_reason_is_typed(cast: Cast):
    """The piece among today's released ones, its 撤稿, and 撤稿 on the page that says what it does."""
    article = make_published()
    client = logged_in(cast.zhao)
    desk = client.get("/admin/")
    form = reverse("admin:articles_article_change", args=[article.pk])
    assert f'href="{form}"' in said(desk)
    taps = [client.get(form)]
    address = next(button.url for button in taps[0].context["open_steps"] if button.name == "withdraw")
    assert f'href="{address}"' in said(taps[0])
    taps.append(client.get(address))
    taps.append(client.post(address, {**form_of(taps[1]), "note": "失实。"}))
    article.refresh_from_db()
    assert (len(taps), article.public_state) == (3, PublicState.WITHDRAWN)


def test_a_piece_that_lacks_something_cannot_be_submitted_and_the_page_says_what(cast: Cast):
    article = make_draft(headline="", credits=())
    page = click(logged_in(cast.li), article, "submit")
    assert "标题" in page.context["reason"]
    assert article.status == Status.DRAFT


def test_before_a_submission_it_is_said_that_only_the_express_lane_is_left(cast: Cast):
    cast.wang.is_active = cast.chen.is_active = False
    cast.wang.save()
    cast.chen.save()
    article = make_draft()
    assert "特急直签" in logged_in(cast.li).get(step_address(article, "submit")).context["lane"]


def test_nobody_passes_his_own_piece_not_even_a_superuser(cast: Cast):
    boss = account("能干的老郑", "总编辑", is_credited=True, is_superuser=True)
    article = make_draft(credits=[{"reporter": make_reporter("能干的老郑"), "printed_name": "能干的老郑"}])
    advance(article, "submit", by=cast.li)
    page = click(logged_in(boss), article, "first_review")
    assert page.status_code == 200
    assert "作者" in page.context["reason"]
    assert article.status == Status.FIRST_REVIEW


def test_whoever_amends_more_than_the_wording_reads_so_when_he_saves(cast: Cast):
    article = advance(make_published(), "amend", by=cast.wang)
    address = reverse("admin:articles_article_change", args=[article.pk])
    page = fill_in_and_follow(logged_in(cast.wang), address, body=BODY.replace("一百二十", "一百三十"))
    assert "改动涉及事实" in page
    assert "第 1 段：“" in page
    assert "一百二十位" in page
    assert "一百三十位" in page
    page = fill_in_and_follow(logged_in(cast.wang), address, body=BODY.replace("昨天上午，", "昨天上午"))
    assert "改动涉及事实" not in page


def fill_in_and_follow(client: Client, address: str, **changes) -> str:
    assert fill_in(client, address, "article_form", **changes).status_code == 302
    return said(client.get(address))


# --- two people at once -----------------------------------------------------------------------------------------------


def test_who_comes_second_is_shown_what_changed_and_keeps_his_words(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    client, address = logged_in(cast.wang), step_address(article, "send_back")
    posted = {**form_of(client.get(address)), "note": "导语太长，重写。", "to": "draft", "code": "language"}
    other = account("编辑老吴", "责任编辑")
    rewritten(article, other, body=BODY.replace("一百二十", "一百三十"))

    page = client.post(address, posted)
    article.refresh_from_db()
    assert page.status_code == 200
    assert article.status == Status.FIRST_REVIEW
    assert "别人先了一步" in said(page)
    assert "编辑老吴" in said(page)
    assert "<ins>三</ins>" in said(page)
    assert "导语太长，重写。" in said(page)

    again = client.post(address, form_of(page))
    article.refresh_from_db()
    assert again.status_code == 302
    assert article.status == Status.DRAFT
    assert article.reviews.latest("position").note == "导语太长，重写。"


def test_a_signature_never_falls_on_a_text_that_the_person_did_not_see(cast: Cast):
    article = make_piece_at(Status.READY)
    client, address = logged_in(cast.zhao), step_address(article, "release")
    posted = form_of(client.get(address))
    second = account("另一位总编", "总编辑")
    rewritten(article, second, headline="别人改的标题")
    page = client.post(address, posted)
    assert "别人改的标题" in said(page)
    assert not PublishedArticle.objects.exists()
    assert "acknowledged" in page.context["form"].fields


def test_a_withdrawal_is_looked_at_again_when_the_piece_has_changed(cast: Cast):
    article = in_correction(cast)
    client, address = logged_in(cast.zhao), step_address(article, "withdraw")
    posted = {**form_of(client.get(address)), "note": "失实。", "instruction_source": "总编辑"}
    rewritten(article, cast.wang)
    page = client.post(address, {**posted, "confirmed": "1"})
    article.refresh_from_db()
    assert article.public_state == PublicState.LIVE
    assert "别人先了一步" in said(page)
    assert "失实。" in said(page)
    assert click(client, article, "withdraw", note="失实。", instruction_source="总编辑").status_code == 302


def test_who_passes_a_piece_that_somebody_just_passed_reads_so_and_keeps_his_note(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    client, address = logged_in(account("编辑老吴", "责任编辑")), step_address(article, "first_review")
    posted = {**form_of(client.get(address)), "note": "写得好，可以上头条。"}
    advance(article, "first_review", by=cast.wang)
    page = client.post(address, posted)
    assert page.status_code == 200
    assert "待复审" in page.context["reason"]
    assert "写得好，可以上头条。" in said(page)
    assert "老王 初审通过" in said(page)
    assert article.reviews.filter(step="first_review").count() == 1


def test_pressing_the_button_twice_signs_once(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    client, address = logged_in(cast.wang), step_address(article, "first_review")
    posted = form_of(client.get(address))
    client.post(address, posted)
    client.post(address, posted)
    assert article.reviews.filter(step="first_review").count() == 1


@pytest.mark.parametrize("seen", [None, "", "三", "999999999999999999999999", "-1"])
def test_a_form_that_does_not_say_what_was_seen_does_nothing(cast: Cast, seen):
    article = make_piece_at(Status.FIRST_REVIEW)
    posted = {"note": "可以。"} if seen is None else {"seen": seen, "note": "可以。"}
    page = logged_in(cast.wang).post(step_address(article, "first_review"), posted)
    article.refresh_from_db()
    assert page.status_code == 200
    assert article.status == Status.FIRST_REVIEW
    assert "可以。" in said(page)


def test_a_revision_of_another_piece_is_not_what_was_seen(cast: Cast):
    article, other = make_piece_at(Status.FIRST_REVIEW), make_draft("不相干的密稿")
    page = logged_in(cast.wang).post(step_address(article, "first_review"), {"seen": other.current_revision_id})
    article.refresh_from_db()
    assert article.status == Status.FIRST_REVIEW
    assert "不相干的密稿" not in said(page)


# --- doors that are shut ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["due", "missed", "nonsense", "place"])
def test_a_step_that_nobody_can_take_has_no_page(cast: Cast, name):
    article = make_piece_at(Status.READY)
    assert logged_in(cast.zhao).get(step_address(article, name)).status_code == 404
    assert logged_in(cast.zhao).post(step_address(article, name), {}).status_code == 404


@pytest.mark.parametrize("number", ["999999", "abc", "1_2F"])
def test_a_piece_that_is_not_there_has_no_steps(cast: Cast, number):
    assert logged_in(cast.zhao).get(f"/admin/articles/article/{number}/step/submit/").status_code == 404


def test_who_has_no_account_is_led_to_the_login_and_who_has_no_role_is_refused(cast: Cast, client):
    article = make_piece_at(Status.FIRST_REVIEW)
    answer = client.post(step_address(article, "first_review"), {"seen": article.current_revision_id})
    assert (answer.status_code, "/login/" in answer["Location"]) == (302, True)
    outsider = logged_in(account("没有岗位的人"))
    assert outsider.get(step_address(article, "first_review")).status_code == 403
    assert outsider.post(step_address(article, "first_review"), {}).status_code == 403


def test_a_step_wants_the_token_of_its_form(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.wang)
    posted = {"seen": article.current_revision_id}
    assert client.post(step_address(article, "first_review"), posted).status_code == 403


def test_what_is_typed_is_text_and_never_html(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    page = click(logged_in(cast.wang), article, "send_back", note="<script>alert(1)</script>" * 50, code="other")
    assert "<script>alert" not in said(page)
    click(logged_in(cast.wang), article, "send_back", note="<script>alert(1)</script>", code="other")
    assert "<script>alert" not in said(logged_in(cast.li).get(reverse("admin:index")))


# --- from the form to the step ----------------------------------------------------------------------------------------


def test_a_step_button_saves_what_was_typed_before_it_leads_to_the_step(cast: Cast):
    article = make_draft()
    client = logged_in(cast.li)
    address = reverse("admin:articles_article_change", args=[article.pk])
    page = client.get(address)
    posted = everything_in(page)
    posted |= {"headline": "刚刚改好的标题", "_step": "submit"}
    answer = client.post(address, posted)
    assert answer.status_code == 302, said(answer)
    assert answer["Location"] == step_address(article, "submit")
    article.refresh_from_db()
    assert (article.headline, article.current_revision.number) == ("刚刚改好的标题", 2)


def test_a_step_button_with_nothing_changed_makes_no_revision(cast: Cast):
    article = make_draft()
    client = logged_in(cast.li)
    address = reverse("admin:articles_article_change", args=[article.pk])
    answer = client.post(address, everything_in(client.get(address)) | {"_step": "submit"})
    assert answer["Location"] == step_address(article, "submit")
    assert article.revisions.count() == 1


def everything_in(page) -> dict[str, str]:
    """What a browser would post of the form of a piece, untouched."""
    forms = [page.context["adminform"].form]
    for formset in page.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    posted = {}
    for form in forms:
        for name in form.fields:
            value = form[name].value()
            if value is not None and value is not False:
                posted[form.add_prefix(name)] = value if isinstance(value, str | int) else str(value)
    return posted
