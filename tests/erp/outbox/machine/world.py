"""The product and LogicTrade for one example after the other: real outbox, sync and client, virtual wire and time."""

import functools
import logging
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import connection, connections
from django.db.backends.signals import connection_created

from apps.accounts.models import User
from apps.audit.log import Actor
from apps.core import clock
from apps.documents.models import Document
from apps.erp import gateway, link
from apps.erp.mirror import registry
from apps.erp.models import (
    Attempt,
    FieldChange,
    FieldDrift,
    Kind,
    Link,
    Quarantined,
    SeenText,
    SyncPage,
    SyncState,
    Write,
)
from apps.erp.outbox import kinds, marks
from apps.erp.outbox.kinds import Message, WriteKind
from apps.erp.outbox.submit import write_submit
from apps.erp.sync import engine
from apps.logictrade.errors import WireError
from apps.logictrade.limits import NullLimiter
from apps.sales.models import Quote
from apps.sandbox.core import Sandbox
from apps.sandbox.keys import DEMO_KEY, Key
from tests.erp.outbox.machine import workers
from tests.erp.outbox.machine.remote import InProcessAdapter, Remote
from tests.erp.outbox.machine.tally import Tally
from tests.erp.outbox.machine.times import BEGINNING, Time
from tests.erp.outbox.machine.watch import Watch
from tests.erp.outbox.support import KIND, MARKER_KIND, QuoteDomain

HOOK = f"{__name__}.hook"
# Emptied between examples, what refers to others first. The audit log only grows, and is verified once at the end.
TABLES = (
    *(Attempt, Write, Kind, Link, SyncPage, SyncState, Quarantined, FieldChange, FieldDrift, SeenText),
    *(Document, Quote),
)
FEW = 6
GOOD, UNKNOWN_PRODUCT, UNWRITABLE, POISON = "good", "unknown product", "unwritable", "poison"

_web_dies_at = ""


def hook(name: str) -> None:
    """Settings.OUTBOX_MARK_HOOK of the machine."""
    worker = workers.current()
    if worker is None:
        if name == _web_dies_at:
            raise workers.Killed(name)
        return
    if name == marks.AFTER_LEASE:
        worker.taken_at = World.present().time.passed
    worker.pass_point(name)


class NoLimit(NullLimiter):
    """In place of the shared limiter, which is closed when the client is forgotten."""

    def close(self) -> None:
        """Nothing is open."""


class Domain(QuoteDomain):
    """The tests' own kind of write, with forms that cannot be built and a point to stop at before the lease."""

    def message(self, write: Write) -> Message:
        worker = workers.current()
        if worker:
            worker.pass_point(workers.BUILDING)
        reference = write.content["reference"]
        if reference == UNWRITABLE:
            raise WireError("reference", "cannot be written")
        if reference == POISON and World.present().poisoned:
            raise RuntimeError("cannot be built")
        return super().message(write)


class World:
    """What lasts for a whole run, and `begin` for each example."""

    _present: "World | None" = None

    def __init__(self, folder: Path, user: User, tally: Tally) -> None:
        self.user = user
        self.tally = tally
        self._folder = folder
        self._template = folder / "template.sqlite3"
        store = Sandbox(self._template, scale=0.01, today=BEGINNING.date()).store
        for pk in store.ids("quote")[:-FEW]:
            store.delete("quote", pk)
        store.close()
        self.crew = [workers.Worker("first worker"), workers.Worker("second worker")]
        workers.enrol(self.crew)
        self.domain = Domain()
        kinds.register(
            WriteKind(KIND, "quote.create", "quote", "quotes.write", self.domain, marker_kind=MARKER_KIND, most_sends=3)
        )
        World._present = self

    @classmethod
    def present(cls) -> "World":
        assert cls._present is not None
        return cls._present

    def close(self) -> None:
        for worker in self.crew:
            worker.close()
        self.end()
        workers.enrol([])
        World._present = None

    def begin(self, *, server_ahead: float, dialect: dict[str, str]) -> None:
        """A fresh example: the records of the seed, read into the mirror once, nothing sent yet."""
        for model in TABLES:
            model._default_manager.all()._raw_delete(using="default")
        path = self._folder / "logictrade.sqlite3"
        for old in self._folder.glob("logictrade.sqlite3*"):
            old.unlink()
        shutil.copy(self._template, path)
        self.time = Time(server_ahead)
        self.remote = Remote(path, self.time, self.tally, dialect)
        self.poisoned = True
        self.keys = 0
        self.set_key(DEMO_KEY)
        self.set_writes(on=True)
        self.set_active(active=True)
        self.customers = self.remote.sandbox.store.ids("customer")[2:5]
        self.product = self.remote.sandbox.store.get("product", self.remote.sandbox.store.ids("product")[3]) or {}
        self.sync(full=True)
        self.watch = Watch(self.time, self.tally)
        self.remote.witness = self.watch

    def end(self) -> None:
        for worker in self.crew:
            worker.kill()
        if hasattr(self, "remote"):
            self.remote.close()

    def wall(self) -> Any:
        return self.time.wall() if hasattr(self, "time") else BEGINNING

    # What operators do -----------------------------------------------------------------------------------------

    def set_key(self, key: str) -> None:
        self.key, self.key_spoilt = key, False
        settings.LOGICTRADE_API_KEY = key
        gateway.forget_client()
        link.forget_cached()

    def new_key(self) -> None:
        """Where the key was spoilt, the operator sets a new one. Processes read it at their start: all are ended."""
        if not self.key_spoilt:
            return
        for worker in self.crew:
            worker.kill()
        self.keys += 1
        key = f"key-number-{self.keys}"
        self.remote.sandbox.keys.put(Key(key))
        self.set_key(key)

    def spoil_key(self, *, revoke: bool) -> None:
        """LogicTrade's administrator revokes the key, or takes quotes out of what it may use."""
        self.key_spoilt = True
        if revoke:
            self.remote.sandbox.keys.change(self.key, revoked=True)
        else:
            self.remote.sandbox.keys.change(self.key, scope=("customer",))

    def set_writes(self, *, on: bool) -> None:
        settings.LOGICTRADE_WRITES = on

    def set_active(self, *, active: bool) -> None:
        User.objects.filter(pk=self.user.pk).update(is_active=active)
        self.user.is_active = active

    # What people do --------------------------------------------------------------------------------------------

    @property
    def actor(self) -> Actor:
        return Actor(self.user.pk, self.user.shown_name)

    def content(self, number: int, nature: str = GOOD) -> dict[str, Any]:
        """What a person fills in: one of three customers, goods that depend on the form's number."""
        code = "NOT-THERE" if nature == UNKNOWN_PRODUCT else self.product["code"]
        return {
            "reference": nature if nature in {UNWRITABLE, POISON} else f"Form {number}",
            "date": date(2026, 11, 24).isoformat(),
            "customer": {"id": self.customers[number % len(self.customers)]},
            "origin": {"code": "WIN"},
            "delivery": {"type": "BZ", "condition": "STD", "expectedDate": "2027-01-15"},
            "comment": {"intern": "", "extern": ""},
            "lines": [
                {
                    "lineNumber": 10,
                    "code": code,
                    "description": "Proef",
                    "quantity": 1 + number,
                    "partPrice": 125,
                    "discount": 0,
                }
            ],
        }

    def submit(
        self, form: uuid.UUID, content: dict[str, Any], *, depends_on: Write | None = None, die_at: str = ""
    ) -> Write | None:
        """The web process takes a form; None when it was killed."""
        global _web_dies_at
        _web_dies_at = die_at
        try:
            return write_submit(
                actor=self.actor,
                user=self.user,
                write_id=form,
                kind=KIND,
                payload=content,
                label="Quote of a test",
                subject="test:1",
                depends_on=depends_on,
            )
        except workers.Killed:
            connection.close()
            return None
        finally:
            _web_dies_at = ""

    def sync(self, *, full: bool) -> bool:
        return engine.run(registry.get("quote"), full=full)


def _without_waiting_for_the_disk(**options: Any) -> None:
    """What is tested here is order, not power cuts; those have tests of their own."""
    if options["connection"].vendor == "sqlite":
        with options["connection"].cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")


@contextmanager
def world(folder: Path, overrides: Any, user: User, monkeypatch: Any) -> Iterator[World]:
    """The world, with wire, time and waking replaced; everything is put back afterwards."""
    logging.disable(logging.CRITICAL)
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    connection_created.connect(_without_waiting_for_the_disk)
    connections.close_all()
    # From here on the settings are a layer of this test's own, so that later changes need no layer each.
    overrides.OUTBOX_MARK_HOOK = HOOK
    settings.SYNC_PAUSE_SECONDS = 0
    settings.LOGICTRADE_URL = "http://127.0.0.1:1"
    monkeypatch.setattr(gateway, "_limiter", functools.cache(NoLimit))
    monkeypatch.setattr(gateway, "SystemClock", lambda: World.present().time)
    adapter = functools.partial(InProcessAdapter, lambda: World.present().remote)
    monkeypatch.setattr("apps.logictrade.client._Adapter", adapter)
    # The queue only wakes; here the machine decides who works on what.
    for module in ("submit", "decide"):
        monkeypatch.setattr(f"apps.erp.outbox.{module}.wake", lambda *_args, **_options: None)
    made = World(folder, user, Tally())
    try:
        with clock.using(made.wall):
            yield made
    finally:
        made.close()
        gateway.forget_client()
        link.forget_cached()
        connection_created.disconnect(_without_waiting_for_the_disk)
        connections.close_all()
        structlog.configure(**before)
        logging.disable(logging.NOTSET)
