"""A tag that gets another name is found by that one from then on, and no longer by the old one."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import invariants, merging, newsroom_search, publishing
from articles.models.newsroom import Article
from articles.models.search import SearchEntry
from articles.models.shared import Tag
from tests.cast import Cast, logged_in
from tests.forms import fill_in
from tests.makers import advance, make_draft, make_published
from tests.search.paper import found, make_public, tag_key

pytestmark = pytest.mark.django_db

OLD, NEW = "瑶台镜影", "灵河岸"


def rename(cast: Cast, name: str = NEW, *, tag: str = OLD) -> Tag:
    row = Tag.objects.get(name=tag)
    fill_in(logged_in(cast.chen), f"/admin/articles/tag/{row.pk}/change/", "tag_form", name=name, slug=row.slug)
    row.refresh_from_db()
    assert row.name == name
    return row


def in_the_newsroom(typed: str) -> list[int]:
    return list(newsroom_search.narrow(Article.objects.order_by("pk"), typed).values_list("pk", flat=True))


def test_its_pieces_are_found_by_the_new_name_and_no_longer_by_the_old(cast):
    public, other = make_published("甲", tags=f"{OLD}，民生"), make_published("乙", tags="民生")
    draft = make_draft("丙", tags=OLD)
    rename(cast)
    assert found(NEW) == [public.number]
    assert in_the_newsroom(NEW) == [public.number, draft.number]
    assert found(OLD) == in_the_newsroom(OLD) == []
    assert found("民生") == [other.number, public.number]
    assert found("甲", tag=tag_key(NEW)) == [public.number]


def test_a_new_address_alone_writes_nothing_anew(cast):
    make_published("甲", tags=OLD)
    before = SearchEntry.objects.get().stamp
    tag = Tag.objects.get()
    fill_in(logged_in(cast.chen), f"/admin/articles/tag/{tag.pk}/change/", "tag_form", name=OLD, slug="fangxun")
    assert SearchEntry.objects.get().stamp == before
    rename(cast)
    assert SearchEntry.objects.get().stamp != before


def test_a_piece_that_was_down_meanwhile_comes_back_with_the_new_name(cast):
    article = make_published("甲", tags=OLD)
    advance(article, "take_down", by=cast.zhao, note="核实中。")
    rename(cast)
    assert found(NEW) == []
    advance(article, "put_back", by=cast.zhao, note="核实了。")
    assert found(NEW) == [article.number]
    assert found(OLD) == []


def test_the_search_and_the_paper_are_whole_after_it(cast):
    make_published("甲", tags=f"{OLD}，民生")
    make_draft("乙", tags=OLD)
    before = invariants.breaches()
    rename(cast)
    call_command("check_search")
    assert invariants.breaches() == before


def test_more_pieces_of_a_portion_cost_no_more_queries(cast):
    counts = []
    for numbers, name in ((range(1, 2), "甲标签"), (range(2, 4), "乙标签"), (range(4, 30), "丙标签")):
        for number in numbers:
            make_public(number, tags=[OLD])
        tag = Tag.objects.get()
        tag.name = name
        tag.save()
        with CaptureQueriesContext(connection) as queries:
            assert merging.respell(tag) == numbers[-1]
        assert len(found(name)) == numbers[-1]
        counts.append(len(queries))
        Tag.objects.update(name=OLD)
    assert counts[1] == counts[2]
    assert publishing.PORTION > 30
