"""How wide columns are, in Chromium: an edge is dragged, the chooser is typed in, and both are kept."""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import expect

from apps.core import clock
from apps.core.models import ListLayout
from apps.erp.mirror.upsert import upsert
from apps.relations.resources import CUSTOMERS
from tests.browser.conftest import PHONE, WIDE, wait_for
from tests.browser.steps import press
from tests.relations.test_search import PEOPLE

pytestmark = pytest.mark.django_db(transaction=True)
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LIST = "/relations/customers/"


@pytest.fixture
def customers(transactional_db):
    upsert(CUSTOMERS, PEOPLE, read_began_at=clock.now())


@pytest.fixture
def page(customers, open_page):
    page = open_page("sales")
    page.goto(LIST)
    return page


def wide(page, column):
    """The width of a column with its edges, as drawn."""
    return page.locator(f"th[data-column={column}]").bounding_box()["width"]


def room(page, column):
    return int(page.locator(f"th[data-column={column}] .room").get_attribute("width"))


def drag(page, column, by):
    """Takes the edge of a head and moves it."""
    page.wait_for_load_state()
    box = page.locator(f"th[data-column={column}]").bounding_box()
    x, y = box["x"] + box["width"] - 4, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by / 2, y, steps=4)
    page.mouse.move(x + by, y, steps=4)
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/columns/" in answer.url) as answer:
        page.mouse.up()
    assert answer.value.status == 204


def double_click(page, column):
    box = page.locator(f"th[data-column={column}]").bounding_box()
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/columns/" in answer.url):
        page.mouse.dblclick(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)


def kept():
    layout = ListLayout.objects.first()
    return layout.widths if layout else {}


def test_a_dragged_edge_is_kept_and_a_double_click_lets_go(page):
    before = wide(page, "name")
    drag(page, "name", -before + 90)
    assert page.url.endswith(LIST)
    narrow = room(page, "name")
    assert kept() == {"name": narrow}
    cell = page.locator("td.sized:has(a.row-link)").first
    assert cell.evaluate("cell => getComputedStyle(cell).textOverflow") == "ellipsis"
    assert page.locator("td.sized:has(a.row-link)").evaluate_all(
        "cells => cells.some((cell) => cell.scrollWidth > cell.clientWidth)"
    )

    page.reload()
    assert room(page, "name") == narrow
    assert abs(wide(page, "name") - narrow) < 40
    assert wide(page, "name") < before
    assert cell.get_attribute("title") == cell.inner_text()
    page.locator("#head-1").click()
    page.wait_for_url("**sort=**")
    assert room(page, "name") == narrow

    double_click(page, "name")
    wait_for(lambda: kept() == {})
    assert abs(wide(page, "name") - before) < 2
    page.reload()
    assert abs(wide(page, "name") - before) < 2


def test_the_chooser_sets_widths_by_keyboard(page):
    press(page, "l")
    field = page.get_by_label("Width of Town")
    expect(field).to_be_visible()
    page.get_by_role("checkbox", name="Town").focus()
    page.keyboard.press("Tab")
    expect(field).to_be_focused()
    page.keyboard.type("240")
    page.keyboard.press("ArrowUp")
    expect(field).to_have_value("250")
    # Moving a column on the way loses nothing.
    page.keyboard.press("Tab")
    with page.expect_response("**/columns/"):
        page.keyboard.press("Enter")
    expect(field).to_have_value("250")
    field.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert kept() == {"city": 250}
    assert room(page, "city") == 250
    assert wide(page, "city") >= 250

    press(page, "l")
    page.get_by_label("Width of Town").fill("")
    with page.expect_navigation():
        page.get_by_label("Width of Town").press("Enter")
    assert kept() == {}
    assert page.locator("th.sized").count() == 0


def test_a_drag_fills_in_the_chooser_and_stays_within_bounds(page):
    drag(page, "city", -600)
    press(page, "l")
    expect(page.get_by_label("Width of Town")).to_have_value("50")
    page.keyboard.press("Escape")
    drag(page, "city", 1400)
    assert kept() == {"city": 800}


def test_a_number_is_never_cut(page):
    before = wide(page, "open_orders")
    drag(page, "open_orders", -before + 20)
    assert page.locator("td.c-num.sized").evaluate_all(
        "cells => cells.every((cell) => cell.scrollWidth <= cell.clientWidth)"
    )


def test_a_wide_column_makes_the_rows_scroll_and_keeps_its_width(page):
    page.set_viewport_size({"width": 800, "height": 800})
    drag(page, "city", 500)
    asked = room(page, "city")
    page.reload()
    assert wide(page, "city") >= asked
    assert page.locator(".table-scroll").evaluate("node => node.scrollWidth > node.clientWidth")


def test_phones_and_paper_have_widths_of_their_own(page):
    def drawn():
        page.wait_for_load_state()
        found = []
        for viewport, media in ((PHONE, "screen"), (WIDE, "print")):
            page.set_viewport_size(viewport)
            page.emulate_media(media=media)
            found.append(
                page.locator("tbody td:visible").evaluate_all("cells => cells.map((cell) => cell.clientWidth)")
            )
        page.set_viewport_size(WIDE)
        page.emulate_media(media="screen")
        return found

    usual = drawn()
    drag(page, "name", -60)
    drag(page, "city", 90)
    page.reload()
    assert page.locator("th.sized").count() == 2
    assert drawn() == usual


def test_nothing_stands_in_the_way_of_a_reader(page):
    drag(page, "name", -60)
    press(page, "l")
    expect(page.get_by_label("Width of Town")).to_be_visible()
    page.evaluate(AXE)
    assert (
        page.evaluate("axe.run().then((found) => found.violations.map((one) => one.id + ' ' + one.nodes[0].html))")
        == []
    )
