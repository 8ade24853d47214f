"""Query values as LogicTrade writes them: only names of the table, booleans as words, moments in UTC."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from .endpoints import Endpoint

MIN_PAGE_SIZE, MAX_PAGE_SIZE = 10, 100


def encode_query(endpoint: Endpoint, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Sorted pairs, None left out; `originCode` is spelled as this list wants it (contract section 2, trap).

    Raises ValueError for a name the table does not know, or a page out of range (LTA0006, LTA0007).
    """
    pairs: dict[str, str] = {}
    for name, value in values.items():
        wire_name = endpoint.origin_param or name if name in {"originCode", "origenCode"} else name
        if wire_name not in endpoint.query:
            raise ValueError(f"{endpoint.name} has no query parameter {name}")
        if value is not None:
            pairs[wire_name] = encode_value(value)
    _check_page(endpoint, pairs)
    return sorted(pairs.items())


def encode_value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return encode_moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int | str):
        return str(value)
    raise ValueError(f"a query value may not be a {type(value).__name__}")


def encode_moment(moment: datetime) -> str:
    """UTC with Z, milliseconds only when there are some. Raises ValueError for a time without zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    utc = moment.astimezone(UTC)
    spec = "milliseconds" if utc.microsecond else "seconds"
    return utc.replace(tzinfo=None).isoformat(timespec=spec) + "Z"


def _check_page(endpoint: Endpoint, pairs: Mapping[str, str]) -> None:
    if not endpoint.paged:
        return
    number, size = (int(pairs.get(name, "0")) for name in ("pageNumber", "pageSize"))
    if number < 1 or not MIN_PAGE_SIZE <= size <= MAX_PAGE_SIZE:
        raise ValueError(f"{endpoint.name} needs pageNumber >= 1 and pageSize {MIN_PAGE_SIZE} to {MAX_PAGE_SIZE}")
