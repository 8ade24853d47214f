"""The palette in Chromium, by keyboard alone: what it opens, what it does on the page below, where the focus goes."""

import re
import time
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import expect

from apps.core import clock
from apps.dashboard.models import Pin, RecentItem
from apps.erp.mirror.upsert import upsert
from apps.relations.resources import CUSTOMERS
from tests.browser.conftest import wait_for
from tests.relations.test_search import PEOPLE

pytestmark = pytest.mark.django_db(transaction=True)
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
CARD = "/relations/customers/4/"


@pytest.fixture
def customers(transactional_db):
    upsert(CUSTOMERS, PEOPLE, read_began_at=clock.now())


@pytest.fixture
def page(customers, open_page):
    return open_page("sales")


def call_up(page, keys="Control+K"):
    page.keyboard.press(keys)
    expect(page.locator("#palette")).to_be_visible()
    expect(page.locator("#palette-q")).to_be_focused()


def chosen(page):
    return page.locator("#palette-hits [role=option][aria-selected=true]")


def shown(page):
    return page.locator("#palette-hits [data-group], #palette-hits .popup-group")


@pytest.mark.parametrize("keys", ["Control+K", "Alt+K"])
def test_it_opens_a_record_from_any_page(page, keys):
    call_up(page, keys)
    page.keyboard.type("zeeuwse")
    expect(chosen(page)).to_contain_text("Hotel De Zeeuwse Kust")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{CARD}")
    expect(page.locator("#palette")).to_be_hidden()


def test_enter_before_the_hits_opens_the_best_of_what_was_typed_last(page):
    call_up(page)
    page.keyboard.type("zeeuwse")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{CARD}")


def test_a_late_answer_never_replaces_a_newer_one(page):
    def slow(route):
        if re.search(r"q=mul(&|$)", route.request.url):
            time.sleep(0.8)
        route.continue_()

    page.route("**/palette/**", slow)
    call_up(page)
    page.keyboard.type("mul")
    page.wait_for_timeout(200)
    page.keyboard.press("Control+A")
    page.keyboard.type("zeeuwse")
    expect(chosen(page)).to_contain_text("Zeeuwse")
    page.wait_for_timeout(1500)
    expect(page.locator("#palette-hits")).not_to_contain_text("Müller")
    expect(chosen(page)).to_contain_text("Zeeuwse")


def test_escape_closes_it_and_gives_the_focus_back(page):
    page.goto("/relations/customers/")
    field = page.locator("#filter input[name=q]")
    field.focus()
    call_up(page)
    page.keyboard.type("zee")
    expect(chosen(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#palette-q")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    expect(field).to_be_focused()
    call_up(page)
    expect(page.locator("#palette-q")).to_have_value("")


def test_control_enter_opens_another_tab(page):
    call_up(page)
    page.keyboard.type("zeeuwse")
    expect(chosen(page)).to_be_visible()
    with page.context.expect_page() as opened:
        page.keyboard.press("Control+Enter")
    opened.value.wait_for_url(f"**{CARD}")
    assert not page.url.endswith(CARD)


def test_arrows_walk_and_say_where_they_are(page):
    call_up(page)
    page.keyboard.type("mul")
    expect(page.locator("#palette-hits [role=option]")).not_to_have_count(0)
    expect(chosen(page)).to_have_count(1)
    first = page.locator("#palette-q").get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#palette-q")).not_to_have_attribute("aria-activedescendant", first)
    expect(page.locator("#palette-q")).to_have_attribute("aria-activedescendant", chosen(page).get_attribute("id"))
    expect(page.locator("#palette-q")).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#live")).to_contain_text("hits")


def test_what_the_page_offers_stands_first_and_is_done(page):
    page.goto(CARD)
    page.keyboard.press(".")
    expect(page.locator("#palette")).to_be_visible()
    expect(shown(page).first).to_contain_text("On Hotel De Zeeuwse Kust")
    for name in ("Pin", "New quote", "History"):
        expect(shown(page).first).to_contain_text(name)
    page.keyboard.type("new q")
    expect(chosen(page)).to_contain_text("New quote")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sales/quotes/new/?customer=4")


def test_a_button_of_the_page_is_pressed_and_a_field_gets_the_focus(page):
    page.goto("/relations/customers/")
    call_up(page)
    page.keyboard.type("colu")
    expect(chosen(page)).to_contain_text("Columns")
    page.keyboard.press("Enter")
    expect(page.locator("#columns")).to_be_visible()


def test_a_page_by_its_name(page):
    call_up(page)
    page.keyboard.type("prefer")
    expect(chosen(page)).to_contain_text("Preferences")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/preferences/")


def test_the_dot_is_a_dot_in_a_field_and_off_with_single_keys(page, people):
    page.goto("/relations/customers/")
    page.locator("#filter input[name=q]").focus()
    page.keyboard.type("a.b")
    expect(page.locator("#palette")).to_be_hidden()
    people["sales"].single_keys = False
    people["sales"].save()
    page.goto(CARD)
    page.keyboard.press(".")
    expect(page.locator("#palette")).to_be_hidden()
    call_up(page)


def test_a_record_is_remembered_pinned_and_found_under_the_empty_box(page, people):
    page.goto(CARD)
    wait_for(lambda: RecentItem.objects.filter(user=people["sales"], subject="customer:4").exists())
    page.keyboard.press("*")
    expect(page.get_by_role("button", name="Unpin")).to_be_visible()
    expect(page.locator("#toasts")).to_contain_text("Pinned.")
    assert Pin.objects.filter(user=people["sales"], subject="customer:4").exists()
    page.goto("/relations/customers/5/")
    wait_for(lambda: RecentItem.objects.filter(user=people["sales"], subject="customer:5").exists())
    page.goto("/")
    expect(page.locator("main")).to_contain_text("Hotel De Zeeuwse Kust")
    page.keyboard.press("/")
    popup = page.locator("#search-hits")
    expect(popup).to_contain_text("Pinned")
    expect(popup).to_contain_text("Café 100% Øl_bar")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/relations/customers/5/")
    call_up(page)
    expect(page.locator("#palette-hits [data-group=pinned]")).to_contain_text("Hotel De Zeeuwse Kust")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_open_palette(customers, open_page, scheme):
    page = open_page("sales", color_scheme=scheme)
    page.goto(CARD)
    call_up(page)
    expect(chosen(page)).to_be_visible()
    page.evaluate(AXE)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = page.evaluate("tags => axe.run('#palette', {runOnly: tags, resultTypes: ['violations']})", tags)
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found["violations"]] == []
