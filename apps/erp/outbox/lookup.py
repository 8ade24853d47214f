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


def find(write: Write, kind: WriteKind) -> Result:
    """Look for the write's marker, and beside it for its fingerprint. Never raises: a failed look-up is no denial."""
    resource = registry.get(kind.resource)
    try:
        return _find(write, kind, resource)
    except (LogicTradeError, RecordError) as error:
        log.info("lookup.failed", write=str(write.pk), error=str(error))
        return Result(error=str(error))


def _find(write: Write, kind: WriteKind, resource: Resource) -> Result:
    result = Result()
    marked: dict[int, Raw] = {}
    alike: list[int] = []
    covered = False
    started = write.sent_after or write.created_at
    for raw in _window(resource, started):
        result.looked_at += 1
        marks.mark(marks.MID_LOOK_UP)
        covered = covered or _older(resource, raw, started)
        whole = _with_marker_field(write, kind, resource, raw)
        if markers.find(kind.marker_kind, whole) == write.marker:
            marked[int(whole["id"])] = whole
        elif _created_after(resource, whole, write) and kind.domain.fingerprint_matches(write, whole):
            alike.append(int(whole["id"]))
    if not covered:
        covered = _newest_cover(write, kind, resource, marked, alike)
    result.complete = covered
    result.twins = sorted({*marked, *alike})
    if len(marked) == 1:
        result.found = _whole(kind, resource, next(iter(marked.values())))
    elif marked:
        result.human = "twins"
    elif alike:
        result.human = "alike"
    return result


def _window(resource: Resource, started: datetime) -> Iterator[Raw]:
    """All records changed since the attempt, less the overlap that unmeasured clocks need."""
    query: dict[str, Any] = {}
    if resource.delta:
        query["modifiedAfter"] = started - settings.OUTBOX_OVERLAP
    yield from _pages(resource, query, MOST_PAGES if query else NEWEST_PAGES)


def _pages(resource: Resource, query: Mapping[str, Any], most: int) -> Iterator[Raw]:
    number = 1
    while number <= most:
        page = erp().page(resource.list_endpoint, number, 100, query={**resource.query, **query})
        yield from page.records
        if page.is_last:
            return
        number += 1


def _newest_cover(write: Write, kind: WriteKind, resource: Resource, marked: dict[int, Raw], alike: list[int]) -> bool:
    """The newest records without a filter, back to one known before the attempt; True when such a one (or the end of
    the whole list) was reached. What it meets on the way is looked at like the rest."""
    started = write.sent_after or write.created_at
    number = 1
    while number <= NEWEST_PAGES:
        page = erp().page(resource.list_endpoint, number, 100, query=resource.query)
        for raw in page.records:
            whole = _with_marker_field(write, kind, resource, raw)
            if markers.find(kind.marker_kind, whole) == write.marker:
                marked[int(whole["id"])] = whole
            elif _created_after(resource, whole, write) and kind.domain.fingerprint_matches(write, whole):
                alike.append(int(whole["id"]))
        if any(_older(resource, raw, started) for raw in page.records) or page.is_last:
            return True
        number += 1
    return False


def _older(resource: Resource, raw: Raw, started: datetime) -> bool:
    """Whether a record is known to have been there before the attempt."""
    pk = raw.get("id")
    if not isinstance(pk, int):
        return False
    return resource.model._default_manager.filter(pk=pk, read_began_at__lt=started).exists()  # type: ignore[attr-defined]


def _created_after(resource: Resource, raw: Raw, write: Write) -> bool:
    """Whether a record can stem from this write: it was not in the mirror before the write was made."""
    pk = raw.get("id")
    if not isinstance(pk, int):
        return False
    known = resource.model._default_manager.filter(pk=pk)  # type: ignore[attr-defined]
    return not known.filter(read_began_at__lt=write.created_at).exists()


def _with_marker_field(write: Write, kind: WriteKind, resource: Resource, raw: Raw) -> Raw:
    """A row whose list leaves the marker's field out is read by id before it counts as different."""
    if markers.carries_field(kind.marker_kind, raw):
        return raw
    if not _created_after(resource, raw, write) or not kind.domain.is_candidate(write, raw):
        return raw
    return _whole(kind, resource, raw)


def _whole(kind: WriteKind, resource: Resource, raw: Raw) -> Raw:
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
            if raw.get("id") == remote_id:
                return raw
    return None
