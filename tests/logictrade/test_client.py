"""What the client does around one exchange: retries, deadline, limiter, page, secrecy."""

import logging
import traceback
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import requests

from apps.logictrade import codec
from apps.logictrade.client import LogicTradeClient
from apps.logictrade.config import ClientConfig
from apps.logictrade.errors import (
    AnswerLostError,
    BadAnswerError,
    GateClosedError,
    KeyRefusedError,
    LogicTradeError,
    Outcome,
    RateLimitedError,
    ServerFaultError,
    TlsError,
    UnreachableError,
)
from apps.logictrade.limits import Priority
from apps.logictrade.paging import Page, each_page, page_from

from .conftest import KEY, ROOT

CUSTOMER = f"{ROOT}/rest/v1/customers/14"
QUOTES = f"{ROOT}/rest/v1/quotes"


def get(client):
    return client.call("customer.retrieve", path={"id": 14})


def test_a_read_is_tried_again_with_growing_pauses(client, api, clock):
    for status in (500, 502, 503):
        api.get(CUSTOMER, status=status)
    api.get(CUSTOMER, json={"id": 14})
    assert get(client).data == {"id": 14}
    assert clock.sleeps == [0.5, 1, 2]


def test_a_read_gives_up_after_three_retries(client, api):
    api.get(CUSTOMER, status=500)
    with pytest.raises(ServerFaultError):
        get(client)
    assert len(api.calls) == 4


def test_a_read_does_not_pass_its_deadline(client, api, clock):
    api.get(CUSTOMER, status=429, headers={"Retry-After": "44.8"})
    with pytest.raises(RateLimitedError):
        get(client)
    assert clock.sleeps == []


def test_a_read_waits_as_long_as_it_is_told(client, api, clock):
    api.get(CUSTOMER, status=429, headers={"Retry-After": "30"})
    api.get(CUSTOMER, json={"id": 14})
    get(client)
    assert clock.sleeps == [30.5]


def test_a_refused_key_is_tried_once(client, api):
    api.get(CUSTOMER, status=401)
    with pytest.raises(KeyRefusedError):
        get(client)
    assert len(api.calls) == 1


@pytest.mark.parametrize(
    ("failure", "kind", "outcome"),
    [
        (requests.ConnectTimeout("x"), UnreachableError, Outcome.NOT_SENT),
        (requests.exceptions.SSLError("x"), TlsError, Outcome.NOT_SENT),
        (requests.ReadTimeout("x"), AnswerLostError, Outcome.DOUBT),
        (requests.ConnectionError("reset"), AnswerLostError, Outcome.DOUBT),
        (requests.exceptions.ChunkedEncodingError("x"), AnswerLostError, Outcome.DOUBT),
        (OSError("x"), AnswerLostError, Outcome.DOUBT),
    ],
)
def test_a_write_is_sent_once_whatever_happens(failure, kind, outcome, client, api, clock):
    api.post(QUOTES, body=failure)
    with pytest.raises(kind) as caught:
        client.call("quote.create", body={"lines": []})
    assert caught.value.outcome is outcome
    assert len(api.calls) == 1
    assert clock.sleeps == []


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_write_is_not_repeated_for_any_status(status, client, api):
    api.post(QUOTES, status=status)
    with pytest.raises(LogicTradeError):
        client.call("quote.create", body={"lines": []})
    assert len(api.calls) == 1


def test_the_limiter_is_asked_before_and_told_after_each_try(client, api, limiter):
    api.get(CUSTOMER, status=500)
    api.get(CUSTOMER, json={"id": 14})
    client.call("customer.retrieve", path={"id": 14}, priority=Priority.BACKGROUND)
    assert [who for who, _ in limiter.asked] == ["background", "background"]
    assert limiter.asked[0][1] == 45
    assert limiter.told == [500, 200]


def test_a_closed_gate_sends_nothing_and_is_not_tried_again(client, api, limiter, monkeypatch):
    def closed(priority, timeout):
        raise GateClosedError("closed")

    monkeypatch.setattr(limiter, "acquire", closed)
    with pytest.raises(GateClosedError) as caught:
        get(client)
    assert caught.value.outcome is Outcome.NOT_SENT
    assert len(api.calls) == 0


def test_marks_come_after_the_limiter(client, api, limiter):
    api.post(QUOTES, json={"id": 6}, status=201)
    seen = []
    client.call("quote.create", body={"a": 1}, on_mark=lambda mark: seen.append((mark, len(limiter.asked))))
    assert seen[0] == ("before_first_byte", 1)
    assert seen[-1] == ("after_answer", 1)


def test_a_request_id_is_made_and_sent(client, api):
    api.get(CUSTOMER, json={"id": 14})
    answer = get(client)
    assert len(answer.request_id) == 32
    assert api.calls[0].request.headers["X-Request-ID"] == answer.request_id


def test_a_request_id_cannot_forge_a_header(client, api):
    api.get(CUSTOMER, json={"id": 14})
    client.call("customer.retrieve", path={"id": 14}, request_id="a\r\nevil: 1é")
    assert api.calls[0].request.headers["X-Request-ID"] == "aevil: 1"


def test_the_answer_tells_the_servers_time(client, api):
    api.get(CUSTOMER, json={"id": 14}, headers={"Date": "Mon, 02 Mar 2026 09:00:00 GMT"})
    assert get(client).server_time == datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "arguments",
    [
        {"query": {"nickname": "x"}},
        {"query": {"pageNumber": 0, "pageSize": 100}},
        {"query": {"pageNumber": 1, "pageSize": 9}},
        {"query": {"pageNumber": 1, "pageSize": 101}},
        {"query": {"pageNumber": 1}},
        {"query": {"pageNumber": 1, "pageSize": 10, "modifiedAfter": datetime(2026, 3, 2)}},  # noqa: DTZ001
        {"query": {"pageNumber": 1, "pageSize": 10, "name": 1.5}},
        {"query": {"pageNumber": 1, "pageSize": 10}, "body": {}},
        {"query": {"pageNumber": 1, "pageSize": 10}, "path": {"id": 1}},
    ],
)
def test_a_call_that_the_table_does_not_allow_sends_nothing(arguments, client, api):
    with pytest.raises(ValueError, match=r"customer\.list|moment|query value"):
        client.call("customer.list", **arguments)


def test_a_body_with_a_float_sends_nothing(client, api):
    with pytest.raises(codec.CodecError):
        client.call("quote.create", body={"price": 0.1})


def test_an_unknown_operation_sends_nothing(client, api):
    with pytest.raises(KeyError):
        client.call("quote.convert")


@pytest.mark.parametrize("name", ["quote.list", "purchaseorder.list"])
def test_the_origin_filter_is_translated(name, client, api):
    path = {"quote.list": "quotes", "purchaseorder.list": "purchaseorders"}[name]
    api.get(f"{ROOT}/rest/v1/{path}", json={"results": []})
    client.page(name, 1, query={"originCode": "WIN"})
    assert api.calls[0].request.url.endswith("?origenCode=WIN&pageNumber=1&pageSize=100")


def test_query_values_are_written_as_logictrade_reads_them(client, api):
    api.get(f"{ROOT}/rest/v1/discounts/products", json={"results": []})
    query = {"quantity": Decimal("2.50"), "referenceDate": date(2026, 3, 2)}
    client.page("discount.products", 2, 10, query=query)
    assert api.calls[0].request.url.endswith("?pageNumber=2&pageSize=10&quantity=2.50&referenceDate=2026-03-02")


def test_moments_are_asked_for_in_utc(client, api):
    api.get(f"{ROOT}/rest/v1/customers", json={"results": []})
    moment = datetime.fromisoformat("2026-03-02T10:00:00.250+01:00")
    client.page("customer.list", 1, query={"modifiedAfter": moment, "name": None, "city": "Den Haag & co"})
    assert api.calls[0].request.url.endswith(
        "?city=Den%20Haag%20%26%20co&modifiedAfter=2026-03-02T09%3A00%3A00.250Z&pageNumber=1&pageSize=100"
    )


def test_a_page_tolerates_text_in_its_numbers(client, api):
    block = {"totalResults": "231", "pageNumber": "1", "pageSize": 100}
    api.get(f"{ROOT}/rest/v1/customers", json={"pagination": block, "results": [{"id": 1}]})
    page = client.page("customer.list", 1)
    assert (page.total_results, page.total_pages, page.is_last) == (231, 3, False)


def test_a_page_number_that_differs_is_logged(client, api, caplog):
    block = {"totalResults": 231, "pageNumber": 1, "totalPages": 3}
    api.get(f"{ROOT}/rest/v1/customers", json={"pagination": block, "results": [{"id": 1}]})
    client.page("customer.list", 2)
    assert "asked for page 2" in caplog.text


@pytest.mark.parametrize(
    ("rows", "total_pages", "number", "last"),
    [
        (100, 3, 1, False),
        (100, 3, 3, True),
        (0, 3, 1, True),
        (100, None, 1, False),
        (99, None, 1, True),
        (231, None, 1, True),
    ],
)
def test_the_stop_rule(rows, total_pages, number, last):
    assert Page([{}] * rows, number, 100, None, total_pages).is_last is last


def test_pages_are_read_until_the_last_and_never_silently_cut():
    def fetch(number):
        return Page([{"id": number}], number, 100, 300, 3)

    assert [page.number for page in each_page(fetch)] == [1, 2, 3]
    assert [page.number for page in each_page(fetch, start=2)] == [2, 3]
    with pytest.raises(BadAnswerError, match="more than 2"):
        list(each_page(fetch, cap=2))


def test_a_bare_array_is_a_page_without_totals(client, api):
    api.get(f"{ROOT}/rest/v1/customers", json=[{"id": 1}])
    answer = client.call("customer.list", query={"pageNumber": 1, "pageSize": 100})
    page = page_from(answer, 1, 100)
    assert (page.records, page.total_results, page.is_last) == ([{"id": 1}], None, True)


def test_the_key_is_in_no_text(api, clock, caplog):
    """Nor in a traceback with its context, nor in a log at the deepest level."""
    caplog.set_level(logging.DEBUG)
    config = ClientConfig(base_url=ROOT, api_key=KEY)
    texts = [repr(config), str(config)]
    with LogicTradeClient(config, clock=clock, jitter=lambda: 0.0) as client:
        texts += [repr(client), str(client)]
        for failure in (requests.ConnectionError("x"), requests.exceptions.SSLError("x"), None):
            api.reset()
            api.add("GET", CUSTOMER, body=failure or b"no", status=401)
            with pytest.raises(LogicTradeError) as caught:
                get(client)
            texts += [repr(caught.value), str(caught.value), *traceback.format_exception(caught.value)]
            texts.append(str(vars(caught.value)))
    assert KEY not in "".join(texts)
    assert KEY not in caplog.text


@pytest.mark.parametrize("key", ["with space", "line\nbreak", "é", "tab\t"])
def test_a_key_that_cannot_be_sent_is_refused_without_being_repeated(key):
    with pytest.raises(ValueError, match="visible ASCII") as caught:
        ClientConfig(api_key=key)
    assert key not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.logictrade.cloud",
        "ftp://x",
        "https://",
        "https://me:pw@host",
        "https://h/rest/v1",
        "http://erp.example.nl",
    ],
)
def test_an_address_that_would_betray_the_key_is_refused(url):
    with pytest.raises(ValueError, match="base_url"):
        ClientConfig(base_url=url)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.logictrade.cloud/",
        "http://127.0.0.1:8000",
        "http://localhost:1",
        "http://sandbox:9000",
        "http://[::1]:5",
    ],
)
def test_a_good_address_is_taken_without_its_slash(url):
    assert ClientConfig(base_url=url).base_url == url.rstrip("/")
