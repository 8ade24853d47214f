"""The lines of mirrored orders as rows of one list: written when an order is mirrored, read by the planner's page."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from apps.catalogue.commitments import product_ids
from apps.catalogue.models import Product
from apps.catalogue.texts import code_key, fitting
from apps.core import dates
from apps.core.pages import OrderTerm
from apps.core.paging import RowPage
from apps.documents.labels import OPEN_ORDER, UNKNOWN
from apps.documents.models import Document
from apps.documents.totals import CENT
from apps.erp.mirror.fold import fold
from apps.erp.mirror.search import LAST, search
from apps.erp.mirror.texts import cut
from apps.logictrade import schemas
from apps.logictrade.schemas import EmbeddedCustomer
from apps.sales.line_models import OrderLine
from apps.sales.models import Order

BATCH = 400
# Of what is typed in the list's search box so many orders and products are looked through.
MOST_FOUND = 500

type Projected = tuple[Order, schemas.Order, str]


def lines_replace(orders: Iterable[Projected]) -> None:
    """Replace the lines of these orders (row, record, derived state), inside the transaction that mirrors them."""
    known = list(orders)
    ids = [row.pk for row, _record, _state in known]
    for start in range(0, len(ids), BATCH):
        OrderLine.objects.filter(order_id__in=ids[start : start + BATCH]).delete()
    products = product_ids(line.code for _row, record, _state in known for line in record.lines)
    made = [line for one in known for line in _lines(*one, products)]
    OrderLine.objects.bulk_create(made, batch_size=BATCH)


def _lines(row: Order, order: schemas.Order, state: str, products: Mapping[str, int]) -> Iterator[OrderLine]:
    """Lines of an order that LogicTrade no longer has are in no list."""
    if row.gone_at is not None:
        return
    head = _head(row, order)
    waits = _is_waiting(order, state)
    for place, line in enumerate(order.lines):
        if not line.code and line.quantity is None:
            continue
        key = code_key(line.code)
        delivered = line.delivery_status or order.delivery_status or ""
        reservations = [cut(one.number, 80) for one in line.reservations if one.number]
        quantity, amount = fitting(line.quantity), fitting(line.line_price)
        yield OrderLine(
            **head,
            place=place,
            line_number=line.line_number if line.line_number is None or abs(line.line_number) < 2**31 else None,
            product_id=products.get(key),
            code=cut(line.code, 80),
            code_key=key,
            description=cut(line.description, 200),
            quantity=quantity,
            amount=None if amount is None else amount.quantize(CENT),
            stock_status=cut(line.stock_status or order.stock_status, 20),
            delivery_status=cut(delivered, 20),
            invoice_status=cut(line.invoice_status or order.invoice_status, 20),
            waits_for=cut(", ".join(dict.fromkeys(reservations)), 200),
            waits_key=code_key(reservations[0]) if reservations else "",
            is_open=waits and delivered != "complete",
        )


def _head(row: Order, order: schemas.Order) -> dict[str, Any]:
    party = order.customer or EmbeddedCustomer()
    return {
        "order_id": row.pk,
        "number": cut(order.number, 80),
        "number_key": code_key(order.number),
        "reference": cut(order.reference, 200),
        "party_id": party.id,
        "party_name": cut(party.display_name, 200),
        "party_key": fold(party.display_name)[:120],
        "salesman": cut(order.sales_man, 120),
        "salesman_key": fold(order.sales_man or "")[:120],
        "order_date": order.date,
        "expected_date": order.delivery.expected_date if order.delivery else None,
        "confirmed_date": order.delivery.confirmed_date if order.delivery else None,
    }


def _is_waiting(order: schemas.Order, state: str) -> bool:
    return state in OPEN_ORDER or (state == UNKNOWN and order.delivery_status != "complete")


def line_list(
    *,
    query: str = "",
    filters: Mapping[str, Any] | None = None,
    order: Sequence[OrderTerm] = (),
    limit: int = 50,
    offset: int = 0,
    as_of: datetime.datetime | None = None,
) -> RowPage[OrderLine]:
    """One page of order lines; see `narrowed` for the filters."""
    rows = narrowed(OrderLine.objects.all(), filters or {})
    if query:
        rows = rows.filter(_found(query))
    return RowPage.of(rows.order_by(*order, "pk"), limit=limit, offset=offset, as_of=as_of)


def narrowed(rows: QuerySet[OrderLine], filters: Mapping[str, Any]) -> QuerySet[OrderLine]:
    """``show`` is open, late or all; ``stock`` a lamp; ``product`` and ``party`` ids; the rest are words or days."""
    show = filters.get("show", "")
    if show != "all":
        rows = rows.filter(is_open=True)
    if show == "late":
        rows = rows.filter(expected_date__lt=dates.today())
    for name, look_up in (
        ("stock", "stock_status"),
        ("product", "product_id"),
        ("party", "party_id"),
        ("until", "expected_date__lte"),
        ("since", "expected_date__gte"),
    ):
        if name in filters:
            rows = rows.filter(**{look_up: filters[name]})
    if salesman := fold(filters.get("salesman", "")):
        rows = rows.filter(_begins("salesman_key", salesman))
    if waits := code_key(filters.get("waits", "")):
        rows = rows.filter(_begins("waits_key", waits))
    return rows


def _begins(name: str, key: str) -> Q:
    """A prefix as a range, which an index serves on both engines."""
    return Q(**{f"{name}__gte": key, f"{name}__lt": key + LAST})


def _found(query: str) -> Q:
    """Lines of the orders and of the products that a search finds, and those that wait for such a purchase order."""
    key = code_key(query)
    documents = search(Document, query, where=Q(kind="order")).ids[:MOST_FOUND]
    orders = Document.objects.filter(pk__in=documents).values_list("remote_id", flat=True)
    products = search(Product, query).ids[:MOST_FOUND]
    found = Q(order_id__in=list(orders)) | Q(product_id__in=list(products))
    return found | Q(code_key=key) | Q(waits_key=key) if key else found


def lines_of_orders(order_ids: Sequence[int]) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(order_id__in=list(order_ids)).order_by("order_id", "place")
