"""Deliverable orders and the delivery plan (contract sections 6.4 and 6.5)."""

from decimal import Decimal

import pytest

PLAN = {"deliveryDate": "2026-12-15T11:00:00Z", "route": "Route A", "routeSequence": "10"}


def test_deliverable_orders_are_the_definite_ones_not_yet_delivered(api):
    orders = {order["id"]: order for order in api.pages("/orders")}
    deliverable = {
        order_id
        for order_id, order in orders.items()
        if order["status"] == "Definitief" and order.get("deliveryStatus") != "complete"
    }
    assert {delivery["id"] for delivery in api.pages("/deliveries")} == deliverable
    assert 0 < len(deliverable) < len(orders)


def test_an_entry_says_what_to_deliver_collect_and_where(api, control):
    order = next(order for order in api.pages("/orders") if order["status"] == "Definitief")
    lines = [
        order["lines"][0] | {"quantity": 5, "deliveryStatus": "partial", "stockStatus": "partial"},
        order["lines"][0] | {"id": 99, "quantity": 2, "deliveryStatus": "complete", "stockStatus": "complete"},
    ]
    control.records.patch(
        "order",
        order["id"],
        {
            "lines": lines,
            "stockStatus": "partial",
            "deliveryStatus": "partial",
            "totalAmount": Decimal("100.00"),
            "payments": [{"amount": Decimal("25.50")}, {"amount": 10}],
            "delivery": {"type": "Bezorgen", "address": {"city": "Urk"}},
        },
    )
    entry = next(entry for entry in api.pages("/deliveries") if entry["id"] == order["id"])
    assert (entry["totalPrice"], entry["paidAmount"]) == (Decimal("100.00"), Decimal("35.50"))
    assert entry["inStock"] == "partially"
    assert (entry["delivery"]["type"], entry["delivery"]["description"]) == ("BZ", "Bezorgen")
    assert entry["delivery"]["address"]["city"] == "Urk"
    assert [line["quantityToDeliver"] for line in entry["lines"]] == [3, 0]
    assert entry["lines"][0]["warehouses"] == [{"location": "MAG-A1", "quantity": 1}]
    assert [line["inStock"] for line in entry["lines"]] == ["partially", "yes"]
    assert "customer" not in entry


@pytest.mark.parametrize("value", ["yes", "no", "partially"])
def test_the_in_stock_filter(api, value):
    found = api.pages("/deliveries", f"&inStock={value}")
    assert [entry["inStock"] for entry in found] == [value] * len(found)
    assert found


def test_an_unknown_in_stock_word_is_refused(api):
    assert api.get("/deliveries?pageSize=10&pageNumber=1&inStock=complete").code == "LTA0134"


def test_the_delivery_type_filter_takes_code_or_text(api):
    by_code = api.pages("/deliveries", "&deliveryType=BM")
    by_text = api.pages("/deliveries", "&deliveryType=Bezorgen%2Bmontage")
    assert by_code == by_text
    assert {entry["delivery"]["description"] for entry in by_code} <= {"Bezorgen+montage"}


def test_a_plan_shows_as_confirmed_date_in_local_time_and_may_be_repeated(api, control):
    entry = api.page("/deliveries")[0]
    for _ in range(2):
        answer = api.put(f"/deliveries/{entry['id']}", PLAN)
        assert (answer.status, answer.json) == (200, {})
    again = next(other for other in api.pages("/deliveries") if other["id"] == entry["id"])
    assert again["confirmedDeliveryDate"] == "2026-12-15T12:00:00"
    assert api.get(f"/orders/{entry['id']}").json["delivery"]["confirmedDate"] == "2026-12-15T12:00:00"
    assert {"route", "routeSequence"} & set(again) == set()
    assert control.records.get("plan", entry["id"])["routeSequence"] == "10"
    assert [(effect.kind, effect.id) for effect in control.effects()] == [("delivery", entry["id"])] * 2
    assert control.violations() == []


def test_a_plan_moves_the_orders_modified_date(api, control):
    entry = api.page("/deliveries")[0]
    before = control.about()["clock"].replace("+00:00", "Z")
    api.put(f"/deliveries/{entry['id']}", PLAN)
    assert [order["id"] for order in api.page("/orders", query=f"&modifiedAfter={before}")] == [entry["id"]]


def test_a_plan_can_be_taken_back(api):
    entry = api.page("/deliveries")[0]
    api.put(f"/deliveries/{entry['id']}", PLAN)
    api.put(f"/deliveries/{entry['id']}", {"deliveryDate": None})
    assert api.get(f"/orders/{entry['id']}").json["delivery"]["confirmedDate"] is None


def test_what_is_delivered_or_gone_cannot_be_planned(api, control):
    first, second = (entry["id"] for entry in api.page("/deliveries")[:2])
    control.records.patch("order", first, {"deliveryStatus": "complete"})
    control.records.delete("order", second)
    assert api.put(f"/deliveries/{first}", PLAN).status == 404
    assert api.put(f"/deliveries/{second}", PLAN).status == 404
    assert {first, second} & {entry["id"] for entry in api.pages("/deliveries")} == set()
