"""Every switch at every value, over HTTP (open questions of contract section 9)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from apps.sandbox.control import ControlError
from apps.sandbox.dialects import CONTRARY, DEFAULTS, DIALECTS
from apps.sandbox.keys import ADMINISTRATION

from .api import P, quote_body

CUSTOMERS = "/customers?pageSize=10&pageNumber=1"


def test_every_switch_has_a_default_another_value_and_a_reason():
    for dialect in DIALECTS:
        assert len(set(dialect.values)) == len(dialect.values) > 1
        assert dialect.contrary is None or dialect.contrary in dialect.values[1:]
        assert dialect.contrary or "not contrary" in dialect.about


def test_sets_and_single_values_are_chosen_and_kept(control):
    assert control.dialect() == DEFAULTS
    assert control.set_dialect("contrary") == CONTRARY
    assert control.set_dialect(line_vat="number")["line_vat"] == "number"
    assert control.dialect() == CONTRARY | {"line_vat": "number"}
    assert control.set_dialect("default") == DEFAULTS


@pytest.mark.parametrize("values", [{"line_vat": "text"}, {"no_such": "x"}])
def test_unknown_switches_and_values_are_refused(control, values):
    with pytest.raises(ControlError):
        control.set_dialect(**values)
    with pytest.raises(ControlError):
        control.set_dialect("opposite")


def test_discount_unit(api, control):
    control.set_dialect(discount_unit="percent")
    lines = [{"code": "LT00000001", "quantity": 1, "partPrice": 100, "discount": 10}]
    line = api.create_quote(quote_body(lines=lines)).json["lines"][0]
    assert (line["discount"], line["linePrice"]) == (10, 90)
    control.set_dialect(discount_unit="fraction")
    assert api.page("/quotes")[0]["lines"][0]["discount"] == Decimal("0.1")


def test_line_vat(api, control):
    vat = api.create_quote(quote_body()).json["lines"][0]["vat"]
    assert vat == 21
    control.set_dialect(line_vat="object")
    assert api.create_quote(quote_body()).json["lines"][0]["vat"] == {"id": 2, "code": "2", "percentage": 21}
    assert api.page("/quotes")[0]["lines"][0]["vat"]["percentage"] == 21
    assert isinstance(api.page("/orders")[0]["lines"][0]["vat"], dict)
    assert isinstance(api.page("/invoices")[0]["lines"][0]["vat"], dict)


def test_naive_zone(api, control):
    control.records.patch("quote", 3, {"date": "2026-07-01T14:12:47.33"}, touch=False)
    control.set_dialect(naive_zone="UTC")
    quote = api.get("/quotes/3").json
    assert quote["date"] == "2026-07-01T12:12:47.33"
    assert next(row for row in api.pages("/quotes") if row["id"] == 3) == quote


def test_naive_zone_leaves_plain_dates_and_moves_plans(api, control):
    entry = api.page("/deliveries")[0]
    api.put(f"/deliveries/{entry['id']}", {"deliveryDate": "2026-12-15T11:00:00Z"})
    control.set_dialect(naive_zone="UTC")
    again = next(row for row in api.pages("/deliveries") if row["id"] == entry["id"])
    assert again["confirmedDeliveryDate"] == "2026-12-15T11:00:00"
    assert again["expectedDate"] == entry["expectedDate"]
    assert api.get(f"/orders/{entry['id']}").json["delivery"]["confirmedDate"] == "2026-12-15T11:00:00"


@pytest.mark.parametrize(("value", "found"), [("inclusive", True), ("exclusive", False)])
def test_modified_after(api, control, value, found):
    control.set_dialect(modified_after=value)
    newest = max(api.pages("/orders"), key=lambda row: row["modifiedDate"])
    ids = [row["id"] for row in api.page("/orders", query=f"&modifiedAfter={newest['modifiedDate']}")]
    assert (newest["id"] in ids) is found


@pytest.mark.parametrize(("value", "found"), [("honoured", []), ("dropped", [3])])
def test_modified_after_zone(api, control, value, found):
    control.set_dialect(modified_after_zone=value)
    control.records.patch("quote", 3, {"reference": "nu"})
    later = control.records.get("quote", 3)["modifiedDate"][:19]
    # The naive local time plus Z lies one or two hours in the future, unless the Z is cut off.
    assert [row["id"] for row in api.page("/quotes", query=f"&modifiedAfter={later}Z")] == found


@pytest.mark.parametrize(("minutes", "found"), [(30, []), (150, [3])])
def test_modified_after_an_hour_or_two_too_late(api, control, minutes, found):
    control.set_dialect(modified_after_zone="shifted")
    control.records.patch("quote", 3, {"reference": "nu"})
    asked = datetime.now(UTC) - timedelta(minutes=minutes)
    assert [row["id"] for row in api.page("/quotes", query=f"&modifiedAfter={asked:%Y-%m-%dT%H:%M:%SZ}")] == found


def test_list_order(api, control):
    newest_first = [row["id"] for row in api.pages("/orders")]
    control.set_dialect(list_order="oldest_first")
    assert [row["id"] for row in api.pages("/orders")] == newest_first[::-1]


def test_page_parameters(api, control):
    control.set_dialect(page_parameters="optional")
    answer = api.get("/products")
    assert answer.json["pagination"]["pageSize"] == len(answer.json["results"]) == 10
    assert {violation.kind for violation in control.violations()} == {"missing_page"}


def test_retry_after(api, control):
    control.set_rate_limit(0)
    assert "retry-after" in api.get(CUSTOMERS).headers
    control.set_dialect(retry_after="absent")
    assert "retry-after" not in api.get(CUSTOMERS).headers


@pytest.mark.parametrize("prefix", ["RateLimit", "X-RateLimit", "X-Rate-Limit", "none"])
def test_rate_headers(api, control, prefix):
    control.set_dialect(rate_headers=prefix)
    names = {name for name in api.get(CUSTOMERS).headers if "rate" in name}
    wanted = set() if prefix == "none" else {f"{prefix}-{end}".lower() for end in ("Limit", "Remaining", "Reset")}
    assert names == wanted


def test_client_id(api, control):
    control.set_dialect(client_id="client_id")
    answer = api.send("POST", "/authentication/introspect").json
    assert answer["client_id"] == "sandbox-1"
    assert "clientId" not in answer


def test_scope_words(api, control):
    control.set_dialect(scope_words="documented")
    assert api.send("POST", "/authentication/introspect").json["scope"] == "customer supplier product"
    assert api.get("/discounts/products?pageSize=10&pageNumber=1").status == 200
    control.keys.set_scope("product", "quote")
    assert api.send("POST", "/authentication/introspect").json["scope"] == "product"


def test_introspect_revoked(api, control):
    control.revoke_key()
    assert api.send("POST", "/authentication/introspect").status == 401
    control.set_dialect(introspect_revoked="inactive")
    answer = api.send("POST", "/authentication/introspect")
    assert (answer.status, answer.json["active"]) == (200, False)
    assert api.get(CUSTOMERS).status == 401


def test_administration(api, control):
    control.set_dialect(administration="required")
    assert api.get(CUSTOMERS).status == 401
    wrong = {"administration-guid": "00000000-0000-0000-0000-000000000000"}
    assert api.send("GET", P + CUSTOMERS, headers=wrong).status == 401
    assert api.send("GET", P + CUSTOMERS, headers={"administration-guid": ADMINISTRATION}).status == 200


def test_create_answer(api, control):
    assert "lines" in api.create_quote(quote_body()).json
    control.set_dialect(create_answer="id")
    newest = api.create_quote(quote_body()).json
    assert list(newest) == ["id"]
    control.set_dialect(create_answer="empty")
    answer = api.create_quote(quote_body())
    assert (answer.status, answer.body) == (201, b"")
    assert api.page("/quotes")[0]["id"] == newest["id"] + 1


@pytest.mark.parametrize("status", ["200", "201"])
def test_create_status(api, control, status):
    control.set_dialect(create_status=status)
    assert api.create_quote(quote_body()).status == int(status)


def test_delivery_id(api, control):
    by_number = {entry["number"]: entry["id"] for entry in api.pages("/deliveries")}
    control.set_dialect(delivery_id="own")
    entry = api.pages("/deliveries")[0]
    order_id = by_number[entry["number"]]
    assert entry["id"] != order_id
    plan = {"deliveryDate": "2026-12-15T11:00:00Z"}
    assert api.put(f"/deliveries/{order_id}", plan).status == 404
    assert api.put(f"/deliveries/{entry['id']}", plan).status == 200
    assert api.get(f"/orders/{order_id}").json["delivery"]["confirmedDate"] == "2026-12-15T12:00:00"


def test_delivery_update(api, control):
    control.set_dialect(delivery_update="silent")
    entry = api.page("/deliveries")[0]
    assert api.put(f"/deliveries/{entry['id']}", {"deliveryDate": "2026-12-15T11:00:00Z"}).json == {}
    assert api.page("/deliveries")[0] == entry


@pytest.mark.parametrize(("value", "whole", "piece"), [("exact", 1, 0), ("contains", 1, 1), ("ignored", 18, 18)])
def test_text_filter(api, control, value, whole, piece):
    control.set_dialect(text_filter=value)
    control.records.patch("quote", 5, {"reference": "Serre achter het huis"})
    assert len(api.pages("/quotes", "&reference=serre%20achter%20het%20huis")) == whole
    assert len(api.pages("/quotes", "&reference=serre")) == piece


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("kept", "Eerste regel is er om ruimte te vullen\nBO-7K3M9Q2XV4TR"),
        ("joined", "Eerste regel is er om ruimte te vullen BO-7K3M9Q2XV4TR"),
        ("trimmed", "Eerste regel is er om ruimte te vullen\nB"),
        ("dropped", ""),
    ],
)
def test_marker(api, control, value, kept):
    control.set_dialect(marker=value)
    comment = {"intern": "Eerste regel is er om ruimte te vullen\nBO-7K3M9Q2XV4TR", "extern": "twee\nregels"}
    quote = api.create_quote(quote_body(comment=comment)).json
    assert quote["comment"] == {"intern": kept, "extern": "twee\nregels"}


def test_stock_sign(api, control):
    locations = control.records.get("stock", 1)["locations"]
    control.records.patch("stock", 1, {"locations": [location | {"stock": -2} for location in locations]})

    def seen():
        (item,) = api.post("/products/stock", {"items": [{"productId": 1}]}).json["items"]
        listed = next(row for row in api.pages("/products/stock") if row["productId"] == 1)
        return item["locations"][0]["stock"], listed["stock"]

    assert seen() == (-2, -6)
    control.set_dialect(stock_sign="clipped")
    assert seen() == (0, 0)


def test_list_comments(api, control):
    control.set_dialect(list_comments="without")
    for path in ("/quotes", "/orders", "/invoices"):
        row = next(row for row in api.pages(path) if row["lines"])
        assert "comment" not in row
        assert "comment" in api.get(f"{path}/{row['id']}").json


def test_the_walk_can_be_walked_under_the_contrary_set(api, control):
    control.set_dialect("contrary")
    answer = api.create_quote(quote_body())
    assert (answer.status, answer.body) == (200, b"")
    three_hours_ago = datetime.now(UTC) - timedelta(hours=3)
    candidates = api.pages("/quotes", f"&modifiedAfter={three_hours_ago:%Y-%m-%dT%H:%M:%SZ}")
    found = [
        row["id"]
        for row in candidates
        if "BO-7K3M9Q2XV4TR" in api.get(f"/quotes/{row['id']}").json["comment"]["intern"]
    ]
    assert found == [control.effects("quote")[0].id]
    entry = api.page("/deliveries")[0]
    assert api.put(f"/deliveries/{entry['id']}", {"deliveryDate": "2026-12-15T11:00:00Z"}).status == 200
    again = next(row for row in api.pages("/deliveries") if row["id"] == entry["id"])
    assert again["confirmedDeliveryDate"] == "2026-12-15T11:00:00"
    assert control.violations() == []
