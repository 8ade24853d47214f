"""Invoices are listed, filtered and read one by one (contract section 6.3)."""

from decimal import Decimal

import pytest

from .api import invoice_body


def test_a_list_shows_concepts_among_the_numbered(api, control):
    rows = api.pages("/invoices")
    assert {row["id"] for row in rows} == set(control.records.ids("invoice"))
    concepts = [row for row in rows if row["number"] == ""]
    assert concepts
    assert all(row["date"] is None for row in concepts)
    assert all("status" not in row and "dueDate" not in row for row in rows)
    assert api.get(f"/invoices/{rows[0]['id']}").json == rows[0]
    assert control.violations() == []


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("number", ("number",)),
        ("reference", ("reference",)),
        ("customerNumber", ("customer", "number")),
        ("originCode", ("origin", "code")),
    ],
)
def test_filters(api, control, query, path):
    rows = api.pages("/invoices")

    def value(row):
        for name in path:
            row = row.get(name) or {}
        return row

    wanted = next(value(row) for row in rows if value(row) and str(value(row)).isalnum())
    found = api.pages("/invoices", f"&{query}={wanted}")
    assert [row["id"] for row in found] == [row["id"] for row in rows if value(row) == wanted]
    assert control.violations() == []


def test_only_what_changed_since(api, control):
    control.records.patch("invoice", 3, {"payments": [{"amount": 5, "type": "Betaling", "method": "Bank"}]})
    later = control.records.get("invoice", 3)["modifiedDate"]
    assert [row["id"] for row in api.page("/invoices", query=f"&modifiedAfter={later}")] == [3]


def test_an_invoice_that_is_not_there(api):
    assert api.get("/invoices/999999").status == 404


def test_a_customer_who_was_invoiced_cannot_be_removed(api, control):
    customer = api.page("/invoices")[0]["customer"]["id"]
    for kind in ("quote", "order"):
        for record_id in control.records.ids(kind):
            if control.records.get(kind, record_id)["customer"]["id"] == customer:
                control.records.delete(kind, record_id)
    assert api.delete(f"/customers/{customer}").status == 403


def test_an_invoice_begins_as_a_concept(api, control):
    answer = api.post("/invoices", invoice_body())
    assert answer.status == 201
    invoice = answer.json
    assert (invoice["number"], invoice["date"], invoice["externNumber"], invoice["payments"]) == ("", None, "", [])
    (line,) = invoice["lines"]
    assert (line["lineNumber"], line["linePrice"]) == ("10", Decimal("332.37"))
    assert line["salesGroup"] == {"code": "8010", "description": "Meubelen"}
    assert invoice["totalAmount"] == Decimal("332.37")
    customer = control.records.get("customer", 1)
    assert invoice["invoiceAddress"] == (customer["invoiceAddress"] or customer["address"])
    assert api.get(f"/invoices/{invoice['id']}").json == invoice
    assert control.violations() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"lines": [{"lineNumber": "10", "code": "BESTAAT-NIET", "quantity": 1}]}, "LTA0101"),
        ({"lines": None}, "LTA0107"),
        ({"customer": {"id": 999_999}}, "LTA0102"),
        ({"origin": {"code": "XX"}}, "LTA0105"),
    ],
)
def test_what_logictrade_does_not_know_is_refused(api, control, changes, code):
    assert api.post("/invoices", invoice_body(**changes)).code == code
    assert control.effects("invoice") == []


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"lines": [invoice_body()["lines"][0] | {"lineNumber": 10}]}, "wrong_type"),
        ({"externNumber": "X"}, "read_only_key"),
        ({"paymentCondition": "N14"}, "read_only_key"),
        ({"delivery": {"type": "BM"}}, "unknown_key"),
        ({"salesManUserName": "verkoper1"}, "unknown_key"),
    ],
)
def test_a_careless_body_is_noted(api, control, changes, kind):
    api.post("/invoices", invoice_body(**changes))
    assert [found.kind for found in control.violations()] == [kind]
    control.clear_violations()


def test_an_update_keeps_what_is_logictrades_own(api, control):
    row = next(row for row in api.pages("/invoices") if row["number"] and row["payments"])
    payments = [payment | {"amount": float(payment["amount"])} for payment in row["payments"]]
    body = invoice_body(payments=payments, date=row["date"][:10], reference="Nieuw")
    changed = api.put(f"/invoices/{row['id']}", body).json
    assert (changed["reference"], changed["number"], changed["paymentCondition"]) == (
        "Nieuw",
        row["number"],
        row["paymentCondition"],
    )
    assert (changed["payments"], changed["date"]) == (row["payments"], row["date"])
    assert changed["lines"][0]["id"] != row["lines"][0]["id"]
    assert control.violations() == []
