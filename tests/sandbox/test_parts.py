"""Descriptions, references, compositions and implementations of products (contract sections 5.1 and 5.6 to 5.8)."""

from decimal import Decimal

import pytest

PAGE = "pageSize=100&pageNumber=1"


def kinds(control):
    return [(violation.kind, violation.path) for violation in control.violations()]


def with_texts(control, product=15):
    rows = [
        {"type": "short", "language": "nl", "description": "Kort"},
        {"type": "long", "language": "nl", "description": "<p>Lang</p>"},
        {"type": "short", "language": "en", "description": "Short"},
        {"type": "zorgadvies", "language": "fy", "description": None},
    ]
    control.records.patch("description", product, {"descriptions": rows})
    return rows


def test_descriptions_of_one_product_come_in_pages(api, control):
    rows = with_texts(control)
    assert api.page("/products/15/descriptions") == rows
    assert api.page("/products/15/descriptions", 2) == []
    many = [{"type": "short", "language": "nl", "description": str(number)} for number in range(25)]
    control.records.patch("description", 15, {"descriptions": many})
    assert api.page("/products/15/descriptions", 3, 10) == many[20:]
    answer = api.get("/products/15/descriptions?pageSize=10&pageNumber=1").json["pagination"]
    assert (answer["totalResults"], answer["totalPages"]) == (25, 3)
    assert control.violations() == []


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("&language=nl", ["Kort", "<p>Lang</p>"]),
        ("&type=short", ["Kort", "Short"]),
        ("&language=EN&type=Short", ["Short"]),
        ("&language=fr", []),
        ("&language=", ["Kort", "<p>Lang</p>", "Short", None]),
    ],
)
def test_descriptions_by_language_and_type(api, control, query, texts):
    with_texts(control)
    assert [row["description"] for row in api.page("/products/15/descriptions", query=query)] == texts


def test_words_of_types_and_languages(api, control):
    with_texts(control)
    control.set_dialect(description_types="dutch", languages="nl-NL")
    rows = api.page("/products/15/descriptions")
    assert [(row["type"], row["language"]) for row in rows] == [
        ("Korte omschrijving", "nl-NL"),
        ("Lange omschrijving", "nl-NL"),
        ("Korte omschrijving", "en-GB"),
        ("zorgadvies", "fy"),
    ]
    assert len(api.page("/products/15/descriptions", query="&language=nl-NL&type=Korte%20omschrijving")) == 1
    assert api.page("/products/15/descriptions", query="&language=nl") == []


def test_a_product_without_texts_or_links_has_an_empty_page_and_an_unknown_one_is_404(api, control):
    bare = control.records.create("product", {"code": "KAAL", "name": "Kaal"})
    for part in ("descriptions", "references"):
        assert api.page(f"/products/{bare}/{part}") == []
        assert api.get(f"/products/999999/{part}?{PAGE}").status == 404
        assert api.get(f"/products/{bare}/{part}?pageSize=5&pageNumber=1").code == "LTA0006"
    assert control.violations() == []


def test_references_name_the_other_product_as_it_is_now(api, control):
    control.records.patch("product", 20, {"name": "Omgedoopt"})
    links = [
        {"id": 1, "type": "accessory", "productId": 20, "code": "oud", "name": "oud", "reference": None},
        {"id": 2, "type": "fabrikant", "productId": None, "code": None, "name": None, "reference": "F-77"},
        {"id": 3, "type": "successor", "productId": 999_999, "code": "WEG", "name": "Weg", "reference": None},
    ]
    bare = control.records.create("product", {"code": "KAAL"})
    control.records.create("reference", {"id": bare, "references": links})
    code = control.records.get("product", 20)["code"]
    found = api.page(f"/products/{bare}/references")
    assert found == [links[0] | {"code": code, "name": "Omgedoopt"}, links[1], links[2]]
    control.set_dialect(references_shape="array")
    assert api.get(f"/products/{bare}/references?{PAGE}").json == found
    control.set_dialect(references_meaning="texts")
    assert api.get(f"/products/{bare}/references?{PAGE}").json == [
        {"id": 1, "type": "accessory", "reference": code},
        {"id": 2, "type": "fabrikant", "reference": "F-77"},
        {"id": 3, "type": "successor", "reference": "WEG"},
    ]
    control.set_dialect(references_path="absent")
    assert api.get(f"/products/{bare}/references?{PAGE}").status == 404
    assert control.violations() == []


def test_the_seed_has_every_type_of_reference_and_some_that_lead_nowhere(api, control):
    found = [link for pk in control.records.ids("reference") for link in api.page(f"/products/{pk}/references")]
    assert {"alternative", "accessory", "successor", "zie ook", None} <= {link["type"] for link in found}
    assert any(link["productId"] is None and link["reference"] for link in found)
    assert any(link["productId"] == 999_999_999 for link in found)


def test_compositions_are_edges_of_products(api, control):
    edges = api.pages("/products/compositions")
    assert all(set(edge) == {"id", "parentProductId", "childProductId", "quantity"} for edge in edges)
    products = set(control.records.ids("product"))
    ends = {edge[name] for edge in edges for name in ("parentProductId", "childProductId")}
    assert ends - products == {999_999_999}
    assert {None, 0, -1, Decimal("0.3333"), Decimal("1.5")} <= {edge["quantity"] for edge in edges}
    assert control.violations() == []


def test_sets_are_deep_share_parts_and_go_in_circles(api, control):
    codes = {pk: control.records.get("product", pk).get("code") for pk in control.records.ids("product")}
    children: dict[str, list[str]] = {}
    for edge in api.pages("/products/compositions"):
        parent, child = (codes.get(edge[name], "?") for name in ("parentProductId", "childProductId"))
        children.setdefault(parent, []).append(child)
    assert "SET-KMR" in children["SET-HUIS"]
    assert "SET-ZIT" in children["SET-KMR"]
    assert children["SET-ZIT"]
    parents = [parent for parent, parts in children.items() if parent.startswith("SET") for part in parts]
    parts = [part for parent, parts in children.items() if parent.startswith("SET") for part in parts]
    shared = {part for part in parts if parts.count(part) > 1}
    assert shared
    assert len(parents) == len(parts)
    assert ("KRING-B" in children["KRING-A"], "KRING-C" in children["KRING-B"]) == (True, True)
    assert "KRING-A" in children["KRING-C"]
    assert "KRING-X" in children["KRING-X"]


def test_compositions_change_behind_our_back(api, control):
    edge = control.records.create("composition", {"parentProductId": 1, "childProductId": 2, "quantity": 3})
    assert api.page("/products/compositions")[0] == {
        "id": edge,
        "parentProductId": 1,
        "childProductId": 2,
        "quantity": 3,
    }
    control.records.patch("composition", edge, {"quantity": 4})
    assert api.page("/products/compositions")[0]["quantity"] == 4
    control.records.delete("composition", edge)
    assert edge not in [row["id"] for row in api.pages("/products/compositions")]


def test_compositions_and_texts_belong_to_the_right_of_products(api, control):
    control.keys.set_scope("customer")
    for path in ("/products/compositions", "/products/1/descriptions", "/products/1/references"):
        assert api.get(f"{path}?{PAGE}").status == 403


def test_implementations_show_only_when_asked_for(api, control):
    product = control.records.ids("implementation")[0]
    assert "implementations" not in api.get(f"/products/{product}").json
    shown = api.get(f"/products/{product}?includeImplementations=true").json["implementations"]
    assert shown == control.records.get("implementation", product)["implementations"]
    assert set(shown[0]) == {"id", "number", "invalid", "barcode"}
    listed = {row["id"]: row for row in api.pages("/products", "&includeImplementations=true")}
    assert listed[product]["implementations"] == shown
    assert listed[1]["implementations"] == []
    assert "implementations" not in api.page("/products")[0]
    assert control.violations() == []


def test_words_of_sellable(api, control):
    words = {row["id"]: row.get("sellable") for row in api.pages("/products")}
    control.set_dialect(sellable_words="Ja/Nee")
    again = {row["id"]: row.get("sellable") for row in api.pages("/products")}
    assert {words[pk] for pk in words} >= {"Yes", "No", None, "Op aanvraag"}
    assert again == {pk: {"Yes": "Ja", "No": "Nee"}.get(word, word) for pk, word in words.items()}
    assert api.get("/products/1").json["sellable"] == again[1]


def test_spelling_of_the_suppliers_text(api, control):
    control.records.patch("product", 15, {"supplier": {"discription": "STOEL EIK"}})
    control.set_dialect(spelling="mended")
    product = api.get("/products/15").json
    assert product["supplier"]["description"] == "STOEL EIK"
    assert "discription" not in product["supplier"]
    supplier = {"code": "X", "description": "STOEL BEUK", "supplier": {"id": 1}}
    body = {"code": product["code"], "name": product["name"], "supplier": supplier}
    assert api.put("/products/15", body).json["supplier"]["description"] == "STOEL BEUK"
    assert control.records.get("product", 15)["supplier"]["discription"] == "STOEL BEUK"
    assert control.violations() == []
