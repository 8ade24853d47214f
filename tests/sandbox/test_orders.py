"""Orders are made and replaced; what belongs to LogicTrade stays its own (contract section 6.2)."""

from decimal import Decimal
from typing import Any

import pytest

from .api import order_body


def line(**changes):
    return order_body()["lines"][0] | changes


def update_body(order: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What a careful client sends back of an order that it read."""
    body = order_body(reference=order["reference"], **changes)
    del body["customer"]
    body["delivery"] = body["delivery"] | {"address": order["delivery"]["address"]}
    return body


def test_an_order_is_created_final_and_can_be_delivered(api, control):
    answer = api.create_order(order_body())
    assert answer.status == 201
    order = answer.json
    assert (order["status"], order["number"][0], order["externNumber"]) == ("Definitief", "V", "BO-7K3M9Q2XV4TR")
    assert {order[lamp] for lamp in ("stockStatus", "deliveryStatus", "invoiceStatus")} == {"none"}
    assert (order["salesMan"], order["salesManUserName"]) == ("Sanne Verwoerd", "verkoper1")
    assert order["paymentCondition"] == {"id": 2, "description": "14 dagen netto", "code": "N14"}
    assert order["delivery"]["type"] == order["delivery"]["description"] == "Bezorgen+montage"
    assert order["totalAmount"] == Decimal("332.37")
    assert order["lines"][0]["deliveryStatus"] == "none"
    assert api.get(f"/orders/{order['id']}").json == order
    assert [(effect.kind, effect.id, effect.action) for effect in control.journal(path="/orders")[0].effects] == [
        ("order", order["id"], "create")
    ]
    assert order["number"] in {entry["number"] for entry in api.pages("/deliveries")}
    assert control.violations() == []


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"lines": [line(code="BESTAAT-NIET", lineNumber=30)]}, "LTA0101", "op regel 30"),
        ({"lines": []}, "LTA0107", "lines"),
        ({"customer": {"id": 999_999}}, "LTA0102", "customer.id"),
        ({"delivery": {"type": "XX", "condition": "STD"}}, "LTA0103", "delivery.type"),
        ({"delivery": {"type": "BM"}}, "LTA0107", "delivery.condition"),
        ({"salesManUserName": None}, "LTA0107", "salesManUserName"),
        ({"salesManUserName": "niemand"}, "LTA0106", "niemand"),
        ({"paymentCondition": "XX"}, "LTA0111", "paymentCondition"),
    ],
)
@pytest.mark.parametrize("status", ["400", "422"])
def test_what_logictrade_does_not_know_is_refused(api, control, changes, code, words, status):
    control.set_dialect(refusal_status=status)
    answer = api.create_order(order_body(**changes))
    assert (answer.status, answer.code) == (int(status), code)
    assert words in answer.detail
    assert control.effects("order") == []


@pytest.mark.parametrize(
    ("changes", "kind", "path"),
    [
        ({"status": "Definitief"}, "read_only_key", "status"),
        ({"customer": {"id": 1, "number": "R1"}}, "read_only_key", "customer.number"),
        ({"lines": [line(stockStatus="none")]}, "read_only_key", "lines.0.stockStatus"),
        ({"lines": [line(vat=21)]}, "read_only_key", "lines.0.vat"),
        ({"lines": [line(lineNumber="10")]}, "wrong_type", "lines.0.lineNumber"),
        ({"paymentCondition": {"code": "N14"}}, "wrong_type", "paymentCondition"),
        ({"leverwijze": "BM"}, "unknown_key", "leverwijze"),
    ],
)
def test_a_careless_body_is_noted(api, control, changes, kind, path):
    api.create_order(order_body(**changes))
    assert [(found.kind, found.path) for found in control.violations()] == [(kind, path)]
    control.clear_violations()


def test_unknown_customers_must_be_refused_in_so_many_words(api, control):
    api.post("/orders", order_body())
    assert [found.kind for found in control.violations()] == ["allow_unknown"]
    control.clear_violations()
    body = order_body(customer={"isUnknown": True, "companyName": "Nieuw"})
    assert api.create_order(body).code == "LTA0102"
    made = api.post("/orders?allowUnknownCustomer=true", body).json
    assert made["customer"]["companyName"] == "Nieuw"
    control.clear_violations()


def test_a_base_price_is_reckoned_with_the_discount(api):
    order = api.create_order(order_body(lines=[line(basePartPrice=100, partPrice=1, discount=0.125)])).json
    assert order["lines"][0]["partPrice"] == Decimal("87.5")


@pytest.mark.parametrize(("dialect", "same"), [("replaced", False), ("matched", True)])
def test_an_update_replaces_the_lines(api, control, dialect, same):
    control.set_dialect(lines_on_update=dialect)
    order = api.create_order(order_body(lines=[line(), line(lineNumber=20, quantity=1)])).json
    lines = [line(lineNumber=20, quantity=5), line(lineNumber=30, quantity=2)]
    changed = api.put(f"/orders/{order['id']}", update_body(order, lines=lines)).json
    assert [(one["lineNumber"], one["quantity"]) for one in changed["lines"]] == [(20, 5), (30, 2)]
    assert (changed["lines"][0]["id"] == order["lines"][1]["id"]) is same
    assert changed["totalAmount"] == sum(one["linePrice"] for one in changed["lines"])
    assert (changed["number"], changed["status"], changed["customer"]) == (
        order["number"],
        "Definitief",
        order["customer"],
    )
    assert changed["createdDate"] == order["createdDate"]
    assert control.violations() == []


@pytest.mark.parametrize(("dialect", "kept"), [("replace", ""), ("merge", "PO 4711")])
def test_what_an_update_leaves_out(api, control, dialect, kept):
    control.set_dialect(update_meaning=dialect)
    order = api.create_order(order_body()).json
    body = update_body(order)
    del body["reference"]
    assert api.put(f"/orders/{order['id']}", body).json["reference"] == kept


def test_fields_beyond_the_contract_come_back_as_they_are_sent(api, control):
    order = api.create_order(order_body()).json
    control.records.patch("order", order["id"], {"tijdvak": "13:00", "lines": [order["lines"][0] | {"kleur": "rood"}]})
    body = update_body(order, tijdvak="13:00", lines=[line(kleur="rood")])
    changed = api.put(f"/orders/{order['id']}", body).json
    assert (changed["tijdvak"], changed["lines"][0]["kleur"]) == ("13:00", "rood")
    assert control.violations() == []
    api.put(f"/orders/{order['id']}", body | {"onbekend": 1})
    assert [found.path for found in control.violations()] == ["onbekend"]
    control.clear_violations()


@pytest.mark.parametrize(
    "progress",
    [
        {"deliveryStatus": "partial"},
        {"invoiceStatus": "complete"},
        {"lines": [line(id=1, linePrice=1, deliveryStatus="partial")]},
    ],
)
def test_replacing_lines_of_what_is_under_way_is_noted(api, control, progress):
    order = api.create_order(order_body()).json
    control.records.patch("order", order["id"], progress)
    assert api.put(f"/orders/{order['id']}", update_body(order)).status == 200
    assert [found.kind for found in control.violations()] == ["order_in_progress"]
    control.clear_violations()


def test_the_customer_of_an_order_is_not_sent_again(api, control):
    order = api.create_order(order_body()).json
    api.put(f"/orders/{order['id']}", update_body(order) | {"customer": {"id": 1}})
    assert {found.kind for found in control.violations()} == {"unknown_key", "customer_on_update"}
    control.clear_violations()


def test_an_update_of_an_order_needs_an_address(api):
    order = api.create_order(order_body()).json
    body = update_body(order)
    del body["delivery"]["address"]
    assert api.put(f"/orders/{order['id']}", body).code == "LTA0107"
    assert api.put("/orders/999999", body).status == 404


@pytest.mark.parametrize(("value", "kept"), [("kept", "BO-7K3M9Q2XV4TR"), ("trimmed", "BO-7K3M9Q2"), ("dropped", "")])
def test_external_number(api, control, value, kept):
    control.set_dialect(extern_number=value)
    assert api.create_order(order_body()).json["externNumber"] == kept


@pytest.mark.parametrize(("form", "body"), [("id", True), ("empty", False)])
def test_answers_of_an_update(api, control, form, body):
    order = api.create_order(order_body()).json
    control.set_dialect(update_answer=form)
    answer = api.put(f"/orders/{order['id']}", update_body(order))
    assert (answer.json == {"id": order["id"]}) if body else answer.body == b""
