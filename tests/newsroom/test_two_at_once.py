"""Two people at the same moment: one is first, the other is told so, and nothing is half done."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from articles import discarding, editing, generation, reviews
from articles.admin.front_slot import move
from articles.models.newsroom import Article, Revision
from articles.models.placing import FrontSlot
from articles.models.published import PublishedArticle
from articles.models.record import Publication, Review
from articles.workflow import PublicState, Status
from tests.cast import account, hire
from tests.makers import advance, make_draft, make_piece_at, make_published

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Do all of this at the same moment, each in a thread and connection of its own; what came of each, in order."""
    start, outcomes = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        try:
            start.wait()
            outcomes[place] = deed()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def step(article: Article, name: str, by, **options) -> Callable[[], object]:
    return lambda: editing.advance(article, name, by=by, seen=article.current_revision_id, **options)


def losers(outcomes: list[object]) -> list[Exception]:
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]


def test_one_of_two_reviewers_passes_the_piece():
    hire()
    others = [account(f"编辑{n}", "责任编辑") for n in (1, 2)]
    for _round in range(ROUNDS):
        article = make_piece_at(Status.FIRST_REVIEW)
        outcomes = at_once(*(step(article, "first_review", one) for one in others))
        lost = losers(outcomes)
        assert len(lost) == 1
        assert isinstance(lost[0], editing.StepClosed | editing.SomeoneWasFirst)
        assert Review.objects.filter(article=article, step="first_review").count() == 1
    assert reviews.verify() == []


def test_pass_and_send_back_at_once_leave_one_of_the_two():
    cast = hire()
    other = account("代编辑", "责任编辑")
    for _round in range(ROUNDS):
        article = make_piece_at(Status.FIRST_REVIEW)
        outcomes = at_once(
            step(article, "first_review", cast.wang),
            step(article, "send_back", other, note="？", to=Status.DRAFT, code="other"),
        )
        assert len(losers(outcomes)) == 1
        article.refresh_from_db()
        assert article.status in {Status.SECOND_REVIEW, Status.DRAFT}


def test_two_who_save_the_same_revision_do_not_overwrite_each_other():
    cast = hire()
    article = make_draft()
    seen = article.current_revision_id

    def save(headline: str, by) -> Callable[[], Revision]:
        def deed() -> Revision:
            with transaction.atomic():
                mine = editing.lock(article.number, seen=seen)
                mine.headline = headline
                mine.save()
                return editing.keep_revision(mine, by=by)

        return deed

    outcomes = at_once(save("老王的标题", cast.wang), save("老陈的标题", cast.chen))
    lost = losers(outcomes)
    assert [type(one) for one in lost] == [editing.SomeoneWasFirst]
    assert Revision.objects.filter(article=article).count() == 2
    assert Article.objects.get().headline == next(one.headline for one in outcomes if one not in lost)


def test_a_piece_is_signed_as_seen_or_not_at_all_while_another_saves():
    cast = hire()
    for _round in range(ROUNDS):
        article = make_piece_at(Status.FIRST_REVIEW)
        seen = article.current_revision_id

        def save(article=article, seen=seen) -> Revision:
            with transaction.atomic():
                mine = editing.lock(article.number, seen=seen)
                mine.headline = "改过的标题"
                mine.save()
                return editing.keep_revision(mine, by=cast.chen)

        at_once(save, step(article, "first_review", cast.wang))
        signed = Review.objects.filter(article=article, step="first_review").first()
        if signed is not None:
            assert signed.revision_id == seen


def test_a_due_piece_comes_out_once_however_many_servers_look():
    cast = hire()
    minute = timezone.now() + timedelta(hours=1)
    article = advance(make_piece_at(Status.READY), "release", by=cast.zhao, at=minute)
    outcomes = at_once(*[lambda: editing.release_due(now=minute)] * 4)
    assert sorted(outcomes) == [0, 0, 0, 1]
    assert Publication.objects.filter(article=article).count() == 1


def test_a_piece_leaves_the_site_once_however_many_servers_look_and_a_chief_withdraws_it():
    cast = hire()
    minute = timezone.now() + timedelta(hours=1)
    article = advance(make_piece_at(Status.PUBLISHED), "set_expiry", by=cast.zhao, at=minute, note="公示。")
    withdraw = step(article, "withdraw", cast.zhao, note="失实。")
    at_once(*[lambda: editing.release_due(now=minute)] * 3, withdraw)
    article.refresh_from_db()
    assert article.status == Status.WITHDRAWN
    assert article.reviews.filter(step__in=["expire", "withdraw"]).count() == 1
    assert reviews.verify() == []


def test_released_and_cancelled_at_once_it_is_either_public_or_ready():
    cast = hire()
    minute = timezone.now() + timedelta(hours=1)
    for _round in range(ROUNDS):
        article = advance(make_piece_at(Status.READY), "release", by=cast.zhao, at=minute)
        at_once(lambda: editing.release_due(now=minute), step(article, "unschedule", cast.zhao))
        article.refresh_from_db()
        is_public = PublishedArticle.objects.filter(pk=article.pk).exists()
        assert (article.status, is_public) in {(Status.PUBLISHED, True), (Status.READY, False)}


def test_withdrawal_wins_over_a_correction_that_is_released_in_the_same_moment():
    cast = hire()
    chief = account("副手", "总编辑")
    for _round in range(ROUNDS):
        article = advance(make_published(), "amend", by=cast.wang)
        advance(article, "proofread", by=cast.qian)
        at_once(step(article, "release", cast.zhao), step(article, "withdraw", chief, note="失实。"))
        article.refresh_from_db()
        is_public = PublishedArticle.objects.filter(pk=article.pk).exists()
        assert is_public == (article.public_state == PublicState.LIVE)
        if article.status == Status.WITHDRAWN:
            assert not is_public


def test_pieces_released_at_once_each_begin_a_generation_and_none_waits_for_ever():
    cast = hire()
    chiefs = [cast.zhao, account("副手", "总编辑")]
    for _round in range(ROUNDS):
        pieces = [make_piece_at(Status.READY, f"稿件{n}") for n in (1, 2)]
        before = generation.current().number
        outcomes = at_once(*(step(piece, "release", chief) for piece, chief in zip(pieces, chiefs, strict=True)))
        assert not losers(outcomes)
        assert generation.current().number == before + 2
    assert reviews.verify() == []


def test_a_draft_that_gets_words_while_it_is_thrown_away_keeps_them_or_is_gone_before():
    cast = hire()
    for _round in range(ROUNDS):
        article = make_draft("", body="", credits=())

        def write(article=article) -> Revision:
            with transaction.atomic():
                mine = editing.lock(article.number, seen=article.current_revision_id)
                mine.headline = "有字了"
                mine.save()
                return editing.keep_revision(mine, by=cast.li)

        written, _gone = outcomes = at_once(
            write, lambda article=article: discarding.discard(article.number, by=cast.li)
        )
        if Article.objects.filter(pk=article.number).exists():
            assert [type(one) for one in losers(outcomes)] == [discarding.CannotDiscard]
            assert Article.objects.get(pk=article.number).headline == "有字了"
        else:
            assert [type(one) for one in losers(outcomes)] == [editing.StepClosed]
            assert "丢弃" in str(written)
            assert not Revision.objects.filter(article=article.number).exists()


def test_two_who_move_pieces_of_the_front_page_at_once_both_have_their_move():
    hire()
    for _round in range(ROUNDS):
        FrontSlot.objects.all().delete()
        rows = [FrontSlot.objects.create(number=number, position=number) for number in range(1, 5)]
        assert not losers(
            at_once(lambda first=rows[0]: move(first, up=False), lambda last=rows[3]: move(last, up=True))
        )
        assert list(FrontSlot.objects.order_by("position").values_list("number", flat=True)) == [2, 1, 4, 3]


def test_a_piece_that_is_taken_off_while_it_moves_is_off_and_the_rest_keep_their_order():
    hire()
    for _round in range(ROUNDS):
        FrontSlot.objects.all().delete()
        rows = [FrontSlot.objects.create(number=number, position=number) for number in range(1, 4)]
        assert not losers(at_once(lambda last=rows[2]: move(last, up=True), rows[2].delete))
        assert list(FrontSlot.objects.order_by("position").values_list("number", flat=True)) == [1, 2]
