"""Putting received records into the mirror: set-based, only what changed, never over something newer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import structlog
from django.db import transaction
from django.db.models import F

from apps.core import clock, dates
from apps.erp.mirror.history import Seen, Stored, Told, note_changes, note_gone
from apps.erp.mirror.models import FieldDrift, MirroredRecord, Quarantined, SeenText
from apps.erp.mirror.registry import Raw, Reading, Resource
from apps.logictrade import codec
from apps.logictrade.errors import RecordError
from apps.logictrade.schemas.fields import to_moment

log = structlog.get_logger(__name__)
BASE_FIELDS = ("data", "content_hash", "remote_modified", "read_began_at", "synced_at", "gone_at")


@dataclass
class Upserted:
    """What one page did: ids met, rows written, records set aside, the newest modification time met."""

    seen: list[int] = field(default_factory=list)
    changed: list[MirroredRecord] = field(default_factory=list)
    # Those of them that the mirror did not have.
    added: list[MirroredRecord] = field(default_factory=list)
    quarantined: int = 0
    newest: datetime | None = None
    # Oldest modification time among the records set aside; blind when one had none that can be read.
    held_at: datetime | None = None
    held_blind: bool = False


class Read(NamedTuple):
    """One record: what it says, its text for the mirror with the hash, and as received."""

    reading: Reading
    text: str
    digest: str
    raw: Raw


@dataclass
class Prepared:
    """The records of one answer, read and made into text, before any database is asked."""

    readings: dict[int, Read] = field(default_factory=dict)
    bad: list[tuple[Raw, RecordError]] = field(default_factory=list)
    result: Upserted = field(default_factory=Upserted)


def prepare(resource: Resource, records: Sequence[Raw]) -> Prepared:
    """The work on an answer that needs no database, so that no lock is held meanwhile."""
    prepared = Prepared()
    result = prepared.result
    for raw in records:
        try:
            reading = resource.read(raw)
        except RecordError as error:
            prepared.bad.append((raw, error))
            result.quarantined += 1
            _hold(result, raw)
            continue
        result.seen.append(reading.id)
        if reading.modified and (result.newest is None or reading.modified > result.newest):
            result.newest = reading.modified
        known = prepared.readings.get(reading.id)
        if known is None or _newer(reading, known.reading):
            text = codec.dumps(raw)
            prepared.readings[reading.id] = Read(reading, text, codec.digest_of(text), raw)
    return prepared


def upsert(resource: Resource, records: Sequence[Raw], *, read_began_at: datetime) -> Upserted:
    """Write the records of one answer that differ from the mirror, and let their facts flow down.

    A record is left alone when the stored row came from a read, or a write of ours, that began later.
    """
    return write(resource, prepare(resource, records), read_began_at=read_began_at)


@transaction.atomic
def write(resource: Resource, prepared: Prepared, *, read_began_at: datetime, listed: bool = False) -> Upserted:
    """`upsert` of what was prepared; ``listed`` when it is a page of the resource's list."""
    result, readings = prepared.result, prepared.readings
    for raw, error in prepared.bad:
        _quarantine(resource, raw, error)
    stored = _stored(resource, readings)
    rows = _changed_rows(resource, readings, stored, read_began_at)
    if rows:
        _keep_history(resource, readings, [row for row in rows if row.pk in stored], listed=listed)
        names = [*BASE_FIELDS, *_column_names(resource, readings)]
        resource.model._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=names
        )
        _note_texts(texts for row in rows for texts in readings[row.id].reading.texts)
        _note_drift(resource, (path for row in rows for path in readings[row.id].reading.drift))
        if resource.project:
            resource.project(rows)
    result.changed = rows
    result.added = [row for row in rows if row.pk not in stored]
    _release(resource, result.seen)
    return result


def _hold(result: Upserted, raw: Any) -> None:
    try:
        modified = to_moment(raw.get("modifiedDate")) if isinstance(raw, dict) else None
    except ValueError:
        modified = None
    if modified is None:
        result.held_blind = True
    elif result.held_at is None or modified < result.held_at:
        result.held_at = modified


def _newer(reading: Reading, known: Reading) -> bool:
    """Of two copies in one answer (the list shifted), the one modified last."""
    if reading.modified is None or known.modified is None:
        return True
    return reading.modified >= known.modified


def _column_names(resource: Resource, readings: Mapping[int, Read]) -> list[str]:
    first = next(iter(readings.values())).reading
    return [name for name in first.columns if name != "id"]


type Known = Mapping[int, tuple[str, datetime, datetime | None]]


def _stored(resource: Resource, readings: Mapping[int, Read]) -> Known:
    """Hash, beginning of the reading and time of going of the rows that the mirror has."""
    rows = resource.model._default_manager.filter(pk__in=list(readings))
    return {
        pk: (content_hash, began, gone)
        for pk, content_hash, began, gone in rows.values_list("pk", "content_hash", "read_began_at", "gone_at")
    }


def _keep_history(
    resource: Resource, readings: Mapping[int, Read], rows: Sequence[MirroredRecord], *, listed: bool
) -> None:
    """Note what changes in rows that the mirror has, before they are written over."""
    if not rows or not resource.history:
        return
    old = resource.model._default_manager.filter(pk__in=[row.pk for row in rows])
    before = {
        pk: Stored(data, synced_at, gone is not None)
        for pk, data, synced_at, gone in old.values_list("pk", "data", "synced_at", "gone_at")
    }
    after = {pk: Seen(readings[pk].raw, readings[pk].reading.modified) for pk in before}
    told = Told(resource, [read.raw for read in readings.values()], listed=listed)
    note_changes(resource, before, after, told, listed=listed, at=rows[0].synced_at)


def _changed_rows(
    resource: Resource, readings: Mapping[int, Read], stored: Known, read_began_at: datetime
) -> list[MirroredRecord]:
    now = clock.now()
    rows = []
    for pk, (reading, text, content_hash, _raw) in readings.items():
        if pk in stored:
            known_hash, began, gone = stored[pk]
            if began > read_began_at or (known_hash == content_hash and gone is None):
                continue
        rows.append(
            resource.model(
                id=pk,
                data=text,
                content_hash=content_hash,
                remote_modified=reading.modified,
                read_began_at=read_began_at,
                synced_at=now,
                gone_at=None,
                **reading.columns,
            )
        )
    return rows


def _quarantine(resource: Resource, raw: Any, error: RecordError) -> None:
    now = clock.now()
    log.warning("record.quarantined", resource=resource.name, id=error.id_text, field=error.field, reason=error.reason)
    try:
        data = codec.dumps(raw)
    except codec.CodecError:
        data = str(raw)
    Quarantined.objects.update_or_create(
        resource=resource.name,
        remote_id=error.id_text[:80],
        field=error.field[:200],
        defaults={"reason": error.reason[:300], "data": data, "last_seen_at": now},
        create_defaults={"reason": error.reason[:300], "data": data, "first_seen_at": now, "last_seen_at": now},
    )


def _release(resource: Resource, seen: Sequence[int]) -> None:
    """A record that reads well again leaves the quarantine."""
    if Quarantined.objects.filter(resource=resource.name).exists():
        Quarantined.objects.filter(resource=resource.name, remote_id__in=[str(pk) for pk in seen]).delete()


def _note_texts(texts: Iterable[tuple[str, str]]) -> None:
    wanted = {(table, text[:200]) for table, text in texts if text}
    if not wanted:
        return
    now = clock.now()
    SeenText.objects.bulk_create(
        [SeenText(table=table, text=text, first_seen_at=now) for table, text in sorted(wanted)], ignore_conflicts=True
    )


def _note_drift(resource: Resource, paths: Iterable[str]) -> None:
    day = dates.today()
    for path in set(paths):
        _, made = FieldDrift.objects.get_or_create(
            resource=resource.name, field=path[:200], day=day, defaults={"times": 1}
        )
        if made:
            log.warning("record.drift", resource=resource.name, field=path)
        else:
            FieldDrift.objects.filter(resource=resource.name, field=path[:200], day=day).update(times=F("times") + 1)


def mark_gone(resource: Resource, pk: int, *, at: datetime) -> None:
    """A record that LogicTrade no longer has at ``at``: kept, found, and shown as gone."""
    row = resource.model._default_manager.filter(pk=pk, gone_at=None).first()
    if row is None or row.read_began_at > at:
        return
    with transaction.atomic():
        if resource.history:
            note_gone(resource, pk, since=row.synced_at, at=at)
        # A page that was asked for before this moment must not bring the record back.
        row.gone_at = row.synced_at = row.read_began_at = at
        row.save(update_fields=["gone_at", "synced_at", "read_began_at"])
        if resource.project:
            resource.project([row])
