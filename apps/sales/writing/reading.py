"""A document of LogicTrade as a draft holds it, and what a draft that changes one made of it (A5.2 steps 1 and 2)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pydantic.alias_generators import to_camel

from apps.documents.addresses import NAMES
from apps.documents.models import Draft, DraftLine
from apps.documents.totals import CENT
from apps.erp import codes
from apps.erp.mirror.texts import cut
from apps.erp.outbox.merge import Field, Kind, normal, pick
from apps.logictrade import codec, markers
from apps.logictrade.schemas.fields import to_day, to_decimal
from apps.logictrade.wire import is_nothing
from apps.sales.discounts import discount_as_percent
from apps.sales.writing.families import Family, HeadField

type Raw = Mapping[str, Any]

STEP = 10
THOUSANDTH = Decimal("0.001")
LONGEST = {"reference": 80, "description": 500}
# What of a line a person may change, by our names and LogicTrade's.
LINE_FIELDS: Mapping[str, Field] = {
    "description": Field("description"),
    "quantity": Field("quantity", Kind.NUMBER),
    "part_price": Field("partPrice", Kind.NUMBER),
    "discount": Field("discount", Kind.NUMBER),
    "comment_intern": Field("comment.intern"),
    "comment_extern": Field("comment.extern"),
}


def without_marker(raw: Raw) -> dict[str, Any]:
    """The record with its internal comment as people read it: a marker there is nobody's edit."""
    found = dict(raw)
    comment = found.get("comment")
    if isinstance(comment, Mapping) and isinstance(comment.get("intern"), str):
        found["comment"] = {**comment, "intern": markers.strip_text(comment["intern"])}
    return found


def head_values(family: Family, raw: Raw) -> dict[str, Any]:
    """The fields of a draft's head; a text without a code is none, which `checks` tells."""
    plain = without_marker(raw)
    return {field.name: _head_value(field, pick(plain, field.path)) for field in family.head} | {
        "address": address_value(family, raw)
    }


def _head_value(field: HeadField, value: Any) -> Any:
    if field.kind is Kind.DAY:
        return _or_none(to_day, value)
    text = normal(Field(field.path, field.kind), value) or ""
    if field.table:
        return code_of(field.table, text)
    return text[: LONGEST[field.name]] if field.name in LONGEST else text


def code_of(table: str, text: str) -> str:
    """The code of a text of LogicTrade; empty while the table does not know it."""
    try:
        return codes.code_for(table, text)
    except codes.MissingCodeError:
        return ""


def address_value(family: Family, raw: Raw) -> dict[str, str]:
    found = {name: str(pick(raw, f"{family.address}.{to_camel(name)}") or "") for name in NAMES}
    return found if any(found.values()) else {}


def line_values(line: Raw) -> dict[str, Any]:
    """A line of LogicTrade in the precision of a draft."""
    found: dict[str, Any] = {
        name: normal(field, pick(line, field.path)) for name, field in LINE_FIELDS.items() if field.kind is Kind.TEXT
    }
    quantity, price = (_or_none(to_decimal, line.get(name)) for name in ("quantity", "partPrice"))
    percent = discount_as_percent(_or_none(to_decimal, line.get("discount"))) or Decimal(0)
    return found | {
        "description": cut(found["description"], LONGEST["description"]),
        "quantity": (quantity if quantity is not None else Decimal(1)).quantize(THOUSANDTH),
        "part_price": None if price is None else price.quantize(CENT),
        "discount": percent.quantize(CENT),
        "configuration": configuration_text(line),
    }


def configuration_text(line: Raw) -> str:
    """How a product to measure is made up, as LogicTrade's own object; empty for none."""
    found = line.get("configuration")
    return "" if is_nothing(found) else codec.dumps(found)


def line_number(line: Raw) -> int | None:
    """Texts on invoices; None for a line without one."""
    found = line.get("lineNumber")
    text = str(found) if isinstance(found, int | str) and not isinstance(found, bool) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None


def draft_head(family: Family, draft: Draft) -> dict[str, Any]:
    """The same fields as a draft has them."""
    return {field.name: getattr(draft, field.name) for field in family.head} | {"address": draft.address}


def line_places(lines: Sequence[Raw]) -> list[int]:
    """What each line is known by: its number; its place times ten where one has no number or two have the same."""
    numbers = [number for line in lines if (number := line_number(line)) is not None]
    if len(set(numbers)) == len(lines):
        return numbers
    return [(place + 1) * STEP for place in range(len(lines))]


def head_changes(family: Family, mine: Raw, base: Raw) -> dict[str, Any]:
    """What ``mine`` says otherwise than the record it was opened from: by LogicTrade's paths, in draft values."""
    was = head_values(family, base)
    found = {field.path: mine[field.name] for field in family.head if mine[field.name] != was[field.name]}
    if mine["address"] and mine["address"] != was["address"]:
        for name in NAMES:
            typed, theirs = str(mine["address"].get(name) or ""), was["address"].get(name, "")
            if typed != theirs:
                found[f"{family.address}.{to_camel(name)}"] = typed
    return found


def line_changes(line: DraftLine, sent: Raw) -> list[str]:
    """The fields of a line that are not as its ``base`` had them; ``sent`` is the line as it is to be sent."""
    was = line_values(codec.loads(line.base))
    mine = {**sent, "discount": discount_as_percent(Decimal(sent["discount"]))}
    return [name for name in LINE_FIELDS if mine[name] != was[name]]


def lines_of(raw: Raw) -> Sequence[Raw]:
    found = raw.get("lines")
    return [line for line in found if isinstance(line, Mapping)] if isinstance(found, list) else []


def _or_none(read: Any, value: Any) -> Any:
    try:
        return read(value)
    except (ValueError, TypeError):
        return None
