"""A record as read becomes a body to write: each field copied, translated or dropped (A5.2 step 6).

One table per kind of record, by the paths of LogicTrade; a field that no table names is copied, unknown fields too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from apps.logictrade.errors import UntranslatableValue, WireError
from apps.logictrade.schemas.fields import to_day

Codes = Mapping[str, Mapping[str, str]]  # name of a code table -> text as read -> code to write


class Rule(Enum):
    DROPPED = "dropped"
    DAY = "day"  # written as YYYY-MM-DD
    ONLY_CODE = "only_code"  # read as {id, code, description}, written as {code}
    ONLY_ID = "only_id"  # read as a whole record, written as {id}


@dataclass(frozen=True, slots=True)
class Translated:
    """Read as a text, written as a code: looked up in the code table of this name."""

    table: str


@dataclass(frozen=True, slots=True)
class CodeText:
    """Read as {id, code, description}, written as the code alone."""


Action = Rule | Translated | CodeText

_COMMON: dict[str, Action] = {
    "id": Rule.DROPPED,
    "number": Rule.DROPPED,
    "salesMan": Rule.DROPPED,
    "status": Rule.DROPPED,
    "totalAmount": Rule.DROPPED,
    "modifiedDate": Rule.DROPPED,
    "createdDate": Rule.DROPPED,
    "date": Rule.DAY,
    "origin": Rule.ONLY_CODE,
    "delivery.type": Translated("delivery.type"),
    "delivery.condition": Translated("delivery.condition"),
    "delivery.expectedDate": Rule.DAY,
    "lines.id": Rule.DROPPED,
    "lines.linePrice": Rule.DROPPED,
    "lines.vat": Rule.DROPPED,
}

_ORDER: dict[str, Action] = {
    "customer": Rule.DROPPED,  # contract section 6.2: not in the body of a PUT
    "stockStatus": Rule.DROPPED,
    "deliveryStatus": Rule.DROPPED,
    "invoiceStatus": Rule.DROPPED,
    "requiredDepositAmount": Rule.DROPPED,
    "delivery.description": Rule.DROPPED,
    "delivery.confirmedDate": Rule.DAY,
    "paymentCondition": CodeText(),
    "lines.stockStatus": Rule.DROPPED,
    "lines.deliveryStatus": Rule.DROPPED,
    "lines.invoiceStatus": Rule.DROPPED,
    "lines.reservations": Rule.DROPPED,
}

TABLES: Mapping[str, Mapping[str, Action]] = {
    "quote": {**_COMMON, "customer": Rule.ONLY_ID},
    "order": {**_COMMON, **_ORDER},
}


def to_wire(
    kind: str, raw: Mapping[str, Any], changed: Mapping[str, Any] | None = None, codes: Codes | None = None
) -> dict[str, Any]:
    """The body of a PUT: `raw` by the table of its kind, with `changed` on top.

    `changed` maps paths such as `reference`, `delivery.type` or `lines` to values as they are written (codes, not
    texts). Raises UntranslatableValue, before anything is sent, for a text that its code table does not hold.
    """
    changes = {tuple(path.split(".")): value for path, value in (changed or {}).items()}
    body = _object(raw, (), TABLES[kind], changes, codes or {})
    for path, value in changes.items():
        _set(body, path, value)
    return body


def _object(
    raw: Mapping[str, Any],
    at: tuple[str, ...],
    table: Mapping[str, Action],
    changes: Mapping[tuple[str, ...], Any],
    codes: Codes,
) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for name, value in raw.items():
        path = (*at, name)
        action = table.get(".".join(path))
        if action is Rule.DROPPED or path in changes:
            continue
        if action is not None:
            body[name] = _apply(action, value, ".".join(path), codes)
        elif isinstance(value, Mapping):
            body[name] = _object(value, path, table, changes, codes)
        elif isinstance(value, list):
            body[name] = [_object(v, path, table, {}, codes) if isinstance(v, Mapping) else v for v in value]
        else:
            body[name] = value
    return body


def _apply(action: Action, value: Any, path: str, codes: Codes) -> Any:
    if value is None or value == "":
        return value
    if isinstance(action, Translated):
        return _translate(action.table, value, path, codes)
    if isinstance(action, CodeText):
        return value.get("code") if isinstance(value, Mapping) else value
    if action is Rule.DAY:
        return _day(value, path)
    key = "code" if action is Rule.ONLY_CODE else "id"
    if not isinstance(value, Mapping) or value.get(key) is None:
        raise WireError(path, f"has no {key}")
    return {key: value[key]}


def _translate(table: str, value: Any, path: str, codes: Codes) -> str:
    known = codes.get(table, {})
    if isinstance(value, str) and value in known:
        return known[value]
    if value in known.values():
        return str(value)  # some answers hold the code already
    raise UntranslatableValue(table, str(value), path)


def _day(value: Any, path: str) -> str | None:
    try:
        day = to_day(value)
    except ValueError:
        raise WireError(path, "is no date") from None
    return day.isoformat() if day else None


def _set(body: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    *way, last = path
    for step in way:
        inner = body.get(step)
        body[step] = dict(inner) if isinstance(inner, Mapping) else {}
        body = body[step]
    body[last] = value
