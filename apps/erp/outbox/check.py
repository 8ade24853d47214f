"""Settling writes in doubt: looking, denying twice, sending again or asking a person (A5.1 steps 7 to 10)."""

import uuid
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from apps.core import clock
from apps.erp.outbox import kinds
from apps.erp.outbox.kinds import WriteKind
from apps.erp.outbox.lookup import Result, current_record, find
from apps.erp.outbox.models import Kind, State, Write
from apps.erp.outbox.settle import confirm
from apps.erp.outbox.states import LostRaceError, move
from apps.logictrade.errors import LogicTradeError, NotFoundError, Outcome

log = structlog.get_logger(__name__)

LONGEST_DOUBT = timedelta(hours=24)


def recover(write: Write) -> None:
    """A sender died: its lease ran out, so what it sent is unknown (A3 rows 51 and 52)."""
    now = clock.now()
    with transaction.atomic(durable=True):
        move(
            write,
            State.UNKNOWN,
            lease="",
            # A hung send may act until the deadline after the lease; count from the lease's end.
            attempt_ended_at=write.lease_until or now,
            unknown_since=now,
            checks=0,
            denied_at=None,
            check_at=now,
            reason="lease",
            lease_until=None,
        )


def check(write: Write) -> None:
    """One look-up of a write in doubt, under a lease. Raises `LostRaceError`."""
    kind = kinds.get(write.kind)
    _lease(write)
    if kind.repeatable:
        _check_repeatable(write, kind)
        return
    began_at = clock.now()
    result = find(write, kind)
    if result.found is None and _shown_by_content(write, kind, result):
        result.found = result.alike
    if result.found is not None:
        confirm(write, result.found, began_at=began_at)
    elif result.human == "alike" and began_at < _settled_from(write) + quiet_time(kind):
        # Ours may still come. A person who looks now could say "not there", and it would be sent twice.
        _stay(write, check_at=_next_check(write))
    elif result.human:
        _ask(write, result.human, result)
    elif not result.complete:
        _later(write, result)
    else:
        _denied(write, kind, began_at)


def _shown_by_content(write: Write, kind: WriteKind, result: Result) -> bool:
    """LogicTrade said yes without naming the record and keeps no marker: then the one new record that holds all that
    was sent is the read-back that shows it (A4). After an answer that was lost it is not: that asks a person."""
    if not kind.by_content or result.alike is None or kind.domain.differences(write, result.alike):
        return False
    last = write.attempts.order_by("-number").first()
    return write.sends == 1 and last is not None and last.outcome == Outcome.DONE


def _lease(write: Write) -> None:
    """Hold the row while looking, so that no send can be in flight and no second look-up runs beside."""
    now = clock.now()
    token = uuid.uuid4().hex
    free = Q(lease="") | Q(lease_until__lt=now)
    taken = Write.objects.filter(free, pk=write.pk, state=State.UNKNOWN).update(
        lease=token, lease_until=now + settings.OUTBOX_LEASE, checks=write.checks + 1
    )
    if not taken:
        raise LostRaceError(f"write {write.pk} is being looked up already")
    write.refresh_from_db()


def _next_check(write: Write) -> datetime:
    step = min(write.checks, len(settings.OUTBOX_SCHEDULE) - 1)
    return clock.now() + timedelta(seconds=settings.OUTBOX_SCHEDULE[step])


def _stay(write: Write, **values: object) -> None:
    changed = Write.objects.filter(pk=write.pk, state=State.UNKNOWN, lease=write.lease).update(
        lease="", lease_until=None, changed_at=clock.now(), **values
    )
    if not changed:
        raise LostRaceError(f"write {write.pk} lost its lease while it was looked up")


def _later(write: Write, result: Result) -> None:
    """The look-up failed or did not cover its window: that is no denial."""
    if write.unknown_since and clock.now() - write.unknown_since > LONGEST_DOUBT:
        _ask(write, "no_look_up", result)
        return
    _stay(write, check_at=_next_check(write), error_detail=result.error or write.error_detail)


def quiet_time(kind: WriteKind) -> timedelta:
    """Q: how far two denials must be apart, longer where LogicTrade has been seen to list new records late."""
    measured = Kind.objects.filter(pk=kind.name).values_list("listed_after", flat=True).first() or 0.0
    return max(settings.OUTBOX_QUIET, timedelta(seconds=3 * measured))


def _settled_from(write: Write) -> datetime:
    """From when on a look-up may deny: until then a server that we stopped waiting for may still act."""
    deadline = timedelta(seconds=settings.LOGICTRADE_TIMEOUTS["deadline"])
    return (write.attempt_ended_at or clock.now()) + deadline


def _denied(write: Write, kind: WriteKind, began_at: datetime) -> None:
    """A complete look-up without a trace. What it read may be as old as its beginning, and as young as its end."""
    now = clock.now()
    settled_from = _settled_from(write)
    if began_at < settled_from:
        # Too early: the server may still act. Such a look-up can only confirm.
        _stay(write, check_at=min(_next_check(write), max(settled_from, now)))
        return
    quiet = quiet_time(kind)
    if write.denied_at is None:
        _stay(write, denied_at=now, check_at=now + quiet)
    elif began_at - write.denied_at < quiet:
        _stay(write, check_at=max(write.denied_at + quiet, now))
    else:
        _absent(write, kind)


def _absent(write: Write, kind: WriteKind) -> None:
    """Two complete look-ups say that nothing arrived."""
    unproved = Kind.objects.filter(pk=kind.name, marker_proved=False).exists()
    if kind.unmarked:
        _ask(write, "unmarked", None)
    elif unproved:
        _ask(write, "marker_unproved", None)
    elif write.sends >= kind.most_sends:
        _ask(write, "sends", None)
    else:
        with transaction.atomic(durable=True):
            move(
                write,
                State.INTENT,
                lease="",
                lease_until=None,
                not_before=None,
                check_at=None,
                denied_at=None,
                reason="absent",
            )


def _ask(write: Write, reason: str, result: Result | None) -> None:
    found = {"records": result.twins, "looked_at": result.looked_at, "error": result.error} if result else None
    with transaction.atomic(durable=True):
        move(write, State.NEEDS_HUMAN, said=found, lease="", lease_until=None, check_at=None, reason=reason)


def _check_repeatable(write: Write, kind: WriteKind) -> None:
    """An update may be sent again; when LogicTrade already shows it, that is not needed."""
    began_at = clock.now()
    try:
        raw = current_record(write, kind)
    except NotFoundError:
        if kind.removes:
            confirm(write, None, began_at=began_at)
            return
        raw = None
    except LogicTradeError as error:
        _later(write, Result(error=str(error)))
        return
    if raw is not None and not kind.domain.differences(write, raw):
        confirm(write, raw, began_at=began_at)
    elif kind.merges and began_at < _settled_from(write):
        # A whole record that is still on its way would undo what others write meanwhile: let it arrive first.
        _stay(write, check_at=min(_next_check(write), max(_settled_from(write), clock.now())))
    elif write.sends >= kind.most_sends:
        _ask(write, "sends", None)
    else:
        with transaction.atomic(durable=True):
            move(write, State.INTENT, lease="", lease_until=None, not_before=None, check_at=None, reason="repeat")
