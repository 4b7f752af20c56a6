from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import facts
from articles.models.newsroom import Article
from articles.workflow import Status
from tests.makers import make_piece_at

KINDS = (Status.DRAFT, Status.FIRST_REVIEW, Status.PUBLISHED, Status.PRINT_CHECK)


def statements_for_all_pieces() -> int:
    articles = list(Article.objects.all())
    with CaptureQueriesContext(connection) as captured:
        facts.of_many(articles, now=timezone.now())
    return len(captured)


def test_many_pieces_cost_as_many_statements_as_few(cast):
    for status in KINDS:
        make_piece_at(status)
    few = statements_for_all_pieces()
    for status in KINDS * 3:
        make_piece_at(status)
    assert statements_for_all_pieces() == few <= 15
