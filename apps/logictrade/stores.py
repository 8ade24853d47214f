"""Where the shared limiter keeps its buckets and its gate: one SQLite file per machine, or Redis for several."""

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from typing import Any, Protocol

import redis
from filelock import FileLock, Timeout
from pyrate_limiter import AbstractBucket, Rate, RedisBucket, SQLiteBucket

from .clock import Clock
from .errors import GateClosedError
from .gate import Gate

POLL = 0.005
GATE_TABLE = "CREATE TABLE IF NOT EXISTS gate (one INTEGER PRIMARY KEY CHECK (one = 1), closed, remaining, top, reset)"


class Store(Protocol):
    """State that all processes share. Everything but `locked` is used inside `locked` only."""

    def locked(self, timeout: float) -> Any: ...
    def now(self) -> int: ...
    def bucket(self, name: str, rates: Sequence[Rate]) -> AbstractBucket: ...
    def read_gate(self) -> Gate: ...
    def write_gate(self, gate: Gate) -> None: ...
    def close(self) -> None: ...


class SqliteStore:
    """One file and a lock beside it. Time is the machine's monotonic clock, so that a step of the wall clock neither
    opens nor blocks the limiter; entries from before a restart of the machine lie in the future and are thrown away."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._thread_lock = threading.Lock()
        self._file_lock = FileLock(f"{path}.lock")
        self._buckets: dict[str, SQLiteBucket] = {}
        self._gate: sqlite3.Connection | None = None
        self._owner = 0

    @contextmanager
    def locked(self, timeout: float) -> Iterator[None]:
        if not self._thread_lock.acquire(timeout=max(0.0, timeout)):
            raise GateClosedError("the limiter is busy")
        try:
            with self._file_lock.acquire(timeout=max(0.0, timeout), poll_interval=POLL):
                self._leave_parent()
                yield
        except Timeout:
            raise GateClosedError("the limiter is busy") from None
        except (sqlite3.Error, OSError) as exc:
            raise GateClosedError(f"the limiter's store: {type(exc).__name__}") from None
        finally:
            self._thread_lock.release()

    def now(self) -> int:
        return int(self._clock.monotonic() * 1000)

    def bucket(self, name: str, rates: Sequence[Rate]) -> AbstractBucket:
        if name not in self._buckets:
            bucket = SQLiteBucket.init_from_file(list(rates), table=name, db_path=str(self._path))
            _tune(bucket.conn)
            bucket.conn.execute(f"DELETE FROM {name} WHERE item_timestamp > ?", (self.now(),))  # noqa: S608  our own name
            bucket.conn.commit()
            self._buckets[name] = bucket
        return self._buckets[name]

    def read_gate(self) -> Gate:
        row = self._gate_db().execute("SELECT closed, remaining, top, reset FROM gate").fetchone()
        gate = Gate(*row) if row else Gate()
        too_far = self.now() + 16 * 60 * 1000  # beyond the cap of any wait: left from before a restart
        return Gate() if gate.closed_until > too_far or gate.reset_at > too_far else gate

    def write_gate(self, gate: Gate) -> None:
        self._gate_db().execute("INSERT OR REPLACE INTO gate VALUES (1, ?, ?, ?, ?)", astuple(gate))
        self._gate_db().commit()

    def close(self) -> None:
        # Not while another thread is at it: SQLite does not survive a connection that is closed in mid-word.
        with self._thread_lock:
            for bucket in self._buckets.values():
                bucket.close()
            self._buckets.clear()
            if self._gate is not None:
                self._gate.close()
            self._gate = None

    def __del__(self) -> None:
        self.close()

    def _gate_db(self) -> sqlite3.Connection:
        if self._gate is None:
            self._gate = sqlite3.connect(self._path, check_same_thread=False)
            _tune(self._gate)
            self._gate.execute(GATE_TABLE)
            self._gate.commit()
        return self._gate

    def _leave_parent(self) -> None:
        """After a fork the parent's connections are not ours to use."""
        if self._owner != os.getpid():
            self._buckets, self._gate, self._owner = {}, None, os.getpid()


class RedisStore:
    """Redis keeps the state and the time, so that machines with different clocks agree."""

    def __init__(self, url: str, prefix: str = "logictrade") -> None:
        self._redis: redis.Redis = redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5)
        self._prefix = prefix
        self._buckets: dict[str, RedisBucket] = {}

    @contextmanager
    def locked(self, timeout: float) -> Iterator[None]:
        try:
            with self._redis.lock(f"{self._prefix}:lock", timeout=10, sleep=POLL, blocking_timeout=max(0.0, timeout)):
                yield
        except redis.exceptions.NoScriptError:
            self._buckets.clear()  # Redis was restarted: the scripts are loaded again at the next turn
            raise GateClosedError("the limiter's store was restarted") from None
        except redis.RedisError as exc:
            raise GateClosedError(f"the limiter's store: {type(exc).__name__}") from None

    def now(self) -> int:
        seconds, micro = self._redis.time()  # type: ignore[misc]
        return int(seconds) * 1000 + int(micro) // 1000

    def bucket(self, name: str, rates: Sequence[Rate]) -> AbstractBucket:
        if name not in self._buckets:
            self._buckets[name] = RedisBucket.init(list(rates), self._redis, f"{self._prefix}:{name}")
        return self._buckets[name]

    def read_gate(self) -> Gate:
        raw = self._redis.get(f"{self._prefix}:gate")
        if not isinstance(raw, bytes):
            return Gate()
        closed, remaining, top, reset = raw.decode().split(",")
        return Gate(int(closed), int(remaining) if remaining else None, int(top), int(reset))

    def write_gate(self, gate: Gate) -> None:
        remaining = "" if gate.remaining is None else gate.remaining
        text = f"{gate.closed_until},{remaining},{gate.top},{gate.reset_at}"
        self._redis.set(f"{self._prefix}:gate", text, ex=16 * 60)

    def close(self) -> None:
        self._redis.close()


def _tune(connection: sqlite3.Connection) -> None:
    """Losing the last calls in a power cut does no harm; waiting for the disk at each call would."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA busy_timeout=5000")
