"""Stock taken apart: what lies where, what open lines reserve and bring, what is free. Sums over the mirror."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Subquery

from apps.catalogue.models import Commitment, StockLevel
from apps.catalogue.projections import flag_of, place_flags
from apps.erp.mirror.texts import cut
from apps.erp.models import SyncState
from apps.logictrade.schemas import StockLevel as ReceivedStock
from apps.logictrade.schemas import parse

ZERO = Decimal(0)


@dataclass(frozen=True)
class PlaceStock:
    """Pieces in one location. ``saleable`` None: LogicTrade has not said."""

    code: str
    description: str
    stock: Decimal
    saleable: bool | None = None

    @property
    def name(self) -> str:
        return self.description or self.code


@dataclass(frozen=True)
class StockSummary:
    """Stock of one product over its configurations.

    ``total`` and ``saleable`` are LogicTrade's (None: not read yet, or not said); ``reserved``, ``free`` and
    ``expected`` are calculated from open document lines. ``expected_date`` is the first arrival.
    """

    product_id: int
    total: Decimal | None = None
    saleable: Decimal | None = None
    reserved: Decimal = ZERO
    expected: Decimal = ZERO
    expected_date: date | None = None
    as_of: datetime | None = None
    locations: tuple[PlaceStock, ...] = field(default=())

    @property
    def sellable_stock(self) -> Decimal | None:
        """What free stock starts from: the saleable pieces, else the total."""
        return self.saleable if self.saleable is not None else self.total

    @property
    def free(self) -> Decimal | None:
        """Calculated: saleable (else total) minus reserved; None while no stock was read."""
        start = self.sellable_stock
        return None if start is None else start - self.reserved


def stock_summaries(product_ids: Iterable[int], *, with_locations: bool = True) -> dict[int, StockSummary]:
    """A summary for each asked product, from the mirror: two queries, three with locations."""
    ids = list(dict.fromkeys(product_ids))
    if not ids:
        return {}
    levels: dict[int, list[StockLevel]] = {}
    # When the last complete reading of all stock began: a row that it did not change is of then.
    complete = SyncState.objects.filter(pk="stock").values("complete_began_at")
    rows = StockLevel.objects.filter(product_id__in=ids, gone_at=None).annotate(complete_began_at=Subquery(complete))
    for level in rows if with_locations else rows.defer("data"):
        levels.setdefault(level.product_id, []).append(level)
    reserved, expected, first = _committed(ids)
    flags = place_flags() if with_locations else {}
    return {
        pk: StockSummary(
            product_id=pk,
            total=_sum([level.total for level in levels.get(pk, ())]),
            saleable=_sum([level.saleable for level in levels.get(pk, ())]),
            reserved=reserved.get(pk, ZERO),
            expected=expected.get(pk, ZERO),
            expected_date=first.get(pk),
            as_of=_age(levels.get(pk, ())),
            locations=_places(levels.get(pk, ()), flags) if with_locations else (),
        )
        for pk in ids
    }


def _age(levels: Sequence[Any]) -> datetime | None:
    """How old the oldest part of a summary is; each row bears ``complete_began_at``."""
    moments = [max(level.read_began_at, level.complete_began_at or level.read_began_at) for level in levels]
    return min(moments, default=None)


def _sum(parts: Sequence[Decimal | None]) -> Decimal | None:
    """None when there are no parts, or one of them is not known."""
    known = [part for part in parts if part is not None]
    return sum(known, ZERO) if parts and len(known) == len(parts) else None


def _committed(ids: Sequence[int]) -> tuple[dict[int, Decimal], dict[int, Decimal], dict[int, date]]:
    """Reserved and expected quantity per product, and the date of the first arrival."""
    sums: dict[str, dict[int, Decimal]] = {Commitment.Direction.RESERVED: {}, Commitment.Direction.EXPECTED: {}}
    first: dict[int, date] = {}
    rows = Commitment.objects.filter(product_id__in=ids).values_list("product_id", "direction", "quantity", "date")
    for pk, direction, quantity, day in rows:
        if pk is None or direction not in sums:
            continue
        sums[direction][pk] = sums[direction].get(pk, ZERO) + quantity
        if direction == Commitment.Direction.EXPECTED and day and (pk not in first or day < first[pk]):
            first[pk] = day
    return sums[Commitment.Direction.RESERVED], sums[Commitment.Direction.EXPECTED], first


def _places(levels: Sequence[StockLevel], flags: dict[str, bool | None]) -> tuple[PlaceStock, ...]:
    """Pieces per location over all configurations, in LogicTrade's order."""
    found: dict[str, PlaceStock] = {}
    for level in levels:
        for location in parse(ReceivedStock, level.raw, "stock.list").record.locations:
            code = cut(location.code, 80)
            known = found.get(code)
            pieces = (location.stock or ZERO) + (known.stock if known else ZERO)
            found[code] = PlaceStock(code, cut(location.description, 200), pieces, flag_of(location, flags))
    return tuple(found.values())
