"""Customers, suppliers and products on the way out: exact bytes, nothing unknown lost, nothing unwritable sent."""

import copy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.logictrade import codec, markers
from apps.logictrade.errors import NotGrantedError, Outcome, WireError
from apps.logictrade.schemas import parse
from apps.logictrade.wire import FIELDS, TABLES, Rule, create_body, to_wire

from .conftest import ROOT
from .examples import EXAMPLES
from .masters import FAMILIES, SCHEMAS, told

P = f"{ROOT}/rest/v1"
MARKER = "BO-7K3M9Q2XV4TR"
every_kind = pytest.mark.parametrize("kind", FAMILIES)

CUSTOMER = {
    "gender": "male",
    "title": "Dhr.",
    "initials": "P.",
    "firstName": "Piet",
    "infix": "de",
    "lastName": "Vries",
    "companyName": "",
    "email": "piet@example.nl",
    "mobileNumber": "06-00000000",
    "remark": "Belt liever\nniet voor 9 uur",
    "address.street": "Dorpsstraat",
    "address.houseNumber": "2B",
    "address.zipCode": "1234 AB",
    "address.city": "Utrecht",
    "address.country": "NL",
    "deliveryAddress.city": "Zwolle",
    "newsLetter": False,
    "birthdate": "1980-02-29",
    "externNumbers.number1": "W-17",
}
SUPPLIER = {
    "companyName": "Voorbeeld Meubels",
    "email": "inkoop@example.nl",
    "leadTimeInWeeks": 6,
    "orderQuantityMultiple": Decimal("2.50"),
    "address.city": "Utrecht",
    "address.country": "NL",
    "ibanNumber": "NL91ABNA0417164300",
    "bicCode": "ABNANL2A",
    "cocNumber": "00000000",
}
PRODUCT = {
    "code": "LT00000048",
    "name": "Zitkussen",
    "barcode": "9900000000017",
    "unit": "stuks",
    "height": Decimal("45.5"),
    "volume": Decimal("0.0425"),
    "packages": 1,
    "startDate": date(2024, 3, 1),
    "endDate": None,
    "webshop": True,
    "salesPrice": Decimal("19.9"),
    "salesGroup": "8010",
    "vat": "2",
    "groups": [12, 14],
    "supplier.code": "DBS0001",
    "supplier.discription": "Cushion",
    "supplier.purchasePrice": Decimal("7.25"),
    "supplier.leadTimeInWeeks": 6,
    "supplier.supplier": 3,
    "images": ["https://img.example.nl/1.jpg"],
    "attributes": [{"code": "KLEUR", "values": ["RD", "BL"]}],
}
VALUES: dict[str, dict[str, Any]] = {"customer": CUSTOMER, "supplier": SUPPLIER, "product": PRODUCT}

CUSTOMER_BYTES = (
    '{"address":{"city":"Utrecht","country":"NL","houseNumber":"2B","street":"Dorpsstraat","zipCode":"1234 AB"},'
    '"birthdate":"1980-02-29","deliveryAddress":{"city":"Zwolle"},"email":"piet@example.nl",'
    '"externNumbers":{"number1":"W-17","number3":"BO-7K3M9Q2XV4TR"},"firstName":"Piet","gender":"male","infix":"de",'
    '"initials":"P.","lastName":"Vries","mobileNumber":"06-00000000","newsLetter":false,'
    '"remark":"Belt liever\\nniet voor 9 uur","title":"Dhr."}'
)
SUPPLIER_BYTES = (
    '{"address":{"city":"Utrecht","country":"NL"},"bicCode":"ABNANL2A","cocNumber":"00000000",'
    '"companyName":"Voorbeeld Meubels","email":"inkoop@example.nl","ibanNumber":"NL91ABNA0417164300",'
    '"leadTimeInWeeks":6,"orderQuantityMultiple":2.5}'
)
PRODUCT_BYTES = (
    '{"attributes":[{"code":"KLEUR","values":[{"code":"RD"},{"code":"BL"}]}],"barcode":"9900000000017",'
    '"code":"LT00000048","groups":[{"id":12},{"id":14}],"height":45.5,"images":[{"url":"https://img.example.nl/1.jpg"}],'
    '"name":"Zitkussen","packages":1,"salesGroup":{"code":"8010"},"salesPrice":19.90,"startDate":"2024-03-01",'
    '"supplier":{"code":"DBS0001","discription":"Cushion","leadTimeInWeeks":6,"purchasePrice":7.25,'
    '"supplier":{"id":3}},"unit":"stuks","vat":{"code":"2"},"volume":0.0425,"webshop":true}'
)
CREATED = {"customer": CUSTOMER_BYTES, "supplier": SUPPLIER_BYTES, "product": PRODUCT_BYTES}

# What LogicTrade may answer with, unknown fields and odd forms included.
READ: dict[str, dict[str, Any]] = {
    "customer": {
        "id": 14,
        "number": "R000000016",
        "gender": "Man",
        "firstName": "Piet",
        "lastName": "Vries",
        "cocNumber": 12345678,
        "address": {"city": "Utrecht", "floor": 3},
        "invoiceAddress": None,
        "newsLetter": "ja",
        "birthdate": "1980-02-29T00:00:00",
        "externNumbers": {"number1": "", "number2": "W-2", "number3": MARKER},
        "loyaltyTier": "goud",
        "score": {"value": Decimal("7.50"), "history": [1, {"id": 2}]},
        "modifiedDate": "2024-04-12T14:12:47.33",
        "createdDate": "2024-04-12T14:12:47.33",
    },
    "supplier": {
        "id": 3,
        "number": "R000000021",
        "companyName": "Voorbeeld Meubels",
        "leadTimeInWeeks": "6",
        "orderQuantityMultiple": Decimal("1.00"),
        "address": "",
        "remark": None,
        "paymentDays": 30,
        "modifiedDate": "2024-04-12T14:12:47.33",
    },
    "product": {
        "id": 29,
        "code": "LT00000047",
        "name": "Barkruk",
        "salesPrice": Decimal("259.9500"),
        "volume": "0.40",
        "startDate": "2024-05-05T00:00:00",
        "endDate": "0001-01-01T00:00:00",
        "webshop": "No",
        "configurable": False,
        "sellable": "Yes",
        "salesGroup": {"id": 1, "code": "8010", "description": "Stoelen"},
        "vat": {"id": 2, "code": 2, "description": "BTW Hoog"},
        "groups": [{"id": 12, "parentId": 3, "code": "STL"}, {}],
        "supplier": {
            "code": "DBS0001",
            "description": "Stool",
            "purchasePrice": Decimal("124.1234"),
            "minimum": 4,
            "supplier": {"id": 3, "companyName": "Voorbeeld Meubels"},
        },
        "images": ["https://img.example.nl/1.jpg", {"id": 5, "url": "http://x.nl/2.png", "sequence": 2}],
        "attributes": [
            {
                "id": 1, "group": {"code": "G"}, "type": "Select", "name": "Kleur", "suffix": "", "code": "KLEUR",
                "sequence": 1, "extra": "x", "values": [{"id": 9, "code": "RD", "value": "Rood", "hex": "f00"}, {}],
            },
            {"code": "MAAT", "values": None},
        ],
        "implementations": [{"id": 1}],
        "duurzaamheid": {"label": "A++", "vat": {"id": 1}},
        "modifiedDate": "2024-04-12T14:12:47.33",
    },
}  # fmt: skip
WRITTEN_BACK = {
    "customer": (
        '{"address":{"city":"Utrecht","floor":3},"birthdate":"1980-02-29","cocNumber":"12345678",'
        '"externNumbers":{"number1":"","number2":"W-2","number3":"BO-7K3M9Q2XV4TR"},"firstName":"Piet","gender":"Man",'
        '"invoiceAddress":null,"lastName":"Vries","loyaltyTier":"goud","newsLetter":true,'
        '"score":{"history":[1,{"id":2}],"value":7.50}}'
    ),
    "supplier": (
        '{"address":null,"companyName":"Voorbeeld Meubels","leadTimeInWeeks":6,"orderQuantityMultiple":1.00,'
        '"paymentDays":30,"remark":null}'
    ),
    "product": (
        '{"attributes":[{"code":"KLEUR","extra":"x","values":[{"code":"RD","hex":"f00"}]},'
        '{"code":"MAAT","values":null}],"code":"LT00000047","duurzaamheid":{"label":"A++","vat":{"id":1}},'
        '"endDate":null,"groups":[{"id":12}],"images":[{"url":"https://img.example.nl/1.jpg"},'
        '{"url":"http://x.nl/2.png"}],"name":"Barkruk","salesGroup":{"code":"8010"},"salesPrice":259.9500,'
        '"startDate":"2024-05-05","supplier":{"code":"DBS0001","discription":"Stool","minimum":4,'
        '"purchasePrice":124.1234,"supplier":{"id":3}},"vat":{"code":"2"},"volume":0.40,"webshop":false}'
    ),
}


def sent_body(api):
    (call,) = api.calls
    return call.request.method, call.request.url, call.request.body.decode()


@every_kind
def test_the_exact_bytes_that_create(kind, client, api):
    api.post(f"{P}/{FAMILIES[kind]}", json={"id": 77}, status=201)
    answer = getattr(client, FAMILIES[kind]).create(create_body(kind, VALUES[kind], MARKER))
    assert sent_body(api) == ("POST", f"{P}/{FAMILIES[kind]}", CREATED[kind])
    assert answer.record_id == 77


@every_kind
def test_the_exact_bytes_that_write_a_record_back(kind, client, api):
    raw = copy.deepcopy(READ[kind])
    api.put(f"{P}/{FAMILIES[kind]}/{raw['id']}", json={"id": raw["id"]})
    answer = getattr(client, FAMILIES[kind]).update(raw["id"], to_wire(kind, raw))
    assert sent_body(api) == ("PUT", f"{P}/{FAMILIES[kind]}/{raw['id']}", WRITTEN_BACK[kind])
    assert not answer.needs_read_back
    assert raw == READ[kind]


@every_kind
def test_removing_sends_no_body_and_finds_it_gone(kind, client, api):
    api.delete(f"{P}/{FAMILIES[kind]}/5", body=b"", content_type="text/plain")
    api.delete(f"{P}/{FAMILIES[kind]}/6", body=b"Record Not Found", status=404, content_type="text/plain")
    api.delete(f"{P}/{FAMILIES[kind]}/7", body=b"Forbidden", status=403, content_type="text/plain")
    family = getattr(client, FAMILIES[kind])
    family.remove(5)
    family.remove(6)
    with pytest.raises(NotGrantedError) as caught:
        family.remove(7)
    assert caught.value.outcome is Outcome.REFUSED
    assert {call.request.body for call in api.calls} == {None}


@every_kind
def test_what_was_changed_stands_on_top(kind):
    changes: dict[str, dict[str, Any]] = {
        "customer": {"email": "p@example.nl", "address.city": "Zwolle", "invoiceAddress.city": "Meppel"},
        "supplier": {"address.city": "Zwolle", "leadTimeInWeeks": Decimal("8"), "remark": ""},
        "product": {"vat": "3", "groups": [], "supplier.purchasePrice": 120, "supplier.supplier": None, "images": None},
    }
    body = to_wire(kind, READ[kind], changes[kind])
    same = codec.loads(WRITTEN_BACK[kind])
    expected: dict[str, dict[str, Any]] = {
        "customer": {
            "email": "p@example.nl",
            "address": {"city": "Zwolle", "floor": 3},
            "invoiceAddress": {"city": "Meppel"},
        },
        "supplier": {"address": {"city": "Zwolle"}, "leadTimeInWeeks": 8, "remark": ""},
        "product": {
            "vat": {"code": "3"},
            "groups": [],
            "supplier": {**same.get("supplier", {}), "purchasePrice": Decimal("120.00"), "supplier": None},
            "images": [],
        },
    }
    assert codec.dumps(body) == codec.dumps(same | expected[kind])


def test_a_field_that_is_changed_needs_no_readable_old_value():
    raw = {"id": 1, "address": "Dorpsstraat 2", "birthdate": "someday"}
    body = to_wire("customer", raw, {"address.street": "Dorpsstraat", "birthdate": "1980-01-02"})
    assert body == {"address": {"street": "Dorpsstraat"}, "birthdate": "1980-01-02"}


@pytest.mark.parametrize(
    ("kind", "raw", "field"),
    [
        ("customer", {"address": "Dorpsstraat 2"}, "address"),
        ("customer", {"externNumbers": [1]}, "externNumbers"),
        ("customer", {"newsLetter": "soms"}, "newsLetter"),
        ("customer", {"birthdate": "29-02-1980"}, "birthdate"),
        ("customer", {"email": True}, "email"),
        ("customer", {"deliveryAddress": {"city": ["Zwolle"]}}, "deliveryAddress.city"),
        ("supplier", {"leadTimeInWeeks": "zes"}, "leadTimeInWeeks"),
        ("supplier", {"orderQuantityMultiple": True}, "orderQuantityMultiple"),
        ("product", {"salesPrice": "12,50"}, "salesPrice"),
        ("product", {"vat": {"description": "BTW Hoog"}}, "vat"),
        ("product", {"salesGroup": "8010"}, "salesGroup"),
        ("product", {"groups": [{"code": "STL"}]}, "groups"),
        ("product", {"groups": {"id": 12}}, "groups"),
        ("product", {"supplier": "Voorbeeld"}, "supplier"),
        ("product", {"supplier": {"supplier": {"companyName": "Voorbeeld"}}}, "supplier.supplier"),
    ],
)
def test_what_cannot_be_written_back_stops_the_write_and_is_named(kind, raw, field):
    with pytest.raises(WireError) as caught:
        to_wire(kind, {"id": 1, **raw}, {})
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("raw", "sent"),
    [
        (
            {
                "images": [
                    {"id": 5, "name": "x.jpg", "url": None, "sequence": 10},
                    {"id": 6, "url": "http://x.nl/2.png"},
                ]
            },
            '{"images":[{"id":5,"name":"x.jpg","sequence":10,"url":null},{"url":"http://x.nl/2.png"}]}',
        ),
        ({"images": "x.jpg"}, '{"images":"x.jpg"}'),
        (
            {"attributes": [{"id": 1, "name": "Kleur", "values": [{"id": 9, "code": "RD"}]}]},
            '{"attributes":[{"id":1,"name":"Kleur","values":[{"code":"RD","id":9}]}]}',
        ),
        (
            {"attributes": [{"id": 2, "code": "MAAT", "values": [{"id": 7, "value": "120"}, {"id": 8, "code": "L"}]}]},
            '{"attributes":[{"code":"MAAT","values":[{"id":7,"value":"120"},{"code":"L"}]}]}',
        ),
        ({"attributes": [{"code": "MAAT", "values": "120"}]}, '{"attributes":[{"code":"MAAT","values":"120"}]}'),
    ],
)
def test_the_exact_bytes_of_images_and_attributes_that_lack_what_they_are_written_by(raw, sent, client, api):
    """No form has them: they are nobody's edit, and must neither stop a write nor be left out."""
    api.put(f"{P}/products/29", json={"id": 29})
    client.products.update(29, to_wire("product", {"id": 29, **raw}, {}))
    assert sent_body(api) == ("PUT", f"{P}/products/29", sent)


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("customer", "number", "R1"),
        ("customer", "modifiedDate", "2024-01-01"),
        ("customer", "customFields", []),
        ("customer", "address", "Dorpsstraat"),
        ("customer", "email", 5),
        ("customer", "newsLetter", "ja"),
        ("customer", "birthdate", "29-02-1980"),
        ("customer", "birthdate", "2023-02-29"),
        ("supplier", "vatNumber", "NL1"),
        ("supplier", "leadTimeInWeeks", Decimal("6.5")),
        ("supplier", "leadTimeInWeeks", Decimal("NaN")),
        ("supplier", "leadTimeInWeeks", True),
        ("supplier", "orderQuantityMultiple", Decimal("0.00001")),
        ("supplier", "orderQuantityMultiple", "2"),
        ("product", "sellable", "Yes"),
        ("product", "salesPrice", Decimal("19.955")),
        ("product", "salesPrice", 19.95),
        ("product", "vat", 2),
        ("product", "vat", {"code": "2"}),
        ("product", "groups", [0]),
        ("product", "groups", 12),
        ("product", "supplier.supplier", "3"),
        ("product", "images", ["javascript:alert(1)"]),
        ("product", "attributes", ["KLEUR"]),
        ("product", "attributes", [{"code": "", "values": []}]),
        ("product", "attributes", [{"code": "KLEUR", "values": [{"code": "RD"}]}]),
        ("product", "attributes", [{"code": "KLEUR", "name": "Kleur"}]),
    ],
)
def test_a_value_that_logictrade_cannot_hold_is_named_before_anything_is_sent(kind, path, value):
    with pytest.raises(WireError) as updating:
        to_wire(kind, {"id": 1}, {path: value})
    needed = {"companyName": "Vries BV"} if kind != "product" else {"name": "Kruk"}
    with pytest.raises(WireError) as creating:
        create_body(kind, needed | {path: value or [0]})
    assert updating.value.field.startswith(path)
    assert creating.value.field.startswith(path)


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("customer", {}, "companyName"),
        ("customer", {"firstName": "Piet", "companyName": ""}, "companyName"),
        ("supplier", {"email": "x@example.nl", "companyName": None}, "companyName"),
        ("product", {"code": "LT1"}, "name"),
    ],
)
def test_what_a_new_record_needs(kind, values, field):
    with pytest.raises(WireError) as caught:
        create_body(kind, values, MARKER)
    assert caught.value.field == field


def test_a_company_needs_no_person():
    assert create_body("customer", {"companyName": "Vries BV"}) == {"companyName": "Vries BV"}


def test_the_marker_never_overwrites_what_a_person_typed():
    values = {"companyName": "Vries BV", "externNumbers.number3": "W-3"}
    with pytest.raises(WireError) as caught:
        create_body("customer", values, MARKER)
    assert caught.value.field == markers.PLACES["customer"]
    assert markers.find("customer", create_body("customer", values | {"externNumbers.number3": MARKER}, MARKER))


@pytest.mark.parametrize("kind", ["supplier", "product"])
def test_kinds_without_a_place_carry_no_marker(kind):
    assert MARKER not in codec.dumps(create_body(kind, VALUES[kind], MARKER))


@every_kind
def test_every_field_of_the_schema_has_its_line(kind):
    """A field that is typed is written by a rule or dropped by one; nothing is left to chance."""
    named = {path.split(".")[0] for path in TABLES[kind]}
    fields = {str(info.alias) for info in SCHEMAS[kind].model_fields.values()}
    assert fields <= named
    assert all(isinstance(rule, Rule) for rule in FIELDS[kind].values())


@every_kind
def test_the_contracts_example_goes_round(kind):
    """What the contract reads is what it writes, read-only fields aside."""
    raw = EXAMPLES[f"{kind}.retrieve"].answer
    body = to_wire(kind, raw)
    assert told(kind, body) == told(kind, raw)
    assert parse(SCHEMAS[kind], body | {"id": 1}).drift == parse(SCHEMAS[kind], raw).drift


@every_kind
def test_an_odd_record_says_the_same_when_it_is_written_back(kind):
    assert told(kind, to_wire(kind, READ[kind])) == told(kind, READ[kind])


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**16), 10**16)
    | st.text(max_size=8)
    | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "code", "url", "x", "lines"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@every_kind
@given(st.dictionaries(st.text(min_size=1, max_size=6).map("x-".__add__), json_values, max_size=4))
def test_unknown_fields_are_sent_back_to_the_last_digit(kind, unknown):
    body = to_wire(kind, {**READ[kind], **unknown}, {})
    same = codec.loads(WRITTEN_BACK[kind])
    assert codec.dumps(body) == codec.dumps(same | unknown)


@every_kind
@given(data=st.data())
def test_any_value_of_a_known_field_is_written_or_named(kind, data):
    """Never an accident, never a value that the codec cannot write, never a number that lost a digit."""
    paths = sorted(FIELDS[kind])
    path, value = data.draw(st.sampled_from(paths)), data.draw(json_values)
    raw: Any = value
    for step in reversed(path.split(".")):
        raw = {step: raw}
    named = ""
    try:
        body = to_wire(kind, raw)
    except WireError as error:
        named = error.field
    if named:
        assert named.split(".")[0] == path.split(".")[0]
    else:
        codec.dumps(body)
        assert told(kind, body) == told(kind, raw)
