"""The sockets: a loopback HTTP/1.1 listener that keeps connections alive and can misbehave on demand."""

import contextlib
import ipaddress
import selectors
import socket
import socketserver
import struct
import threading
from collections.abc import Callable
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Protocol

from .messages import JSON_TYPE, Request, Response

_RESET = struct.pack("ii", 1, 0)
_MAX_BODY = 16 * 1024 * 1024


class Answer(Protocol):
    def __call__(self, request: Request, line: "Connection") -> None: ...


def require_loopback(host: str) -> None:
    """ValueError unless the address can only be reached from this machine."""
    if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
        raise ValueError(f"the sandbox only listens on a loopback address, not on {host}")


class _Server(socketserver.ThreadingMixIn, HTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128
    timeout = 0

    def __init__(self, address: tuple[str, int], answer: Answer, now: Callable[[], float]) -> None:
        super().__init__(address, Connection, bind_and_activate=False)
        self.answer = answer
        self.now = now
        self._open: set[socket.socket] = set()
        self._aborted: set[socket.socket] = set()
        self._waker, self._woken = socket.socketpair()
        try:
            self.server_bind()
        except OSError:
            self.server_close()
            raise

    def server_bind(self) -> None:
        # HTTPServer would look up the machine's name, which may ask a name server.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def accept_until_woken(self) -> None:
        """Accept connections; unlike serve_forever it does not poll, so that it ends at once."""
        with selectors.DefaultSelector() as selector:
            selector.register(self.socket, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while all(key.fileobj is not self._woken for key, _ in selector.select()):
                self.handle_request()

    def wake(self) -> None:
        self._waker.send(b"x")

    def server_close(self) -> None:
        super().server_close()
        self._waker.close()
        self._woken.close()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        if request in self._aborted:
            self._aborted.discard(request)
            self.close_request(request)
        else:
            super().shutdown_request(request)

    def abort(self, connection: socket.socket) -> None:
        """Let the connection end with a reset instead of an orderly close."""
        with contextlib.suppress(OSError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self._aborted.add(connection)

    def drop_connections(self) -> None:
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that goes away is everyday business here."""


class Connection(BaseHTTPRequestHandler):
    """One kept-alive connection; every method is answered by the same function."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def answer(self) -> None:
        body = self._body()
        if body is None:
            self.close_connection = True
            self.send(Response(411, b"", "text/plain; charset=utf-8"))
            return
        if len(body) < int(self.headers.get("Content-Length", "0")):
            # The caller died in the middle of its request: no server acts on half a body.
            self.close_connection = True
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.answer(Request.parse(self.command, self.path, headers, body), self)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = answer  # noqa: N815 - names of the base

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdigit() or int(length) > _MAX_BODY:
            return None
        return self.rfile.read(int(length))

    def _head(self, response: Response) -> bytes:
        known = {status.value: status.phrase for status in HTTPStatus}
        lines = [
            f"HTTP/1.1 {response.status} {known.get(response.status, 'Unknown')}",
            "Server: sandbox",
            f"Date: {formatdate(self.server.now(), usegmt=True)}",
            *(f"{name}: {value}" for name, value in response.headers.items()),
        ]
        if response.body or response.content_type != JSON_TYPE:
            lines.append(f"Content-Type: {response.content_type}")
        if response.status not in (204, 304):
            lines.append(f"Content-Length: {len(response.body)}")
        if self.close_connection:
            lines.append("Connection: close")
        return "\r\n".join([*lines, "", ""]).encode("latin-1", errors="replace")

    def send(self, response: Response, *, limit: int | None = None) -> None:
        body = b"" if self.command == "HEAD" else response.body
        self.wfile.write(self._head(response) + (body if limit is None else body[:limit]))
        if limit is not None:
            self.close_connection = True

    def trickle(self, response: Response, pause: float, step: int, hold: Callable[[float], None]) -> None:
        self.wfile.write(self._head(response))
        for start in range(0, len(response.body), step):
            hold(pause)
            self.wfile.write(response.body[start : start + step])

    def hang_up(self, *, reset: bool) -> None:
        self.close_connection = True
        if reset:
            self.server.abort(self.connection)

    def close_later(self, seconds: float) -> None:
        self.connection.settimeout(seconds)

    def log_message(self, format: str, *args: Any) -> None:
        """The journal is the log."""


class Listener:
    """A port that can be taken down, so that connections are refused, and brought up again."""

    def __init__(self, host: str, port: int, answer: Answer, now: Callable[[], float]) -> None:
        require_loopback(host)
        self._host = host
        self._answer = answer
        self._now = now
        self._lock = threading.RLock()
        self._thread: threading.Thread | None = None
        self._timer: threading.Timer | None = None
        # Bound but not listening: the port is ours and connections are refused.
        self._server = _Server((host, port), answer, now)
        self.port = self._server.server_port

    @property
    def is_up(self) -> bool:
        return self._thread is not None

    def up(self) -> None:
        with self._lock:
            self._cancel_timer()
            if self._thread is not None:
                return
            self._server.server_activate()
            self._thread = threading.Thread(target=self._server.accept_until_woken, daemon=True, name="sandbox")
            self._thread.start()

    def down(self, seconds: float | None = None) -> None:
        """Close the listening socket and every connection; come up again after `seconds`, or when told."""
        with self._lock:
            self._cancel_timer()
            if self._thread is not None:
                self._stop()
                self._server = _Server((self._host, self.port), self._answer, self._now)
            if seconds is not None:
                self._timer = threading.Timer(seconds, self.up)
                self._timer.daemon = True
                self._timer.start()

    def close(self) -> None:
        with self._lock:
            self._cancel_timer()
            if self._thread is None:
                self._server.server_close()
            else:
                self._stop()

    def _stop(self) -> None:
        self._server.wake()
        if self._thread is not None:
            self._thread.join()
        self._thread = None
        self._server.server_close()
        self._server.drop_connections()

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
