"""Versions of a quote as people see them: the list, and what differs line by line between two of them."""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.core import dates, money
from apps.erp.models import Write
from apps.erp.outbox.models import State
from apps.logictrade import codec, schemas
from apps.logictrade.schemas import Comment, Delivery, parse
from apps.sales.discounts import discount_as_percent
from apps.sales.projections import record_total
from apps.sales.quote_models import QuoteVersion

# A reading and the write that it followed stand in one transaction; their clocks were read apart.
TOGETHER = datetime.timedelta(seconds=30)


@dataclass(frozen=True)
class ShownVersion:
    """One version in the list. ``write`` is our own write that made it, ``total`` in the basis of the document."""

    number: int
    seen_at: datetime.datetime
    total: Decimal | None
    lines: int
    write: Write | None = None


def versions_of(quote_id: int) -> list[ShownVersion]:
    """All versions, the newest first: two queries."""
    rows = list(QuoteVersion.objects.filter(quote_id=quote_id).order_by("number"))
    writes = list(Write.objects.filter(kind__startswith="quote.", remote_id=quote_id, state=State.CONFIRMED))
    shown = []
    before: datetime.datetime | None = None
    for row in rows:
        record = _record(row.data)
        mine = next((write for write in writes if _made(write, before, row.seen_at)), None)
        shown.append(ShownVersion(row.number, row.seen_at, record_total(record), len(record.lines), mine))
        before = row.seen_at
    return shown[::-1]


def _made(write: Write, before: datetime.datetime | None, seen_at: datetime.datetime) -> bool:
    """Whether this write of ours was confirmed between the version before and this one."""
    since = before is None or write.changed_at > before + TOGETHER
    return since and write.changed_at <= seen_at + TOGETHER


def _record(data: str) -> schemas.Quote:
    return parse(schemas.Quote, codec.loads(data), "quote.list").record


# Comparing --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """One figure of a line in both versions, as shown; empty on the side where there is no line."""

    old: str
    new: str

    @property
    def changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True)
class LinePair:
    """``what`` is same, changed, added or removed."""

    what: str
    number: str
    code: Cell
    description: Cell
    quantity: Cell
    price: Cell
    discount: Cell
    amount: Cell


@dataclass(frozen=True)
class HeadPair:
    label: str | Promise
    cell: Cell


@dataclass(frozen=True)
class Comparison:
    """Version ``a`` beside the later ``b``. ``difference`` is b's total less a's."""

    a: int
    b: int
    lines: Sequence[LinePair]
    head: Sequence[HeadPair]
    total: Cell
    difference: Decimal | None
    counts: Mapping[str, int]


def compare_versions(quote_id: int, a: int, b: int) -> Comparison | None:
    """None when one of them does not exist; the lower number stands left, whatever order they are asked in."""
    a, b = sorted((a, b))
    found = {row.number: _record(row.data) for row in QuoteVersion.objects.filter(quote_id=quote_id, number__in=(a, b))}
    if a not in found or b not in found:
        return None
    old, new = found[a], found[b]
    lines = [_pair(*pair) for pair in _paired(old.lines, new.lines)]
    totals = record_total(old), record_total(new)
    known = totals[0] is not None and totals[1] is not None
    return Comparison(
        a,
        b,
        lines,
        [pair for pair in _heads(old, new) if pair.cell.changed],
        Cell(money.money(totals[0]), money.money(totals[1])),
        (totals[1] or Decimal(0)) - (totals[0] or Decimal(0)) if known else None,
        Counter(line.what for line in lines),
    )


def _heads(old: schemas.Quote, new: schemas.Quote) -> Iterator[HeadPair]:
    for label, before, after in zip(_HEAD, _head(old), _head(new), strict=True):
        yield HeadPair(label, Cell(before, after))


_HEAD = (_("Reference"), _("Expected date"), _("Delivery type"), _("Condition"), _("Comment on paper"))


def _head(record: schemas.Quote) -> tuple[str, ...]:
    delivery, comment = record.delivery or Delivery(), record.comment or Comment()
    return (
        record.reference or "",
        dates.day(delivery.expected_date),
        delivery.type or "",
        delivery.condition or "",
        comment.extern or "",
    )


type Line = schemas.Line | None


def _paired(old: Sequence[schemas.Line], new: Sequence[schemas.Line]) -> Iterator[tuple[Line, Line]]:
    """Lines that belong together, in the new order; what was removed stands where it stood."""
    before, after = _keyed(old), _keyed(new)
    if not _tells(old) or not _tells(new):
        before, after = _keyed_by_code(old), _keyed_by_code(new)
    order = list(after)
    for place, key in enumerate(before):
        if key not in after:
            order.insert(min(place, len(order)), key)
    for key in order:
        yield before.get(key), after.get(key)


def _tells(lines: Sequence[schemas.Line]) -> bool:
    """Whether line numbers tell the lines apart."""
    numbers = [line.line_number for line in lines]
    return None not in numbers and len(set(numbers)) == len(numbers)


def _keyed(lines: Sequence[schemas.Line]) -> dict[Any, schemas.Line]:
    return {line.line_number: line for line in lines}


def _keyed_by_code(lines: Sequence[schemas.Line]) -> dict[Any, schemas.Line]:
    seen: Counter[str] = Counter()
    keyed: dict[Any, schemas.Line] = {}
    for line in lines:
        code = (line.code or "").casefold()
        keyed[code, seen[code]] = line
        seen[code] += 1
    return keyed


def _pair(old: Line, new: Line) -> LinePair:
    cells = {
        "code": Cell(_text(old, "code"), _text(new, "code")),
        "description": Cell(_text(old, "description"), _text(new, "description")),
        "quantity": Cell(_number(old, "quantity", money.quantity), _number(new, "quantity", money.quantity)),
        "price": Cell(_number(old, "part_price", money.price), _number(new, "part_price", money.price)),
        "discount": Cell(_discount(old), _discount(new)),
        "amount": Cell(_number(old, "line_price", money.money), _number(new, "line_price", money.money)),
    }
    what = "added" if old is None else "removed" if new is None else ""
    what = what or ("changed" if any(cell.changed for cell in cells.values()) else "same")
    number = new.line_number if new is not None else old.line_number if old is not None else None
    return LinePair(what, "" if number is None else str(number), **cells)


def _text(line: Line, name: str) -> str:
    return (getattr(line, name) or "") if line is not None else ""


def _number(line: Line, name: str, shown: Any) -> str:
    return str(shown(getattr(line, name))) if line is not None else ""


def _discount(line: Line) -> str:
    if line is None:
        return ""
    percent = discount_as_percent(line.discount)
    return money.percentage(percent) if percent else ""
