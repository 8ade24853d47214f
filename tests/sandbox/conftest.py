"""One small sandbox per test, on free ports."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from apps.sandbox.control import Control
from apps.sandbox.server import SandboxServer

from .api import Api

TODAY = date(2026, 11, 24)


@pytest.fixture
def make_server(tmp_path: Path) -> Iterator[Callable[..., SandboxServer]]:
    """Starts servers that share the test's folder and stops them afterwards."""
    started: list[SandboxServer] = []

    def make(name: str = "state.sqlite", **options: Any) -> SandboxServer:
        chosen: dict[str, Any] = {"scale": 0.05, "today": TODAY} | options
        server = SandboxServer(tmp_path / name, **chosen)
        server.start()
        started.append(server)
        return server

    yield make
    for server in started:
        server.stop()


@pytest.fixture
def server(make_server: Callable[..., SandboxServer]) -> SandboxServer:
    return make_server()


@pytest.fixture
def control(server: SandboxServer) -> Control:
    return server.control


@pytest.fixture
def make_api(server: SandboxServer) -> Iterator[Callable[..., Api]]:
    made: list[Api] = []

    def make(**options: Any) -> Api:
        made.append(Api(server.port, **options))
        return made[-1]

    yield make
    for api in made:
        api.close()


@pytest.fixture
def api(make_api: Callable[..., Api]) -> Api:
    return make_api()
