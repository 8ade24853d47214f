"""Writing the lines of a draft: add, change, move, remove, and prices as LogicTrade gives them."""

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Q

from apps.audit.actions import Action
from apps.audit.log import Actor, record
from apps.catalogue.models import Product
from apps.core import clock
from apps.documents.drafts import DraftClashError, locked, touch
from apps.documents.merge import merge
from apps.documents.models import Draft, DraftLine
from apps.documents.unit_prices import MOST_PRICE, UnitPrice, unit_price
from apps.erp import codes
from apps.erp.mirror.texts import cut

LINE_FIELDS = (
    "quantity", "part_price", "discount", "price_reason", "optional", "description", "comment_intern", "comment_extern",
)  # fmt: skip
_PRICE_FIELDS = ("part_price", "discount", "price_source", "given_price", "given_discount", "given_source")
# A price and its discount only make sense together (A5.2).
GROUPS = (frozenset({"part_price", "discount"}),)
MOST_LINES = 500
LONGEST_TEXT = 500


class LineGoneError(Exception):
    """The line is no longer in the draft."""


class TooManyLinesError(Exception):
    """A draft takes at most `MOST_LINES` lines."""


@transaction.atomic
def line_add(
    *,
    actor: Actor,
    draft: Draft,
    product: Product,
    quantity: Decimal = Decimal(1),
    token: uuid.UUID | None = None,
    before: int | None = None,
) -> DraftLine:
    """A line at the end or before another, at the list price until the customer's is known.

    ``token`` comes with the form: the same form sent twice adds one line. Raises `DraftFrozenError`,
    `TooManyLinesError`.
    """
    row = locked(draft)
    return _added(row, token) or _put(row, new_line(row, product, quantity, 0), token, before)


@transaction.atomic
def line_write(
    *, actor: Actor, draft: Draft, role: str, text: str = "", token: uuid.UUID | None = None, before: int | None = None
) -> DraftLine:
    """A text line or a heading. Raises `DraftFrozenError`, `TooManyLinesError`."""
    row = locked(draft)
    line = DraftLine(draft=row, position=0, role=role, description=cut(text, LONGEST_TEXT), quantity=Decimal(1))
    return _added(row, token) or _put(row, line, token, before)


@transaction.atomic
def line_copy(*, actor: Actor, draft: Draft, line_id: int, token: uuid.UUID | None = None) -> DraftLine:
    """The same line once more, below itself. Raises `DraftFrozenError`, `LineGoneError`, `TooManyLinesError`."""
    row = locked(draft)
    if done := _added(row, token):
        return done
    line = _line(row, line_id)
    below = DraftLine.objects.filter(draft=row, position__gt=line.position).order_by("position", "pk").first()
    line.pk, line.version, line.base, line.line_number = None, 1, "", None
    line._state.adding = True
    return _put(row, line, token, below.pk if below else None)


def new_line(
    draft: Draft, product: Product, quantity: Decimal, position: int, percents: Mapping[str, Decimal] | None = None
) -> DraftLine:
    """A line for a product at its list price, not stored yet. ``percents``: the VAT codes, where many are made."""
    vat = codes.vat_percents() if percents is None else percents
    price = unit_price(product.sales_price, None)
    part_price = price.part_price if price and price.part_price < MOST_PRICE else None
    return DraftLine(
        draft=draft,
        position=position,
        product_id=product.pk,
        code=product.number,
        description=cut(product.name, 200),
        unit=cut(product.unit, 20),
        quantity=quantity,
        part_price=part_price,
        given_price=part_price,
        price_source=DraftLine.Source.LIST,
        vat_percent=vat.get(product.vat_code.strip().lower()) if product.vat_code else None,
    )


def _added(row: Draft, token: uuid.UUID | None) -> DraftLine | None:
    """The line that this form added already, if it did."""
    return DraftLine.every.filter(draft=row, token=token).first() if token else None


def _put(row: Draft, line: DraftLine, token: uuid.UUID | None, before: int | None) -> DraftLine:
    """Store a new line in its place."""
    lines = DraftLine.objects.filter(draft=row)
    held = lines.aggregate(count=Count("pk"), last=Max("position"))
    if held["count"] >= MOST_LINES:
        raise TooManyLinesError
    line.token = token
    line.position = _make_room(row, before) or (held["last"] or 0) + 1
    line.save()
    touch(row)
    return line


def _make_room(row: Draft, before: int | None) -> int | None:
    """Move the lines from this one on down by one; the place that came free. Places may have gaps."""
    if before is None:
        return None
    found = DraftLine.objects.filter(draft=row, pk=before).values_list("position", flat=True).first()
    if found is not None:
        DraftLine.every.filter(draft=row, position__gte=found).update(position=F("position") + 1)
    return found


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
        _source(line)
    if line.price_source == DraftLine.Source.PERSON and "price_reason" in merged.changes:
        _record_reason(actor, row, line)
    line.version += 1
    line.save()
    touch(row)
    return line


def _source(line: DraftLine) -> None:
    """A price is typed until it is what was given again; with that its reason goes."""
    if (line.part_price, line.discount) == (line.given_price, line.given_discount):
        line.price_source, line.price_reason = line.given_source, ""
    else:
        line.price_source = DraftLine.Source.PERSON


def _record_reason(actor: Actor, row: Draft, line: DraftLine) -> None:
    record(
        Action.DRAFT_PRICE_REASONED,
        actor=actor,
        subject=f"draft:{row.pk}",
        label=row.customer_name,
        before={"product": line.code, "price": line.given_price, "discount": line.given_discount},
        after={
            "product": line.code, "price": line.part_price, "discount": line.discount, "reason": line.price_reason,
        },
    )  # fmt: skip


@transaction.atomic
def line_price_back(*, actor: Actor, draft: Draft, line_id: int) -> DraftLine:
    """Back to the price that LogicTrade gave (or the list). Raises `DraftFrozenError`, `LineGoneError`."""
    row = locked(draft)
    line = _line(row, line_id)
    line.part_price, line.discount = line.given_price, line.given_discount
    _source(line)
    line.version += 1
    line.save()
    touch(row)
    return line


@transaction.atomic
def line_remove(*, actor: Actor, draft: Draft, line_id: int) -> None:
    """Take a line out; one that is out already is no error. Raises `DraftFrozenError`."""
    row = locked(draft)
    if DraftLine.objects.filter(draft=row, pk=line_id).update(removed_at=clock.now()):
        touch(row)


@transaction.atomic
def line_restore(*, actor: Actor, draft: Draft, line_id: int) -> DraftLine:
    """Put a line that was taken out back in its place. Raises `DraftFrozenError`, `LineGoneError`."""
    row = locked(draft)
    line = DraftLine.every.filter(draft=row, pk=line_id).first()
    if line is None:
        raise LineGoneError
    if line.removed_at is not None:
        line.removed_at = None
        line.save(update_fields=["removed_at"])
        touch(row)
    return line


@transaction.atomic
def line_move(*, actor: Actor, draft: Draft, line_id: int, step: int) -> None:
    """Move a line up (-1) or down (1); at the end it stays. Raises `DraftFrozenError`, `LineGoneError`."""
    row = locked(draft)
    line = _line(row, line_id)
    lines = DraftLine.objects.filter(draft=row)
    if step < 0:
        other = lines.filter(_above(line)).order_by("-position", "-pk").first()
    else:
        other = lines.filter(_below(line)).order_by("position", "pk").first()
    if other is None:
        return
    if other.position == line.position:
        _number(row)
        other.refresh_from_db()
        line.refresh_from_db()
    line.position, other.position = other.position, line.position
    DraftLine.objects.bulk_update([line, other], ["position"])
    touch(row)


def _number(row: Draft) -> None:
    """Give every line a place of its own, where two had the same."""
    lines = list(DraftLine.objects.filter(draft=row))
    for position, line in enumerate(lines, 1):
        line.position = position
    DraftLine.objects.bulk_update(lines, ["position"])


def _above(line: DraftLine) -> Q:
    return Q(position__lt=line.position) | Q(position=line.position, pk__lt=line.pk)


def _below(line: DraftLine) -> Q:
    return Q(position__gt=line.position) | Q(position=line.position, pk__gt=line.pk)


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
        line.given_price, line.given_discount, line.given_source = price.part_price, price.discount, line.price_source
        line.version += 1
    DraftLine.objects.bulk_update(lines, [*_PRICE_FIELDS, "version"])
    if lines:
        touch(row)
    return lines
