"""What is due to be read, one batch at a time, so that threads for people's work stay free."""

from datetime import datetime, timedelta

import structlog

from apps.core import clock
from apps.erp import link
from apps.erp.introspection import introspect_if_due
from apps.erp.mirror.registry import Resource, all_resources
from apps.erp.models import Heartbeat, SyncState
from apps.erp.sync import lease
from apps.erp.sync.engine import run
from apps.logictrade.errors import KeyRefusedError, LogicTradeError, NotGrantedError

log = structlog.get_logger(__name__)

ALL = "*"
BATCH_SECONDS = 5.0
# A list whose last full pass could not be proved complete is read again this soon.
UNPROVED_AGAIN = timedelta(hours=1)


def beat(name: str) -> None:
    """A sign of life."""
    Heartbeat.objects.update_or_create(pk=name, defaults={"at": clock.now()})


def is_due(resource: Resource, state: SyncState | None, now: datetime) -> bool:
    """Whether a resource has something to read: a pass that stands open, a full pass, or a delta."""
    if state is None or state.phase != SyncState.Phase.IDLE:
        return True
    if full_is_due(resource, state, now):
        return True
    if not resource.delta:
        return False
    last = max(filter(None, (state.last_delta_at, state.last_full_at)))
    return now - last >= resource.delta_every


def full_is_due(resource: Resource, state: SyncState | None, now: datetime) -> bool:
    """Whether the whole list must be read: never done, too long ago, or not proved complete the last time."""
    if state is None or state.last_full_at is None:
        return True
    proved = state.phase != SyncState.Phase.IDLE or state.complete_pass == state.pass_no
    every = resource.full_every if proved else min(resource.full_every, UNPROVED_AGAIN)
    return now - state.last_full_at >= every


def due_resources() -> list[Resource]:
    """What is due, first what people wait for: never read, then changes, then lists that are read whole again.

    A whole list can take minutes, more when it may use only its share of the rate; changes do not wait for it.
    """
    states = SyncState.objects.in_bulk([resource.name for resource in all_resources()])
    now = clock.now()
    found = [r for r in all_resources() if link.worth_asking(r.scope) and is_due(r, states.get(r.name), now)]
    return sorted(found, key=lambda r: (*_turn(r, states.get(r.name), now), r.order))


def _turn(resource: Resource, state: SyncState | None, now: datetime) -> tuple[bool, bool]:
    read = _has_been_read(state)
    whole = state is not None and (state.phase == SyncState.Phase.FULL or full_is_due(resource, state, now))
    return read, read and whole


def _has_been_read(state: SyncState | None) -> bool:
    return state is not None and state.last_full_at is not None


def _needs_full(resource: Resource) -> bool:
    return full_is_due(resource, SyncState.objects.filter(pk=resource.name).first(), clock.now())


def sync_batch(seconds: float = BATCH_SECONDS) -> bool:
    """Read what is due for some seconds; True when more is due at once. Only one batch runs at a time."""
    token = lease.claim(ALL)
    if not token:
        return False
    try:
        beat("sync")
        if not introspect_if_due():
            return False
        return _some(seconds)
    except LogicTradeError as error:
        log.warning("sync.stopped", error=str(error))
        return False
    finally:
        lease.release(ALL, token)


def _some(seconds: float) -> bool:
    for resource in due_resources():
        try:
            run(resource, full=_needs_full(resource), seconds=seconds)
        except NotGrantedError:
            # Its pages say so; the rest goes on, and the next turn is in an hour.
            SyncState.objects.filter(pk=resource.name).update(last_full_at=clock.now(), phase=SyncState.Phase.IDLE)
            continue
        except KeyRefusedError:
            return False
        return bool(due_resources())
    return False
