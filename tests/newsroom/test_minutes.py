"""禁发至, 定时签发, 定时下线: what the clock does by itself, to the minute and never early, and its record."""

import re
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import editing, invariants, publishing, reviews
from articles.models.newsroom import Article
from articles.models.published import PublishedArticle, Withdrawal
from articles.models.record import Review
from articles.workflow import PublicState, Round, Status
from tests.cast import Cast, logged_in
from tests.makers import advance, make_draft, make_piece_at, make_published, take_to

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def leaving(cast: Cast, *, at, **draft) -> Article:
    return advance(make_published(**draft), "set_expiry", by=cast.zhao, at=at, note="公示期七天。")


def test_a_notice_leaves_the_site_at_its_minute_and_not_a_second_before(cast: Cast, client):
    minute = timezone.now() + timedelta(days=7)
    article = leaving(cast, at=minute)
    address = PublishedArticle.objects.get(pk=article.pk).get_absolute_url()
    editing.release_due(minute - SECOND)
    assert client.get(address).status_code == 200
    editing.release_due(minute)
    editing.release_due(minute + MINUTE)
    answer = client.get(address)
    assert answer.status_code == 410
    assert "公示期已满" in answer.content.decode()
    article.refresh_from_db()
    assert (article.status, article.public_state, article.expires_at) == (
        Status.WITHDRAWN, PublicState.WITHDRAWN, None)  # fmt: skip
    last = article.reviews.latest("position")
    assert (last.step, last.by, last.by_name, last.status_before) == ("expire", None, "", Status.PUBLISHED)
    assert article.reviews.filter(step="expire").count() == 1
    assert reviews.verify() == []
    assert not [breach for check in invariants.CHECKS for breach in check()]


def test_a_release_may_name_its_last_minute_and_both_come_by_themselves(cast: Cast):
    now = timezone.now()
    article = make_piece_at(Status.READY)
    advance(article, "release", by=cast.zhao, at=now + 5 * MINUTE, expires_at=now + 9 * MINUTE)
    assert article.status == Status.SCHEDULED
    editing.release_due(now + 5 * MINUTE)
    assert PublishedArticle.objects.filter(pk=article.pk).exists()
    editing.release_due(now + 9 * MINUTE)
    assert Withdrawal.objects.get(pk=article.pk).explanation == "本稿公示期已满，已下线。"


def test_a_piece_cannot_leave_before_it_comes(cast: Cast):
    now = timezone.now()
    article = make_piece_at(Status.READY)
    with pytest.raises(editing.StepClosed, match="下线时间须晚于发布时间"):
        advance(article, "release", by=cast.zhao, at=now + 5 * MINUTE, expires_at=now + 5 * MINUTE)
    advance(article, "release", by=cast.zhao, at=now + 5 * MINUTE, expires_at=now + 9 * MINUTE)
    advance(article, "unschedule", by=cast.zhao)
    assert article.expires_at is None


def test_a_piece_whose_time_is_over_before_the_server_is_back_does_not_come_out_for_a_moment(cast: Cast):
    now = timezone.now()
    article = make_piece_at(Status.READY)
    advance(article, "release", by=cast.zhao, at=now + 5 * MINUTE, expires_at=now + 9 * MINUTE)
    editing.release_due(now + 20 * MINUTE)
    article.refresh_from_db()
    assert (article.status, article.public_state) == (Status.READY, PublicState.NEVER)
    assert article.reviews.latest("position").step == "missed"
    assert not article.publications.exists()


def test_who_cannot_withdraw_names_no_last_minute(cast: Cast):
    article = make_published()
    for person in (cast.li, cast.wang, cast.chen, cast.qian, cast.zhou):
        with pytest.raises(editing.StepClosed, match="这一步由"):
            advance(article, "set_expiry", by=person, at=timezone.now() + MINUTE, note="公示。")
    article = make_piece_at(Status.PROOF)
    with pytest.raises(editing.StepClosed, match="不能办理这一步"):
        advance(article, "set_expiry", by=cast.zhao, at=timezone.now() + MINUTE, note="公示。")


def test_a_cancelled_last_minute_leaves_the_piece_where_it_is(cast: Cast):
    minute = timezone.now() + MINUTE
    article = advance(leaving(cast, at=minute), "clear_expiry", by=cast.zhao)
    editing.release_due(minute + MINUTE)
    article.refresh_from_db()
    assert article.public_state == PublicState.LIVE


def test_what_is_in_hand_when_the_minute_comes_stays_in_the_history(cast: Cast):
    minute = timezone.now() + MINUTE
    article = advance(leaving(cast, at=minute), "correct", by=cast.wang)
    editing.release_due(minute)
    article.refresh_from_db()
    assert (article.status, article.round) == (Status.WITHDRAWN, Round.FIRST)
    assert not [breach for check in invariants.CHECKS for breach in check()]


def test_a_piece_that_cannot_be_taken_off_stays_with_a_remark_and_does_not_hold_up_the_others(cast: Cast):
    minute = timezone.now() + MINUTE
    first, second = leaving(cast, at=minute, headline="一"), leaving(cast, at=minute, headline="二")
    real = publishing.withdraw

    def breaks(article: Article, **options) -> None:
        if article.pk == first.pk:
            raise DatabaseError("disk full")
        real(article, **options)

    with patch.object(publishing, "withdraw", breaks):
        editing.release_due(minute)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.public_state, second.public_state) == (PublicState.LIVE, PublicState.WITHDRAWN)
    assert first.expires_at is None
    last = first.reviews.latest("position")
    assert (last.step, last.status_after) == ("stay", Status.PUBLISHED)
    assert "手动撤稿" in last.note


# --- embargo ---


def under_embargo(cast: Cast, status: Status, *, until) -> Article:
    article = advance(make_draft(), "embargo", by=cast.li, at=until, note="民政局要求发布会后。")
    return take_to(status, article)


def test_nobody_releases_a_piece_before_its_embargo_ends(cast: Cast):
    now = timezone.now()
    article = under_embargo(cast, Status.READY, until=now + timedelta(hours=2))
    for at in (None, now + timedelta(hours=2) - SECOND):
        with pytest.raises(editing.StepClosed, match="禁发时间未到"):
            advance(article, "release", by=cast.zhao, at=at, now=now)
    advance(article, "release", by=cast.zhao, at=now + timedelta(hours=2), now=now)
    editing.release_due(now + timedelta(hours=2))
    article.refresh_from_db()
    assert (article.status, article.embargo_until) == (Status.PUBLISHED, None)


def test_the_express_lane_is_closed_under_an_embargo_until_it_is_lifted(cast: Cast):
    article = under_embargo(cast, Status.SECOND_REVIEW, until=timezone.now() + timedelta(hours=2))
    with pytest.raises(editing.StepClosed, match="禁发时间未到"):
        advance(article, "express", by=cast.zhao, note="汛情紧急，须立即告知居民。")
    with pytest.raises(editing.StepClosed, match="这一步由"):
        advance(article, "lift_embargo", by=cast.li, note="已开完。")
    advance(article, "lift_embargo", by=cast.wang, note="发布会已开完。")
    advance(article, "express", by=cast.zhao, note="汛情紧急，须立即告知居民。")
    assert article.status == Status.PUBLISHED


def test_an_embargo_is_no_act_on_the_piece_its_submitter_can_still_recall_it(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    advance(article, "embargo", by=cast.wang, at=timezone.now() + MINUTE, note="发布会后。")
    advance(article, "recall", by=cast.li)
    assert article.status == Status.DRAFT
    assert article.embargo_until is not None


def test_an_embargo_until_a_minute_that_is_over_is_refused_and_speaks_of_no_release(cast: Cast):
    article = make_draft()
    typed = {"seen": article.current_revision_id, "note": "发布会后。", "at": "2020-01-01T00:00"}
    said = logged_in(cast.li).post(f"/admin/articles/article/{article.pk}/step/embargo/", typed).content.decode()
    assert "这个时间已经过去：请填将来的时间。" in said
    article.refresh_from_db()
    assert article.embargo_until is None


# --- the one list ---


def test_all_three_stand_in_one_list_with_their_minutes_and_a_way_to_cancel(cast: Cast):
    now = timezone.now()
    held = under_embargo(cast, Status.READY, until=now + timedelta(hours=2))
    scheduled = make_piece_at(Status.SCHEDULED, "明早见报")
    notice = leaving(cast, at=now + timedelta(days=7), headline="公示七天")
    page = logged_in(cast.zhao).get("/admin/articles/article/times/")
    shown = {group.name: [(one.article, one.reason) for one in group.minutes] for group in page.context["groups"]}
    assert shown == {"embargo": [(held, "")], "scheduled": [(scheduled, "")], "expiry": [(notice, "")]}
    words = page.content.decode()
    for step in ("lift_embargo", "unschedule", "clear_expiry"):
        assert f"/step/{step}/" in words
    asked = logged_in(cast.qian).get("/admin/articles/article/times/")
    assert all(one.reason for group in asked.context["groups"] for one in group.minutes)
    assert "禁发与定时：禁发 1，定时签发 1，定时下线 1" in logged_in(cast.qian).get("/admin/").content.decode()


def test_the_first_page_counts_them_without_reading_every_piece(cast: Cast):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by how many rows there are: here none")
    with CaptureQueriesContext(connection) as asked:
        logged_in(cast.zhao).get("/admin/")
    counts = [one["sql"] for one in asked if re.search(r"COUNT.*(embargo_until|expires_at)", one["sql"])]
    assert len(counts) == 2
    with connection.cursor() as cursor:
        for sql in counts:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            assert not [plan for *_ids, plan in cursor.fetchall() if plan == "SCAN articles_article"], sql


def test_the_list_asks_as_much_for_many_pieces_as_for_one(cast: Cast, django_assert_num_queries):
    client = logged_in(cast.zhao)
    leaving(cast, at=timezone.now() + MINUTE)
    with CaptureQueriesContext(connection) as one:
        client.get("/admin/articles/article/times/")
    for number in range(3):
        leaving(cast, at=timezone.now() + MINUTE, headline=f"公示{number}")
    with django_assert_num_queries(len(one)):
        client.get("/admin/articles/article/times/")


def test_the_form_of_a_release_takes_both_minutes(cast: Cast):
    article = make_piece_at(Status.READY)
    day = timezone.localdate() + timedelta(days=1)
    posted = {"seen": article.current_revision_id, "note": "", "at": f"{day}T08:00", "expires_at": f"{day}T07:00"}
    client, address = logged_in(cast.zhao), f"/admin/articles/article/{article.pk}/step/release/"
    assert "下线时间须晚于发布时间" in client.post(address, posted).content.decode()
    assert client.post(address, {**posted, "expires_at": f"{day}T09:00"}).status_code == 302
    article.refresh_from_db()
    assert article.expires_at - article.scheduled_for == timedelta(hours=1)
    said = Review.objects.latest("position").details["expires_at"]
    assert datetime.fromisoformat(said) == article.expires_at
