"""Tolerant per field, strict per record: how a row of LogicTrade becomes a typed record (A3 rows 25 to 28)."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, get_args

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError
from pydantic.alias_generators import to_camel

from apps.logictrade.errors import RecordError

Path = tuple[str | int, ...]
MAX_ROUNDS = 50


class Part(BaseModel):
    """An object inside a record. Fields are snake case of LogicTrade's names; unknown fields are kept as extras."""

    model_config = ConfigDict(extra="allow", alias_generator=to_camel, populate_by_name=True, frozen=True)


class Record(Part):
    """A record of its own. `key` names the field that must hold a positive integer."""

    key: ClassVar[str] = "id"
    _raw: dict[str, Any] = PrivateAttr(default_factory=dict)

    @property
    def raw(self) -> dict[str, Any]:
        """The record as received, unknown fields and odd values included."""
        return self._raw


@dataclass(frozen=True, slots=True)
class Drift:
    """A field that was not as the contract says: `lines[].quantity`, the same path for every entry of a list.

    `kind`: bad (the value was dropped) or null (a list or object was null).
    """

    path: str
    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Parsed[R: Record]:
    record: R
    drift: tuple[Drift, ...] = ()


@dataclass(slots=True)
class Batch[R: Record]:
    """Many rows: those understood, what drifted in them, and those to quarantine."""

    records: list[R] = field(default_factory=list)
    drift: list[Drift] = field(default_factory=list)
    errors: list[RecordError] = field(default_factory=list)

    def __iter__(self) -> Iterator[R]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)


def parse[R: Record](schema: type[R], raw: Any, endpoint: str = "") -> Parsed[R]:
    """One record. A field that cannot be read becomes None (a list: empty) with a drift entry.

    Raises RecordError when the row is no object or its key is missing or odd.
    """
    _check_key(schema, raw, endpoint)
    value, drift = raw, list(_nulls(schema, raw))
    for _ in range(MAX_ROUNDS):
        try:
            record = schema.model_validate(value)
        except ValidationError as exc:
            value = deepcopy(raw) if value is raw else value
            drift += _drop_bad(value, exc)
        else:
            record._raw = raw
            return Parsed(record, tuple(dict.fromkeys(drift)))
    raise RecordError(endpoint, str(raw[_wire_key(schema)]), drift[-1].path, "too many unreadable fields")


def parse_all[R: Record](schema: type[R], rows: Iterable[Any], endpoint: str = "") -> Batch[R]:
    """Every row that can be understood; the others end in `errors`, never in an exception."""
    batch = Batch[R]()
    for row in rows:
        try:
            parsed = parse(schema, row, endpoint)
        except RecordError as error:
            batch.errors.append(error)
        else:
            batch.records.append(parsed.record)
            batch.drift.extend(parsed.drift)
    return batch


def _wire_key(schema: type[Record]) -> str:
    return str(schema.model_fields[schema.key].alias or schema.key)


def _check_key(schema: type[Record], raw: Any, endpoint: str) -> None:
    if not isinstance(raw, Mapping):
        raise RecordError(endpoint, "", "", f"not an object but {type(raw).__name__}")
    if not schema.key:
        return
    name = _wire_key(schema)
    value = raw.get(name)
    if type(value) is not int or value <= 0:
        raise RecordError(endpoint, "" if value is None else str(value)[:80], name, "missing or no positive integer")


def _drop_bad(value: dict[str, Any], exc: ValidationError) -> list[Drift]:
    """Empty the places that pydantic complained about; a list entry that stays bad goes out of its list."""
    drift: list[Drift] = []
    for error in sorted(
        exc.errors(include_url=False, include_input=False), key=lambda e: _order(e["loc"]), reverse=True
    ):
        loc = tuple(error["loc"])
        drift.append(Drift(_path(loc), "bad", error["type"]))
        _empty(value, loc)
    return drift


def _path(loc: Path) -> str:
    return "".join("[]" if isinstance(part, int) else f".{part}" for part in loc).removeprefix(".")


def _order(loc: Path) -> tuple[tuple[int, int, str], ...]:
    """Deep and late places first, so that taking one out does not move the others."""
    return tuple((1, part, "") if isinstance(part, int) else (0, 0, part) for part in loc)


def _empty(value: Any, loc: Path) -> None:
    *way, last = loc
    for depth, step in enumerate(way):
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return
        if not isinstance(value, dict | list):
            raise AssertionError(f"no place {loc[: depth + 1]}")
    if isinstance(value, list) and isinstance(last, int):
        del value[last]
    elif isinstance(value, dict):
        value[str(last)] = None


@cache
def _structured(schema: type[Record]) -> tuple[str, ...]:
    """Wire names of the lists and objects of a schema."""
    return tuple(
        str(info.alias or name)
        for name, info in schema.model_fields.items()
        if info.default_factory is list or any(_is_part(kind) for kind in (info.annotation, *get_args(info.annotation)))
    )


def _is_part(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Part)


def _nulls(schema: type[Record], raw: Mapping[str, Any]) -> Iterator[Drift]:
    for name in _structured(schema):
        if name in raw and raw[name] is None:
            yield Drift(name, "null")
