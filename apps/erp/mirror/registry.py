"""The declaration of each mirrored resource: which endpoint, which table, how a record becomes a row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from apps.erp.mirror.models import MirroredRecord

type Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Reading:
    """What one received record says: its row's columns, its modification time, the coded texts and drift in it."""

    id: int
    columns: Mapping[str, Any]
    modified: datetime | None = None
    texts: Sequence[tuple[str, str]] = ()
    drift: Sequence[str] = ()


@dataclass(frozen=True)
class Resource:
    """One list of LogicTrade that we mirror.

    ``read`` turns a received record into a `Reading` and raises `apps.logictrade.errors.RecordError` when it cannot.
    ``project`` gets the rows that changed, inside the same transaction: facts flow down from there.
    """

    name: str
    scope: str
    list_endpoint: str
    model: type[MirroredRecord]
    read: Callable[[Raw], Reading]
    order: int
    get_endpoint: str = ""
    delta: bool = True
    delta_every: timedelta = timedelta(minutes=1)
    full_every: timedelta = timedelta(days=1)
    # Share of the rate that a repeated full pass may take; the first pass takes what is free.
    share: float = 1.0
    # Records leave this list in the ordinary course of things (a delivered order), so many may be gone at once.
    passing: bool = False
    project: Callable[[Sequence[Any]], None] | None = None
    # Records may carry the outbox's marker, in the place that the contract's section 8 gives to this kind.
    marker_kind: str = ""
    query: Mapping[str, Any] = field(default_factory=dict)
    # Whether changes of its fields are kept (`apps.erp.mirror.history`).
    history: bool = True
    # The path of ``get_endpoint`` for a row, where the row's id is not LogicTrade's own.
    locate: Callable[[int], Mapping[str, int]] | None = None

    def path_of(self, pk: int) -> Mapping[str, int]:
        """What stands in the address when this record is read by itself."""
        return self.locate(pk) if self.locate else {"id": pk}


_resources: dict[str, Resource] = {}


def register(resource: Resource) -> None:
    """Declare a resource (at start, from an app's ready())."""
    _resources[resource.name] = resource


def get(name: str) -> Resource:
    return _resources[name]


def find(name: str) -> Resource | None:
    """The same for a name that may be unknown."""
    return _resources.get(name)


def all_resources() -> list[Resource]:
    """Every resource, what people wait for first."""
    return sorted(_resources.values(), key=lambda resource: resource.order)
