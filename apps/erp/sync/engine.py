"""Reading one resource: full pass or delta, page by page, resumable, complete only when that is proved (A5.3)."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from apps.core import clock
from apps.erp.gateway import Priority
from apps.erp.mirror.registry import Resource
from apps.erp.mirror.upsert import Upserted, prepare, write
from apps.erp.models import Quarantined, SyncPage, SyncState
from apps.erp.sync import lease
from apps.erp.sync.reading import AHEAD, Fetched, Pages
from apps.erp.sync.sweep import seen_ids, sweep
from apps.logictrade import codec
from apps.logictrade.errors import LogicTradeError, NotGrantedError

log = structlog.get_logger(__name__)

MOST_TRIES = 3
# Full passes count from 1; the ids of a delta of several pages are kept under this number.
DELTA_PASS = 0


@dataclass(frozen=True)
class Progress:
    """Where a run stands, for the terminal and the status page."""

    resource: str
    phase: str
    page: int
    pages: int
    records: int
    changed: int


type Report = Callable[[Progress], None]


@dataclass
class Run:
    """One holder of a resource's lease, and what it may spend."""

    resource: Resource
    token: str
    priority: Priority
    stop_at: float | None
    report: Report | None
    changed: int = 0
    # By the monotonic clock: until then others have the database.
    free_until: float = 0.0

    def over(self) -> bool:
        return self.stop_at is not None and time.monotonic() >= self.stop_at

    def rest(self) -> None:
        """Wait out the pause that the last commit owes; what was done since, without the lock, counts."""
        left = self.free_until - time.monotonic()
        if left > 0:
            time.sleep(left)


def run(
    resource: Resource,
    *,
    full: bool = False,
    seconds: float | None = None,
    priority: Priority = Priority.BACKGROUND,
    report: Report | None = None,
) -> bool:
    """Read a resource until it is complete or ``seconds`` are over; True when nothing is left to do.

    A pass that stands open goes on where it stopped. Raises `LogicTradeError` after noting it on the state row.
    """
    token = lease.claim(resource.name)
    if not token:
        return False
    stop_at = None if seconds is None else time.monotonic() + seconds
    current = Run(resource, token, priority, stop_at, report)
    try:
        return _advance(current, full=full)
    except LogicTradeError as error:
        _note_error(resource, error)
        raise
    finally:
        lease.release(resource.name, token)


def _note_error(resource: Resource, error: LogicTradeError) -> None:
    SyncState.objects.filter(pk=resource.name).update(
        last_error=str(error)[:300], last_error_at=clock.now(), not_granted=isinstance(error, NotGrantedError)
    )
    log.warning("sync.failed", resource=resource.name, error=str(error))


def _advance(current: Run, *, full: bool) -> bool:
    state = SyncState.objects.get(pk=current.resource.name)
    if state.phase == SyncState.Phase.IDLE or (full and state.phase != SyncState.Phase.FULL):
        _begin(current.resource, state, full=full)
    while True:
        if not _step(current, state):
            return False
        if state.phase == SyncState.Phase.IDLE:
            return True
        if current.over():
            return False


def _step(current: Run, state: SyncState) -> bool:
    """One phase to its end; False when time ran out, or somebody else has the list."""
    if state.phase == SyncState.Phase.SWEEP:
        return _sweep(current, state)
    if not _read(current, state):
        return False
    if state.phase == SyncState.Phase.DELTA:
        _finish_delta(current.resource, state)
    else:
        _finish_full(current.resource, state)
    return True


def _begin(resource: Resource, state: SyncState, *, full: bool) -> None:
    since = state.high_water
    delta = since is not None and resource.delta and not full
    state.phase = SyncState.Phase.DELTA if delta else SyncState.Phase.FULL
    state.page = state.records = state.pages = state.tries = 0
    state.total = state.first_total = state.arrived = 0
    state.shifted = state.held_blind = False
    state.began_at = clock.now()
    state.began_server_at = state.newest = state.held_at = None
    if delta and since is not None:
        state.modified_after = since - settings.OUTBOX_OVERLAP
    else:
        state.modified_after = None
        state.pass_no += 1
    _forget_pages(state)
    state.keep()


def _again(state: SyncState) -> None:
    """Read the list once more from its first page; only what this reading meets counts."""
    state.tries += 1
    state.page = state.records = 0
    state.shifted = False
    _forget_pages(state)
    state.keep()


def _forget_pages(state: SyncState) -> None:
    SyncPage.objects.filter(resource=state.resource, pass_no=_pass_of(state)).delete()


def _pass_of(state: SyncState) -> int:
    """The number under which the ids of what is being read are kept."""
    return state.pass_no if state.phase == SyncState.Phase.FULL else DELTA_PASS


def _read(current: Run, state: SyncState) -> bool:
    """The pages that are left of this pass; False when time ran out first."""
    query = {"modifiedAfter": state.modified_after} if state.modified_after else {}
    # What is fetched ahead is thrown away when time is over, which a list that may take only its share cannot afford.
    hurried = state.phase == SyncState.Phase.FULL and not _pace(current, state)
    pages = Pages(current.resource, state.page + 1, query, current.priority, ahead=AHEAD if hurried else 1)
    rereads = 0
    for fetched in pages:
        took = _store(current, state, fetched)
        current.free_until = time.monotonic() + max(took, settings.SYNC_PAUSE_SECONDS, _pace(current, state))
        if _moved(state, fetched):
            state.shifted = True
            if rereads < (fetched.page.total_pages or 0) + 10:
                # A record that was deleted pulled its neighbours one place up: read the page before again.
                rereads += 1
                pages.back_to(fetched.page.number - 1 if fetched.page.number > 1 else 1)
        state.total = _total(state, fetched)
        if not lease.renew(state.resource, current.token):
            pages.close()
            return False
        if current.over() and state.page < state.pages:
            pages.close()
            _keep_shift(state)
            current.rest()
            return False
    current.rest()
    return True


def _keep_shift(state: SyncState) -> None:
    """What was found after the page's checkpoint was written must outlive a restart."""
    state.save(update_fields=["shifted", "total"])


def _pace(current: Run, state: SyncState) -> float:
    """Rest after a page of a repeated full pass, so that it takes only its share of the rate."""
    if state.phase != SyncState.Phase.FULL or current.resource.share >= 1 or state.last_full_at is None:
        return 0.0
    return 60 / (settings.LOGICTRADE_RATE * current.resource.share)


def _moved(state: SyncState, fetched: Fetched) -> bool:
    """Whether the list changed its length since the page before, or a page in the middle is short."""
    page = fetched.page
    if page.number == 1:
        return False
    short = not page.is_last and len(page.records) < page.size
    return short or _total(state, fetched) < state.total


def _total(state: SyncState, fetched: Fetched) -> int:
    """How many records LogicTrade says there are; without its word nothing new is known."""
    told = fetched.page.total_results
    return told if told is not None else state.total


def _store(current: Run, state: SyncState, fetched: Fetched) -> float:
    """One page in one transaction with its checkpoint; returns the seconds that the commit took."""
    page = fetched.page
    # What needs no database is done while the pause runs, which ends before this commit begins.
    prepared = prepare(current.resource, page.records)
    current.rest()
    began = time.monotonic()
    with transaction.atomic(durable=True):
        done = write(current.resource, prepared, read_began_at=fetched.began_at, listed=True)
        if state.phase == SyncState.Phase.FULL or not (page.number == 1 and page.is_last):
            _keep_ids(state, page.number, done)
        _note_page(state, fetched, done)
        state.keep()
    took = time.monotonic() - began
    current.changed += len(done.changed)
    if done.changed and current.resource.marker_kind:
        from apps.erp.outbox.guard import notice_markers

        notice_markers(current.resource, done.changed)
    if current.report:
        current.report(Progress(state.resource, state.phase, state.page, state.pages, state.records, current.changed))
    return took


def _keep_ids(state: SyncState, number: int, done: Upserted) -> None:
    """The ids met on one page, and how many records of it were set aside; a page that is read twice keeps the union."""
    place: dict[str, Any] = {"resource": state.resource, "pass_no": _pass_of(state), "page": number}
    known = SyncPage.objects.filter(**place).first()
    union = sorted({*done.seen, *(codec.loads(known.ids) if known else ())})
    values = {"ids": codec.dumps(union), "set_aside": done.quarantined}
    SyncPage.objects.update_or_create(**place, defaults=values)


def _note_page(state: SyncState, fetched: Fetched, done: Upserted) -> None:
    page = fetched.page
    if state.began_server_at is None:
        state.began_server_at = page.server_time or fetched.began_at
    if page.number == 1 and not state.shifted:
        state.total = state.first_total = page.total_results or 0
        state.arrived = 0
    state.arrived += _arrivals(state, done)
    state.page = page.number
    state.pages = page.total_pages or page.number
    state.records += len(page.records)
    if done.newest and (state.newest is None or done.newest > state.newest):
        state.newest = done.newest
    if done.held_at and (state.held_at is None or done.held_at < state.held_at):
        state.held_at = done.held_at
    state.held_blind = state.held_blind or done.held_blind
    state.last_error = ""
    state.not_granted = False


def _arrivals(state: SyncState, done: Upserted) -> int:
    """How many records of a page came into the list while it was read: new to us, and dated after the beginning.

    In a first pass everything is new to us; there, and in lists without dates, nothing can be told.
    """
    began = state.began_server_at
    if state.last_full_at is None or began is None:
        return 0
    return sum(bool(row.remote_modified and row.remote_modified >= began) for row in done.added)


def _mark(state: SyncState, *, complete_list: bool) -> datetime | None:
    """The new high-water mark: never later than the start, never past a change that was not seen."""
    limits = [moment for moment in (state.began_server_at, state.newest, state.held_at) if moment]
    if state.held_blind and not complete_list:
        return state.high_water
    return min(limits) if limits else state.high_water


def _missing(state: SyncState, seen: set[int]) -> int:
    """How many records LogicTrade counts that this reading neither met nor set aside."""
    pages = SyncPage.objects.filter(resource=state.resource, pass_no=_pass_of(state), page__lte=state.pages)
    aside = pages.aggregate(total=Sum("set_aside"))["total"] or 0
    return state.total - len(seen) - aside


def _rest_phase(state: SyncState) -> str:
    return SyncState.Phase.SWEEP if state.sweep_due else SyncState.Phase.IDLE


def _finish_delta(resource: Resource, state: SyncState) -> None:
    """Move the mark when every change was met; read again when the list moved; after that many tries leave the mark."""
    whole = (state.pages <= 1 and not state.shifted) or _is_whole_delta(resource, state)
    if not whole and state.tries + 1 < MOST_TRIES:
        log.info("sync.delta_again", resource=resource.name, shifted=state.shifted, tries=state.tries + 1)
        _again(state)
        return
    now = clock.now()
    if whole:
        state.high_water = _mark(state, complete_list=False)
    else:
        log.warning("sync.delta_incomplete", resource=resource.name)
    _forget_pages(state)
    state.phase = _rest_phase(state)
    state.last_delta_at = state.last_ok_at = now
    state.keep()


def _is_whole_delta(resource: Resource, state: SyncState) -> bool:
    """Whether a delta of several pages met all that it should: counted, and nothing left it while it was read."""
    seen = seen_ids(resource.name, DELTA_PASS)
    began = state.began_server_at
    late = resource.model._default_manager.filter(remote_modified__gte=began).values_list("pk", flat=True)
    arrived = len(seen.intersection(late))
    left = state.first_total + arrived - state.total if state.first_total else 0
    return not state.shifted and _missing(state, seen) <= 0 and left <= 0


def _finish_full(resource: Resource, state: SyncState) -> None:
    """Prove the pass complete or read again, three times at most; then close with a delta and look for removals."""
    seen = seen_ids(resource.name, state.pass_no)
    missing = _missing(state, seen)
    # As much may have been removed as was added: then the count is right and a neighbour was still passed over.
    shifted = state.shifted or (state.first_total > 0 and state.first_total + state.arrived > state.total)
    proved = missing <= 0 and not shifted
    if not proved and state.tries + 1 < MOST_TRIES:
        log.info("sync.again", resource=resource.name, shifted=shifted, missing=missing, tries=state.tries + 1)
        _again(state)
        return
    if proved:
        state.previous_pass, state.previous_began_at = state.complete_pass, state.complete_began_at
        state.complete_pass, state.complete_began_at = state.pass_no, state.began_at
        state.sweep_due = True
        _forget_quarantine(state)
    else:
        log.warning("sync.incomplete", resource=resource.name, missing=missing, shifted=shifted)
    SyncPage.objects.filter(resource=resource.name).exclude(
        pass_no__in=[state.complete_pass, state.previous_pass]
    ).delete()
    state.misses = max(0, missing)
    state.last_full_at = state.last_ok_at = clock.now()
    _close(resource, state, proved=proved)


def _forget_quarantine(state: SyncState) -> None:
    """What was set aside before a complete reading and not during it is in the list no longer, or reads well now."""
    Quarantined.objects.filter(resource=state.resource, last_seen_at__lt=state.began_at).delete()


def _close(resource: Resource, state: SyncState, *, proved: bool) -> None:
    """After a full pass: a delta brings what changed meanwhile, where the list can tell."""
    if not resource.delta:
        state.high_water = None
        state.phase = _rest_phase(state)
        state.keep()
        return
    if proved or state.high_water is None:
        state.high_water = _mark(state, complete_list=True)
    # From the mark, not from the beginning: what could not be read, or was passed over, is asked for once more.
    _begin(resource, state, full=False)


def _sweep(current: Run, state: SyncState) -> bool:
    """Look into what two complete passes did not meet; False when time ran out first."""

    def go_on() -> bool:
        return not current.over() and lease.renew(state.resource, current.token)

    if not sweep(current.resource, state, current.priority, go_on=go_on).finished:
        return False
    state.sweep_due = False
    state.phase = SyncState.Phase.IDLE
    state.keep()
    return True
