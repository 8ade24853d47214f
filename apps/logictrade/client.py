"""The only module that speaks HTTP with LogicTrade: one request, one answer, every failure an error of `errors`.

A read is tried again inside the deadline; a write is sent exactly once, on a connection of its own.
"""

import logging
import random
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlencode

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.exceptions import TimeoutError as ReadTimeout
from urllib3.util.retry import Retry

from . import codec
from .answers import Answer, Reply
from .clock import Clock, Deadline, SystemClock
from .config import ClientConfig
from .endpoints import ENDPOINTS, Endpoint
from .errors import AnswerLostError, BadAnswerError, LogicTradeError, TlsError, UnreachableError
from .judge import judge
from .limits import Limiter, NullLimiter, Priority
from .marks import MarkedBody, OnMark, no_mark
from .paging import Page, page_from
from .query import encode_query
from .resources import Resources
from .retry import Fault, classify_fault, delay, should_retry
from .transport import POOLS, Exchange, State, exchange

__all__ = ["Answer", "LogicTradeClient"]

logger = logging.getLogger(__name__)

CHUNK = 64 * 1024
NEVER = Retry(total=0, connect=0, read=False, redirect=0, status=0, other=0, respect_retry_after_header=False)


@dataclass(frozen=True, slots=True)
class _Call:
    """One operation made ready to send."""

    endpoint: Endpoint
    url: str
    body: bytes | None
    record_id: int | None
    priority: Priority
    request_id: str
    on_mark: OnMark


class LogicTradeClient(Resources):
    """All of LogicTrade behind `call`, `page` and the resources (`client.customers.retrieve(5)`)."""

    def __init__(
        self,
        config: ClientConfig,
        limiter: Limiter | None = None,
        clock: Clock | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._config = config
        self._limiter = limiter or NullLimiter()
        self._clock = clock or SystemClock()
        self._jitter = jitter
        self._pool = _Adapter()
        super().__init__(self)

    def __repr__(self) -> str:
        return f"<LogicTradeClient {self._config.base_url}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._pool.close()

    def call(
        self,
        endpoint: str,
        *,
        path: Mapping[str, int] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        priority: Priority = Priority.PEOPLE,
        request_id: str = "",
        on_mark: Callable[[str], None] | None = None,
    ) -> Answer:
        """Run one operation of `endpoints`. `on_mark` hears `before_first_byte`, `mid_body`, `after_last_byte` and
        `after_answer`; what it raises ends the call there.

        Raises LogicTradeError; ValueError or CodecError for a call that the table does not allow, before anything is
        sent.
        """
        operation = ENDPOINTS[endpoint]
        if operation.body != (body is not None):
            raise ValueError(f"{endpoint} {'needs' if operation.body else 'takes no'} body")
        pairs = encode_query(operation, query or {})
        prepared = _Call(
            endpoint=operation,
            url=self._config.base_url + operation.fill(path or {}) + (_query_text(pairs) if pairs else ""),
            body=codec.dumps(body).encode() if body is not None else None,
            record_id=(path or {}).get("id"),
            priority=priority,
            request_id=_header_safe(request_id) or uuid.uuid4().hex,
            on_mark=on_mark or no_mark,
        )
        deadline = Deadline(self._clock, self._config.deadline)
        return self._read(prepared, deadline) if operation.reads else self._attempt(prepared, deadline)

    def page(
        self,
        endpoint: str,
        number: int,
        size: int = 100,
        *,
        path: Mapping[str, int] | None = None,
        query: Mapping[str, Any] | None = None,
        priority: Priority = Priority.PEOPLE,
        request_id: str = "",
    ) -> Page:
        """One page of a paged list, its rows as received. Raises as `call`."""
        asked = {**(query or {}), "pageNumber": number, "pageSize": size}
        answer = self.call(endpoint, path=path, query=asked, priority=priority, request_id=request_id)
        return page_from(answer, number, size)

    def _read(self, call: _Call, deadline: Deadline) -> Answer:
        attempt = 0
        while True:
            try:
                return self._attempt(call, deadline)
            except LogicTradeError as error:
                wait = delay(attempt, self._jitter(), error.retry_after)
                if not should_retry(error, attempt) or wait >= deadline.remaining():
                    raise
                logger.info("%s again in %.1f s after %s", call.endpoint.name, wait, type(error).__name__)
            self._clock.sleep(wait)
            attempt += 1

    def _attempt(self, call: _Call, deadline: Deadline) -> Answer:
        self._limiter.acquire(call.priority, timeout=deadline.remaining())
        reply = self._request(call, deadline)
        self._limiter.observe(reply.status, reply.headers)
        logger.info("%s %s -> %d (%s)", call.endpoint.method, call.endpoint.name, reply.status, call.request_id)
        return judge(call.endpoint, reply, call.record_id)

    def _request(self, call: _Call, deadline: Deadline) -> Reply:
        """The one place where bytes leave. Raises LogicTradeError for every failure of the transport."""
        plain = call.on_mark is no_mark or call.body is None
        request = requests.Request(
            call.endpoint.method,
            call.url,
            data=call.body if plain else MarkedBody(call.body or b"", call.on_mark),
            headers=self._headers(call),
        ).prepare()
        call.on_mark("before_first_byte")
        with self._adapter_for(call.endpoint) as adapter, exchange(deadline) as running:
            try:
                verify = self._config.ca_bundle or True
                with adapter.send(request, stream=True, timeout=self._timeouts(deadline), verify=verify) as response:
                    if call.body is None:
                        call.on_mark("after_last_byte")
                    body = self._drain(response)
            except (requests.RequestException, HTTPError, OSError) as exc:
                raise _transport_error(exc, running, call.request_id) from None
        call.on_mark("after_answer")
        return Reply(response.status_code, response.headers, body, call.request_id)

    def _drain(self, response: requests.Response) -> bytes:
        """The whole body, as it arrives, within the size cap; `transport` keeps the deadline."""
        body = bytearray()
        while max(len(body), _announced(response)) <= self._config.max_body:
            chunk = response.raw.read1(CHUNK, decode_content=False)
            if not chunk:
                return bytes(body)
            body += chunk
        error = BadAnswerError(f"answer larger than {self._config.max_body} bytes", status=response.status_code)
        error.retryable = False
        raise error

    @contextmanager
    def _adapter_for(self, endpoint: Endpoint) -> Iterator[HTTPAdapter]:
        """Reads share pooled connections. A write gets a fresh one: a kept-alive socket that the server has closed
        meanwhile would leave it in doubt."""
        if endpoint.reads:
            yield self._pool
            return
        adapter = _Adapter()
        try:
            yield adapter
        finally:
            adapter.close()

    def _headers(self, call: _Call) -> dict[str, str]:
        headers = {
            "api-key": self._config.api_key,
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": "Backoffice",
            "X-Request-ID": call.request_id,
        }
        if self._config.administration:
            headers["administration-guid"] = self._config.administration
        if call.body is not None:
            headers["Content-Type"] = "application/json"
        return headers

    def _timeouts(self, deadline: Deadline) -> tuple[float, float]:
        left = max(deadline.remaining(), 0.001)
        return min(self._config.connect_timeout, left), min(self._config.read_timeout, left)


class _Adapter(HTTPAdapter):
    """Connections of `transport`, and no repeat of anything at any layer.

    Used without a requests session: there is no redirect, no cookie, no proxy and no .netrc, so that the key goes to
    the configured host or nowhere.
    """

    def __init__(self) -> None:
        super().__init__(max_retries=NEVER)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS


FAULT_ERRORS = {Fault.NO_CONNECTION: UnreachableError, Fault.TLS: TlsError}


def _transport_error(exc: Exception, running: Exchange, request_id: str) -> LogicTradeError:
    fault = _fault(exc, running)
    words = {Fault.TIMEOUT: "no answer in time", Fault.LOST: "connection lost"}.get(fault, "no connection")
    return FAULT_ERRORS.get(fault, AnswerLostError)(
        f"{words}: {type(exc).__name__}", outcome=classify_fault(fault), request_id=request_id
    )


def _fault(exc: Exception, running: Exchange) -> Fault:
    """What went wrong, by how far the connection provably got; the kind of exception decides only when that is
    unknown, because a pooled connection was used."""
    is_tls = isinstance(exc, requests.exceptions.SSLError)
    never_stood = running.state is State.CONNECTING
    if running.state is State.IDLE:
        never_stood = is_tls or isinstance(exc, requests.ConnectTimeout) or _has_cause(exc, NewConnectionError)
    if never_stood:
        return Fault.TLS if is_tls else Fault.NO_CONNECTION
    return Fault.TIMEOUT if isinstance(exc, requests.Timeout | ReadTimeout | TimeoutError) else Fault.LOST


def _has_cause(exc: BaseException, kind: type[BaseException]) -> bool:
    inner = exc.args[0] if exc.args else None
    return isinstance(getattr(inner, "reason", inner), kind)


def _announced(response: requests.Response) -> int:
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _query_text(pairs: list[tuple[str, str]]) -> str:
    return "?" + urlencode(pairs, quote_via=quote)


def _header_safe(text: str) -> str:
    return "".join(c for c in text if c.isascii() and c.isprintable())[:128].strip()
