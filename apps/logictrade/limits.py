"""Who may call, and when: the limiter's protocol, its null twin, and the one shared by all processes."""

import logging
from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

logger = logging.getLogger(__name__)

DEFAULT_RATE = 1000


class Priority(StrEnum):
    """People may use the whole rate, background work at most 80 % of it."""

    PEOPLE = "people"
    BACKGROUND = "background"


class Limiter(Protocol):
    def acquire(self, priority: Priority, timeout: float) -> None:
        """Wait for a turn, at most `timeout` seconds. Raises GateClosedError (nothing was sent)."""
        ...

    def observe(self, status: int, headers: Mapping[str, str]) -> None:
        """Learn from an answer: Retry-After and remaining calls count for every process."""
        ...


class NullLimiter:
    """Lets everything through."""

    def acquire(self, priority: Priority, timeout: float) -> None:
        return None

    def observe(self, status: int, headers: Mapping[str, str]) -> None:
        return None
