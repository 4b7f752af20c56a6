"""An empty draft can be thrown away by whoever made it, and nothing else ever."""

import pytest
from django.urls import reverse

from articles import newsroom_search
from articles.models.newsroom import Article, DraftSearchEntry, Revision
from articles.workflow import Status
from tests.cast import Cast, logged_in
from tests.makers import advance, make_draft, make_photo, make_piece_at

pytestmark = pytest.mark.django_db


def empty(**columns) -> Article:
    return make_draft(**{"headline": "", "body": "", "credits": (), **columns})


def discard(article: Article, person) -> bool:
    logged_in(person).post(reverse("admin:articles_article_discard", args=[article.pk]))
    return not Article.objects.filter(pk=article.pk).exists()


def test_whoever_made_it_throws_it_away_with_all_that_hangs_on_it(cast: Cast):
    article = empty()
    form = logged_in(cast.li).get(reverse("admin:articles_article_change", args=[article.pk]))
    assert form.context["may_discard"]
    assert discard(article, cast.li)
    assert not Revision.objects.filter(article=article.pk).exists()
    assert not DraftSearchEntry.objects.filter(number=article.pk).exists()
    assert newsroom_search.narrow(Article.objects.all(), str(article.pk)).count() == 0


def test_a_click_on_a_link_does_not_do(cast: Cast):
    article = empty()
    assert logged_in(cast.li).get(reverse("admin:articles_article_discard", args=[article.pk])).status_code == 405
    assert Article.objects.filter(pk=article.pk).exists()


@pytest.mark.parametrize("who", ["sun", "wang", "chen", "zhao", "qian", "zhou"])
def test_nobody_throws_away_the_draft_of_another(cast: Cast, who):
    assert not discard(empty(), getattr(cast, who))


@pytest.mark.parametrize("columns", [{"headline": "有题"}, {"body": "<p>有字</p>"}, {"summary": "有提要"}])
def test_a_draft_with_words_stays(cast: Cast, columns):
    article = empty(**columns)
    assert not discard(article, cast.li)
    form = logged_in(cast.li).get(reverse("admin:articles_article_change", args=[article.pk]))
    assert not form.context["may_discard"]


def test_a_draft_with_a_picture_stays(cast: Cast):
    assert not discard(empty(pictures=[make_photo()]), cast.li)


def test_what_was_ever_submitted_stays_though_it_was_emptied(cast: Cast):
    article = make_piece_at(Status.FIRST_REVIEW)
    advance(article, "recall", by=cast.li)
    Article.objects.filter(pk=article.pk).update(headline="", body="")
    assert not discard(article, cast.li)
