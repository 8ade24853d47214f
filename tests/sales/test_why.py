"""Why an order is not leaving: one sentence per situation, and the facts that prove it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from apps.catalogue.stock import StockSummary
from apps.core import clock
from apps.documents.labels import order_state
from apps.logictrade import schemas
from apps.logictrade.schemas import parse
from apps.sales.cards import LineRow
from apps.sales.why import Arrival, Why, why

NOON = datetime(2026, 11, 27, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.using(lambda: NOON):
        yield


def asked(
    *lines: dict[str, Any],
    stock: dict[int, StockSummary] | None = None,
    arrivals: dict[int, list[Arrival]] | None = None,
    gone: bool = False,
    **changes: Any,
) -> Why:
    raw = {
        "id": 1,
        "status": "Definitief",
        "stockStatus": "none",
        "deliveryStatus": "none",
        "invoiceStatus": "none",
        "lines": list(lines),
        **changes,
    }
    order: schemas.Order = parse(schemas.Order, raw, "order.list").record
    rows = [
        LineRow(
            line_number=line.line_number,
            code=line.code or "",
            description=line.description or "",
            quantity=line.quantity,
            part_price=None,
            discount=None,
            amount=None,
            vat_percent=None,
            lamps=(line.stock_status, line.delivery_status, line.invoice_status),
            waits_for=", ".join(one.number or "" for one in line.reservations),
            product_id=int(line.code) if (line.code or "").isdigit() else None,
        )
        for line in order.lines
    ]
    state = order_state(order.status, order.stock_status, order.delivery_status, order.invoice_status)
    return why(order, rows, state=state, stock=stock or {}, arrivals=arrivals or {}, gone=gone)


def line(code: str = "10045", quantity: int = 6, **more: Any) -> dict[str, Any]:
    return {"code": code, "quantity": quantity, **more}


READY = {"stockStatus": "complete"}
SENT = {"stockStatus": "complete", "deliveryStatus": "complete"}


def test_whole_orders_that_wait_for_nothing() -> None:
    assert asked(line(), gone=True).sentence == "LogicTrade no longer has this order."
    assert asked(line(), status="Geannuleerd").sentence == "This order was cancelled."
    assert asked(line(), deliveryStatus="complete").sentence == "All lines are delivered."
    assert asked(line(**SENT), line(**SENT)).sentence == "All lines are delivered."
    assert asked().sentence == "This order has no lines."
    assert asked(line(**SENT)).causes == []


def test_all_in_stock_and_the_day() -> None:
    assert asked(line(**READY)).sentence == "All is in stock. No delivery is planned yet."
    planned = asked(line(**READY), delivery={"confirmedDate": "2026-12-04T09:00:00"})
    assert planned.sentence == "All is in stock. Delivery is planned for 4 Dec."
    missed = asked(line(**READY), delivery={"confirmedDate": "2026-11-20T09:00:00"})
    assert missed.sentence.endswith("Delivery was planned for 20 Nov and LogicTrade has not booked it.")
    assert asked(line(**READY), line(**SENT)).sentence.startswith("What is left is in stock.")


def test_a_line_waits_for_a_purchase_order() -> None:
    waiting = line(reservations=[{"number": "I24000012", "lineNumber": "10"}])
    unknown = asked(waiting, line("2", 1, **READY))
    assert unknown.sentence == (
        "Waits for 6 × 10045: purchase order I24000012, no day known. The other line is in stock and can go."
    )
    arrival = Arrival("I24000012", Decimal(6), date(2026, 12, 2))
    other = Arrival("I24000099", Decimal(6), date(2026, 11, 28))
    known = asked(waiting, arrivals={10045: [other, arrival]})
    assert known.sentence == "Waits for 6 × 10045: purchase order I24000012, expected 2 Dec."


def test_what_is_known_least_of_comes_first() -> None:
    soon = line("1", 1, reservations=[{"number": "I1"}])
    late = line("2", 2, reservations=[{"number": "I2"}])
    never = line("3", 3)
    days = {1: [Arrival("I1", Decimal(1), date(2026, 12, 1))], 2: [Arrival("I2", Decimal(2), date(2026, 12, 9))]}
    assert asked(soon, late, arrivals=days).sentence.startswith("Waits for 2 × 2 and 1 more: purchase order I2")
    answer = asked(soon, late, never, arrivals=days)
    assert answer.sentence == "Waits for 3 × 3 and 2 more: not in stock, and no purchase order is known for it."
    assert [cause.text.partition(":")[0] for cause in answer.causes] == ["1 × 1", "2 × 2", "3 × 3"]


def test_free_stock_that_nobody_set_aside() -> None:
    free = StockSummary(10045, total=Decimal(20), reserved=Decimal(6))
    answer = asked(line(), stock={10045: free})
    assert "14 are free in stock, but none is set aside for it" in answer.sentence


def test_what_holds_the_whole_order() -> None:
    assert asked(line(**READY), status="Niet definitief").sentence.startswith("Not final yet")
    held = asked(line(**READY), status="Wacht op fiattering")
    assert held.sentence.startswith("LogicTrade says: Wacht op fiattering. All is in stock.")
    deposit = asked(line(), requiredDepositAmount=250, payments=[{"amount": 100}])
    assert "A deposit of € 250.00 was asked, € 100.00 came in." in [cause.text for cause in deposit.causes]
    assert not deposit.late
    late = asked(line(), delivery={"expectedDate": "2026-11-20T00:00:00"})
    assert late.late
    assert "Expected on 20 Nov: 7 days late." in [cause.text for cause in late.causes]


def test_many_lines_are_counted() -> None:
    answer = asked(*(line(str(n)) for n in range(1, 30)), line("40", **SENT), line("41", **READY))
    texts = [cause.text for cause in answer.causes]
    assert "17 more lines are not in stock." in texts
    assert "1 line is in stock." in texts
    assert "1 line was delivered." in texts
