"""What a customer usually buys, from the lines of the orders that are mirrored."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F
from django.urls import reverse

from apps.catalogue.models import Product
from apps.catalogue.texts import code_key
from apps.documents.kinds import document_url
from apps.documents.labels import order_state
from apps.erp.mirror.texts import cut
from apps.logictrade import schemas
from apps.logictrade.schemas import parse
from apps.sales.discounts import discount_as_percent
from apps.sales.models import Order

# So many of the newest orders are read: enough to know a habit by, and quick however long a customer has been one.
ORDERS = 100


@dataclass(frozen=True)
class UsualProduct:
    """One product that a customer ordered, and how; ``price`` and ``discount`` are those of the last time."""

    code: str
    description: str
    unit: str
    times: int
    quantity: Decimal
    last_date: datetime.date | None
    price: Decimal | None
    discount: Decimal | None
    order_number: str
    order_url: str
    product_url: str


@dataclass(frozen=True)
class Usual:
    """The best ``rows`` of ``total`` products, from so many ``orders``; ``cut``: older orders were left unread."""

    rows: Sequence[UsualProduct]
    total: int
    orders: int
    cut: bool = False


@dataclass
class _Bought:
    """A product while the orders are gone through, the newest first."""

    line: schemas.OrderLine
    order: schemas.Order
    quantity: Decimal = Decimal(0)
    orders: set[int] = field(default_factory=set)


def usual_products(customer_id: int, *, limit: int = 10) -> Usual:
    """The products ordered most often, the last bought first among equals.

    Cancelled and removed orders do not count, nor lines without a product's code. Two queries.
    """
    rows = Order.objects.filter(customer_id=customer_id, gone_at=None)
    newest = list(rows.only("id", "data").order_by(F("date").desc(nulls_last=True), "-pk")[: ORDERS + 1])
    orders = [order for row in newest[:ORDERS] if _counts(order := parse(schemas.Order, row.raw, "order.list").record)]
    bought = _bought(orders)
    # Sorting keeps the order in which they were met: the last bought first.
    best = sorted(bought.values(), key=lambda one: -len(one.orders))[:limit]
    return Usual(_shown(best), len(bought), len(orders), cut=len(newest) > ORDERS)


def _counts(order: schemas.Order) -> bool:
    return order_state(order.status, order.stock_status, order.delivery_status, order.invoice_status) != "cancelled"


def _bought(orders: Iterable[schemas.Order]) -> dict[str, _Bought]:
    found: dict[str, _Bought] = {}
    for order in orders:
        for line in order.lines:
            key = code_key(line.code)
            if not key or line.quantity is None or line.quantity <= 0:
                continue
            one = found.setdefault(key, _Bought(line, order))
            one.quantity += line.quantity
            one.orders.add(order.id)
    return found


def _shown(bought: Sequence[_Bought]) -> list[UsualProduct]:
    keys = {code_key(one.line.code) for one in bought}
    rows = Product.objects.filter(number_key__in=keys).only("pk", "number_key", "name", "unit")
    # Of two with the same code the one that still exists.
    products = {row.number_key: row for row in rows.order_by(F("gone_at").desc(nulls_last=True), "-pk")}
    return [_usual(one, products.get(code_key(one.line.code))) for one in bought]


def _usual(one: _Bought, product: Product | None) -> UsualProduct:
    return UsualProduct(
        code=cut(one.line.code, 80),
        description=cut(one.line.description, 200) or (product.name if product else ""),
        unit=product.unit if product else "",
        times=len(one.orders),
        quantity=one.quantity,
        last_date=one.order.date,
        price=one.line.part_price,
        discount=discount_as_percent(one.line.discount) or None,
        order_number=cut(one.order.number, 80) or f"#{one.order.id}",
        order_url=document_url("order", one.order.id),
        product_url=reverse("catalogue:product_detail", args=[product.pk]) if product else "",
    )
