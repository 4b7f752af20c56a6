"""Two people settle remarks that each change two pieces, at the same moment: both are done, nobody waits for ever."""

from collections.abc import Callable

import pytest

from articles import editing
from articles.importing import drafts, settling
from articles.models.imports import Remark
from articles.models.newsroom import Article, ArticlePhoto
from tests import makers
from tests.cast import hire
from tests.manuscripts import PAGE
from tests.newsroom.test_two_at_once import at_once, losers

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 8


def settle(remark: Remark, choice: str, **who) -> Callable[[], Article]:
    return lambda: settling.settle(remark, choice, **who)


def with_photo(article: Article, colour: str) -> Remark:
    photo = makers.make_photo(colour)
    ArticlePhoto.objects.create(article=article, photo=photo)
    editing.keep_revision(article, by=None, is_import=True)
    params = {"picture": f"{colour}.jpg", "sha256": photo.sha256}
    return Remark.objects.create(article=article, code="picture_for_which_piece", params=params)


def test_photos_that_change_places_do_not_wait_for_one_another() -> None:
    cast = hire()
    for turn in range(ROUNDS):
        drafts.take_in(f"A{turn:02d}.txt", PAGE.encode(), drafts.Options())
        first, second = Article.objects.order_by("-number")[:2]
        remarks = {first: with_photo(first, "olive"), second: with_photo(second, "steelblue")}
        seen = {piece: piece.current_revision_id for piece in remarks}
        outcomes = at_once(
            settle(remarks[first], str(second.pk), by=cast.wang, seen=seen[first]),
            settle(remarks[second], str(first.pk), by=cast.chen, seen=seen[second]),
        )
        # The second one has seen a piece that has changed since: it is told so, and can look again.
        lost = losers(outcomes)
        assert all(isinstance(error, editing.SomeoneWasFirst) for error in lost), lost
        assert len(lost) == 1
        assert ArticlePhoto.objects.filter(article__in=remarks).count() == 2


def test_a_piece_goes_into_the_one_before_while_a_photo_goes_the_other_way() -> None:
    cast = hire()
    for turn in range(ROUNDS):
        drafts.take_in(f"B{turn:02d}.txt", PAGE.encode(), drafts.Options())
        first, second = Article.objects.order_by("-number")[:2][::-1]
        Article.objects.filter(pk=second.pk).update(headline="图书馆新馆")
        photo = with_photo(first, "olive")
        joining = Remark.objects.create(
            article=second, code="head_or_subhead", params={"x": 1}, first_line=second.source_lines[0]
        )
        outcomes = at_once(
            settle(photo, str(second.pk), by=cast.wang, seen=first.current_revision_id),
            settle(joining, "subhead", by=cast.chen, seen=second.current_revision_id),
        )
        lost = losers(outcomes)
        assert all(isinstance(error, editing.SomeoneWasFirst | editing.StepClosed) for error in lost), lost
        assert len(lost) <= 1
        assert ArticlePhoto.objects.filter(photo__sha256=photo.params["sha256"], article__in=[first, second]).exists()
