"""Writes of master data: create, update (A5.2) and remove, the same for every kind of record.

A domain app declares a `Master`: its fields, what belongs together, what makes two records the same one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from apps.core import clock
from apps.erp.mirror import registry
from apps.erp.mirror.fold import fold
from apps.erp.mirror.upsert import mark_gone
from apps.erp.outbox import kinds
from apps.erp.outbox.kinds import ConflictError, Difference, Message, Raw, WriteKind
from apps.erp.outbox.merge import Along, Shape, Value, differing, lost, merge, normal, pick, put_back
from apps.erp.outbox.models import EditBase, Write
from apps.erp.outbox.turns import pass_turn
from apps.logictrade import wire

type Text = str | Promise


@dataclass(frozen=True)
class Master:
    """One kind of master data. ``name`` is LogicTrade's word: endpoints, wire table and mirror resource begin with it.

    ``same``: paths of which each group, when all of it was sent, points to the same record (compared folded).
    ``page``: the name of the address that shows how a write went. ``marker_kind`` as in `WriteKind`. ``along``: lists
    that no form has and every update sends back, with what people call them.
    """

    name: str
    permission: str
    shape: Shape
    same: tuple[tuple[str, ...], ...]
    create_title: Text
    update_title: Text
    remove_title: Text
    page: str
    marker_kind: str = ""
    number_field: str = "number"
    along: tuple[tuple[Along, Text], ...] = ()

    @property
    def create(self) -> str:
        return f"{self.name}.create"

    @property
    def update(self) -> str:
        return f"{self.name}.update"

    @property
    def remove(self) -> str:
        return f"{self.name}.remove"

    @property
    def kinds(self) -> tuple[str, str, str]:
        return self.create, self.update, self.remove


class _Domain:
    """What the three writes share."""

    def __init__(self, master: Master) -> None:
        self.master = master

    def confirmed(self, write: Write, raw: Raw | None) -> None:
        pass_turn(write)

    def rejected(self, write: Write) -> None:
        if write.error_status == 404 and "id" in write.content:
            mark_gone(registry.get(self.master.name), write.content["id"], at=clock.now())
        pass_turn(write)

    def url(self, write: Write) -> str:
        """The page that shows how it went."""
        return reverse(self.master.page, args=[write.pk])

    def shown(self, write: Write) -> Mapping[str, Any]:
        """What the write's page prints of its content."""
        content = write.content
        return {"id": content.get("id")} | dict(content.get("values", {}))


class Create(_Domain):
    """A new record. With a marker it is found by that; without one, by all that was sent (contract section 8)."""

    def message(self, write: Write) -> Message:
        return Message(wire.create_body(self.master.name, write.content["values"], write.marker or ""))

    def fingerprint_matches(self, write: Write, raw: Raw) -> bool:
        values = write.content["values"]
        if self.master.marker_kind:
            return self._points_to(values, raw)
        return not differing(self.master.shape, values, raw)

    def is_candidate(self, write: Write, raw: Raw) -> bool:
        return self._points_to(write.content["values"], raw)

    def differences(self, write: Write, raw: Raw) -> Sequence[Difference]:
        return _differences(self.master.shape, write.content["values"], raw)

    def _points_to(self, values: Mapping[str, Value], raw: Raw) -> bool:
        sets = [paths for paths in self.master.same if all(values.get(path) for path in paths)]
        return any(all(_key(values[path]) == _key(pick(raw, path)) for path in paths) for paths in sets)


class Update(_Domain):
    """Changes over the record as LogicTrade has it when they are sent; somebody else's changes stay."""

    def message(self, write: Write) -> Message:
        return Message(None, path={"id": write.content["id"]})

    def merged(self, write: Write, theirs: Raw) -> Message:
        content = write.content
        merged = merge(self.master.shape, EditBase.objects.get(pk=write.pk).raw, content["values"], theirs)
        if merged.clashes:
            raise ConflictError
        body = wire.to_wire(self.master.name, theirs, merged.changes) if merged.changes else None
        return Message(body, path={"id": content["id"]})

    def wanted(self, write: Write, theirs: Raw) -> Raw:
        wanted = dict(theirs)
        for path, value in write.content["values"].items():
            _put(wanted, path.split("."), value)
        return wanted

    def put_back(self, write: Write, before: Raw, between: Raw, after: Raw) -> Sequence[str]:
        return put_back(self.master.shape, write.content["values"], before, between, after)

    def lost(self, before: Raw, after: Raw) -> Sequence[Difference]:
        found = [(along.path, lost(along, before, after)) for along, _label in self.master.along]
        return [Difference(path, ", ".join(names), "") for path, names in found if names]

    def fingerprint_matches(self, write: Write, raw: Raw) -> bool:
        return self.is_candidate(write, raw) and not self.differences(write, raw)

    def is_candidate(self, write: Write, raw: Raw) -> bool:
        return bool(raw.get("id") == write.content["id"])

    def differences(self, write: Write, raw: Raw) -> Sequence[Difference]:
        return _differences(self.master.shape, write.content["values"], raw)


class Remove(_Domain):
    """LogicTrade no longer has it: that is what was wanted, whoever did it."""

    def message(self, write: Write) -> Message:
        return Message(None, path={"id": write.content["id"]})

    def fingerprint_matches(self, write: Write, raw: Raw) -> bool:
        return False

    def is_candidate(self, write: Write, raw: Raw) -> bool:
        return bool(raw.get("id") == write.content["id"])

    def differences(self, write: Write, raw: Raw) -> Sequence[Difference]:
        return [Difference("id", "", str(raw.get("id")))]

    def confirmed(self, write: Write, raw: Raw | None) -> None:
        if raw is None:
            mark_gone(registry.get(self.master.name), write.content["id"], at=clock.now())
        super().confirmed(write, raw)


def _key(value: Any) -> str:
    return fold(str(value)).replace(" ", "") if value is not None else ""


def _put(record: dict[str, Any], way: Sequence[str], value: Value) -> None:
    """Set a value at its path, in copies of the objects on the way."""
    first, *rest = way
    if not rest:
        record[first] = value
        return
    inner = record.get(first)
    record[first] = dict(inner) if isinstance(inner, Mapping) else {}
    _put(record[first], rest, value)


def _differences(shape: Shape, values: Mapping[str, Value], raw: Raw) -> list[Difference]:
    return [Difference(path, _text(sent), _text(found)) for path, sent, found in differing(shape, values, raw)]


def _text(value: Value) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def subject_of(master: Master, record_id: int) -> str:
    return f"{master.name}:{record_id}"


_masters: dict[str, Master] = {}


def register(master: Master) -> None:
    """Declare a kind of master data with its three writes (at start, from an app's ready())."""
    _masters[master.name] = master
    shared: dict[str, Any] = {
        "resource": master.name,
        "permission": master.permission,
        "number_field": master.number_field,
    }
    for kind in (
        WriteKind(
            name=master.create,
            endpoint=master.create,
            domain=Create(master),
            title=master.create_title,
            marker_kind=master.marker_kind,
            unmarked=not master.marker_kind,
            by_content=True,
            **shared,
        ),
        WriteKind(
            name=master.update,
            endpoint=master.update,
            domain=Update(master),
            title=master.update_title,
            merges=True,
            **shared,
        ),
        WriteKind(
            name=master.remove,
            endpoint=master.remove,
            domain=Remove(master),
            title=master.remove_title,
            removes=True,
            **shared,
        ),
    ):
        kinds.register(kind)


def master_of(kind: str) -> Master | None:
    """The kind of master data that a kind of write belongs to."""
    return next((master for master in _masters.values() if kind in master.kinds), None)


def values_of(shape: Shape, raw: Raw) -> dict[str, Value]:
    """The editable fields of a record in the form that a payload keeps."""
    return {field.path: normal(field, pick(raw, field.path)) for field in shape.fields}
