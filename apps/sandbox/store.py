"""The records, kept as JSON text in one SQLite file; safe to use from many threads."""

import sqlite3
import threading
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import jsontext
from .facets import facets_of

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sequences (name TEXT PRIMARY KEY, last INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS records (
    kind TEXT NOT NULL, id INTEGER NOT NULL, modified INTEGER NOT NULL, data TEXT NOT NULL, UNIQUE (kind, id));
CREATE INDEX IF NOT EXISTS records_modified ON records (kind, modified, id);
CREATE TABLE IF NOT EXISTS facets (kind TEXT NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS facets_value ON facets (kind, name, value, id);
CREATE INDEX IF NOT EXISTS facets_record ON facets (kind, id);
CREATE TABLE IF NOT EXISTS requests (
    number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
    query TEXT NOT NULL, headers TEXT NOT NULL, body TEXT NOT NULL, status INTEGER, fault TEXT);
CREATE TABLE IF NOT EXISTS effects (
    request INTEGER NOT NULL, kind TEXT NOT NULL, id INTEGER NOT NULL, action TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS violations (
    request INTEGER NOT NULL, kind TEXT NOT NULL, path TEXT NOT NULL, detail TEXT NOT NULL);
"""
_TABLES = ("meta", "sequences", "records", "facets", "requests", "effects", "violations")


@dataclass(frozen=True, slots=True)
class Row:
    """One record to store: its text and the time it was last changed (a stamp)."""

    kind: str
    id: int
    modified: int
    record: dict[str, Any]


class Store:
    """One connection under one lock: the sandbox is small, and a strict order keeps it easy to reason about."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self._ids: dict[str, list[int]] = {}
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, cached_statements=256)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; may be nested."""
        with self._lock:
            if self._depth == 0:
                self._db.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._db.execute("ROLLBACK")
                    self._ids.clear()
                raise
            self._depth -= 1
            if self._depth == 0:
                self._db.execute("COMMIT")

    def execute(self, statement: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(statement, tuple(values)).fetchall()

    def insert(self, statement: str, values: Iterable[Any]) -> int:
        """Run an INSERT and answer the number SQLite gave the row."""
        with self._lock:
            return self._db.execute(statement, tuple(values)).lastrowid or 0

    def wipe(self) -> None:
        with self.transaction():
            for table in _TABLES:
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - names from the constant above
            self._db.execute("DELETE FROM sqlite_sequence")
            self._ids.clear()

    def get_meta(self, name: str, default: Any = None) -> Any:
        rows = self.execute("SELECT value FROM meta WHERE name = ?", (name,))
        return jsontext.loads(rows[0][0]) if rows else default

    def set_meta(self, name: str, value: Any) -> None:
        self.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, jsontext.dumps(value)))

    def next_number(self, name: str) -> int:
        """The next whole number of a series; numbers are never given out twice."""
        with self.transaction():
            self.execute("INSERT OR IGNORE INTO sequences VALUES (?, 0)", (name,))
            self.execute("UPDATE sequences SET last = last + 1 WHERE name = ?", (name,))
            return int(self.execute("SELECT last FROM sequences WHERE name = ?", (name,))[0][0])

    def raise_number(self, name: str, last: int) -> None:
        """Make sure a series goes on after `last`."""
        self.execute(
            "INSERT INTO sequences VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last = max(last, excluded.last)",
            (name, last),
        )

    def put(self, row: Row) -> None:
        """Insert or replace a record together with what it can be found by."""
        key = (row.kind, row.id)
        with self.transaction():
            if self.has(*key):
                self._db.execute("DELETE FROM facets WHERE kind = ? AND id = ?", key)
            elif row.kind in self._ids:
                insort(self._ids[row.kind], row.id)
            self._db.execute("DELETE FROM records WHERE kind = ? AND id = ?", key)
            self.fill([row])

    def fill(self, rows: Iterable[Row]) -> None:
        """Insert records that are new to the store, very many if need be."""
        with self.transaction():
            for row in rows:
                self._db.execute(
                    "INSERT INTO records (kind, id, modified, data) VALUES (?, ?, ?, ?)",
                    (row.kind, row.id, row.modified, jsontext.dumps(row.record)),
                )
                self._db.executemany(
                    "INSERT INTO facets VALUES (?, ?, ?, ?)",
                    [(row.kind, row.id, *facet) for facet in facets_of(row.kind, row.record)],
                )

    def delete(self, kind: str, record_id: int) -> bool:
        with self.transaction():
            if not self.has(kind, record_id):
                return False
            self._db.execute("DELETE FROM records WHERE kind = ? AND id = ?", (kind, record_id))
            self._db.execute("DELETE FROM facets WHERE kind = ? AND id = ?", (kind, record_id))
            ids = self.ids(kind)
            position = bisect_left(ids, record_id)
            if ids[position : position + 1] == [record_id]:
                del ids[position]
            return True

    def has(self, kind: str, record_id: int) -> bool:
        return bool(self.execute("SELECT 1 FROM records WHERE kind = ? AND id = ?", (kind, record_id)))

    def get(self, kind: str, record_id: int) -> dict[str, Any] | None:
        rows = self.execute("SELECT data FROM records WHERE kind = ? AND id = ?", (kind, record_id))
        return jsontext.loads(rows[0][0]) if rows else None

    def modified(self, kind: str, record_id: int) -> int | None:
        rows = self.execute("SELECT modified FROM records WHERE kind = ? AND id = ?", (kind, record_id))
        return int(rows[0][0]) if rows else None

    def ids(self, kind: str) -> list[int]:
        """All ids of a kind, rising; kept in memory so that any page of a long list is a slice."""
        with self._lock:
            if kind not in self._ids:
                rows = self.execute("SELECT id FROM records WHERE kind = ? ORDER BY id", (kind,))
                self._ids[kind] = [row[0] for row in rows]
            return self._ids[kind]

    def texts(self, kind: str, ids: list[int]) -> list[str]:
        """The JSON texts of these ids, in their order; ids that are gone are left out."""
        marks = ",".join("?" * len(ids))
        rows = self.execute(
            f"SELECT id, data FROM records WHERE kind = ? AND id IN ({marks})",  # noqa: S608 - question marks only
            (kind, *ids),
        )
        found = dict(rows)
        return [found[record_id] for record_id in ids if record_id in found]

    def ids_modified(self, kind: str, stamp: int, *, inclusive: bool) -> set[int]:
        first = stamp if inclusive else stamp + 1
        rows = self.execute("SELECT id FROM records WHERE kind = ? AND modified >= ?", (kind, first))
        return {row[0] for row in rows}

    def ids_with(self, kind: str, name: str, value: str, *, contains: bool = False) -> set[int]:
        test = "instr(value, ?) > 0" if contains else "value = ?"
        rows = self.execute(
            f"SELECT id FROM facets WHERE kind = ? AND name = ? AND {test}",  # noqa: S608 - one of two constants
            (kind, name, value),
        )
        return {row[0] for row in rows}
