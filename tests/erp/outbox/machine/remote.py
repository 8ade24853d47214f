"""LogicTrade's side: the stand-in without sockets behind an adapter that takes the place of the client's transport."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse
from urllib3.exceptions import ProtocolError

from apps.logictrade import markers, transport
from apps.sandbox import exchange
from apps.sandbox.core import Sandbox
from apps.sandbox.faults import Fault, Faults
from apps.sandbox.journal import Journal
from apps.sandbox.keys import Key
from apps.sandbox.messages import Request, Response
from apps.sandbox.moments import naive_text
from apps.sandbox.store import Row
from tests.erp.outbox.machine import workers
from tests.erp.outbox.machine.tally import Tally
from tests.erp.outbox.machine.times import ServerClock, Time

MARKER_KIND = "quote"
COLLEAGUE = "key-of-another-program"
PER_CALL = 0.05
_BUILDER = HTTPAdapter()


class Witness(Protocol):
    """Who is told what passes on the wire."""

    def leaves(self, request_id: str) -> None:
        """The first byte of a write is about to leave."""

    def arrives(self, request_id: str, marker: str) -> None:
        """The whole of a write has arrived; LogicTrade may act from here on."""

    def over(self, request_id: str, status: int | None) -> None:
        """The write's exchange has ended for us, with this status if an answer came."""

    def appears(self, request_id: str, record_id: int) -> None:
        """LogicTrade has made a record because of this write."""

    def listed(self, began_at: datetime) -> None:
        """A list was read without an error; asked for at this moment of our clock."""


class VirtualFaults(Faults):
    """The stand-in's own queue of faults, whose waits are virtual."""

    def __init__(self, remote: "Remote") -> None:
        super().__init__()
        self._remote = remote

    def take(self, request: Request) -> tuple[float, Fault | None]:
        delay, fault = super().take(request)
        if fault is not None:
            self._remote.note_fault(fault)
        return delay, fault

    def hold(self, seconds: float) -> None:
        self._remote.time.pass_by(min(seconds, self._remote.patience))

    def later(self, seconds: float, action: Callable[[], object]) -> None:
        def act() -> None:
            action()
            self._remote.look_for_effects()

        self._remote.time.later(seconds, act)


@dataclass
class Line:
    """The connection as the stand-in's exchange sees it; keeps what the client will find."""

    response: Response | None = None
    limit: int | None = None
    reset: bool = False

    def send(self, response: Response, *, limit: int | None = None) -> None:
        self.response, self.limit = response, limit

    def trickle(self, response: Response, pause: float, step: int, hold: Callable[[float], None]) -> None:
        raise NotImplementedError("slow answers are tested over real sockets")

    def hang_up(self, *, reset: bool) -> None:
        self.reset = reset

    def close_later(self, seconds: float) -> None:
        raise NotImplementedError("idle connections are tested over real sockets")


class Remote:
    """One trading company's LogicTrade for one example."""

    def __init__(self, path: Path, time: Time, tally: Tally, dialect: dict[str, str]) -> None:
        self.time = time
        self.tally = tally
        self.faults = VirtualFaults(self)
        self.sandbox = Sandbox(path, dialect=dialect)
        self.sandbox.clock = ServerClock(time)
        self.sandbox.journal = Journal(self.sandbox.store, self.sandbox.clock)
        self.sandbox.set_rate_limit(1_000_000)
        self.sandbox.keys.put(Key(COLLEAGUE))
        self.down = False
        self.patience = 0.0
        self.witness: Witness | None = None
        self._effects = 0
        self.copies: set[int] = set()

    def close(self) -> None:
        self.faults.close()
        self.sandbox.store.close()

    def note_fault(self, fault: Fault) -> None:
        name = fault.kind
        if name == "status":
            name = str(fault.options["status"])
            name += {True: " with effect", False: " without"}[bool(fault.options.get("effect"))]
        self.tally.faults[name] += 1

    def look_for_effects(self) -> None:
        """Tell the witness of records that were made since the last time."""
        rows = self.sandbox.store.execute(
            "SELECT effects.rowid, id, headers FROM effects JOIN requests ON number = request"
            " WHERE effects.rowid > ? AND kind = 'quote'",
            (self._effects,),
        )
        for number, pk, headers in rows:
            self._effects = number
            if self.witness and markers.find(MARKER_KIND, self.record(pk)):
                self.witness.appears(json.loads(headers)["x-request-id"], pk)

    def record(self, pk: int) -> dict[str, Any]:
        return self.sandbox.store.get("quote", pk) or {}

    def marked(self) -> dict[str, list[int]]:
        """Ids of the records that carry each marker."""
        found: dict[str, list[int]] = {}
        for pk in self.sandbox.store.ids("quote"):
            marker = markers.find(MARKER_KIND, self.record(pk))
            if marker:
                found.setdefault(marker, []).append(pk)
        return found

    def unmarked(self) -> list[int]:
        """Ids of records that are not of our making."""
        ids = self.sandbox.store.ids("quote")
        return [pk for pk in ids if not markers.find(MARKER_KIND, self.record(pk))]

    def colleague_creates(self, content: dict[str, Any]) -> None:
        """Somebody else makes a quote in LogicTrade."""
        headers = {"api-key": COLLEAGUE, "content-type": "application/json"}
        body = json.dumps(content, default=float).encode()
        query = "?allowUnknownCustomer=false&allowUnknownProducts=false"
        request = Request.parse("POST", f"/rest/v1/quotes{query}", headers, body)
        line = Line()
        exchange.run(self.sandbox, Faults(), request, line)
        assert line.response is not None
        assert line.response.status < 300, line.response.body

    def colleague_copies(self, pk: int) -> None:
        """LogicTrade's own copy button: a new quote with the same texts."""
        copy = self.record(pk)
        with self.sandbox.store.transaction():
            number = self.sandbox.store.next_number("quote")
            self._put(copy | {"id": number, "number": f"COPY{number}"})
        self.copies.add(number)

    def colleague_edits(self, pk: int) -> None:
        self._put(self.record(pk) | {"reference": f"Changed at {self.time.passed:.0f}"})

    def _put(self, record: dict[str, Any]) -> None:
        stamp = self.sandbox.clock.stamp()
        record = record | {"modifiedDate": naive_text(stamp)}
        self.sandbox.store.put(Row("quote", record["id"], stamp, record))

    def colleague_deletes(self, pk: int) -> None:
        self.sandbox.store.delete("quote", pk)


class InProcessAdapter:
    """Where the client's adapter would open a socket, the stand-in answers. Everything around it is the real client:
    marks, deadline, judgement, repeats of reads."""

    def __init__(self, remote: Callable[[], Remote]) -> None:
        self._remote = remote()

    def close(self) -> None:
        """Nothing is open."""

    def send(self, request: requests.PreparedRequest, *_: Any, **options: Any) -> requests.Response:
        remote = self._remote
        running = transport._current.get()
        assert running is not None, "the client's call has no deadline"
        remote.time.pass_by(PER_CALL)
        if remote.down:
            remote.tally.faults["refused"] += 1
            running.state = transport.State.CONNECTING
            raise requests.ConnectionError("refused")
        running.state = transport.State.CONNECTED
        call = _Call(remote, request, running, options["timeout"][1])
        return call.write() if request.method == "POST" else call.read()


class _Call:
    def __init__(
        self, remote: Remote, request: requests.PreparedRequest, running: transport.Exchange, patience: float
    ) -> None:
        self._remote = remote
        self._request = request
        self._running = running
        self._patience = patience
        self._request_id = str(request.headers["X-Request-ID"])

    def write(self) -> requests.Response:
        witness = self._remote.witness
        assert witness is not None
        status: int | None = None
        self._check_deadline()
        witness.leaves(self._request_id)
        try:
            body, rest = self._body()
            self._check_deadline()
            witness.arrives(self._request_id, str(markers.find(MARKER_KIND, json.loads(body))))
            line = self._exchange(body)
            rest()
            response = self._answer(line)
            status = response.status_code
        finally:
            witness.over(self._request_id, status)
        return response

    def read(self) -> requests.Response:
        worker = workers.current()
        self._check_deadline()
        if worker:
            worker.pass_point(workers.READING)
        self._check_deadline()
        began_at = self._remote.time.wall()
        line = self._exchange(b"")
        if worker:
            worker.pass_point(workers.READ)
        response = self._answer(line)
        if worker and self._remote.witness and self._clear(line) and "pageNumber=" in str(self._request.url):
            self._remote.witness.listed(began_at)
        return response

    def _body(self) -> tuple[bytes, Callable[[], object]]:
        """The body as the socket would take it, half by half; what is left to read passes the last mark."""
        body: Any = self._request.body
        if isinstance(body, bytes):
            return body, lambda: None
        halves = body.read()
        self._check_deadline()
        halves += body.read()
        return halves, body.read

    def _exchange(self, body: bytes) -> Line:
        remote = self._remote
        headers = {name.lower(): str(value) for name, value in self._request.headers.items()}
        line = Line()
        remote.patience = min(self._patience, self._running.deadline.remaining())
        target = str(self._request.path_url)
        exchange.run(
            remote.sandbox, remote.faults, Request.parse(str(self._request.method), target, headers, body), line
        )
        remote.look_for_effects()
        return line

    def _check_deadline(self) -> None:
        if self._running.deadline.remaining() <= 0:
            raise requests.ReadTimeout("the deadline of the whole call has passed")

    @staticmethod
    def _clear(line: Line) -> bool:
        answer = line.response
        whole = answer is not None and answer.status == 200 and line.limit is None
        return whole and answer is not None and bool(answer.body) and "json" in answer.content_type

    def _answer(self, line: Line) -> requests.Response:
        self._check_deadline()
        if line.response is None:
            raise requests.ConnectionError(ProtocolError("Connection aborted.", ConnectionResetError()))
        answer = line.response
        moment = datetime.fromtimestamp(self._remote.time.server(), UTC)
        headers = {
            "Content-Type": answer.content_type,
            "Content-Length": str(len(answer.body)),
            "Date": format_datetime(moment, usegmt=True),
            **answer.headers,
        }
        raw = HTTPResponse(
            body=BytesIO(answer.body[: line.limit]),
            headers=headers,
            status=answer.status,
            preload_content=False,
            request_method=self._request.method,
        )
        return _BUILDER.build_response(self._request, raw)
