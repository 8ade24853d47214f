"""Answers that are not what the contract says: fields altered, emptied or lost."""

from collections.abc import Callable
from typing import Any

from . import jsontext
from .faults import Fault
from .messages import Response

Record = dict[str, Any]


def put_at(value: Any, path: str, new: Any) -> None:
    """Set the value at a dotted path (`lines.0.partPrice`); a path that leads nowhere changes nothing."""
    *steps, last = path.split(".")
    for step in steps:
        value = _step(value, step)
    if isinstance(value, dict):
        value[last] = new
    elif isinstance(value, list) and last.isdigit() and int(last) < len(value):
        value[int(last)] = new


def _step(value: Any, step: str) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and step.isdigit() and int(step) < len(value):
        return value[int(step)]
    return None


def records_in(payload: Any) -> list[Any]:
    """The records of an answer of any shape: page, items, array or object."""
    if isinstance(payload, list):
        return payload
    if isinstance(payload, dict):
        for name in ("results", "items"):
            if isinstance(payload.get(name), list):
                return list(payload[name])
        return [payload]
    return []


def spoil(response: Response, fault: Fault) -> Response:
    """Play a fault of the answer's text; `every=True` spoils all records, else only the first."""
    if not response.body or response.status >= 300:
        return response
    payload = jsontext.loads(response.body)
    if fault.kind in _WHOLE:
        payload = _WHOLE[fault.kind](payload, fault)
    else:
        records = records_in(payload)
        for record in records if fault.options.get("every") else records[:1]:
            _spoil_record(record, fault)
    return Response(response.status, jsontext.dumps(payload).encode(), response.content_type, response.headers)


def _spoil_record(record: Any, fault: Fault) -> None:
    options = fault.options
    match fault.kind:
        case "alter":
            put_at(record, options["path"], options.get("value"))
        case "null_field":
            put_at(record, options["path"], None)
        case "unknown_enum":
            put_at(record, options.get("path", "status"), options.get("value", "Wacht op de maan"))
        case "drop_id" if isinstance(record, dict):
            record.pop(options.get("path", "id"), None)


def _half(payload: Any, fault: Fault) -> Any:
    """Half of the records vanish and the totals agree with it."""
    if isinstance(payload, dict) and isinstance(payload.get("results"), list):
        pagination = payload["pagination"]
        total = pagination["totalResults"] // 2
        pages = -(-total // pagination["pageSize"])
        shown = payload["results"] if pagination["pageNumber"] <= pages else []
        first = (pagination["pageNumber"] - 1) * pagination["pageSize"]
        return {
            "pagination": pagination | {"totalResults": total, "totalPages": pages},
            "results": shown[: max(0, total - first)],
        }
    return payload[: len(payload) // 2] if isinstance(payload, list) else payload


def _oversize(payload: Any, fault: Fault) -> Any:
    padding = "x" * int(fault.options.get("bytes", 9 * 1024 * 1024))
    return [*payload, {"padding": padding}] if isinstance(payload, list) else {**payload, "padding": padding}


_WHOLE: dict[str, Callable[[Any, Fault], Any]] = {"half_list": _half, "oversize": _oversize}
