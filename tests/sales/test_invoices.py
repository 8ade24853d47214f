"""What flows down from invoices: the register, how far they are paid, and the words whose codes or days we need."""

from decimal import Decimal
from typing import Any

import pytest

from apps.core import clock
from apps.documents.models import Document
from apps.documents.selectors import document_list, register_list
from apps.erp import codes
from apps.erp.mirror.registry import get
from apps.erp.mirror.upsert import upsert
from apps.erp.models import SeenText, SyncState
from apps.sales.models import Invoice

pytestmark = pytest.mark.django_db

INVOICE = {
    "id": 2,
    "number": "F26000002",
    "date": "2026-04-20T00:00:00",
    "reference": "PO 4711",
    "externNumber": "EXT-2",
    "origin": {"code": "WIN", "description": "Winkel"},
    "customer": {"id": 14, "number": "R000000014", "companyName": "Hotel De Kust"},
    "invoiceAddress": {"name": "Administratie", "zipCode": "1234AB", "houseNumber": "5", "city": "Zierikzee"},
    "paymentCondition": {"id": 1, "code": "N30", "description": "30 dagen netto"},
    "payments": [{"amount": Decimal("100.00"), "type": "Betaling", "method": "Bank"}],
    "lines": [{"id": 1, "lineNumber": "10", "code": "A1", "quantity": 3, "partPrice": 123, "linePrice": 369}],
    "totalAmount": 369,
}


def put(**changes: Any) -> Document:
    upsert(get("invoice"), [INVOICE | changes], read_began_at=clock.now())
    return Document.objects.get(kind="invoice", remote_id=2)


def test_an_invoice_becomes_a_row_of_the_register() -> None:
    row = put()
    assert (row.number, row.reference, row.party_id, str(row.date)) == ("F26000002", "PO 4711", 14, "2026-04-20")
    assert (row.total, row.paid, row.payment_condition) == (Decimal(369), Decimal(100), "N30")
    assert (row.state, row.status_text, row.lines_count) == ("partial", "", 1)
    assert {("payment_condition", "30 dagen netto"), ("origin", "Winkel")} <= {
        (seen.table, seen.text) for seen in SeenText.objects.all()
    }


def test_a_concept_has_neither_number_nor_date() -> None:
    row = put(number="", date=None, payments=None, paymentCondition=None)
    assert (row.state, row.number, row.date, row.paid, row.payment_condition) == ("concept", "", None, 0, "")


def test_another_payment_changes_the_state() -> None:
    assert put().state == "partial"
    assert put(payments=[{"amount": 369}]).state == "paid"
    assert Document.objects.filter(kind="invoice").count() == 1


@pytest.mark.parametrize("query", ["F26000002", "4711", "ext-2", "1234AB 5", "R000000014", "zierikzee"])
def test_invoices_are_found(query: str) -> None:
    put()
    assert [row.number for row in document_list(kind="invoice", query=query).rows] == ["F26000002"]


def test_what_is_to_be_paid_is_open() -> None:
    put()
    assert len(register_list(["invoice"], only_open=True).rows) == 1
    put(payments=[{"amount": 369}])
    assert register_list(["invoice"], only_open=True).rows == []


def test_all_invoices_are_read(synced: Any) -> None:
    ids = set(synced.control.records.ids("invoice"))
    assert set(Invoice.objects.values_list("pk", flat=True)) == ids
    assert Document.objects.filter(kind="invoice").count() == len(ids)
    state = SyncState.objects.get(pk="invoice")
    assert state.last_full_at is not None
    states = set(Document.objects.filter(kind="invoice").values_list("state", flat=True))
    assert states == {"concept", "unpaid", "partial", "paid", "overpaid", "credit"}


def test_days_of_payment_conditions(codes_filled: None) -> None:
    assert codes.payment_days() == {"pc": 0, "n14": 14, "n30": 30, "vb": 0}


@pytest.fixture
def codes_filled(db: None) -> None:
    from apps.erp.demo_codes import fill_codes

    fill_codes()
