"""What a body may hold, and the violations a careless client commits."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

Report = Callable[[str, str, str], None]
"""Called with the kind of violation, the path of the field and a sentence."""

MAX_DECIMALS = 4
MAX_ITEMS = 100


class Kind(Enum):
    """A single value of a body."""

    TEXT = "a string"
    NUMBER = "a number"
    INTEGER = "a whole number"
    FLAG = "true or false"
    DATE = "a date YYYY-MM-DD or a UTC moment ending in Z"
    MOMENT = "a UTC moment ending in Z"
    ANY = "anything"


@dataclass(frozen=True, slots=True)
class Shape:
    """An object: the keys that may be written, and those that LogicTrade fills itself."""

    fields: Mapping[str, "Spec"]
    read_only: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Many:
    """An array; `limit` is the number of items a careful client never passes.

    `key` is what an item is written by. One that was stored without it can only come back as it was (`stored`).
    """

    of: "Spec"
    limit: int | None = None
    key: str = ""
    stored: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """One of two forms, chosen by whether the value is an object."""

    plain: "Spec"
    shape: Shape


type Spec = Kind | Shape | Many | Either


def tolerant(shape: Shape, stored: Mapping[str, Any]) -> Shape:
    """The shape together with what a stored record holds beyond the contract: an update sends that back as it was."""
    fields = {name: _tolerant_field(spec, stored.get(name)) for name, spec in shape.fields.items()}
    beyond = dict.fromkeys(set(stored) - set(fields) - shape.read_only, Kind.ANY)
    return Shape({**fields, **beyond}, shape.read_only)


def tolerant_document(shape: Shape, stored: Mapping[str, Any]) -> Shape:
    """The same for a document, whose lines each may hold more than the contract says. Its customer is another record,
    which no update sends back."""
    lines = shape.fields["lines"]
    if not isinstance(lines, Many) or not isinstance(lines.of, Shape):
        return tolerant(shape, stored)
    of = lines.of
    for line in objects(stored.get("lines")):
        of = tolerant(of, line)
    found = tolerant(Shape({**shape.fields, "lines": Many(of, lines.limit)}, shape.read_only), stored)
    return Shape({**found.fields, "customer": shape.fields["customer"]}, found.read_only)


def _tolerant_field(spec: Spec, stored: Any) -> Spec:
    if isinstance(spec, Shape) and isinstance(stored, dict):
        return tolerant(spec, stored)
    return _tolerant_items(spec, stored) if isinstance(spec, Many) and spec.key else spec


def _tolerant_items(spec: Many, stored: Any) -> Many:
    items = objects(stored)
    of = spec.of
    if isinstance(of, Shape):
        inner = {
            name: _tolerant_items(one, [part for item in items for part in objects(item.get(name))])
            if isinstance(one, Many)
            else one
            for name, one in of.fields.items()
        }
        of = Shape(inner, of.read_only)
    return Many(of, spec.limit, spec.key, tuple(item for item in items if not item.get(spec.key)))


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of an array; none where it is something else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def parse_body(text: bytes, report: Report) -> Any:
    """Read a body; ValueError when it is not JSON. Reports keys that are sent twice."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in items]
        for name in {name for name in names if names.count(name) > 1}:
            report("duplicate_key", name, "the key occurs twice in one object")
        return dict(items)

    def constant(name: str) -> Any:
        raise ValueError(f"{name} is not JSON")

    return json.loads(text.decode("utf-8"), parse_float=Decimal, parse_constant=constant, object_pairs_hook=pairs)


def check(value: Any, spec: Spec, report: Report, path: str = "") -> list[str]:
    """Report every violation; answers the paths whose value has the wrong type. null is allowed anywhere."""
    if value is None:
        return []
    match spec:
        case Shape():
            return _check_shape(value, spec, report, path)
        case Many():
            return _check_many(value, spec, report, path)
        case Either():
            return check(value, spec.shape if isinstance(value, dict) else spec.plain, report, path)
        case Kind():
            return _check_plain(value, spec, report, path)


def _wrong(value: Any, wanted: str, report: Report, path: str) -> list[str]:
    report("wrong_type", path, f"{wanted} is expected, got {type(value).__name__} {str(value)[:60]!r}")
    return [path]


def _check_shape(value: Any, spec: Shape, report: Report, path: str) -> list[str]:
    if not isinstance(value, dict):
        return _wrong(value, "an object", report, path)
    wrong: list[str] = []
    for name, inner in value.items():
        inner_path = f"{path}.{name}" if path else name
        if name in spec.fields:
            wrong += check(inner, spec.fields[name], report, inner_path)
        elif name in spec.read_only:
            report("read_only_key", inner_path, "LogicTrade fills this key itself")
        else:
            report("unknown_key", inner_path, "the contract has no such key here")
    return wrong


def _check_many(value: Any, spec: Many, report: Report, path: str) -> list[str]:
    if not isinstance(value, list):
        return _wrong(value, "an array", report, path)
    if spec.limit is not None and len(value) > spec.limit:
        report("too_many_items", path, f"{len(value)} items, at most {spec.limit} are careful")
    return [
        wrong_path
        for position, inner in enumerate(value)
        if inner not in spec.stored
        for wrong_path in check(inner, spec.of, report, f"{path}.{position}")
    ]


def _check_plain(value: Any, kind: Kind, report: Report, path: str) -> list[str]:
    if isinstance(value, Decimal):
        noise = _noise(value)
        if noise:
            report("float_noise", path, noise)
    return [] if fits(value, kind) else _wrong(value, kind.value, report, path)


def _noise(value: Decimal) -> str | None:
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    return f"{value} has {decimals} decimals, at most {MAX_DECIMALS} are money" if decimals > MAX_DECIMALS else None


def fits(value: Any, kind: Kind) -> bool:
    match kind:
        case Kind.ANY:
            return True
        case Kind.TEXT:
            return isinstance(value, str)
        case Kind.FLAG:
            return isinstance(value, bool)
        case Kind.INTEGER:
            return isinstance(value, int) and not isinstance(value, bool)
        case Kind.NUMBER:
            return isinstance(value, int | Decimal) and not isinstance(value, bool)
        case Kind.DATE:
            return (isinstance(value, str) and _is_time(value, "%Y-%m-%d")) or _is_moment(value)
        case Kind.MOMENT:
            return _is_moment(value)


def _is_time(text: str, form: str) -> bool:
    try:
        return bool(datetime.strptime(text, form))  # noqa: DTZ007 - only the form is of interest
    except ValueError:
        return False


def _is_moment(value: Any) -> bool:
    if not isinstance(value, str) or not value.endswith("Z") or "T" not in value:
        return False
    try:
        return bool(datetime.fromisoformat(value))
    except ValueError:
        return False
