"""The state of the connection, shared by all processes: breaker, refused key, LogicTrade's clock, rate figures."""

import hashlib
import threading
import time
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from apps.audit.actions import Action
from apps.audit.log import Actor, record
from apps.core import clock
from apps.erp.mirror.registry import all_resources
from apps.erp.models import Link, SyncState
from apps.logictrade.errors import AnswerLostError, KeyRefusedError, LogicTradeError, ServerFaultError, UnreachableError

log = structlog.get_logger(__name__)

FAILURES_TO_OPEN = 5
PROBE_EVERY = timedelta(seconds=10)
NOTE_OK_EVERY = timedelta(seconds=5)
CACHE_SECONDS = 1.0
TRANSPORT = (UnreachableError, AnswerLostError, ServerFaultError)

_cached: tuple[float, Link] | None = None
_lock = threading.Lock()


def key_digest() -> str:
    """A short name of the key in use, safe to store: a new key has another."""
    return hashlib.sha256(settings.LOGICTRADE_API_KEY.encode()).hexdigest()[:16]


def read_link(*, fresh: bool = False) -> Link:
    """The shared state, at most a second old inside one process."""
    global _cached
    with _lock:
        if not fresh and _cached is not None and time.monotonic() - _cached[0] < CACHE_SECONDS:
            return _cached[1]
    row = Link.objects.filter(pk=1).first() or Link(pk=1)
    with _lock:
        _cached = (time.monotonic(), row)
    return row


def forget_cached() -> None:
    """Read the row anew at the next question (after a change of ours, and between tests)."""
    global _cached
    with _lock:
        _cached = None


def _change(**values: object) -> None:
    Link.objects.get_or_create(pk=1)
    Link.objects.filter(pk=1).update(**values)
    forget_cached()


def check_open() -> None:
    """Let a call through, or raise: `KeyRefusedError` for a dead key, `UnreachableError` while the breaker is open.

    While it is open one caller in ten seconds is let through as a probe.
    """
    link = read_link()
    if link.key_refused_at and link.key_digest == key_digest():
        raise KeyRefusedError("the API key was refused; waiting for a new one")
    if link.failures < FAILURES_TO_OPEN:
        return
    now = clock.now()
    may_probe = Q(probe_at__isnull=True) | Q(probe_at__lte=now)
    if Link.objects.filter(may_probe, pk=1).update(probe_at=now + PROBE_EVERY):
        forget_cached()
        return
    raise UnreachableError("LogicTrade did not answer several times in a row; the next try is within ten seconds")


def note_answer(server_time: datetime | None, headers: Mapping[str, str]) -> None:
    """An answer arrived: LogicTrade is there and the key is good."""
    link = read_link()
    now = clock.now()
    offset = (server_time - now).total_seconds() if server_time else link.clock_offset
    recent = link.last_ok_at is not None and now - link.last_ok_at < NOTE_OK_EVERY
    if recent and not link.failures and not link.key_refused_at and abs(offset - link.clock_offset) < 5:
        return
    values: dict[str, object] = {
        "last_ok_at": now,
        "failures": 0,
        "failing_since": None,
        "probe_at": None,
        "last_error": "",
        "key_refused_at": None,
        "key_digest": key_digest(),
        "clock_offset": offset,
    }
    values |= _rate_figures(headers)
    if link.failures:
        log.info("link.recovered", failures=link.failures)
    _change(**values)


def _rate_figures(headers: Mapping[str, str]) -> dict[str, object]:
    lowered = {name.lower(): value for name, value in headers.items()}
    found: dict[str, object] = {}
    for column, ending in (("rate_limit", "limit"), ("rate_remaining", "remaining")):
        for start in ("ratelimit-", "x-ratelimit-", "x-rate-limit-"):
            value = lowered.get(start + ending, "").split(",")[0].strip()
            if value.isdecimal():
                found[column] = int(value)
    return found


def note_error(error: LogicTradeError) -> None:
    """A call failed: count what says that LogicTrade is not there, remember a refused key."""
    now = clock.now()
    if isinstance(error, KeyRefusedError):
        _note_key_refused(error, now)
    elif isinstance(error, TRANSPORT):
        Link.objects.get_or_create(pk=1)
        Link.objects.filter(pk=1).update(failures=F("failures") + 1, last_error=str(error)[:200])
        Link.objects.filter(pk=1, failing_since=None).update(failing_since=now)
        forget_cached()


def _note_key_refused(error: KeyRefusedError, now: datetime) -> None:
    with transaction.atomic():
        Link.objects.get_or_create(pk=1)
        fresh = Link.objects.filter(pk=1, key_refused_at=None).update(
            key_refused_at=now, key_digest=key_digest(), last_error=str(error)[:200]
        )
        if fresh:
            log.error("link.key_refused", status=error.status, code=error.code)
            record(
                Action.ERP_KEY_REFUSED,
                actor=Actor.system("worker"),
                subject="erp:key",
                label=f"{error.status} {error.code}".strip(),
            )
    forget_cached()


def server_now() -> datetime:
    """The present moment by LogicTrade's clock, as last seen in a Date header."""
    return clock.now() + timedelta(seconds=read_link().clock_offset)


# The scope words that the documentation shows; the others are guesses (open question 8 of the contract).
KNOWN_WORDS = frozenset({"customer", "supplier", "product"})


def worth_asking(scope: str) -> bool:
    """Whether to ask for a resource: its word is granted, or nobody knows what its word is."""
    words = read_link().scope.lower().split()
    return not words or scope in words or scope not in KNOWN_WORDS


def granted(scope: str) -> bool:
    """Whether the key may use a resource, as far as is known: by its word, else by what LogicTrade answered."""
    words = read_link().scope.lower().split()
    if not words or scope in words:
        return True
    return scope not in KNOWN_WORDS and not _refused(scope)


def _refused(scope: str) -> bool:
    names = [resource.name for resource in all_resources() if resource.scope == scope]
    return SyncState.objects.filter(pk__in=names, not_granted=True).exists()


def writes_refused() -> str:
    """Why no write may leave now: ``off``, ``mismatch``, ``key``, or nothing."""
    link = read_link()
    if not settings.LOGICTRADE_WRITES:
        return "off"
    if link.mismatch:
        return "mismatch"
    if link.key_refused_at and link.key_digest == key_digest():
        return "key"
    return ""
