"""The register as the mirroring apps write it: set-based, one row per document of LogicTrade."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from apps.catalogue.texts import fitting
from apps.core import clock
from apps.documents.models import Document
from apps.erp.mirror.keys import search_columns
from apps.erp.mirror.texts import cut, whole

BATCH = 200
_CENT = Decimal("0.01")
_UPDATED = [
    "number", "reference", "party_id", "party_name", "date", "expected_date", "total", "paid",
    "payment_condition", "stock_status",
    "delivery_status", "invoice_status", "status_text", "state", "salesman", "lines_count", "gone_at",
    "remote_modified", "synced_at", "number_key", "name_key", "search_key",
]  # fmt: skip


@dataclass(frozen=True)
class DocumentRow:
    """What the register keeps of a document. ``texts`` and ``addresses`` (postcode, house number) are only searched."""

    kind: str
    remote_id: int
    number: str | None = ""
    reference: str | None = ""
    party_id: int | None = None
    party_name: str | None = ""
    date: datetime.date | None = None
    expected_date: datetime.date | None = None
    total: Decimal | None = None
    paid: Decimal | None = None
    payment_condition: str | None = ""
    stock_status: str | None = ""
    delivery_status: str | None = ""
    invoice_status: str | None = ""
    status_text: str | None = ""
    state: str = ""
    salesman: str | None = ""
    lines_count: int = 0
    gone_at: datetime.datetime | None = None
    remote_modified: datetime.datetime | None = None
    synced_at: datetime.datetime | None = None
    texts: Sequence[str | None] = ()
    addresses: Iterable[tuple[str | None, str | None]] = ()


def register_documents(rows: Sequence[DocumentRow]) -> None:
    """Insert or update these documents; meant to run inside the transaction that mirrors them."""
    Document.objects.bulk_create(
        [_document(row) for row in rows],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["kind", "remote_id"],
        update_fields=_UPDATED,
    )


def _document(row: DocumentRow) -> Document:
    total, paid = fitting(row.total), fitting(row.paid)
    return Document(
        kind=row.kind,
        remote_id=row.remote_id,
        number=cut(row.number, 80),
        reference=cut(row.reference, 200),
        party_id=row.party_id,
        party_name=cut(row.party_name, 200),
        date=row.date,
        expected_date=row.expected_date,
        total=None if total is None else total.quantize(_CENT),
        paid=None if paid is None else paid.quantize(_CENT),
        payment_condition=cut(row.payment_condition, 80),
        stock_status=cut(row.stock_status, 20),
        delivery_status=cut(row.delivery_status, 20),
        invoice_status=cut(row.invoice_status, 20),
        status_text=cut(row.status_text, 120),
        state=row.state,
        salesman=cut(row.salesman, 120),
        lines_count=row.lines_count,
        gone_at=row.gone_at,
        remote_modified=row.remote_modified,
        synced_at=row.synced_at or clock.now(),
        **_keys(row),
    )


def _keys(row: DocumentRow) -> dict[str, Any]:
    return search_columns(
        number=whole(row.number),
        name=whole(row.party_name),
        texts=[whole(text) for text in (row.reference, *row.texts)],
        addresses=[(whole(zip_code), whole(house)) for zip_code, house in row.addresses],
    )
