"""The first walk: a customer by a piece of a phone number, stock, a quote that arrives, a planned delivery, the audit.

Keyboard only, against the stand-in over HTTP, judged by its journal.
"""

import re
import threading

import pytest
from playwright.sync_api import expect

from apps.erp.models import Write
from tests.browser import steps

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["default", "contrary"])
def dialect(request, sandbox):
    """Everything that the contract leaves open, read the one way and the other."""
    sandbox.control.set_dialect(request.param)
    sandbox.control.set_rate_limit(100_000)
    return request.param


@pytest.mark.usefixtures("dialect")
def test_the_whole_walk(sandbox, synced, worker, open_page):
    customer, products = steps.pick_customer(sandbox), steps.pick_products(sandbox)
    page = open_page("admin")
    steps.find_customer(page, customer)
    steps.see_stock(page, products[0])
    steps.write_quote(page, customer, products)
    steps.review(page)
    steps.send(page)
    number = steps.confirmed(page)
    steps.judge_quote(sandbox, customer, products, number)

    records = sandbox.control.records
    order = records.get("delivery", records.ids("delivery")[0])
    shown_id = order["id"] + (700_000 if sandbox.control.dialect()["delivery_id"] == "own" else 0)
    steps.plan_delivery(page, {"id": shown_id})
    [put] = sandbox.control.journal(method="PUT", path="/deliveries/")
    assert put.json == {"deliveryDate": "2026-12-15T11:00:00Z", "route": "Route A", "routeSequence": "20"}

    page.goto("/audit/")
    log = page.locator("main").inner_text()
    for words in ("Walk of a test", number, "Admin"):
        assert words in log or words in page.content()
    assert sandbox.control.violations() == []


def test_the_answer_is_dropped_after_the_act(sandbox, synced, worker, open_page):
    customer, products = steps.pick_customer(sandbox), steps.pick_products(sandbox)
    page = open_page("sales")
    steps.write_quote(page, customer, products)
    steps.review(page)
    sandbox.control.faults.add("reset_after", method="POST", path="/rest/v1/quotes")
    steps.send(page)
    number = steps.confirmed(page, seconds=60)
    steps.judge_quote(sandbox, customer, products, number)


def test_logictrade_is_down_for_a_minute(sandbox, synced, worker, open_page):
    """Pages stand, the banner says since when, the write waits and goes out by itself."""
    customer, products = steps.pick_customer(sandbox), steps.pick_products(sandbox)
    page = open_page("sales")
    steps.write_quote(page, customer, products)
    sandbox.control.down()
    restored = threading.Timer(60, sandbox.control.up)
    restored.start()
    try:
        steps.review(page)
        steps.send(page)
        expect(page.locator("#result")).to_contain_text(re.compile("wait|being sent", re.IGNORECASE))
        other = page.context.new_page()
        for path in ("/relations/customers/", "/catalogue/products/", f"/catalogue/products/{products[0]['id']}/"):
            response = other.goto(path)
            assert response.status == 200, path
        expect(other.get_by_text(re.compile("has not answered since")).first).to_be_visible(timeout=60_000)
        other.close()
        number = steps.confirmed(page, seconds=150)
    finally:
        restored.cancel()
        sandbox.control.up()
    steps.judge_quote(sandbox, customer, products, number)


def test_a_refusal_stands_beside_its_line_and_the_corrected_quote_arrives(sandbox, synced, worker, open_page):
    customer, products = steps.pick_customer(sandbox), steps.pick_products(sandbox)
    page = open_page("sales")
    steps.write_quote(page, customer, products)
    # The product leaves LogicTrade while the quote is written; our mirror still has it.
    kept = sandbox.control.records.get("product", products[1]["id"])
    sandbox.control.records.delete("product", products[1]["id"])
    steps.review(page)
    steps.press(page, "Control+Enter")
    expect(page.get_by_text("LogicTrade refused this quote.")).to_be_visible(timeout=30_000)
    expect(page.locator("main")).to_contain_text(products[1]["code"])
    expect(page.get_by_label("Reference", exact=True)).to_have_value("Walk of a test")
    sandbox.control.records.create("product", kept)
    steps.review(page)
    steps.send(page)
    steps.confirmed(page)
    first, second = Write.objects.order_by("created_at")
    assert second.replaces == first
    assert len(sandbox.control.effects("quote")) == 1


def test_enter_twice_and_a_click_make_one_quote(sandbox, synced, worker, open_page):
    customer, products = steps.pick_customer(sandbox), steps.pick_products(sandbox)
    page = open_page("sales")
    steps.write_quote(page, customer, products)
    steps.review(page)
    button = page.get_by_role("button", name="Put in LogicTrade")
    button.dblclick(no_wait_after=True)
    number = steps.confirmed(page)
    page.go_back()
    page.wait_for_load_state()
    steps.judge_quote(sandbox, customer, products, number)
    assert Write.objects.count() == 1


def test_without_scripts_a_quote_can_be_written_and_sent(sandbox, synced, worker, open_page):
    customer, products = steps.pick_customer(sandbox), steps.pick_products(sandbox)
    page = open_page("sales", java_script_enabled=False)
    page.goto(f"/sales/quotes/new/?customer={customer['id']}")
    page.get_by_role("button", name="Start quote").click()
    page.locator("#add_code").fill(products[0]["code"])
    page.locator("#add_quantity").fill("3")
    page.locator("#add_quantity").press("Enter")
    expect(page.locator("#lines tr[id^=line-]")).to_have_count(1)
    page.get_by_role("button", name="Check and send").click()
    page.get_by_role("button", name="Put in LogicTrade").click()
    for _ in range(30):
        if page.get_by_role("link", name="Open the quote").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    assert steps.confirmed(page)
    assert len(sandbox.control.effects("quote")) == 1


def test_an_answer_in_the_middle_of_a_line_takes_neither_the_words_nor_the_place(sandbox, synced, open_page):
    """The answers to the first two lines come when the third has its code and waits for its quantity."""
    products = steps.pick_products(sandbox)
    page = open_page("sales")
    steps.begin_quote(page, steps.pick_customer(sandbox))
    expect(page.locator("#add_code")).to_be_focused()
    asked = []
    page.route("**/lines/", lambda route: asked.append(route) if route.request.method == "POST" else route.continue_())
    for code in (products[0]["code"], "NIET-BEKEND", products[1]["code"]):
        page.keyboard.type(code)
        page.keyboard.press("Tab")
        if code != products[1]["code"]:
            page.keyboard.type("4")
            page.keyboard.press("Enter")
    for line in range(2):
        while len(asked) <= line:
            page.wait_for_timeout(20)
        with page.expect_response("**/lines/"):
            asked[line].continue_()
        page.wait_for_timeout(200)
        expect(page.locator("#lines tr[id^=line-]")).to_have_count(1)
        expect(page.locator("#add_quantity")).to_be_focused()
        expect(page.locator("#add_code")).to_have_value(products[1]["code"])
    page.unroute_all()
    page.keyboard.type("2,5")
    page.keyboard.press("Enter")
    expect(page.locator("#add-error")).to_be_visible()
    expect(page.locator("#add_code")).to_have_value("NIET-BEKEND")
    page.locator("#add_code").fill("")
    page.keyboard.press("Enter")
    expect(page.locator("#lines tr[id^=line-]")).to_have_count(2)


@pytest.mark.parametrize("pace", [0, 20, 45], ids=lambda pace: f"{pace}ms")
def test_who_types_faster_than_the_answers_loses_nothing(sandbox, synced, open_page, pace):
    """Three lines typed on end, the second with a code that does not exist: the answers come in the middle of a word,
    or after all of them."""
    products = steps.pick_products(sandbox)
    page = open_page("sales")
    steps.begin_quote(page, steps.pick_customer(sandbox))
    expect(page.locator("#add_code")).to_be_focused()
    for code, quantity in ((products[0]["code"], "4"), ("NIET-BEKEND", "9"), (products[1]["code"], "2,5")):
        page.keyboard.type(code, delay=pace)
        page.keyboard.press("Tab")
        page.keyboard.type(quantity, delay=pace)
        page.keyboard.press("Enter")
    expect(page.locator("#add-error")).to_be_visible()
    expect(page.locator("#add_code")).to_have_value("NIET-BEKEND")
    expect(page.locator("#lines tr[id^=line-]")).to_have_count(1)
    page.locator("#add_code").fill("")
    page.keyboard.press("Enter")
    expect(page.locator("#lines tr[id^=line-]")).to_have_count(2)
    quantities = [row.locator("[name=quantity]").input_value() for row in page.locator("#lines tr[id^=line-]").all()]
    assert quantities == ["4", "2.5"]
