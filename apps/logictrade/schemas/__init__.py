"""Typed records of LogicTrade: tolerant per field, strict per record; unknown fields are kept."""

from .base import Batch, Drift, Parsed, Part, Record, parse, parse_all
from .catalogue import Group, Price, Product, ProductHit, StockLevel, StockLocation
from .delivery import Deliverable, DeliverableLine
from .relations import Customer, EmbeddedCustomer
from .sales import Order, OrderLine, Quote
from .shared import Address, Code, Comment, Configuration, Delivery, Line, Payment
from .system import Introspection

__all__ = [
    "Address",
    "Batch",
    "Code",
    "Comment",
    "Configuration",
    "Customer",
    "Deliverable",
    "DeliverableLine",
    "Delivery",
    "Drift",
    "EmbeddedCustomer",
    "Group",
    "Introspection",
    "Line",
    "Order",
    "OrderLine",
    "Parsed",
    "Part",
    "Payment",
    "Price",
    "Product",
    "ProductHit",
    "Quote",
    "Record",
    "StockLevel",
    "StockLocation",
    "parse",
    "parse_all",
]
