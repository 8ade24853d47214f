"""Records of LogicTrade: what is read, how odd values are taken, what is kept."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.logictrade import codec
from apps.logictrade.errors import RecordError
from apps.logictrade.schemas import (
    Composition,
    Customer,
    CustomerDiscounts,
    Deliverable,
    Description,
    Drift,
    Group,
    Introspection,
    Invoice,
    Order,
    Price,
    Product,
    ProductDiscounts,
    ProductHit,
    Quote,
    Reference,
    StockLevel,
    Supplier,
    parse,
    parse_all,
)
from apps.logictrade.schemas import fields as f

from .examples import EXAMPLES


def read(schema, name):
    answer = EXAMPLES[name].answer
    rows = answer.get("results") or answer.get("items") or [answer] if isinstance(answer, dict) else answer
    parsed = parse(schema, rows[0], name)
    assert all(drift.kind == "null" for drift in parsed.drift)
    return parsed.record


def quote_with(**fields):
    return parse(Quote, {"id": 6, **fields}, "quote.retrieve")


def test_introspection():
    record = read(Introspection, "introspect")
    assert record.active is True
    assert record.client_id == "c-1"
    assert record.resources == {"customer", "supplier", "product"}
    assert record.expires == datetime(2025, 4, 15, tzinfo=UTC)


def test_introspection_in_the_other_spelling():
    record = parse(Introspection, {"client_id": "c-2", "scope": None, "active": "false"}).record
    assert (record.client_id, record.resources, record.active, record.expires) == ("c-2", frozenset(), False, None)


def test_customer():
    record = read(Customer, "customer.list")
    assert (record.id, record.number, record.display_name) == (14, "R000000016", "Piet de Vries")
    assert record.address.house_number == "2B"
    assert record.extern_numbers.number3 == ""
    assert record.modified_date == datetime(2024, 4, 12, 12, 12, 47, 330000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"companyName": "Voorbeeld BV", "lastName": "Vries"}, "Voorbeeld BV"),
        ({"initials": "P.", "infix": " ", "lastName": "Vries"}, "P. Vries"),
        ({"number": "R1", "companyName": "  "}, "R1"),
        ({}, ""),
    ],
)
def test_the_name_of_a_customer(fields, name):
    assert parse(Customer, {"id": 1, **fields}).record.display_name == name


def test_every_documented_field_of_a_customer_is_typed():
    raw = {
        "id": 14, "number": "R1", "gender": "Man", "title": "Dhr.", "initials": "P.", "firstName": "Piet",
        "infix": "de", "lastName": "Vries", "companyName": "Vries BV", "cocNumber": 12345678,
        "vatNumber": "NL001234567B01", "phoneNumber": "038-1234567", "phoneNumber2": "038-7654321",
        "mobileNumber": "06-12345678", "email": "p@example.nl", "remark": "Belt terug",
        "address": {"street": "Dorpsstraat"}, "invoiceAddress": {"city": "Zwolle"}, "deliveryAddress": None,
        "newsLetter": "ja", "externNumbers": {"number1": "W-1"}, "birthdate": "1980-02-29T00:00:00",
        "modifiedDate": "2024-04-12T14:12:47.33", "createdDate": "2024-04-12T14:12:47.33",
    }  # fmt: skip
    parsed = parse(Customer, raw)
    record = parsed.record
    assert not record.model_extra
    assert parsed.drift == (Drift("deliveryAddress", "null"),)
    assert (record.coc_number, record.vat_number, record.phone_number2) == ("12345678", "NL001234567B01", "038-7654321")
    assert (record.news_letter, record.birthdate, record.remark) == (True, date(1980, 2, 29), "Belt terug")
    assert (record.address.street, record.invoice_address.city, record.delivery_address) == (
        "Dorpsstraat",
        "Zwolle",
        None,
    )
    assert record.extern_numbers.number1 == "W-1"


def test_supplier():
    record = read(Supplier, "supplier.list")
    assert (record.id, record.display_name, record.lead_time_in_weeks) == (3, "Voorbeeld Meubels", 6)
    assert (record.order_quantity_multiple, record.coc_number, record.address.city) == (1, "00000000", "Utrecht")
    bank = parse(Supplier, {"id": 3, "number": "R1", "ibanNumber": "NL91ABNA0417164300", "bicCode": "ABNANL2A"}).record
    assert (bank.iban_number, bank.bic_code, bank.display_name) == ("NL91ABNA0417164300", "ABNANL2A", "R1")


def test_product():
    record = read(Product, "product.list")
    assert (record.code, record.sales_price, record.webshop, record.sellable) == (
        "LT00000047",
        Decimal("259.95"),
        False,
        True,
    )
    assert record.supplier.description == "Stool"
    assert record.supplier.purchase_price == Decimal("124.0")
    assert record.supplier.supplier.company_name == "Voorbeeld Meubels"
    assert record.groups[0].parent_id == 3
    assert record.vat.code == "2"


def test_images_may_be_addresses_alone():
    record = parse(Product, {"id": 1, "images": ["https://img.example.nl/1.jpg", {"url": "x", "sequence": "2"}]}).record
    assert [image.url for image in record.images] == ["https://img.example.nl/1.jpg", "x"]
    assert record.images[1].sequence == 2


def test_the_supplier_text_is_read_in_both_spellings():
    for spelling in ("discription", "description"):
        supplier = parse(Product, {"id": 1, "supplier": {spelling: "Kruk"}}).record.supplier
        assert supplier
        assert supplier.description == "Kruk"


@pytest.mark.parametrize("root", [0, None, "0"])
def test_a_group_at_the_root_has_no_parent(root):
    assert parse(Group, {"id": 1, "parentId": root}).record.parent_id is None


def test_stock_of_both_calls():
    listed, asked = read(StockLevel, "stock.list"), read(StockLevel, "stock.search")
    assert (listed.product_id, listed.configuration_id, listed.total) == (213, None, 3)
    assert (asked.stock, asked.total, asked.locations[0].saleable) == (None, 1, True)


def test_what_may_be_sold_leaves_out_what_may_not():
    locations = [{"saleable": True, "stock": 4}, {"saleable": False, "stock": 9}, {"stock": "1.5"}, {"stock": None}]
    record = parse(StockLevel, {"productId": 1, "locations": locations}).record
    assert (record.saleable, record.total) == (Decimal("5.5"), Decimal("14.5"))


def test_price():
    record = read(Price, "price.get")
    assert record.triple == (106, None, 5873)
    assert (record.sales_price, record.discount_sales_price) == (Decimal("1000.0"), Decimal("900.0"))


def test_product_hit():
    record = read(ProductHit, "product.search")
    assert (record.keyword, record.results[0].code) == ("barkruk", "LT00000047")


def test_discounts_of_a_product():
    record = read(ProductDiscounts, "discount.products")
    rule, *others = record.discounts
    assert [other.kinds for other in others] == [("fixed_price",), ("buy_x_get_y",), ("tiered_percentage_amount",)]
    assert (record.id, record.code, rule.description) == (29, "LT00000047", "Voorjaar")
    assert (rule.start_date, rule.end_date) == (date(2024, 3, 1), date(2024, 4, 1))
    assert (rule.percentage_amount.percentage, rule.percentage_amount.min_quantity) == (10, 2)
    assert rule.kinds == ("percentage_amount",)


def test_discounts_of_a_customer():
    record = read(CustomerDiscounts, "discount.customers")
    rule, other = record.discounts
    assert [product.kinds for product in other.products] == [("fixed_price",), ("tiered_percentage_amount",)]
    assert [group.code for group in other.product_groups] == ["STL"]
    assert (record.number, rule.description, rule.end_date) == ("R000000016", "Vast", None)
    assert [terms.percentage_amount.percentage for terms in rule.general] == [5]
    assert rule.products == rule.product_groups == []


@pytest.mark.parametrize(
    ("terms", "kinds"),
    [
        ({"fixedPrice": {"price": Decimal("199.50"), "minQuantity": 1}}, ("fixed_price",)),
        ({"percentageAmount": {"percentage": "7.5"}}, ("percentage_amount",)),
        ({"buyXGetY": {"buyQuantity": 3, "getQuantity": 1}}, ("buy_x_get_y",)),
        ({"tieredPercentageAmount": [{"tier": 5, "precentage": 5}]}, ("tiered_percentage_amount",)),
        ({"tieredPercentageAmount": {"tier": 5, "percentage": 5}}, ("tiered_percentage_amount",)),
        ({"fixedPrice": {"price": 0}, "buyXGetY": {"getQuantity": 1}}, ("fixed_price", "buy_x_get_y")),
        ({"fixedPrice": {"minQuantity": 2}, "percentageAmount": None, "tieredPercentageAmount": [{}]}, ()),
    ],
)
def test_the_kinds_of_a_rule_on_a_product_and_on_a_customers_product(terms, kinds):
    rule = parse(ProductDiscounts, {"id": 29, "discounts": [terms]}).record.discounts[0]
    own = parse(CustomerDiscounts, {"id": 14, "discounts": [{"products": [{"id": 29, **terms}]}]}).record
    assert rule.kinds == own.discounts[0].products[0].kinds == kinds
    assert own.discounts[0].products[0].id == 29


def test_what_a_rule_gives_keeps_its_numbers():
    tiers = [{"tier": 5, "precentage": Decimal("2.50")}, {"tier": "10", "percentage": "5"}]
    raw = {
        "id": 29,
        "discounts": [
            {"fixedPrice": {"price": Decimal("199.50"), "minQuantity": 4}},
            {"buyXGetY": {"buyQuantity": 3, "getQuantity": 1}},
            {"tieredPercentageAmount": tiers, "customFields": [{"name": "Actie", "values": ["x"]}]},
        ],
    }
    fixed, free, tiered = parse(ProductDiscounts, raw).record.discounts
    assert (fixed.fixed_price.price, fixed.fixed_price.min_quantity) == (Decimal("199.50"), 4)
    assert (free.buy_x_get_y.buy_quantity, free.buy_x_get_y.get_quantity) == (3, 1)
    assert [(tier.tier, str(tier.percentage)) for tier in tiered.tiered_percentage_amount] == [(5, "2.50"), (10, "5")]
    assert tiered.custom_fields[0].values == ["x"]


def test_a_customers_groups_and_general_terms():
    half = {"percentageAmount": {"percentage": Decimal("2.5"), "minQuantity": 1}}
    raw = {"id": 14, "discounts": [{"general": half, "productGroups": [{"code": "STL", "description": "S", **half}]}]}
    (rule,) = parse(CustomerDiscounts, raw).record.discounts
    assert rule.general[0].percentage_amount.percentage == Decimal("2.5")
    assert (rule.product_groups[0].code, rule.product_groups[0].percentage_amount.min_quantity) == ("STL", 1)


def test_description_reference_and_composition():
    text, link = read(Description, "product.descriptions"), read(Reference, "product.references")
    assert (text.type, text.language, text.description) == ("webshop", "nl", "Eikenhouten barkruk")
    assert (link.id, link.type, link.product_id, link.reference) == (1, "accessory", 30, None)
    edge = read(Composition, "composition.list")
    assert (edge.parent_product_id, edge.child_product_id, edge.quantity) == (1, 2, 4)
    assert parse(Composition, {"id": 1, "parentProductId": 0}).record.parent_product_id is None


def test_quote():
    record = read(Quote, "quote.list")
    assert (record.date, record.status, record.customer.id) == (date(2024, 4, 12), "Niet definitief", 14)
    assert record.delivery.expected_date == date(2024, 5, 5)
    (line,) = record.lines
    assert (line.line_number, line.quantity, line.line_price, line.vat) == (10, 1, 123, 21)


def test_order():
    record = read(Order, "order.list")
    assert (record.extern_number, record.stock_status, record.total_amount) == ("BO-7K3M9Q2XV4TR", "partial", 0)
    assert record.payment_condition.code == "PC"
    assert record.lines[0].vat == Decimal(21)
    assert record.lines[0].part_price == Decimal("123.00")
    written = parse(Order, {"id": 1, "paymentCondition": "PC"}).record.payment_condition
    assert written
    assert written.code == "PC"


def test_a_concept_of_an_invoice():
    record = read(Invoice, "invoice.list")
    assert (record.number, record.date, record.customer.id, record.total_amount) == ("", None, 13, 369)
    assert record.payment_condition.code == "PC"
    assert (record.paid, record.comment) == (0, None)
    (line,) = record.lines
    assert (line.line_number, line.sales_group.code, line.line_price, line.vat) == ("10", "8010", 369, 21)


def test_what_was_received_for_an_invoice():
    payments = [{"amount": Decimal("10.10"), "type": "Bank"}, {"amount": None}, {"method": "Pin"}, {"amount": 5}]
    assert parse(Invoice, {"id": 1, "payments": payments}).record.paid == Decimal("15.10")
    assert parse(Invoice, {"id": 1, "payments": None}).record.paid == 0
    numbered = parse(Invoice, {"id": 1, "lines": [{"lineNumber": 10}]}).record
    assert numbered.lines[0].line_number == "10"


def test_deliverable():
    record = read(Deliverable, "delivery.list")
    assert (record.in_stock, record.to_collect) == ("partially", 369)
    assert record.expected_date == datetime(2024, 5, 4, 22, tzinfo=UTC)
    assert record.lines[0].quantity_to_deliver == 2
    assert record.lines[0].warehouses[0].location == "MAG-A1"
    assert parse(Deliverable, {"id": 1}).record.to_collect is None


def test_the_record_as_received_is_kept():
    raw = {"id": 6, "extra": {"deep": [1]}, "lines": [{"odd": "x", "quantity": "no number"}]}
    parsed = parse(Quote, raw)
    assert parsed.record.raw is raw
    assert raw == {"id": 6, "extra": {"deep": [1]}, "lines": [{"odd": "x", "quantity": "no number"}]}
    assert parsed.record.model_extra == {"extra": {"deep": [1]}}
    assert parsed.record.lines[0].model_extra == {"odd": "x"}


@pytest.mark.parametrize(
    ("fields", "paths"),
    [
        ({"totalAmount": "12,50"}, ["totalAmount"]),
        ({"totalAmount": True}, ["totalAmount"]),
        ({"date": "someday"}, ["date"]),
        ({"date": "2024-02-30"}, ["date"]),
        ({"customer": "Vries"}, ["customer"]),
        ({"customer": {"id": "x", "address": []}}, ["customer.address", "customer.id"]),
        ({"lines": "none"}, ["lines"]),
        (
            {"lines": [{"quantity": {}}, 5, {"vat": {"percentage": "x"}}]},
            ["lines[]", "lines[].quantity", "lines[].vat"],
        ),
        ({"comment": "text"}, ["comment"]),
    ],
)
def test_a_bad_field_is_emptied_and_named(fields, paths):
    parsed = quote_with(**fields)
    assert sorted(drift.path for drift in parsed.drift) == paths
    assert {drift.kind for drift in parsed.drift} == {"bad"}


def test_the_same_drift_in_many_lines_is_told_once():
    assert quote_with(lines=[{"quantity": "x"}] * 40).drift == (Drift("lines[].quantity", "bad", "value_error"),)


ONE = {"number": "I1", "lineNumber": 10}


@pytest.mark.parametrize(("value", "count"), [(None, 0), ([], 0), (ONE, 1), ([ONE], 1), ([ONE, ONE], 2)])
def test_reservations_may_be_one_or_many(value, count):
    record = parse(Order, {"id": 1, "lines": [{"reservations": value}]}).record
    assert [found.number for found in record.lines[0].reservations] == ["I1"] * count


def test_only_the_bad_entries_leave_a_list():
    lines: list[Any] = [None, {"lineNumber": 10}, 5, {"lineNumber": "20"}, []]
    record = quote_with(lines=lines).record
    assert [line.line_number for line in record.lines] == [10, 20]


def test_null_for_a_list_or_object_is_told():
    parsed = quote_with(lines=None, delivery=None, reference=None)
    assert parsed.drift == (Drift("delivery", "null"), Drift("lines", "null"))
    assert parsed.record.lines == []


def test_a_batch_goes_on_after_a_record_that_cannot_be_read():
    batch = parse_all(Quote, [{"id": 1}, {"number": "O1"}, {"id": 2, "date": "x"}], "quote.list")
    assert [record.id for record in batch] == [1, 2]
    assert [drift.path for drift in batch.drift] == ["date"]
    assert (batch.errors[0].endpoint, batch.errors[0].field, len(batch)) == ("quote.list", "id", 2)


def test_a_record_that_is_no_object_names_its_operation():
    with pytest.raises(RecordError, match=r"quote\.list record \?: : not an object but list"):
        parse(Quote, [], "quote.list")


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2024-04-12T14:12:47.33", "2024-04-12T12:12:47.330000+00:00"),
        ("2024-04-12T14:12:47", "2024-04-12T12:12:47+00:00"),
        ("2024-04-12T14:12", "2024-04-12T12:12:00+00:00"),
        ("2024-01-12T14:12:47.1234567", "2024-01-12T13:12:47.123456+00:00"),
        ("2024-04-12T14:12:47.123Z", "2024-04-12T14:12:47.123000+00:00"),
        ("2024-04-12t14:12:47z".upper(), "2024-04-12T14:12:47+00:00"),
        ("2024-04-12T14:12:47+0200", "2024-04-12T12:12:47+00:00"),
        ("2024-04-12T14:12:47-05:30", "2024-04-12T19:42:47+00:00"),
        ("2024-04-12", "2024-04-11T22:00:00+00:00"),
        ("2024-10-27T02:30:00", "2024-10-27T00:30:00+00:00"),
        ("2024-03-31T02:30:00", "2024-03-31T01:30:00+00:00"),
    ],
)
def test_moments(value, moment):
    assert f.to_moment(value) == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-05-05", date(2024, 5, 5)),
        ("2024-05-05T00:00:00", date(2024, 5, 5)),
        ("2024-05-05T00:00:00.000Z", date(2024, 5, 5)),
        ("2024-05-04T22:00:00Z", date(2024, 5, 5)),
        ("2024-05-05T23:30:00", date(2024, 5, 5)),
    ],
)
def test_days(value, day):
    assert f.to_day(value) == day


@pytest.mark.parametrize("nothing", [None, "", "0001-01-01T00:00:00", "0001-01-01T00:00:00Z"])
def test_no_date_in_every_form(nothing):
    assert f.to_day(nothing) is None
    assert f.to_moment(nothing) is None


@pytest.mark.parametrize(
    "odd",
    [
        "x",
        "12-04-2024",
        "2024-13-01",
        "2024-04-12T25:00",
        20240412,
        True,
        [],
        "1500-01-01",
        "2024-04-12T14:12:47.12345678",
    ],
)
def test_what_is_no_date_is_refused(odd):
    for convert in (f.to_day, f.to_moment):
        with pytest.raises(ValueError):  # noqa: PT011
            convert(odd)


@pytest.mark.parametrize(
    ("value", "flag"),
    [
        ("Yes", True),
        ("JA", True),
        (" true ", True),
        ("nee", False),
        ("No", False),
        ("False", False),
        (1, True),
        (0, False),
        (None, None),
        ("", None),
    ],
)
def test_flags(value, flag):
    assert f.to_flag(value) is flag


@pytest.mark.parametrize("odd", ["maybe", 2, Decimal("0.5"), []])
def test_what_is_neither_yes_nor_no_is_refused(odd):
    with pytest.raises(ValueError, match="neither"):
        f.to_flag(odd)


@pytest.mark.parametrize(
    ("value", "number"), [("12.50", "12.50"), (" 3 ", "3"), ("1e-7", "1E-7"), (Decimal("123.10"), "123.10"), (5, "5")]
)
def test_numbers_keep_their_scale(value, number):
    assert str(f.to_decimal(value)) == number


@pytest.mark.parametrize("odd", ["12,50", "€ 5", "NaN", "Infinity", Decimal("NaN"), True, [], "1_000", "١"])
def test_what_is_no_number_is_refused(odd):
    with pytest.raises(ValueError, match="no number"):
        f.to_decimal(odd)


@pytest.mark.parametrize(("value", "number"), [("10", 10), (Decimal("10.0"), 10), (10, 10), ("", None)])
def test_whole_numbers(value, number):
    assert f.to_int(value) == number


@pytest.mark.parametrize("odd", ["10.5", Decimal("1e400"), "x", True])
def test_what_is_not_whole_is_refused(odd):
    with pytest.raises(ValueError, match="no"):
        f.to_int(odd)


@pytest.mark.parametrize(
    ("value", "percent"), [(21, "21"), ({"id": 1, "percentage": Decimal("9.0")}, "9.0"), ("21", "21")]
)
def test_vat_of_a_line(value, percent):
    assert str(f.to_percent(value)) == percent


def test_vat_without_a_percentage_is_unknown():
    assert f.to_percent({"id": 1, "code": "2"}) is None
    assert f.to_percent(None) is None


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-100, 10**16)
    | st.text(max_size=8)
    | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "code", "lines", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*EXAMPLES["order.retrieve"].answer, "x"]), json_values), st.integers(1, 10**9))
def test_no_order_is_lost_for_any_value_in_any_field(fields, number):
    raw = fields | {"id": number}
    parsed = parse(Order, raw)
    assert parsed.record.id == number
    assert codec.dumps(parsed.record.raw) == codec.dumps(raw)
