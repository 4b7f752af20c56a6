"""One step for several pieces of the list: 送审, reviews, 签发, 撤稿 of all that a search finds, and the way back."""

import re
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import urlencode

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import acknowledging, batches, editing, invariants, publishing, reviews
from articles.models.newsroom import Article
from articles.models.published import PublishedArticle
from articles.models.record import StepBatch
from articles.workflow import PublicState, Status
from tests.cast import Cast, account, logged_in
from tests.makers import BODY, advance, make_draft, make_piece_at, make_published

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"


def address(step: str, *pieces: Article, found_by: str = "") -> str:
    query = {"step": step, "list": found_by} if found_by else {"step": step, "piece": [piece.pk for piece in pieces]}
    return f"{LIST}together/?{urlencode(query, doseq=True)}"


def ticked(page) -> list[str]:
    return [f"{article.pk}:{article.current_revision_id}" for article, is_ticked in page.context["open"] if is_ticked]


def closed(page) -> dict[Article, str]:
    return {one.article: one.reason for one in page.context["closed"]}


def states(*pieces: Article) -> list[str]:
    by_number = Article.objects.in_bulk([piece.pk for piece in pieces])
    return [by_number[piece.pk].status for piece in pieces]


def rewritten(article: Article, by, **columns) -> Article:
    with transaction.atomic():
        article.refresh_from_db()
        for name, value in columns.items():
            setattr(article, name, value)
        article.save()
        editing.keep_revision(article, by=by)
    return article


# --- the list offers what the roles allow ---


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("li", {"submit"}),
        ("qian", set()),
        ("wang", {"submit", "first_review"}),
        ("chen", {"submit", "first_review", "second_review"}),
        ("zhao", set(batches.STEPS)),
        ("zhou", set()),
    ],
)
def test_the_list_offers_the_steps_of_the_persons_roles(cast: Cast, who, offered):
    make_draft()
    client = logged_in(getattr(cast, who))
    page = client.get(LIST)
    found = set(re.findall(r'<option value="step_(\w+)"', page.content.decode()))
    assert found == offered
    for step in set(batches.STEPS) - offered:
        assert client.get(address(step, make_draft())).status_code == 403


def test_the_ticked_pieces_lead_to_the_page_of_the_step(cast: Cast):
    one, two = make_draft("一"), make_draft("二")
    make_draft("三")
    posted = {"action": "step_submit", "_selected_action": [one.pk, two.pk], "select_across": "0"}
    page = logged_in(cast.li).post(LIST, posted, follow=True)
    assert {article for article, _tick in page.context["open"]} == {one, two}


# --- each piece by the same rules ---


def test_each_piece_is_checked_by_the_same_rules_and_done_by_itself(cast: Cast):
    good, bare = make_draft("好稿"), make_draft("缺署名", credits=())
    foreign, sent = make_draft("别人的稿", by=cast.sun, credits=("小孙",)), make_piece_at(Status.FIRST_REVIEW, "已送")
    client, where = logged_in(cast.li), address("submit", good, bare, foreign, sent)
    page = client.get(where)
    now = timezone.now()
    for article, reason in closed(page).items():
        choice = next((one for one in editing.choices(article, cast.li, now=now) if one.step.name == "submit"), None)
        assert reason == choice.reason if choice else "待初审" in reason
    assert ticked(page) == [f"{good.pk}:{good.current_revision_id}"]
    answer = client.post(where, {"piece": ticked(page), "note": ""}, follow=True)
    assert states(good, bare, foreign, sent) == [
        Status.FIRST_REVIEW, Status.DRAFT, Status.DRAFT, Status.FIRST_REVIEW]  # fmt: skip
    assert "已办理 1 篇" in answer.content.decode()
    assert good.reviews.latest("position").details["batch"] == StepBatch.objects.get().pk
    assert reviews.verify() == []


def test_what_is_posted_beside_the_boxes_is_refused(cast: Cast):
    foreign, own = make_draft("别人的稿", by=cast.sun, credits=("小孙",)), make_draft("缺署名", credits=())
    boxes = [f"{piece.pk}:{piece.current_revision_id}" for piece in (foreign, own)]
    posted = {"piece": [*boxes, "999999:1", "x:y"], "note": ""}
    page = logged_in(cast.li).post(address("submit", foreign), posted, follow=True)
    assert states(foreign, own) == [Status.DRAFT, Status.DRAFT]
    assert "既无署名，也无来源。" in page.content.decode()
    assert [one["piece"] for one in StepBatch.objects.get().results] == [own.pk]  # what he may not see is not tried


def test_a_piece_that_changed_after_it_was_shown_is_left_and_the_others_go_on(cast: Cast):
    one, two = make_piece_at(Status.FIRST_REVIEW, "一"), make_piece_at(Status.FIRST_REVIEW, "二")
    client, where = logged_in(cast.wang), address("first_review", one, two)
    boxes = ticked(client.get(where))
    rewritten(one, account("编辑老吴", "责任编辑"), headline="改过了")
    page = client.post(where, {"piece": boxes, "note": "都看过。"}, follow=True)
    assert states(one, two) == [Status.FIRST_REVIEW, Status.SECOND_REVIEW]
    assert "稿件刚被他人改动" in page.content.decode()
    assert two.reviews.latest("position").note == "都看过。"


def test_a_release_in_a_batch_leaves_out_what_differs_since_final_review(cast: Cast):
    same, other = make_piece_at(Status.READY, "没改过"), make_piece_at(Status.READY, "改过")
    rewritten(other, cast.zhao, body=BODY.replace("一百二十", "一百三十"))
    client, where = logged_in(cast.zhao), address("release", same, other)
    page = client.get(where)
    assert "不能批量签发" in closed(page)[other]
    assert f"{LIST}{other.pk}/step/release/" in page.content.decode()
    boxes = [f"{piece.pk}:{piece.current_revision_id}" for piece in (same, other)]
    client.post(where, {"piece": boxes, "note": ""})
    assert states(same, other) == [Status.PUBLISHED, Status.READY]


def test_a_final_review_in_a_batch_leaves_out_what_the_checks_call_doubtful(cast: Cast):
    doubtful = make_piece_at(Status.FINAL_REVIEW, "存疑", body="<p>建筑面积3000平米，老人吃上了午饭。</p>")
    assert acknowledging.doubts_of(doubtful, now=timezone.now())
    client, where = logged_in(cast.zhao), address("final_review", doubtful)
    assert "存疑" in closed(client.get(where))[doubtful]
    client.post(where, {"piece": [f"{doubtful.pk}:{doubtful.current_revision_id}"], "note": ""})
    assert states(doubtful) == [Status.FINAL_REVIEW]


def test_a_batch_may_be_released_at_a_minute(cast: Cast):
    pieces = [make_piece_at(Status.READY, name) for name in "一二"]
    client, where = logged_in(cast.zhao), address("release", *pieces)
    minute = timezone.localtime(timezone.now() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    client.post(where, {"piece": ticked(client.get(where)), "note": "", "at": minute, "expires_at": ""})
    assert states(*pieces) == [Status.SCHEDULED, Status.SCHEDULED]


def test_the_page_asks_as_much_for_five_pieces_as_for_one(cast: Cast, django_assert_num_queries):
    pieces = [make_piece_at(Status.READY, name) for name in "一二三四五"]
    client = logged_in(cast.zhao)
    with CaptureQueriesContext(connection) as one:
        client.get(address("release", pieces[0]))
    with django_assert_num_queries(len(one)):
        client.get(address("release", *pieces))


# --- 撤稿 of all that a search finds ---


def test_all_that_a_search_finds_is_withdrawn_for_one_reason_and_comes_back_by_release(cast: Cast):
    found = [make_published(f"汛期提醒{name}") for name in "一二三"]
    advance(found[0], "correct", by=cast.wang)
    other, draft = make_published("公园开放"), make_draft("汛期提醒草稿")
    client = logged_in(cast.zhao)
    where = client.get(f"{LIST}?q=汛期提醒").context["withdraw_all"]
    assert client.get(LIST).context["withdraw_all"] == ""
    assert client.get(f"{LIST}?o=-2&p=1").context["withdraw_all"] == ""  # sorted and leafed through is the whole list
    page = client.get(where)
    boxes = ticked(page)
    assert len(boxes) == 3
    posted = {"piece": boxes, "note": "数据有误，全部撤下。", "instruction_source": "区防汛办通知", "explanation": ""}
    assert "勾选了 3 篇" in client.post(where, {**posted, "count": "4"}).content.decode()
    assert states(*found)[1:] == [Status.PUBLISHED, Status.PUBLISHED]
    page = client.post(where, {**posted, "count": "3"}, follow=True)
    assert states(*found, other, draft) == [*[Status.WITHDRAWN] * 3, Status.PUBLISHED, Status.DRAFT]
    assert not PublishedArticle.objects.filter(pk__in=[piece.pk for piece in found]).exists()
    for piece in found:
        said = piece.reviews.latest("position")
        assert (said.note, said.details["instruction_source"]) == ("数据有误，全部撤下。", "区防汛办通知")

    back = client.get(page.context["reinstate"])
    client.post(page.context["reinstate"], {"piece": ticked(back), "note": "核实无误。"})
    assert states(*found) == [Status.FINAL_REVIEW] * 3
    second = account("另一位总编", "总编辑")
    for step, who in (("final_review", second), ("proofread", cast.qian)):
        for piece in found:
            advance(piece, step, by=who, acknowledged=True)
    where = address("release", *found)
    client.post(where, {"piece": ticked(client.get(where)), "note": ""})
    assert states(*found) == [Status.PUBLISHED] * 3
    assert not [breach for check in invariants.CHECKS for breach in check()]


def test_nobody_below_a_chief_withdraws_what_a_search_finds(cast: Cast):
    piece = make_published("汛期提醒")
    for person in (cast.li, cast.wang, cast.chen, cast.qian, cast.zhou):
        client = logged_in(person)
        where = address("withdraw", found_by="q=汛期提醒")
        assert client.get(where).status_code == 403
        assert client.get(f"{LIST}?q=汛期提醒").context["withdraw_all"] == ""
        posted = {"piece": [f"{piece.pk}:{piece.current_revision_id}"], "note": "撤。", "count": "1"}
        assert client.post(where, posted).status_code == 403
    assert states(piece) == [Status.PUBLISHED]


def test_a_list_that_is_too_long_withdraws_nothing_instead_of_a_part(cast: Cast):
    pieces = [make_published(f"汛期提醒{name}") for name in "一二三"]
    with patch.object(batches, "MOST", 2):
        page = logged_in(cast.zhao).get(address("withdraw", found_by="q=汛期提醒"))
    assert page.context["left_out"]
    assert "缩小检索" in page.content.decode()
    assert states(*pieces) == [Status.PUBLISHED] * 3


def test_one_that_fails_does_not_keep_the_others_on_the_site(cast: Cast):
    one, two = make_published("一"), make_published("二")
    real = publishing.withdraw

    def breaks(article: Article, **options) -> None:
        if article.pk == one.pk:
            raise DatabaseError("disk full")
        real(article, **options)

    with patch.object(publishing, "withdraw", breaks):
        batch = batches.take(
            "withdraw", {one.pk: one.current_revision_id, two.pk: two.current_revision_id}, by=cast.zhao, note="失实。"
        )
    assert states(one, two) == [Status.PUBLISHED, Status.WITHDRAWN]
    assert [bool(said["reason"]) for said in batch.results] == [True, False]
    one.refresh_from_db()
    assert one.public_state == PublicState.LIVE


# --- the record ---


def test_what_was_done_for_several_pieces_is_found_again_by_who_leads(cast: Cast):
    piece = make_published("汛期提醒")
    batch = batches.take("withdraw", {piece.pk: piece.current_revision_id}, by=cast.zhao, note="失实。")
    for person, status in ((cast.li, 403), (cast.wang, 403), (cast.chen, 200), (cast.zhao, 200), (cast.zhou, 200)):
        assert logged_in(person).get("/admin/articles/stepbatch/").status_code == status
        assert logged_in(person).get(f"{LIST}together/{batch.pk}/").status_code == status
    page = logged_in(cast.zhao).get("/admin/articles/stepbatch/").content.decode()
    assert f"{LIST}together/{batch.pk}/" in page
    assert "恢复发布" in logged_in(cast.zhao).get(f"{LIST}together/{batch.pk}/").content.decode()
    assert logged_in(cast.chen).get(f"{LIST}together/{batch.pk}/").context["reinstate"] == ""
    assert f"记录 {batch.pk}" in logged_in(cast.zhao).get(f"{LIST}{piece.pk}/history/").content.decode()
