"""axe finds no violation of WCAG 2.2 A and AA: in light and dark, on a phone and on a desk, in large type too."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.audit.tools import AXE

pytestmark = pytest.mark.audit

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
# What is below the fold is not laid out before it is scrolled to: axe would not see it. The buttons of a long form
# stick to the window's edge and lie on whatever happens to be there: it is scrolled out from under them.
SHOW_ALL = """
* { content-visibility: visible !important; animation: none !important; transition: none !important; }
.submit-row { position: static !important; }
"""
RUN = """async tags => {
    const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
    return found.violations.flatMap(rule => rule.nodes.map(
        node => `${rule.id} (${rule.impact}): ${node.html.slice(0, 140)} | `
            + (node.any[0] || node.all[0] || node.none[0])?.message
    ));
}"""


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=list(SIZES))
def context(request: pytest.FixtureRequest, chromium: Browser, sample, scheme: str) -> Iterator[BrowserContext]:
    """Give a browser window of this size and colour scheme; axe is put into pages whose policy would refuse it."""
    made = chromium.new_context(
        base_url=sample.address,
        viewport=SIZES[request.param],
        color_scheme=scheme,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        bypass_csp=True,
        reduced_motion="reduce",
    )
    made.set_default_timeout(30_000)
    yield made
    made.close()


def violations(page: Page, tags: list[str]) -> list[str]:
    """What axe has to say of the page as it stands."""
    page.add_style_tag(content=SHOW_ALL)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RUN, tags)


def complaints(page: Page, pages: dict[str, str], tags: list[str], *, wait_until: str = "load") -> list[str]:
    """What axe has to say of these pages, a line each."""
    found = []
    for name, path in pages.items():
        page.goto(path, wait_until=wait_until)
        found += [f"{name}: {said}" for said in violations(page, tags)]
    return found


def test_readers_pages_have_no_barrier(context: BrowserContext, sample):
    found = complaints(context.new_page(), sample.pages, [*WCAG, "best-practice"])
    assert not found, "\n".join(found)


def test_the_newsroom_has_no_barrier(context: BrowserContext, sample):
    page = context.new_page()
    page.goto("/admin/", wait_until="networkidle")
    found = [f"login: {said}" for said in violations(page, WCAG)]
    login, password = sample.passwords["总编辑"]
    page.get_by_label("用户名").fill(login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name="我的待办").wait_for()
    found += complaints(page, sample.desk, WCAG, wait_until="networkidle")  # The editor is made by a script.
    assert not found, "\n".join(found)


def test_axe_would_have_complained(context: BrowserContext):
    page = context.new_page()
    page.goto("/about/")
    page.set_content("<html lang=zh><title>x</title><main><img src=a.jpg><p style='color:#ccc'>浅灰</p></main>")
    assert {line.split(" ")[0] for line in violations(page, WCAG)} == {"image-alt", "color-contrast"}
