"""A record as read becomes a body to write: each field copied, translated or dropped (A5.2 step 6)."""

from collections.abc import Mapping
from typing import Any

from apps.logictrade.errors import UntranslatableValue, WireError

from .convert import copied, is_nothing
from .masters import FIELDS, written_field
from .rules import Action, Codes, CodeText, Renamed, Rule, Table, Translated
from .tables import LISTS, TABLES

Path = tuple[str, ...]


def to_wire(
    kind: str, raw: Mapping[str, Any], changed: Mapping[str, Any] | None = None, codes: Codes | None = None
) -> dict[str, Any]:
    """The body of a PUT: `raw`, the record as last read, by the table of its kind, with `changed` on top.

    `changed` maps paths to values. For a customer, supplier or product these are the flat values of `masters`, and a
    path must be one of `FIELDS[kind]`: `{"address.city": "Zwolle", "vat": "2", "salesPrice": Decimal("12.50")}`. For a
    document they are values as they are written: `{"reference": "x", "delivery.type": "BM", "lines": [...]}`.

    Fields that the table does not name are copied, unknown ones too. Raises WireError, before anything is sent, naming
    the field that cannot be written: a number that is none, a code that lacks, a path that is not writable. For a text
    that a code table does not hold it is an UntranslatableValue, which names that table. A field that is changed needs
    no readable old value.
    """
    given = changed or {}
    flat = kind in FIELDS
    changes = {
        tuple(path.split(".")): written_field(kind, path, value) if flat else value for path, value in given.items()
    }
    body = _Writer(TABLES[kind], changes, codes or {}).body(raw, ())
    for path, value in changes.items():
        put(body, path, value)
    return body


def put(body: dict[str, Any], path: Path, value: Any) -> None:
    """Set one field, making the objects on its way; what is no object there is replaced."""
    *way, last = path
    for step in way:
        inner = body.get(step)
        body[step] = dict(inner) if isinstance(inner, Mapping) else {}
        body = body[step]
    body[last] = value


class _Writer:
    def __init__(self, table: Table, changes: Mapping[Path, Any], codes: Codes) -> None:
        self._table = table
        self._changes = changes
        self._codes = codes
        self._parents = {".".join(path[:depth]) for path in _paths(table) for depth in range(1, len(path))}
        self._replaced = {path[:depth] for path in changes for depth in range(1, len(path))}

    def body(self, raw: Mapping[str, Any], at: Path) -> dict[str, Any]:
        body: dict[str, Any] = {}
        for name, value in self._spelled(raw, at).items():
            path = (*at, name)
            action = self._table.get(".".join(path))
            if action is not Rule.DROPPED and path not in self._changes:
                body[name] = self._value(action, value, path)
        return body

    def _spelled(self, raw: Mapping[str, Any], at: Path) -> dict[str, Any]:
        """The same with the documented names; of two spellings the documented one wins when it holds something."""
        spelled = dict(raw)
        for name in raw:
            action = self._table.get(".".join((*at, name)))
            if isinstance(action, Renamed):
                value = spelled.pop(name)
                if is_nothing(spelled.get(action.name)):
                    spelled[action.name] = value
        return spelled

    def _value(self, action: Action | None, value: Any, path: Path) -> Any:
        field = ".".join(path)
        if action is not None:
            return _apply(action, value, field, self._codes)
        if field in self._parents:
            return self._parent(value, path, field)
        return value

    def _parent(self, value: Any, path: Path, field: str) -> Any:
        if isinstance(value, Mapping) and field not in LISTS:
            return self.body(value, path)
        if isinstance(value, list) and field in LISTS:
            return [self.body(entry, path) if isinstance(entry, Mapping) else entry for entry in value]
        if is_nothing(value) or path in self._replaced:
            return None
        raise WireError(field, "is no list" if field in LISTS else "is no object")


def _paths(table: Table) -> list[Path]:
    return [tuple(path.split(".")) for path in table]


def _apply(action: Action, value: Any, field: str, codes: Codes) -> Any:
    if isinstance(action, Rule):
        return copied(action, value, field)
    if value is None or value == "":
        return value
    if isinstance(action, Translated):
        return _translate(action.table, value, field, codes)
    if isinstance(action, CodeText):
        return value.get("code") if isinstance(value, Mapping) else value
    raise AssertionError(action)


def _translate(table: str, value: Any, field: str, codes: Codes) -> str:
    known = codes.get(table, {})
    if isinstance(value, str) and value in known:
        return known[value]
    if value in known.values():
        return str(value)  # some answers hold the code already
    raise UntranslatableValue(table, str(value), field)
