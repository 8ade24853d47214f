"""Documents in the making by keyboard alone (tasks 3 and 6), and everything that goes wrong while one is typed."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from apps.catalogue.models import Product
from apps.documents.models import Document, Draft, DraftLine
from apps.erp.models import Write
from apps.relations.models import Customer
from tests.browser import steps
from tests.browser.conftest import PASSWORD, wait_for
from tests.browser.test_tasks import Keys

pytestmark = pytest.mark.django_db(transaction=True)


def known_products(count: int) -> list[Product]:
    rows = Product.objects.filter(gone_at=None, sellable=True, sales_price__gt=0, vat_code="2").order_by("pk")
    return [row for row in rows if re.fullmatch(r"LT\d+", row.number)][:count]


def a_customer() -> Customer:
    return Customer.objects.filter(kind="business", gone_at=None).exclude(zip_code="").order_by("pk")[3]


def begin(page: Page, keys: Keys) -> None:
    page.goto(f"/relations/customers/{a_customer().pk}/")
    page.wait_for_load_state()
    keys.press("q")
    page.wait_for_url("**/sales/quotes/drafts/**")
    expect(page.locator("#add_code")).to_be_focused()


def rows(page: Page) -> Any:
    return page.locator("#lines tr[data-line]")


def cell(page: Page, nth: int, name: str) -> Any:
    return rows(page).nth(nth).locator(f"[name={name}]")


def test_task_3_a_quote_of_ten_known_lines(sandbox, synced, worker, open_page):
    """`q`, per line code, Tab, quantity, Enter, then Ctrl+Enter to check and to send: 23 keys and no mouse."""
    products = known_products(10)
    page = open_page("sales")
    keys = Keys(page)
    begin(page, keys)
    for nth, product in enumerate(products, 1):
        keys.type(product.number)
        expect(page.locator("#picker [role=option]").first).to_be_visible()
        keys.press("Tab")
        keys.type(str(nth))
        keys.press("Enter")
    expect(rows(page)).to_have_count(10)
    keys.press("Control+Enter")
    page.wait_for_url("**/review/**")
    expect(page.get_by_text("Creates 1 quote with 10 lines")).to_be_visible()
    keys.press("Control+Enter")
    draft = wait_for(lambda: Draft.objects.exclude(sent_id=None).first())
    sent = sandbox.control.records.get("quote", draft.sent_id)["lines"]
    assert [(line["code"], int(line["quantity"])) for line in sent] == [
        (product.number, nth) for nth, product in enumerate(products, 1)
    ]
    assert len(sandbox.control.journal(method="POST", path="/rest/v1/quotes")) == 1
    assert len(keys.pressed) <= 23, keys.pressed


def a_quote(server: Any) -> Document:
    """One of LogicTrade whose lines are all products, and that has no order yet."""
    for document in Document.objects.filter(kind="quote", gone_at=None, state__in=("draft", "final")).order_by("pk"):
        record = server.control.records.get("quote", document.remote_id)
        if record["lines"] and all(line.get("code") for line in record["lines"]):
            return document
    raise AssertionError("no quote")


def test_task_6_an_accepted_quote_becomes_an_order(sandbox, synced, worker, open_page):
    """`o` on the quote, what changed since is shown, Ctrl+Enter: 2 keys, and only one order whatever is pressed."""
    quote = a_quote(sandbox)
    page = open_page("sales")
    page.goto(f"/sales/quotes/{quote.remote_id}/")
    page.wait_for_load_state()
    keys = Keys(page)
    keys.press("o")
    page.wait_for_url("**/sales/orders/drafts/**/review/")
    expect(page.locator("#checked")).to_be_visible()
    expect(page.get_by_text("Creates 1 order")).to_be_visible()
    keys.press("Control+Enter")
    draft = wait_for(lambda: Draft.objects.filter(kind="order").exclude(sent_id=None).first())
    assert len(keys.pressed) <= 2, keys.pressed
    assert (draft.from_kind, draft.from_id) == ("quote", quote.remote_id)
    order = sandbox.control.records.get("order", draft.sent_id)
    sent = sandbox.control.records.get("quote", quote.remote_id)
    assert [(line["code"], Decimal(str(line["quantity"]))) for line in order["lines"]] == [
        (line["code"], Decimal(str(line["quantity"]))) for line in sent["lines"]
    ]
    # Once more: told, and led nowhere near a second one.
    page.goto(f"/sales/quotes/{quote.remote_id}/")
    page.wait_for_load_state()
    page.keyboard.press("o")
    expect(page.locator("#toasts")).to_contain_text("already")
    assert len(sandbox.control.journal(method="POST", path="/rest/v1/orders")) == 1


def filled(page: Page, count: int = 2) -> list[Product]:
    products = known_products(count)
    begin(page, Keys(page))
    for nth, product in enumerate(products, 1):
        steps.add_line(page, product.number, "2", nth)
    return products


def test_every_move_of_the_grid_by_keyboard(synced, open_page):
    page = open_page("admin")
    one, two = filled(page)
    cell(page, 0, "quantity").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("12*4")
    page.keyboard.press("ArrowDown")
    expect(cell(page, 1, "quantity")).to_be_focused()
    expect(cell(page, 0, "quantity")).to_have_value("48")
    page.keyboard.press("ArrowUp")
    expect(cell(page, 0, "quantity")).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(rows(page).nth(0)).to_contain_text(two.number)
    expect(cell(page, 1, "quantity")).to_be_focused()
    page.keyboard.press("Control+d")
    expect(rows(page)).to_have_count(3)
    expect(rows(page).nth(2)).to_contain_text(one.number)
    page.keyboard.press("Control+Delete")
    expect(rows(page)).to_have_count(2)
    page.keyboard.press("Control+z")
    expect(rows(page)).to_have_count(3)
    cell(page, 0, "quantity").focus()
    page.keyboard.press("Insert")
    page.keyboard.press("h")
    expect(rows(page)).to_have_count(4)
    expect(cell(page, 0, "description")).to_be_focused()
    page.keyboard.type("Woonkamer")
    page.keyboard.press("Enter")
    expect(cell(page, 1, "quantity")).to_be_focused()
    page.keyboard.press("Alt+o")
    expect(page.locator("#totals")).to_contain_text("1 optional line is not counted")
    cell(page, 2, "part_price").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("-15%")
    page.keyboard.press("Enter")
    expect(rows(page).nth(2).locator("[name=price_reason]")).to_be_visible()
    roles = [(line.role, line.code, line.optional) for line in DraftLine.objects.order_by("position", "pk")]
    assert roles == [
        ("heading", "", False), ("product", two.number, True), ("product", one.number, False),
        ("product", one.number, False),
    ]  # fmt: skip
    assert DraftLine.objects.get(role="heading").description == "Woonkamer"


# What goes wrong while somebody types ---------------------------------------------------------------------------------


def test_a_double_click_sends_once_and_back_leads_to_the_result(sandbox, synced, worker, open_page):
    page = open_page("sales")
    filled(page, 1)
    steps.press(page, "Control+Enter")
    page.wait_for_url("**/review/**")
    page.get_by_role("button", name="Put in LogicTrade").dblclick()
    wait_for(lambda: Draft.objects.exclude(sent_id=None).first())
    page.wait_for_url(re.compile(r"/drafts/[^/]+/$"))
    page.go_back()
    page.wait_for_load_state()
    if page.get_by_role("button", name="Put in LogicTrade").count():
        page.get_by_role("button", name="Put in LogicTrade").click()
    expect(page.get_by_text(re.compile("Confirmed by LogicTrade as"))).to_be_visible()
    assert Write.objects.count() == 1
    assert len(sandbox.control.journal(method="POST", path="/rest/v1/quotes")) == 1


TWENTY = """async () => {
  const form = [...document.forms].find(one => one.action.endsWith("/send/"));
  const post = () => fetch(form.action, {method: "POST", body: new URLSearchParams(new FormData(form))});
  return (await Promise.all(Array.from({length: 20}, post))).map(answer => answer.status);
}"""


def test_twenty_posts_of_one_form_at_once_send_once(sandbox, synced, worker, open_page):
    page = open_page("sales")
    filled(page, 1)
    steps.press(page, "Control+Enter")
    page.wait_for_url("**/review/**")
    assert set(page.evaluate(TWENTY)) == {200}
    wait_for(lambda: Draft.objects.exclude(sent_id=None).first())
    assert Write.objects.count() == 1
    assert len(sandbox.control.journal(method="POST", path="/rest/v1/quotes")) == 1


def test_two_tabs_lose_nothing(synced, open_page):
    page = open_page("sales")
    filled(page)
    other = page.context.new_page()
    other.goto(page.url)
    cell(page, 0, "quantity").fill("7")
    cell(page, 0, "quantity").press("Enter")
    wait_for(lambda: DraftLine.objects.filter(quantity=7).exists())
    # Another line merges, the same field asks.
    cell(other, 1, "quantity").fill("8")
    cell(other, 1, "quantity").press("ArrowUp")
    wait_for(lambda: DraftLine.objects.filter(quantity=8).exists())
    other.keyboard.press("Control+a")
    other.keyboard.type("9")
    other.keyboard.press("Enter")
    clash = other.locator(".clash")
    expect(clash).to_contain_text("Changed meanwhile")
    expect(clash).to_contain_text("7")
    expect(clash).to_contain_text("9")
    assert list(DraftLine.objects.order_by("position").values_list("quantity", flat=True)) == [7, 8]


def test_a_session_that_ends_costs_nothing_that_was_typed(synced, open_page):
    page = open_page("sales", meant="Status Error Code 401")
    filled(page)
    # What the page fetches by itself would be refused too, and lead to the sign-in before anything is typed.
    page.wait_for_load_state("networkidle")
    address = page.url
    Session.objects.all().delete()
    cell(page, 0, "quantity").fill("31")
    cell(page, 0, "quantity").press("Enter")
    expect(page.locator("#toasts")).to_contain_text(re.compile("sign", re.IGNORECASE))
    page.locator("#add_code").focus()
    page.keyboard.type("half een woor")
    # Whoever looks for a product is led to the sign-in; what was typed waits in the browser.
    page.wait_for_url("**/accounts/login/**")
    page.get_by_label("User name").fill("sales")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(address)
    expect(cell(page, 0, "quantity")).to_have_value("31")
    expect(page.locator("#add_code")).to_have_value("half een woor")
    # It is saved when the cell is left, as if it had just been typed.
    expect(cell(page, 0, "quantity")).to_be_focused()
    page.keyboard.press("Enter")
    wait_for(lambda: DraftLine.objects.filter(quantity=31).exists())
    page.reload()
    expect(page.locator("#add_code")).to_have_value("half een woor")


def test_a_line_whose_answer_is_lost_is_added_once(synced, open_page):
    """The network goes while the answer is on its way: the line is sent again, and stands there once."""
    page = open_page("sales", meant="htmx:sendError|ERR_CONNECTION_RESET")
    filled(page, 1)
    (_first, product) = known_products(2)
    lost: list[str] = []

    def lose(route: Any) -> None:
        if not lost and route.request.method == "POST":
            lost.append(route.request.url)
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(re.compile(r"/lines/$"), lose)
    page.locator("#add_code").focus()
    page.keyboard.type(product.number)
    expect(page.locator("#picker [role=option]").first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(2)
    assert len(lost) == 1
    assert list(DraftLine.objects.order_by("position").values_list("quantity", flat=True)) == [2, 5]
    expect(page.get_by_text(re.compile(r"saved \d\d:\d\d:\d\d"))).to_be_visible()


def test_a_reload_in_the_middle_of_a_word(synced, open_page):
    page = open_page("sales")
    filled(page, 1)
    cell(page, 0, "quantity").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("12*")
    page.reload()
    expect(cell(page, 0, "quantity")).to_have_value("12*")
    expect(cell(page, 0, "quantity")).to_be_focused()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(cell(page, 0, "quantity")).to_have_value("36")


def test_the_whole_way_without_scripts(sandbox, synced, worker, open_page):
    (one, two) = known_products(2)
    page = open_page("sales", java_script_enabled=False)
    page.goto(f"/sales/quotes/new/?customer={a_customer().pk}")
    page.get_by_role("button", name="Start quote").click()
    for product in (one, two):
        page.locator("#add_code").fill(product.number)
        page.locator("#add_quantity").fill("2*2")
        page.get_by_role("button", name="Add", exact=True).click()
    expect(rows(page)).to_have_count(2)
    rows(page).nth(1).locator("summary").click()
    rows(page).nth(1).get_by_role("button", name="Remove").click()
    expect(rows(page)).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(rows(page)).to_have_count(2)
    page.get_by_role("button", name="Heading").click()
    expect(rows(page)).to_have_count(3)
    page.get_by_role("button", name="Check and send").click()
    page.get_by_role("button", name="Put in LogicTrade").click()
    draft = wait_for(lambda: Draft.objects.exclude(sent_id=None).first())
    sent = sandbox.control.records.get("quote", draft.sent_id)["lines"]
    assert [(line["code"], int(line["quantity"])) for line in sent] == [(one.number, 4), (two.number, 4)]
