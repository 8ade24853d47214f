"""Why an order is not leaving: one sentence from what is known of its lines, and the facts behind it. No calls."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.catalogue.models import Commitment
from apps.catalogue.stock import StockSummary
from apps.core import dates, money
from apps.core.labels import Glyph, Tone
from apps.documents.labels import UNKNOWN
from apps.logictrade import schemas
from apps.sales.cards import LineRow

type Text = str | Promise

DELIVERED = "complete"
IN_STOCK = "complete"
# More waiting lines than these are only counted in the list of facts.
MOST_CAUSES = 12


@dataclass(frozen=True)
class Cause:
    """One fact behind the sentence."""

    text: str
    glyph: Glyph = "ring"
    tone: Tone = "muted"
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class Why:
    """``sentence`` answers whoever calls; ``causes`` prove it. ``late``: the promise has passed."""

    sentence: str
    causes: Sequence[Cause] = ()
    late: bool = False


@dataclass(frozen=True)
class Arrival:
    """What a purchase order brings of a product, and when; ``date`` None: LogicTrade has no day for it."""

    number: str
    quantity: Decimal
    date: datetime.date | None


@dataclass(frozen=True)
class _Line:
    """An open line with what is known of its product."""

    row: LineRow
    stock: str
    summary: StockSummary | None
    arrivals: Sequence[Arrival]

    @property
    def ready(self) -> bool:
        return self.stock == IN_STOCK

    @property
    def name(self) -> str:
        count = money.quantity(self.row.quantity) if self.row.quantity is not None else ""
        return f"{count} × {self.row.code or self.row.description}" if count else self.row.code or self.row.description

    @property
    def coming(self) -> datetime.date | None:
        """The first day on which something of it arrives, on the purchase orders it waits for."""
        days = [arrival.date for arrival in self.arrivals if arrival.date]
        return min(days, default=None)


def why(
    order: schemas.Order,
    rows: Sequence[LineRow],
    *,
    state: str,
    stock: Mapping[int, StockSummary],
    arrivals: Mapping[int, Sequence[Arrival]],
    gone: bool = False,
) -> Why:
    """``rows`` are the lines as the card shows them; ``state`` is the derived one; stock and arrivals by product."""
    lines = [row for row in rows if row.code or row.quantity]
    waiting = [_line(row, order, stock, arrivals) for row in lines if _delivered(row, order) != DELIVERED]
    causes = list(_causes(order, lines, waiting, state))
    late = any(cause.tone == "bad" for cause in causes)
    return Why(_sentence(order, lines, waiting, state, gone), causes, late)


def arrivals_of(product_ids: Sequence[int]) -> dict[int, list[Arrival]]:
    """What purchase orders bring of these products, the first day first: one query."""
    found: dict[int, list[Arrival]] = {}
    rows = Commitment.objects.filter(product_id__in=list(product_ids), direction=Commitment.Direction.EXPECTED)
    for row in rows.order_by("date", "pk"):
        found.setdefault(row.product_id or 0, []).append(Arrival(row.number, row.quantity, row.date))
    return found


def _delivered(row: LineRow, order: schemas.Order) -> str:
    return row.lamps[1] or order.delivery_status or ""


def _line(
    row: LineRow,
    order: schemas.Order,
    stock: Mapping[int, StockSummary],
    arrivals: Mapping[int, Sequence[Arrival]],
) -> _Line:
    awaited = {number.strip() for number in row.waits_for.split(",")}
    coming = [one for one in arrivals.get(row.product_id or 0, ()) if one.number in awaited]
    return _Line(row, row.lamps[0] or order.stock_status or "", stock.get(row.product_id or 0), coming)


# The sentence -----------------------------------------------------------------------------------------------------


def _sentence(order: schemas.Order, lines: Sequence[LineRow], waiting: Sequence[_Line], state: str, gone: bool) -> str:
    if gone:
        return _("LogicTrade no longer has this order.")
    if state == "cancelled":
        return _("This order was cancelled.")
    if order.delivery_status == DELIVERED or (lines and not waiting):
        return _("All lines are delivered.")
    if not lines:
        return _("This order has no lines.")
    if state == "draft":
        return _("Not final yet: LogicTrade delivers nothing before it is.")
    held = _held(order, state)
    missing = [line for line in waiting if not line.ready]
    words = _missing(missing, len(waiting) - len(missing)) if missing else _ready(order, lines, waiting)
    return f"{held} {words}" if held else words


def _held(order: schemas.Order, state: str) -> str:
    """A status that we do not know may well hold the order back."""
    text = (order.status or "").strip()
    return _("LogicTrade says: %(text)s.") % {"text": text} if state == UNKNOWN and text else ""


def _missing(missing: Sequence[_Line], ready: int) -> str:
    """What it waits for, the line that comes last or of which nothing is known first."""
    first = max(missing, key=lambda line: (line.coming is None, line.coming or datetime.date.min))
    words = _("Waits for %(what)s: %(when)s.") % {"what": first.name, "when": _when(first)}
    if len(missing) > 1:
        rest = len(missing) - 1
        words = _("Waits for %(what)s and %(n)d more: %(when)s.") % {
            "what": first.name,
            "n": rest,
            "when": _when(first),
        }
    if ready:
        words += " " + ngettext(
            "The other line is in stock and can go.", "The other %(n)d lines are in stock and can go.", ready
        ) % {"n": ready}
    return words


def _when(line: _Line) -> str:
    awaited = line.row.waits_for
    if line.coming:
        words = _("purchase order %(number)s, expected %(day)s")
        return words % {"number": awaited, "day": dates.short_day(line.coming)}
    if awaited:
        return _("purchase order %(number)s, no day known") % {"number": awaited}
    free = line.summary.free if line.summary else None
    if free is not None and line.row.quantity is not None and free >= line.row.quantity >= 0:
        return _("%(n)s are free in stock, but none is set aside for it") % {"n": money.quantity(free)}
    return _("not in stock, and no purchase order is known for it")


def _ready(order: schemas.Order, lines: Sequence[LineRow], waiting: Sequence[_Line]) -> str:
    everything = len(waiting) == len(lines)
    start = _("All is in stock.") if everything else _("What is left is in stock.")
    day = order.delivery.confirmed_date if order.delivery else None
    if day is None:
        return start + " " + _("No delivery is planned yet.")
    if day < dates.today():
        words = _("Delivery was planned for %(day)s and LogicTrade has not booked it.")
    else:
        words = _("Delivery is planned for %(day)s.")
    return start + " " + words % {"day": dates.short_day(day)}


# The facts --------------------------------------------------------------------------------------------------------


def _causes(order: schemas.Order, lines: Sequence[LineRow], waiting: Sequence[_Line], state: str) -> Iterator[Cause]:
    if state == "cancelled" or not waiting:
        return
    yield from _holds(order, state)
    missing = [line for line in waiting if not line.ready]
    yield from map(_cause, missing[:MOST_CAUSES])
    if len(missing) > MOST_CAUSES:
        yield Cause(_("%(n)d more lines are not in stock.") % {"n": len(missing) - MOST_CAUSES})
    if ready := len(waiting) - len(missing):
        text = ngettext("%(n)d line is in stock.", "%(n)d lines are in stock.", ready) % {"n": ready}
        yield Cause(text, "tick", "ok")
    if delivered := len(lines) - len(waiting):
        text = ngettext("%(n)d line was delivered.", "%(n)d lines were delivered.", delivered) % {"n": delivered}
        yield Cause(text, "tick", "ok")


def _holds(order: schemas.Order, state: str) -> Iterator[Cause]:
    """What holds the order as a whole: its status, its deposit, a promise that has passed."""
    if state == "draft":
        yield Cause(_("LogicTrade's status: %(text)s.") % {"text": order.status or ""}, "dashed-ring")
    elif held := _held(order, state):
        yield Cause(held, "diamond", "warn")
    asked = order.required_deposit_amount or Decimal(0)
    paid = sum((payment.amount or Decimal(0) for payment in order.payments), Decimal(0))
    if asked > paid:
        words = _("A deposit of € %(asked)s was asked, € %(paid)s came in.")
        yield Cause(words % {"asked": money.money(asked), "paid": money.money(paid)}, "triangle", "warn")
    expected = order.delivery.expected_date if order.delivery else None
    if expected and (days := (dates.today() - expected).days) > 0:
        words = ngettext("Expected on %(day)s: %(n)d day late.", "Expected on %(day)s: %(n)d days late.", days)
        yield Cause(words % {"day": dates.short_day(expected), "n": days}, "triangle", "bad")


def _cause(line: _Line) -> Cause:
    parts = [_when(line)]
    if line.summary and line.summary.free is not None and line.row.waits_for:
        parts.append(_("free stock %(n)s") % {"n": money.quantity(line.summary.free)})
    if line.stock == "partial":
        parts.append(_("part of it is in stock"))
    glyph: Glyph = "half" if line.stock == "partial" else "ring"
    text = f"{line.name} {line.row.description}".strip() if line.row.code else line.name
    return Cause(f"{text}: {', '.join(parts)}", glyph, "warn", line.row.product_url, _("Product"))
