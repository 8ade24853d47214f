"""A customer's own code by keyboard alone: kept on their card, then typed in a quote of theirs."""

from typing import Any

import pytest
from playwright.sync_api import expect

from apps.catalogue.models import CustomerCode
from tests.browser import steps
from tests.browser.conftest import PHONE
from tests.browser.test_tasks import Keys

pytestmark = pytest.mark.django_db(transaction=True)
THEIRS = "KL-88/b"


def test_a_code_is_added_on_the_card_and_makes_a_line_of_a_quote(sandbox: Any, synced: Any, open_page: Any) -> None:
    customer, (product, other) = steps.pick_customer(sandbox), steps.pick_products(sandbox)
    page = open_page("sales")
    steps.find_customer(page, customer)
    panel = page.locator("#panel-codes")
    panel.scroll_into_view_if_needed()
    code = panel.get_by_label("Their code", exact=True)
    expect(code).to_be_visible()
    keys = Keys(page)

    # The card: `o`, their code, Tab, ours, Enter on the hit.
    keys.press("o")
    expect(code).to_be_focused()
    keys.type(THEIRS)
    keys.press("Tab")
    keys.type(product["code"])
    expect(panel.locator("#own-options [role=option]").first).to_contain_text(product["name"])
    keys.press("Enter")
    expect(panel.get_by_role("status")).to_have_text(f"{THEIRS} is kept.")
    expect(panel.locator("tbody tr")).to_have_count(1)
    expect(panel.locator("tbody tr")).to_contain_text(product["code"])

    # The same code for another product: the message names the first, and what was typed stays.
    expect(panel.get_by_label("Our product")).to_be_focused()
    keys.press("Shift+Tab")
    keys.type(THEIRS.lower())
    keys.press("Tab")
    keys.type(other["code"])
    expect(panel.locator("#own-options [role=option]").first).to_contain_text(other["name"])
    keys.press("Enter")
    expect(panel.get_by_text("already stands for")).to_contain_text(product["code"])
    expect(code).to_be_focused()
    expect(code).to_have_value(THEIRS.lower())
    assert CustomerCode.objects.count() == 1

    # Out of the field, and on to the quote: their code, Tab takes the first hit along.
    keys.press("Escape")
    steps.begin_quote(page, customer)
    expect(page.locator("#add_code")).to_be_focused()
    keys.type("kl-88/B")
    expect(page.locator("#picker [role=option]").first).to_contain_text(f"Their code: {THEIRS}")
    keys.press("Tab")
    expect(page.locator("#add_quantity")).to_be_focused()
    keys.type("3")
    keys.press("Enter")
    row = page.locator("#lines tr[id^=line-]")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(product["code"])

    # Without waiting for the list the server knows it just as well.
    expect(page.locator("#add_code")).to_be_focused()
    keys.type(THEIRS)
    keys.press("Tab")
    keys.press("Enter")
    expect(row).to_have_count(2)
    expect(row.nth(1)).to_contain_text(product["code"])


def test_a_paste_on_a_phone_gives_back_what_it_cannot_keep(sandbox: Any, synced: Any, open_page: Any) -> None:
    customer, (product, _other) = steps.pick_customer(sandbox), steps.pick_products(sandbox)
    page = open_page("sales", viewport=PHONE)
    page.goto(f"/catalogue/customers/{customer['id']}/codes/")
    page.get_by_text("Paste from a spreadsheet").click()
    box = page.get_by_label("Rows of two columns")
    box.fill(f"KL-1\t{product['code']}\nKL-2\tONBEKEND")
    page.get_by_role("button", name="Keep these codes").click()
    said = page.locator("#panel-codes").get_by_role("status")
    expect(said).to_have_text("1 code is kept. 1 row is left in the box.")
    expect(box).to_have_value("KL-2\tONBEKEND")
    expect(box).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Remove the code KL-1").click()
    expect(page.get_by_text("No codes of this customer yet.")).to_be_visible()
