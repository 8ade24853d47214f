"""Pages, order, filters and modifiedAfter (contract sections 1.2, 1.3 and 2)."""

import pytest

LISTS = [
    "/customers",
    "/suppliers",
    "/products",
    "/products/groups",
    "/products/stock",
    "/quotes",
    "/orders",
    "/deliveries",
]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_an_envelope_with_totals(api, path):
    answer = api.get(f"{path}?pageSize=10&pageNumber=1").json
    total = answer["pagination"]["totalResults"]
    assert answer["pagination"] == {
        "totalResults": total,
        "pageNumber": 1,
        "pageSize": 10,
        "totalPages": -(-total // 10),
    }
    assert len(answer["results"]) == min(10, total) > 0


@pytest.mark.parametrize("path", LISTS)
def test_pages_hold_every_record_once_newest_first(api, path):
    records = api.pages(path)
    ids = [record.get("id", record.get("productId")) for record in records]
    assert ids == sorted(set(ids), reverse=True)
    assert len(ids) == api.get(f"{path}?pageSize=10&pageNumber=1").json["pagination"]["totalResults"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("pageNumber=1", "LTA0006"),
        ("pageSize=9&pageNumber=1", "LTA0006"),
        ("pageSize=101&pageNumber=1", "LTA0006"),
        ("pageSize=ten&pageNumber=1", "LTA0006"),
        ("pageSize=10", "LTA0007"),
        ("pageSize=10&pageNumber=0", "LTA0007"),
        ("pageSize=10&pageNumber=-1", "LTA0007"),
    ],
)
@pytest.mark.parametrize("path", LISTS)
def test_page_parameters_are_required_and_bounded(api, path, query, code):
    answer = api.get(f"{path}?{query}")
    assert (answer.status, answer.code) == (400, code)


def test_a_page_past_the_end_is_empty(api):
    assert api.page("/customers", 9_999) == []


@pytest.mark.parametrize(
    ("path", "kind", "name", "field"),
    [
        ("/customers", "customer", "number", "number"),
        ("/customers", "customer", "email", "email"),
        ("/products", "product", "code", "code"),
        ("/products", "product", "barcode", "barcode"),
        ("/quotes", "quote", "number", "number"),
        ("/orders", "order", "number", "number"),
    ],
)
def test_filters_find_exactly_the_record(api, control, path, kind, name, field):
    record = control.records.get(kind, 20 if kind == "product" else 12)
    found = api.page(path, query=f"&{name}={record[field]}")
    assert record["id"] in [row["id"] for row in found]
    assert {row[field] for row in found} == {record[field]}
    assert api.page(path, query=f"&{name}=NOTHING-LIKE-IT") == []


def test_reference_and_customer_filters_of_documents(api, control):
    for path, kind in (("/quotes", "quote"), ("/orders", "order")):
        control.records.patch(kind, 5, {"reference": "Serre 88"})
        assert [row["id"] for row in api.page(path, query="&reference=Serre%2088")] == [5]
        number = control.records.get(kind, 5)["customer"]["number"]
        found = api.page(path, query=f"&customerNumber={number}")
        assert 5 in [row["id"] for row in found]
        assert {row["customer"]["number"] for row in found} == {number}


def test_the_origin_filter_is_spelled_differently_per_resource(api, control):
    quotes = api.page("/quotes", query="&origenCode=WEB")
    orders = api.page("/orders", query="&originCode=WEB")
    assert {row["origin"]["code"] for row in quotes + orders} == {"WEB"}
    assert control.violations() == []
    api.page("/quotes", query="&originCode=WEB")
    api.page("/orders", query="&origenCode=WEB")
    assert [(violation.kind, violation.path) for violation in control.violations()] == [
        ("unknown_query", "originCode"),
        ("unknown_query", "origenCode"),
    ]


def test_orders_are_found_by_web_shop_number(api):
    order = next(row for row in api.pages("/orders") if row.get("webshop"))
    found = api.page("/orders", query=f"&webshopNumber={order['webshop']['number']}")
    assert order["id"] in [row["id"] for row in found]


def test_customers_are_found_by_part_of_a_name_place_telephone_and_postcode(api, control):
    control.records.patch(
        "customer",
        7,
        {
            "companyName": "Wonen aan de Vliet B.V.",
            "mobileNumber": "06-98 76 54 32",
            "address": {"city": "Zoutelande", "zipCode": "4374 CA", "houseNumber": "5B"},
        },
    )
    for query in ("name=aan%20de%20vliet", "city=zoutel", "phoneNumber=0698765432", "zipCodeHouseNumber=4374CA5B"):
        assert [row["id"] for row in api.page("/customers", query=f"&{query}")] == [7], query


def test_products_are_found_by_group_and_web_shop(api):
    product = api.get("/products/20").json
    group = product["groups"][0]
    by_id = api.pages("/products", f"&groupId={group['id']}")
    by_code = api.pages("/products", f"&groupCode={group['code']}")
    assert [row["id"] for row in by_id] == [row["id"] for row in by_code]
    assert product["id"] in [row["id"] for row in by_id]
    shown = api.pages("/products", "&webshop=true")
    assert shown
    assert all(row["webshop"] for row in shown)


@pytest.mark.parametrize(
    ("path", "kind"), [("/customers", "customer"), ("/products", "product"), ("/quotes", "quote"), ("/orders", "order")]
)
def test_modified_after_finds_what_changed(api, control, path, kind):
    before = control.about()["clock"].replace("+00:00", "Z")
    assert api.page(path, query=f"&modifiedAfter={before}") == []
    control.records.patch(kind, 3, {"x-note": "changed"})
    control.records.patch(kind, 4, {"x-note": "changed in silence"}, touch=False)
    assert [row["id"] for row in api.page(path, query=f"&modifiedAfter={before}")] == [3]


def test_deliveries_follow_the_change_of_their_order(api, control):
    delivery = api.page("/deliveries")[0]
    before = control.about()["clock"].replace("+00:00", "Z")
    control.records.patch("order", delivery["id"], {"comment": {"extern": "Bel aan bij de buren"}})
    (changed,) = api.page("/deliveries", query=f"&modifiedAfter={before}")
    assert (changed["id"], changed["comment"]["extern"]) == (delivery["id"], "Bel aan bij de buren")


def test_modified_after_that_is_no_date_is_refused(api):
    answer = api.get("/orders?pageSize=10&pageNumber=1&modifiedAfter=yesterday")
    assert (answer.status, answer.code) == (400, "LTA0134")


def test_stock_and_groups_have_no_modified_after(api, control):
    for path in ("/products/stock", "/products/groups"):
        api.page(path, query="&modifiedAfter=2026-01-01T00:00:00Z")
    assert [violation.path for violation in control.violations()] == ["modifiedAfter", "modifiedAfter"]


def test_times_come_without_a_zone_in_amsterdam_time(api, control):
    control.records.patch("quote", 3, {"date": "2026-07-01T14:12:47.33"})
    quote = api.get("/quotes/3").json
    assert quote["date"] == "2026-07-01T14:12:47.33"
    assert not quote["modifiedDate"].endswith("Z")
