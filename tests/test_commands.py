"""The commands for the engine room: a new paper, the record verified, what is due published."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import triggers
from articles.models.newsroom import Article
from articles.models.published import PublishedArticle
from articles.models.record import Review, ReviewChain
from articles.models.shared import Section, SiteSettings
from articles.workflow import Status
from staff.models import User
from tests.cast import Cast
from tests.makers import make_piece_at, make_published

pytestmark = pytest.mark.django_db

PEOPLE = {"chief": "laozhao", "chief_name": "赵总", "administrator": "guanli", "administrator_name": "管理员老周"}


def run(command: str, *arguments: str, **options) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


# --- setup_paper ------------------------------------------------------------------------------------------------------


def test_a_new_paper_has_its_name_its_sections_and_two_accounts_that_can_log_in():
    said = run("setup_paper", name="长椿区报", no_input=True, section=["要闻=news", "副刊=supplement"], **PEOPLE)
    paper = SiteSettings.objects.get()
    assert (paper.name, paper.is_sample) == ("长椿区报", False)
    assert [(section.name, section.slug) for section in Section.objects.all()] == [
        ("要闻", "news"),
        ("副刊", "supplement"),
    ]
    chief, keeper = User.objects.get(username="laozhao"), User.objects.get(username="guanli")
    assert [group.name for group in chief.groups.all()] == ["总编辑"]
    assert [group.name for group in keeper.groups.all()] == ["管理员"]
    assert not chief.is_superuser
    assert not keeper.is_superuser
    password = said.split("laozhao")[1].split()[0]
    client = Client()
    entered = client.post(reverse("admin:login"), {"username": "laozhao", "password": password})
    assert entered.status_code == 302
    # The technician has seen the password: it opens only the page on which its owner chooses another.
    assert client.get(reverse("admin:index")).url == reverse("admin:password_change")


def test_passwords_can_come_from_the_environment_and_are_then_not_printed(monkeypatch):
    monkeypatch.setenv("GAZETTE_CHIEF_PASSWORD", "长江大桥今夜检修三时")
    said = run("setup_paper", name="长椿区报", no_input=True, **PEOPLE)
    assert "长江大桥今夜检修三时" not in said
    assert User.objects.get(username="laozhao").check_password("长江大桥今夜检修三时")
    assert User.objects.get(username="guanli").has_usable_password()


def test_a_paper_without_named_sections_begins_with_the_usual_ones():
    run("setup_paper", name="长椿区报", no_input=True, **PEOPLE)
    assert Section.objects.filter(slug="news", name="要闻").exists()


def test_a_database_that_holds_a_paper_is_left_as_it_is():
    run("setup_paper", name="长椿区报", no_input=True, **PEOPLE)
    with pytest.raises(CommandError, match="长椿区报"):
        run("setup_paper", name="另一张报", no_input=True, **PEOPLE)
    assert SiteSettings.objects.get().name == "长椿区报"


def test_an_update_leaves_the_paper_that_is_there_without_asking():
    run("setup_paper", name="长椿区报", no_input=True, **PEOPLE)
    assert "长椿区报" in run("setup_paper", unless_founded=True)
    assert User.objects.count() == 2


def test_whoever_breaks_the_questions_off_is_told_that_nothing_was_made(monkeypatch):
    def broken_off(question):
        raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", broken_off)
    with pytest.raises(CommandError, match="没有建立"):
        run("setup_paper")
    assert not SiteSettings.objects.exists()


def test_the_sample_papers_database_is_refused_with_the_way_out():
    SiteSettings.objects.create(pk=1, name="示例报", is_sample=True)
    with pytest.raises(CommandError, match=r"示例报纸.*GAZETTE_HOME"):
        run("setup_paper", name="长椿区报", no_input=True, **PEOPLE)
    assert SiteSettings.objects.get().name == "示例报"
    assert not User.objects.exists()


def test_a_database_with_accounts_is_not_empty(cast: Cast):
    with pytest.raises(CommandError, match="不是空的"):
        run("setup_paper", name="长椿区报", no_input=True, **PEOPLE)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "--name"),
        ({"chief": None}, "--chief"),
        ({"administrator_name": " "}, "--administrator-name"),
        ({"section": ["要闻"]}, "--section"),
        ({"section": ["=news"]}, "--section"),
        ({"section": ["要闻=News Desk"]}, "要闻"),
        ({"section": ["要闻=news", "头条=news"]}, "头条"),
        ({"name": "长" * 41}, "报纸名称"),
        ({"chief": "老 赵"}, "老 赵"),
        ({"administrator": "laozhao"}, "laozhao"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(change, sentence):
    with pytest.raises(CommandError) as refused:
        run("setup_paper", no_input=True, **{"name": "长椿区报", **PEOPLE, **change})
    assert sentence in str(refused.value)
    assert not SiteSettings.objects.exists()
    assert not Section.objects.exists()
    assert not User.objects.exists()


def test_a_password_that_is_too_easy_is_refused(monkeypatch):
    monkeypatch.setenv("GAZETTE_CHIEF_PASSWORD", "12345678")
    with pytest.raises(CommandError, match="laozhao"):
        run("setup_paper", name="长椿区报", no_input=True, **PEOPLE)
    assert not User.objects.exists()


# --- verify_reviews ---------------------------------------------------------------------------------------------------


def test_a_whole_record_is_said_to_be_whole(cast: Cast):
    make_published()
    assert f"共 {Review.objects.count()} 条" in run("verify_reviews")


def test_an_empty_record_is_whole():
    assert "完整" in run("verify_reviews")


@pytest.mark.parametrize(
    ("deed", "place", "sentence"),
    [
        (lambda: Review.objects.filter(position=3).update(note="改过的理由"), "第 3 条", "被改动"),
        (lambda: Review.objects.filter(position=3).delete(), "第 3 条", "缺失"),
        (lambda: Review.objects.order_by("-position").first().delete(), "第 5 条", "链头"),
        (lambda: ReviewChain.objects.update(head="0" * 64), "第 6 条", "链头"),
    ],
)
def test_a_break_ends_the_command_with_1_and_its_place(cast: Cast, deed, place, sentence):
    make_piece_at(Status.READY)
    triggers.remove()
    deed()
    with pytest.raises(CommandError) as broken:
        run("verify_reviews")
    assert broken.value.returncode == 1
    assert place in str(broken.value)
    assert sentence in str(broken.value)


# --- publish_due ------------------------------------------------------------------------------------------------------


def test_what_is_due_comes_out_and_what_is_not_stays(cast: Cast):
    due = make_piece_at(Status.SCHEDULED, "到点的", now=timezone.now() - timedelta(hours=2))
    later = make_piece_at(Status.SCHEDULED, "没到点的")
    assert "到点发布 1 篇" in run("publish_due")
    assert [piece.number for piece in PublishedArticle.objects.all()] == [due.pk]
    assert Article.objects.get(pk=later.pk).status == Status.SCHEDULED
    assert "到点发布 0 篇" in run("publish_due")
