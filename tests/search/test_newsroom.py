"""The newsroom searches its working copies: as exactly, over every state, and readers never see any of it."""

import pytest
from django.urls import reverse

from articles import editing, newsroom_search
from articles.models.newsroom import Article
from articles.workflow import Status
from tests.cast import logged_in
from tests.makers import advance, make_draft, make_piece_at, make_published, make_section, make_tag
from tests.search.paper import found

pytestmark = pytest.mark.django_db

WORD = "瑶台镜影"


def numbers(typed: str) -> set[int]:
    return set(newsroom_search.narrow(Article.objects.all(), typed).values_list("pk", flat=True))


@pytest.mark.parametrize("status", Status)
def test_a_piece_is_found_wherever_it_is(cast, status):
    article = make_piece_at(status, WORD, body="<p>绛珠，仙草。</p>", tags="灵河岸")
    make_draft("别的")
    for typed in (WORD, "绛珠", "灵河岸", "周明远 绛珠", f"{WORD} -别的"):
        assert numbers(typed) - numbers("别的") == {article.number}, typed
    assert numbers("珠仙") == numbers("绛珠 别的") == set()


def test_a_draft_is_found_by_its_new_words_and_not_by_the_old_ones(cast):
    article = make_draft(WORD, body="<p>旧的字句。</p>")
    article.body = "<p>新的字句。</p>"
    article.save()
    editing.keep_revision(article, by=cast.li)
    assert numbers("新的字句") == {article.number}
    assert numbers("旧的字句") == set()
    assert found(WORD) == []


def test_a_correction_in_hand_is_found_here_by_its_new_words_and_after_abandoning_by_the_public_ones(cast):
    article = make_published(WORD)
    advance(article, "correct", by=cast.wang)
    article.headline = "绛珠仙草"
    article.save()
    editing.keep_revision(article, by=cast.wang)
    assert numbers("绛珠仙草") == {article.number}
    assert (found("绛珠仙草"), found(WORD)) == ([], [article.number])
    advance(article, "abandon", by=cast.wang)
    assert numbers("绛珠仙草") == set()
    assert numbers(WORD) == {article.number}


def test_other_tags_are_found_at_once(cast):
    article = make_published(WORD, tags="旧标签")
    editing.place(article, section=make_section(), tags=[make_tag("新标签")], page_order=None, by=cast.wang)
    assert (numbers("新标签"), numbers("旧标签")) == ({article.number}, set())


def test_a_number_finds_its_piece(cast):
    article = make_draft("无题", body="<p>无字。</p>")
    for typed in (str(article.number), f"№ {article.number}"):
        assert article.number in numbers(typed)
    assert numbers("99999999999999999999999") == set()


def test_the_list_in_the_admin_searches_so(cast):
    article = make_draft(WORD, body="<p>98.6 分，1+6+5+N。</p>")
    make_draft("别的")
    client = logged_in(cast.wang)
    for typed in (WORD, "98.6", "1+6+5+n", "９８．６"):
        page = client.get(reverse("admin:articles_article_changelist"), {"q": typed})
        assert [row.pk for row in page.context["cl"].result_list] == [article.pk], typed
    for typed in ("量子纠缠", "，。", "-别的", "防" * 5000, '"', "'; --"):
        page = client.get(reverse("admin:articles_article_changelist"), {"q": typed})
        assert page.status_code == 200
        assert not page.context["cl"].result_list, typed
