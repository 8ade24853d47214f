"""Facts that follow from changed records, in the same transaction: links to groups, places of stock, discount rules."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Q

from apps.catalogue.models import (
    Commitment,
    CustomerDiscounts,
    DiscountRule,
    Product,
    ProductDiscounts,
    ProductGroup,
    StockLevel,
    StockPlace,
)
from apps.catalogue.rules import customer_rules, product_rules
from apps.catalogue.texts import fitting
from apps.erp.mirror.texts import cut
from apps.logictrade import codec
from apps.logictrade.schemas import CustomerDiscounts as ReceivedCustomerDiscounts
from apps.logictrade.schemas import ProductDiscounts as ReceivedProductDiscounts
from apps.logictrade.schemas import StockLevel as ReceivedStock
from apps.logictrade.schemas import StockLocation, parse

BATCH = 500


def project_products(rows: Sequence[Product]) -> None:
    """Link products to their groups, and commitments that wait for a product code to the product."""
    ids = [row.pk for row in rows]
    ProductGroup.objects.filter(product_id__in=ids).delete()
    links = {(row.pk, int(group_id)) for row in rows for group_id in row.group_ids.split()}
    ProductGroup.objects.bulk_create(
        [ProductGroup(product_id=product, group_id=group) for product, group in sorted(links)]
    )
    _adopt(rows)


def _adopt(rows: Sequence[Product]) -> None:
    """Give commitments that were written before their product was read its id."""
    by_key = {row.number_key: row.pk for row in rows if row.number_key and row.gone_at is None}
    orphans = list(Commitment.objects.filter(product_id=None, product_key__in=list(by_key)))
    for orphan in orphans:
        orphan.product_id = by_key[orphan.product_key]
    Commitment.objects.bulk_update(orphans, ["product_id"], batch_size=BATCH)


def project_stock(rows: Sequence[StockLevel]) -> None:
    """Learn the places, and work out what may be sold of the rows that changed."""
    received = {row.pk: _locations(row) for row in rows}
    turned = _learn_places((row.product_id, location) for row in rows for location in received[row.pk])
    rows_to_set = list(rows)
    if turned:
        others = StockLevel.objects.exclude(pk__in=received).filter(_holds_any(turned))
        rows_to_set += [*others.iterator(chunk_size=BATCH)]
    flags = place_flags()
    for row in rows_to_set:
        row.saleable = saleable_of(received.get(row.pk) or _locations(row), flags)
    StockLevel.objects.bulk_update(rows_to_set, ["saleable"], batch_size=BATCH)


def _holds_any(codes: Iterable[str]) -> Q:
    where = Q()
    for code in codes:
        where |= Q(data__contains=codec.dumps(code))
    return where


def _locations(row: StockLevel) -> list[StockLocation]:
    return parse(ReceivedStock, row.raw, "stock.list").record.locations


def place_flags() -> dict[str, bool | None]:
    """Per place code whether it may be sold from; None while LogicTrade has not said."""
    return dict(StockPlace.objects.values_list("code", "saleable"))


def saleable_of(locations: Sequence[StockLocation], flags: dict[str, bool | None]) -> Decimal | None:
    """Pieces where they may be sold from; None when that is not known of every place that holds any."""
    total = Decimal(0)
    for location in locations:
        flag = flag_of(location, flags)
        pieces = location.stock or Decimal(0)
        if flag is None and pieces:
            return None
        if flag:
            total += pieces
    return fitting(total)


def flag_of(location: StockLocation, flags: dict[str, bool | None]) -> bool | None:
    """Whether a location may be sold from: what was said of the place last, on whatever product's answer."""
    known = flags.get(cut(location.code, 80))
    return known if known is not None else location.saleable


def _learn_places(found: Iterable[tuple[int, StockLocation]]) -> set[str]:
    """Keep new places, and what was said about known ones; returns the codes whose flag turned."""
    known = {place.code: place for place in StockPlace.objects.all()}
    changed: dict[str, StockPlace] = {}
    turned: set[str] = set()
    for product_id, location in found:
        code = cut(location.code, 80)
        if not code:
            continue
        place = known.setdefault(code, StockPlace(code=code, example_product_id=product_id))
        description = cut(location.description, 200)
        says = location.saleable if location.saleable is not None else place.saleable
        if place.pk is None or (description or place.description, says) != (place.description, place.saleable):
            if place.pk is not None and says != place.saleable:
                turned.add(code)
            place.description, place.saleable = description or place.description, says
            changed[code] = place
    StockPlace.objects.bulk_create(
        changed.values(),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["description", "saleable"],
    )
    return turned


def project_product_discounts(rows: Sequence[ProductDiscounts]) -> None:
    """Take the rules of these products apart; those of a record that is gone go with it."""
    DiscountRule.objects.filter(customer_id=None, product_id__in=[row.pk for row in rows]).delete()
    there = [parse(ReceivedProductDiscounts, row.raw, "discount.products").record for row in rows if not row.gone_at]
    _keep_rules(rule for record in there for rule in product_rules(record))


def project_customer_discounts(rows: Sequence[CustomerDiscounts]) -> None:
    """Take the rules of these customers apart."""
    DiscountRule.objects.filter(customer_id__in=[row.pk for row in rows]).delete()
    there = [parse(ReceivedCustomerDiscounts, row.raw, "discount.customers").record for row in rows if not row.gone_at]
    _keep_rules(rule for record in there for rule in customer_rules(record))


def _keep_rules(rules: Iterable[DiscountRule]) -> None:
    DiscountRule.objects.bulk_create(rules, batch_size=BATCH)
