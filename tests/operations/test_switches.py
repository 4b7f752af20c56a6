"""只读 and 闭站: what they stop, what goes on, who may turn them, and that nobody forgets who did."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, InternalError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from articles import generation
from articles.models.desk_lists import Official
from articles.models.newsroom import Article
from articles.models.published import PublishedArticle
from articles.workflow import Status
from gazette import wsgi
from gazette.operations import switches
from gazette.operations.models import Switch, Switching
from gazette.pagecache import PageCache
from gazette.pagecache.options import options_from_settings
from tests.cast import PASSWORD, logged_in
from tests.makers import make_draft, make_piece_at, make_published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_flag_stays():
    yield
    switches.mirror(is_closed=False)


@pytest.fixture
def reader(settings):
    """A reader in front of the whole paper, its page cache included: gives (status, headers, words) of a path."""
    settings.SITE_URL = "http://testserver"
    paper = PageCache(
        wsgi.WithSwitches(wsgi.django_application), read_stamp=generation.current, options=options_from_settings()
    )

    def ask(path: str) -> tuple[int, dict, str]:
        said = []
        environ = Client()._base_environ(PATH_INFO=path)
        body = b"".join(paper(environ, lambda status, headers, exc=None: said.extend((status, headers))))
        return int(said[0][:3]), dict(said[1]), body.decode(errors="replace")

    return ask


def turn(switch: str, position: str, **options) -> str:
    out = StringIO()
    call_command("switch", switch, position, stdout=out, **{"reason": "演练。", **options})
    return out.getvalue()


# --- the site closed -------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_readers_of_a_closed_site_get_one_page_that_nobody_keeps_and_all_of_it_comes_back(cast, reader):
    address = PublishedArticle.objects.get(pk=make_published().pk).get_absolute_url()
    assert reader(address)[0] == reader("/")[0] == 200  # kept from here on
    said = turn("closed", "on", notice="明早八点恢复。")
    assert "明早八点恢复" in said
    for path in (address, "/", "/feed.atom", "/no-such-page/", "/media/ab/cd.jpg", "/pages/1/x", "/search/"):
        status, headers, words = reader(path)
        assert (status, headers["Cache-Control"]) == (503, "no-store"), path
        assert int(headers["Retry-After"]) > 0
        assert "明早八点恢复" in words
        assert "食堂" not in words
        assert headers["Content-Security-Policy"]
    for path in ("/admin/login/", "/healthz", "/readyz"):  # the newsroom and the supervisor notice nothing of it
        assert reader(path)[0] == 200
    turn("closed", "off")
    assert reader(address)[0] == 200
    assert "食堂" in reader(address)[2]


def test_closing_begins_a_generation_and_puts_a_file_where_nginx_looks(cast):
    before = generation.current()
    turn("closed", "on")
    assert generation.current().number == before.number + 1
    assert switches.flag().exists()
    turn("closed", "off")
    assert generation.current().number == before.number + 2
    assert not switches.flag().exists()


def test_the_file_follows_the_database_of_another_node(cast):
    turn("closed", "on")
    switches.mirror(is_closed=False)  # as on a machine where nobody gave the command
    switches.follow()
    assert switches.flag().exists()
    switches.follow()
    assert switches.flag().exists()


def test_without_its_database_a_closed_site_stays_closed(cast, monkeypatch):
    def away(switch):
        raise DatabaseError("away")

    turn("closed", "on")
    monkeypatch.setattr(switches, "position", away)
    assert switches.closed().is_on
    switches.mirror(is_closed=False)
    assert not switches.closed().is_on


# --- the newsroom read-only ------------------------------------------------------------------------------------------


def test_a_read_only_newsroom_reads_and_saves_nothing_and_says_that_nothing_is_lost(cast):
    article = make_draft("只读之前")
    turn("read_only", "on", notice="升级中，十点结束。")
    client = logged_in(cast.li)
    form = reverse("admin:articles_article_change", args=[article.pk])
    assert client.get(form).status_code == 200
    answer = client.post(form, {"headline": "只读之中"})
    assert answer.status_code == 503
    assert answer.headers["Cache-Control"] == "no-store"
    assert "升级中，十点结束。" in answer.content.decode()
    assert "浏览器" in answer.content.decode()
    assert Article.objects.get().headline == "只读之前"
    assert Client().get("/").status_code == 200
    turn("read_only", "off")
    assert client.post(form, {"headline": "只读之后"}).status_code != 503


@pytest.mark.django_db(transaction=True)
def test_what_was_typed_is_offered_again_when_saving_is_possible_again(cast, new_page):
    page = new_page()
    page.goto("/admin/login/")
    page.fill("#id_username", cast.li.username)
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")
    page.goto(reverse("admin:articles_article_add"))
    page.wait_for_selector(".ProseMirror[contenteditable=true]")
    page.fill("#id_headline", "只读时打的标题")
    turn("read_only", "on")
    page.click("[name=_save]")
    expect(page.locator("h1", has_text="只能查看")).to_be_visible()
    turn("read_only", "off")
    page.goto(reverse("admin:articles_article_add"))
    expect(page.locator("#typed-offer ins").first).to_have_text("只读时打的标题")
    page.click("#typed-offer [value=restore]")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    assert Article.objects.get().headline == "只读时打的标题"


def test_one_can_come_and_go_and_have_words_checked_while_it_is_read_only(cast):
    turn("read_only", "on")
    assert Client().post(reverse("admin:login"), {"username": "x", "password": "y"}).status_code == 200
    client = logged_in(cast.li)
    assert client.post(reverse("admin:articles_article_proofing"), {"body": "<p>好。</p>"}).status_code != 503
    assert client.post(reverse("admin:logout")).status_code == 200


def test_scheduled_pieces_wait_until_writing_is_possible_again(cast):
    due = make_piece_at(Status.SCHEDULED, now=timezone.now() - timedelta(hours=2))
    turn("read_only", "on")
    assert wsgi.release_due() == 0
    turn("read_only", "off")
    assert wsgi.release_due() == 1
    due.refresh_from_db()
    assert due.status == Status.PUBLISHED


def test_no_command_does_the_newsrooms_work_meanwhile_and_all_of_them_do_it_afterwards(cast, tmp_path):
    officials, page = tmp_path / "officials.csv", tmp_path / "A01.txt"
    officials.write_text("姓名,职务,排序,任职日期\n周明远,区长,1,2021-03-01\n", encoding="utf-8")
    page.write_text("青石桥重新通车\n\n　　本报讯　青石桥昨日重新通车。\n", encoding="utf-8")
    work = (("publish_due",), ("import_officials", str(officials)), ("import_articles", str(page)))
    turn("read_only", "on")
    for command in work:
        with pytest.raises(CommandError, match=r"采编目前只读.*switch read_only off"):
            call_command(*command, stdout=StringIO())
    assert not Article.objects.exists()
    assert not Official.objects.exists()
    call_command("import_articles", str(page), dry_run=True, stdout=StringIO())
    turn("read_only", "off")
    for command in work:
        call_command(*command, stdout=StringIO())
    assert Article.objects.count() == Official.objects.count() == 1


@pytest.mark.usefixtures("folders_of_photos")
def test_what_keeps_the_paper_going_is_not_stopped(cast, tmp_path):
    turn("read_only", "on")
    make_published()
    for command in ("migrate", "rebuild_search", "check_paper", "verify_reviews", "begin_epoch", "count_pieces"):
        call_command(command, verbosity=0, stdout=StringIO())
    call_command("backup", to=tmp_path, stdout=StringIO())
    assert list(tmp_path.glob("*.tar"))


# --- who, and the record ---------------------------------------------------------------------------------------------


def post(client: Client, switch: Switch, *, is_on: bool):
    said = {"switch": switch.value, "is_on": "on" if is_on else "", "reason": "上级来电。", "notice": ""}
    return client.post(reverse("admin:operations_switching_add"), said)


def test_the_chief_closes_the_site_and_only_the_administrator_makes_the_newsroom_read_only(cast):
    for person, switch, may in (
        (cast.zhao, Switch.CLOSED, True),
        (cast.zhao, Switch.READ_ONLY, False),
        (cast.zhou, Switch.READ_ONLY, True),
        (cast.chen, Switch.CLOSED, False),
        (cast.li, Switch.CLOSED, False),
    ):
        post(logged_in(person), switch, is_on=True)
        assert switches.position(switch).is_on == may, (person.name, switch)
        turn(switch.value, "off")
    assert list(Switching.objects.exclude(by=None).values_list("by_name", "reason").order_by("pk")) == [
        ("老赵", "上级来电。"),
        ("老周", "上级来电。"),
    ]


def test_whoever_made_it_read_only_can_turn_it_off_in_the_admin(cast):
    client = logged_in(cast.zhou)
    assert post(client, Switch.READ_ONLY, is_on=True).status_code == 302
    assert "只读" in client.get(reverse("admin:operations_switching_changelist")).content.decode()
    assert post(client, Switch.READ_ONLY, is_on=False).status_code == 302
    assert not switches.is_read_only()


def test_a_switch_is_not_turned_without_a_reason(cast):
    with pytest.raises(CommandError, match="--reason"):
        call_command("switch", "closed", "on")
    assert not Switching.objects.exists()


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_record_of_switches_is_never_changed(cast, deed):
    turn("closed", "on")
    rows = Switching.objects.all()
    with pytest.raises((IntegrityError, InternalError, DatabaseError)), transaction.atomic():
        rows.update(reason="别的") if deed == "update" else rows.delete()
    assert Switching.objects.get().reason == "演练。"


def test_how_the_switches_stand_is_said_without_arguments(cast):
    turn("read_only", "on", notice="十点结束。")
    out = StringIO()
    call_command("switch", stdout=out)
    assert out.getvalue().splitlines() == ["闭站：关。", "采编只读：开。十点结束。"]
