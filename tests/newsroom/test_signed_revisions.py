"""What is published is exactly the revision that was signed; approvals belong to revisions."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import editing, reviews, revisions, triggers
from articles.models.newsroom import Article, Revision
from articles.models.published import Correction, PublishedArticle, Withdrawal
from articles.models.record import Debt, Publication, Review
from articles.workflow import PublicState, Round, Status
from tests.cast import account
from tests.makers import (
    advance,
    make_draft,
    make_photo,
    make_piece_at,
    make_published,
    make_reporter,
    make_section,
    make_tag,
    take_to,
)

REASON = "突发汛情，须立即告知市民。"


def rewrite(article: Article, by, **columns) -> Revision:
    """Save other words and keep them as a revision, as the form does."""
    with transaction.atomic():
        article = editing.lock(article.number, seen=Article.objects.get(pk=article.pk).current_revision_id)
        for name, value in columns.items():
            setattr(article, name, value)
        article.save()
        return editing.keep_revision(article, by=by)


def body(text: str) -> str:
    return f"<p>{text}</p>"


class TestWhatIsPublished:
    def test_is_the_revision_that_the_release_signed(self, cast):
        article = make_piece_at(Status.READY)
        signed = article.current_revision
        advance(article, "release", by=cast.zhao)
        public = PublishedArticle.objects.get(pk=article.number)
        assert revisions.content_of(public) | {"editor_in_charge": "", "proofread_by": "", "approved_by": ""} == (
            revisions.content_of(signed)
        )
        assert (public.credits, public.photos, public.tags) == (signed.credits, signed.photos, signed.tags)
        publication = Publication.objects.get(article=article)
        assert publication.revision == signed
        assert publication.release_review.revision == signed

    def test_is_not_the_newest_when_a_scheduled_piece_was_signed_before(self, cast):
        now = timezone.now()
        article = make_piece_at(Status.READY)
        advance(article, "release", by=cast.zhao, at=now + timedelta(hours=1))
        Article.objects.filter(pk=article.pk).update(headline="后来改的标题")  # not through any door of ours
        assert editing.release_due(now=now + timedelta(hours=2)) == 1
        assert PublishedArticle.objects.get(pk=article.number).headline == "长椿路社区食堂开张"

    def test_names_who_signed_unless_the_piece_names_others(self, cast):
        named = make_published("甲", editor_in_charge="钱七")
        public = PublishedArticle.objects.get(pk=named.number)
        assert (public.editor_in_charge, public.proofread_by, public.approved_by) == ("钱七", "小钱", "老赵")

    def test_a_person_who_did_not_see_the_newest_revision_cannot_sign_it(self, cast):
        article = make_piece_at(Status.FIRST_REVIEW)
        seen = article.current_revision_id
        rewrite(article, cast.wang, body=body("改过的正文。"))
        with pytest.raises(editing.SomeoneWasFirst) as first:
            editing.advance(article, "first_review", by=cast.chen, seen=seen)
        assert first.value.seen.pk == seen
        assert not Review.objects.filter(step="first_review").exists()

    def test_differences_since_final_review_must_be_acknowledged(self, cast):
        article = make_piece_at(Status.READY)
        rewrite(article, cast.zhao, body=body("签发人改过的正文。"))
        with pytest.raises(editing.Unacknowledged):
            advance(article, "release", by=cast.zhao)
        advance(article, "release", by=cast.zhao, acknowledged=True)
        assert Review.objects.get(step="release").details["acknowledged"]
        assert "签发人" in PublishedArticle.objects.get(pk=article.number).body


class TestAuthorship:
    def test_whoever_types_the_body_is_an_author(self, cast):
        article = make_draft(by=cast.wang)
        advance(article, "submit", by=cast.wang)
        with pytest.raises(editing.StepClosed, match="本稿作者"):
            advance(article, "first_review", by=cast.wang)

    def test_giving_a_headline_and_mending_the_layout_is_not_authorship(self, cast):
        article = make_draft(body="<p>一段话，</p><p>被断开了。</p>")
        rewrite(article, cast.wang, headline="新标题", body="<p>一段话，被断开了。</p>")
        advance(article, "submit", by=cast.li)
        advance(article, "first_review", by=cast.wang)
        assert article.status == Status.SECOND_REVIEW

    def test_a_holder_may_edit_and_sign_what_he_made_and_is_no_author_in_the_next_round(self, cast):
        article = make_piece_at(Status.FIRST_REVIEW)
        rewrite(article, cast.wang, body=body("编辑改过的正文。"))
        advance(article, "first_review", by=cast.wang)
        advance(article, "send_back", by=cast.chen, note="再核。", to=Status.DRAFT)
        advance(article, "submit", by=cast.li)
        advance(article, "first_review", by=cast.wang)
        assert article.status == Status.SECOND_REVIEW

    def test_the_text_is_closed_to_whoever_does_not_hold_the_piece(self, cast):
        article = make_piece_at(Status.SECOND_REVIEW)
        with pytest.raises(editing.StepClosed):
            rewrite(article, cast.li, body=body("偷偷改。"))
        assert Article.objects.get(pk=article.pk).current_revision.number == 1


class TestWaysBack:
    def test_signatures_before_the_target_stand_and_later_ones_fall(self, cast):
        article = make_piece_at(Status.READY)
        advance(article, "send_back", by=cast.zhao, note="二审再看。", to=Status.SECOND_REVIEW)
        assert article.status == Status.SECOND_REVIEW
        with pytest.raises(editing.StepClosed, match="三人"):
            advance(article, "second_review", by=_promoted(cast.wang))
        advance(article, "second_review", by=cast.chen)
        assert article.status == Status.FINAL_REVIEW

    def test_a_piece_cannot_be_sent_forward(self, cast):
        article = make_piece_at(Status.FIRST_REVIEW)
        with pytest.raises(editing.StepClosed):
            advance(article, "send_back", by=cast.wang, note="？", to=Status.READY)

    def test_recalling_is_open_to_the_submitter_until_somebody_acted(self, cast):
        article = make_piece_at(Status.FIRST_REVIEW)
        advance(article, "recall", by=cast.li)
        assert article.status == Status.DRAFT
        advance(article, "submit", by=cast.li)
        assert article.status == Status.FIRST_REVIEW

    def test_a_rejected_piece_comes_back_as_a_draft(self, cast):
        article = make_piece_at(Status.REJECTED)
        advance(article, "restore", by=cast.chen, note="可用。")
        assert article.status == Status.DRAFT

    def test_a_schedule_can_be_cancelled_and_the_release_must_be_signed_anew(self, cast):
        article = make_piece_at(Status.SCHEDULED)
        advance(article, "unschedule", by=cast.zhao)
        assert (article.status, article.scheduled_for) == (Status.READY, None)
        assert editing.release_due(now=timezone.now() + timedelta(days=1)) == 0
        advance(article, "release", by=cast.zhao)
        assert article.status == Status.PUBLISHED


class TestExpressLane:
    def test_publishes_at_once_and_leaves_a_debt_for_each_missing_step(self, cast):
        article = make_piece_at(Status.SECOND_REVIEW)
        now = timezone.now()
        advance(article, "express", by=cast.zhao, note=REASON, now=now)
        assert PublishedArticle.objects.filter(pk=article.number).exists()
        owed = Debt.objects.filter(article=article)
        assert {debt.step for debt in owed} == {"second_review", "final_review", "proofread"}
        assert {debt.due_at for debt in owed} == {now + timedelta(hours=24)}

    def test_a_debt_is_settled_by_somebody_else_and_keeps_its_own_time(self, cast):
        article = make_piece_at(Status.SECOND_REVIEW)
        advance(article, "express", by=cast.zhao, note=REASON)
        later = timezone.now() + timedelta(hours=3)
        advance(article, "owed_second_review", by=cast.chen, now=later)
        debt = Debt.objects.get(article=article, step="second_review")
        assert debt.settled_by.at == later
        assert debt.settled_by.revision == debt.publication.revision
        with pytest.raises(editing.StepClosed, match="三人"):
            advance(article, "owed_final_review", by=_promoted(cast.chen))
        advance(article, "owed_final_review", by=cast.zhao)
        advance(article, "owed_proofread", by=cast.qian)
        assert not Debt.objects.filter(settled_by__isnull=True).exists()
        assert Article.objects.get(pk=article.pk).status == Status.PUBLISHED

    def test_a_debt_is_settled_on_the_released_revision_even_when_a_correction_is_in_hand(self, cast):
        article = make_piece_at(Status.SECOND_REVIEW)
        advance(article, "express", by=cast.zhao, note=REASON)
        released = article.current_revision
        advance(article, "correct", by=cast.wang)
        rewrite(article, cast.wang, body=body("更正后的正文。"))
        advance(article, "owed_second_review", by=cast.chen)
        assert Review.objects.get(step="owed_second_review").revision == released


class TestPrintedPages:
    def test_two_people_check_and_release_and_no_review_is_invented(self, cast):
        article = make_piece_at(Status.PRINT_CHECK)
        advance(article, "print_check", by=cast.wang)
        advance(article, "release", by=cast.zhao)
        assert [review.step for review in article.reviews.all()] == ["print_check", "release"]
        public = PublishedArticle.objects.get(pk=article.number)
        assert (public.editor_in_charge, public.approved_by) == ("", "")

    def test_layout_repairs_are_allowed_and_other_words_are_not(self, cast):
        article = make_piece_at(Status.PRINT_CHECK, body="<p>一段话，</p><p>断了。</p>")
        rewrite(article, cast.wang, body="<p>一段话，断了。</p>")
        assert not [c.reason for c in editing.choices(article, cast.wang) if c.step.name == "print_check" and c.reason]
        rewrite(article, cast.wang, body="<p>另一段话。</p>")
        with pytest.raises(editing.StepClosed, match="见报"):
            advance(article, "print_check", by=cast.wang)
        advance(article, "send_back", by=cast.wang, note="走三审。", to=Status.DRAFT)
        advance(article, "submit", by=cast.wang)
        assert article.status == Status.FIRST_REVIEW


class TestCorrections:
    def correct(self, cast, article: Article, **columns) -> Article:
        advance(article, "correct", by=cast.wang)
        rewrite(article, cast.wang, correction_kind="correction",
                correction_note="文中人数应为 130 人。", **columns)  # fmt: skip
        advance(article, "submit", by=cast.wang)
        for step, who in (("first_review", _editor("代编辑")), ("second_review", cast.chen),
                          ("final_review", cast.zhao), ("proofread", cast.qian)):  # fmt: skip
            advance(article, step, by=who)
        return article

    def test_readers_see_the_old_text_until_the_correction_is_released_in_place(self, cast):
        now = timezone.now()
        article = make_published(now=now - timedelta(days=3))
        before = PublishedArticle.objects.get(pk=article.number)
        self.correct(cast, article, body=body("一百三十位老人。"))
        assert PublishedArticle.objects.get(pk=article.number).body == before.body
        advance(article, "release", by=cast.zhao)
        after = PublishedArticle.objects.get(pk=article.number)
        assert "一百三十" in after.body
        assert after.get_absolute_url() == before.get_absolute_url()
        assert after.first_published_at == before.first_published_at
        assert after.corrected_at is not None
        assert [note["note"] for note in after.corrections] == ["文中人数应为 130 人。"]
        assert Article.objects.get(pk=article.pk).round == Round.FIRST

    def test_the_note_is_due_before_it_is_submitted(self, cast):
        article = make_published()
        advance(article, "correct", by=cast.wang)
        with pytest.raises(editing.StepClosed, match="说明"):
            advance(article, "submit", by=cast.wang)

    def test_a_second_release_of_other_words_does_not_repeat_the_note(self, cast):
        article = make_published()
        self.correct(cast, article, body=body("一百三十位老人。"))
        advance(article, "release", by=cast.zhao)
        advance(article, "amend", by=cast.wang)
        rewrite(article, cast.wang, body=body("一百三十位老人们。"))
        advance(article, "proofread", by=cast.qian)
        advance(article, "release", by=cast.zhao)
        assert Correction.objects.filter(number=article.number).count() == 1
        assert len(PublishedArticle.objects.get(pk=article.number).corrections) == 1

    def test_an_abandoned_correction_leaves_the_working_copy_as_what_is_public(self, cast):
        photo = make_photo()
        article = make_published(tags="社区，养老", pictures=[photo])
        public = article.current_revision
        advance(article, "correct", by=cast.wang)
        rewrite(article, cast.wang, headline="错改的标题", correction_kind="correction", correction_note="误。")
        article.bylines.all().delete()
        advance(article, "abandon", by=cast.wang)
        article = Article.objects.get(pk=article.pk)
        assert (article.status, article.headline, article.correction_note) == (
            Status.PUBLISHED,
            "长椿路社区食堂开张",
            "",
        )
        assert revisions.says_the_same(public, revisions.take(article, status=article.status, at=timezone.now()))

    def test_an_amendment_may_mend_wording_and_no_fact(self, cast):
        article = make_published(body=body("昨天，食堂开张，来了120位老人。"))
        advance(article, "amend", by=cast.wang)
        rewrite(article, cast.wang, body=body("昨天，食堂开张，来了130位老人。"))
        with pytest.raises(editing.StepClosed, match=r"130|120"):
            advance(article, "proofread", by=cast.qian)
        rewrite(article, cast.wang, body=body("昨天，食堂开张了，来了120位老人。"))
        with pytest.raises(editing.StepClosed, match="第二人"):
            advance(article, "proofread", by=cast.wang)
        advance(article, "proofread", by=cast.qian)
        advance(article, "release", by=cast.zhao)
        assert "开张了" in PublishedArticle.objects.get(pk=article.number).body
        assert not Correction.objects.exists()


class TestNobodyAlone:
    """What a strict reader of the rules found: ways in which one person could have done it all."""

    def test_a_reinstated_printed_piece_can_still_be_read_and_takes_its_way(self, cast):
        article = make_piece_at(Status.PRINT_CHECK)
        advance(article, "print_check", by=cast.wang)
        advance(article, "release", by=cast.zhao)
        advance(article, "withdraw", by=cast.zhao, note="误。")
        advance(article, "reinstate", by=cast.zhao)
        advance(article, "final_review", by=cast.zhao)
        advance(article, "proofread", by=cast.qian)
        advance(article, "release", by=cast.zhao)
        assert article.public_state == PublicState.LIVE

    def test_a_piece_whose_correction_has_no_headline_can_be_withdrawn_and_abandoned(self, cast):
        for step, by in (("abandon", cast.wang), ("withdraw", cast.zhao)):
            article = make_published(f"要{step}的")
            advance(article, "correct", by=cast.wang)
            rewrite(article, cast.wang, headline="")
            advance(article, step, by=by, note="失实。")
            assert article.headline == f"要{step}的"

    def test_an_author_does_not_make_up_a_review_of_his_own_piece(self, cast):
        article = make_draft(by=cast.wang)
        advance(article, "submit", by=cast.wang)
        advance(article, "express", by=cast.zhao, note=REASON)
        for name in ("owed_first_review", "owed_proofread"):
            with pytest.raises(editing.StepClosed, match="本稿作者"):
                advance(article, name, by=cast.wang)
        advance(article, "owed_first_review", by=cast.chen)

    def test_one_chief_alone_neither_releases_his_amendment_nor_settles_its_debt(self, cast):
        article = make_published()
        advance(article, "amend", by=cast.zhao)
        with pytest.raises(editing.StepClosed, match="第二人"):
            advance(article, "express", by=cast.zhao, note=REASON)
        chief = account("副手", "总编辑")
        advance(article, "express", by=chief, note=REASON)
        for person in (cast.zhao, chief):
            with pytest.raises(editing.StepClosed):
                advance(article, "owed_proofread", by=person)
        advance(article, "owed_proofread", by=cast.qian)

    def test_two_express_releases_are_made_up_for_one_after_the_other(self, cast):
        article = make_piece_at(Status.FIRST_REVIEW)
        advance(article, "express", by=cast.zhao, note=REASON)
        first = article.current_revision
        advance(article, "correct", by=cast.wang)
        rewrite(article, cast.wang, headline="更正后的标题", correction_kind="correction", correction_note="误。")
        advance(article, "submit", by=cast.wang)
        advance(article, "express", by=cast.zhao, note=REASON)
        for name, who in (("first_review", _editor("代编辑")), ("second_review", cast.chen),
                          ("final_review", cast.zhao), ("proofread", cast.qian)):  # fmt: skip
            advance(article, f"owed_{name}", by=who)
        assert {debt.publication.revision for debt in Debt.objects.exclude(settled_by=None)} == {first}
        assert Debt.objects.filter(settled_by=None).count() == 4
        advance(article, "owed_second_review", by=cast.chen)
        assert Debt.objects.filter(settled_by=None).count() == 3

    def test_the_clock_does_not_put_back_what_a_chief_took_down(self, cast):
        now = timezone.now()
        minute = now + timedelta(hours=1)
        article = advance(make_published(), "amend", by=cast.wang)
        advance(article, "proofread", by=cast.qian)
        advance(article, "release", by=cast.zhao, at=minute)
        advance(article, "take_down", by=cast.zhao, note="核实。")
        assert (article.status, article.scheduled_for) == (Status.READY, None)
        assert editing.release_due(now=minute) == 0
        assert not PublishedArticle.objects.filter(pk=article.pk).exists()

    def test_a_text_rewritten_before_a_withdrawal_is_not_what_is_reinstated(self, cast):
        article = make_published()
        advance(article, "correct", by=cast.wang)
        rewrite(article, cast.wang, body=body("未经审的新文字。"))
        advance(article, "withdraw", by=cast.zhao, note="误。")
        advance(article, "reinstate", by=cast.zhao)
        assert "未经审" not in Article.objects.get(pk=article.pk).body

    def test_a_reinstated_piece_that_is_sent_back_needs_all_reviews_again(self, cast):
        article = make_published()
        advance(article, "withdraw", by=cast.zhao, note="误。")
        advance(article, "reinstate", by=cast.zhao)
        advance(article, "send_back", by=cast.zhao, note="重写。", to=Status.DRAFT)
        assert article.round == Round.FIRST

    def test_the_text_of_a_reinstated_piece_is_closed_until_it_is_sent_back(self, cast):
        article = make_published()
        advance(article, "withdraw", by=cast.zhao, note="误。")
        advance(article, "reinstate", by=cast.zhao)
        with pytest.raises(editing.StepClosed, match="退回草稿"):
            rewrite(article, cast.zhao, body=body("总编辑一人换的文字。"))
        advance(article, "send_back", by=cast.zhao, note="重写。", to=Status.DRAFT)
        rewrite(article, cast.wang, body=body("重写的文字。"))

    def test_a_reinstated_correction_does_not_say_its_note_twice(self, cast):
        article = make_published()
        advance(article, "correct", by=cast.wang)
        rewrite(article, cast.wang, headline="更正后的标题", correction_kind="correction", correction_note="误。")
        advance(article, "submit", by=cast.wang)
        advance(article, "express", by=cast.zhao, note=REASON)
        advance(article, "withdraw", by=cast.zhao, note="误。")
        advance(article, "reinstate", by=cast.zhao)
        advance(article, "send_back", by=cast.zhao, note="重写。", to=Status.DRAFT)
        rewrite(article, cast.wang, headline="再改的标题")
        advance(article, "submit", by=cast.wang)
        advance(article, "express", by=cast.zhao, note=REASON)
        assert Correction.objects.filter(number=article.number).count() == 1

    def test_a_holder_who_takes_his_name_off_the_piece_stays_its_author(self, cast):
        wang = cast.wang
        wang.reporter = make_reporter("老王")
        wang.save()
        article = make_piece_at(Status.FIRST_REVIEW, credits=["老王", "周明远"])
        with transaction.atomic():
            held = editing.lock(article.number, seen=article.current_revision_id)
            held.bylines.filter(printed_name="老王").delete()
            editing.keep_revision(held, by=wang)
        with pytest.raises(editing.StepClosed, match="本稿作者"):
            advance(article, "first_review", by=wang)

    def test_the_submitter_of_an_express_piece_does_not_make_up_its_proofreading_later_either(self, cast):
        article = make_draft(by=cast.li)
        advance(article, "submit", by=cast.wang)
        advance(article, "express", by=cast.zhao, note=REASON)
        advance(article, "correct", by=cast.chen)
        rewrite(article, cast.chen, headline="更正", correction_kind="correction", correction_note="误。")
        advance(article, "submit", by=cast.chen)
        with pytest.raises(editing.StepClosed, match="送审"):
            advance(article, "owed_proofread", by=cast.wang)

    def test_names_on_the_piece_outlive_an_amendment(self, cast):
        article = make_published()
        advance(article, "amend", by=cast.wang)
        advance(article, "proofread", by=account("二校", "校对"))
        advance(article, "release", by=cast.zhao)
        public = PublishedArticle.objects.get(pk=article.pk)
        assert (public.editor_in_charge, public.proofread_by, public.approved_by) == ("老王", "二校", "老赵")

    def test_the_printed_byline_is_a_fact_and_part_of_what_is_checked_against_print(self, cast):
        article = make_published(printed_byline="记者 周明远", printed_byline_place="end")
        advance(article, "amend", by=cast.wang)
        rewrite(article, cast.wang, printed_byline="记者 李大力")
        with pytest.raises(editing.StepClosed, match="署名原文"):
            advance(article, "proofread", by=cast.qian)
        printed = make_piece_at(Status.PRINT_CHECK)
        advance(printed, "print_check", by=cast.wang)
        rewrite(printed, cast.zhao, issue_date=date(2026, 1, 2))
        with pytest.raises(editing.StepClosed, match="见报"):
            advance(printed, "release", by=cast.zhao, acknowledged=True)

    def test_rewriting_a_printed_page_is_authorship(self, cast):
        article = make_piece_at(Status.PRINT_CHECK)
        rewrite(article, cast.wang, body=body("改写过的正文。"))
        advance(article, "send_back", by=cast.wang, note="走三审。", to=Status.DRAFT)
        advance(article, "submit", by=cast.chen)
        with pytest.raises(editing.StepClosed, match="本稿作者"):
            advance(article, "first_review", by=cast.wang)

    def test_a_headline_changed_after_the_check_against_print_is_checked_again(self, cast):
        article = make_piece_at(Status.PRINT_CHECK)
        advance(article, "print_check", by=cast.wang)
        rewrite(article, cast.zhao, headline="签发人换的标题")
        with pytest.raises(editing.StepClosed, match="见报"):
            advance(article, "release", by=cast.zhao, acknowledged=True)
        advance(article, "send_back", by=cast.zhao, note="再核。", to=Status.PRINT_CHECK)
        advance(article, "print_check", by=cast.wang)
        advance(article, "release", by=cast.zhao)
        assert article.public_state == PublicState.LIVE

    def test_words_of_an_amendment_that_changed_after_the_proof_are_acknowledged(self, cast):
        article = make_published(body=body("昨天，食堂开张，来了120位老人。"))
        advance(article, "amend", by=cast.wang)
        advance(article, "proofread", by=cast.qian)
        rewrite(article, cast.zhao, body=body("昨天，食堂开张了，来了120位老人。"))
        with pytest.raises(editing.Unacknowledged):
            advance(article, "release", by=cast.zhao)
        advance(article, "release", by=cast.zhao, acknowledged=True)

    def test_a_placed_piece_stays_where_it_was_placed_through_an_amendment(self, cast):
        article = make_published()
        life = make_section("民生", "life")
        editing.place(article, section=life, tags=[], page_order=None, by=cast.wang)
        advance(article, "amend", by=cast.wang)
        advance(article, "proofread", by=cast.qian)
        advance(article, "release", by=cast.zhao)
        assert PublishedArticle.objects.get(pk=article.pk).section == life

    def test_a_public_piece_is_not_placed_in_no_section(self, cast):
        with pytest.raises(editing.StepClosed, match="栏目"):
            editing.place(make_published(), section=None, tags=[], page_order=None, by=cast.wang)


class TestTakingAway:
    def test_taken_down_and_put_back_it_is_what_it_was(self, cast):
        article = make_published(tags="社区")
        before = PublishedArticle.objects.values().get(pk=article.number)
        advance(article, "take_down", by=cast.zhao, note="核实。")
        assert article.public_state == PublicState.DOWN
        assert not PublishedArticle.objects.filter(pk=article.number).exists()
        assert Withdrawal.objects.get(pk=article.number).kind == "checking"
        advance(article, "put_back", by=cast.zhao)
        assert PublishedArticle.objects.values().get(pk=article.number) == before
        assert not Withdrawal.objects.exists()

    def test_withdrawn_from_any_status_it_is_gone_at_once(self, cast):
        article = make_published()
        advance(article, "correct", by=cast.wang)
        advance(article, "withdraw", by=cast.zhao, note="失实。", details={"instruction": "区委宣传部"})
        assert (article.status, article.public_state) == (Status.WITHDRAWN, PublicState.WITHDRAWN)
        assert not PublishedArticle.objects.exists()
        assert Withdrawal.objects.get(pk=article.number).explanation == ""

    def test_reinstated_it_passes_final_review_proof_and_release_and_keeps_its_address(self, cast):
        article = make_published(issue_date=date(2026, 11, 20))
        address = PublishedArticle.objects.get(pk=article.number).get_absolute_url()
        advance(article, "withdraw", by=cast.zhao, note="误撤。")
        advance(article, "reinstate", by=cast.zhao)
        assert not PublishedArticle.objects.exists()
        take_to(Status.PUBLISHED, article)
        assert PublishedArticle.objects.get(pk=article.number).get_absolute_url() == address
        assert not Withdrawal.objects.exists()


class TestScheduledPieces:
    def test_come_out_at_their_minute_and_never_early(self, cast):
        now = timezone.now()
        minute = now + timedelta(hours=1)
        article = advance(make_piece_at(Status.READY), "release", by=cast.zhao, at=minute, now=now)
        assert editing.release_due(now=minute - timedelta(seconds=1)) == 0
        assert not PublishedArticle.objects.exists()
        assert editing.release_due(now=minute) == 1
        assert PublishedArticle.objects.get(pk=article.number).first_published_at == minute
        assert editing.release_due(now=minute) == 0

    def test_a_minute_in_the_past_is_refused(self, cast):
        with pytest.raises(editing.StepClosed, match="晚于"):
            advance(make_piece_at(Status.READY), "release", by=cast.zhao, at=timezone.now() - timedelta(minutes=1))

    def test_one_that_fails_goes_back_with_a_remark_and_does_not_hold_up_the_others(self, cast):
        minute = timezone.now() + timedelta(hours=1)
        bad = make_piece_at(Status.READY, "坏", pictures=[make_photo("red")])
        good = make_piece_at(Status.READY, "好")
        for article in (bad, good):
            advance(article, "release", by=cast.zhao, at=minute)
        bad.photos.first().photo.file.storage.delete(bad.photos.first().photo.file.name)
        assert editing.release_due(now=minute) == 1
        assert PublishedArticle.objects.get().headline == "好"
        bad.refresh_from_db()
        assert bad.status == Status.READY
        assert bad.reviews.last().step == "missed"


class TestTheRecord:
    def test_a_digest_covers_what_is_signed_and_not_where_it_stands(self, cast):
        article = make_draft()
        digest = article.current_revision.digest
        for field, value in (("headline", "另题"), ("body", body("另文。")), ("issue_date", date(2026, 1, 1)),
                             ("correction_note", "更。"), ("source", "新华社")):  # fmt: skip
            changed = revisions.take(article, status=article.status, at=timezone.now())
            setattr(changed, field, value)
            assert revisions.digest(changed) != digest, field
        moved = revisions.take(article, status=article.status, at=timezone.now())
        moved.section = make_section("民生", "life")
        moved.tags = [{"tag": 1, "name": "养老"}]
        assert revisions.digest(moved) == digest

    def test_a_note_a_publication_and_a_debt_cannot_be_rewritten(self, cast):
        article = make_piece_at(Status.SECOND_REVIEW)
        advance(article, "express", by=cast.zhao, note=REASON)
        Correction.objects.create(number=article.number, kind="apology", note="误。", at=timezone.now())
        for rows, change in (
            (Correction.objects.all(), {"note": "别的话"}),
            (Publication.objects.all(), {"at": timezone.now()}),
            (Debt.objects.all(), {"due_at": timezone.now()}),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**change)
        Publication.objects.update(ended_at=timezone.now())  # may end

    def test_reviews_and_revisions_are_append_only_in_the_database(self, cast):
        article = make_published()
        for rows in (Review.objects.all(), Revision.objects.all(), Publication.objects.all()):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows._raw_delete(using="default")
        for rows in (Review.objects.filter(article=article), Revision.objects.filter(article=article)):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(at=timezone.now())

    def test_the_triggers_stand_in_the_catalogue(self, db):
        assert triggers.standing() == triggers.names()
        triggers.remove()
        assert triggers.standing() == set()
        triggers.install()
        assert triggers.standing() == triggers.names()

    def test_a_changed_row_a_missing_row_and_a_cut_tail_show(self, cast):
        make_published()
        assert reviews.verify() == []
        triggers.remove()
        try:
            middle = Review.objects.all()[2]
            Review.objects.filter(pk=middle.pk).update(by_name="别人")
            assert [found.position for found in reviews.verify()] == [middle.position]
            Review.objects.filter(pk=middle.pk).update(by_name=middle.by_name)
            assert reviews.verify() == []
            last = Review.objects.last()
            Publication.objects.all().delete()
            last.delete()
            assert [found.position for found in reviews.verify()] == [last.position]
        finally:
            triggers.install()

    def test_placement_changes_without_a_round_and_is_recorded(self, cast):
        article = make_published()
        life = make_section("民生", "life")
        editing.place(article, section=life, tags=[], page_order=2, by=cast.wang)
        assert PublishedArticle.objects.get(pk=article.number).section == life
        assert Review.objects.get(step="place").details["after"]["section"] == "民生"
        with pytest.raises(editing.StepClosed):
            editing.place(article, section=make_section(), tags=[], page_order=2, by=cast.li)

    def test_a_placed_piece_stays_where_it_is_when_taken_down_and_put_back(self, cast):
        article = make_published(tags="民生")
        life, tag = make_section("民生", "life"), make_tag("食堂")
        editing.place(article, section=life, tags=[tag], page_order=2, by=cast.wang)
        advance(article, "take_down", by=cast.zhao, note="核实。")
        advance(article, "put_back", by=cast.zhao)
        public = PublishedArticle.objects.get(pk=article.number)
        assert (public.section, public.page_order, public.tags) == (life, 2, [{"tag": tag.pk, "name": "食堂"}])
        assert list(public.tag_rows.all()) == [tag]

    def test_a_piece_placed_while_it_is_down_comes_back_in_its_new_place(self, cast):
        article = make_published()
        life = make_section("民生", "life")
        advance(article, "take_down", by=cast.zhao, note="核实。")
        editing.place(article, section=life, tags=[], page_order=2, by=cast.wang)
        advance(article, "put_back", by=cast.zhao)
        assert PublishedArticle.objects.get(pk=article.number).section == life

    def test_an_abandoned_correction_leaves_a_piece_where_it_was_placed(self, cast):
        article = make_published()
        life, tag = make_section("民生", "life"), make_tag("食堂")
        editing.place(article, section=life, tags=[tag], page_order=2, by=cast.wang)
        advance(article, "correct", by=cast.wang)
        rewrite(article, cast.wang, body=body("别的。"), section=make_section())
        advance(article, "abandon", by=cast.wang)
        assert (article.section, article.page_order, list(article.tags.all())) == (life, 2, [tag])

    def test_a_later_correction_brings_its_own_placement(self, cast):
        article = make_published()
        editing.place(article, section=make_section("民生", "life"), tags=[], page_order=2, by=cast.wang)
        advance(article, "amend", by=cast.wang)
        rewrite(article, cast.qian, section=make_section("副刊", "arts"))
        advance(article, "proofread", by=cast.qian)
        advance(article, "release", by=cast.zhao)
        assert PublishedArticle.objects.get(pk=article.number).section.slug == "arts"


def _promoted(user):
    user.groups.add(Group.objects.get(name="总编辑"))
    return user


def _editor(name: str):
    return account(name, "责任编辑")


class TestEveryDoor:
    def test_a_body_that_came_in_by_no_form_is_sanitised_before_it_is_signed(self, cast):
        article = make_published(body="<p>好<script>alert(1)</script></p><p onclick='x()'>人</p>")
        assert article.current_revision.body == "<p>好</p><p>人</p>"
        assert PublishedArticle.objects.get(pk=article.number).body == "<p>好</p><p>人</p>"

    def test_another_address_of_a_link_is_no_mere_wording(self, cast):
        article = make_published(body='<p>详见<a href="https://a.example/">通知</a>。</p>')
        advance(article, "amend", by=cast.wang)
        rewrite(article, cast.wang, body='<p>详见<a href="https://b.example/">通知</a>。</p>')
        with pytest.raises(editing.StepClosed, match="链接"):
            advance(article, "proofread", by=cast.qian)
