"""One virtual time for both sides: it passes only when told to, and our own wall clock can be wrong."""

import heapq
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apps.sandbox.moments import Clock

BEGINNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class Time:
    """``passed`` never steps back; ``wall`` is our machine's clock; LogicTrade's clock is the true one plus a skew.

    Also the clock of the client (`apps.logictrade.clock.Clock`).
    """

    def __init__(self, server_ahead: float) -> None:
        self.passed = 0.0
        self._jumped = 0.0
        self._server_ahead = server_ahead
        self._timers: list[tuple[float, int, Callable[[], object]]] = []
        self._set = 0

    def wall(self) -> datetime:
        return BEGINNING + timedelta(seconds=self.passed + self._jumped)

    def server(self) -> float:
        """LogicTrade's time in seconds since 1970."""
        return BEGINNING.timestamp() + self.passed + self._server_ahead

    def jump(self, seconds: float) -> None:
        """Our wall clock is set to another time; nothing passes."""
        self._jumped += seconds

    def pass_by(self, seconds: float) -> None:
        """Let time pass, and what was due meanwhile happen at its moment."""
        end = self.passed + max(0.0, seconds)
        while self._timers and self._timers[0][0] <= end:
            at, _, action = heapq.heappop(self._timers)
            self.passed = max(self.passed, at)
            action()
        self.passed = max(self.passed, end)

    def later(self, seconds: float, action: Callable[[], object]) -> None:
        self._set += 1
        heapq.heappush(self._timers, (self.passed + seconds, self._set, action))

    @property
    def pending(self) -> bool:
        return bool(self._timers)

    now = wall

    def monotonic(self) -> float:
        return self.passed

    def sleep(self, seconds: float) -> None:
        self.pass_by(seconds)


class ServerClock(Clock):
    """The stand-in's clock, driven by `Time`."""

    def __init__(self, time: Time) -> None:
        super().__init__()
        self._time = time

    def seconds(self) -> float:
        return self._time.server() + self.shift
