"""From a new quote to its invoice by keyboard, each of them changed on the way; judged by the stand-in's journal."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apps.documents.models import DocumentLink, Draft
from apps.erp.models import SyncState
from apps.logictrade import markers
from tests.browser import steps
from tests.browser.conftest import Worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["default", "contrary"])
def dialect(request: pytest.FixtureRequest, sandbox: Any) -> str:
    sandbox.control.set_dialect(request.param)
    sandbox.control.set_rate_limit(100_000)
    return str(request.param)


def sent(page: Page, kind: str, known: set[Any]) -> int:
    """Ctrl+Enter on the review page; the record that LogicTrade has once the page says so."""
    expect(page.get_by_role("button", name="Put in LogicTrade")).to_be_enabled()
    steps.press(page, "Control+Enter")
    draft = wait_for(
        lambda: Draft.objects.filter(kind=kind).exclude(sent_id=None).exclude(pk__in=known).first(), seconds=90
    )
    known.add(draft.pk)
    expect(page.get_by_role("link", name=f"Open the {kind}")).to_be_visible(timeout=60_000)
    return draft.sent_id or 0


def change(page: Page, kind: str, pk: int, reference: str, known: set[Any]) -> None:
    page.goto(f"/sales/{kind}s/{pk}/")
    steps.press(page, "e")
    page.wait_for_url(re.compile(rf"/sales/{kind}s/drafts/[^/]+/$"))
    page.get_by_label("Reference", exact=True).fill(reference)
    page.get_by_label("Reference", exact=True).press("Tab")
    expect(page.get_by_text(re.compile(r"saved \d\d:\d\d:\d\d"))).to_be_visible()
    steps.press(page, "Control+Enter")
    page.wait_for_url("**/review/**")
    assert sent(page, kind, known) == pk


def make(page: Page, from_kind: str, pk: int, key: str, kind: str, known: set[Any]) -> int:
    page.goto(f"/sales/{from_kind}s/{pk}/")
    steps.press(page, key)
    page.wait_for_url(f"**/sales/{kind}s/drafts/**/review/")
    return sent(page, kind, known)


def walk(page: Page, server: Any) -> tuple[int, int, int]:
    """A quote is made and changed, becomes an order, that is changed and invoiced, and the invoice is changed."""
    records = server.control.records
    known: set[Any] = set()
    steps.write_quote(page, steps.pick_customer(server), steps.pick_products(server))
    steps.review(page)
    quote = sent(page, "quote", known)
    change(page, "quote", quote, "Gewijzigde offerte", known)
    order = make(page, "quote", quote, "o", "order", known)
    change(page, "order", order, "Gewijzigde order", known)
    invoice = make(page, "order", order, "i", "invoice", known)
    change(page, "invoice", invoice, "Gewijzigde factuur", known)
    for kind, pk, reference in (
        ("quote", quote, "offerte"),
        ("order", order, "order"),
        ("invoice", invoice, "factuur"),
    ):
        page.goto(f"/sales/{kind}s/?q=Gewijzigde {reference}")
        expect(page.locator(f"table tbody tr[data-href^='/sales/{kind}s/{pk}/']")).to_be_visible()
    assert records.get("quote", quote)["reference"] == "Gewijzigde offerte"
    assert records.get("order", order)["reference"] == "Gewijzigde order"
    assert records.get("invoice", invoice)["reference"] == "Gewijzigde factuur"
    return quote, order, invoice


def judge(server: Any, quote: int, order: int, invoice: int) -> None:
    """One request for each thing that was done, each new record with its marker in its place, no violation."""
    control = server.control
    for kind, pk in (("quote", quote), ("order", order), ("invoice", invoice)):
        assert len(control.journal(method="PUT", path=f"/rest/v1/{kind}s/{pk}")) == 1
        read = {entry.path for entry in control.journal(method="GET", path=f"/rest/v1/{kind}s")}
        assert {f"/rest/v1/{kind}s", f"/rest/v1/{kind}s/{pk}"} <= read
    [made_quote] = control.journal(method="POST", path="/rest/v1/quotes")
    [made_order] = control.journal(method="POST", path="/rest/v1/orders")
    [made_invoice] = control.journal(method="POST", path="/rest/v1/invoices")
    assert made_order.query == "allowUnknownCustomer=false"
    made = (("quote", made_quote, quote), ("order", made_order, order), ("invoice", made_invoice, invoice))
    for kind, entry, pk in made:
        marker = markers.find(kind, entry.json)
        assert marker
        assert markers.find(kind, control.records.get(kind, pk)) == marker
    codes = [[line["code"] for line in control.records.get(*one)["lines"]] for one in (
        ("quote", quote), ("order", order), ("invoice", invoice))]  # fmt: skip
    assert codes[0] == codes[1] == codes[2]
    links = DocumentLink.objects.order_by("created_at").values_list("from_kind", "from_id", "to_kind", "to_id")
    assert list(links) == [("quote", quote, "order", order), ("order", order, "invoice", invoice)]
    assert control.violations() == []


@pytest.fixture
def reader(sandbox: Any, worker: Worker) -> None:
    """A worker that has just read the three lists: it had forgotten when it last did."""
    worker.stop()
    SyncState.objects.filter(resource__in=("quote", "order", "invoice")).delete()
    worker.start()
    lists = {f"/rest/v1/{kind}s" for kind in ("quote", "order", "invoice")}
    wait_for(lambda: lists <= {entry.path for entry in sandbox.control.journal(method="GET")}, seconds=60)


@pytest.mark.usefixtures("dialect", "synced", "reader")
def test_from_a_quote_to_its_invoice(sandbox, open_page):
    page = open_page("admin")
    judge(sandbox, *walk(page, sandbox))


@pytest.mark.usefixtures("dialect", "synced", "reader")
def test_the_same_when_every_answer_is_lost(sandbox, open_page):
    page = open_page("admin")
    for path in ("/quotes$", "/orders$", "/invoices$"):
        sandbox.control.faults.add("reset_after", method="POST", path=path, times=1)
    judge(sandbox, *walk(page, sandbox))
