"""Prices, a POST that answers a bare array (contract section 5.5, operation 25)."""

from decimal import Decimal
from typing import Any

from apps.sandbox.bodies import PRICE_SEARCH
from apps.sandbox.call import Call, Route
from apps.sandbox.messages import Response
from apps.sandbox.money import money
from apps.sandbox.pricing import best_price

Record = dict[str, Any]


def get_prices(call: Call) -> Response:
    """One entry per known product; asked twice, answered twice."""
    entries = [_price(call, item) for item in call.items(call.body(PRICE_SEARCH))]
    return Response.json([entry for entry in entries if entry is not None])


def _price(call: Call, item: Record) -> Record | None:
    product = call.store.get("product", item.get("productId") or 0)
    if product is None:
        return None
    customer_id = item.get("customerId")
    price = product.get("salesPrice")
    sales_price = Decimal(price) if isinstance(price, int | Decimal) else None
    entry = {
        "productId": product["id"],
        "configurationId": item.get("configurationId"),
        "customerId": customer_id,
        "salesPrice": sales_price,
        "discountSalesPrice": _discounted(call, product, customer_id) if sales_price is not None else None,
        "recommendedRetailPrice": money(sales_price * Decimal("1.1")) if sales_price is not None else None,
    }
    return entry | _agreed(call, product["id"], customer_id)


def _discounted(call: Call, product: Record, customer_id: int | None) -> Decimal:
    own = call.store.get("product_discount", product["id"]) or {}
    theirs = (call.store.get("customer_discount", customer_id) if customer_id else None) or {}
    return best_price(
        product,
        own.get("discounts") or [],
        theirs.get("discounts") or [],
        call.clock.today(),
        stacked=call.dialect["discounts_add_up"] == "together",
    )


def _agreed(call: Call, product_id: int, customer_id: int | None) -> Record:
    """What somebody set by hand inside LogicTrade: the discount lists do not tell why."""
    by_hand = call.store.get("price", product_id) or {}
    pairs = [entry for entry in by_hand.get("customers") or () if entry.get("id") == customer_id]
    chosen = {**(by_hand.get("answer") or {}), **{name: value for entry in pairs for name, value in entry.items()}}
    return {name: value for name, value in chosen.items() if name != "id"}


ROUTES = (Route(25, "POST", "/rest/v1/products/prices", "price", get_prices),)
