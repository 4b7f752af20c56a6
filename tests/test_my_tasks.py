"""我的待办: everybody sees what waits for him, what came back and why, and what the desk must not forget."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import editing, waiting
from articles.models.desk_lists import ForbiddenWord
from articles.workflow import Status
from staff.models import DutyRoster
from tests.cast import Cast, account, logged_in
from tests.makers import advance, make_draft, make_piece_at, make_printed, make_published, make_section

pytestmark = pytest.mark.django_db

LONG_REASON = "汛情紧急，须立即告知居民。"


def desk(user) -> waiting.Desk:
    return waiting.for_person(user, now=timezone.now())


def pieces(rows: waiting.Rows) -> list:
    return [getattr(row, "article", row) for row in rows.shown]


@pytest.mark.parametrize(
    ("status", "who", "others"),
    [
        (Status.FIRST_REVIEW, "wang", ("li", "sun", "qian", "zhou")),
        (Status.SECOND_REVIEW, "chen", ("li", "wang", "qian", "zhou")),
        (Status.FINAL_REVIEW, "zhao", ("li", "wang", "chen", "qian", "zhou")),
        (Status.PROOF, "qian", ("li", "sun", "zhou")),
        (Status.READY, "zhao", ("li", "wang", "chen", "qian", "zhou")),
    ],
)
def test_a_piece_waits_for_whoever_holds_it_and_for_nobody_else(cast: Cast, status, who, others):
    article = make_piece_at(status)
    assert pieces(desk(getattr(cast, who)).mine) == [article]
    for other in others:
        mine, stand_in = desk(getattr(cast, other)).mine, desk(getattr(cast, other)).stand_in
        assert article not in pieces(mine)
        assert article not in pieces(stand_in)


def test_who_may_stand_in_sees_the_piece_apart_from_his_own_work(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    own = make_piece_at(Status.READY)
    assert pieces(desk(cast.zhao).mine) == [own]
    assert pieces(desk(cast.zhao).stand_in) == [article]


def test_the_duty_chief_sees_what_waits_for_the_chief_only_while_on_duty(cast: Cast):
    on_duty = account("值班的老吴", "责任编辑")
    article = make_piece_at(Status.READY)
    assert article not in pieces(desk(on_duty).mine)
    now = timezone.now()
    DutyRoster.objects.create(user=on_duty, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    assert article in pieces(desk(on_duty).mine)


def test_a_printed_piece_waits_for_its_check_with_editors_and_proofreaders(cast: Cast):
    article = make_printed()
    assert pieces(desk(cast.wang).mine) == [article]
    assert pieces(desk(cast.qian).mine) == [article]
    assert article not in pieces(desk(cast.li).mine)


def test_his_own_piece_does_not_wait_for_a_reviewer(cast: Cast):
    article = make_draft(by=cast.wang)
    advance(article, "submit", by=cast.wang)
    assert article not in pieces(desk(cast.wang).mine)
    assert article in pieces(desk(cast.chen).stand_in)


def test_a_piece_with_a_forbidden_word_still_waits_for_who_holds_it_and_says_so(cast: Cast):
    article = make_piece_at(Status.READY, headline="秘密食堂开张")
    ForbiddenWord.objects.create(word="秘密食堂")
    (task,) = desk(cast.zhao).mine.shown
    assert task.article == article
    assert "秘密食堂" in task.reason


def test_the_oldest_comes_first(cast: Cast):
    now = timezone.now()
    young = make_piece_at(Status.FIRST_REVIEW, now=now - timedelta(hours=1))
    old = make_piece_at(Status.FIRST_REVIEW, now=now - timedelta(hours=5))
    assert pieces(desk(cast.wang).mine) == [old, young]


def test_what_came_back_says_who_sent_it_and_why(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    advance(article, "send_back", by=cast.wang, note="电头日期与正文对不上。", to=Status.DRAFT)
    (task,) = desk(cast.li).sent_back.shown
    assert (task.article, task.sent_back.by_name, task.sent_back.note) == (article, "老王", "电头日期与正文对不上。")
    page = logged_in(cast.li).get(reverse("admin:index")).content.decode()
    assert "老王退回：" in page
    assert "电头日期与正文对不上。" in page


def test_what_was_sent_back_is_not_shown_to_another_reporter(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    advance(article, "send_back", by=cast.wang, note="重写。", to=Status.DRAFT)
    assert not desk(cast.sun).sent_back
    assert not desk(cast.sun).drafts


def test_what_was_sent_back_leaves_the_list_when_it_is_submitted_again(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    advance(article, "send_back", by=cast.wang, note="重写。", to=Status.DRAFT)
    advance(article, "submit", by=cast.li)
    assert not desk(cast.li).sent_back
    (task,) = desk(cast.wang).mine.shown
    assert task.sent_back is None


def test_a_piece_sent_back_to_a_review_comes_back_to_the_reviewer(cast: Cast):
    article = make_piece_at(Status.FINAL_REVIEW)
    advance(article, "send_back", by=cast.zhao, note="复审意见没有落实。", to=Status.SECOND_REVIEW)
    assert pieces(desk(cast.chen).sent_back) == [article]
    assert article not in pieces(desk(cast.chen).mine)


def test_my_drafts_say_what_they_lack(cast: Cast):
    make_draft(headline="", section=None)
    (task,) = desk(cast.li).drafts.shown
    assert "标题" in task.reason


def test_the_draft_of_another_reporter_is_not_mine(cast: Cast):
    make_draft(by=cast.li)
    assert not desk(cast.sun).drafts


def test_a_debt_is_red_with_its_due_time_and_a_button_for_who_may_settle_it(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    advance(article, "express", by=cast.zhao, note=LONG_REASON)
    debts = {task.step.name: task for task in desk(cast.chen).debts.shown}
    assert set(debts) == {"owed_first_review", "owed_second_review", "owed_final_review", "owed_proofread"}
    assert debts["owed_second_review"].reason == ""
    assert debts["owed_final_review"].reason != ""
    page = logged_in(cast.chen).get(reverse("admin:index")).content.decode()
    assert "欠补审" in page
    assert "小时内须补" in page
    assert reverse("admin:articles_article_step", args=[article.pk, "owed_second_review"]) in page
    assert reverse("admin:articles_article_step", args=[article.pk, "owed_final_review"]) not in page


def test_what_a_later_release_owes_waits_for_what_the_first_one_owes(cast: Cast):
    article = make_piece_at(Status.PROOF)
    advance(article, "express", by=cast.zhao, note=LONG_REASON)
    advance(article, "correct", by=cast.wang)
    with transaction.atomic():
        article.correction_kind, article.correction_note = "correction", "人数有误。"
        article.save()
        editing.keep_revision(article, by=cast.wang)
    advance(article, "submit", by=cast.wang)
    advance(article, "express", by=cast.zhao, note=LONG_REASON)
    reasons = {task.step.name: task.reason for task in desk(cast.chen).debts.shown}
    assert "须先补" in reasons["owed_second_review"]
    advance(article, "owed_proofread", by=cast.qian)
    reasons = {task.step.name: task.reason for task in desk(cast.chen).debts.shown}
    assert reasons["owed_second_review"] == ""


def test_whoever_is_limited_to_sections_has_no_pieces_of_others_waiting(cast: Cast):
    own, other = make_section("社区", "community"), make_section("体育", "sports")
    cast.wang.sections.set([own])
    mine = make_piece_at(Status.FIRST_REVIEW, "社区的", section=own)
    make_piece_at(Status.FIRST_REVIEW, "体育的", section=other)
    unplaced = make_printed("没有栏目的", section=None)
    found = desk(cast.wang)
    assert set(pieces(found.mine)) == {mine, unplaced}
    assert found.mine.total == 2


def test_an_overdue_debt_says_so(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    advance(article, "express", by=cast.zhao, note=LONG_REASON, now=timezone.now() - timedelta(hours=30))
    assert "已逾期" in logged_in(cast.zhao).get(reverse("admin:index")).content.decode()


def test_a_settled_debt_is_gone(cast: Cast):
    article = make_piece_at(Status.PROOF)
    advance(article, "express", by=cast.zhao, note=LONG_REASON)
    assert desk(cast.qian).debts.total == 1
    advance(article, "owed_proofread", by=cast.qian)
    assert desk(cast.qian).debts.total == 0


def test_corrections_scheduled_pieces_and_pieces_taken_down_are_not_forgotten(cast: Cast):
    correcting = advance(make_published("正在更正的"), "correct", by=cast.wang)
    amending = advance(make_published("正在修订的"), "amend", by=cast.wang)
    scheduled = make_piece_at(Status.SCHEDULED, "定时的")
    down = advance(make_published("在核实的"), "take_down", by=cast.zhao, note="核实数字。")
    found = desk(cast.wang)
    assert set(pieces(found.corrections)) == {correcting, amending}
    assert pieces(found.scheduled) == [scheduled]
    assert pieces(found.taken_down) == [down]
    minute = f"{timezone.localtime(scheduled.scheduled_for):%m-%d %H:%M}"
    assert minute in logged_in(cast.wang).get(reverse("admin:index")).content.decode()


def test_the_total_of_what_is_taken_down_counts_what_the_list_has_no_room_for(cast: Cast):
    down = [advance(make_published(name), "take_down", by=cast.zhao, note="核实。") for name in "一二三"]
    advance(make_published("撤了的"), "withdraw", by=cast.zhao, note="失实。")
    with patch.object(waiting, "SHOWN", 2):
        page = logged_in(cast.wang).get(reverse("admin:index"))
    found = page.context["desk"].taken_down
    assert (pieces(found), found.total, found.left_out) == (down[:2], 3, 1)
    assert re.search(r"暂时下线[^<]*<span class=\"desk-number\">3</span>", page.content.decode())
    advance(down[0], "put_back", by=cast.zhao)
    advance(down[1], "withdraw", by=cast.zhao, note="失实。")
    assert (pieces(desk(cast.wang).taken_down), desk(cast.wang).taken_down.total) == (down[2:], 1)


def test_todays_pieces_are_shown_with_the_readers_address_and_yesterdays_are_not(cast: Cast):
    today = make_published("今天的")
    make_published("前天的", now=timezone.now() - timedelta(days=2))
    found = desk(cast.li).released_today
    assert [piece.number for piece in found.shown] == [today.number]
    page = logged_in(cast.li).get(reverse("admin:index")).content.decode()
    assert found.shown[0].get_absolute_url() in page
    assert "前天的" not in page


def test_counts_lead_to_the_list_of_that_step(cast: Cast):
    make_piece_at(Status.FIRST_REVIEW)
    make_piece_at(Status.FIRST_REVIEW)
    assert dict(desk(cast.wang).counts)[Status.FIRST_REVIEW] == 2
    client = logged_in(cast.wang)
    address = f"{reverse('admin:articles_article_changelist')}?status__exact=first_review"
    assert address in client.get(reverse("admin:index")).content.decode()
    listed = client.get(address)
    assert listed.status_code == 200
    assert len(listed.context["cl"].result_list) == 2


def test_more_pieces_than_are_shown_are_counted_honestly(cast: Cast, monkeypatch):
    monkeypatch.setattr(waiting, "SHOWN", 2)
    for _number in range(3):
        make_piece_at(Status.FIRST_REVIEW)
    found = desk(cast.wang).mine
    assert (len(found.shown), found.total, found.is_least) == (2, 3, False)
    assert "另有 1 篇" in logged_in(cast.wang).get(reverse("admin:index")).content.decode()


def test_more_pieces_than_are_looked_at_are_said_to_be_more(cast: Cast, monkeypatch):
    monkeypatch.setattr(waiting, "LOOKED_AT", 2)
    for _number in range(3):
        make_piece_at(Status.FIRST_REVIEW)
    found = desk(cast.wang).mine
    assert (found.total, found.is_least) == (2, True)
    assert "还有更多" in logged_in(cast.wang).get(reverse("admin:index")).content.decode()


def test_the_page_asks_the_same_number_of_questions_for_three_pieces_and_for_thirty(cast: Cast):
    def fill(copies: int) -> None:
        for number in range(copies):
            make_draft(f"草稿{number}", by=cast.zhao)
            make_piece_at(Status.FIRST_REVIEW, f"初审{number}", section=make_section(f"栏{number}", f"s{number}"))
            make_piece_at(Status.READY, f"签发{number}")
            make_piece_at(Status.SCHEDULED, f"定时{number}")
            advance(make_published(f"更正{number}"), "correct", by=cast.wang)
            express = make_piece_at(Status.FIRST_REVIEW, f"直签{number}")
            advance(express, "express", by=cast.zhao, note=LONG_REASON)
            back = make_piece_at(Status.FIRST_REVIEW, f"退回{number}")
            advance(back, "send_back", by=cast.wang, note="改。", to=Status.DRAFT)

    def questions() -> int:
        client = logged_in(cast.zhao)
        client.get(reverse("admin:index"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("admin:index")).status_code == 200
        return len(asked)

    fill(1)
    few = questions()
    fill(6)
    assert questions() == few


def test_somebody_without_a_role_sees_an_empty_desk_and_nothing_of_the_pieces(cast: Cast):
    make_piece_at(Status.FIRST_REVIEW, "不给外人看的标题")
    page = logged_in(account("新来的")).get(reverse("admin:index"))
    assert page.status_code == 200
    assert "不给外人看的标题" not in page.content.decode()


def test_who_has_not_logged_in_is_asked_to(cast: Cast, client):
    assert client.get(reverse("admin:index")).status_code == 302


def test_a_reporter_sees_no_debt_that_he_cannot_settle_and_where_his_own_pieces_are(cast: Cast):
    express = advance(make_piece_at(Status.FIRST_REVIEW, "特急"), "express", by=cast.zhao, note=LONG_REASON)
    own, done = make_piece_at(Status.SECOND_REVIEW, "在复审"), make_published("已发布")
    foreign = make_piece_at(Status.PROOF, "别人的", by=cast.sun, credits=("小孙",))
    assert not desk(cast.li).debts
    assert express in pieces(desk(cast.wang).debts)
    assert pieces(desk(cast.li).under_review) == [own]
    assert pieces(desk(cast.sun).under_review) == [foreign]
    assert done not in pieces(desk(cast.li).under_review)
    assert "我的稿件进度" in logged_in(cast.li).get("/admin/").content.decode()
