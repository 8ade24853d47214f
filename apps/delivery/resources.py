"""How a deliverable order of LogicTrade becomes a row (contract section 6.4)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from apps.delivery.models import Deliverable
from apps.erp.mirror.keys import search_columns
from apps.erp.mirror.registry import Raw, Reading, Resource, register
from apps.erp.mirror.texts import cut
from apps.logictrade.schemas import Address, DeliverableLine, Parsed, parse
from apps.logictrade.schemas import Deliverable as Received

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# Guesses, each one line to change. The word in the key's scope (open question 8):
SCOPE = "delivery"
# The id of a deliverable order is the order's own (open question 18).
DELIVERY_ID_IS_ORDER_ID = True
# A line's volume is that of one piece; the contract does not say.
VOLUME_IS_PER_PIECE = True

READY = "yes"


def read(raw: Raw) -> Reading:
    """Raises `RecordError` for a record without a usable id."""
    parsed: Parsed[Received] = parse(Received, raw, "delivery.list")
    order = parsed.record
    kind = delivery_type(order)
    return Reading(
        id=order.id,
        columns=_columns(order, kind),
        texts=[("delivery_type", kind)] if kind else [],
        drift=[drift.path for drift in parsed.drift],
    )


def parsed_order(raw: Raw) -> Received:
    """The whole record, for the card."""
    found: Parsed[Received] = parse(Received, raw, "delivery.list")
    return found.record


def address_of(order: Received) -> Address:
    """Where it goes; an empty address when LogicTrade gave none."""
    return (order.delivery and order.delivery.address) or Address()


def delivery_type(order: Received) -> str:
    """The text of the delivery type; its code where there is no text."""
    if order.delivery is None:
        return ""
    return cut(order.delivery.description or order.delivery.type, 120)


def open_lines(order: Received) -> list[DeliverableLine]:
    """Lines that still have something to deliver; a line that does not say how much counts."""
    return [line for line in order.lines if line.quantity_to_deliver != 0]


def day_of(moment: datetime | None) -> date | None:
    """The day in the office's zone."""
    return moment.astimezone(AMSTERDAM).date() if moment else None


def line_volume(line: DeliverableLine) -> Decimal | None:
    """Volume of what is still to deliver of a line; None when LogicTrade gave none."""
    if line.volume is None:
        return None
    if not VOLUME_IS_PER_PIECE:
        return line.volume
    quantity = line.quantity if line.quantity_to_deliver is None else line.quantity_to_deliver
    return line.volume * (quantity if quantity is not None else 1)


def total_volume(lines: Sequence[DeliverableLine]) -> Decimal | None:
    known = [volume for line in lines if (volume := line_volume(line)) is not None]
    return sum(known, Decimal(0)) if known else None


def _columns(order: Received, kind: str) -> dict[str, Any]:
    where = address_of(order)
    lines = open_lines(order)
    return {
        "number": cut(order.number, 80),
        "party_name": cut(where.name, 300),
        "city": cut(where.city, 120),
        "zip_code": cut(where.zip_code, 20),
        "in_stock": cut(order.in_stock, 20),
        "expected_date": day_of(order.expected_date),
        "confirmed_date": day_of(order.confirmed_delivery_date),
        "delivery_type": kind,
        "total": fitting(order.total_price, 2),
        "paid": fitting(order.paid_amount, 2),
        "to_collect": fitting(order.to_collect, 2),
        "lines_total": len(lines),
        "lines_ready": sum(line.in_stock == READY for line in lines),
        "volume": fitting(total_volume(lines), 4),
        **_keys(order, where),
    }


def fitting(value: Decimal | None, places: int) -> Decimal | None:
    """The number as its column holds it; None for one that no column could hold (``data`` keeps it whole)."""
    if value is None or value.adjusted() >= 9:
        return None
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _keys(order: Received, where: Address) -> dict[str, str]:
    keys = search_columns(
        number=order.number,
        name=where.name,
        texts=[where.city],
        phones=[where.phone_number],
        addresses=[(where.zip_code, where.house_number)],
    )
    return {column: cut(key, len(key)) for column, key in keys.items()}


DELIVERABLES = Resource(
    name="deliverable",
    scope=SCOPE,
    list_endpoint="delivery.list",
    model=Deliverable,
    read=read,
    order=25,
    # An order leaves this list when it is delivered, which no delta shows: the whole list is read often.
    full_every=timedelta(minutes=10),
    passing=True,
)


def connect() -> None:
    register(DELIVERABLES)
