"""The search index of a table: FTS5 with trigrams on SQLite, pg_trgm on PostgreSQL, kept by triggers."""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from apps.core import triggers
from apps.erp.mirror.models import Searchable

SAMPLES = 1000


def fts_table(table: str) -> str:
    return f"{table}_fts"


def _prepare_sqlite(connection: BaseDatabaseWrapper, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {fts_table(table)} USING fts5("
            f"search_key, content='{table}', content_rowid='id', tokenize='trigram', detail='full')"
        )


def _prepare_postgresql(connection: BaseDatabaseWrapper, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {table}_search_gin ON {table} USING gin (search_key gin_trgm_ops)")
        # So many samples, that the planner tells a piece in one of a thousand rows from one in a hundred.
        cursor.execute(f"ALTER TABLE {table} ALTER COLUMN search_key SET STATISTICS {SAMPLES}")


def prepare_index(connection: BaseDatabaseWrapper, table: str) -> None:
    """Make the index where it is missing (repeatable)."""
    if connection.vendor == "sqlite":
        _prepare_sqlite(connection, table)
    else:
        _prepare_postgresql(connection, table)


def rebuild_index(connection: BaseDatabaseWrapper, table: str) -> None:
    """Read the whole table into the index again; needed after its triggers were lost."""
    if connection.vendor == "sqlite":
        fts = fts_table(table)
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {fts}({fts}) VALUES ('rebuild')")


def index_is_sound(connection: BaseDatabaseWrapper, table: str) -> bool:
    """Whether the index agrees with the table (PostgreSQL keeps its own indexes in step)."""
    if connection.vendor != "sqlite":
        return True
    fts = fts_table(table)
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"INSERT INTO {fts}({fts}, rank) VALUES ('integrity-check', 1)")
        except Exception:
            return False
    return True


def _sqlite_triggers(table: str) -> dict[str, str]:
    fts = fts_table(table)
    delete = f"INSERT INTO {fts}({fts}, rowid, search_key) VALUES ('delete', old.id, old.search_key);"
    insert = f"INSERT INTO {fts}(rowid, search_key) VALUES (new.id, new.search_key);"
    changed = "WHEN old.search_key IS NOT new.search_key"
    return {
        f"{fts}_insert": f"CREATE TRIGGER {fts}_insert AFTER INSERT ON {table} BEGIN {insert} END",
        f"{fts}_delete": f"CREATE TRIGGER {fts}_delete AFTER DELETE ON {table} BEGIN {delete} END",
        f"{fts}_update": (
            f"CREATE TRIGGER {fts}_update AFTER UPDATE OF search_key ON {table} {changed} BEGIN {delete} {insert} END"
        ),
    }


# PostgreSQL's index is an ordinary one, but it must be made and found again after a restore: one harmless trigger
# stands for it, so that `missing()` tells the same on both engines.
def _postgresql_triggers(table: str) -> dict[str, str]:
    name = f"{table}_search_kept"
    return {
        name: (
            f"CREATE TRIGGER {name} BEFORE UPDATE OF search_key ON {table} FOR EACH ROW "
            "WHEN (old.search_key IS DISTINCT FROM new.search_key) "
            "EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        )
    }


def declare_index(model: type[Searchable] | type[models.Model]) -> None:
    """Give a table its search index (from an app's ready())."""
    table = model._meta.db_table
    triggers.register(
        triggers.TriggerSet(
            table=table,
            sqlite=_sqlite_triggers(table),
            postgresql=_postgresql_triggers(table),
            prepare=lambda connection: prepare_index(connection, table),
            restored=lambda connection: rebuild_index(connection, table),
        )
    )
