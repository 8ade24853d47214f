"""Live questions to LogicTrade about stock and prices: one call each, at most 100 products (contract 5.4, 5.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import structlog
from django.core.cache import cache
from django.db import transaction

from apps.catalogue.commitments import CommitmentRow, commitments_replace
from apps.catalogue.models import StockLevel, StockPlace
from apps.catalogue.resources import STOCK
from apps.catalogue.stock import StockSummary, stock_summaries
from apps.core import clock
from apps.erp import link
from apps.erp.gateway import Priority, erp
from apps.erp.mirror.upsert import upsert
from apps.logictrade.errors import LogicTradeError

__all__ = ["CommitmentRow", "CustomerPrice", "commitments_replace", "places_learn", "prices_get", "stock_refresh"]

log = structlog.get_logger(__name__)

MOST = 100
PRICE_SECONDS = 60


@dataclass(frozen=True)
class CustomerPrice:
    """LogicTrade's answer for one product: list price, price for the customer, recommended retail price."""

    sales: Decimal | None
    net: Decimal | None
    recommended: Decimal | None
    as_of: datetime


def places_learn() -> bool:
    """Ask about places of which it is not known whether they may be sold from: one call, or none. True: asked.

    LogicTrade being away is no failure here: the next turn asks again.
    """
    examples = StockPlace.objects.filter(saleable=None).values_list("example_product_id", flat=True)
    ids = sorted(set(examples))[:MOST]
    if not ids or not link.granted(STOCK.scope):
        return False
    try:
        stock_refresh(product_ids=ids, priority=Priority.BACKGROUND)
    except LogicTradeError as error:
        log.info("places.unknown", error=str(error))
    return True


def stock_refresh(*, product_ids: Sequence[int], priority: Priority = Priority.PEOPLE) -> dict[int, StockSummary]:
    """Ask LogicTrade for the stock of these products, write the mirror, and give the new summaries.

    One call. Raises ValueError for more than 100 products and `LogicTradeError` when there is no answer.
    """
    ids = list(dict.fromkeys(product_ids))
    if not ids:
        return {}
    began_at = clock.now()
    batch = erp().stock.search([{"productId": pk} for pk in ids], priority=priority)
    with transaction.atomic():
        upsert(STOCK, [level.raw for level in batch], read_began_at=began_at)
        _touch([level.product_id for level in batch], began_at)
    return stock_summaries(ids)


def _touch(product_ids: Sequence[int], began_at: datetime) -> None:
    """What was asked now is of now, also where nothing changed."""
    rows = StockLevel.objects.filter(product_id__in=product_ids, read_began_at__lt=began_at)
    rows.update(read_began_at=began_at)


def prices_get(*, customer_id: int | None, product_ids: Sequence[int]) -> dict[int, CustomerPrice]:
    """Prices of products, for a customer or in general; products that LogicTrade does not price are missing.

    Answers are kept for a minute per customer and product; only what is missing is asked, in one call. Raises
    ValueError for more than 100 products and `LogicTradeError` when there is no answer.
    """
    ids = list(dict.fromkeys(product_ids))
    keys = {pk: f"price:{customer_id or 0}:{pk}" for pk in ids}
    kept = cache.get_many(keys.values())
    found: dict[int, CustomerPrice] = {pk: kept[key] for pk, key in keys.items() if key in kept}
    missing = [pk for pk in ids if pk not in found]
    if missing:
        fresh = _ask_prices(customer_id, missing)
        cache.set_many({keys[pk]: price for pk, price in fresh.items()}, PRICE_SECONDS)
        found |= fresh
    return found


def _ask_prices(customer_id: int | None, product_ids: Sequence[int]) -> dict[int, CustomerPrice]:
    extra = {"customerId": customer_id} if customer_id else {}
    now = clock.now()
    batch = erp().prices.get([{"productId": pk, **extra} for pk in product_ids])
    return {
        price.product_id: CustomerPrice(
            price.sales_price, price.discount_sales_price, price.recommended_retail_price, now
        )
        for price in batch
        if price.configuration_id is None
        and price.customer_id in (customer_id, None)
        and price.product_id in product_ids
    }
