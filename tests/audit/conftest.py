"""Tests here may flush the log."""

from collections.abc import Iterator

import pytest

from tests.audit import support


@pytest.fixture(autouse=True)
def flushable_log(request: pytest.FixtureRequest) -> Iterator[None]:
    yield from support.flushable(request)
