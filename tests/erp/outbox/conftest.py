"""What the outbox tests share."""

from collections.abc import Iterator

import pytest

from apps.core import clock
from tests.erp.outbox.support import Hands, QuoteDomain, register_kind


@pytest.fixture
def domain() -> QuoteDomain:
    return register_kind()


@pytest.fixture
def hands() -> Iterator[Hands]:
    source = Hands()
    with clock.using(source):
        yield source
