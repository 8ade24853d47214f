"""Invoices are listed, filtered and read one by one (contract section 6.3)."""

import pytest


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
