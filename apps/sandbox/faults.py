"""The queue of faults: which request is spoilt, how, and how often."""

import re
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from .messages import Request

BEFORE = ("latency", "reset_before", "hang_before", "late_effect", "status", "html", "empty", "body")
AFTER = ("reset_after", "hang_after", "truncate", "slow", "close_idle")
SPOIL = ("alter", "null_field", "unknown_enum", "drop_id", "shuffled", "half_list", "oversize")
KINDS = BEFORE + AFTER + SPOIL


@dataclass(slots=True)
class Fault:
    """One entry. `method` and `path` are regular expressions; `times` None means until it is cleared."""

    kind: str
    method: str = ""
    path: str = ""
    times: int | None = 1
    seconds: float = 1.0
    options: dict[str, Any] = field(default_factory=dict)
    id: int = 0
    played: int = 0

    def matches(self, request: Request) -> bool:
        return (
            (self.times is None or self.played < self.times)
            and re.search(self.method, request.method) is not None
            and re.search(self.path, request.path) is not None
        )


class Faults:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queue: list[Fault] = []
        self._last = 0
        self._released = threading.Event()
        self._timers: list[threading.Timer] = []

    def add(self, fault: Fault) -> int:
        """Queue a fault; ValueError when its kind or an expression is wrong."""
        if fault.kind not in KINDS:
            raise ValueError(f"unknown fault {fault.kind!r}; choose from {', '.join(KINDS)}")
        try:
            re.compile(fault.method), re.compile(fault.path)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        with self._lock:
            self._last += 1
            fault.id = self._last
            self._queue.append(fault)
            return fault.id

    def take(self, request: Request) -> tuple[float, Fault | None]:
        """What to play for a request: seconds of latency, and the oldest other fault that matches."""
        delay = 0.0
        chosen: Fault | None = None
        with self._lock:
            for fault in self._queue:
                if not fault.matches(request):
                    continue
                if fault.kind == "latency":
                    fault.played += 1
                    delay += fault.seconds
                elif chosen is None:
                    fault.played += 1
                    chosen = fault
        return delay, chosen

    def all(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._queue]

    def clear(self) -> None:
        """Drop every fault and let go of the requests that are being held."""
        with self._lock:
            self._queue.clear()
            released, self._released = self._released, threading.Event()
        released.set()

    def later(self, seconds: float, action: Callable[[], object]) -> None:
        """Do something after this exchange is over; it happens even when the faults are cleared meanwhile."""
        timer = threading.Timer(seconds, action)
        timer.daemon = True
        with self._lock:
            self._timers.append(timer)
            timer.start()

    def close(self) -> None:
        """Let go of everything; what was to come later does not come."""
        self.clear()
        with self._lock:
            timers, self._timers = self._timers, []
        for timer in timers:
            timer.cancel()
            timer.join()

    def hold(self, seconds: float) -> None:
        """Wait, unless the faults are cleared meanwhile."""
        self._released.wait(seconds)
