"""Tasks of the staff by keyboard alone, each within its budget of key presses (what is typed as text is free)."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apps.catalogue.models import Product
from apps.relations.models import Customer, Supplier
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
