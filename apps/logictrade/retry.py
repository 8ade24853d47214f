"""Whether and when a read is tried again, and what a broken connection means for a write (A4). Pure."""

from enum import StrEnum

from .errors import LogicTradeError, Outcome
from .judge import classify

__all__ = ["MAX_RETRIES", "Fault", "classify", "classify_fault", "delay", "should_retry"]

MAX_RETRIES = 3
FIRST_CEILING, LAST_CEILING = 1.0, 60.0


class Fault(StrEnum):
    """How an exchange can end without an answer."""

    NO_CONNECTION = "no_connection"  # no address, refused, connect timeout, broken off while connecting
    TLS = "tls"
    TIMEOUT = "timeout"  # read timeout or total deadline
    LOST = "lost"  # reset or cut off after the connection stood


NOT_SENT = frozenset({Fault.NO_CONNECTION, Fault.TLS})


def classify_fault(fault: Fault | str) -> Outcome:
    """NOT_SENT only for faults that prove that no byte left; every other one, also an unknown one, is DOUBT."""
    return Outcome.NOT_SENT if fault in NOT_SENT else Outcome.DOUBT


def should_retry(error: LogicTradeError, attempt: int) -> bool:
    """`attempt` counts from 0: the first try. For reads only."""
    return error.retryable and attempt < MAX_RETRIES


def delay(attempt: int, jitter: float, retry_after: float | None = None) -> float:
    """Seconds before the next try: full jitter under a ceiling that doubles from 1 to 60 s, on top of what LogicTrade
    asked for. `jitter` is a random number from 0 to 1."""
    ceiling = min(LAST_CEILING, FIRST_CEILING * 2.0**attempt)
    return (retry_after or 0.0) + ceiling * jitter
