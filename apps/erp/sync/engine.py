"""Reading one resource: full pass or delta, page by page, resumable, complete only when that is proved (A5.3)."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.conf import settings
from django.db import transaction

from apps.core import clock
from apps.erp.gateway import Priority
from apps.erp.mirror.registry import Resource
from apps.erp.mirror.upsert import Upserted, prepare, write
from apps.erp.models import SyncPage, SyncState
from apps.erp.sync import lease
from apps.erp.sync.reading import Fetched, Pages
from apps.erp.sync.sweep import seen_ids, sweep
from apps.logictrade import codec
from apps.logictrade.errors import LogicTradeError, NotGrantedError

log = structlog.get_logger(__name__)

MOST_TRIES = 3


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
    if state.phase == SyncState.Phase.IDLE or (full and state.phase == SyncState.Phase.DELTA):
        _begin(current.resource, state, full=full)
    while True:
        finished = _read(current, state)
        if not finished:
            return False
        if state.phase == SyncState.Phase.DELTA:
            _finish_delta(state)
            return True
        if _finish_full(current, state):
            return True
        if current.over():
            return False


def _begin(resource: Resource, state: SyncState, *, full: bool, after: datetime | None = None) -> None:
    since = after or state.high_water
    delta = since is not None and resource.delta and not full and state.high_water is not None
    state.phase = SyncState.Phase.DELTA if delta else SyncState.Phase.FULL
    state.page = state.records = state.pages = state.tries = 0
    state.shifted = state.held_blind = False
    state.began_at = clock.now()
    state.began_server_at = state.newest = state.held_at = None
    if delta and since is not None:
        state.modified_after = since - settings.OUTBOX_OVERLAP
    else:
        state.modified_after = None
        state.pass_no += 1
    state.keep()


def _read(current: Run, state: SyncState) -> bool:
    """The pages that are left of this pass; False when time ran out first."""
    query = {"modifiedAfter": state.modified_after} if state.modified_after else {}
    full = state.phase == SyncState.Phase.FULL
    pages = Pages(current.resource, state.page + 1, query, current.priority, ahead=4 if full else 1)
    rereads = 0
    for fetched in pages:
        took = _store(current, state, fetched)
        current.free_until = time.monotonic() + max(took, settings.SYNC_PAUSE_SECONDS, _pace(current, state))
        if full and _moved(state, fetched) and rereads < (fetched.page.total_pages or 0) + 10:
            # A record that was deleted pulled its neighbours one place up: read the page before again.
            rereads += 1
            state.shifted = True
            pages.back_to(fetched.page.number - 1 if fetched.page.number > 1 else 1)
        state.total = _total(state, fetched)
        if not lease.renew(state.resource, current.token):
            pages.close()
            return False
        if current.over() and state.page < state.pages:
            pages.close()
            current.rest()
            return False
    current.rest()
    return True


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
    """How many records LogicTrade says there are; without its word, what was met so far."""
    told = fetched.page.total_results
    return told if told is not None else max(state.total, state.records)


def _store(current: Run, state: SyncState, fetched: Fetched) -> float:
    """One page in one transaction with its checkpoint; returns the seconds that the commit took."""
    page = fetched.page
    # What needs no database is done while the pause runs, which ends before this commit begins.
    prepared = prepare(current.resource, page.records)
    current.rest()
    began = time.monotonic()
    with transaction.atomic(durable=True):
        done = write(current.resource, prepared, read_began_at=fetched.began_at)
        if state.phase == SyncState.Phase.FULL:
            _keep_ids(state, page.number, done.seen)
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


def _keep_ids(state: SyncState, number: int, ids: list[int]) -> None:
    """The ids met on one page; a page that is read twice keeps the union."""
    known = SyncPage.objects.filter(resource=state.resource, pass_no=state.pass_no, page=number).first()
    union = sorted({*ids, *(codec.loads(known.ids) if known else ())})
    SyncPage.objects.update_or_create(
        resource=state.resource, pass_no=state.pass_no, page=number, defaults={"ids": codec.dumps(union)}
    )


def _note_page(state: SyncState, fetched: Fetched, done: Upserted) -> None:
    page = fetched.page
    if state.began_server_at is None:
        state.began_server_at = page.server_time or fetched.began_at
        state.total = page.total_results or 0
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


def _mark(state: SyncState, *, complete_list: bool) -> datetime | None:
    """The new high-water mark: never later than the start, never past a change that was not seen."""
    limits = [moment for moment in (state.began_server_at, state.newest, state.held_at) if moment]
    if state.held_blind and not complete_list:
        return state.high_water
    return min(limits) if limits else state.high_water


def _finish_delta(state: SyncState) -> None:
    now = clock.now()
    state.high_water = _mark(state, complete_list=False)
    state.phase = SyncState.Phase.IDLE
    state.last_delta_at = state.last_ok_at = now
    state.keep()


def _finish_full(current: Run, state: SyncState) -> bool:
    """Prove the pass complete or read again, three times at most; then remove what two passes missed."""
    resource = current.resource
    seen = seen_ids(resource.name, state.pass_no)
    missing = state.total - len(seen) - (0 if state.held_at is None and not state.held_blind else 1)
    state.tries += 1
    if (state.shifted or missing > 0) and state.tries < MOST_TRIES:
        log.info("sync.again", resource=resource.name, shifted=state.shifted, missing=missing, tries=state.tries)
        state.page = 0
        state.shifted = False
        state.keep()
        return False
    if missing > 0:
        log.warning("sync.incomplete", resource=resource.name, missing=missing)
    now = clock.now()
    proved = missing <= 0 and not state.shifted
    if proved:
        state.previous_pass, state.previous_began_at = state.complete_pass, state.complete_began_at
        state.complete_pass, state.complete_began_at = state.pass_no, state.began_at
    state.high_water = _mark(state, complete_list=True) if resource.delta else None
    state.phase = SyncState.Phase.IDLE
    state.misses = max(0, missing)
    state.last_full_at = state.last_ok_at = now
    state.keep()
    if proved:
        sweep(resource, state, current.priority)
    if state.high_water is not None:
        # What changed while the pass ran.
        _begin(resource, state, full=False, after=state.began_server_at)
        if not _read(current, state):
            return False
        _finish_delta(state)
    return True
