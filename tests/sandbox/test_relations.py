"""Creating, updating and removing customers and suppliers (contract sections 4.1, 4.2 and 8)."""

import pytest

from .api import P, customer_body, quote_body, supplier_body

BODIES = {"customer": customer_body, "supplier": supplier_body}
CASES = pytest.mark.parametrize("kind", ["customer", "supplier"])
SETS = pytest.mark.parametrize("dialect", ["default", "contrary"])


def newest(control, kind):
    return control.records.get(kind, max(control.records.ids(kind)))


def kinds(control):
    return [(violation.kind, violation.path) for violation in control.violations()]


@CASES
def test_a_record_is_created_whole_with_a_number_of_the_common_series(api, control, kind):
    last = max(control.records.get(k, pk).get("number") or "" for k in BODIES for pk in control.records.ids(k))
    answer = api.post(f"/{kind}s", BODIES[kind]())
    assert answer.status == 201
    made = answer.json
    assert made == newest(control, kind) == api.get(f"/{kind}s/{made['id']}").json == api.page(f"/{kind}s")[0]
    assert int(made["number"][1:]) == int(last[1:]) + 1
    assert made["createdDate"] == made["modifiedDate"]
    assert made["email"] == BODIES[kind]()["email"]
    assert made["address"]["city"] == BODIES[kind]()["address"]["city"]
    assert made["remark"] is None
    assert [(e.kind, e.id, e.action) for e in control.effects(kind)] == [(kind, made["id"], "create")]
    assert control.violations() == []


@CASES
@SETS
def test_write_read_change_and_remove_in_both_sets(api, control, kind, dialect):
    control.set_dialect(dialect)
    api.post(f"/{kind}s", BODIES[kind]())
    record_id = newest(control, kind)["id"]
    answer = api.put(f"/{kind}s/{record_id}", BODIES[kind](remark="Na de verhuizing"))
    assert answer.status == 200
    assert api.get(f"/{kind}s/{record_id}").json["remark"] == "Na de verhuizing"
    gone = api.delete(f"/{kind}s/{record_id}")
    assert (gone.status, gone.body) == (200, b"")
    assert gone.headers["content-type"].startswith("text/plain")
    assert api.get(f"/{kind}s/{record_id}").status == 404
    assert record_id not in [row["id"] for row in api.page(f"/{kind}s")]
    assert [e.action for e in control.effects(kind)] == ["create", "update", "remove"]
    assert control.violations() == []


def test_a_birth_date_is_read_as_midnight(api):
    assert api.post("/customers", customer_body()).json["birthdate"] == "1980-02-29T00:00:00"


@pytest.mark.parametrize(
    ("value", "kept"),
    [("kept", "BO-7K3M9Q2XV4TR"), ("trimmed", "BO-7K3M9Q2"), ("dropped", "")],
)
def test_extern_numbers(api, control, value, kept):
    control.set_dialect(extern_numbers=value)
    made = api.post("/customers", customer_body()).json
    assert made["externNumbers"] == {"number1": "", "number2": "", "number3": kept}
    control.records.patch("customer", made["id"], {"externNumbers": {"number1": "7001"}})
    again = api.put(f"/customers/{made['id']}", customer_body()).json["externNumbers"]
    assert again == {"number1": "7001" if value == "dropped" else "", "number2": "", "number3": kept}


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"companyName": "", "firstName": None}, "LTA0107", ["firstName is verplicht"]),
        (
            {"companyName": None, "firstName": "", "lastName": ""},
            "LTA0107",
            ["firstName is verplicht", "lastName is verplicht"],
        ),
        ({"email": "geen adres"}, "LTA0110", ["E-mailadres 'geen adres' is ongeldig (email)"]),
        ({"address": {"country": "Nederland"}}, "LTA0108", ["Land 'Nederland' is niet bekend (address.country)"]),
        ({"deliveryAddress": {"country": "1"}}, "LTA0108", ["deliveryAddress.country"]),
        ({"birthdate": "29-02-1980"}, "LTA0134", ["birthdate"]),
    ],
)
def test_what_is_refused_of_a_customer_leaves_nothing(api, control, changes, code, words):
    before = control.counts()["records"]
    answer = api.post("/customers", customer_body(**changes))
    assert (answer.status, answer.code) == (400, code)
    assert answer.json["title"] == "Bad request"
    for word in words:
        assert word in answer.detail
    assert control.counts()["records"] == before
    assert control.effects() == []


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"companyName": " " * 0}, "companyName is verplicht"),
        ({"leadTimeInWeeks": -1}, "Levertijd '-1' is ongeldig"),
        ({"orderQuantityMultiple": 0}, "Besteleenheid '0' is ongeldig"),
        ({"email": "inkoop"}, "E-mailadres 'inkoop' is ongeldig"),
    ],
)
def test_what_is_refused_of_a_supplier(api, control, changes, word):
    answer = api.post("/suppliers", supplier_body(**changes))
    assert answer.status == 400
    assert word in answer.detail
    assert control.effects() == []


def test_an_iban_is_checked_or_not(api, control):
    wrong = supplier_body(ibanNumber="NL03ABNA0123456789")
    assert api.post("/suppliers", wrong).status == 201
    control.set_dialect(iban_check="refused")
    assert "(ibanNumber)" in api.post("/suppliers", wrong).detail
    assert api.post("/suppliers", supplier_body()).status == 201


def test_what_was_wrong_before_is_not_complained_about(api, control):
    customer = api.post("/customers", customer_body()).json["id"]
    control.records.patch("customer", customer, {"email": "geen mailadres", "companyName": "", "firstName": ""})
    body = customer_body(email="geen mailadres", companyName="", firstName="", lastName="Anders")
    assert api.put(f"/customers/{customer}", body).json["lastName"] == "Anders"
    assert api.put(f"/customers/{customer}", body | {"email": "ook geen"}).status == 400


def test_an_unknown_infix_or_title_is_made_in_silence(api, control):
    api.post("/customers", customer_body(title="Dhr."))
    assert [effect.kind for effect in control.effects()] == ["customer"]
    api.post("/customers", customer_body(infix="uit den", title="Graaf"))
    assert {effect.kind for effect in control.effects()} == {"customer", "infix", "title"}
    assert newest(control, "infix")["text"] == "uit den"
    effects = len(control.effects())
    api.post("/customers", customer_body(infix="UIT DEN", title="Graaf"))
    assert len(control.effects()) == effects + 1
    assert control.violations() == []


@CASES
def test_an_update_clears_what_it_leaves_out_or_keeps_it(api, control, kind):
    record_id = api.post(f"/{kind}s", BODIES[kind](remark="Let op")).json["id"]
    short = {"companyName": "Ander B.V.", "address": {"city": "Urk"}}
    cleared = api.put(f"/{kind}s/{record_id}", short).json
    assert (cleared["companyName"], cleared["remark"], cleared["email"]) == ("Ander B.V.", None, None)
    assert (cleared["address"]["city"], cleared["address"]["country"]) == ("Urk", None)
    control.set_dialect(update_meaning="merge")
    api.put(f"/{kind}s/{record_id}", BODIES[kind](remark="Let op"))
    kept = api.put(f"/{kind}s/{record_id}", short).json
    assert (kept["companyName"], kept["remark"]) == ("Ander B.V.", "Let op")
    assert (kept["address"]["city"], kept["address"]["country"]) == ("Urk", "NL")
    assert control.violations() == []


def test_an_update_keeps_id_number_and_birth_of_the_record(api, control):
    old = control.records.get("customer", 3)
    body = {name: old[name] for name in customer_body()} | {"birthdate": None, "remark": "nieuw"}
    new = api.put("/customers/3", body).json
    assert [new[name] for name in ("id", "number", "createdDate")] == [
        old[name] for name in ("id", "number", "createdDate")
    ]
    assert new["modifiedDate"] > old["modifiedDate"]
    assert [row["id"] for row in api.page("/customers", query=f"&modifiedAfter={new['modifiedDate'][:19]}")] == [3]


def test_fields_that_the_contract_does_not_know_are_sent_back_or_lost(api, control):
    control.records.patch("customer", 3, {"loyaltyTier": "goud", "address": {"floor": 2}})
    body = customer_body(loyaltyTier="goud", address=customer_body()["address"] | {"floor": 2})
    new = api.put("/customers/3", body).json
    assert (new["loyaltyTier"], new["address"]["floor"]) == ("goud", 2)
    assert control.violations() == []
    assert "loyaltyTier" not in api.put("/customers/3", customer_body()).json
    api.put("/customers/4", customer_body(loyaltyTier="goud"))
    assert kinds(control) == [("unknown_key", "loyaltyTier")]


@pytest.mark.parametrize(
    ("value", "emptied", "nulled", "missing"),
    [("as_sent", "", None, None), ("text", "", "", ""), ("null", None, None, None), ("absent", "-", "-", "-")],
)
def test_empty_texts(api, control, value, emptied, nulled, missing):
    control.set_dialect(empty_text=value)
    body = customer_body(remark="", cocNumber=None)
    made = api.post("/customers", body).json
    assert (made.get("remark", "-"), made.get("cocNumber", "-"), made.get("vatNumber", "-")) == (
        emptied,
        nulled,
        missing,
    )


def test_outer_blanks(api, control):
    assert api.post("/suppliers", supplier_body(remark=" twee ")).json["remark"] == " twee "
    control.set_dialect(outer_blanks="trimmed")
    made = api.post("/suppliers", supplier_body(remark=" twee ", companyName="   Drie"))
    assert (made.json["remark"], made.json["companyName"]) == ("twee", "Drie")
    assert api.post("/suppliers", supplier_body(companyName="   ")).status == 400


@CASES
@pytest.mark.parametrize(("value", "keys"), [("object", None), ("id", ["id"]), ("empty", [])])
def test_answers_to_writes(api, control, kind, value, keys):
    control.set_dialect(create_answer=value, update_answer=value)
    created = api.post(f"/{kind}s", BODIES[kind]())
    updated = api.put(f"/{kind}s/1", BODIES[kind]())
    assert (created.status, updated.status) == (201, 200)
    for answer in (created, updated):
        if keys == []:
            assert answer.body == b""
        elif keys:
            assert list(answer.json) == keys
        else:
            assert answer.json["companyName"] == BODIES[kind]()["companyName"]


def test_suppliers_by_id_may_be_absent(api, control):
    control.set_dialect(supplier_by_id="absent")
    assert [
        api.get("/suppliers/1").status,
        api.post("/suppliers", supplier_body()).status,
        api.put("/suppliers/1", supplier_body()).status,
        api.delete("/suppliers/1").status,
    ] == [404] * 4
    assert api.page("/suppliers")
    assert (control.effects(), control.violations()) == ([], [])


def test_a_customer_on_a_document_is_not_removed(api, control):
    customer = api.post("/customers", customer_body()).json["id"]
    api.create_quote(quote_body(customer={"id": customer}))
    answer = api.delete(f"/customers/{customer}")
    assert (answer.status, answer.body) == (403, b"Forbidden")
    assert answer.headers["content-type"].startswith("text/plain")
    assert api.get(f"/customers/{customer}").status == 200
    assert control.effects("customer")[-1].action == "create"


def test_a_supplier_of_products_is_not_removed(api, control):
    supplier = api.get("/products/20").json["supplier"]["supplier"]["id"]
    assert api.delete(f"/suppliers/{supplier}").status == 403


def test_a_supplier_shows_on_its_products_as_it_is_now(api, control):
    old = control.records.get("product", 20)
    supplier = old["supplier"]["supplier"]["id"]
    api.put(f"/suppliers/{supplier}", supplier_body(companyName="Na de overname"))
    new = api.get("/products/20").json
    assert new["supplier"]["supplier"]["companyName"] == "Na de overname"
    assert new["supplier"]["purchasePrice"] == old["supplier"]["purchasePrice"]
    assert new["modifiedDate"] == old["modifiedDate"]


@CASES
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_records_that_are_not_there(api, control, kind, method):
    answer = api.send(method, f"{P}/{kind}s/999999", BODIES[kind]() if method == "PUT" else None)
    assert answer.status == 404
    if method == "DELETE":
        assert answer.body == b"Record Not Found"
    else:
        assert answer.json == {"title": "Record Not Found", "status": 404}
    assert control.violations() == []


@pytest.mark.parametrize(
    ("kind", "changes", "found"),
    [
        ("customer", {"id": 3}, ("read_only_key", "id")),
        ("customer", {"number": "R1"}, ("read_only_key", "number")),
        ("customer", {"modifiedDate": "2026-01-01"}, ("read_only_key", "modifiedDate")),
        ("customer", {"name": "x"}, ("unknown_key", "name")),
        ("customer", {"address": {"postcode": "x"}}, ("unknown_key", "address.postcode")),
        ("customer", {"address": {"houseNumber": 5}}, ("wrong_type", "address.houseNumber")),
        ("customer", {"newsLetter": "ja"}, ("wrong_type", "newsLetter")),
        ("customer", {"birthdate": "1980-02-29T00:00:00"}, ("wrong_type", "birthdate")),
        ("customer", {"externNumbers": {"number4": "x"}}, ("unknown_key", "externNumbers.number4")),
        ("supplier", {"vatNumber": "NL1"}, ("unknown_key", "vatNumber")),
        ("supplier", {"number": "R1"}, ("read_only_key", "number")),
        ("supplier", {"leadTimeInWeeks": "6"}, ("wrong_type", "leadTimeInWeeks")),
        ("supplier", {"leadTimeInWeeks": 1.5}, ("wrong_type", "leadTimeInWeeks")),
        ("supplier", {"orderQuantityMultiple": 0.1 + 0.2}, ("float_noise", "orderQuantityMultiple")),
    ],
)
@pytest.mark.parametrize("updating", [False, True])
def test_violations(api, control, kind, changes, found, updating):
    if updating:
        api.put(f"/{kind}s/2", BODIES[kind](**changes))
    else:
        api.post(f"/{kind}s", BODIES[kind](**changes))
    assert kinds(control) == [found]


def test_a_body_on_a_removal(api, control):
    supplier = api.post("/suppliers", supplier_body()).json["id"]
    api.send("DELETE", f"{P}/suppliers/{supplier}", {})
    assert [violation.kind for violation in control.violations()] == ["body_on_delete"]


@pytest.mark.parametrize("path", ["/customers/1", "/suppliers/1", "/products/1"])
def test_a_key_without_the_resource_may_not_write(api, control, path):
    control.keys.set_scope("quote")
    assert api.put(path, {}).status == 403
    answer = api.delete(path)
    assert (answer.status, answer.body) == (403, b"Forbidden")


def test_suppliers_are_found_like_customers(api, control):
    made = api.post("/suppliers", supplier_body(phoneNumber="0522-123456", address={"city": "Zoutelande"})).json
    for query in ("name=de%20proef", "city=zoutel", "phoneNumber=0522123456", f"number={made['number']}"):
        assert [row["id"] for row in api.page("/suppliers", query=f"&{query}")] == [made["id"]], query
    control.records.delete("supplier", made["id"])
    assert api.page("/suppliers", query="&name=de%20proef") == []


def test_the_control_door_writes_suppliers_behind_our_back(api, control):
    made = control.records.create("supplier", {"companyName": "Achterom"})
    assert api.page("/suppliers")[0]["companyName"] == "Achterom"
    control.records.patch("supplier", made, {"leadTimeInWeeks": 9})
    assert api.get(f"/suppliers/{made}").json["leadTimeInWeeks"] == 9
