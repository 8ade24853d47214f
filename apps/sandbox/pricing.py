"""The price of a product for a customer on a day: the best single rule wins, by dialect rules add up (section 5.5)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from .facets import part
from .money import money

Record = dict[str, Any]

PRODUCT_KINDS = ("fixedPrice", "percentageAmount", "buyXGetY", "tieredPercentageAmount")


def is_valid(rule: Record, day: date) -> bool:
    """Whether a rule counts on a day; a missing date leaves that end open, one that is no date closes it."""
    try:
        start, end = (_day(rule.get(name)) for name in ("startDate", "endDate"))
    except ValueError:
        return False
    return (start is None or start <= day) and (end is None or day <= end)


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)[:10]) if text else None


def smallest_quantity(rule: Record) -> Decimal:
    """The number of pieces from which a product's rule does something."""
    found = [Decimal(part(rule, f"{kind}.minQuantity") or 0) for kind in ("fixedPrice", "percentageAmount")]
    found = [number for number in found if number]
    bought = part(rule, "buyXGetY.buyQuantity")
    tiers = [entry.get("tier") for entry in rule.get("tieredPercentageAmount") or () if entry]
    found += [Decimal(number) for number in (bought, *tiers) if number]
    return min(found, default=Decimal(0))


def unit_prices(rule: Record, price: Decimal, quantity: Decimal) -> Iterator[Decimal]:
    """What one piece costs by each kind that the rule holds; free goods change no unit price."""
    fixed = rule.get("fixedPrice") or {}
    if fixed.get("price") is not None and quantity >= (fixed.get("minQuantity") or 0):
        yield Decimal(fixed["price"])
    percent = rule.get("percentageAmount") or {}
    if percent.get("percentage") is not None and quantity >= (percent.get("minQuantity") or 0):
        yield _less(price, percent["percentage"])
    tiers = [
        (entry["tier"], entry["precentage"])
        for entry in rule.get("tieredPercentageAmount") or ()
        if entry and entry.get("tier") is not None and entry.get("precentage") is not None and entry["tier"] <= quantity
    ]
    if tiers:
        yield _less(price, max(tiers)[1])


def _less(price: Decimal, percentage: Decimal | int) -> Decimal:
    return price * (100 - Decimal(percentage)) / 100


def customer_rules(rules: list[Record], product: Record) -> Iterator[Record]:
    """The parts of a customer's rules that touch this product: everything, its groups, itself."""
    groups = {group.get("code") for group in product.get("groups") or () if group}
    for rule in rules:
        yield from (entry for entry in rule.get("general") or () if entry)
        yield from (entry for entry in rule.get("productGroups") or () if entry and entry.get("code") in groups)
        yield from (entry for entry in rule.get("products") or () if entry and entry.get("id") == product["id"])


def best_price(product: Record, own: list[Record], customers: list[Record], day: date, *, stacked: bool) -> Decimal:
    """`own` are the product's rules, `customers` those of whoever asks; the price of one piece that day."""
    price = Decimal(product["salesPrice"])
    one = Decimal(1)
    of_product = [found for rule in own if is_valid(rule, day) for found in unit_prices(rule, price, one)]
    best = min([price, *of_product])
    valid = [rule for rule in customers if is_valid(rule, day)]
    basis = best if stacked else price
    of_customer = [found for rule in customer_rules(valid, product) for found in unit_prices(rule, basis, one)]
    return money(max(Decimal(0), min([best, *of_customer])))
