"""Typed records of LogicTrade: tolerant per field, strict per record; unknown fields are kept."""

from .base import Batch, Drift, Parsed, Part, Record, parse, parse_all
from .catalogue import (
    Composition,
    Description,
    Group,
    Price,
    Product,
    ProductHit,
    Reference,
    StockLevel,
    StockLocation,
)
from .delivery import Deliverable, DeliverableLine
from .discounts import CustomerDiscounts, CustomerRule, DiscountTerms, ProductDiscounts, ProductRule
from .relations import Customer, EmbeddedCustomer, Supplier
from .sales import Invoice, InvoiceLine, Order, OrderLine, Quote
from .shared import Address, Code, Comment, Configuration, Delivery, FreeLine, Line, Payment
from .system import Introspection

__all__ = [
    "Address",
    "Batch",
    "Code",
    "Comment",
    "Composition",
    "Configuration",
    "Customer",
    "CustomerDiscounts",
    "CustomerRule",
    "Deliverable",
    "DeliverableLine",
    "Delivery",
    "Description",
    "DiscountTerms",
    "Drift",
    "EmbeddedCustomer",
    "FreeLine",
    "Group",
    "Introspection",
    "Invoice",
    "InvoiceLine",
    "Line",
    "Order",
    "OrderLine",
    "Parsed",
    "Part",
    "Payment",
    "Price",
    "Product",
    "ProductDiscounts",
    "ProductHit",
    "ProductRule",
    "Quote",
    "Record",
    "Reference",
    "StockLevel",
    "StockLocation",
    "Supplier",
    "parse",
    "parse_all",
]
