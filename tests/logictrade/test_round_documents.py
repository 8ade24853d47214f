"""Client against stand-in: every document of a company is written back as it was read, in both dialects."""

from collections.abc import Iterator
from typing import Any

import pytest

from apps.logictrade.client import LogicTradeClient
from apps.logictrade.config import ClientConfig
from apps.logictrade.paging import each_page
from apps.logictrade.schemas import Invoice, Order, Quote, parse
from apps.logictrade.wire import to_wire
from apps.sandbox import codes
from apps.sandbox.keys import DEMO_KEY
from apps.sandbox.server import SandboxServer

from .masters import filled

SCHEMAS: dict[str, Any] = {"quote": Quote, "order": Order, "invoice": Invoice}
CODES = {
    "delivery.type": {text: code for code, text in codes.DELIVERY_TYPES.items()},
    "delivery.condition": {text: code for code, text in codes.DELIVERY_CONDITIONS.items()},
}
# What LogicTrade gives anew: its own figures, and of lines that were replaced their ids and how far they are.
OWN = {
    "modified_date": True,
    "total_amount": True,
    "required_deposit_amount": True,
    "lines": {"__all__": {"id", "stock_status", "delivery_status", "invoice_status", "reservations"}},
}
BUSY = ("deliveryStatus", "invoiceStatus")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxServer]:
    with SandboxServer(tmp_path_factory.mktemp("documents") / "logictrade.sqlite3", scale=0.2) as server:
        server.control.set_rate_limit(1_000_000)
        yield server


@pytest.fixture(params=["default", "contrary"])
def stand_in(request: pytest.FixtureRequest, company: SandboxServer) -> Iterator[LogicTradeClient]:
    """A client of a company that speaks one of both dialects; a violation of the contract fails the test."""
    company.control.set_dialect(request.param)
    with LogicTradeClient(ClientConfig(base_url=company.url, api_key=DEMO_KEY)) as client:
        yield client
    violations = company.control.violations()
    company.control.set_dialect("default")
    company.control.clear_violations()
    assert violations == []


def told(kind: str, raw: dict[str, Any]) -> Any:
    """What a document says, without what LogicTrade gives anew and without the blanks that it may take away."""
    found = parse(SCHEMAS[kind], raw).record.model_dump(exclude=OWN)
    for one in (found, *found["lines"]):
        if one.get("comment"):
            one["comment"]["intern"] = " ".join((one["comment"]["intern"] or "").split())
    return filled(found)


def busy(raw: dict[str, Any]) -> bool:
    return any(one.get(lamp) not in ("none", None) for one in (raw, *raw["lines"]) for lamp in BUSY)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_document_is_written_back_as_it_was_read(kind: str, stand_in: LogicTradeClient) -> None:
    family = getattr(stand_in, f"{kind}s")
    written = 0
    for row in [row for page in each_page(family.list) for row in page.records]:
        raw = family.retrieve(row["id"]).record.raw
        if kind == "order" and busy(raw):
            continue
        family.update(raw["id"], to_wire(kind, raw, {}, CODES))
        again = family.retrieve(raw["id"]).record.raw
        before, after = told(kind, raw), told(kind, again)
        for name, place in (("delivery", "delivery"), ("invoiceAddress", "invoice_address")):
            if not raw.get(name):
                # LogicTrade puts the customer's own address where none was.
                after.pop(place, None)
        assert after == before
        assert len(again["lines"]) == len(raw["lines"])
        written += 1
    assert written > 5
