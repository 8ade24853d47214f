"""Tasks of the staff by keyboard alone, each within its budget of key presses (what is typed as text is free)."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apps.catalogue.models import Product
from apps.core import clock
from apps.documents.models import Document
from apps.documents.selectors import IS_OPEN_ORDER
from apps.erp.mirror.registry import get
from apps.erp.mirror.upsert import upsert
from apps.relations.models import Customer, Supplier
from apps.sales.models import Order
from tests.browser import steps

pytestmark = pytest.mark.django_db(transaction=True)


class Keys:
    """A person's keyboard that counts: every key that is no text."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.pressed: list[str] = []

    def press(self, key: str) -> None:
        self.pressed.append(key)
        self._page.keyboard.press(key)

    def type(self, text: str) -> None:
        self._page.keyboard.type(text)


def mobile_of(customer: dict[str, Any]) -> str:
    return re.sub(r"\D", "", customer["mobileNumber"])


NOTATIONS = {
    "national with a dash": lambda digits: f"{digits[:2]}-{digits[2:8]}",
    "the country before it": lambda digits: f"+31 {digits[1]} {digits[2:5]} {digits[5:8]}",
    "0031": lambda digits: f"0031{digits[1:8]}",
    "a piece from the middle": lambda digits: digits[3:9],
}


@pytest.mark.parametrize("notation", NOTATIONS.values(), ids=NOTATIONS)
def test_task_1_a_customer_by_a_part_of_a_telephone_number(sandbox, synced, open_page, calls, notation):
    """`/`, digits in any notation, Enter opens the card: 2 keys, and nothing is asked of LogicTrade."""
    customer = steps.pick_customer(sandbox)
    page = open_page("sales")
    page.goto("/sales/orders/")
    keys = Keys(page)
    with calls(0):
        keys.press("/")
        keys.type(notation(mobile_of(customer)))
        first = page.locator("#search-hits [role=option]").first
        expect(first).to_contain_text(customer["companyName"])
        keys.press("Enter")
        page.wait_for_url(f"**/relations/customers/{customer['id']}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(customer["companyName"])
    assert len(keys.pressed) <= 2, keys.pressed


def test_task_2_is_it_in_stock_and_what_does_this_customer_pay(sandbox, synced, open_page):
    """`/` code, Enter, `c` customer, Enter: 4 keys; the stock is live or says of when, the price is LogicTrade's."""
    customer, (product, *_others) = steps.pick_customer(sandbox), steps.pick_products(sandbox)
    page = open_page("sales")
    keys = Keys(page)
    keys.press("/")
    keys.type(product["code"])
    expect(page.locator("#search-hits [role=option]").first).to_contain_text(product["code"])
    keys.press("Enter")
    page.wait_for_url(f"**/catalogue/products/{product['id']}/")
    expect(page.locator("#stock")).to_contain_text(re.compile(r"live \d\d:\d\d:\d\d"))
    keys.press("c")
    keys.type(customer["number"])
    expect(page.locator("#price-customers [role=option]").first).to_contain_text(customer["companyName"])
    keys.press("Enter")
    price = page.locator("#price")
    expect(price.locator(".price-for")).to_contain_text(customer["companyName"])
    expect(price).to_contain_text(re.compile(r"LogicTrade \d\d:\d\d"))
    assert len(keys.pressed) <= 4, keys.pressed


@pytest.mark.parametrize("model", [Customer, Supplier, Product])
def test_task_12_who_changed_this_and_when(sandbox, synced, open_page, model):
    """`h` on any record: its history, 1 key; `h` once more leads back to the card."""
    record = model.objects.filter(gone_at=None).exclude(number="").first()
    name = model.__name__.lower()
    base = "catalogue/products" if model is Product else f"relations/{name}s"
    page = open_page("admin")
    page.goto(f"/{base}/{record.pk}/")
    keys = Keys(page)
    keys.press("h")
    page.wait_for_url(f"**/history/{name}/{record.pk}/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert len(keys.pressed) <= 1, keys.pressed
    page.keyboard.press("h")
    page.wait_for_url(f"**/{base}/{record.pk}/")


@pytest.mark.parametrize("task", [1, 2])
def test_the_same_through_the_palette(sandbox, synced, open_page, task):
    """Ctrl+K instead of `/` costs no key more."""
    customer, (product, *_others) = steps.pick_customer(sandbox), steps.pick_products(sandbox)
    typed, title = ((mobile_of(customer)[:8], customer["companyName"]), (product["code"], product["code"]))[task - 1]
    page = open_page("sales")
    keys = Keys(page)
    keys.press("Control+K")
    keys.type(typed)
    expect(page.locator("#palette-hits [role=option][aria-selected=true]")).to_contain_text(title)
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/(customers|products)/\d+/$"))
    assert len(keys.pressed) <= 2, keys.pressed


def order_to_ask_about(synced: Any) -> Document:
    """A caller's order: the customer still waits for it, its address is known, and it bears a reference of theirs."""
    waited = Document.objects.filter(IS_OPEN_ORDER, gone_at=None).values("remote_id")
    for row in Order.objects.filter(pk__in=waited).order_by("pk"):
        if ((row.raw.get("delivery") or {}).get("address") or {}).get("zipCode"):
            upsert(get("order"), [row.raw | {"reference": "Inkoop 88-4711"}], read_began_at=clock.now())
            return Document.objects.get(kind="order", remote_id=row.pk)
    raise AssertionError("no open order with an address")


def postcode_of(order: Document) -> str:
    found: str = Order.objects.get(pk=order.remote_id).raw["delivery"]["address"]["zipCode"]
    return found


WORDS = {
    "order number": lambda order: order.number,
    "reference": lambda order: order.reference,
    "postcode": postcode_of,
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_task_7_where_is_my_order(synced, open_page, calls, words):
    """`/` what the caller knows, Enter: one sentence, the three lamps and the dates; 2 keys, nothing is asked."""
    order = order_to_ask_about(synced)
    page = open_page("sales")
    page.goto("/sales/quotes/")
    keys = Keys(page)
    with calls(0):
        keys.press("/")
        keys.type(words(order))
        first = page.locator("#search-hits [role=option]").first
        expect(first).to_contain_text(re.compile(r"V\d{8}"))
        keys.press("Enter")
        page.wait_for_url(re.compile(r"/sales/orders/\d+/"))
    assert len(keys.pressed) <= 2, keys.pressed
    answer = page.locator("#why")
    expect(answer.locator(".lead")).to_contain_text(re.compile(r"\w+.*\."))
    expect(answer.locator(".lamps")).to_contain_text("Stock")
    expect(answer).to_contain_text("Expected")
    expect(answer).to_contain_text("Confirmed")
    # All of it above the fold.
    assert answer.bounding_box()["y"] + answer.bounding_box()["height"] < 900


def test_task_11_who_owes_us_and_call_them(synced, open_page, calls):
    """`g` `f` opens the open items by customer, Enter the first one's statement with telephone: 3 keys."""
    page = open_page("finance")
    keys = Keys(page)
    with calls(0):
        steps.press(page, "g")
        keys.pressed.append("g")
        keys.press("f")
        page.wait_for_url("**/sales/open-items/")
        row = page.locator("tr.current")
        expect(row).to_have_count(1)
        name = row.locator("a.row-link").inner_text()
        keys.press("Enter")
        page.wait_for_url(re.compile(r"/sales/open-items/\d+/"))
    assert len(keys.pressed) <= 3, keys.pressed
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator("a[href^='tel:']").first).to_be_visible()
    expect(page.get_by_role("heading", name="Open invoices")).to_be_visible()
    expect(page.locator("#promises")).to_contain_text("No promises yet.")
    page.get_by_label("Pays on").fill("+1w")
    page.get_by_label("What was said").fill("Maakt het over")
    page.keyboard.press("Enter")
    expect(page.locator("#promises")).to_contain_text("Maakt het over")
    page.go_back()
    page.goto("/sales/open-items/")
    expect(page.locator("tr", has_text=name).first).to_contain_text("Maakt het over")
