"""What LogicTrade changed of a quote that was sent (A3 row 23)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from apps.erp.outbox.kinds import Difference
from apps.logictrade import markers, schemas

type Payload = Mapping[str, Any]


def differences(payload: Payload, record: schemas.Quote) -> list[Difference]:
    """Field by field; lines by their place. Fields are named as LogicTrade names them."""
    return [*_head(payload, record), *_lines(payload, record)]


def _text(field: str, sent: str, found: str | None) -> Iterator[Difference]:
    if _plain(sent) != _plain(found):
        yield Difference(field, sent, found or "")


def _plain(text: str | None) -> str:
    """Line ends and outer blanks are LogicTrade's own business."""
    return "\n".join(line.rstrip() for line in (text or "").strip().splitlines())


def _head(payload: Payload, record: schemas.Quote) -> Iterator[Difference]:
    yield from _text("reference", payload["reference"], record.reference)
    delivery = record.delivery or schemas.Delivery()
    expected = delivery.expected_date.isoformat() if delivery.expected_date else ""
    yield from _text("delivery.expectedDate", payload["expected_date"], expected)
    # The texts that belonged to the codes when the quote was sent: LogicTrade answers with texts.
    yield from _text("delivery.type", payload["delivery_type_text"], delivery.type)
    yield from _text("delivery.condition", payload["delivery_condition_text"], delivery.condition)
    if record.comment is not None:
        yield from _text("comment.intern", payload["comment_intern"], markers.strip_text(record.comment.intern))
        yield from _text("comment.extern", payload["comment_extern"], record.comment.extern)


def _lines(payload: Payload, record: schemas.Quote) -> Iterator[Difference]:
    sent, found = payload["lines"], record.lines
    if len(sent) != len(found):
        yield Difference("lines", str(len(sent)), str(len(found)))
    ordered = sorted(found, key=lambda line: line.line_number or 0)
    for ours, theirs in zip(sent, ordered, strict=False):
        path = f"lines.{ours['line_number']}"
        yield from _text(f"{path}.code", ours["code"], theirs.code)
        for field, name, value in (
            ("quantity", "quantity", theirs.quantity),
            ("partPrice", "part_price", theirs.part_price),
            ("discount", "discount", theirs.discount),
        ):
            yield from _number(f"{path}.{field}", Decimal(ours[name]), value)


def _number(field: str, sent: Decimal, found: Decimal | None) -> Iterator[Difference]:
    if found is None or sent != found:
        yield Difference(field, f"{sent:f}", "" if found is None else f"{found:f}")
