"""Each of the twelve operations of quotes, orders and invoices, driven by keyboard and judged by the journal.

Listed, opened, made and changed, under everything that the contract leaves open read the one way and the other; and
made once more with the answer dropped after the act.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apps.erp.models import SyncState, Write
from apps.logictrade import markers
from tests.browser import steps
from tests.browser.conftest import Worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)

V1 = "/rest/v1"


@dataclass(frozen=True)
class Kind:
    """One kind of document: its words on the pages, and where its marker goes (contract section 8)."""

    key: str
    lines_taken: str
    change: str
    open: str

    @property
    def path(self) -> str:
        return f"{V1}/{self.key}s"

    @property
    def page(self) -> str:
        return f"/sales/{self.key}s/"


KINDS = {
    "quote": Kind("quote", "Creates 1 quote with 2 lines", "Changes quote", "Open the quote"),
    "order": Kind("order", "Creates 1 order with 2 lines", "Changes order", "Open the order"),
    "invoice": Kind("invoice", "Creates 1 invoice with 2 lines", "Changes invoice", "Open the invoice"),
}
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


@pytest.fixture(params=["default", "contrary"])
def dialect(request: pytest.FixtureRequest, sandbox: Any) -> str:
    sandbox.control.set_dialect(request.param)
    sandbox.control.set_rate_limit(100_000)
    return str(request.param)


def begin(page: Page, kind: Kind, customer: dict[str, Any]) -> None:
    """``n`` in the list, a piece of the number, the one that is found."""
    page.goto(kind.page)
    steps.press(page, "n")
    page.wait_for_url(f"**{kind.page}new/")
    page.goto(f"{kind.page}new/?customer={customer['id']}")
    expect(page.get_by_text(customer["companyName"]).first).to_be_visible()
    steps.press(page, "Control+Enter")
    page.wait_for_url(f"**{kind.page}drafts/**")


def write(page: Page, kind: Kind, server: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Two lines and a reference."""
    customer, products = steps.pick_customer(server), steps.pick_products(server)
    begin(page, kind, customer)
    for nth, (product, quantity) in enumerate(zip(products, ("4", "2,5"), strict=True), 1):
        steps.add_line(page, product["code"], quantity, nth)
    page.get_by_label("Reference", exact=True).fill("Operations of a test")
    page.get_by_label("Reference", exact=True).press("Tab")
    expect(page.get_by_text(re.compile(r"saved \d\d:\d\d:\d\d"))).to_be_visible()
    return customer, products


def send(page: Page, kind: Kind, sentence: str, seconds: float = 30) -> None:
    """``Ctrl+Enter`` to check, once more to send; then the page says that LogicTrade has it."""
    steps.press(page, "Control+Enter")
    page.wait_for_url("**/review/**")
    expect(page.get_by_text(sentence).first).to_be_visible()
    expect(page.get_by_role("button", name="Put in LogicTrade")).to_be_enabled()
    steps.press(page, "Control+Enter")
    expect(page.get_by_role("link", name=kind.open)).to_be_visible(timeout=seconds * 1000)


def judge(server: Any, kind: Kind, customer: dict[str, Any], products: list[dict[str, Any]]) -> dict[str, Any]:
    """One POST with what was typed and the marker in its place; one record of LogicTrade."""
    [post] = [one for one in server.control.journal(method="POST") if one.path == kind.path]
    body = post.json
    assert (body["customer"], body["reference"]) == ({"id": customer["id"]}, "Operations of a test")
    assert [(line["code"], Decimal(line["quantity"])) for line in body["lines"]] == [
        (products[0]["code"], Decimal(4)),
        (products[1]["code"], Decimal("2.5")),
    ]
    sent = Write.objects.get(kind=f"{kind.key}.create")
    assert markers.find(kind.key, body) == sent.marker
    assert sent.remote_id is not None
    record: dict[str, Any] = server.control.records.get(kind.key, sent.remote_id)
    twins = [pk for pk in server.control.records.ids(kind.key) if is_twin(server, kind, pk)]
    assert twins == [sent.remote_id]
    return record


def is_twin(server: Any, kind: Kind, pk: int) -> bool:
    return bool(server.control.records.get(kind.key, pk).get("reference") == "Operations of a test")


def read_anew(worker: Worker, kind: Kind) -> None:
    """The worker of a mirror that has forgotten when it last read this list."""
    worker.stop()
    SyncState.objects.filter(resource=kind.key).delete()
    worker.start()


@every_kind
def test_listed_opened_made_and_changed(kind, dialect, sandbox, synced, worker, open_page):
    read_anew(worker, kind)
    page = open_page("admin")
    wait_for(lambda: [one for one in sandbox.control.journal(method="GET") if one.path == kind.path], 60)
    known = next(
        record
        for pk in reversed(sandbox.control.records.ids(kind.key))
        if (record := sandbox.control.records.get(kind.key, pk)).get("number") and record["customer"]
    )
    page.goto(f"{kind.page}?q={known['number']}")
    page.get_by_role("link", name=known["number"], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(known["number"])

    customer, products = write(page, kind, sandbox)
    send(page, kind, kind.lines_taken)
    made = judge(sandbox, kind, customer, products)

    page.get_by_role("link", name=kind.open).click()
    page.wait_for_url(f"**{kind.page}{made['id']}/")
    before = max(one.number for one in sandbox.control.journal())
    steps.press(page, "e")
    page.wait_for_url(f"**{kind.page}drafts/**")
    opened = [one.path for one in sandbox.control.journal(method="GET", since=before) if one.path.startswith(kind.path)]
    assert f"{kind.path}/{made['id']}" in opened
    quantity = page.locator("#lines tr[data-line] [name=quantity]").first
    quantity.fill("7")
    quantity.press("Tab")
    expect(page.get_by_text(re.compile(r"saved \d\d:\d\d:\d\d"))).to_be_visible()
    send(page, kind, kind.change)
    [put] = sandbox.control.journal(method="PUT", path=f"{kind.path}/")
    assert put.path == f"{kind.path}/{made['id']}"
    changed = sandbox.control.records.get(kind.key, made["id"])
    assert [(line["code"], Decimal(str(line["quantity"]))) for line in changed["lines"]] == [
        (products[0]["code"], Decimal(7)),
        (products[1]["code"], Decimal("2.5")),
    ]
    same = ("reference", "customer", "salesMan")
    assert {name: changed.get(name) for name in same} == {name: made.get(name) for name in same}
    assert len([one for one in sandbox.control.journal(method="POST") if one.path == kind.path]) == 1
    assert sandbox.control.violations() == []


@every_kind
def test_made_once_although_the_answer_was_dropped_after_the_act(kind, dialect, sandbox, synced, worker, open_page):
    page = open_page("admin")
    customer, products = write(page, kind, sandbox)
    sandbox.control.faults.add("reset_after", method="POST", path=kind.path)
    send(page, kind, kind.lines_taken, seconds=90)
    judge(sandbox, kind, customer, products)
    assert sandbox.control.violations() == []
