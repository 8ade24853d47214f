"""Every kind of violation, and that careful calls make none."""

import pytest

from .api import NO_UNKNOWNS, P, quote_body


def kinds(control):
    return [(violation.kind, violation.path) for violation in control.violations()]


def line(**changes):
    return quote_body()["lines"][0] | changes


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"color": "red"}, [("unknown_key", "color")]),
        ({"customer": {"id": 1, "name": "x"}}, [("unknown_key", "customer.name")]),
        ({"delivery": {"type": "BM", "confirmedDate": None}}, [("unknown_key", "delivery.confirmedDate")]),
        ({"lines": [line(basePartPrice=3)]}, [("unknown_key", "lines.0.basePartPrice")]),
        ({"status": "Definitief"}, [("read_only_key", "status")]),
        ({"customer": {"id": 1, "number": "R1"}}, [("read_only_key", "customer.number")]),
        ({"origin": {"code": "WIN", "description": "Winkel"}}, [("read_only_key", "origin.description")]),
        ({"lines": [line(linePrice=3)]}, [("read_only_key", "lines.0.linePrice")]),
        ({"lines": [line(partPrice="12.00")]}, [("wrong_type", "lines.0.partPrice")]),
        ({"lines": [line(quantity=True)]}, [("wrong_type", "lines.0.quantity")]),
        ({"lines": [line(lineNumber=1.5)]}, [("wrong_type", "lines.0.lineNumber")]),
        ({"customer": {"id": "1"}}, [("wrong_type", "customer.id")]),
        ({"comment": "text"}, [("wrong_type", "comment")]),
        ({"lines": {"0": line()}}, [("wrong_type", "lines")]),
        ({"reference": 7}, [("wrong_type", "reference")]),
        ({"date": "2026-11-24T10:00:00"}, [("wrong_type", "date")]),
        ({"lines": [line(partPrice=0.1 + 0.2)]}, [("float_noise", "lines.0.partPrice")]),
        ({"lines": [line(quantity=1.00001)]}, [("float_noise", "lines.0.quantity")]),
    ],
)
def test_bodies(api, control, changes, found):
    api.create_quote(quote_body(**changes))
    assert kinds(control) == found


def test_careful_numbers_dates_and_nulls_are_no_violation(api, control):
    body = quote_body(date="2026-11-24T10:00:00.123Z", comment=None, lines=[line(partPrice=0.1234, vat=21)])
    assert api.create_quote(body).status == 201
    body = quote_body(lines=[line(vat={"code": "2"}, configuration={"id": 0, "items": []}, comment={"intern": "x"})])
    assert api.create_quote(body).status == 201
    assert kinds(control) == []


def test_a_refused_call_keeps_its_violations_and_names_request_and_reason(api, control):
    assert api.create_quote(quote_body(lines=[line(code="X", linePrice=1)])).status == 400
    (violation,) = control.violations()
    assert violation.request == control.journal()[-1].number
    assert violation.detail


@pytest.mark.parametrize("path", ["/products/stock", "/products/prices", "/products/search"])
def test_more_than_100_items(api, control, path):
    item = {"keyword": "x"} if path.endswith("search") else {"productId": 1}
    scope = {"searchScope": "all"} if path.endswith("search") else {}
    assert api.post(path, {**scope, "items": [item] * 100}).status == 200
    assert kinds(control) == []
    api.post(path, {**scope, "items": [item] * 101})
    assert kinds(control) == [("too_many_items", "items")]


def test_missing_page_parameters(api, control):
    api.get("/customers?pageNumber=1")
    api.get("/customers?pageSize=10")
    assert kinds(control) == [("missing_page", "pageSize"), ("missing_page", "pageNumber")]


def test_a_trailing_slash_is_answered_but_noted(api, control):
    assert api.get("/customers/?pageSize=10&pageNumber=1").status == 200
    assert kinds(control) == [("trailing_slash", P + "/customers/")]


def test_query_names_that_the_operation_has_not(api, control):
    api.page("/customers", query="&q=x&number=1&number=2")
    assert kinds(control) == [("unknown_query", "q"), ("repeated_query", "number")]


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_other_content_types(api, control, content_type):
    answer = api.send("POST", f"{P}/quotes{NO_UNKNOWNS}", quote_body(), {"Content-Type": content_type})
    assert answer.status == 415
    assert kinds(control) == [("content_type", "")]


def test_json_with_a_charset_is_fine(api, control):
    headers = {"Content-Type": "application/json; charset=utf-8"}
    assert api.send("POST", f"{P}/quotes{NO_UNKNOWNS}", quote_body(), headers).status == 201
    assert kinds(control) == []


@pytest.mark.parametrize(
    "query", ["", "?allowUnknownProducts=false", "?allowUnknownProducts=false&allowUnknownCustomer=true"]
)
def test_a_write_without_the_two_refusals(api, control, query):
    api.post(f"/quotes{query}", quote_body())
    assert {violation.kind for violation in control.violations()} == {"allow_unknown"}


def test_a_body_on_get_and_on_introspection(api, control):
    api.send("GET", f"{P}/customers/1", {})
    api.send("POST", "/authentication/introspect", {})
    assert [violation.kind for violation in control.violations()] == ["body_on_get", "unexpected_body"]


def test_json_that_is_none_and_keys_sent_twice(api, control):
    api.create_quote(b"{")
    api.post("/products/stock", b'{"items": [], "items": []}')
    assert [violation.kind for violation in control.violations()] == ["bad_json", "duplicate_key"]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/quotes"), ("DELETE", "/rest/v1/quotes/1"), ("GET", "/rest/v1/groups")]
)
def test_operations_that_the_contract_has_not(api, control, method, path):
    assert api.send(method, path).status == 404
    assert kinds(control) == [("unknown_operation", path)]


def test_a_delivery_plan_takes_three_texts(api, control):
    entry = api.page("/deliveries")[0]["id"]
    api.put(f"/deliveries/{entry}", {"deliveryDate": "2026-12-15", "routeSequence": 10, "status": "x"})
    assert kinds(control) == [
        ("wrong_type", "deliveryDate"),
        ("wrong_type", "routeSequence"),
        ("unknown_key", "status"),
    ]
