"""What each fault really does to the socket, to the records and to the journal."""

import json
import socket
import threading
import time
from http.client import BadStatusLine, IncompleteRead, RemoteDisconnected

import pytest

from apps.sandbox.control import ControlError

from .api import NO_UNKNOWNS, P, quote_body

QUOTES = {"method": "POST", "path": "/quotes$"}
CUSTOMERS = "/customers?pageSize=10&pageNumber=1"


def quotes(control):
    return control.counts()["records"]["quote"]


def last(control):
    entry = control.journal(path=P)[-1]
    return entry.fault, entry.status, len(entry.effects)


def test_reset_before_the_act(api, control):
    before = quotes(control)
    control.faults.add("reset_before", **QUOTES)
    with pytest.raises(ConnectionResetError) as error:
        api.create_quote(quote_body())
    assert type(error.value) is ConnectionResetError  # not an orderly close, which http.client counts as one
    assert quotes(control) == before
    assert last(control) == ("reset_before", None, 0)


def test_reset_after_the_act(api, control):
    before = quotes(control)
    control.faults.add("reset_after", **QUOTES)
    with pytest.raises(ConnectionResetError) as error:
        api.create_quote(quote_body())
    assert type(error.value) is ConnectionResetError  # not an orderly close, which http.client counts as one
    assert quotes(control) == before + 1
    assert last(control) == ("reset_after", None, 1)


@pytest.mark.parametrize(("kind", "made"), [("hang_before", 0), ("hang_after", 1)])
def test_hang_until_the_callers_timeout(make_api, control, kind, made):
    before = quotes(control)
    control.faults.add(kind, seconds=30, **QUOTES)
    with pytest.raises(TimeoutError):
        make_api(timeout=0.2).create_quote(quote_body())
    assert quotes(control) == before + made
    assert last(control) == (kind, None, made)


@pytest.mark.parametrize(("kind", "made"), [("hang_before", 0), ("hang_after", 1)])
def test_a_hang_ends_with_a_closed_connection_and_clearing_lets_go_of_it(api, control, kind, made):
    before = quotes(control)
    control.faults.add(kind, seconds=60, **QUOTES)
    threading.Timer(0.1, control.faults.clear).start()
    with pytest.raises(RemoteDisconnected):
        api.create_quote(quote_body())
    assert quotes(control) == before + made


def test_late_effect_acts_after_the_caller_was_cut_off(api, control):
    before = quotes(control)
    control.faults.add("late_effect", seconds=0.2, **QUOTES)
    with pytest.raises(ConnectionResetError) as error:
        api.create_quote(quote_body())
    assert type(error.value) is ConnectionResetError  # not an orderly close, which http.client counts as one
    assert quotes(control) == before
    deadline = time.monotonic() + 5
    while quotes(control) == before and time.monotonic() < deadline:
        time.sleep(0.02)
    assert quotes(control) == before + 1
    assert last(control) == ("late_effect", None, 1)


def test_what_was_to_come_late_does_not_outlive_the_server(make_server):
    server = make_server()
    happened = threading.Event()
    server.faults.later(0.3, happened.set)
    server.stop()
    assert not happened.wait(0.4)


def test_truncate_promises_more_than_it_sends(api, control):
    control.faults.add("truncate", **QUOTES)
    with pytest.raises(IncompleteRead) as error:
        api.create_quote(quote_body())
    assert error.value.expected is not None
    assert len(error.value.partial) > 0
    assert last(control) == ("truncate", 201, 1)


@pytest.mark.parametrize(("effect", "made"), [(True, 1), (False, 0)])
def test_an_empty_answer(api, control, effect, made):
    before = quotes(control)
    control.faults.add("empty", effect=effect, **QUOTES)
    answer = api.create_quote(quote_body())
    assert (answer.status // 100, answer.body) == (2, b"")
    assert quotes(control) == before + made


@pytest.mark.parametrize(("status", "effect", "made"), [(200, True, 1), (502, False, 0)])
def test_a_proxys_page_in_place_of_the_answer(api, control, status, effect, made):
    before = quotes(control)
    control.faults.add("html", status=status, effect=effect, **QUOTES)
    answer = api.create_quote(quote_body())
    assert answer.status == status
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.body.startswith(b"<!DOCTYPE html>")
    assert quotes(control) == before + made


@pytest.mark.parametrize(("effect", "made"), [(True, 1), (False, 0)])
@pytest.mark.parametrize("status", [500, 502, 503, 504, 418])
def test_other_statuses_with_and_without_effect(api, control, status, effect, made):
    before = quotes(control)
    control.faults.add("status", status=status, effect=effect, **QUOTES)
    assert api.create_quote(quote_body()).status == status
    assert quotes(control) == before + made
    assert last(control) == ("status", status, made)


@pytest.mark.parametrize(
    ("body", "content_type"), [("problem", "application/json"), ("html", "text/html"), ("text", "text/plain")]
)
def test_bodies_of_other_statuses(api, control, body, content_type):
    control.faults.add("status", status=503, body=body)
    answer = api.get(CUSTOMERS)
    assert answer.headers["content-type"].startswith(content_type)
    assert answer.body
    control.faults.add("status", status=503, body="empty")
    assert api.get(CUSTOMERS).body == b""


def test_429_with_retry_after_in_seconds_as_a_date_and_without(api, control):
    control.faults.add("status", status=429, retry_after=7)
    control.faults.add("status", status=429, retry_after=7, retry_after_form="date")
    control.faults.add("status", status=429)
    answers = [api.get(CUSTOMERS) for _ in range(3)]
    assert [answer.status for answer in answers] == [429, 429, 429]
    assert answers[0].headers["retry-after"] == "7"
    assert answers[1].headers["retry-after"].endswith("GMT")
    assert "retry-after" not in answers[2].headers


def test_a_redirect_to_another_host(api, control):
    control.faults.add("status", status=302, headers={"Location": "http://127.0.0.1:9/"})
    answer = api.get(CUSTOMERS)
    assert (answer.status, answer.headers["location"]) == (302, "http://127.0.0.1:9/")


def test_any_text_in_place_of_the_answer(api, control):
    control.faults.add("body", text='\ufeff{"a": NaN, "a": 1}')
    answer = api.get(CUSTOMERS)
    assert (answer.status, answer.body.decode()) == (200, '\ufeff{"a": NaN, "a": 1}')


def test_slow_answers_come_in_steps(server, control):
    control.faults.add("slow", seconds=0.02, step=200, path="/customers")
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        raw.sendall(f"GET {P}{CUSTOMERS} HTTP/1.1\r\nHost: x\r\napi-key: sandbox-demo-key\r\n\r\n".encode())
        pieces = []
        total = None
        while total is None or sum(map(len, pieces)) < total:
            pieces.append(raw.recv(65536))
            if total is None:
                head, _, _ = pieces[0].partition(b"\r\n\r\n")
                total = len(head) + 4 + int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    assert len(pieces) > 5
    assert json.loads(b"".join(pieces).split(b"\r\n\r\n", 1)[1])["results"]


def test_a_kept_alive_connection_closed_while_idle(api, control):
    control.faults.add("close_idle", seconds=0.05)
    assert "connection" not in api.get(CUSTOMERS).headers
    time.sleep(0.2)
    with pytest.raises((RemoteDisconnected, ConnectionResetError, BrokenPipeError, BadStatusLine)):
        api.get(CUSTOMERS)


def test_latency_delays_and_lets_the_other_faults_play(api, control):
    control.faults.add("latency", seconds=0.05, times=None)
    control.faults.add("status", status=503, path="/customers")
    started = time.monotonic()
    assert [api.get(CUSTOMERS).status for _ in range(2)] == [503, 200]
    assert time.monotonic() - started >= 0.1
    assert [fault["played"] for fault in control.faults.all()] == [2, 1]


def test_down_refuses_connections_and_cuts_the_kept_alive_ones(server, api, make_api, control):
    assert api.get(CUSTOMERS).status == 200
    control.down()
    with pytest.raises((RemoteDisconnected, ConnectionResetError, BrokenPipeError)):
        api.get(CUSTOMERS)
    with pytest.raises(ConnectionRefusedError):
        make_api().get(CUSTOMERS)
    assert control.about()["up"] is False
    control.up()
    assert make_api().get(CUSTOMERS).status == 200


def test_down_for_some_seconds_ends_by_itself(make_api, control):
    control.down(0.2)
    with pytest.raises(ConnectionRefusedError):
        make_api().get(CUSTOMERS)
    deadline = time.monotonic() + 5
    while not control.about()["up"] and time.monotonic() < deadline:
        time.sleep(0.02)
    assert make_api().get(CUSTOMERS).status == 200


def test_a_write_that_is_stored_differently_from_what_was_sent(api, control):
    control.faults.add("alter", field="lines.0.partPrice", value=99, **QUOTES)
    quote = api.create_quote(quote_body()).json
    assert quote["lines"][0]["partPrice"] == 99
    assert api.get(f"/quotes/{quote['id']}").json == quote
    assert control.journal(method="POST")[-1].json["lines"][0]["partPrice"] != 99


def test_an_answer_that_differs_from_what_is_stored(api, control):
    control.faults.add("alter", field="reference", value="anders", answer_only=True, **QUOTES)
    quote = api.create_quote(quote_body()).json
    assert quote["reference"] == "anders"
    assert api.get(f"/quotes/{quote['id']}").json["reference"] == "Woonkamer"


@pytest.mark.parametrize(
    ("kind", "options", "check"),
    [
        ("alter", {"field": "number", "value": 12}, lambda row: row["number"] == 12),
        ("null_field", {"field": "customer"}, lambda row: row["customer"] is None),
        ("null_field", {"field": "lines.0.code"}, lambda row: row["lines"][0]["code"] is None),
        ("unknown_enum", {}, lambda row: row["status"] == "Wacht op de maan"),
        ("unknown_enum", {"field": "stockStatus", "value": "soon"}, lambda row: row["stockStatus"] == "soon"),
        ("drop_id", {}, lambda row: "id" not in row),
    ],
)
@pytest.mark.parametrize("every", [False, True])
def test_records_of_a_page_are_spoilt(api, control, kind, options, check, every):
    control.faults.add(kind, path="/orders", every=every, **options)
    rows = api.page("/orders", size=10)
    assert check(rows[0])
    assert check(rows[1]) is every
    assert not check(api.page("/orders", size=10)[0])


@pytest.mark.parametrize(("path", "body"), [("/products/prices", {"items": [{"productId": 1}]}),
                                            ("/products/stock", {"items": [{"productId": 1}]})])  # fmt: skip
def test_arrays_and_items_are_spoilt_too(api, control, path, body):
    control.faults.add("drop_id", field="productId")
    answer = api.post(path, body).json
    rows = answer if isinstance(answer, list) else answer["items"]
    assert "productId" not in rows[0]


def test_a_shuffled_list_has_no_stable_order(api, control):
    straight = [row["id"] for row in api.page("/customers")]
    control.faults.add("shuffled", path="/customers", times=3)
    shuffled = [[row["id"] for row in api.page("/customers")] for _ in range(3)]
    assert any(ids != straight for ids in shuffled)
    assert all(sorted(ids, reverse=True) == straight for ids in shuffled)


def test_half_of_a_list_vanishes_with_totals_that_agree(api, control):
    control.faults.add("half_list", path="/customers", times=None)
    first = api.get(CUSTOMERS).json
    total = len(control.records.ids("customer")) // 2
    assert first["pagination"]["totalResults"] == total
    assert len(api.pages("/customers")) == total


def test_an_oversized_answer(api, control):
    control.faults.add("oversize", bytes=1_000_000, times=2)
    assert len(api.get(CUSTOMERS).body) > 1_000_000
    assert len(api.post("/products/prices", {"items": []}).body) > 1_000_000


def test_faults_play_in_order_for_what_they_match_and_so_often_as_asked(api, control):
    control.faults.add("status", status=500, path="/orders")
    control.faults.add("status", status=502, path="/customers", times=2)
    control.faults.add("status", status=503, method="^POST$")
    assert [api.get(CUSTOMERS).status for _ in range(3)] == [502, 502, 200]
    assert api.post("/products/prices", {"items": []}).status == 503
    assert api.get("/orders/1").status == 500
    assert api.get("/orders/1").status == 200


def test_clearing_drops_all_faults(api, control):
    control.faults.add("status", status=500, times=None)
    control.faults.clear()
    assert control.faults.all() == []
    assert api.get(CUSTOMERS).status == 200


@pytest.mark.parametrize(("kind", "options"), [("earthquake", {}), ("status", {"path": "("})])
def test_a_fault_that_cannot_be_is_refused(control, kind, options):
    with pytest.raises(ControlError):
        control.faults.add(kind, **options)


def test_a_write_after_a_fault_on_the_same_path_works(api, control):
    control.faults.add("status", status=500, **QUOTES)
    assert api.post(f"/quotes{NO_UNKNOWNS}", quote_body()).status == 500
    assert api.create_quote(quote_body()).status == 201
