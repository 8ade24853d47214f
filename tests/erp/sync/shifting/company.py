"""LogicTrade as the reading sees it: pages of a list that other people change between one page and the next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from apps.logictrade.errors import NotFoundError
from apps.logictrade.paging import Page

BEGINNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

type Change = tuple[str, int]


@dataclass
class Record:
    """A record as LogicTrade keeps it; ``since`` is the number of the request before which it was made."""

    id: int
    since: int
    modified: datetime
    version: int = 0
    # Its id cannot be understood: it is set aside.
    bad: bool = False

    def raw(self) -> dict[str, Any]:
        return {
            "id": f"?{self.id}" if self.bad else self.id,
            "number": f"R{self.id}",
            "companyName": f"Bedrijf {self.id} versie {self.version}",
            "modifiedDate": f"{self.modified:%Y-%m-%dT%H:%M:%SZ}",
        }


ORDERS: dict[str, Callable[[Record], tuple[Any, ...]]] = {
    "newest first": lambda record: (-record.id,),
    "oldest first": lambda record: (record.id,),
    "changed last at the end": lambda record: (record.modified, record.id),
    "changed last in front": lambda record: (-record.modified.timestamp(), -record.id),
}


@dataclass(frozen=True)
class Found:
    """An answer to reading one record."""

    data: dict[str, Any]


@dataclass
class Company:
    """The trading company. ``script`` holds what its people do before each request is answered."""

    order: str
    inclusive: bool
    ahead: int
    script: list[Sequence[Change]] = field(default_factory=list)
    records: dict[int, Record] = field(default_factory=dict)
    passed: float = 0.0
    requests: int = 0
    # The request that read the first page of the whole list last.
    whole_since: int = 0
    denied: set[int] = field(default_factory=set)
    _next: int = 1

    def wall(self) -> datetime:
        """Our clock."""
        return BEGINNING + timedelta(seconds=self.passed)

    def server(self) -> datetime:
        """LogicTrade's clock, to the second, as its answers tell it."""
        return (self.wall() + timedelta(seconds=self.ahead)).replace(microsecond=0)

    # What its people do ----------------------------------------------------------------------------------------

    def insert(self) -> None:
        self.records[self._next] = Record(self._next, self.requests, self.server())
        self._next += 1

    def act(self, what: str, which: int) -> None:
        if what == "insert":
            self.insert()
            return
        if not self.records:
            return
        record = sorted(self.records.values(), key=lambda one: one.id)[which % len(self.records)]
        if what == "delete":
            del self.records[record.id]
            return
        record.modified = self.server()
        record.version += 1
        record.bad = what == "spoil"

    def _request(self) -> None:
        self.requests += 1
        self.passed += 0.7
        for what, which in self.script.pop(0) if self.script else ():
            self.act(what, which)

    # What it answers -------------------------------------------------------------------------------------------

    def page(self, _endpoint: str, number: int, size: int, *, query: Mapping[str, Any], priority: Any) -> Page:
        self._request()
        after = query.get("modifiedAfter")
        if after is None and number == 1:
            self.whole_since = self.requests
        found = sorted(
            (record for record in self.records.values() if after is None or self._later(record, after)),
            key=ORDERS[self.order],
        )
        rows = [record.raw() for record in found[(number - 1) * size : number * size]]
        return Page(rows, number, size, len(found), -(-len(found) // size), self.server())

    def _later(self, record: Record, after: datetime) -> bool:
        return record.modified >= after if self.inclusive else record.modified > after

    def call(self, _endpoint: str, *, path: Mapping[str, int], priority: Any) -> "Found":
        self._request()
        record = self.records.get(path["id"])
        if record is None:
            self.denied.add(path["id"])
            raise NotFoundError("not there", status=404)
        return Found(record.raw())

    def readable(self) -> dict[int, dict[str, Any]]:
        return {record.id: record.raw() for record in self.records.values() if not record.bad}
