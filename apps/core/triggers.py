"""Database triggers, declared once per table and put back after each migrate.

SQLite drops a table's triggers without a word when Django rebuilds the table (any AlterField), so `install` runs
after every migrate on both engines, creates what is missing and lets the owner repair what depended on it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class TriggerSet:
    """The triggers of one table.

    ``sqlite`` and ``postgresql`` map a trigger's name to the statement that creates it. ``prepare`` runs before the
    triggers are created and must be repeatable (functions, index tables). ``restored`` runs after any had to be made.
    """

    table: str
    sqlite: Mapping[str, str]
    postgresql: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[BaseDatabaseWrapper], None] | None = None
    restored: Callable[[BaseDatabaseWrapper], None] | None = None

    def statements(self, vendor: str) -> Mapping[str, str]:
        return self.sqlite if vendor == "sqlite" else self.postgresql


_sets: dict[str, TriggerSet] = {}


def register(triggers: TriggerSet) -> None:
    """Declare the triggers of a table (at start, from an app's ready())."""
    _sets[triggers.table] = triggers


def registered() -> list[TriggerSet]:
    return list(_sets.values())


def _existing(connection: BaseDatabaseWrapper) -> set[str]:
    statement = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {row[0] for row in cursor.fetchall()}


def missing(using: str = "default") -> list[str]:
    """Names of declared triggers that the database lacks, for tables that exist."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    existing = _existing(connection)
    return [
        name
        for triggers in _sets.values()
        if triggers.table in tables
        for name in triggers.statements(connection.vendor)
        if name not in existing
    ]


def install(using: str = "default") -> list[str]:
    """Create every missing trigger; returns their names."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    made: list[str] = []
    for triggers in _sets.values():
        if triggers.table not in tables:
            continue
        existing = _existing(connection)
        lacking = {n: sql for n, sql in triggers.statements(connection.vendor).items() if n not in existing}
        if not lacking:
            continue
        with transaction.atomic(using=using):
            if triggers.prepare:
                triggers.prepare(connection)
            with connection.cursor() as cursor:
                for statement in lacking.values():
                    cursor.execute(statement)
            if triggers.restored:
                triggers.restored(connection)
        made += lacking
    return made


def remove(table: str, using: str = "default") -> None:
    """Take a table's triggers off. Only the test fixture that flushes tables calls this; the product never does."""
    triggers = _sets[table]
    connection = connections[using]
    with connection.cursor() as cursor:
        for name in triggers.statements(connection.vendor):
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def install_after_migrate(using: str = "default", **_kwargs: Any) -> None:
    """Receiver of post_migrate."""
    install(using)
