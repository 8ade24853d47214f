"""The one place that turns an answer into a result or an error (A4, contract section 1.5). Pure."""

from .answers import (
    Answer,
    Content,
    Problem,
    Reply,
    answered_id,
    find_problem,
    make_answer,
    one_record,
    read_content,
    rows_of,
)
from .endpoints import Endpoint
from .errors import (
    BadAnswerError,
    KeyRefusedError,
    LogicTradeError,
    NotFoundError,
    NotGrantedError,
    Outcome,
    RateLimitedError,
    RefusedError,
    ServerFaultError,
)
from .gate import closed_for

UNSURE_4XX = frozenset({408, 425, 499})  # timeouts of a proxy: the server may have acted
LISTS = frozenset({"page", "array", "items"})


def classify(endpoint: Endpoint, reply: Reply, record_id: int | None = None) -> Outcome:
    """Outcome of a write from its answer (A4). `record_id` is the id in the path of a PUT or DELETE.

    An empty success gives DOUBT: only reading the record back makes it DONE.
    """
    content = read_content(reply)
    status, method = reply.status, endpoint.method
    if status in endpoint.ok:
        answered = answered_id(one_record(content.data)) if content.kind == "json" else None
        proven = answered is not None and (record_id is None or answered == record_id)
        return Outcome.DONE if proven else Outcome.DOUBT
    if status in {401, 429} or (status == 403 and method != "DELETE"):
        return Outcome.NOT_DONE
    if content.kind != "html" and endpoint.path_names:
        if method == "DELETE" and status in {403, 404}:
            return Outcome.DONE if status == 404 else Outcome.REFUSED
        if method == "PUT" and status == 404:
            return Outcome.REFUSED
    if 400 <= status < 500 and status not in UNSURE_4XX and find_problem(content):
        return Outcome.REFUSED
    return Outcome.DOUBT


def judge(endpoint: Endpoint, reply: Reply, record_id: int | None = None) -> Answer:
    """The answer of a call that succeeded; raises a LogicTradeError otherwise."""
    content = read_content(reply)
    if reply.status in endpoint.ok:
        return _success(endpoint, reply, content, record_id)
    outcome = None if endpoint.reads else classify(endpoint, reply, record_id)
    if outcome is Outcome.DONE:  # a removal that finds nothing left to remove
        return make_answer(endpoint, reply, Content("empty", text=content.text))
    raise _error(endpoint, reply, content, outcome)


def _success(endpoint: Endpoint, reply: Reply, content: Content, record_id: int | None) -> Answer:
    _check_content(endpoint, reply, content)
    answer = make_answer(endpoint, reply, content)
    answered = answered_id(answer.data)
    if record_id is not None and answered is not None and answered != record_id and _answers_same_record(endpoint):
        raise _bad(reply, content, f"asked for record {record_id}, got {answered}")
    if endpoint.reads:
        return answer
    proven = classify(endpoint, reply, record_id) is Outcome.DONE
    if not proven and not answer.empty and endpoint.shape != "empty":
        raise _bad(reply, content, "no id in the answer to a write")
    return _unproven(answer) if not proven else answer


def _answers_same_record(endpoint: Endpoint) -> bool:
    return endpoint.shape in {"object", "empty"}


def _unproven(answer: Answer) -> Answer:
    return Answer(**{name: getattr(answer, name) for name in answer.__slots__} | {"needs_read_back": True})


def _check_content(endpoint: Endpoint, reply: Reply, content: Content) -> None:
    if content.kind == "empty":
        if endpoint.reads and not endpoint.may_be_empty:
            raise _bad(reply, content, "empty body")
        return
    if content.kind == "text" and endpoint.method == "DELETE":
        return
    if content.kind != "json":
        raise _bad(reply, content, content.reason or f"{content.kind} instead of JSON")
    if endpoint.shape in LISTS and rows_of(content.data) is None:
        raise _bad(reply, content, "no list in the answer")
    if endpoint.reads and endpoint.shape == "object" and not isinstance(one_record(content.data), dict):
        raise _bad(reply, content, "no single object in the answer")
    if endpoint.reads and endpoint.shape == "object" and rows_of(one_record(content.data)) is not None:
        raise _bad(reply, content, "a list instead of one object")


def _bad(reply: Reply, content: Content, reason: str) -> BadAnswerError:
    return BadAnswerError(reason, status=reply.status, raw=content.text, request_id=reply.request_id)


def _error(endpoint: Endpoint, reply: Reply, content: Content, outcome: Outcome | None) -> LogicTradeError:
    problem = find_problem(content) or Problem()
    cls = _error_class(endpoint, reply.status, content, outcome)
    words = problem.detail or problem.title or content.text[:500].strip()
    error = cls(
        words or f"HTTP {reply.status}",
        status=reply.status,
        code=problem.code,
        title=problem.title,
        raw=content.text,
        outcome=outcome,
        retry_after=closed_for(reply.status, reply.headers),
        request_id=reply.request_id,
    )
    if 300 <= reply.status < 400:
        error.retryable = False
    return error


def _error_class(endpoint: Endpoint, status: int, content: Content, outcome: Outcome | None) -> type[LogicTradeError]:
    by_status = {401: KeyRefusedError, 403: NotGrantedError, 429: RateLimitedError}
    if status >= 500:
        return ServerFaultError
    if status in by_status and outcome is not Outcome.DOUBT:
        return by_status[status]
    clear = outcome is Outcome.REFUSED or (endpoint.reads and 400 <= status < 500 and status not in UNSURE_4XX)
    if not clear:
        return BadAnswerError
    if status == 404 and endpoint.path_names:
        # a proxy's HTML page is no proof that the record is gone
        return BadAnswerError if content.kind == "html" else NotFoundError
    return RefusedError
