"""Amounts: two decimals, rounded half up (contract section 7)."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def money(amount: Decimal | int) -> Decimal:
    return Decimal(amount).quantize(CENT, ROUND_HALF_UP)


def line_price(quantity: Decimal | int, part_price: Decimal | int, discount: Decimal | int) -> Decimal:
    """Quantity times unit price less the discount, a fraction."""
    return money(Decimal(quantity) * Decimal(part_price) * (1 - Decimal(discount)))
