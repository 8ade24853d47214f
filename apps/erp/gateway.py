"""The one door to LogicTrade: `erp()` gives the client that the settings describe. Nothing else builds one."""

import threading
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.conf import settings

from apps.core.requestid import current_request_id
from apps.erp import link
from apps.logictrade.client import Answer, LogicTradeClient
from apps.logictrade.clock import SystemClock
from apps.logictrade.config import ClientConfig
from apps.logictrade.errors import LogicTradeError
from apps.logictrade.limits import Priority, SharedLimiter

__all__ = ["Answer", "Gateway", "Priority", "count_calls", "erp"]


class Gateway(LogicTradeClient):
    """The client with our shared knowledge around each call: breaker, refused key, clock, count."""

    def call(
        self,
        endpoint: str,
        *,
        path: Mapping[str, int] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        priority: Priority = Priority.PEOPLE,
        request_id: str = "",
        on_mark: Callable[[str], None] | None = None,
    ) -> Answer:
        link.check_open()
        _count()
        try:
            answer = super().call(
                endpoint,
                path=path,
                query=query,
                body=body,
                priority=priority,
                request_id=request_id or current_request_id(),
                on_mark=on_mark,
            )
        except LogicTradeError as error:
            link.note_error(error)
            raise
        link.note_answer(answer.server_time, answer.headers)
        return answer


_calls = threading.local()


def _count() -> None:
    _calls.number = getattr(_calls, "number", 0) + 1


def count_calls() -> int:
    """Calls made by this thread so far; the budgets of pages are differences of it."""
    return getattr(_calls, "number", 0)


@cache
def _limiter() -> SharedLimiter:
    folder = settings.VAR_DIR / "limits"
    folder.mkdir(parents=True, exist_ok=True)
    # One bucket per key: that is what LogicTrade counts by.
    return SharedLimiter.open(
        folder / f"{link.key_digest()}.sqlite3", redis_url=settings.REDIS_URL, rate=settings.LOGICTRADE_RATE
    )


@cache
def erp() -> Gateway:
    """The client of this process, built once from the settings."""
    times = settings.LOGICTRADE_TIMEOUTS
    config = ClientConfig(
        base_url=settings.LOGICTRADE_URL,
        api_key=settings.LOGICTRADE_API_KEY,
        administration=settings.LOGICTRADE_ADMINISTRATION,
        connect_timeout=times["connect"],
        read_timeout=times["read"],
        deadline=times["deadline"],
    )
    return Gateway(config, limiter=_limiter(), clock=SystemClock())


def forget_client() -> None:
    """Close client and limiter, and build them anew at the next use (tests change the settings)."""
    for made in (erp, _limiter):
        if made.cache_info().currsize:
            made().close()
        made.cache_clear()
