"""The error classes of A4, each signal by name."""

from datetime import UTC, datetime

import pytest
from requests.structures import CaseInsensitiveDict

from apps.logictrade.answers import Reply, server_time
from apps.logictrade.endpoints import ENDPOINTS
from apps.logictrade.errors import (
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
from apps.logictrade.judge import classify, judge
from apps.logictrade.retry import Fault, classify_fault, delay, should_retry

PROBLEM = b'{"title":"Bad request","status":400,"error":{"code":"LTA0134","detail":"Invalid date"}}'
RFC7807 = b'{"type":"https://api.logictrade.cloud/docs","title":"Conflict","status":409}'
HTML = b"<html><body>nginx</body></html>"
POST, PUT, DELETE = "quote.create", "delivery.update", "customer.remove"
PUT_ORDER = "order.update"


def reply(status, body=b"", content_type="application/json", **headers):
    return Reply(status, CaseInsensitiveDict({"Content-Type": content_type} | headers), body, "req-1")


@pytest.mark.parametrize("fault", Fault)
def test_only_faults_that_prove_it_are_not_sent(fault):
    proven = {Fault.NO_CONNECTION, Fault.TLS}
    assert classify_fault(fault) is (Outcome.NOT_SENT if fault in proven else Outcome.DOUBT)


def test_an_unknown_fault_is_doubt():
    assert classify_fault("something new") is Outcome.DOUBT


@pytest.mark.parametrize(
    ("name", "status", "body", "content_type", "outcome"),
    [
        (POST, 429, HTML, "text/html", Outcome.NOT_DONE),
        (POST, 401, b"", "text/plain", Outcome.NOT_DONE),
        (POST, 403, b"Forbidden", "text/plain", Outcome.NOT_DONE),
        (PUT, 403, PROBLEM, "application/json", Outcome.NOT_DONE),
        (DELETE, 403, b"Forbidden", "text/plain", Outcome.REFUSED),
        (DELETE, 403, HTML, "text/html", Outcome.DOUBT),
        (DELETE, 404, b"Record Not Found", "text/plain", Outcome.DONE),
        (DELETE, 404, b"", "text/plain", Outcome.DONE),
        (DELETE, 404, HTML, "text/html", Outcome.DOUBT),
        (PUT, 404, b"Record Not Found", "text/plain", Outcome.REFUSED),
        (PUT, 404, b"", "text/plain", Outcome.REFUSED),
        (PUT, 404, PROBLEM, "application/json", Outcome.REFUSED),
        (PUT, 404, HTML, "text/html", Outcome.DOUBT),
        (PUT, 404, HTML, "text/plain", Outcome.DOUBT),
        (POST, 404, b"Not found", "text/plain", Outcome.DOUBT),
        (POST, 404, PROBLEM, "application/json", Outcome.REFUSED),
        *[(POST, status, PROBLEM, "application/json", Outcome.REFUSED) for status in (400, 409, 412, 418, 422)],
        *[(POST, status, RFC7807, "application/problem+json", Outcome.REFUSED) for status in (400, 409, 422)],
        *[(POST, status, b"", "text/plain", Outcome.DOUBT) for status in (400, 404, 409, 418, 422)],
        *[(PUT, status, b"Bad", "text/plain", Outcome.DOUBT) for status in (400, 409, 418, 422)],
        (POST, 400, b'{"message":"no"}', "application/json", Outcome.DOUBT),
        (POST, 400, PROBLEM, "text/plain", Outcome.DOUBT),
        (POST, 400, PROBLEM[:-1], "application/json", Outcome.DOUBT),
        (POST, 408, PROBLEM, "application/json", Outcome.DOUBT),
        *[(POST, status, PROBLEM, "application/json", Outcome.DOUBT) for status in (500, 502, 503, 504)],
        *[(POST, status, b"", "text/plain", Outcome.DOUBT) for status in (301, 302, 303, 307, 308, 304)],
        (POST, 100, b"", "text/plain", Outcome.DOUBT),
        (POST, 206, b'{"id":6}', "application/json", Outcome.DOUBT),
        *[(POST, status, b'{"id":6}', "application/json", Outcome.DONE) for status in (200, 201, 202)],
        (POST, 201, b"6", "application/json", Outcome.DONE),
        (POST, 201, b'{"orderId":6}', "application/json", Outcome.DONE),
        (POST, 201, b'[{"id":6}]', "application/json", Outcome.DONE),
        (POST, 201, b"", "application/json", Outcome.DOUBT),
        (POST, 204, b"", "application/json", Outcome.DOUBT),
        (POST, 201, b'{"ok":true}', "application/json", Outcome.DOUBT),
        (POST, 201, HTML, "text/html", Outcome.DOUBT),
        (POST, 201, b'{"id":6', "application/json", Outcome.DOUBT),
        (PUT_ORDER, 200, b'{"id":14}', "application/json", Outcome.DONE),
        (PUT_ORDER, 200, b'{"id":15}', "application/json", Outcome.DOUBT),
        (PUT, 200, b"{}", "application/json", Outcome.DOUBT),
        (DELETE, 200, b"", "text/plain", Outcome.DOUBT),
    ],
)
def test_the_outcome_of_a_write(name, status, body, content_type, outcome):
    record_id = None if name == POST else 14
    assert classify(ENDPOINTS[name], reply(status, body, content_type), record_id) is outcome


def error_of(name, answer, record_id=None):
    with pytest.raises(LogicTradeError) as caught:
        judge(ENDPOINTS[name], answer, record_id)
    return caught.value


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, RefusedError),
        (401, KeyRefusedError),
        (403, NotGrantedError),
        (404, NotFoundError),
        (409, RefusedError),
        (418, RefusedError),
        (429, RateLimitedError),
        (408, BadAnswerError),
        (500, ServerFaultError),
        (503, ServerFaultError),
        (302, BadAnswerError),
    ],
)
@pytest.mark.parametrize("name", ["customer.retrieve", "customer.update"])
def test_the_error_says_what_to_do_next(name, status, kind):
    error = error_of(name, reply(status, PROBLEM), 14)
    assert type(error) is kind
    assert error.status == status
    assert error.request_id == "req-1"
    assert error.user_message.endswith(".")


def test_a_list_that_is_not_found_is_a_refusal_not_a_missing_record():
    assert type(error_of("customer.list", reply(404, b"Not found", "text/plain"))) is RefusedError


def test_a_html_404_proves_no_missing_record():
    assert type(error_of("customer.retrieve", reply(404, HTML, "text/html"), 14)) is BadAnswerError


def test_logictrades_own_words_come_first():
    error = error_of(POST, reply(400, PROBLEM))
    assert (error.code, error.title, error.detail) == ("LTA0134", "Bad request", "Invalid date")
    assert error.raw == PROBLEM.decode()


@pytest.mark.parametrize(
    ("body", "content_type", "detail"),
    [
        (b'{"title":"T","status":400,"detail":"D"}', "application/json", "D"),
        (b'{"title":"T","status":400}', "application/json", "T"),
        (b"plain words", "text/plain", "plain words"),
        (b"x" * 2000, "text/plain", "x" * 500),
        (b"", "text/plain", "HTTP 400"),
        (b'{"error":null,"title":5}', "application/json", '{"error":null,"title":5}'),
        (b"[1]", "application/json", "[1]"),
    ],
)
def test_the_words_of_an_error_whatever_its_body(body, content_type, detail):
    error = error_of("customer.retrieve", reply(400, body, content_type), 14)
    assert error.detail == detail
    assert len(error.raw) <= 500


def test_a_429_says_how_long_to_wait():
    assert error_of("customer.list", reply(429, b"", **{"Retry-After": "7"})).retry_after == 7


def test_a_removal_of_what_is_gone_is_done():
    answer = judge(ENDPOINTS[DELETE], reply(404, b"Record Not Found", "text/plain"), 14)
    assert (answer.status, answer.empty, answer.needs_read_back) == (404, True, False)


def test_another_record_than_the_one_asked_for_is_a_bad_answer():
    assert type(error_of("customer.retrieve", reply(200, b'{"id":15}'), 14)) is BadAnswerError


@pytest.mark.parametrize(
    "body", [b'{"pagination":{},"results":[{"id":14}]}', b'[{"id":14}]', b'{"items":[{"id":14}]}', b'{"id":14}']
)
def test_one_record_is_found_in_whatever_holds_it(body, caplog):
    answer = judge(ENDPOINTS["discount.customer"], reply(200, body), 14)
    assert answer.data == {"id": 14}
    assert ("declared object" in caplog.text) == (body != b'{"id":14}')


@pytest.mark.parametrize("body", [b"[]", b'[{"id":1},{"id":2}]', b'{"results":[]}', b'"x"', b"null"])
def test_no_or_many_records_are_not_one(body):
    assert type(error_of("discount.customer", reply(200, body))) is BadAnswerError


@pytest.mark.parametrize("body", [b'{"results":[{"id":1}]}', b'[{"id":1}]', b'{"items":[{"id":1}]}'])
@pytest.mark.parametrize("name", ["order.list", "price.get", "stock.search"])
def test_the_rows_of_a_list_come_out_of_any_shape(name, body):
    assert judge(ENDPOINTS[name], reply(200, body)).rows == [{"id": 1}]


@pytest.mark.parametrize("kind", [KeyRefusedError, NotGrantedError, NotFoundError, RefusedError])
def test_what_a_repeat_cannot_mend_is_not_repeated(kind):
    assert not should_retry(kind(), 0)


@pytest.mark.parametrize("kind", [ServerFaultError, BadAnswerError, RateLimitedError])
def test_the_rest_is_repeated_three_times(kind):
    assert [should_retry(kind(), attempt) for attempt in range(5)] == [True, True, True, False, False]


def test_the_delay_has_full_jitter_under_a_ceiling_from_1_to_60_seconds():
    assert [delay(attempt, 1.0) for attempt in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert delay(3, 0.0) == 0
    assert delay(3, 0.5) == 4
    assert delay(0, 0.5, retry_after=30) == 30.5


@pytest.mark.parametrize("date", ["Mon, 02 Mar 2026 09:00:00 GMT", "Mon, 02 Mar 2026 10:00:00 +0100"])
def test_the_servers_clock_is_read_as_utc(date):
    assert server_time({"Date": date}) == datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize("date", ["", "yesterday"])
def test_a_date_that_cannot_be_read_is_none(date):
    assert server_time({"Date": date}) is None
