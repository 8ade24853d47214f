"""What all resources share: the caller they need and the batch guard."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Protocol

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


class Written(Resource):
    """Records that may be created, updated and removed; `family` is the first half of the operations' names."""

    family: ClassVar[str]

    def create(
        self, body: Mapping[str, Any], *, request_id: str = "", on_mark: Callable[[str], None] | None = None
    ) -> Answer:
        """Contract ops 4, 9, 14; `body` from `wire.create_body`. The answer may hold an id alone, or nothing."""
        return self._caller.call(f"{self.family}.create", body=body, request_id=request_id, on_mark=on_mark)

    def update(
        self,
        record_id: int,
        body: Mapping[str, Any],
        *,
        request_id: str = "",
        on_mark: Callable[[str], None] | None = None,
    ) -> Answer:
        """Contract ops 5, 10, 16; `body` from `wire.to_wire`: the whole record, as absent fields may be cleared."""
        path = {"id": record_id}
        return self._caller.call(f"{self.family}.update", path=path, body=body, request_id=request_id, on_mark=on_mark)

    def remove(self, record_id: int, *, request_id: str = "", on_mark: Callable[[str], None] | None = None) -> Answer:
        """Contract ops 6, 11, 15. A record that is not there counts as removed; raises NotGrantedError (403) when it
        is in use or the key may not remove."""
        path = {"id": record_id}
        return self._caller.call(f"{self.family}.remove", path=path, request_id=request_id, on_mark=on_mark)


def capped(items: Sequence[Any]) -> list[Any]:
    """The items of one POST. Raises ValueError for none or more than BATCH."""
    if not 1 <= len(items) <= BATCH:
        raise ValueError(f"ask for 1 to {BATCH} items at a time, not {len(items)}")
    return list(items)
