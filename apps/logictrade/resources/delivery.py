"""Orders to deliver and their plan (contract sections 6.4, 6.5)."""

from collections.abc import Callable, Mapping
from typing import Any

from apps.logictrade.answers import Answer
from apps.logictrade.limits import Priority
from apps.logictrade.paging import Page

from .base import Resource


class Deliveries(Resource):
    def list(self, number: int = 1, size: int = 100, *, priority: Priority = Priority.PEOPLE, **query: Any) -> Page:
        """Contract op 41. `query`: inStock (yes, no, partially), deliveryType, modifiedAfter."""
        return self._caller.page("delivery.list", number, size, query=query, priority=priority)

    def update(
        self,
        deliverable_id: int,
        body: Mapping[str, Any],
        *,
        request_id: str = "",
        on_mark: Callable[[str], None] | None = None,
    ) -> Answer:
        """Contract op 42; `body` from `wire.deliveries`. Answers `{}`: read the order back and compare the day."""
        path = {"id": deliverable_id}
        return self._caller.call("delivery.update", path=path, body=body, request_id=request_id, on_mark=on_mark)
