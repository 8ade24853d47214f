"""Customers and suppliers (contract sections 4.1, 4.2)."""

from typing import Any

from apps.logictrade.limits import Priority
from apps.logictrade.paging import Page
from apps.logictrade.schemas import Customer, Parsed, Supplier, parse

from .base import Written


class Customers(Written):
    family = "customer"

    def list(self, number: int = 1, size: int = 100, *, priority: Priority = Priority.PEOPLE, **query: Any) -> Page:
        """Contract op 2. `query`: name, number, zipCodeHouseNumber, city, email, phoneNumber, modifiedAfter."""
        return self._caller.page("customer.list", number, size, query=query, priority=priority)

    def retrieve(self, customer_id: int, *, priority: Priority = Priority.PEOPLE) -> Parsed[Customer]:
        """Contract op 3."""
        answer = self._caller.call("customer.retrieve", path={"id": customer_id}, priority=priority)
        return parse(Customer, answer.data, "customer.retrieve")


class Suppliers(Written):
    """All but the list is inferred from customers (open question 12)."""

    family = "supplier"

    def list(self, number: int = 1, size: int = 100, *, priority: Priority = Priority.PEOPLE, **query: Any) -> Page:
        """Contract op 7. `query` as for customers."""
        return self._caller.page("supplier.list", number, size, query=query, priority=priority)

    def retrieve(self, supplier_id: int, *, priority: Priority = Priority.PEOPLE) -> Parsed[Supplier]:
        """Contract op 8."""
        answer = self._caller.call("supplier.retrieve", path={"id": supplier_id}, priority=priority)
        return parse(Supplier, answer.data, "supplier.retrieve")
