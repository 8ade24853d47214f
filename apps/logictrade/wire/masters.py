"""Customers, suppliers and products on the way out: flat values by path, as a form or an intent holds them.

How writing them goes (contract sections 4.1, 4.2, 5.1; A5.2):

- `FIELDS[kind]` names every path that may be written, with its rule.
- A value is flat and JSON, so that an intent can store it: text, Decimal, int, bool, a day as YYYY-MM-DD, None for
  nothing. `vat` and `salesGroup` are their code, `groups` a list of ids, `images` a list of addresses,
  `supplier.supplier` an id, `attributes` a list of `{"code": ..., "values": [codes]}`.
- Creating: `create_body(kind, values, marker)`, then `client.customers.create(body)` and its sisters.
- Updating: `to_wire(kind, theirs, changed)` with the record as read a moment ago and the changed values alone, then
  `client.customers.update(id, body)`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from apps.logictrade import markers
from apps.logictrade.errors import WireError

from .convert import is_nothing, written
from .rules import Rule
from .tables import TABLES

MASTERS = ("customer", "supplier", "product")
FIELDS: Mapping[str, Mapping[str, Rule]] = {
    kind: {path: rule for path, rule in TABLES[kind].items() if isinstance(rule, Rule) and rule is not Rule.DROPPED}
    for kind in MASTERS
}
# What a new record needs; for a customer the fields of one line will do (contract section 4.1).
_NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "customer": (("companyName",), ("firstName", "lastName")),
    "supplier": (("companyName",),),
    "product": (("name",),),
}


def written_field(kind: str, path: str, value: Any) -> Any:
    """A flat value as it stands in a body. Raises WireError when the field or the value cannot be written."""
    if path not in FIELDS[kind]:
        raise WireError(path, f"is no field of a {kind} that may be written")
    return written(FIELDS[kind][path], value, path)


def create_body(kind: str, values: Mapping[str, Any], marker: str = "") -> dict[str, Any]:
    """The body that creates a record: only what is filled in, our marker in its place where the kind has one.

    Raises WireError, naming the field, for a value that cannot be written, for one that a new record needs and lacks,
    and for a text where the marker must stand.
    """
    filled = {path: value for path, value in values.items() if not is_nothing(value)}
    _check_needed(kind, filled)
    body: dict[str, Any] = {}
    for path, value in filled.items():
        *way, last = path.split(".")
        target = body
        for step in way:
            target = target.setdefault(step, {})
        target[last] = written_field(kind, path, value)
    if not marker:
        return body
    place = markers.PLACES.get(kind, "")
    if filled.get(place, marker) != marker:
        raise WireError(place, "is kept for our marker on a new record")
    return markers.put(kind, body, marker)


def _check_needed(kind: str, filled: Iterable[str]) -> None:
    lacking = [[path for path in needed if path not in filled] for needed in _NEEDED[kind]]
    if all(lacking):
        raise WireError(lacking[0][0], "is needed for a new record")
