"""The rate limit per key: so many requests in any sixty seconds (contract section 1.4)."""

import math
import threading
import time
from collections import deque
from dataclasses import dataclass

LIMIT = 1020
_WINDOW = 60.0


@dataclass(frozen=True, slots=True)
class Quota:
    """What is left after this request; `reset` is in whole seconds."""

    limit: int
    remaining: int
    reset: int
    refused: bool


class Limiter:
    def __init__(self, limit: int = LIMIT) -> None:
        self.limit = limit
        self._lock = threading.Lock()
        self._seen: dict[str, deque[float]] = {}

    def admit(self, key: str) -> Quota:
        now = time.monotonic()
        with self._lock:
            seen = self._seen.setdefault(key, deque())
            while seen and seen[0] <= now - _WINDOW:
                seen.popleft()
            refused = len(seen) >= self.limit
            if not refused:
                seen.append(now)
            reset = max(1, math.ceil(seen[0] + _WINDOW - now)) if seen else 60
            return Quota(self.limit, max(0, self.limit - len(seen)), reset, refused)

    def forget(self) -> None:
        """Start every key's minute anew."""
        with self._lock:
            self._seen.clear()


def quota_headers(quota: Quota, prefix: str, *, retry_after: bool) -> dict[str, str]:
    """Headers under the dialect's prefix; Retry-After only on a refusal."""
    headers: dict[str, str] = {}
    if prefix != "none":
        headers |= {
            f"{prefix}-Limit": str(quota.limit),
            f"{prefix}-Remaining": str(quota.remaining),
            f"{prefix}-Reset": str(quota.reset),
        }
    if quota.refused and retry_after:
        headers["Retry-After"] = str(quota.reset)
    return headers
