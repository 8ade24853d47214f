"""Discounts of products and of customers, to be read only (contract section 5.3, operations 19 to 22)."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from apps.sandbox.call import Call, Route
from apps.sandbox.messages import Response
from apps.sandbox.moments import AMSTERDAM, naive_text, parse_stamp
from apps.sandbox.paging import PAGE, find, listed, single_page
from apps.sandbox.pricing import is_valid, smallest_quantity
from apps.sandbox.problems import INVALID, ProblemError
from apps.sandbox.validate import Kind, fits

Record = dict[str, Any]

# The key that an entry repeats of the record it belongs to, next to its name.
_NUMBERS = {"product": "code", "customer": "number"}


def list_product_discounts(call: Call) -> Response:
    return _list(call, "product")


def get_product_discounts(call: Call) -> Response:
    return _one(call, "product")


def list_customer_discounts(call: Call) -> Response:
    return _list(call, "customer")


def get_customer_discounts(call: Call) -> Response:
    return _one(call, "customer")


def _list(call: Call, owner: str) -> Response:
    """One entry per record with rules that are asked for; by dialect one per record."""
    kind = f"{owner}_discount"
    day, quantity = _asked(call)
    if call.dialect["discount_none"] == "listed":
        ids = call.store.ids(owner)
    elif day is None and quantity is None:
        ids = call.store.ids(kind)
    else:
        ids = [number for number in call.store.ids(kind) if _rules(call, kind, number, day, quantity)]
    return listed(call, ids, lambda shown: [_entry(call, owner, number, day, quantity) for number in shown])


def _one(call: Call, owner: str) -> Response:
    if call.dialect["discount_one"] == "absent":
        raise ProblemError(404)
    find(call, owner)
    entry = _entry(call, owner, call.record_id or 0, *_asked(call))
    if not entry["discounts"] and call.dialect["discount_none"] == "missing":
        raise ProblemError(404)
    return single_page(entry) if call.dialect["discount_one"] == "envelope" else Response.json(entry)


def _entry(call: Call, owner: str, record_id: int, day: date | None, quantity: Decimal | None) -> Record:
    number = _NUMBERS[owner]
    record = call.store.get(owner, record_id) or {}
    name = record.get("name") or record.get("companyName") or _person(record)
    rules = _rules(call, f"{owner}_discount", record_id, day, quantity)
    return {
        "id": record_id,
        number: record.get(number),
        "name": name,
        "discounts": [_spelled(rule, call.dialect["spelling"]) for rule in rules],
    }


def _person(record: Record) -> str:
    words = (record.get("firstName"), record.get("infix"), record.get("lastName"))
    return " ".join(str(word) for word in words if word)


def _rules(call: Call, kind: str, record_id: int, day: date | None, quantity: Decimal | None) -> list[Record]:
    rules = (call.store.get(kind, record_id) or {}).get("discounts") or []
    return [
        rule
        for rule in rules
        if (day is None or is_valid(rule, day)) and (quantity is None or smallest_quantity(rule) <= quantity)
    ]


def _spelled(rule: Any, spelling: str) -> Any:
    """The rule with its tiers' `precentage` as documented, or mended."""
    if spelling == "documented":
        return rule
    if isinstance(rule, list):
        return [_spelled(entry, spelling) for entry in rule]
    if isinstance(rule, dict):
        return {
            "percentage" if name == "precentage" else name: _spelled(value, spelling) for name, value in rule.items()
        }
    return rule


def _asked(call: Call) -> tuple[date | None, Decimal | None]:
    """referenceDate and quantity, where they are asked for."""
    day, quantity = call.query.get("referenceDate"), call.query.get("quantity")
    if day and not fits(day, Kind.DATE):
        call.violation("wrong_type", "referenceDate", f"{Kind.DATE.value} is expected, got {day[:60]!r}")
    try:
        text = naive_text(parse_stamp(day, AMSTERDAM)) if day else None
        number = Decimal(quantity) if quantity else None
    except ValueError as error:
        raise ProblemError(400, INVALID, "Invalid request: referenceDate is not a date") from error
    except InvalidOperation as error:
        raise ProblemError(400, INVALID, "Invalid request: quantity is not a number") from error
    if number is not None and not number.is_finite():
        raise ProblemError(400, INVALID, "Invalid request: quantity is not a number")
    return date.fromisoformat(text[:10]) if text else None, number


_WHEN = frozenset({"referenceDate"})

ROUTES = (
    Route(19, "GET", "/rest/v1/discounts/products", "discount", list_product_discounts, PAGE | _WHEN | {"quantity"}),
    Route(20, "GET", "/rest/v1/discounts/products/{id}", "discount", get_product_discounts, _WHEN | {"quantity"}),
    Route(21, "GET", "/rest/v1/discounts/customers", "discount", list_customer_discounts, PAGE | _WHEN),
    Route(22, "GET", "/rest/v1/discounts/customers/{id}", "discount", get_customer_discounts, _WHEN),
)
