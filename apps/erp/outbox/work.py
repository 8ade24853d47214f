"""What the worker does with a write: the next step of its state, as long as one can be taken now."""

import uuid
from datetime import timedelta

import structlog
from django.db.models import Q

from apps.core import clock
from apps.core.requestid import request_id_scope
from apps.erp.outbox.check import check, recover
from apps.erp.outbox.models import State, Write
from apps.erp.outbox.send import send
from apps.erp.outbox.states import LostRaceError

log = structlog.get_logger(__name__)

MOST_STEPS = 12


def due() -> list[uuid.UUID]:
    """Writes for which something can be done now; the rows are the truth, whatever the queue has lost."""
    now = clock.now()
    waiting = Q(state=State.INTENT) & (Q(not_before=None) | Q(not_before__lte=now))
    doubtful = Q(state=State.UNKNOWN, check_at__lte=now) & (Q(lease="") | Q(lease_until__lt=now))
    orphaned = Q(state=State.SENDING, lease_until__lt=now)
    rows = Write.objects.filter(waiting | doubtful | orphaned).order_by("created_at")
    return list(rows.values_list("pk", flat=True))


def step(write_id: uuid.UUID) -> bool:
    """One step of a write; False when nothing can be done now, or somebody else does it."""
    write = Write.objects.select_related("actor", "depends_on").filter(pk=write_id).first()
    if write is None:
        return False
    now = clock.now()
    try:
        if write.state == State.INTENT and (write.not_before is None or write.not_before <= now):
            send(write)
        elif write.state == State.UNKNOWN and write.check_at is not None and write.check_at <= now:
            if write.lease and write.lease_until is not None and write.lease_until >= now:
                return False
            check(write)
        elif write.state == State.SENDING and write.lease_until is not None and write.lease_until < now:
            recover(write)
        else:
            return False
    except LostRaceError as race:
        log.info("write.race", write=str(write_id), detail=str(race))
        return False
    return True


def work(write_id: uuid.UUID) -> float | None:
    """Bring a write as far as it goes now; returns the seconds until the next step is due, None when it rests."""
    with request_id_scope():
        for _ in range(MOST_STEPS):
            if not step(write_id):
                break
    return seconds_to_next(write_id)


def seconds_to_next(write_id: uuid.UUID) -> float | None:
    write = Write.objects.filter(pk=write_id).first()
    if write is None:
        return None
    # A look-up under way holds the row: until it is over, or its lease is, there is nothing to do.
    looked_up = write.check_at and max(write.check_at, write.lease_until or write.check_at)
    moment = {
        State.INTENT: write.not_before,
        State.UNKNOWN: looked_up,
        State.SENDING: write.lease_until,
    }.get(State(write.state))
    if moment is None:
        return None
    return max(0.05, (moment - clock.now() + timedelta(milliseconds=20)).total_seconds())
