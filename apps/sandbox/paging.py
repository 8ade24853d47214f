"""Lists: page parameters, filters, modifiedAfter and the envelope (contract sections 1.2 and 1.3)."""

import random
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from . import jsontext
from .call import Call
from .facets import compact, fold
from .messages import Response
from .moments import ZONES, naive_text, parse_stamp
from .present import present, shown_as_stored
from .problems import INVALID, PAGE_NUMBER, PAGE_SIZE, ProblemError

Record = dict[str, Any]

PAGE = frozenset({"pageSize", "pageNumber"})


class Filter(Enum):
    """How a query value is compared: CODE by the `text_filter` dialect, WORDS inside the text, EXACT always whole."""

    CODE = "code"
    WORDS = "words"
    DIGITS = "digits"
    EXACT = "exact"


def page(
    call: Call, kind: str, filters: Mapping[str, tuple[str, Filter]] | None = None, *, delta: bool = True
) -> Response:
    """One page of a kind; `filters` maps a query name to what records are found by."""
    size, number = _page_parameters(call)
    ids = _ordered(call, kind, _selected(call, kind, filters or {}, delta=delta))
    shown = ids[(number - 1) * size : number * size]
    return envelope(_texts(call, kind, shown), len(ids), number, size)


def listed(call: Call, ids: list[int], entries: Callable[[list[int]], list[Record]]) -> Response:
    """One page of these ids, rising as the store gives them, with entries that are made for it."""
    size, number = _page_parameters(call)
    shown = _in_order(call, list(ids))[(number - 1) * size : number * size]
    return envelope([jsontext.dumps(entry) for entry in entries(shown)], len(ids), number, size)


def sliced(call: Call, entries: list[Record]) -> Response:
    """One page of the parts of one record, in their own order."""
    size, number = _page_parameters(call)
    texts = [jsontext.dumps(entry) for entry in entries[(number - 1) * size : number * size]]
    return envelope(texts, len(entries), number, size)


def single_page(entry: Record) -> Response:
    """One record in an envelope nobody asked for."""
    return envelope([jsontext.dumps(entry)], 1, 1, 10)


def envelope(texts: list[str], total: int, number: int, size: int) -> Response:
    pagination = {
        "totalResults": total,
        "pageNumber": number,
        "pageSize": size,
        "totalPages": -(-total // size),
    }
    text = f'{{"pagination":{jsontext.dumps(pagination)},"results":[{",".join(texts)}]}}'
    return Response(200, text.encode())


def _page_parameters(call: Call) -> tuple[int, int]:
    for name in ("pageSize", "pageNumber"):
        if name not in call.query:
            call.violation("missing_page", name, "lists are asked with pageSize and pageNumber")
            if call.dialect["page_parameters"] == "required":
                raise ProblemError(400, *(PAGE_SIZE if name == "pageSize" else PAGE_NUMBER))
    size = _whole(call.query.get("pageSize", "10"))
    number = _whole(call.query.get("pageNumber", "1"))
    if size is None or not 10 <= size <= 100:
        raise ProblemError(400, *PAGE_SIZE)
    if number is None or number < 1:
        raise ProblemError(400, *PAGE_NUMBER)
    return size, number


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _selected(call: Call, kind: str, filters: Mapping[str, tuple[str, Filter]], *, delta: bool) -> set[int] | None:
    """The ids that pass all filters; None when there is no filter."""
    found = [
        chosen
        for name, (facet, how) in filters.items()
        if call.query.get(name) and (chosen := _ids_with(call, kind, facet, how, call.query[name])) is not None
    ]
    if delta and call.query.get("modifiedAfter"):
        found.append(_modified_after(call, kind, call.query["modifiedAfter"]))
    return set.intersection(*found) if found else None


def _ids_with(call: Call, kind: str, facet: str, how: Filter, value: str) -> set[int] | None:
    if how is Filter.EXACT:
        return call.store.ids_with(kind, facet, fold(value))
    if call.dialect["text_filter"] == "ignored":
        return None
    text = compact(value) if how is Filter.DIGITS else fold(value)
    contains = how is not Filter.CODE or call.dialect["text_filter"] == "contains"
    return call.store.ids_with(kind, facet, text, contains=contains)


def _modified_after(call: Call, kind: str, value: str) -> set[int]:
    try:
        stamp = _asked_stamp(call, value)
    except ValueError as error:
        raise ProblemError(400, INVALID, "Invalid request: modifiedAfter is not a date") from error
    return call.store.ids_modified(kind, stamp, inclusive=call.dialect["modified_after"] == "inclusive")


def _asked_stamp(call: Call, value: str) -> int:
    match call.dialect["modified_after_zone"]:
        case "dropped":
            return parse_stamp(value, call.zone, ignore_offset=True)
        case "shifted":
            return parse_stamp(naive_text(parse_stamp(value, call.zone)), ZONES["UTC"])
        case _:
            return parse_stamp(value, call.zone)


def _ordered(call: Call, kind: str, selected: set[int] | None) -> list[int]:
    return _in_order(call, list(call.store.ids(kind)) if selected is None else sorted(selected))


def _in_order(call: Call, rising: list[int]) -> list[int]:
    if call.shuffled:
        random.shuffle(rising)
        return rising
    return rising if call.dialect["list_order"] == "oldest_first" else rising[::-1]


def _texts(call: Call, kind: str, ids: list[int]) -> list[str]:
    texts = call.store.texts(kind, ids)
    if shown_as_stored(kind, call.dialect, listed=True):
        return texts
    return [jsontext.dumps(present(kind, jsontext.loads(text), call.dialect, listed=True)) for text in texts]


def one(call: Call, kind: str) -> Response:
    """The record of the call's path, 404 when there is none."""
    return Response.json(present(kind, find(call, kind), call.dialect, listed=False))


def find(call: Call, kind: str) -> Record:
    record = call.store.get(kind, call.record_id) if call.record_id is not None else None
    if record is None:
        raise ProblemError(404)
    return record
