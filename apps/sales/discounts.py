"""A line's discount: people and our tables speak of percent, LogicTrade most likely of a fraction (open question 2)."""

from decimal import ROUND_HALF_UP, Decimal

from apps.documents.totals import CENT, HUNDRED


def discount_to_write(percent: Decimal) -> Decimal:
    """People type 10 for ten percent, LogicTrade most likely takes 0.10 (open question 2 of the contract)."""
    return percent / HUNDRED


def discount_as_percent(discount: Decimal | None) -> Decimal | None:
    """The same on the way in: up to 1 it is a fraction (contract section 7)."""
    if discount is None:
        return None
    return discount * HUNDRED if abs(discount) <= 1 else discount


def discounts_together(line: Decimal, document: Decimal) -> Decimal:
    """A line's own discount and the document's, one after the other, as one percentage with two decimals."""
    if not document:
        return line
    left = (HUNDRED - line) * (HUNDRED - document) / HUNDRED
    return (HUNDRED - left).quantize(CENT, ROUND_HALF_UP)
