"""The invented trader: one seed, any size, any day, and odd records among the usual ones."""

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from apps.sandbox import codes
from apps.sandbox.data.generate import Trader, trader
from apps.sandbox.money import line_price
from apps.sandbox.routes.suppliers import is_iban

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def records():
    """Full-size records by kind and id."""
    rows, _ = trader(4711, 1.0, TODAY)
    found: dict[str, dict[int, dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.kind, {})[row.id] = row.record
    return found


def rows_of(seed, scale, today):
    made = Trader(seed, scale, today)
    made.build()
    return made.rows


def test_the_usual_amounts(records):
    # The round numbers, and behind them idle suppliers, sets and whole odd records.
    wanted = {"customer": 803, "supplier": 122, "product": 2016, "quote": 150, "order": 150, "group": 34}
    assert {kind: len(records[kind]) for kind in wanted} == wanted
    assert len(records["stock"]) > 1_900
    assert len(records["delivery"]) > 50


def test_one_seed_makes_one_company():
    assert rows_of(3, 0.05, TODAY) == rows_of(3, 0.05, TODAY)
    assert rows_of(3, 0.05, TODAY) != rows_of(4, 0.05, TODAY)


def test_scale_multiplies_and_small_companies_still_have_everything():
    def counts(scale):
        return Counter(row.kind for row in rows_of(1, scale, TODAY))

    assert counts(2)["customer"] == 1_603
    assert counts(2)["product"] == 4_016
    assert counts(0) == {"group": 34}
    small = rows_of(1, 0.01, TODAY)
    states = {row.record.get("status") for row in small if row.kind in ("quote", "order")}
    assert {"Niet definitief", "Definitief", "Geannuleerd", "Vervallen"} <= states
    assert any("<script>" in str(row.record) for row in small if row.kind == "customer")


def test_another_day_only_moves_the_dates():
    later = TODAY + timedelta(days=100)
    for before, after in zip(rows_of(1, 0.05, TODAY), rows_of(1, 0.05, later), strict=True):
        assert (before.kind, before.id) == (after.kind, after.id)
        for name in (
            "name",
            "code",
            "companyName",
            "lastName",
            "email",
            "barcode",
            "salesPrice",
            "totalAmount",
            "status",
        ):
            assert before.record.get(name) == after.record.get(name)
        for name in ("date", "expectedDate", "startDate"):
            if before.record.get(name) and not before.record[name].startswith("0001"):
                moved = date.fromisoformat(after.record[name][:10]) - date.fromisoformat(before.record[name][:10])
                assert moved == timedelta(days=100)


def test_nothing_is_made_or_changed_after_today(records):
    for kind in ("customer", "product", "quote", "order"):
        for record in records[kind].values():
            for name in ("modifiedDate", "createdDate", "date"):
                if record.get(name):
                    assert datetime.fromisoformat(record[name]).date() < TODAY
    for kind in ("quote", "order"):
        assert all(record["modifiedDate"] >= record["date"] for record in records[kind].values())


def test_barcodes_have_valid_check_digits(records):
    found = [product.get("barcode") for product in records["product"].values()]
    barcodes = [barcode for barcode in found if barcode and barcode != "geen barcode"]
    assert len(barcodes) == len(set(barcodes)) > 1_700
    for barcode in barcodes:
        digits = [int(digit) for digit in barcode]
        assert len(digits) == 13
        assert sum(digits[::2] + [3 * digit for digit in digits[1::2]]) % 10 == 0


def test_codes_numbers_and_ids_are_unique(records):
    codes = [product["code"] for product in records["product"].values() if product["code"]]
    assert len(codes) == len(set(codes)) == 2015
    relations = [*records["customer"].values(), *records["supplier"].values()]
    numbers = [relation["number"] for relation in relations if relation.get("number")]
    assert len(numbers) == len(set(numbers))
    for kind in ("quote", "order"):
        assert len({document["number"] for document in records[kind].values()}) == 150
    lines = [line["id"] for kind in ("quote", "order") for record in records[kind].values() for line in record["lines"]]
    assert len(lines) == len(set(lines))


def test_documents_add_up_and_know_their_products_and_customers(records):
    codes = {product["code"] for product in records["product"].values()}
    for kind in ("quote", "order"):
        for document in records[kind].values():
            assert document["customer"] == records["customer"][document["customer"]["id"]]
            for line in document["lines"]:
                assert line["code"] in codes
                assert line["linePrice"] == line_price(line["quantity"], line["partPrice"], line["discount"])
            if document["totalAmount"]:
                assert document["totalAmount"] == sum(line["linePrice"] for line in document["lines"])


def test_orders_are_in_all_states(records):
    lamps = Counter(
        (order.get("stockStatus"), order.get("deliveryStatus"), order.get("invoiceStatus"))
        for order in records["order"].values()
    )
    assert {("none",) * 3, ("partial", "none", "none"), ("complete", "partial", "none"), ("complete",) * 3} <= set(
        lamps
    )
    assert {entry["inStock"] for entry in records["delivery"].values()} == {"yes", "no", "partially"}
    assert any(entry["paidAmount"] not in (0, entry["totalPrice"]) for entry in records["delivery"].values())


def test_invoices_follow_from_what_was_delivered_or_asked_in_advance(records):
    orders = records["order"].values()
    references = {(order["customer"]["id"], order["reference"]) for order in orders}
    products = {product["code"]: product for product in records["product"].values()}
    for invoice in records["invoice"].values():
        assert (invoice["customer"]["id"], invoice["reference"]) in references or "<b>" in invoice["reference"]
        assert bool(invoice["number"]) == bool(invoice["date"])
        for line in invoice["lines"]:
            assert isinstance(line["lineNumber"], str)
            assert line["linePrice"] == line_price(line["quantity"], line["partPrice"], line["discount"])
            assert line["salesGroup"] == {
                name: products[line["code"]]["salesGroup"][name] for name in ("code", "description")
            }
        if invoice["totalAmount"]:
            assert invoice["totalAmount"] == sum(line["linePrice"] for line in invoice["lines"])


@pytest.mark.parametrize("scale", [1.0, 0.01])
def test_invoices_are_paid_in_every_way(scale):
    found = {payment_state(row.record) for row in rows_of(4711, scale, TODAY) if row.kind == "invoice"}
    assert found == {"concept", "credit", "none", "part", "full", "over", "nothing asked"}


def payment_state(invoice):
    paid, total = sum(payment["amount"] for payment in invoice["payments"] or ()), invoice["totalAmount"]
    if not invoice["number"] or total <= 0:
        return "concept" if not invoice["number"] else "credit" if total < 0 else "nothing asked"
    return "none" if not paid else "part" if paid < total else "full" if paid == total else "over"


def test_some_invoices_have_been_open_for_months(records):
    ages = [
        (TODAY - date.fromisoformat(invoice["date"][:10])).days
        for invoice in records["invoice"].values()
        if payment_state(invoice) in {"none", "part"}
    ]
    assert all(any(low <= age < high for age in ages) for low, high in ((0, 30), (30, 60), (60, 180), (180, 999)))


def test_stock_is_below_zero_zero_and_not_for_sale_somewhere(records):
    pieces = [location for row in records["stock"].values() for location in row["locations"]]
    assert min(location["stock"] for location in pieces) < 0
    assert any(not location["saleable"] and location["stock"] for location in pieces)
    assert any(all(location["stock"] == 0 for location in row["locations"]) for row in records["stock"].values())


def test_prices_are_exact_numbers(records):
    prices = [product["salesPrice"] for pk, product in records["product"].items() if pk <= 2000]
    assert all(price is None or isinstance(price, Decimal) for price in prices)
    cents = {price % 1 for price in prices if price is not None}
    assert cents == {Decimal("0.00"), Decimal("0.50"), Decimal("0.95"), Decimal("0.99")}


@pytest.mark.parametrize(
    "words",
    ["Müller", "Muller", "Mueller", "=1+1", "<script>", "\u202e", "loyaltyTier", "'s-Hertogenbosch", "0031612345670",
     "06-12345678", "+31 6 12 34 56 79"],
)  # fmt: skip
def test_odd_customers_are_among_them(records, words):
    assert any(words in str(customer).replace("\\u202e", "\u202e") for customer in records["customer"].values())


def test_missing_null_and_very_long_parts_are_among_them(records):
    customers = records["customer"].values()
    assert any("address" not in customer for customer in customers)
    assert any("address" in customer and customer["address"] is None for customer in customers)
    assert any(len(customer.get("companyName") or "") > 250 for customer in customers)
    assert any(product.get("salesPrice") is None for product in records["product"].values())
    assert any(quote.get("delivery") is None for quote in records["quote"].values())
    assert any("stockStatus" not in order for order in records["order"].values())


def test_telephone_numbers_come_in_every_notation_and_postcodes_with_and_without_blank(records):
    mobiles = [customer["mobileNumber"] for customer in records["customer"].values() if customer.get("mobileNumber")]
    for start in ("06-", "06 ", "+31 6 ", "+316", "0031 6 ", "+31 (0)6 ", "06."):
        assert any(number.startswith(start) for number in mobiles), start
    addresses = [customer.get("address") or {} for customer in records["customer"].values()]
    codes = [address["zipCode"] for address in addresses if address.get("zipCode")]
    assert {" " in code for code in codes} == {True, False}


def test_mail_addresses_belong_to_nobody(records):
    for kind in ("customer", "supplier"):
        for relation in records[kind].values():
            host = (relation.get("email") or "@example.nl").rpartition("@")[2]
            assert host in ("example.nl", "example.com", "example.org", "geen mailadres")


def test_suppliers_have_a_bank_a_contact_person_and_terms(records):
    usual = [supplier for pk, supplier in records["supplier"].items() if pk <= 100]
    assert all(is_iban(supplier["ibanNumber"]) and supplier["bicCode"] for supplier in usual)
    assert all(supplier["address"]["name"][9:] in supplier["remark"] for supplier in usual)
    assert len({supplier["leadTimeInWeeks"] for supplier in usual}) > 5
    assert {supplier["address"]["country"] for supplier in usual} == {"NL", "DE", "BE", "IT", "DK"}
    others = [supplier.get("ibanNumber") for pk, supplier in records["supplier"].items() if pk > 100]
    assert any(number and not is_iban(number) for number in others)


def test_some_suppliers_make_nothing_and_the_others_know_their_products(records):
    usual = [product for pk, product in records["product"].items() if pk <= 2000 and product.get("supplier")]
    assert len({product["supplier"]["supplier"]["id"] for product in usual}) == 100
    assert all(product["supplier"]["code"] for product in usual)
    priced = [product for product in usual if product["salesPrice"]]
    assert all(product["supplier"]["purchasePrice"] < product["salesPrice"] for product in priced)


@pytest.mark.parametrize("kind", ["customer", "supplier", "product"])
def test_one_record_of_each_kind_has_nothing_but_its_id(records, kind):
    bare = [pk for pk, record in records[kind].items() if not any(record[name] for name in record if name != "id")]
    assert len(bare) == 1
    assert len(records[kind][bare[0]]) > 10
    assert any(len(str(value)) > 850 for record in records[kind].values() for value in record.values())


@pytest.mark.parametrize("kind", ["customer", "supplier", "product"])
def test_directions_formulas_and_scripts_are_among_all_kinds(records, kind):
    texts = [str(value) for record in records[kind].values() for value in record.values()]
    assert any("\u202e" in text for text in texts)
    assert any(text.startswith("=") for text in texts)
    assert any("<script>" in text for text in texts)


def test_texts_come_in_three_languages_short_and_long_with_gaps_and_hostile_ones(records):
    rows = [row for record in records["description"].values() for row in record["descriptions"]]
    found = Counter((row["type"], row["language"]) for row in rows)
    assert all(found[kind, language] > 100 for kind in ("short", "long") for language in ("nl", "en", "de"))
    assert len(records["description"]) < len(records["product"])
    assert found["short", "de"] < found["short", "en"] < found["short", "nl"] < len(records["product"])
    texts = " ".join(row["description"] or "" for row in rows)
    for words in ("<script>", "onerror", "javascript:", "<iframe", "<style>", "http-equiv", "position:fixed"):
        assert words in texts
    assert any(row["description"] is None for row in rows)
    assert "{word}" not in texts


def test_images_have_safe_and_unsafe_addresses(records):
    images = [image for product in records["product"].values() for image in product.get("images") or () if image]
    addresses = [image["url"] if isinstance(image, dict) else image for image in images]
    starts = Counter((address or "").partition(":")[0] for address in addresses)
    assert starts["https"] > starts["http"] > 100
    assert {"javascript", "data", "ftp", ""} <= set(starts)
    assert any(isinstance(image, str) for image in images)
    assert len([product for product in records["product"].values() if not product.get("images")]) > 100


def test_attributes_are_made_of_known_codes(records):
    found = [entry for product in records["product"].values() for entry in product.get("attributes") or () if entry]
    known = [entry for entry in found if entry["code"]]
    assert {entry["code"] for entry in known} == set(codes.ATTRIBUTES)
    assert all(entry == codes.attribute(entry["code"], [entry["values"][0]["code"]]) for entry in known)


def test_discounts_run_are_over_are_to_come_and_overlap(records):
    rules = [rule for entry in records["product_discount"].values() for rule in entry["discounts"]]
    today = str(TODAY)
    assert any((rule["endDate"] or "9") < today for rule in rules)
    assert any((rule["startDate"] or "0") > today for rule in rules)
    assert any(len(entry["discounts"]) == 3 for entry in records["product_discount"].values())
    assert 200 < len(records["product_discount"]) < 500
    assert any(len(entry["discounts"]) > 2 for entry in records["customer_discount"].values())


def test_small_companies_have_all_kinds_too():
    kinds = Counter(row.kind for row in rows_of(1, 0.01, TODAY))
    assert {
        "product_discount", "customer_discount", "price", "description", "reference", "composition", "implementation",
        "infix", "title",
    } <= set(kinds)  # fmt: skip
    assert kinds["composition"] > 25
