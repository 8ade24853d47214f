"""Every error of the client, chosen by what the caller does next.

LogicTradeError                 outcome on a write (A4)
+-- UnreachableError            NOT_SENT   refused, DNS, connect timeout
|   +-- TlsError                NOT_SENT   certificate or handshake: stop and tell the operator
+-- GateClosedError             NOT_SENT   our own limiter let nothing through in time
+-- AnswerLostError             DOUBT      reset, read timeout, total deadline
+-- BadAnswerError              DOUBT      HTML, truncated, empty, redirect, too big, wrong shape, unclear refusal
+-- ServerFaultError            DOUBT      5xx
+-- RateLimitedError            NOT_DONE   429
+-- KeyRefusedError             NOT_DONE   401: stop all work with this key
+-- NotGrantedError             NOT_DONE   403 (REFUSED on DELETE: in use, or not granted)
+-- NotFoundError               REFUSED    404: the record is gone
+-- RefusedError                REFUSED    any other 4xx with LogicTrade's own words
RecordError                     one record cannot be understood: quarantine it, go on with the rest
WireError                       a value cannot be written as it is; nothing was sent
+-- UntranslatableValue         a text has no code: name the code table to fill
"""

from enum import StrEnum

RAW_LIMIT = 500


class Outcome(StrEnum):
    """What is known about a write (A4). Only NOT_SENT and NOT_DONE may be sent again without a look-up."""

    NOT_SENT = "not_sent"
    NOT_DONE = "not_done"
    REFUSED = "refused"
    DONE = "done"
    DOUBT = "doubt"


class LogicTradeError(Exception):
    """Base. `detail` and `raw` are LogicTrade's own words; `user_message` is ours, plain English, safe to show."""

    default_outcome = Outcome.DOUBT
    user_message = "LogicTrade did not give a clear answer."
    retryable = True  # for reads only; a write is never repeated by the client

    def __init__(
        self,
        detail: str = "",
        *,
        status: int | None = None,
        code: str = "",
        title: str = "",
        raw: str = "",
        outcome: Outcome | None = None,
        retry_after: float | None = None,
        request_id: str = "",
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.status = status
        self.code = code
        self.title = title
        self.raw = raw[:RAW_LIMIT]
        self.outcome = outcome or self.default_outcome
        self.retry_after = retry_after
        self.request_id = request_id

    def __str__(self) -> str:
        marks = " ".join(str(part) for part in (self.status, self.code, self.detail or self.title) if part)
        return f"{type(self).__name__}: {marks}" if marks else type(self).__name__

    def __repr__(self) -> str:
        return f"<{self} outcome={self.outcome}>"


class UnreachableError(LogicTradeError):
    default_outcome = Outcome.NOT_SENT
    user_message = "LogicTrade cannot be reached; nothing was sent."


class TlsError(UnreachableError):
    user_message = "The secure connection to LogicTrade failed; nothing was sent. Tell the administrator."
    retryable = False


class GateClosedError(LogicTradeError):
    default_outcome = Outcome.NOT_SENT
    user_message = "LogicTrade allows no more requests right now; nothing was sent. Try again in a moment."
    retryable = False


class AnswerLostError(LogicTradeError):
    user_message = "LogicTrade did not answer in time."


class BadAnswerError(LogicTradeError):
    user_message = "LogicTrade gave an answer that cannot be read."


class ServerFaultError(LogicTradeError):
    user_message = "LogicTrade reported a fault of its own."


class RateLimitedError(LogicTradeError):
    default_outcome = Outcome.NOT_DONE
    user_message = "LogicTrade asks us to wait; the request was not carried out."


class KeyRefusedError(LogicTradeError):
    default_outcome = Outcome.NOT_DONE
    user_message = "LogicTrade does not accept the API key. Tell the administrator."
    retryable = False


class NotGrantedError(LogicTradeError):
    default_outcome = Outcome.NOT_DONE
    user_message = "The API key has no right to this part of LogicTrade. Tell the administrator."
    retryable = False


class NotFoundError(LogicTradeError):
    default_outcome = Outcome.REFUSED
    user_message = "This record does not exist in LogicTrade any more."
    retryable = False


class RefusedError(LogicTradeError):
    default_outcome = Outcome.REFUSED
    user_message = "LogicTrade refused the request. Read its words and change what they name."
    retryable = False


class RecordError(ValueError):
    """One record that cannot be understood (A3 row 28): `field` is the path that fails, `id_text` the id received."""

    def __init__(self, endpoint: str, id_text: str, field: str, reason: str) -> None:
        super().__init__(f"{endpoint} record {id_text or '?'}: {field}: {reason}")
        self.endpoint = endpoint
        self.id_text = id_text
        self.field = field
        self.reason = reason


class WireError(ValueError):
    """A value cannot be written to LogicTrade as it is; nothing was sent. `field` is its path in the body."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class UntranslatableValue(WireError):  # noqa: N818  what it is says more than "error"
    """A text read from LogicTrade has no code in `table`; a person must fill that table first (A5.2 step 6)."""

    def __init__(self, table: str, value: str, field: str) -> None:
        super().__init__(field, f"no code for {value!r} in code table {table}")
        self.table = table
        self.value = value
