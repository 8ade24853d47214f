"""Fixtures that all tests share: people by role, a stand-in LogicTrade over real HTTP, the worker's work in-process."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import translation

from apps.core import triggers
from apps.sandbox.keys import DEMO_KEY
from apps.sandbox.server import SandboxServer
from tests.reading import read_or_remember

FAST = 100_000


def _flush(self: TransactionTestCase) -> None:
    """Flushing deletes every row, which append-only tables refuse: only here may their triggers come off.

    What follows a migration is left out: it makes permissions that nobody here uses, and looks for triggers that the
    search index keeps.
    """
    append_only = [declared for declared in triggers.registered() if declared.restored is None]
    for declared in append_only:
        triggers.remove(declared.table)
    try:
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    finally:
        with connection.cursor() as cursor:
            for declared in append_only:
                for statement in declared.statements(connection.vendor).values():
                    cursor.execute(statement)


TransactionTestCase._fixture_teardown = _flush  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the run's folder away again, unless somebody named one of their own."""
    folder = Path(os.environ["BACKOFFICE_TEST_VAR"])
    if not hasattr(config, "workerinput") and folder.name.startswith("backoffice-test-"):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _fresh_process_state(settings: Any) -> Iterator[None]:
    """What the product keeps per process must not leak from one test into the next."""
    from apps.documents.paper import letterhead
    from apps.erp import gateway, link

    settings.LOGICTRADE_RATE = FAST
    # A page in Dutch leaves its language behind on this thread.
    translation.activate(settings.LANGUAGE_CODE)
    gateway.forget_client()
    link.forget_cached()
    letterhead.forget_cached()
    yield
    gateway.forget_client()
    link.forget_cached()


@pytest.fixture(autouse=True)
def _short_waits(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two tries of a read a test waits a twentieth of what people do.

    Not where waiting is what is tested: the client's own tests, and the outbox with its deadlines.
    """
    if {"logictrade", "outbox"} & set(request.path.parts):
        return
    from apps.logictrade import client, retry

    def delay(attempt: int, jitter: float, retry_after: float | None) -> float:
        return retry.delay(attempt, jitter, retry_after) / (1 if retry_after else 20)

    monkeypatch.setattr(client, "delay", delay)


@pytest.fixture
def people(db: None) -> dict[str, Any]:
    """One user per role; the user name is the role."""
    from django.contrib.auth.models import Group

    from apps.accounts.models import User
    from apps.accounts.roles import ROLES

    found = {}
    for role in ROLES:
        user = User.objects.create(username=role, display_name=role.title(), language="en")
        user.set_password("correct horse battery")
        user.save()
        user.groups.add(Group.objects.get_or_create(name=role)[0])
        found[role] = User.objects.get(pk=user.pk)
    return found


@pytest.fixture
def as_role(people: dict[str, Any]) -> Callable[[str], Client]:
    """A signed-in client for a role."""

    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(people[role])
        return client

    return sign_in


@pytest.fixture
def sandbox(tmp_path: Path, settings: Any) -> Iterator[SandboxServer]:
    """A running stand-in LogicTrade with a small data set; any violation of the contract fails the test."""
    from apps.erp import gateway, link

    with SandboxServer(tmp_path / "logictrade.sqlite3", scale=0.1) as server:
        server.control.set_rate_limit(FAST)
        settings.LOGICTRADE_URL = server.url
        settings.LOGICTRADE_API_KEY = DEMO_KEY
        gateway.forget_client()
        link.forget_cached()
        yield server
        violations = server.control.violations()
        gateway.forget_client()
    assert violations == []


@pytest.fixture
def codes(db: None) -> None:
    """Code tables as an administrator of the demo would fill them."""
    from apps.erp.demo_codes import fill_codes

    fill_codes()


@pytest.fixture
def synced(sandbox: SandboxServer, codes: None, db: None) -> SandboxServer:
    """The sandbox with everything read into the mirror once."""
    read_or_remember(sandbox)
    return sandbox


@pytest.fixture
def drain() -> Callable[[], None]:
    """The worker's outbox work, here and now: every step that is due, until none is."""
    from apps.erp.outbox.work import due, work

    def run_all() -> None:
        for _ in range(20):
            waiting = due()
            if not waiting:
                return
            for write_id in waiting:
                work(write_id)

    return run_all


@pytest.fixture
def calls() -> Callable[[int], AbstractContextManager[None]]:
    """``with calls(most):`` fails when the block makes more calls to LogicTrade than that."""
    from apps.erp.gateway import count_calls

    @contextmanager
    def at_most(most: int) -> Iterator[None]:
        before = count_calls()
        yield
        made = count_calls() - before
        assert made <= most, f"{made} calls to LogicTrade, at most {most} allowed"

    return at_most


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> None:
    """The cache lives in the database; tests with one start without its entries."""
    for name in ("transactional_db", "db"):
        if name in request.fixturenames:
            request.getfixturevalue(name)
            cache.clear()
            return
