"""What all resources share: the caller they need and the batch guard."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from apps.logictrade.answers import Answer
from apps.logictrade.limits import Priority
from apps.logictrade.paging import Page

BATCH = 100  # items per POST (contract section 5.4, open question 24)


class Caller(Protocol):
    """The part of the client that resources use."""

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
    ) -> Answer: ...

    def page(
        self,
        endpoint: str,
        number: int,
        size: int = 100,
        *,
        path: Mapping[str, int] | None = None,
        query: Mapping[str, Any] | None = None,
        priority: Priority = Priority.PEOPLE,
        request_id: str = "",
    ) -> Page: ...


class Resource:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller


def capped(items: Sequence[Any]) -> list[Any]:
    """The items of one POST. Raises ValueError for none or more than BATCH."""
    if not 1 <= len(items) <= BATCH:
        raise ValueError(f"ask for 1 to {BATCH} items at a time, not {len(items)}")
    return list(items)
