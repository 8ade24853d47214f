"""Two edits of one record (A5.2): what a person was shown, what they made of it, what LogicTrade has now. Pure.

Values are compared after normalising, by the kind that each field is declared to be; what no field names is nobody's
edit and stays as LogicTrade has it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal

from apps.logictrade.schemas.fields import to_day, to_decimal, to_flag, to_text
from apps.logictrade.wire import is_nothing

type Raw = Mapping[str, Any]
# Text, Decimal, bool, day as YYYY-MM-DD, code, id, list of ids, None: what a payload keeps of a field, and what
# `apps.logictrade.wire` takes.
type Value = Any
type Side = Literal["mine", "theirs"]


class Kind(Enum):
    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"
    CODE = "code"  # read as {id, code, description}; its code counts
    REF = "ref"  # read as a whole record; its id counts
    REFS = "refs"  # a list of those; their order says nothing


@dataclass(frozen=True, slots=True)
class Field:
    """One field by LogicTrade's path. ``blank``: null, absent and "" are one value (contract section 0)."""

    path: str
    kind: Kind = Kind.TEXT
    blank: bool = True


@dataclass(frozen=True)
class Shape:
    """The fields of a kind of record that people edit; each of ``groups`` only makes sense together."""

    fields: tuple[Field, ...]
    groups: tuple[frozenset[str], ...] = ()

    def field(self, path: str) -> Field:
        return next(field for field in self.fields if field.path == path)

    def known(self, paths: Iterable[str]) -> list[str]:
        """These paths in the order of the shape; those that it does not name are left out."""
        wanted = set(paths)
        return [field.path for field in self.fields if field.path in wanted]


@dataclass(frozen=True)
class Clash:
    """One choice that only a person can make: a field, or a group, changed on both sides to different values."""

    paths: tuple[str, ...]

    @property
    def name(self) -> str:
        """How a form calls it."""
        return self.paths[0]


@dataclass(frozen=True)
class Merged:
    """``changes`` go on top of what LogicTrade has; with ``clashes`` nothing goes before a person chose."""

    changes: dict[str, Value]
    clashes: tuple[Clash, ...] = ()


def pick(raw: Raw, path: str) -> Any:
    """What stands at a path; None where the way ends early."""
    value: Any = raw
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def normal(field: Field, value: Any) -> Value:
    """A value as it is compared: same meaning, same value. One that its kind cannot read stays what it is, as text."""
    try:
        return _NORMAL[field.kind](field, value)
    except (ValueError, TypeError):
        return str(value)


def _text(field: Field, value: Any) -> Value:
    text = to_text(value)
    if not text:
        return "" if field.blank else text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _day(_field: Field, value: Any) -> Value:
    day = to_day(value)
    return day.isoformat() if day else None


def _code(field: Field, value: Any) -> Value:
    return _text(field, value.get("code") if isinstance(value, Mapping) else value)


def _ref(_field: Field, value: Any) -> Value:
    found = value.get("id") if isinstance(value, Mapping) else value
    if found in (None, "", 0):
        return None
    number = to_decimal(found)
    return int(number) if number is not None else None


def _refs(field: Field, value: Any) -> Value:
    if value is None or value == "":
        return []
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ValueError("no list")
    return sorted({ref for one in value if isinstance(ref := _ref(field, one), int)})


_NORMAL: Mapping[Kind, Any] = {
    Kind.TEXT: _text,
    Kind.NUMBER: lambda _field, value: to_decimal(value),
    Kind.FLAG: lambda _field, value: to_flag(value),
    Kind.DAY: _day,
    Kind.CODE: _code,
    Kind.REF: _ref,
    Kind.REFS: _refs,
}


def read(shape: Shape, raw: Raw) -> dict[str, Value]:
    """All fields of a record as they are compared."""
    return {field.path: normal(field, pick(raw, field.path)) for field in shape.fields}


def changed(shape: Shape, base: Raw, mine: Mapping[str, Value]) -> dict[str, Value]:
    """What a person changed of what they were shown (A5.2 step 2)."""
    return {
        path: value
        for path in shape.known(mine)
        if (value := normal(shape.field(path), mine[path])) != normal(shape.field(path), pick(base, path))
    }


def merge(shape: Shape, base: Raw, changes: Mapping[str, Value], theirs: Raw) -> Merged:
    """Steps 3 to 5: my changes over theirs, or the choices that somebody must make first."""
    was, now = read(shape, base), read(shape, theirs)
    mine = {path: normal(shape.field(path), changes[path]) for path in shape.known(changes)}
    left = {path: value for path, value in mine.items() if value != now[path]}
    others = {path for path in was if was[path] != now[path]}
    clashes: dict[str, Clash] = {}
    for path in left:
        group = next((group for group in shape.groups if path in group), frozenset({path}))
        if others & group:
            open_paths = (mine.keys() | others) & group
            differing = [one for one in shape.known(open_paths) if mine.get(one, was[one]) != now[one]]
            clash = Clash(tuple(differing))
            clashes[clash.name] = clash
    return Merged(left, tuple(clashes.values()))


def choose(
    shape: Shape, base: Raw, changes: Mapping[str, Value], theirs: Raw, choices: Mapping[str, Side]
) -> dict[str, Value]:
    """The changes over theirs after a person chose a side of each clash. Raises KeyError for one without a choice.

    Mine, of a group, is the whole group as this person saw it: half of one address and half of another is nobody's.
    """
    merged = merge(shape, base, changes, theirs)
    was, now = read(shape, base), read(shape, theirs)
    result = dict(merged.changes)
    for clash in merged.clashes:
        keep = choices[clash.name]
        for path in clash.paths:
            result.pop(path, None)
            value = normal(shape.field(path), changes[path]) if path in changes else was[path]
            if keep == "mine" and value != now[path]:
                result[path] = value
    return {path: result[path] for path in shape.known(result)}


def differing(shape: Shape, changes: Mapping[str, Value], raw: Raw) -> list[tuple[str, Value, Value]]:
    """(path, sent, found) of what a record does not show as it was sent (step 7)."""
    now = read(shape, raw)
    return [
        (path, value, now[path])
        for path in shape.known(changes)
        if (value := normal(shape.field(path), changes[path])) != now[path]
    ]


@dataclass(frozen=True)
class Along:
    """A list that nobody edits and that goes back with the record: its parts by ``key``, and what people call one by.

    ``inner``: a list inside each part that does the same.
    """

    path: str
    key: str
    names: tuple[str, ...]
    inner: "Along | None" = None


def lost(along: Along, before: Raw, after: Raw, name: str = "") -> list[str]:
    """The parts of ``before`` that ``after`` does not have, each as people call it.

    A part is the same by its key or its id, or by what it is called when it has no key.
    """
    there = _parts(after.get(along.path))
    found: list[str] = []
    for part in _parts(before.get(along.path)):
        called = " ".join(filter(None, (name, _called(along, part))))
        same = next((one for one in there if _same(along, part, one)), None)
        if same is None:
            found.append(called)
            continue
        there.remove(same)
        if along.inner is not None:
            found += lost(along.inner, part, same, called)
    return found


def _parts(value: Any) -> list[Raw]:
    """The parts in which something is filled in; a bare text is a part whose every name is that text."""
    entries = value if isinstance(value, list) else []
    parts = [{"": one} if isinstance(one, str) else one for one in entries]
    return [part for part in parts if isinstance(part, Mapping) and not is_nothing(part)]


def _same(along: Along, one: Raw, other: Raw) -> bool:
    mine, theirs = (part.get("") or part.get(along.key) for part in (one, other))
    if mine and theirs:
        return str(mine) == str(theirs)
    if one.get("id") and one.get("id") == other.get("id"):
        return True
    return not mine and not theirs and _called(along, one) == _called(along, other)


def _called(along: Along, part: Raw) -> str:
    words = (part.get(name) for name in ("", *along.names, along.key))
    return next((str(word) for word in words if word), f"#{part.get('id') or '?'}")


def put_back(shape: Shape, changes: Mapping[str, Value], before: Raw, between: Raw, after: Raw) -> list[str]:
    """Fields that nobody chose to change and that our write put back (step 8): ``before`` it was read, ``between``
    somebody else had changed them, and ``after`` it they are as before."""
    old, seen, now = read(shape, before), read(shape, between), read(shape, after)
    return [path for path in old if path not in changes and seen[path] != old[path] and now[path] == old[path]]
