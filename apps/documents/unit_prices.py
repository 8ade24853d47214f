"""What one piece costs: LogicTrade's prices as a line has them, and what is left of a line's price."""

from dataclasses import dataclass
from decimal import Decimal

from apps.documents.models import DraftLine
from apps.documents.totals import CENT, HUNDRED, cents

MOST_PRICE = Decimal(10) ** 9


@dataclass(frozen=True)
class UnitPrice:
    """A price per unit in cents and a discount in percent that together give what the customer pays."""

    part_price: Decimal
    discount: Decimal = Decimal(0)


def unit_price(sales: Decimal | None, net: Decimal | None) -> UnitPrice | None:
    """From LogicTrade's list price and price for the customer (contract section 5.5).

    List price and discount where that gives the customer's price to the cent; else the customer's price alone.
    """
    if net is None and sales is None:
        return None
    best = cents(net if net is not None else sales or Decimal(0))
    if sales is None or net is None or sales <= 0 or not 0 <= net < sales:
        return UnitPrice(best)
    discount = ((sales - net) * HUNDRED / sales).quantize(CENT)
    if sales == cents(sales) and cents(sales * (HUNDRED - discount) / HUNDRED) == best:
        return UnitPrice(cents(sales), discount)
    return UnitPrice(best)


def piece_price(line: DraftLine) -> Decimal | None:
    """What one piece of a line costs after its own discount, to the cent."""
    return None if line.part_price is None else cents(line.part_price * (HUNDRED - line.discount) / HUNDRED)
