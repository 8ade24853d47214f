"""One exchange on one connection: act, answer, and play the fault that was asked for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import format_datetime
from typing import Protocol

from . import jsontext
from .core import Sandbox
from .faults import SPOIL, Fault, Faults
from .messages import Request, Response
from .problems import problem
from .spoil import put_at, spoil

HTML = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"


class Line(Protocol):
    """The connection as an exchange needs it."""

    def send(self, response: Response, *, limit: int | None = None) -> None:
        """Send an answer; with `limit` only so many bytes of its body, then hang up."""

    def trickle(self, response: Response, pause: float, step: int, hold: Callable[[float], None]) -> None:
        """Send an answer's body `step` bytes at a time."""

    def hang_up(self, *, reset: bool) -> None:
        """Close without an answer: an orderly end, or a reset."""

    def close_later(self, seconds: float) -> None:
        """Close the connection when it has been idle for a while, without having said so."""


@dataclass(slots=True)
class Exchange:
    sandbox: Sandbox
    faults: Faults
    request: Request
    line: Line
    number: int

    def act(self, request: Request | None = None, *, shuffled: bool = False) -> Response:
        return self.sandbox.handle(request or self.request, self.number, shuffled=shuffled)

    def send(self, response: Response, *, fault: Fault | None = None, limit: int | None = None) -> None:
        """Note the outcome first, so that the journal is complete when the caller has its answer."""
        self.note(response.status, fault)
        self.line.send(response, limit=limit)

    def note(self, status: int | None, fault: Fault | None) -> None:
        self.sandbox.journal.close(self.number, status, fault.kind if fault else None)


def run(sandbox: Sandbox, faults: Faults, request: Request, line: Line) -> None:
    delay, fault = faults.take(request)
    exchange = Exchange(sandbox, faults, request, line, sandbox.journal.open(request))
    if delay:
        faults.hold(delay)
    if fault is None:
        exchange.send(exchange.act())
    elif fault.kind in SPOIL:
        _spoilt(exchange, fault)
    else:
        _PLAYS[fault.kind](exchange, fault)


def _spoilt(exchange: Exchange, fault: Fault) -> None:
    if fault.kind == "alter" and exchange.request.method != "GET" and not fault.options.get("answer_only"):
        # What LogicTrade stores differs from what was sent: the record and every later read say so.
        response = exchange.act(_altered(exchange.request, fault))
    else:
        response = spoil(exchange.act(shuffled=fault.kind == "shuffled"), fault)
    exchange.send(response, fault=fault)


def _altered(request: Request, fault: Fault) -> Request:
    body = jsontext.loads(request.body)
    put_at(body, fault.options["path"], fault.options.get("value"))
    return replace(request, body=jsontext.dumps(body).encode())


def _reset_before(exchange: Exchange, fault: Fault) -> None:
    exchange.note(None, fault)
    exchange.line.hang_up(reset=True)


def _reset_after(exchange: Exchange, fault: Fault) -> None:
    exchange.act()
    exchange.note(None, fault)
    exchange.line.hang_up(reset=True)


def _hang_before(exchange: Exchange, fault: Fault) -> None:
    exchange.note(None, fault)
    exchange.faults.hold(fault.seconds)
    exchange.line.hang_up(reset=False)


def _hang_after(exchange: Exchange, fault: Fault) -> None:
    exchange.act()
    exchange.note(None, fault)
    exchange.faults.hold(fault.seconds)
    exchange.line.hang_up(reset=False)


def _late_effect(exchange: Exchange, fault: Fault) -> None:
    """Hang up at once and act later, as a slow server does whose caller stopped waiting."""
    exchange.note(None, fault)
    exchange.faults.later(fault.seconds, exchange.act)
    exchange.line.hang_up(reset=True)


def _status(exchange: Exchange, fault: Fault) -> None:
    """Another status; `effect` decides whether the request was carried out all the same."""
    options = fault.options
    if options.get("effect"):
        exchange.act()
    status = int(options.get("status", 503))
    response = _body_of(options.get("body", "problem"), status)
    response.headers |= {str(name): str(value) for name, value in (options.get("headers") or {}).items()}
    if options.get("retry_after") is not None:
        response.headers["Retry-After"] = _retry_after(exchange, options)
    exchange.send(response, fault=fault)


def _body_of(kind: str, status: int) -> Response:
    match kind:
        case "html":
            return Response(status, HTML.encode(), "text/html; charset=utf-8")
        case "text":
            return Response(status, b"Service unavailable", "text/plain; charset=utf-8")
        case "empty":
            return Response(status, b"", "text/plain; charset=utf-8")
        case _:
            return problem(status)


def _retry_after(exchange: Exchange, options: dict[str, object]) -> str:
    wait = str(options["retry_after"])
    if options.get("retry_after_form") != "date":
        return wait
    return format_datetime(exchange.sandbox.clock.utc() + timedelta(seconds=float(wait)), usegmt=True)


def _html(exchange: Exchange, fault: Fault) -> None:
    """A proxy's page in place of the answer; carried out unless `effect` is false."""
    if fault.options.get("effect", True):
        exchange.act()
    exchange.send(_body_of("html", int(fault.options.get("status", 200))), fault=fault)


def _empty(exchange: Exchange, fault: Fault) -> None:
    response = exchange.act() if fault.options.get("effect", True) else Response(200)
    exchange.send(replace(response, body=b""), fault=fault)


def _body(exchange: Exchange, fault: Fault) -> None:
    """Any text in place of the answer, for instance with a byte order mark, NaN or a key twice."""
    response = exchange.act()
    text = str(fault.options.get("text", ""))
    content_type = str(fault.options.get("content_type", response.content_type))
    exchange.send(replace(response, body=text.encode(), content_type=content_type), fault=fault)


def _truncate(exchange: Exchange, fault: Fault) -> None:
    response = exchange.act()
    exchange.send(response, fault=fault, limit=len(response.body) // 2)


def _slow(exchange: Exchange, fault: Fault) -> None:
    response = exchange.act()
    exchange.note(response.status, fault)
    exchange.line.trickle(response, fault.seconds, int(fault.options.get("step", 1)), exchange.faults.hold)


def _close_idle(exchange: Exchange, fault: Fault) -> None:
    exchange.send(exchange.act(), fault=fault)
    exchange.line.close_later(fault.seconds)


_PLAYS: dict[str, Callable[[Exchange, Fault], None]] = {
    "reset_before": _reset_before,
    "reset_after": _reset_after,
    "hang_before": _hang_before,
    "hang_after": _hang_after,
    "late_effect": _late_effect,
    "status": _status,
    "html": _html,
    "empty": _empty,
    "body": _body,
    "truncate": _truncate,
    "slow": _slow,
    "close_idle": _close_idle,
}
