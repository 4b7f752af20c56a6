"""Takes the handbook's pictures anew: the sample paper in a fresh database, served to a real Chromium. `make handbook`.

The same code gives the same pages, but for what tells the time. Passwords never show. All pictures together stay small.
"""

import os
import secrets
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PICTURES = HERE / "pictures"
DESK = {"width": 1280, "height": 800}  # CSS pixels
TALL = {"width": 1280, "height": 900}
LOW = {"width": 1280, "height": 520}
PHONE = {"width": 390, "height": 760}
QUALITY = 72  # of WebP: letters stay clean
MOST_BYTES = 4 * 1024 * 1024  # of all pictures together
MARGIN = 24  # CSS pixels left above what a picture is about
#: Chromium is often installed without its Chinese words: fields for days and files are shown as a Chinese one has them.
AS_IN_CHINA = """() => {
  const shown = {date: "年 /月/日", month: "----年--月", "datetime-local": "年 /月/日 --:--"};
  for (const field of document.querySelectorAll("input")) {
    if (field.type === "file" && getComputedStyle(field).opacity !== "0") {
      field.type = "button";
      field.value = "选择文件";
    } else if (field.type in shown) {
      const [year, month] = field.value.split("-");
      const words = field.value && field.type === "month" ? `${year}年${month}月` : field.value.replaceAll("-", "/");
      const empty = shown[field.type];
      field.type = "text";
      field.value = words || empty;
    }
  }
}"""


@dataclass(frozen=True)
class Shot:
    """A picture: who looks at what. `prepare` does what comes before it; `at` is what shall stand at its top."""

    name: str
    login: str
    address: str
    viewport: dict[str, int]
    prepare: Callable | None = None
    at: str = ""


def main() -> None:
    """Load the sample, serve it, take every picture."""
    with tempfile.TemporaryDirectory(prefix="gazette-handbook-") as home:
        sys.path.insert(0, str(ROOT))
        for name in ("DATABASE_URL", "ALLOWED_HOSTS", "BEHIND_TLS_PROXY", "GAZETTE_REVIEW_PROFILE"):
            os.environ.pop(name, None)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "gazette.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright keeps an event loop running in this thread.
            "GAZETTE_HOME": home,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "SITE_URL": "http://www.example.cn",
            "DEBUG": "true",  # static files come from where they lie
            "SECOND_FACTOR_DUE": "nobody",
            "LOG_LEVEL": "ERROR",
        }
        import django  # noqa: PLC0415 - the environment has to be said first

        django.setup()
        _take_all()


def _take_all() -> None:
    from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler  # noqa: PLC0415
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from tests.chromium import CHROMIUM_ARGUMENTS, chromium_path  # noqa: PLC0415

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args: object) -> None:
            """Say nothing."""

    if not (path := chromium_path()):
        sys.exit("No Chromium was found: install one, or name it in CHROMIUM.")
    print("loading the sample paper …")  # noqa: T201
    call_command("migrate", verbosity=0)
    call_command("load_sample_paper", stdout=StringIO())
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        for shot in _shots():
            _take(browser, f"http://127.0.0.1:{server.server_address[1]}", shot)
        browser.close()
    server.shutdown()
    total = sum(file.stat().st_size for file in PICTURES.glob("*.webp"))
    print(f"{total / 1024:.0f} KB in {PICTURES}")  # noqa: T201
    if total > MOST_BYTES:
        sys.exit("The pictures have become too large: lower QUALITY, or take fewer.")


def _shots() -> list[Shot]:
    """All pictures, with the pieces of the sample that they show."""
    from articles.models.newsroom import Article  # noqa: PLC0415
    from articles.workflow import Status  # noqa: PLC0415
    from staff.roles import CHIEF, DESK_HEAD, EDITOR, REPORTER  # noqa: PLC0415

    def piece(status: Status, **wanted) -> int:
        return Article.objects.filter(status=status, **wanted).latest("number").pk

    def step(status: Status, name: str) -> str:
        return f"/admin/articles/article/{piece(status)}/step/{name}/"

    def form(number: int, page: str = "change") -> str:
        return f"/admin/articles/article/{number}/{page}/"

    reporter, editor, head, chief = (_holder(role) for role in (REPORTER, EDITOR, DESK_HEAD, CHIEF))
    _change_words(piece(Status.SECOND_REVIEW), head)
    released = Article.objects.filter(status=Status.PUBLISHED, photos__isnull=False).earliest("number").pk
    return [
        Shot("login", "", "/admin/", LOW),
        Shot("tasks", editor, "/admin/", DESK),
        Shot("write", reporter, "/admin/articles/article/add/", TALL, _write),
        Shot("photos", editor, "/admin/articles/photo/", DESK),
        Shot("review", head, step(Status.SECOND_REVIEW, "second_review"), TALL),
        Shot("send-back", head, step(Status.SECOND_REVIEW, "send_back"), DESK),
        Shot("release", chief, step(Status.READY, "release"), TALL),
        Shot("withdraw", chief, form(released, "step/withdraw"), PHONE, at=".step-form"),
        Shot("import", editor, "/admin/articles/importbatch/upload/", DESK),
        Shot("wechat", editor, form(released, "wechat"), TALL),
        Shot("statistics", chief, "/admin/articles/article/statistics/?since=2026-10&until=2026-11", TALL),
        Shot("list", editor, "/admin/articles/article/", DESK),
    ]


def _change_words(number: int, login: str) -> None:
    """The holder of a piece mends it, so that there is something to compare."""
    from django.db import transaction  # noqa: PLC0415

    from articles import editing  # noqa: PLC0415
    from articles.models.newsroom import Article  # noqa: PLC0415
    from staff.models import User  # noqa: PLC0415

    with transaction.atomic():
        article = Article.objects.get(pk=number)
        opening, comma, rest = article.body.partition("，")
        article.body = f"{opening}前后{comma}{rest.replace('。', '，一直如此。', 1)}"
        article.save(update_fields=["body"])
        editing.keep_revision(article, by=User.objects.get(username=login))


def _holder(role: str) -> str:
    from staff.models import User  # noqa: PLC0415

    return User.objects.filter(groups__name=role).earliest("pk").username


def _session(login: str) -> str:
    """A session of this person: pictures are no place for passwords."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from staff.models import User  # noqa: PLC0415

    client = Client()
    client.force_login(User.objects.get(username=login))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _take(browser, address: str, shot: Shot) -> None:
    from PIL import Image  # noqa: PLC0415

    context = browser.new_context(
        base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai", viewport=shot.viewport, color_scheme="light"
    )
    if shot.login:
        cookie = {"name": "sessionid", "value": _session(shot.login), "domain": "127.0.0.1", "path": "/admin/"}
        context.add_cookies([cookie])
    page = context.new_page()
    answer = page.goto(shot.address)
    if answer is None or answer.status != 200:
        sys.exit(f"{shot.name}: {shot.address} answers {answer and answer.status}")
    page.wait_for_load_state("networkidle")
    if shot.prepare:
        shot.prepare(page)
    page.evaluate(AS_IN_CHINA)
    if shot.at:
        top = page.locator(shot.at).first.evaluate("one => one.getBoundingClientRect().top + scrollY")
        page.evaluate(f"scrollTo(0, {top - MARGIN})")
    picture = Image.open(BytesIO(page.screenshot()))
    picture.convert("RGB").save(PICTURES / f"{shot.name}.webp", quality=QUALITY, method=6)
    context.close()
    print(f"  {shot.name}")  # noqa: T201


def _write(page) -> None:
    """A new piece as a reporter fills it in."""
    page.locator("#id_headline").fill("长椿路社区食堂开张")
    page.locator(".ProseMirror[contenteditable=true]").click()
    page.keyboard.insert_text(
        "昨天上午，长椿路社区的新食堂开张，一百二十位老人在这里吃上了午饭。一份两荤一素，十元。"
        "“价钱实在，味道也好。”家住三号楼的老人说，他打算天天来。"
    )
    page.locator("#pasted-byline").fill("记者 郁小满 文/图")
    page.locator("#read-byline").click()
    page.wait_for_timeout(800)  # milliseconds: the byline is read, the checks have looked
    page.evaluate("scrollTo(0, 0)")


if __name__ == "__main__":
    main()
