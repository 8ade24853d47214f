"""Fetching the pages of one list: in order, a few ahead, never inside a transaction."""

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connections

from apps.core import clock
from apps.erp.gateway import Priority, erp
from apps.erp.mirror.registry import Resource
from apps.logictrade.paging import Page

PAGE_SIZE = 100
AHEAD = 4
MOST_PAGES = 20_000


@dataclass(frozen=True)
class Fetched:
    """One page and when, by our clock, its reading began."""

    began_at: datetime
    page: Page


def fetch(resource: Resource, number: int, query: Mapping[str, Any], priority: Priority) -> Fetched:
    began_at = clock.now()
    page = erp().page(resource.list_endpoint, number, PAGE_SIZE, query={**resource.query, **query}, priority=priority)
    return Fetched(began_at, page)


def _fetch_in_thread(resource: Resource, number: int, query: Mapping[str, Any], priority: Priority) -> Fetched:
    try:
        return fetch(resource, number, query, priority)
    finally:
        connections.close_all()


class Pages:
    """The pages of a list from ``start`` on; `back_to` goes to an earlier page when the list has shifted."""

    def __init__(
        self, resource: Resource, start: int, query: Mapping[str, Any], priority: Priority, *, ahead: int = AHEAD
    ) -> None:
        self._resource, self._query, self._priority = resource, query, priority
        self._next = start
        self._last = start
        self._over = False
        self._ahead = ahead
        self._pending: dict[int, Future[Fetched]] = {}
        self._pool: ThreadPoolExecutor | None = None

    def __iter__(self) -> Iterator[Fetched]:
        try:
            while not self._over and self._next <= MOST_PAGES:
                fetched = self._take(self._next)
                self._last = fetched.page.total_pages or self._next
                self._over = fetched.page.is_last
                self._next += 1
                yield fetched
        finally:
            self.close()

    def back_to(self, number: int) -> None:
        self._next = max(1, number)
        self._over = False
        for future in self._pending.values():
            future.cancel()
        self._pending.clear()

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
        self._pending.clear()

    def _take(self, number: int) -> Fetched:
        if self._ahead <= 1 or self._last - number < self._ahead:
            future = self._pending.pop(number, None)
            return future.result() if future else fetch(self._resource, number, self._query, self._priority)
        if self._pool is None:
            self._pool = ThreadPoolExecutor(max_workers=self._ahead, thread_name_prefix="pages")
        for wanted in range(number, min(self._last, number + self._ahead) + 1):
            if wanted not in self._pending:
                self._pending[wanted] = self._pool.submit(
                    _fetch_in_thread, self._resource, wanted, self._query, self._priority
                )
        return self._pending.pop(number).result()
