"""Whose price is asked, whose code it is: customers live in another app, which tells about them from above."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db.models import CharField, Value
from django.db.models.expressions import Combinable


@dataclass(frozen=True)
class PriceCustomer:
    """A customer as the catalogue names one. ``gone``: LogicTrade no longer has it."""

    id: int
    name: str
    number: str = ""
    url: str = ""
    gone: bool = False


class Directory(Protocol):
    """Who knows the customers. Each question costs one query, ``found`` as many as a search."""

    def named(self, ids: Iterable[int], /) -> Mapping[int, PriceCustomer]: ...

    def found(self, query: str, limit: int, /) -> Sequence[PriceCustomer]: ...

    def name_of(self, field: str, /) -> Combinable: ...


_directory: Directory | None = None


def register_directory(directory: Directory) -> None:
    """Say who knows the customers (from the ready() of an app above)."""
    global _directory
    _directory = directory


def customer_named(customer_id: int) -> PriceCustomer | None:
    """The customer with LogicTrade's id, or None."""
    return customers_named([customer_id]).get(customer_id)


def customers_named(ids: Iterable[int]) -> Mapping[int, PriceCustomer]:
    """The customers that are known among these ids, gone ones too."""
    return _directory.named(ids) if _directory else {}


def customers_found(query: str, limit: int) -> Sequence[PriceCustomer]:
    """The best hits of a search, without those that are gone."""
    return _directory.found(query, limit) if _directory else ()


def customer_name_of(field: str) -> Combinable:
    """The name of the customer whose id stands in a column, for a query of another table; empty for nobody's."""
    return _directory.name_of(field) if _directory else Value("", output_field=CharField())
