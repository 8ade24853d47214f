"""One field on its way into a body: `copied` from a record as it was read, `written` from the flat JSON value that a
form or an intent holds.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from apps.logictrade.errors import WireError
from apps.logictrade.query import encode_moment
from apps.logictrade.schemas.fields import to_day, to_decimal, to_flag, to_moment, to_ref, to_text

from .rules import Rule
from .values import number, price

PLACES = 4  # decimals of a measure or multiple
_READ_ONLY = {
    "attributes": frozenset({"id", "group", "type", "name", "suffix", "sequence"}),
    "attributes.values": frozenset({"id", "value"}),
}
_TAKEN = {
    Rule.TEXT: "is no text",
    Rule.FLAG: "is neither yes nor no",
    Rule.DAY: "is no date",
    Rule.MOMENT: "is no date",
}
_KEYS = {Rule.ONLY_CODE: "code", Rule.ONLY_ID: "id", Rule.IDS: "id", Rule.URLS: "url"}
_LISTS = frozenset({Rule.IDS, Rule.URLS, Rule.ATTRIBUTES})
# What of these has no written form goes back as it was received: no form of ours has them, so it is nobody's edit.
_AS_RECEIVED = frozenset({Rule.URLS, Rule.ATTRIBUTES})


def is_nothing(value: Any) -> bool:
    """null, an empty text or list, or an object in which nothing is filled in (an id of 0 means none)."""
    if isinstance(value, Mapping):
        return all(is_nothing(inner) or (name == "id" and inner == 0) for name, inner in value.items())
    return value is None or value in ("", [])


def copied(rule: Rule, value: Any, path: str) -> Any:
    """A value as it was read, for the body that writes it back. Raises WireError for one that has no such form."""
    if value is None or (rule not in _LISTS and is_nothing(value)):
        return value if rule is Rule.TEXT else None
    if rule in _AS_RECEIVED:
        return [_part(rule, entry) for entry in _filled(value, path)] if isinstance(value, list) else value
    if rule in _LISTS:
        return [_entry(rule, entry, path) for entry in _filled(value, path)]
    if rule in _KEYS:
        return _entry(rule, value, path)
    try:
        return _scalar(rule, value)
    except ValueError:
        raise WireError(path, _TAKEN.get(rule, "is no number")) from None


def written(rule: Rule, value: Any, path: str) -> Any:
    """A flat value, for a body. Raises WireError for one that LogicTrade could not hold."""
    if is_nothing(value):
        return [] if rule in _LISTS else "" if value == "" and rule is Rule.TEXT else None
    return _WRITTEN[rule](value, path)


def _scalar(rule: Rule, value: Any) -> Any:
    """Numbers stay as they are to the last digit; a text that holds one becomes it."""
    match rule:
        case Rule.TEXT:
            return to_text(value)
        case Rule.FLAG:
            return to_flag(value)
        case Rule.DAY:
            day = to_day(value)
            return day.isoformat() if day else None
        case Rule.MOMENT:
            return _moment(value)
        case _:
            return value if type(value) in (int, Decimal) else to_decimal(value)


def _moment(value: Any) -> str | None:
    """The zone of one without is a guess (open question 4); a midnight is a day, whatever the zone."""
    moment, text = to_moment(value), str(value)
    if moment is None or "T" not in text or "T00:00" in text:
        return _scalar(Rule.DAY, value)  # type: ignore[no-any-return]
    return encode_moment(moment)


def _filled(value: Any, path: str) -> list[Any]:
    """The entries in which something is filled in."""
    if not isinstance(value, list):
        raise WireError(path, "is no list")
    return [entry for entry in value if not is_nothing(entry)]


def _entry(rule: Rule, value: Any, path: str) -> Any:
    key = _KEYS[rule]
    found = _key(value, key)
    if not found:
        raise WireError(path, f"has no {key}")
    return {key: found}


def _key(value: Any, key: str) -> Any:
    """The code, id or address that an object goes by; nothing when there is none that can be read."""
    try:
        return (to_ref if key == "id" else to_text)(value.get(key)) if isinstance(value, Mapping) else None
    except ValueError:
        return None


def _part(rule: Rule, value: Any) -> Any:
    """An image by its address, an attribute by its code; without one as it was received."""
    if rule is Rule.ATTRIBUTES:
        return _attribute(value, "attributes")
    address = value if isinstance(value, str) else _key(value, "url")
    return {"url": address} if address else value


def _attribute(value: Any, path: str) -> Any:
    """By its code, its values by theirs."""
    code = _key(value, "code")
    if not code:
        return value
    body = {name: inner for name, inner in value.items() if name not in _READ_ONLY[path]} | {"code": code}
    if isinstance(body.get("values"), list) and path == "attributes":
        body["values"] = [_attribute(one, "attributes.values") for one in _filled(body["values"], "attributes.values")]
    return body


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise WireError(path, "must be a text")
    return value


def _flag(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise WireError(path, "must be true or false")
    return value


def _whole(value: Any, path: str) -> int:
    whole = int(value) if type(value) is Decimal and value.is_finite() and value % 1 == 0 else value
    if type(whole) is not int:
        raise WireError(path, "must be a whole number")
    return whole


def _measure(value: Any, path: str) -> Decimal | int:
    return number(value, path, PLACES)


def _price(value: Any, path: str) -> Decimal:
    return price(Decimal(value) if type(value) is int else value, path)


def _day(value: Any, path: str) -> str:
    try:
        return value.isoformat() if type(value) is date else date.fromisoformat(_text(value, path)).isoformat()
    except ValueError as error:
        raise error if isinstance(error, WireError) else WireError(path, "is no date") from None


def _id(value: Any, path: str) -> dict[str, int]:
    if type(value) is not int or value <= 0:
        raise WireError(path, "must be the id of a record")
    return {"id": value}


def _url(value: Any, path: str) -> dict[str, str]:
    if not _text(value, path).lower().startswith(("http://", "https://")):
        raise WireError(path, "must be an address that starts with http:// or https://")
    return {"url": value}


def _code(value: Any, path: str) -> dict[str, Any]:
    if not _text(value, path):
        raise WireError(path, "has no code")
    return {"code": value}


def _coded_attribute(value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, Mapping) or set(value) - {"code", "values"}:
        raise WireError(path, "an attribute is written as a code with the codes of its values")
    values = _each(_code)(value.get("values") or [], f"{path}.values")
    return _code(value.get("code"), f"{path}.code") | {"values": values}


def _each(one: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    def many(value: Any, path: str) -> list[Any]:
        if not isinstance(value, list | tuple):
            raise WireError(path, "must be a list")
        return [one(entry, path) for entry in value]

    return many


_WRITTEN: Mapping[Rule, Callable[[Any, str], Any]] = {
    Rule.TEXT: _text,
    Rule.NUMBER: _measure,
    Rule.PRICE: _price,
    Rule.WHOLE: _whole,
    Rule.FLAG: _flag,
    Rule.DAY: _day,
    Rule.ONLY_CODE: _code,
    Rule.ONLY_ID: _id,
    Rule.IDS: _each(_id),
    Rule.URLS: _each(_url),
    Rule.ATTRIBUTES: _each(_coded_attribute),
}
