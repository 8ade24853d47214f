"""Thin, typed doors per family (contract sections 4 to 6); each method is one operation."""

from typing import TYPE_CHECKING

from .catalogue import Compositions, Discounts, Groups, Prices, Products, Stock
from .delivery import Deliveries
from .relations import Customers, Suppliers
from .sales import Invoices, Orders, Quotes
from .system import System

if TYPE_CHECKING:
    from .base import Caller


class Resources:
    """Mixed into the client: `client.customers.retrieve(5)`."""

    def __init__(self, caller: "Caller") -> None:
        self.system = System(caller)
        self.customers = Customers(caller)
        self.suppliers = Suppliers(caller)
        self.products = Products(caller)
        self.groups = Groups(caller)
        self.compositions = Compositions(caller)
        self.discounts = Discounts(caller)
        self.stock = Stock(caller)
        self.prices = Prices(caller)
        self.quotes = Quotes(caller)
        self.orders = Orders(caller)
        self.invoices = Invoices(caller)
        self.deliveries = Deliveries(caller)
