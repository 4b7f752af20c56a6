"""What all tests share: the two engines, the paper served as in life, and the browser."""

import os
import threading
from collections.abc import Callable, Iterator

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connection
from django.test.testcases import QuietWSGIRequestHandler
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from articles import editing, generation, triggers
from gazette import wsgi
from gazette.pagecache import PageCache
from gazette.pagecache.options import options_from_settings
from staff.models import User
from tests.cast import PASSWORD, cast  # noqa: F401 - a fixture
from tests.chromium import CHROMIUM_ARGUMENTS, chromium_path
from tests.engines import is_for_this_worker, is_in_the_browser

# The same generated examples in every run, without time limits; --hypothesis-profile=default tries new ones.
hypothesis_settings.load_profile("ci")

# The two engines


def pytest_itemcollected(item: pytest.Item) -> None:
    """Leave to ``make audit`` what needs a browser: ``make test`` needs nothing but Python."""
    if is_in_the_browser(item):
        item.add_marker(pytest.mark.audit)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the other workers what is theirs."""
    others = [item for item in items if not is_for_this_worker(item)]
    if others:
        items[:] = [item for item in items if is_for_this_worker(item)]
        config.hook.pytest_deselected(items=others)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """Name the engine below a failed test."""
    report = yield
    if report.failed:
        report.sections.append(("Engine", connection.vendor))
    return report


@pytest.fixture(autouse=True)
def append_only_tables_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Take the triggers off before a test with real transactions is cleared away; Django's flush installs them anew."""
    marker = request.node.get_closest_marker("django_db")
    has_real_transactions = "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    if has_real_transactions:
        request.getfixturevalue("transactional_db")  # What was set up before is torn down later.
    yield
    if has_real_transactions:
        triggers.remove()


# The paper served as in life


@pytest.fixture
def paper_server(transactional_db: None, settings) -> Iterator[str]:
    """Serve the whole paper, its page cache included, on a port of its own; give the address, which is SITE_URL too."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler, allow_reuse_address=False)
    settings.SITE_URL = f"http://127.0.0.1:{server.server_address[1]}"
    # The page cache of gazette.wsgi has the address that the settings had when it was made.
    server.set_app(
        PageCache(
            wsgi.django_application,
            read_stamp=generation.current,
            release_due=editing.release_due,
            options=options_from_settings(),
            watches=settings.PAGE_CACHE_WATCHES,
        )
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield settings.SITE_URL
    server.shutdown()
    server.server_close()
    thread.join()


# The browser

DESKTOP = {"width": 1280, "height": 900}  # CSS pixels
NO_CHROMIUM = "no Chromium found"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give the running browser; tests that want it are skipped, loudly, where there is none."""
    path = chromium_path()
    if path is None:
        pytest.skip(NO_CHROMIUM)
    # Playwright keeps an event loop running in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser, paper_server: str) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a page as a new person: cookies of its own, in Zhengzhou's time and language.

    Its arguments are playwright's for a context: ``new_page(viewport={"width": 390, "height": 844})``. The test fails
    when a page reports an error on its console, except the status of a page that was itself asked for: whether 410 is
    right is the test's own matter.
    """
    errors: list[str] = []
    contexts = []

    def open_page(**options: object) -> Page:
        context = chromium.new_context(
            **{
                "base_url": paper_server,
                "locale": "zh-CN",
                "timezone_id": "Asia/Shanghai",
                "viewport": DESKTOP,
                **options,
            }
        )
        context.set_default_timeout(15_000)  # milliseconds; the machine may be busy
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: note_error(page, message))
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        return page

    def note_error(page: Page, message: ConsoleMessage) -> None:
        is_own_status = message.text.startswith("Failed to load resource") and message.location.get("url") == page.url
        if message.type == "error" and not is_own_status:
            errors.append(f"{page.url}: {message.text}")

    yield open_page
    for context in contexts:
        context.close()
    assert not errors, "The browser's console reports errors:\n" + "\n".join(errors)


@pytest.fixture
def folders_of_photos(settings, tmp_path) -> None:
    """Empty folders: the photos that other tests have left are no concern of this paper."""
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path / "private"}},
        "public": settings.STORAGES["public"] | {"OPTIONS": {"location": tmp_path / "public", "base_url": "/media/"}},
    }


@pytest.fixture
def desk(new_page: Callable[..., Page]) -> Callable[[User], Page]:
    """Give the admin as this person sees it: logged in by hand, in a browser of his own that stays open."""
    pages: dict[int, Page] = {}

    def of(person: User) -> Page:
        if person.pk not in pages:
            page = pages[person.pk] = new_page()
            page.goto("/admin/")
            page.get_by_label("用户名").fill(person.username)
            page.get_by_label("密码").fill(PASSWORD)
            page.get_by_role("button", name="登录").click()
            expect(page.get_by_role("heading", name="我的待办")).to_be_visible()
        return pages[person.pk]

    return of


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what did not run for want of a browser: CI reads the last lines."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NO_CHROMIUM in str(report.longrepr)]
    if skipped:
        terminalreporter.section("BROWSER TESTS DID NOT RUN", sep="!", red=True, bold=True)
        terminalreporter.line(
            f"{len(skipped)} browser tests did not run: {NO_CHROMIUM}. Install one (apt-get install chromium) "
            "or say where it is: CHROMIUM=/path/to/chromium make test",
            red=True,
        )
