"""What the list of invoices shows beside the register's columns: what is open, when it is due, how late it is."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from apps.documents.credit import last_promises
from apps.documents.due import Terms, payments_known
from apps.documents.labels import OPEN_INVOICE
from apps.documents.models import Document
from apps.erp import codes
from apps.erp.models import CodeEntry
from apps.logictrade import schemas
from apps.sales.models import Invoice
from apps.sales.open_items import promise_words
from apps.sales.quote_rows import note_records, note_writes


def note_invoices(rows: Sequence[Document], shows: Callable[[str], bool]) -> None:
    """Write it beside each row; each kind of fact costs one query, and only where it is shown."""
    terms = Terms.now()
    texts = {code.lower(): text for code, text in codes.choices(CodeEntry.Table.PAYMENT_CONDITION)}
    for row in rows:
        note_invoice(row, terms)
        row.terms = texts.get(row.payment_condition.lower(), row.payment_condition)  # type: ignore[attr-defined]
    if shows("origin"):
        note_records(rows, Invoice, schemas.Invoice, "invoice.list")
    if shows("sync"):
        note_writes(rows, "invoice.")
    if shows("promise"):
        known = last_promises([row.party_id for row in rows if row.party_id is not None])
        for row in rows:
            promise = known.get(row.party_id or 0) if row.state in OPEN_INVOICE else None
            row.promise = promise_words(promise) if promise else ""  # type: ignore[attr-defined]


def note_invoice(row: Any, terms: Terms) -> None:
    """``outstanding``, ``due`` and ``late`` (days, None when not late); all None where payments are not known."""
    row.outstanding = row.due = row.late = None
    if not payments_known() or row.state == "concept":
        return
    if row.total is not None:
        row.outstanding = row.total - (row.paid or Decimal(0))
    row.due = terms.due(row)
    row.late = terms.days_late(row)
