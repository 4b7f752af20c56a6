"""What is public can be found from the moment of publication, and nothing else ever."""

from datetime import date

import pytest
from django.db import transaction

from articles import editing, search
from articles.models.newsroom import Article
from articles.models.published import PublishedArticle
from articles.workflow import Status
from tests.makers import (
    advance,
    make_piece_at,
    make_printed,
    make_published,
    make_section,
    make_tag,
    take_to,
)
from tests.search.paper import found, tag_key

pytestmark = pytest.mark.django_db

WORD = "瑶台镜影"


def test_a_released_piece_is_found_by_headline_text_credits_tags_and_captions(cast):
    article = make_published(f"{WORD}开张", body="<p>昨天<strong>绛珠</strong>仙草发芽。</p>", tags="灵河岸")
    assert found(WORD) == found("绛珠仙草") == found("灵河岸") == found("周明远") == [article.number]


@pytest.mark.parametrize("status", [status for status in Status if status != Status.PUBLISHED])
def test_a_piece_that_is_not_public_is_found_in_no_state(cast, status):
    make_piece_at(status, WORD, body=f"<p>{WORD}</p>", tags=WORD)
    assert found(WORD) == []
    assert not search.search(WORD).total


def test_a_withdrawn_piece_is_gone_at_once_and_back_when_it_is_reinstated_and_released(cast):
    article = make_published(WORD)
    advance(article, "withdraw", by=cast.zhao, note="撤下。")
    assert found(WORD) == []
    advance(article, "reinstate", by=cast.zhao)
    assert found(WORD) == []
    take_to(Status.PUBLISHED, article)
    assert found(WORD) == [article.number]


def test_a_piece_that_is_taken_down_is_gone_until_it_is_put_back(cast):
    article = make_published(WORD)
    advance(article, "take_down", by=cast.zhao, note="核实中。")
    assert found(WORD) == []
    advance(article, "put_back", by=cast.zhao, note="核实了。")
    assert found(WORD) == [article.number]


def test_a_correction_is_found_by_its_new_words_and_no_longer_by_the_old_ones(cast):
    article = make_published("绛珠仙草开花", body="<p>共计三千株。</p>")
    advance(article, "correct", by=cast.wang)
    article.headline, article.body = WORD, "<p>共计两千株。</p>"
    article.correction_kind, article.correction_note = "correction", "原文株数有误。"
    article.save()
    editing.keep_revision(article, by=cast.li)
    assert found("绛珠仙草") == [article.number]
    assert found(WORD) == found("两千株") == []
    take_to(Status.PUBLISHED, article)
    assert found("绛珠仙草") == found("三千株") == []
    assert found(WORD) == found("两千株") == [article.number]


def test_another_section_and_other_tags_are_found_at_once(cast):
    article = make_published(WORD, tags="旧标签")
    life = make_section("民生", "life")
    editing.place(article, section=life, tags=[make_tag("新标签")], page_order=None, by=cast.wang)
    assert found("新标签") == found(WORD, section=life.pk) == found(WORD, tag=tag_key("新标签")) == [article.number]
    assert found("旧标签") == found(WORD, tag=tag_key("旧标签")) == []


def test_a_publication_that_is_rolled_back_leaves_nothing_to_find(cast):
    article = make_piece_at(Status.READY, WORD)
    with transaction.atomic():
        advance(article, "release", by=cast.zhao)
        assert found(WORD) == [article.number]
        transaction.set_rollback(True)
    assert found(WORD) == []
    advance(Article.objects.get(pk=article.pk), "release", by=cast.zhao)
    assert found(WORD) == [article.number]


def test_a_withdrawal_that_is_rolled_back_leaves_the_piece_findable(cast):
    article = make_published(WORD)
    with transaction.atomic():
        advance(article, "withdraw", by=cast.zhao, note="撤下。")
        assert found(WORD) == []
        transaction.set_rollback(True)
    assert found(WORD) == [article.number]


def test_a_printed_page_of_an_old_day_takes_its_place_among_the_old_ones(cast):
    now = make_published(WORD)
    old = make_printed(WORD, issue_date=date(1999, 1, 2))
    advance(old, "print_check", by=cast.wang)
    advance(old, "release", by=cast.zhao)
    middle = make_published(f"{WORD}又一篇")
    assert found(WORD) == [middle.number, now.number, old.number]
    assert PublishedArticle.objects.get(pk=old.number).public_date.year == 1999
