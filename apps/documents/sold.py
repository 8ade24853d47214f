"""What customers bought, line by line, as the mirroring apps write it: the last price, the usual basket."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, F, Max, Sum, Value, When, Window
from django.db.models.functions import RowNumber

from apps.catalogue.models import Product
from apps.catalogue.texts import code_key
from apps.documents.kinds import document_url
from apps.documents.models import Document, SoldLine
from apps.erp.mirror.texts import cut

BATCH = 500
PRICE = Decimal("0.0001")
MOST = Decimal(10) ** 10
Kind = Document.Kind
# An offer is no sale: it counts only where nothing was sold.
_SALE_FIRST = Case(When(kind=Kind.QUOTE, then=Value(1)), default=Value(0))


@dataclass(frozen=True)
class SoldRow:
    """One line of a document; ``price`` is that of one piece after the line's discount."""

    code: str | None
    quantity: Decimal | None
    price: Decimal | None


@dataclass(frozen=True)
class SoldDocument:
    """The lines of one document; none takes them away (a document that is gone, or was called off)."""

    kind: str
    document_id: int
    number: str | None
    customer_id: int | None
    date: datetime.date | None
    rows: Sequence[SoldRow] = ()


def sold_replace(documents: Sequence[SoldDocument]) -> None:
    """Replace the lines of these documents: two statements for a page of them, inside the caller's transaction."""
    by_kind: dict[str, list[int]] = {}
    for one in documents:
        by_kind.setdefault(one.kind, []).append(one.document_id)
    for kind, ids in by_kind.items():
        for start in range(0, len(ids), BATCH):
            SoldLine.objects.filter(kind=kind, document_id__in=ids[start : start + BATCH]).delete()
    SoldLine.objects.bulk_create((line for one in documents for line in _lines(one)), batch_size=BATCH)


def _lines(one: SoldDocument) -> Sequence[SoldLine]:
    if one.customer_id is None:
        return []
    return [
        SoldLine(
            kind=one.kind,
            document_id=one.document_id,
            number=cut(one.number, 80),
            customer_id=one.customer_id,
            date=one.date,
            product_key=key,
            quantity=row.quantity.quantize(Decimal("0.001")),
            price=row.price.quantize(PRICE),
        )
        for row in one.rows
        if (key := code_key(row.code))
        and row.price is not None
        and row.quantity is not None
        and 0 < row.quantity < MOST
        and abs(row.price) < MOST
    ]


@dataclass(frozen=True)
class LastSold:
    """What a customer paid last for one product, or was offered where they never bought it (``offered``)."""

    price: Decimal
    date: datetime.date | None
    quantity: Decimal
    number: str
    url: str
    offered: bool


def last_sold(customer_id: int | None, codes: Collection[str]) -> dict[str, LastSold]:
    """The newest line of this customer per product code (folded, as `code_key` gives it): one query."""
    keys = set(codes) - {""}
    if customer_id is None or not keys:
        return {}
    newest = Window(
        RowNumber(),
        partition_by=[F("product_key")],
        order_by=[_SALE_FIRST, F("date").desc(nulls_last=True), F("id").desc()],
    )
    rows = SoldLine.objects.filter(customer_id=customer_id, product_key__in=keys).annotate(place=newest)
    return {row.product_key: _last(row) for row in rows.filter(place=1)}


def _last(row: SoldLine) -> LastSold:
    return LastSold(
        row.price,
        row.date,
        row.quantity,
        row.number or f"#{row.document_id}",
        document_url(row.kind, row.document_id),
        row.kind == Kind.QUOTE,
    )


@dataclass(frozen=True)
class BasketRow:
    """A product that a customer orders: in how many orders, how many pieces each time (the usual number), when last."""

    product: Product
    times: int
    usual: Decimal
    last: datetime.date | None


def basket(customer_id: int, *, limit: int = 50) -> list[BasketRow]:
    """What this customer ordered most often, the last bought first among equals: three queries.

    Products that LogicTrade no longer has are left out.
    """
    orders = SoldLine.objects.filter(customer_id=customer_id, kind=Kind.ORDER)
    counted = (
        orders.order_by()
        .values("product_key")
        .annotate(times=Count("document_id", distinct=True), last=Max("date"), pieces=Sum("quantity"))
        .order_by("-times", F("last").desc(nulls_last=True), "product_key")[: limit * 2]
    )
    found = {row["product_key"]: row for row in counted}
    products = _products(found)
    usual = _usual_quantities(customer_id, products)
    rows = [
        BasketRow(products[key], row["times"], usual.get(key, Decimal(1)), row["last"])
        for key, row in found.items()
        if key in products
    ]
    return rows[:limit]


def _products(keys: Collection[str]) -> dict[str, Product]:
    rows = (
        Product.objects.defer("data", "search_key").filter(number_key__in=list(keys), gone_at=None).exclude(number="")
    )
    return {row.number_key: row for row in rows.order_by("-pk")}


def _usual_quantities(customer_id: int, keys: Mapping[str, Product]) -> dict[str, Decimal]:
    """The quantity that was ordered most often of each product; of equals the last one."""
    counted = (
        SoldLine.objects.filter(customer_id=customer_id, kind=Kind.ORDER, product_key__in=list(keys))
        .order_by()
        .values("product_key", "quantity")
        .annotate(times=Count("id"), last=Max("date"))
        .order_by("times", F("last").asc(nulls_first=True))
    )
    return {row["product_key"]: row["quantity"] for row in counted}
