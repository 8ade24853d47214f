"""Customers and suppliers in the mirror without LogicTrade: what the tests of search and pages stand on."""

from collections.abc import Callable
from typing import Any

import pytest

from apps.core import clock
from apps.erp.mirror.registry import Resource
from apps.erp.mirror.upsert import mark_gone, upsert
from apps.relations.resources import CUSTOMERS, SUPPLIERS


def _put(resource: Resource) -> Callable[..., None]:
    def put(*records: dict[str, Any], gone: tuple[int, ...] = ()) -> None:
        upsert(resource, list(records), read_began_at=clock.now())
        for pk in gone:
            mark_gone(resource, pk, at=clock.now())

    return put


@pytest.fixture
def mirror(db: None) -> Callable[..., None]:
    """``mirror({"id": 1, …}, …)`` puts received customers into the mirror."""
    return _put(CUSTOMERS)


@pytest.fixture
def suppliers(db: None) -> Callable[..., None]:
    """The same for suppliers."""
    return _put(SUPPLIERS)
