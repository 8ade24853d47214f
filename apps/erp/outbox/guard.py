"""The late-arrival guard: every record that the sync brings is compared with the outbox (A5.1 step 11)."""

from collections import defaultdict
from collections.abc import Sequence

import structlog
from django.conf import settings
from django.db import transaction

from apps.audit.actions import Action
from apps.audit.log import record
from apps.erp.mirror.models import MirroredRecord
from apps.erp.mirror.registry import Resource
from apps.erp.outbox import kinds
from apps.erp.outbox.models import State, Write
from apps.erp.outbox.settle import confirm
from apps.erp.outbox.states import LostRaceError, worker_actor
from apps.logictrade import markers

log = structlog.get_logger(__name__)

WAITING = (State.UNKNOWN, State.NEEDS_HUMAN)


def notice_markers(resource: Resource, rows: Sequence[MirroredRecord]) -> None:
    """Confirm writes in doubt whose record has come; note copies made in LogicTrade; alarm on a double of ours."""
    found: dict[str, list[MirroredRecord]] = defaultdict(list)
    for row in rows:
        found[markers.find(resource.marker_kind, row.raw) or ""].append(row)
    # On another kind of record it came along with a copy: that links the two, and confirms nothing.
    own = [kind.name for kind in kinds.of_marker_kind(resource.marker_kind)]
    for write in Write.objects.filter(marker__in=found.keys() - {""}, kind__in=own):
        carriers = found[write.marker or ""]
        # Of two records with one marker none is taken: the look-up asks a person.
        if write.state in WAITING and not write.lease and len(carriers) == 1 and _is_ours(write, resource, carriers[0]):
            try:
                confirm(write, carriers[0].raw, began_at=carriers[0].read_began_at)
            except LostRaceError:
                continue
        elif write.state == State.CONFIRMED and write.remote_id is not None:
            for row in carriers:
                if row.pk != write.remote_id:
                    _note_second(write, row)


def _is_ours(write: Write, resource: Resource, row: MirroredRecord) -> bool:
    """A marker behind other words may have been typed by a person: then the content counts too."""
    alone = markers.stands_alone(resource.marker_kind, row.raw)
    return alone or kinds.get(write.kind).domain.fingerprint_matches(write, row.raw)


def _note_second(write: Write, row: MirroredRecord) -> None:
    """A second record with our marker: a copy made by a person, unless it was created while we were sending."""
    ours = bool(
        write.attempt_ended_at
        and row.remote_modified
        and row.remote_modified <= write.attempt_ended_at + settings.OUTBOX_LEASE
    )
    if ours:
        log.error("write.doubled", write=str(write.pk), first=write.remote_id, second=row.pk)
    with transaction.atomic():
        record(
            Action.WRITE_LINKED,
            actor=worker_actor(),
            subject=f"write:{write.pk}",
            label=write.label,
            after={"record": row.pk, "number": row.number, "doubled": ours},
        )
