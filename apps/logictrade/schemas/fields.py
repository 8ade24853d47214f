"""Field types that take what LogicTrade sends and lose nothing (contract section 7, A3 row 27).

Each accepts null; a value that would have to be guessed at raises, and `parse` then empties that one field.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

NAIVE_TZ = ZoneInfo("Europe/Amsterdam")  # open question 4 of the contract: the zone of times without one

_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,7}))?\s?(Z|z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)
_FLAGS = {"yes": True, "ja": True, "true": True, "no": False, "nee": False, "false": False}


def to_text(value: Any) -> str | None:
    """Text as it is; a number becomes its own digits."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    raise ValueError("no text")


def to_decimal(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        value = Decimal(value.strip())
    if isinstance(value, Decimal) and value.is_finite():
        return value
    raise ValueError("no number")


def to_int(value: Any) -> int | None:
    number = to_decimal(value)
    if number is None:
        return None
    if number != number.to_integral_value() or abs(number) >= 10**15:
        raise ValueError("no whole number")
    return int(number)


def to_ref(value: Any) -> int | None:
    """An id of another record; 0 means none."""
    return to_int(value) or None


def to_flag(value: Any) -> bool | None:
    """true, false, 1, 0 and yes, no, ja, nee in any case."""
    if value is None or value == "" or isinstance(value, bool):
        return None if value == "" else value
    if isinstance(value, str):
        value = _FLAGS.get(value.strip().lower(), value)
    elif value in (0, 1):
        value = bool(value)
    if isinstance(value, bool):
        return value
    raise ValueError("neither yes nor no")


def to_moment(value: Any) -> datetime | None:
    """Aware UTC. 0 to 7 digits of a second; no zone means NAIVE_TZ; the year 1 means nothing was filled in."""
    parsed = _split(value)
    if parsed is None:
        return None
    moment = datetime.combine(parsed[0], parsed[1])
    return (moment if moment.tzinfo else moment.replace(tzinfo=NAIVE_TZ)).astimezone(UTC)


def to_day(value: Any) -> date | None:
    """A calendar day. Midnight, in whatever zone, is that day; another moment is its day in NAIVE_TZ."""
    parsed = _split(value)
    if parsed is None:
        return None
    day, clock = parsed
    if clock.tzinfo is None or clock.replace(tzinfo=None) == time():
        return day
    return datetime.combine(day, clock).astimezone(NAIVE_TZ).date()


def to_percent(value: Any) -> Decimal | None:
    """VAT of a line: a number, or an object with `percentage` (contract section 3)."""
    if isinstance(value, Mapping):
        value = value.get("percentage")
    return to_decimal(value)


def _split(value: Any) -> tuple[date, time] | None:
    if value is None or value == "":
        return None
    match = _MOMENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError("no date or time")
    day_text, clock_text, fraction, zone = match.groups()
    day = date.fromisoformat(day_text)
    if day.year == 1:
        return None
    if day.year < 1800:
        raise ValueError("no plausible year")
    micro = f".{fraction[:6]:0<6}" if fraction else ""
    return day, time.fromisoformat((clock_text or "00:00") + micro + (zone or "").upper())


def _no_null(value: Any) -> Any:
    return [] if value is None else value


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, Mapping) else value or []


Text = Annotated[str | None, BeforeValidator(to_text)]
Number = Annotated[Decimal | None, BeforeValidator(to_decimal)]
Int = Annotated[int | None, BeforeValidator(to_int)]
Ref = Annotated[int | None, BeforeValidator(to_ref)]
Flag = Annotated[bool | None, BeforeValidator(to_flag)]
Moment = Annotated[datetime | None, BeforeValidator(to_moment)]
Day = Annotated[date | None, BeforeValidator(to_day)]
Percent = Annotated[Decimal | None, BeforeValidator(to_percent)]
type Many[T] = Annotated[list[T], BeforeValidator(_no_null)]
type OneOrMany[T] = Annotated[list[T], BeforeValidator(_one_or_many)]  # the contract is in doubt which of both comes


def many() -> Any:
    """Default of a `Many` or `OneOrMany` field: a new empty list."""
    return Field(default_factory=list)
