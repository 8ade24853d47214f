"""Prices of an old quote beside those of today: one question per hundred products, chosen line by line."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from apps.accounts.models import User
from apps.audit.log import Actor
from apps.catalogue.models import Product
from apps.catalogue.services import MOST, prices_get
from apps.catalogue.texts import code_key
from apps.documents.copying import document_copy, price_of_then
from apps.documents.drafts import locked, touch
from apps.documents.earlier import EarlierDocument, EarlierLine, earlier_get, products_of
from apps.documents.models import Draft, DraftLine
from apps.documents.sending import kinds
from apps.documents.totals import HUNDRED, cents, line_total
from apps.documents.unit_prices import MOST_PRICE, UnitPrice, unit_price


@dataclass(frozen=True)
class PricePair:
    """One line with the price that it was quoted at and today's; ``now`` None: LogicTrade names no price, or the line
    was made to measure and no list says what it costs."""

    place: int
    code: str
    description: str
    quantity: Decimal
    old: Decimal | None
    now: Decimal | None
    product: Product | None
    fresh: UnitPrice | None = None
    made_to_measure: bool = False
    # As LogicTrade has the line: the amount is rounded once, not per piece.
    part_price: Decimal | None = None
    discount: Decimal = Decimal(0)

    @property
    def changed(self) -> bool:
        return self.now is not None and self.now != self.old

    @property
    def percent(self) -> Decimal | None:
        """By how much the price went up."""
        if self.now is None or not self.old:
            return None
        return (self.now - self.old) * HUNDRED / self.old

    @property
    def old_total(self) -> Decimal:
        return line_total(self.quantity, self.part_price, self.discount)

    @property
    def now_total(self) -> Decimal:
        """At today's price, or the old one where there is none."""
        fresh = self.fresh
        return line_total(self.quantity, fresh.part_price, fresh.discount) if fresh else self.old_total


@dataclass(frozen=True)
class Refresh:
    """All product lines of a quote; text lines come along unseen."""

    source: EarlierDocument
    pairs: Sequence[PricePair]

    @property
    def changed(self) -> int:
        return sum(pair.changed for pair in self.pairs)

    @property
    def old_total(self) -> Decimal:
        return sum((pair.old_total for pair in self.pairs), Decimal(0))

    @property
    def now_total(self) -> Decimal:
        return sum((pair.now_total for pair in self.pairs), Decimal(0))


def quote_refresh(quote_id: int) -> Refresh | None:
    """None for a quote that cannot be read or has no customer. Raises `apps.logictrade.errors.LogicTradeError`."""
    source = earlier_get("quote", quote_id)
    if source is None or source.customer_id is None:
        return None
    products = products_of(source.lines)
    prices = _prices(source.customer_id, products.values())
    return Refresh(source, [_pair(line, products, prices) for line in source.lines if line.code])


def _prices(customer_id: int, products: Collection[Product]) -> dict[int, UnitPrice]:
    ids = [product.pk for product in products]
    found: dict[int, UnitPrice] = {}
    for start in range(0, len(ids), MOST):
        known = prices_get(customer_id=customer_id, product_ids=ids[start : start + MOST])
        found |= {pk: unit for pk, price in known.items() if (unit := unit_price(price.sales, price.net))}
    return {pk: unit for pk, unit in found.items() if unit.part_price < MOST_PRICE}


def _pair(line: EarlierLine, products: Mapping[str, Product], prices: Mapping[int, UnitPrice]) -> PricePair:
    product = products.get(code_key(line.code))
    fresh = prices.get(product.pk) if product and not line.configuration else None
    return PricePair(
        place=line.place,
        code=line.code,
        description=line.description,
        quantity=line.quantity or Decimal(1),
        old=_net(line.part_price, line.discount),
        now=_net(fresh.part_price, fresh.discount) if fresh else None,
        product=product,
        fresh=fresh,
        made_to_measure=bool(line.configuration),
        part_price=line.part_price,
        discount=line.discount or Decimal(0),
    )


def _net(price: Decimal | None, discount: Decimal | None) -> Decimal | None:
    return None if price is None else cents(price * (HUNDRED - (discount or Decimal(0))) / HUNDRED)


@transaction.atomic
def refreshed_draft(*, actor: Actor, user: User, refresh: Refresh, places: Collection[int]) -> Draft:
    """A new concept with the lines of the quote: today's price where ``places`` names the line, else that of then.

    Raises `apps.documents.lines.TooManyLinesError`.
    """
    source = refresh.source
    copied = document_copy(actor=actor, user=user, kind=Draft.Kind.QUOTE, source=source)
    pairs = {pair.place: pair for pair in refresh.pairs}
    changed = []
    for line, made in _with_lines(source, copied.lines):
        pair = pairs.get(line.place)
        if pair is None or pair.made_to_measure:
            continue
        if line.place in places and pair.fresh:
            _reprice(made, pair.fresh)
        else:
            price_of_then(made, source, line)
        changed.append(made)
    DraftLine.objects.bulk_update(changed, _PRICE)
    Draft.objects.filter(pk=copied.draft.pk).update(reference=source.reference[:80])
    return copied.draft


def _with_lines(source: EarlierDocument, made: Sequence[DraftLine]) -> Iterator[tuple[EarlierLine, DraftLine]]:
    """Each product line of the quote with the line that came of it; those whose product is gone have none."""
    products = products_of(source.lines)
    left = iter(made)
    for line in source.lines:
        is_product = code_key(line.code) in products
        if is_product or (not line.code and line.description):
            one = next(left)
            if is_product:
                yield line, one


def changed_draft(*, actor: Actor, user: User, refresh: Refresh, places: Collection[int]) -> Draft:
    """The draft in which this person changes the quote, with today's price in the lines that ``places`` names.

    One reading of the quote, unless it is open already. Raises `CannotOpenError`, `DraftFrozenError` and
    `apps.logictrade.errors.LogicTradeError`.
    """
    source = refresh.source
    draft = kinds()[source.kind].edit(actor=actor, user=user, record_id=source.remote_id)
    wanted = {key: pair for key, pair in _keyed(refresh.pairs) if pair.place in places and pair.fresh}
    with transaction.atomic():
        row = locked(draft)
        changed = []
        for key, line in _keyed(DraftLine.objects.filter(draft=row).order_by("position", "pk")):
            pair = wanted.get(key)
            if pair is not None and pair.fresh and not line.configuration:
                _reprice(line, pair.fresh)
                line.version += 1
                changed.append(line)
        DraftLine.objects.bulk_update(changed, [*_PRICE, "version"])
        if changed:
            touch(row)
    return draft


_PRICE = ("part_price", "discount", "price_source", "price_reason")


def _reprice(line: DraftLine, fresh: UnitPrice) -> None:
    line.part_price, line.discount = fresh.part_price, fresh.discount
    line.price_source, line.price_reason = DraftLine.Source.CUSTOMER, ""


def _keyed[T: (PricePair, DraftLine)](lines: Iterable[T]) -> Iterator[tuple[tuple[str, int], T]]:
    """Lines by their code and which one of it: the quote may have changed since the mirror read it."""
    seen: Counter[str] = Counter()
    for line in lines:
        code = code_key(line.code)
        if code:
            yield (code, seen[code]), line
            seen[code] += 1
