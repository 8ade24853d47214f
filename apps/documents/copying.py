"""Lines of before in a draft of today: prices are fresh, comments and how a product is made up come along."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.log import Actor
from apps.catalogue.models import Product
from apps.catalogue.texts import code_key
from apps.documents.drafts import draft_create, locked, touch
from apps.documents.earlier import EarlierDocument, EarlierLine, products_of
from apps.documents.lines import MOST_LINES, TooManyLinesError, new_line
from apps.documents.models import Draft, DraftLine
from apps.documents.totals import CENT, HUNDRED, cents
from apps.documents.unit_prices import MOST_PRICE
from apps.erp import codes
from apps.erp.mirror.texts import cut
from apps.erp.models import CodeEntry

Table = CodeEntry.Table
LONGEST_COMMENT = 2000
MOST_QUANTITY = Decimal(10) ** 9


@dataclass(frozen=True)
class Copied:
    """``lost``: lines whose product LogicTrade no longer has; they were left out."""

    draft: Draft
    lines: Sequence[DraftLine]
    lost: Sequence[EarlierLine] = ()


@transaction.atomic
def lines_copy(
    *, actor: Actor, draft: Draft, source: EarlierDocument, quantities: Mapping[int, Decimal]
) -> list[DraftLine]:
    """Put lines of an earlier document below those of a draft: the places that ``quantities`` names, so many each.

    Raises `DraftFrozenError`, `TooManyLinesError`.
    """
    row = locked(draft)
    wanted = [line for line in source.lines if line.place in quantities]
    return _append(row, _new_lines(row, source, wanted, quantities))


@transaction.atomic
def products_add(*, actor: Actor, draft: Draft, quantities: Mapping[int, Decimal]) -> list[DraftLine]:
    """Lines for products by their ids, in the order given. Raises as `lines_copy`."""
    row = locked(draft)
    products = Product.objects.defer("data", "search_key").in_bulk(list(quantities))
    percents = codes.vat_percents()
    lines = [
        new_line(row, product, quantity, 0, percents)
        for pk, quantity in quantities.items()
        if (product := products.get(pk)) is not None and product.gone_at is None and product.number
    ]
    return _append(row, lines)


@transaction.atomic
def document_copy(*, actor: Actor, user: User, kind: str, source: EarlierDocument) -> Copied:
    """A new draft of any kind with the lines and the head of an earlier document.

    Raises LookupError where it names no customer of ours, `TooManyLinesError`.
    """
    if source.customer_id is None:
        raise LookupError(source.number)
    draft = draft_create(
        actor=actor,
        user=user,
        customer_id=source.customer_id,
        customer_name=source.customer_name,
        kind=kind,
        **_head(source),
    )
    quantities = {line.place: line.quantity or Decimal(1) for line in source.lines}
    lines = _append(draft, _new_lines(draft, source, source.lines, quantities))
    products = products_of(source.lines)
    lost = [line for line in source.lines if line.code and code_key(line.code) not in products]
    return Copied(draft, lines, lost)


def _append(row: Draft, lines: Iterable[DraftLine]) -> list[DraftLine]:
    made = list(lines)
    standing = DraftLine.objects.filter(draft=row)
    if standing.count() + len(made) > MOST_LINES:
        raise TooManyLinesError
    last = standing.aggregate(last=Max("position"))["last"] or 0
    for number, line in enumerate(made, 1):
        line.position = last + number
    DraftLine.objects.bulk_create(made)
    if made:
        touch(row)
    return made


def _new_lines(
    row: Draft, source: EarlierDocument, lines: Sequence[EarlierLine], quantities: Mapping[int, Decimal]
) -> Iterable[DraftLine]:
    products = products_of(lines)
    percents = codes.vat_percents()
    for line in lines:
        product = products.get(code_key(line.code))
        if product is not None:
            yield _product_line(row, source, line, product, quantities[line.place], percents)
        elif not line.code and line.description:
            yield DraftLine(draft=row, position=0, role=DraftLine.Role.TEXT, description=cut(line.description, 500))


def _product_line(
    row: Draft,
    source: EarlierDocument,
    line: EarlierLine,
    product: Product,
    quantity: Decimal,
    percents: Mapping[str, Decimal],
) -> DraftLine:
    made = new_line(row, product, quantity if 0 < quantity < MOST_QUANTITY else Decimal(1), 0, percents)
    made.comment_intern = line.comment_intern[:LONGEST_COMMENT]
    made.comment_extern = line.comment_extern[:LONGEST_COMMENT]
    if line.configuration:
        _as_it_was_made(made, source, line)
    return made


def _as_it_was_made(made: DraftLine, source: EarlierDocument, line: EarlierLine) -> None:
    """A product made to measure travels as it was: no list says what it costs, so its price is that of then."""
    made.configuration = line.configuration
    made.description = cut(line.description, 500) or made.description
    price_of_then(made, source, line)


def price_of_then(made: DraftLine, source: EarlierDocument, line: EarlierLine) -> None:
    """The price that the line had, kept as one that a person gave and saying whose it was."""
    price = line.part_price
    if price is None or not 0 <= price < MOST_PRICE:
        made.part_price = None
        return
    discount = line.discount or Decimal(0)
    whole = price == cents(price) and 0 <= discount <= HUNDRED and discount == discount.quantize(CENT)
    made.part_price = price if whole else cents(price * (HUNDRED - discount) / HUNDRED)
    made.discount = discount if whole else Decimal(0)
    made.price_source = DraftLine.Source.PERSON
    made.price_reason = cut(_("price of %(number)s") % {"number": source.number}, 200)


def _head(source: EarlierDocument) -> dict[str, Any]:
    """What of the head still holds: how it is delivered, and what was written. Its reference and its dates are over."""
    texts = source.head
    return {
        "delivery_type": _code(Table.DELIVERY_TYPE, texts.get("delivery_type", "")),
        "delivery_condition": _code(Table.DELIVERY_CONDITION, texts.get("delivery_condition", "")),
        "origin": codes.default_code(Table.ORIGIN),
        "comment_intern": texts.get("comment_intern", "")[:LONGEST_COMMENT],
        "comment_extern": texts.get("comment_extern", "")[:LONGEST_COMMENT],
    }


def _code(table: str, text: str) -> str:
    """The code of a text of LogicTrade; the usual one where the table does not know it."""
    try:
        return codes.code_for(table, text)
    except codes.MissingCodeError:
        return codes.default_code(table)
