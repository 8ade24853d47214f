"""The steps of the walk, by keyboard only: each waits for what a person would see before the next key."""

import re
from decimal import Decimal
from typing import Any

from playwright.sync_api import Page, expect

from apps.logictrade import markers
from apps.sandbox.server import SandboxServer


def pick_customer(server: SandboxServer) -> dict[str, Any]:
    """A customer with a mobile number that nobody else's resembles."""
    records = server.control.records
    for pk in records.ids("customer"):
        record = records.get("customer", pk)
        digits = re.sub(r"\D", "", record.get("mobileNumber") or "")
        if len(digits) == 10 and digits.startswith("06") and record.get("companyName"):
            return record
    raise AssertionError("no customer with a mobile number")


def pick_products(server: SandboxServer) -> list[dict[str, Any]]:
    """Two plain products: sellable, with a price and a code."""
    records = server.control.records
    found = []
    for pk in records.ids("product")[10:]:
        record = records.get("product", pk)
        if record.get("sellable") == "Yes" and record.get("salesPrice") and not record.get("configurable"):
            found.append(record)
        if len(found) == 2:
            return found
    raise AssertionError("too few products")


def press(page: Page, key: str) -> None:
    """A key of the page: it works once the page's scripts have run."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def search(page: Page, text: str) -> None:
    """``/``, type, Enter on the first hit."""
    press(page, "/")
    page.keyboard.type(text)
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("Enter")


def find_customer(page: Page, customer: dict[str, Any]) -> None:
    digits = re.sub(r"\D", "", customer["mobileNumber"])
    search(page, f"{digits[:2]}-{digits[2:7]}")
    page.wait_for_url(f"**/relations/customers/{customer['id']}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(customer["companyName"])


def see_stock(page: Page, product: dict[str, Any]) -> None:
    search(page, product["code"])
    page.wait_for_url(f"**/catalogue/products/{product['id']}/")
    expect(page.get_by_text(re.compile(r"live \d\d:\d\d:\d\d"))).to_be_visible()


def begin_quote(page: Page, customer: dict[str, Any]) -> None:
    """``q`` on the customer's card begins it."""
    find_customer(page, customer)
    press(page, "q")
    page.wait_for_url("**/sales/quotes/drafts/**")


def add_line(page: Page, code: str, quantity: str, nth: int) -> None:
    """Code, Enter, quantity, Enter: the next line."""
    cell = page.locator("#add_code")
    expect(cell).to_be_focused()
    page.keyboard.type(code)
    expect(page.locator("#picker [role=option]").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#add_quantity")).to_be_focused()
    page.keyboard.type(quantity)
    page.keyboard.press("Enter")
    rows = page.locator("#lines tr[id^=line-]")
    expect(rows).to_have_count(nth)
    expect(rows.nth(nth - 1)).to_contain_text(code)


def write_quote(page: Page, customer: dict[str, Any], products: list[dict[str, Any]]) -> None:
    """A draft of two lines with a reference, a date and a comment."""
    begin_quote(page, customer)
    add_line(page, products[0]["code"], "4", 1)
    add_line(page, products[1]["code"], "2,5", 2)
    page.get_by_label("Reference", exact=True).fill("Walk of a test")
    page.get_by_label("Expected delivery").fill("15-01-2027")
    page.get_by_label("Comment on paper", exact=True).fill("Graag vooraf bellen")
    page.get_by_label("Comment on paper", exact=True).press("Tab")
    expect(page.get_by_text(re.compile(r"saved \d\d:\d\d:\d\d"))).to_be_visible()


def review(page: Page) -> None:
    """``Ctrl+Enter``: what will happen, in one sentence."""
    press(page, "Control+Enter")
    page.wait_for_url("**/review/**")
    expect(page.get_by_text("Creates 1 quote with 2 lines")).to_be_visible()
    expect(page.get_by_role("button", name="Put in LogicTrade")).to_be_enabled()


def send(page: Page) -> None:
    press(page, "Control+Enter")
    expect(page.locator("#result")).to_be_visible()


def confirmed(page: Page, seconds: float = 30) -> str:
    """The number that LogicTrade gave, as the page shows it."""
    link = page.get_by_role("link", name="Open the quote")
    expect(link).to_be_visible(timeout=seconds * 1000)
    found = re.search(r"O\d{8}", page.locator("#result").inner_text())
    assert found, page.locator("#result").inner_text()
    return found.group()


def plan_delivery(page: Page, deliverable: dict[str, Any]) -> None:
    """A day, a route and a stop for the first order that can be delivered."""
    press(page, "g")
    page.keyboard.press("d")
    page.wait_for_url("**/delivery/")
    page.goto(f"/delivery/{deliverable['id']}/")
    page.get_by_label("Date", exact=False).first.fill("15-12-2026")
    page.get_by_label("Route", exact=False).first.fill("Route A")
    page.get_by_label("Stop", exact=False).first.fill("20")
    press(page, "Control+Enter")
    expect(page.get_by_text("Confirmed", exact=False).first).to_be_visible(timeout=30_000)


def judge_quote(server: SandboxServer, customer: dict[str, Any], products: list[dict[str, Any]], number: str) -> None:
    """The sandbox's journal: one POST with the exact body, the marker once, no violation."""
    [entry] = server.control.journal(method="POST", path="/rest/v1/quotes")
    body = entry.json
    assert body["customer"] == {"id": customer["id"]}
    assert body["reference"] == "Walk of a test"
    assert body["delivery"]["expectedDate"] == "2027-01-15"
    assert [(line["lineNumber"], line["code"], Decimal(line["quantity"])) for line in body["lines"]] == [
        (10, products[0]["code"], Decimal(4)),
        (20, products[1]["code"], Decimal("2.5")),
    ]
    assert body["comment"]["extern"] == "Graag vooraf bellen"
    marker = markers.find("quote", body)
    assert marker
    assert entry.query.count("allowUnknown") == 2
    assert "allowUnknownCustomer=false" in entry.query
    assert "allowUnknownProducts=false" in entry.query
    records = server.control.records
    carrying = [
        record for pk in records.ids("quote") if markers.find("quote", record := records.get("quote", pk)) == marker
    ]
    assert [record["number"] for record in carrying] == [number]
    assert server.control.violations() == []
