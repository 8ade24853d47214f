"""The machine's world for one test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.erp.outbox.machine.world import World, world


@pytest.fixture
def machine_world(
    transactional_db: None, people: dict[str, Any], settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    with world(tmp_path, settings, people["sales"], monkeypatch) as made:
        yield made
