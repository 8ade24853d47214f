"""What the outbox tests share."""

from collections.abc import Callable, Iterator

import pytest

from apps.core import clock
from apps.erp import gateway
from tests.erp.outbox.support import Hands, QuoteDomain, register_kind


@pytest.fixture
def domain() -> QuoteDomain:
    return register_kind()


@pytest.fixture
def hands() -> Iterator[Hands]:
    source = Hands()
    with clock.using(source):
        yield source


@pytest.fixture
def drain_impatiently(drain: Callable[[], None], settings) -> Callable[[], None]:
    """The worker's work with half a second for each answer; whatever comes later waits as long as people do.

    On a busy machine an ordinary answer may take that long too, so nothing but a send that is to hang is hurried.
    """

    def run() -> None:
        patient = settings.LOGICTRADE_TIMEOUTS
        settings.LOGICTRADE_TIMEOUTS = {"connect": 0.5, "read": 0.5, "deadline": 1.0}
        gateway.forget_client()
        drain()
        settings.LOGICTRADE_TIMEOUTS = patient
        gateway.forget_client()

    return run
