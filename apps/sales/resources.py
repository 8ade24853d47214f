"""How quotes, orders and invoices of LogicTrade become rows (contract sections 6.1 to 6.3)."""

from collections.abc import Iterator

from apps.erp.mirror.registry import Raw, Reading, Resource, register
from apps.erp.mirror.texts import cut
from apps.logictrade import schemas
from apps.logictrade.schemas import parse
from apps.logictrade.schemas.base import Drift
from apps.sales.models import Invoice, Order, Quote
from apps.sales.projections import project_invoices, project_orders, project_quotes

# The words of the key's scope are a guess until a live key tells (open question 8 of the contract): one line each.
QUOTE_SCOPE = "quote"
ORDER_SCOPE = "order"
INVOICE_SCOPE = "invoice"

type Record = schemas.Quote | schemas.Order | schemas.Invoice


def read_quote(raw: Raw) -> Reading:
    """Raises `RecordError` for a record without a usable id."""
    parsed = parse(schemas.Quote, raw, "quote.list")
    return _reading(parsed.record, parsed.drift)


def read_order(raw: Raw) -> Reading:
    """Raises `RecordError` for a record without a usable id."""
    parsed = parse(schemas.Order, raw, "order.list")
    return _reading(parsed.record, parsed.drift)


def read_invoice(raw: Raw) -> Reading:
    """Raises `RecordError` for a record without a usable id."""
    parsed = parse(schemas.Invoice, raw, "invoice.list")
    return _reading(parsed.record, parsed.drift)


def _reading(record: Record, drift: tuple[Drift, ...]) -> Reading:
    columns = {
        "number": cut(record.number, 80),
        "customer_id": record.customer.id if record.customer else None,
        "date": record.date,
    }
    paths = list(dict.fromkeys(found.path for found in drift))
    return Reading(record.id, columns, record.modified_date, tuple(_texts(record)), paths)


def _texts(record: Record) -> Iterator[tuple[str, str]]:
    """Texts whose codes a write needs (contract fact 9), or of which we must know more than LogicTrade tells."""
    if not isinstance(record, schemas.Invoice) and record.delivery:
        if record.delivery.type:
            yield "delivery_type", cut(record.delivery.type, 200)
        if record.delivery.condition:
            yield "delivery_condition", cut(record.delivery.condition, 200)
    if record.origin and record.origin.description:
        yield "origin", cut(record.origin.description, 200)
    if not isinstance(record, schemas.Quote) and record.payment_condition and record.payment_condition.description:
        yield "payment_condition", cut(record.payment_condition.description, 200)


ORDERS = Resource(
    name="order",
    scope=ORDER_SCOPE,
    list_endpoint="order.list",
    get_endpoint="order.retrieve",
    model=Order,
    read=read_order,
    order=35,
    project=project_orders,
    marker_kind="order",
)
QUOTES = Resource(
    name="quote",
    scope=QUOTE_SCOPE,
    list_endpoint="quote.list",
    get_endpoint="quote.retrieve",
    model=Quote,
    read=read_quote,
    order=40,
    project=project_quotes,
    marker_kind="quote",
)
INVOICES = Resource(
    name="invoice",
    scope=INVOICE_SCOPE,
    list_endpoint="invoice.list",
    get_endpoint="invoice.retrieve",
    model=Invoice,
    read=read_invoice,
    order=45,
    project=project_invoices,
    marker_kind="invoice",
)


def connect() -> None:
    register(ORDERS)
    register(QUOTES)
    register(INVOICES)
