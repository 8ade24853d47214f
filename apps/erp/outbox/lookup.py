"""Searching LogicTrade for a write whose answer was lost (A5.1 step 7).

A look-up counts as a denial only when it is complete: it read every page of its window without an error, and it also
showed a record known to be older than the window, which proves that the window was covered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings

from apps.erp.gateway import erp
from apps.erp.mirror import registry
from apps.erp.mirror.registry import Resource
from apps.erp.outbox import marks
from apps.erp.outbox.kinds import WriteKind
from apps.erp.outbox.models import Write
from apps.logictrade import markers
from apps.logictrade.errors import LogicTradeError, NotFoundError, RecordError
from apps.logictrade.paging import Page

log = structlog.get_logger(__name__)

type Raw = Mapping[str, Any]
NEWEST_PAGES = 5
MOST_PAGES = 200


@dataclass
class Result:
    """What a look-up saw. ``human`` names why a person must decide, when one must."""

    found: Raw | None = None
    complete: bool = False
    human: str = ""
    error: str = ""
    looked_at: int = 0
    twins: list[int] = field(default_factory=list)
    # The one record that resembles the write and carries no marker, when there is one.
    alike: Raw | None = None


def find(write: Write, kind: WriteKind) -> Result:
    """Look for the write's marker, and beside it for its fingerprint. Never raises: a failed look-up is no denial."""
    resource = registry.get(kind.resource)
    try:
        return _find(write, kind, resource)
    except (LogicTradeError, RecordError) as error:
        log.info("lookup.failed", write=str(write.pk), error=str(error))
        return Result(error=str(error))


@dataclass
class _Search:
    """One look-up under way: what it looks for and what it has met."""

    write: Write
    kind: WriteKind
    resource: Resource
    marked: dict[int, Raw] = field(default_factory=dict)
    alike: dict[int, Raw] = field(default_factory=dict)
    met: set[int] = field(default_factory=set)
    covered: bool = False

    @property
    def started(self) -> datetime:
        return self.write.sent_after or self.write.created_at

    def look(self, raw: Raw) -> None:
        """Compare one record: the marker exactly, beside it the fingerprint; remember whether it is an old one."""
        pk = raw.get("id") if isinstance(raw, Mapping) else None
        if not isinstance(pk, int) or pk in self.met:
            return
        self.met.add(pk)
        marks.mark(marks.MID_LOOK_UP)
        known = self._known_before(pk, self.write.created_at)
        self.covered = self.covered or self._known_before(pk, self.started)
        # Also a record that seems old: our clock may have been set back since (A3 row 61).
        whole = self._with_marker_field(raw)
        marker = markers.find(self.kind.marker_kind, whole)
        if self.kind.unmarked:
            self._compare(pk, whole, known=known)
        elif marker == self.write.marker and self._is_ours(whole):
            self.marked[pk] = whole
        elif marker is None and not known and self.kind.domain.fingerprint_matches(self.write, whole):
            # A record with another marker is another write's, however much it looks like this one.
            self.alike[pk] = whole

    def _is_ours(self, whole: Raw) -> bool:
        """Behind other words, which LogicTrade may have joined and a person may have typed, the content counts too."""
        alone = markers.stands_alone(self.kind.marker_kind, whole)
        return alone or self.kind.domain.fingerprint_matches(self.write, whole)

    def _compare(self, pk: int, whole: Raw, *, known: bool) -> None:
        """Without a marker: a new record that holds all that was sent is ours, one that resembles it may be."""
        if known:
            return
        if self.kind.domain.fingerprint_matches(self.write, whole):
            self.marked[pk] = whole
        elif self.kind.domain.is_candidate(self.write, whole):
            self.alike[pk] = whole

    def _known_before(self, pk: int, moment: datetime) -> bool:
        """Whether the mirror held this record from a read that began before ``moment``."""
        rows = self.resource.model._default_manager.filter(pk=pk, read_began_at__lt=moment)
        return rows.exists()

    def _with_marker_field(self, raw: Raw) -> Raw:
        """A row whose list leaves the marker's field out is read by id before it counts as different."""
        if markers.carries_field(self.kind.marker_kind, raw) or not self.kind.domain.is_candidate(self.write, raw):
            return raw
        return _whole(self.resource, raw)


def _find(write: Write, kind: WriteKind, resource: Resource) -> Result:
    search = _Search(write, kind, resource)
    for raw in _window(resource, search.started):
        search.look(raw)
    if not search.covered:
        _cover_by_newest(search)
    result = Result(complete=search.covered, looked_at=len(search.met), twins=sorted({*search.marked, *search.alike}))
    if len(search.marked) == 1:
        result.found = _whole(resource, next(iter(search.marked.values())))
    elif search.marked:
        result.human = "twins"
    elif search.alike:
        result.human = "alike"
        if len(search.alike) == 1:
            result.alike = _whole(resource, next(iter(search.alike.values())))
    return result


def _cover_by_newest(search: _Search) -> None:
    """Nothing older than the attempt stood in the window: read the newest records, whichever end of the list they
    are at, back to one that the mirror knew before (or to the end of the whole list)."""
    first = _list_page(search.resource, 1, {})
    ids = [pk for raw in first.records if isinstance(raw, Mapping) and isinstance(pk := raw.get("id"), int)]
    rising = len(ids) > 1 and ids[0] < ids[-1]
    last = first.total_pages or 1
    numbers = list(range(last, 0, -1) if rising else range(1, last + 1))
    for number in numbers[:NEWEST_PAGES]:
        page = first if number == 1 else _list_page(search.resource, number, {})
        for raw in page.records:
            search.look(raw)
        if search.covered:
            return
    search.covered = len(numbers) <= NEWEST_PAGES


def _list_page(resource: Resource, number: int, query: Mapping[str, Any]) -> Page:
    return erp().page(resource.list_endpoint, number, 100, query={**resource.query, **query})


def _window(resource: Resource, started: datetime) -> Iterator[Raw]:
    """All records changed since the attempt, less the overlap that unmeasured clocks need."""
    query: dict[str, Any] = {}
    if resource.delta:
        query["modifiedAfter"] = started - settings.OUTBOX_OVERLAP
    yield from _pages(resource, query, MOST_PAGES if query else NEWEST_PAGES)


def _pages(resource: Resource, query: Mapping[str, Any], most: int) -> Iterator[Raw]:
    for number in range(1, most + 1):
        page = _list_page(resource, number, query)
        yield from page.records
        if page.is_last:
            return


def _whole(resource: Resource, raw: Raw) -> Raw:
    if not resource.get_endpoint:
        return raw
    try:
        answer = erp().call(resource.get_endpoint, path={"id": int(raw["id"])})
    except NotFoundError:
        return raw
    return answer.data if isinstance(answer.data, Mapping) else raw


def current_record(write: Write, kind: WriteKind) -> Raw | None:
    """The record that a repeatable write changes, as LogicTrade has it now; None where its list no longer shows it."""
    resource = registry.get(kind.resource)
    remote_id = kind.domain.message(write).path.get("id")
    if remote_id is None:
        return None
    if resource.get_endpoint:
        answer = erp().call(resource.get_endpoint, path={"id": remote_id})
        return answer.data if isinstance(answer.data, Mapping) else None
    started = write.sent_after or write.created_at
    for records in (_window(resource, started), _pages(resource, {}, MOST_PAGES)):
        for raw in records:
            if isinstance(raw, Mapping) and raw.get("id") == remote_id:
                return raw
    return None
