"""What becomes of work that was dropped or came back: placement, authorship, the way of a reinstated piece."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from articles import editing, facts, invariants, workflow
from articles.models.newsroom import Article
from articles.models.published import PublishedArticle
from articles.workflow import Status
from staff import roles
from staff.models import User
from tests.cast import Cast, account, logged_in
from tests.makers import advance, make_printed, make_published, make_section

pytestmark = pytest.mark.django_db

REWRITTEN = "<p>全部重写的一段，说的是另一件事情，与原来的正文没有关系。</p>"


def saved(article: Article, by: User, **columns) -> Article:
    with transaction.atomic():
        article.refresh_from_db()
        for name, value in columns.items():
            setattr(article, name, value)
        article.save()
        editing.keep_revision(article, by=by)
    return article


def writers(article: Article) -> frozenset[int]:
    article.refresh_from_db()
    return facts.of(article, now=timezone.now()).writers


# --- placement ---


@pytest.mark.parametrize("opened", ["amend", "correct"])
def test_a_piece_that_was_moved_and_is_amended_back_to_its_section_is_public_there(cast: Cast, opened):
    one, other = make_section("要闻", "news"), make_section("社区", "community")
    article = make_published(section=one)
    editing.place(article, section=other, tags=[], page_order=None, by=cast.wang)
    assert PublishedArticle.objects.get(pk=article.pk).section == other
    advance(article, opened, by=cast.wang)
    note = {"correction_kind": "correction", "correction_note": "栏目有误。"} if opened == "correct" else {}
    saved(article, cast.wang, section=one, **note)
    if opened == "correct":
        for step, who in (("submit", cast.li), ("first_review", cast.wang), ("second_review", cast.chen),
                          ("final_review", cast.zhao)):  # fmt: skip
            advance(article, step, by=who, acknowledged=True)
    advance(article, "proofread", by=cast.qian)
    advance(article, "release", by=cast.zhao, acknowledged=True)
    assert PublishedArticle.objects.get(pk=article.pk).section == one
    assert not [breach for check in invariants.CHECKS for breach in check()]


# --- authorship ---


@pytest.mark.parametrize("step", ["abandon", "withdraw", "expire"])
def test_whoever_typed_what_was_dropped_is_no_author_of_what_stays(cast: Cast, step):
    now = timezone.now()
    article = make_published(now=now - timedelta(hours=1))
    advance(article, "correct", by=cast.wang)
    saved(article, cast.chen, body=REWRITTEN)
    assert writers(article) == {cast.chen.pk}
    if step == "expire":
        advance(article, "set_expiry", by=cast.zhao, at=now + timedelta(minutes=1), note="公示。")
        editing.release_due(now + timedelta(minutes=2))
    else:
        advance(article, step, by=cast.wang if step == "abandon" else cast.zhao, note="不改了。")
    assert writers(article) == frozenset()
    if step == "abandon":
        advance(article, "correct", by=cast.wang)
        saved(article, cast.li, correction_kind="correction", correction_note="人数有误。")
        advance(article, "submit", by=cast.li)
        advance(article, "first_review", by=cast.wang)
        advance(article, "second_review", by=cast.chen)
        assert article.status == Status.FINAL_REVIEW


def test_whoever_types_it_again_is_an_author_again(cast: Cast):
    article = make_published()
    advance(article, "correct", by=cast.wang)
    saved(article, cast.chen, body=REWRITTEN)
    advance(article, "abandon", by=cast.wang)
    advance(article, "correct", by=cast.wang)
    saved(article, cast.chen, body=REWRITTEN)
    assert writers(article) == {cast.chen.pk}


# --- names under the piece ---


def names(article: Article) -> tuple[str, str, str]:
    public = PublishedArticle.objects.get(pk=article.pk)
    return public.editor_in_charge, public.proofread_by, public.approved_by


def amended(article: Article, cast: Cast, proofreader: User) -> Article:
    advance(article, "amend", by=cast.wang)
    advance(article, "proofread", by=proofreader)
    return advance(article, "release", by=cast.zhao, acknowledged=True)


def reinstated(article: Article, cast: Cast) -> Article:
    for step, who in (("reinstate", cast.zhao), ("final_review", cast.zhao), ("proofread", cast.qian)):
        advance(article, step, by=who, acknowledged=True)
    return advance(article, "release", by=cast.zhao, acknowledged=True)


def in_first_review(article: Article, cast: Cast, reviewer: User) -> Article:
    """A correction that this person has passed, and nobody after him."""
    advance(article, "correct", by=cast.wang)
    saved(article, cast.wang, correction_kind="correction", correction_note="人数有误。")
    advance(article, "submit", by=cast.wang)
    return advance(article, "first_review", by=reviewer)


def test_whoever_passed_the_text_is_named_after_a_second_amendment_too(cast: Cast):
    second = account("二校", roles.PROOFREADER)
    article = amended(amended(make_published(), cast, cast.qian), cast, second)
    assert names(article) == ("老王", "二校", "老赵")


@pytest.mark.parametrize("then", ["amended", "withdrawn"])
def test_a_correction_that_was_dropped_names_nobody_and_takes_no_name_away(cast: Cast, then):
    article = in_first_review(make_published(), cast, account("老冯", roles.EDITOR))
    advance(article, "abandon", by=cast.wang)
    if then == "amended":
        amended(article, cast, cast.qian)
    else:
        reinstated(advance(article, "withdraw", by=cast.zhao, note="核实。"), cast)
    assert names(article) == ("老王", "小钱", "老赵")


def test_whoever_passed_a_correction_that_went_with_the_piece_is_not_named_when_it_comes_back(cast: Cast):
    article = in_first_review(make_published(), cast, account("老冯", roles.EDITOR))
    reinstated(advance(article, "withdraw", by=cast.zhao, note="核实。"), cast)
    assert names(article) == ("老王", "小钱", "老赵")
    assert not [breach for check in invariants.CHECKS for breach in check()]


# --- a reinstated piece that never had a first review ---


def test_a_printed_piece_that_is_reinstated_is_not_sent_to_a_review_that_rests_on_a_missing_one(cast: Cast):
    article = advance(make_printed(), "print_check", by=cast.wang)
    advance(article, "release", by=cast.zhao, acknowledged=True)
    advance(article, "withdraw", by=cast.zhao, note="撤下核实。")
    advance(article, "reinstate", by=cast.zhao)
    known = facts.of(article, now=timezone.now())
    assert workflow.targets(known) == (Status.FIRST_REVIEW, Status.DRAFT)
    with pytest.raises(editing.StepClosed, match="不能退到"):
        advance(article, "send_back", by=cast.zhao, to=Status.SECOND_REVIEW, note="复审再看。")
    advance(article, "send_back", by=cast.zhao, to=Status.FIRST_REVIEW, note="走三审。")
    assert workflow.missing(facts.of(article, now=timezone.now()))[0] == "first_review"


def test_a_piece_that_had_its_first_review_may_be_sent_to_the_second(cast: Cast):
    article = advance(make_published(), "withdraw", by=cast.zhao, note="撤下核实。")
    advance(article, "reinstate", by=cast.zhao)
    assert Status.SECOND_REVIEW in workflow.targets(facts.of(article, now=timezone.now()))


# --- words on the buttons ---


@pytest.mark.parametrize(("opened", "words"), [("amend", "放弃修订"), ("correct", "放弃更正")])
def test_what_is_abandoned_is_called_what_was_opened(cast: Cast, opened, words):
    article = advance(make_published(), opened, by=cast.wang)
    form = logged_in(cast.wang).get(f"/admin/articles/article/{article.pk}/change/")
    assert words in [button.label for button in form.context["open_steps"]]
    page = logged_in(cast.wang).get(f"/admin/articles/article/{article.pk}/step/abandon/").content.decode()
    assert f"<h1>{words}</h1>" in page
