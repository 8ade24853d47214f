"""What the cards of a quote and an order show, worked out once from the mirrored record."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.urls import reverse

from apps.catalogue.models import Product
from apps.catalogue.texts import code_key
from apps.documents.addresses import address_lines
from apps.documents.basis import prices_include_vat
from apps.documents.totals import Totals, line_total, totals_of_amounts
from apps.erp import codes
from apps.logictrade import markers, schemas
from apps.logictrade.schemas import Comment, Delivery, EmbeddedCustomer, parse
from apps.sales.discounts import discount_as_percent
from apps.sales.models import Invoice, Order, Quote

TOLERANCE = Decimal("0.02")


@dataclass(frozen=True)
class LineRow:
    """One line as shown. ``amount`` is LogicTrade's own; ``doubtful``: it is not quantity x price less discount."""

    line_number: int | str | None
    code: str
    description: str
    quantity: Decimal | None
    part_price: Decimal | None
    discount: Decimal | None
    amount: Decimal | None
    vat_percent: Decimal | None
    comment_intern: str = ""
    comment_extern: str = ""
    doubtful: bool = False
    product_url: str = ""
    lamps: tuple[str | None, str | None, str | None] = (None, None, None)
    waits_for: str = ""
    product_id: int | None = None
    # Calculated, of an open line of an order: what is free of the product, and when more comes for this line.
    free: Decimal | None = None
    arrives: datetime.date | None = None
    configuration: str = ""
    sales_group: str = ""


@dataclass(frozen=True)
class DocumentCard:
    """A quote, an order or an invoice. ``comments_known`` is False where LogicTrade's list left the comments out."""

    number: str
    reference: str
    status_text: str
    customer_id: int | None
    customer_name: str
    date: datetime.date | None
    salesman: str
    origin: str
    delivery_type: str
    delivery_condition: str
    expected_date: datetime.date | None
    address: tuple[str, ...]
    comment_intern: str
    comment_extern: str
    comments_known: bool
    lines: Sequence[LineRow]
    totals: Totals
    remote_total: Decimal | None
    extra: Mapping[str, Any] = field(default_factory=dict)
    # An invoice knows no delivery: its address is where it was sent.
    delivered: bool = True

    @property
    def total_differs(self) -> bool:
        """LogicTrade's total beside our sum of its lines; 0 beside lines is a known quirk (contract section 6.2)."""
        return bool(self.remote_total) and abs((self.remote_total or Decimal(0)) - self.totals.basis) > TOLERANCE


def quote_card(row: Quote) -> DocumentCard:
    return record_card(parse(schemas.Quote, row.raw, "quote.list").record)


def order_card(row: Order) -> DocumentCard:
    order = parse(schemas.Order, row.raw, "order.list").record
    paid = sum((payment.amount or Decimal(0) for payment in order.payments), Decimal(0))
    extra = {
        "extern_number": order.extern_number or "",
        "webshop": order.webshop.number if order.webshop else "",
        "payment_condition": order.payment_condition.description or order.payment_condition.code
        if order.payment_condition
        else "",
        "confirmed_date": order.delivery.confirmed_date if order.delivery else None,
        "deposit": order.required_deposit_amount or None,
        "paid": paid,
        "lamps": (order.stock_status, order.delivery_status, order.invoice_status),
    }
    return record_card(order, extra)


def invoice_card(row: Invoice) -> DocumentCard:
    invoice = parse(schemas.Invoice, row.raw, "invoice.list").record
    terms = invoice.payment_condition
    extra = {
        "extern_number": invoice.extern_number or "",
        "payment_condition": (terms.description or terms.code or "") if terms else "",
        "payments": [payment for payment in invoice.payments if payment.amount is not None],
        "paid": invoice.paid,
    }
    return record_card(invoice, extra)


def record_card(
    record: schemas.Quote | schemas.Order | schemas.Invoice, extra: Mapping[str, Any] | None = None
) -> DocumentCard:
    party = record.customer or EmbeddedCustomer()
    is_invoice = isinstance(record, schemas.Invoice)
    delivery = (None if isinstance(record, schemas.Invoice) else record.delivery) or Delivery()
    address = record.invoice_address if isinstance(record, schemas.Invoice) else delivery.address
    comment = record.comment or Comment()
    lines = _lines(record.lines)
    amounts = [(line.amount, line.vat_percent) for line in lines if line.amount is not None]
    return DocumentCard(
        number=record.number or f"#{record.id}",
        reference=record.reference or "",
        status_text="" if isinstance(record, schemas.Invoice) else record.status or "",
        customer_id=party.id,
        customer_name=party.display_name,
        date=record.date,
        salesman="" if isinstance(record, schemas.Invoice) else record.sales_man or "",
        origin=(record.origin.description or record.origin.code or "") if record.origin else "",
        delivery_type=delivery.type or "",
        delivery_condition=delivery.condition or "",
        expected_date=delivery.expected_date,
        address=address_lines(address),
        comment_intern=markers.strip_text(comment.intern),
        comment_extern=comment.extern or "",
        comments_known="comment" in record.raw,
        lines=lines,
        totals=totals_of_amounts(amounts, prices_include_vat=prices_include_vat()),
        remote_total=record.total_amount,
        extra=extra or {},
        delivered=not is_invoice,
    )


type Line = schemas.Line | schemas.InvoiceLine


def _lines(lines: Sequence[Line]) -> list[LineRow]:
    products = _products([line.code for line in lines if line.code])
    rates = codes.vat_percents() if any(line.vat is None for line in lines) else {}
    return [_line(line, products.get(code_key(line.code)), rates) for line in lines]


def _products(found: Sequence[str]) -> dict[str, Product]:
    keys = {code_key(code) for code in found}
    rows = Product.objects.filter(number_key__in=keys).only("pk", "number_key", "vat_code").order_by("-gone_at", "-pk")
    return {row.number_key: row for row in rows}


def _line(line: Line, product: Product | None, rates: Mapping[str, Decimal]) -> LineRow:
    percent = discount_as_percent(line.discount)
    amount = ours = None
    if line.quantity is not None and line.part_price is not None:
        ours = line_total(line.quantity, line.part_price, percent or Decimal(0))
    amount = line.line_price if line.line_price is not None else ours
    comment = line.comment or Comment()
    lamps: tuple[str | None, str | None, str | None] = (None, None, None)
    waits = ""
    if isinstance(line, schemas.OrderLine):
        lamps = (line.stock_status, line.delivery_status, line.invoice_status)
        waits = ", ".join(dict.fromkeys(one.number.strip() for one in line.reservations if one.number))
    vat = line.vat if line.vat is not None else rates.get((product.vat_code if product else "").lower())
    return LineRow(
        line_number=line.line_number,
        code=line.code or "",
        description=line.description or "",
        quantity=line.quantity,
        part_price=line.part_price,
        discount=percent,
        amount=amount,
        vat_percent=vat,
        comment_intern=comment.intern or "",
        comment_extern=comment.extern or "",
        doubtful=ours is not None and amount is not None and abs(amount - ours) > TOLERANCE,
        product_url=reverse("catalogue:product_detail", args=[product.pk]) if product else "",
        lamps=lamps,
        waits_for=waits,
        product_id=product.pk if product else None,
        configuration=_configuration(line),
        sales_group=_group(line) if isinstance(line, schemas.InvoiceLine) else "",
    )


def _group(line: schemas.InvoiceLine) -> str:
    group = line.sales_group
    return " ".join(part for part in (group.code, group.description) if part) if group else ""


def _configuration(line: Line) -> str:
    """The choices of a configurable product in words: Colour: blue, Width: 120."""
    items = line.configuration.items if line.configuration else ()
    pairs = ((item.option or item.option_code, item.value or item.value_code) for item in items)
    return ", ".join(f"{option}: {value}" if option and value else option or value or "" for option, value in pairs)
