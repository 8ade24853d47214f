"""Sockets that know the total deadline, and the proof whether a connection ever stood.

A read timeout alone lets one byte a second run for ever; here each wait on the socket is cut to what is left of the
whole call. `Exchange.state` tells a write that provably never left (A4 NOT_SENT) from one in doubt.
"""

import io
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from .clock import Deadline


class State(Enum):
    IDLE = "idle"  # no connection was opened for this exchange (yet), or a pooled one is used
    CONNECTING = "connecting"
    CONNECTED = "connected"


class Exchange:
    """One request and its answer on the wire."""

    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline
        self.state = State.IDLE


_current: ContextVar[Exchange | None] = ContextVar("logictrade_exchange", default=None)


@contextmanager
def exchange(deadline: Deadline) -> Iterator[Exchange]:
    """Make the deadline count for all socket work of this thread until the block ends."""
    running = Exchange(deadline)
    token = _current.set(running)
    try:
        yield running
    finally:
        _current.reset(token)


class DeadlineSocket:
    """A connected socket whose every wait ends with the exchange's deadline. All else is the real socket's."""

    def __init__(self, sock: Any) -> None:
        self._real = sock
        self._limit: float | None = sock.gettimeout()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def settimeout(self, seconds: float | None) -> None:
        self._limit = seconds
        self._real.settimeout(seconds)

    def makefile(self, mode: str = "rb", buffering: int | None = None, **_: Any) -> io.BufferedReader:
        raw = socket.SocketIO(self, "r")  # type: ignore[arg-type]
        self._real._io_refs += 1
        return io.BufferedReader(raw, buffering if buffering and buffering > 0 else io.DEFAULT_BUFFER_SIZE)

    def recv_into(self, *args: Any) -> int:
        self._cut()
        return int(self._real.recv_into(*args))

    def sendall(self, *args: Any) -> None:
        self._cut()
        self._real.sendall(*args)

    def _cut(self) -> None:
        running = _current.get()
        if running is None:
            return
        left = running.deadline.remaining()
        if left <= 0:
            raise TimeoutError("the deadline of the whole call has passed")
        self._real.settimeout(left if self._limit is None else min(left, self._limit))


def _connecting() -> None:
    if running := _current.get():
        running.state = State.CONNECTING


def _connected(connection: HTTPConnection) -> None:
    connection.sock = DeadlineSocket(connection.sock)
    if running := _current.get():
        running.state = State.CONNECTED


class _Http(HTTPConnection):
    def connect(self) -> None:
        _connecting()
        super().connect()
        _connected(self)


class _Https(HTTPSConnection):
    def connect(self) -> None:
        _connecting()
        super().connect()
        _connected(self)


class HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


POOLS = {"http": HttpPool, "https": HttpsPool}
