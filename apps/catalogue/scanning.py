"""What a scanned code stands for: asked of the mirror, and of LogicTrade only where the mirror does not know."""

from dataclasses import dataclass

from apps.catalogue import opening
from apps.catalogue.models import Product
from apps.catalogue.selectors import product_search, products_by_id, products_by_scan
from apps.erp import messages
from apps.logictrade.errors import LogicTradeError
from apps.logictrade.schemas.catalogue import FoundProduct


@dataclass(frozen=True)
class Scanned:
    """``product``: the one that is meant. ``products``: several have this code. ``unread``: LogicTrade knows them and
    the mirror does not yet. ``near``: products whose texts hold something like it."""

    product: Product | None = None
    products: tuple[Product, ...] = ()
    unread: tuple[FoundProduct, ...] = ()
    near: tuple[Product, ...] = ()
    problem: str = ""


def scan(code: str) -> Scanned:
    """One call at most, and none for a code that the mirror knows."""
    if not code:
        return Scanned()
    known = products_by_scan(code)
    if known:
        return Scanned(product=known[0]) if len(known) == 1 else Scanned(products=tuple(known))
    try:
        hits = opening.products_asked(code)
    except LogicTradeError as error:
        return Scanned(near=_near(code), problem=messages.explain(error).sentence)
    here = products_by_id([hit.id for hit in hits if hit.id])
    there = tuple(here[hit.id] for hit in hits if hit.id and hit.id in here)
    unread = tuple(hit for hit in hits if hit.id not in here)
    if len(there) == 1 and not unread:
        return Scanned(product=there[0])
    return Scanned(products=there, unread=unread, near=() if hits else _near(code))


def _near(code: str) -> tuple[Product, ...]:
    rows, _total = product_search(code)
    return tuple(rows)
