"""The kit in Chromium: keys, search, forms, swaps; without scripts it still reads and sends."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import expect

from apps.core.menu import MenuItem, register

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt-get install chromium"),
]
PATHS = ["/kit/people/", "/kit/people/new/", "/kit/parts/", "/kit/lines/", "/keys/", "/kit/sign-in/"]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread, which Django takes for asynchronous code.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as driver:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any, transactional_db: None, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Opens an address for somebody signed in; console errors and broken policies fail the test."""
    people = get_user_model()
    reader = people.objects.create(username="sanne")
    people.objects.bulk_create(people(username=f"person {n:03}", first_name="Vlissingen") for n in range(119))
    register(MenuItem("sales", "People", "kit:person_list", "users", go_key="c", bar=1))
    register(MenuItem("sales", "Lines", "kit:lines", "list", go_key="l", match=("kit:lines",)))
    signed_in = Client()
    signed_in.force_login(reader)
    cookie = {
        "name": django_settings.SESSION_COOKIE_NAME,
        "value": signed_in.cookies[django_settings.SESSION_COOKIE_NAME].value,
        "url": live_server.url,
    }
    wrong: list[str] = []
    contexts = []

    def go(path: str, **options: Any) -> Any:
        context = chromium.new_context(viewport=options.pop("viewport", WIDE), locale="en-GB", **options)
        context.set_default_timeout(8000)
        context.add_cookies([cookie])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: wrong.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.goto(live_server.url + path)
        return page

    yield go
    for context in contexts:
        context.close()
    # Chromium reports each answer of 400 and more on the console; those are looked at where they are meant.
    assert [
        text
        for text in wrong
        if not re.search(r"status of 4\d\d|net::ERR_FAILED|htmx:(?:sendError|afterRequest)", text)
    ] == []


def said(page: Any) -> str:
    page.wait_for_function("document.getElementById('live').textContent !== ''")
    return str(page.locator("#live").text_content())


@pytest.mark.parametrize("viewport", [WIDE, PHONE])
@pytest.mark.parametrize("path", PATHS)
def test_pages_fit_and_keep_the_policy(open_page: Callable[..., Any], path: str, viewport: dict[str, int]) -> None:
    page = open_page(path, viewport=viewport)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    drawn = page.locator("svg.icon, svg.glyph").evaluate_all(
        "nodes => nodes.filter(node => node.checkVisibility()).map(node => node.getBBox().width > 0)"
    )
    assert all(drawn)


def test_search_as_one_types_and_open_by_keys(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/")
    page.keyboard.press("/")
    page.keyboard.type("person 00")
    # The hits of the whole text: those of its beginning are swapped away under the arrow.
    page.wait_for_selector("#search[data-shown='person 00']")
    assert page.get_attribute("#search", "aria-expanded") == "true"
    assert page.locator("#search-hits mark").first.text_content() == "person"
    page.keyboard.press("ArrowDown")
    second = page.locator("#search-hits [role=option]").nth(1)
    assert second.get_attribute("aria-selected") == "true"
    assert page.get_attribute("#search", "aria-activedescendant") == second.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kit/people/*/")
    assert page.locator("h1").text_content() == "person 001"


def test_enter_waits_for_the_newest_hits(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/")
    page.keyboard.press("/")
    page.keyboard.type("person 042")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kit/people/*/")
    assert page.locator("h1").text_content() == "person 042"


def test_nothing_found_and_enter_goes_to_the_search_page(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/")
    page.keyboard.press("/")
    page.keyboard.type("nobody")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=nobody")


def test_escape_closes_the_hits(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/")
    page.fill("#search", "person")
    page.wait_for_selector("#search-hits [role=option]")
    page.keyboard.press("Escape")
    assert page.locator("#search-hits").is_hidden()
    assert page.get_attribute("#search", "aria-expanded") == "false"


def test_rows_by_keys(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/")
    for key in ("j", "j", "ArrowDown", "k"):
        page.keyboard.press(key)
    assert page.locator("tr.current .row-link").text_content() == "person 000"
    with page.context.expect_page() as opened:
        page.keyboard.press("Control+Enter")
    assert re.search(r"/kit/people/\d+/\?list=&at=1$", opened.value.url)
    page.keyboard.press("Enter")
    page.wait_for_url("**/kit/people/*/*")
    assert page.locator("h1").text_content() == "person 000"


def test_go_keys_and_keys_of_buttons(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/")
    page.keyboard.press("n")
    page.wait_for_url("**/kit/people/new/")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/kit/people/")
    page.keyboard.press("]")
    page.wait_for_url("**?page=2")
    page.wait_for_selector("text=51–100 of 120")


def test_single_keys_never_fire_in_fields_or_when_switched_off(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/")
    page.focus("#id_q")
    page.keyboard.type("nj?g")
    assert page.input_value("#id_q") == "nj?g"
    assert page.url.endswith("/kit/people/") or "q=nj" in page.url
    page.goto(page.url.partition("?")[0])
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    page.keyboard.press("n")
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.url.endswith("/kit/people/")


def test_the_list_of_keys_opens_and_closes(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/")
    page.keyboard.press("?")
    assert page.locator("#keys-dialog").is_visible()
    page.keyboard.press("n")
    assert page.url.endswith("/kit/people/")
    page.keyboard.press("Escape")
    assert page.locator("#keys-dialog").is_hidden()
    page.click("[popovertarget=me]")
    page.click("text=Keys")
    assert page.locator("#keys-dialog").is_visible()


def test_filters_swap_the_table_push_the_address_and_go_back(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/")
    page.evaluate("window.mark = 1")
    page.fill("#id_q", "person 01")
    page.wait_for_url("**q=person*")
    page.wait_for_selector("text=1–10 of 10 rows")
    assert "10 rows" in said(page)
    page.click("th a:has-text('Naam')")
    page.wait_for_url("**sort=name*")
    assert "q=person" in page.url
    page.click("[aria-label='Remove filter Zoek']")
    page.wait_for_selector("text=1–50 of 120 rows")
    assert page.input_value("#id_q") == ""
    assert page.evaluate("window.mark") == 1
    page.go_back()
    page.wait_for_selector("text=1–10 of 10 rows")
    assert page.input_value("#id_q") == "person 01"


def test_an_invalid_form_comes_back_with_the_focus_on_what_is_wrong(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/new/")
    page.fill("#id_postcode", "0382 AD")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".summary")
    assert page.evaluate("document.activeElement.matches('.summary')")
    assert page.input_value("#id_postcode") == "0382 AD"
    page.click(".summary a >> nth=-1")
    assert page.evaluate("document.activeElement.id") == "id_postcode"
    page.fill("#id_postcode", "4382 AD")
    page.fill("#id_name", "De Boer")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/kit/people/")


def test_a_form_is_sent_once(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/new/")
    sent = []

    def slow(route: Any) -> None:
        sent.append(route.request.method)
        time.sleep(0.3)
        route.continue_()

    page.route("**/kit/people/new/", slow)
    page.fill("#id_postcode", "0382 AD")
    page.evaluate("for (let i = 0; i < 3; i++) document.querySelector('#form button.primary').click()")
    page.wait_for_selector(".summary")
    assert sent == ["POST"]
    assert page.locator("#form button.primary").is_enabled()


def test_a_lost_connection_is_said_and_the_form_is_free_again(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/new/")
    page.route("**/kit/people/new/", lambda route: route.abort())
    page.fill("#id_postcode", "4382 AD")
    page.click("#form button.primary")
    assert "What you typed is still here" in said(page)
    assert page.locator(".toast").is_visible()
    assert page.locator("#form button.primary").is_enabled()
    assert page.input_value("#id_postcode") == "4382 AD"


def test_a_panel_loads_when_it_comes_into_view(open_page: Callable[..., Any]) -> None:
    from apps.core.panels import Panel, register

    register(Panel("person", "notes", "Notities", "kit:person_notes"))
    page = open_page("/kit/people/")
    page.click("tbody tr >> nth=3")
    page.wait_for_selector("#panel-notes #note-text")


def test_on_a_phone_a_row_is_lines_and_the_menu_opens(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/", viewport=PHONE, has_touch=True, is_mobile=True)
    row = page.locator("tbody tr").nth(1)
    title, amount = row.locator(".p-title").bounding_box(), row.locator(".p-amount").bounding_box()
    below = row.locator(".p-sub").bounding_box()
    assert amount["x"] > title["x"]
    assert below["y"] > title["y"]
    assert row.bounding_box()["height"] >= 44
    assert page.locator(".bottombar a").first.is_visible()
    assert page.locator(".sidebar").is_hidden()
    page.tap("[popovertarget=menu]")
    assert page.locator(".sidebar").is_visible()


def test_without_scripts_lists_forms_and_search_work(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/", java_script_enabled=False)
    page.click("th a:has-text('Naam')")
    assert page.url.endswith("?sort=name")
    page.fill("#id_q", "person 01")
    page.press("#id_q", "Enter")
    assert "q=person" in page.url
    expect(page.locator("tbody tr")).to_have_count(10)
    page.fill("#search", "person 042")
    page.press("#search", "Enter")
    assert "/search/?q=person" in page.url
    expect(page.locator(".option")).to_have_count(1)
    page.goto(page.url.partition("/search")[0] + "/kit/people/new/")
    page.fill("#id_postcode", "0382 AD")
    page.click("#form button.primary")
    assert page.locator(".summary").is_visible()


def test_the_look_follows_the_choice(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/", color_scheme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.evaluate("document.documentElement.dataset.density = 'comfortable'")
    assert page.locator("tbody tr").first.bounding_box()["height"] >= 42


# Lists: marks, columns, saved views, the way from card to card


def marked(page: Any) -> list[str]:
    return [str(name) for name in page.locator("tr:has(td.c-check :checked) .row-link").all_text_contents()]


def test_rows_are_marked_by_keys_and_the_bulk_bar_counts(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/")
    expect(page.locator("#bulk")).to_be_hidden()
    for key in ("j", "j", "x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    assert marked(page) == ["person 000", "person 001", "person 002"]
    expect(page.locator("#bulk [data-count]")).to_have_text("3 marked")
    assert "3 marked" in said(page)
    page.keyboard.press("x")
    assert marked(page) == ["person 000", "person 001"]
    page.keyboard.press("Escape")
    assert marked(page) == []
    expect(page.locator("#bulk")).to_be_hidden()


def test_rows_are_marked_by_mouse(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/")
    found = page.locator("td.c-check input")
    found.nth(1).click()
    found.nth(4).click(modifiers=["Shift"])
    assert len(marked(page)) == 4
    assert page.url.endswith("/kit/people/")
    every = page.locator("[data-mark-all]")
    assert every.evaluate("box => box.indeterminate")
    every.click()
    assert len(marked(page)) == 50
    every.click()
    assert marked(page) == []


def test_marked_rows_are_sent_to_the_action(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/?kind=other&page=2")
    keys = page.locator("td.c-check input").evaluate_all("boxes => boxes.map(box => box.value)")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("k")
    with page.expect_response("**/kit/people/assign/") as answer:
        page.click("#bulk button:has-text('Verkoper toewijzen')")
    assert answer.value.json() == {"row": keys[:1], "list": ["kit:person_list"], "query": ["kind=other&page=2"]}


def test_marks_go_with_the_rows(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/")
    page.locator("td.c-check input").nth(1).click()
    page.keyboard.press("]")
    page.wait_for_selector("text=51–100 of 120")
    assert marked(page) == []
    expect(page.locator("#bulk")).to_be_hidden()
    expect(page.locator("[data-mark-all]")).not_to_be_checked()


def test_only_marked_rows_are_printed(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/")
    page.evaluate("window.print = () => { window.printed = true; }")
    page.locator("td.c-check input").nth(2).click()
    page.keyboard.press("p")
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    expect(page.locator("tbody tr:visible")).to_have_count(1)
    expect(page.locator("#bulk")).to_be_hidden()
    expect(page.locator(".c-check:visible")).to_have_count(0)
    page.locator("#bulk").evaluate("form => form.reset()")
    expect(page.locator("tbody tr:visible")).to_have_count(50)


def head_words(page: Any) -> list[str]:
    return [str(text).strip() for text in page.locator("thead th:not(.c-check)").all_text_contents()]


def test_columns_are_chosen_and_moved_by_keys(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/?kind=other")
    page.keyboard.press("l")
    expect(page.locator("#columns")).to_be_visible()
    page.focus("#column-town")
    page.keyboard.press("Space")
    page.focus("#column-mail")
    page.keyboard.press("Space")
    page.focus("#up-mail")
    page.keyboard.press("Enter")
    expect(page.locator(".choices [name=order]").nth(7)).to_have_value("mail")
    expect(page.locator("#up-mail")).to_be_focused()
    assert not page.is_checked("#column-town")
    page.click("#chooser [value=save]")
    page.wait_for_selector("th:has-text('E-mail')")
    assert page.url.endswith("?kind=other")
    assert head_words(page) == [
        "Nr.",
        "Naam",
        "Status",
        "Lampen",
        "Open orders",
        "Open saldo €",
        "E-mail",
        "Laatste order",
    ]
    page.keyboard.press("l")
    page.click("#chooser [value=reset]")
    page.wait_for_selector("th:has-text('Plaats')")


def test_a_menu_of_the_list_takes_the_focus_and_gives_it_back(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/")
    page.keyboard.press("v")
    assert page.evaluate("document.activeElement.id") == "view-name"
    page.keyboard.press("Escape")
    expect(page.locator("#views")).to_be_hidden()
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.id") == "id_q"
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    assert page.evaluate("document.activeElement.closest('#columns') !== null")


def test_a_view_is_kept_shown_and_followed(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/")
    page.select_option("#id_kind", "staff")
    page.wait_for_url("**kind=staff*")
    page.click("th a:has-text('Naam')")
    page.wait_for_url("**sort=name*")
    page.keyboard.press("v")
    page.keyboard.type("Zakelijk")
    page.keyboard.press("Enter")
    page.wait_for_selector("#view-tabs [aria-current]:has-text('Zakelijk')")
    assert page.url.endswith("/kit/people/?kind=staff&sort=name")
    # The tabs follow what htmx swaps in.
    page.select_option("#id_kind", "other")
    expect(page.locator("#view-tabs [aria-current]")).to_have_count(0)
    page.select_option("#id_kind", "staff")
    expect(page.locator("#view-tabs [aria-current]")).to_have_text("Zakelijk")
    page.click("#view-tabs a:has-text('All')")
    page.wait_for_url("**/kit/people/")
    page.keyboard.press("v")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Zakelijk"
    page.keyboard.press("Enter")
    page.wait_for_url("**kind=staff*")


def test_from_card_to_card(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/?q=person+01")
    for key in ("j", "j", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector(".neighbours")
    assert page.locator(".neighbours .place").text_content() == "2 of 10"
    page.keyboard.press("]")
    page.wait_for_selector("text=3 of 10")
    assert page.locator("h1").text_content() == "person 012"
    page.keyboard.press("[")
    page.wait_for_selector("text=2 of 10")
    page.keyboard.press("[")
    page.wait_for_selector("text=1 of 10")
    expect(page.locator(".neighbours [rel=prev]")).to_have_count(0)
    page.click(".neighbours .place")
    page.wait_for_url("**/kit/people/?q=person+01")


def test_a_chip_goes_by_key_and_hands_the_focus_on(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/?q=person&kind=staff")
    page.focus("[aria-label='Remove filter Soort']")
    page.keyboard.press("Backspace")
    page.wait_for_url("**/kit/people/?q=person")
    expect(page.locator("[aria-label='Remove filter Zoek']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#id_q")).to_be_focused()


def test_a_page_is_gone_to_by_its_number(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/?kind=other&sort=-name")
    page.fill("#jump", "2")
    page.keyboard.press("Enter")
    page.wait_for_url("**page=2*")
    assert "kind=other" in page.url
    assert "sort=-name" in page.url
    assert page.input_value("#jump") == "2"
    page.fill("#jump", "77")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=101–120 of 120")


def test_on_a_phone_rows_are_marked_when_asked_for(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/", viewport=PHONE, has_touch=True, is_mobile=True)
    box = page.locator("td.c-check input").nth(1)
    assert box.is_hidden()
    page.tap(".marking")
    assert box.is_visible()
    assert box.locator("xpath=..").bounding_box()["height"] >= 44
    box.tap()
    expect(page.locator("#bulk [data-count]")).to_have_text("1 marked")
    assert page.locator("#bulk button").first.bounding_box()["height"] >= 36
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.tap("[popovertarget=columns]")
    assert page.locator("#chooser").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_lists_work_without_scripts(open_page: Callable[..., Any]) -> None:
    page = open_page("/kit/people/?kind=other", java_script_enabled=False)
    page.click("[popovertarget=columns]")
    page.check("#column-mail")
    page.click("#up-mail")
    assert page.locator("h1").text_content() == "Columns of Klanten"
    assert page.is_checked("#column-mail")
    page.click("#chooser [value=save]")
    assert page.url.endswith("/kit/people/?kind=other")
    assert "E-mail" in head_words(page)
    page.click("[popovertarget=views]")
    page.fill("#view-name", "Particulier")
    page.click("text=Keep view")
    expect(page.locator("#view-tabs [aria-current]")).to_have_text("Particulier")
    page.fill("#jump", "2")
    page.press("#jump", "Enter")
    assert "page=2" in page.url
    page.locator("td.c-check input").first.check()
    expect(page.locator("[data-mark-all]")).to_be_hidden()
    page.click("#bulk button:has-text('Verkoper toewijzen')")
    assert '"list": ["kit:person_list"]' in page.content()
