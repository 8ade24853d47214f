"""The price check: what one customer pays for several products. One call for all that are shown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from apps.catalogue import services
from apps.catalogue.customers import PriceCustomer
from apps.catalogue.discounts import Comparison, Resolution, compare
from apps.catalogue.labels import rule_name
from apps.catalogue.models import Product
from apps.catalogue.pricing import resolutions
from apps.catalogue.selectors import products_by_codes
from apps.catalogue.services import MOST, CustomerPrice
from apps.erp import messages
from apps.logictrade.errors import LogicTradeError

_BETWEEN = re.compile(r"[\r\n;\t]+")
LONGEST = 80


@dataclass(frozen=True)
class CheckRow:
    """One product, or a code that belongs to none. ``rule``: what wins by our reading of the rules."""

    code: str
    product: Product | None = None
    price: CustomerPrice | None = None
    resolution: Resolution | None = None
    comparison: Comparison | None = None
    rule: str = ""


@dataclass(frozen=True)
class PriceCheck:
    """``asked``: LogicTrade was asked. ``cut``: so many codes were more than one call takes."""

    customer: PriceCustomer | None
    rows: tuple[CheckRow, ...] = ()
    asked: bool = False
    problem: str = ""
    cut: int = 0
    as_of: datetime | None = field(default=None)

    @property
    def unknown(self) -> int:
        return sum(row.product is None for row in self.rows)


def typed_codes(text: str) -> list[str]:
    """The codes of a pasted list, each once; of a line with more columns the first."""
    parts = (part.strip()[:LONGEST] for part in _BETWEEN.split(text.replace("\x00", " ")))
    return list(dict.fromkeys(part for part in parts if part))


def price_check(customer: PriceCustomer | None, codes: Sequence[str], *, ask: bool) -> PriceCheck:
    """The rows of the check. Without ``ask`` the mirror answers alone: sales prices, and what the rules make of them.

    Raises nothing when LogicTrade is away: ``problem`` says so.
    """
    wanted = codes[:MOST]
    products = products_by_codes(wanted)
    there = [product for product in dict.fromkeys(products.values()) if product.gone_at is None]
    prices: dict[int, CustomerPrice] = {}
    problem = ""
    customer_id = customer.id if customer else None
    if ask and there:
        try:
            prices = services.prices_get(customer_id=customer_id, product_ids=[product.pk for product in there])
        except LogicTradeError as error:
            problem = messages.explain(error).sentence
    known = {product.pk: _list_price(product, prices.get(product.pk)) for product in products.values()}
    found = resolutions(known, customer_id) if known else {}
    return PriceCheck(
        customer=customer,
        rows=tuple(_row(code, products.get(code), prices, found) for code in wanted),
        asked=ask and not problem,
        problem=problem,
        cut=len(codes) - len(wanted),
        as_of=min((price.as_of for price in prices.values()), default=None),
    )


def _list_price(product: Product, price: CustomerPrice | None) -> Decimal | None:
    return price.sales if price and price.sales is not None else product.sales_price


def _row(
    code: str, product: Product | None, prices: dict[int, CustomerPrice], found: dict[int, Resolution]
) -> CheckRow:
    if product is None:
        return CheckRow(code)
    price, resolution = prices.get(product.pk), found[product.pk]
    winner = resolution.winner
    return CheckRow(
        code=code,
        product=product,
        price=price,
        resolution=resolution,
        comparison=compare(resolution, price.net if price else None),
        rule=rule_name(winner.rule) if winner else "",
    )
