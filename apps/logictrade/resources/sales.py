"""Quotes, sales orders and invoices (contract sections 6.1 to 6.3)."""

from collections.abc import Callable, Mapping
from typing import Any

from apps.logictrade.answers import Answer
from apps.logictrade.limits import Priority
from apps.logictrade.paging import Page
from apps.logictrade.schemas import Invoice, Order, Parsed, Quote, parse

from .base import Resource

KNOWN_ONLY = {"allowUnknownCustomer": False, "allowUnknownProducts": False}


class Quotes(Resource):
    def list(self, number: int = 1, size: int = 100, *, priority: Priority = Priority.PEOPLE, **query: Any) -> Page:
        """Contract op 29. `query`: number, reference, webshopNumber, originCode, customerNumber, modifiedAfter."""
        return self._caller.page("quote.list", number, size, query=query, priority=priority)

    def retrieve(self, quote_id: int, *, priority: Priority = Priority.PEOPLE) -> Parsed[Quote]:
        """Contract op 30."""
        answer = self._caller.call("quote.retrieve", path={"id": quote_id}, priority=priority)
        return parse(Quote, answer.data, "quote.retrieve")

    def create(
        self,
        body: Mapping[str, Any],
        *,
        request_id: str = "",
        on_mark: Callable[[str], None] | None = None,
    ) -> Answer:
        """Contract op 31; `body` from `wire.quotes`. A mistyped code is refused, never made into a new product."""
        return self._caller.call("quote.create", query=KNOWN_ONLY, body=body, request_id=request_id, on_mark=on_mark)


class Orders(Resource):
    def list(self, number: int = 1, size: int = 100, *, priority: Priority = Priority.PEOPLE, **query: Any) -> Page:
        """Contract op 33. `query` as for quotes."""
        return self._caller.page("order.list", number, size, query=query, priority=priority)

    def retrieve(self, order_id: int, *, priority: Priority = Priority.PEOPLE) -> Parsed[Order]:
        """Contract op 34."""
        answer = self._caller.call("order.retrieve", path={"id": order_id}, priority=priority)
        return parse(Order, answer.data, "order.retrieve")


class Invoices(Resource):
    def list(self, number: int = 1, size: int = 100, *, priority: Priority = Priority.PEOPLE, **query: Any) -> Page:
        """Contract op 37. `query`: number, reference, originCode, customerNumber, modifiedAfter."""
        return self._caller.page("invoice.list", number, size, query=query, priority=priority)

    def retrieve(self, invoice_id: int, *, priority: Priority = Priority.PEOPLE) -> Parsed[Invoice]:
        """Contract op 38."""
        answer = self._caller.call("invoice.retrieve", path={"id": invoice_id}, priority=priority)
        return parse(Invoice, answer.data, "invoice.retrieve")
