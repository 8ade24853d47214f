"""Master data by keyboard: make, change, choose after a conflict, remove; judged by the stand-in's journal."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Walk:
    """One kind: where its list is, what is typed, which field the two sides dispute and which goes along."""

    kind: str
    list_path: str
    typed: dict[str, str]
    name: str
    disputed: str
    path: str
    along: str
    along_path: str
    body: dict[str, Any] = field(default_factory=dict)


WALKS = {
    "customer": Walk(
        kind="customer",
        list_path="/relations/customers/",
        typed={
            "company_name": "Lampenhuis Wandeling",
            "email": "info@wandeling.example",
            "home_street": "Kerkstraat",
            "home_house_number": "7",
            "home_zip_code": "8011 AB",
            "home_city": "Zwolle",
        },
        name="Lampenhuis Wandeling",
        disputed="remark",
        path="remark",
        along="phone",
        along_path="phoneNumber",
        body={"companyName": "Lampenhuis Wandeling", "email": "info@wandeling.example"},
    ),
    "supplier": Walk(
        kind="supplier",
        list_path="/relations/suppliers/",
        typed={"company_name": "Houthandel Wandeling", "lead_time": "4", "iban": "NL91ABNA0417164300"},
        name="Houthandel Wandeling",
        disputed="remark",
        path="remark",
        along="phone",
        along_path="phoneNumber",
        body={"companyName": "Houthandel Wandeling", "leadTimeInWeeks": 4, "ibanNumber": "NL91ABNA0417164300"},
    ),
    "product": Walk(
        kind="product",
        list_path="/catalogue/products/",
        typed={"code": "WANDEL1", "name": "Wandelkruk eiken", "barcode": "8711000123459", "unit": "stuks"},
        name="Wandelkruk eiken",
        disputed="description",
        path="description",
        along="supplier_code",
        along_path="supplier.code",
        body={"code": "WANDEL1", "name": "Wandelkruk eiken", "barcode": "8711000123459", "unit": "stuks"},
    ),
}


@pytest.fixture(params=["default", "contrary"])
def dialect(request: pytest.FixtureRequest, sandbox: Any) -> str:
    sandbox.control.set_dialect(request.param)
    sandbox.control.set_rate_limit(100_000)
    return str(request.param)


def card_id(page: Page, walk: Walk) -> int:
    """The card is reached by itself, or over the page that tells what LogicTrade keeps differently."""
    card = re.compile(rf"{walk.list_path}\d+/$")
    page.wait_for_url(re.compile(rf"{walk.list_path}(\d+|saving/[^/]+)/$"), timeout=60_000)
    # The page that waits has the way to the card too, but only as a side way.
    settled = page.locator("#result a.primary, body:not(:has(#result))").first
    expect(settled).to_be_visible(timeout=90_000)
    if not card.search(page.url):
        page.get_by_role("link", name="Open the card").click()
    expect(page).to_have_url(card)
    return int(page.url.rstrip("/").rpartition("/")[2])


def create(page: Page, walk: Walk) -> int:
    page.goto(walk.list_path)
    steps.press(page, "n")
    page.wait_for_url(f"**{walk.list_path}new/")
    for name, text in walk.typed.items():
        page.locator(f"#id_{name}").fill(text)
    steps.press(page, "Control+Enter")
    return card_id(page, walk)


def change(page: Page, walk: Walk, **typed: str) -> None:
    steps.press(page, "e")
    page.wait_for_url("**/edit/")
    for name, text in typed.items():
        page.locator(f"#id_{name}").fill(text)


def stands(server: Any, walk: Walk, pk: int, path: str) -> Any:
    value: Any = server.control.records.get(walk.kind, pk)
    for step in path.split("."):
        value = (value or {}).get(step)
    return value


@pytest.mark.parametrize("kind", list(WALKS))
def test_made_changed_disputed_and_removed(kind, dialect, sandbox, synced, worker, open_page):
    walk = WALKS[kind]
    page = open_page("admin")

    pk = create(page, walk)
    [post] = [one for one in sandbox.control.journal(method="POST") if one.path == f"/rest/v1/{kind}s"]
    assert {name: post.json.get(name) for name in walk.body} == walk.body
    expect(page.get_by_role("heading", level=1)).to_contain_text(walk.name)

    change(page, walk, **{walk.along: "0201234567"})
    steps.press(page, "Control+Enter")
    card_id(page, walk)
    assert stands(sandbox, walk, pk, walk.along_path) == "0201234567"

    change(page, walk, **{walk.disputed: "Mine of the walk", walk.along: "0207654321"})
    sandbox.control.records.patch(kind, pk, {walk.path: "Theirs of the walk"})
    steps.press(page, "Control+Enter")
    expect(page.get_by_text("Somebody changed the same in LogicTrade")).to_be_visible(timeout=30_000)
    assert page.locator("input[type=radio]:checked").count() == 0
    steps.press(page, "Control+Enter")
    expect(page.get_by_text("Choose one side for each")).to_be_visible()
    assert stands(sandbox, walk, pk, walk.path) == "Theirs of the walk"
    page.get_by_label("Yours").check()
    steps.press(page, "Control+Enter")
    card_id(page, walk)
    assert stands(sandbox, walk, pk, walk.path) == "Mine of the walk"
    assert stands(sandbox, walk, pk, walk.along_path) == "0207654321"

    more = page.get_by_role("button", name="More", exact=True)
    if more.count():
        more.click()
    page.get_by_role("link", name="Remove", exact=True).click()
    expect(page.get_by_role("link", name="Keep it")).to_be_focused()
    steps.press(page, "Tab")
    steps.press(page, "Enter")
    page.wait_for_url(re.compile(rf"{walk.list_path}$"), timeout=60_000)
    assert pk not in sandbox.control.records.ids(kind)
    assert len(sandbox.control.journal(method="PUT", path=f"/rest/v1/{kind}s/")) == 2
    assert sandbox.control.violations() == []


def test_hints_and_twins_come_while_typing_and_escape_leaves(sandbox, synced, open_page):
    records = sandbox.control.records
    known = next(r for pk in records.ids("customer") if (r := records.get("customer", pk)).get("companyName"))
    page = open_page("sales")
    page.goto("/relations/customers/new/")
    page.locator("#id_company_name").press_sequentially(known["companyName"])
    page.locator("#id_coc_number").press_sequentially("12")
    notes = page.locator("#notes")
    expect(notes.get_by_role("link", name=known["companyName"]).first).to_be_visible()
    expect(notes.get_by_text("A CoC number has 8 digits")).to_be_visible()
    steps.press(page, "Escape")
    steps.press(page, "Escape")
    page.wait_for_url("**/relations/customers/")
