"""What LogicTrade says about its limits: Retry-After and the remaining/reset headers (contract section 1.4). Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

DEFAULT_WAIT = 60.0
MAX_WAIT = 15 * 60.0
SAME_PERIOD = 2_000  # ms that the end of one and the same period may seem to move
PREFIXES = ("RateLimit-", "X-RateLimit-", "X-Rate-Limit-")  # one line when a live key shows another name


@dataclass(frozen=True, slots=True)
class Signals:
    """`closed_for`: nobody may call for so many seconds. `remaining` calls are left for the next `reset` seconds."""

    closed_for: float | None = None
    remaining: int | None = None
    reset: float | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """What all processes together know. Times in milliseconds of the store's clock; `remaining` None: not limited.

    `top` is the most that was left in this period: background work leaves a fifth of it to people.
    """

    closed_until: int = 0
    remaining: int | None = None
    top: int = 0
    reset_at: int = 0

    def learn(self, signals: Signals, now: int) -> "Gate":
        gate = self if self.remaining is None or now < self.reset_at else replace(self, remaining=None, top=0)
        if signals.closed_for is not None:
            gate = replace(gate, closed_until=max(gate.closed_until, now + int(signals.closed_for * 1000)))
        if signals.remaining is None or signals.reset is None:
            return gate
        reset_at = now + int(signals.reset * 1000)
        same_period = gate.remaining is not None and reset_at <= gate.reset_at + SAME_PERIOD
        # answers overtake each other: within a period the smallest number is the newest
        left = (
            min(gate.remaining, signals.remaining) if same_period and gate.remaining is not None else signals.remaining
        )
        return replace(gate, remaining=left, top=max(gate.top if same_period else 0, left), reset_at=reset_at)

    def wait(self, now: int, background: bool) -> int:
        """Milliseconds until a call may pass; 0 for now."""
        wait = max(0, self.closed_until - now)
        if self.remaining is not None and now < self.reset_at:
            kept = self.top // 5 if background else 0
            if self.remaining <= kept:
                wait = max(wait, self.reset_at - now)
        return wait

    def spend(self) -> "Gate":
        return self if self.remaining is None else replace(self, remaining=max(0, self.remaining - 1))


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float:
    """Seconds to wait: a number or an HTTP date; absent, zero or unreadable counts as 60 s, never more than 15 min."""
    wait = _seconds(headers.get("Retry-After") or "", now or datetime.now(UTC))
    return min(wait, MAX_WAIT) if wait is not None and wait > 0 else DEFAULT_WAIT


def closed_for(status: int, headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds during which an answer forbids all calls: any 429, and a 503 that says how long."""
    asks = status == 429 or (status == 503 and headers.get("Retry-After"))
    return retry_after(headers, now) if asks else None


def read_signals(status: int, headers: Mapping[str, str], now: datetime) -> Signals:
    """The limits that one answer names; a `remaining` without `reset` counts for the default wait."""
    closed = closed_for(status, headers, now)
    remaining = _first(headers, "Remaining")
    if remaining is None or not remaining.isdigit():
        return Signals(closed)
    reset = _seconds(_first(headers, "Reset") or "", now)
    return Signals(closed, int(remaining), min(reset, MAX_WAIT) if reset is not None else DEFAULT_WAIT)


def _first(headers: Mapping[str, str], name: str) -> str | None:
    values = (headers.get(prefix + name) for prefix in PREFIXES)
    return next((value.strip() for value in values if value), None)


def _seconds(text: str, now: datetime) -> float | None:
    """Seconds from now, written as seconds, as an epoch (seconds or milliseconds) or as a date."""
    text = text.strip()
    if re.fullmatch(r"\d{1,15}(\.\d+)?", text):
        value = float(text)
        if value > 1e11:
            value /= 1000
        return value if value < 1e9 else max(0.0, value - now.timestamp())
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
