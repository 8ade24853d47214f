"""Prices, a POST that answers a bare array (contract section 5.5, operation 25)."""

from decimal import Decimal
from typing import Any

from apps.sandbox.bodies import PRICE_SEARCH
from apps.sandbox.call import Call, Route
from apps.sandbox.facets import part
from apps.sandbox.messages import Response
from apps.sandbox.money import money

Record = dict[str, Any]


def get_prices(call: Call) -> Response:
    """One entry per known product; asked twice, answered twice."""
    items = call.body(PRICE_SEARCH).get("items") or []
    entries = [_price(call, item) for item in items if item]
    return Response.json([entry for entry in entries if entry is not None])


def _price(call: Call, item: Record) -> Record | None:
    product = call.store.get("product", item.get("productId") or 0)
    if product is None:
        return None
    customer_id = item.get("customerId")
    price = product.get("salesPrice")
    sales_price = Decimal(price) if isinstance(price, int | Decimal) else None
    percent = customer_percent(call, customer_id, product) if customer_id else Decimal(0)
    return {
        "productId": product["id"],
        "configurationId": item.get("configurationId"),
        "customerId": customer_id,
        "salesPrice": sales_price,
        "discountSalesPrice": money(sales_price * (100 - percent) / 100) if sales_price is not None else None,
        "recommendedRetailPrice": money(sales_price * Decimal("1.1")) if sales_price is not None else None,
    }


def customer_percent(call: Call, customer_id: int, product: Record) -> Decimal:
    """The best percentage of the customer's rules: on everything, or on one of the product's groups (section 5.3)."""
    rules = (call.store.get("customer_discount", customer_id) or {}).get("discounts") or []
    codes = {group.get("code") for group in product.get("groups") or ()}
    general = [entry for rule in rules for entry in rule.get("general") or ()]
    grouped = [entry for rule in rules for entry in rule.get("productGroups") or () if entry.get("code") in codes]
    percents = [part(entry, "percentageAmount.percentage") for entry in general + grouped]
    return max((Decimal(percent) for percent in percents if percent is not None), default=Decimal(0))


ROUTES = (Route(25, "POST", "/rest/v1/products/prices", "price", get_prices),)
