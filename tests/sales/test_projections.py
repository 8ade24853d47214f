"""What flows down from quotes and orders: the register, commitments, and quotes that became orders."""

from decimal import Decimal
from typing import Any

import pytest

from apps.catalogue.models import Commitment
from apps.core import clock
from apps.documents.models import Document
from apps.documents.selectors import document_list
from apps.erp.mirror.registry import get
from apps.erp.mirror.upsert import mark_gone, upsert
from apps.erp.models import SeenText
from apps.sales.models import Order, Quote
from apps.sales.resources import read_order, read_quote

pytestmark = pytest.mark.django_db

PARTY = {"id": 14, "number": "R000000014", "companyName": "Hotel De Kust"}
ADDRESS = {"name": "Receptie", "street": "Kade", "houseNumber": "5", "zipCode": "1234AB", "city": "Zierikzee"}
QUOTE = {
    "id": 6,
    "number": "O26000006",
    "reference": "PO 4711",
    "salesMan": "Sanne",
    "date": "2026-04-12T14:12:47.33",
    "status": "Niet definitief",
    "customer": PARTY,
    "origin": {"code": "WIN", "description": "Winkel"},
    "delivery": {
        "type": "Bezorgen",
        "condition": "Standaard",
        "expectedDate": "2026-05-05T00:00:00",
        "address": ADDRESS,
    },
    "lines": [{"id": 1, "lineNumber": 10, "code": "A1", "quantity": 1, "partPrice": 123, "linePrice": 123, "vat": 21}],
    "totalAmount": 123,
}


def line(number: int, code: str, quantity: Any, **more: Any) -> dict[str, Any]:
    return {"lineNumber": number, "code": code, "quantity": quantity, "linePrice": 10, **more}


def order(**changes: Any) -> dict[str, Any]:
    return {
        **QUOTE,
        "id": 5,
        "number": "V26000005",
        "reference": "",
        "date": "2026-04-20",
        "status": "Definitief",
        "externNumber": "EXT-9",
        "stockStatus": "partial",
        "deliveryStatus": "none",
        "invoiceStatus": "none",
        "lines": [line(10, "A1", 3), line(20, "B2", Decimal("2.5"))],
        **changes,
    }


def put(kind: str, *records: dict[str, Any]) -> None:
    upsert(get(kind), list(records), read_began_at=clock.now())


def test_a_quote_becomes_a_row_of_the_register() -> None:
    put("quote", QUOTE)
    row = Document.objects.get(kind="quote", remote_id=6)
    assert (row.number, row.reference, row.party_id, row.party_name) == ("O26000006", "PO 4711", 14, "Hotel De Kust")
    assert (str(row.date), str(row.expected_date), row.total) == ("2026-04-12", "2026-05-05", Decimal(123))
    assert (row.state, row.status_text, row.salesman, row.lines_count) == ("draft", "Niet definitief", "Sanne", 1)
    assert {(seen.table, seen.text) for seen in SeenText.objects.all()} >= {
        ("delivery_type", "Bezorgen"),
        ("delivery_condition", "Standaard"),
        ("origin", "Winkel"),
    }


def test_reading_again_updates_the_same_row() -> None:
    put("quote", QUOTE)
    before = Document.objects.get(kind="quote", remote_id=6).pk
    put("quote", QUOTE | {"status": "Definitief", "totalAmount": 200})
    row = Document.objects.get(kind="quote", remote_id=6)
    assert (row.pk, row.state, row.total) == (before, "final", Decimal(200))


@pytest.mark.parametrize("query", ["O26000006", "o26-", "4711", "hotel kust", "1234AB 5", "zierikzee", "R000000014"])
def test_quotes_are_found(query: str) -> None:
    put("quote", QUOTE)
    put("order", order())
    rows = document_list(kind="quote", query=query.replace("o26-", "o26")).rows
    assert [row.number for row in rows] == ["O26000006"]


def test_orders_are_found_by_their_external_number() -> None:
    put("order", order())
    assert [row.number for row in document_list(kind="order", query="ext-9").rows] == ["V26000005"]
    assert document_list(kind="quote", query="ext-9").rows == []


def test_a_kind_keeps_its_own_ids() -> None:
    put("quote", QUOTE | {"id": 5})
    put("order", order())
    assert Document.objects.count() == 2


def test_open_lines_of_an_order_reserve() -> None:
    put("order", order())
    rows = Commitment.objects.order_by("line_number")
    assert [(row.product_code, row.quantity, row.direction) for row in rows] == [
        ("A1", 3, "reserved"),
        ("B2", Decimal("2.5"), "reserved"),
    ]
    assert {(row.document, row.number, str(row.date)) for row in rows} == {("order:5", "V26000005", "2026-05-05")}


def test_what_is_delivered_reserves_no_longer() -> None:
    put("order", order())
    lines = [line(10, "A1", 3, deliveryStatus="complete"), line(20, "B2", 2, deliveryStatus="partial")]
    put("order", order(lines=lines, deliveryStatus="partial"))
    assert [row.product_code for row in Commitment.objects.all()] == ["B2"]
    put("order", order(deliveryStatus="complete"))
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("status", ["Niet definitief", "Geannuleerd"])
def test_orders_that_are_not_decided_or_called_off_reserve_nothing(status: str) -> None:
    put("order", order(status=status))
    assert not Commitment.objects.exists()


def test_an_order_with_an_unknown_status_is_counted_with_care() -> None:
    put("order", order(status="Wacht op fiattering"))
    assert Commitment.objects.count() == 2


def test_lines_without_code_or_quantity_reserve_nothing() -> None:
    put("order", order(lines=[line(10, "", 3), line(20, "A1", 0), line(30, "A1", -2), line(40, "A1", None)]))
    assert not Commitment.objects.exists()


def test_a_removed_order_lets_go_and_says_so() -> None:
    put("order", order())
    mark_gone(get("order"), 5, at=clock.now())
    assert not Commitment.objects.exists()
    assert Document.objects.get(kind="order", remote_id=5).gone_at is not None


def test_a_total_of_nothing_beside_lines_is_summed() -> None:
    put("order", order(totalAmount=0))
    assert Document.objects.get(kind="order").total == Decimal(20)


def test_a_quote_becomes_ordered_by_the_customers_own_reference() -> None:
    put("quote", QUOTE)
    put("order", order(reference="PO 4711"))
    assert Document.objects.get(kind="quote").state == "ordered"
    # The order is called off: the quote is open again.
    put("order", order(reference="PO 4711", status="Geannuleerd"))
    assert Document.objects.get(kind="quote").state == "draft"


@pytest.mark.parametrize(
    "changes",
    [
        {"reference": "PO 4712"},
        {"reference": ""},
        {"reference": "PO 4711", "customer": PARTY | {"id": 15}},
        {"reference": "PO 4711", "date": "2026-01-01"},
    ],
)
def test_other_orders_leave_a_quote_alone(changes: dict[str, Any]) -> None:
    put("quote", QUOTE)
    put("order", order(**changes))
    assert Document.objects.get(kind="quote").state == "draft"


def test_odd_records_are_read() -> None:
    """Only the id is needed; a number that no column holds is left out of the register and kept in the data."""
    put("quote", {"id": 1}, {"id": 2, "customer": None, "lines": None, "delivery": None, "totalAmount": 10**40})
    put("order", {"id": 1, "number": "x" * 300, "reference": "y" * 900, "status": "z" * 500, "stockStatus": "w" * 99})
    assert Quote.objects.count() == 2
    assert Document.objects.get(kind="quote", remote_id=2).total is None
    assert len(Document.objects.get(kind="order").number) == 80
    assert str(10**40) in Quote.objects.get(pk=2).data
    assert Order.objects.get().number == "x" * 80


def test_drift_is_named_once_per_field() -> None:
    reading = read_quote({"id": 1, "lines": [{"quantity": "veel"}, {"quantity": "weinig"}], "date": "gisteren"})
    assert sorted(reading.drift) == ["date", "lines[].quantity"]
    assert read_order({"id": 1, "lines": [{"vat": {"percentage": 9}}]}).drift == []
