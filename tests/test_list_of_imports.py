"""The list of imports says how many pieces came with each, and asks for the batches that it shows alone."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models.newsroom import Article
from tests.cast import Cast, logged_in
from tests.makers import make_printed

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/importbatch/"


def test_each_import_says_how_many_pieces_it_brought_without_grouping_all_of_the_archive(cast: Cast):
    first, second = make_printed("一").batch, make_printed("二").batch
    Article.objects.update(batch=first)
    with CaptureQueriesContext(connection) as asked:
        page = logged_in(cast.zhou).get(LIST)
    assert {batch.pk: batch.piece_count for batch in page.context["cl"].result_list} == {first.pk: 2, second.pk: 0}
    assert not [one["sql"] for one in asked if re.search(r'JOIN "articles_article" .*GROUP BY', one["sql"])]


def test_it_can_be_put_in_the_order_of_the_pieces(cast: Cast):
    first, second = make_printed("一").batch, make_printed("二").batch
    Article.objects.update(batch=first)
    client = logged_in(cast.zhou)
    for order, expected in (("3", [second, first]), ("-3", [first, second])):
        assert list(client.get(LIST, {"o": order}).context["cl"].result_list) == expected
