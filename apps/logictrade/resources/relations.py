"""Customers (contract section 4.1)."""

from typing import Any

from apps.logictrade.limits import Priority
from apps.logictrade.paging import Page
from apps.logictrade.schemas import Customer, Parsed, parse

from .base import Resource


class Customers(Resource):
    def list(self, number: int = 1, size: int = 100, *, priority: Priority = Priority.PEOPLE, **query: Any) -> Page:
        """Contract op 2. `query`: name, number, zipCodeHouseNumber, city, email, phoneNumber, modifiedAfter."""
        return self._caller.page("customer.list", number, size, query=query, priority=priority)

    def retrieve(self, customer_id: int, *, priority: Priority = Priority.PEOPLE) -> Parsed[Customer]:
        """Contract op 3."""
        answer = self._caller.call("customer.retrieve", path={"id": customer_id}, priority=priority)
        return parse(Customer, answer.data, "customer.retrieve")
