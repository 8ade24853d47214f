"""Rows 16 to 28 of the fault table, for each shape of answer and for every operation of the master data."""

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
from apps.logictrade.schemas import (
    Composition,
    Customer,
    CustomerDiscounts,
    Description,
    Group,
    Introspection,
    Order,
    Price,
    Product,
    ProductDiscounts,
    ProductHit,
    Quote,
    Reference,
    StockLevel,
    Supplier,
    parse_all,
)

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
READ_SCHEMAS: dict[str, Any] = {
    "introspect": Introspection,
    "customer.list": Customer,
    "customer.retrieve": Customer,
    "supplier.list": Supplier,
    "supplier.retrieve": Supplier,
    "product.list": Product,
    "product.retrieve": Product,
    "product.search": ProductHit,
    "group.list": Group,
    "discount.products": ProductDiscounts,
    "discount.product": ProductDiscounts,
    "discount.customers": CustomerDiscounts,
    "discount.customer": CustomerDiscounts,
    "stock.list": StockLevel,
    "stock.search": StockLevel,
    "price.get": Price,
    "product.descriptions": Description,
    "product.references": Reference,
    "composition.list": Composition,
    "order.list": Order,
    "quote.retrieve": Quote,
}
MASTER_WRITES = [
    f"{kind}.{verb}" for kind in ("customer", "supplier", "product") for verb in ("create", "update", "remove")
]
OPERATIONS = list(dict.fromkeys([*SHAPES.values(), *READ_SCHEMAS, *MASTER_WRITES]))
KEYS = {"stock.list": "productId", "stock.search": "productId", "price.get": "productId"}
KEYLESS = {"introspect", "product.search", "product.descriptions", "product.references"}

every_shape = pytest.mark.parametrize("name", SHAPES.values(), ids=SHAPES)
every_operation = pytest.mark.parametrize("name", OPERATIONS)
# A removal answers in plain words (contract ops 6, 11, 15): any text will do.
every_spoken = pytest.mark.parametrize("name", [name for name in OPERATIONS if ENDPOINTS[name].method != "DELETE"])
every_read = pytest.mark.parametrize("name", READ_SCHEMAS)
every_keyed = pytest.mark.parametrize("name", [name for name in READ_SCHEMAS if name not in KEYLESS])


def ask(client, name):
    return client.call(name, **EXAMPLES[name].arguments)


def serve(api, name, body, status=200, content_type="application/json", **kwargs):
    endpoint = ENDPOINTS[name]
    url = ROOT + endpoint.path.format(**(EXAMPLES[name].path or {}))
    api.add(endpoint.method, url, body=body, status=status, content_type=content_type, **kwargs)


def whole(name):
    return codec.dumps(EXAMPLES[name].answer or {"id": EXAMPLES[name].path["id"]})


def first_row(answer):
    """The first record of an answer of any shape."""
    rows = answer if isinstance(answer, list) else answer.get("results") or answer.get("items") or answer
    return rows[0] if isinstance(rows, list) else rows


def test_all_28_operations_of_the_master_data_are_asked():
    listed = {*READ_SCHEMAS, *MASTER_WRITES} - {"order.list", "quote.retrieve"}
    families = {"introspect", "customer", "supplier", "product", "group", "discount", "stock", "price", "composition"}
    assert listed == {name for name in ENDPOINTS if name.partition(".")[0] in families}
    assert len(listed) == 28


def expect_bad(client, api, name, kind=BadAnswerError, tries=1 + MAX_RETRIES):
    """A read is tried again and then fails; a write fails at once and is in doubt."""
    with pytest.raises(kind) as caught:
        ask(client, name)
    assert caught.value.outcome is Outcome.DOUBT
    assert len(api.calls) == (tries if ENDPOINTS[name].reads else 1)
    return caught.value


@every_operation
def test_16_truncated_json_is_no_answer(name, client, api):
    serve(api, name, whole(name)[:-1])
    expect_bad(client, api, name)


@every_operation
def test_16_a_read_recovers_from_a_truncated_answer(name, client, api):
    if not ENDPOINTS[name].reads:
        serve(api, name, whole(name)[:-1])
        expect_bad(client, api, name)
        return
    serve(api, name, whole(name)[:-1])
    serve(api, name, whole(name))
    assert ask(client, name).data == EXAMPLES[name].answer


@every_operation
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


@every_operation
@pytest.mark.parametrize("content_type", ["text/html", "application/json", "text/plain"])
def test_18_html_with_status_200_is_no_answer(name, content_type, client, api):
    page = "<!DOCTYPE html><html><body>" + "x" * 2000 + "</body></html>"
    serve(api, name, page, content_type=content_type)
    error = expect_bad(client, api, name)
    assert len(error.raw) == 500


@every_operation
def test_18_html_with_status_502_is_a_fault_of_the_server(name, client, api):
    serve(api, name, "<html>Bad gateway</html>", status=502, content_type="text/html")
    expect_bad(client, api, name, kind=ServerFaultError)


@every_spoken
def test_18_the_content_type_is_checked_before_parsing(name, client, api):
    serve(api, name, whole(name), content_type="application/octet-stream")
    expect_bad(client, api, name)


@every_operation
@pytest.mark.parametrize("status", [301, 307])
def test_19_a_redirect_is_never_followed(name, status, client, api):
    serve(api, name, "", status=status, headers={"Location": "https://elsewhere.example.nl/"})
    expect_bad(client, api, name, tries=1)


@every_operation
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


@every_operation
@pytest.mark.parametrize("number", ["0.1", "123.10", "1E-7", "12345678901234567", "0.12345678901234567"])
def test_20_money_keeps_every_digit(name, number, client, api):
    text = whole(name)
    at = text.index("{", 1) if "[{" in text[:60] and not text.startswith('{"id"') else 0
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


@every_operation
def test_23_what_came_back_is_kept_as_it_came(name, client, api):
    """The caller shows the difference; the client smooths nothing over."""
    altered = codec.loads(whole(name))
    row = first_row(altered)
    row["reference"] = "  trimmed by LogicTrade "
    row["totalAmount"] = Decimal("122.99")
    serve(api, name, codec.dumps(altered))
    assert ask(client, name).data == altered


@every_operation
def test_24_every_call_stands_alone(name, client, api):
    """A second step that fails says so itself, and does not repeat the first."""
    serve(api, "quote.create", '{"id": 6}', status=201)
    serve(api, name, codec.dumps({"title": "Bad request", "status": 400, "error": {"code": "LTA0134"}}), status=400)
    ask(client, "quote.create")
    with pytest.raises(RefusedError) as caught:
        ask(client, name)
    assert caught.value.code == "LTA0134"
    assert [call.request.method for call in api.calls].count("POST") == 1 + (ENDPOINTS[name].method == "POST")


def mutated(name, change):
    """Two records of the operation's example, the first one changed."""
    row = copy.deepcopy(first_row(EXAMPLES[name].answer))
    other = copy.deepcopy(row)
    if name not in KEYLESS:
        other[key_of(name)] = 77
    change(row)
    return parse_all(READ_SCHEMAS[name], [row, other], name), row


def key_of(name):
    return KEYS.get(name, "id")


def fields_of(name):
    """The names of the example's record, its key aside, with their values."""
    row = first_row(EXAMPLES[name].answer)
    return {field: value for field, value in row.items() if name in KEYLESS or field != key_of(name)}


@every_read
def test_25_an_unknown_word_is_kept_and_no_row_is_lost(name):
    def change(row):
        row["status"] = "Zwevend"
        row["stockStatus"] = "sideways"

    plain, _ = mutated(name, lambda row: None)
    batch, row = mutated(name, change)
    assert len(batch) == 2
    assert batch.records[0].raw == row
    assert batch.drift == plain.drift
    if "status" in READ_SCHEMAS[name].model_fields:
        assert batch.records[0].status == "Zwevend"
    if name == "order.list":
        assert batch.records[0].stock_status == "sideways"


@pytest.mark.parametrize(
    ("name", "field", "word"),
    [
        ("customer.list", "gender", "X"),
        ("product.list", "unit", "el"),
        ("product.descriptions", "type", "hologram"),
        ("product.descriptions", "language", "fy-NL"),
        ("product.references", "type", "cousin"),
        ("introspect", "scope", "customer moon"),
    ],
)
def test_25_a_word_that_the_contract_does_not_know_is_read_as_it_is(name, field, word):
    batch, _ = mutated(name, lambda row: row.update({field: word}))
    assert getattr(batch.records[0], field) == word
    assert not batch.errors


@every_read
def test_26_null_in_place_of_every_field_in_turn(name):
    for field, value in fields_of(name).items():
        batch, _ = mutated(name, lambda changed, field=field: changed.update({field: None}))
        assert len(batch) == 2, field
        structured = isinstance(value, dict | list)
        assert [drift.path for drift in batch.drift if drift.path == field] == ([field] if structured else [])


@every_keyed
def test_26_a_key_that_is_null_puts_aside_that_record_alone(name):
    batch, _ = mutated(name, lambda row: row.update({key_of(name): None}))
    assert (len(batch), len(batch.errors)) == (1, 1)


@every_read
def test_26_a_record_that_is_null_in_every_field_is_kept(name):
    batch, _ = mutated(name, lambda row: row.update(dict.fromkeys(fields_of(name))))
    assert (len(batch), batch.errors) == (2, [])


@every_read
def test_26_a_list_in_place_of_every_field_in_turn(name):
    for field in fields_of(name):
        batch, _ = mutated(name, lambda changed, field=field: changed.update({field: [[]]}))
        assert len(batch) == 2, field
        assert batch.errors == []


@every_read
def test_27_a_number_as_text_and_a_text_as_number_lose_nothing(name):
    def change(row):
        texts(row, skip=() if name in KEYLESS else (key_of(name),))
        row["unknownField"] = {"kept": ["as", "is", Decimal("1.50")]}

    plain, _ = mutated(name, lambda row: None)
    batch, row = mutated(name, change)
    assert batch.drift == plain.drift
    assert batch.records[0].model_dump(exclude={"unknownField"}) == plain.records[0].model_dump()
    assert batch.records[0].raw["unknownField"] == row["unknownField"]


def texts(value, skip=()):
    """Every number of a record, at any depth, as text; those of unknown shape stay."""
    if not isinstance(value, dict | list):
        return
    for place, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if place in skip or isinstance(inner, bool):
            continue
        if isinstance(inner, int | Decimal):
            value[place] = str(inner)
        texts(inner)


@every_keyed
@pytest.mark.parametrize("odd", [None, "14", "", 0, -3, Decimal("14.5"), True, [14]], ids=str)
def test_28_an_odd_id_puts_aside_that_record_alone(name, odd):
    batch, _ = mutated(name, lambda row: row.update({key_of(name): odd}))
    assert len(batch) == 1
    (error,) = batch.errors
    assert isinstance(error, RecordError)
    assert error.endpoint == name
    assert error.field == key_of(name)
    assert error.id_text == ("" if odd is None else str(odd))


@every_keyed
def test_28_a_missing_id_puts_aside_that_record_alone(name):
    batch, _ = mutated(name, lambda row: row.pop(key_of(name)))
    assert (len(batch), len(batch.errors)) == (1, 1)


def test_28_a_row_that_is_no_object_is_put_aside():
    batch = parse_all(Order, [None, "x", 5, []], "order.list")
    assert (len(batch), len(batch.errors)) == (0, 4)
