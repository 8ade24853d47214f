"""One complete reading of the stand-in, remembered per process.

Hundreds of tests begin with a mirror that holds all of LogicTrade. Reading it over HTTP costs each of them most of a
second; the first really reads, and whoever asks for the very same records again gets the rows that it left.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from apps.core import clock
from apps.sandbox.server import SandboxServer

# LogicTrade's own clock, which a reading notes as well, knows whole seconds only.
ROUNDED = timedelta(seconds=2)
RECENT = timedelta(hours=1)
# The one table that a test may fill before a reading, which then depends on it.
CODES = "erp_codeentry"
# What no reading writes: how the database is built, who may sign in, and the cache, which tests start without.
NOT_READ = ("django_", "auth_", "accounts_", "audit_", "cache", "sqlite_")


@dataclass(frozen=True)
class _Table:
    columns: list[str]
    rows: list[tuple[Any, ...]]

    def told(self) -> list[str]:
        """Each row without its number and without moments of today, which differ from one reading to the next."""
        rows = (dict(zip(self.columns, row, strict=True)) for row in self.rows)
        return sorted(
            repr([value for name, value in row.items() if name != "id" and not _recent(value)]) for row in rows
        )


@dataclass(frozen=True)
class _Reading:
    """When it was made, and the tables that it filled."""

    began: datetime
    ended: datetime
    tables: dict[str, _Table]


_remembered: dict[str, _Reading] = {}


def read() -> None:
    """Everything into the mirror, without the pauses that leave the database to others."""
    from apps.erp.introspection import introspect
    from apps.erp.mirror.registry import all_resources
    from apps.erp.sync import engine

    introspect()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine.Run, "rest", lambda _run: None)
        for resource in all_resources():
            assert engine.run(resource, full=True), resource.name


def read_or_remember(server: SandboxServer) -> None:
    """As `read`, from memory where this process has read these very records into an empty mirror before."""
    before = dict(filled_tables())
    if set(before) - {CODES} or server.faults.all():
        read()
        return
    key = _key(server, before)
    if key in _remembered:
        _put(_remembered[key])
        return
    began = clock.now()
    read()
    tables = {name: table for name, table in filled_tables() if name != CODES}
    _remembered[key] = _Reading(began, clock.now(), tables)


def _key(server: SandboxServer, before: dict[str, "_Table"]) -> str:
    """What decides a reading: the records, how they are shown and to whom, and the code tables that explain them."""
    sandbox = server.sandbox
    records = sandbox.store.execute("SELECT kind, id, modified, data FROM records ORDER BY kind, id")
    codes = before[CODES].told() if CODES in before else []
    told = (records, sandbox.dialect, sandbox.clock.shift, sandbox.store.get_meta("keys"), codes)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def filled_tables() -> Iterator[tuple[str, _Table]]:
    """The tables that hold rows; a search index follows its table by triggers."""
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            if name.startswith(NOT_READ) or "_fts" in name:
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608 - a table of ours
            if rows := cursor.fetchall():
                yield name, _Table([column[0] for column in cursor.description], rows)


def _recent(value: Any) -> bool:
    return isinstance(value, datetime) and abs(clock.now() - _aware(value)) < RECENT


def _aware(value: datetime) -> datetime:
    """SQLite gives times without their zone."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _put(reading: _Reading) -> None:
    """The rows as they would be had they been read just now."""
    later = clock.now() - reading.ended

    def moved(value: Any) -> Any:
        if not isinstance(value, datetime):
            return value
        return value + later if reading.began - ROUNDED <= _aware(value) <= reading.ended else value

    with transaction.atomic(), connection.cursor() as cursor:
        for name, table in reading.tables.items():
            columns = ", ".join(connection.ops.quote_name(column) for column in table.columns)
            marks = ", ".join(["%s"] * len(table.columns))
            cursor.executemany(
                f"INSERT INTO {connection.ops.quote_name(name)} ({columns}) VALUES ({marks})",  # noqa: S608 - as above
                [tuple(map(moved, row)) for row in table.rows],
            )
        models = [model for model in apps.get_models() if model._meta.db_table in reading.tables]
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
