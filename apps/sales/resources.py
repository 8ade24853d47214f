"""How quotes and orders of LogicTrade become rows (contract sections 6.1, 6.2)."""

from collections.abc import Iterator

from apps.erp.mirror.registry import Raw, Reading, Resource, register
from apps.erp.mirror.texts import cut
from apps.logictrade import schemas
from apps.logictrade.schemas import parse
from apps.logictrade.schemas.base import Drift
from apps.sales.models import Order, Quote
from apps.sales.projections import project_orders, project_quotes

# The words of the key's scope are a guess until a live key tells (open question 8 of the contract): one line each.
QUOTE_SCOPE = "quote"
ORDER_SCOPE = "order"


def read_quote(raw: Raw) -> Reading:
    """Raises `RecordError` for a record without a usable id."""
    parsed = parse(schemas.Quote, raw, "quote.list")
    return _reading(parsed.record, parsed.drift)


def read_order(raw: Raw) -> Reading:
    """Raises `RecordError` for a record without a usable id."""
    parsed = parse(schemas.Order, raw, "order.list")
    return _reading(parsed.record, parsed.drift)


def _reading(record: schemas.Quote | schemas.Order, drift: tuple[Drift, ...]) -> Reading:
    columns = {
        "number": cut(record.number, 80),
        "customer_id": record.customer.id if record.customer else None,
        "date": record.date,
    }
    paths = list(dict.fromkeys(found.path for found in drift))
    return Reading(record.id, columns, record.modified_date, tuple(_texts(record)), paths)


def _texts(record: schemas.Quote | schemas.Order) -> Iterator[tuple[str, str]]:
    """Texts whose codes a write needs (contract fact 9)."""
    if record.delivery and record.delivery.type:
        yield "delivery_type", cut(record.delivery.type, 200)
    if record.delivery and record.delivery.condition:
        yield "delivery_condition", cut(record.delivery.condition, 200)
    if record.origin and record.origin.description:
        yield "origin", cut(record.origin.description, 200)


ORDERS = Resource(
    name="order",
    scope=ORDER_SCOPE,
    list_endpoint="order.list",
    get_endpoint="order.retrieve",
    model=Order,
    read=read_order,
    order=35,
    project=project_orders,
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


def connect() -> None:
    register(ORDERS)
    register(QUOTES)
