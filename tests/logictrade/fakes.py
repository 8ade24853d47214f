"""A clock that only moves when told to, and a listener that does exactly the wrong thing."""

import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class FakeClock:
    """Sleeping moves the time and is written down."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.sleeps: list[float] = []

    def now(self) -> datetime:
        return datetime(2026, 3, 2, 9, 0, tzinfo=UTC) + timedelta(seconds=self.seconds - 1000)

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.seconds += seconds


class RecordingLimiter:
    """Writes down what it was asked and told."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, float]] = []
        self.told: list[int] = []

    def acquire(self, priority, timeout: float) -> None:
        self.asked.append((str(priority), timeout))

    def observe(self, status: int, headers) -> None:
        self.told.append(status)


class Listener:
    """A real socket. `script(connection, request)` is called for each request, with its bytes when they are complete;
    `requests` holds them. What the script leaves unanswered is closed."""

    def __init__(self, script: Callable[[socket.socket, bytes], object], read_first: bool = True) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self._script = script
        self._read_first = read_first
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(0.1)
        self._open = True
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"

    def __enter__(self) -> "Listener":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._open = False
        self._thread.join(5)
        self._server.close()

    def _run(self) -> None:
        while self._open:
            try:
                connection, _ = self._server.accept()
            except TimeoutError:
                continue
            self.connections += 1
            connection.settimeout(5)
            with connection:
                try:
                    self._serve(connection)
                except OSError:
                    continue

    def _serve(self, connection: socket.socket) -> None:
        request = read_request(connection) if self._read_first else b""
        if request or not self._read_first:
            self.requests.append(request)
            self._script(connection, request)


def read_request(connection: socket.socket) -> bytes:
    """The bytes of one request, headers and body; empty when the peer went away."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return data
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def http(status: int = 200, body: bytes = b"{}", *headers: str) -> bytes:
    """The bytes of an answer."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Content-Type: application/json", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
