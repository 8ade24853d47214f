"""Creating a quote: codes to texts, prices, numbers, and LogicTrade's refusals (contract sections 3 and 6.1)."""

from decimal import Decimal

import pytest

from .api import quote_body


def line(**changes):
    return quote_body()["lines"][0] | changes


def test_a_quote_is_created_whole_and_read_back_the_same(api, control):
    answer = api.create_quote(quote_body())
    assert answer.status == 201
    quote = answer.json
    assert quote["status"] == "Niet definitief"
    assert quote["salesMan"] == "Sanne Verwoerd"
    assert "salesManUserName" not in quote
    assert quote["origin"] == {"id": 1, "code": "WIN", "description": "Winkel"}
    assert quote["delivery"]["type"] == "Bezorgen+montage"
    assert quote["delivery"]["condition"] == "Standaard"
    assert quote["delivery"]["expectedDate"] == "2026-12-15T00:00:00"
    assert quote["date"] == "2026-11-24T00:00:00"
    assert quote["comment"]["intern"] == "Kleurstaal mee\nBO-7K3M9Q2XV4TR"
    assert quote["customer"] == control.records.get("customer", 1)
    assert api.get(f"/quotes/{quote['id']}").json == quote
    assert api.page("/quotes")[0] == quote
    assert control.violations() == []


def test_the_effect_and_the_exact_body_stand_in_the_journal(api, control):
    quote = api.create_quote(quote_body()).json
    entry = control.journal(method="POST", path="/quotes")[-1]
    assert [(effect.kind, effect.id, effect.action) for effect in entry.effects] == [("quote", quote["id"], "create")]
    assert (entry.status, entry.fault) == (201, None)
    assert entry.json["lines"][0]["partPrice"] == Decimal("123.1")
    assert '"partPrice": 123.1,' in entry.body


def test_lines_get_ids_prices_rounded_half_up_and_the_products_vat(api, control):
    control.records.patch("product", 1, {"vat": {"code": "2"}})
    control.records.patch("product", 2, {"vat": {"code": "1"}, "salesPrice": Decimal("0.50")})
    second = {"code": control.records.get("product", 2)["code"], "quantity": 0.125}
    quote = api.create_quote(quote_body(lines=[line(quantity=5, partPrice=0.01, discount=0.1), second])).json
    first, second = quote["lines"]
    assert first["linePrice"] == Decimal("0.05")  # 0.045 goes up
    assert second["linePrice"] == Decimal("0.06")
    assert (second["partPrice"], second["lineNumber"]) == (Decimal("0.5"), 20)
    assert second["description"] == control.records.get("product", 2)["name"]
    assert (first["vat"], second["vat"]) == (21, 9)
    assert first["id"] != second["id"]
    assert quote["totalAmount"] == Decimal("0.11")


def test_numbers_form_one_series_per_year(api):
    first, second = api.create_quote(quote_body()).json, api.create_quote(quote_body()).json
    assert first["number"][0] == "O"
    assert len(first["number"]) == 9
    assert int(second["number"][1:]) == int(first["number"][1:]) + 1
    assert second["id"] == first["id"] + 1


def test_without_an_address_the_customers_own_is_used(api, control):
    customer = control.records.get("customer", 1)
    assert api.create_quote(quote_body()).json["delivery"]["address"] == (
        customer["deliveryAddress"] or customer["address"]
    )
    address = {"street": "Kade", "houseNumber": "1", "city": "Urk"}
    body = quote_body(delivery={"type": "AF", "expectedDate": "2026-12-15", "address": address})
    assert api.create_quote(body).json["delivery"]["address"] == address


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"lines": [line(code="BESTAAT-NIET")]}, "LTA0101", ("Artikel 'BESTAAT-NIET'", "lines.0.code")),
        ({"lines": [line(code=None)]}, "LTA0101", ("lines.0.code",)),
        ({"customer": {"id": 999_999}}, "LTA0102", ("Relatie '999999'", "customer.id")),
        ({"delivery": {"type": "Bezorgen"}}, "LTA0103", ("'Bezorgen'", "delivery.type")),
        ({"delivery": {"type": "BM", "condition": "??"}}, "LTA0104", ("'??'", "delivery.condition")),
        ({"origin": {"code": "MAAN"}}, "LTA0105", ("'MAAN'", "origin.code")),
        ({"salesManUserName": "niemand"}, "LTA0106", ("'niemand'", "salesManUserName")),
        ({"customer": None}, "LTA0107", ("customer",)),
        ({"lines": []}, "LTA0107", ("lines",)),
        ({"lines": [line(quantity=None)]}, "LTA0107", ("lines.0.quantity",)),
    ],
)
def test_what_logictrade_does_not_know_is_refused_by_name_and_leaves_nothing(api, control, changes, code, words):
    before = control.counts()["records"]
    answer = api.create_quote(quote_body(**changes))
    assert (answer.status, answer.code) == (400, code)
    for word in words:
        assert word in answer.detail
    assert control.counts()["records"] == before
    assert control.effects() == []


def test_with_permission_unknown_products_and_customers_are_taken(api, control):
    body = quote_body(
        customer={"isUnknown": True, "firstName": "Noor", "lastName": "Prins"},
        lines=[line(code="MAATWERK", discount=0)],
    )
    answer = api.post("/quotes?allowUnknownProducts=true&allowUnknownCustomer=true", body)
    assert answer.status == 201
    assert answer.json["lines"][0]["code"] == "MAATWERK"
    assert answer.json["customer"]["lastName"] == "Prins"
    assert [effect.kind for effect in control.effects()] == ["customer", "quote"]
    assert {violation.kind for violation in control.violations()} == {"allow_unknown"}


@pytest.mark.parametrize(
    ("body", "status"), [(b"{", 400), (b"[]", 400), (b'{"lines": NaN}', 400), (b"\xff\xfe", 400), (b"", 400)]
)
def test_a_body_that_is_no_json_object_is_lta0134(api, body, status):
    answer = api.create_quote(body)
    assert (answer.status, answer.code) == (status, "LTA0134")


def test_a_date_that_is_none_is_lta0134_and_names_the_field(api):
    answer = api.create_quote(quote_body(date="24-11-2026"))
    assert (answer.status, answer.code) == (400, "LTA0134")
    assert "date" in answer.detail


def update_body(quote, **changes):
    """What a careful client sends back of a quote that it read."""
    body = quote_body(**changes)
    del body["salesManUserName"]
    return body | {"customer": {"id": quote["customer"]["id"]}}


@pytest.mark.parametrize("dialect", ["replace", "merge"])
def test_an_updated_quote_keeps_number_status_and_seller(api, control, dialect):
    control.set_dialect(update_meaning=dialect)
    quote = api.create_quote(quote_body()).json
    lines = [line(quantity=5), line(lineNumber=20)]
    changed = api.put(f"/quotes/{quote['id']}", update_body(quote, reference="Anders", lines=lines)).json
    kept = ("id", "number", "status", "salesMan", "createdDate", "date", "customer")
    assert {name: changed[name] for name in kept} == {name: quote[name] for name in kept}
    assert (changed["reference"], len(changed["lines"])) == ("Anders", 2)
    assert changed["lines"][0]["id"] != quote["lines"][0]["id"]
    assert changed["totalAmount"] == sum(one["linePrice"] for one in changed["lines"])
    entry = control.journal(method="PUT")[-1]
    assert [(effect.kind, effect.id, effect.action) for effect in entry.effects] == [("quote", quote["id"], "update")]
    assert control.violations() == []


def test_an_update_may_send_back_what_the_contract_does_not_know(api, control):
    quote = api.create_quote(quote_body()).json
    control.records.patch("quote", quote["id"], {"kansPercentage": 40})
    assert api.put(f"/quotes/{quote['id']}", update_body(quote, kansPercentage=40)).json["kansPercentage"] == 40
    assert control.violations() == []


def test_an_update_that_names_an_unknown_product_changes_nothing(api, control):
    quote = api.create_quote(quote_body()).json
    answer = api.put(f"/quotes/{quote['id']}", update_body(quote, lines=[line(code="WEG", lineNumber=40)]))
    assert (answer.status, answer.code) == (400, "LTA0101")
    assert "regel 40" in answer.detail
    assert api.get(f"/quotes/{quote['id']}").json == quote
    assert api.put("/quotes/999999", update_body(quote)).status == 404
