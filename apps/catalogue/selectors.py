"""Reads of the catalogue: products, stock, commitments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from apps.catalogue.finding import Found, found_or_near, products_called, products_found, products_near
from apps.catalogue.groups import group_with_descendants
from apps.catalogue.models import Commitment, Composition, Product, ProductGroup, StockLevel, StockPlace
from apps.catalogue.stock import PlaceStock, StockSummary, stock_summaries
from apps.catalogue.texts import code_key
from apps.core import dates, money
from apps.core.pages import OrderTerm
from apps.core.paging import CAP, CappedCount, RowPage
from apps.logictrade.schemas import Product as Received
from apps.logictrade.schemas import parse

__all__ = [
    "PlaceStock",
    "ProductRow",
    "StockSummary",
    "commitments_of",
    "product_by_code",
    "product_get",
    "product_list",
    "product_near",
    "product_search",
    "products_by_codes",
    "products_by_id",
    "stock_places",
    "stock_summaries",
]

HITS = 5
EAN = 13
SCAN_LENGTH = 80
MOST_SCANNED = 20
MOST_COMMITMENTS = 200


@dataclass(frozen=True)
class ProductRow:
    """A product beside its stock, as lists show it."""

    product: Product
    stock: StockSummary
    # What stands only in the record as received; None when no column asks for it.
    facts: "ProductFacts | None" = None


@dataclass(frozen=True)
class ProductFacts:
    """Facts of a product that no list filters or sorts on. LogicTrade names no units for its measures."""

    lead_time: int | None
    size: str
    weight: Decimal | None
    volume: Decimal | None
    packages: Decimal | None


def product_facts(product: Product) -> ProductFacts:
    record = parse(Received, product.raw, "product.list").record
    sides = [side for side in (record.length, record.width, record.height) if side]
    return ProductFacts(
        lead_time=record.supplier.lead_time_in_weeks if record.supplier else None,
        size=" × ".join(money.quantity(side) for side in sides),
        weight=record.weight,
        volume=record.volume,
        packages=record.packages,
    )


def product_list(
    *,
    query: str = "",
    group: int | None = None,
    stock: str = "",
    stocked: bool = False,
    webshop: bool = False,
    sellable: bool = False,
    gone: bool = False,
    supplier: int | None = None,
    phase: str = "",
    sets: bool = False,
    order: Sequence[OrderTerm] = (),
    limit: int = 50,
    offset: int = 0,
    as_of: datetime | None = None,
    with_locations: bool = False,
    with_data: bool = False,
    bare: bool = False,
) -> RowPage[ProductRow]:
    """One page of products with their stock. A query finds gone records too; without one they show when asked for.

    ``stock``: "in", "out" or "short" (free below zero, calculated). ``stocked``: only what LogicTrade keeps stock of.
    ``phase``: "on_sale", "phasing_out", "over" or "not_yet". ``sets``: only what has parts. ``with_data``: with the
    facts of the record as received. ``bare``: only the products. ``order`` empty means best hit first for a query, by
    code without. A query that finds nothing finds what differs from it by one typing error.
    """
    where = Q() if gone or query else Q(gone_at=None)
    if group is not None:
        members = ProductGroup.objects.filter(group_id__in=group_with_descendants(group))
        where &= Q(pk__in=members.values("product_id"))
    where &= Q(webshop=True) if webshop else Q()
    where &= Q(sellable=True) if sellable else Q()
    where &= Q(supplier_id=supplier) if supplier else Q()
    where &= _phase_where(phase)
    where &= Q(pk__in=Composition.objects.filter(gone_at=None).values("parent_id")) if sets else Q()
    where &= _stock_where(stock, stocked=stocked)
    rows = _products(query, where, order, limit, offset, as_of, with_data=with_data)
    ids = [row.pk for row in rows.rows]
    summaries = {pk: StockSummary(pk) for pk in ids} if bare else stock_summaries(ids, with_locations=with_locations)
    found = [ProductRow(row, summaries[row.pk], product_facts(row) if with_data else None) for row in rows.rows]
    return replace(rows, rows=found)  # type: ignore[arg-type, return-value]


def _phase_where(phase: str) -> Q:
    """Where a product stands in its time on sale."""
    today = dates.today()
    return {
        "on_sale": (Q(start_date=None) | Q(start_date__lte=today)) & (Q(end_date=None) | Q(end_date__gte=today)),
        "phasing_out": Q(end_date__gte=today),
        "over": Q(end_date__lt=today),
        "not_yet": Q(start_date__gt=today),
    }.get(phase, Q())


def _products(
    query: str,
    where: Q,
    order: Sequence[OrderTerm],
    limit: int,
    offset: int,
    as_of: datetime | None,
    *,
    with_data: bool = False,
) -> RowPage[Product]:
    rows = Product.objects.defer("search_key") if with_data else Product.objects.defer("data", "search_key")
    if not query:
        terms = order or ("number_key",)
        return RowPage.of(rows.filter(where).order_by(*terms, "pk"), limit=limit, offset=offset, as_of=as_of)
    hits = found_or_near(query, where)
    if order:
        found = hits.told(list(rows.filter(pk__in=hits.ids).order_by(*order, "pk")[offset : offset + limit]))
    else:
        found = hits.products(hits.ids[offset : offset + limit], with_data=with_data)
    return RowPage(found, offset // limit + 1, limit, CappedCount(len(hits.ids), hits.capped), as_of)


def _stock_where(stock: str, *, stocked: bool) -> Q:
    levels = StockLevel.objects.filter(gone_at=None)
    where = Q(pk__in=levels.values("product_id")) if stocked else Q()
    if stock == "short":
        return where & Q(pk__in=short_product_ids())
    if stock in {"in", "out"}:
        some = Q(pk__in=levels.filter(total__gt=0).values("product_id"))
        return where & (some if stock == "in" else ~some)
    return where


def short_product_ids() -> list[int]:
    """Products of which more is reserved than may be sold (calculated), at most a thousand: two queries."""
    reserving = Commitment.objects.filter(direction=Commitment.Direction.RESERVED).exclude(product_id=None)
    reserved = dict(reserving.values("product_id").annotate(n=Sum("quantity")).values_list("product_id", "n"))
    levels = (
        StockLevel.objects.filter(gone_at=None, product_id__in=reserving.values("product_id"))
        .values("product_id")
        .annotate(pieces=Sum(Coalesce("saleable", "total")))
    )
    return [row["product_id"] for row in levels if row["pieces"] < reserved[row["product_id"]]][:CAP]


def product_get(pk: int) -> Product | None:
    """A product by LogicTrade's id, gone ones included."""
    return Product.objects.filter(pk=pk).first()


def products_by_id(ids: Sequence[int]) -> Mapping[int, Product]:
    """The products that exist among these ids: one query."""
    return {row.pk: row for row in Product.objects.defer("data", "search_key").filter(pk__in=ids)}


def product_by_code(code: str) -> Product | None:
    """The product with exactly this code, whatever the letter case; one that still exists before one that is gone."""
    wanted = code.strip().casefold()
    if not wanted:
        return None
    found = [row for row in Product.objects.filter(number_key=code_key(code)) if row.number.casefold() == wanted]
    return min(found, key=lambda row: (row.gone_at is not None, row.pk), default=None)


def products_by_codes(codes: Sequence[str]) -> dict[str, Product]:
    """The product of each code: by its own code, else its barcode; one query."""
    keys = {code_key(code) for code in codes}
    rows = Product.objects.defer("data", "search_key").filter(Q(number_key__in=keys) | Q(barcode__in=codes))
    # Gone ones first, so that one that still exists takes their place.
    ordered = sorted(rows, key=lambda row: (row.gone_at is None, -row.pk))
    by_number = {row.number_key: row for row in ordered}
    by_barcode = {row.barcode: row for row in ordered if row.barcode}
    found = {code: by_number.get(code_key(code)) or by_barcode.get(code) for code in codes}
    return {code: product for code, product in found.items() if product is not None}


def product_search(
    query: str, limit: int = HITS, *, with_gone: bool = True, customer_id: int | None = None, exactly: bool = False
) -> tuple[list[Product], CappedCount]:
    """The best hits (code, barcode, customers' and supplier's code, words of name and description), and their number.

    ``customer_id``: of the customers' codes only this one's, and those first. ``exactly``: nothing that a typing error
    would explain, which `product_near` gives.
    """
    ask = products_found if exactly else found_or_near
    return _best(ask(query, None if with_gone else Q(gone_at=None), customer_id=customer_id, wanted=limit), limit)


def product_near(query: str, limit: int = HITS) -> tuple[list[Product], CappedCount]:
    """What a query would hit without one typing error, the likeliest first, gone ones too."""
    return _best(products_near(query), limit)


def _best(hits: Found, limit: int) -> tuple[list[Product], CappedCount]:
    return hits.products(hits.ids[:limit]), CappedCount(len(hits.ids), hits.capped)


def products_by_scan(code: str) -> list[Product]:
    """The products with exactly this barcode, else this code, this code of a supplier, of a customer; gone ones last.

    A twelve-digit code of a scanner is the thirteen-digit one without its zero.
    """
    wanted = code.strip()
    if not wanted or "\x00" in wanted or len(wanted) > SCAN_LENGTH:
        return []
    short = wanted.removeprefix("0") if wanted.isdecimal() and len(wanted) == EAN else wanted
    variants = {wanted, short, f"0{wanted}" if len(wanted) == EAN - 1 else wanted}
    rows = Product.objects.defer("search_key")
    for where in (
        Q(barcode__in=variants),
        Q(number_key=code_key(wanted)),
        Q(supplier_code__in={wanted, wanted.upper(), wanted.lower()}),
    ):
        found = list(rows.filter(where).order_by("pk")[:MOST_SCANNED])
        if where == Q(number_key=code_key(wanted)):
            found = [row for row in found if row.number.casefold() == wanted.casefold()] or found
        if found:
            return _there_first(found)
    return _there_first(products_called(wanted))


def _there_first(found: list[Product]) -> list[Product]:
    """Those that still exist, or all when none does."""
    return [row for row in found if row.gone_at is None] or found


def commitments_of(product_id: int) -> tuple[list[Commitment], list[Commitment]]:
    """The open lines that reserve a product and those that bring it, first date first."""
    lines = Commitment.objects.filter(product_id=product_id).order_by("date", "document", "line_number")
    rows = list(lines[:MOST_COMMITMENTS])
    reserved = [row for row in rows if row.direction == Commitment.Direction.RESERVED]
    return reserved, [row for row in rows if row.direction == Commitment.Direction.EXPECTED]


def stock_places() -> list[StockPlace]:
    """The stock locations, those that may be sold from first."""
    places = StockPlace.objects.order_by("code")
    return sorted(places, key=lambda place: (place.saleable is False, place.code))
