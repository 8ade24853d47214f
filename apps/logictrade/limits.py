"""Who may call, and when: the limiter's protocol, its null twin, and the one shared by all processes."""

import logging
import math
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from pyrate_limiter import Rate, RateItem

from .clock import Clock, Deadline, SystemClock
from .errors import GateClosedError
from .gate import read_signals
from .stores import RedisStore, SqliteStore, Store

logger = logging.getLogger(__name__)

DEFAULT_RATE = 1000
BURST = 1.5  # paced at this multiple of the even rate: a minute's allowance at once would break a sliding window
BACKGROUND_SHARE = 0.8
GUARD = 1 / 600  # the window is kept this much longer than told: a call reaches LogicTrade later than it is counted
CLEAN_EVERY = 200


class Priority(StrEnum):
    """People may use the whole rate, background work at most 80 % of it."""

    PEOPLE = "people"
    BACKGROUND = "background"


class Limiter(Protocol):
    def acquire(self, priority: Priority, timeout: float) -> None:
        """Wait for a turn, at most `timeout` seconds. Raises GateClosedError (nothing was sent)."""
        ...

    def observe(self, status: int, headers: Mapping[str, str]) -> None:
        """Learn from an answer: Retry-After and remaining calls count for every process. Never raises."""
        ...


class NullLimiter:
    """Lets everything through."""

    def acquire(self, priority: Priority, timeout: float) -> None:
        return None

    def observe(self, status: int, headers: Mapping[str, str]) -> None:
        return None


class SharedLimiter:
    """Two buckets, all calls and background calls, and a gate that answers close; the same for all processes."""

    def __init__(self, store: Store, clock: Clock, rate: int = DEFAULT_RATE, window: float = 60.0) -> None:
        if rate < 1:
            raise ValueError("the rate must be at least 1 a minute")
        self._store = store
        self._clock = clock
        self._rates = {
            "calls": _rates(rate, window),
            "background": _rates(max(1, int(rate * BACKGROUND_SHARE)), window),
        }
        self._taken = 0

    @classmethod
    def open(
        cls, path: Path, redis_url: str = "", rate: int = DEFAULT_RATE, clock: Clock | None = None, window: float = 60.0
    ) -> "SharedLimiter":
        """Redis when there is a URL, else the SQLite file at `path`. `rate` is calls a `window`, which is a minute."""
        clock = clock or SystemClock()
        store: Store = RedisStore(redis_url) if redis_url else SqliteStore(path, clock)
        return cls(store, clock, rate, window)

    def acquire(self, priority: Priority, timeout: float) -> None:
        deadline = Deadline(self._clock, timeout)
        if priority is Priority.BACKGROUND:
            self._wait_for("background", priority, deadline)
        self._wait_for("calls", priority, deadline)

    def observe(self, status: int, headers: Mapping[str, str]) -> None:
        signals = read_signals(status, headers, self._clock.now())
        if signals.closed_for is None and signals.remaining is None:
            return
        try:
            with self._store.locked(timeout=5):
                self._store.write_gate(self._store.read_gate().learn(signals, self._store.now()))
        except GateClosedError as error:  # the answer at hand counts for more than what it says about limits
            logger.warning("limits of an answer not kept: %s", error)

    def close(self) -> None:
        self._store.close()

    def _wait_for(self, lane: str, priority: Priority, deadline: Deadline) -> None:
        while True:
            with self._store.locked(timeout=deadline.remaining()):
                wait = self._take(lane, priority) / 1000
            if not wait:
                return
            if wait > deadline.remaining():
                raise GateClosedError(f"no turn within the time: {wait:.1f} s to wait", retry_after=wait)
            self._clock.sleep(wait)

    def _take(self, lane: str, priority: Priority) -> int:
        """0 when the turn was taken, else the milliseconds after which to ask again."""
        bucket = self._store.bucket(lane, self._rates[lane])
        gate = self._store.read_gate()
        now = self._store.now()  # last: opening the store takes time, and a turn must not be dated before it is given
        if closed := gate.wait(now, priority is Priority.BACKGROUND):
            return closed
        decision = bucket.put_decision(RateItem(lane, now))
        if not decision.allowed:
            return max(1, decision.retry_after_ms or 0)
        self._taken += 1
        if self._taken % CLEAN_EVERY == 1:
            bucket.leak(now)
        if lane == "calls" and gate.remaining is not None:
            self._store.write_gate(gate.spend())
        return 0


def _rates(rate: int, window: float) -> list[Rate]:
    """The whole window, and the pace within it; a rate too small to be paced has the window alone."""
    whole = Rate(rate, math.ceil(window * (1 + GUARD) * 1000))
    even = rate * BURST / window  # calls a second
    count = max(1, round(even))
    paced = Rate(count, math.ceil(count / even * 1000))
    return [paced, whole] if paced.limit < whole.limit and paced.interval < whole.interval else [whole]
