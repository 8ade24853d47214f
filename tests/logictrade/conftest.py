"""A client on a clock that does not wait."""

import pytest
import responses

from apps.logictrade.client import LogicTradeClient
from apps.logictrade.config import ClientConfig

from .fakes import FakeClock, RecordingLimiter

ROOT = "https://api.logictrade.cloud"
KEY = "canary-key-4711"


@pytest.fixture(autouse=True)
def _fresh_process_state():
    """The client keeps nothing per process and knows no Django."""


@pytest.fixture(autouse=True)
def _empty_cache():
    """As above."""


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def limiter():
    return RecordingLimiter()


@pytest.fixture
def client(clock, limiter):
    config = ClientConfig(base_url=ROOT, api_key=KEY, administration="0b5e-guid")
    with LogicTradeClient(config, limiter=limiter, clock=clock, jitter=lambda: 0.5) as made:
        yield made


@pytest.fixture
def api():
    with responses.RequestsMock() as mock:
        yield mock
