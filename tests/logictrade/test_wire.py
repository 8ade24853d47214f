"""The exact bytes that leave, and what stops a write before any byte does."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from apps.logictrade import codec
from apps.logictrade.errors import UntranslatableValue, WireError
from apps.logictrade.wire import (
    AddressDraft,
    DocumentDraft,
    LineDraft,
    delivery_update_body,
    document_create_body,
    to_wire,
)

from .conftest import ROOT
from .examples import EXAMPLES

MARKER = "BO-7K3M9Q2XV4TR"
LINE = LineDraft(10, "LT00000047", "Barkruk", Decimal("3"), Decimal("123.1"))
SMALL = DocumentDraft(customer_id=14, date=date(2024, 4, 12), lines=(LINE,))
FULL = DocumentDraft(
    customer_id=14,
    date=date(2024, 4, 12),
    reference="Keuken bovenverdieping",
    origin_code="WIN",
    delivery_type="BM",
    delivery_condition="STD",
    delivery_date=date(2024, 5, 5),
    address=AddressDraft("P. de Vries", "Dorpsstraat", "2B", "1234 AB", "Utrecht", "NL", "06-00000000"),
    comment_intern="Graag bellen",
    comment_extern="Levering na 12 uur",
    sales_man_user_name="verkoper1",
    lines=(
        LINE,
        LineDraft(20, "LT2", "Kussen", Decimal("2.500"), Decimal("0.10"), Decimal("0.10"), "in", "uit", {"id": 84628}),
    ),
)
CODES = {"delivery.type": {"Bezorgen+montage": "BM"}, "delivery.condition": {"Standaard": "STD"}}


def test_the_exact_bytes_of_a_full_quote(client, api):
    api.post(f"{ROOT}/rest/v1/quotes", json={"id": 6}, status=201)
    client.quotes.create(document_create_body("quote", FULL, MARKER))
    request = api.calls[0].request
    assert request.url == f"{ROOT}/rest/v1/quotes?allowUnknownCustomer=false&allowUnknownProducts=false"
    assert request.body.decode() == (
        '{"comment":{"extern":"Levering na 12 uur","intern":"Graag bellen\\nBO-7K3M9Q2XV4TR"},'
        '"customer":{"id":14},"date":"2024-04-12",'
        '"delivery":{"address":{"city":"Utrecht","country":"NL","houseNumber":"2B","name":"P. de Vries",'
        '"phoneNumber":"06-00000000","street":"Dorpsstraat","zipCode":"1234 AB"},'
        '"condition":"STD","expectedDate":"2024-05-05","type":"BM"},'
        '"lines":[{"code":"LT00000047","description":"Barkruk","discount":0,"lineNumber":10,"partPrice":123.10,"quantity":3},'
        '{"code":"LT2","comment":{"extern":"uit","intern":"in"},"configuration":{"id":84628},"description":"Kussen",'
        '"discount":0.1,"lineNumber":20,"partPrice":0.10,"quantity":2.5}],'
        '"origin":{"code":"WIN"},"reference":"Keuken bovenverdieping","salesManUserName":"verkoper1"}'
    )


def test_what_is_not_filled_in_is_left_out():
    assert codec.dumps(document_create_body("quote", SMALL, MARKER)) == (
        '{"comment":{"extern":"","intern":"BO-7K3M9Q2XV4TR"},"customer":{"id":14},"date":"2024-04-12",'
        '"lines":[{"code":"LT00000047","description":"Barkruk","discount":0,"lineNumber":10,"partPrice":123.10,"quantity":3}]}'
    )


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"part_price": Decimal("0.105")}, "lines.0.partPrice"),
        ({"part_price": Decimal("NaN")}, "lines.0.partPrice"),
        ({"part_price": Decimal("1e40")}, "lines.0.partPrice"),
        ({"part_price": 1.5}, "lines.0.partPrice"),
        ({"quantity": Decimal("0.0001")}, "lines.0.quantity"),
        ({"quantity": 2.5}, "lines.0.quantity"),
        ({"discount": Decimal("0.00001")}, "lines.0.discount"),
        ({"code": ""}, "lines.0.code"),
    ],
)
def test_a_number_that_logictrade_cannot_hold_stops_the_quote(line, field):
    with pytest.raises(WireError) as caught:
        document_create_body("quote", replace(SMALL, lines=(replace(LINE, **line),)), MARKER)
    assert caught.value.field == field


@pytest.mark.parametrize("change", [{"lines": ()}, {"customer_id": 0}])
def test_a_quote_without_customer_or_lines_does_not_leave(change):
    with pytest.raises(WireError):
        document_create_body("quote", replace(SMALL, **change), MARKER)


def test_a_price_keeps_its_value_whatever_its_scale():
    for text, written in [("123.1000", "123.10"), ("5", "5.00"), ("-12.5", "-12.50"), ("1E+2", "100.00")]:
        body = document_create_body("quote", replace(SMALL, lines=(replace(LINE, part_price=Decimal(text)),)), MARKER)
        assert f'"partPrice":{written}' in codec.dumps(body)


def test_quantities_are_written_without_exponent():
    for text, written in [("100", "100"), ("1E+2", "100"), ("0.001", "0.001"), ("10.00", "10")]:
        body = document_create_body("quote", replace(SMALL, lines=(replace(LINE, quantity=Decimal(text)),)), MARKER)
        assert f'"quantity":{written}}}' in codec.dumps(body)


ROUTE_A = '{"deliveryDate":"2024-05-05T08:00:00Z","route":"Route A","routeSequence":"10"}'


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ((date(2024, 5, 5), time(10), "Route A", 10), ROUTE_A),
        ((date(2024, 5, 5),), '{"deliveryDate":"2024-05-05T10:00:00Z"}'),
        ((date(2024, 1, 5), None, "", 0), '{"deliveryDate":"2024-01-05T11:00:00Z","routeSequence":"0"}'),
        ((date(2024, 3, 31), time(8, 30)), '{"deliveryDate":"2024-03-31T06:30:00Z"}'),
    ],
)
def test_the_exact_bytes_of_a_delivery_plan(arguments, text, client, api):
    api.put(f"{ROOT}/rest/v1/deliveries/4", json={})
    answer = client.deliveries.update(4, delivery_update_body(*arguments))
    assert api.calls[0].request.body.decode() == text
    assert answer.needs_read_back


def test_a_quote_is_written_back_as_it_was_read():
    raw = EXAMPLES["quote.retrieve"].answer | {
        "unknownField": {"kept": Decimal("1.50")},
        "customFields": [{"code": "A", "values": ["x"]}],
    }
    body = to_wire("quote", raw, {}, CODES)
    assert codec.dumps(body) == (
        '{"comment":{"extern":"","intern":""},"customFields":[{"code":"A","values":["x"]}],"customer":{"id":14},'
        '"date":"2024-04-12","delivery":{"expectedDate":"2024-05-05","type":"BM"},'
        '"lines":[{"code":"LT00000047","description":"Barkruk","discount":0,"lineNumber":10,"partPrice":123,"quantity":1}],'
        '"origin":{"code":"WIN"},"reference":"Keuken bovenverdieping","unknownField":{"kept":1.50}}'
    )
    assert raw["delivery"]["type"] == "Bezorgen+montage"


def test_an_order_goes_back_without_its_customer_and_lamps():
    body = to_wire("order", EXAMPLES["order.retrieve"].answer, {"reference": "PO 4712"}, CODES)
    assert body["reference"] == "PO 4712"
    assert body["paymentCondition"] == "PC"
    assert body["delivery"] == {"type": "BM", "expectedDate": "2024-05-05", "confirmedDate": None}
    assert not {"id", "number", "customer", "status", "stockStatus", "deliveryStatus", "totalAmount"} & set(body)
    assert "stockStatus" not in body["lines"][0]
    assert body["externNumber"] == MARKER


def test_a_text_without_a_code_stops_the_write_and_names_the_table():
    with pytest.raises(UntranslatableValue) as caught:
        to_wire("quote", EXAMPLES["quote.retrieve"].answer, {}, {"delivery.type": {"Afhalen": "AF"}})
    assert (caught.value.table, caught.value.value, caught.value.field) == (
        "delivery.type",
        "Bezorgen+montage",
        "delivery.type",
    )


def test_a_code_that_was_read_already_is_left_alone():
    assert to_wire("quote", {"delivery": {"type": "BM"}}, {}, CODES) == {"delivery": {"type": "BM"}}


def test_a_changed_value_needs_no_translation_of_the_old_one():
    body = to_wire("quote", EXAMPLES["quote.retrieve"].answer, {"delivery.type": "AF", "comment.intern": "x"}, {})
    assert body["delivery"]["type"] == "AF"
    assert body["comment"] == {"intern": "x", "extern": ""}


def test_a_change_may_make_an_object_that_was_not_there():
    assert to_wire("quote", {"comment": None}, {"comment.intern": "x"}) == {"comment": {"intern": "x"}}


def test_lines_are_replaced_as_a_whole():
    lines = [{"lineNumber": 10, "code": "A"}]
    assert to_wire("quote", EXAMPLES["quote.retrieve"].answer, {"lines": lines}, CODES)["lines"] == lines


@pytest.mark.parametrize(
    "raw",
    [{"origin": {"description": "Winkel"}}, {"origin": "WIN"}, {"customer": {"number": "R1"}}, {"date": "someday"}],
)
def test_what_cannot_be_written_stops_the_write(raw):
    with pytest.raises(WireError):
        to_wire("quote", raw, {}, CODES)


@pytest.mark.parametrize("nothing", [None, "", {}, {"id": 0, "code": ""}])
def test_nothing_stays_nothing(nothing):
    raw = {"origin": nothing, "customer": nothing}
    assert to_wire("quote", raw, {}, {}) == {"origin": None, "customer": None}


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_empty_date_is_written_as_null(nothing):
    raw = {"date": nothing, "delivery": {"type": nothing}}
    assert to_wire("quote", raw, {}, {}) == {"date": None, "delivery": {"type": nothing}}


def test_the_exact_bytes_of_an_order(client, api):
    api.post(f"{ROOT}/rest/v1/orders", json={"id": 7}, status=201)
    order = replace(FULL, payment_condition="PC", address=None, comment_intern="", lines=(LINE,))
    client.orders.create(document_create_body("order", order, MARKER))
    request = api.calls[0].request
    assert request.url == f"{ROOT}/rest/v1/orders?allowUnknownCustomer=false"
    assert request.body.decode() == (
        '{"comment":{"extern":"Levering na 12 uur","intern":""},"customer":{"id":14},"date":"2024-04-12",'
        '"delivery":{"condition":"STD","expectedDate":"2024-05-05","type":"BM"},"externNumber":"BO-7K3M9Q2XV4TR",'
        '"lines":[{"code":"LT00000047","description":"Barkruk","discount":0,"lineNumber":10,"partPrice":123.10,"quantity":3}],'
        '"origin":{"code":"WIN"},"paymentCondition":"PC","reference":"Keuken bovenverdieping",'
        '"salesManUserName":"verkoper1"}'
    )


def test_the_exact_bytes_of_an_invoice(client, api):
    api.post(f"{ROOT}/rest/v1/invoices", json={"id": 2}, status=201)
    configured = replace(LINE, configuration={"id": 9, "items": [{"optionCode": "KLR", "valueCode": "ZND"}]})
    invoice = replace(FULL, date=None, address=AddressDraft(city="Utrecht"), lines=(configured,))
    client.invoices.create(document_create_body("invoice", invoice, MARKER))
    request = api.calls[0].request
    assert request.url == f"{ROOT}/rest/v1/invoices"
    assert request.body.decode() == (
        '{"comment":{"extern":"Levering na 12 uur","intern":"Graag bellen\\nBO-7K3M9Q2XV4TR"},"customer":{"id":14},'
        '"invoiceAddress":{"city":"Utrecht"},'
        '"lines":[{"code":"LT00000047",'
        '"configuration":{"id":9,"items":[{"optionCode":"KLR","valueCode":"ZND"}]},"description":"Barkruk",'
        '"discount":0,"lineNumber":"10","partPrice":123.10,"quantity":3}],'
        '"origin":{"code":"WIN"},"reference":"Keuken bovenverdieping"}'
    )


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("delivery_type", "delivery.type"),
        ("delivery_condition", "delivery.condition"),
        ("sales_man_user_name", "salesManUserName"),
    ],
)
def test_an_order_without_what_logictrade_asks_for_does_not_leave(name, field):
    with pytest.raises(WireError) as caught:
        document_create_body("order", replace(FULL, **{name: ""}), MARKER)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("family", "path"), [("quotes", "quotes/6"), ("orders", "orders/7"), ("invoices", "invoices/2")]
)
def test_an_update_goes_to_the_record(family, path, client, api):
    api.put(f"{ROOT}/rest/v1/{path}", json={})
    getattr(client, family).update(int(path.split("/")[1]), {"reference": "x", "lines": []})
    assert api.calls[0].request.body.decode() == '{"lines":[],"reference":"x"}'


def test_the_exact_bytes_of_an_order_written_back():
    raw = EXAMPLES["order.retrieve"].answer | {
        "salesManUserName": "verkoper1",
        "requiredDepositAmount": 92.25,
        "tijdvak": {"van": "13:00"},
        "delivery": {
            "type": "Bezorgen+montage",
            "description": "Bezorgen+montage",
            "condition": "Standaard",
            "expectedDate": "2024-05-05T00:00:00",
            "confirmedDate": "2024-05-06T09:30:00",
            "address": {"city": "Utrecht"},
            "phoneNumber": "",
        },
        "lines": [
            {
                "id": 4, "lineNumber": 10, "code": "A", "description": "Kruk", "quantity": Decimal("1.50"),
                "partPrice": Decimal("9.95"), "discount": Decimal("0.1"), "linePrice": Decimal("13.43"), "vat": 21,
                "comment": {"intern": "in", "extern": ""}, "configuration": {"id": 0, "items": []},
                "stockStatus": "none", "deliveryStatus": "none", "invoiceStatus": "none",
                "reservations": [{"number": "I1", "lineNumber": "10"}], "kleur": "zand",
            }
        ],
    }  # fmt: skip
    body = to_wire("order", raw, {"reference": "PO 4712"}, CODES)
    assert codec.dumps(body) == (
        '{"comment":{"extern":"","intern":""},"date":"2024-04-12",'
        '"delivery":{"address":{"city":"Utrecht"},"condition":"STD","confirmedDate":"2024-05-06T07:30:00Z",'
        '"expectedDate":"2024-05-05","phoneNumber":"","type":"BM"},"externNumber":"BO-7K3M9Q2XV4TR",'
        '"lines":[{"code":"A","comment":{"extern":"","intern":"in"},"configuration":{"id":0,"items":[]},'
        '"description":"Kruk","discount":0.1,"kleur":"zand","lineNumber":10,"partPrice":9.95,"quantity":1.50}],'
        '"origin":{"code":"WIN"},"paymentCondition":"PC","payments":[],"reference":"PO 4712",'
        '"salesManUserName":"verkoper1","tijdvak":{"van":"13:00"}}'
    )


def test_the_exact_bytes_of_an_invoice_written_back():
    raw = EXAMPLES["invoice.retrieve"].answer | {
        "invoiceAddress": {"city": "Utrecht", "latitude": Decimal("52.1")},
        "payments": [{"amount": Decimal("10.00"), "type": "Betaling", "method": "Bank"}],
        "incassostatus": 3,
    }
    body = to_wire("invoice", raw, {"comment.intern": MARKER}, CODES)
    assert codec.dumps(body) == (
        '{"comment":{"intern":"BO-7K3M9Q2XV4TR"},"customer":{"id":13},"date":null,"incassostatus":3,'
        '"invoiceAddress":{"city":"Utrecht","latitude":52.1},'
        '"lines":[{"code":"LT00000043","configuration":{"id":0,"items":[]},"description":"Barstoel","discount":0,'
        '"lineNumber":"10","partPrice":123,"quantity":3,"salesGroup":{"code":"8010"}}],'
        '"origin":{"code":"WIN"},"payments":[{"amount":10.00,"method":"Bank","type":"Betaling"}],"reference":"PO 4711"}'
    )


@pytest.mark.parametrize(
    ("read", "sent"),
    [
        ("2024-05-06T00:00:00", "2024-05-06"),
        ("2024-05-06", "2024-05-06"),
        ("2024-01-06T09:30:00", "2024-01-06T08:30:00Z"),
        ("2024-05-06T09:30:00Z", "2024-05-06T09:30:00Z"),
        ("0001-01-01T00:00:00", None),
        ("", None),
    ],
)
def test_a_moment_keeps_its_time_and_a_day_stays_one(read, sent):
    body = to_wire("order", {"delivery": {"confirmedDate": read}}, {}, CODES)
    assert body == {"delivery": {"confirmedDate": sent}}
