"""Customers and products by id, search, groups, stock and prices (contract sections 4 and 5)."""

from decimal import Decimal

import pytest


@pytest.mark.parametrize("path", ["/customers", "/products", "/quotes", "/orders"])
def test_a_record_by_id_is_what_the_list_shows(api, path):
    row = api.page(path)[3]
    assert api.get(f"{path}/{row['id']}").json == row


@pytest.mark.parametrize("path", ["/customers", "/products", "/quotes", "/orders"])
@pytest.mark.parametrize("record_id", ["999999", "0", "abc", "-1", "1.5"])
def test_a_record_that_is_not_there_is_a_problem_404(api, path, record_id):
    answer = api.get(f"{path}/{record_id}")
    assert answer.status == 404
    assert answer.json == {"title": "Record Not Found", "status": 404}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/purchaseorders"),
        ("GET", "/purchaseorders/1"),
        ("POST", "/purchaseorders"),
        ("PUT", "/purchaseorders/1"),
    ],
)
def test_operations_that_wait_for_their_pages_are_404_without_blame(api, control, method, path):
    assert api.send(method, f"/rest/v1{path}").status == 404
    assert control.violations() == []


def test_search_answers_a_bare_array_in_the_order_asked(api, control):
    first, second = control.records.get("product", 11), control.records.get("product", 12)
    answer = api.post(
        "/products/search",
        {"searchScope": "all", "items": [{"keyword": second["code"]}, {"keyword": first["barcode"]}, {"keyword": "?"}]},
    )
    assert answer.status == 200
    found = answer.json
    assert [entry["keyword"] for entry in found] == [second["code"], first["barcode"], "?"]
    assert [[row["id"] for row in entry["results"]] for entry in found] == [[12], [11], []]
    assert set(found[0]["results"][0]) == {"id", "code", "barcode", "name"}
    assert control.violations() == []


@pytest.mark.parametrize(
    ("scope", "hits"), [("code", [13]), ("barcode", []), ("supplierCode", []), ("all", [13]), ("elsewhere", None)]
)
def test_search_scopes(api, control, scope, hits):
    code = control.records.get("product", 13)["code"]
    answer = api.post("/products/search", {"searchScope": scope, "items": [{"keyword": code}]})
    if hits is None:
        assert (answer.status, answer.code) == (400, "LTA0108")
    else:
        assert [row["id"] for row in answer.json[0]["results"]] == hits


def test_search_by_the_suppliers_article_code(api, control):
    product = control.records.get("product", 14)
    answer = api.post(
        "/products/search", {"searchScope": "supplierCode", "items": [{"keyword": product["supplier"]["code"]}]}
    )
    assert 14 in [row["id"] for row in answer.json[0]["results"]]


def test_groups_form_a_tree(api):
    groups = {group["id"]: group for group in api.pages("/products/groups")}
    assert any(not group["parentId"] for group in groups.values())
    assert all(not group["parentId"] or group["parentId"] in groups for group in groups.values())


def test_stock_has_totals_by_get_and_saleable_locations_by_post(api, control):
    listed = next(row for row in api.pages("/products/stock") if row["productId"] == 1)
    (item,) = api.post("/products/stock", {"items": [{"productId": 1}]}).json["items"]
    assert set(listed["locations"][0]) == {"code", "description", "stock"}
    assert set(item["locations"][0]) == {"id", "code", "description", "saleable", "stock"}
    assert "stock" not in item
    assert listed["stock"] == sum(location["stock"] for location in item["locations"])
    assert [location["saleable"] for location in item["locations"]] == [True, True, False]
    assert control.violations() == []


def test_stock_of_an_unknown_product_is_left_out_and_a_configuration_is_echoed(api):
    answer = api.post(
        "/products/stock", {"items": [{"productId": 999_999}, {"productId": 2, "configurationId": 84628}]}
    )
    assert [(item["productId"], item["configurationId"]) for item in answer.json["items"]] == [(2, 84628)]


def test_stock_changed_behind_our_back_shows_at_once(api, control):
    locations = control.records.get("stock", 1)["locations"]
    locations[0]["stock"] = 77
    control.records.patch("stock", 1, {"locations": locations})
    assert api.post("/products/stock", {"items": [{"productId": 1}]}).json["items"][0]["locations"][0]["stock"] == 77


def test_prices_are_a_bare_array_that_echoes_the_question(api, control):
    sales_price = control.records.get("product", 1)["salesPrice"]
    answer = api.post("/products/prices", {"items": [{"productId": 1, "customerId": 1}, {"productId": 1}]})
    assert [(entry["productId"], entry["customerId"], entry["configurationId"]) for entry in answer.json] == [
        (1, 1, None),
        (1, None, None),
    ]
    assert all(entry["salesPrice"] == sales_price for entry in answer.json)
    assert answer.json[1]["discountSalesPrice"] == sales_price
    assert control.violations() == []


def test_prices_differ_by_customer_and_stay_the_same_when_asked_again(api, control):
    control.records.patch("product", 1, {"salesPrice": 200})
    question = {"items": [{"productId": 1, "customerId": customer} for customer in control.records.ids("customer")]}
    first, second = api.post("/products/prices", question).json, api.post("/products/prices", question).json
    assert first == second
    assert len({entry["discountSalesPrice"] for entry in first}) > 2
    assert max(entry["discountSalesPrice"] for entry in first) == 200


def test_a_customers_price_takes_the_best_of_its_rules_rounded_half_up(api, control):
    product = control.records.get("product", 1)
    control.records.patch("product", 1, {"salesPrice": Decimal("10.10")})
    rule = {
        "general": [{"percentageAmount": {"percentage": 5, "minQuantity": 1}}],
        "productGroups": [
            {
                "code": product["groups"][0]["code"],
                "percentageAmount": {"percentage": Decimal("12.5"), "minQuantity": 1},
            }
        ],
    }
    control.records.create("customer_discount", {"id": 1, "discounts": [rule]})
    (entry,) = api.post("/products/prices", {"items": [{"productId": 1, "customerId": 1}]}).json
    assert entry["discountSalesPrice"] == Decimal("8.84")
    assert entry["recommendedRetailPrice"] == Decimal("11.11")


def test_a_product_without_a_price_answers_nulls_and_an_unknown_one_nothing(api, control):
    control.records.patch("product", 2, {"salesPrice": None})
    answer = api.post("/products/prices", {"items": [{"productId": 2}, {"productId": 999_999}]}).json
    assert [(entry["productId"], entry["salesPrice"], entry["discountSalesPrice"]) for entry in answer] == [
        (2, None, None)
    ]
