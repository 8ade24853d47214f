"""What the list of orders shows beside the register's columns, worked out for one page of rows."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from apps.documents.models import Document
from apps.logictrade import schemas
from apps.sales.models import Order
from apps.sales.quote_rows import note_records, note_writes

FROM_RECORD = ("confirmed", "extern_number", "delivery_type", "delivery_condition", "origin", "paid")


def note_orders(rows: Sequence[Document], shows: Callable[[str], bool]) -> None:
    """Write beside each row what its columns show: one query for the records, one for our writes, where shown."""
    if any(shows(name) for name in FROM_RECORD):
        note_records(rows, Order, schemas.Order, "order.list")
        for row in rows:
            if record := getattr(row, "record", None):
                _note(row, record)
    if shows("sync"):
        note_writes(rows, "order.")


def _note(row: Any, record: schemas.Order) -> None:
    delivery = record.delivery
    row.confirmed = delivery.confirmed_date if delivery else None
    row.delivery_type = (delivery.type if delivery else "") or ""
    row.delivery_condition = (delivery.condition if delivery else "") or ""
    row.extern_number = record.extern_number or ""
    row.paid_on_order = sum((payment.amount or Decimal(0) for payment in record.payments), Decimal(0))
