"""Facts that flow down when documents changed: the register's rows, and what open order lines reserve."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from apps.catalogue.services import CommitmentRow, commitments_replace
from apps.documents.labels import invoice_state, order_state, quote_state
from apps.documents.models import Document, DocumentLink
from apps.documents.services import DocumentRow, links_told, register_documents
from apps.documents.sold import sold_replace
from apps.erp.mirror.texts import cut
from apps.logictrade import schemas
from apps.logictrade.schemas import EmbeddedCustomer, parse
from apps.sales.models import Invoice, Order, Quote
from apps.sales.order_lines import lines_replace
from apps.sales.sold import sold_document
from apps.sales.told import told_links
from apps.sales.versions import keep_versions

type Record = schemas.Quote | schemas.Order | schemas.Invoice

# An order in one of these states has nothing left to reserve: not decided yet, called off, or handed over.
NOT_RESERVING = frozenset({"draft", "cancelled", "delivered", "done"})


def project_quotes(rows: Sequence[Quote]) -> None:
    parsed = [(row, parse(schemas.Quote, row.raw, "quote.list").record) for row in rows]
    documents = [_quote_row(row, quote) for row, quote in parsed]
    register_documents(documents)
    sold_replace([sold_document("quote", quote, counts=row.gone_at is None) for row, quote in parsed])
    keep_versions([(row, quote, one.state) for (row, quote), one in zip(parsed, documents, strict=True)])
    mark_ordered({row.customer_id for row in rows if row.customer_id})


def project_orders(rows: Sequence[Order]) -> None:
    parsed = [(row, parse(schemas.Order, row.raw, "order.list").record) for row in rows]
    documents = [_order_row(row, order) for row, order in parsed]
    register_documents(documents)
    commitments_replace(
        rows_by_document={
            f"order:{row.pk}": list(_commitments(row, order, document.state))
            for (row, order), document in zip(parsed, documents, strict=True)
        }
    )
    lines_replace((row, order, one.state) for (row, order), one in zip(parsed, documents, strict=True))
    links_told(told_links("order", rows))
    sold_replace(
        [
            sold_document("order", order, counts=row.gone_at is None and document.state != "cancelled")
            for (row, order), document in zip(parsed, documents, strict=True)
        ]
    )
    mark_ordered({row.customer_id for row in rows if row.customer_id})


def project_invoices(rows: Sequence[Invoice]) -> None:
    parsed = [(row, parse(schemas.Invoice, row.raw, "invoice.list").record) for row in rows]
    register_documents([_invoice_row(row, invoice) for row, invoice in parsed])
    links_told(told_links("invoice", rows))
    # A concept is no sale yet.
    sold_replace(
        [sold_document("invoice", one, counts=row.gone_at is None and bool(one.number)) for row, one in parsed]
    )


def _head(row: Quote | Order | Invoice, record: Record) -> dict[str, object]:
    party = record.customer or EmbeddedCustomer()
    delivery = None if isinstance(record, schemas.Invoice) else record.delivery
    address = record.invoice_address if isinstance(record, schemas.Invoice) else delivery.address if delivery else None
    return {
        "remote_id": row.pk,
        "number": record.number,
        "reference": record.reference,
        "party_id": party.id,
        "party_name": party.display_name,
        "date": record.date,
        "expected_date": delivery.expected_date if delivery else None,
        "total": record_total(record),
        "lines_count": len(record.lines),
        "gone_at": row.gone_at,
        "remote_modified": row.remote_modified,
        "synced_at": row.synced_at,
        "addresses": [(address.zip_code, address.house_number)] if address else [],
        "texts": [party.number, address.name if address else None, address.city if address else None],
    }


def record_total(record: Record) -> Decimal | None:
    """LogicTrade's total; the sum of its lines where it says 0 beside lines that cost (contract section 6.2)."""
    known = [line.line_price for line in record.lines if line.line_price is not None]
    return record.total_amount or (sum(known, Decimal(0)) if known else record.total_amount)


def _quote_row(row: Quote, record: schemas.Quote) -> DocumentRow:
    return DocumentRow(
        kind="quote",
        status_text=record.status,
        salesman=record.sales_man,
        state=quote_state(record.status),
        **_head(row, record),  # type: ignore[arg-type]
    )


def _order_row(row: Order, record: schemas.Order) -> DocumentRow:
    head = _head(row, record)
    shop = record.webshop.number if record.webshop else None
    head["texts"] = [*head["texts"], record.extern_number, shop]  # type: ignore[misc]
    return DocumentRow(
        kind="order",
        status_text=record.status,
        salesman=record.sales_man,
        stock_status=record.stock_status,
        delivery_status=record.delivery_status,
        invoice_status=record.invoice_status,
        state=order_state(record.status, record.stock_status, record.delivery_status, record.invoice_status),
        **head,  # type: ignore[arg-type]
    )


def _invoice_row(row: Invoice, record: schemas.Invoice) -> DocumentRow:
    head = _head(row, record)
    head["texts"] = [*head["texts"], record.extern_number]  # type: ignore[misc]
    total = record_total(record)
    return DocumentRow(
        kind="invoice",
        state=invoice_state(record.number, total, record.paid),
        paid=record.paid,
        payment_condition=record.payment_condition.code if record.payment_condition else "",
        **head,  # type: ignore[arg-type]
    )


def _commitments(row: Order, order: schemas.Order, state: str) -> Iterator[CommitmentRow]:
    """Open lines reserve. Of a partly delivered line LogicTrade does not say how much: all of it is counted."""
    if row.gone_at is not None or state in NOT_RESERVING:
        return
    for line in order.lines:
        delivered = line.delivery_status or order.delivery_status
        if delivered == "complete" or not line.code or not line.quantity or line.quantity <= 0:
            continue
        yield CommitmentRow(
            document_kind="order",
            document_id=row.pk,
            number=cut(order.number, 80),
            line_number=line.line_number,
            product_code=line.code,
            direction="reserved",
            quantity=line.quantity,
            date=order.delivery.expected_date if order.delivery else None,
            party_name=(order.customer or EmbeddedCustomer()).display_name,
        )


def mark_ordered(party_ids: set[int]) -> None:
    """A quote becomes *ordered* once an order of ours is linked to it, or a later one has the customer's reference too.

    LogicTrade keeps no link from quote to order (contract section 6.7); that the same reference means one is a reading
    of ours.
    """
    if not party_ids:
        return
    orders: dict[tuple[int | None, str], list[Document]] = {}
    found = Document.objects.filter(kind="order", party_id__in=party_ids, gone_at=None).exclude(state="cancelled")
    for order in found.exclude(reference="").only("party_id", "reference", "date"):
        orders.setdefault((order.party_id, order.reference), []).append(order)
    links = DocumentLink.objects.filter(from_kind="quote", to_kind="order", to_id__in=found.values("remote_id"))
    linked = set(links.values_list("from_id", flat=True))
    quotes = Document.objects.filter(kind="quote", party_id__in=party_ids)
    changed = []
    for quote in quotes.only("pk", "remote_id", "party_id", "reference", "date", "state", "status_text"):
        same = orders.get((quote.party_id, quote.reference), ()) if quote.reference else ()
        ordered = quote.remote_id in linked or any(_follows(order, quote) for order in same)
        state = quote_state(quote.status_text, ordered=ordered)
        if state != quote.state:
            quote.state = state
            changed.append(quote)
    Document.objects.bulk_update(changed, ["state"], batch_size=200)


def _follows(order: Document, quote: Document) -> bool:
    return order.date is None or quote.date is None or order.date >= quote.date
