"""Creating, updating and removing products (contract section 5.1, operations 14 to 16)."""

from decimal import Decimal

import pytest

from .api import P, product_body, quote_body

SETS = pytest.mark.parametrize("dialect", ["default", "contrary"])


def kinds(control):
    return [(violation.kind, violation.path) for violation in control.violations()]


def newest(control):
    return control.records.get("product", max(control.records.ids("product")))


def test_a_product_is_created_with_its_codes_read_as_texts(api, control):
    answer = api.post("/products", product_body())
    assert answer.status == 201
    made = answer.json
    assert made == newest(control) == api.get(f"/products/{made['id']}").json
    assert (made["code"], made["name"], made["salesPrice"]) == ("PROEF-1", "Proefkruk eiken", Decimal("129.95"))
    assert made["groups"] == [control.records.get("group", 2)]
    assert made["salesGroup"] == {"id": 10, "code": "8010", "description": "Meubelen"}
    assert made["vat"]["description"] == "BTW Hoog"
    supplier = control.records.get("supplier", 1)
    assert made["supplier"]["supplier"]["companyName"] == supplier["companyName"]
    assert (made["supplier"]["code"], made["supplier"]["purchasePrice"]) == ("PRF-1", Decimal("55.5"))
    assert [(image["url"], image["sequence"]) for image in made["images"]] == [
        ("https://images.example.nl/proef.jpg", 10)
    ]
    assert made["attributes"][0]["values"][0]["value"] == "zand"
    assert (made["sellable"], made["configurable"]) == ("Yes", False)
    assert made["startDate"] == "2026-12-01T00:00:00"
    assert [(e.kind, e.id, e.action) for e in control.effects()] == [("product", made["id"], "create")]
    assert control.violations() == []


@SETS
def test_write_read_change_and_remove_in_both_sets(api, control, dialect):
    control.set_dialect(dialect)
    api.post("/products", product_body())
    product = newest(control)["id"]
    assert api.put(f"/products/{product}", product_body(name="Kruk", code="PROEF-2")).status == 200
    assert api.get(f"/products/{product}").json["name"] == "Kruk"
    search = {"searchScope": "all", "items": [{"keyword": "PROEF-2"}, {"keyword": "PRF-1"}]}
    assert [[row["id"] for row in entry["results"]] for entry in api.post("/products/search", search).json] == [
        [product],
        [product],
    ]
    gone = api.delete(f"/products/{product}")
    assert (gone.status, gone.body) == (200, b"")
    assert api.get(f"/products/{product}").status == 404
    assert [e.action for e in control.effects("product")] == ["create", "update", "remove"]
    assert control.violations() == []


def test_without_a_code_logictrade_numbers_it(api, control):
    body = product_body()
    del body["code"]
    made = api.post("/products", body).json
    assert made["code"] == f"LT{made['id']:08d}"
    # A code that was given away by hand is passed over.
    api.post("/products", product_body(code=f"LT{made['id'] + 2:08d}"))
    assert api.post("/products", body).json["code"] == f"LT{made['id'] + 3:08d}"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, ["name is verplicht"]),
        ({"code": "LT00000001"}, ["Artikelcode 'LT00000001' bestaat al (code)"]),
        ({"code": "lt00000001"}, ["bestaat al"]),
        ({"salesPrice": -1}, ["Verkoopprijs '-1' is ongeldig (salesPrice)"]),
        ({"endDate": "2026-11-30"}, ["(endDate)"]),
        ({"groups": [{"id": 2}, {"id": 999}]}, ["Artikelgroep '999'", "groups.1.id"]),
        ({"vat": {"code": "9"}}, ["BTW-code '9'", "vat.code"]),
        ({"salesGroup": {"code": "1"}}, ["Omzetgroep '1'", "salesGroup.code"]),
        ({"supplier": {"supplier": {"id": 999}}}, ["Leverancier '999'", "supplier.supplier.id"]),
        ({"attributes": [{"code": "???"}]}, ["'???'", "attributes.0.code"]),
        ({"attributes": [{"code": "KLR", "values": [{"code": "?"}]}]}, ["'?'", "attributes.0.code"]),
        ({"name": "", "salesPrice": -1}, ["name is verplicht", "Verkoopprijs"]),
    ],
)
def test_what_is_refused_leaves_nothing(api, control, changes, words):
    before = control.counts()["records"]
    answer = api.post("/products", product_body(**changes))
    assert answer.status == 400
    assert answer.code is not None
    for word in words:
        assert word in answer.detail
    assert control.counts()["records"] == before
    assert control.effects() == []


def test_a_product_may_keep_its_own_code(api):
    made = api.post("/products", product_body()).json
    assert api.put(f"/products/{made['id']}", product_body(name="Anders")).status == 200
    assert api.put("/products/1", product_body()).status == 400


def test_an_update_clears_what_it_leaves_out_or_keeps_it(api, control):
    made = api.post("/products", product_body()).json
    cleared = api.put(f"/products/{made['id']}", {"name": "Kaal"}).json
    assert (cleared["code"], cleared["name"], cleared["sellable"]) == ("PROEF-1", "Kaal", "Yes")
    assert (cleared["barcode"], cleared["salesPrice"], cleared["supplier"], cleared["vat"]) == (None,) * 4
    assert (cleared["groups"], cleared["images"], cleared["attributes"]) == ([], [], [])
    control.set_dialect(update_meaning="merge")
    api.put(f"/products/{made['id']}", product_body())
    kept = api.put(f"/products/{made['id']}", {"name": "Kaal", "supplier": {"code": "X-2"}}).json
    assert (kept["name"], kept["barcode"], kept["vat"]) == ("Kaal", made["barcode"], made["vat"])
    assert kept["supplier"] == made["supplier"] | {"code": "X-2"}
    assert kept["attributes"] == made["attributes"]
    assert control.violations() == []


def test_images_that_were_there_keep_their_ids(api, control):
    made = api.post("/products", product_body()).json
    more = [{"url": "http://images.example.nl/nieuw.jpg"}, *product_body()["images"]]
    again = api.put(f"/products/{made['id']}", product_body(images=more)).json["images"]
    assert [image["sequence"] for image in again] == [10, 20]
    assert again[1]["id"] == made["images"][0]["id"] != again[0]["id"]


def test_a_nested_new_supplier_is_made_and_noted(api, control):
    body = product_body(supplier={"code": "N-1", "supplier": {"companyName": "Meegekomen B.V."}})
    made = api.post("/products", body).json
    assert made["supplier"]["supplier"]["companyName"] == "Meegekomen B.V."
    assert [effect.kind for effect in control.effects()] == ["supplier", "product"]
    assert kinds(control) == [("nested_supplier", "supplier.supplier")]


def test_a_product_on_a_document_or_in_a_set_is_not_removed(api, control):
    on_a_quote = api.post("/products", product_body()).json["id"]
    line = quote_body()["lines"][0] | {"code": "PROEF-1"}
    assert api.create_quote(quote_body(lines=[line])).status == 201
    assert (api.delete(f"/products/{on_a_quote}").status, api.delete(f"/products/{on_a_quote}").body) == (
        403,
        b"Forbidden",
    )
    part = api.post("/products", product_body(code="DEEL")).json["id"]
    edge = control.records.create("composition", {"parentProductId": 1, "childProductId": part, "quantity": 2})
    assert api.delete(f"/products/{part}").status == 403
    control.records.delete("composition", edge)
    assert api.delete(f"/products/{part}").status == 200


def test_what_belongs_to_a_product_goes_with_it(api, control):
    product = api.post("/products", product_body()).json["id"]
    control.records.create("stock", {"id": product, "productId": product, "locations": []})
    assert api.delete(f"/products/{product}").status == 200
    assert product not in control.records.ids("stock")


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"id": 1}, ("read_only_key", "id")),
        ({"sellable": "Yes"}, ("read_only_key", "sellable")),
        ({"configurable": False}, ("read_only_key", "configurable")),
        ({"stock": 1}, ("unknown_key", "stock")),
        ({"groups": [{"id": 2, "code": "x"}]}, ("read_only_key", "groups.0.code")),
        ({"vat": {"code": "2", "description": "x"}}, ("read_only_key", "vat.description")),
        ({"images": [{"url": "https://example.nl/a.png", "sequence": 1}]}, ("read_only_key", "images.0.sequence")),
        ({"attributes": [{"code": "KLR", "name": "x", "values": []}]}, ("read_only_key", "attributes.0.name")),
        ({"supplier": {"supplier": {"id": 1, "number": "R"}}}, ("read_only_key", "supplier.supplier.number")),
        ({"supplier": {"description": "x"}}, ("unknown_key", "supplier.description")),
        ({"salesPrice": "129.95"}, ("wrong_type", "salesPrice")),
        ({"webshop": "Yes"}, ("wrong_type", "webshop")),
        ({"startDate": "2026-12-01T00:00:00"}, ("wrong_type", "startDate")),
        ({"salesPrice": 0.1 + 0.2}, ("float_noise", "salesPrice")),
    ],
)
def test_violations(api, control, changes, found):
    api.post("/products", product_body(**changes))
    assert kinds(control) == [found]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_products_that_are_not_there(api, control, method):
    assert api.send(method, f"{P}/products/999999", product_body() if method == "PUT" else None).status == 404
    assert control.violations() == []
