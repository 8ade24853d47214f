"""Quotes, orders and invoices as a source of lines for the next document."""

from collections.abc import Mapping, Sequence
from typing import Any

from apps.documents import earlier
from apps.documents.earlier import EarlierDocument, EarlierLine
from apps.erp.mirror.texts import cut, whole
from apps.logictrade import codec, markers, schemas
from apps.logictrade.schemas import Comment, Delivery, EmbeddedCustomer, parse
from apps.sales.discounts import discount_as_percent
from apps.sales.models import Invoice, Order, Quote


def quote(remote_id: int) -> EarlierDocument | None:
    row = Quote.objects.filter(pk=remote_id).first()
    return earlier_document("quote", parse(schemas.Quote, row.raw, "quote.list").record) if row else None


def order(remote_id: int) -> EarlierDocument | None:
    row = Order.objects.filter(pk=remote_id).first()
    return earlier_document("order", parse(schemas.Order, row.raw, "order.list").record) if row else None


def invoice(remote_id: int) -> EarlierDocument | None:
    row = Invoice.objects.filter(pk=remote_id).first()
    return earlier_document("invoice", parse(schemas.Invoice, row.raw, "invoice.list").record) if row else None


def earlier_document(kind: str, record: schemas.Quote | schemas.Order | schemas.Invoice) -> EarlierDocument:
    party = record.customer or EmbeddedCustomer()
    comment = record.comment or Comment()
    delivery = Delivery() if isinstance(record, schemas.Invoice) else record.delivery or Delivery()
    return EarlierDocument(
        kind=kind,
        remote_id=record.id,
        number=cut(record.number, 80) or f"#{record.id}",
        date=record.date,
        customer_id=party.id,
        customer_name=party.display_name,
        reference=cut(record.reference, 200),
        lines=earlier_lines(record.lines, record.raw.get("lines")),
        head={
            "delivery_type": cut(delivery.type, 200),
            "delivery_condition": cut(delivery.condition, 200),
            "comment_intern": whole(markers.strip_text(comment.intern)),
            "comment_extern": whole(comment.extern),
        },
    )


def earlier_lines(lines: Sequence[schemas.FreeLine], raw: Any) -> list[EarlierLine]:
    """``raw``: the same lines as received; how a product is made up is taken from there, with what we do not know."""
    received = raw if isinstance(raw, list) and len(raw) == len(lines) else [{}] * len(lines)
    return [_line(place, line, one) for place, (line, one) in enumerate(zip(lines, received, strict=True), 1)]


def _line(place: int, line: schemas.FreeLine, received: Any) -> EarlierLine:
    comment = line.comment or Comment()
    made = line.configuration is not None and line.configuration.id is not None and isinstance(received, Mapping)
    return EarlierLine(
        place=place,
        code=cut(line.code, 80),
        description=cut(line.description, 500),
        quantity=line.quantity,
        part_price=line.part_price,
        discount=discount_as_percent(line.discount),
        comment_intern=whole(comment.intern),
        comment_extern=whole(comment.extern),
        configuration=codec.dumps(received.get("configuration")) if made else "",
    )


def connect() -> None:
    earlier.register("quote", quote)
    earlier.register("order", order)
    earlier.register("invoice", invoice)
