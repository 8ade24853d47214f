"""What can be offered where there is too little of a product: its alternatives and successors, and its own parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.catalogue.models import Product
from apps.catalogue.opening import references_get, references_kept
from apps.catalogue.references import KINDS, ReferenceGroup, ReferencesCard, references_card
from apps.catalogue.sets import set_card
from apps.catalogue.stock import StockSummary
from apps.logictrade.errors import LogicTradeError

MOST = 5
# Accessories are no answer to an empty shelf.
_INSTEAD = tuple(title for title, _words in KINDS[:2])


@dataclass(frozen=True)
class Alternative:
    """A product in the place of another. ``enough``: as much is free as was asked for."""

    product: Product
    stock: StockSummary
    kind: str
    enough: bool


@dataclass(frozen=True)
class Alternatives:
    """``makeable``: how many of the product itself its parts give, None where it is no set. ``asked`` False:
    LogicTrade did not answer and nothing was known from before."""

    rows: tuple[Alternative, ...] = ()
    makeable: int | None = None
    asked: bool = True


def alternatives(product: Product, wanted: Decimal) -> Alternatives:
    """What is in stock instead of a product: one call, or none where its references were opened before."""
    asked = True
    row = references_kept(product.pk)
    if row is None:
        try:
            row = references_get(product.pk)
        except LogicTradeError:
            asked = False
    card = references_card(row) if row else None
    made = set_card(product)
    return Alternatives(
        rows=_rows(card, product.pk, wanted),
        makeable=made.can_make if made.rows else None,
        asked=asked,
    )


def _rows(card: ReferencesCard | None, product_id: int, wanted: Decimal) -> tuple[Alternative, ...]:
    """What is in stock, those that have enough first, in the order of the references otherwise."""
    groups: Sequence[ReferenceGroup] = card.groups if card else ()
    found = [
        Alternative(row.product, row.stock, str(group.title), row.stock.free >= wanted)
        for group in groups
        if group.title in _INSTEAD
        for row in group.rows
        if row.product is not None
        and row.product.pk != product_id
        and row.product.gone_at is None
        and row.product.number
        and row.stock is not None
        and row.stock.free is not None
        and row.stock.free > 0
    ]
    return tuple(sorted(found, key=lambda one: not one.enough)[:MOST])
