"""Customers in the mirror without LogicTrade: what the tests of search and pages stand on."""

from collections.abc import Callable
from typing import Any

import pytest

from apps.core import clock
from apps.erp.mirror.upsert import mark_gone, upsert
from apps.relations.resources import CUSTOMERS


@pytest.fixture
def mirror(db: None) -> Callable[..., None]:
    """``mirror({"id": 1, …}, …)`` puts received customers into the mirror."""

    def put(*records: dict[str, Any], gone: tuple[int, ...] = ()) -> None:
        upsert(CUSTOMERS, list(records), read_began_at=clock.now())
        for pk in gone:
            mark_gone(CUSTOMERS, pk, at=clock.now())

    return put
