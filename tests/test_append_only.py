"""The record in the database itself: what no code of ours does, the triggers refuse, on both engines."""

import pytest
from django.db import DatabaseError, connection, transaction

from articles import triggers
from articles.models.record import Debt, Publication, StepBatch
from articles.workflow import Status
from tests.cast import Cast
from tests.makers import advance, make_piece_at, make_published

pytestmark = pytest.mark.django_db


def refused(act) -> bool:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        act()
    return True


def test_a_settled_debt_is_not_owed_again(cast: Cast):
    article = advance(make_piece_at(Status.FIRST_REVIEW), "express", by=cast.zhao, note="汛情紧急，须立即告知居民。")
    debts = Debt.objects.filter(article=article, step="first_review")
    advance(article, "owed_first_review", by=cast.wang)
    assert refused(lambda: debts.update(settled_by=None))
    assert refused(lambda: debts.update(settled_by=article.reviews.earliest("position")))
    assert debts.get().settled_by.step == "owed_first_review"


def test_an_ended_publication_is_not_opened_again(cast: Cast):
    article = advance(make_published(), "withdraw", by=cast.zhao, note="撤。")
    publications = Publication.objects.filter(article=article)
    assert refused(lambda: publications.update(ended_at=None))
    assert publications.get().ended_at is not None


def test_what_was_said_for_several_pieces_stays(cast: Cast):
    batch = StepBatch.objects.create(step="withdraw", by=cast.zhao, at="2026-11-25T10:00+08:00", note="失实。")
    rows = StepBatch.objects.filter(pk=batch.pk)
    assert refused(lambda: rows.update(note="别的理由"))
    assert refused(rows.delete)
    assert rows.update(results=[{"piece": 1, "headline": "", "reason": ""}]) == 1


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", triggers.EMPTIED_BY_NOBODY)
def test_no_table_of_the_record_is_emptied_in_one_statement(table):
    with connection.cursor() as cursor:
        assert refused(lambda: cursor.execute(f"TRUNCATE {table} CASCADE"))


def test_every_trigger_stands():
    assert triggers.standing() == triggers.names()
