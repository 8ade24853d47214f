"""Rows 16 to 28 of the fault table, for each shape of answer: page, array, items, object, empty."""

import copy
import time
from decimal import Decimal
from typing import Any

import pytest

from apps.logictrade import codec
from apps.logictrade.client import LogicTradeClient
from apps.logictrade.config import ClientConfig
from apps.logictrade.endpoints import ENDPOINTS
from apps.logictrade.errors import AnswerLostError, BadAnswerError, Outcome, RecordError, RefusedError, ServerFaultError
from apps.logictrade.retry import MAX_RETRIES
from apps.logictrade.schemas import Order, Price, Quote, StockLevel, parse_all

from .conftest import KEY, ROOT
from .examples import EXAMPLES
from .fakes import FakeClock, Listener, http

SHAPES = {
    "page": "order.list",
    "array": "price.get",
    "items": "stock.search",
    "object": "quote.retrieve",
    "empty": "delivery.update",
}
READ_SCHEMAS: dict[str, Any] = {"page": Order, "array": Price, "items": StockLevel, "object": Quote}
KEYS = {"page": "id", "array": "productId", "items": "productId", "object": "id"}

every_shape = pytest.mark.parametrize("name", SHAPES.values(), ids=SHAPES)
every_read = pytest.mark.parametrize("shape", READ_SCHEMAS)


def ask(client, name):
    return client.call(name, **EXAMPLES[name].arguments)


def serve(api, name, body, status=200, content_type="application/json", **kwargs):
    endpoint = ENDPOINTS[name]
    url = ROOT + endpoint.path.format(**(EXAMPLES[name].path or {}))
    api.add(endpoint.method, url, body=body, status=status, content_type=content_type, **kwargs)


def whole(name):
    return codec.dumps(EXAMPLES[name].answer or {"id": 4})


def expect_bad(client, api, name, kind=BadAnswerError, tries=1 + MAX_RETRIES):
    """A read is tried again and then fails; a write fails at once and is in doubt."""
    with pytest.raises(kind) as caught:
        ask(client, name)
    assert caught.value.outcome is Outcome.DOUBT
    assert len(api.calls) == (tries if ENDPOINTS[name].reads else 1)
    return caught.value


@every_shape
def test_16_truncated_json_is_no_answer(name, client, api):
    serve(api, name, whole(name)[:-1])
    expect_bad(client, api, name)


@every_shape
def test_16_a_read_recovers_from_a_truncated_answer(name, client, api):
    if not ENDPOINTS[name].reads:
        serve(api, name, whole(name)[:-1])
        expect_bad(client, api, name)
        return
    serve(api, name, whole(name)[:-1])
    serve(api, name, whole(name))
    assert ask(client, name).data == EXAMPLES[name].answer


@every_shape
@pytest.mark.parametrize("body", ["", " \r\n"], ids=["nothing", "blanks"])
def test_17_an_empty_body_is_never_no_results(name, body, client, api):
    serve(api, name, body)
    if ENDPOINTS[name].reads:
        expect_bad(client, api, name)
        return
    answer = ask(client, name)
    assert answer.empty
    assert answer.needs_read_back


def test_17_an_empty_answer_to_a_create_must_be_read_back(client, api):
    serve(api, "quote.create", "", status=201)
    answer = ask(client, "quote.create")
    assert (answer.empty, answer.needs_read_back, answer.data) == (True, True, None)


@pytest.mark.parametrize("body", ["{}", "null", '{"results": null}', '{"pagination": {}}', '{"id": 5}', '"text"', "7"])
def test_17_a_list_operation_without_a_list_is_an_error(body, client, api):
    serve(api, "order.list", body)
    expect_bad(client, api, "order.list")


@every_shape
@pytest.mark.parametrize("content_type", ["text/html", "application/json", "text/plain"])
def test_18_html_with_status_200_is_no_answer(name, content_type, client, api):
    page = "<!DOCTYPE html><html><body>" + "x" * 2000 + "</body></html>"
    serve(api, name, page, content_type=content_type)
    error = expect_bad(client, api, name)
    assert len(error.raw) == 500


@every_shape
def test_18_html_with_status_502_is_a_fault_of_the_server(name, client, api):
    serve(api, name, "<html>Bad gateway</html>", status=502, content_type="text/html")
    expect_bad(client, api, name, kind=ServerFaultError)


@every_shape
def test_18_the_content_type_is_checked_before_parsing(name, client, api):
    serve(api, name, whole(name), content_type="application/octet-stream")
    expect_bad(client, api, name)


@every_shape
@pytest.mark.parametrize("status", [301, 307])
def test_19_a_redirect_is_never_followed(name, status, client, api):
    serve(api, name, "", status=status, headers={"Location": "https://elsewhere.example.nl/"})
    expect_bad(client, api, name, tries=1)


@every_shape
@pytest.mark.parametrize(
    ("spoil", "content_type"),
    [
        (lambda text: text.encode("utf-16"), "application/json"),
        (lambda text: text.encode(), "application/json; charset=iso-8859-1"),
        (lambda text: b"\xef\xbb\xbf" + text.encode(), "application/json"),
        (lambda text: text.replace(":", ':NaN,"x":', 1).encode(), "application/json"),
        (lambda text: text.replace("{", '{"x":1,"x":2,', 1).encode(), "application/json"),
        (lambda text: text.replace("{", '{"x":"\udcff",', 1).encode("utf-8", "surrogateescape"), "application/json"),
    ],
    ids=["utf-16", "charset", "bom", "NaN", "duplicate key", "bad byte"],
)
def test_20_only_strict_utf8_json_is_read(name, spoil, content_type, client, api):
    serve(api, name, spoil(whole(name)), content_type=content_type)
    expect_bad(client, api, name)


@every_shape
@pytest.mark.parametrize("number", ["0.1", "123.10", "1E-7", "12345678901234567", "0.12345678901234567"])
def test_20_money_keeps_every_digit(name, number, client, api):
    text = whole(name)
    at = text.index("{", 1) if name != "quote.retrieve" and name != "delivery.update" else 0
    text = text[: at + 1] + f'"0":{number},' + text[at + 1 :]
    serve(api, name, text)
    answer = ask(client, name)
    assert codec.dumps(answer.data) == codec.dumps(codec.loads(text))
    assert f'"0":{number}' in codec.dumps(answer.data)


@every_shape
def test_21_a_trickle_ends_with_the_deadline(name):
    def trickle(connection, _):
        connection.sendall(http(200, b"").replace(b"Content-Length: 0", b"Content-Length: 5000"))
        for _ in range(100):
            connection.sendall(b" ")
            time.sleep(0.02)

    with Listener(trickle) as server:
        config = ClientConfig(base_url=server.url, api_key=KEY, deadline=0.25)
        with LogicTradeClient(config) as client, pytest.raises(AnswerLostError) as caught:
            ask(client, name)
    assert caught.value.outcome is Outcome.DOUBT
    assert server.connections == 1


@every_shape
def test_22_an_answer_over_the_cap_is_cut_off(name):
    body = b'{"id":4,"x":"' + b"x" * 100_000 + b'"}'
    with Listener(lambda c, _: c.sendall(http(200, body))) as server:
        config = ClientConfig(base_url=server.url, api_key=KEY, max_body=64 * 1024)
        with LogicTradeClient(config, clock=FakeClock()) as client, pytest.raises(BadAnswerError) as caught:
            ask(client, name)
    assert caught.value.outcome is Outcome.DOUBT
    assert server.connections == 1


def test_22_the_cap_is_8_mib():
    assert ClientConfig().max_body == 8 * 1024 * 1024


@every_shape
def test_23_what_came_back_is_kept_as_it_came(name, client, api):
    """The caller shows the difference; the client smooths nothing over."""
    altered = copy.deepcopy(EXAMPLES[name].answer or {"id": 4})
    row = altered["results"][0] if "results" in altered else altered["items"][0] if "items" in altered else altered
    row = row[0] if isinstance(row, list) else row
    row["reference"] = "  trimmed by LogicTrade "
    row["totalAmount"] = Decimal("122.99")
    serve(api, name, codec.dumps(altered))
    assert ask(client, name).data == altered


@every_shape
def test_24_every_call_stands_alone(name, client, api):
    """A second step that fails says so itself, and does not repeat the first."""
    serve(api, "quote.create", '{"id": 6}', status=201)
    serve(api, name, codec.dumps({"title": "Bad request", "status": 400, "error": {"code": "LTA0134"}}), status=400)
    ask(client, "quote.create")
    with pytest.raises(RefusedError) as caught:
        ask(client, name)
    assert caught.value.code == "LTA0134"
    assert [call.request.method for call in api.calls].count("POST") == 1 + (ENDPOINTS[name].method == "POST")


def mutated(shape, change):
    """Two rows of the shape's example, the first one changed."""
    name = SHAPES[shape]
    answer = copy.deepcopy(EXAMPLES[name].answer)
    rows = answer["results"] if shape == "page" else answer["items"] if shape == "items" else answer
    row = (rows if isinstance(rows, dict) else rows[0]) | {}
    other = copy.deepcopy(row) | {KEYS[shape]: 77}
    change(row)
    return parse_all(READ_SCHEMAS[shape], [row, other], name), row


@every_read
def test_25_an_unknown_word_is_kept_and_no_row_is_lost(shape):
    def change(row):
        row["status"] = "Zwevend"
        row["stockStatus"] = "sideways"

    batch, row = mutated(shape, change)
    assert len(batch) == 2
    assert batch.records[0].raw == row
    assert batch.drift == [] or shape == "page"
    if shape in {"page", "object"}:
        assert batch.records[0].status == "Zwevend"
    if shape == "page":
        assert batch.records[0].stock_status == "sideways"


@every_read
def test_26_null_in_place_of_every_field_in_turn(shape):
    example = EXAMPLES[SHAPES[shape]].answer
    rows = example["results"] if shape == "page" else example["items"] if shape == "items" else example
    row = rows if isinstance(rows, dict) else rows[0]
    for field in row:
        batch, _ = mutated(shape, lambda changed, field=field: changed.update({field: None}))
        if field == KEYS[shape]:
            assert len(batch.errors) == 1
            continue
        assert len(batch) == 2, field
        structured = isinstance(row[field], dict | list)
        assert [drift.path for drift in batch.drift if drift.path == field] == ([field] if structured else [])


@every_read
def test_26_a_list_in_place_of_every_field_in_turn(shape):
    example = EXAMPLES[SHAPES[shape]].answer
    rows = example["results"] if shape == "page" else example["items"] if shape == "items" else example
    for field in rows if isinstance(rows, dict) else rows[0]:
        batch, _ = mutated(shape, lambda changed, field=field: changed.update({field: [[]]}))
        if field != KEYS[shape]:
            assert len(batch) == 2, field
            assert batch.errors == []


@every_read
def test_27_a_number_as_text_and_a_text_as_number_lose_nothing(shape):
    def change(row):
        for name, value in row.items():
            if name == KEYS[shape] or isinstance(value, bool):
                continue
            if isinstance(value, int | Decimal):
                row[name] = str(value)
        row["unknownField"] = {"kept": ["as", "is", Decimal("1.50")]}

    plain, _ = mutated(shape, lambda row: None)
    batch, row = mutated(shape, change)
    assert batch.drift == plain.drift
    assert batch.records[0].model_dump(exclude={"unknownField"}) == plain.records[0].model_dump()
    assert batch.records[0].raw["unknownField"] == row["unknownField"]


@every_read
@pytest.mark.parametrize("odd", [None, "14", "", 0, -3, Decimal("14.5"), True, [14]], ids=str)
def test_28_an_odd_id_puts_aside_that_record_alone(shape, odd):
    batch, _ = mutated(shape, lambda row: row.update({KEYS[shape]: odd}))
    assert len(batch) == 1
    (error,) = batch.errors
    assert isinstance(error, RecordError)
    assert error.endpoint == SHAPES[shape]
    assert error.field == KEYS[shape]
    assert error.id_text == ("" if odd is None else str(odd))


@every_read
def test_28_a_missing_id_puts_aside_that_record_alone(shape):
    batch, _ = mutated(shape, lambda row: row.pop(KEYS[shape]))
    assert (len(batch), len(batch.errors)) == (1, 1)


def test_28_a_row_that_is_no_object_is_put_aside():
    batch = parse_all(Order, [None, "x", 5, []], "order.list")
    assert (len(batch), len(batch.errors)) == (0, 4)
