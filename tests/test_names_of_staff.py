"""A printed name that an account has, too: 总编辑 or 管理员 links them, or says that it is somebody else."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import editing, facts
from articles.importing import drafts, sentences, settling
from articles.models.imports import Remark
from articles.models.newsroom import Article
from staff.models import Reporter, User
from tests.cast import Cast, logged_in
from tests.forms import fill_in
from tests.manuscripts import PAGE

pytestmark = pytest.mark.django_db

CODE = "namesake_of_staff"


@pytest.fixture
def luo(cast: Cast) -> User:
    """老王 of the cast bears the name that the page credits."""
    User.objects.filter(pk=cast.wang.pk).update(name="罗启明")
    cast.wang.refresh_from_db()
    return cast.wang


def bring_in(name: str = "A01.txt") -> list[Article]:
    report = drafts.take_in(name, PAGE.encode(), drafts.Options())
    return list(Article.objects.filter(batch=report.batch).order_by("page_order"))


def remark_on(article: Article) -> Remark:
    return article.remarks.get(code=CODE, settled_at=None)


def settle(remark: Remark, choice: str, by: User) -> None:
    settling.settle(remark, choice, by=by, seen=remark.article.current_revision_id)


def test_it_is_remarked_on_with_the_name_and_at_its_line(luo: User) -> None:
    first, second = bring_in()
    assert sentences.of_remark(remark_on(first)) == "署名“罗启明”与本社某账号同名，但未关联。"
    assert remark_on(first).first_line in range(first.source_lines[0], first.source_lines[1] + 1)
    assert remark_on(second)


@pytest.mark.parametrize("who", ["linked", "closed", "another name"])
def test_it_is_not_where_all_is_said(luo: User, who: str) -> None:
    if who == "linked":
        luo.reporter = Reporter.objects.create(name="罗启明")
    luo.is_active = who != "closed"
    luo.name = "罗启" if who == "another name" else luo.name
    luo.save()
    bring_in()
    assert not Remark.objects.filter(code=CODE).exists()


def test_one_click_links_them_and_he_is_an_author_of_what_credits_him(cast: Cast, luo: User) -> None:
    first, _second = bring_in()
    revision = first.current_revision_id
    settle(remark_on(first), str(luo.pk), by=cast.zhao)
    luo.refresh_from_db()
    assert luo.reporter == first.bylines.get().reporter
    assert luo.reporter_id in facts.of(first, now=timezone.now()).credited
    assert not Remark.objects.filter(code=CODE, settled_at=None).exists()  # the other piece is answered, too
    first.refresh_from_db()
    assert first.current_revision_id == revision


def test_the_other_click_says_that_it_is_somebody_else_for_good(cast: Cast, luo: User) -> None:
    first, _second = bring_in()
    settle(remark_on(first), settling.AS_IT_STANDS, by=cast.zhou)
    bring_in("B01.txt")
    assert not Remark.objects.filter(code=CODE, settled_at=None).exists()
    luo.refresh_from_db()
    assert luo.reporter is None


def test_an_editor_does_neither(cast: Cast, luo: User) -> None:
    first, _second = bring_in()
    for choice in (str(luo.pk), settling.AS_IT_STANDS):
        with pytest.raises(editing.StepClosed, match="总编辑"):
            settle(remark_on(first), choice, by=cast.chen)
    luo.refresh_from_db()
    assert luo.reporter is None


def test_an_account_that_is_linked_to_somebody_or_a_reporter_that_has_one_is_not_offered(cast: Cast, luo: User) -> None:
    first, _second = bring_in()
    cast.li.reporter = first.bylines.get().reporter
    cast.li.save()
    with pytest.raises(settling.NoLongerFits):
        settle(remark_on(first), str(luo.pk), by=cast.zhao)


class TestAtTheDesk:
    def test_the_chief_has_the_buttons_and_an_editor_the_sentence(self, cast: Cast, luo: User) -> None:
        first, _second = bring_in()
        address = reverse("admin:articles_article_change", args=[first.pk])
        button = f'value="{remark_on(first).pk}:{luo.pk}"'
        for who, has_buttons in ((cast.zhao, True), (cast.zhou, True), (cast.chen, False)):
            page = logged_in(who).get(address).content.decode()
            assert "与本社某账号同名" in page
            assert (button in page) == has_buttons, who

    def test_the_chief_clicks_and_what_he_typed_is_saved(self, cast: Cast, luo: User) -> None:
        first, _second = bring_in()
        address = reverse("admin:articles_article_change", args=[first.pk])
        typed = {"headline": "青禾区部署防汛", "_settle": f"{remark_on(first).pk}:{luo.pk}"}
        fill_in(logged_in(cast.zhao), address, "article_form", **typed)
        first.refresh_from_db()
        luo.refresh_from_db()
        assert (first.headline, luo.reporter) == ("青禾区部署防汛", first.bylines.get().reporter)

    def test_an_administrator_clicks_who_may_not_write(self, cast: Cast, luo: User) -> None:
        first, _second = bring_in()
        address = reverse("admin:articles_article_change", args=[first.pk])
        said = {"_settle": f"{remark_on(first).pk}:{luo.pk}", "headline": "改写"}
        logged_in(cast.zhou).post(address, said, follow=True)
        luo.refresh_from_db()
        first.refresh_from_db()
        assert luo.reporter == first.bylines.get().reporter
        assert first.headline == ""

    def test_a_reporter_who_forges_it_changes_nothing(self, cast: Cast, luo: User) -> None:
        first, _second = bring_in()
        address = reverse("admin:articles_article_change", args=[first.pk])
        logged_in(cast.li).post(address, {"_settle": f"{remark_on(first).pk}:{luo.pk}"}, follow=True)
        luo.refresh_from_db()
        assert luo.reporter is None
        assert remark_on(first)
