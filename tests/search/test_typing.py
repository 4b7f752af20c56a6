"""Suggestions while somebody types: an extra that a keyboard can use, and that leaves input methods alone."""

from tests.search.paper import make_public


def type_as_an_input_method(page, letters: str, words: str) -> None:
    """What a browser reports while somebody chooses characters: input events that are composing, then the end."""
    page.evaluate(
        """([letters, words]) => {
            const field = document.querySelector("[type=search]");
            field.dispatchEvent(new CompositionEvent("compositionstart"));
            for (let end = 1; end <= letters.length; end++) {
                field.value = letters.slice(0, end);
                field.dispatchEvent(new InputEvent("input", { isComposing: true, bubbles: true }));
            }
            field.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", isComposing: true, bubbles: true }));
            if (words === null) return;
            field.value = words;
            field.dispatchEvent(new CompositionEvent("compositionend", { data: words, bubbles: true }));
        }""",
        [letters, words],
    )


def focused(page):
    """The search field, once what the first focus loads is there."""
    page.get_by_role("searchbox", name="搜索本报").focus()
    field = page.get_by_role("combobox", name="搜索本报")
    field.wait_for()
    return field


def test_who_does_not_search_loads_nothing_for_it_and_what_was_typed_at_once_is_asked(new_page):
    make_public(1, "防汛动员")
    page = new_page()
    loaded = []
    page.on("request", lambda request: loaded.append(request.url) if "/site/search" in request.url else None)
    page.goto("/about/", wait_until="networkidle")
    assert loaded == []
    page.get_by_role("searchbox").fill("防汛")
    page.get_by_role("option").first.wait_for()
    assert len(loaded) == 1


def test_arrows_choose_enter_goes_there_and_escape_closes(new_page):
    make_public(1, "防汛动员", tags=["防汛"])
    make_public(2, "防汛总结")
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto("/about/")
    field = focused(page)
    field.press_sequentially("防汛")
    options = page.get_by_role("option")
    options.first.wait_for()
    assert options.all_inner_texts() == ["防汛 话题", "防汛总结", "防汛动员"]
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowUp")
    assert options.nth(2).get_attribute("aria-selected") == "true"
    assert field.get_attribute("aria-activedescendant") == options.nth(2).get_attribute("id")
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "防汛"
    field.press("Backspace")
    options.first.wait_for()
    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/2026/11/20/2/")
    field = focused(page)
    field.press_sequentially("防汛")
    options.first.wait_for()
    field.press("Tab")
    assert field.get_attribute("aria-expanded") == "false"


def test_enter_without_a_choice_searches(new_page):
    make_public(1, "防汛动员")
    page = new_page()
    page.goto("/about/")
    page.get_by_role("searchbox").fill("防汛")
    page.locator("[type=search]").press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator("mark").first.inner_text() == "防汛"


def test_nothing_is_asked_until_the_input_method_is_done(new_page):
    make_public(1, "防汛动员")
    page = new_page()
    page.goto("/about/")
    focused(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "suggestions" in request.url else None)
    type_as_an_input_method(page, "fang'xun", None)
    page.wait_for_timeout(500)
    assert asked == []
    type_as_an_input_method(page, "fang'xun", "防汛")
    page.get_by_role("option").first.wait_for()
    assert len(asked) == 1


def test_without_scripts_the_form_searches(new_page):
    make_public(1, "防汛动员")
    page = new_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("searchbox").fill("防汛")
    page.get_by_role("button", name="搜索").click()
    assert page.locator("mark").first.inner_text() == "防汛"
