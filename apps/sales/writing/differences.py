"""What LogicTrade changed of a document that was sent (A3 row 23). Fields are named as LogicTrade names them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from apps.erp.outbox.kinds import Difference
from apps.logictrade import markers, schemas
from apps.sales.writing.families import Family, Record

type Payload = Mapping[str, Any]
type Line = schemas.Line | schemas.InvoiceLine


def created_differences(family: Family, payload: Payload, record: Record) -> list[Difference]:
    """Field by field; lines by their place."""
    return [*_head(payload, record), *_payment_condition(family, payload, record), *_lines(payload, record)]


def text_difference(field: str, sent: str, found: str | None) -> Iterator[Difference]:
    if plain(sent) != plain(found):
        yield Difference(field, sent, found or "")


def plain(text: str | None) -> str:
    """Line ends and outer blanks are LogicTrade's own business."""
    return "\n".join(line.rstrip() for line in (text or "").strip().splitlines())


def number_of(line: Line) -> int:
    """Invoices number their lines in texts."""
    number = line.line_number
    return number if isinstance(number, int) else int(number) if number and number.isdecimal() else 0


def in_order(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=number_of)


def _head(payload: Payload, record: Record) -> Iterator[Difference]:
    yield from text_difference("reference", payload["reference"], record.reference)
    if not isinstance(record, schemas.Invoice):
        delivery = record.delivery or schemas.Delivery()
        expected = delivery.expected_date.isoformat() if delivery.expected_date else ""
        yield from text_difference("delivery.expectedDate", payload["expected_date"], expected)
        # The texts that belonged to the codes when it was sent: LogicTrade answers with texts.
        yield from text_difference("delivery.type", payload["delivery_type_text"], delivery.type)
        yield from text_difference("delivery.condition", payload["delivery_condition_text"], delivery.condition)
    if record.comment is not None:
        intern = markers.strip_text(record.comment.intern)
        yield from text_difference("comment.intern", payload["comment_intern"], intern)
        yield from text_difference("comment.extern", payload["comment_extern"], record.comment.extern)


def _payment_condition(family: Family, payload: Payload, record: Record) -> Iterator[Difference]:
    """Where it is ours to say; what was left out LogicTrade fills in as it likes."""
    sent = payload.get("payment_condition", "")
    if sent and isinstance(record, schemas.Order):
        found = record.payment_condition.code if record.payment_condition else ""
        yield from text_difference("paymentCondition", sent, found)


def _lines(payload: Payload, record: Record) -> Iterator[Difference]:
    sent: Sequence[Payload] = payload["lines"]
    found: Sequence[Line] = record.lines
    if len(sent) != len(found):
        yield Difference("lines", str(len(sent)), str(len(found)))
    for ours, theirs in zip(sent, in_order(found), strict=False):
        yield from line_differences(ours, theirs)


def line_differences(ours: Payload, theirs: Line) -> Iterator[Difference]:
    """What of a line is not as it was sent; comments are shown, not compared."""
    path = f"lines.{ours['line_number']}"
    yield from text_difference(f"{path}.code", ours["code"], theirs.code)
    for field, name, value in (
        ("quantity", "quantity", theirs.quantity),
        ("partPrice", "part_price", theirs.part_price),
        ("discount", "discount", theirs.discount),
    ):
        yield from _number(f"{path}.{field}", Decimal(ours[name]), value)


def _number(field: str, sent: Decimal, found: Decimal | None) -> Iterator[Difference]:
    if found is None or sent != found:
        yield Difference(field, f"{sent:f}", "" if found is None else f"{found:f}")
