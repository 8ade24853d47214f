"""Writing the lines of a draft: add, change, move, remove, and prices as LogicTrade gives them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from apps.audit.log import Actor
from apps.catalogue.models import Product
from apps.documents.drafts import DraftClashError, locked, touch
from apps.documents.merge import merge
from apps.documents.models import Draft, DraftLine
from apps.documents.totals import CENT, HUNDRED, cents
from apps.erp import codes
from apps.erp.mirror.texts import cut

LINE_FIELDS = ("quantity", "part_price", "discount", "comment_intern", "comment_extern")
# A price and its discount only make sense together (A5.2).
GROUPS = (frozenset({"part_price", "discount"}),)
MOST_LINES = 500
MOST_PRICE = Decimal(10) ** 9


class LineGoneError(Exception):
    """The line is no longer in the draft."""


class TooManyLinesError(Exception):
    """A draft takes at most `MOST_LINES` lines."""


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


@transaction.atomic
def line_add(*, actor: Actor, draft: Draft, product: Product, quantity: Decimal = Decimal(1)) -> DraftLine:
    """A line at the end, at the list price until the customer's is known.

    Raises `DraftFrozenError`, `TooManyLinesError`.
    """
    row = locked(draft)
    lines = DraftLine.objects.filter(draft=row)
    if lines.count() >= MOST_LINES:
        raise TooManyLinesError
    last = lines.aggregate(last=Max("position"))["last"] or 0
    line = new_line(row, product, quantity, last + 1)
    line.save()
    touch(row)
    return line


def new_line(
    draft: Draft, product: Product, quantity: Decimal, position: int, percents: Mapping[str, Decimal] | None = None
) -> DraftLine:
    """A line for a product at its list price, not stored yet. ``percents``: the VAT codes, where many are made."""
    vat = codes.vat_percents() if percents is None else percents
    price = unit_price(product.sales_price, None)
    return DraftLine(
        draft=draft,
        position=position,
        product_id=product.pk,
        code=product.number,
        description=cut(product.name, 200),
        unit=cut(product.unit, 20),
        quantity=quantity,
        part_price=price.part_price if price and price.part_price < MOST_PRICE else None,
        price_source=DraftLine.Source.LIST,
        vat_percent=vat.get(product.vat_code.strip().lower()) if product.vat_code else None,
    )


def _line(row: Draft, line_id: int) -> DraftLine:
    line = DraftLine.objects.select_for_update().filter(draft=row, pk=line_id).first()
    if line is None:
        raise LineGoneError
    return line


@transaction.atomic
def line_update(
    *, actor: Actor, draft: Draft, line_id: int, changes: Mapping[str, Any], seen: Mapping[str, Any]
) -> DraftLine:
    """Change fields of one line; ``seen`` holds the values that the form showed.

    Raises `DraftFrozenError`, `LineGoneError`, `DraftClashError`.
    """
    row = locked(draft)
    line = _line(row, line_id)
    current = {name: getattr(line, name) for name in LINE_FIELDS}
    mine = {name: value for name, value in changes.items() if name in current}
    merged = merge(current, {n: v for n, v in seen.items() if n in current}, mine, GROUPS)
    if merged.clashes:
        raise DraftClashError(merged.clashes)
    if not merged.changes:
        return line
    for name, value in merged.changes.items():
        setattr(line, name, value)
    if {"part_price", "discount"} & merged.changes.keys():
        line.price_source = DraftLine.Source.PERSON
    line.version += 1
    line.save()
    touch(row)
    return line


@transaction.atomic
def line_remove(*, actor: Actor, draft: Draft, line_id: int) -> None:
    """Take a line out; a line that is gone already is no error. Raises `DraftFrozenError`."""
    row = locked(draft)
    if DraftLine.objects.filter(draft=row, pk=line_id).delete()[0]:
        touch(row)


@transaction.atomic
def line_move(*, actor: Actor, draft: Draft, line_id: int, step: int) -> None:
    """Move a line up (-1) or down (1); at the end it stays. Raises `DraftFrozenError`, `LineGoneError`."""
    row = locked(draft)
    order = list(DraftLine.objects.filter(draft=row).order_by("position", "pk"))
    at = next((index for index, line in enumerate(order) if line.pk == line_id), None)
    if at is None:
        raise LineGoneError
    to = at + (1 if step > 0 else -1)
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for position, line in enumerate(order, 1):
        line.position = position
    DraftLine.objects.bulk_update(order, ["position"])
    touch(row)


@transaction.atomic
def lines_reprice(*, actor: Actor, draft: Draft, prices: Mapping[int, UnitPrice]) -> list[DraftLine]:
    """Give lines that still have the list price the customer's; a typed price stays. Returns the lines changed.

    Raises `DraftFrozenError`.
    """
    row = locked(draft)
    waiting = DraftLine.objects.filter(draft=row, price_source=DraftLine.Source.LIST, product_id__in=list(prices))
    lines = [line for line in waiting if prices[line.product_id or 0].part_price < MOST_PRICE]
    for line in lines:
        price = prices[line.product_id or 0]
        line.part_price, line.discount = price.part_price, price.discount
        line.price_source = DraftLine.Source.CUSTOMER
        line.version += 1
    DraftLine.objects.bulk_update(lines, ["part_price", "discount", "price_source", "version"])
    if lines:
        touch(row)
    return lines
