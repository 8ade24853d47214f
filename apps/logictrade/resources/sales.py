"""Quotes, sales orders and invoices (contract sections 6.1 to 6.3)."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from apps.logictrade.answers import Answer
from apps.logictrade.limits import Priority
from apps.logictrade.paging import Page
from apps.logictrade.schemas import Invoice, Order, Parsed, Quote, Record, parse

from .base import Resource


class Documents[R: Record](Resource):
    """What all three do; there is no removal, and no call that makes one of another.

    `known_only` is the query of a creation: a mistyped code is refused, never made into a new product or relation.
    """

    family: ClassVar[str]
    known_only: ClassVar[Mapping[str, bool]] = {}
    schema: type[R]

    def list(self, number: int = 1, size: int = 100, *, priority: Priority = Priority.PEOPLE, **query: Any) -> Page:
        """Contract ops 29, 33, 37. `query`: number, reference, originCode, customerNumber, modifiedAfter, and of quotes
        and orders webshopNumber."""
        return self._caller.page(f"{self.family}.list", number, size, query=query, priority=priority)

    def retrieve(self, record_id: int, *, priority: Priority = Priority.PEOPLE) -> Parsed[R]:
        """Contract ops 30, 34, 38."""
        name = f"{self.family}.retrieve"
        answer = self._caller.call(name, path={"id": record_id}, priority=priority)
        return parse(self.schema, answer.data, name)

    def create(
        self, body: Mapping[str, Any], *, request_id: str = "", on_mark: Callable[[str], None] | None = None
    ) -> Answer:
        """Contract ops 31, 35, 39; `body` from `wire.document_create_body`."""
        name = f"{self.family}.create"
        return self._caller.call(name, query=self.known_only, body=body, request_id=request_id, on_mark=on_mark)

    def update(
        self,
        record_id: int,
        body: Mapping[str, Any],
        *,
        request_id: str = "",
        on_mark: Callable[[str], None] | None = None,
    ) -> Answer:
        """Contract ops 32, 36, 40; `body` from `wire.to_wire`: the whole document, because its lines are replaced."""
        name = f"{self.family}.update"
        return self._caller.call(name, path={"id": record_id}, body=body, request_id=request_id, on_mark=on_mark)


class Quotes(Documents[Quote]):
    family = "quote"
    known_only = {"allowUnknownCustomer": False, "allowUnknownProducts": False}
    schema = Quote


class Orders(Documents[Order]):
    family = "order"
    known_only = {"allowUnknownCustomer": False}
    schema = Order


class Invoices(Documents[Invoice]):
    family = "invoice"
    schema = Invoice
