"""Ending a write: confirmed with LogicTrade's record, or rejected with LogicTrade's words."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

import structlog
from django.db import transaction

from apps.audit.actions import Action
from apps.audit.log import Actor
from apps.core import clock
from apps.erp.gateway import Answer, erp
from apps.erp.mirror import registry
from apps.erp.mirror.upsert import upsert
from apps.erp.outbox import followers, kinds, marks
from apps.erp.outbox.kinds import Difference, MergingDomain, WriteKind
from apps.erp.outbox.models import CONFLICT, Kind, State, Write
from apps.erp.outbox.states import move, worker_actor
from apps.logictrade import codec, markers
from apps.logictrade.errors import LogicTradeError, NotFoundError

log = structlog.get_logger(__name__)

type Raw = Mapping[str, Any]


def confirm_answer(write: Write, kind: WriteKind, answer: Answer, *, before: Raw | None = None) -> bool:
    """Confirm from the answer of the send; False when it names no record, so that a look-up must.

    A record that came back whole is taken as it is: for one that was written over, with every field that it had
    ``before``. Until a kind's marker has been proved, and where the answer is only an id, the record is read back.
    """
    began_at = clock.now()
    data = answer.data if isinstance(answer.data, Mapping) else {}
    if kind.repeatable:
        whole = before is not None and data.keys() >= before.keys()
        confirm(write, data if whole else _read_back_repeatable(write, kind), began_at=began_at)
        return True
    remote_id = answer.record_id
    if remote_id is None:
        return False
    if kind.unmarked:
        whole = bool(data.get(kind.number_field)) and not kind.domain.differences(write, data)
        raw = data if whole else _read_back(kind, remote_id)
        if raw is not None:
            confirm(write, raw, began_at=began_at)
        return raw is not None
    proved = Kind.objects.filter(pk=kind.name, marker_proved=True).exists()
    if proved and markers.find(kind.marker_kind, data) == write.marker:
        confirm(write, data, began_at=began_at)
        return True
    raw = _read_back(kind, remote_id)
    if raw is None:
        return False
    _prove_marker(write, kind, raw)
    confirm(write, raw, began_at=began_at)
    return True


def _read_back(kind: WriteKind, remote_id: int) -> Raw | None:
    resource = registry.get(kind.resource)
    try:
        answer = erp().call(resource.get_endpoint, path={"id": remote_id})
    except LogicTradeError as error:
        log.warning("write.read_back_failed", kind=kind.name, id=remote_id, error=str(error))
        return None
    return answer.data if isinstance(answer.data, Mapping) else None


def _read_back_repeatable(write: Write, kind: WriteKind) -> Raw | None:
    """The record as it stands now, where its list shows it; a success stays one when this read fails."""
    from apps.erp.outbox.lookup import current_record

    try:
        return current_record(write, kind)
    except NotFoundError:
        if not kind.removes:
            log.warning("write.read_back_failed", kind=kind.name, error="gone")
    except LogicTradeError as error:
        log.warning("write.read_back_failed", kind=kind.name, error=str(error))
    return None


def _prove_marker(write: Write, kind: WriteKind, raw: Raw) -> None:
    """Learn from the first record read back whether markers survive on this LogicTrade (A5.1 step 7)."""
    survived = markers.find(kind.marker_kind, raw) == write.marker
    Kind.objects.update_or_create(pk=kind.name, defaults={"marker_proved": survived})
    if not survived:
        log.error("write.marker_lost", kind=kind.name, write=str(write.pk))


def confirm(
    write: Write,
    raw: Raw | None,
    *,
    began_at: datetime | None = None,
    actor: Actor | None = None,
    action: Action | None = None,
) -> None:
    """Confirmed: mirror, our own records and audit row in one transaction. Raises `LostRaceError`."""
    kind = kinds.get(write.kind)
    differences = [*kind.domain.differences(write, raw), *_lost(write, kind, raw)] if raw is not None else []
    remote_id = raw.get("id") if raw is not None else None
    number = str(raw.get(kind.number_field) or "") if raw is not None else ""
    lost = _put_back(write, kind, raw) if kind.merges and raw is not None else []

    def follow() -> None:
        if raw is not None and kind.resource:
            upsert(registry.get(kind.resource), [raw], read_began_at=began_at or clock.now())
        kind.domain.confirmed(write, raw)
        followers.confirmed(write, raw)

    marker_lost = bool(kind.marker_kind and raw is not None and markers.find(kind.marker_kind, raw) != write.marker)
    with transaction.atomic(durable=True):
        move(
            write,
            State.CONFIRMED,
            actor=actor,
            action=action or (Action.WRITE_MARKER_LOST if marker_lost else None),
            said=raw,
            then=follow,
            lease="",
            lease_until=None,
            check_at=None,
            remote_id=remote_id if remote_id is not None else write.remote_id,
            remote_number=(number or write.remote_number)[:80],
            answer=codec.dumps(raw) if raw is not None else "",
            differences=_dump(differences),
            reason="marker_lost" if marker_lost else "put_back" if lost else "",
            error_detail=", ".join(lost),
        )
        marks.mark(marks.BEFORE_COMMIT)
    marks.mark(marks.AFTER_COMMIT)


def _lost(write: Write, kind: WriteKind, after: Raw) -> Sequence[Difference]:
    """What only went along with an update and is there no longer."""
    if not kind.merges or not write.answer:
        return []
    gone = cast(MergingDomain, kind.domain).lost(codec.loads(write.answer), after)
    if gone:
        log.error("write.lost_parts", write=str(write.pk), fields=[one.field for one in gone])
    return gone


def _put_back(write: Write, kind: WriteKind, after: Raw) -> Sequence[str]:
    """Fields that somebody changed between our reading and our writing, and that our writing put back (A5.2 step 8).

    Only a reading of the mirror that fell in between can witness that.
    """
    model = registry.get(kind.resource).model
    last = write.attempts.order_by("-number").first()
    seen = model._default_manager.filter(pk=write.content["id"], gone_at=None).first()
    if last is None or seen is None or not write.answer or seen.read_began_at < last.began_at:
        return []
    lost = cast(MergingDomain, kind.domain).put_back(write, codec.loads(write.answer), seen.raw, after)
    if lost:
        log.error("write.put_back", write=str(write.pk), fields=list(lost))
    return lost


def _dump(differences: Sequence[Difference]) -> str:
    if not differences:
        return ""
    return codec.dumps([{"field": d.field, "sent": d.sent, "found": d.found} for d in differences])


def reject_conflict(write: Write, theirs: Raw) -> None:
    """Nothing was sent: the record was changed in the same fields, and LogicTrade's side is kept for the choice."""
    with transaction.atomic(durable=True):
        move(
            write,
            State.REJECTED,
            said=theirs,
            then=lambda: kinds.get(write.kind).domain.rejected(write),
            check_at=None,
            answer=codec.dumps(theirs),
            remote_id=theirs.get("id"),
            reason=CONFLICT,
            error_detail="",
        )


def reject(write: Write, error: LogicTradeError) -> None:
    """Rejected: nothing happened in LogicTrade, and its words are kept."""
    with transaction.atomic(durable=True):
        move(
            write,
            State.REJECTED,
            actor=worker_actor(),
            said={"status": error.status, "code": error.code, "detail": error.detail, "raw": error.raw},
            then=lambda: kinds.get(write.kind).domain.rejected(write),
            lease="",
            lease_until=None,
            check_at=None,
            reason="refused",
            error_status=error.status,
            error_code=error.code[:40],
            error_detail=error.detail or error.title or error.raw,
        )
        marks.mark(marks.BEFORE_COMMIT)
    marks.mark(marks.AFTER_COMMIT)
