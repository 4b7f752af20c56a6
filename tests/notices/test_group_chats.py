"""Group chats are told how many pieces wait, at which step and where; never what they say, and nobody waits for it."""

import base64
import hashlib
import hmac
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from articles.models.notices import NoticeTarget, Service
from articles.notices import posting, telling
from articles.workflow import Status
from staff.models import LoginSession
from tests import makers
from tests.cast import PASSWORD, Cast, hire, logged_in

CHATS = "/admin/articles/noticetarget/"


@dataclass
class Robot:
    """A group's robot on this machine: what it was sent, and what it answers."""

    address: str = ""
    status: int = 200
    answer: bytes = b'{"errcode":0,"errmsg":"ok"}'
    got: list[tuple[str, dict]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [body["text"]["content"] for _path, body in self.got]


@pytest.fixture
def robot(settings) -> Iterator[Robot]:
    settings.WEBHOOKS_MAY_BE_PRIVATE = True
    robot = Robot()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            robot.got.append((self.path, body))
            self.send_response(robot.status)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            self.wfile.write(robot.answer)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    robot.address = f"http://127.0.0.1:{server.server_address[1]}/cgi-bin/webhook/send?key=abc"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield robot
    server.shutdown()
    server.server_close()
    thread.join()


def chat(robot: Robot, **columns) -> NoticeTarget:
    return NoticeTarget.objects.create(name="采编群", address=robot.address, **columns)


@pytest.mark.django_db
class TestTelling:
    def test_one_message_gathers_what_came_to_each_step(self, cast: Cast, robot: Robot, settings) -> None:
        chat(robot)
        makers.make_piece_at(Status.FIRST_REVIEW, "绝密标题甲", by=cast.li)
        makers.make_piece_at(Status.FIRST_REVIEW, "绝密标题乙", by=cast.sun)
        makers.make_piece_at(Status.SECOND_REVIEW, "绝密标题丙", by=cast.li)
        assert telling.tell_due() == 1
        [text] = robot.texts
        listed = f"{settings.SITE_URL}/admin/articles/article/?status__exact="
        assert text.splitlines() == [
            "编辑部待办提醒",
            "待初审：新到 3 篇，共 2 篇",
            f"{listed}first_review",
            "待复审：新到 1 篇，共 1 篇",
            f"{listed}second_review",
        ]
        assert "绝密" not in json.dumps(robot.got, ensure_ascii=False)
        assert robot.got[0][1]["msgtype"] == "text"

    def test_at_most_once_a_minute_and_nothing_is_forgotten(self, cast: Cast, robot: Robot) -> None:
        chat(robot)
        now = timezone.now()
        makers.make_piece_at(Status.FIRST_REVIEW, by=cast.li)
        assert telling.tell_due(now) == 1
        makers.make_piece_at(Status.FIRST_REVIEW, by=cast.sun)
        assert telling.tell_due(now + timedelta(seconds=59)) == 0
        assert telling.tell_due(now + timedelta(seconds=60)) == 1
        assert "新到 1 篇，共 2 篇" in robot.texts[1]
        assert telling.tell_due(now + timedelta(minutes=5)) == 0  # nothing new, nothing said

    def test_a_step_of_which_nothing_waits_says_nothing(self, cast: Cast, robot: Robot) -> None:
        chat(robot)
        makers.make_published()  # went through every step, and waits nowhere
        assert telling.tell_due() == 0
        assert robot.got == []

    def test_a_chat_that_is_switched_off_hears_nothing(self, cast: Cast, robot: Robot) -> None:
        chat(robot, is_on=False)
        makers.make_piece_at(Status.FIRST_REVIEW)
        assert telling.tell_due() == 0

    def test_after_a_night_without_a_server_old_steps_are_no_news(self, cast: Cast, robot: Robot) -> None:
        chat(robot)
        makers.make_piece_at(Status.FIRST_REVIEW)
        assert telling.tell_due(timezone.now() + timedelta(hours=2)) == 0

    def test_of_two_processes_one_tells(self, cast: Cast, robot: Robot, monkeypatch) -> None:
        chat(robot)
        makers.make_piece_at(Status.FIRST_REVIEW)
        said = telling.message

        def while_another_process_looks(*args, **options) -> str:
            monkeypatch.setattr(telling, "message", said)
            telling.tell_due()
            return said(*args, **options)

        monkeypatch.setattr(telling, "message", while_another_process_looks)
        telling.tell_due()
        assert len(robot.got) == 1

    def test_a_failure_is_written_down_and_mended(self, cast: Cast, robot: Robot) -> None:
        target = chat(robot)
        robot.answer = b'{"errcode":93000,"errmsg":"invalid webhook url"}'
        makers.make_piece_at(Status.FIRST_REVIEW, by=cast.li)  # the step itself does not know of it
        now = timezone.now()
        assert telling.tell_due(now) == 0
        target.refresh_from_db()
        assert target.failure.startswith("企业微信不认识这个 key")
        assert "企业微信不认识这个 key" in logged_in(cast.zhou).get(CHATS).content.decode()
        robot.answer = Robot.answer
        makers.make_piece_at(Status.FIRST_REVIEW, by=cast.sun)
        assert telling.tell_due(now + timedelta(minutes=1)) == 1
        target.refresh_from_db()
        assert target.failure == ""

    def test_dingtalk_gets_the_time_and_its_signature(self, cast: Cast, robot: Robot) -> None:
        chat(robot, service=Service.DINGTALK, secret="SECabc")
        makers.make_piece_at(Status.FIRST_REVIEW)
        now = timezone.now()
        telling.tell_due(now)
        query = parse_qs(urlsplit(robot.got[0][0]).query)
        said = f"{int(now.timestamp() * 1000)}\nSECabc"
        wanted = base64.b64encode(hmac.new(b"SECabc", said.encode(), hashlib.sha256).digest()).decode()
        assert query == {"key": ["abc"], "timestamp": [said.partition("\n")[0]], "sign": [wanted]}


class TestPosting:
    @pytest.mark.parametrize(
        "address",
        ["http://qyapi.weixin.qq.com/x?key=1", "https://127.0.0.1/x", "https://10.0.0.8/x", "https://[::1]/x",
         "https://169.254.169.254/latest/meta-data/", "https://localhost/x", "https://robot.local/x",
         "https://a:b@qyapi.weixin.qq.com/", "ftp://qyapi.weixin.qq.com/", "https://",
         "https://qyapi.weixin.qq.com/x?key=粘贴错了"],
    )  # fmt: skip
    def test_addresses_that_are_not_allowed(self, address: str) -> None:
        assert posting.why_not_address(address, is_private_allowed=False)
        with pytest.raises(posting.NotSent):
            posting.post(address, "x")

    def test_the_robots_own_addresses_are_allowed(self) -> None:
        for address in (
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
            "https://oapi.dingtalk.com/robot/send",
        ):
            assert posting.why_not_address(address, is_private_allowed=False) == ""

    def test_a_public_name_that_means_a_private_address_is_refused(self, monkeypatch) -> None:
        found = [(2, 1, 6, "", ("10.0.0.8", 443))]
        monkeypatch.setattr(posting.socket, "getaddrinfo", lambda *args, **options: found)
        with pytest.raises(posting.NotSent, match="内网"):
            posting.post("https://robot.example.cn/x", "x")

    @pytest.mark.parametrize(
        ("status", "answer", "said"),
        [
            (404, b"", "状态码 404"),
            (302, b"", "状态码 302"),  # not followed
            (200, b"<html>", "不是群机器人"),
            (200, b"[1]", "不是群机器人"),
            (200, b'{"errcode":310000,"errmsg":"sign not match"}', "加签密钥.*sign not match"),
            (200, b'{"errcode":45009}', "过于频繁"),
            (200, b'{"errcode":7,"errmsg":"odd"}', "7 odd"),
        ],
    )
    def test_every_refusal_says_how_to_mend_it(self, robot: Robot, status: int, answer: bytes, said: str) -> None:
        robot.status, robot.answer = status, answer
        with pytest.raises(posting.NotSent, match=said):
            posting.post(robot.address, "x", is_private_allowed=True)

    def test_a_robot_that_does_not_answer_is_left_soon(self, monkeypatch) -> None:
        monkeypatch.setattr(posting, "TIMEOUT", 0.2)
        silent = posting.socket.create_server(("127.0.0.1", 0))
        with pytest.raises(posting.NotSent, match="没有应答"):
            posting.post(f"http://127.0.0.1:{silent.getsockname()[1]}/", "x", is_private_allowed=True)
        silent.close()

    def test_a_name_that_no_host_can_have(self) -> None:
        with pytest.raises(posting.NotSent, match="找不到主机"):
            posting.post(f"https://{'a' * 70}.example.cn/", "x")

    def test_nobody_listens(self) -> None:
        with pytest.raises(posting.NotSent, match="连不上"):
            posting.post("http://127.0.0.1:1/", "x", is_private_allowed=True)


@pytest.mark.django_db
class TestTheAdmin:
    def test_administrators_keep_the_chats_and_can_try_them(self, cast: Cast, robot: Robot) -> None:
        client = logged_in(cast.zhou)
        said = {"name": "采编群", "service": "dingtalk", "address": robot.address, "secret": "SECabc", "is_on": "on"}
        client.post(f"{CHATS}add/", said)
        target = NoticeTarget.objects.get()
        change = reverse("admin:articles_noticetarget_change", args=[target.pk])
        assert "SECabc" not in client.get(change).content.decode()
        client.post(change, said | {"secret": "", "name": "夜班群"})
        target.refresh_from_db()
        assert (target.name, target.secret) == ("夜班群", "SECabc")
        response = client.post(CHATS, {"action": "send_test", "_selected_action": [target.pk]}, follow=True)
        assert "已发到“夜班群”" in response.content.decode()
        assert robot.texts == ["编辑部测试消息：群通知已接通。"]

    def test_a_private_address_is_refused_in_the_form(self, cast: Cast) -> None:
        said = {"name": "群", "service": "wecom", "address": "https://192.168.1.1/x", "is_on": "on"}
        assert "只允许公网地址" in logged_in(cast.zhou).post(f"{CHATS}add/", said).content.decode()
        assert not NoticeTarget.objects.exists()

    def test_nobody_else_sees_the_addresses(self, cast: Cast) -> None:
        for user in (cast.li, cast.wang, cast.zhao):
            assert logged_in(user).get(CHATS).status_code == 403


@pytest.mark.django_db
class TestTheNumberOfWaitingPieces:
    ADDRESS = "/admin/articles/article/waiting/"

    def test_it_is_what_my_tasks_show(self, cast: Cast) -> None:
        makers.make_piece_at(Status.FIRST_REVIEW, by=cast.li)
        assert logged_in(cast.wang).get(self.ADDRESS).json() == {"waiting": 1}
        assert logged_in(cast.qian).get(self.ADDRESS).json() == {"waiting": 0}

    def test_asking_again_costs_nothing_until_somebody_takes_a_step(
        self, cast: Cast, django_assert_max_num_queries
    ) -> None:
        article = makers.make_piece_at(Status.FIRST_REVIEW, by=cast.li)
        client = logged_in(cast.wang)
        tag = client.get(self.ADDRESS)["ETag"]
        with django_assert_max_num_queries(6):
            assert client.get(self.ADDRESS, headers={"if-none-match": tag}).status_code == 304
        makers.advance(article, "first_review", by=cast.wang)
        again = client.get(self.ADDRESS, headers={"if-none-match": tag})
        assert (again.status_code, again.json()) == (200, {"waiting": 0})

    def test_a_tab_that_asks_by_itself_keeps_no_login_alive(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        long_ago = timezone.now() - timedelta(minutes=30)
        LoginSession.objects.update(seen_at=long_ago)
        client.get(self.ADDRESS)
        assert LoginSession.objects.get().seen_at == long_ago
        client.get("/admin/")
        assert LoginSession.objects.get().seen_at > long_ago

    def test_it_is_for_the_staff(self, client) -> None:
        assert client.get(self.ADDRESS).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_the_tab_says_how_many_wait(new_page) -> None:
    cast = hire()
    makers.make_piece_at(Status.FIRST_REVIEW, by=cast.li)
    page = new_page()
    page.clock.install()
    page.goto("/admin/")
    page.get_by_label("用户名").fill(cast.wang.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    makers.make_piece_at(Status.FIRST_REVIEW, by=cast.sun)
    page.clock.run_for(60_000)
    expect(page).to_have_title(re.compile(r"^\(2\) "))
