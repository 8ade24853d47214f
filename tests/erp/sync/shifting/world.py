"""One example: a company, its people and our reading; nothing but the wire and the clocks is not real."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from apps.core import clock
from apps.erp.mirror import registry
from apps.erp.models import FieldChange, Quarantined, SyncPage, SyncState
from apps.erp.sync import engine, reading
from apps.relations.models import Customer
from tests.erp.sync.shifting.company import Change, Company
from tests.erp.sync.shifting.watch import NAME, Watch

TABLES = (Customer, SyncPage, SyncState, Quarantined, FieldChange)
OVERLAP = timedelta(seconds=3)


@dataclass(frozen=True)
class Story:
    """What happens: how many records there are at first, and for each reading what people do before its requests."""

    order: str
    inclusive: bool
    ahead: int
    page_size: int
    # Each reading is stopped after every page and taken up again.
    interrupted: bool
    at_first: int
    readings: Sequence[tuple[bool, Sequence[Sequence[Change]]]]


class Still:
    """In place of the module `time`: nothing passes, nobody sleeps."""

    @staticmethod
    def monotonic() -> float:
        return 0.0

    @staticmethod
    def sleep(_seconds: float) -> None:
        """Nobody waits here."""


class AtOnce:
    """In place of the pool that fetches ahead: at once and in order, so that a story is told the same twice."""

    def __init__(self, **_options: Any) -> None:
        """A pool without threads."""

    def submit(self, fetch: Callable[..., Any], *args: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        future.set_result(fetch(*args))
        return future

    def shutdown(self, **_options: Any) -> None:
        """There is nothing to wait for."""


@contextmanager
def patched() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "OUTBOX_OVERLAP", OVERLAP)
        patch.setattr(settings, "SYNC_PAUSE_SECONDS", 0)
        patch.setattr(engine, "time", Still)
        patch.setattr(reading, "ThreadPoolExecutor", AtOnce)
        patch.setattr(reading, "_fetch_in_thread", reading.fetch)
        yield patch


def tell(story: Story) -> Watch:
    """Let the story happen, then quiet, then compare."""
    for model in TABLES:
        model._default_manager.all()._raw_delete(using="default")
    company = Company(story.order, story.inclusive, story.ahead)
    for _ in range(story.at_first):
        company.insert()
    watch = Watch(company)
    with patched() as patch, clock.using(company.wall):
        patch.setattr(reading, "PAGE_SIZE", story.page_size)
        for module in ("reading", "sweep"):
            patch.setattr(f"apps.erp.sync.{module}.erp", lambda: company)
        watch.attach(patch)
        _read(full=True, story=story)
        for full, script in story.readings:
            company.passed += 10
            company.script = list(script)
            _read(full=full, story=story)
        # Quiet: one delta, and the two whole readings that a sweep compares.
        company.script = []
        for full in (False, True, True):
            company.passed += 10
            _read(full=full, story=story)
        watch.check_equal()
    return watch


def _read(*, full: bool, story: Story) -> None:
    resource = registry.get(NAME)
    seconds = 0.0 if story.interrupted else None
    done = engine.run(resource, full=full, seconds=seconds)
    while not done:
        done = engine.run(resource, seconds=seconds)
