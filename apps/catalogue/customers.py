"""Whose price is asked: customers live in another app, which gives their names from above."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class PriceCustomer:
    """A customer as the price panel names one."""

    id: int
    name: str
    number: str = ""
    url: str = ""


type Lookup = Callable[[int], PriceCustomer | None]

_lookup: Lookup | None = None


def register_lookup(lookup: Lookup) -> None:
    """Say who knows the customers (from the ready() of an app above)."""
    global _lookup
    _lookup = lookup


def customer_named(customer_id: int) -> PriceCustomer | None:
    """The customer with LogicTrade's id, or None."""
    return _lookup(customer_id) if _lookup else None
