"""Comparing received records with the typed records: fields that are missing, new, or of another type."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import AliasChoices
from pydantic.fields import FieldInfo

from apps.logictrade.errors import RecordError
from apps.logictrade.schemas import Part, Record, parse


@dataclass
class Shape:
    """What differs, by paths of LogicTrade's names. ``missing``: in none of the records; ``new``: in at least one."""

    records: int = 0
    missing: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


def compare(schema: type[Record], rows: Sequence[Any], endpoint: str) -> Shape:
    """Compare all records of an answer with their schema (contract sections 3 to 6)."""
    shape = Shape(records=len(rows))
    shape.missing, shape.new = _names(schema, [row for row in rows if isinstance(row, Mapping)])
    other: dict[str, str] = {}
    for row in rows:
        try:
            drift = parse(schema, row, endpoint).drift
        except RecordError as error:
            shape.unreadable.append(f"{error.id_text or '?'}: {error.field} {error.reason}")
            continue
        for one in drift:
            path = ".".join(part for part in one.path.split(".") if not part.isdecimal())
            other.setdefault(path, "null" if one.kind == "null" else one.detail)
    shape.other = [f"{path} ({what})" for path, what in sorted(other.items())]
    return shape


def _names(schema: type[Part], rows: Sequence[Mapping[str, Any]], path: str = "") -> tuple[list[str], list[str]]:
    """Missing and new names of one level and all below it; nothing is missing from what did not occur."""
    if not rows:
        return [], []
    seen = {name for row in rows for name in row}
    missing: list[str] = []
    known: set[str] = set()
    below: list[tuple[list[str], list[str]]] = []
    for name, info in schema.model_fields.items():
        spellings = _spellings(name, info)
        known |= spellings
        found = spellings & seen
        if not found:
            missing.append(path + min(spellings))
        elif (part := _part_of(info.annotation)) is not None:
            spelled = min(found)
            below.append(_names(part, list(_objects(rows, spelled)), f"{path}{spelled}."))
    new = [path + name for name in sorted(seen - known)]
    for lower_missing, lower_new in below:
        missing += lower_missing
        new += lower_new
    return missing, new


def _spellings(name: str, info: FieldInfo) -> set[str]:
    alias = info.validation_alias
    if isinstance(alias, AliasChoices):
        return {choice for choice in alias.choices if isinstance(choice, str)}
    return {str(alias or info.alias or name)}


def _part_of(annotation: Any) -> type[Part] | None:
    """The object inside ``X | None``, ``list[X]`` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    inner: Iterable[Any] = get_args(annotation) or get_args(getattr(annotation, "__value__", None))
    return next((found for one in inner if (found := _part_of(one)) is not None), None)


def _objects(rows: Sequence[Mapping[str, Any]], name: str) -> Iterator[Mapping[str, Any]]:
    for row in rows:
        value = row.get(name)
        items = value if isinstance(value, list) else [value]
        yield from (item for item in items if isinstance(item, Mapping))
